"""Where the account of a valuation table begins: its header, of one line or several, and which column is where."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from concentration.spreadsheets.workbook import Cell, Sheet
from concentration.valuation.load import ValuationRules
from concentration.valuation.model import Layout, ValuationWords, matches

_NEEDED = ("code", "name", "market_value")
_MOST_LINES = 5


@dataclass(frozen=True)
class Header:
    """Where the account begins: the lines above it (from 0), its first row, and which column is where."""

    top: int
    first: int
    columns: Mapping[str, int]
    layout: Layout
    words: ValuationWords


def header_of(sheet: Sheet, rules: ValuationRules) -> Header | None:
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
            fits.append((fitting, Header(top, first, columns, layout, words)))
            break
    best = max(fits, key=lambda one: one[0], default=None)
    return best[1] if best is not None else None


def _spread(sheet: Sheet) -> list[list[Cell]]:
    """Return the cells of a sheet, what stands in a merged cell in each of its places."""
    cells = [list(row) for row in sheet.rows]
    for (top, left), (bottom, right) in sheet.merged:
        if top >= len(cells) or bottom - top > _MOST_LINES:
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
    while first < len(cells) and first - top < _MOST_LINES:
        if re.fullmatch(layout.codes.pattern, plain_code(cells[first][place])):
            break
        first += 1
    columns: dict[str, int] = {}
    names = _names_of_columns(cells[top:first])
    for role, patterns in words.columns.items():
        place_of_role = next((i for i, said in names if matches(patterns, said)), None)
        if place_of_role is not None:
            columns[role] = place_of_role
    found = [role for role in _NEEDED if role in columns or f"{role}_local" in columns]
    return (columns, first) if len(found) == len(_NEEDED) else None


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
        other_dates=words.other_dates,
        home=words.home,
        trading=words.trading,
    )


def plain_code(cell: Cell) -> str:
    """Return a subject code as it is compared; a number without its decimal point, one blank before a market."""
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else str(cell)
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", str(cell or ""))).strip()


def plain(text: object) -> str:
    """Return a text as words are compared: full-width letters narrowed, blanks and line breaks taken out."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", str(text)))
