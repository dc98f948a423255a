"""Whose a product is and what it is called: one product has one id, and one manager on a day."""

from collections.abc import Sequence

import polars as pl

from concentration.importing.folder import TextTable
from concentration.valuation.rows import Valued
from concentration.vocabulary.tables import folded
from concentration.words.message import Message, Problem


def two_ids(products: TextTable, valued: Sequence[Valued]) -> list[Problem]:
    """Return a problem for each table whose product's name is that of another id, in the folder or in another table.

    A product whose code stands in the name of one day's file and not in that of the next would be two products.
    """
    known: dict[str, tuple[str, str]] = {}
    rows = products.frame.select(pl.col("name", "product_id").str.strip_chars()).drop_nulls()
    for name, product in rows.iter_rows():
        known.setdefault(folded(name), (product, products.file))
        known.setdefault(folded(product), (product, products.file))
    problems: dict[str, Problem] = {}
    for one in valued:
        product, file = known.setdefault(folded(one.name), (one.product_id, one.file))
        known.setdefault(folded(one.product_id), (one.product_id, one.file))
        if product != one.product_id and one.product_id not in _ids_of(rows, one.name):
            values = {"name": one.name, "other": file, "id": product}
            problems.setdefault(
                one.file,
                Problem(Message("import_two_ids", values), one.file, seen=one.product_id, allowed=product),
            )
    return list(problems.values())


def _ids_of(rows: pl.DataFrame, name: str) -> set[str]:
    """Return the ids that the folder has under a name already."""
    return {product for known, product in rows.iter_rows() if folded(known) == folded(name)}


def of_other_manager(row: pl.DataFrame, one: Valued, manager_id: str, file: str) -> list[Problem]:
    """Return a problem if the product's row in the folder, if there is one, has another manager."""
    theirs = (row["manager_id"][0] or "").strip() if row.height else ""
    if theirs in ("", manager_id):
        return []
    values = {"product": one.product_id, "other": file, "theirs": theirs, "ours": manager_id}
    return [Problem(Message("import_of_other_manager", values), one.file, seen=manager_id, allowed=theirs)]
