"""What was unknown: the empty cells that stood in the way of a verdict."""

from collections.abc import Iterable, Mapping

import polars as pl

from concentration.catalogue.model import AssetKind, ByFact
from concentration.frames import Connected, Measured
from concentration.vocabulary.facts import COUNTED_DAYS, FACTS, fact_named
from concentration.vocabulary.measures import MEASURES

PRODUCT_KEYS = ("product_row", "product_id", "manager_id")
CELL = ("verdict", "table", "column", "row", "key")
COMPANY_OF = {
    "company": "issuer_id",
    "related_party": "issuer_id",
    "same_asset": "issuer_id",
    "market": "country",
}
"""The fact of an asset that gives its group, where it can be unknown."""


def missing_cells(
    verdicts: pl.DataFrame,
    measured: Measured,
    connected: Connected,
    kinds: Mapping[str, AssetKind],
    everyone: pl.DataFrame,
) -> pl.DataFrame:
    """Return for undetermined verdicts what was unknown: `verdict` and `missing`, a list of structs (table, column,
    first row, its key, count of rows).

    `verdicts` has `verdict`, `subject`, `key`, `folded` and `applies`; `everyone` are the products of all managers.
    """
    if verdicts.is_empty():
        return pl.DataFrame(schema={"verdict": verdicts.schema["verdict"], "missing": pl.List(pl.Null)})
    if measured.unset:
        return _settings(verdicts, measured)
    rows = _rows_of(verdicts, measured).join(connected.assets, on="asset", how="left", maintain_order="left")
    parts = [
        *_unknown_amounts(rows, measured),
        *_unknown_conditions(rows, measured, connected, kinds),
        *(_unknown_units(rows, everyone) if measured.limit.through == "replace" else ()),
        *_unknown_groups(rows, measured, kinds),
        *_unknown_of_products(verdicts, measured, connected),
        *_unknown_sizes(verdicts, rows, measured, connected, kinds),
        *_unknown_of_held_value(verdicts, measured, connected),
    ]
    cells = (
        pl.concat([part.select(CELL) for part in parts])
        if parts
        else pl.DataFrame(schema=dict.fromkeys(CELL, pl.String))
    )
    entries = (
        cells.unique()
        .sort("verdict", "table", "column", "row", "key")
        .group_by("verdict", "table", "column", maintain_order=True)
        .agg(pl.col("row").first(), pl.col("key").first(), count=pl.len().cast(pl.UInt32))
    )
    return entries.group_by("verdict", maintain_order=True).agg(
        missing=pl.struct("table", "column", "row", "key", "count")
    )


def _settings(verdicts: pl.DataFrame, measured: Measured) -> pl.DataFrame:
    """Return the settings that nobody has made, for each verdict."""
    cells = pl.DataFrame({"column": list(measured.unset)}).select(
        pl.struct(
            table=pl.lit("lists"),
            column="column",
            row=pl.lit(None, dtype=pl.UInt32),
            key=pl.lit(None, dtype=pl.String),
            count=pl.lit(1, dtype=pl.UInt32),
        )
        .implode()
        .alias("missing")
    )
    return verdicts.select("verdict").join(cells, how="cross")


def _rows_of(verdicts: pl.DataFrame, measured: Measured) -> pl.DataFrame:
    """Return the holdings behind each verdict; the group of the unknown has its own."""
    return (
        verdicts.lazy()
        .select("verdict", "subject", "key")
        .join(measured.rows.rename({"row": "holding_row"}), on=["subject", "key"], nulls_equal=True)
        .collect()
    )


def _cells(rows: pl.DataFrame, table: str, column: str, row: str, key: str) -> pl.DataFrame:
    return rows.select(
        "verdict",
        table=pl.lit(table),
        column=pl.lit(column),
        row=pl.col(row).cast(pl.UInt32),
        key=pl.col(key).cast(pl.String),
    )


