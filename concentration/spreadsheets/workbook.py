"""A workbook, or a CSV file, as sheets of Python values."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from concentration.spreadsheets.content import damaged, format_of, not_a_workbook
from concentration.words.message import CannotRunError, Message, Problem

Cell = str | int | float | bool | date | datetime | time | timedelta | None

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
    """Return the sheets of a workbook (.xlsx, .xlsm, .xls, .ods: by content), or a .csv file as one sheet of text.

    `file` is the name in problems. Hidden sheets are left out unless `hidden`. Raises CannotRunError for a file that
    is no workbook, has a password, is damaged, or has formulas without values.
    """
    data = _bytes_of(path, file)
    if path.suffix.lower() == ".csv":
        return [_sheet_of_csv(data, path.stem, file)]
    with opened(data, file) as book:
        places = [
            (place, sheet.name)
            for place, sheet in enumerate(book.sheets_metadata)
            if sheet.typ == SheetTypeEnum.WorkSheet and (hidden or sheet.visible == SheetVisibleEnum.Visible)
        ]
        return [_sheet(book.get_sheet_by_index(place), name) for place, name in places]


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


@contextmanager
def opened(data: bytes, file: str) -> Iterator[CalamineWorkbook]:
    """Open a workbook; what goes wrong within is told as a damaged file."""
    found = format_of(data, file)
    if isinstance(found, Problem):
        raise CannotRunError([found])
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            yield book
    except CalamineError as error:
        raise CannotRunError([damaged(file, error)]) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # Rust's, which is no Exception and has no public name
            raise
        raise CannotRunError([damaged(file, error)]) from error


def _bytes_of(path: Path, file: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CannotRunError([Problem(Message("unreadable"), file, seen=error.strerror)]) from error


def _sheet(sheet: CalamineSheet, name: str) -> Sheet:
    rows = [[None if cell == "" else cell for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    return Sheet(name, rows, tuple(sheet.merged_cell_ranges or ()))


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
