"""What a unit of a product is, as far as the product itself stands in the portfolio."""

from collections.abc import Mapping
from typing import Literal

import polars as pl

from concentration.catalogue.model import AssetKind
from concentration.vocabulary.facts import FACTS


def with_natures(
    assets: pl.DataFrame, products: pl.DataFrame, kinds: Mapping[str, AssetKind]
) -> pl.DataFrame:
    """Return the assets with the `fund_nature` of units that have none of their own: the nature of their product.

    A nature that is no `fund_nature` leaves it unknown. `assets` has `as_of`, `asset_kind`, `unit_of`, `fund_nature`;
    `products` has `as_of`, `product_id`, `nature`.
    """
    of_products = products.select(
        "as_of",
        unit_of=pl.col("product_id").cast(pl.String),
        own=pl.when(pl.col("nature").is_in(FACTS["fund_nature"].values)).then("nature"),
    )
    nature = pl.when(_applies("fund_nature", kinds)).then(pl.coalesce("fund_nature", "own"))
    return (
        assets.join(of_products, on=["as_of", "unit_of"], how="left", maintain_order="left")
        .with_columns(fund_nature=nature)
        .drop("own")
    )


def with_holds_products(
    assets: pl.DataFrame,
    products: pl.DataFrame,
    holdings: pl.DataFrame,
    completeness: Literal["complete", "partial"],
    kinds: Mapping[str, AssetKind],
) -> pl.DataFrame:
    """Return the assets with `holds_products` of units as the holdings of their product tell it.

    TRUE if the product holds, at a positive value, an asset that would be looked through, so no public fund; else as
    the column says; where that is empty FALSE if the product has holdings that are complete and none may be one.
    """
    held = (
        holdings.lazy()
        .filter(pl.col("market_value").is_null() | (pl.col("market_value") > 0))
        .filter(pl.lit(assets["look_through"]).gather(pl.col("asset")))
        .group_by("product")
        .agg(surely=pl.col("market_value").is_not_null().any())
        .collect(engine="streaming")
    )
    surely, maybe = held.filter("surely")["product"], held["product"]
    told = products.select(
        "as_of",
        unit_of=pl.col("product_id").cast(pl.String),
        told=pl.when(pl.col("product").is_in(surely.implode()))
        .then(True)
        .when(pl.col("product").is_in(maybe.implode()))
        .then(None)
        .when(pl.lit(completeness == "complete") & (pl.col("holdings") > 0))
        .then(False),
    )
    proven = pl.when(_applies("holds_products", kinds) & pl.col("told")).then(True)
    told_false = pl.when(_applies("holds_products", kinds)).then("told")
    return (
        assets.join(told, on=["as_of", "unit_of"], how="left", maintain_order="left")
        .with_columns(holds_products=pl.coalesce(proven, "holds_products", told_false))
        .drop("told")
    )


def _applies(fact: str, kinds: Mapping[str, AssetKind]) -> pl.Expr:
    column = FACTS[fact].column
    return pl.col("asset_kind").is_in([name for name, kind in kinds.items() if column not in kind.lacks])
