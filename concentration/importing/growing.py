"""What a portfolio becomes when valuation tables are added to it: nothing is lost and nothing doubled."""

from collections.abc import Mapping, Sequence

import polars as pl

from concentration.importing.folder import TextTable, empty_table
from concentration.importing.tables_in import same_rows
from concentration.valuation.rows import HOLDING_COLUMNS, PRODUCT_COLUMNS, Valued
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

DAILY = ("suspended",)
"""Columns of assets that the newest valuation table decides."""


def with_manager(tables: Mapping[str, TextTable], manager: Mapping[str, str | None]) -> dict[str, TextTable]:
    """Return the tables with the manager; raise CannotRunError where its row says otherwise."""
    known = tables.get("managers", empty_table("managers"))
    rows = known.frame.filter(pl.col("manager_id").str.strip_chars() == manager["manager_id"])
    if rows.is_empty():
        new = pl.DataFrame([manager], schema=dict.fromkeys(manager, pl.String))
        return {**tables, "managers": known.with_frame(_below(known.frame, new))}
    problems = [
        Problem(
            Message("import_other_manager"),
            known.file,
            column=known.headers.get(name, name),
            seen=said,
            allowed=rows[name][0],
        )
        for name, said in manager.items()
        if said is not None and name in rows.columns and (rows[name][0] or "").strip() not in ("", said)
    ]
    if problems:
        raise CannotRunError(problems)
    filled = [
        pl.when((pl.col("manager_id").str.strip_chars() == manager["manager_id"]) & _empty(name))
        .then(pl.lit(said))
        .otherwise(pl.col(name))
        .alias(name)
        for name, said in manager.items()
        if said is not None and name in rows.columns
    ]
    return {**tables, "managers": known.with_frame(known.frame.with_columns(filled))}


def with_valued(
    tables: Mapping[str, TextTable], valued: Sequence[Valued], manager_id: str, *, replace: bool
) -> tuple[dict[str, TextTable], list[Message]]:
    """Return the tables with the products, assets and holdings of valuation tables, and what is to be noted.

    A product and day that is there with the same content stays as it is. Raises CannotRunError where it is there with
    other content, unless it is to be replaced.
    """
    grown = {name: tables.get(name, empty_table(name)) for name in ("products", "assets", "holdings")}
    notes: list[Message] = []
    problems: list[Problem] = []
    for one in valued:
        there = _of_day(grown["products"].frame, one)
        if there.height:
            values = {"product": one.product_id, "day": one.day, "other": grown["products"].file}
            if _is_the_same(grown, one):
                notes.append(Message("note_import_twice", {**values, "file": one.file}))
                continue
            if not replace:
                problems.append(Problem(Message("import_differs_there", values), one.file))
                continue
            notes.append(Message("note_import_replaced", {**values, "file": one.file}))
        _add_product(grown, one, there, manager_id)
        _add_assets(grown, one, notes)
        _add_holdings(grown, one)
    if problems:
        raise CannotRunError(problems)
    return {**tables, **grown}, notes


def _of_day(frame: pl.DataFrame, one: Valued) -> pl.DataFrame:
    return frame.filter(_is_of(one))


def _day() -> pl.Expr:
    """Return the day of a row, however the contract lets it be written."""
    day = pl.col("as_of").str.strip_chars().str.replace_all("/", "-", literal=True)
    return pl.coalesce(day.str.to_date("%Y-%m-%d", strict=False), day.str.to_date("%Y%m%d", strict=False))


def _is_of(one: Valued) -> pl.Expr:
    return (_day() == one.day) & (pl.col("product_id").str.strip_chars() == one.product_id)


def _is_the_same(grown: Mapping[str, TextTable], one: Valued) -> bool:
    """Tell whether a product's day stands in the tables as the valuation table tells it."""
    pairs = (
        (grown["products"], one.products, PRODUCT_COLUMNS),
        (grown["holdings"], one.holdings, HOLDING_COLUMNS),
    )
    for table, new, columns in pairs:
        told = [name for name in columns if name != "as_of" and new[name].null_count() < new.height]
        there = _of_day(table.frame, one)
        if any(name not in there.columns for name in told):
            return False
        if not same_rows(there.select(told), new.select(told)):
            return False
    return True


