"""Reading a portfolio: a folder of tables in, typed frames out, or every problem at once."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from concentration.catalogue.model import AssetKind
from concentration.read.checks import check_tables, taken_as_tradable
from concentration.read.own import header_of, tables_with_own, without_table
from concentration.read.problems import nearest
from concentration.read.settings import SETTINGS_FILE, Settings, read_settings
from concentration.read.sources import (
    Source,
    sha256,
    source_of_csv,
    source_of_parquet,
    source_of_rows,
    unreadable,
)
from concentration.read.tables import TypedTable, typed_defaults, typed_table
from concentration.vocabulary.completion import COMPLETION_FILE, may_wait
from concentration.vocabulary.tables import TABLES, Table, folded, names_of_tables
from concentration.words.message import CannotRunError, Message, Problem

__all__ = ["InputFile", "Portfolio", "Settings", "portfolio_from_rows", "read_portfolio"]

_READABLE = (".csv", ".parquet")
_WORKBOOKS = (".xlsx", ".xls", ".xlsm", ".ods")


@dataclass(frozen=True)
class InputFile:
    """A file that was read.

    The table in it, its name in the folder, its rows, and the SHA-256 of its bytes.
    """

    table: str
    file: str
    rows: int
    sha256: str


@dataclass(frozen=True)
class Portfolio:
    """A portfolio whose tables are typed and consistent.

    `name` is the path as the user gave it. Every frame of `tables` has every column of its table in
    `concentration.vocabulary.tables`, in that order, then `row` (UInt32: the line in the file; the number of
    the row + 1 in Parquet). Types: date Date, money Decimal(38, 4), number Decimal(38, 6), ratio Decimal(38,
    12), bool Boolean, everything else String; columns that the house declares as its own (`asset.watch_list`, in
    parties `party.…`) stand before `row`. In holdings, `product_id` and `asset_id` are Enums of the
    sorted ids of their tables, and `tranche_id`, `counterparty_id`, `lot_id` Categoricals (String if the
    column is absent); `product_id` of product_limits is that Enum too. An optional table that was not found is absent.
    """

    name: str
    tables: Mapping[str, pl.DataFrame]
    inputs: tuple[InputFile, ...]
    settings: Settings
    notes: tuple[Message, ...]


def read_portfolio(
    path: Path,
    kinds: Mapping[str, AssetKind],
    needed: Collection[str] | None = None,
    *,
    incomplete: bool = False,
) -> Portfolio:
    """Return the portfolio in the folder at `path`; `kinds` is the catalogue's table of asset kinds.

    `needed` names the columns of holdings that the limits to be judged need; other amounts and dates are checked and
    then left empty, which spares the memory of large tables. None: every column is kept.
    `incomplete`: cells that must be full may be empty, and are then null, keys aside.

    Raises CannotRunError with every problem of every table.
    """
    files, unread, problems = _files_of(path)
    settings_file = read_settings(path / SETTINGS_FILE)
    problems += settings_file.problems
    problems += [_not_read(name) for name in unread if name not in settings_file.ignore]
    settings, lines = settings_file.settings, settings_file.lines
    tables, wrong_facts = tables_with_own(settings.facts, lines)
    defaults, wrong_defaults = typed_defaults(settings.defaults, lines, kinds, tables)
    problems += [*wrong_facts, *wrong_defaults]
    found, unknown = _tables_of([file for file in files if file.name not in settings_file.ignore])
    problems += [*unknown, *without_table(settings.facts, found, lines)]
    with ExitStack() as stack:
        sources: dict[str, Source] = {}
        for name, file in found.items():
            source, wrong = _source_of_file(file, tables[name], settings_file.ignore, stack)
            problems += wrong
            sources |= {name: source} if source else {}
        unkept = _unkept(needed, tables["holdings"])
        typed, wrong = _typed_tables(sources, kinds, defaults, unkept, incomplete=incomplete)
        problems += wrong
        problems += [
            _empty(table) for table in typed.values() if table.table.needed and table.frame.is_empty()
        ]
        problems += check_tables(typed, kinds)
    if problems:
        raise CannotRunError([*problems, *_how_to_complete(typed, path)])
    inputs = tuple(
        InputFile(name, found[name].name, typed[name].frame.height, sha256(found[name])) for name in found
    )
    return _portfolio(path.as_posix(), typed, inputs, settings, kinds)


def portfolio_from_rows(
    tables: Mapping[str, Sequence[Mapping[str, object]]],
    settings: Settings | None = None,
    name: str = "rows",
    *,
    kinds: Mapping[str, AssetKind],
    incomplete: bool = False,
) -> Portfolio:
    """Return the portfolio of rows that are mappings of column names to text or Python values.

    The parsing and the checks are those of files, with two differences: a needed table may be an empty list
    (an optional one is then absent), and there are no `inputs`. The first row of a table is row 2, as in a
    file. Raises CannotRunError with every problem of every table.
    """
    settings = settings or Settings()
    known, problems = tables_with_own(settings.facts, {})
    defaults, wrong_defaults = typed_defaults(settings.defaults, {}, kinds, known)
    problems += wrong_defaults
    sources: dict[str, Source] = {}
    for given in tables:
        problems += _refused_table(given, given) if given in TABLES else [_unknown_table(given)]
    for table in known.values():
        if table.name not in tables:
            problems += [_missing(table.name)] if table.needed else []
        elif table.supported and (tables[table.name] or table.needed):
            source, wrong = source_of_rows(tables[table.name], table, table.name)
            problems += wrong
            sources |= {table.name: source} if source else {}
    present = [name for name, rows in tables.items() if rows]
    problems += without_table(settings.facts, present, {})
    typed, wrong = _typed_tables(sources, kinds, defaults, incomplete=incomplete)
    problems += wrong
    problems += check_tables(typed, kinds)
    if problems:
        raise CannotRunError(problems)
    return _portfolio(name, typed, (), settings, kinds)


def _how_to_complete(typed: Mapping[str, TypedTable], folder: Path) -> list[Problem]:
    """Return the problem that points to the sheet of missing facts, if a cell is empty that could be asked for."""
    asked_for = (
        problem.message.code == "cell_empty" and problem.column in _headers_that_may_wait(table)
        for table in typed.values()
        for problem in table.problems
    )
    if not any(asked_for):
        return []
    if (folder / COMPLETION_FILE).is_file():
        return [Problem(Message("facts_listed"), (folder / COMPLETION_FILE).as_posix())]
    values = {"file": COMPLETION_FILE, "command": f"concentration new {folder.as_posix()}"}
    return [Problem(Message("facts_can_be_listed", values))]


def _headers_that_may_wait(table: TypedTable) -> set[str]:
    """Return the headers, as they stand in the file, of the columns that may be filled in later."""
    columns = table.table.columns
    return {table.headers.get(column.name, "") for column in columns if may_wait(table.table, column)}


def _portfolio(
    name: str,
    typed: Mapping[str, TypedTable],
    inputs: tuple[InputFile, ...],
    settings: Settings,
    kinds: Mapping[str, AssetKind],
) -> Portfolio:
    notes = [note for table in typed.values() for note in table.notes]
    frames = {table: found.frame for table, found in typed.items()}
    return Portfolio(name, frames, inputs, settings, (*notes, *taken_as_tradable(typed, kinds)))


def _files_of(path: Path) -> tuple[list[Path], list[str], list[Problem]]:
    """Return the files of tables in the order of their names, and what is called like a table and is no such file.

    Stop if it is no folder.
    """
    if not path.exists():
        raise CannotRunError([Problem(Message("path_missing"), path.as_posix())])
    if not path.is_dir():
        code = "workbook_unsupported" if path.suffix.lower() in _WORKBOOKS else "not_a_folder"
        raise CannotRunError([Problem(Message(code), path.as_posix())])
    try:
        entries = sorted(entry for entry in path.iterdir() if not entry.name.startswith((".", "~$")))
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


def _not_read(name: str) -> Problem:
    return Problem(Message("table_not_read"), name, allowed=", ".join(_READABLE))


def _needed_tables() -> str:
    return ", ".join(f"{table.name}.csv" for table in TABLES.values() if table.needed)


def _tables_of(files: Sequence[Path]) -> tuple[dict[str, Path], list[Problem]]:
    """Return the file of every table, in the order of the contract, and what is wrong with other files."""
    names = names_of_tables()
    found: dict[str, Path] = {}
    refused: set[str] = set()
    problems = []
    for file in files:
        name = names.get(folded(file.stem))
        if name is None:
            problems.append(
                _unknown_table(file.name) if file.suffix.lower() in _READABLE else _workbook(file.name)
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
            problems += _refused_table(name, file.name)
            del found[name]
    needed = [table.name for table in TABLES.values() if table.needed]
    problems += [_missing(name) for name in needed if name not in found and name not in refused]
    return {name: found[name] for name in TABLES if name in found}, problems


def _workbook(file: str) -> Problem:
    return Problem(Message("workbook_unsupported"), file, allowed=".csv, .parquet")


def _unknown_table(file: str) -> Problem:
    names = [name for table in TABLES.values() for name in (table.name, *table.zh)]
    word = Path(file).stem
    allowed = nearest(folded(word), names) or ", ".join(TABLES)
    return Problem(Message("table_unknown"), file, seen=word, allowed=allowed)


def _refused_table(name: str, file: str) -> list[Problem]:
    """Return the problem of a table that is known and cannot be judged yet."""
    if TABLES[name].supported:
        return []
    return [Problem(Message("table_unsupported", {"table": name}), file)]


def _missing(name: str) -> Problem:
    names = [f"{name}.csv" for name in (name, *TABLES[name].zh)] + [f"{name}.parquet"]
    return Problem(Message("table_missing", {"table": name}), allowed=", ".join(names))


def _empty(table: TypedTable) -> Problem:
    return Problem(Message("table_empty"), table.file)


def _source_of_file(
    path: Path, table: Table, ignore: frozenset[str], stack: ExitStack
) -> tuple[Source | None, list[Problem]]:
    """Return the cells of a file that holds the table."""
    try:
        if path.suffix.lower() == ".csv":
            return source_of_csv(path, table, ignore, stack)
        return source_of_parquet(path, table, ignore)
    except OSError as error:
        return None, [unreadable(path.name, error)]


def _unkept(needed: Collection[str] | None, holdings: Table) -> frozenset[str]:
    """Return the columns of holdings that no limit needs and no check between tables looks at."""
    if needed is None:
        return frozenset()
    spared = (
        column
        for column in holdings.columns
        if column.type in ("money", "number", "date") or header_of(column) != column.name
    )
    return frozenset(
        column.name
        for column in spared
        if column.name not in {*needed, *holdings.key} and column.range != "by_kind"
    )


def _typed_tables(
    sources: Mapping[str, Source],
    kinds: Mapping[str, AssetKind],
    defaults: Mapping[str, Mapping[str, Any]],
    unkept: Collection[str] = (),
    *,
    incomplete: bool = False,
) -> tuple[dict[str, TypedTable], list[Problem]]:
    """Return the typed tables in the order of the contract, where holdings come after products and assets."""
    typed: dict[str, TypedTable] = {}
    problems: list[Problem] = []
    for name, source in sources.items():
        ids = _ids_of(name, typed)
        spared = unkept if name == "holdings" else ()
        table, wrong = typed_table(source, kinds, defaults.get(name, {}), ids, spared, incomplete=incomplete)
        problems += wrong
        if table is not None:
            problems += table.problems
            typed[name] = table
    return typed, problems


def _ids_of(name: str, typed: Mapping[str, TypedTable]) -> dict[str, pl.DataType]:
    """Return the types of the id columns of holdings and of product limits; a table that could not be read knows no
    ids.
    """
    if name not in ("holdings", "product_limits"):
        return {}
    ids: dict[str, pl.DataType] = {}
    if name == "holdings":
        ids = {column: pl.Categorical() for column in ("tranche_id", "counterparty_id", "lot_id")}
    for table, column in (("products", "product_id"), ("assets", "asset_id")):
        if table in typed:
            ids[column] = pl.Enum(typed[table].frame[column].drop_nulls().unique().sort())
    return ids
