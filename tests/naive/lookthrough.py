"""What a product holds through the products that it holds, path by path, in exact shares."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from naive.day import Day, explained, missing_part
from naive.facts import Row
from naive.ranges import Range, exactly, number


@dataclass(frozen=True)
class Exposure:
    """One row that a product holds, itself or through others.

    `path` names the products between, from the one it holds itself to the one whose row it is; `share` is the part of
    the row that belongs to it. A row that is looked through has its holdings as exposures of their own. `hidden` is the
    value of something of which only that is known: what the holdings of a product on the path leave unexplained.
    """

    path: tuple[str, ...]
    share: Fraction
    holding: Row | None
    looked_through: bool = False
    opaque: bool = False
    hidden: Fraction | None = None


def exposures(known: Day, product_id: str) -> list[Exposure]:
    """Return what a product holds, directly and through other products to any depth."""
    return list(_inside(known, product_id, (), Fraction(1)))


def _inside(known: Day, product_id: str, path: tuple[str, ...], share: Fraction) -> Iterator[Exposure]:
    taken, surplus = parts(known, product_id)
    for holding in known.holdings.get(product_id, []):
        behind = behind_unit(known, holding)
        is_unit = known.kind_of(holding["asset_id"]).look_through
        yield Exposure(path, share, holding, behind is not None, is_unit and behind is None)
    for behind, part in taken.items():
        yield from _inside(known, behind, (*path, behind), share * part)
        if surplus[behind] > 0:
            yield Exposure((*path, behind), share, None, hidden=surplus[behind])
    unexplained = Fraction(known.products[product_id]["net_assets"] or 0) - explained(known, product_id)
    if path and unexplained > 0:
        yield Exposure(path, share, None, hidden=unexplained)


def behind_unit(known: Day, holding: Row) -> str | None:
    """Return the product that a row is to be replaced by; None where it is no such unit, or opaque."""
    product_id = known.assets[holding["asset_id"]]["product_id"]
    product = known.products.get(product_id)
    if product is None or not known.kind_of(holding["asset_id"]).look_through:
        return None
    if not product["net_assets"] or product["net_assets"] < 0 or not known.holdings.get(product_id):
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

    Total assets below net assets cannot be right, and rows that are missing may be units of anything: both leave
    them open above.
    """
    product = known.products[product_id]
    whole = exactly(product["total_assets"])
    taken, _ = parts(known, product_id)
    for behind, part in taken.items():
        whole -= number(part * Fraction(known.products[behind]["net_assets"]))
        whole += total_assets_through(known, behind).times(part)
    net = product["net_assets"]
    cannot_be_right = (
        net is not None and product["total_assets"] is not None and product["total_assets"] < net
    )
    open_above = cannot_be_right or missing_part(known, product_id, None).positive_or_unknown()
    return Range(whole.lo, None) if open_above else whole
