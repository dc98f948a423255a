"""What falls due within some days: cures, assets that outlast their product, windows that open, waivers that end."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta

import polars as pl

from concentration.catalogue.model import AssetKind
from concentration.claims import claims_on
from concentration.pipeline import Options, Portfolio
from concentration.report.result import AHEAD, Ahead, Report


def with_ahead(
    report: Report, portfolio: Portfolio, kinds: Mapping[str, AssetKind], options: Options, days: int
) -> Report:
    """Return the report with what falls due after its latest day and at most `days` calendar days later."""
    today = max(report.as_of)
    until = today + timedelta(days=days)
    products = _chosen(portfolio.tables["products"].filter(pl.col("as_of") == today), options)
    items = [
        _cures(report, today),
        *_windows(products),
        _maturities(products, portfolio, kinds, today),
        _waivers(report, products),
    ]
    found = (
        pl.concat([pl.DataFrame(schema=AHEAD), *items], how="diagonal_relaxed")
        .filter(pl.col("due").is_between(today, until))
        .with_columns(days=(pl.col("due") - pl.lit(today)).dt.total_days().cast(pl.Int32))
        .unique(maintain_order=True)
        .sort("due", "what", "limit", "manager_id", "product_id", "asset_id", "group_id", nulls_last=True)
    )
    return replace(report, ahead=Ahead(days=days, until=until, items=found.select(AHEAD.keys())))


def _chosen(products: pl.DataFrame, options: Options) -> pl.DataFrame:
    chosen = products.with_columns(pl.col("product_id").cast(pl.String))
    if options.products:
        chosen = chosen.filter(pl.col("product_id").is_in(list(options.products)))
    if options.managers:
        chosen = chosen.filter(pl.col("manager_id").is_in(list(options.managers)))
    return chosen


def _cures(report: Report, today: date) -> pl.DataFrame:
    """Return the breaches of the day whose cure is due; that they are overdue stands in their findings."""
    open_ = pl.col("status").is_in(["breach", "waived"]) & pl.col("cure_by").is_not_null()
    return report.findings.filter(open_, pl.col("as_of") == today).select(
        "limit",
        "manager_id",
        "product_id",
        "group_id",
        "group_name",
        "crossing",
        what=pl.lit("cure"),
        due="cure_by",
    )


def _windows(products: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """Yield the next open dates of products, and their own last days."""
    for what, column in (("window", "next_open_date"), ("product_ends", "maturity_date")):
        yield products.filter(pl.col(column).is_not_null()).select(
            "manager_id", "product_id", what=pl.lit(what), due=column
        )


def _maturities(
    products: pl.DataFrame, portfolio: Portfolio, kinds: Mapping[str, AssetKind], today: date
) -> pl.DataFrame:
    """Return the claims held that end after the product's next open date or its own last day."""
    held = (
        portfolio.tables["holdings"]
        .filter(pl.col("as_of") == today)
        .select(pl.col("product_id").cast(pl.String), pl.col("asset_id").cast(pl.String))
        .unique()
    )
    claims = claims_on(portfolio.tables, kinds, today)
    both = products.join(held, on="product_id").join(claims, on="asset_id")
    return pl.concat(
        [
            both.filter(pl.col("ends") > pl.col(column)).select(
                "manager_id",
                "product_id",
                "asset_id",
                "asset_name",
                "ends",
                what=pl.lit("maturity"),
                due=column,
            )
            for column in ("next_open_date", "maturity_date")
        ]
    )


def _waivers(report: Report, products: pl.DataFrame) -> pl.DataFrame:
    """Return the waivers of what is shown, by the day on which they end."""
    shown = {"product_id": set(products["product_id"]), "manager_id": set(products["manager_id"])}
    rows = [
        ("waiver", one.limit, one.manager_id, one.product_id, one.group_id, one.expires)
        for one in report.waivers
        if one.limit in report.limits
        and (one.product_id in shown["product_id"] or one.manager_id in shown["manager_id"])
    ]
    names = ("what", "limit", "manager_id", "product_id", "group_id", "due")
    return pl.DataFrame(rows, schema={name: AHEAD[name] for name in names}, orient="row")
