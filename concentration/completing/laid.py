"""A master laid beside the tables of a portfolio: gaps filled, suggestions replaced, what disagrees noted."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

import polars as pl

from concentration.catalogue.model import AssetKind
from concentration.completing.master import ADDED, FILLED, PARTIES, Master
from concentration.read.filling import pairs_by_key
from concentration.read.sources import as_text
from concentration.read.tables import words_of_column
from concentration.read.values import as_texts, clean, dates, typed
from concentration.vocabulary.tables import TABLES, Column, Table
from concentration.words.message import Message

_BY_DAY = ("products", "holdings")
"""Of these a dated row holds on its day; of the others from its day on."""

_NAMING_PARTIES = ("issuer_id", "originator_id", "counterparty_id")
_MEASURED = ("quantity", "market_value")
"""Columns of holdings that only the books of a product know: no master's word on them is heard."""


def with_master(
    tables: Mapping[str, pl.DataFrame], master: Master, suggested: Mapping[str, Collection[str]]
) -> tuple[dict[str, pl.DataFrame], list[Message]]:
    """Return the tables of a portfolio (columns of text under the contract's names) with what a master adds.

    Empty cells of managers, products, assets and holdings are filled by key: by the row of the day, else by one
    without a date. In the columns `suggested` (by table) the master's word goes before what stands there. Parties that
    an asset or a holding names are added, and rows of relations, corporate actions and product limits whose keys are
    new. Whatever else the master says otherwise is noted, and what stands there stays; amounts held are never touched.
    A frame to which nothing is added is returned as it is.
    """
    notes = list(master.notes)
    done = dict(tables)
    for name in (*FILLED, PARTIES):
        if name in tables and name in master.tables:
            laid = _Laid(TABLES[name], tables[name], master, frozenset(suggested.get(name, ())))
            done[name] = laid.filled()
            notes += laid.notes
    for name in (PARTIES, *ADDED):
        if name in master.tables:
            done |= _with_new_rows(name, done, master)
    return done, notes


class _Laid:
    """A table of a portfolio with the rows of a master laid beside it."""

    def __init__(self, table: Table, frame: pl.DataFrame, master: Master, suggested: Collection[str]) -> None:
        self.table, self.frame, self.suggested = table, frame, suggested
        self.said = master.tables[table.name]
        self.kinds = master.kinds
        self.notes: list[Message] = []

    def filled(self) -> pl.DataFrame:
        """Return the table with its gaps filled, and keep the notes."""
        places = self._places()
        frame, count = self.frame, 0
        for column in self.table.columns:
            name = column.name
            is_key = name in self.table.key and name != "counterparty_id"
            if (
                name not in self.said.columns
                or is_key
                or (self.table.name == "holdings" and name in _MEASURED)
            ):
                continue
            given = self._said(name, places)
            own = _texts_of(frame, name)
            gaps = own.is_null() & given.is_not_null()
            known = _typed_cells(own, self.table, column, self.kinds)
            differs = own.is_not_null() & given.is_not_null() & (known.is_null() | known.ne_missing(given))
            if name != "name" or name in self.suggested:
                self._note_difference(name, own, given, differs)
            change = gaps | differs if name in self.suggested else gaps
            if change.any():
                count += int(gaps.sum())
                texts = pl.when(change).then(as_texts(given)).otherwise(own)
                frame = frame.with_columns(texts.alias(name))
        if count:
            self.notes.append(Message("note_master_filled", {"table": self.table.name, "count": count}))
        return frame

    def _said(self, name: str, places: Sequence[pl.Series]) -> pl.Series:
        """Return what the master says in a column of every row: the first of its rows on it that says anything."""
        given = [self.said[name].gather(rows).alias(str(rank)) for rank, rows in enumerate(places)]
        return pl.DataFrame(given).select(pl.coalesce(pl.all())).to_series().alias(name)

    def _places(self) -> list[pl.Series]:
        """Return for every row of the table the places of the master's rows on it, null for none, the best first."""
        key = [name for name in self.table.key if name != "as_of"]
        rows = self.frame.select(_texts_of(self.frame, name) for name in key)
        rows = rows.with_columns(as_of=dates(_texts_of(self.frame, "as_of"))["value"])
        if self.table.name in _BY_DAY:
            given = self.said.with_row_index("line").with_columns(elsewhere=pl.lit(value=False))
            pairs = pairs_by_key(rows, given, self.table)
            return [
                _spread(pairs.filter(pl.col("rank") == rank), rows.height)
                for rank in pairs["rank"].unique().sort()
            ]
        rows = rows.with_row_index("place").with_columns(pl.col("as_of").fill_null(date.max)).sort("as_of")
        said = self.said.select("as_of", *key).with_row_index("line").sort("as_of")
        last = rows.join_asof(said.drop_nulls("as_of"), on="as_of", by=key, check_sortedness=False)
        always = rows.join(said.filter(pl.col("as_of").is_null()), on=key)
        return [_spread(pairs.drop_nulls("line"), rows.height) for pairs in (last, always)]

    def _note_difference(self, name: str, own: pl.Series, given: pl.Series, differs: pl.Series) -> None:
        """Note how often the master says otherwise, with the first case."""
        count = int(differs.sum())
        if not count:
            return
        first = differs.arg_true()[0]
        key = [_texts_of(self.frame, one)[first] for one in self.table.key]
        code = "note_master_goes_before" if name in self.suggested else "note_master_says_otherwise"
        values = {
            "column": f"{self.table.name}.{name}",
            "count": count,
            "key": ", ".join(one for one in key if one),
            "own": own[first],
            "said": as_text(given[first]),
        }
        self.notes.append(Message(code, values))


