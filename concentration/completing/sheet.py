"""`to-complete.xlsx`: the facts that some limit would need, as a workbook to fill in.

Nothing in it is protected: pasting a column that runs over locked cells is refused by spreadsheets as a whole, and
whoever fills a thousand rows pastes. Colours say what is asked; what is wrong is said when the workbook is read.
"""

import io
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import polars as pl
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from concentration.catalogue.model import AssetKind
from concentration.completing.grid import Cell, Grid, State, grid_of
from concentration.read.filling import nothing_filled
from concentration.vocabulary.completion import (
    COMPLETED_TABLES,
    COMPLETION_FILE,
    GUIDE_SHEET,
    LISTS_SHEET,
    NAME,
    NEEDED_BY,
)
from concentration.vocabulary.tables import TABLES, Column, Table
from concentration.words.message import CannotRunError, Message, Problem
from concentration.words.sentences import render

MOST_ROWS = 1_048_575
"""Rows of a sheet below its header."""

_NAMED_LIMITS, _NAMED_PRODUCTS = 3, 20
_WIDTHS = (10, 44)
_MEASURED_ROWS = 500
_ROW_HEIGHT = 18
_EXACT_DIGITS = 15  # what a cell of a spreadsheet keeps of a figure
_CREATED = datetime(2000, 1, 1)  # no clock: the same facts give the same bytes

_COLOURS: Mapping[State, str] = {
    "needed": "#FFE699",
    "exempting": "#FFF8E5",
    "filled": "#E2EFDA",
    "other": "#EDEDED",
}
_FORMATS = {"date": "yyyy-mm-dd", "money": "#,##0.00##", "number": "General", "ratio": "General"}


def completion_workbook(
    needed: pl.DataFrame,
    kinds: Mapping[str, AssetKind],
    *,
    waiting: Sequence[str] = (),
    titles: Mapping[str, str] | None = None,
    filled: pl.DataFrame | None = None,
    tables: Mapping[str, Table] = TABLES,
) -> bytes:
    """Return the workbook that asks for the facts of `needed` (`completing.needed.NEEDED_SCHEMA`).

    `waiting` names the products of which no limit can be chosen yet, `titles` says what limits are called in
    Chinese, `filled` (`read.filling.FILLED_SCHEMA`) is what stood in the workbook before and must stay, `tables` are
    those of the contract with a house's own columns. The same arguments give the same bytes.
    Raises CannotRunError if a table lacks facts in more rows than a sheet holds.
    """
    filled = nothing_filled() if filled is None else filled
    sheets = [
        sheet
        for name in COMPLETED_TABLES
        if (sheet := grid_of(tables[name], needed.filter(table=name), filled.filter(table=name))).rows
    ]
    _refuse_too_long(sheets)
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"constant_memory": True}) as book:
        book.set_properties({"created": _CREATED})
        writer = _Writer(book, kinds, titles or {})
        writer.write_guide(sheets, waiting)
        for sheet in sheets:
            writer.write_sheet(sheet)
        writer.write_lists()
    return content.getvalue()


def _refuse_too_long(sheets: Sequence[Grid]) -> None:
    problems = [
        Problem(
            Message("completion_too_long", {"count": len(sheet.rows), "file": COMPLETION_FILE}),
            column=sheet.table.name,
        )
        for sheet in sheets
        if len(sheet.rows) > MOST_ROWS
    ]
    if problems:
        raise CannotRunError(problems)


