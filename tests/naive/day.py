"""Everything that is known on one judged day."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from concentration.catalogue.model import AssetKind, Catalogue
from naive.facts import Lists, Row, Scale, asset_facts, holding_facts, known_on, product_facts
from naive.ranges import ANY_AMOUNT, ZERO, Range, exactly, up_to

if TYPE_CHECKING:
    from concentration.read.portfolio import Portfolio

MONEY_PUT_IN = ("market_value", "cost", "class_value")
"""Amounts that are no more than what something is worth, as long as nothing else is known of it."""

SIGNED = ("market_value", "quantity")
"""Amounts that may be below nothing, of the kinds that say so; exposures, costs and outlays never are."""


@dataclass
class Day:
    """The rows that hold on a day, by their keys, and the facts of products and assets."""

    day: date
    managers: dict[str, Row]
    products: dict[str, Row]
    assets: dict[str, Row]
    parties: dict[str, Row]
    relations: list[Row]
    holdings: dict[str, list[Row]]
    kinds: Mapping[str, AssetKind]
    lists: Lists
    scale: Scale
    all_products: bool
    partial: bool
    facts: dict[str, Row] = field(default_factory=dict)
    of_asset: dict[str, Row] = field(default_factory=dict)

    def kind_of(self, asset_id: str) -> AssetKind:
        """Return the kind of an asset."""
        return self.kinds[self.assets[asset_id]["kind"]]

    def held(self, holding: Row, product_id: str) -> Row:
        """Return every fact of one holding row and its asset, beside those of the product that is judged."""
        asset = self.of_asset[holding["asset_id"]]
        return self.facts[product_id] | asset | holding_facts(holding, asset, self.parties, self.scale)


def open_day(portfolio: "Portfolio", catalogue: Catalogue, day: date) -> Day:
    """Return the rows that hold on a day, with their facts."""
    rows = {name: frame.to_dicts() for name, frame in portfolio.tables.items()}
    holdings: dict[str, list[Row]] = defaultdict(list)
    for row in rows["holdings"]:
        if row["as_of"] == day:
            holdings[row["product_id"]].append(row)
    known = Day(
        day=day,
        managers=known_on(rows["managers"], "manager_id", day),
        products={row["product_id"]: row for row in rows["products"] if row["as_of"] == day},
        assets=known_on(rows["assets"], "asset_id", day),
        parties=known_on(rows.get("parties", []), "party_id", day),
        relations=rows.get("relations", []),
        holdings=dict(holdings),
        kinds=catalogue.kinds,
        lists=catalogue.lists,
        scale=catalogue.ratings,
        all_products=portfolio.settings.all_products,
        partial=portfolio.settings.holdings == "partial",
    )
    for product_id, product in known.products.items():
        known.facts[product_id] = product_facts(product, known.managers[product["manager_id"]])
    for asset_id, asset in known.assets.items():
        behind = known.products.get(asset["product_id"])
        known.of_asset[asset_id] = asset_facts(
            asset, catalogue.kinds, known.parties, day, catalogue.ratings, behind
        )
    nested = {product_id: holds_products(known, product_id) for product_id in known.holdings}
    for facts in known.of_asset.values():
        inside = nested.get(facts["unit_of"])
        if inside or facts["holds_products"] is None:
            facts["holds_products"] = inside
    return known


def holds_products(known: Day, product_id: str) -> bool | None:
    """Return whether the holdings of a product say that it holds other products; None if they leave it open."""
    holds: bool | None = None if known.partial else False
    for holding in known.holdings[product_id]:
        if known.of_asset[holding["asset_id"]]["asset_class"] != "product" or holding["market_value"] == 0:
            continue
        if holding["market_value"] is not None:
            return True
        holds = None
    return holds


def missing_part(known: Day, product_id: str, amount: str | None) -> Range:
    """Return what the product may hold beside its rows, as a sum of that amount."""
    if not known.partial:
        return ZERO
    product = known.products[product_id]
    base = product["total_assets"] if product["total_assets"] is not None else product["net_assets"]
    if base is None:
        return ANY_AMOUNT
    explained = sum(
        (Fraction(holding["market_value"] or 0) for holding in known.holdings.get(product_id, [])),
        Fraction(0),
    )
    return hidden_amount(up_to(max(Fraction(0), Fraction(base) - explained)), amount)


def amount_of(known: Day, holding: Row, column: str) -> Range:
    """Return what an amount of a holding row can be."""
    kind = known.kind_of(holding["asset_id"])
    if column == "class_value":
        is_derivative = known.of_asset[holding["asset_id"]]["asset_class"] == "commodity_derivative"
        column = "exposure" if is_derivative else "market_value"
    if column in kind.lacks:
        return ZERO
    if holding[column] is not None:
        return exactly(holding[column])
    return Range(None, None) if kind.may_be_negative and column in SIGNED else ANY_AMOUNT


def hidden_amount(value: Range, amount: str | None) -> Range:
    """Return what an amount of something worth `value` can be, of which nothing else is known."""
    return value if amount in MONEY_PUT_IN or value == ZERO else ANY_AMOUNT
