"""A portfolio after an order: positions, cash, lots, and what stays unknown."""

from decimal import Decimal
from typing import Any

import pytest
from engine_frames import CATALOGUE, DAY, Row, World, asset, held

from concentration.read.portfolio import Portfolio
from concentration.trade.book import After, Refused, after, on_day
from trade.desk import CASH, order, orders_of

STOCKS = (asset("A1"), asset("A2"), CASH)
WORLD = World([held("A1", 300, quantity=30, cost=150), held("CASH", 500, quantity=500)], assets=STOCKS)


def done(world: World, *rows: Row) -> Portfolio:
    """The portfolio after all of the orders."""
    portfolio = on_day(world.portfolio(), DAY)
    for one in orders_of(world.portfolio(), *rows):
        result = after(portfolio, one, CATALOGUE.kinds)
        assert isinstance(result, After)
        portfolio = result.portfolio
    return portfolio


def rows_of(portfolio: Portfolio, asset_id: str) -> list[dict[str, Any]]:
    return portfolio.tables["holdings"].filter(asset_id=asset_id).to_dicts()


def cells(portfolio: Portfolio, asset_id: str, *names: str) -> list[tuple[object, ...]]:
    return [tuple(row[name] for name in names) for row in rows_of(portfolio, asset_id)]


def test_what_is_bought_comes_to_quantity_market_value_and_cost() -> None:
    bought = done(WORLD, order("buy", "A1", 10, price="12.5"))
    assert cells(bought, "A1", "quantity", "market_value", "cost") == [(40, 425, 275)]
    assert cells(bought, "CASH", "quantity", "market_value") == [(375, 375)]


def test_a_new_position_is_a_row_of_its_own_that_cost_what_was_paid() -> None:
    bought = done(WORLD, order("buy", "A2", 10, price=2))
    assert cells(bought, "A2", "quantity", "market_value", "cost", "as_of") == [(10, 20, 20, DAY)]


def test_what_stays_after_a_sale_keeps_its_last_unit_value() -> None:
    """A unit was worth 10; one sold at 1 does not make the others cheap."""
    sold = done(WORLD, order("sell", "A1", 10, price=1))
    assert cells(sold, "A1", "quantity", "market_value", "cost") == [(20, 200, 100)]
    assert cells(sold, "CASH", "market_value") == [(510,)]


def test_what_stays_is_rounded_to_four_decimals_half_to_even() -> None:
    world = WORLD.but(holdings=[held("A1", 100, quantity=3), held("CASH", 0)])
    assert cells(done(world, order("sell", "A1", 1)), "A1", "market_value") == [(Decimal("66.6667"),)]


def test_a_position_that_is_sold_whole_is_gone() -> None:
    assert rows_of(done(WORLD, order("sell", "A1", 30)), "A1") == []


@pytest.mark.parametrize("column", ["quantity", "market_value", "cost"])
def test_what_is_not_known_of_a_position_stays_unknown(column: str) -> None:
    world = WORLD.but(holdings=[held("A1", 300, quantity=30, cost=3) | {column: None}, held("CASH", 500)])
    assert cells(done(world, order("buy", "A1", 1)), "A1", column) == [(None,)]


def test_without_a_price_the_last_unit_value_is_taken() -> None:
    bought = done(WORLD, order("buy", "A1", quantity=2) | {"price": None})
    assert cells(bought, "A1", "market_value") == [(320,)]


def test_an_amount_given_beside_the_quantity_is_what_is_paid() -> None:
    bought = done(WORLD, order("buy", "A1", 3, amount=10) | {"price": None})
    assert cells(bought, "A1", "quantity", "market_value") == [(33, 310)]


def test_neither_buying_nor_selling_moves_net_assets() -> None:
    portfolio = done(WORLD, order("buy", "A1", 10), order("sell", "A1", 5))
    assert portfolio.tables["products"]["net_assets"].to_list() == [1000]


def test_investors_move_net_assets_total_assets_and_cash_alike() -> None:
    world = WORLD.but(products=[{"net_assets": 1000, "total_assets": 1100}])
    came = done(world, order("subscribe", "CASH", amount=50))
    left = done(world, order("redeem", "CASH", amount=50))
    sizes = [one.tables["products"].select("net_assets", "total_assets").row(0) for one in (came, left)]
    assert sizes == [(1050, 1150), (950, 1050)]
    assert [cells(one, "CASH", "market_value") for one in (came, left)] == [[(550,)], [(450,)]]


