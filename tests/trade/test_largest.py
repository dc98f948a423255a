"""The largest quantity passes and one lot more does not, whatever binds; and both are those of a full check."""

from decimal import Decimal
from fractions import Fraction

import pytest
from engine_frames import CATALOGUE, World, a_limit, asset, bound, held, product
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from concentration.catalogue.model import Limit
from concentration.trade.largest import Largest
from concentration.trade.lots import is_whole, lots_of, steps_up_to
from concentration.trade.traded import Wishes
from trade.books import CAP, FLOOR, LIMITS, OF_MANAGER, books
from trade.desk import CASH, order, traded, verdicts

LOT = CATALOGUE.lots["mainland_shares"]
STAR = CATALOGUE.lots["star_market"]

BIG = World(
    [held("A1.SH", 200000, quantity=20000), held("CASH", 500000, quantity=500000)],
    products=[product("P1", net_assets=1000000)],
    assets=[asset("A1.SH"), asset("688001.SH", issuer_id="C2"), asset("A3.HK", issuer_id="C3"), CASH],
)


def largest(
    world: World, limits: list[Limit], side: str, asset_id: str, quantity: object, **more: object
) -> Largest:
    wishes = more.pop("wishes", None)
    result = traded(world, limits, order(side, asset_id, quantity, **more), wishes=wishes)  # type: ignore[arg-type]
    found = result.traded[0].largest
    assert found is not None
    return found


def limits_of(found: Largest) -> list[str]:
    return [effect.after.limit.id for effect in found.binding]


# Lots


@pytest.mark.parametrize(("quantity", "place"), [(0, 0), (99, 0), (100, 1), (199, 1), (200, 2), (1000, 10)])
def test_whole_lots_go_up_by_their_step(quantity: int, place: int) -> None:
    assert steps_up_to(Fraction(10**6), LOT).below(Fraction(quantity)) == place


@pytest.mark.parametrize(("quantity", "place", "size"), [(199, 0, 0), (200, 1, 200), (201, 2, 201)])
def test_some_begin_higher_and_go_up_by_one(quantity: int, place: int, size: int) -> None:
    steps = steps_up_to(Fraction(10**6), STAR)
    assert steps.below(Fraction(quantity)) == place
    assert steps.size(place) == size


def test_all_that_is_held_can_be_sold_whole_lots_or_not() -> None:
    steps = steps_up_to(Fraction(250), LOT, whole=Decimal(250))
    assert [steps.size(place) for place in range(steps.count + 1)] == [0, 100, 200, 250]
    assert steps.below(Fraction(249)) == 2
    even = steps_up_to(Fraction(200), LOT, whole=Decimal(200))
    assert (even.count, even.size(2), even.below(Fraction(200)), even.below(Fraction(199))) == (2, 200, 2, 1)


@pytest.mark.parametrize(("quantity", "whole"), [("100", True), ("150", False), ("100.5", False)])
def test_whether_a_quantity_is_of_whole_lots(quantity: str, whole: bool) -> None:
    assert is_whole(Decimal(quantity), LOT) == whole


@pytest.mark.parametrize(
    ("asset_id", "kind", "country", "lot"),
    [
        ("600519.SH", "stock", None, "mainland_shares"),
        ("688001.SH", "stock", "CN", "star_market"),
        ("830001.BJ", "stock", "CN", "beijing"),
        ("X", "stock", "CN", "mainland_shares"),
        ("00700.HK", "stock", None, "hong_kong"),
        ("510300.SH", "public_fund", None, "funds_on_exchange"),
        ("110001.OF", "public_fund", None, "others"),
        ("113001.SH", "convertible_bond", None, "bonds_on_exchange"),
        ("240004.IB", "treasury", "CN", "others"),
        ("LOAN", "trust_loan", None, "others"),
    ],
)
def test_an_asset_trades_by_the_first_entry_that_fits(
    asset_id: str, kind: str, country: str | None, lot: str
) -> None:
    world = World([held(asset_id, 1)], assets=[asset(asset_id, kind=kind, country=country)])
    portfolio = world.portfolio()
    day = portfolio.tables["products"]["as_of"][0]
    assert lots_of(portfolio, CATALOGUE, day)[asset_id] == CATALOGUE.lots[lot]


# The largest quantity


