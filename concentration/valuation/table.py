"""A sheet as a valuation table: its day, product, unit and rows, found by what stands in it and not by where.

Nothing is summed up here and nothing is judged: a row keeps its line in the sheet and its exact figures.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from concentration.spreadsheets.workbook import Cell, Sheet, exact
from concentration.valuation.header import Header, header_of, plain, plain_code
from concentration.valuation.labels import labelled, told_above
from concentration.valuation.load import ValuationRules
from concentration.valuation.model import Layout, ValuationWords, matches
from concentration.words.message import Message, Problem

_DIGITS = 15
"""A spreadsheet keeps so many digits of a number."""

_NOTHING = ["-+|—+|/|"]
"""How an empty cell is written."""

_WELCOME = ("quantity", "cost", "share")
"""Columns without which a table can be read, but tells less."""

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
    gain: Decimal | None = None
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
    if told.day is None or told.unit is None or told.problems:
        return None, told.problems
    table = ValuationTable(
        file, header.layout, header.words, told.day, told.product_id, told.product_name, notes=told.notes
    )
    problems = _Account(table, header, told.unit).read(sheet)
    problems += _missing_totals(table, sheet)
    lacking = [role for role in _WELCOME if role not in header.columns]
    if lacking:
        table.notes.append(Message("note_valuation_no_column", {"file": file, "columns": lacking}))
    return (None if problems else table), problems


class _Account:
    """Reads the rows below a header into their table, and keeps what is wrong with them."""

    def __init__(self, table: ValuationTable, header: Header, unit: Mapping[str, Decimal]) -> None:
        self.table, self.header, self.unit = table, header, unit
        self.words, self.columns = header.words, header.columns
        self.problems: list[Problem] = []

    def read(self, sheet: Sheet) -> list[Problem]:
        """Put every row where it belongs and return what is wrong."""
        for line, cells in enumerate(sheet.rows[self.header.first :], start=self.header.first + 1):
            if any(cell is not None and plain(cell) for cell in cells):
                self._place(self._row(line, cells))
        return self.problems

    def _place(self, row: Row) -> None:
        table = self.table
        text = plain(row.code or row.name).strip(":-")
        role = next((r for r, patterns in self.words.totals.items() if matches(patterns, text)), None)
        if self._is_subject(row.code):
            table.rows.append(row)
        elif role is not None and (row.market_value is not None or role == "liabilities"):
            # Who owes nothing often prints nothing; assets less liabilities prove that it is nothing.
            self._total(role, Total(row.line, row.market_value or Decimal(0), row.share))
        elif (
            role is not None
            or (text and self._repeats(row.code, text))
            or (not text and row.market_value is None)
        ):
            table.said.append(row.line)
        else:
            table.not_understood.append(row)

    def _total(self, role: str, total: Total) -> None:
        """Keep a total; one that is printed again must be the same."""
        known = self.table.totals.setdefault(role, total)
        if known is not total:
            self.table.said.append(total.line)
            if known.amount != total.amount:
                self._complain("valuation_total_twice", total.line, f"{total.amount}", f"{known.amount}")

    def _repeats(self, code: str, text: str) -> bool:
        """Tell a row that says figures of the whole again, or the head of a page."""
        words = self.words
        said = [*words.figures, *words.footers, *words.columns["code"], *words.titles]
        return matches(said, text) or next(labelled(code, words), None) is not None

    def _is_subject(self, code: str) -> bool:
        return re.fullmatch(self.header.layout.codes.pattern, code) is not None

    def _row(self, line: int, cells: Sequence[Cell]) -> Row:
        code = plain_code(cells[self.columns["code"]])
        if isinstance(cells[self.columns["code"]], (int, float)) and len(code) > _DIGITS:
            self._complain("valuation_code_digits", line, code, f"≤ {_DIGITS}")
        return Row(
            line,
            code,
            str(cells[self.columns["name"]] or "").strip(),
            self._figure(line, cells, "quantity"),
            self._amount(line, cells, "cost"),
            self._amount(line, cells, "market_value"),
            self._amount(line, cells, "gain"),
            _printed_share(self._cell(cells, "share")),
            str(self._cell(cells, "trading") or "").strip(" 【】[]") or None,
        )

    def _cell(self, cells: Sequence[Cell], role: str) -> Cell:
        cell = cells[self.columns[role]] if role in self.columns else None
        return None if cell is None or matches(_NOTHING, plain(cell)) else cell

    def _figure(self, line: int, cells: Sequence[Cell], role: str) -> Decimal | None:
        cell = self._cell(cells, role)
        if cell is None:
            return None
        value = exact(cell)
        if value is None and self._is_subject(plain_code(cells[self.columns["code"]])):
            self._complain("valuation_no_figure", line, str(cell)[:60], None, role)
        return value

    def _amount(self, line: int, cells: Sequence[Cell], role: str) -> Decimal | None:
        """Return an amount in yuan: as it is printed in home money, else by the rate of the row's currency."""
        home = self._figure(line, cells, role)
        if home is not None:
            return home * self.unit[role]
        local = self._figure(line, cells, f"{role}_local")
        rate = None if local is None else self._rate(line, cells)
        return None if rate is None or local is None else local * rate * self.unit[f"{role}_local"]

    def _rate(self, line: int, cells: Sequence[Cell]) -> Decimal | None:
        """Return how many yuan one unit of the row's currency is."""
        name = plain(self._cell(cells, "currency") or "")
        if name in self.words.home:
            return Decimal(1)
        rate = self._figure(line, cells, "rate")
        is_subject = self._is_subject(plain_code(cells[self.columns["code"]]))
        if is_subject and (rate is None or rate <= 0):
            self._complain("valuation_no_rate", line, f"{name} {'' if rate is None else rate}".strip(), "> 0")
            return None
        return rate

    def _complain(
        self, code: str, line: int, seen: str | None, allowed: str | None, column: str | None = None
    ) -> None:
        problem = Problem(Message(code), self.table.file, line, column, seen or None, allowed)
        if problem not in self.problems:
            self.problems.append(problem)


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
