"""Whom a limit speaks of: products it applies to, frees, or leaves out of a manager's sum."""

from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction

import polars as pl

from concentration.catalogue.model import DatedBound
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


def selected(planned: PlannedLimit) -> pl.Expr:
    """TRUE, FALSE or NULL: the product's holdings are summed for this limit."""
    if planned.limit.judge_per == "manager":
        return pl.col("applies") & ~pl.col("left_out")
    return pl.col("applies").fill_null(True) & pl.col("exemption").is_null()


def some_holding(products: pl.DataFrame, rows: pl.DataFrame) -> pl.Series:
    """Return for each product TRUE if some holding is of the sort, NULL if one may be, or may be held at all.

    `rows` is that of `every_holding`.
    """
    other = every_holding(products, rows.with_columns(truth=~pl.col("truth")))
    return ~other


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
    in_force, bound = _of_everyone(planned, days) if not any(planned.whens) else _by_product(planned, days)
    bound = _own_contract(planned, days, bound)
    left_out = _first_true(planned.leaves_out).is_not_null()
    yield (planned.applies_to.expression & in_force).alias(_named("applies", planned))
    yield _freed(planned, bound).alias(_named("exemption", planned))
    yield left_out.alias(_named("left_out", planned))
    yield bound.alias(_named("bound", planned))


def _of_everyone(planned: PlannedLimit, days: Sequence[date]) -> tuple[pl.Expr, pl.Expr]:
    """Return whether a value is in force on each product's day, and which, where one binds everyone."""
    forces = {day: _force(planned, day) for day in days}
    in_force = {day: known if index is not None else False for day, (index, known) in forces.items()}
    bound = {day: index for day, (index, _) in forces.items()}
    return (
        pl.col("as_of").replace_strict(in_force, return_dtype=pl.Boolean),
        pl.col("as_of").replace_strict(bound, return_dtype=pl.Int32),
    )


def _force(planned: PlannedLimit, day: date) -> tuple[int | None, bool | None]:
    """Return which value is in force on a day, and whether that is certain (else only its year is known)."""
    for index, bound in _open_on(planned, day):
        return index, None if _only_the_year_is_known(bound, day) else True
    return None, False


def _by_product(planned: PlannedLimit, days: Sequence[date]) -> tuple[pl.Expr, pl.Expr]:
    """Return whether a value is in force on each product's day, and which, where they bind by conditions."""
    in_force, bound = pl.lit(None, dtype=pl.Boolean), NO_INDEX
    for day in days:
        known, index = _forces(planned, day)
        today = pl.col("as_of") == pl.lit(day)
        in_force = pl.when(today).then(known).otherwise(in_force)
        bound = pl.when(today).then(index).otherwise(bound)
    return in_force, bound


def _own_contract(planned: PlannedLimit, days: Sequence[date], bound: pl.Expr) -> pl.Expr:
    """Return which value is in force: for a product that the law frees, the first of its own contract if it has one."""
    contracts = _contracts(planned)
    if not planned.exempt or not contracts:
        return bound
    own = NO_INDEX
    for place in reversed(contracts):
        one, when = planned.limit.bounds[place], planned.whens[place]
        if when is not None:
            today = [pl.col("as_of") == pl.lit(day) for day in days if one.in_force_on(day.isoformat())]
            drawn = pl.any_horizontal([pl.lit(False), *today]) & when.expression
            own = pl.when(drawn).then(pl.lit(place, dtype=pl.Int32)).otherwise(own)
    freed = _first_true(planned.exempt).is_not_null() & own.is_not_null()
    return pl.when(freed).then(own).otherwise(bound)


def _contracts(planned: PlannedLimit) -> list[int]:
    """Return the places of the values that contracts draw."""
    return [place for place, one in enumerate(planned.limit.bounds) if one.line_of == "contract"]


def _freed(planned: PlannedLimit, bound: pl.Expr) -> pl.Expr:
    """Return the index of the exemption that frees a product: the law frees nobody from a contract of its own."""
    freed = _first_true(planned.exempt)
    contracts = _contracts(planned)
    return pl.when(bound.is_in(contracts)).then(NO_INDEX).otherwise(freed) if contracts else freed


def _first_true(conditions: Sequence[Condition]) -> pl.Expr:
    """Return the index of the first condition that is TRUE, else NULL."""
    first = NO_INDEX
    for index, condition in reversed(list(enumerate(conditions))):
        first = pl.when(condition.expression).then(pl.lit(index, dtype=pl.Int32)).otherwise(first)
    return first


def _forces(planned: PlannedLimit, day: date) -> tuple[pl.Expr, pl.Expr]:
    """Return whether a value of the limit is in force on a day, and which: both may differ by product.

    Of several values the first whose `when` is true is in force. Where that cannot be told the limit may apply, and the
    strictest of those that may be in force is judged: what keeps to it keeps to every one.
    """
    open_today = _open_on(planned, day)
    known = not any(_only_the_year_is_known(bound, day) for _, bound in open_today)
    certain, first = pl.lit(False), NO_INDEX
    for index, _ in reversed(open_today):
        when = planned.whens[index]
        if when is None:
            certain, first = pl.lit(True), pl.lit(index, dtype=pl.Int32)
        else:
            truth = when.expression
            certain = pl.when(truth).then(True).when(truth.is_null()).then(None).otherwise(certain)
            first = pl.when(truth).then(pl.lit(index, dtype=pl.Int32)).otherwise(first)
    strictest = NO_INDEX
    for index, _ in sorted(open_today, key=_strictness, reverse=True):
        when = planned.whens[index]
        possible = pl.lit(True) if when is None else when.expression.fill_null(True)
        strictest = pl.when(possible).then(pl.lit(index, dtype=pl.Int32)).otherwise(strictest)
    in_force = certain if known else certain & pl.lit(None, dtype=pl.Boolean)
    return in_force, pl.when(certain.is_null()).then(strictest).otherwise(first)


def _open_on(planned: PlannedLimit, day: date) -> list[tuple[int, DatedBound]]:
    """Return the values whose days hold a day, with their places."""
    bounds = enumerate(planned.limit.bounds)
    return [(index, bound) for index, bound in bounds if bound.in_force_on(day.isoformat())]


def _strictness(entry: tuple[int, DatedBound]) -> tuple[Fraction, bool]:
    """Return what is smaller the stricter a value is; of equal ones that is stricter which the number itself breaks."""
    value, comparison = entry[1].value or Fraction(0), entry[1].comparison
    includes = comparison in ("at_most", "at_least")
    return (-value if comparison in ("at_least", "more_than") else value), includes


def _only_the_year_is_known(bound: DatedBound, day: date) -> bool:
    return bound.year_only and bound.from_day[:4] == f"{day.year:04d}"
