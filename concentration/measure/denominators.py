"""What a sum is divided by, as an interval: a known amount twice, or its lower end and NULL."""

from collections.abc import Mapping

import polars as pl

from concentration.catalogue.model import AssetKind, Limit
from concentration.frames import Connected
from concentration.measure.keys import Grouping
from concentration.vocabulary.amounts import UNIT, exact

OF_PRODUCT = (
    "net_assets",
    "total_assets",
    "raised_balance",
    "junior_units",
    "payout_value",
    "held_value",
    "products",
)
NOTHING = pl.lit(0, dtype=pl.Int128)


def of_subjects(limit: Limit, connected: Connected, summed: pl.LazyFrame) -> pl.LazyFrame:
    """Return `subject`, `denominator_lower`, `denominator_upper` (Int128 millionths) of a product's own amount.

    For a manager it is the sum over the products of `summed` (`subject`, `product`, `certain`: the product is surely
    summed). An amount that is unknown, or is not positive, may be anything above zero. What a subject holds is the
    market value of all its holdings, cash included.
    """
    column, products = limit.denominator, connected.products
    assert column in OF_PRODUCT
    if column == "held_value":
        return _held(limit, connected, summed)
    one = pl.lit(UNIT, dtype=pl.Int128)
    amount = one if column == "products" else exact(column, products.schema[column])
    amounts = products.lazy().select("product", amount=amount)
    summed_up = pl.lit(limit.judge_per == "manager")  # a plain sum, in which a product may have nothing
    per_subject = summed.join(amounts, on="product", how="left").with_columns(
        known=pl.col("amount").is_not_null() & (summed_up | (pl.col("amount") > 0))
    )
    return per_subject.group_by("subject").agg(
        denominator_lower=pl.when("known", "certain").then("amount").otherwise(NOTHING).sum(),
        denominator_upper=pl.when(pl.col("known").all() & (pl.col("amount").sum() > 0)).then(
            pl.col("amount").sum()
        ),
    )


def _held(limit: Limit, connected: Connected, summed: pl.LazyFrame) -> pl.LazyFrame:
    """Return the market value of all holdings of each subject.

    An unknown one leaves it open above, below too if it may be negative; so much more may be held as is not told.
    """
    holdings = connected.holdings
    subject = "tranche" if limit.judge_per == "tranche" and "tranche" in holdings.columns else "product"
    held = holdings.lazy().select(
        pl.col(subject),
        value=exact("market_value", holdings.schema["market_value"]),
        signed=pl.lit(connected.assets["may_be_negative"]).gather(pl.col("asset")),
    )
    unknown, total = pl.col("value").is_null(), pl.col("value").sum()
    sizes = held.group_by(subject).agg(
        lower=pl.when(~(unknown & pl.col("signed")).any()).then(total),
        upper=pl.when(~unknown.any() & (total > 0)).then(total),
    )
    by = "subject" if limit.judge_per == "tranche" else "product"
    untold = connected.products.lazy().select(
        "product", untold=pl.when(~pl.col("unexplained_open")).then("unexplained")
    )
    told = (
        summed.join(sizes, left_on=by, right_on=subject, how="left")
        .join(untold, on="product", how="left")
        .with_columns(pl.col("upper") + pl.col("untold"))
    )
    return told.group_by("subject").agg(
        denominator_lower=pl.max_horizontal(pl.col("lower").fill_null(0), NOTHING).sum(),
        denominator_upper=pl.when(pl.col("upper").is_not_null().all()).then(pl.col("upper").sum()),
    )


def of_companies(groups: pl.LazyFrame, sizes: pl.DataFrame) -> pl.LazyFrame:
    """Return `groups` (`subject`, `key`) with the sizes of their companies; the unknown company may have any size."""
    return _sized(groups, sizes.lazy(), ["key"])


def sizes_of_companies(
    limit: Limit, assets: pl.DataFrame, keys: Grouping, kinds: Mapping[str, AssetKind]
) -> pl.DataFrame:
    """Return `key`, `denominator_lower`, `denominator_upper`: all lines of each company in `assets` on its day.

    An unknown line only makes the company larger.
    """
    column = limit.denominator
    assert column is not None
    lines = assets.lazy().select(
        "asset_kind", amount=exact(column, assets.schema[column]), key=keys.keys, surely=pl.lit(True)
    )
    return _sizes(lines, limit, ["key"], kinds).collect()


def of_members(
    limit: Limit,
    groups: pl.LazyFrame,
    rows: pl.LazyFrame,
    assets: pl.DataFrame,
    keys: Grouping,
    kinds: Mapping[str, AssetKind],
) -> pl.LazyFrame:
    """Return `groups` (`subject`, `key`) with the size of the asset, of a merged group that of its members held.

    An asset that may not belong to the group only perhaps makes it larger; one whose amount is zero is not held.
    """
    column = limit.denominator
    assert column is not None
    sizes = assets.select(exact(column, assets.schema[column])).to_series()
    if keys.party_keys_from == 0:
        return _of_assets(groups, sizes)
    merged = pl.col("key") >= keys.party_keys_from
    held = (
        rows.filter(merged)
        .group_by("subject", "key", "asset")
        .agg(
            surely=pl.col("linked").any(),
            held=pl.col("amount").is_null().any() | (pl.col("amount").sum() > 0),
        )
        .filter("held")
        .with_columns(
            asset_kind=pl.lit(assets["asset_kind"]).gather(pl.col("asset")),
            amount=pl.lit(sizes).gather(pl.col("asset")),
        )
    )
    of_parties = _sized(
        groups.filter(merged), _sizes(held, limit, ["subject", "key"], kinds), ["subject", "key"]
    )
    alone = _of_assets(groups.filter(~merged | pl.col("key").is_null()), sizes)
    return pl.concat([alone, of_parties.select(alone.collect_schema().names())])


def _of_assets(groups: pl.LazyFrame, sizes: pl.Series) -> pl.LazyFrame:
    """Return the groups whose key is an asset with its size; the unknown may have any."""
    size = pl.lit(sizes).gather(pl.col("key"))
    known = pl.when(size > 0).then(size)
    return groups.with_columns(denominator_lower=known.fill_null(0), denominator_upper=known)


def _sizes(lines: pl.LazyFrame, limit: Limit, by: list[str], kinds: Mapping[str, AssetKind]) -> pl.LazyFrame:
    """Return the summed `amount` of `lines` to whose `asset_kind` the size applies: below of those that `surely` belong
    to the group (of none surely: of the smallest, as a group has a member), above of all, NULL where one is unknown.
    """
    lacking = [name for name, kind in kinds.items() if limit.denominator in kind.lacks]
    total = pl.col("amount").sum()
    of_one = pl.when(pl.col("amount").is_not_null().all()).then(pl.col("amount").min()).otherwise(NOTHING)
    sure = pl.when(pl.col("surely").any()).then(pl.when("surely").then("amount").sum()).otherwise(of_one)
    return (
        lines.filter(pl.col("key").is_not_null(), ~pl.col("asset_kind").is_in(lacking))
        .group_by(by)
        .agg(
            denominator_lower=sure,
            denominator_upper=pl.when(pl.col("amount").is_not_null().all() & (total > 0)).then(total),
        )
    )


def _sized(groups: pl.LazyFrame, sizes: pl.LazyFrame, on: list[str]) -> pl.LazyFrame:
    return groups.join(sizes, on=on, how="left", maintain_order="left").with_columns(
        pl.col("denominator_lower").fill_null(0)
    )
