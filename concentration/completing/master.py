"""A securities master: what the tables of a portfolio leave empty, from the house's own records."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from concentration.catalogue.model import AssetKind
from concentration.read.checks import repeated_keys
from concentration.read.codes import with_known_zeros
from concentration.read.completed import FOR_PEOPLE, asking
from concentration.read.files import unknown_table
from concentration.read.filling import pairs_by_key
from concentration.read.problems import LOOKED_UP, capped, cut
from concentration.read.sources import (
    Source,
    as_text,
    source_of_csv,
    source_of_parquet,
    source_of_sheet,
    unreadable,
)
from concentration.read.tables import TypedTable, typed_table, words_of_column
from concentration.read.values import as_texts, clean, dates, typed
from concentration.spreadsheets.workbook import open_workbook
from concentration.vocabulary.completion import GUIDE_SHEET, LISTS_SHEET
from concentration.vocabulary.tables import TABLES, Column, Table, folded, names_of_tables
from concentration.words.message import CannotRunError, Message, Problem

_FILLED = ("managers", "products", "assets", "holdings")
"""Tables whose empty cells a master fills."""

_BY_DAY = ("products", "holdings")
"""Of these a dated row holds on its day; of the others from its day on."""

_ADDED = ("relations", "corporate_actions", "product_limits")
"""Tables whose rows a master adds."""

_PARTIES = "parties"
_NAMING_PARTIES = ("issuer_id", "originator_id", "counterparty_id")
_KNOWN = (*_FILLED, _PARTIES, *_ADDED)
_MEASURED = ("quantity", "market_value")
"""Columns of holdings that only the books of a product know: no master's word on them is heard."""

_WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".ods")
_READABLE = (".csv", ".parquet", *_WORKBOOKS)


@dataclass(frozen=True)
class Master:
    """What the masters say, checked against the contract.

    `tables`: typed frames with the columns that stand in a file and no other. `kinds` are those that assets may have.
    """

    tables: Mapping[str, pl.DataFrame]
    kinds: Mapping[str, AssetKind] = field(default_factory=dict)
    notes: tuple[Message, ...] = ()


# Reading


def read_master(
    paths: Sequence[Path],
    kinds: Mapping[str, AssetKind],
    known: Mapping[str, Collection[str]] | None = None,
    tables: Mapping[str, Table] = TABLES,
) -> Master:
    """Return what workbooks (a sheet a table) and .csv or .parquet files called like a table say.

    Keys must be full (a date may be empty: the row then holds on every day), other columns may be missing. Two files
    may speak of one table: each fills what the other leaves empty. Sheets that are no table are noted. `known` are the
    ids of the portfolio by table: codes that a workbook kept as numbers get their zeros back by them.
    Raises CannotRunError with every problem of every file: a value that the contract does not know, two masters that
    contradict each other.
    """
    problems: list[Problem] = []
    notes: list[Message] = []
    found: dict[str, list[TypedTable]] = {}
    with ExitStack() as stack:
        for path in paths:
            reader = _Reader(path, tables, stack)
            for found_source in reader.sources():
                source, wrong = with_known_zeros(found_source, lambda table: (known or {}).get(table, ()))
                problems += wrong
                typed_one, wrong = typed_table(source, kinds, {}, {})
                problems += wrong
                if typed_one is not None:
                    problems += [*typed_one.problems, *repeated_keys(typed_one)]
                    notes += typed_one.notes
                    found.setdefault(source.table.name, []).append(typed_one)
            problems += reader.problems
            notes += reader.notes
    merged = {}
    for name in TABLES:
        if name in found:
            merged[name], wrong = _merged(found[name])
            problems += wrong
    if problems:
        raise CannotRunError(problems)
    return Master(merged, kinds, tuple(notes))


