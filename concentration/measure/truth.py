"""Truth values of conditions: what is certainly so, and what may be so."""

from collections.abc import Sequence

import polars as pl

from concentration.measure.plan import Condition

FAR = 2**31 - 1
"""More trading days than any calendar holds: the far end of a maturity beyond the known sessions."""


def truth(condition: Condition, frame: pl.DataFrame) -> pl.Series:
    """Return TRUE, FALSE or NULL for each row of `frame`, which has the facts of the condition.

    Where the calendar ends before an asset matures, the condition is decided if it comes out alike for the least
    number of trading days left and for any larger one.
    """
    value = frame.select(condition.expression.alias("truth"))["truth"]
    if "trading_days_left" not in condition.facts or value.null_count() == 0:
        return value
    ends = [
        frame.with_columns(
            trading_days_left=pl.when(
                pl.col("trading_days_left").is_null() & pl.col("trading_days_left_at_least").is_not_null()
            )
            .then(end)
            .otherwise("trading_days_left")
        ).select(condition.expression.alias("truth"))["truth"]
        for end in (pl.col("trading_days_left_at_least"), pl.lit(FAR, dtype=pl.Int32))
    ]
    return pl.DataFrame({"value": value, "least": ends[0], "far": ends[1]}).select(
        pl.when(pl.col("value").is_null() & (pl.col("least") == pl.col("far")))
        .then("least")
        .otherwise("value")
        .alias("truth")
    )["truth"]


def masks(truths: Sequence[pl.Series]) -> tuple[pl.Series, pl.Series]:
    """Return two UInt64 masks a row: bit i of the first is set where truth i is TRUE, of the second where it is not
    FALSE.
    """
    frame = pl.DataFrame([series.alias(str(bit)) for bit, series in enumerate(truths)])
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
