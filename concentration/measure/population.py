"""Whom a limit speaks of: products it applies to, frees, or leaves out of a manager's sum."""

from collections.abc import Iterable, Sequence
from datetime import date

import polars as pl

from concentration.catalogue.model import DatedBound, Limit
from concentration.measure.plan import Condition, PlannedLimit

NO_INDEX = pl.lit(None, dtype=pl.Int32)


def populations(limits: Iterable[PlannedLimit], products: pl.DataFrame) -> dict[int, pl.DataFrame]:
    """Return for the place of each limit, product by product: `product`, `manager`, `holdings`, `applies` (TRUE, FALSE,
    NULL), `exemption` (Int32, which one frees it), `left_out` (Boolean) and `bound` (Int32, which dated value is in
    force).

    A NULL exemption is none; before its first known day a limit does not apply; within a year of which only the year
    is known it may apply.
    """
    listed = list(limits)
    days = products["as_of"].unique().sort().to_list()
    told = products.select(
        "product", "manager", "holdings", *(part for planned in listed for part in _population(planned, days))
    )
    parts = ("applies", "exemption", "left_out", "bound")
    subjects = [told[name] for name in ("product", "manager", "holdings")]
    return {
        planned.place: pl.DataFrame([*subjects, *(told[_named(part, planned)].alias(part) for part in parts)])
        for planned in listed
    }


def every_holding(products: pl.DataFrame, rows: pl.DataFrame) -> pl.Series:
    """Return for each product TRUE if every holding is of the sort, NULL if one may not be, or may be held at all.

    A holding whose market value is zero is none.

    `rows` has `product`, `market_value` and `truth`, the condition's value for each holding.
    """
    surely_held = pl.col("market_value").is_not_null()
    judged = (
        rows.lazy()
        .filter(pl.col("market_value").is_null() | (pl.col("market_value") != 0))
        .group_by("product")
        .agg(
            any_false=(surely_held & ~pl.col("truth")).any(),
            any_unknown=(pl.col("truth").is_null() | (~surely_held & ~pl.col("truth"))).any(),
        )
    )
    untold = pl.col("unexplained_open") | (pl.col("unexplained") > 0)
    return (
        products.lazy()
        .select("product", "unexplained_open", "unexplained")
        .join(judged, on="product", how="left", maintain_order="left")
        .select(
            "product",  # without its key in the result a streaming join forgets maintain_order (Polars 2.1)
            truth=pl.when(pl.col("any_false").fill_null(False))
            .then(False)
            .when(pl.col("any_unknown").fill_null(False) | untold)
            .then(None)
            .otherwise(True),
        )
        .collect()["truth"]
    )


def _named(part: str, planned: PlannedLimit) -> str:
    return f"{part}_{planned.place}"


def _population(planned: PlannedLimit, days: Sequence[date]) -> Iterable[pl.Expr]:
    forces = {day: _force(planned.limit, day) for day in days}
    in_force = pl.col("as_of").replace_strict(
        {day: force for day, (_, force) in forces.items()}, return_dtype=pl.Boolean
    )
    bound = pl.col("as_of").replace_strict(
        {day: index for day, (index, _) in forces.items()}, return_dtype=pl.Int32
    )
    left_out = _first_true(planned.leaves_out).is_not_null()
    yield (planned.applies_to.expression & in_force).alias(_named("applies", planned))
    yield _first_true(planned.exempt).alias(_named("exemption", planned))
    yield left_out.alias(_named("left_out", planned))
    yield bound.alias(_named("bound", planned))


def _first_true(conditions: Sequence[Condition]) -> pl.Expr:
    """Return the index of the first condition that is TRUE, else NULL."""
    first = NO_INDEX
    for index, condition in reversed(list(enumerate(conditions))):
        first = pl.when(condition.expression).then(pl.lit(index, dtype=pl.Int32)).otherwise(first)
    return first


def _force(limit: Limit, day: date) -> tuple[int | None, bool | None]:
    """Return which dated value is in force on a day, and whether that is certain."""
    for index, bound in enumerate(limit.bounds):
        if bound.in_force_on(day.isoformat()):
            return index, None if _only_the_year_is_known(bound, day) else True
    return None, False


def _only_the_year_is_known(bound: DatedBound, day: date) -> bool:
    return bound.year_only and bound.from_day[:4] == f"{day.year:04d}"
