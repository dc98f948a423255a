"""The tables of a portfolio folder as text, so that they can grow without losing a cell."""

from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from concentration.read.text import csv_text
from concentration.vocabulary.tables import TABLES, Table, folded, names_of_columns, names_of_tables
from concentration.words.message import CannotRunError, Message, Problem

GROWING = ("managers", "products", "assets", "holdings")
"""The tables that an import may write; a master may add others."""


@dataclass(frozen=True)
class TextTable:
    """One table as text: `frame` has the contract's names where a header is known, else the header itself.

    `headers` are the words that stand in the file, by column; `file` is its name.
    """

    table: Table
    file: str
    frame: pl.DataFrame
    headers: Mapping[str, str] = field(default_factory=dict)

    def with_frame(self, frame: pl.DataFrame) -> "TextTable":
        """Return the table with other rows."""
        return TextTable(self.table, self.file, frame, self.headers)

    def content(self) -> bytes:
        """Return the file: UTF-8 with a byte order mark, so that a spreadsheet shows Chinese."""
        named = self.frame.rename(
            {name: header for name, header in self.headers.items() if name in self.frame.columns}
        )
        return b"\xef\xbb\xbf" + named.write_csv(null_value="").encode()


def read_folder(folder: Path) -> dict[str, TextTable]:
    """Return the tables of a folder as text, none if it is not there or empty.

    Raises CannotRunError where the folder holds a table that is no .csv: only those can grow.
    """
    if not folder.exists():
        return {}
    if not folder.is_dir():
        raise CannotRunError([Problem(Message("not_a_folder"), folder.as_posix())])
    names = names_of_tables()
    tables: dict[str, TextTable] = {}
    problems: list[Problem] = []
    for file in sorted(one for one in folder.iterdir() if one.is_file() and folded(one.stem) in names):
        name = names[folded(file.stem)]
        if file.suffix.lower() == ".csv":
            found, wrong = _text_table(file, TABLES[name])
            problems += wrong
            tables |= {name: found} if found else {}
        elif name in GROWING:
            problems.append(Problem(Message("import_only_csv"), file.name, allowed=f"{file.stem}.csv"))
    if problems:
        raise CannotRunError(problems)
    return tables


def empty_table(name: str) -> TextTable:
    """Return a table without rows, with the columns that must be there."""
    table = TABLES[name]
    schema = {column.name: pl.String for column in table.columns if column.required}
    return TextTable(table, f"{name}.csv", pl.DataFrame(schema=schema))


def _text_table(file: Path, table: Table) -> tuple[TextTable | None, list[Problem]]:
    with ExitStack() as stack:
        text, problems = csv_text(file, file.name, stack)
        if text is None:
            return None, problems
        frame = pl.read_csv(text.path, infer_schema=False, skip_rows=text.header_line - 1)
    known = names_of_columns(table)
    headers = {known[folded(name)]: name for name in frame.columns if folded(name) in known}
    missing = [
        Problem(Message("column_missing"), file.name, 1, column.name)
        for column in table.columns
        if table.name in GROWING and column.required and column.name not in headers
    ]
    if missing:
        return None, missing
    return TextTable(table, file.name, frame.rename({v: k for k, v in headers.items()}), headers), []
