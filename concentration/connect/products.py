"""The facts of products and of their managers on the judged days."""

from collections.abc import Sequence
from datetime import date

import polars as pl

from concentration.connect.assets import fact_names
from concentration.connect.dated import known_on


def manager_facts(managers: pl.DataFrame, days: Sequence[date]) -> pl.DataFrame:
    """Return one row per day and manager: `as_of`, `manager_id`, `manager_name` and the manager's facts."""
    return (
        known_on(managers, "manager_id", days)
        .rename({"name": "manager_name"} | fact_names("manager"))
        .drop("row")
    )


def product_facts(products: pl.DataFrame, managers: pl.DataFrame, days: Sequence[date]) -> pl.DataFrame:
    """Return one row per day and product, a manager's products side by side.

    Columns: `product` and `manager` (UInt32, places of the product and of its manager on that day), `as_of`,
    `product_name`, `product_row` (line in the file), `manager_name`, every fact of products and managers.
    """
    judged = products.filter(pl.col("as_of").is_in(list(days)))
    frame = judged.rename({"name": "product_name", "row": "product_row"} | fact_names("product")).join(
        manager_facts(managers, days), on=["as_of", "manager_id"], how="left"
    )
    return (
        frame.sort("manager_id", "as_of", "product_id")
        .with_row_index("product")
        .with_columns(
            pl.col("product").cast(pl.UInt32),
            manager=pl.struct("manager_id", "as_of").rle_id().cast(pl.UInt32),
        )
    )
