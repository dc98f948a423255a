"""How much of a product can be seen: the part of its net assets that was looked through, and what stayed opaque."""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from math import floor

import polars as pl

from concentration.frames import Through
from concentration.lookthrough.graph import Edge, Inside
from concentration.lookthrough.paths import paths_between
from concentration.vocabulary.amounts import counted, exact

PLACES = 12
ONE: int = 10**PLACES
"""Ratios are rounded to this part of one."""

RATIO = pl.Decimal(38, PLACES)
ENTRY = pl.Struct({"asset_id": pl.String, "path": pl.List(pl.String), "ratio": RATIO, "why": pl.String})
TRANSPARENCY = pl.Schema(
    [("product", pl.UInt32()), ("looked_through", RATIO), ("opaque", RATIO), ("opaque_by", pl.List(ENTRY))]
)
PARTS = pl.Schema(
    [
        ("product", pl.UInt32()),
        ("asset_id", pl.String()),
        ("path", pl.List(pl.String)),
        ("units", pl.Int128()),
        ("why", pl.String()),
    ]
)
"""An entry while its ratio is counted in parts of ONE."""

TOTALS = pl.Schema([("product", pl.UInt32()), ("looked_through", pl.Int128()), ("opaque", pl.Int128())])

Line = tuple[str, str, int | None]
"""What is opaque: the id of the unit, why, and its value in millionths of a yuan (None: unknown)."""

Brought = tuple[int, int, int, list[Line]]
"""A pair that brings something opaque: `pair`, `product`, `holder`, and the opaque lines of the holder."""


def transparency(
    through: Through,
    held: pl.DataFrame,
    edges: Sequence[Edge],
    inside: Inside,
    residuals: Mapping[int, int | None],
) -> pl.DataFrame:
    """Return one row for each product that holds units, with the columns of TRANSPARENCY; where the net assets, or what
    is opaque, are unknown, so is the ratio.

    What is opaque inside an inner product counts by the share of it that is held. Where that product is leveraged this
    may come to more than its units are worth: nothing of them is looked through then.
    """
    own = _opaque_lines(held, edges, through.connected.assets)
    brought = _brought(through, own, inside, residuals)
    products = held.select("product").unique().join(_net_assets(through.connected.products), on="product")
    entries = pl.concat([_direct_entries(own, products), _entries_inside(through, brought, products)])
    listed = (
        entries.sort(
            "product", "units", "asset_id", "path", descending=[False, True, False, False], nulls_last=True
        )
        .with_columns(ratio=counted(pl.col("units"), PLACES))
        .group_by("product", maintain_order=True)
        .agg(opaque_by=pl.struct("asset_id", "path", "ratio", "why"))
    )
    totals = _totals(held, own, edges, brought, through, products)
    return (
        totals.join(listed, on="product", how="left")
        .with_columns(pl.col("opaque_by").fill_null(pl.lit([], dtype=pl.List(ENTRY))))
        .sort("product")
        .select(pl.col(name).cast(dtype) for name, dtype in TRANSPARENCY.items())
    )


def _opaque_lines(held: pl.DataFrame, edges: Sequence[Edge], assets: pl.DataFrame) -> pl.DataFrame:
    """Return what products hold themselves and nobody can look through: `product`, `asset_id`, `why`, `value`."""
    surplus = [(e.product, e.asset, "surplus", e.surplus) for e in edges if e.surplus]
    units = held.filter(pl.col("why").is_not_null()).select("product", "asset", "why", "value")
    return (
        pl.concat([units, pl.DataFrame(surplus, units.schema, orient="row")])
        .with_columns(asset_id=pl.lit(assets["asset_id"]).gather(pl.col("asset")))
        .group_by("product", "asset_id", "why")
        .agg(value=pl.when(pl.col("value").is_not_null().all()).then(pl.col("value").sum()))
        .sort("product", "asset_id", "why")
    )


