"""A sheet as a valuation table: its day, product, unit and rows, found by what stands in it and not by where.

Nothing is summed up here and nothing is judged: a row keeps its line in the sheet and its exact figures.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import PurePath

from concentration.spreadsheets.workbook import Cell, Sheet, exact
from concentration.valuation.load import ValuationRules
from concentration.valuation.model import LABELS, Layout, ValuationWords, matches
from concentration.words.message import Message, Problem

_DAY = r"(20\d\d)[-/.年]?(0[1-9]|1[0-2]|[1-9](?=\D))[-/.月]?(0[1-9]|[12]\d|3[01]|[1-9](?!\d))日?"
_HEADERS_NEEDED = ("code", "name", "market_value")
_MOST_HEADER_LINES = 5


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


@dataclass(frozen=True)
class _Header:
    """Where the account begins: the lines above it (from 0), its first row, and which column is where."""

    top: int
    first: int
    columns: Mapping[str, int]
    layout: Layout
    words: ValuationWords


def plain(text: object) -> str:
    """Return a text as words are compared: full-width letters narrowed, blanks and line breaks taken out."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", str(text)))


def is_account(sheet: Sheet, rules: ValuationRules) -> bool:
    """Tell whether some line of a sheet is the header of a valuation table."""
    return _header(sheet, rules) is not None


def table_of(sheet: Sheet, file: str, rules: ValuationRules) -> tuple[ValuationTable | None, list[Problem]]:
    """Return the valuation table of a sheet that is one, or every reason why it cannot be read."""
    header = _header(sheet, rules)
    if header is None:
        return None, [_no_header(sheet, file)]
    stem = plain(PurePath(file.partition(":")[0]).stem)
    problems: list[Problem] = []
    labels = _labels(sheet, header)
    notes: list[Message] = []
    day = _day([*labels["date"], *labels["date_above"]], stem, file, notes, problems)
    name, code = _product(sheet, header, labels, stem, file, notes, problems)
    unit = _unit(labels["unit"], header, sheet, file, notes, problems)
    if day is None or unit is None or problems:
        return None, problems
    table = ValuationTable(file, header.layout, header.words, day, code, name, notes=notes)
    _fill(table, sheet, header, unit, problems)
    problems += _missing_totals(table, sheet)
    return (None if problems else table), problems


# The header


def _header(sheet: Sheet, rules: ValuationRules) -> _Header | None:
    """Return the header of the account by the layout whose codes fit most rows, None if no line is one."""
    cells = _spread(sheet)
    fits = []
    for layout in rules.layouts.values():
        words = _with_layout(rules.words, layout)
        for top, row in enumerate(cells):
            found = _found_columns(cells, top, words, layout)
            if found is None or not _says(row, words.columns["code"]):
                continue
            columns, first = found
            codes = [plain_code(line[columns["code"]]) for line in cells[first:]]
            fitting = sum(1 for one in codes if re.fullmatch(layout.codes.pattern, one))
            fits.append((fitting, _Header(top, first, columns, layout, words)))
            break
    best = max(fits, key=lambda one: one[0], default=None)
    return best[1] if best is not None else None


def _spread(sheet: Sheet) -> list[list[Cell]]:
    """Return the cells of a sheet, what stands in a merged cell in each of its places."""
    cells = [list(row) for row in sheet.rows]
    for (top, left), (bottom, right) in sheet.merged:
        if top >= len(cells) or bottom - top > _MOST_HEADER_LINES:
            continue
        for line in range(top, min(bottom + 1, len(cells))):
            for place in range(left, min(right + 1, len(cells[line]))):
                if cells[line][place] is None:
                    cells[line][place] = cells[top][left]
    return cells


def _says(row: Sequence[Cell], patterns: list[str]) -> bool:
    return any(isinstance(cell, str) and matches(patterns, plain(cell)) for cell in row)


def _found_columns(
    cells: Sequence[Sequence[Cell]], top: int, words: ValuationWords, layout: Layout
) -> tuple[dict[str, int], int] | None:
    """Return which column is where if a header begins at `top`, and the first line below it.

    A header may have several lines: all those up to the first that begins with a subject code.
    """
    if not _says(cells[top], words.columns["code"]):
        return None
    place = next(
        i for i, c in enumerate(cells[top]) if isinstance(c, str) and matches(words.columns["code"], plain(c))
    )
    first = top + 1
    while first < len(cells) and first - top < _MOST_HEADER_LINES:
        if re.fullmatch(layout.codes.pattern, plain_code(cells[first][place])):
            break
        first += 1
    columns: dict[str, int] = {}
    names = _names_of_columns(cells[top:first])
    for role, patterns in words.columns.items():
        place_of_role = next((i for i, said in names if matches(patterns, said)), None)
        if place_of_role is not None:
            columns[role] = place_of_role
    found = [role for role in _HEADERS_NEEDED if role in columns or f"{role}_local" in columns]
    return (columns, first) if len(found) == len(_HEADERS_NEEDED) else None


