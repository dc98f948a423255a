"""Sums of an amount by subject and group, as intervals: what is certainly counted, and what may be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import polars as pl

from concentration.measure.plan import CLASS_VALUE, PlannedLimit
from concentration.measure.truth import has_bit
from concentration.vocabulary.amounts import UNIT

KEY = ["subject", "key"]
NO_KEY = 2**32 - 1

SIGNED = ("market_value", "cost", CLASS_VALUE)
"""Amounts that are below zero for some kinds of assets."""

Ends = tuple[Fraction | None, Fraction | None]
"""Both ends of a sum in millionths of its unit, exactly; None: open."""


@dataclass(frozen=True)
class Sums:
    """The groups of one limit: `subject`, `key`, `lower`, `upper` (Int128 millionths).

    `lower` is NULL where nothing bounds the sum from below, `upper` where nothing bounds it from above. Sums that are
    no whole millionths, because parts of holdings belong to the subject, are rounded outwards and stand in `exact`, by
    subject and key. Where held products are looked through, `inside` says whether one contributes to the group.
    """

    groups: pl.LazyFrame
    exact: Mapping[tuple[int, int | None], Ends] = field(default_factory=dict)


def group_sums(
    rows: pl.DataFrame,
    limits: Sequence[tuple[int, PlannedLimit]],
    shares: Sequence[Fraction] = (),
) -> list[Sums]:
    """Return the sums of each limit by subject and group.

    `rows` has `subject`, `key`, `own`, `linked`, `certain` and `possible` (masks; `limits` says which bit is whose),
    `may_be_negative` and the amounts; with `pair` as well, `shares` says by pair what part of an amount belongs to the
    subject. A group is there if some row may count, if its sum may be positive, and if its own financing party is among
    them. A NULL key is the group of the unknown.
    """
    sure = _nothing_is_unknown(rows, limits)
    aggregates: list[pl.Expr] = []
    for bit, planned in limits:
        aggregates += (_plain if sure else _interval)(bit, planned)
    looked_through = "pair" in rows.columns
    if not looked_through:
        aggregates = [one for one in aggregates if not one.meta.output_name().startswith("counted_")]
    by = [*KEY, "pair"] if looked_through else [_packed().alias("packed")]
    sums = rows.lazy().group_by(by).agg(aggregates).collect(engine="streaming")
    if not looked_through:
        ends = sums.lazy().with_columns(*_unpacked())
        of_limits = [_of_limit(ends.filter(pl.col(f"own_{bit}")), bit, one, sure=sure) for bit, one in limits]
        return [
            Sums(_groups(groups, planned)) for groups, (_, planned) in zip(of_limits, limits, strict=True)
        ]
    return [
        _with_shares(_parts(sums, bit, planned, sure=sure).collect(), planned, shares)
        for bit, planned in limits
    ]


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
    rows: pl.DataFrame, limits: Sequence[tuple[int, PlannedLimit]], shares: Sequence[Fraction] = ()
) -> list[pl.LazyFrame]:
    """Return for each limit `subject` and `lower`: the largest certain sum in one asset among rows of unknown key.

    Rows of one asset have one issuer, whoever it is, so whatever group they belong to holds at least that much.
    """
    single = group_sums(rows.with_columns(key="asset"), limits, shares)
    return [
        sums.groups.group_by("subject").agg(lower=pl.col("lower").max(), upper=_sum_or_open("upper"))
        for sums in single
    ]


def _sum_or_open(column: str) -> pl.Expr:
    return pl.when(pl.col(column).is_null().any()).then(None).otherwise(pl.col(column).sum())


def _nothing_is_unknown(rows: pl.DataFrame, limits: Sequence[tuple[int, PlannedLimit]]) -> bool:
    amounts = {planned.amount for _, planned in limits if planned.amount}
    return bool(
        rows.select(
            (pl.col("certain") == pl.col("possible")).all()
            & pl.col("linked").all()
            & pl.all_horizontal(pl.col(amount).is_not_null().all() for amount in sorted(amounts))
        ).item()
    )


def _held(planned: PlannedLimit) -> pl.Expr:
    """What says that a product holds something: the value, where another amount is summed and that stands in for it."""
    estimate = planned.limit.where_unknown
    return pl.col(estimate.take if estimate is not None else _amount(planned))


def _plain(bit: int, planned: PlannedLimit) -> list[pl.Expr]:
    counted = has_bit("possible", bit)
    holders = pl.col("product").filter(counted & (_held(planned) != 0).fill_null(True)).unique()
    return [
        pl.when(counted).then(pl.col(_amount(planned))).sum().alias(f"lower_{bit}"),
        (counted & pl.col("own")).any().alias(f"own_{bit}"),
        counted.any().alias(f"counted_{bit}"),
        *([holders.alias(f"holders_{bit}")] if planned.limit.at_least_products else []),
    ]


def _interval(bit: int, planned: PlannedLimit) -> list[pl.Expr]:
    amount = pl.col(_amount(planned))
    possible = has_bit("possible", bit)
    certain = has_bit("certain", bit) & pl.col("linked")
    none = pl.lit(0, dtype=pl.Int128)
    told = [
        pl.when(certain | (possible & (amount < 0))).then(amount).otherwise(none).sum().alias(f"lower_{bit}"),
        pl.when(certain | (possible & (amount > 0))).then(amount).otherwise(none).sum().alias(f"upper_{bit}"),
        (possible & amount.is_null()).any().alias(f"upper_open_{bit}"),
        (possible & amount.is_null() & _may_be_negative(planned)).any().alias(f"lower_open_{bit}"),
        (possible & pl.col("own")).any().alias(f"own_{bit}"),
        possible.any().alias(f"counted_{bit}"),
    ]
    if planned.limit.at_least_products:
        told += [
            pl.col("product")
            .filter(possible & (_held(planned) != 0).fill_null(True))
            .unique()
            .alias(f"holders_{bit}"),
            pl.col("product").filter(certain & (_held(planned) > 0)).unique().alias(f"surely_{bit}"),
        ]
    if planned.limit.where_unknown is not None:
        taken = _taken(planned)
        told += [
            pl.when(possible).then(pl.max_horizontal(taken, none)).sum().alias(f"taken_{bit}"),
            (possible & taken.is_null()).any().alias(f"taken_open_{bit}"),
        ]
    return told


def _may_be_negative(planned: PlannedLimit) -> pl.Expr:
    """Exposures, outlays and numbers of shares count without a sign, whatever the kind."""
    if planned.amount == CLASS_VALUE:
        return pl.col("may_be_negative") & ~pl.col("valued_by_exposure")
    return pl.col("may_be_negative") if planned.amount in SIGNED else pl.lit(False)


def _taken(planned: PlannedLimit) -> pl.Expr:
    """Return the amount, or what stands in for it where it is unknown."""
    instead = planned.limit.where_unknown
    return pl.coalesce(_amount(planned), instead.take) if instead else pl.col(_amount(planned))


def _amount(planned: PlannedLimit) -> str:
    assert planned.amount is not None
    return planned.amount


def _parts(sums: pl.DataFrame, bit: int, planned: PlannedLimit, *, sure: bool) -> pl.LazyFrame:
    """Return the ends of one limit's sums by subject, key and pair, of groups whose own party is among them."""
    own = sums.lazy().filter(pl.col(f"own_{bit}")).select(KEY).unique()
    parts = sums.lazy().filter(pl.col(f"counted_{bit}")).join(own, on=KEY, how="semi", nulls_equal=True)
    return _of_limit(parts, bit, planned, sure=sure, by=[*KEY, "pair"])


