"""What the conditions of the limits say of the products of a day and of everything they hold."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from concentration.catalogue.model import Limit
from naive.day import Day
from naive.facts import ASSET_FACTS, HOLDING_FACTS, PRODUCT_FACTS, Row, evaluate
from naive.lookthrough import Exposure
from naive.ranges import both

OF_PRODUCTS = ("the product itself", "count of products")
"""Measures whose `count` is a condition on products."""

Truth = bool | None


@dataclass
class OfHolding:
    """What the conditions of one limit say of one exposure.

    `nameless` is what `count` says of it where nobody knows what it is: nothing, but a product counts in a test of
    classes by its own nature.
    """

    counts: Truth
    nameless: Truth
    every: Truth
    some: Truth
    trigger: Truth


@dataclass
class OfProduct:
    """What the conditions of one limit say of one product and of its exposures, in their order."""

    applies: Truth
    exempt: bool
    left_out: bool
    counts: Truth
    whens: list[Truth]
    exposures: list[OfHolding]


def select(
    known: Day, limits: Sequence[Limit], held: dict[str, list[Exposure]]
) -> list[dict[str, OfProduct]]:
    """Return for each limit what its conditions say on a day; `held` are the exposures of each product."""
    owners = [(product_id, one) for product_id, exposures in held.items() for one in exposures]
    rows = [
        known.held(one.holding, owner) if one.holding else _nameless(known, owner) for owner, one in owners
    ]
    hidden = [_nameless(known, owner) for owner, _ in owners]
    of_holdings = [condition for limit in limits for condition in _on_holdings(limit)]
    every_fact = [*PRODUCT_FACTS, *ASSET_FACTS, *HOLDING_FACTS]
    said_of_rows = evaluate(of_holdings, rows, every_fact, known.lists, known.scale)
    said_of_hidden = evaluate(
        [_count_of_holdings(limit) for limit in limits], hidden, every_fact, known.lists, known.scale
    )
    of_products = [condition for limit in limits for condition in _on_products(limit)]
    said_of_products = dict(
        zip(
            held,
            evaluate(
                of_products, [known.facts[one] for one in held], PRODUCT_FACTS, known.lists, known.scale
            ),
            strict=True,
        )
    )
    selections: list[dict[str, OfProduct]] = []
    first = 0
    for place, limit in enumerate(limits):
        last = first + len(_on_products(limit))
        of_rows: dict[str, list[OfHolding]] = {product_id: [] for product_id in held}
        for (owner, one), row, hidden_row in zip(owners, said_of_rows, said_of_hidden, strict=True):
            counts, every, some, trigger = row[4 * place : 4 * place + 4]
            by_its_nature = one.holding is not None and "test_class" in (limit.count or "")
            nameless = counts if by_its_nature else both(hidden_row[place], None)
            of_rows[owner].append(OfHolding(counts, nameless, every, some, trigger))
        selections.append(
            {
                product_id: _of_product(limit, said_of_products[product_id][first:last], of_rows[product_id])
                for product_id in held
            }
        )
        first = last
    return selections


def _of_product(limit: Limit, said: list[Truth], exposures: list[OfHolding]) -> OfProduct:
    applies, counts, *rest = said
    exempt, left_out = len(limit.exempt), len(limit.leaves_out)
    return OfProduct(
        applies,
        True in rest[:exempt],
        True in rest[exempt : exempt + left_out],
        counts,
        rest[exempt + left_out :],
        exposures,
    )


def _on_products(limit: Limit) -> list[str | None]:
    """Return the conditions on products: whom the limit applies to, whom it frees, whom its sum leaves out, …"""
    return [
        limit.applies_to,
        limit.count if limit.measure in OF_PRODUCTS else None,
        *(one.when for one in limit.exempt),
        *(one.when for one in limit.leaves_out),
        *(bound.when for bound in limit.bounds),
    ]


def _on_holdings(limit: Limit) -> list[str | None]:
    trigger = limit.trigger.count if limit.trigger else None
    return [_count_of_holdings(limit), limit.only_if_every_holding, limit.only_if_some_holding, trigger]


def _count_of_holdings(limit: Limit) -> str | None:
    return None if limit.measure in OF_PRODUCTS else limit.count


def _nameless(known: Day, product_id: str) -> Row:
    """Return the facts of something of which only the product that holds it is known."""
    nothing: Row = dict.fromkeys([*ASSET_FACTS, *HOLDING_FACTS])
    return nothing | known.facts[product_id]


def unset_settings(known: Day, condition: str | None) -> list[str]:
    """Return the settings that a condition names and nobody has made."""
    named = set(re.findall(r"\w+", condition or ""))
    return sorted(name for name, values in known.lists.items() if values is None and name in named)