class _Writer:
    """Writes the sheets of one workbook, and gathers the lists that their cells choose from."""

    def __init__(
        self, book: xlsxwriter.Workbook, kinds: Mapping[str, AssetKind], titles: Mapping[str, str]
    ) -> None:
        self.book = book
        self.titles = titles
        self.kind_words = {name: kind.title.zh for name, kind in kinds.items()}
        self.lists: dict[tuple[str, ...], str] = {}
        self.formats: dict[tuple[State, str], Format] = {}
        self.header = self._format(
            bold=True, bg_color="#1F4E79", font_color="#FFFFFF", text_wrap=True, border=1
        )
        self.plain = self._format(num_format="@")
        self.quiet = self._format(font_color="#7F7F7F")

    def _format(self, **properties: Any) -> Format:
        return self.book.add_format({"font_name": "宋体", "font_size": 11, "valign": "vcenter", **properties})

    def _of_cell(self, state: State, type_: str = "text") -> Format:
        """Return the format of a fact's cell."""
        if (state, type_) not in self.formats:
            number = _FORMATS.get(type_, "@")  # text stays as it is typed: 000001 is no number
            colours = {"bg_color": _COLOURS[state], "border": 1, "border_color": "#BFBFBF"}
            self.formats[state, type_] = self._format(num_format=number, **colours)
        return self.formats[state, type_]

    def write_guide(self, sheets: Sequence[Grid], waiting: Sequence[str]) -> None:
        """Write the first sheet, which says what to do."""
        guide = self.book.add_worksheet(GUIDE_SHEET)
        guide.hide_gridlines(2)
        guide.fit_to_pages(1, 0)
        guide.set_column(0, 0, 34)
        guide.set_column(1, 3, 24)
        place = 0
        title = self._format(bold=True, font_size=16)
        for message in _guide(sheets, waiting):
            first = title if place == 0 else self._format()
            guide.write_string(place, 0, render(message, "zh"), first)
            guide.write_string(
                place + 1, 0, render(message, "en"), self._format(italic=True, font_color="#7F7F7F")
            )
            place += 3
        if not sheets:
            return
        for state in _COLOURS:
            guide.write_blank(place, 0, None, self._of_cell(state))
            guide.write_string(place, 1, _in_both(f"completion_colour_{state}"), self._format())
            place += 1
        heads = ("completion_table", "completion_missing", "completion_exempting", "completion_done")
        place += 1
        guide.set_row(place, 2 * _ROW_HEIGHT)
        for at, code in enumerate(heads):
            guide.write_string(place, at, "\n".join(_in_both(code).split(" · ")), self.header)
        for sheet in sheets:
            place += 1
            counts = (sheet.count("needed", "exempting"), sheet.count("exempting"), sheet.count("filled"))
            guide.write_url(
                place,
                0,
                f"internal:'{_title(sheet.table)}'!A1",
                self._format(underline=1),
                _title(sheet.table),
            )
            for at, count in enumerate(counts, start=1):
                guide.write_number(place, at, count, self._format(num_format="#,##0"))

    def write_sheet(self, sheet: Grid) -> None:
        """Write one table's sheet: the columns that name the row, those to fill in, and who needs them."""
        page = self.book.add_worksheet(_title(sheet.table))
        heads = [*sheet.context, *sheet.facts]
        titles = [_head(sheet.table, name) for name in heads] + [NEEDED_BY]
        widths = [_width(title) + 2 for title in titles]
        page.set_default_row(_ROW_HEIGHT)
        page.set_row(0, 2 * _ROW_HEIGHT)
        for at, title in enumerate(titles):
            page.write_string(0, at, title, self.header)
        for line, (key, row) in enumerate(sheet.rows.items(), start=1):
            texts = [
                self._write_cell(page, (line, at), sheet.cell(key, name), sheet.table, name)
                for at, name in enumerate(heads)
            ]
            needed_by = self._named(list(row.limits))
            if needed_by:
                page.write_string(line, len(heads), needed_by, self.quiet)
            if line <= _MEASURED_ROWS:
                widths = [
                    max(width, _width(text)) for width, text in zip(widths, [*texts, needed_by], strict=True)
                ]
        for at, width in enumerate(widths):
            page.set_column(at, at, min(max(width + 2, _WIDTHS[0]), _WIDTHS[1]))
        for at, name in enumerate(heads):
            if name in sheet.facts:
                self._validate(page, at, len(sheet.rows), sheet.table.column(name))
        page.freeze_panes(1, len(sheet.context))
        page.set_landscape()
        page.fit_to_pages(1, 0)
        page.repeat_rows(0)
        page.autofilter(0, 0, len(sheet.rows), len(heads))

    def _write_cell(
        self, page: Worksheet, place: tuple[int, int], cell: Cell, table: Table, name: str
    ) -> str:
        """Write a cell and return the text that stands in it."""
        if cell.state == "known":
            if cell.value:
                page.write_string(*place, cell.value, self.plain)
            return cell.value or ""
        column = table.column(name)
        form = self._of_cell(cell.state, column.type)
        if cell.value is None:
            page.write_blank(*place, None, form)
            return ""
        value = self._words(column).get(cell.value, cell.value)
        if column.type == "date":
            page.write_datetime(*place, datetime.fromisoformat(value), form)
        elif column.type in ("money", "number", "ratio") and _is_exact(value):
            page.write_number(*place, float(value), form)
        else:
            page.write_string(*place, value, form)
        return value

    def _words(self, column: Column) -> Mapping[str, str]:
        """Return what the values of an enumeration are called in Chinese."""
        if column.type == "bool":
            return {"true": "是", "false": "否"}
        if column.type == "enum" and not column.values:
            return self.kind_words
        return {value.name: value.zh[0] for value in column.values}

    def _validate(self, page: Worksheet, at: int, rows: int, column: Column) -> None:
        """Say what the cells of a column take; where it is a list, they choose from it."""
        rule, code = self._rule(column)
        if rule:
            texts = {"input_message": _in_both(code), "error_message": _in_both(code)}
            page.data_validation(1, at, rows, at, {**rule, **texts})

    def _rule(self, column: Column) -> tuple[dict[str, Any], str]:
        """Return what the cells of a column take, and the sentence that says it; text is taken as it is."""
        words = tuple(self._words(column).values())
        if words:
            return {"validate": "list", "source": f"={self._list(words)}"}, "completion_take_list"
        if column.type == "date":
            first = date(1900, 1, 1)
            return {"validate": "date", "criteria": ">=", "value": first}, "completion_take_date"
        if column.type == "country":
            return {"validate": "length", "criteria": "==", "value": 2}, "completion_take_country"
        return ({}, "") if column.type == "text" else _rule_of_figure(column)

    def _list(self, words: tuple[str, ...]) -> str:
        """Return the range of the hidden sheet in which these words stand."""
        if words not in self.lists:
            letter = xlsxwriter.utility.xl_col_to_name(len(self.lists))
            self.lists[words] = f"'{LISTS_SHEET}'!${letter}$1:${letter}${len(words)}"
        return self.lists[words]

    def write_lists(self) -> None:
        """Write the hidden sheet of the words to choose from."""
        if not self.lists:
            return
        page = self.book.add_worksheet(LISTS_SHEET)
        page.hide()
        longest = max(map(len, self.lists))
        for line in range(longest):
            for at, words in enumerate(self.lists):
                if line < len(words):
                    page.write_string(line, at, words[line])

    def _named(self, limits: Sequence[str]) -> str:
        return _some([self.titles.get(limit, limit) for limit in limits], _NAMED_LIMITS, "；")


