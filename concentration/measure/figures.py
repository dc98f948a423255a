"""Figures of the product itself: total assets, tiers, days, and counts of products."""

from collections.abc import Callable, Mapping

import polars as pl

from concentration.calendars import known_from, known_until, sessions
from concentration.frames import Through
from concentration.vocabulary.amounts import UNIT, exact

ANY_AMOUNT = pl.lit(None, dtype=pl.Int128)
NOTHING = pl.lit(0, dtype=pl.Int128)
ONE = pl.lit(UNIT, dtype=pl.Int128)

FIGURE = ["product", "lower", "upper"]


def figure(measure: str, products: pl.DataFrame, truth: pl.Series | None) -> pl.LazyFrame:
    """Return a figure of each product as an interval: `product`, `lower`, `upper` (Int128 millionths, NULL: open).

    `truth` says of each product whether it is one that the limit counts; only `the product itself` needs it. A figure
    whose facts are not known may be anything from zero.
    """
    if truth is not None:
        one = pl.when("truth").then(ONE).otherwise(NOTHING)
        maybe = pl.when(pl.col("truth").fill_null(True)).then(ONE).otherwise(NOTHING)
        frame = products.lazy().with_columns(truth=truth)
        return frame.select("product", lower=one.fill_null(0), upper=maybe)
    value = FIGURES[measure](products)
    return (
        products.lazy()
        .with_columns(value=value)
        .select("product", lower=pl.col("value").fill_null(0), upper="value")
    )


def _senior_units(products: pl.DataFrame) -> pl.Expr:
    return exact("senior_units", products.schema["senior_units"])


def _difference(products: pl.DataFrame) -> pl.Expr:
    amortised = exact("amortised_value", products.schema["amortised_value"])
    return (amortised - exact("payout_value", products.schema["payout_value"])).abs()


def _days_of_life(_: pl.DataFrame) -> pl.Expr:
    return _whole((pl.col("product_maturity_date") - pl.col("established")).dt.total_days())


def _days_since(_: pl.DataFrame) -> pl.Expr:
    return _whole((pl.col("as_of") - pl.col("last_disclosed")).dt.total_days())


def _months_since(_: pl.DataFrame) -> pl.Expr:
    """The smallest number of whole calendar months that reach from the last disclosure to the day or beyond it."""
    years = pl.col("as_of").dt.year() - pl.col("last_disclosed").dt.year()
    months = years.cast(pl.Int64) * 12 + pl.col("as_of").dt.month() - pl.col("last_disclosed").dt.month()
    reached = pl.col("last_disclosed").dt.offset_by(months.cast(pl.String) + "mo") >= pl.col("as_of")
    return _whole(months + (~reached).cast(pl.Int64))


def _trading_days_since(products: pl.DataFrame) -> pl.Expr:
    """The sessions after the last disclosure up to and including the day."""
    days = pl.Series("day", sessions(), dtype=pl.Date)
    known = (pl.col("last_disclosed") >= known_from()) & (pl.col("as_of") <= known_until())
    told = products.select(pl.col(name).cast(pl.Date) for name in ("as_of", "last_disclosed"))
    until, since = (days.search_sorted(told[name], side="right") for name in told.columns)
    return _whole(pl.when(known).then(pl.lit(until.cast(pl.Int64) - since.cast(pl.Int64))))


def _whole(number: pl.Expr) -> pl.Expr:
    """Return a number in millionths; what lies ahead of the day, such as a disclosure to come, counts nothing."""
    counted = number.cast(pl.Int128) * UNIT
    return pl.when(counted.is_not_null()).then(pl.max_horizontal(counted, NOTHING))


FIGURES: Mapping[str, Callable[[pl.DataFrame], pl.Expr]] = {
    "senior_units": _senior_units,
    "difference of amortised_value and payout_value": _difference,
    "days from established to maturity": _days_of_life,
    "days since last_disclosed": _days_since,
    "months since last_disclosed": _months_since,
    "trading days since last_disclosed": _trading_days_since,
}
"""How a figure of a product is made of its facts, in millionths of its unit."""


def total_assets(products: pl.DataFrame, through: Through | None) -> pl.LazyFrame:
    """Return the total assets of each product as an interval, looked through: `product`, `lower`, `upper`.

    Holdings that are not told may be units of products that borrow, so the figure is then open above; so it is where
    total assets lie below net assets, which cannot be right.
    """
    amount = exact("total_assets", products.schema["total_assets"])
    own = products.lazy().select(
        "product",
        lower=amount.fill_null(0),
        upper=pl.when(
            ~pl.col("unexplained_open"),
            pl.col("unexplained") == 0,
            (pl.col("total_assets") >= pl.col("net_assets")).fill_null(True),
        ).then(amount),
    )
    if through is None:
        return own
    looked = through.total_assets.lazy().select(
        "product", looked_lower="lower", looked_upper="upper", is_looked=True
    )
    is_looked = pl.col("is_looked").fill_null(False)
    return own.join(looked, on="product", how="left", maintain_order="left").select(
        "product",
        lower=pl.when(is_looked).then("looked_lower").otherwise("lower"),
        upper=pl.when(is_looked).then("looked_upper").otherwise("upper"),
    )
