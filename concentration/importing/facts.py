"""The assets of a portfolio and what valuation tables tell of them: gaps are filled, other words noted."""

from collections.abc import Mapping, Sequence

import polars as pl

from concentration.catalogue.model import AssetKind
from concentration.read.tables import words_of_column
from concentration.read.values import typed
from concentration.valuation.rows import Valued
from concentration.vocabulary.tables import TABLES
from concentration.words.message import Message

DAILY = ("suspended",)
"""Columns of assets that the newest valuation table decides."""

_ASSETS = TABLES["assets"]


def with_facts(
    assets: pl.DataFrame, one: Valued, kinds: Mapping[str, AssetKind], *, newest: bool
) -> tuple[pl.DataFrame, list[Message]]:
    """Return the assets with what a table tells of them: new ones below, empty cells filled.

    Another word than the one that stands there is noted; it is taken only of what changes from day to day, and only
    from the `newest` day.
    """
    known = assets.with_columns(key=pl.col("asset_id").str.strip_chars())
    told = one.assets.rename({"asset_id": "key"})
    both = known.join(told, on="key", how="left", suffix=" told", maintain_order="left")
    notes: list[Message] = []
    filled = []
    for name in (name for name in told.columns if name != "key" and name in known.columns):
        said, taken = pl.col(f"{name} told"), newest and name in DAILY
        differs = _differs(both, name, kinds)
        filled.append(
            pl.when(empty(name) | (pl.lit(taken) & differs & said.is_not_null()))
            .then(said)
            .otherwise(pl.col(name))
            .alias(name)
        )
        if name != "name":  # names are written in many ways
            code = "note_import_newer_word" if taken else "note_import_other_word"
            other = both.filter(differs).select("key", name, f"{name} told")
            notes += [
                Message(code, {"file": one.file, "asset": a, "column": name, "stands": b, "told": c})
                for a, b, c in other.iter_rows()
            ]
    new = one.assets.filter(~pl.col("asset_id").is_in(known["key"].implode()))
    return below(both.with_columns(filled).select(assets.columns), new), notes


def still_true(notes: Sequence[Message], assets: pl.DataFrame) -> list[Message]:
    """Return the notes, those of words that stayed once a column with their count.

    A word that stayed at first and gave way to a master's after that is left out.
    """
    stands = {asset.strip(): row for row, asset in enumerate(assets["asset_id"].to_list()) if asset}
    stayed: dict[str, dict[str, Message]] = {}
    others = []
    for note in notes:
        if note.code != "note_import_other_word":
            others.append(note)
            continue
        column, asset = note.values["column"], note.values["asset"]
        if assets[column][stands[asset]] == note.values["stands"]:
            stayed.setdefault(column, {}).setdefault(asset, note)
    for of_assets in stayed.values():
        first, count = next(iter(of_assets.values())), len(of_assets)
        others.append(
            first if count == 1 else Message("note_import_other_words", {**first.values, "count": count})
        )
    return others


def empty(name: str) -> pl.Expr:
    """Tell whether a cell of a column of text is empty."""
    return pl.col(name).is_null() | (pl.col(name).str.strip_chars() == "")


def below(frame: pl.DataFrame, new: pl.DataFrame) -> pl.DataFrame:
    """Return the new rows below the others; a column that only one of them has is empty in the other."""
    if new.is_empty():
        return frame
    told = [name for name in new.columns if name in frame.columns or new[name].null_count() < new.height]
    return pl.concat([frame, new.select(told)], how="diagonal")


def _differs(both: pl.DataFrame, name: str, kinds: Mapping[str, AssetKind]) -> pl.Series:
    """Tell where a cell means something else than what is told; words and figures are written in many ways."""
    column = _ASSETS.column(name)
    parsed = typed(column, pl.String(), words_of_column(_ASSETS, column, kinds))
    assert parsed is not None  # every column is read from text
    stands, told = (
        both.select(pl.col(cells).alias(name)).select(parsed.struct.field("value")).to_series()
        for cells in (name, f"{name} told")
    )
    written = both.select(~empty(name)).to_series()
    return written & told.is_not_null() & stands.ne_missing(told)
