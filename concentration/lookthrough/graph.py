"""The products that hold units of products, as a graph: its circles, its order, and the share of each in each."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise

import polars as pl


@dataclass(frozen=True)
class Edge:
    """All units of one product that another one holds at a known value; amounts in millionths of a yuan.

    `asset` and `row` are those of the first of them. `looked_through`: the inner product has holdings.
    """

    product: int
    inner: int
    value: int
    net_assets: int
    asset: int
    row: int
    looked_through: bool

    @property
    def share(self) -> Fraction:
        """The part of the inner product that is held: never more than the whole."""
        return min(Fraction(self.value, self.net_assets), Fraction(1))

    @property
    def surplus(self) -> int:
        """What the units are worth beyond the whole of the inner product."""
        return max(self.value - self.net_assets, 0)


@dataclass(frozen=True)
class Inside:
    """Every product inside each product, however deep: `shares` (summed over all paths), `strongest` (the largest
    along one path) and `units` (the edge that leads to it: its own, else that of a product between).
    """

    shares: Mapping[int, Mapping[int, Fraction]]
    strongest: Mapping[int, Mapping[int, Fraction]]
    units: Mapping[int, Mapping[int, Edge]]


def edges_of(held: pl.DataFrame) -> list[Edge]:
    """Return the edges that held units make, by product and inner product.

    Units of a product whose net assets are not known make none.
    """
    priced = held.filter(pl.col("value") > 0, pl.col("why").is_null() | (pl.col("why") == "no_holdings"))
    edges = (
        priced.group_by("product", "inner", maintain_order=True)
        .agg(
            pl.col("value").sum(),
            pl.col("inner_net_assets", "asset", "row").first(),
            looked_through=pl.col("why").first().is_null(),
        )
        .sort("product", "inner")
    )
    return [Edge(*row) for row in edges.iter_rows()]


def circles_of(edges: Iterable[Edge]) -> list[list[Edge]]:
    """Return the circles of products that hold each other, each as its edges; once told, a circle is cut open."""
    left = {(edge.product, edge.inner): edge for edge in edges}
    circles = []
    while circle := _first_circle(left):
        circles.append(circle)
        del left[circle[-1].product, circle[-1].inner]
    return circles


def inner_first(edges: Iterable[Edge]) -> list[int]:
    """Return the products of the edges, each after all that are inside it."""
    return list(_sorter(edges).static_order())


def everything_inside(edges: Sequence[Edge]) -> Inside:
    """Return every product inside each, by adding up over what is directly inside: shared products cost nothing."""
    below: dict[int, list[Edge]] = {}
    for edge in edges:
        below.setdefault(edge.product, []).append(edge)
    shares: dict[int, dict[int, Fraction]] = {}
    strongest: dict[int, dict[int, Fraction]] = {}
    units: dict[int, dict[int, Edge]] = {}
    for product in inner_first(edges):
        if product not in below:
            continue
        share = shares.setdefault(product, {})
        most = strongest.setdefault(product, {})
        unit = units.setdefault(product, {edge.inner: edge for edge in below[product]})
        for edge in below[product]:
            held, whole = edge.share, {edge.inner: Fraction(1)}
            for inner, part in (whole | shares.get(edge.inner, {})).items():
                share[inner] = share.get(inner, Fraction(0)) + held * part
            for inner, part in (whole | strongest.get(edge.inner, {})).items():
                most[inner] = max(most.get(inner, Fraction(0)), held * part)
            for inner, between in units.get(edge.inner, {}).items():
                unit.setdefault(inner, between)
    return Inside(shares, strongest, units)


def _sorter(edges: Iterable[Edge]) -> TopologicalSorter[int]:
    sorter: TopologicalSorter[int] = TopologicalSorter()
    for edge in edges:
        sorter.add(edge.product, edge.inner)
    return sorter


def _first_circle(edges: Mapping[tuple[int, int], Edge]) -> list[Edge]:
    """Return the edges of one circle, from its first product on; none if there is no circle."""
    try:
        _sorter(edges.values()).prepare()
    except CycleError as error:
        held_by_the_next: list[int] = error.args[1]
        products = held_by_the_next[:0:-1]
        start = products.index(min(products))
        around = [*products[start:], *products[: start + 1]]
        return [edges[pair] for pair in pairwise(around)]
    return []
