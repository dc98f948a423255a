"""Step 3: replace the units of products that a product holds by what those products hold, pro rata, to any depth."""

from concentration.lookthrough.paths import paths_between, paths_of
from concentration.lookthrough.through import look_through

__all__ = ["look_through", "paths_between", "paths_of"]
