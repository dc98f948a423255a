"""What a row of the table of waivers must be in itself: whom it is for, up to where, until when."""

from collections.abc import Collection

import polars as pl

from concentration.read.problems import cut, nearest
from concentration.read.tables import TypedTable
from concentration.words.message import Message, Problem

WAIVERS = "waivers"
_SUBJECTS = ("product_id", "manager_id")


def waivers_in_themselves(table: TypedTable) -> list[Problem]:
    """Return a problem for every row that is for nobody or for two, says no line, or ends before it begins."""
    problems = []
    frame = table.frame.select("row", *_SUBJECTS, "up_to", "from", "expires")
    for row, product, manager, up_to, first, last in frame.iter_rows():
        if (product is None) == (manager is None):
            code = "waiver_of_nobody" if product is None else "waiver_of_two"
            seen = None if product is None else cut(f"{product}, {manager}")
            problems.append(Problem(Message(code), table.file, row, _header(table, "product_id"), seen))
        if up_to is None:
            problems.append(Problem(Message("waiver_without_line"), table.file, row, _header(table, "up_to")))
        if first is not None and last is not None and first > last:
            message, header = Message("waiver_ends_first", {"expires": last}), _header(table, "from")
            problems.append(Problem(message, table.file, row, header, str(first)))
    return problems


def waivers_of_strangers(
    table: TypedTable, products: Collection[str], managers: Collection[str]
) -> list[Problem]:
    """Return a problem for every row that names a product or a manager that the portfolio does not have."""
    problems = []
    for column, known in zip(_SUBJECTS, (products, managers), strict=True):
        code = f"unknown_{column.removesuffix('_id')}"
        named = table.frame.select("row", column).drop_nulls()
        problems += [
            Problem(
                Message(code),
                table.file,
                row,
                _header(table, column),
                cut(seen),
                nearest(seen, sorted(known)),
            )
            for row, seen in named.filter(~pl.col(column).is_in(sorted(known))).iter_rows()
        ]
    return problems


def _header(table: TypedTable, column: str) -> str:
    return table.headers.get(column, column)
