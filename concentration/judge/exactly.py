"""Sums that are no whole millionths, because parts of holdings belong to the subject: settled in fractions."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

import polars as pl

from concentration.catalogue.model import DatedBound
from concentration.judge.comparisons import COMPARISONS, STATUS, Sides

Exact = Mapping[tuple[int, int | None], tuple[Fraction | None, Fraction | None]]
"""By subject and key both ends of a sum in millionths of its unit; None: open."""


def settled(groups: pl.DataFrame, exact: Exact, bound: DatedBound, warn_at: Fraction | None) -> pl.DataFrame:
    """Return the groups with the `status` that their exact sums have.

    `groups` has `subject`, `key`, `lift`, `denominator_lower`, `denominator_upper` and `applies`; its sums were rounded
    outwards, so that a status of theirs can only be less certain than the exact one.
    """
    statuses = groups["status"].to_list()
    rows = groups.select("subject", "key", "lift", "denominator_lower", "denominator_upper", "applies")
    for place, (subject, key, lift, size_lower, size_upper, applies) in enumerate(rows.iter_rows()):
        ends = exact.get((subject, key))
        if ends is not None:
            lower, upper = ends
            lifted = None if upper is None or lift is None else upper + lift
            statuses[place] = _status(
                bound, warn_at, (lower, upper, lifted), (size_lower, size_upper), applies
            )
    return groups.with_columns(status=pl.Series(statuses, dtype=STATUS))


def _status(
    bound: DatedBound,
    warn_at: Fraction | None,
    sums: tuple[Fraction | None, Fraction | None, Fraction | None],
    sizes: tuple[int | None, int | None],
    applies: bool | None,
) -> str:
    ends, value = COMPARISONS[bound.comparison], bound.value or Fraction(0)
    lower, upper, lifted = sums
    if applies and _holds(ends.beyond, value, (lower, upper), sizes):
        return "breach"
    if not _holds(ends.within, value, (lower, lifted), sizes):
        return "undetermined"
    if warn_at is not None and not _holds(ends.to_warning_line, value * warn_at, (lower, lifted), sizes):
        return "warning"
    return "pass"


def _holds(
    comparison: Callable[[Sides], Any],
    value: Fraction,
    sums: tuple[Fraction | None, Fraction | None],
    sizes: tuple[int | None, int | None],
) -> bool:
    """Return whether a comparison is certain; what is open is not."""
    line_lower, line_upper = (None if size is None else value * size for size in sizes)
    sides = Sides(*sums, line_lower, line_upper)
    try:
        return bool(comparison(sides))
    except TypeError:  # an open end compares with nothing
        return False
