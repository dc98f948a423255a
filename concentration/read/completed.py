"""`to-complete.xlsx` in a portfolio's folder, read back: what was filled in, by table."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from concentration.catalogue.model import AssetKind
from concentration.read.checks import repeated_keys
from concentration.read.codes import ids_of, with_known_zeros
from concentration.read.filling import Completed
from concentration.read.sources import Source, source_of_sheet
from concentration.read.tables import typed_table, within_range
from concentration.spreadsheets.workbook import open_workbook
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

FOR_PEOPLE = frozenset((*(f"{name}.{NEEDED_BY}" for name in COMPLETED_TABLES), f"holdings.{NAME}"))
"""Headers that are not read back, as `table.header`: the limits that need a fact, and the names of assets held."""


@dataclass(frozen=True)
class Completion:
    """What a folder's `to-complete.xlsx` says: by table, the `rows` of its sheets, what is wrong with it, and notes."""

    tables: Mapping[str, Completed] = field(default_factory=dict)
    rows: int = 0
    problems: tuple[Problem, ...] = ()
    notes: tuple[Message, ...] = ()


def read_completion(
    path: Path, tables: Mapping[str, Table], kinds: Mapping[str, AssetKind], beside: Mapping[str, Source]
) -> Completion:
    """Return what stands in the workbook at `path`; nothing if it is not there.

    `tables` are those of the contract with a house's own columns, `beside` are the cells of the portfolio's tables:
    codes kept as numbers get the zeros of the ids there. The problems of all sheets are in `problems`; a cell that is
    no value of its column is then empty.
    """
    if not path.is_file():
        return Completion()
    try:
        book = open_workbook(path, COMPLETION_FILE)
    except CannotRunError as error:
        return Completion(problems=error.problems)
    names = names_of_tables()
    found: dict[str, Completed] = {}
    problems: list[Problem] = []
    notes: list[Message] = []
    ignored: list[str] = []
    for sheet in book.names:
        name, file = names.get(folded(sheet)), f"{COMPLETION_FILE}:{sheet}"
        if name not in COMPLETED_TABLES:
            ignored += [] if sheet in (GUIDE_SHEET, LISTS_SHEET) else [sheet]
        elif name in found:
            problems.append(Problem(Message("sheet_twice", {"table": name, "other": found[name].file}), file))
        else:
            source, wrong = source_of_sheet(book, sheet, asking(tables[name]), file, FOR_PEOPLE)
            problems += wrong
            if source is not None:
                completed, told, wrong = _completed(source, kinds, beside)
                problems += wrong
                notes += told
                found |= {name: completed} if completed else {}
    if ignored:
        notes.append(Message("note_sheets_ignored", {"file": COMPLETION_FILE, "sheets": tuple(ignored)}))
    rows = sum(one.frame.height for one in found.values())
    return Completion(found, rows, tuple(problems), tuple(notes))


def _completed(
    source: Source, kinds: Mapping[str, AssetKind], beside: Mapping[str, Source]
) -> tuple[Completed | None, tuple[Message, ...], list[Problem]]:
    """Return what was filled in for one table, notes, and what is wrong with its sheet."""
    source, problems = with_known_zeros(source, lambda table: ids_of(table, beside))
    typed, wrong = typed_table(source, kinds, {}, {})
    problems += wrong
    if typed is None:
        return None, (), problems
    problems += [*typed.problems, *repeated_keys(typed)]
    frame = within_range(typed.table, typed.frame)
    return Completed(typed.table, typed.file, frame, typed.headers), typed.notes, problems


def asking(table: Table) -> Table:
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
