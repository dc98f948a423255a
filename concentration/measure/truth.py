"""Truth values of conditions: what is certainly so, and what may be so."""

from collections.abc import Iterator, Sequence
from itertools import product

import polars as pl

from concentration.measure.plan import Condition
from concentration.vocabulary.facts import COUNTED_DAYS

FAR = 2**31 - 1
"""More days than any calendar holds: the far end of a maturity beyond the known sessions."""


def truths(conditions: Sequence[Condition], frame: pl.DataFrame) -> list[pl.Series]:
    """Return for each condition TRUE, FALSE or NULL for each row of `frame`, which has its facts.

    Where a calendar ends before an asset matures, a condition is decided if it comes out alike for the least number
    of days left and for any larger one.
    """
    values = _values(conditions, frame)
    open_ended = [
        place
        for place, condition in enumerate(conditions)
        if values[place].null_count() and not condition.facts.isdisjoint(COUNTED_DAYS)
    ]
    if not open_ended:
        return values
    asked = [conditions[place] for place in open_ended]
    counted = frozenset().union(*(condition.facts for condition in asked)) & COUNTED_DAYS.keys()
    ends = [_values(asked, frame.with_columns(end)) for end in _ends(sorted(counted))]
    for place, (first, *others) in zip(open_ended, zip(*ends, strict=True), strict=True):
        alike = values[place].is_null()
        for other in others:
            alike &= (first == other).fill_null(False)
        values[place] = values[place].zip_with(~alike, first)
    return values


def _ends(counted: Sequence[str]) -> Iterator[list[pl.Expr]]:
    """Yield the counted days at both ends of what they may be, in every combination, where the calendar does not
    know them.
    """
    for furthest in product((False, True), repeat=len(counted)):
        yield [
            pl.when(pl.col(days).is_null() & pl.col(COUNTED_DAYS[days]).is_not_null())
            .then(pl.lit(FAR, dtype=pl.Int32) if far else pl.col(COUNTED_DAYS[days]))
            .otherwise(pl.col(days))
            .alias(days)
            for days, far in zip(counted, furthest, strict=True)
        ]


def _values(conditions: Sequence[Condition], frame: pl.DataFrame) -> list[pl.Series]:
    told = frame.select(
        pl.repeat(None, frame.height, dtype=pl.Boolean).alias("rows"),
        *(condition.expression.alias(str(place)) for place, condition in enumerate(conditions)),
    )
    return [told[str(place)] for place in range(len(conditions))]


def masks(values: Sequence[pl.Series]) -> tuple[pl.Series, pl.Series]:
    """Return two UInt64 masks a row: bit i of the first is set where truth i is TRUE, of the second where it is not
    FALSE.
    """
    frame = pl.DataFrame([series.alias(str(bit)) for bit, series in enumerate(values)])
    masked = frame.select(
        certain=_bits(frame.columns, unknown=False), possible=_bits(frame.columns, unknown=True)
    )
    return masked["certain"], masked["possible"]


def _bits(columns: Sequence[str], *, unknown: bool) -> pl.Expr:
    return pl.sum_horizontal(
        pl.col(column).fill_null(unknown).cast(pl.UInt64) * (1 << bit) for bit, column in enumerate(columns)
    ).cast(pl.UInt64)


def has_bit(mask: str, bit: int) -> pl.Expr:
    """Return whether bit `bit` of the mask column is set."""
    return (pl.col(mask) & pl.lit(1 << bit, dtype=pl.UInt64)) != 0
