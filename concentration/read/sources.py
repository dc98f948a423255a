"""A table as it was found: its cells under the contract's own column names, nothing parsed yet."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import polars as pl

from concentration.read.foreign import Meanings, Origin, TableMapping
from concentration.read.own import header_of
from concentration.read.problems import LOOKED_UP, capped, cut, distance, nearest
from concentration.read.settings import settings_problem
from concentration.read.sheets import Header, cells_below, header_of_sheet
from concentration.read.text import csv_text
from concentration.spreadsheets.beside import name_of_cell
from concentration.spreadsheets.workbook import Workbook
from concentration.vocabulary.tables import Table, folded, names_of_columns
from concentration.words.message import Message, Problem

FIRST_ROW = 2  # the header is row 1
# A file can be damaged where only a scan of its cells finds it.
READ_ERRORS = (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError)
CURRENCY = "currency of the row"
"""The cells that say in which currency a row counts its money; no header of the contract is called so."""

AS_THE_CONTRACT = TableMapping()
"""Nothing of the house's own."""


@dataclass(frozen=True)
class Source:
    """A table's cells: `cells` holds the declared columns found, as text or native types, and `row` (UInt32).

    `row` counts from `first_row`; it is the line in the file unless `lines`, the line of every record, is
    there. `headers` maps the columns to the words that stand in the file, constants to their own names; `cells` holds
    `CURRENCY` too, under `currency_header`, if `mapping` names it. `numbers` gives the rows, by column of text, whose
    cell a spreadsheet kept as a number: zeros in front of it are lost.
    """

    table: Table
    file: str
    cells: pl.LazyFrame
    headers: Mapping[str, str]
    notes: tuple[Message, ...] = ()
    first_row: int = FIRST_ROW
    lines: pl.Series | None = None
    mapping: TableMapping = AS_THE_CONTRACT
    currency_header: str | None = None
    numbers: Mapping[str, Sequence[int]] = field(default_factory=dict)

    @property
    def constants(self) -> frozenset[str]:
        """The columns whose cells stand in portfolio.yaml, the same in every row."""
        return frozenset(name for name, one in self.mapping.columns.items() if one.constant is not None)

    @property
    def currency(self) -> pl.Expr | None:
        """The word for the currency of each row's money; None if it is always yuan."""
        origin = self.mapping.currency
        if origin is None:
            return None
        return pl.col(CURRENCY) if origin.constant is None else pl.lit(origin.constant)

    def line(self, row: int) -> int:
        """Return the line in the file of a row that the scan counted."""
        return row if self.lines is None else int(self.lines[row - self.first_row])


@dataclass
class Headers:
    """Which header is which column: `columns` maps positions in the file to columns, `constants` are in no file.

    `currency` is the position of the row's currency.
    """

    columns: dict[int, str] = field(default_factory=dict)
    constants: dict[str, str] = field(default_factory=dict)
    currency: int | None = None
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
    path: Path,
    file: str,
    table: Table,
    ignore: frozenset[str],
    stack: ExitStack,
    *,
    mapping: TableMapping = AS_THE_CONTRACT,
    encoding: str | None = None,
) -> tuple[Source | None, list[Problem]]:
    """Return the cells of a CSV file as text, None if they cannot be used, and the problems of its form.

    `file` is the name in problems.
    """
    text, problems = csv_text(path, file, stack, encoding)
    if text is None:
        return None, problems
    headers = match_headers(text.header, table, file, ignore, mapping)
    scan = pl.scan_csv(
        text.path,
        glob=False,
        infer_schema=False,
        with_column_names=lambda names: [f"c{position}" for position in range(len(names))],
        row_index_name="row",
        row_index_offset=text.header_line + 1,
    )
    cells = scan.select(
        pl.col("row").cast(pl.UInt32), *_cells([f"c{n}" for n in range(len(text.header))], headers, mapping)
    )
    source = _source(table, file, cells, text.header, headers, mapping)
    if source is None:
        return None, headers.problems
    return replace(source, first_row=text.header_line + 1, lines=text.lines), headers.problems


def source_of_parquet(
    path: Path, file: str, table: Table, ignore: frozenset[str], *, mapping: TableMapping = AS_THE_CONTRACT
) -> tuple[Source | None, list[Problem]]:
    """Return the cells of a Parquet file in their own types, None if unusable, and its problems.

    `file` is the name in problems.
    """
    try:
        scan = pl.scan_parquet(path, glob=False)
        names = scan.collect_schema().names()
    except READ_ERRORS as error:
        return None, [unreadable(file, error)]
    headers = match_headers(names, table, file, ignore, mapping)
    cells = (
        scan.select(_cells(names, headers, mapping))
        .with_row_index("row", offset=FIRST_ROW)
        .with_columns(pl.col("row").cast(pl.UInt32))
    )
    return _source(table, file, cells, names, headers, mapping), headers.problems