class _Reader:
    """Gives the tables in one file, and keeps what is wrong with it and what is to be noted."""

    def __init__(self, path: Path, tables: Mapping[str, Table], stack: ExitStack) -> None:
        self.path, self.tables, self.stack = path, tables, stack
        self.problems: list[Problem] = []
        self.notes: list[Message] = []

    def sources(self) -> Iterator[Source]:
        """Yield the cells of every table in the file."""
        suffix = self.path.suffix.lower()
        if not self.path.is_file():
            self.problems.append(Problem(Message("master_missing"), self.path.as_posix()))
        elif suffix in _WORKBOOKS:
            yield from self._sheets()
        elif suffix not in _READABLE:
            allowed = ", ".join(_READABLE)
            self.problems.append(Problem(Message("master_of_no_kind"), self.path.name, allowed=allowed))
        else:
            name = names_of_tables().get(folded(self.path.stem))
            if name is None or name not in _KNOWN:
                self.problems.append(unknown_table(self.path.name))
            else:
                yield from self._file(self._asked(name), is_csv=suffix == ".csv")

    def _asked(self, name: str) -> Table:
        """Return the table as a master holds it: rows that are filled may lack columns, rows that are added may not."""
        return self.tables[name] if name in _ADDED else asking(self.tables[name])

    def _file(self, table: Table, *, is_csv: bool) -> Iterator[Source]:
        try:
            if is_csv:
                source, wrong = source_of_csv(self.path, self.path.name, table, FOR_PEOPLE, self.stack)
            else:
                source, wrong = source_of_parquet(self.path, self.path.name, table, FOR_PEOPLE)
        except OSError as error:
            source, wrong = None, [unreadable(self.path.name, error)]
        self.problems += wrong
        if source is not None:
            yield source

    def _sheets(self) -> Iterator[Source]:
        names, ignored = names_of_tables(), []
        try:
            book = open_workbook(self.path, self.path.name)
        except CannotRunError as error:
            self.problems += error.problems
            return
        for sheet in book.names:
            name = names.get(folded(sheet))
            if name is None or name not in _KNOWN:
                ignored += [] if sheet in (GUIDE_SHEET, LISTS_SHEET) else [sheet]
                continue
            file = f"{self.path.name}:{sheet}"
            source, wrong = source_of_sheet(book, sheet, self._asked(name), file, FOR_PEOPLE)
            self.problems += wrong
            if source is not None:
                yield source
        if ignored:
            values = {"file": self.path.name, "sheets": tuple(ignored)}
            self.notes.append(Message("note_sheets_ignored", values))


def _merged(tables: Sequence[TypedTable]) -> tuple[pl.DataFrame, list[Problem]]:
    """Return what all files say of one table, the first that says something of a cell, and their contradictions."""
    table = tables[0].table
    problems: list[Problem] = []
    whole = _found(tables[0])
    for other in tables[1:]:
        more = _found(other).with_columns(row=other.frame["row"])
        key = list(table.key)
        both = whole.with_row_index("place").join(more, on=key, how="inner", nulls_equal=True, suffix=" too")
        for name in more.columns:
            if name in whole.columns and name not in (*key, "name"):
                wrong = both.filter(pl.col(name) != pl.col(f"{name} too"))
                problems += _contradictions(wrong, name, tables[0].file, other)
        whole = (
            pl.concat([whole, more.drop("row")], how="diagonal")
            .group_by(key, maintain_order=True)
            .agg(pl.all().drop_nulls().first())
        )
    return whole, problems


def _found(table: TypedTable) -> pl.DataFrame:
    """Return the key and the columns that stand in the file."""
    return table.frame.select(*dict.fromkeys((*table.table.key, *table.headers)))


def _contradictions(wrong: pl.DataFrame, name: str, first_file: str, other: TypedTable) -> list[Problem]:
    first = [
        Problem(
            Message("master_contradicts", {"file": first_file, "said": cut(_text(said))}),
            other.file,
            row,
            other.headers[name],
            cut(_text(seen)),
        )
        for row, said, seen in wrong.select("row", name, f"{name} too").head(LOOKED_UP).iter_rows()
    ]
    return capped(first, wrong.height)


# Laying a master beside the tables of a portfolio


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
    for name in (*_FILLED, _PARTIES):
        if name in tables and name in master.tables:
            laid = _Laid(TABLES[name], tables[name], master, frozenset(suggested.get(name, ())))
            done[name] = laid.filled()
            notes += laid.notes
    for name in (_PARTIES, *_ADDED):
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
            "said": _text(given[first]),
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
    if name == _PARTIES:
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
    if name == _PARTIES:
        there, key = there.select("party_id"), ["party_id"]
    new = said.with_row_index("place").join(
        there, on=key, how="anti", nulls_equal=True, maintain_order="left"
    )["place"]
    if new.is_empty():
        return {}
    return {name: pl.concat([frame, texts[new]], how="diagonal")}


def _concerning(name: str, tables: Mapping[str, pl.DataFrame], said: pl.DataFrame) -> pl.DataFrame:
    """Return the rows that concern the portfolio: parties that are named in it, and limits of its products."""
    if name == _PARTIES:
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


def _text(value: Any) -> str:
    return as_text(value) or ""
