"""Holdings as places: each row points to its product and its asset on that day, and carries exact amounts."""

from collections.abc import Iterable

import polars as pl

from concentration.vocabulary.amounts import exact

AMOUNTS = ("market_value", "quantity", "cost", "exposure", "initial_outlay", "counterparty_exposure")


def placed_holdings(
    holdings: pl.DataFrame, products: pl.DataFrame, assets: pl.DataFrame, amounts: Iterable[str]
) -> pl.DataFrame:
    """Return the holdings of the judged days, in the order of their products.

    Columns: `product` and `asset` (UInt32, places in the frames given), `row` (line in the file), `tranche_id`,
    `counterparty_id`, `lot_id`, `restricted_until`, and each of `amounts` as Int128 millionths (yuan or shares).
    """
    wanted = [name for name in AMOUNTS if name in set(amounts)]
    days = products["as_of"].unique().sort()
    whole = days.len() == 1 and holdings["as_of"].n_unique() == 1 and holdings["as_of"][0] == days[0]
    judged = holdings if whole else holdings.filter(pl.col("as_of").is_in(days.to_list()))
    return (
        judged.lazy()
        .select(
            _place(judged, "product", products, days).alias("product"),
            _place(judged, "asset", assets, days).alias("asset"),
            "row",
            "tranche_id",
            "counterparty_id",
            "lot_id",
            "restricted_until",
            *(exact(name, judged.schema[name]).alias(name) for name in wanted),
        )
        .collect(engine="streaming")
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