def _spread(pairs: pl.DataFrame, height: int) -> pl.Series:
    """Return for every place of a table the `line` of its pair, null where there is none."""
    places = pl.Series([None] * height, dtype=pl.UInt32)
    return places.scatter(pairs["place"], pairs["line"])


def _with_new_rows(name: str, tables: Mapping[str, pl.DataFrame], master: Master) -> dict[str, pl.DataFrame]:
    """Return the table with the master's rows whose keys are new, nothing if there are none."""
    said = _concerning(name, tables, master.tables[name])
    key = list(TABLES[name].key)
    if name == PARTIES:
        named = pl.coalesce("name", "party_id") if "name" in said.columns else pl.col("party_id")
        said = said.with_columns(named.alias("name"))
    texts = said.select(as_texts(said[column]) for column in said.columns)
    if name not in tables:
        return {name: texts} if texts.height else {}
    frame = tables[name]
    there = pl.DataFrame(
        _typed_cells(_texts_of(frame, one), TABLES[name], TABLES[name].column(one), master.kinds)
        for one in key
    )
    if name == PARTIES:
        there, key = there.select("party_id"), ["party_id"]
    new = said.with_row_index("place").join(
        there, on=key, how="anti", nulls_equal=True, maintain_order="left"
    )["place"]
    if new.is_empty():
        return {}
    return {name: pl.concat([frame, texts[new]], how="diagonal")}


def _concerning(name: str, tables: Mapping[str, pl.DataFrame], said: pl.DataFrame) -> pl.DataFrame:
    """Return the rows that concern the portfolio: parties that are named in it, and limits of its products."""
    if name == PARTIES:
        named = [
            _texts_of(tables[table], column).alias("party_id")
            for table in ("assets", "holdings")
            for column in _NAMING_PARTIES
            if table in tables and column in tables[table].columns
        ]
        return (
            said.filter(pl.col("party_id").is_in(pl.concat(named).unique().implode()))
            if named
            else said.clear()
        )
    if name == "product_limits":
        products = _texts_of(tables["products"], "product_id").unique()
        return said.filter(pl.col("product_id").is_in(products.implode()))
    return said


def _texts_of(frame: pl.DataFrame, name: str) -> pl.Series:
    """Return the cells of a column of text, null where nothing stands or the column is missing."""
    if name not in frame.columns:
        return pl.Series(name, [None] * frame.height, dtype=pl.String)
    return frame.select(clean(pl.col(name).cast(pl.String)).alias(name)).to_series()


def _typed_cells(cells: pl.Series, table: Table, column: Column, kinds: Mapping[str, AssetKind]) -> pl.Series:
    """Return the typed values of cells; null for what is none."""
    parser = typed(column, pl.String(), words_of_column(table, column, kinds))
    assert parser is not None  # every column is read from text
    parsed = pl.DataFrame({column.name: cells}).select(parser.alias("parsed"))["parsed"]
    return parsed.struct.field("value").alias(column.name)
