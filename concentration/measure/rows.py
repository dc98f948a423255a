"""Holdings with the limits they count in, as masks."""

from collections.abc import Iterator, Mapping

import polars as pl

from concentration.catalogue.conditions import DTYPES
from concentration.frames import Connected
from concentration.measure.plan import Condition, Family
from concentration.measure.prepared import PreparedFamily, by_asset
from concentration.measure.truth import masks, truths
from concentration.vocabulary.amounts import exact
from concentration.vocabulary.facts import COUNTED_DAYS, FACTS

ASSET_OWNERS = frozenset({"asset", "kind", "issuer", "run"})


def masked_rows(
    ready: PreparedFamily, connected: Connected, people: Mapping[int, pl.DataFrame]
) -> pl.LazyFrame:
    """Return the holdings that may count in some limit of the family.

    `people` holds, for the place of each limit that speaks of some product, `selected`: whether it sums each product
    (TRUE, FALSE, NULL). The result has `subject`, `product`, `asset`, `row`, the amounts,
    `may_be_negative`, and `certain` and `possible`: masks whose bit i says that the holding counts, or may count, in
    limit i.
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
    of_rows = _row_masks(family, connected, people)
    counts: dict[str, pl.Expr] = {}
    for name, by_product, of_asset, by_row in zip(
        ("certain", "possible"), of_product, (ready.certain, ready.possible), of_rows, strict=True
    ):
        mask = _gathered(by_product, place) & _gathered(of_asset, pl.col("asset"))
        counts[name] = mask if by_row is None else mask & by_row
    if family.judge_per == "manager":
        counts = _each_position_once(counts, of_product, connected)
    return (
        connected.holdings.lazy()
        .select(
            "product",
            "asset",
            "row",
            *_told(family, connected.holdings),
            subject=_gathered(products[family.limits[0].limit.subject], place),
            may_be_negative=_gathered(assets["may_be_negative"], pl.col("asset")),
            **counts,
        )
        .filter(pl.col("possible") != 0)
    )


def _told(family: Family, holdings: pl.DataFrame) -> Iterator[pl.Expr]:
    """The amounts as Int128 millionths, and the counterparty where it is the group; NULL where nothing is told."""
    for name in family.amounts:
        told = (
            exact(name, holdings.schema[name]) if name in holdings.columns else pl.lit(None, dtype=pl.Int128)
        )
        yield told.alias(name)
    if family.group_by == "counterparty":
        told = pl.col("counterparty_id") if "counterparty_id" in holdings.columns else pl.lit(None)
        yield told.cast(pl.String).alias("counterparty_id")


def with_facts(condition: Condition, connected: Connected) -> pl.DataFrame:
    """Return the holdings (in their order) with `product`, `market_value` and the facts of a condition."""
    facts = condition.facts
    products = [fact for fact in facts if FACTS[fact].owner in ("product", "manager")]
    assets = [fact for fact in facts if FACTS[fact].owner in ASSET_OWNERS]
    assets += [at_least for days, at_least in COUNTED_DAYS.items() if days in facts]
    place = _place(connected)
    silent = [
        fact
        for fact in facts
        if FACTS[fact].owner == "holding"
        and not FACTS[fact].derived
        and fact not in connected.holdings.columns
    ]
    rows = connected.holdings.with_columns(
        *(pl.lit(None, dtype=DTYPES[FACTS[fact].type]).alias(fact) for fact in silent),
        *(_gathered(connected.products[fact], place).alias(fact) for fact in products),
        *(_gathered(connected.assets[fact], pl.col("asset")).alias(fact) for fact in assets),
    )
    if "lot_restricted" in facts and "lot_restricted" not in rows.columns:
        rows = _with_lot_restricted(rows, connected.assets)
    if any(FACTS[fact].owner == "counterparty" and fact != "counterparty_id" for fact in facts):
        rows = _with_counterparties(rows, connected)
    return rows


def _place(connected: Connected) -> pl.Expr:
    """Return where the product of a holding stands among the products given, which are a range of all."""
    return pl.col("product") - connected.products["product"].min()


def _gathered(values: pl.Series, place: pl.Expr) -> pl.Expr:
    return pl.lit(values).gather(place)


def _each_position_once(
    counts: Mapping[str, pl.Expr], of_product: tuple[pl.Series, pl.Series], connected: Connected
) -> dict[str, pl.Expr]:
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
                unit_of=pl.col("product_id").cast(pl.String),
                surely=of_product[0],
                maybe=of_product[1],
            ),
            on=["as_of", "unit_of"],
        )
        .collect()
    )
    if units.is_empty():
        return dict(counts)
    of_assets = connected.assets.select("asset").join(units, on="asset", how="left", maintain_order="left")
    place = _place(connected)
    own = _gathered(connected.products["manager"], place).eq_missing(
        _gathered(of_assets["inner_manager"], pl.col("asset"))
    )
    left = {
        name: pl.when(own)
        .then(_gathered(of_assets[column].fill_null(0), pl.col("asset")))
        .otherwise(pl.lit(0, dtype=pl.UInt64))
        for name, column in (("certain", "maybe"), ("possible", "surely"))
    }
    return {name: mask & ~left[name] for name, mask in counts.items()}


def _row_masks(
    family: Family, connected: Connected, people: Mapping[int, pl.DataFrame]
) -> tuple[pl.Series, pl.Series] | tuple[None, None]:
    """Masks of the conditions that an asset alone does not decide; None if there are none."""
    mixed = {
        planned.place: planned.count
        for planned in family.limits
        if planned.place in people and planned.count and not by_asset(planned.count, connected)
    }
    if not mixed:
        return None, None
    always = pl.repeat(True, connected.holdings.height, eager=True)
    values = {
        place: truths([condition], with_facts(condition, connected))[0] for place, condition in mixed.items()
    }
    return masks([values.get(planned.place, always) for planned in family.limits])


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
