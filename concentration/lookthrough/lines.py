"""The holdings of products looked through, line by line, and the assets that stand for what nobody can explain."""

from collections.abc import Mapping, Sequence

import polars as pl

from concentration.frames import Connected
from concentration.lookthrough.graph import Edge, Inside
from concentration.vocabulary.amounts import decimal, exact

PAIRS = pl.Schema([("pair", pl.UInt32()), ("product", pl.UInt32()), ("holder", pl.UInt32())])
KEPT_OF_A_UNIT = ("as_of", "asset_id", "asset_name", "asset_row", "unit_of")


def pairs_of(inside: Inside) -> pl.DataFrame:
    """Return `pair` (from 1 on), `product`, `holder`: every product inside each product."""
    pairs = [
        (product, holder) for product in sorted(inside.shares) for holder in sorted(inside.shares[product])
    ]
    return pl.DataFrame([(number, *pair) for number, pair in enumerate(pairs, start=1)], PAIRS, orient="row")


def residual_assets(assets: pl.DataFrame, edges: Sequence[Edge]) -> tuple[pl.DataFrame, dict[int, int]]:
    """Return the assets followed by a residual one for each unit of the edges, and the places of those by the unit's.

    A residual asset has the unit's id and name and is of the same product, no other fact is known of it.
    """
    units = sorted({edge.asset for edge in edges})
    places = {unit: assets.height + number for number, unit in enumerate(units)}
    known = {"asset": pl.lit(pl.Series(places.values(), dtype=pl.UInt32)), "may_be_negative": pl.lit(False)}
    residual = assets[units].select(
        known.get(name, pl.col(name) if name in KEPT_OF_A_UNIT else pl.lit(None, dtype)).alias(name)
        for name, dtype in assets.schema.items()
    )
    return pl.concat([assets, residual]), places


def direct_lines(holdings: pl.DataFrame, units: pl.DataFrame) -> pl.DataFrame:
    """Return the holdings that are not looked through with `pair` 0, `opaque`: a unit nobody can look through, and
    `gap`: one whose product's holdings are there, but not its net assets or the unit's value.
    """
    place = pl.col("asset")
    direct = pl.lit(0, dtype=pl.UInt32)
    if not units["is_unit"].any():
        return holdings.with_columns(pair=direct, opaque=pl.lit(False), gap=pl.lit(False))
    told = units["is_unit"] & units["is_told"]
    marked = holdings.with_columns(
        pair=direct, opaque=pl.lit(units["is_unit"]).gather(place), gap=pl.lit(told).gather(place)
    )
    clear = units["is_unit"] & units["why"].is_null()
    if not clear.any():
        return marked
    return marked.filter(~(pl.lit(clear).gather(place) & (pl.col("market_value") > 0).fill_null(False)))


def residuals_of(connected: Connected, inner: Sequence[int], *, at_most: bool) -> dict[int, int | None]:
    """Return what the holdings of the products leave of their net assets (millionths of a yuan), where they do.

    None: a market value is unknown, and so is this; with `at_most` it is then the most that it can be, unless the
    unknown one may be negative. Where the portfolio says that holdings are partial, it is at least what they leave of
    total assets.
    """
    if not inner:
        return {}
    products = connected.products.lazy().filter(pl.col("product").is_in(inner))
    gap = exact("net_assets", connected.products.schema["net_assets"]) - pl.col("held_value")
    unvalued = (
        connected.holdings.lazy()
        .filter(pl.col("market_value").is_null(), pl.col("product").is_in(inner))
        .with_columns(signed=pl.lit(connected.assets["may_be_negative"]).gather(pl.col("asset")))
        .group_by("product")
        .agg(pl.col("signed").any())
    )
    bounded = pl.lit(at_most) & ~pl.col("signed")
    left = (
        products.join(unvalued, on="product", how="left")
        .select("product", "signed", gap=pl.max_horizontal(gap, "unexplained"))
        .filter((pl.col("gap") > 0) | pl.col("signed").fill_null(False))
        .select("product", gap=pl.when(pl.col("signed").is_null() | bounded).then("gap"))
        .sort("product")
        .collect()
    )
    return dict(left.iter_rows())


def surplus_lines(
    edges: Sequence[Edge], residual_place: Mapping[int, int], like: pl.DataFrame
) -> pl.DataFrame:
    """Return a line for what units are worth beyond the whole of their product, held by the product that has them."""
    beyond = [edge for edge in edges if edge.surplus]
    return _lines([(e.product, residual_place[e.asset], e.row, e.surplus, 0) for e in beyond], like)


def lines_inside(
    own: pl.DataFrame,
    pairs: pl.DataFrame,
    inside: Inside,
    residuals: Mapping[int, int | None],
    residual_place: Mapping[int, int],
) -> pl.DataFrame:
    """Return what the products inside bring: for each pair the `own` lines of its holder, and its residual."""
    holders = pairs["holder"].unique()
    brought = (
        own.filter(pl.col("product").is_in(holders.implode()))
        .drop("pair")
        .rename({"product": "holder"})
        .join(pairs, on="holder")
        .select(own.columns)
    )
    left = [
        (product, residual_place[unit.asset], unit.row, residuals[holder], pair)
        for pair, product, holder in pairs.iter_rows()
        if holder in residuals
        for unit in [inside.units[product][holder]]
    ]
    return pl.concat([brought, _lines(left, own)])


def _lines(lines: Sequence[tuple[int, int, int, int | None, int]], like: pl.DataFrame) -> pl.DataFrame:
    """Return opaque lines (product, asset, row, market value in millionths, pair) with the columns of `like`."""
    names = ("product", "asset", "row", "market_value", "pair")
    types = [pl.Int128 if name == "market_value" else pl.UInt32 for name in names]
    known = {name: pl.col(name) for name in names} | {
        "market_value": decimal(pl.col("market_value")),
        "opaque": pl.lit(True),
        "gap": pl.lit(False),
    }
    return pl.DataFrame(lines, dict(zip(names, types, strict=True)), orient="row").select(
        known.get(name, pl.lit(None)).cast(dtype).alias(name) for name, dtype in like.schema.items()
    )
