"""Builders of portfolios whose products hold products, and what is read off them when looked through."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

import polars as pl
from engine_frames import CATALOGUE, DAY, MILLION, Row, World, asset, held, product
from hypothesis import strategies as st

from concentration.frames import Through
from concentration.lookthrough import look_through
from concentration.read.portfolio import Settings

FILE = "holdings.csv"
STOCK = asset("S")


def unit(of: str, name: str | None = None, **more: object) -> Row:
    """A unit of a product, called U and the product's id."""
    return asset(name or f"U{of}", kind="am_product", product_id=of, issuer_id=None) | more


def nested(
    holdings: Sequence[Row], products: Sequence[Row], *others: Row, settings: Settings | None = None
) -> World:
    """These holdings of a stock S, of other assets, and of units of each of the products."""
    units = [unit(str(row["product_id"])) for row in _first_of_each(products)]
    return World(holdings, products, [STOCK, *units, *others], settings=settings or Settings())


def _first_of_each(products: Sequence[Row]) -> list[Row]:
    return list({row["product_id"]: row for row in products}.values())


def through(world: World, *days: date) -> Through:
    return look_through(world.connected(days=days or (DAY,)), CATALOGUE.kinds, FILE)


def lines(told: Through, of: str, day: date = DAY) -> list[tuple[str, Fraction | None, bool]]:
    """What a product holds, looked through: asset, its share of the market value in yuan, whether it is opaque."""
    connected = told.connected
    rows = (
        connected.holdings.join(connected.products.select("product", "product_id", "as_of"), on="product")
        .filter(pl.col("product_id") == of, pl.col("as_of") == day)
        .join(connected.assets.select("asset", "asset_id"), on="asset")
        .sort("asset_id", "opaque", "pair", "row")
    )
    return [
        (name, None if value is None else told.shares[pair] * Fraction(value), opaque)
        for name, value, pair, opaque in rows.select("asset_id", "market_value", "pair", "opaque").iter_rows()
    ]


def share(told: Through, outer: str, inner: str) -> Fraction:
    """The share of the inner product that belongs to the outer one; 0 if it is not inside."""
    ids = dict(told.connected.products.select("product", "product_id").iter_rows())
    return sum(
        (
            told.shares[pair]
            for pair, product_, holder in told.pairs.iter_rows()
            if (ids[product_], ids[holder]) == (outer, inner)
        ),
        Fraction(0),
    )


def total_assets(told: Through, of: str) -> tuple[Fraction, Fraction | None]:
    """Total assets looked through, in yuan, from the exact range."""
    products = told.connected.products
    lower, upper = told.exact_total_assets[products.filter(pl.col("product_id") == of)["product"].item()]
    return lower / MILLION, None if upper is None else upper / MILLION


@st.composite
def portfolios(draw: st.DrawFn, *, leveraged: bool = True) -> World:
    """A few products without circles, each holding stock and units of later ones in one lot or two.

    Unless `leveraged`, the holdings of each come to its net assets, and these are its total assets.
    """
    names = [f"P{number}" for number in range(draw(st.integers(2, 5)))]
    sizes = {name: draw(st.sampled_from((100, 300, 700, 1001))) for name in names}
    holdings = []
    room = dict(sizes)
    for place, inner in enumerate(names):
        left = sizes[inner] * (Fraction(105, 100) if leveraged else 1)
        for outer in names[:place]:
            most = min(int(left), 1000 if leveraged else room[outer])
            value = draw(st.integers(0, most))
            if value == 0:
                continue
            left, room[outer] = left - value, room[outer] - value
            lots = (value,) if value % 2 else (value // 2, value - value // 2)
            holdings += [
                held(f"U{inner}", part, outer, lot_id=str(number)) for number, part in enumerate(lots)
            ]
    for name in names:
        own = draw(st.integers(0, 1200)) if leveraged else room[name]
        if own:
            holdings.append(held("S", own, name))
    products = [product(name, net_assets=size, total_assets=size) for name, size in sizes.items()]
    return nested(holdings, products)
