"""Whom a limit speaks of: products it applies to, frees, or leaves out of a manager's sum."""

from datetime import date

import polars as pl

from concentration.catalogue.model import DatedBound, Limit
from concentration.measure.plan import Condition, PlannedLimit
from concentration.measure.truth import truth


def population(planned: PlannedLimit, products: pl.DataFrame, rows: pl.DataFrame | None) -> pl.DataFrame:
    """Return for each product (in the order of `products`): `applies` (TRUE, FALSE, NULL), `exemption` (Int32, which
    one frees it), `left_out` (Boolean) and `bound` (Int32, which dated value is in force).

    A NULL exemption is none; before the first known day a limit does not apply; within a year of which only the year
    is known it may apply. `rows` (`product` and the facts of holdings) decide a limit on products whose every holding
    is of one sort.
    """
    limit = planned.limit
    applies = truth(planned.applies_to, products)
    if planned.every_holding is not None and rows is not None:
        applies = applies & _every(planned.every_holding, products, rows)
    force = pl.DataFrame(
        [_force(limit, day) for day in products["as_of"].unique().sort()],
        schema={"as_of": pl.Date, "bound": pl.Int32, "in_force": pl.Boolean},
        orient="row",
    )
    states = products.select("as_of").join(force, on="as_of", how="left", maintain_order="left")
    return pl.DataFrame(
        {
            "applies": applies & states["in_force"],
            "exemption": _first_true([truth(c, products) for c in planned.exempt], products.height),
            "left_out": _first_true(
                [truth(c, products) for c in planned.leaves_out], products.height
            ).is_not_null(),
            "bound": states["bound"],
        }
    )


def _every(condition: Condition, products: pl.DataFrame, rows: pl.DataFrame) -> pl.Series:
    """TRUE where every holding of positive or unknown market value satisfies the condition, NULL where one may not."""
    held = rows.filter(pl.col("market_value").is_null() | (pl.col("market_value") > 0))
    judged = (
        held.select("product", truth=truth(condition, held))
        .group_by("product")
        .agg(any_false=(~pl.col("truth")).any(), any_unknown=pl.col("truth").is_null().any())
    )
    joined = products.select("product", "unexplained_open", "unexplained").join(
        judged, on="product", how="left", maintain_order="left"
    )
    return joined.select(
        truth=pl.when(pl.col("any_false").fill_null(False))
        .then(False)
        .when(
            pl.col("any_unknown").fill_null(False) | pl.col("unexplained_open") | (pl.col("unexplained") > 0)
        )
        .then(None)
        .otherwise(True)
    )["truth"]


def _first_true(truths: list[pl.Series], height: int) -> pl.Series:
    """Return the index of the first condition that is TRUE, else NULL."""
    if not truths:
        return pl.repeat(None, height, dtype=pl.Int32, eager=True)
    frame = pl.DataFrame([series.alias(str(index)) for index, series in enumerate(truths)])
    return frame.select(
        first=pl.coalesce(
            pl.when(pl.col(str(index))).then(pl.lit(index, dtype=pl.Int32)) for index in range(len(truths))
        )
    )["first"]


def _force(limit: Limit, day: date) -> tuple[date, int | None, bool | None]:
    """Return the day, which dated value is in force on it, and whether that is certain."""
    for index, bound in enumerate(limit.bounds):
        if bound.from_day <= day.isoformat() and (
            bound.until_day is None or day.isoformat() <= bound.until_day
        ):
            return day, index, None if _only_the_year_is_known(bound, day) else True
    return day, None, False


def _only_the_year_is_known(bound: DatedBound, day: date) -> bool:
    return bound.year_only and bound.from_day[:4] == f"{day.year:04d}"
