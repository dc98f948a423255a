"""What is missing as a page: what was read, what is missing by table and by limit, what holdings leave unexplained."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl

from concentration.completing.gaps import LISTS
from concentration.completing.validated import Unexplained, Validated
from concentration.report.figures import percent, short_percent
from concentration.report.lines import Beside, Line
from concentration.report.reasons import column_label
from concentration.vocabulary.completion import COMPLETION_FILE, may_wait
from concentration.vocabulary.tables import TABLES
from concentration.words.message import Language, Message
from concentration.words.sentences import render

FEW = 3
"""So many cells of a column are named under a limit."""

FIRST = 20
"""So many products, and notes, are shown."""

MUST_BE_FULL = [
    {"table": table.name, "column": column.name}
    for table in TABLES.values()
    for column in table.columns
    if may_wait(table, column)
]
"""Cells that reading needs: they are told once, not under every limit that may then apply."""

_BOLD, _QUIET = "bold", "dim"
_BLANK = Line("")


def page(result: Validated, language: Language, folder: Path) -> Iterator[Line | Beside]:
    """Yield the page of one portfolio, which stands in `folder`."""
    return _Page(result, language, folder).blocks()


class _Page:
    """What is missing in one portfolio, in one language."""

    def __init__(self, result: Validated, language: Language, folder: Path) -> None:
        self.result = result
        self.language = language
        self.folder = folder
        self.files = {entry.table: entry.file for entry in result.inputs}

    def say(self, code: str, **values: Any) -> str:
        return render(Message(code, values), self.language)

    def blocks(self) -> Iterator[Line | Beside]:
        days = [day.isoformat() for day in self.result.as_of]
        yield Line(self.say("validate_title", portfolio=self.result.portfolio, as_of=days), _BOLD)
        yield from self.verdict()
        yield from self.read()
        cells = self.result.missing.filter(pl.col("table") != LISTS)
        yield from self.by_table(cells)
        yield from self.by_limit("validate_by_limit", self.result.missing)
        yield from self.by_limit("validate_exemptions", self.result.for_exemptions)
        yield from self.unexplained()
        if cells.height and not self.folder.is_file():
            yield from self.how_to_complete()

    def verdict(self) -> Iterator[Line]:
        missing, waiting = self.result.missing, self.result.needed.waiting
        if missing.is_empty():
            yield Line(self.say("validate_complete", limits=len(self.result.limits)), "green")
        else:
            asking = missing["limits"].explode().drop_nulls().n_unique()
            code = "validate_missing" if asking else "validate_missing_in_tables"
            yield Line(self.say(code, count=missing.height, limits=asking), "bold magenta")
        if waiting:
            named: object = list(waiting[:FIRST])
            if len(waiting) > FIRST:
                named = Message("validate_more_products", {"products": named})
            yield Line(self.say("validate_waiting", count=len(waiting), products=named), "yellow")

    def read(self) -> Iterator[Line | Beside]:
        yield from self.heading("validate_read")
        for entry in self.result.inputs:
            rows = self.say("validate_rows", rows=f"{entry.rows:,}")
            yield Beside([Line(entry.file, indent=2)], [rows], "")
        for note in self.result.notes[:FIRST]:
            yield Line(render(note, self.language), _QUIET, indent=2, hang=2)

    def by_table(self, facts: pl.DataFrame) -> Iterator[Line | Beside]:
        """Yield how many cells are missing, column by column."""
        if facts.is_empty():
            return
        yield from self.heading("validate_by_table")
        counted = facts.group_by("table", "column", maintain_order=True).len()
        for table, column, count in sorted(counted.iter_rows(), key=_by_place):
            label = column_label(table, column, self.language)
            names = [Line(f"{self.files.get(table, table)}  {label}", indent=2, hang=2)]
            yield Beside(names, [f"{count:,}"], "")

    def by_limit(self, heading: str, facts: pl.DataFrame) -> Iterator[Line | Beside]:
        """Yield for each limit how many facts it needs that are missing, and the first of them.

        What may not be empty at all stands first, by itself.
        """
        if facts.is_empty():
            return
        yield from self.heading(heading)
        must_be_full = pl.struct("table", "column").is_in(MUST_BE_FULL)
        for_reading = facts.filter(must_be_full)
        if for_reading.height:
            yield from self.counted(self.say("validate_by_reading"), for_reading)
        needing = facts.filter(~must_be_full).with_columns(limit=pl.col("limits")).explode("limit")
        by_limit = needing.sort("limit", maintain_order=True).group_by("limit", maintain_order=True)
        for (limit,), some in by_limit:
            title = getattr(self.result.limits[str(limit)].title, self.language)
            yield from self.counted(self.say("validate_limit", title=title, limit=limit), some)

    def counted(self, title: str, facts: pl.DataFrame) -> Iterator[Line | Beside]:
        yield Beside([Line(title, indent=2, hang=2)], [f"{facts.height:,}"], "")
        for _, cells in facts.group_by("table", "column", maintain_order=True):
            yield Line(self.cells(cells), _QUIET, indent=4, hang=2)

    def cells(self, cells: pl.DataFrame) -> str:
        """Return where the first cells of a column stand."""
        first = cells.row(0, named=True)
        if first["table"] == LISTS:
            return self.say("validate_setting", setting=first["key"][0])
        places = [self.place(cell) for cell in cells.head(FEW).iter_rows(named=True)]
        named: object = places
        if cells.height > FEW:
            named = Message("validate_places_more", {"places": places})
        column = column_label(first["table"], first["column"], self.language)
        file = self.files.get(first["table"], first["table"])
        return self.say("validate_cells", file=file, column=column, places=named)

    def place(self, cell: Mapping[str, Any]) -> str:
        """Return the row of a cell and whose it is."""
        dated = TABLES[cell["table"]].key[0] == "as_of"
        key = ", ".join(part for part in cell["key"][dated:] if part)
        code = "validate_no_row" if cell["row"] is None else "validate_row"
        return self.say(code, row=cell["row"], key=key)

    def unexplained(self) -> Iterator[Line | Beside]:
        """Yield the share of total assets that holdings leave unexplained, the largest first."""
        yield from self.heading("validate_unexplained")
        known = sorted((one for one in self.result.unexplained if one.ratio is not None), key=_by_size)
        unknown = [one for one in self.result.unexplained if one.ratio is None]
        for one in known[:FIRST]:
            yield Beside([Line(self.product(one), indent=2, hang=2)], [self.share(one)], "")
        if len(known) > FIRST:
            yield Line(self.say("validate_unexplained_more", count=len(known) - FIRST), _QUIET, indent=2)
        if unknown:
            products: object = [self.product(one) for one in unknown[:FEW]]
            if len(unknown) > FEW:
                products = Message("validate_more_products", {"products": products})
            values = {"count": len(unknown), "products": products}
            yield Line(self.say("validate_unexplained_unknown", **values), indent=2, hang=2)

    def product(self, one: Unexplained) -> str:
        """Return the product of a share, with its day where there are several."""
        named = one.product_id
        if one.name not in (None, one.product_id):
            named = self.say("subject_named", name=one.name, id=one.product_id)
        return f"{named} {one.as_of.isoformat()}" if len(self.result.as_of) > 1 else named

    def share(self, one: Unexplained) -> str:
        """Return a share in percent: short, but 0% only where it is."""
        ratio = one.ratio or Decimal(0)
        if ratio == 0:
            return f"~{percent(ratio)}" if one.amount else percent(ratio)
        return short_percent(ratio, Decimal(0))

    def how_to_complete(self) -> Iterator[Line]:
        file = self.folder / COMPLETION_FILE
        yield _BLANK
        if file.is_file():
            yield Line(self.say("validate_fill_in", file=file.as_posix()), _BOLD, folded=False)
        else:
            command = f"concentration new {self.folder.as_posix()}"
            yield Line(self.say("validate_new", command=command, file=COMPLETION_FILE), _BOLD, folded=False)

    def heading(self, code: str) -> Iterator[Line]:
        yield _BLANK
        yield Line(self.say(code), _BOLD)


def _by_place(counted: tuple[str, str, int]) -> tuple[int, int]:
    """Return what sorts columns as the contract has them, a house's own at the end of their table."""
    table, column, _ = counted
    names = [known.name for known in TABLES[table].columns]
    return list(TABLES).index(table), names.index(column) if column in names else len(names)


def _by_size(one: Unexplained) -> tuple[Decimal, str]:
    """Return what sorts the largest first, too much and too little alike."""
    return -abs(one.ratio or Decimal(0)), one.product_id
