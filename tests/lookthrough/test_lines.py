"""What stands for a product that cannot be looked through, and for what its holdings do not explain."""

from fractions import Fraction

import polars as pl
import pytest
from engine_frames import CATALOGUE, Row, a_limit, asset, held, product

from concentration.lookthrough import look_through
from concentration.read.portfolio import Settings
from tests.lookthrough.nested import FILE, lines, nested, share, through

FUTURE = asset("FU", kind="future")
HALF = [held("UF1", 50, "P1")]


def inner(**more: object) -> list[Row]:
    return [product("P1"), product("F1", **({"net_assets": 100} | more))]


@pytest.mark.parametrize("net_assets", [None, 0, -5])
def test_a_product_whose_net_assets_are_not_known_stays_itself(net_assets: object) -> None:
    told = through(nested([*HALF, held("S", 100, "F1")], inner(net_assets=net_assets)))
    assert lines(told, "P1") == [("UF1", 50, True)]


def test_a_product_without_holdings_stays_itself() -> None:
    assert lines(through(nested(HALF, inner())), "P1") == [("UF1", 50, True)]


def test_units_of_unknown_value_stay_themselves_beside_those_that_are_known() -> None:
    unknown = held("UF1", None, "P1", lot_id="2")
    told = through(nested([*HALF, unknown, held("S", 100, "F1")], inner()))
    assert lines(told, "P1") == [("S", 50, False), ("UF1", None, True)]


def test_what_is_opaque_inside_is_opaque_pro_rata() -> None:
    world = nested(
        [*HALF, held("UX", 40, "F1"), held("S", 60, "F1")], [*inner(), product("X", net_assets=None)]
    )
    assert lines(through(world), "P1") == [("S", 30, False), ("UX", 20, True)]


def test_net_assets_that_the_holdings_do_not_explain_are_one_residual_line() -> None:
    told = through(nested([*HALF, held("S", 80, "F1")], inner()))
    assert lines(told, "P1") == [("S", 40, False), ("UF1", 10, True)]
    assert lines(told, "F1") == [("S", 80, False)]


def test_of_a_residual_asset_nothing_is_known_but_its_name_and_product() -> None:
    told = through(nested([*HALF, held("S", 80, "F1")], inner()))
    unit, residual = told.connected.assets.filter(pl.col("asset_id") == "UF1").iter_rows(named=True)
    assert residual["asset"] == told.connected.assets.height - 1
    known = {name: value for name, value in residual.items() if value is not None and name != "asset"}
    kept = {name: unit[name] for name in ("as_of", "asset_id", "asset_name", "asset_row", "unit_of")}
    assert known == kept | {"may_be_negative": False}


def test_the_residual_line_points_to_the_row_of_the_unit_and_has_no_other_amount() -> None:
    limit = a_limit(numerator="sum of cost")
    world = nested([held("UF1", 50, "P1", cost=45), held("S", 80, "F1", cost=70)], inner())
    told = look_through(world.connected(limit), CATALOGUE.kinds, FILE).connected.holdings
    rows = told.filter(pl.col("pair") > 0).sort("opaque").select("row", "market_value", "cost").rows()
    assert rows == [(3, 80, 70), (2, 20, None)]


def test_a_product_of_which_a_market_value_is_unknown_has_a_residual_of_at_most_what_is_left() -> None:
    holdings = [*HALF, held("S", 80, "F1"), held("T", None, "F1")]
    told = through(nested(holdings, inner(), asset("T")))
    assert lines(told, "P1") == [("S", 40, False), ("T", None, False), ("UF1", 10, True)]


def test_unless_what_is_known_explains_everything_already() -> None:
    holdings = [*HALF, held("S", 100, "F1")]
    told = through(nested([*holdings, held("T", None, "F1")], inner(), asset("T")))
    assert lines(told, "P1") == [("S", 50, False), ("T", None, False)]
    signed = through(nested([*holdings, held("FU", None, "F1")], inner(), FUTURE))
    assert lines(signed, "P1") == [("FU", None, False), ("S", 50, False), ("UF1", None, True)]


def test_debts_inside_leave_no_residual() -> None:
    told = through(nested([*HALF, held("S", 140, "F1")], inner(total_assets=140)))
    assert lines(told, "P1") == [("S", 70, False)]


def test_where_holdings_are_partial_the_residual_is_what_is_missing_to_total_assets() -> None:
    partial = Settings(holdings="partial")
    told = through(nested([*HALF, held("S", 80, "F1")], inner(total_assets=140), settings=partial))
    assert lines(told, "P1") == [("S", 40, False), ("UF1", 30, True)]


def test_a_surplus_inside_travels_with_the_product_that_has_it() -> None:
    world = nested(
        [*HALF, held("UG1", 103, "F1"), held("S", 100, "G1")],
        [*inner(net_assets=103), product("G1", net_assets=100)],
    )
    told = through(world)
    assert share(told, "P1", "G1") == Fraction(50, 103)
    part = Fraction(50, 103)
    assert lines(told, "P1") == [("S", part * 100, False), ("UG1", part * 3, True)]
    assert lines(told, "F1") == [("S", 100, False), ("UG1", 3, True)]
