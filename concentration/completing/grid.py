"""What a sheet of `to-complete.xlsx` holds: which rows and columns, what is asked in each cell, what stands there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import polars as pl

from concentration.vocabulary.completion import NAME
from concentration.vocabulary.tables import Table

State = Literal["needed", "exempting", "filled", "other", "known"]
"""Of a cell: a verdict may hang on it, it could only free somebody, it was filled in before, it is not asked for, it
says which row it is.
"""


@dataclass(frozen=True)
class Cell:
    """A cell: whether it is asked for, and what stands in it."""

    state: State
    value: str | None = None


@dataclass
class Row:
    """A row of a table of which facts are missing; `is_new`: the table has no such row yet."""

    name: str | None
    is_new: bool
    limits: dict[str, None] = field(default_factory=dict)
    cells: dict[str, Cell] = field(default_factory=dict)


@dataclass(frozen=True)
class Grid:
    """A sheet to fill in: the rows by key, the columns of the key that are shown, and those of facts."""

    table: Table
    rows: Mapping[tuple[str, ...], Row]
    keys: Sequence[str]
    facts: Sequence[str]

    @property
    def context(self) -> list[str]:
        """The columns that say which row it is; the name stands behind the key."""
        has_name = any(column.name == "name" for column in self.table.columns)
        return [*self.keys, "name" if has_name else NAME]

    def cell(self, key: tuple[str, ...], name: str) -> Cell:
        """Return what stands in a column of a row: a fact, what says which row it is, or nothing."""
        row = self.rows[key]
        if name in row.cells:
            return row.cells[name]
        if name in ("name", NAME):
            return Cell("exempting" if row.is_new else "known", row.name)
        known = key[self.table.key.index(name)] if name in self.table.key else ""
        return Cell("known", known) if known or name in self.keys else Cell("other")

    def count(self, *states: State) -> int:
        """Return how many cells are in one of the states."""
        return sum(cell.state in states for row in self.rows.values() for cell in row.cells.values())


def grid_of(table: Table, needed: pl.DataFrame, filled: pl.DataFrame) -> Grid:
    """Return what the sheet of a table asks for, rows in the order of their keys.

    `needed` and `filled` are those facts of the workbook that belong to the table.
    """
    rows: dict[tuple[str, ...], Row] = {}
    for fact in filled.iter_rows(named=True):
        row = rows.setdefault(tuple(fact["key"]), Row(fact["name"], is_new=False))
        row.cells[fact["column"]] = Cell("filled", fact["value"])
    for fact in needed.iter_rows(named=True):
        key = tuple(fact["key"])
        if table.key[0] == "as_of" and ("", *key[1:]) in rows:
            key = ("", *key[1:])  # whoever cleared the date answers for every day
        row = rows.setdefault(key, Row(fact["name"], is_new=False))
        row.name = row.name or fact["name"]
        row.is_new |= fact["row"] is None
        row.limits |= dict.fromkeys(fact["limits"])
        row.cells[fact["column"]] = Cell("exempting" if fact["for_exemption"] else "needed")
    asked = {column for row in rows.values() for column in row.cells}
    keys = [
        name
        for place, name in enumerate(table.key)
        if name not in asked and (table.column(name).filled or any(key[place] for key in rows))
    ]
    facts = [column.name for column in table.columns if column.name in asked and column.name != "name"]
    return Grid(table, dict(sorted(rows.items())), keys, facts)
