"""Tranches of products (期次): the holdings of a product that belong together."""

import polars as pl


def with_tranches(holdings: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the holdings with `tranche` (UInt32, place of the holding's tranche, NULL: none), and the tranches.

    Tranches: `tranche`, `product` (UInt32 places) and `tranche_id`, in the order of their products. Holdings without a
    column `tranche_id` have no tranches, and stay as they are.
    """
    if "tranche_id" not in holdings.columns:
        empty = {"tranche": pl.UInt32, "product": pl.UInt32, "tranche_id": pl.String}
        return holdings, pl.DataFrame(schema=empty)
    named = holdings.select("product", pl.col("tranche_id").cast(pl.String))
    tranches = (
        named.drop_nulls("tranche_id")
        .unique()
        .sort("product", "tranche_id")
        .with_row_index("tranche")
        .select(pl.col("tranche").cast(pl.UInt32), "product", "tranche_id")
    )
    places = named.join(tranches, on=["product", "tranche_id"], how="left", maintain_order="left")
    return holdings.with_columns(places["tranche"]), tranches
