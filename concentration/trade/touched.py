"""The part of a portfolio that orders can touch. Judging it says of whom it can touch what judging everything says."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

import polars as pl

from concentration.read.portfolio import Portfolio


@dataclass(frozen=True)
class Touched:
    """Whom orders can touch.

    `managers`: all of the households (managers joined by parents) of the products traded, and of every product that
    holds one of these, to any depth. `products`: all products of these managers. `inside`: the products that these
    hold, to any depth; what is inside them is needed, who manages them is not judged. `units_of`: products of which
    units are traded; all their holders together may not have more than there is.
    """

    managers: frozenset[str]
    products: frozenset[str]
    inside: frozenset[str]
    units_of: frozenset[str]


def touched(portfolio: Portfolio, products: Collection[str], assets: Collection[str]) -> Touched:
    """Return whom orders of some products in some assets can touch; the portfolio is that of one day."""
    tables = portfolio.tables
    behind = _products_behind(tables["assets"])
    inner: dict[str, set[str]] = {}
    for product, asset in tables["holdings"].select("product_id", "asset_id").unique().iter_rows():
        inner.setdefault(product, set()).update(behind.get(asset, ()))
    outer: dict[str, set[str]] = {}
    for product, held in inner.items():
        for one in held:
            outer.setdefault(one, set()).add(product)
    units = frozenset(product for asset in assets for product in behind.get(asset, ()))
    holders = _reached(products, outer)
    manager_of = dict(tables["products"].select("product_id", "manager_id").iter_rows())
    household = _households(tables["managers"])
    alike = {household[manager_of[product]] for product in holders if product in manager_of}
    managers = frozenset(manager for manager, top in household.items() if top in alike)
    own = frozenset(product for product, manager in manager_of.items() if manager in managers)
    return Touched(managers, own, frozenset(_reached({*own, *units}, inner)) - own, units)


def narrowed(portfolio: Portfolio, part: Touched) -> Portfolio:
    """Return the portfolio without the products and holdings that say nothing of whom orders can touch.

    Units of which all holders together may have too much are kept, whoever holds them. Groups of related parties do not
    hang on what others hold: a subject has those of the parties that it holds itself.
    """
    tables = portfolio.tables
    whole = [*part.products, *part.inside]
    units = tables["assets"].filter(pl.col("product_id").is_in(list(part.units_of)))["asset_id"]
    holdings = tables["holdings"].filter(
        pl.col("product_id").cast(pl.String).is_in(whole)
        | pl.col("asset_id").cast(pl.String).is_in(units.unique().implode())
    )
    there = holdings["product_id"].cast(pl.String).unique()
    products = tables["products"].filter(
        pl.col("product_id").is_in(whole) | pl.col("product_id").is_in(there.implode())
    )
    return replace(portfolio, tables={**tables, "products": products, "holdings": holdings})


def _products_behind(assets: pl.DataFrame) -> Mapping[str, set[str]]:
    """Return the products that assets are units of; an asset with dated rows may have had several."""
    behind: dict[str, set[str]] = {}
    for asset, product in assets.select("asset_id", "product_id").drop_nulls().iter_rows():
        behind.setdefault(asset, set()).add(product)
    return behind


def _reached(start: Iterable[str], steps: Mapping[str, Collection[str]]) -> set[str]:
    """Return everything that steps lead to, the start included."""
    reached, waiting = set(start), list(start)
    while waiting:
        new = set(steps.get(waiting.pop(), ())) - reached
        reached |= new
        waiting += new
    return reached


def _households(managers: pl.DataFrame) -> Mapping[str, str]:
    """Return for each manager one that stands for all who are joined with it by parents, on any day.

    Parents that change with the days join more managers than those of one day: too much is looked at, never too little.
    """
    pairs = managers.select("manager_id", "parent_id").unique().rows()
    joined: dict[str, set[str]] = {manager: set() for manager, _ in pairs}
    for manager, parent in pairs:
        if parent in joined:
            joined[manager].add(parent)
            joined[parent].add(manager)
    tops: dict[str, str] = {}
    for manager in joined:
        if manager not in tops:
            tops |= dict.fromkeys(_reached([manager], joined), manager)
    return tops
