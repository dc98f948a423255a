"""The files of a portfolio's folder: which of them holds which table, and the cells of each."""

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from fnmatch import fnmatchcase
from pathlib import Path

from concentration.read.foreign import TableMapping
from concentration.read.problems import cut, nearest
from concentration.read.settings import SETTINGS_FILE
from concentration.read.sheets import header_of_sheet
from concentration.read.sources import (
    Source,
    source_of_csv,
    source_of_parquet,
    source_of_sheet,
    unreadable,
    within_two_letters,
)
from concentration.spreadsheets.workbook import Workbook, open_workbook
from concentration.vocabulary.completion import COMPLETION_FILE
from concentration.vocabulary.tables import TABLES, Table, folded, names_of_tables
from concentration.words.message import CannotRunError, Message, Problem

_READABLE = (".csv", ".parquet", ".xlsx")
_WORKBOOK = ".xlsx"
_OTHER_WORKBOOKS = (".xls", ".xlsm", ".xlsb", ".ods")


def files_of(path: Path) -> tuple[list[Path], list[str], list[Problem]]:
    """Return the files of tables in the order of their names, and what is called like a table and is no such file.

    A workbook is the one file of its own. Stop if it is neither.
    """
    if not path.exists():
        raise CannotRunError([Problem(Message("path_missing"), path.as_posix())])
    if is_workbook(path):
        return [path], [], []
    if not path.is_dir():
        code = "workbook_unsupported" if path.suffix.lower() in _OTHER_WORKBOOKS else "not_a_folder"
        raise CannotRunError([Problem(Message(code), path.as_posix())])
    try:
        entries = sorted(entry for entry in path.iterdir() if _may_hold_a_table(entry))
        files = [entry for entry in entries if entry.is_file()]
    except OSError as error:
        raise CannotRunError([unreadable(path.as_posix(), error)]) from error
    misnamed = [
        entry.name
        for entry in entries
        if entry.stem.lower() == "portfolio"
        and entry.suffix.lower() in (".yml", ".yaml")
        and not (entry.name == SETTINGS_FILE and entry.is_file())
    ]
    problems = [Problem(Message("settings_misnamed"), name, allowed=SETTINGS_FILE) for name in misnamed]
    tables = [file for file in files if file.suffix.lower() in _READABLE + _OTHER_WORKBOOKS]
    if not tables:
        raise CannotRunError(
            [Problem(Message("no_tables"), path.as_posix(), allowed=_needed_tables()), *problems]
        )
    names = names_of_tables()
    unread = [
        entry.name for entry in entries if entry not in tables and folded(entry.name.split(".")[0]) in names
    ]
    return tables, unread, problems


def is_workbook(path: Path) -> bool:
    """Return whether a portfolio is one workbook, every table a sheet of it."""
    return path.suffix.lower() == _WORKBOOK and path.is_file()


def _may_hold_a_table(entry: Path) -> bool:
    """Return whether an entry of the folder is looked at: not what is hidden, nor the sheet of missing facts."""
    return not entry.name.startswith((".", "~$")) and entry.name != COMPLETION_FILE


def not_read(name: str) -> Problem:
    """Return the problem of what is called like a table and is no file that can be read."""
    return Problem(Message("table_not_read"), name, allowed=", ".join(_READABLE))


def _needed_tables() -> str:
    return ", ".join(f"{table.name}.csv" for table in TABLES.values() if table.needed)


def tables_of(files: Sequence[Path]) -> tuple[dict[str, Path], list[Problem]]:
    """Return the file of every table, in the order of the contract, and what is wrong with other files."""
    names = names_of_tables()
    found: dict[str, Path] = {}
    refused: set[str] = set()
    problems = []
    for file in files:
        name = names.get(folded(file.stem))
        if name is None:
            problems.append(
                unknown_table(file.name) if file.suffix.lower() in _READABLE else _workbook(file.name)
            )
        elif name in found:
            values = {"table": name, "other": found[name].name}
            problems.append(Problem(Message("table_twice", values), file.name))
        elif file.suffix.lower() in _OTHER_WORKBOOKS:
            refused.add(name)
            problems.append(_workbook(file.name))
        else:
            found[name] = file
    for name, file in list(found.items()):
        if not TABLES[name].supported:
            problems += refused_table(name, file.name)
            del found[name]
    needed = [table.name for table in TABLES.values() if table.needed]
    problems += [missing_table(name) for name in needed if name not in found and name not in refused]
    return {name: found[name] for name in TABLES if name in found}, problems


def _workbook(file: str) -> Problem:
    return Problem(Message("workbook_unsupported"), file, allowed=", ".join(_READABLE))


def unknown_table(file: str) -> Problem:
    """Return the problem of a file whose name is no table's, with the nearest name."""
    names = [name for table in TABLES.values() for name in (table.name, *table.zh)]
    word = Path(file).stem
    allowed = nearest(folded(word), names) or ", ".join(TABLES)
    return Problem(Message("table_unknown"), file, seen=word, allowed=allowed)


