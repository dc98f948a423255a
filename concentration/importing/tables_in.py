"""The valuation tables in files and folders, each product and day once."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from concentration.importing.same import same_content, with_told
from concentration.spreadsheets.workbook import Sheet, sheets_of
from concentration.valuation.load import ValuationRules
from concentration.valuation.rows import Valued, valued
from concentration.valuation.table import is_account, table_of
from concentration.words.message import CannotRunError, Message, Problem

SHEETS = (".xlsx", ".xls", ".xlsm", ".csv")

_SUMS = ("valuation_unproven_", "valuation_share", "valuation_gain", "valuation_row_unread")
"""What a reason may be accepted for: figures that do not add up. Whatever else is wrong with a table is refused."""


@dataclass
class TablesIn:
    """What was read: `valued` in the order of day and product, `notes`, and what is wrong with any file."""

    valued: list[Valued] = field(default_factory=list)
    notes: list[Message] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def tables_in(paths: Sequence[Path], rules: ValuationRules, accepted: str | None, to: Path) -> TablesIn:
    """Return the valuation tables in files, and in folders with all that is below them except the portfolio `to`.

    The same product and day with the same content is taken once, and noted; with other content it is a problem. A
    table that does not reconcile is one too, unless a reason is given why it is `accepted`.
    """
    found = TablesIn()
    files = _files(paths, to, found)
    names = Counter(file.name for file in files)
    for file in files:
        one = _read(file, rules)
        one = one if names[file.name] == 1 else _called_by_path(one, file)
        found.notes += one.notes
        found.problems += one.problems
        for table in one.valued:
            _add(table, found, accepted)
    found.valued.sort(key=lambda one: (one.day, one.product_id))
    return found


def _read(file: Path, rules: ValuationRules) -> TablesIn:
    """Return the valuation tables of one file, whether they reconcile or not."""
    found = TablesIn()
    try:
        sheets = sheets_of(file, file.name)
    except CannotRunError as error:
        found.problems += error.problems
        return found
    for sheet in _accounts(sheets, file.name, rules, found):
        called = file.name if len(sheets) == 1 else f"{file.name}:{sheet.name}"
        table, problems = table_of(sheet, called, rules)
        found.problems += problems
        if table is not None:
            found.valued.append(valued(table, rules))
    return found


def _called_by_path(found: TablesIn, file: Path) -> TablesIn:
    """Return what was read with the path of its file in the place of its name: another file has the same one."""

    def called(name: str | None) -> str | None:
        told = name is not None and (name == file.name or name.startswith(f"{file.name}:"))
        return file.as_posix() + name[len(file.name) :] if told and name is not None else name

    def note(one: Message) -> Message:
        return Message(one.code, {**one.values, "file": called(one.values["file"])})

    def problem(one: Problem) -> Problem:
        return replace(one, file=called(one.file))

    tables = [
        replace(
            one,
            file=called(one.file) or one.file,
            notes=tuple(map(note, one.notes)),
            problems=tuple(map(problem, one.problems)),
        )
        for one in found.valued
    ]
    return TablesIn(tables, [*map(note, found.notes)], [*map(problem, found.problems)])


def _files(paths: Sequence[Path], to: Path, found: TablesIn) -> list[Path]:
    """Return the files that may be spreadsheets; in a folder other files are left alone, and noted."""
    files: dict[Path, None] = {}
    for path in paths:
        if path.is_dir() and path.resolve() == to.resolve():
            found.problems.append(Problem(Message("import_from_itself"), path.as_posix()))
        elif path.is_dir():
            inside = sorted(
                one for one in path.rglob("*") if one.is_file() and not one.name.startswith((".", "~$"))
            )
            portfolio = to.resolve()
            own = [one for one in inside if _is_below(portfolio, path) and _is_below(one, portfolio)]
            if own:
                values = {"folder": to.as_posix(), "count": len(own)}
                found.notes.append(Message("note_import_own_folder", values))
                inside = [one for one in inside if one not in own]
            files |= dict.fromkeys(one for one in inside if one.suffix.lower() in SHEETS)
            others = [one.name for one in inside if one.suffix.lower() not in SHEETS]
            if others:
                values = {"folder": path.as_posix(), "files": others[:5], "count": len(others)}
                found.notes.append(Message("note_import_left_alone", values))
            if not any(one.suffix.lower() in SHEETS for one in inside):
                found.problems.append(
                    Problem(Message("import_empty_folder"), path.as_posix(), allowed=", ".join(SHEETS))
                )
        elif path.is_file():
            files[path] = None
        else:
            found.problems.append(Problem(Message("import_path_missing"), path.as_posix()))
    return list(files)


def _is_below(path: Path, folder: Path) -> bool:
    return path.resolve().is_relative_to(folder.resolve())


def _accounts(sheets: Sequence[Sheet], file: str, rules: ValuationRules, found: TablesIn) -> list[Sheet]:
    """Return the sheets of a file that are valuation tables; one that is none beside one that is gets a note."""
    accounts = [sheet for sheet in sheets if is_account(sheet, rules)]
    if not accounts:
        for sheet in sheets[:1]:
            found.problems += table_of(sheet, file, rules)[1]
        return []
    for sheet in sheets:
        if sheet not in accounts and sheet.rows:
            found.notes.append(Message("note_import_other_sheet", {"file": file, "sheet": sheet.name}))
    return accounts


def _add(new: Valued, found: TablesIn, accepted: str | None) -> None:
    """Take a table in, unless it is there already or does not reconcile."""
    found.notes += new.notes
    refused = [one for one in new.problems if accepted is None or not one.message.code.startswith(_SUMS)]
    if refused:
        found.problems += refused
        return
    if new.problems:
        values = {"file": new.file, "reason": accepted, "count": len(new.problems)}
        found.notes.append(Message("note_import_unreconciled", values))
    for place, other in enumerate(found.valued):
        if (other.day, other.product_id) == (new.day, new.product_id):
            said: dict[str, object] = {"product": new.product_id, "day": new.day, "other": other.file}
            if same_content(other, new):
                found.notes.append(Message("note_import_twice", {**said, "file": new.file}))
                found.valued[place] = replace(other, assets=with_told(other.assets, new.assets))
            else:
                found.problems.append(Problem(Message("import_differs", said), new.file))
            return
    found.valued.append(new)
