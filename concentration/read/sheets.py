"""The cells of a table's sheet as the text that a CSV file would hold, and which codes were kept as numbers."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from itertools import islice

import polars as pl

from concentration.read.problems import LOOKED_UP, capped, cut
from concentration.read.values import PLACES
from concentration.spreadsheets.workbook import Cell, exact
from concentration.vocabulary.tables import ColumnType
from concentration.words.message import Message, Problem

_ROWS_A_BLOCK = 20_000
_ERRORS = frozenset({"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"})
# Excel keeps 15 significant digits: a whole number from here on has more.
_MOST_DIGITS = 15
_BEYOND = 10**_MOST_DIGITS


@dataclass(frozen=True)
class Header:
    """The first line of a sheet that is not empty: its `names` by position, and the `line` it stands on."""

    names: tuple[str, ...]
    line: int


@dataclass
class SheetCells:
    """The cells below a header: `columns` holds text by position, one series a block.

    `numbers` are the lines, by position, on which a code or another text was kept as a number; `unnamed` are the
    positions that have cells and no header.
    """

    columns: dict[int, list[pl.Series]] = field(default_factory=dict)
    numbers: dict[int, list[int]] = field(default_factory=dict)
    unnamed: set[int] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)
    notes: list[Message] = field(default_factory=list)

    def frame(self, first_line: int) -> pl.DataFrame:
        """Return the columns `c0`, `c1`, … of the positions asked for, and `row` (UInt32), the lines of the sheet."""
        cells = {f"c{position}": pl.concat(blocks) for position, blocks in self.columns.items()}
        height = len(next(iter(cells.values()), []))
        lines = pl.Series(range(first_line, first_line + height), dtype=pl.UInt32)
        return pl.DataFrame({"row": lines, **cells})


def header_of_sheet(rows: Iterator[Sequence[Cell]]) -> Header | None:
    """Return the header of a sheet and leave `rows` behind it; None if every line is empty."""
    for line, row in enumerate(rows, start=1):
        if any(cell is not None for cell in row):
            return Header(tuple(text_of_cell(cell) or "" for cell in row), line)
    return None


def cells_below(
    rows: Iterator[Sequence[Cell]], header: Header, types: Mapping[int, ColumnType], file: str
) -> SheetCells:
    """Return the cells below a header at the positions of `types`.

    Figures are text of at most 15 significant digits. An error of Excel among text, and a code kept as a number of
    more digits, are problems; a figure that had more digits in the columns's own places is noted.
    """
    found = SheetCells({position: [pl.Series(dtype=pl.String)] for position in types})
    looks = {position: _Look(type_) for position, type_ in types.items()}
    without = {position for position, name in enumerate(header.names) if not name.strip()}
    line = header.line + 1
    while block := list(islice(rows, _ROWS_A_BLOCK)):
        for position, look in looks.items():
            found.columns[position].append(look.texts([row[position] for row in block], line))
        empty = without - found.unnamed
        found.unnamed |= {position for position in empty if any(row[position] is not None for row in block)}
        line += len(block)
    for position, look in looks.items():
        name = header.names[position].strip()
        found.numbers[position] = look.numbers
        found.problems += look.problems(file, name)
        found.notes += look.notes(file, name)
    return found


class _Look:
    """Looks at the cells of one column, block by block."""

    def __init__(self, type_: ColumnType) -> None:
        self.numbers: list[int] = []
        self._type = type_
        self._errors: list[tuple[int, str]] = []
        self._lost: list[tuple[int, str]] = []
        self._beyond: list[int] = []

    def texts(self, cells: Sequence[Cell], line: int) -> pl.Series:
        """Return the text of every cell; the first stands on `line`."""
        types = set(map(type, cells))
        if types & {int, float}:
            self._look_at_numbers(cells, line)
        if types - {str, type(None)}:
            cells = [text_of_cell(cell) for cell in cells]
        # Columns of other types refuse what is none of theirs.
        if self._type == "text" and not _ERRORS.isdisjoint(cells):
            self._errors += [(line + n, str(cell)) for n, cell in enumerate(cells) if cell in _ERRORS]
        return pl.Series(cells, dtype=pl.String)

    def _look_at_numbers(self, cells: Sequence[Cell], line: int) -> None:
        numbers = [
            (line + n, cell)
            for n, cell in enumerate(cells)
            if isinstance(cell, (int, float)) and not isinstance(cell, bool)
        ]
        if self._type == "text":
            self.numbers += [at for at, _ in numbers]
            self._lost += [(at, text_of_cell(cell) or "") for at, cell in numbers if abs(cell) >= _BEYOND]
        elif self._type in PLACES:
            places = PLACES[self._type]
            self._beyond += [at for at, cell in numbers if _is_cut(cell, places)]

    def problems(self, file: str, column: str) -> list[Problem]:
        """Return the problems of errors of Excel and of codes whose last digits are gone."""
        found = []
        for code, cells in (("excel_error", self._errors), ("code_digits_lost", self._lost)):
            first = [
                Problem(Message(code), file, line, column, cut(seen)) for line, seen in cells[:LOOKED_UP]
            ]
            found += capped(first, len(cells))
        return found

    def notes(self, file: str, column: str) -> list[Message]:
        """Return the note on figures of more digits than Excel keeps."""
        values = {"file": file, "column": column, "count": len(self._beyond)}
        return [Message("note_digits_cut", {**values, "row": self._beyond[0]})] if self._beyond else []


def text_of_cell(cell: Cell) -> str | None:
    """Return a cell as it would stand in a CSV file; a number by its 15 significant digits, without a power of ten."""
    if cell is None or isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, (int, float)):
        text = str(cell) if isinstance(cell, int) else f"{cell:.15g}"
        figure = exact(cell) if "e" in text else None
        return text if figure is None else f"{figure:f}"
    if isinstance(cell, datetime) and cell.time() == time.min:
        return cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def _is_cut(number: float, places: int) -> bool:
    """Return whether the digits beyond the fifteenth change what is kept of a figure, or could not be there at all."""
    if abs(number) < 10 ** (_MOST_DIGITS - places):  # fifteen digits reach all the places
        return False
    step = Decimal(1).scaleb(-places)
    figure = exact(number)
    return (
        figure is None
        or abs(number) >= _BEYOND
        or figure.quantize(step) != Decimal(repr(number)).quantize(step)
    )
