"""What the records of an .xls file say beside the values that calamine gives: errors, and formulas without values."""

import io
from collections.abc import Iterator
from dataclasses import replace

import olefile

from concentration.spreadsheets.beside import Beside, name_of_cell

_BOUND_SHEET, _BEGIN, _END, _FORMULA, _BOOL_OR_ERROR = 0x0085, 0x0809, 0x000A, 0x0006, 0x0205
_DIMENSIONS, _CELLS = 0x0200, {0x0006, 0x00BD, 0x00BE, 0x00D6, 0x00FD, 0x0201, 0x0203, 0x0204, 0x0205, 0x027E}
_MOST_ROWS, _MOST_COLUMNS = 65_536, 256
_NEW_DIMENSIONS = 14
_RESULT_IS_ERROR, _RESULT_IS_EMPTY = 2, 3
_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}


def beside_of(data: bytes) -> list[Beside]:
    """Return what stands beside the values of every sheet, in the order of the workbook."""
    with olefile.OleFileIO(io.BytesIO(data)) as ole:
        name = "Workbook" if ole.exists("Workbook") else "Book"
        stream = ole.openstream(name).read()
    starts = [
        int.from_bytes(body[:4], "little") for record, body in _records(stream, 0) if record == _BOUND_SHEET
    ]
    return [_of_sheet(stream, start) for start in starts]


def _records(stream: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    """Yield the records from `start` until what begins there ends; charts within a sheet begin and end too."""
    place, depth = start, 0
    while place + 4 <= len(stream):
        record = int.from_bytes(stream[place : place + 2], "little")
        length = int.from_bytes(stream[place + 2 : place + 4], "little")
        yield record, stream[place + 4 : place + 4 + length]
        depth += (record == _BEGIN) - (record == _END)
        if depth == 0:
            return
        place += 4 + length


def _of_sheet(stream: bytes, start: int) -> Beside:
    found = Beside(rows=_MOST_ROWS, columns=_MOST_COLUMNS)
    formulas = 0
    for record, body in _records(stream, start):
        if record == _DIMENSIONS:
            _check_dimensions(body)
        row, column = int.from_bytes(body[:2], "little"), int.from_bytes(body[2:4], "little")
        if record in _CELLS and column >= _MOST_COLUMNS:
            raise ValueError("column")
        if record == _BOOL_OR_ERROR and body[7] == 1:
            found.texts[row, column] = _ERRORS.get(body[6], "#N/A")
        elif record == _FORMULA:
            formulas += 1
            sort = body[6] if body[12:14] == b"\xff\xff" else None  # else the result is a number
            if sort == _RESULT_IS_ERROR:
                found.texts[row, column] = _ERRORS.get(body[8], "#N/A")
            elif sort == _RESULT_IS_EMPTY:
                found.uncomputed.append(name_of_cell(row, column))
    # An empty text is also what Excel computes; but where no formula at all has a value nobody has computed them.
    return found if len(found.uncomputed) == formulas else replace(found, uncomputed=[])


def _check_dimensions(body: bytes) -> None:
    """Raise ValueError if a sheet says it is larger than one can be: calamine would ask for that much memory."""
    wide = 4 if len(body) >= _NEW_DIMENSIONS else 2  # bytes of a row's number
    starts = (0, wide, 2 * wide, 2 * wide + 2)
    ends = (*starts[1:], 2 * wide + 4)
    first_row, last_row, first_column, last_column = (
        int.from_bytes(body[start:end], "little") for start, end in zip(starts, ends, strict=True)
    )
    if not (first_row <= last_row <= _MOST_ROWS and first_column <= last_column <= _MOST_COLUMNS):
        raise ValueError("dimensions")