def _unknown_amounts(rows: pl.DataFrame, measured: Measured) -> Iterable[pl.DataFrame]:
    amount = "market_value" if MEASURES[measured.limit.measure].counts else measured.limit.amount
    unknown = rows.filter(pl.col("amount").is_null()) if amount else rows.clear()
    if amount == "class_value":
        for column, part in (
            ("exposure", "valued_by_exposure"),
            ("market_value", ~pl.col("valued_by_exposure")),
        ):
            yield _cells(unknown.filter(part), "holdings", column, "holding_row", "asset_id")
    elif amount:
        yield _cells(unknown, "holdings", amount, "holding_row", "asset_id")


def _unknown_conditions(
    rows: pl.DataFrame, measured: Measured, connected: Connected, kinds: Mapping[str, AssetKind]
) -> Iterable[pl.DataFrame]:
    uncertain = rows.filter(~pl.col("certain"))
    for fact in sorted(measured.count_facts):
        yield from _unknown_fact(uncertain, fact, kinds)
    named = {name: fact_named(name).owner for name in sorted(measured.count_facts)}
    of_products = [name for name, owner in named.items() if owner in ("product", "manager")]
    if of_products:
        products = connected.products.select("product", *dict.fromkeys([*PRODUCT_KEYS, *of_products]))
        beside = uncertain.select("verdict", "product").unique().join(products, on="product")
        yield from _unknown_of_products_facts(beside, of_products)
    of_holdings = [name for name, owner in named.items() if owner in ("holding", "counterparty")]
    if of_holdings:
        yield from _unknown_of_holdings(uncertain, of_holdings, connected)


def _unknown_of_products_facts(beside: pl.DataFrame, facts: Iterable[str]) -> Iterable[pl.DataFrame]:
    """Cells of products or of their managers that leave a fact unknown."""
    for fact in facts:
        unknown = beside.filter(pl.col(fact).is_null())
        if fact_named(fact).owner == "manager":
            nowhere = unknown.with_columns(no_row=pl.lit(None, dtype=pl.UInt32))
            yield _cells(nowhere, "managers", fact_named(fact).column, "no_row", "manager_id")
        else:
            yield _cells(unknown, "products", fact_named(fact).column, "product_row", "product_id")


def _unknown_of_holdings(
    rows: pl.DataFrame, facts: Iterable[str], connected: Connected
) -> Iterable[pl.DataFrame]:
    """Cells of the holdings, or of their counterparties, that leave a fact unknown."""
    held = connected.holdings.filter(pl.col("row").is_in(rows["holding_row"].unique().implode())).unique(
        "row"
    )
    if "counterparty_id" not in held.columns:
        held = held.with_columns(counterparty_id=pl.lit(None, dtype=pl.String))
    told = (
        rows.select("verdict", "holding_row", "asset_id", "as_of")
        .join(held.drop("product", "asset"), left_on="holding_row", right_on="row")
        .with_columns(pl.col("counterparty_id").cast(pl.String))
        .join(connected.counterparties, on=["as_of", "counterparty_id"], how="left")
    )
    nobody = pl.col("counterparty_id").is_null()
    for fact in facts:
        if fact_named(fact).owner == "counterparty":
            yield _cells(told.filter(nobody), "holdings", "counterparty_id", "holding_row", "asset_id")
            unknown = told.filter(~nobody, pl.col(fact).is_null())
            nowhere = unknown.with_columns(no_row=pl.lit(None, dtype=pl.UInt32))
            yield _cells(nowhere, "parties", fact_named(fact).column, "no_row", "counterparty_id")
        elif not fact_named(fact).derived:
            silent = pl.col(fact).is_null() if fact in told.columns else pl.lit(True)
            yield _cells(told.filter(silent), "holdings", fact_named(fact).column, "holding_row", "asset_id")


