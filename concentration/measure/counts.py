"""Numbers of things: distinct assets or funds of a subject, products of a manager."""

import polars as pl

from concentration.vocabulary.amounts import UNIT

ONE = pl.lit(UNIT, dtype=pl.Int128)


def count_of_groups(groups: pl.LazyFrame, counted: pl.LazyFrame) -> tuple[pl.LazyFrame, pl.LazyFrame]:
    """Return how many groups a subject holds, as one group of its own, and the rows behind it.

    `groups` has `subject`, `key`, `lower`, `upper`; `counted` the rows that count or may count. Groups made of the same
    assets are one. A group is certain if its sum is certainly positive and it is not made of assets alone that may be
    one with others; holdings of unknown group are at most each an asset of its own. At least one is certain if anything
    is. The result has `subject`, `key` (0), `lower`, `upper` (Int128 millionths).
    """
    made_of = counted.group_by("subject", "key").agg(assets=pl.col("asset").unique().sort())
    of_several = made_of.filter(pl.col("assets").list.len() > 1, pl.col("key").is_not_null())
    may_be_one = counted.filter(~pl.col("linked")).join(of_several, on=["subject", "key"], how="semi")
    apart = counted.join(may_be_one, on=["subject", "asset"], how="anti").select("subject", "key").unique()
    distinct = (
        groups.join(made_of, on=["subject", "key"], how="left", nulls_equal=True)
        .join(apart.with_columns(apart=pl.lit(True)), on=["subject", "key"], how="left", nulls_equal=True)
        .with_columns(
            unknown=pl.col("key").is_null(),
            positive=(pl.col("lower") > 0).fill_null(False),
            surely=(pl.col("lower") > 0).fill_null(False) & pl.col("apart").fill_null(False),
        )
        .group_by("subject", "unknown", "assets")
        .agg(pl.col("surely").any(), pl.col("positive").any())
    )
    certain = pl.col("surely") & ~pl.col("unknown")
    counts = distinct.group_by("subject").agg(
        certain=certain.sum(),
        alone=pl.col("positive").any().cast(pl.UInt32),
        possible=pl.when("unknown").then(pl.col("assets").list.len()).otherwise(1).sum(),
    )
    numbers = counts.select(
        "subject",
        key=pl.lit(0, dtype=pl.UInt32),
        lower=pl.max_horizontal("certain", "alone").cast(pl.Int128) * ONE,
        upper=pl.col("possible").cast(pl.Int128) * ONE,
    )
    return numbers, counted.with_columns(key=pl.lit(0, dtype=pl.UInt32))


def counts_of_products(summed: pl.LazyFrame, products: pl.DataFrame, truth: pl.Series | None) -> pl.LazyFrame:
    """Return how many of the products summed are of a sort: `subject`, `key` (0), `lower`, `upper` (Int128 millionths).

    `summed` has `subject`, `product`, `certain`; `truth` says of each of `products` whether it is of the sort.
    """
    sort = pl.repeat(True, products.height, eager=True) if truth is None else truth
    told = products.lazy().select("product").with_columns(truth=sort)
    return (
        summed.join(told, on="product")
        .group_by("subject")
        .agg(
            lower=(pl.col("certain") & pl.col("truth").fill_null(False)).sum().cast(pl.Int128) * ONE,
            upper=pl.col("truth").fill_null(True).sum().cast(pl.Int128) * ONE,
        )
        .with_columns(key=pl.lit(0, dtype=pl.UInt32))
        .select("subject", "key", "lower", "upper")
    )