def _rule_of_figure(column: Column) -> tuple[dict[str, Any], str]:
    """Return the rule of a column of figures, and the sentence that says it."""
    if column.range == "share":
        return {
            "validate": "decimal",
            "criteria": "between",
            "minimum": 0,
            "maximum": 1,
        }, "completion_take_share"
    if column.range == "not_negative":
        code = "completion_take_ratio" if column.type == "ratio" else "completion_take_figure"
        return {"validate": "decimal", "criteria": ">=", "value": 0}, code
    return {
        "validate": "decimal",
        "criteria": "between",
        "minimum": -1e18,
        "maximum": 1e18,
    }, "completion_take_any_figure"


def _guide(sheets: Sequence[Grid], waiting: Sequence[str]) -> Iterator[Message]:
    """Yield what the first sheet says."""
    yield Message("completion_title")
    count = sum(sheet.count("needed", "exempting") for sheet in sheets)
    yield Message("completion_what", {"count": count}) if sheets else Message("completion_nothing")
    if waiting:
        yield Message("completion_waiting", {"products": _some(list(waiting), _NAMED_PRODUCTS, ", ")})
    if sheets:
        yield Message("completion_unknown")
        yield Message("completion_gaps_only")
        yield Message("completion_every_day")


def _some(names: Sequence[str], most: int, mark: str) -> str:
    """Return the first names, and how many there are if these are not all."""
    some = mark.join(names[:most])
    return some if len(names) <= most else f"{some} …（{len(names)}）"


def _title(table: Table) -> str:
    return table.zh[0]


def _head(table: Table, name: str) -> str:
    return name if name == NAME else table.column(name).zh[0]


def _in_both(code: str) -> str:
    return f"{render(Message(code), 'zh')} · {render(Message(code), 'en')}"


def _is_exact(figure: str) -> bool:
    """Return whether a spreadsheet keeps every digit of a figure."""
    return len(Decimal(figure).normalize().as_tuple().digits) <= _EXACT_DIGITS


def _width(text: str) -> int:
    """Return how many narrow letters wide a text is."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)
