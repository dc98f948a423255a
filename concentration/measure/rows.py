"""Holdings with the limits they count in, as masks."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

import polars as pl

from concentration.catalogue.conditions import DTYPES
from concentration.frames import Connected
from concentration.measure.plan import CLASS_VALUE, Condition, Family, PlannedLimit
from concentration.measure.prepared import PreparedFamily, by_asset
from concentration.measure.truth import masks, truths
from concentration.vocabulary.amounts import exact
from concentration.vocabulary.facts import COUNTED_DAYS, FACTS, fact_named

ASSET_OWNERS = frozenset({"asset", "kind", "issuer", "run"})


def masked_rows(
    ready: PreparedFamily, connected: Connected, people: Mapping[int, pl.DataFrame]
) -> pl.LazyFrame:
    """Return the holdings that may count in some limit of the family.

    `people` holds, for the place of each limit that speaks of some product, `selected`: whether it sums each product
    (TRUE, FALSE, NULL). The result has `subject`, `product`, `asset`, `row`, the amounts,
    `may_be_negative`, and `certain` and `possible`: masks whose bit i says that the holding counts, or may count, in
    limit i; and `pair` where held products are looked through. With subsidiaries a holding stands under its manager and
    under the manager's parent.
    """
    family, products, assets = ready.family, connected.products, connected.assets
    place = _place(connected)
    of_product = masks(
        [
            people[planned.place]["selected"]
            if planned.place in people
            else pl.repeat(False, products.height, eager=True)
            for planned in family.limits
        ]
    )
    of_rows = _row_masks(ready, connected, people)
    counts: dict[str, pl.Expr] = {}
    for name, by_product, of_asset, by_row in zip(
        ("certain", "possible"), of_product, (ready.certain, ready.possible), of_rows, strict=True
    ):
        mask = _gathered(by_product, place) & _gathered(of_asset, pl.col("asset"))
        counts[name] = mask if by_row is None else mask & by_row
    if "opaque" in connected.holdings.columns:
        counts = _what_is_hidden(counts, _gathered(of_product[1], place), family)
    # in the second sum a product of which nobody knows what it holds stays an asset of its own
    wanted = ("pair", "opaque") if family.view == "replaced" else ("pair",)
    kept = [name for name in wanted if name in connected.holdings.columns]
    rows = connected.holdings.lazy().select(
        "product",
        "asset",
        "row",
        *kept,
        *_told(family, connected),
        subject=_subject(family, connected, place),
        may_be_negative=_gathered(assets["may_be_negative"], pl.col("asset")),
        **counts,
    )
    if family.judge_per == "manager":
        rows = _of_managers(rows, family, of_product, connected)
    return rows.filter((pl.col("possible") != 0) & pl.col("subject").is_not_null())


def _subject(family: Family, connected: Connected, place: pl.Expr) -> pl.Expr:
    if family.judge_per == "tranche":
        told = "tranche" in connected.holdings.columns
        return pl.col("tranche") if told else pl.lit(None, dtype=pl.UInt32)
    return _gathered(connected.products[family.limits[0].limit.subject], place)


def _what_is_hidden(counts: Mapping[str, pl.Expr], by_product: pl.Expr, family: Family) -> dict[str, pl.Expr]:
    """What a held product may hold, but is not known to, decides no ban, and may count in a sum of kinds of assets.

    Where only a cell is missing to look through it, what the ban forbids may be inside.
    """
    bans = sum(1 << bit for bit, planned in enumerate(family.limits) if planned.is_ban)
    of_kinds = sum(1 << bit for bit, planned in enumerate(family.limits) if _counts_kinds(planned))
    if not bans | of_kinds:
        return dict(counts)
    banned, sought = pl.lit(bans, dtype=pl.UInt64), pl.lit(of_kinds, dtype=pl.UInt64)
    others = pl.lit(2**64 - 1 - (bans | of_kinds), dtype=pl.UInt64)
    certain, possible = counts["certain"], counts["possible"] & others
    hidden = pl.when("gap").then(possible | (by_product & (banned | sought)))
    return {
        "certain": pl.when("opaque").then(certain & others).otherwise(certain),
        "possible": hidden.when("opaque")
        .then(possible | (by_product & sought))
        .otherwise(counts["possible"]),
    }


def _counts_kinds(planned: PlannedLimit) -> bool:
    """Whether a sum asks for kinds of assets, of which a product that is not looked through says nothing.

    The tests of classes take such a product by its own nature.
    """
    facts = planned.count.facts if planned.count is not None else frozenset[str]()
    replaced = planned.limit.through == "replace" and not planned.is_ban
    return replaced and "asset_kind" in facts and "test_class" not in facts


def _of_managers(
    rows: pl.LazyFrame, family: Family, of_product: tuple[pl.Series, pl.Series], connected: Connected
) -> pl.LazyFrame:
    """Return the rows under each manager whose sum they belong to, each position once."""
    if family.with_subsidiaries:
        parents = pl.lit(connected.products["parent"]).gather(_place(connected))
        rows = pl.concat([rows, rows.with_columns(subject=parents).filter(pl.col("subject").is_not_null())])
    return _each_position_once(rows, family, of_product, connected)


def _told(family: Family, connected: Connected) -> Iterator[pl.Expr]:
    """The amounts as Int128 millionths, and the counterparty where it is the group; NULL where nothing is told.

    Beside values of classes it is told whether these are exposures.
    """
    holdings = connected.holdings

    def told(name: str) -> pl.Expr:
        known = name in holdings.columns
        return exact(name, holdings.schema[name]) if known else pl.lit(None, dtype=pl.Int128)

    for name in family.amounts:
        if name == CLASS_VALUE:
            by_exposure = _gathered(connected.assets["valued_by_exposure"], pl.col("asset"))
            yield pl.when(by_exposure).then(told("exposure")).otherwise(told("market_value")).alias(name)
            yield by_exposure.alias("valued_by_exposure")
        else:
            yield told(name).alias(name)
    if family.group_by == "counterparty":
        counterparty = pl.col("counterparty_id") if "counterparty_id" in holdings.columns else pl.lit(None)
        yield counterparty.cast(pl.String).alias("counterparty_id")


def with_facts(condition: Condition, connected: Connected) -> pl.DataFrame:
    """Return the holdings (in their order) with `product`, `market_value` and the facts of a condition."""
    facts = condition.facts
    products = [fact for fact in facts if fact_named(fact).owner in ("product", "manager")]
    assets = [fact for fact in facts if fact_named(fact).owner in ASSET_OWNERS]
    assets += [at_least for days, at_least in COUNTED_DAYS.items() if days in facts]
    place = _place(connected)
    silent = [
        fact
        for fact in facts
        if fact_named(fact).owner == "holding"
        and not fact_named(fact).derived
        and fact not in connected.holdings.columns
    ]
    rows = connected.holdings.with_columns(
        *(pl.lit(None, dtype=DTYPES[FACTS[fact].type]).alias(fact) for fact in silent),
        *(_gathered(connected.products[fact], place).alias(fact) for fact in products),
        *(_gathered(connected.assets[fact], pl.col("asset")).alias(fact) for fact in assets),
    )
    if "lot_restricted" in facts and "lot_restricted" not in rows.columns:
        rows = _with_lot_restricted(rows, connected.assets)
    if any(fact_named(fact).owner == "counterparty" and fact != "counterparty_id" for fact in facts):
        rows = _with_counterparties(rows, connected)
    return rows


def _place(connected: Connected) -> pl.Expr:
    """Return where the product of a holding stands among the products given, which are a range of all."""
    return pl.col("product") - connected.products["product"].min()


def _gathered(values: pl.Series, place: pl.Expr) -> pl.Expr:
    return pl.lit(values).gather(place)


def _each_position_once(
    rows: pl.LazyFrame, family: Family, of_product: tuple[pl.Series, pl.Series], connected: Connected
) -> pl.LazyFrame:
    """Units of a product that is itself in the manager's sum leave it: what that product holds is summed already.

    Where it is only possible that the product is summed, its units may count.
    """
    units = (
        connected.assets.lazy()
        .filter(pl.col("unit_of").is_not_null())
        .select("asset", "as_of", "unit_of")
        .join(
            connected.products.lazy().select(
                "as_of",
                inner_manager="manager",
                inner_parent=pl.col("parent") if family.with_subsidiaries else pl.lit(None, dtype=pl.UInt32),
                unit_of=pl.col("product_id").cast(pl.String),
                surely=of_product[0],
                maybe=of_product[1],
            ),
            on=["as_of", "unit_of"],
        )
        .collect()
    )
    if units.is_empty():
        return rows
    of_assets = connected.assets.select("asset").join(units, on="asset", how="left", maintain_order="left")

    def inner(column: str) -> pl.Expr:
        return _gathered(of_assets[column], pl.col("asset"))

    own = pl.any_horizontal(
        pl.col("subject").eq_missing(inner(column)) for column in ("inner_manager", "inner_parent")
    )
    nothing = pl.lit(0, dtype=pl.UInt64)
    return rows.with_columns(
        pl.col(name) & ~pl.when(own).then(inner(column).fill_null(0)).otherwise(nothing)
        for name, column in (("certain", "maybe"), ("possible", "surely"))
    )


def _row_masks(
    ready: PreparedFamily, connected: Connected, people: Mapping[int, pl.DataFrame]
) -> tuple[pl.Series, pl.Series] | tuple[None, None]:
    """Masks of the conditions that an asset alone does not decide; None if there are none.

    Such a condition is only tried on the holdings whose product the limit sums and whose asset may count.
    """
    family = ready.family
    mixed = {
        bit: planned.count
        for bit, planned in enumerate(family.limits)
        if planned.place in people and planned.count and not by_asset(planned.count, connected)
    }
    if not mixed:
        return None, None
    always = pl.repeat(True, connected.holdings.height, eager=True)
    values = [always] * len(family.limits)
    for bit, condition in mixed.items():
        selected = people[family.limits[bit].place]["selected"].fill_null(True)
        bits = pl.lit(1 << bit, dtype=pl.UInt64)
        may_count = (_gathered(ready.possible, pl.col("asset")) & bits) != 0
        tried = connected.holdings.with_row_index("at").filter(
            _gathered(selected, _place(connected)) & may_count
        )
        narrowed = replace(connected, holdings=tried.drop("at"))
        truth = truths([condition], with_facts(condition, narrowed))[0]
        values[bit] = pl.repeat(False, connected.holdings.height, eager=True).scatter(tried["at"], truth)
    return masks(values)


def _with_lot_restricted(rows: pl.DataFrame, assets: pl.DataFrame) -> pl.DataFrame:
    """A lot is locked up until its day; without a day it follows the asset; nothing said, it is free."""
    return rows.with_columns(
        lot_restricted=pl.coalesce(
            pl.col("restricted_until") > _gathered(assets["as_of"], pl.col("asset")),
            _gathered(assets["restricted"], pl.col("asset")),
            pl.lit(False),
        )
    )


def _with_counterparties(rows: pl.DataFrame, connected: Connected) -> pl.DataFrame:
    return rows.with_columns(
        as_of=_gathered(connected.assets["as_of"], pl.col("asset")),
        counterparty_id=(
            pl.col("counterparty_id") if "counterparty_id" in rows.columns else pl.lit(None)
        ).cast(pl.String),
    ).join(connected.counterparties, on=["as_of", "counterparty_id"], how="left", maintain_order="left")
