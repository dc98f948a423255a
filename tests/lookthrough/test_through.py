"""The step as a whole: products inside products, and what always holds of them."""

from datetime import date
from fractions import Fraction

import polars as pl
from engine_frames import DAY, World, asset, held, manager, product
from hypothesis import given, settings
from polars.testing import assert_frame_equal

from concentration.frames import Through
from concentration.lookthrough import paths_of
from tests.lookthrough.nested import STOCK, lines, nested, portfolios, share, through, total_assets, unit

LATER = date(2024, 9, 30)


def test_units_are_replaced_by_their_share_of_what_the_product_holds() -> None:
    world = nested(
        [held("UF1", 40, "P1"), held("S", 60, "P1"), held("S", 100, "F1")],
        [product("P1", net_assets=100), product("F1", net_assets=100)],
    )
    told = through(world)
    assert share(told, "P1", "F1") == Fraction(2, 5)
    assert lines(told, "P1") == [("S", Fraction(60), False), ("S", Fraction(40), False)]
    assert lines(told, "F1") == [("S", Fraction(100), False)]


def test_three_levels_multiply_their_shares() -> None:
    world = nested(
        [held("UF1", 50, "P1"), held("UG1", 60, "F1"), held("S", 40, "F1"), held("S", 200, "G1")],
        [product("P1"), product("F1", net_assets=100), product("G1", net_assets=200)],
    )
    told = through(world)
    assert share(told, "P1", "G1") == Fraction(1, 2) * Fraction(60, 200)
    assert lines(told, "P1") == [("S", Fraction(20), False), ("S", Fraction(30), False)]


def test_a_shared_product_inside_is_one_pair_with_the_sum_of_its_paths() -> None:
    world = nested(
        [
            *(held("UF1", 50, "P1"), held("UF2", 100, "P1"), held("UG1", 10, "P1")),
            *(held("UG1", 100, "F1"), held("UG1", 30, "F2"), held("S", 200, "G1")),
        ],
        [
            *(product("P1"), product("F1", net_assets=100)),
            *(product("F2", net_assets=300), product("G1", net_assets=200)),
        ],
    )
    told = through(world)
    expected = Fraction(1, 2) * Fraction(1, 2) + Fraction(1, 3) * Fraction(30, 200) + Fraction(10, 200)
    assert share(told, "P1", "G1") == expected
    assert [row for row in lines(told, "P1") if row[0] == "S"] == [("S", expected * 200, False)]


def test_several_lots_and_share_classes_of_a_product_are_one_share() -> None:
    world = nested(
        [
            *(held("UF1", 10, "P1", lot_id="1"), held("UF1", 20, "P1", lot_id="2")),
            *(held("UF1B", 30, "P1"), held("S", 100, "F1")),
        ],
        [product("P1"), product("F1", net_assets=100)],
        unit("F1", "UF1B"),
    )
    assert share(through(world), "P1", "F1") == Fraction(60, 100)


def test_a_unit_may_be_of_a_product_of_another_manager() -> None:
    world = nested(
        [held("UF1", 50, "P1"), held("S", 100, "F1")],
        [product("P1"), product("F1", "M2", net_assets=100)],
    ).but(managers=[manager("M1"), manager("M2")])
    assert lines(through(world), "P1") == [("S", Fraction(50), False)]


def test_each_day_is_looked_through_by_itself() -> None:
    def on(day: date, row: dict[str, object]) -> dict[str, object]:
        return row | {"as_of": day.isoformat()}

    world = nested(
        [
            *(held("UF1", 50, "P1"), held("S", 100, "F1")),
            *(on(LATER, held("UF1", 50, "P1")), on(LATER, held("S", 200, "F1"))),
        ],
        [
            *(product("P1"), product("F1", net_assets=100)),
            *(on(LATER, product("P1")), on(LATER, product("F1", net_assets=200))),
        ],
    )
    told = through(world, DAY, LATER)
    assert sorted(told.shares) == [Fraction(1, 4), Fraction(1, 2), Fraction(1)]
    assert lines(told, "P1", DAY) == [("S", Fraction(50), False)]
    assert lines(told, "P1", LATER) == [("S", Fraction(50), False)]


