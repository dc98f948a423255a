"""Whether a valuation table says what is there already: by asset, and only in what it tells."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

import polars as pl

from concentration.read.values import clean, polars_type, typed
from concentration.valuation.rows import Valued
from concentration.vocabulary.tables import TABLES

MEASURES = ("quantity", "market_value", "cost", "exposure")
"""What a valuation table may tell of a holding."""

_ADDED_UP = ("quantity", "market_value")
"""What the lots of an asset must add up to."""

_Row = Mapping[str, Any]

_OF_PRODUCT = ("net_assets", "total_assets", "raised_balance")


def same_product(there: pl.DataFrame, told: pl.DataFrame) -> bool:
    """Tell whether a product's row stands as it is told; a cell that is not told is no difference, nor is a name."""
    stands, said = (_figures(frame, "products", _OF_PRODUCT) for frame in (there, told))
    return all(_agrees(stands[name][0], said[name][0]) for name in _OF_PRODUCT)


def same_assets(there: pl.DataFrame, told: pl.DataFrame) -> set[str]:
    """Return the assets of a product's day that are held as it is told.

    An asset that stands in more rows than are told (lots, tranches) is the same if they add up to its quantity and
    market value.
    """
    stands, said = _by_asset(there), _by_asset(told)
    return {asset for asset, rows in said.items() if _same_rows(stands.get(asset, []), rows)}


def _same_rows(stands: Sequence[_Row], said: Sequence[_Row]) -> bool:
    if len(stands) == len(said) == 1:
        is_apart = said[0]["lot_id"] is not None and stands[0]["lot_id"] is None
        return not is_apart and all(_agrees(stands[0][name], said[0][name]) for name in MEASURES)
    if len(stands) == len(said):
        lots = {row["lot_id"]: row for row in stands}
        return all(
            row["lot_id"] in lots and all(_agrees(lots[row["lot_id"]][name], row[name]) for name in MEASURES)
            for row in said
        )
    return len(stands) > len(said) and all(_agrees(_sum(stands, n), _sum(said, n)) for n in _ADDED_UP)


def _sum(rows: Sequence[_Row], name: str) -> Decimal | None:
    """Return what rows add up to, None if one of them does not say it."""
    cells = [row[name] for row in rows]
    return None if None in cells else sum(cells, Decimal(0))


def _by_asset(holdings: pl.DataFrame) -> dict[str, list[_Row]]:
    """Return the rows of each asset: its lot and exact figures."""
    lot = (
        clean(pl.col("lot_id"))
        if "lot_id" in holdings.columns
        else pl.repeat(None, pl.len(), dtype=pl.String)
    )
    figures = _figures(holdings, "holdings", MEASURES).with_columns(
        asset_id=holdings["asset_id"].str.strip_chars(),
        lot_id=holdings.select(lot.alias("lot_id")).to_series(),
    )
    found: dict[str, list[_Row]] = {}
    for row in figures.iter_rows(named=True):
        found.setdefault(row["asset_id"], []).append(row)
    return found


def same_holdings(there: pl.DataFrame, told: pl.DataFrame) -> bool:
    """Tell whether a product's day holds what is told and nothing else."""
    return ids(there, "asset_id") == ids(told, "asset_id") == same_assets(there, told)


def same_content(one: Valued, other: Valued) -> bool:
    """Tell whether two tables say the same of a product on a day: where both tell something, they must agree."""
    return (
        same_product(one.products, other.products)
        and same_holdings(one.holdings, other.holdings)
        and _same_facts(one.assets, other.assets)
    )


def with_told(assets: pl.DataFrame, more: pl.DataFrame) -> pl.DataFrame:
    """Return assets with the facts that only another table of the same content tells."""
    joined = assets.join(more, on="asset_id", how="left", suffix=" too", maintain_order="left")
    return joined.select(
        "asset_id",
        *(
            pl.coalesce(*(one for one in (name, f"{name} too") if one in joined.columns)).alias(name)
            for name in dict.fromkeys([*assets.columns, *more.columns])
            if name != "asset_id"
        ),
    )


def ids(frame: pl.DataFrame, column: str) -> set[str]:
    """Return the ids in a column of text, without the blanks around them."""
    return set(frame[column].str.strip_chars().drop_nulls())


def _same_facts(one: pl.DataFrame, other: pl.DataFrame) -> bool:
    """Tell whether two tables agree on the facts of assets that both tell; a name is written in many ways."""
    facts = [name for name in one.columns if name in other.columns and name not in ("asset_id", "name")]
    both = one.join(other, on="asset_id", suffix=" too")
    return not both.select(pl.any_horizontal((pl.col(f) != pl.col(f"{f} too")).any() for f in facts)).item()


def _agrees(stands: object, said: object) -> bool:
    return said is None or stands == said


def _figures(frame: pl.DataFrame, table: str, names: Iterable[str]) -> pl.DataFrame:
    """Return exact figures of columns of text; null is no figure."""
    return frame.select(_figure(frame, table, name) for name in names)


def _figure(frame: pl.DataFrame, table: str, name: str) -> pl.Expr:
    column = TABLES[table].column(name)
    if name not in frame.columns:
        return pl.repeat(None, pl.len(), dtype=polars_type(column)).alias(name)
    parsed = typed(column, pl.String(), {})
    assert parsed is not None  # every column is read from text
    return parsed.struct.field("value").alias(name)
