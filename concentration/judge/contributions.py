"""What each verdict is made of: which holding of which product brings how much, and by which way."""

from collections.abc import Callable
from fractions import Fraction

import polars as pl

from concentration.frames import Connected, Measured
from concentration.vocabulary.amounts import AMOUNT, SCALE, UNIT, decimal, rounded

Paths = Callable[[int, int, Fraction], list[tuple[tuple[str, ...], Fraction]]]
"""Tells the ways from a product to one inside it, as their ids, and how a share of it is spread over them."""

CONTRIBUTIONS = ("verdict", "product_id", "asset_id", "amount", "path")


def contributions_of(
    verdicts: pl.DataFrame, measured: Measured, connected: Connected, paths: Paths
) -> pl.DataFrame:
    """Return what each verdict is made of: `verdict`, `product_id`, `asset_id`, `amount` (Decimal(38, 6)), `path`.

    A holding inside a held product brings its share, rounded once; its product is the outer one, and its path goes on
    to the product that holds it.
    """
    products, assets = connected.products, connected.assets
    place = pl.col("product") - products["product"].min()
    amount = pl.when(pl.col("amount").is_not_null().all()).then(pl.col("amount").sum())
    inside = bool(measured.pairs.shares)
    summed = (
        verdicts.lazy()
        .filter(~pl.col("whole"))
        .select("verdict", "subject", "key")
        .join(measured.rows, on=["subject", "key"], nulls_equal=True)
        .group_by("verdict", "product", "asset", *(["pair"] if inside else []))
        .agg(amount=amount)
        .with_columns(
            product_id=pl.lit(products["product_id"].cast(pl.String)).gather(place),
            asset_id=pl.lit(assets["asset_id"].cast(pl.String)).gather(pl.col("asset")),
        )
    )
    if not inside:
        return _told(summed.with_columns(amount=decimal(pl.col("amount")), path=pl.concat_list("product_id")))
    direct = summed.filter(pl.col("pair") == 0).with_columns(
        amount=decimal(pl.col("amount")), path=pl.concat_list("product_id")
    )
    parts = _inside(summed.filter(pl.col("pair") != 0).collect(), measured, paths)
    return _told(pl.concat([direct.select(CONTRIBUTIONS), parts.lazy()]))


def _told(contributions: pl.LazyFrame) -> pl.DataFrame:
    by_path = pl.col("path").list.join("\0")
    return contributions.sort("verdict", "product_id", "asset_id", by_path).select(CONTRIBUTIONS).collect()


def _inside(rows: pl.DataFrame, measured: Measured, paths: Paths) -> pl.DataFrame:
    """Return the holdings inside held products, one line a way."""
    lines = []
    for verdict, product_id, asset_id, pair, amount in rows.select(
        "verdict", "product_id", "asset_id", "pair", "amount"
    ).iter_rows():
        product, holder = measured.pairs.between[pair]
        for path, share in paths(product, holder, measured.pairs.shares[pair]):
            part = None if amount is None else rounded(share * amount / UNIT, SCALE)
            lines.append((verdict, product_id, asset_id, part, list(path)))
    schema: dict[str, pl.DataType] = {
        "verdict": rows.schema["verdict"],
        "product_id": pl.String(),
        "asset_id": pl.String(),
        "amount": AMOUNT,
        "path": pl.List(pl.String()),
    }
    return pl.DataFrame(lines, schema=schema, orient="row")