def _of_limit(
    sums: pl.LazyFrame, bit: int, planned: PlannedLimit, *, sure: bool, by: Sequence[str] = KEY
) -> pl.LazyFrame:
    """Return the ends of one limit's sums: `lower`, `upper`, `holders` and `surely` (lists) where products are counted,
    and `taken`, the upper end with what stands in for unknown amounts, where something does.
    """
    lower = pl.col(f"lower_{bit}")
    holders = pl.col(f"holders_{bit}") if planned.limit.at_least_products else None
    if sure:
        ends = {"lower": lower, "upper": lower}
        more = {} if holders is None else {"holders": holders, "surely": holders}
    else:
        upper = pl.when(pl.col(f"upper_open_{bit}")).then(None).otherwise(pl.col(f"upper_{bit}"))
        ends = {"lower": pl.when(pl.col(f"lower_open_{bit}")).then(None).otherwise(lower), "upper": upper}
        more = {} if holders is None else {"holders": holders, "surely": pl.col(f"surely_{bit}")}
        if planned.limit.where_unknown is not None:
            more["taken"] = pl.when(~pl.col(f"taken_open_{bit}")).then(f"taken_{bit}")
    return sums.select(*by, **ends, **more)


def _groups(ends: pl.LazyFrame, planned: PlannedLimit) -> pl.LazyFrame:
    """Return the groups whose sums may be positive: with estimates taken, and their products counted."""
    columns = ends.collect_schema().names()
    if "taken" in columns:
        line = pl.lit(_estimated_up_to(planned), dtype=pl.Int128)
        taken = pl.when(pl.col("taken") <= line).then("taken")
        ends = ends.with_columns(upper=pl.coalesce("upper", taken)).drop("taken")
    if "holders" in columns:
        ends = ends.with_columns(pl.col("holders", "surely").list.len())
    return ends.filter(pl.col("upper").is_null() | (pl.col("upper") > 0))