def _brought(
    through: Through, own: pl.DataFrame, inside: Inside, residuals: Mapping[int, int | None]
) -> list[Brought]:
    """Return the pairs whose holders have something opaque."""
    holders = through.pairs["holder"].unique().implode()
    lines: dict[int, list[Line]] = {}
    for holder, asset_id, why, value in own.filter(pl.col("product").is_in(holders)).iter_rows():
        lines.setdefault(holder, []).append((asset_id, why, value))
    ids = through.connected.assets["asset_id"]
    brought = []
    for pair, product, holder in through.pairs.iter_rows():
        opaque = list(lines.get(holder, ()))
        if holder in residuals:
            unit = inside.units[product][holder]
            opaque.append((ids[unit.asset], "unexplained", residuals[holder]))
        if opaque:
            brought.append((pair, product, holder, opaque))
    return brought


def _net_assets(products: pl.DataFrame) -> pl.DataFrame:
    """Return `product`, `product_id`, `net_assets` (Int128, NULL unless positive)."""
    amount = exact("net_assets", products.schema["net_assets"])
    return products.select(
        "product", pl.col("product_id").cast(pl.String), net_assets=pl.when(amount > 0).then(amount)
    )


def _direct_entries(own: pl.DataFrame, products: pl.DataFrame) -> pl.DataFrame:
    """Return `product`, `asset_id`, `path`, `units` (Int128 parts of ONE, half up), `why` of what is held directly."""
    value, net_assets = pl.col("value"), pl.col("net_assets")
    return own.join(products, on="product").select(
        "product",
        "asset_id",
        path=pl.concat_list("product_id"),
        units=(value * (2 * ONE) + net_assets) // (net_assets * 2),
        why="why",
    )


def _entries_inside(through: Through, brought: Iterable[Brought], products: pl.DataFrame) -> pl.DataFrame:
    """Return the same of what is inside, path by path."""
    net_assets = dict(products.select("product", "net_assets").iter_rows())
    entries = [
        (product, asset_id, list(path), _units(value, share, net_assets[product]), why)
        for pair, product, holder, lines in brought
        for path, share in paths_between(through, product, holder, through.shares[pair])
        for asset_id, why, value in lines
    ]
    return pl.DataFrame(entries, PARTS, orient="row")


def _units(value: int | Fraction | None, share: Fraction, net_assets: int | None) -> int | None:
    """Return the part of net assets that a share of a value is, in parts of ONE, half up."""
    if value is None or net_assets is None:
        return None
    part = share * value / net_assets
    return floor(part * ONE + Fraction(1, 2))


def _totals(
    held: pl.DataFrame,
    own: pl.DataFrame,
    edges: Sequence[Edge],
    brought: Iterable[Brought],
    through: Through,
    products: pl.DataFrame,
) -> pl.DataFrame:
    """Return `product`, `looked_through`, `opaque` of the products that hold units."""
    seen = _sums(held.filter(pl.col("why").is_null()))
    hidden = _sums(own)
    surplus: dict[int, int] = {}
    for edge in edges:
        surplus[edge.product] = surplus.get(edge.product, 0) + edge.surplus
    inside: dict[int, Fraction | None] = {}
    for pair, product, _, lines in brought:
        for _, _, value in lines:
            part = None if value is None else through.shares[pair] * value
            inside[product] = _sum(inside.get(product, Fraction(0)), part)
    rows = []
    for product, net_assets in products.select("product", "net_assets").iter_rows():
        within = inside.get(product, Fraction(0))
        looked_into = (seen.get(product) or 0) - surplus.get(product, 0)
        clear = None if within is None else max(looked_into - within, Fraction(0))
        opaque = _sum(within, hidden.get(product, 0))
        rows.append((product, *(_units(part, Fraction(1), net_assets) for part in (clear, opaque))))
    return pl.DataFrame(rows, TOTALS, orient="row").with_columns(
        counted(pl.col(name), PLACES).alias(name) for name in ("looked_through", "opaque")
    )


def _sum(one: Fraction | None, other: Fraction | int | None) -> Fraction | None:
    return None if one is None or other is None else one + other


def _sums(lines: pl.DataFrame) -> dict[int, int | None]:
    """Return by product the sum of `value`; None where one is unknown."""
    known = pl.when(pl.col("value").is_not_null().all()).then(pl.col("value").sum())
    return dict(lines.group_by("product").agg(known).iter_rows())
