"""Which facts are missing: the empty cells that some limit would need, by the conditions of the law alone.

What a limit needs is worked out with the pieces that judge it: the same conditions in three values, the same products,
holdings and groups. Amounts decide nothing here: a fact is needed though a verdict would be given without it.
"""

from dataclasses import dataclass

import polars as pl

from concentration.catalogue.model import Catalogue
from concentration.completing.asking import FIRST, Asking
from concentration.completing.gaps import GAP, LISTS, Gaps
from concentration.completing.unknown import Asked
from concentration.frames import Connected
from concentration.measure import prepare
from concentration.pipeline import Options, make_run, managers_at_a_time
from concentration.read.portfolio import Portfolio
from concentration.vocabulary.completion import COMPLETED_TABLES, may_wait
from concentration.vocabulary.tables import TABLES

NEEDED_SCHEMA = pl.Schema(
    [
        ("table", pl.String()),
        ("column", pl.String()),
        ("key", pl.List(pl.String)),
        ("name", pl.String()),
        ("row", pl.UInt32()),
        ("limits", pl.List(pl.String)),
        ("for_exemption", pl.Boolean()),
    ]
)


@dataclass(frozen=True)
class Needed:
    """The facts that are missing, and the products of which only the first are asked.

    `facts`: one row for each empty cell, in the order of tables, keys and columns: `table`, `column`, `key` (the values
    of the table's key in their order, "" where empty), `name`, `row` (line in the file; NULL: the table has no row for
    it), `limits` (sorted ids of those that need it; empty: the table cannot be judged without it), `for_exemption`
    (it could only free somebody, no verdict is open without it).
    `waiting`: sorted ids of products whose own kind, offering, operation or manager is missing.
    """

    facts: pl.DataFrame
    waiting: tuple[str, ...]


def needed_facts(portfolio: Portfolio, catalogue: Catalogue, options: Options | None = None) -> Needed:
    """Return the facts that some limit, in force or advisory on the judged day, would need and that are not there.

    Raises CannotRunError as a run would: no product, no such day, circles of products.
    """
    run = make_run(portfolio, catalogue, options or Options())
    gaps = Gaps(run.connected, portfolio.tables, catalogue.kinds)
    _what_must_be_full(gaps)
    waiting = _waiting(run.connected)
    prepared = prepare(run.connected, run.plan, run.through)
    trees: dict[str, Asked] = {}
    for part, inside in managers_at_a_time(run.connected, run.through):
        Asking(run, catalogue, part, inside, prepared, waiting, gaps, trees).ask()
    ids = run.connected.products.filter(waiting)["product_id"].cast(pl.String)
    return Needed(_told(gaps), tuple(ids.unique().sort()))


def _what_must_be_full(gaps: Gaps) -> None:
    """Keep the empty cells without which a table is refused, on whatever day."""
    for name in COMPLETED_TABLES:
        for column in TABLES[name].columns:
            if name in gaps.tables and may_wait(TABLES[name], column):
                empty = gaps.tables[name].filter(pl.col(column.name).is_null())
                gaps.add(None, name, column.name, empty.select("row"))


def _waiting(connected: Connected) -> pl.Series:
    """Return for each product whether it is not known which limits apply to it."""
    unknown = [pl.col(fact).is_null() for fact in ("manager_id", *sorted(FIRST))]
    return connected.products.select(pl.any_horizontal(unknown).alias("waiting")).to_series()


def _told(gaps: Gaps) -> pl.DataFrame:
    """Return the cells that are really empty, each once, named as people know them."""
    cells = (
        pl.concat([GAP.to_frame(), *gaps.found])
        .group_by("table", "column", "row", "party")
        .agg(
            limits=pl.col("limit").drop_nulls().unique().sort(),
            for_exemption=pl.col("for_exemption").all(),
        )
    )
    parts = [NEEDED_SCHEMA.to_frame()]
    for (table, column), some in cells.group_by("table", "column", maintain_order=True):
        parts.append(_named(str(table), str(column), some, gaps))
    tables = {name: place for place, name in enumerate((*TABLES, LISTS))}
    columns = {
        f"{table.name}.{column.name}": place
        for table in TABLES.values()
        for place, column in enumerate(table.columns)
    }
    order = [
        pl.col("table").replace_strict(tables, return_dtype=pl.UInt8),
        pl.col("key").list.join("\0"),
        (pl.col("table") + "." + pl.col("column")).replace_strict(
            columns, default=len(columns), return_dtype=pl.UInt8
        ),
        pl.col("column"),
    ]
    return pl.concat(parts).sort(order)


def _named(table: str, column: str, cells: pl.DataFrame, gaps: Gaps) -> pl.DataFrame:
    """Return the cells of one column with their keys and names."""
    known = cells.filter(pl.col("row").is_not_null())
    parts = [_without_row(table, cells.filter(pl.col("row").is_null()))]
    if known.height:
        frame = gaps.tables[table]
        own = [name for name in frame.columns if name.partition(".")[2] == column]
        [header] = [name for name in frame.columns if name == column] or own
        described = frame.lazy()
        if table == "holdings":
            names = gaps.tables["assets"].lazy().select(pl.col("asset_id"), "name").unique("asset_id")
            described = described.with_columns(pl.col("asset_id").cast(pl.String)).join(
                names, on="asset_id", how="left"
            )
        key = [pl.col(name).cast(pl.String).fill_null("") for name in TABLES[table].key]
        described = described.filter(pl.col(header).is_null()).select("row", "name", key=pl.concat_list(key))
        none = table != LISTS and _empty_is_none(table, column)
        if not none:
            parts.append(known.lazy().join(described, on="row").select(NEEDED_SCHEMA.names()).collect())
    return pl.concat(parts)


def _without_row(table: str, cells: pl.DataFrame) -> pl.DataFrame:
    """Return the cells of parties (and of settings) of which the tables have no row."""
    undated = [pl.lit("")] if table == "parties" else []
    return cells.with_columns(
        key=pl.concat_list([*undated, pl.col("party")]), name=pl.lit(None, dtype=pl.String)
    ).select(NEEDED_SCHEMA.names())


def _empty_is_none(table: str, column: str) -> bool:
    return any(one.name == column and one.empty_is_none for one in TABLES[table].columns)
