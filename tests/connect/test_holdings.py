"""Holdings as places: product and asset of their day, with what the limits need of them."""

from datetime import date
from decimal import Decimal

import polars as pl
from engine_frames import DAY, World, a_limit, asset, held, product
from polars.testing import assert_frame_equal

LATER = date(2024, 9, 30)
AMOUNTS = {"product": pl.UInt32, "asset": pl.UInt32, "row": pl.UInt32, "market_value": pl.Decimal(38, 4)}


def on(day: date, row: dict[str, object]) -> dict[str, object]:
    return row | {"as_of": day.isoformat()}


def places(world: World, *days: date) -> pl.DataFrame:
    return world.connected(days=days).holdings.select(*AMOUNTS)


def test_a_holding_points_to_the_places_of_its_product_and_its_asset() -> None:
    world = World(
        holdings=[held("A2", 1, "P2"), held("A1", "0.0001", "P1"), held("A2", None, "P1")],
        products=[product("P2"), product("P1")],
        assets=[asset("A2"), asset("A1")],
    )
    expected = pl.DataFrame(
        [(1, 1, 2, Decimal(1)), (0, 0, 3, Decimal("0.0001")), (0, 1, 4, None)], AMOUNTS, orient="row"
    )
    assert_frame_equal(places(world, DAY), expected)


def test_over_several_days_each_holding_points_to_the_places_of_its_own_day() -> None:
    world = World(
        holdings=[on(LATER, held("A1", 3)), held("A1", 1), on(LATER, held("A2", 4)), held("A2", 2)],
        products=[product("P1"), on(LATER, product("P1"))],
        assets=[asset("A1"), asset("A2")],
    )
    connected = world.connected(days=(DAY, LATER))
    told = [
        (
            connected.products["as_of"][place],
            connected.assets["as_of"][of],
            connected.assets["asset_id"][of],
            int(amount),
        )
        for place, of, _, amount in connected.holdings.select(*AMOUNTS).iter_rows()
    ]
    assert told == [
        (LATER, LATER, "A1", 3),
        (DAY, DAY, "A1", 1),
        (LATER, LATER, "A2", 4),
        (DAY, DAY, "A2", 2),
    ]


def test_holdings_of_days_that_are_not_judged_are_left_out() -> None:
    world = World(
        holdings=[held("A1", 1), on(LATER, held("A1", 3))], products=[product("P1"), on(LATER, product("P1"))]
    )
    expected = pl.DataFrame([(0, 0, 3, Decimal(3))], AMOUNTS, orient="row")
    assert_frame_equal(places(world, LATER), expected)


def test_a_portfolio_without_any_holding_has_none() -> None:
    assert places(World(), DAY).is_empty()


def test_a_column_is_carried_only_if_a_limit_needs_it_and_it_says_anything() -> None:
    world = World([held(cost=90)])
    assert world.connected().holdings.columns == ["product", "asset", "row", "market_value"]
    assert world.connected(a_limit(numerator="sum of cost")).holdings.columns[-1] == "cost"
    assert "exposure" not in world.connected(a_limit(numerator="sum of exposure")).holdings.columns
    assert "quantity" in world.connected(a_limit(count="quantity > 0")).holdings.columns


def test_where_no_holding_has_a_lock_up_of_its_own_being_locked_up_is_a_fact_of_the_asset() -> None:
    free_lots = a_limit(count="NOT lot_restricted")
    assets = [asset("A1", restricted="true"), asset("A2", restricted="false"), asset("A3")]
    free = World([held("A1")], assets=assets).connected(free_lots).assets
    assert free["lot_restricted"].to_list() == [True, False, False]
    own = World([held("A1", restricted_until="2025-01-01")], assets=assets).connected(free_lots).assets
    assert "lot_restricted" not in own.columns
