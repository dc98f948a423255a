"""A sheet as a valuation table: its day, product, unit and rows, found by what stands in it and not by where.

Nothing is summed up here and nothing is judged: a row keeps its line in the sheet and its exact figures.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from concentration.spreadsheets.workbook import Cell, Sheet, exact
from concentration.valuation.header import Header, header_of, plain, plain_code
from concentration.valuation.labels import labelled, told_above
from concentration.valuation.load import ValuationRules
from concentration.valuation.model import Layout, ValuationWords, matches
from concentration.words.message import Message, Problem

_TOTALS_NEEDED = {"assets": "资产类合计", "liabilities": "负债类合计", "net_assets": "资产净值"}


@dataclass(frozen=True)
class Row:
    """One row of the account: `code` and `name` as they stand, amounts in yuan, `share` as it is printed.

    `line` is the row in the sheet. None is an empty cell.
    """

    line: int
    code: str
    name: str
    quantity: Decimal | None = None
    cost: Decimal | None = None
    market_value: Decimal | None = None
    share: Decimal | None = None
    trading: str | None = None


@dataclass(frozen=True)
class Total:
    """A printed total in yuan and the line it stands on."""

    line: int
    amount: Decimal
    share: Decimal | None


@dataclass
class ValuationTable:
    """One valuation table: `rows` have subject codes, `totals` are those of `TOTALS` that were found.

    `said` counts the rows that only repeat figures of the whole product, `not_understood` are rows without a subject
    code that no word of the layout fits.
    """

    file: str
    layout: Layout
    words: ValuationWords
    day: date
    product_id: str
    product_name: str
    rows: list[Row] = field(default_factory=list)
    totals: dict[str, Total] = field(default_factory=dict)
    said: list[int] = field(default_factory=list)
    not_understood: list[Row] = field(default_factory=list)
    notes: list[Message] = field(default_factory=list)


def is_account(sheet: Sheet, rules: ValuationRules) -> bool:
    """Tell whether some line of a sheet is the header of a valuation table."""
    return header_of(sheet, rules) is not None


def table_of(sheet: Sheet, file: str, rules: ValuationRules) -> tuple[ValuationTable | None, list[Problem]]:
    """Return the valuation table of a sheet that is one, or every reason why it cannot be read."""
    header = header_of(sheet, rules)
    if header is None:
        return None, [_no_header(sheet, file)]
    told = told_above(sheet, header, file)
    problems = told.problems
    if told.day is None or told.unit is None or problems:
        return None, problems
    table = ValuationTable(
        file, header.layout, header.words, told.day, told.product_id, told.product_name, notes=told.notes
    )
    _fill(table, sheet, header, told.unit, problems)
    problems += _missing_totals(table, sheet)
    return (None if problems else table), problems


def _fill(
    table: ValuationTable, sheet: Sheet, header: Header, unit: Decimal, problems: list[Problem]
) -> None:
    """Put every row below the header where it belongs."""
    words = header.words
    for line, cells in enumerate(sheet.rows[header.first :], start=header.first + 1):
        if all(cell is None or not plain(cell) for cell in cells):
            continue
        row = _row(line, cells, header, unit, table.file, problems)
        text = plain(row.code or row.name).strip(":-")
        role = next((r for r, patterns in words.totals.items() if matches(patterns, text)), None)
        if re.fullmatch(header.layout.codes.pattern, row.code):
            table.rows.append(row)
        elif (
            role is not None
            and role not in table.totals
            and (row.market_value is not None or role == "liabilities")
        ):
            # Who owes nothing often prints nothing; assets less liabilities prove that it is nothing.
            table.totals[role] = Total(line, row.market_value or Decimal(0), row.share)
        elif role is not None or not text or _repeats(row.code, text, words):
            table.said.append(line)
        else:
            table.not_understood.append(row)


def _repeats(code: str, text: str, words: ValuationWords) -> bool:
    """Tell a row that says figures of the whole again, or the head of a page."""
    said = [*words.figures, *words.footers, *words.columns["code"], *words.titles]
    return matches(said, text) or next(labelled(code, words), None) is not None


def _row(
    line: int, cells: Sequence[Cell], header: Header, unit: Decimal, file: str, problems: list[Problem]
) -> Row:
    columns = header.columns
    code = plain_code(cells[columns["code"]])

    def cell(role: str) -> Cell:
        return cells[columns[role]] if role in columns else None

    def figure(role: str) -> Decimal | None:
        found = cell(role)
        if found is None or not plain(found):
            return None
        value = exact(found)
        if value is None and re.fullmatch(header.layout.codes.pattern, code):
            seen = str(found)[:60]
            problems.append(Problem(Message("valuation_no_figure"), file, line, role, seen=seen))
        return value

    def amount(role: str) -> Decimal | None:
        home = figure(role)
        if home is not None or figure(f"{role}_local") is None:
            return None if home is None else home * unit
        rate = _rate(line, cell("currency"), figure("rate"), header.words, file, problems)
        local = figure(f"{role}_local")
        return None if rate is None or local is None else local * rate * unit

    share = cell("share")
    return Row(
        line,
        code,
        str(cells[columns["name"]] or "").strip(),
        figure("quantity"),
        amount("cost"),
        amount("market_value"),
        _printed_share(share),
        str(cell("trading") or "").strip(" 【】[]") or None,
    )


def _rate(
    line: int,
    currency: Cell,
    rate: Decimal | None,
    words: ValuationWords,
    file: str,
    problems: list[Problem],
) -> Decimal | None:
    """Return how many yuan one unit of the row's currency is."""
    name = plain(currency or "")
    if name in words.home:
        return Decimal(1)
    if rate is None or rate <= 0:
        seen = f"{name} {rate if rate is not None else ''}".strip()
        problems.append(Problem(Message("valuation_no_rate"), file, line, seen=seen or None, allowed="> 0"))
        return None
    return rate


def _printed_share(cell: Cell) -> Decimal | None:
    """Return a printed share as a figure; a percent sign is left away, the column's own scale is found later."""
    text = cell.strip().rstrip("%") if isinstance(cell, str) else cell
    return exact(text)


def _missing_totals(table: ValuationTable, sheet: Sheet) -> list[Problem]:
    """Return a problem for each total that must be there: a table that ends before them was cut off."""
    missing = [name for role, name in _TOTALS_NEEDED.items() if role not in table.totals]
    if not missing:
        return []
    last = table.rows[-1] if table.rows else None
    seen = f"{last.line}: {last.code} {last.name}" if last else None
    place = len(sheet.rows)
    return [Problem(Message("valuation_cut_off"), table.file, place, seen=seen, allowed=", ".join(missing))]


def _no_header(sheet: Sheet, file: str) -> Problem:
    seen = " | ".join(plain(c) for row in sheet.rows[:3] for c in row if c is not None)[:60]
    return Problem(Message("valuation_no_header"), file, seen=seen, allowed="科目代码, 科目名称, 市值")
