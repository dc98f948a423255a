"""A workbook, or a CSV file, as sheets of Python values."""

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from concentration.spreadsheets.beside import Beside, name_of_cell
from concentration.spreadsheets.content import Format, damaged, format_of, not_a_workbook
from concentration.spreadsheets.xls import beside_of
from concentration.spreadsheets.xlsx import NOT_WELL_FORMED, XlsxParts
from concentration.words.message import CannotRunError, Message, Problem

Cell = str | int | float | bool | date | datetime | time | timedelta | None

_CELLS_SHOWN = 10
# Of 32 bytes each before they are Python's: calamine keeps every cell up to the last one, empty or not.
_MOST_CELLS = 64_000_000
_FIGURE = re.compile(r"[+-]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]*)(?:\.[0-9]*)?")
_NARROW = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)} | {0x3000: " ", 0x2212: "-"}


@dataclass(frozen=True)
class Sheet:
    """The cells of one sheet.

    `rows[0]` is line 1 of the sheet (of a CSV file the first record), and every row has the sheet's width. An empty
    cell is None; text stands as it was written; an error of Excel is its text, such as `#N/A`. `merged` gives the
    first and last (row, column) of merged cells, from 0.
    """

    name: str
    rows: Sequence[Sequence[Cell]]
    merged: Sequence[tuple[tuple[int, int], tuple[int, int]]] = ()


def sheets_of(path: Path, file: str, *, hidden: bool = False) -> list[Sheet]:
    """Return the sheets of a workbook (.xlsx, .xlsm, .xls: by content), or a .csv file as one sheet of text.

    `file` is the name in problems. Hidden sheets are left out unless `hidden`. Raises CannotRunError for a file that
    is no workbook, has a password, is damaged, or has formulas without values.
    """
    if path.suffix.lower() == ".csv":
        return [_sheet_of_csv(_bytes_of(path, file), path.stem, file)]
    book = open_workbook(path, file, hidden=hidden)
    problems = [problem for name in book.names for problem in book.problems(name)]
    if problems:
        raise CannotRunError(problems)
    return [Sheet(name, list(book.rows(name)), book.merged(name)) for name in book.names]


def exact(cell: Cell) -> Decimal | None:
    """Return the figure of a cell, None if it is none.

    Text may have thousands separators and full-width digits and signs; a percentage and scientific notation are none.
    A float counts by its 15 significant digits, which is all that Excel keeps.
    """
    if isinstance(cell, bool):
        return None
    if isinstance(cell, int):
        return Decimal(cell)
    if isinstance(cell, float):
        figure = Decimal(f"{cell:.15g}")
        return figure if figure.is_finite() else None
    if isinstance(cell, str):
        text = cell.translate(_NARROW).strip()
        is_figure = _FIGURE.fullmatch(text) and any(letter.isdigit() for letter in text)
        return Decimal(text.replace(",", "")) if is_figure else None
    return None