def refused_table(name: str, file: str) -> list[Problem]:
    """Return the problem of a table that is known and cannot be judged yet."""
    if TABLES[name].supported:
        return []
    return [Problem(Message("table_unsupported", {"table": name}), file)]


def missing_table(name: str) -> Problem:
    """Return the problem of a needed table that no file holds."""
    names = [f"{word}.csv" for word in (name, *TABLES[name].zh)] + [f"{name}.parquet", f"{name}.xlsx"]
    return Problem(Message("table_missing", {"table": name}), allowed=", ".join(names))


def tables_of_workbook(
    path: Path, books: dict[Path, Workbook]
) -> tuple[dict[str, Path], list[Message], list[Problem]]:
    """Return the tables that stand in the sheets of a workbook, all in its file, and what is wrong with other sheets.

    A sheet that is empty is left aside, one whose name is no table's is noted.
    """
    book = _book(path, books)
    names = names_of_tables()
    found: dict[str, str] = {}
    ignored, problems = [], []
    for sheet in book.names:
        name, file = names.get(folded(sheet)), _file_of_sheet(path, book, sheet)
        near = None if name else within_two_letters(folded(sheet), names)
        if name in found:
            problems.append(Problem(Message("sheet_twice", {"table": name, "other": found[name]}), file))
        elif name is not None:
            found[name] = sheet
        elif near is not None:
            problems.append(Problem(Message("sheet_misspelt"), file, seen=sheet, allowed=near))
        elif not _is_empty(book, sheet):
            ignored.append(sheet)
    problems += [
        Problem(Message("sheet_hidden"), f"{path.name}:{sheet}")
        for sheet in book.hidden
        if folded(sheet) in names
    ]
    for name in list(found):
        problems += refused_table(name, _file_of_sheet(path, book, found[name]))
    needed = [table.name for table in TABLES.values() if table.needed and table.name not in found]
    problems += [missing_sheet(name, path.name) for name in needed]
    values = {"file": path.name, "sheets": tuple(map(cut, ignored))}
    notes = [Message("note_sheets_ignored", values)] if ignored else []
    return {name: path for name in TABLES if name in found and TABLES[name].supported}, notes, problems


def missing_sheet(name: str, file: str) -> Problem:
    """Return the problem of a needed table that no sheet of a workbook holds."""
    allowed = ", ".join((name, *TABLES[name].zh))
    return Problem(Message("table_missing", {"table": name}), file, allowed=allowed)


def _book(path: Path, books: dict[Path, Workbook]) -> Workbook:
    """Return the workbook at `path`, opened once; `books` are those that are open."""
    if path not in books:
        books[path] = open_workbook(path, path.name)
    return books[path]


def _source_of_workbook(
    book: Workbook, path: Path, table: Table, ignore: frozenset[str], mapping: TableMapping
) -> tuple[Source | None, list[Problem]]:
    """Return the cells of the sheet called like the table, else of the only one that is not empty."""
    words = {folded(word) for word in (table.name, *table.zh)}
    hidden = [sheet for sheet in book.hidden if folded(sheet) in words]
    if hidden:
        return None, [Problem(Message("sheet_hidden"), f"{path.name}:{hidden[0]}")]
    sheets = [sheet for sheet in book.names if folded(sheet) in words]
    sheets = sheets or [sheet for sheet in book.names if not _is_empty(book, sheet)]
    if len(sheets) == 1:
        file = _file_of_sheet(path, book, sheets[0])
        return source_of_sheet(book, sheets[0], table, file, ignore, mapping=mapping)
    message = Message("sheet_unclear" if sheets else "table_empty", {"table": table.name})
    return None, [Problem(message, path.name, seen=", ".join(map(cut, sheets)) or None, allowed=table.name)]


def _is_empty(book: Workbook, sheet: str) -> bool:
    return header_of_sheet(book.rows(sheet)) is None


def _file_of_sheet(path: Path, book: Workbook, sheet: str) -> str:
    """Return how a sheet is called in problems and notes: a workbook's only one by the file alone."""
    return path.name if len(book.names) == 1 else f"{path.name}:{sheet}"


def source_of_file(
    path: Path,
    table: Table,
    ignore: frozenset[str],
    stack: ExitStack,
    mapping: TableMapping,
    encodings: Mapping[str, str],
    books: dict[Path, Workbook],
) -> tuple[Source | None, list[Problem]]:
    """Return the cells of a file that holds the table, written as `mapping` says; `encodings` are by file pattern.

    `books` are the workbooks that are open; one that is opened is put there.
    """
    try:
        if path.suffix.lower() == _WORKBOOK:
            return _source_of_workbook(_book(path, books), path, table, ignore, mapping)
        if path.suffix.lower() == ".csv":
            named = (encoding for pattern, encoding in encodings.items() if fnmatchcase(path.name, pattern))
            return source_of_csv(path, table, ignore, stack, mapping=mapping, encoding=next(named, None))
        return source_of_parquet(path, table, ignore, mapping=mapping)
    except OSError as error:
        return None, [unreadable(path.name, error)]
    except CannotRunError as refused:
        return None, list(refused.problems)