def _unknown_fact(rows: pl.DataFrame, fact: str, kinds: Mapping[str, AssetKind]) -> Iterable[pl.DataFrame]:
    """Cells of the asset or of its issuer that leave a fact unknown."""
    owner = fact_named(fact).owner
    if fact not in rows.columns or owner not in ("asset", "kind", "issuer"):
        return
    unknown = rows.filter(pl.col(fact).is_null())
    if owner == "issuer":
        named = unknown.filter(pl.col("issuer_id").is_not_null()).with_columns(
            no_row=pl.lit(None, dtype=pl.UInt32)
        )
        yield _cells(named, "parties", fact_named(fact).column, "no_row", "issuer_id")
        yield _cells(
            unknown.filter(pl.col("issuer_id").is_null()), "assets", "issuer_id", "asset_row", "asset_id"
        )
    elif owner == "kind":
        yield from _unknown_kind_fact(unknown, fact, kinds)
    elif fact in COUNTED_DAYS:
        undated = unknown.filter("has_maturity", pl.col("asset_maturity_date").is_null())
        yield _cells(undated, "assets", "maturity_date", "asset_row", "asset_id")
    else:
        column = fact_named(fact).column
        lacking = [name for name, kind in kinds.items() if column in kind.lacks]
        applying = unknown.filter(~pl.col("asset_kind").is_in(lacking))
        yield _cells(applying, "assets", column, "asset_row", "asset_id")


def _is_inside() -> pl.Expr:
    """A unit of a product that could not be looked through, or what the holdings of one leave unexplained."""
    return pl.col("look_through").fill_null(True)


def _unknown_units(rows: pl.DataFrame, products: pl.DataFrame) -> Iterable[pl.DataFrame]:
    """What is not there of held products: whose unit it is, their net assets, their holdings."""
    units = rows.filter(~pl.col("certain"), _is_inside())
    yield _cells(units.filter(pl.col("unit_of").is_null()), "assets", "product_id", "asset_row", "asset_id")
    inner = products.select(
        "as_of",
        unit_of=pl.col("product_id").cast(pl.String),
        inner_row="product_row",
        sized=(pl.col("net_assets") > 0).fill_null(False),
    )
    told = units.filter(pl.col("unit_of").is_not_null()).join(inner, on=["as_of", "unit_of"], how="left")
    unsized = pl.col("inner_row").is_not_null() & ~pl.col("sized")
    yield _cells(told.filter(unsized), "products", "net_assets", "inner_row", "unit_of")
    nowhere = told.filter(~unsized.fill_null(False)).with_columns(no_row=pl.lit(None, dtype=pl.UInt32))
    yield _cells(nowhere, "holdings", "market_value", "no_row", "unit_of")


def _unknown_kind_fact(
    rows: pl.DataFrame, fact: str, kinds: Mapping[str, AssetKind]
) -> Iterable[pl.DataFrame]:
    """A fact of a kind is unknown because the fact that it hangs on is, or because the law leaves the kind open."""
    by: dict[str, str] = {
        name: value.by for name, kind in kinds.items() if isinstance(value := getattr(kind, fact), ByFact)
    }
    column = pl.col("asset_kind").replace_strict(by, default="kind", return_dtype=pl.String)
    told = rows.with_columns(cause=column).filter(~_is_inside() | (pl.col("cause") != "kind"))
    for (name,), part in told.group_by("cause", maintain_order=True):
        yield _cells(part, "assets", str(name), "asset_row", "asset_id")


def _unknown_groups(
    rows: pl.DataFrame, measured: Measured, kinds: Mapping[str, AssetKind]
) -> Iterable[pl.DataFrame]:
    fact = COMPANY_OF.get(measured.limit.group_by)
    if fact is not None:
        ungrouped = rows.filter(pl.col("key").is_null())
        yield _cells(
            ungrouped.filter(pl.col(fact).is_null()), "assets", FACTS[fact].column, "asset_row", "asset_id"
        )
    if measured.limit.group_by == "counterparty":
        ungrouped = rows.filter(pl.col("key").is_null())
        yield _cells(ungrouped, "holdings", "counterparty_id", "holding_row", "asset_id")
    if measured.limit.group_by == "class":
        unclassed = rows.filter(pl.col("key").is_null(), pl.col("test_class").is_null())
        yield from _unknown_kind_fact(unclassed, "test_class", kinds)
    if measured.limit.group_by == "same_asset":
        unmerged = rows.filter(~pl.col("certain"), pl.col("same_asset").is_null())
        yield from _unknown_kind_fact(unmerged, "same_asset", kinds)