def _names_of_columns(lines: Sequence[Sequence[Cell]]) -> list[tuple[int, str]]:
    """Return what the lines of a header say of each column, joined by |.

    What stands above several columns may be written above the first of them only; so a column with nothing above it
    is also called by what stands to its left there.
    """
    own: dict[int, list[str]] = {}
    under: dict[int, list[str]] = {}
    for line in lines:
        left = ""
        for i, cell in enumerate(line):
            text = plain(cell) if isinstance(cell, str) else ""
            left = text or left
            for names, said in ((own, text), (under, left)):
                if said and said not in names.setdefault(i, []):
                    names[i].append(said)
    joined = [(i, "|".join(parts)) for i, parts in own.items()]
    return joined + [(i, "|".join(under[i])) for i in own if under[i] != own[i]]


def _with_layout(words: ValuationWords, layout: Layout) -> ValuationWords:
    """Return the common words with those of a layout before them."""

    def joined(own: Mapping[str, list[str]], common: Mapping[str, list[str]]) -> dict[str, list[str]]:
        return {key: [*own.get(key, []), *patterns] for key, patterns in common.items()}

    return ValuationWords(
        columns=joined(layout.columns, words.columns),
        labels=joined(layout.labels, words.labels),
        titles=[*layout.titles, *words.titles],
        generic=[*layout.generic, *words.generic],
        file_codes=[*layout.file_codes, *words.file_codes],
        totals=joined(layout.totals, words.totals),
        figures=[*layout.figures, *words.figures],
        footers=[*layout.footers, *words.footers],
        parts=words.parts,
        units=words.units,
        home=words.home,
        trading=words.trading,
    )


def plain_code(cell: Cell) -> str:
    """Return a subject code as it is compared; a number without its decimal point, one blank before a market."""
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else str(cell)
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", str(cell or ""))).strip()


def _no_header(sheet: Sheet, file: str) -> Problem:
    seen = " | ".join(plain(c) for row in sheet.rows[:3] for c in row if c is not None)[:60]
    return Problem(Message("valuation_no_header"), file, seen=seen, allowed="科目代码, 科目名称, 市值")


# What stands above the account


def _labels(sheet: Sheet, header: _Header) -> dict[str, list[tuple[int, Cell]]]:
    """Return what stands behind each label above the account, with its line: in the cell, or in the next one.

    The day is looked for below too: a second table in the same sheet may be of another day.
    """
    found: dict[str, list[tuple[int, Cell]]] = {label: [] for label in LABELS}
    for line, row in enumerate(sheet.rows, start=1):
        for place, cell in enumerate(row):
            for label, value in _labelled(cell, header.words):
                behind = next((c for c in row[place + 1 :] if c is not None), None)
                if line <= header.top or label == "date":
                    found[label].append((line, value or behind))
    return found


def _labelled(cell: Cell, words: ValuationWords) -> Iterator[tuple[str, str]]:
    """Yield the labels in a cell with the text behind their colons: several may stand in one cell."""
    if not isinstance(cell, str):
        return
    text = re.sub(r"\s*:\s*", ":", unicodedata.normalize("NFKC", cell)).strip()
    for part in re.split(r"\s+(?=[^\s:]+:)", text):
        word, _, value = part.partition(":")
        for label in LABELS:
            if matches(words.labels[label], plain(word)):
                yield label, value.strip()


def _day(
    labels: Sequence[tuple[int, Cell]], stem: str, file: str, notes: list[Message], problems: list[Problem]
) -> date | None:
    """Return the day of valuation: from the sheet, else from the name of the file."""
    days: dict[date, int] = {}
    for line, cell in labels:
        for day in _days_in(cell):
            days.setdefault(day, line)
    named = set(_days_in(stem))
    if len(days) > 1:
        seen = ", ".join(f"{day} ({line})" for day, line in days.items())
        problems.append(Problem(Message("valuation_two_days"), file, max(days.values()), seen=seen))
        return None
    if days:
        day = next(iter(days))
        if named and day not in named:
            notes.append(Message("note_valuation_other_day", {"file": file, "day": day, "named": min(named)}))
        return day
    if len(named) == 1:
        notes.append(Message("note_valuation_day_of_file", {"file": file, "day": min(named)}))
        return named.pop()
    several = ", ".join(sorted(str(day) for day in named)) or None
    problems.append(Problem(Message("valuation_no_day"), file, seen=several, allowed="估值日期:2025-03-27"))
    return None