# Cash


TWO_ACCOUNTS = WORLD.but(
    holdings=[held("CASH", 10), held("DEP", 30), held("A1", 300, quantity=30)],
    assets=[*STOCKS, asset("DEP", kind="demand_deposit", issuer_id="B1")],
)


def test_the_largest_account_pays_first_and_takes_what_comes_in() -> None:
    paid = done(TWO_ACCOUNTS, order("buy", "A1", 35))
    assert cells(paid, "DEP", "market_value") == [(0,)]
    assert cells(paid, "CASH", "market_value") == [(5,)]
    sold = done(TWO_ACCOUNTS, order("sell", "A1", 1, price=7))
    assert cells(sold, "DEP", "market_value") == [(37,)]


def test_what_no_account_can_pay_is_a_debt_of_the_largest() -> None:
    paid = done(TWO_ACCOUNTS, order("buy", "A1", 45))
    assert cells(paid, "DEP", "market_value") == [(-5,)]
    assert cells(paid, "CASH", "market_value") == [(0,)]


def test_time_deposits_do_not_pay() -> None:
    world = TWO_ACCOUNTS.but(assets=[*STOCKS, asset("DEP", kind="time_deposit", issuer_id="B1")])
    assert cells(done(world, order("buy", "A1", 35)), "CASH", "market_value") == [(-25,)]


@pytest.mark.parametrize("assets", [STOCKS, (asset("A1"), asset("A2"))])
def test_a_product_without_cash_gets_a_row_of_its_own(assets: tuple[Row, ...]) -> None:
    world = World([held("A1", 300, quantity=30)], assets=assets)
    portfolio = done(world, order("buy", "A1", 10))
    kinds = dict(portfolio.tables["assets"].select("asset_id", "kind").iter_rows())
    others = portfolio.tables["holdings"].filter(market_value=-10)["asset_id"].to_list()
    assert [kinds[one] for one in others] == ["cash"]


# Lots, tranches, counterparties


def test_what_is_bought_beside_a_locked_lot_is_free() -> None:
    world = WORLD.but(holdings=[held("A1", 300, quantity=30, restricted_until="2025-01-01")])
    bought = done(world, order("buy", "A1", 10))
    assert sorted(cells(bought, "A1", "quantity", "lot_id"), key=str) == [(10, "1"), (30, None)]


def test_free_lots_are_sold_first_and_a_sale_of_locked_ones_is_told() -> None:
    lots = [
        held("A1", 100, quantity=10, restricted_until="2024-06-29"),
        held("A1", 100, quantity=10, restricted_until="2024-06-28", lot_id="2"),
    ]
    world = WORLD.but(holdings=lots)
    assert cells(done(world, order("sell", "A1", 10)), "A1", "lot_id") == [(None,)]
    (one,) = orders_of(world.portfolio(), order("sell", "A1", 11))
    result = after(on_day(world.portfolio(), DAY), one, CATALOGUE.kinds)
    assert isinstance(result, After)
    assert [warning.code for warning in result.warnings] == ["sells_what_is_locked"]


def test_a_tranche_sells_what_is_its_own() -> None:
    world = WORLD.but(
        holdings=[held("A1", 100, quantity=10, tranche_id="T1"), held("A1", 90, quantity=9, tranche_id="T2")]
    )
    sold = done(world, order("sell", "A1", 4, tranche_id="T2"))
    assert cells(sold, "A1", "tranche_id", "quantity") == [("T1", 10), ("T2", 5)]
    (one,) = orders_of(world.portfolio(), order("sell", "A1", 1))
    refused = after(on_day(world.portfolio(), DAY), one, CATALOGUE.kinds)
    assert isinstance(refused, Refused)
    assert refused.reason.code == "held_in_tranches"


def test_derivatives_keep_their_exposure_a_unit_and_are_unknown_where_none_is_held() -> None:
    world = WORLD.but(
        holdings=[held("F1", 10, quantity=10, exposure=1000, counterparty_id="B1"), held("CASH", 500)],
        assets=[*STOCKS, asset("F1", kind="swap"), asset("F2", kind="swap")],
    )
    grown = done(world, order("buy", "F1", 5, counterparty_id="B1"))
    assert cells(grown, "F1", "exposure", "counterparty_id") == [(1500, "B1")]
    assert cells(done(world, order("sell", "F1", 5)), "F1", "exposure") == [(500,)]
    assert cells(done(world, order("buy", "F2", 5)), "F2", "exposure") == [(None,)]
