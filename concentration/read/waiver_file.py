"""A file of waivers that stands outside the portfolio, laid beside the portfolio's own."""

from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from concentration.catalogue.model import AssetKind
from concentration.read.codes import with_known_zeros
from concentration.read.files import TableFile, source_of_file
from concentration.read.portfolio import InputFile, Portfolio
from concentration.read.sources import AS_THE_CONTRACT, sha256
from concentration.read.tables import TypedTable, typed_table
from concentration.read.waivers import WAIVERS, waivers_in_themselves, waivers_of_strangers
from concentration.vocabulary.tables import TABLES
from concentration.words.message import CannotRunError, Message, Problem

_SUFFIXES = (".csv", ".xlsx", ".parquet")


@dataclass(frozen=True)
class Beside:
    """A portfolio with the waivers of a file beside its own, and the rows of the file that are for none of its
    products and managers: those are not among its waivers.
    """

    portfolio: Portfolio
    strangers: tuple[Problem, ...]


def with_waivers_of(path: Path, portfolio: Portfolio, kinds: Mapping[str, AssetKind]) -> Beside:
    """Return the portfolio with the waivers of the file at `path` (.csv, .xlsx, .parquet) added to its own.

    The rows are numbered on behind those of the portfolio's table, as where a table stands in several files.
    Raises CannotRunError with every malformed row.
    """
    products = set(portfolio.tables["products"]["product_id"])
    managers = set(portfolio.tables["managers"]["manager_id"])
    table = _read(path, {"products": products, "managers": managers}, kinds)
    strangers = waivers_of_strangers(table, products, managers)
    ours = table.frame.filter(~pl.col("row").is_in([problem.row for problem in strangers]))
    own = portfolio.tables.get(WAIVERS, ours.clear())
    before = int(own.select(pl.col("row").max()).item() or 0)
    both = pl.concat([own, ours.with_columns(pl.col("row") + pl.lit(before, dtype=pl.UInt32))])
    read = InputFile(WAIVERS, path.as_posix(), table.frame.height, sha256(path), before)
    return Beside(
        replace(
            portfolio,
            tables={**portfolio.tables, WAIVERS: both},
            inputs=(*portfolio.inputs, read),
            notes=(*portfolio.notes, *table.notes),
        ),
        tuple(strangers),
    )


def _read(path: Path, ids: Mapping[str, set[str]], kinds: Mapping[str, AssetKind]) -> TypedTable:
    name = path.as_posix()
    if path.suffix.lower() not in _SUFFIXES:
        allowed = ", ".join(_SUFFIXES)
        raise CannotRunError([Problem(Message("waivers_no_table"), name, allowed=allowed)])
    if not path.is_file():
        raise CannotRunError([Problem(Message("waivers_missing"), name)])
    with ExitStack() as stack:
        source, problems = source_of_file(
            TableFile(path, name), TABLES[WAIVERS], frozenset(), stack, AS_THE_CONTRACT, {}, {}
        )
        if source is None:
            raise CannotRunError(problems)
        source, wrong = with_known_zeros(source, lambda table: ids.get(table, set()))
        table, unread = typed_table(source, kinds, {}, {})
        problems += [*wrong, *unread]
        if table is not None:
            problems += [*table.problems, *waivers_in_themselves(table)]
    if problems or table is None:
        raise CannotRunError(problems)
    return table