def _unknown_of_products(
    verdicts: pl.DataFrame, measured: Measured, connected: Connected
) -> Iterable[pl.DataFrame]:
    """Cells of products that leave open whom the limit applies to, or what a product's sum is divided by."""
    limit = measured.limit
    products = _products_of(verdicts, measured, connected)
    doubtful = products.join(measured.doubtful.select("product").collect(), on="product", how="semi")
    yield from _unknown_of_products_facts(doubtful, sorted(measured.subject_facts))
    figures = {bound.measure for bound in limit.bounds if MEASURES[bound.measure].amount is None}
    needed = {fact for name in figures for fact in MEASURES[name].facts}
    if figures and MEASURES[limit.measure].counts is None:
        needed |= measured.count_facts
    if limit.denominator in FACTS and limit.denominator in products.columns:
        needed.add(limit.denominator)
    yield from _unknown_of_products_facts(products, sorted(needed))


def _products_of(verdicts: pl.DataFrame, measured: Measured, connected: Connected) -> pl.DataFrame:
    """Return the products that the subjects of the verdicts are, belong to, or sum up."""
    subjects, products = verdicts.select("verdict", "subject", "applies"), connected.products
    if measured.limit.judge_per == "tranche":
        tranches = connected.tranches.select("product", subject="tranche")
        return subjects.join(tranches, on="subject").join(products, on="product")
    by = [measured.limit.subject, *(["parent"] if measured.limit.with_subsidiaries else [])]
    found = [subjects.join(products.with_columns(subject=pl.col(name)), on="subject") for name in by]
    return pl.concat(found).unique(["verdict", "product"], maintain_order=True)


def _unknown_sizes(
    verdicts: pl.DataFrame,
    rows: pl.DataFrame,
    measured: Measured,
    connected: Connected,
    kinds: Mapping[str, AssetKind],
) -> Iterable[pl.DataFrame]:
    """Assets whose size is unknown: of the company's lines, or of the members held."""
    column = measured.limit.denominator
    if column == "tradable_shares":
        lacking = [name for name, kind in kinds.items() if column in kind.lacks]
        companies = (
            verdicts.filter(pl.col("key").is_not_null())
            .select("verdict", "key")
            .join(measured.labels.select("key", "as_of", issuer_id="group_id"), on="key")
        )
        lines = companies.join(connected.assets, on=["as_of", "issuer_id"]).filter(
            pl.col(column).is_null(), ~pl.col("asset_kind").is_in(lacking)
        )
        yield _cells(lines, "assets", column, "asset_row", "asset_id")
    elif column == "total_value":
        yield _cells(rows.filter(pl.col(column).is_null()), "assets", column, "asset_row", "asset_id")


def _unknown_of_held_value(
    verdicts: pl.DataFrame, measured: Measured, connected: Connected
) -> Iterable[pl.DataFrame]:
    """Holdings of unknown value among all of a subject, and those in no tranche of a product that has some."""
    if measured.limit.denominator != "held_value":
        return
    by_tranche = measured.limit.judge_per == "tranche"
    of_products = _products_of(verdicts, measured, connected).select("verdict", "subject", "product")
    held = connected.holdings.rename({"row": "holding_row"}).join(
        connected.assets.select("asset", "asset_id"), on="asset"
    )
    if not by_tranche:
        valued = of_products.join(held, on="product")
    else:
        valued = of_products.join(held, left_on="subject", right_on="tranche")
        stray = of_products.join(held.filter(pl.col("tranche").is_null()), on="product")
        yield _cells(stray, "holdings", "tranche_id", "holding_row", "asset_id")
    unknown = valued.filter(pl.col("market_value").is_null())
    yield _cells(unknown, "holdings", "market_value", "holding_row", "asset_id")
