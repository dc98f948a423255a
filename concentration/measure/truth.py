"""Truth values of conditions: what is certainly so, and what may be so."""

from collections.abc import Sequence

import polars as pl

from concentration.measure.plan import Condition

FAR = 2**31 - 1
"""More trading days than any calendar holds: the far end of a maturity beyond the known sessions."""


def truths(conditions: Sequence[Condition], frame: pl.DataFrame) -> list[pl.Series]:
    """Return for each condition TRUE, FALSE or NULL for each row of `frame`, which has its facts.

    Where the calendar ends before an asset matures, a condition is decided if it comes out alike for the least number
    of trading days left and for any larger one.
    """
    values = _values(conditions, frame)
    open_ended = [
        place
        for place, condition in enumerate(conditions)
        if "trading_days_left" in condition.facts and values[place].null_count()
    ]
    if not open_ended:
        return values
    beyond = pl.col("trading_days_left").is_null() & pl.col("trading_days_left_at_least").is_not_null()
    ends = [
        _values(
            [conditions[place] for place in open_ended],
            frame.with_columns(trading_days_left=pl.when(beyond).then(end).otherwise("trading_days_left")),
        )
        for end in (pl.col("trading_days_left_at_least"), pl.lit(FAR, dtype=pl.Int32))
    ]
    for place, least, far in zip(open_ended, *ends, strict=True):
        alike = values[place].is_null() & (least == far).fill_null(False)
        values[place] = values[place].zip_with(~alike, least)
    return values


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
