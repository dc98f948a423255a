"""A securities master: what the tables of a portfolio leave empty, from the house's own records."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

from concentration.catalogue.model import AssetKind
from concentration.read.checks import repeated_keys
from concentration.read.codes import with_known_zeros
from concentration.read.completed import FOR_PEOPLE, asking
from concentration.read.files import unknown_table
from concentration.read.problems import LOOKED_UP, capped, cut
from concentration.read.sources import (
    Source,
    as_text,
    source_of_csv,
    source_of_parquet,
    source_of_sheet,
    unreadable,
)
from concentration.read.tables import TypedTable, typed_table
from concentration.spreadsheets.workbook import open_workbook
from concentration.vocabulary.completion import GUIDE_SHEET, LISTS_SHEET
from concentration.vocabulary.tables import TABLES, Table, folded, names_of_tables
from concentration.words.message import CannotRunError, Message, Problem

FILLED = ("managers", "products", "assets", "holdings")
"""Tables whose empty cells a master fills."""

ADDED = ("relations", "corporate_actions", "product_limits")
"""Tables whose rows a master adds."""

PARTIES = "parties"
_KNOWN = (*FILLED, PARTIES, *ADDED)
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
    names = Counter(path.name for path in paths)
    with ExitStack() as stack:
        for path in paths:
            called = path.name if names[path.name] == 1 else path.as_posix()
            reader = _Reader(path, called, tables, stack)
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

    def __init__(self, path: Path, called: str, tables: Mapping[str, Table], stack: ExitStack) -> None:
        self.path, self.called, self.tables, self.stack = path, called, tables, stack
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
            self.problems.append(Problem(Message("master_of_no_kind"), self.called, allowed=allowed))
        else:
            name = names_of_tables().get(folded(self.path.stem))
            if name is None or name not in _KNOWN:
                self.problems.append(unknown_table(self.path.name))
            else:
                yield from self._file(self._asked(name), is_csv=suffix == ".csv")

    def _asked(self, name: str) -> Table:
        """Return the table as a master holds it: rows that are filled may lack columns, rows that are added may not."""
        return self.tables[name] if name in ADDED else asking(self.tables[name])

    def _file(self, table: Table, *, is_csv: bool) -> Iterator[Source]:
        try:
            if is_csv:
                source, wrong = source_of_csv(self.path, self.called, table, FOR_PEOPLE, self.stack)
            else:
                source, wrong = source_of_parquet(self.path, self.called, table, FOR_PEOPLE)
        except OSError as error:
            source, wrong = None, [unreadable(self.called, error)]
        self.problems += wrong
        if source is not None:
            yield source

    def _sheets(self) -> Iterator[Source]:
        names, ignored = names_of_tables(), []
        try:
            book = open_workbook(self.path, self.called)
        except CannotRunError as error:
            self.problems += error.problems
            return
        for sheet in book.names:
            name = names.get(folded(sheet))
            if name is None or name not in _KNOWN:
                ignored += [] if sheet in (GUIDE_SHEET, LISTS_SHEET) else [sheet]
                continue
            file = f"{self.called}:{sheet}"
            source, wrong = source_of_sheet(book, sheet, self._asked(name), file, FOR_PEOPLE)
            self.problems += wrong
            if source is not None:
                yield source
        if ignored:
            values = {"file": self.called, "sheets": tuple(ignored)}
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


def _text(value: Any) -> str:
    return as_text(value) or ""
