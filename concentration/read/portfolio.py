"""Reading a portfolio: a folder of tables in, typed frames out, or every problem at once."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import polars as pl

from concentration.catalogue.model import AssetKind
from concentration.read.checks import check_tables, taken_as_tradable
from concentration.read.codes import with_zeros_restored
from concentration.read.completed import Completion, read_completion
from concentration.read.files import (
    TableFile,
    files_of,
    files_said,
    is_workbook,
    left_alone,
    missing_table,
    not_read,
    refused_table,
    source_of_file,
    tables_of,
    tables_of_workbook,
    unknown_table,
)
from concentration.read.filling import Completed, nothing_filled
from concentration.read.foreign import Foreign, TableMapping
from concentration.read.mapping import mappings_of
from concentration.read.own import PARTIES, header_of, tables_with_own, without_table
from concentration.read.settings import SETTINGS_FILE, Settings, read_settings
from concentration.read.several import Joint, joined
from concentration.read.sources import (
    AS_THE_CONTRACT,
    Source,
    sha256,
    source_of_rows,
)
from concentration.read.tables import TypedTable, typed_defaults, typed_table
from concentration.spreadsheets.workbook import Workbook
from concentration.vocabulary.completion import COMPLETION_FILE, COMPLETION_TABLE, may_wait
from concentration.vocabulary.tables import TABLES, Table
from concentration.words.message import CannotRunError, Message, Problem

__all__ = ["InputFile", "Portfolio", "Settings", "portfolio_from_rows", "read_portfolio"]


@dataclass(frozen=True)
class InputFile:
    """A file that was read.

    The table in it, its name in the folder (`book.xlsx:sheet` for one sheet of several), its rows, and the SHA-256 of
    its bytes. A table in several files has
    several; `before` is how far its rows are ahead of the lines of this one.
    """

    table: str
    file: str
    rows: int
    sha256: str
    before: int = 0


@dataclass(frozen=True)
class Portfolio:
    """A portfolio whose tables are typed and consistent.

    `name` is the path as the user gave it. Every frame of `tables` has every column of its table in
    `concentration.vocabulary.tables`, in that order, then `row` (UInt32: the line in the file; the number of
    the row + 1 in Parquet; numbered on from file to file where a table stands in several). Types: date Date, money
    Decimal(38, 4), number Decimal(38, 6), ratio Decimal(38, 12), bool Boolean, everything else String; columns that
    the house declares as its own (`asset.watch_list`, in parties `party.…`) stand before `row`. In holdings,
    `product_id` and `asset_id` are Enums of the sorted ids of their tables, and `tranche_id`, `counterparty_id`,
    `lot_id` Categoricals (String if the column is absent); `product_id` of product_limits is that Enum too. An
    optional table that was not found is absent.
    `filled` (`filling.FILLED_SCHEMA`) are the cells that stand in `to-complete.xlsx` and in no table.
    """

    name: str
    tables: Mapping[str, pl.DataFrame]
    inputs: tuple[InputFile, ...]
    settings: Settings
    notes: tuple[Message, ...]
    filled: pl.DataFrame = field(default_factory=nothing_filled)


def read_portfolio(
    path: Path,
    kinds: Mapping[str, AssetKind],
    needed: Collection[str] | None = None,
    *,
    incomplete: bool = False,
) -> Portfolio:
    """Return the portfolio in the folder, or in the workbook of one sheet a table, at `path`.

    `kinds` is the catalogue's table of asset kinds.

    `needed` names the columns of holdings that the limits to be judged need; other amounts and dates are checked and
    then left empty, which spares the memory of large tables. None: every column is kept.
    `incomplete`: cells that must be full may be empty, and are then null, keys aside.

    Raises CannotRunError with every problem of every table.
    """
    files, unread, problems = files_of(path)
    house, wrong = _house_of(path, kinds, problems)
    problems += wrong
    books: dict[Path, Workbook] = {}
    notes: list[Message] = []
    if is_workbook(path):
        found, notes, wrong = tables_of_workbook(path, books)
    else:
        found, wrong = _tables_found(path, files, unread, house)
        notes += left_alone([file for file in files if file.name not in house.ignore])
    problems += [*wrong, *without_table(house.settings.facts, found, house.lines)]
    with ExitStack() as stack:
        joints, wrong = _joints(found, house, stack, books)
        problems += wrong
        books.clear()  # a large sheet is not kept beside its table
        sources, wrong = with_zeros_restored({name: joint.source for name, joint in joints.items()})
        problems += wrong
        completion = Completion()
        if COMPLETION_FILE not in house.ignore:
            completion = read_completion(path / COMPLETION_FILE, house.tables, kinds, sources)
        problems += completion.problems
        typed, wrong = _typed_tables(
            _with_new_parties(sources, completion, house.tables),
            kinds,
            house.defaults,
            _unkept(needed, house.tables["holdings"]),
            # What is wrong with an answer would else be told a second time as a cell without one.
            incomplete=incomplete or bool(completion.problems),
            completed=completion.tables,
        )
        problems += wrong
        problems += [
            _empty(table) for table in typed.values() if table.table.needed and table.frame.is_empty()
        ]
        problems += check_tables(typed, kinds)
    if problems:
        for joint in joints.values():
            problems = [joint.placed(problem) for problem in problems]
        raise CannotRunError([*problems, *_how_to_complete(typed, path)])
    inputs = [one for name in found for one in _inputs(name, found[name], joints[name], typed[name])]
    if completion.tables:
        hashed = sha256(path / COMPLETION_FILE)
        inputs.append(InputFile(COMPLETION_TABLE, COMPLETION_FILE, completion.rows, hashed))
    read = _portfolio(path.as_posix(), typed, inputs, house.settings, kinds, (*notes, *completion.notes))
    for joint in joints.values():
        read = replace(read, notes=tuple(map(joint.told, read.notes)))
    return read


@dataclass(frozen=True)
class _House:
    """What portfolio.yaml says, checked: the contract's tables with own columns, defaults, how files are written."""

    settings: Settings
    ignore: frozenset[str]
    lines: Mapping[str, int]
    tables: Mapping[str, Table]
    defaults: Mapping[str, Mapping[str, Any]]
    foreign: Foreign
    mappings: Mapping[str, TableMapping]


