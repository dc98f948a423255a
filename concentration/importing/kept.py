"""What the folder alone knows of a day that a valuation table replaces: lots, exposures, columns of the house's own."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from concentration.importing.same import MEASURES, ids, same_assets


@dataclass(frozen=True)
class Replaced:
    """The rows of a product's day that take the place of the old ones.

    `lost` are the assets whose own cells could not be kept, `first` the cells of the first of them.
    """

    rows: pl.DataFrame
    lost: Sequence[str]
    first: Sequence[str]


def replaced(there: pl.DataFrame, told: pl.DataFrame) -> Replaced:
    """Return the holdings of a product's day as they are told, with what the folder alone knows of them.

    An asset that is held as before keeps its rows. Of another that had one row the cells that are not told are taken
    over. Nothing can be taken over of one that had several rows, or that is gone.
    """
    there = there.with_columns(pl.col("asset_id").str.strip_chars())
    same = same_assets(there, told)
    stay = there.filter(pl.col("asset_id").is_in(same))
    alone = there.filter(pl.col("asset_id").is_unique())
    new = told.filter(~pl.col("asset_id").is_in(same))
    rows = pl.concat([stay, _with_own_cells(new, alone)], how="diagonal")
    rows = told.select("asset_id").join(rows, on="asset_id", maintain_order="left_right")
    left = there.filter(~pl.col("asset_id").is_in(same))
    own = _own_columns(there)
    gone = left.filter(~pl.col("asset_id").is_in(ids(told, "asset_id")) & _any_of(own))
    split = left.filter(~pl.col("asset_id").is_unique() & pl.col("asset_id").is_in(ids(told, "asset_id")))
    lost = pl.concat([split, gone])
    cells = lost.head(1).select(own).to_dicts()
    first = [f"{name}: {cell}" for one in cells for name, cell in one.items() if cell]
    return Replaced(rows, lost["asset_id"].unique(maintain_order=True).to_list(), first)


def filled_by(told: pl.DataFrame, there: pl.DataFrame) -> pl.DataFrame:
    """Return one row as it is told, with the cells of the row there that are not told."""
    return told.select(
        pl.coalesce(name, pl.lit(there[name][0])).alias(name) if name in there.columns else pl.col(name)
        for name in told.columns
    ).with_columns(
        pl.lit(there[name][0], pl.String).alias(name) for name in there.columns if name not in told.columns
    )


def _own_columns(there: pl.DataFrame) -> list[str]:
    """Return the columns that no valuation table tells."""
    return [name for name in there.columns if name not in ("as_of", "product_id", "asset_id", *MEASURES)]


def _with_own_cells(new: pl.DataFrame, alone: pl.DataFrame) -> pl.DataFrame:
    taken = ["asset_id", *_own_columns(alone), *(name for name in MEASURES if name in alone.columns)]
    joined = new.join(alone.select(taken), on="asset_id", how="left", suffix=" there", maintain_order="left")
    filled = [
        pl.coalesce(name, f"{name} there").alias(name)
        for name in new.columns
        if f"{name} there" in joined.columns
    ]
    return joined.with_columns(filled).select(*new.columns, *_own_columns(alone))


def _any_of(columns: Sequence[str]) -> pl.Expr:
    """Tell the rows in which some of the columns has a cell."""
    cells = [(pl.col(name).str.strip_chars() != "").fill_null(value=False) for name in columns]
    return pl.any_horizontal(cells) if cells else pl.lit(value=False)