def test_a_product_that_is_not_there_on_the_day_is_opaque_then() -> None:
    world = nested(
        [held("UF1", 50, "P1")],
        [product("P1"), product("F1", net_assets=100) | {"as_of": LATER.isoformat()}],
    )
    assert lines(through(world), "P1") == [("UF1", Fraction(50), True)]


def test_public_funds_are_left_as_they_are() -> None:
    fund = asset("FUND", kind="public_fund", product_id="F1", issuer_id=None)
    world = nested(
        [held("FUND", 50, "P1"), held("S", 100, "F1")],
        [product("P1"), product("F1", kind="public_fund", offering="public", net_assets=100)],
        fund,
    )
    told = through(world)
    assert lines(told, "P1") == [("FUND", Fraction(50), False)]
    assert told.transparency.is_empty()
    assert told.total_assets.is_empty()


def test_where_nothing_is_looked_through_the_holdings_only_gain_three_columns() -> None:
    world = World([held("S", 10), held("X", 5)], assets=[STOCK, unit("NOBODY", "X")])
    before, told = world.connected(), through(world)
    assert_frame_equal(told.connected.holdings.drop("pair", "opaque", "gap"), before.holdings)
    assert told.connected.holdings["pair"].to_list() == [0, 0]
    assert told.connected.holdings["opaque"].to_list() == [False, True]
    assert_frame_equal(told.connected.assets, before.assets)
    assert (told.pairs.height, told.shares) == (0, (1,))


def test_a_portfolio_without_units_has_nothing_to_tell() -> None:
    told = through(World([held("A1", 10)]))
    assert (told.pairs.height, told.total_assets.height, told.transparency.height) == (0, 0, 0)
    assert told.notes == ()


def net_assets(told: Through) -> dict[int, Fraction]:
    return {
        place: Fraction(value)
        for place, value in told.connected.products.select("product", "net_assets").iter_rows()
    }


@given(portfolios())
@settings(max_examples=25)
def test_what_is_inside_comes_to_what_was_held(world: World) -> None:
    """The holdings looked through, less the debts of the products inside, are the direct holdings to the last fen."""
    before, told = world.connected(), through(world)
    held_by = {
        place: Fraction(value)
        for place, value in before.holdings.group_by("product").agg(pl.col("market_value").sum()).iter_rows()
    }
    sizes = net_assets(told)
    inside: dict[int, Fraction] = dict.fromkeys(held_by, Fraction(0))
    for place, value, pair in told.connected.holdings.select("product", "market_value", "pair").iter_rows():
        inside[place] += told.shares[pair] * Fraction(value)
    for pair, place, holder in told.pairs.iter_rows():
        inside[place] -= told.shares[pair] * max(held_by[holder] - sizes[holder], Fraction(0))
    assert inside == held_by


@given(portfolios())
@settings(max_examples=25)
def test_the_share_of_a_pair_is_the_sum_of_all_its_paths(world: World) -> None:
    told = through(world)

    def ways(start: int, end: int) -> Fraction:
        return sum(
            (
                part * (1 if inner == end else ways(inner, end))
                for inner, part in told.edges.get(start, {}).items()
            ),
            Fraction(0),
        )

    for pair, place, holder in told.pairs.iter_rows():
        assert told.shares[pair] == ways(place, holder)
        assert sum(part for _, part in paths_of(told, pair)) == told.shares[pair]


@given(portfolios(leveraged=False))
@settings(max_examples=25)
def test_the_total_assets_of_products_without_debts_are_their_own(world: World) -> None:
    told = through(world)
    own = net_assets(told)
    ids = dict(told.connected.products.select("product", "product_id").iter_rows())
    assert [total_assets(told, ids[place]) for place in told.exact_total_assets] == [
        (own[place], own[place]) for place in told.exact_total_assets
    ]
