"""`to-complete.xlsx` in a portfolio's folder, read back: what was filled in, by table."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from concentration.catalogue.model import AssetKind
from concentration.read.checks import repeated_keys
from concentration.read.filling import Completed
from concentration.read.sources import Source, source_of_rows
from concentration.read.tables import typed_table, within_range
from concentration.spreadsheets.workbook import Sheet, sheets_of
from concentration.vocabulary.completion import (
    COMPLETED_TABLES,
    COMPLETION_FILE,
    GUIDE_SHEET,
    LISTS_SHEET,
    NAME,
    NEEDED_BY,
)
from concentration.vocabulary.tables import Table, folded, names_of_tables
from concentration.words.message import CannotRunError, Message, Problem


@dataclass(frozen=True)
class Completion:
    """What a folder's `to-complete.xlsx` says: by table, the `rows` of its sheets, what is wrong with it, and notes."""

    tables: Mapping[str, Completed] = field(default_factory=dict)
    rows: int = 0
    problems: tuple[Problem, ...] = ()
    notes: tuple[Message, ...] = ()


def read_completion(path: Path, tables: Mapping[str, Table], kinds: Mapping[str, AssetKind]) -> Completion:
    """Return what stands in the workbook at `path`; nothing if it is not there.

    `tables` are those of the contract with a house's own columns. The problems of all sheets are in `problems`;
    a cell that is no value of its column is then empty.
    """
    if not path.is_file():
        return Completion()
    try:
        sheets = sheets_of(path, COMPLETION_FILE)
    except CannotRunError as error:
        return Completion(problems=error.problems)
    names = names_of_tables()
    found: dict[str, Completed] = {}
    problems: list[Problem] = []
    notes: list[Message] = []
    ignored: list[str] = []
    rows = 0
    for sheet in sheets:
        name = names.get(folded(sheet.name))
        if name not in COMPLETED_TABLES:
            ignored += [] if sheet.name in (GUIDE_SHEET, LISTS_SHEET) else [sheet.name]
        elif name in found:
            message = Message("table_twice", {"table": name, "other": found[name].file})
            problems.append(Problem(message, _place(sheet)))
        else:
            completed, told, wrong = _completed(sheet, tables[name], kinds)
            problems += wrong
            notes += told
            if completed is not None:
                found[name] = completed
                rows += completed.frame.height
    if ignored:
        notes.append(Message("note_sheets_ignored", {"file": COMPLETION_FILE, "sheets": tuple(ignored)}))
    return Completion(found, rows, tuple(problems), tuple(notes))


def _place(sheet: Sheet) -> str:
    return f"{COMPLETION_FILE}:{sheet.name}"


def _completed(
    sheet: Sheet, table: Table, kinds: Mapping[str, AssetKind]
) -> tuple[Completed | None, tuple[Message, ...], list[Problem]]:
    """Return what was filled in for one table, notes, and what is wrong with its sheet."""
    source, problems = source_of_sheet(_without_words_for_people(sheet, table), _asking(table), _place(sheet))
    if source is None:
        return None, (), problems
    typed, wrong = typed_table(source, kinds, {}, {})
    problems += wrong
    if typed is None:
        return None, (), problems
    problems += [*typed.problems, *repeated_keys(typed)]
    frame = within_range(table, typed.frame)
    return Completed(table, typed.file, frame, typed.headers), typed.notes, problems


def _asking(table: Table) -> Table:
    """Return the table as its sheet holds it: whatever says which row it is must be there, the rest may be missing.

    A date may be empty although the table's may not: the row then holds on every day.
    """
    columns = (
        column
        if column.name in table.key and column.name != "as_of"
        else replace(column, required=False, filled=False)
        for column in table.columns
    )
    return replace(table, columns=tuple(columns))


def _without_words_for_people(sheet: Sheet, table: Table) -> Sheet:
    """Return the sheet without the columns that nobody reads back: the name of an asset held, the limits."""
    has_name = any(column.name == "name" for column in table.columns)
    for_people = (NEEDED_BY,) if has_name else (NEEDED_BY, NAME)
    kept = [place for place, head in enumerate(sheet.rows[0] if sheet.rows else ()) if head not in for_people]
    return replace(sheet, rows=[[row[place] for place in kept] for row in sheet.rows], merged=())


def source_of_sheet(sheet: Sheet, table: Table, file: str) -> tuple[Source | None, list[Problem]]:
    """Stand-in until sources has it."""
    heads = [str(head or "") for head in (sheet.rows[0] if sheet.rows else ())]
    rows = [dict(zip(heads, map(_plain, row), strict=True)) for row in sheet.rows[1:]]
    if not rows:
        rows = [dict.fromkeys(heads)]
    return source_of_rows(rows, table, file)


def _plain(cell: object) -> object:
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    return cell.date() if isinstance(cell, datetime) else cell