def source_of_sheet(
    book: Workbook,
    sheet: str,
    table: Table,
    file: str,
    ignore: frozenset[str],
    *,
    mapping: TableMapping = AS_THE_CONTRACT,
) -> tuple[Source | None, list[Problem]]:
    """Return the cells of a sheet as text, None if they cannot be used, and its problems.

    The header is the first line that is not empty; `file` is the name in problems.
    """
    rows = book.rows(sheet)
    problems = book.problems(sheet)
    header = None if problems else header_of_sheet(rows)
    if header is None:
        return None, problems or [Problem(Message("table_empty"), file)]
    headers = match_headers(header.names, table, file, ignore, mapping)
    problems = [replace(one, row=header.line) if one.row else one for one in headers.problems]
    types = {place: table.column(name).type for place, name in headers.columns.items()}
    types |= {} if headers.currency is None else {headers.currency: "text"}
    found = cells_below(rows, header, types, file)
    cells = found.frame(header.line + 1).lazy()
    names = [f"c{position}" for position in range(len(header.names))]
    cells = cells.select("row", *_cells(names, headers, mapping))
    source = _source(table, file, cells, header.names, headers, mapping)
    problems += [*found.problems, *_merged(book.merged(sheet), header, headers, file)]
    if source is None:
        return None, problems
    numbers = {name: found.numbers[place] for place, name in headers.columns.items() if found.numbers[place]}
    notes = (*source.notes, *_unnamed(found.unnamed, file), *found.notes)
    return replace(source, first_row=header.line + 1, numbers=numbers, notes=notes), problems


def _unnamed(positions: Collection[int], file: str) -> list[Message]:
    """Return the note on columns of a sheet that have cells and no header, called as the spreadsheet calls them."""
    columns = tuple(name_of_cell(0, position).rstrip("1") for position in sorted(positions))
    return [Message("note_columns_unnamed", {"file": file, "columns": columns})] if columns else []


def _merged(
    areas: Sequence[tuple[tuple[int, int], tuple[int, int]]], header: Header, headers: Headers, file: str
) -> list[Problem]:
    """Return a problem for every area of merged cells below the header that touches a column found."""
    within = [
        (first, last)
        for first, last in areas
        if first != last and last[0] >= header.line and headers.columns.keys() & range(first[1], last[1] + 1)
    ]
    first_ones = [
        Problem(
            Message("cells_merged"),
            file,
            first[0] + 1,
            header.names[first[1]].strip() or None,
            f"{name_of_cell(*first)}:{name_of_cell(*last)}",
        )
        for first, last in within[:LOOKED_UP]
    ]
    return capped(first_ones, len(within))


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
    return _source(table, file, frame.lazy(), names, headers, AS_THE_CONTRACT), headers.problems


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
    mapping: TableMapping,
) -> Source | None:
    """Return the source, None if a required column is missing or the currency of its rows."""
    found = {column: names[position].strip() for position, column in headers.columns.items()}
    found |= {column: column for column in headers.constants}
    if any(column.required and column.name not in found for column in table.columns):
        return None
    if mapping.currency is not None and mapping.currency.constant is None and headers.currency is None:
        return None
    currency = None if headers.currency is None else names[headers.currency].strip()
    return Source(table, file, cells, found, headers.notes(file), mapping=mapping, currency_header=currency)


def _cells(names: Sequence[str], headers: Headers, mapping: TableMapping) -> list[pl.Expr]:
    """Return the cells of every column found, in the contract's words, and `CURRENCY`."""
    found = [
        _meant(pl.col(names[position]), mapping.values.get(column)).alias(column)
        for position, column in headers.columns.items()
    ]
    if headers.currency is not None:
        found.append(pl.col(names[headers.currency]).alias(CURRENCY))
    return found + [pl.lit(cell).alias(column) for column, cell in headers.constants.items()]


def _meant(cells: pl.Expr, meanings: Meanings | None) -> pl.Expr:
    """Return what the cells mean, as text; without meanings they are left as they are."""
    if meanings is None:
        return cells

    def each(found: pl.Series) -> pl.Series:
        words = [cell for cell in found.unique() if cell is not None]
        return found.replace(words, [meanings.of(word) for word in words])

    return cells.cast(pl.String).map_batches(each, return_dtype=pl.String, is_elementwise=True)


