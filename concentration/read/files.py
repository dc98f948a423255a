"""The files of a portfolio's folder: which of them holds which table, and the cells of each."""

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from fnmatch import fnmatchcase
from pathlib import Path

from concentration.read.foreign import TableMapping
from concentration.read.problems import nearest
from concentration.read.settings import SETTINGS_FILE
from concentration.read.sources import Source, source_of_csv, source_of_parquet, unreadable
from concentration.vocabulary.completion import COMPLETION_FILE
from concentration.vocabulary.tables import TABLES, Table, folded, names_of_tables
from concentration.words.message import CannotRunError, Message, Problem

_READABLE = (".csv", ".parquet")
_WORKBOOKS = (".xlsx", ".xls", ".xlsm", ".ods")


def files_of(path: Path) -> tuple[list[Path], list[str], list[Problem]]:
    """Return the files of tables in the order of their names, and what is called like a table and is no such file.

    Stop if it is no folder.
    """
    if not path.exists():
        raise CannotRunError([Problem(Message("path_missing"), path.as_posix())])
    if not path.is_dir():
        code = "workbook_unsupported" if path.suffix.lower() in _WORKBOOKS else "not_a_folder"
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
    tables = [file for file in files if file.suffix.lower() in _READABLE + _WORKBOOKS]
    if not tables:
        raise CannotRunError(
            [Problem(Message("no_tables"), path.as_posix(), allowed=_needed_tables()), *problems]
        )
    names = names_of_tables()
    unread = [
        entry.name for entry in entries if entry not in tables and folded(entry.name.split(".")[0]) in names
    ]
    return tables, unread, problems


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
        elif file.suffix.lower() in _WORKBOOKS:
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
    return Problem(Message("workbook_unsupported"), file, allowed=".csv, .parquet")


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
    names = [f"{name}.csv" for name in (name, *TABLES[name].zh)] + [f"{name}.parquet"]
    return Problem(Message("table_missing", {"table": name}), allowed=", ".join(names))


def source_of_file(
    path: Path,
    table: Table,
    ignore: frozenset[str],
    stack: ExitStack,
    mapping: TableMapping,
    encodings: Mapping[str, str],
) -> tuple[Source | None, list[Problem]]:
    """Return the cells of a file that holds the table, written as `mapping` says; `encodings` are by file pattern."""
    try:
        if path.suffix.lower() == ".csv":
            named = (encoding for pattern, encoding in encodings.items() if fnmatchcase(path.name, pattern))
            return source_of_csv(path, table, ignore, stack, mapping=mapping, encoding=next(named, None))
        return source_of_parquet(path, table, ignore, mapping=mapping)
    except OSError as error:
        return None, [unreadable(path.name, error)]
