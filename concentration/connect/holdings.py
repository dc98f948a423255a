"""Holdings as places: each row points to its product and its asset on that day."""

from collections.abc import Iterable

import polars as pl


def placed_holdings(
    holdings: pl.DataFrame, products: pl.DataFrame, assets: pl.DataFrame, columns: Iterable[str]
) -> pl.DataFrame:
    """Return the holdings of the judged days.

    Columns: `product` and `asset` (UInt32, places in the frames given), `row` (line in the file), `market_value`, and
    those of `columns` that say anything at all, or are a house's own, as they were read.
    """
    days = products["as_of"].unique().sort()
    whole = days.len() == 1 and holdings["as_of"].n_unique() == 1 and holdings["as_of"][0] == days[0]
    judged = holdings if whole else holdings.filter(pl.col("as_of").is_in(days.to_list()))
    telling = [
        name
        for name in holdings.columns
        if name in set(columns) and ("." in name or judged[name].null_count() < judged.height)
    ]
    return judged.select(
        _place(judged, "product", products, days).alias("product"),
        _place(judged, "asset", assets, days).alias("asset"),
        *dict.fromkeys(("row", "market_value", *telling)),
    )


def _place(holdings: pl.DataFrame, what: str, facts: pl.DataFrame, days: pl.Series) -> pl.Expr:
    """Return the place in `facts` of each holding's product or asset on its day.

    The ids are Enums, so a dense table of day x id answers without a join.
    """
    ids = holdings.schema[f"{what}_id"]
    width = len(ids.categories) if isinstance(ids, pl.Enum) else 0
    cells = facts.select(
        cell=pl.col("as_of").replace_strict(
            days, pl.int_range(days.len(), eager=True), return_dtype=pl.UInt32
        )
        * width
        + pl.col(f"{what}_id").cast(ids).to_physical().cast(pl.UInt32),
        place=pl.col(what),
    )
    table = (
        pl.int_range(days.len() * width, eager=True, dtype=pl.UInt32)
        .to_frame("cell")
        .join(cells, on="cell", how="left", maintain_order="left")["place"]
    )
    day = (
        pl.lit(0, dtype=pl.UInt32)
        if days.len() == 1
        else pl.col("as_of").replace_strict(
            days, pl.int_range(days.len(), eager=True), return_dtype=pl.UInt32
        )
    )
    return pl.lit(table).gather(day * width + pl.col(f"{what}_id").to_physical().cast(pl.UInt32))
