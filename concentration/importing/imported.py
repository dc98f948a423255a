"""Valuation tables and a master into a portfolio folder: what will be written, and what is still missing."""

import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from concentration.catalogue.load import load_catalogue
from concentration.catalogue.model import Catalogue
from concentration.completing.laid import with_master
from concentration.completing.master import Master, read_master
from concentration.completing.needed import Needed, needed_facts
from concentration.completing.skeleton import workbook_of
from concentration.importing.afterwards import told_of_source
from concentration.importing.facts import still_true
from concentration.importing.folder import GROWING, TextTable, empty_table, read_folder
from concentration.importing.foreign import foreign_problems
from concentration.importing.growing import with_manager, with_valued
from concentration.importing.notes import notes_of_liabilities, settings_with_notes
from concentration.importing.tables_in import tables_in
from concentration.read.portfolio import Portfolio, read_portfolio
from concentration.read.settings import SETTINGS_FILE, read_settings
from concentration.valuation.load import load_valuation
from concentration.valuation.rows import Valued
from concentration.vocabulary.completion import COMPLETION_FILE
from concentration.words.message import CannotRunError, Language, Message, Problem
from concentration.words.sentences import render

SUGGESTED: Mapping[str, Sequence[str]] = {
    "assets": ("name", "kind", "country", "listed", "fund_nature", "restricted"),
    "products": ("name",),
}
"""What a valuation table only suggests: a master's word goes before it."""


@dataclass(frozen=True)
class Import:
    """What is to be imported: valuation tables at `paths` into the folder `to`.

    `manager` has manager_id and, where they are given, name and kind. `accepted` is the reason why tables that do not
    reconcile are taken.
    """

    paths: Sequence[Path]
    to: Path
    manager: Mapping[str, str | None]
    masters: Sequence[Path] = ()
    replace: bool = False
    accepted: str | None = None
    limits: Sequence[Path] = ()


@dataclass(frozen=True)
class Imported:
    """What an import comes to: `contents` are the files to be written, all or none.

    `valued` are the tables that were read, `needed` is what is still missing for the limits that apply.
    """

    contents: Mapping[Path, bytes]
    valued: tuple[Valued, ...]
    needed: Needed
    notes: tuple[Message, ...] = field(default_factory=tuple)


def imported(request: Import, language: Language) -> Imported:
    """Return what an import would write, nothing being written yet.

    Raises CannotRunError with every problem of every file: a table that is none, cannot be read or does not reconcile,
    a product and day that is there with other content, a master that contradicts the contract, a folder that could
    not be read afterwards. A folder whose own way of writing would be laid on what is added is refused before anything
    is read.
    """
    settings = read_settings(request.to / SETTINGS_FILE)
    _refuse(settings.problems or foreign_problems(settings, GROWING))
    catalogue = load_catalogue(request.limits)
    rules = load_valuation(request.limits, catalogue.kinds)
    found = tables_in(request.paths, rules, request.accepted, request.to)
    problems = list(found.problems)
    there: dict[str, TextTable] = {}
    master = Master({})
    try:
        there = read_folder(request.to)
    except CannotRunError as error:
        problems += error.problems
    filled = [request.to / COMPLETION_FILE] if (request.to / COMPLETION_FILE).is_file() else []
    try:
        known = _ids_of(there, found.valued)
        master = read_master([*filled, *request.masters], catalogue.kinds, known)
    except CannotRunError as error:
        problems += error.problems
    _refuse(problems)
    tables, notes = _grown(request, there, found.valued, master, catalogue)
    written = {
        name: table
        for name, table in tables.items()
        if name not in there or table.frame is not there[name].frame
    }
    _refuse(foreign_problems(settings, written))
    contents = {request.to / table.file: table.content() for table in written.values()}
    kept = [render(note, language) for note in found.notes if note.code == "note_import_unreconciled"]
    if kept:
        contents[request.to / SETTINGS_FILE] = settings_with_notes(request.to / SETTINGS_FILE, kept)
    try:
        portfolio = _read_as_it_will_be(request.to, contents, catalogue)
    except CannotRunError as error:
        raise CannotRunError(told_of_source(error.problems, written.values(), found.valued)) from error
    needed = needed_facts(portfolio, catalogue)
    if needed.facts.height or filled:
        contents[request.to / COMPLETION_FILE] = workbook_of(portfolio, needed, catalogue)
    notes = [*found.notes, *notes, *notes_of_liabilities(found.valued)]
    return Imported(contents, tuple(found.valued), needed, tuple(notes))


def _refuse(problems: Sequence[Problem]) -> None:
    if problems:
        raise CannotRunError(list(problems))


def _ids_of(there: Mapping[str, TextTable], valued: Sequence[Valued]) -> dict[str, set[str]]:
    """Return the ids that the tables of the folder have, and those of the tables that were read, by table."""
    known = {"products": {one.product_id for one in valued}, "assets": set[str]()}
    for one in valued:
        known["assets"].update(one.assets["asset_id"])
    for name, column in (
        ("managers", "manager_id"),
        ("products", "product_id"),
        ("assets", "asset_id"),
        ("parties", "party_id"),
    ):
        if name in there and column in there[name].frame.columns:
            known.setdefault(name, set()).update(there[name].frame[column].drop_nulls())
    return known


def _grown(
    request: Import,
    there: Mapping[str, TextTable],
    valued: Sequence[Valued],
    master: Master,
    catalogue: Catalogue,
) -> tuple[dict[str, TextTable], list[Message]]:
    """Return the tables of the folder with everything that is added to them."""
    tables = with_manager(there, request.manager)
    manager_id = str(request.manager["manager_id"])
    tables, notes = with_valued(tables, valued, manager_id, catalogue.kinds, replace=request.replace)
    frames = {name: table.frame for name, table in tables.items()}
    completed, more = with_master(frames, master, SUGGESTED)
    grown = {
        name: tables.get(name, empty_table(name)).with_frame(frame)
        if name not in tables or frame is not tables[name].frame
        else tables[name]
        for name, frame in completed.items()
    }
    return grown, [*still_true(notes, grown["assets"].frame), *more]


def _read_as_it_will_be(folder: Path, contents: Mapping[Path, bytes], catalogue: Catalogue) -> Portfolio:
    """Return the portfolio of the folder as it will be: it is read from a copy, the folder itself is left alone."""
    with tempfile.TemporaryDirectory(prefix="concentration-") as place:
        copy = Path(place) / folder.name
        copy.mkdir()
        for file in folder.iterdir() if folder.is_dir() else ():
            if file.is_file() and file not in contents:
                shutil.copy2(file, copy / file.name)
        for file, content in contents.items():
            (copy / file.name).write_bytes(content)
        return read_portfolio(copy, catalogue.kinds, incomplete=True)


def is_missing(needed: Needed) -> pl.DataFrame:
    """Return the missing facts on which a verdict hangs: those that only serve an exemption are left out."""
    return needed.facts.filter(~pl.col("for_exemption"))
