"""A new portfolio's folder, and the workbook of what an existing one lacks: what would be written."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import polars as pl

from concentration.catalogue.model import Catalogue
from concentration.completing.needed import NEEDED_SCHEMA, Needed, needed_facts
from concentration.completing.sheet import completion_workbook
from concentration.read.files import is_workbook
from concentration.read.own import tables_with_own
from concentration.read.portfolio import Portfolio, read_portfolio
from concentration.read.settings import SETTINGS_FILE
from concentration.read.sources import unreadable
from concentration.vocabulary.completion import COMPLETED_TABLES, COMPLETION_FILE
from concentration.vocabulary.tables import TABLES, Table, folded, names_of_tables
from concentration.words.message import CannotRunError, Language, Message, Problem

_FIRST_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "managers": ("parent_id",),
    "products": ("nature", "fund_type", "structured", "total_assets", "maturity_date"),
    "assets": (
        "issuer_id",
        "country",
        "listed",
        "total_value",
        "tradable_shares",
        "maturity_date",
        "product_id",
        "rating",
        "restricted",
    ),
    "holdings": ("counterparty_id", "cost", "restricted_until", "exposure"),
}
"""Optional columns that most portfolios fill: a new table has them beside those that must be there."""

_NAMED = 5


@dataclass(frozen=True)
class Skeleton:
    """What would be written: `contents` by file, and what is asked.

    `facts`: missing cells on which a verdict may hang; `exempting`: those that could only free somebody; `filled`: what
    stands filled in and in no table yet; `waiting`: products of which it is not known which limits apply.
    """

    contents: Mapping[Path, bytes]
    facts: int = 0
    exempting: int = 0
    filled: int = 0
    waiting: tuple[str, ...] = ()
    is_new: bool = False


def skeleton(folder: Path, catalogue: Catalogue, language: Language) -> Skeleton:
    """Return what `concentration new` writes into a folder; nothing is written here.

    One that is not there or empty gets the needed tables without rows, their headers in `language`, a portfolio.yaml
    that explains itself, and `to-complete.xlsx`. One that holds a portfolio gets `to-complete.xlsx` anew: every fact
    that some limit needs and that is missing, and what is filled in there and stands in no table yet.
    Raises CannotRunError for a folder that holds something else, and for a portfolio that cannot be read.
    """
    entries = _entries(folder)
    if not entries:
        return Skeleton(_new_files(folder, catalogue, language), is_new=True)
    names = names_of_tables()
    if SETTINGS_FILE not in entries and not any(folded(Path(name).stem) in names for name in entries):
        seen = ", ".join(entries[:_NAMED]) + (", …" if len(entries) > _NAMED else "")
        raise CannotRunError([Problem(Message("new_in_other_folder"), folder.as_posix(), seen=seen)])
    return _completed(folder, catalogue)


def _entries(folder: Path) -> list[str]:
    """Return the names of what is in a folder and not hidden, nothing if it is not there."""
    if not folder.exists():
        return []
    if is_workbook(folder):
        values = {"command": f"concentration validate {folder.as_posix()}"}
        raise CannotRunError([Problem(Message("facts_of_workbook", values), folder.as_posix())])
    if not folder.is_dir():
        raise CannotRunError([Problem(Message("not_a_folder"), folder.as_posix())])
    try:
        return sorted(entry.name for entry in folder.iterdir() if not entry.name.startswith("."))
    except OSError as error:
        raise CannotRunError([unreadable(folder.as_posix(), error)]) from error


def _new_files(folder: Path, catalogue: Catalogue, language: Language) -> dict[Path, bytes]:
    """Return the files of a new portfolio."""
    tables = {
        folder / f"{name}.csv": _header(table, language) for name, table in TABLES.items() if table.needed
    }
    template = files("concentration.completing").joinpath("templates", f"portfolio.{language}.yaml")
    nothing = completion_workbook(pl.DataFrame(schema=NEEDED_SCHEMA), catalogue.kinds)
    return {**tables, folder / SETTINGS_FILE: template.read_bytes(), folder / COMPLETION_FILE: nothing}


def _header(table: Table, language: Language) -> bytes:
    """Return a table of no rows; the byte order mark lets a spreadsheet show Chinese."""
    columns = [
        column for column in table.columns if column.required or column.name in _FIRST_COLUMNS[table.name]
    ]
    words = [column.zh[0] if language == "zh" else column.name for column in columns]
    return b"\xef\xbb\xbf" + (",".join(words) + "\n").encode()


def _completed(folder: Path, catalogue: Catalogue) -> Skeleton:
    """Return the workbook of what a portfolio lacks, with what stands filled in there already."""
    portfolio = read_portfolio(folder, catalogue.kinds, incomplete=True)
    needed = needed_facts(portfolio, catalogue)
    asked = needed.facts.filter(pl.col("table").is_in(COMPLETED_TABLES))
    return Skeleton(
        {folder / COMPLETION_FILE: workbook_of(portfolio, needed, catalogue)},
        facts=asked.filter(~pl.col("for_exemption")).height,
        exempting=asked.filter("for_exemption").height,
        filled=portfolio.filled.height,
        waiting=needed.waiting,
    )


def workbook_of(portfolio: Portfolio, needed: Needed, catalogue: Catalogue) -> bytes:
    """Return the workbook that asks for what a portfolio lacks, with what is filled in and stands in no table yet."""
    return completion_workbook(
        needed.facts,
        catalogue.kinds,
        waiting=needed.waiting,
        titles={limit.id: limit.title.zh for limit in catalogue.limits},
        filled=_with_names_of_assets(portfolio),
        tables=tables_with_own(portfolio.settings.facts, {})[0],
    )


def _with_names_of_assets(portfolio: Portfolio) -> pl.DataFrame:
    """Return what was filled in, with the name of the asset beside what is held of it."""
    place = TABLES["holdings"].key.index("asset_id")
    names = portfolio.tables["assets"].select("asset_id", "name").unique("asset_id", keep="last")
    of_asset = (
        pl.col("key")
        .list.get(place, null_on_oob=True)
        .replace_strict(names["asset_id"], names["name"], default=None, return_dtype=pl.String)
    )
    is_held = pl.col("table") == "holdings"
    return portfolio.filled.with_columns(name=pl.when(is_held).then(of_asset).otherwise("name"))
