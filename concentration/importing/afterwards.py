"""What would be wrong with the folder after an import, told of the valuation tables that it comes from."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

import polars as pl

from concentration.importing.folder import TextTable
from concentration.valuation.rows import Valued
from concentration.words.message import Message, Problem


def told_of_source(
    problems: Sequence[Problem], written: Iterable[TextTable], valued: Sequence[Valued]
) -> list[Problem]:
    """Return problems of files that are not written yet as those of the valuation tables whose rows they are of.

    A problem of a row that no valuation table tells keeps its place, and says that it is that of the folder as it
    would be.
    """
    tables = {table.file: table for table in written}
    return [one if one.file not in tables else _told(one, tables[one.file], valued) for one in problems]


def _told(problem: Problem, table: TextTable, valued: Sequence[Valued]) -> Problem:
    row = _row_of(problem, table.frame)
    source = next((one for one in valued if _tells(one, table.table.name, row)), None)
    if source is None:
        return replace(problem, message=Message("import_would_be", {"what": problem.message}))
    asset, product = row.get("asset_id"), f"{source.product_id} {source.day}"
    values = {"what": problem.message, "place": " ".join(part for part in (product, asset) if part)}
    return replace(problem, message=Message("import_told_by", values), file=source.file, row=None)


def _row_of(problem: Problem, frame: pl.DataFrame) -> dict[str, str | None]:
    """Return the row of a problem; the header of a file is row 1."""
    place = (problem.row or 0) - 2
    return frame.row(place, named=True) if 0 <= place < frame.height else {}


def _tells(one: Valued, table: str, row: dict[str, str | None]) -> bool:
    """Tell whether a row is of the product and day of a valuation table, or of an asset that it tells."""
    if table == "assets":
        return row.get("asset_id") in one.assets["asset_id"]
    return row.get("product_id") == one.product_id and row.get("as_of") == one.day.isoformat()