class Workbook:
    """An open workbook. A sheet is loaded when its rows are asked for; CannotRunError says that it is damaged.

    `names` are those of its sheets of cells, `hidden` those of the sheets that are hidden and left out.
    """

    def __init__(
        self, book: CalamineWorkbook, beside: Callable[[int], Beside], file: str, hidden: bool
    ) -> None:
        """Take the sheets of an open workbook; `beside` gives what calamine does not say of the sheet at a place."""
        self._beside, self._file = cache(beside), file
        self._loaded = lru_cache(maxsize=1)(book.get_sheet_by_index)  # a large sheet takes seconds and memory
        sheets = [
            (place, sheet)
            for place, sheet in enumerate(book.sheets_metadata)
            if sheet.typ == SheetTypeEnum.WorkSheet
        ]
        self._places = {
            sheet.name: place
            for place, sheet in sheets
            if hidden or sheet.visible == SheetVisibleEnum.Visible
        }
        self.names = tuple(self._places)
        self.hidden = tuple(sheet.name for _, sheet in sheets if sheet.name not in self._places)

    def problems(self, name: str) -> list[Problem]:
        """Return why the cells of a sheet cannot be read: formulas whose value nobody has computed, or far too many."""
        with _told_as_damaged(self._file):
            beside = self._beside(self._places[name])
        if beside.rows * beside.columns > _MOST_CELLS:
            last = name_of_cell(beside.rows - 1, beside.columns - 1)
            return [Problem(Message("sheet_too_large", {"sheet": name}), self._file, seen=last)]
        return [_uncomputed(beside.uncomputed, name, self._file)] if beside.uncomputed else []

    def rows(self, name: str) -> Iterator[list[Cell]]:
        """Yield the rows of a sheet, which has no `problems`, from line 1, all of one width."""
        with _told_as_damaged(self._file):
            place = self._places[name]
            beside = self._beside(place)
            sheet = self._loaded(place)
            texts: dict[int, list[tuple[int, str]]] = {}
            for (row, column), text in beside.texts.items():
                texts.setdefault(row, []).append((column, text))
            left: list[Cell] = [None] * (sheet.start[1] if sheet.start else 0)
            for number, found in enumerate(
                sheet.iter_rows()
            ):  # from line 1, but from the first column in use
                cells: list[Cell] = left + [None if cell == "" else cell for cell in found]
                for column, text in texts.get(number, ()):
                    cells[column] = text
                yield cells

    def merged(self, name: str) -> tuple[tuple[tuple[int, int], tuple[int, int]], ...]:
        """Return the first and last (row, column), from 0, of the merged cells of a sheet."""
        with _told_as_damaged(self._file):
            return tuple(self._loaded(self._places[name]).merged_cell_ranges or ())


def open_workbook(path: Path, file: str, *, hidden: bool = False) -> Workbook:
    """Return the workbook at `path`, whose format is found by content.

    `file` is the name in problems; hidden sheets are left out unless `hidden`. Raises CannotRunError for a file that
    is no workbook, has a password or is damaged.
    """
    data = _bytes_of(path, file)
    found = format_of(data, file)
    if isinstance(found, Problem):
        raise CannotRunError([found])
    with _told_as_damaged(file):
        beside = _beside(found, data)  # first: an old workbook that says it is endless must not be opened
        return Workbook(CalamineWorkbook.from_filelike(io.BytesIO(data)), beside, file, hidden)


@contextmanager
def _told_as_damaged(file: str) -> Iterator[None]:
    """Tell what goes wrong within as a damaged file."""
    try:
        yield
    except (CalamineError, *NOT_WELL_FORMED) as error:
        raise CannotRunError([damaged(file, error)]) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # Rust's, which is no Exception and has no public name
            raise
        raise CannotRunError([damaged(file, error)]) from error


def _beside(found: Format, data: bytes) -> Callable[[int], Beside]:
    if found == "xlsx":
        return XlsxParts(zipfile.ZipFile(io.BytesIO(data))).beside
    return beside_of(data).__getitem__


def _uncomputed(cells: Sequence[str], sheet: str, file: str) -> Problem:
    shown = ", ".join(cells[:_CELLS_SHOWN]) + (", …" if len(cells) > _CELLS_SHOWN else "")
    message = Message("formulas_without_values", {"sheet": sheet, "count": len(cells)})
    return Problem(message, file, seen=shown)


def _bytes_of(path: Path, file: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CannotRunError([Problem(Message("unreadable"), file, seen=error.strerror)]) from error


def _sheet_of_csv(data: bytes, name: str, file: str) -> Sheet:
    """Return the one sheet of a CSV file; a blank line is a row of empty cells."""
    text = _text_of_csv(data, file)
    try:
        records = list(csv.reader(io.StringIO(text, newline="")))
    except csv.Error as error:
        raise CannotRunError([Problem(Message("unreadable"), file, seen=str(error))]) from error
    width = max(map(len, records), default=0)
    return Sheet(name, [_padded(record, width) for record in records])


def _padded(record: Sequence[Any], width: int) -> list[Cell]:
    return [cell or None for cell in record] + [None] * (width - len(record))


def _text_of_csv(data: bytes, file: str) -> str:
    if data and b"\0" not in data:
        for encoding in ("utf-8-sig", "gb18030"):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError:
                continue
    if not data:
        raise CannotRunError([not_a_workbook(data, file)])
    raise CannotRunError([Problem(Message("unknown_encoding"), file, allowed="UTF-8, GB18030")])