def _estimated_up_to(planned: PlannedLimit) -> int:
    """Return the part of the bound, in millionths, up to which a sum may rest on estimates."""
    estimate = planned.limit.where_unknown
    assert estimate is not None
    return int(
        min(bound.value for bound in planned.limit.bounds if bound.value is not None) * estimate.up_to * UNIT
    )


def _with_shares(parts: pl.DataFrame, planned: PlannedLimit, shares: Sequence[Fraction]) -> Sums:
    """Return the sums over the pairs of a subject and key, each part with its share.

    Whole sums of direct holdings stay integers in Polars; only groups with a part of a held product are added up in
    fractions.
    """
    inside = parts.filter(pl.col("pair") != 0)
    touched = inside.select(KEY).unique()
    direct = parts.join(touched, on=KEY, how="anti", nulls_equal=True).drop("pair")
    touching = parts.join(touched, on=KEY, how="semi", nulls_equal=True)
    ends: dict[tuple[int, int | None], Ends] = {}
    for row in touching.iter_rows(named=True):
        share, at = shares[row["pair"]], (row["subject"], row["key"])
        if share == 0:
            continue
        low, high = ends.get(at, (Fraction(0), Fraction(0)))
        ends[at] = (_added(low, row["lower"], share), _added(high, row["upper"], share))
    beside = _beside(touching, shares)
    rows = [(*at, *outwards(low, high), *beside.get(at, ())) for at, (low, high) in ends.items()]
    enlarged = inside.filter(pl.col("upper").is_null() | (pl.col("upper") > 0)).select(KEY).unique()
    through = (
        pl.DataFrame(rows, schema=direct.schema, orient="row")
        .join(enlarged.with_columns(inside=True), on=KEY, how="left", nulls_equal=True)
        .with_columns(pl.col("inside").fill_null(False))
    )
    groups = pl.concat([direct.with_columns(inside=pl.lit(False)), through])
    return Sums(_groups(groups.lazy(), planned), {at: both for at, both in ends.items() if not _whole(*both)})


def _beside(parts: pl.DataFrame, shares: Sequence[Fraction]) -> Mapping[tuple[int, int | None], list[Any]]:
    """Return what stands beside the ends of sums, by subject and key in the order of its columns: the products of all
    parts (one may hold the group directly and through others), and estimates added up and rounded up.
    """
    held = [name for name in parts.columns if name in ("holders", "surely")]
    estimates = [name for name in parts.columns if name == "taken"]
    if not held and not estimates:
        return {}
    products: dict[tuple[int, int | None], list[set[int]]] = {}
    taken: dict[tuple[int, int | None], list[Fraction | None]] = {}
    for row in parts.iter_rows(named=True):
        share, at = shares[row["pair"]], (row["subject"], row["key"])
        if share == 0:
            continue
        so_far = products.setdefault(at, [set() for _ in held])
        for found, name in zip(so_far, held, strict=True):
            found.update(row[name])
        totals = taken.get(at, [Fraction(0) for _ in estimates])
        taken[at] = [_added(total, row[name], share) for total, name in zip(totals, estimates, strict=True)]
    return {
        at: [*map(sorted, found), *(outwards(None, total)[1] for total in taken[at])]
        for at, found in products.items()
    }


def _added(total: Fraction | None, part: int | None, share: Fraction) -> Fraction | None:
    return None if total is None or part is None else total + share * part


def outwards(low: Fraction | None, high: Fraction | None) -> tuple[int | None, int | None]:
    """Return both ends of a sum as integers that hold the exact range."""
    return None if low is None else low.__floor__(), None if high is None else high.__ceil__()


def _whole(low: Fraction | None, high: Fraction | None) -> bool:
    return all(end is None or end.denominator == 1 for end in (low, high))
