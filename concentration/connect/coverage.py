"""How much of a product's assets its holdings explain."""

from typing import Literal

import polars as pl

from concentration.vocabulary.amounts import exact


def with_coverage(
    products: pl.DataFrame, holdings: pl.DataFrame, completeness: Literal["complete", "partial"]
) -> pl.DataFrame:
    """Return the products with five more columns.

    `holdings` (UInt32, rows), `held_value` (Int128, sum of the known market values), `covered` (Int128, what they
    should add up to: total assets, else net assets), `unexplained` (Int128, what is missing to it where the portfolio
    says that holdings are partial, else 0) and `unexplained_open` (Boolean: it may be any amount, `covered` being
    unknown).
    """
    held = (
        holdings.lazy()
        .group_by("product")
        .agg(holdings=pl.len().cast(pl.UInt32), held_value=pl.col("market_value").sum())
        .collect(engine="streaming")
    )
    held = held.with_columns(held_value=exact("held_value", held.schema["held_value"]))
    covered = pl.coalesce(
        exact("total_assets", products.schema["total_assets"]),
        exact("net_assets", products.schema["net_assets"]),
    )
    partial = pl.lit(completeness == "partial")
    missing = pl.max_horizontal(pl.col("covered") - pl.col("held_value"), pl.lit(0, dtype=pl.Int128))
    return (
        products.join(held, on="product", how="left", maintain_order="left")
        .with_columns(pl.col("holdings", "held_value").fill_null(0), covered=covered)
        .with_columns(
            unexplained=pl.when(partial).then(missing).otherwise(pl.lit(0, dtype=pl.Int128)).fill_null(0),
            unexplained_open=partial & pl.col("covered").is_null(),
        )
    )
