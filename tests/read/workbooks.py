"""Tables as a spreadsheet program keeps them: text, or figures, dates and yes and no in cells of their own types."""

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl

from concentration.vocabulary.tables import TABLES, Table, folded, names_of_columns, names_of_tables

Rows = Sequence[Sequence[object]]


def save(path: Path, sheets: Mapping[str, Rows], hidden: Sequence[str] = ()) -> Path:
    """Write a workbook; a cell of text stays text, whatever it looks like."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        sheet.sheet_state = "hidden" if name in hidden else "visible"
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def table_of(file: str) -> Table:
    return TABLES[names_of_tables()[folded(Path(file).stem)]]


def rows_of_csv(content: bytes) -> list[list[str]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("gb18030")
    return list(csv.reader(io.StringIO(text, newline="")))


def typed_rows(table: Table, rows: Sequence[Sequence[str]]) -> Rows:
    """Return the rows of a CSV file with the cells that a person gets who types them into a spreadsheet."""
    columns = [names_of_columns(table).get(folded(name)) for name in rows[0]]
    types = [table.column(name).type if name else "text" for name in columns]
    return [
        rows[0],
        *([_typed(cell, type_) for cell, type_ in zip(row, types, strict=True)] for row in rows[1:]),
    ]


def _typed(cell: str, type_: str) -> object:
    if type_ == "date" and cell[4:5] == "-":
        return date.fromisoformat(cell)
    if type_ == "bool" and cell in ("true", "false"):
        return cell == "true"
    if type_ in ("money", "number", "ratio") and cell:
        figure = Decimal(cell.replace(",", "").removesuffix("%"))
        return float(figure.scaleb(-2) if cell.endswith("%") else figure)
    return cell or None
