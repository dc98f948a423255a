"""What cannot be looked through because the input contradicts itself: circles, and more held than there is."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

import polars as pl

from concentration.lookthrough.graph import Edge, circles_of
from concentration.vocabulary.amounts import UNIT
from concentration.words.message import CannotRunError, Message, Problem

TOLERANCE = Fraction(105, 100)
"""Units and net assets may be valued a day apart: so far beyond the whole is taken as the whole (limits.md 4.4).

No number of the law.
"""

NAMED = 10
"""Holders that a message names."""


def refuse_contradictions(edges: Sequence[Edge], products: pl.DataFrame, file: str) -> None:
    """Raise CannotRunError with every circle, every holding beyond the whole of a product, and every product of which
    all holders together have more than the whole; `file` is that of the holdings.
    """
    names = _names(edges, products)
    problems = [
        *(_circle(circle, names, file) for circle in circles_of(edges)),
        *(_beyond_the_whole([edge], names, file) for edge in edges if _too_much([edge])),
        *(
            _beyond_the_whole(holders, names, file)
            for holders in _by_inner(edges)
            if len(holders) > 1 and _too_much(holders)
        ),
    ]
    if problems:
        raise CannotRunError(problems)


def taken_as_whole(edges: Sequence[Edge], products: pl.DataFrame) -> tuple[Message, ...]:
    """Return the note on holdings worth more than the whole of their product, which were taken as the whole."""
    beyond = [edge for edge in edges if edge.surplus]
    if not beyond:
        return ()
    names = _names(beyond, products)
    most = max(beyond, key=lambda edge: Fraction(edge.value, edge.net_assets))
    return (
        Message(
            "share_taken_as_whole",
            {
                "count": len(beyond),
                "product": names[most.product][0],
                "inner": names[most.inner][0],
                "ratio": f"{float(Fraction(most.value, most.net_assets)):.2%}",
            },
        ),
    )


def _by_inner(edges: Sequence[Edge]) -> list[list[Edge]]:
    holders: dict[int, list[Edge]] = {}
    for edge in edges:
        holders.setdefault(edge.inner, []).append(edge)
    return [holders[inner] for inner in sorted(holders)]


def _too_much(holders: Sequence[Edge]) -> bool:
    return sum(edge.value for edge in holders) > TOLERANCE * holders[0].net_assets


def _names(edges: Sequence[Edge], products: pl.DataFrame) -> dict[int, tuple[str, str]]:
    """Return id and day of the products that stand in the edges, by their places."""
    places = {place for edge in edges for place in (edge.product, edge.inner)}
    named = products.filter(pl.col("product").is_in(list(places))).select(
        "product", pl.col("product_id").cast(pl.String), pl.col("as_of").cast(pl.String)
    )
    return {place: (name, day) for place, name, day in named.iter_rows()}


def _circle(circle: Sequence[Edge], names: dict[int, tuple[str, str]], file: str) -> Problem:
    around = [names[edge.product][0] for edge in circle]
    path = " → ".join([*around, around[0]])
    values = {"path": path, "day": names[circle[0].product][1]}
    return Problem(Message("units_in_a_circle", values), file, circle[0].row, "asset_id")


def _beyond_the_whole(holders: Sequence[Edge], names: dict[int, tuple[str, str]], file: str) -> Problem:
    first = min(holders, key=lambda edge: edge.row)
    inner, day = names[first.inner]
    holding = [names[edge.product][0] for edge in holders]
    values = {
        "products": [*holding[:NAMED], *(["…"] if len(holding) > NAMED else [])],
        "inner": inner,
        "net_assets": _yuan(Fraction(first.net_assets)),
        "day": day,
        "tolerance": f"{float(TOLERANCE - 1):.0%}",
    }
    code = "share_beyond_the_whole" if len(holders) == 1 else "shares_beyond_the_whole"
    return Problem(
        Message(code, values),
        file,
        first.row,
        "market_value",
        seen=_yuan(Fraction(sum(edge.value for edge in holders))),
        allowed=f"≤ {_yuan(TOLERANCE * first.net_assets)}",
    )


def _yuan(millionths: Fraction) -> str:
    """Return an amount as a person writes it, cut after four decimals."""
    units = int(millionths * 10**4 / UNIT)
    text = f"{Decimal(units).scaleb(-4):f}"
    return text.rstrip("0").rstrip(".")