@pytest.mark.parametrize("quantity", [100, 5000, 5100, 90000])
def test_the_largest_quantity_is_the_same_wherever_one_begins(quantity: int) -> None:
    found = largest(BIG, [CAP], "buy", "A1.SH", quantity, price=10)
    assert found.quantity == 5000
    assert limits_of(found) == ["rules/cap"]


def test_it_is_rounded_down_to_whole_lots() -> None:
    assert largest(BIG, [CAP], "buy", "A1.SH", 100, price="10.01").quantity == 4900
    assert largest(BIG, [CAP], "buy", "688001.SH", 200, price="1000").quantity == 250
    assert largest(BIG, [CAP], "buy", "688001.SH", 200, price="1300").quantity == 0


def test_where_each_listing_has_its_own_lot_it_is_counted_by_one() -> None:
    found = largest(BIG, [CAP], "buy", "A3.HK", 1, price=7)
    assert found.quantity == 35714
    assert found.steps.lot is not None
    assert found.steps.lot.unknown


def test_the_tightest_of_several_limits_binds() -> None:
    assert limits_of(largest(BIG, [CAP, FLOOR], "buy", "A1.SH", 100, price=10)) == ["rules/cap"]
    tight = BIG.but(holdings=[held("A1.SH", 200000, quantity=20000), held("CASH", 120000)])
    found = largest(tight, [CAP, FLOOR], "buy", "A1.SH", 100, price=10)
    assert (found.quantity, limits_of(found)) == (2000, ["rules/floor"])


def test_limits_of_the_product_and_of_the_manager_count_together() -> None:
    world = BIG.but(
        holdings=[*BIG.holdings, held("A1.SH", 380000, "P2")],
        products=[*BIG.products, product("P2", net_assets=1000000)],
    )
    found = largest(world, [CAP, OF_MANAGER], "buy", "A1.SH", 100, price=10)
    assert (found.quantity, limits_of(found)) == (2000, ["rules/manager"])


def test_where_a_group_is_a_breach_already_nothing_more_passes() -> None:
    world = BIG.but(holdings=[held("A1.SH", 300000, quantity=30000), held("CASH", 700000)])
    assert largest(world, [CAP], "buy", "A1.SH", 100, price=10).quantity == 0


def test_what_no_limit_counts_has_no_largest_quantity() -> None:
    found = largest(BIG, [a_limit(count="asset_kind = 'cash'")], "buy", "A1.SH", 100, price=10)
    assert (found.quantity, found.stopped) == (None, None)


def test_no_more_is_sold_than_is_held_or_than_a_floor_allows() -> None:
    odd = BIG.but(holdings=[held("A1.SH", 200000, quantity="20050"), held("CASH", 500000)])
    found = largest(odd, [CAP], "sell", "A1.SH", 100, price=10)
    assert (found.quantity, found.stopped) == (20050, None)
    even = largest(BIG, [CAP], "sell", "A1.SH", 100, price=10)
    assert (even.quantity, even.stopped) == (20000, None)
    equity = a_limit(
        "rules/equity", bounds=bound("1/10", "at_least"), group_by="none", count="asset_kind = 'stock'"
    )
    found = largest(odd, [equity], "sell", "A1.SH", 30000, price=10)
    assert limits_of(found) == ["rules/equity"]
    assert found.quantity == 10000


def test_with_require_cash_it_is_what_cash_pays() -> None:
    rich = BIG.but(products=[product("P1", net_assets=10**8)])
    found = largest(rich, [CAP], "buy", "A1.SH", 100, price=10, wishes=Wishes(require_cash=True))
    assert found.quantity == 50000
    assert found.stopped is not None
    assert found.stopped.refused is not None
    assert found.stopped.refused.code == "cash_below_zero"


# For random portfolios


@settings(
    max_examples=2,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
@given(book=books(), quantity=st.sampled_from([100, 700, 50000]))
def test_the_largest_quantity_passes_and_one_lot_more_does_not(
    book: tuple[World, str, str], quantity: int
) -> None:
    world, asset_id, price = book
    found = largest(world, LIMITS, "buy", asset_id, quantity, price=price)
    if found.quantity is None:
        assert found.stopped is None
        return
    more = found.quantity + 100
    assert found.binding
    assert verdicts(traded(world, LIMITS, order("buy", asset_id, more, price=price))) == ["reject"]
    if found.quantity:
        assert verdicts(traded(world, LIMITS, order("buy", asset_id, found.quantity, price=price))) == [
            "accept"
        ]
