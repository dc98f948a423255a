"""What the folder alone knows of a day that a valuation table replaces: lots, exposures, columns of the house's own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from concentration.importing.same import MEASURES, same_assets

_Row = Mapping[str, str | None]


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

    An asset that is held as before keeps its rows. Otherwise the cells that are not told are taken over where one row
    takes the place of one: the only one of its asset, or of its lot. Nothing can be taken over of other rows.
    """
    same = same_assets(there, told)
    stands, said = _by_asset(there), _by_asset(told)
    own = [name for name in there.columns if name not in ("as_of", "product_id", "asset_id", *MEASURES)]
    rows: list[_Row] = []
    left = {asset: list(old) for asset, old in stands.items() if asset not in same}
    for asset, new in said.items():
        if asset in same:
            rows += stands[asset]
            continue
        for row in new:
            before = _before(row, new, stands.get(asset, []))
            rows.append(_laid_over(row, before))
            left[asset] = [old for old in left.get(asset, []) if old is not before]
    lost = {asset: old for asset, olds in left.items() for old in olds if any(_cells(old, own))}
    first = next((_cells(old, own) for old in lost.values()), [])
    columns = dict.fromkeys((*told.columns, *there.columns))
    frame = pl.DataFrame(
        {name: [row.get(name) for row in rows] for name in columns}, dict.fromkeys(columns, pl.String)
    )
    return Replaced(frame, list(lost), first)


def filled_by(told: pl.DataFrame, there: pl.DataFrame) -> pl.DataFrame:
    """Return one row as it is told, with the cells of the row there that are not told."""
    row = _laid_over(told.row(0, named=True), there.row(0, named=True))
    return pl.DataFrame([row], dict.fromkeys(row, pl.String))


def _by_asset(holdings: pl.DataFrame) -> dict[str, list[_Row]]:
    found: dict[str, list[_Row]] = {}
    for row in holdings.iter_rows(named=True):
        found.setdefault((row["asset_id"] or "").strip(), []).append(row)
    return found


def _before(row: _Row, rows: Sequence[_Row], olds: Sequence[_Row]) -> _Row | None:
    """Return the row whose place a row takes, None if there is none or nobody knows which."""
    if len(rows) == len(olds) == 1:
        return olds[0]
    of_lot = [old for old in olds if _lot(old) == _lot(row)]
    return of_lot[0] if len(of_lot) == 1 and len(rows) > 1 else None


def _lot(row: _Row) -> str:
    return (row.get("lot_id") or "").strip()


def _laid_over(row: _Row, before: _Row | None) -> dict[str, str | None]:
    """Return a row as it is told, with the cells of the one before that are not told."""
    told = {name: cell for name, cell in row.items() if cell is not None}
    return {**dict.fromkeys(row), **(before or {}), **told}


def _cells(row: _Row, names: Sequence[str]) -> list[str]:
    """Return the cells of a row that are not empty, with their columns."""
    return [f"{name}: {row[name]}" for name in names if (row[name] or "").strip()]