def _house_of(
    path: Path, kinds: Mapping[str, AssetKind], before: Sequence[Problem]
) -> tuple[_House, list[Problem]]:
    """Return what the portfolio.yaml of a folder says, and its mistakes; stop, with those `before`, at a wrong mapping.

    Reading a house's files as the contract's own would tell of nothing but what is mapped wrongly.
    """
    read = read_settings(path / SETTINGS_FILE)
    settings, lines = read.settings, read.lines
    tables, wrong_facts = tables_with_own(settings.facts, lines)
    defaults, wrong_defaults = typed_defaults(settings.defaults, lines, kinds, tables)
    mappings, wrong_mapping = mappings_of(read.foreign, lines, tables, kinds)
    problems = [*read.problems, *wrong_facts, *wrong_defaults, *wrong_mapping]
    if wrong_mapping or (read.problems and read.foreign != Foreign()):
        raise CannotRunError([*before, *problems])
    return _House(settings, read.ignore, lines, tables, defaults, read.foreign, mappings), problems


def _tables_found(
    path: Path, files: Sequence[Path], unread: Sequence[str], house: _House
) -> tuple[dict[str, tuple[TableFile, ...]], list[Problem]]:
    """Return the files of each table, those first that portfolio.yaml names, and what is wrong with them."""
    said, problems = files_said(path, house.foreign.files, house.lines, house.ignore)
    taken = {Path(file.name).parts[0] for several in said.values() for file in several}
    ignored = house.ignore | taken
    found, wrong = tables_of([file for file in files if file.name not in ignored], said)
    not_files = [not_read(name) for name in unread if name not in ignored]
    return found, [*problems, *wrong, *not_files]


