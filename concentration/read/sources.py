"""A table as it was found: its cells under the contract's own column names, nothing parsed yet."""

import hashlib
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import polars as pl

from concentration.read.problems import cut, distance, nearest
from concentration.read.text import csv_text
from concentration.vocabulary.tables import Table, folded, names_of_columns
from concentration.words.message import Message, Problem

FIRST_ROW = 2  # the header is row 1
# A file can be damaged where only a scan of its cells finds it.
READ_ERRORS = (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError)


@dataclass(frozen=True)
class Source:
    """A table's cells: `cells` holds the declared columns found, as text or native types, and `row` (UInt32).

    `row` counts from `first_row`; it is the line in the file unless `lines`, the line of every record, is
    there. `headers` maps the columns to the words that stand in the file.
    """

    table: Table
    file: str
    cells: pl.LazyFrame
    headers: Mapping[str, str]
    notes: tuple[Message, ...] = ()
    first_row: int = FIRST_ROW
    lines: pl.Series | None = None

    def line(self, row: int) -> int:
        """Return the line in the file of a row that the scan counted."""
        return row if self.lines is None else int(self.lines[row - self.first_row])


@dataclass
class Headers:
    """Which header is which column: `columns` maps positions in the file to columns."""

    columns: dict[int, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)

    def notes(self, file: str) -> tuple[Message, ...]:
        """Return the note on the columns that were ignored, if there are any."""
        if not self.ignored:
            return ()
        return (Message("note_columns_ignored", {"file": file, "columns": tuple(map(cut, self.ignored))}),)


def sha256(path: Path) -> str:
    """Return the hash of a file's bytes."""
    with path.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()


def source_of_csv(
    path: Path, table: Table, ignore: frozenset[str], stack: ExitStack
) -> tuple[Source | None, list[Problem]]:
    """Return the cells of a CSV file as text, None if they cannot be used, and the problems of its form."""
    text, problems = csv_text(path, path.name, stack)
    if text is None:
        return None, problems
    headers = match_headers(text.header, table, path.name, ignore)
    scan = pl.scan_csv(
        text.path,
        glob=False,
        infer_schema=False,
        with_column_names=lambda names: [f"c{position}" for position in range(len(names))],
        row_index_name="row",
        row_index_offset=text.header_line + 1,
    )
    named = [pl.col(f"c{position}").alias(name) for position, name in headers.columns.items()]
    cells = scan.select(pl.col("row").cast(pl.UInt32), *named)
    source = _source(table, path.name, cells, text.header, headers)
    if source is None:
        return None, headers.problems
    return replace(source, first_row=text.header_line + 1, lines=text.lines), headers.problems


def source_of_parquet(
    path: Path, table: Table, ignore: frozenset[str]
) -> tuple[Source | None, list[Problem]]:
    """Return the cells of a Parquet file in their own types, None if unusable, and its problems."""
    try:
        scan = pl.scan_parquet(path, glob=False)
        names = scan.collect_schema().names()
    except READ_ERRORS as error:
        return None, [unreadable(path.name, error)]
    headers = match_headers(names, table, path.name, ignore)
    named = [pl.col(names[position]).alias(name) for position, name in headers.columns.items()]
    cells = (
        scan.select(named).with_row_index("row", offset=FIRST_ROW).with_columns(pl.col("row").cast(pl.UInt32))
    )
    return _source(table, path.name, cells, names, headers), headers.problems


def source_of_rows(
    rows: Sequence[Mapping[str, object]], table: Table, file: str
) -> tuple[Source | None, list[Problem]]:
    """Return the cells of rows of text or Python values, as text.

    Without any row every column is there and empty.
    """
    names = list(dict.fromkeys(str(name) for row in rows for name in row))
    if not rows:
        names = [column.name for column in table.columns]
    headers = match_headers(names, table, file, frozenset())
    cells = {
        name: pl.Series([as_text(row.get(names[position])) for row in rows], dtype=pl.String)
        for position, name in headers.columns.items()
    }
    numbers = pl.Series(range(FIRST_ROW, FIRST_ROW + len(rows)), dtype=pl.UInt32)
    frame = pl.DataFrame({"row": numbers, **cells})
    return _source(table, file, frame.lazy(), names, headers), headers.problems


def as_text(value: object) -> str | None:
    """Return a Python value as it would stand in a CSV file; a float by its shortest decimal form."""
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        value = Decimal(repr(value))
    if isinstance(value, Decimal) and value.is_finite():
        return format(value, "f")
    return value.isoformat() if isinstance(value, date) else str(value)


def _source(
    table: Table,
    file: str,
    cells: pl.LazyFrame,
    names: Sequence[str],
    headers: Headers,
) -> Source | None:
    """Return the source, None if a required column is missing."""
    found = {column: names[position].strip() for position, column in headers.columns.items()}
    if any(column.required and column.name not in found for column in table.columns):
        return None
    return Source(table, file, cells, found, headers.notes(file))


def unreadable(file: str, error: BaseException) -> Problem:
    """Return the problem of a file whose reading failed, with the first line of what the reader said."""
    return Problem(Message("unreadable"), file, seen=cut(str(error).partition("\n")[0]))


def match_headers(names: Sequence[str], table: Table, file: str, ignore: frozenset[str]) -> Headers:
    """Return which header stands for which column of `table`.

    A header that stands twice, two headers of one column, a required column that is missing and a header
    within two letters of a column's are problems; others are ignored and noted. `ignore` names headers as
    `table.header`.
    """
    known = names_of_columns(table)
    result = Headers()
    seen: dict[str, str] = {}
    for position, name in enumerate(names):
        word = folded(name)
        if word == "" or f"{table.name}.{name.strip()}" in ignore:
            continue
        column = known.get(word)
        if word in seen:
            result.problems.append(Problem(Message("header_twice"), file, 1, cut(name)))
        elif column is None:
            _unknown_header(name, table, file, result)
        elif column in result.columns.values():
            other = next(names[place] for place, found in result.columns.items() if found == column)
            values = {"name": column, "other": other}
            result.problems.append(Problem(Message("column_twice", values), file, 1, cut(name)))
        else:
            result.columns[position] = column
        seen[word] = name
    _missing_columns(table, file, result)
    return result


def _unknown_header(name: str, table: Table, file: str, result: Headers) -> None:
    """Put a header that names no column down as a slip of the pen, or as ignored."""
    near = _within_two_letters(folded(name), names_of_columns(table))
    if near is None:
        result.ignored.append(name.strip())
        return
    entry = f"{table.name}.{name.strip()}"
    message = Message("column_misspelt", {"entry": cut(entry)})
    result.problems.append(Problem(message, file, 1, cut(name), allowed=near))


def _within_two_letters(word: str, known: Mapping[str, str]) -> str | None:
    """Return the nearest header at most two letters away.

    A Chinese character carries a whole syllable: there one of at least three is a slip, and two of two would
    be any other word at all.
    """
    best: tuple[int, str] | None = None
    for name in known:
        allowed = min(2, len(word) - 1) if name.isascii() else int(len(name) >= 3)
        away = distance(word, name) if abs(len(word) - len(name)) <= allowed else allowed + 1
        if away <= allowed and (best is None or away < best[0]):
            best = (away, name)
    return best[1] if best else None


def _missing_columns(table: Table, file: str, result: Headers) -> None:
    found = set(result.columns.values())
    for column in table.columns:
        if column.required and column.name not in found:
            near = nearest(column.name, result.ignored)
            allowed = ", ".join((column.name, *column.zh))
            message = Message("column_missing")
            result.problems.append(Problem(message, file, None, column.name, seen=near, allowed=allowed))
