"""The ways by which one product is inside another, the largest first."""

from fractions import Fraction
from itertools import pairwise

from engine_frames import World, held, product

from concentration.lookthrough import paths_of
from tests.lookthrough.nested import nested, through


def ladder(steps: int) -> World:
    """P0 holds F1 by 2 ** steps ways: on every step by a product of 60 and one of 40 of the next one's hundred."""
    holdings, products = [], []
    names = [*(f"P{step}" for step in range(steps)), "F1"]
    for step, (above, below) in enumerate(pairwise(names)):
        products.append(product(above, net_assets=100))
        for side, part in (("L", 60), ("R", 40)):
            between = f"{side}{step}"
            products.append(product(between, net_assets=part))
            holdings += [held(f"U{between}", part, above), held(f"U{below}", part, between)]
    return nested([*holdings, held("S", 100, "F1")], [*products, product("F1", net_assets=100)])


def pair_of(world: World, outer: str, inner: str) -> list[tuple[tuple[str, ...], Fraction]]:
    told = through(world)
    ids = dict(told.connected.products.select("product", "product_id").iter_rows())
    (pair,) = (
        number
        for number, product_, holder in told.pairs.iter_rows()
        if (ids[product_], ids[holder]) == (outer, inner)
    )
    return paths_of(told, pair)


def test_a_product_held_directly_has_one_path() -> None:
    assert pair_of(ladder(1), "P0", "L0") == [(("P0", "L0"), 1)]


def test_every_way_is_a_path_with_its_own_share() -> None:
    assert pair_of(ladder(1), "P0", "F1") == [
        (("P0", "L0", "F1"), Fraction(3, 5)),
        (("P0", "R0", "F1"), Fraction(2, 5)),
    ]


def test_up_to_twenty_paths_are_told_one_by_one() -> None:
    paths = pair_of(ladder(4), "P0", "F1")
    assert len(paths) == 16
    assert sum(share for _, share in paths) == 1


def test_beyond_twenty_the_rest_is_one() -> None:
    paths = pair_of(ladder(5), "P0", "F1")
    *told, (rest, left) = paths
    shares = [share for _, share in told]
    every = sorted((Fraction(3, 5) ** (5 - k) * Fraction(2, 5) ** k for k in _choices(5)), reverse=True)
    assert shares == every[:20]
    assert (rest, left) == (("P0", "…", "F1"), sum(every[20:]))


def _choices(steps: int) -> list[int]:
    """How often each of the ways takes the smaller side."""
    return [bin(way).count("1") for way in range(2**steps)]


def test_many_steps_cost_no_more_than_few() -> None:
    paths = pair_of(ladder(30), "P0", "F1")
    assert len(paths) == 21
    assert sum(share for _, share in paths) == 1