def unreadable(file: str, error: BaseException) -> Problem:
    """Return the problem of a file whose reading failed, with the first line of what the reader said."""
    return Problem(Message("unreadable"), file, seen=cut(str(error).partition("\n")[0]))


def match_headers(
    names: Sequence[str],
    table: Table,
    file: str,
    ignore: frozenset[str],
    mapping: TableMapping = AS_THE_CONTRACT,
) -> Headers:
    """Return which header stands for which column of `table`, those first that the house's `mapping` names.

    A header that stands twice, two headers of one column, a required column that is missing and a header
    within two letters of a column's are problems; others are ignored and noted. `ignore` names headers as
    `table.header`.
    """
    result = _mapped_headers(names, table, file, mapping)
    mapped = {*result.columns, result.currency}
    known = {word: name for word, name in names_of_columns(table).items() if name not in mapping.columns}
    seen: dict[str, str] = {}
    for position, name in enumerate(names):
        word = folded(name)
        if word == "" or f"{table.name}.{name.strip()}" in ignore:
            continue
        column = known.get(word)
        if word in seen:
            result.problems.append(Problem(Message("header_twice"), file, 1, cut(name)))
        elif position in mapped:
            pass
        elif column is None:
            _unknown_header(name, known, f"{table.name}.{name.strip()}", file, result)
        elif column in result.columns.values():
            other = next(names[place] for place, found in result.columns.items() if found == column)
            values = {"name": column, "other": other}
            result.problems.append(Problem(Message("column_twice", values), file, 1, cut(name)))
        else:
            result.columns[position] = column
        seen[word] = name
    _missing_columns(table, file, result, mapping)
    return result


def _mapped_headers(names: Sequence[str], table: Table, file: str, mapping: TableMapping) -> Headers:
    """Return the headers that the house's mapping names, and what is wrong with it in this file."""
    result = Headers()
    for column, origin in mapping.columns.items():
        key = f"columns.{table.name}.{header_of(table.column(column))}"
        if origin.constant is not None:
            result.constants[column] = origin.constant
            if column in map(names_of_columns(table).get, map(folded, names)):
                result.problems.append(
                    settings_problem("constant_beside_column", origin.line, key, file=file)
                )
            continue
        position = _position(names, origin, key, file, result)
        if position in result.columns:
            other = result.columns[position]
            result.problems.append(
                settings_problem("header_of_two", origin.line, key, seen=names[position], other=other)
            )
        elif position is not None:
            result.columns[position] = column
    if mapping.currency is not None and mapping.currency.constant is None:
        result.currency = _position(names, mapping.currency, f"currency.{table.name}", file, result)
    return result


def _position(names: Sequence[str], origin: Origin, key: str, file: str, result: Headers) -> int | None:
    """Return where the header of a column stands; None and a problem if it is not there or several match."""
    if origin.match is not None:
        found = [position for position, name in enumerate(names) if origin.match.search(name.strip())]
        wanted = origin.match.pattern
    else:
        wanted = origin.header or ""
        found = [position for position, name in enumerate(names) if folded(name) == folded(wanted)][:1]
    if len(found) == 1:
        return found[0]
    if found:
        several = ", ".join(names[position] for position in found)
        problem = settings_problem("headers_match", origin.line, key, seen=several, file=file)
    else:
        near = nearest(wanted, names) or cut(", ".join(names))
        problem = settings_problem("no_such_header", origin.line, key, seen=wanted, allowed=near, file=file)
    result.problems.append(problem)
    return None


def _unknown_header(name: str, known: Mapping[str, str], entry: str, file: str, result: Headers) -> None:
    """Put a header that names no column down as a slip of the pen, or as ignored."""
    near = within_two_letters(folded(name), known)
    if near is None:
        result.ignored.append(name.strip())
        return
    message = Message("column_misspelt", {"entry": cut(entry)})
    result.problems.append(Problem(message, file, 1, cut(name), allowed=near))


def within_two_letters(word: str, known: Mapping[str, str]) -> str | None:
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


def _missing_columns(table: Table, file: str, result: Headers, mapping: TableMapping) -> None:
    found = {*result.columns.values(), *mapping.columns}
    for column in table.columns:
        if column.required and column.name not in found:
            near = nearest(column.name, result.ignored)
            allowed = ", ".join((column.name, *column.zh))
            message = Message("column_missing")
            result.problems.append(Problem(message, file, None, column.name, seen=near, allowed=allowed))
