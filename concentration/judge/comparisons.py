"""What it means to be beyond a bound, or within it, when a sum and its line are only known from below and above."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from concentration.catalogue.model import Comparison

STATUS_ORDER = ("breach", "undetermined", "warning", "exempt", "waived", "pass")
STATUS = pl.Enum(STATUS_ORDER)
"""From the worst to the best, so that the smallest is the worst."""


@dataclass(frozen=True)
class Sides:
    """Both ends of a sum and of the line it is held against, in one unit: expressions of Polars, or numbers."""

    lower: Any
    upper: Any
    line_lower: Any
    line_upper: Any


@dataclass(frozen=True)
class Ends:
    """Whether a sum is certainly beyond a line, or certainly within it, given both ends of sum and line."""

    beyond: Callable[[Sides], Any]
    within: Callable[[Sides], Any]
    is_cap: bool

    def to_warning_line(self, sides: Sides) -> Any:
        """Return whether the sum is certainly not past a warning line; on it, it is not."""
        return sides.upper <= sides.line_lower if self.is_cap else sides.lower >= sides.line_upper


COMPARISONS: Mapping[Comparison, Ends] = {
    "at_most": Ends(lambda s: s.lower > s.line_upper, lambda s: s.upper <= s.line_lower, is_cap=True),
    "less_than": Ends(lambda s: s.lower >= s.line_upper, lambda s: s.upper < s.line_lower, is_cap=True),
    "forbidden": Ends(lambda s: s.lower > s.line_upper, lambda s: s.upper <= s.line_lower, is_cap=True),
    "at_least": Ends(lambda s: s.upper < s.line_lower, lambda s: s.lower >= s.line_upper, is_cap=False),
    # nothing at all of a size that nobody knows is not certainly too little: there may be no size (limits.md 4.8)
    "more_than": Ends(
        lambda s: (s.upper <= s.line_lower) & ((s.line_lower > 0) | (s.line_upper <= s.line_upper)),
        lambda s: s.lower > s.line_upper,
        is_cap=False,
    ),
}
