"""Whole outputs are compared with files under `snapshots/`.

After a wanted change: `pytest tests/report --update-snapshots`, then read the difference and commit it.
"""

from collections.abc import Callable
from pathlib import Path

import pytest

SNAPSHOTS = Path(__file__).parent / "snapshots"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-snapshots", action="store_true", help="write the whole outputs anew")


@pytest.fixture
def matches_snapshot(request: pytest.FixtureRequest) -> Callable[[str, bytes], None]:
    """Return a check that a whole output is the stored one, byte for byte."""

    def check(name: str, output: bytes) -> None:
        path = SNAPSHOTS / name
        if request.config.getoption("--update-snapshots", default=False):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(output)
        assert output.decode() == path.read_bytes().decode()

    return check
