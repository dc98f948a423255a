"""The files of a portfolio's folder: which of them holds which table, and the cells of each."""

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from fnmatch import fnmatchcase
from glob import glob
from pathlib import Path

from concentration.read.foreign import TableMapping
from concentration.read.problems import cut, nearest
from concentration.read.settings import SETTINGS_FILE, settings_problem
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
_SHEET = "#"
_OTHER_WORKBOOKS = (".xls", ".xlsm", ".xlsb", ".ods")


@dataclass(frozen=True)
class TableFile:
    """A file of a table: where it is, how problems call it, and the sheet of a workbook if it is said which."""

    path: Path
    name: str
    sheet: str | None = None


def files_of(path: Path) -> tuple[list[Path], list[str], list[Problem]]:
    """Return the files of tables in the order of their names, and what is called like a table and is no such file.

    A workbook is the one file of its own. Stop if it is neither. A folder with settings may have its files elsewhere.
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
    if not tables and not (path / SETTINGS_FILE).is_file():
        raise CannotRunError(
            [Problem(Message("no_tables"), path.as_posix(), allowed=_needed_tables()), *problems]
        )
    names = [word for word, name in names_of_tables().items() if TABLES[name].supported]
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


def files_said(
    folder: Path, said: Mapping[str, Sequence[str]], lines: Mapping[str, int], ignore: frozenset[str]
) -> tuple[dict[str, tuple[TableFile, ...]], list[Problem]]:
    """Return the files of the tables for which portfolio.yaml names files or patterns, by name, and its mistakes.

    `lines` says where `files.<table>` stands. What is meant is in the folder, below it, or on a path from it;
    `book.xlsx#sheet` is one sheet.
    """
    found: dict[str, tuple[TableFile, ...]] = {}
    problems = []
    for table, patterns in said.items():
        key = f"files.{table}"
        files: dict[TableFile, None] = {}
        for pattern in patterns or [""]:
            meant = [file for file in _meant(folder, pattern) if file.name not in ignore]
            files |= dict.fromkeys(meant)
            problems += [_workbook(file.name) for file in meant if file.path.suffix.lower() not in _READABLE]
            if not meant:
                there = sorted(entry.name for entry in folder.iterdir() if entry.name != SETTINGS_FILE)
                allowed = nearest(pattern, there) or cut(", ".join(there)) or None
                problems.append(
                    settings_problem(
                        "no_such_file", lines.get(key), key, seen=pattern or None, allowed=allowed
                    )
                )
        found[table] = tuple(files)
    return found, problems


def _meant(folder: Path, pattern: str) -> list[TableFile]:
    """Return the files that a name or a pattern means, in the order of their names."""
    file, _, sheet = pattern.rpartition(_SHEET)
    if not file.lower().endswith(_WORKBOOK):
        file, sheet = pattern, ""
    # Path.glob would refuse a pattern from the root.
    matched = glob(file, root_dir=folder, recursive=True)  # noqa: PTH207
    names = [file] if (folder / file).is_file() else sorted(matched)
    paths = [folder / name for name in names]
    return [
        TableFile(path, Path(name).as_posix(), sheet or None)
        for path, name in zip(paths, names, strict=True)
        if path.is_file() and _may_hold_a_table(path)
    ]


def tables_of(
    files: Sequence[Path], said: Mapping[str, Sequence[TableFile]]
) -> tuple[dict[str, tuple[TableFile, ...]], list[Problem]]:
    """Return the files of every table, in the order of the contract, and what is wrong with other files.

    `said` are those that portfolio.yaml names; the others are called like their tables.
    """
    named, problems = _tables_by_name(
        files, {name: parts[0].name if parts else "" for name, parts in said.items()}
    )
    found = {name: (TableFile(path, path.name),) for name, path in named.items()} | dict(said)
    return {name: tuple(found[name]) for name in TABLES if found.get(name)}, problems


def _tables_by_name(files: Sequence[Path], said: Mapping[str, str]) -> tuple[dict[str, Path], list[Problem]]:
    """Return the files that are called like a table; `said` names one of the files of each other table."""
    names = names_of_tables()
    found: dict[str, Path] = {}
    refused: set[str] = set()
    problems = []
    for file in files:
        name = names.get(folded(file.stem))
        if name is not None and not TABLES[name].supported:
            continue
        if name is None:
            problems.append(
                unknown_table(file.name) if file.suffix.lower() in _READABLE else _workbook(file.name)
            )
        elif name in found or name in said:
            values = {"table": name, "other": found[name].name if name in found else said[name]}
            problems.append(Problem(Message("table_twice", values), file.name))
        elif file.suffix.lower() in _OTHER_WORKBOOKS:
            refused.add(name)
            problems.append(_workbook(file.name))
        else:
            found[name] = file
    problems += [problem for name in said for problem in refused_table(name, said[name])]
    needed = [table.name for table in TABLES.values() if table.needed]
    known = {*found, *refused, *said}
    problems += [missing_table(name) for name in needed if name not in known]
    return found, problems


def _workbook(file: str) -> Problem:
    return Problem(Message("workbook_unsupported"), file, allowed=", ".join(_READABLE))


def unknown_table(file: str) -> Problem:
    """Return the problem of a file whose name is no table's, with the nearest name."""
    names = [name for table in TABLES.values() for name in (table.name, *table.zh)]
    word = Path(file).stem
    allowed = nearest(folded(word), names) or ", ".join(TABLES)
    return Problem(Message("table_unknown"), file, seen=word, allowed=allowed)


