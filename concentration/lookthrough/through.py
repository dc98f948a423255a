"""The step as a whole: `Connected` in, `Through` out."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

import polars as pl

from concentration.catalogue.model import AssetKind
from concentration.frames import Connected, Through
from concentration.lookthrough.graph import Edge, Inside, edges_of, everything_inside
from concentration.lookthrough.leverage import looked_through_total_assets, rounded_outwards
from concentration.lookthrough.lines import (
    direct_lines,
    lines_inside,
    pairs_of,
    residual_assets,
    residuals_of,
    surplus_lines,
)
from concentration.lookthrough.refused import refuse_contradictions, taken_as_whole
from concentration.lookthrough.transparency import TRANSPARENCY, transparency
from concentration.lookthrough.units import held_units, units_of


def look_through(connected: Connected, kinds: Mapping[str, AssetKind], holdings_file: str) -> Through:
    """Return the holdings of all products with those inside the products they hold, pro rata, to any depth.

    A held unit of a kind that is looked through is replaced by the holdings of its product if that product is there
    on the day with positive net assets and holdings, and the unit's value is known; otherwise it stays, opaque.
    `connected` is that of the whole portfolio: a unit may be of another manager's product. `holdings_file` is named in
    problems.

    Raise CannotRunError with every circle of products and every share beyond the whole.
    """
    units = units_of(connected, kinds)
    held = held_units(connected, units)
    edges = edges_of(held)
    refuse_contradictions(edges, connected.products, holdings_file)
    clear = [edge for edge in edges if edge.looked_through]
    inside = everything_inside(clear)
    pairs = pairs_of(inside)
    holders = pairs["holder"].unique().to_list()
    residuals = residuals_of(connected, holders, at_most=True)
    total_assets = looked_through_total_assets(held, edges, connected.products)
    through = Through(
        connected=_replaced(connected, units, clear, inside, pairs, residuals),
        pairs=pairs,
        shares=(Fraction(1), *(inside.shares[product][holder] for _, product, holder in pairs.iter_rows())),
        total_assets=rounded_outwards(total_assets),
        exact_total_assets=total_assets,
        transparency=TRANSPARENCY.to_frame(),
        edges=_directly(clear),
        strongest=inside.strongest,
        product_ids=_named(clear, connected.products),
        notes=taken_as_whole(clear, connected.products),
    )
    untold = residuals_of(connected, holders, at_most=False)
    return replace(through, transparency=transparency(through, held, clear, inside, untold))


def _replaced(
    connected: Connected,
    units: pl.DataFrame,
    edges: Sequence[Edge],
    inside: Inside,
    pairs: pl.DataFrame,
    residuals: Mapping[int, int | None],
) -> Connected:
    """Return the facts with the units of the edges replaced by what is inside them."""
    own = direct_lines(connected.holdings, units)
    if not edges:
        return replace(connected, holdings=own)
    assets, residual_place = residual_assets(connected.assets, edges)
    own = pl.concat([own, surplus_lines(edges, residual_place, own)])
    brought = lines_inside(own, pairs, inside, residuals, residual_place)
    return replace(connected, assets=assets, holdings=pl.concat([own, brought]))


def _directly(edges: Sequence[Edge]) -> dict[int, dict[int, Fraction]]:
    below: dict[int, dict[int, Fraction]] = {}
    for edge in edges:
        below.setdefault(edge.product, {})[edge.inner] = edge.share
    return below


def _named(edges: Sequence[Edge], products: pl.DataFrame) -> dict[int, str]:
    places = {place for edge in edges for place in (edge.product, edge.inner)}
    named = products.filter(pl.col("product").is_in(list(places)))
    return dict(named.select("product", pl.col("product_id").cast(pl.String)).iter_rows())