def _days_in(cell: Cell) -> list[date]:
    if isinstance(cell, datetime):
        return [cell.date()]
    if isinstance(cell, date):
        return [cell]
    days = []
    for year, month, day in re.findall(rf"(?<!\d){_DAY}(?!\d)", plain_code(cell)):
        try:
            days.append(date(int(year), int(month), int(day)))
        except ValueError:
            continue
    return days


def _product(
    sheet: Sheet,
    header: _Header,
    labels: Mapping[str, Sequence[tuple[int, Cell]]],
    stem: str,
    file: str,
    notes: list[Message],
    problems: list[Problem],
) -> tuple[str, str]:
    """Return name and code of the product; without a code of its own the name is its code."""
    titles = [
        str(c).strip() for row in sheet.rows[: header.top] for c in row if isinstance(c, str) and plain(c)
    ]
    name = next((str(cell).strip() for _, cell in labels["name"] if cell is not None), None)
    name = name or _name_in(titles, header.words) or _name_in([_undated(stem)], header.words)
    code: str | None = next((plain(cell) for _, cell in labels["code"] if cell is not None), None)
    if name is None:
        if code is None:
            problems.append(
                Problem(Message("valuation_no_product"), file, seen=" | ".join(titles)[:60] or None)
            )
        return code or "", code or ""
    if code is None:
        code = _code_in(_undated(stem), name, header.words)
        if code is not None:
            notes.append(Message("note_valuation_code_of_file", {"file": file, "code": code, "name": name}))
    return name, code or name


def _name_in(titles: Sequence[str], words: ValuationWords) -> str | None:
    """Return the product's name in titles, by the first pattern that fits one; the name of the form is none."""
    for pattern in words.titles:
        for title in titles:
            found = re.fullmatch(pattern, unicodedata.normalize("NFKC", title))
            if found and found["name"].strip("_- ") and not matches(words.generic, plain(found["name"])):
                return found["name"].strip("_- ")
    return None


def _code_in(stem: str, name: str, words: ValuationWords) -> str | None:
    for pattern in words.file_codes:
        found = re.fullmatch(pattern.replace("{name}", re.escape(plain(name))), stem)
        if found:
            return found["code"]
    return None


def _undated(stem: str) -> str:
    return re.sub(rf"(?<!\d){_DAY}(?!\d)", "", stem).strip("_- ")


def _unit(
    labels: Sequence[tuple[int, Cell]],
    header: _Header,
    sheet: Sheet,
    file: str,
    notes: list[Message],
    problems: list[Problem],
) -> Decimal | None:
    """Return how many yuan one unit of the amounts is."""
    units = header.words.units
    place = header.columns.get("market_value", header.columns.get("market_value_local", 0))
    above = [plain(row[place] or "") for row in sheet.rows[header.top : header.first]]
    told = [plain(cell) for _, cell in labels if cell is not None]
    told += [word for text in above for word in re.findall(r"\((.*元)\)", text)]
    unknown = sorted({word for word in told if word not in units})
    if unknown or len({units[word] for word in told}) > 1:
        seen = ", ".join(dict.fromkeys(told))
        problems.append(Problem(Message("valuation_unit"), file, seen=seen, allowed=", ".join(units)))
        return None
    if not told:
        notes.append(Message("note_valuation_no_unit", {"file": file}))
        return Decimal(1)
    return Decimal(units[told[0]])


# The account


def _fill(
    table: ValuationTable, sheet: Sheet, header: _Header, unit: Decimal, problems: list[Problem]
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
        elif role is not None and row.market_value is not None and role not in table.totals:
            table.totals[role] = Total(line, row.market_value, row.share)
        elif role is not None or not text or _repeats(row.code, text, words):
            table.said.append(line)
        else:
            table.not_understood.append(row)


def _repeats(code: str, text: str, words: ValuationWords) -> bool:
    """Tell a row that says figures of the whole again, or the head of a page."""
    said = [*words.figures, *words.footers, *words.columns["code"], *words.titles]
    return matches(said, text) or next(_labelled(code, words), None) is not None


def _row(
    line: int, cells: Sequence[Cell], header: _Header, unit: Decimal, file: str, problems: list[Problem]
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
    needed = [role for role in ("assets", "liabilities", "net_assets") if role not in table.totals]
    if not needed:
        return []
    last = table.rows[-1] if table.rows else None
    seen = f"{last.line}: {last.code} {last.name}" if last else None
    names = {role: table.words.totals[role][-1] for role in needed}
    told = {"assets": "资产类合计", "liabilities": "负债类合计", "net_assets": "资产净值"}
    allowed = ", ".join(told[role] for role in names)
    return [Problem(Message("valuation_cut_off"), table.file, len(sheet.rows), seen=seen, allowed=allowed)]
