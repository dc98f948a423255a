"""Sums of an amount by subject and group, as intervals: what is certainly counted, and what may be."""

from collections.abc import Sequence

import polars as pl

from concentration.measure.plan import PlannedLimit
from concentration.measure.truth import has_bit

KEY = ["subject", "key"]
NO_KEY = 2**32 - 1


def group_sums(rows: pl.DataFrame, limits: Sequence[tuple[int, PlannedLimit]]) -> list[pl.LazyFrame]:
    """Return for each limit one frame of its groups: `subject`, `key`, `lower`, `upper` (Int128 millionths).

    `rows` has `subject`, `key`, `own`, `linked`, `certain` and `possible` (masks; `limits` says which bit is whose),
    `may_be_negative` and the amounts. `lower` is NULL where nothing bounds the sum from below, `upper` where nothing
    bounds it from above. A group is there if some row may count, if its sum may be positive, and if its own financing
    party is among them. A NULL key is the group of the unknown.
    """
    sure = _nothing_is_unknown(rows, limits)
    aggregates: list[pl.Expr] = []
    for bit, planned in limits:
        aggregates += (_plain if sure else _interval)(bit, planned)
    sums = rows.lazy().group_by(_packed().alias("packed")).agg(aggregates).collect(engine="streaming")
    unpacked = sums.lazy().with_columns(*_unpacked())
    return [_of_limit(unpacked, bit, sure=sure) for bit, _ in limits]


def _packed() -> pl.Expr:
    """Return subject and key as one integer, which is grouped four times as fast as the two; keys end below NO_KEY."""
    key = pl.col("key").fill_null(NO_KEY).cast(pl.UInt64)
    return pl.col("subject").cast(pl.UInt64) * (1 << 32) + key


def _unpacked() -> tuple[pl.Expr, pl.Expr]:
    key = (pl.col("packed") % (1 << 32)).cast(pl.UInt32)
    return (
        (pl.col("packed") // (1 << 32)).cast(pl.UInt32).alias("subject"),
        pl.when(key != NO_KEY).then(key).alias("key"),
    )


def largest_of_one_asset(
    rows: pl.DataFrame, limits: Sequence[tuple[int, PlannedLimit]]
) -> list[pl.LazyFrame]:
    """Return for each limit `subject` and `lower`: the largest certain sum in one asset among rows of unknown key.

    Rows of one asset have one issuer, whoever it is, so whatever group they belong to holds at least that much.
    """
    single = group_sums(rows.with_columns(key="asset"), limits)
    return [
        frame.group_by("subject").agg(lower=pl.col("lower").max(), upper=_sum_or_open("upper"))
        for frame in single
    ]


def _sum_or_open(column: str) -> pl.Expr:
    return pl.when(pl.col(column).is_null().any()).then(None).otherwise(pl.col(column).sum())


def _nothing_is_unknown(rows: pl.DataFrame, limits: Sequence[tuple[int, PlannedLimit]]) -> bool:
    amounts = {planned.limit.amount for _, planned in limits if planned.limit.amount}
    return bool(
        rows.select(
            (pl.col("certain") == pl.col("possible")).all()
            & pl.col("linked").all()
            & pl.all_horizontal(pl.col(amount).is_not_null().all() for amount in sorted(amounts))
        ).item()
    )


def _plain(bit: int, planned: PlannedLimit) -> list[pl.Expr]:
    counted = has_bit("possible", bit)
    return [
        pl.when(counted).then(pl.col(_amount(planned))).sum().alias(f"lower_{bit}"),
        (counted & pl.col("own")).any().alias(f"own_{bit}"),
    ]


def _interval(bit: int, planned: PlannedLimit) -> list[pl.Expr]:
    amount = pl.col(_amount(planned))
    possible = has_bit("possible", bit)
    certain = has_bit("certain", bit) & pl.col("linked")
    none = pl.lit(0, dtype=pl.Int128)
    return [
        pl.when(certain | (possible & (amount < 0))).then(amount).otherwise(none).sum().alias(f"lower_{bit}"),
        pl.when(certain | (possible & (amount > 0))).then(amount).otherwise(none).sum().alias(f"upper_{bit}"),
        (possible & amount.is_null()).any().alias(f"upper_open_{bit}"),
        (possible & amount.is_null() & pl.col("may_be_negative")).any().alias(f"lower_open_{bit}"),
        (possible & pl.col("own")).any().alias(f"own_{bit}"),
    ]


def _amount(planned: PlannedLimit) -> str:
    amount = planned.limit.amount
    assert amount is not None
    return amount


def _of_limit(sums: pl.LazyFrame, bit: int, *, sure: bool) -> pl.LazyFrame:
    lower = pl.col(f"lower_{bit}")
    if sure:
        ends = {"lower": lower, "upper": lower}
    else:
        ends = {
            "lower": pl.when(pl.col(f"lower_open_{bit}")).then(None).otherwise(lower),
            "upper": pl.when(pl.col(f"upper_open_{bit}")).then(None).otherwise(pl.col(f"upper_{bit}")),
        }
    groups = sums.filter(pl.col(f"own_{bit}")).select(*KEY, **ends)
    return groups.filter(pl.col("upper").is_null() | (pl.col("upper") > 0))