def _joints(
    found: Mapping[str, Sequence[TableFile]], house: _House, stack: ExitStack, books: dict[Path, Workbook]
) -> tuple[dict[str, Joint], list[Problem]]:
    """Return the cells of each table, as one whole where it stands in several files."""
    joints: dict[str, Joint] = {}
    problems = []
    for name, files in found.items():
        mapping, encodings = house.mappings.get(name, AS_THE_CONTRACT), house.foreign.encodings
        read = [
            source_of_file(file, house.tables[name], house.ignore, stack, mapping, encodings, books)
            for file in files
        ]
        problems += [problem for _, wrong in read for problem in wrong]
        sources = [source for source, _ in read if source is not None]
        if len(sources) == len(files):
            joints[name], wrong = joined(sources, ", ".join(house.foreign.files.get(name, ())))
            problems += wrong
    return joints, problems


def _inputs(name: str, files: Sequence[TableFile], joint: Joint, table: TypedTable) -> Iterator[InputFile]:
    """Yield what was read of each file of a table."""
    for file, part, rows in zip(files, joint.parts, joint.rows(table.frame), strict=True):
        yield InputFile(name, part.file, rows, sha256(file.path), part.before)


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
        problems += refused_table(given, given) if given in TABLES else [unknown_table(given)]
    for table in known.values():
        if table.name not in tables:
            problems += [missing_table(table.name)] if table.needed else []
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


def _with_new_parties(
    sources: Mapping[str, Source], completion: Completion, tables: Mapping[str, Table]
) -> dict[str, Source]:
    """Return the sources in the order of the contract, with one of no rows for parties that are only filled in."""
    found = dict(sources)
    parties = completion.tables.get(PARTIES)
    if parties is not None and PARTIES not in found and parties.frame.height:
        source, _ = source_of_rows([], tables[PARTIES], parties.file)
        found |= {PARTIES: source} if source else {}
    return {name: found[name] for name in TABLES if name in found}


def _how_to_complete(typed: Mapping[str, TypedTable], folder: Path) -> list[Problem]:
    """Return the problem that points to the sheet of missing facts, if a cell is empty that could be asked for."""
    asked_for = (
        problem.message.code == "cell_empty" and problem.column in _headers_that_may_wait(table)
        for table in typed.values()
        for problem in table.problems
    )
    if not any(asked_for):
        return []
    if folder.is_file():  # beside a workbook there is no such sheet
        command = f"concentration validate {folder.as_posix()}"
        return [Problem(Message("facts_of_workbook", {"command": command}))]
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
    inputs: Sequence[InputFile],
    settings: Settings,
    kinds: Mapping[str, AssetKind],
    more: Sequence[Message] = (),
) -> Portfolio:
    own = [Message("note_of_portfolio", {"text": text}) for text in settings.notes]
    notes = [*own, *more, *(note for table in typed.values() for note in table.notes)]
    frames = {table: found.frame for table, found in typed.items()}
    filled = pl.concat([nothing_filled(), *(table.filled for table in typed.values())])
    return Portfolio(
        name, frames, tuple(inputs), settings, (*notes, *taken_as_tradable(typed, kinds)), filled
    )


def _empty(table: TypedTable) -> Problem:
    return Problem(Message("table_empty"), table.file)


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
    completed: Mapping[str, Completed] | None = None,
) -> tuple[dict[str, TypedTable], list[Problem]]:
    """Return the typed tables in the order of the contract, where holdings come after products and assets."""
    typed: dict[str, TypedTable] = {}
    problems: list[Problem] = []
    for name, source in sources.items():
        ids = _ids_of(name, typed)
        spared = unkept if name == "holdings" else ()
        filled_in = (completed or {}).get(name)
        table, wrong = typed_table(
            source, kinds, defaults.get(name, {}), ids, spared, incomplete=incomplete, completed=filled_in
        )
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
