"""What holds for every test."""

import os

from hypothesis import settings

# No test asserts times. CI draws the same examples every time, so that a change is judged by what it changed; at a
# desk every run draws new ones.
settings.register_profile("house", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "house")
