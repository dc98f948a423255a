"""How much of a product's assets its holdings explain."""

from typing import Literal

import polars as pl
import pytest
from engine_frames import MILLION, World, asset, held, product
from polars.testing import assert_frame_equal

from concentration.read.portfolio import Settings

COLUMNS = {
    "holdings": pl.UInt32,
    "held_value": pl.Int128,
    "covered": pl.Int128,
    "unexplained": pl.Int128,
    "unexplained_open": pl.Boolean,
}
Said = Literal["complete", "partial"]


def coverage(said: Said, *values: object, **sizes: object) -> tuple[object, ...]:
    """What is told of a product of these sizes that holds assets of these market values, in yuan."""
    world = World(
        [held(f"A{place}", value) for place, value in enumerate(values)],
        products=[product("P1", **({"net_assets": None} | sizes))],
        assets=[asset(f"A{place}") for place in range(max(len(values), 1))],
        settings=Settings(holdings=said),
    )
    told = world.connected().products.select(*COLUMNS)
    assert_frame_equal(told, told.cast(COLUMNS))
    (row,) = told.rows()
    return tuple(
        value // MILLION if place in (1, 2, 3) and value is not None else value
        for place, value in enumerate(row)
    )


@pytest.mark.parametrize("said", ["complete", "partial"])
def test_holdings_should_add_up_to_total_assets_else_to_net_assets(said: Said) -> None:
    assert coverage(said, 100, total_assets=100, net_assets=90) == (1, 100, 100, 0, False)
    assert coverage(said, 100, net_assets=100) == (1, 100, 100, 0, False)


def test_of_complete_holdings_nothing_is_unexplained_whatever_they_add_up_to() -> None:
    assert coverage("complete", 60, net_assets=100) == (1, 60, 100, 0, False)
    assert coverage("complete", 60) == (1, 60, None, 0, False)


def test_of_partial_holdings_what_is_missing_is_unexplained() -> None:
    assert coverage("partial", 60, 10, net_assets=100) == (2, 70, 100, 30, False)


def test_holdings_worth_more_than_the_assets_leave_nothing_unexplained() -> None:
    assert coverage("partial", 130, net_assets=100) == (1, 130, 100, 0, False)


def test_an_unknown_market_value_explains_nothing() -> None:
    assert coverage("partial", 60, None, net_assets=100) == (2, 60, 100, 40, False)


def test_where_the_base_is_unknown_the_unexplained_may_be_any_amount() -> None:
    assert coverage("partial", 60) == (1, 60, None, 0, True)


def test_a_product_without_holdings_is_wholly_unexplained_if_holdings_are_partial() -> None:
    assert coverage("partial", net_assets=100) == (0, 0, 100, 100, False)
    assert coverage("complete", net_assets=100) == (0, 0, 100, 0, False)
