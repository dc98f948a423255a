"""Columns of a house's own, which `facts` of portfolio.yaml declares."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import cast

from concentration.read.problems import nearest
from concentration.read.settings import settings_problem
from concentration.vocabulary.facts import OWN_OWNERS, OWN_TYPES, is_own_column
from concentration.vocabulary.tables import TABLES, Column, ColumnType, Table, folded, names_of_columns
from concentration.words.message import Problem

PARTIES = "parties"
_PREFIXES = {table: owner for owner, table in OWN_OWNERS.items() if table != PARTIES} | {PARTIES: "party"}
"""What stands before the name of an own column in the frame of its table: `asset.watch_list`."""


def tables_with_own(
    declared: Mapping[str, Mapping[str, str]], lines: Mapping[str, int]
) -> tuple[dict[str, Table], list[Problem]]:
    """Return the tables of the contract with the columns that a house declares behind their own, and what is wrong.

    `declared` gives the type of each column by table and name; `lines` says on which line of portfolio.yaml
    `facts.<table>.<column>` stands. A declared column must be there; it is called `asset.watch_list` in the frame.
    """
    tables, problems = dict(TABLES), []
    for name, columns in declared.items():
        if name not in _PREFIXES:
            problems.append(
                settings_problem(
                    "fact_of_no_table",
                    lines.get(f"facts.{name}"),
                    f"facts.{name}",
                    allowed=", ".join(_PREFIXES),
                )
            )
            continue
        wrong = [_problem(name, column, type_, lines) for column, type_ in columns.items()]
        problems += [problem for problem in wrong if problem is not None]
        own = (
            Column(f"{_PREFIXES[name]}.{column}", (column,), cast(ColumnType, type_), required=True)
            for (column, type_), problem in zip(columns.items(), wrong, strict=True)
            if problem is None
        )
        tables[name] = replace(tables[name], columns=(*tables[name].columns, *own))
    return tables, problems


def without_table(
    declared: Mapping[str, Mapping[str, str]], found: Collection[str], lines: Mapping[str, int]
) -> list[Problem]:
    """Return a problem for each optional table that is not there although columns of it are declared."""
    return [
        settings_problem("fact_without_table", lines.get(f"facts.{name}"), f"facts.{name}", table=name)
        for name in declared
        if name in _PREFIXES and not TABLES[name].needed and name not in found
    ]


def header_of(column: Column) -> str:
    """Return how a column is called in files and in portfolio.yaml: an own one without the prefix of the frame."""
    return column.name.partition(".")[2] or column.name


def _problem(table: str, column: str, type_: str, lines: Mapping[str, int]) -> Problem | None:
    key = f"facts.{table}.{column}"
    if not is_own_column(column):
        return settings_problem("fact_name", lines.get(key), key, seen=column, allowed="watch_list")
    if folded(column) in names_of_columns(TABLES[table]):
        return settings_problem("fact_is_a_column", lines.get(key), key, table=table)
    if type_ not in OWN_TYPES:
        allowed = ", ".join(sorted(OWN_TYPES, key=lambda one: one != nearest(type_, OWN_TYPES)))
        return settings_problem("setting_value", lines.get(key), key, seen=type_, allowed=allowed)
    return None