def left_alone(files: Sequence[Path]) -> list[Message]:
    """Return a note on each file that is called like a table which no portfolio is read from."""
    names = names_of_tables()
    told = {file.name: names.get(folded(file.stem)) for file in files}
    return [_left_alone(file) for file, name in told.items() if name and not TABLES[name].supported]


def _left_alone(file: str) -> Message:
    return Message("note_table_left", {"file": file})


def refused_table(name: str, file: str) -> list[Problem]:
    """Return the problem of a table that is no part of a portfolio and is named as one."""
    if TABLES[name].supported:
        return []
    return [Problem(Message("table_unsupported", {"table": name}), file)]


def missing_table(name: str) -> Problem:
    """Return the problem of a needed table that no file holds."""
    names = [f"{word}.csv" for word in (name, *TABLES[name].zh)] + [f"{name}.parquet", f"{name}.xlsx"]
    return Problem(Message("table_missing", {"table": name}), allowed=", ".join(names))


def tables_of_workbook(
    path: Path, books: dict[Path, Workbook]
) -> tuple[dict[str, tuple[TableFile, ...]], list[Message], list[Problem]]:
    """Return the tables that stand in the sheets of a workbook, all in its file, and what is wrong with other sheets.

    A sheet that is empty is left aside, one whose name is no table's is noted.
    """
    book = _book(path, books)
    names = names_of_tables()
    found: dict[str, str] = {}
    ignored, problems = [], []
    for sheet in book.names:
        name, file = names.get(folded(sheet)), _file_of_sheet(path.name, book, sheet)
        near = None if name else within_two_letters(folded(sheet), names)
        if name is not None:
            found.setdefault(name, sheet)  # a second one is told where the table is read
        elif near is not None:
            problems.append(Problem(Message("sheet_misspelt"), file, seen=sheet, allowed=near))
        elif not _is_empty(book, sheet):
            ignored.append(sheet)
    problems += [
        Problem(Message("sheet_hidden"), f"{path.name}:{sheet}")
        for sheet in book.hidden
        if folded(sheet) in names
    ]
    known = {*found, *(names.get(folded(sheet)) for sheet in book.hidden)}
    needed = [table.name for table in TABLES.values() if table.needed and table.name not in known]
    problems += [missing_sheet(name, path.name) for name in needed]
    values = {"file": path.name, "sheets": tuple(map(cut, ignored))}
    notes = [Message("note_sheets_ignored", values)] if ignored else []
    notes += [
        _left_alone(_file_of_sheet(path.name, book, sheet))
        for name, sheet in found.items()
        if not TABLES[name].supported
    ]
    whole = (TableFile(path, path.name),)
    return {name: whole for name in TABLES if name in found and TABLES[name].supported}, notes, problems


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
    book: Workbook, file: TableFile, table: Table, ignore: frozenset[str], mapping: TableMapping
) -> tuple[Source | None, list[Problem]]:
    """Return the cells of the sheet that is said, or called like the table, else of the only one not empty."""
    words = {folded(word) for word in ((file.sheet,) if file.sheet else (table.name, *table.zh))}
    hidden = [sheet for sheet in book.hidden if folded(sheet) in words]
    if hidden:
        return None, [Problem(Message("sheet_hidden"), f"{file.name}:{hidden[0]}")]
    sheets = [sheet for sheet in book.names if folded(sheet) in words]
    if file.sheet and not sheets:
        allowed = ", ".join(map(cut, book.names))
        return None, [Problem(Message("no_such_sheet"), file.name, seen=cut(file.sheet), allowed=allowed)]
    if len(sheets) > 1:
        twice = Message("sheet_twice", {"table": table.name, "other": sheets[0]})
        return None, [Problem(twice, f"{file.name}:{sheets[1]}")]
    sheets = sheets or [sheet for sheet in book.names if not _is_empty(book, sheet)]
    if len(sheets) == 1:
        name = _file_of_sheet(file.name, book, sheets[0])
        return source_of_sheet(book, sheets[0], table, name, ignore, mapping=mapping)
    message = Message("sheet_unclear" if sheets else "table_empty", {"table": table.name})
    return None, [Problem(message, file.name, seen=", ".join(map(cut, sheets)) or None, allowed=table.name)]


def _is_empty(book: Workbook, sheet: str) -> bool:
    return header_of_sheet(book.rows(sheet)) is None


def _file_of_sheet(file: str, book: Workbook, sheet: str) -> str:
    """Return how a sheet is called in problems and notes: a workbook's only one by the file alone."""
    return file if len(book.names) == 1 else f"{file}:{sheet}"


def source_of_file(
    file: TableFile,
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
        if file.path.suffix.lower() == _WORKBOOK:
            return _source_of_workbook(_book(file.path, books), file, table, ignore, mapping)
        if file.path.suffix.lower() == ".csv":
            named = (encoding for pattern, encoding in encodings.items() if fnmatchcase(file.name, pattern))
            encoding = next(named, None)
            return source_of_csv(
                file.path, file.name, table, ignore, stack, mapping=mapping, encoding=encoding
            )
        return source_of_parquet(file.path, file.name, table, ignore, mapping=mapping)
    except OSError as error:
        return None, [unreadable(file.name, error)]
    except CannotRunError as refused:
        return None, list(refused.problems)
