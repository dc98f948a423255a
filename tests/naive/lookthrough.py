"""What a product holds through the products that it holds, path by path, in exact shares."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from naive.day import Day, amount_of, missing_part
from naive.facts import Row
from naive.ranges import ANY_AMOUNT, Range, number, total, up_to


@dataclass(frozen=True)
class Exposure:
    """One row that a product holds, itself or through others.

    `path` names the products between, from the one it holds itself to the one whose row it is; `share` is the part of
    the row that belongs to it. A row that is looked through has its holdings as exposures of their own; a `gap` is an
    opaque one whose product's holdings are there: only what the row, or the whole, is worth is missing. `hidden` is the
    value of something of which only that is known: what the holdings of a product on the path leave unexplained.
    """

    path: tuple[str, ...]
    share: Fraction
    holding: Row | None
    looked_through: bool = False
    opaque: bool = False
    gap: bool = False
    hidden: Range | None = None


def exposures(known: Day, product_id: str) -> list[Exposure]:
    """Return what a product holds, directly and through other products to any depth."""
    return list(_inside(known, product_id, (), Fraction(1)))


def _inside(known: Day, product_id: str, path: tuple[str, ...], share: Fraction) -> Iterator[Exposure]:
    taken, surplus = parts(known, product_id)
    for holding in known.holdings.get(product_id, []):
        behind = behind_unit(known, holding)
        opaque = known.kind_of(holding["asset_id"]).look_through and behind is None
        gap = opaque and bool(known.holdings.get(known.assets[holding["asset_id"]]["product_id"]))
        yield Exposure(path, share, holding, behind is not None, opaque, gap)
    for behind, part in taken.items():
        yield from _inside(known, behind, (*path, behind), share * part)
        if surplus[behind] > 0:
            yield Exposure((*path, behind), share, None, hidden=number(surplus[behind]))
    if not path:
        return
    unexplained = beside_the_rows(known, product_id)
    if unexplained.positive_or_unknown():
        yield Exposure(path, share, None, hidden=unexplained)


def beside_the_rows(known: Day, product_id: str) -> Range:
    """Return what the holdings of a product leave of its net assets, and of more where they are said to be partial."""
    rows = [amount_of(known, holding, "market_value") for holding in known.holdings[product_id]]
    of_net_assets = number(known.products[product_id]["net_assets"]) - total(rows)
    missing = missing_part(known, product_id, "market_value")
    if of_net_assets.hi is None or missing.hi is None:
        return ANY_AMOUNT
    return up_to(max(Fraction(0), of_net_assets.hi, missing.hi))


def behind_unit(known: Day, holding: Row) -> str | None:
    """Return the product that a row is to be replaced by; None where it is no such unit, or opaque."""
    product_id = known.assets[holding["asset_id"]]["product_id"]
    product = known.products.get(product_id)
    if product is None or not known.kind_of(holding["asset_id"]).look_through:
        return None
    if not has_net_assets(known, product_id) or not known.holdings.get(product_id):
        return None
    return product_id if holding["market_value"] is not None else None


def parts(known: Day, product_id: str) -> tuple[dict[str, Fraction], dict[str, Fraction]]:
    """Return the part of each product that a product holds, at most the whole of it, and the value beyond it."""
    held: dict[str, Fraction] = defaultdict(Fraction)
    for holding in known.holdings.get(product_id, []):
        behind = behind_unit(known, holding)
        if behind is not None:
            held[behind] += Fraction(holding["market_value"])
    whole = {behind: Fraction(known.products[behind]["net_assets"]) for behind in held}
    taken = {behind: min(Fraction(1), value / whole[behind]) for behind, value in held.items()}
    return taken, {behind: max(Fraction(0), value - whole[behind]) for behind, value in held.items()}


def total_assets_through(known: Day, product_id: str) -> Range:
    """Return the total assets of a product, those of the products inside in place of its units.

    It takes the figures of a product inside, not its rows. A unit of a product that is not in the table counts with its
    own value. What is not known leaves them open above: what a unit is worth or a share of, and rows that are missing.
    """
    whole = own_total_assets(known, product_id)
    open_above = missing_part(known, product_id, None).positive_or_unknown()
    held: dict[str, Fraction] = defaultdict(Fraction)
    for holding in known.holdings.get(product_id, []):
        behind = known.assets[holding["asset_id"]]["product_id"]
        if not known.kind_of(holding["asset_id"]).look_through or behind not in known.products:
            continue
        if holding["market_value"] is None or not has_net_assets(known, behind):
            open_above = open_above or holding["market_value"] != 0
        else:
            held[behind] += Fraction(holding["market_value"])
    for behind, value in held.items():
        net_assets = Fraction(known.products[behind]["net_assets"])
        part = min(Fraction(1), value / net_assets)
        whole = whole - number(part * net_assets) + total_assets_through(known, behind).times(part)
    return Range(whole.lo, None) if open_above else whole


def own_total_assets(known: Day, product_id: str) -> Range:
    """Return the total assets of a product as it tells them: never less than net assets, if it is right."""
    product = known.products[product_id]
    net_assets, total_assets = product["net_assets"], product["total_assets"]
    if total_assets is None:
        return Range(max(Fraction(0), Fraction(net_assets or 0)), None)
    cannot_be_right = net_assets is not None and total_assets < net_assets
    return Range(Fraction(total_assets), None if cannot_be_right else Fraction(total_assets))


def has_net_assets(known: Day, product_id: str) -> bool:
    """Return whether a share of the product can be told."""
    net_assets = known.products[product_id]["net_assets"]
    return net_assets is not None and net_assets > 0
