"""What a portfolio becomes when valuation tables are added to it: nothing is lost and nothing doubled."""

from collections.abc import Mapping, Sequence

import polars as pl

from concentration.catalogue.model import AssetKind
from concentration.importing.facts import below, empty, with_facts
from concentration.importing.folder import TextTable, empty_table
from concentration.importing.kept import filled_by, replaced
from concentration.importing.same import same_holdings, same_product
from concentration.importing.whose import of_other_manager, two_ids
from concentration.valuation.rows import Valued
from concentration.vocabulary.tables import MANAGER_KINDS, folded, words_of
from concentration.words.message import CannotRunError, Message, Problem

LASTING = (
    "kind",
    "offering",
    "operation",
    "nature",
    "fund_type",
    "collective",
    "structured",
    "established",
    "maturity_date",
    "professional_only",
    "smallest_investment",
    "index_tracking",
    "purpose",
    "contract_governed",
    "measurement",
    "portfolio_mode",
)
"""Columns of products that last from day to day: a new day takes them over from the latest earlier one."""


def with_manager(tables: Mapping[str, TextTable], manager: Mapping[str, str | None]) -> dict[str, TextTable]:
    """Return the tables with the manager; raise CannotRunError where its row says otherwise."""
    known = tables.get("managers", empty_table("managers"))
    rows = known.frame.filter(pl.col("manager_id").str.strip_chars() == manager["manager_id"])
    if rows.is_empty():
        new = pl.DataFrame([manager], schema=dict.fromkeys(manager, pl.String))
        return {**tables, "managers": known.with_frame(below(known.frame, new))}
    problems = [
        Problem(
            Message("import_other_manager"),
            known.file,
            column=known.headers.get(name, name),
            seen=said,
            allowed=rows[name][0],
        )
        for name, said in manager.items()
        if said is not None and name in rows.columns and _word(name, rows[name][0]) not in ("", said)
    ]
    if problems:
        raise CannotRunError(problems)
    filled = [
        pl.when((pl.col("manager_id").str.strip_chars() == manager["manager_id"]) & empty(name))
        .then(pl.lit(said))
        .otherwise(pl.col(name))
        .alias(name)
        for name, said in manager.items()
        if said is not None and name in rows.columns
    ]
    return {**tables, "managers": known.with_frame(known.frame.with_columns(filled))}


def _word(name: str, cell: str | None) -> str:
    """Return a cell of the managers' table; a kind may be written in either language."""
    text = (cell or "").strip()
    return words_of(MANAGER_KINDS).get(folded(text), text) if name == "kind" else text


def with_valued(
    tables: Mapping[str, TextTable],
    valued: Sequence[Valued],
    manager_id: str,
    kinds: Mapping[str, AssetKind],
    *,
    replace: bool,
) -> tuple[dict[str, TextTable], list[Message]]:
    """Return the tables with the products, assets and holdings of valuation tables, and what is to be noted.

    A product and day that is there with the same content stays as it is, but what is told of its assets is taken. A
    table to which nothing is added is returned as it is. Raises CannotRunError where the day is there with other
    content, unless it is to be replaced, where a product belongs to another manager, and where it has another id.
    """
    growing = _Growing(tables, manager_id, kinds, replace=replace)
    growing.problems += two_ids(growing.now["products"], valued)
    for one in valued:
        growing.add(one)
    if growing.problems:
        raise CannotRunError(growing.problems)
    unchanged = {
        name for name in growing.now if name in tables and growing.now[name].frame.equals(tables[name].frame)
    }
    return {**tables, **{k: v for k, v in growing.now.items() if k not in unchanged}}, growing.notes


class _Growing:
    """Holds the tables as they grow, what is to be noted and what is wrong."""

    def __init__(
        self,
        tables: Mapping[str, TextTable],
        manager_id: str,
        kinds: Mapping[str, AssetKind],
        *,
        replace: bool,
    ) -> None:
        self.now = {name: tables.get(name, empty_table(name)) for name in ("products", "assets", "holdings")}
        self.manager_id, self.kinds, self.replace = manager_id, kinds, replace
        self.notes: list[Message] = []
        self.problems: list[Problem] = []

    def add(self, one: Valued) -> None:
        """Take a table in: its product's day, unless that is there already, and the facts of its assets."""
        products, held = (self.now[name].frame.filter(_is_of(one)) for name in ("products", "holdings"))
        source = self._source(one)
        wrong = of_other_manager(source, one, self.manager_id, self.now["products"].file)
        self.problems += wrong
        values = {"product": one.product_id, "day": one.day, "other": self.now["products"].file}
        noted = {**values, "file": one.file}
        if wrong:
            return
        if products.is_empty():
            self._put(one, products, source, one.holdings)
        elif same_product(products, one.products) and same_holdings(held, one.holdings):
            self.notes.append(Message("note_import_twice", noted))
        elif self.replace:
            self.notes.append(Message("note_import_replaced", noted))
            self._replace(one, products, held)
        else:
            self.problems.append(Problem(Message("import_differs_there", values), one.file))
            return
        self._add_facts(one)

    def _source(self, one: Valued) -> pl.DataFrame:
        """Return the product's row of the day, else of the latest earlier one, else of the first later one."""
        products = self.now["products"].frame
        rows = products.filter(pl.col("product_id").str.strip_chars() == one.product_id).sort(_day())
        until = rows.filter(_day() <= one.day).tail(1)
        return until if until.height else rows.head(1)

    def _replace(self, one: Valued, products: pl.DataFrame, held: pl.DataFrame) -> None:
        """Put a day in the place of the one that is there, with what the folder alone knows of it."""
        holdings = replaced(held, one.holdings)
        if holdings.lost:
            values = {
                "file": one.file,
                "product": one.product_id,
                "day": one.day,
                "count": len(holdings.lost),
                "asset": holdings.lost[0],
                "cells": list(holdings.first) or ["-"],
            }
            self.notes.append(Message("note_import_not_kept", values))
        self._put(one, products, products.clear(), holdings.rows)

    def _put(self, one: Valued, there: pl.DataFrame, source: pl.DataFrame, held: pl.DataFrame) -> None:
        """Put the product's day in, with its own cells that are there, else with what lasts of the `source`."""
        products, holdings = self.now["products"], self.now["holdings"]
        new = one.products.with_columns(manager_id=pl.lit(self.manager_id))
        if there.height:
            new = filled_by(new, there)
        elif source.height:
            lasting = [name for name in LASTING if name in source.columns]
            new = pl.concat([new, source.select(lasting)], how="horizontal")
        others = ~_is_of(one).fill_null(value=False)
        self.now["products"] = products.with_frame(below(products.frame.filter(others), new))
        self.now["holdings"] = holdings.with_frame(below(holdings.frame.filter(others), held))

    def _add_facts(self, one: Valued) -> None:
        assets = self.now["assets"]
        newest = self.now["holdings"].frame.filter(_day() > one.day).is_empty()
        frame, notes = with_facts(assets.frame, one, self.kinds, newest=newest)
        self.now["assets"] = assets.with_frame(frame)
        self.notes += notes


def _day() -> pl.Expr:
    """Return the day of a row, however the contract lets it be written."""
    day = pl.col("as_of").str.strip_chars().str.replace_all("/", "-", literal=True)
    return pl.coalesce(day.str.to_date("%Y-%m-%d", strict=False), day.str.to_date("%Y%m%d", strict=False))


def _is_of(one: Valued) -> pl.Expr:
    return (_day() == one.day) & (pl.col("product_id").str.strip_chars() == one.product_id)
