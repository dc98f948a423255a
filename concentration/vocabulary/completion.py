"""Words of the sheet of missing facts (`to-complete.xlsx`), and what may stand empty until it is filled in."""

from concentration.vocabulary.tables import Column, Table

COMPLETION_FILE = "to-complete.xlsx"
"""The workbook in a portfolio's folder that lists missing facts; filled in, it is read with the tables."""

COMPLETION_TABLE = "to-complete"
"""How that workbook is called among the inputs of a report."""

COMPLETED_TABLES = ("managers", "products", "assets", "holdings", "parties")
"""The tables whose facts are asked for."""


def may_wait(table: Table, column: Column) -> bool:
    """Return whether a cell of a column that must be full may be empty in a portfolio that is not complete yet.

    A key is never asked for: without it nobody could say what is asked.
    """
    return column.filled and column.name not in table.key and table.name in COMPLETED_TABLES


GUIDE_SHEET = "说明"
"""The first sheet: what to do. It holds no table."""

LISTS_SHEET = "可选值"
"""The hidden sheet that drop-down lists take their words from. It holds no table."""

NEEDED_BY = "需要它的限额"
"""Header of the column that says which limits need a fact: for people, never read."""

NAME = "名称"
"""Header of the name in the sheet of a table that has no name itself: for people, never read."""
