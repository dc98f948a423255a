"""Units of products: which holdings they are, whose they are, and why some cannot be looked through."""

from collections.abc import Mapping

import polars as pl

from concentration.catalogue.model import AssetKind
from concentration.frames import Connected
from concentration.vocabulary.amounts import exact


def units_of(connected: Connected, kinds: Mapping[str, AssetKind]) -> pl.DataFrame:
    """Return for each asset, in the order of their places, whether it is a unit and of what.

    Columns: `asset`, `is_unit` (its kind is looked through), `inner` (UInt32, place of its product on that day; NULL:
    not in the portfolio), `inner_net_assets` (Int128 millionths), `is_told` (the holdings of its product are there),
    `why` (why nobody can look through it; NULL: one can, or it is no unit).
    """
    looked_through = [name for name, kind in kinds.items() if kind.look_through]
    products = connected.products.select(
        "as_of",
        unit_of=pl.col("product_id").cast(pl.String),
        inner="product",
        inner_net_assets=exact("net_assets", connected.products.schema["net_assets"]),
        inner_holdings="holdings",
    )
    return (
        connected.assets.lazy()
        .select(
            "asset", "as_of", "unit_of", is_unit=pl.col("asset_kind").is_in(looked_through).fill_null(False)
        )
        .with_columns(unit_of=pl.when("is_unit").then("unit_of"))
        .join(products.lazy(), on=["as_of", "unit_of"], how="left")
        .with_columns(
            is_told=(pl.col("inner_holdings") > 0).fill_null(False),
            why=pl.when(~pl.col("is_unit"))
            .then(None)
            .when(pl.col("inner").is_null())
            .then(pl.lit("not_in_portfolio"))
            .when(~(pl.col("inner_net_assets") > 0).fill_null(False))
            .then(pl.lit("net_assets_unknown"))
            .when(pl.col("inner_holdings") == 0)
            .then(pl.lit("no_holdings")),
        )
        .sort("asset")
        .select("asset", "is_unit", "inner", "inner_net_assets", "is_told", "why")
        .collect()
    )


def held_units(connected: Connected, units: pl.DataFrame) -> pl.DataFrame:
    """Return the holdings of units that are worth something or may be, in the order of their rows.

    Columns: `product`, `asset`, `row`, `value` (Int128 millionths), `inner`, `inner_net_assets`, `why` (why the
    holding cannot be looked through; NULL: it is).
    """
    holdings = connected.holdings
    if units["is_unit"].any():
        holdings = holdings.filter(pl.lit(units["is_unit"]).gather(pl.col("asset")))
    else:
        holdings = holdings.clear()
    unknown = pl.when(pl.col("value").is_null()).then(pl.lit("value_unknown"))
    return (
        holdings.lazy()
        .select("product", "asset", "row", value=exact("market_value", holdings.schema["market_value"]))
        .filter((pl.col("value") != 0).fill_null(True))
        .join(units.lazy(), on="asset", how="left")
        .with_columns(why=pl.coalesce("why", unknown))
        .sort("row")
        .drop("is_unit", "is_told")
        .collect()
    )
