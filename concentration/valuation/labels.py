"""What a valuation table says above its account: the day, the product, the unit of its amounts."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import PurePath

from concentration.spreadsheets.workbook import Cell, Sheet
from concentration.valuation.header import Header, plain, plain_code
from concentration.valuation.model import AMOUNTS, LABELS, ValuationWords, matches
from concentration.words.message import Message, Problem

_DAY = r"(20\d\d)[-/.年]?(0[1-9]|1[0-2]|[1-9](?=\D))[-/.月]?(0[1-9]|[12]\d|3[01]|[1-9](?!\d))日?"


@dataclass
class Told:
    """What stands above an account; `day` and `unit` (yuan, by amount) are None where `problems` say why.

    Without a code of its own the product's name is its code.
    """

    day: date | None = None
    product_id: str = ""
    product_name: str = ""
    unit: dict[str, Decimal] | None = None
    notes: list[Message] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def told_above(sheet: Sheet, header: Header, file: str) -> Told:
    """Return what a sheet says above its account, and where it is silent what the name of its file says."""
    return _Reader(sheet, header, file).read()


class _Reader:
    """Looks for the labels of a sheet, and keeps what is to be noted and what is wrong."""

    def __init__(self, sheet: Sheet, header: Header, file: str) -> None:
        self.sheet, self.header, self.file = sheet, header, file
        self.words = header.words
        self.stem = plain(PurePath(file.partition(":")[0]).stem)
        self.labels = self._labels()
        self.told = Told()

    def read(self) -> Told:
        self.told.day = self._day()
        self.told.product_name, self.told.product_id = self._product()
        self.told.unit = self._unit()
        return self.told

    def _note(self, sentence: str, **values: object) -> None:
        self.told.notes.append(Message(sentence, {"file": self.file, **values}))

    def _complain(self, code: str, row: int | None, seen: str | None, allowed: str | None = None) -> None:
        self.told.problems.append(Problem(Message(code), self.file, row, seen=seen or None, allowed=allowed))

    def _labels(self) -> dict[str, list[tuple[int, Cell]]]:
        """Return what stands behind each label, with its line: in its cell, or in the next one that is filled.

        The day is looked for below the account too: a second table in the same sheet may be of another day.
        """
        found: dict[str, list[tuple[int, Cell]]] = {label: [] for label in LABELS}
        for line, row in enumerate(self.sheet.rows, start=1):
            for place, cell in enumerate(row):
                for label, value in labelled(cell, self.words):
                    behind = next((c for c in row[place + 1 :] if c is not None), None)
                    if line <= self.header.top or label == "date":
                        found[label].append((line, value or behind))
        return found

    def _day(self) -> date | None:
        """Return the day of valuation: by its label, by any date above the account, or from the name of the file."""
        days: dict[date, int] = {}
        for line, cell in [*self.labels["date"], *self.labels["date_above"]]:
            found = _days_in(cell)
            if not found:
                self._complain("valuation_no_day", line, str(cell), "估值日期:2025-03-27")
                return None
            for day in found:
                days.setdefault(day, line)
        for line, row in enumerate(self.sheet.rows[: self.header.top], start=1):
            for cell in row:
                for day in _days_in(self._without_other_dates(cell)):
                    days.setdefault(day, line)
        named = sorted(set(_days_in(self.stem)))
        if len(days) > 1:
            seen = ", ".join(f"{day} ({line})" for day, line in days.items())
            self._complain("valuation_two_days", max(days.values()), seen)
            return None
        if days:
            day = next(iter(days))
            if named and day not in named:
                self._note("note_valuation_other_day", day=day, named=named[0])
            return day
        if len(named) == 1:
            self._note("note_valuation_day_of_file", day=named[0])
            return named[0]
        self._complain("valuation_no_day", None, ", ".join(map(str, named)), "估值日期:2025-03-27")
        return None

    def _without_other_dates(self, cell: Cell) -> Cell:
        """Return a cell of text without the dates that its labels call something else than the day of valuation."""
        if not isinstance(cell, str):
            return None if not isinstance(cell, date) else cell
        parts = re.split(r"\s+(?=[^\s:]+:)", _with_plain_colons(cell))
        return " ".join(
            part for part in parts if not matches(self.words.other_dates, plain(part.partition(":")[0]))
        )

    def _product(self) -> tuple[str, str]:
        """Return name and code of the product: by their labels, by a title, by the name of the file."""
        above = self.sheet.rows[: self.header.top]
        titles = [cell.strip() for row in above for cell in row if isinstance(cell, str) and plain(cell)]
        name = next((str(cell).strip() for _, cell in self.labels["name"] if cell is not None), None)
        name = name or _name_in(titles, self.words) or _name_in([_undated(self.stem)], self.words)
        code: str | None = next((plain(cell) for _, cell in self.labels["code"] if cell is not None), None)
        if name is None and code is None:
            self._complain("valuation_no_product", None, " | ".join(titles)[:60])
        elif name is not None and code is None:
            code = _code_in(_undated(self.stem), name, self.words)
            if code is not None:
                self._note("note_valuation_code_of_file", code=code, name=name)
        return name or code or "", code or name or ""

    def _unit(self) -> dict[str, Decimal] | None:
        """Return how many yuan one unit of each amount is: in brackets in its own header, else by the label above."""
        units, columns = self.words.units, self.header.columns
        said = [plain(str(cell)).strip("()") for _, cell in self.labels["unit"] if cell is not None]
        own = {role: self._unit_in_header(columns[role]) for role in AMOUNTS if role in columns}
        above = [
            plain(cell) for row in self.sheet.rows[: self.header.top] for cell in row if isinstance(cell, str)
        ]
        scaled = [
            word for text in above for word in re.findall(r"[千万亿百]+元", text) if word not in "".join(said)
        ]
        told = [*said, *(word for word in own.values() if word is not None), *scaled]
        if any(word not in units for word in told) or len({units[word] for word in said}) > 1 or scaled:
            self._complain("valuation_unit", None, ", ".join(dict.fromkeys(told)), ", ".join(units))
            return None
        if not told:
            self._note("note_valuation_no_unit")
        common = said[0] if said else "元"
        return {role: Decimal(units[word or common]) for role, word in own.items()}

    def _unit_in_header(self, place: int) -> str | None:
        """Return the unit that the header of a column says in brackets."""
        header = self.sheet.rows[self.header.top : self.header.first]
        found = [word for row in header for word in re.findall(r"\((.*元)\)", plain(row[place] or ""))]
        return found[0] if found else None


def _with_plain_colons(text: str) -> str:
    """Return a text with narrow letters and nothing around its colons; brackets around it are left away."""
    narrow = re.sub(r"\s*:\s*", ":", unicodedata.normalize("NFKC", text)).strip()
    return narrow[1:-1] if re.fullmatch(r"\([^()]*\)", narrow) else narrow


def labelled(cell: Cell, words: ValuationWords) -> Iterator[tuple[str, str]]:
    """Yield the labels in a cell with the text behind their colons: several may stand in one cell."""
    if not isinstance(cell, str):
        return
    for part in re.split(r"\s+(?=[^\s:]+:)", _with_plain_colons(cell)):
        word, _, value = part.partition(":") if ":" in part else part.partition(" ")
        for label in LABELS:
            if matches(words.labels[label], plain(word)):
                yield label, value.strip()


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