def _add_product(grown: dict[str, TextTable], one: Valued, there: pl.DataFrame, manager_id: str) -> None:
    """Put the product's day in, with what lasts of it: from the row it replaces, else from the latest earlier one."""
    products = grown["products"]
    of_product = products.frame.filter(pl.col("product_id").str.strip_chars() == one.product_id)
    before = of_product.filter(_day() < one.day).sort(_day()).tail(1)
    source = there if there.height else before if before.height else of_product.sort(_day()).head(1)
    new = one.products.with_columns(manager_id=pl.lit(manager_id))
    if there.height:
        kept = [name for name in there.columns if name not in new.columns]
        new = pl.concat([new, there.head(1).select(kept)], how="horizontal")
    elif source.height:
        lasting = [name for name in LASTING if name in source.columns]
        new = pl.concat([new, source.select(lasting)], how="horizontal")
    rest = products.frame.filter(~_is_of(one).fill_null(False))
    grown["products"] = products.with_frame(_below(rest, new))


def _add_assets(grown: dict[str, TextTable], one: Valued, notes: list[Message]) -> None:
    """Put new assets in and fill what was empty.

    Another word than the one that stands there is noted; it is taken only of what changes from day to day, and only
    from the newest day.
    """
    assets = grown["assets"]
    known = assets.frame.with_columns(pl.col("asset_id").str.strip_chars())
    new = one.assets.filter(~pl.col("asset_id").is_in(known["asset_id"].implode()))
    newest = grown["holdings"].frame.filter(_day() > one.day).is_empty()
    again = known.join(one.assets, on="asset_id", suffix=" told")
    for name, asset, stands, told in _other_words(again):
        values = {"file": one.file, "asset": asset, "column": name, "stands": stands, "told": told}
        taken = name in DAILY and newest
        notes.append(Message("note_import_newer_word" if taken else "note_import_other_word", values))
    filled = _with_gaps_filled(known, one.assets, DAILY if newest else ())
    grown["assets"] = assets.with_frame(_below(filled, new))


def _other_words(again: pl.DataFrame) -> list[tuple[str, str, str, str]]:
    """Return where a table says otherwise of an asset than what stands there; names are written in many ways."""
    found = []
    for name in again.columns:
        told = f"{name} told"
        if told in again.columns and name != "name":
            differs = again.filter(pl.col(name).str.strip_chars() != pl.col(told))
            found += [
                (name, asset, a, b) for asset, a, b in differs.select("asset_id", name, told).iter_rows()
            ]
    return found


def _with_gaps_filled(known: pl.DataFrame, told: pl.DataFrame, newer: Sequence[str]) -> pl.DataFrame:
    """Return the assets with their empty cells filled by what a table tells of them, those of `newer` overwritten."""
    columns = [name for name in told.columns if name != "asset_id"]
    joined = known.join(told, on="asset_id", how="left", suffix=" told", maintain_order="left")
    exprs = [
        pl.when(_empty(name) | (pl.lit(name in newer) & pl.col(f"{name} told").is_not_null()))
        .then(pl.col(f"{name} told"))
        .otherwise(pl.col(name))
        .alias(name)
        if name in known.columns
        else pl.col(name)
        for name in columns
    ]
    others = [pl.col(name) for name in known.columns if name not in columns]
    return joined.select(*others, *exprs)


def _add_holdings(grown: dict[str, TextTable], one: Valued) -> None:
    holdings = grown["holdings"]
    rest = holdings.frame.filter(~_is_of(one).fill_null(False))
    grown["holdings"] = holdings.with_frame(_below(rest, one.holdings))


def _empty(name: str) -> pl.Expr:
    return pl.col(name).is_null() | (pl.col(name).str.strip_chars() == "")


def _below(frame: pl.DataFrame, new: pl.DataFrame) -> pl.DataFrame:
    """Return the new rows below the others; a column that only one of them has is empty in the other."""
    if new.is_empty():
        return frame
    told = [name for name in new.columns if name in frame.columns or new[name].null_count() < new.height]
    return pl.concat([frame, new.select(told)], how="diagonal")
