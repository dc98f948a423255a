"""Total assets of products that hold products: the units replaced by their share of the inner total assets."""

from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction
from math import ceil, floor

import polars as pl

from concentration.lookthrough.graph import Edge, inner_first
from concentration.vocabulary.amounts import exact

Range = tuple[Fraction, Fraction | None]
"""At least and at most, in millionths of a yuan; None: nothing bounds it."""

TOTAL_ASSETS = pl.Schema([("product", pl.UInt32()), ("lower", pl.Int128()), ("upper", pl.Int128())])


def looked_through_total_assets(
    held: pl.DataFrame, edges: Sequence[Edge], products: pl.DataFrame
) -> dict[int, Range]:
    """Return the total assets, looked through, of every product that holds units.

    L(P) = total assets − Σ value of its units + Σ share × L(inner product) (limits.md 4.4). Units of a product that is
    not in the portfolio count with their own value. What is not known leaves the upper end open.
    """
    holding = held["product"].unique().sort().to_list()
    unknown_units = held.filter(pl.col("inner").is_not_null(), _not_in_an_edge())["product"].unique()
    below: dict[int, list[Edge]] = {}
    for edge in edges:
        below.setdefault(edge.product, []).append(edge)
    order = [*inner_first(edges), *(product for product in holding if product not in below)]
    own = _own_total_assets(products, order)
    found: dict[int, Range] = {}
    unknown = set(unknown_units)
    for product in order:
        found[product] = _replaced(own[product], below.get(product, ()), found, is_open=product in unknown)
    return {product: found[product] for product in holding}


def rounded_outwards(totals: Mapping[int, Range]) -> pl.DataFrame:
    """Return `product`, `lower`, `upper` as integers that hold the exact range."""
    rows = [
        (product, floor(lower), None if upper is None else ceil(upper))
        for product, (lower, upper) in totals.items()
    ]
    return pl.DataFrame(rows, TOTAL_ASSETS, orient="row")


def _not_in_an_edge() -> pl.Expr:
    """Units of a product of the portfolio whose value, or whose product's net assets, nobody knows."""
    return pl.col("value").is_null() | (pl.col("why") == "net_assets_unknown")


def _own_total_assets(products: pl.DataFrame, places: Collection[int]) -> dict[int, Range]:
    """Return the products' own total assets.

    Unknown: at least the net assets. Below them: that cannot be right, and they may be any more. Holdings that are not
    told may be units too.
    """
    told = products.filter(pl.col("product").is_in(list(places))).select(
        "product",
        exact("total_assets", products.schema["total_assets"]).alias("total"),
        exact("net_assets", products.schema["net_assets"]).alias("net"),
        (pl.col("unexplained_open") | (pl.col("unexplained") > 0)).alias("untold"),
    )
    own: dict[int, Range] = {}
    for product, total, net, untold in told.iter_rows():
        if total is None:
            own[product] = Fraction(max(net or 0, 0)), None
        else:
            is_open = untold or (net is not None and total < net)
            own[product] = Fraction(total), None if is_open else Fraction(total)
    return own


def _replaced(own: Range, edges: Sequence[Edge], inner: Mapping[int, Range], *, is_open: bool) -> Range:
    """Return a product's total assets with its units replaced by what the inner products have."""
    lower, upper = own
    for edge in edges:
        held, (least, most) = min(edge.value, edge.net_assets), inner[edge.inner]
        lower += edge.share * least - held
        upper = None if upper is None or most is None else upper + edge.share * most - held
    return lower, None if is_open else upper
