"""The ways by which one product is inside another."""

from fractions import Fraction
from heapq import heappop, heappush

import polars as pl

from concentration.frames import Through

MOST = 20
"""Paths that are told one by one: a person reads no more."""

Path = tuple[tuple[str, ...], Fraction]


def paths_of(through: Through, pair: int) -> list[Path]:
    """Return the paths of a pair, each as the ids of its products with its share, the largest first.

    The shares add up to that of the pair. Beyond the 20 largest one merged rest stands for all others; its path is
    (product, "…", holder). `pair` is not 0, which is no pair.
    """
    _, product, holder = through.pairs.row(by_predicate=pl.col("pair") == pair)
    return paths_between(through, product, holder, through.shares[pair])


def paths_between(through: Through, product: int, holder: int, whole: Fraction) -> list[Path]:
    """Return the paths between two places, of which `whole` is the share, as `paths_of` tells them.

    Where `whole` is less than all of them together, because some do not count, one merged path stands for it.
    """
    named = through.product_ids
    if through.edges[product].get(holder) == whole:
        return [((named[product], named[holder]), whole)]
    paths = [
        (tuple(named[place] for place in path), share) for path, share in _largest(through, product, holder)
    ]
    rest = whole - sum((share for _, share in paths), Fraction(0))
    if rest < 0:
        return [((named[product], "…", named[holder]), whole)]
    return [*paths, ((named[product], "…", named[holder]), rest)] if rest else paths


def _largest(through: Through, product: int, holder: int) -> list[tuple[tuple[int, ...], Fraction]]:
    """Return the largest paths between two places.

    Best first: a path begun is worth its share times the strongest way on from its end, so that no path is met before
    a larger one, and none that leads nowhere is followed.
    """
    found: list[tuple[tuple[int, ...], Fraction]] = []
    begun: list[tuple[Fraction, tuple[int, ...], Fraction]] = [
        (-through.strongest[product][holder], (product,), Fraction(1))
    ]
    while begun and len(found) < MOST:
        _, path, share = heappop(begun)
        if path[-1] == holder:
            found.append((path, share))
            continue
        for inner, part in through.edges[path[-1]].items():
            onwards = Fraction(1) if inner == holder else through.strongest.get(inner, {}).get(holder)
            if onwards is not None:
                heappush(begun, (-share * part * onwards, (*path, inner), share * part))
    return found
