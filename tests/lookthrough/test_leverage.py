"""Total assets looked through: L(P) = total assets - value of the units + share x L(inner product)."""

from fractions import Fraction

import pytest
from engine_frames import Row, held, product

from concentration.read.portfolio import Settings
from tests.lookthrough.nested import nested, through, total_assets, unit

HALF = [held("UF1", 50, "P1")]
KNOWN = held("S", 100, "F1")


def plan(name: str = "P1", **more: object) -> Row:
    return product(name, **({"net_assets": 100, "total_assets": 100} | more))


def test_the_debts_of_a_product_inside_count_by_the_share_of_it() -> None:
    told = through(nested([*HALF, held("S", 140, "F1")], [plan(), plan("F1", total_assets=140)]))
    assert total_assets(told, "P1") == (120, 120)


def test_debts_add_up_over_three_levels() -> None:
    world = nested(
        [*HALF, held("UG1", 120, "F1"), KNOWN],
        [plan(), plan("F1", total_assets=120), plan("G1", net_assets=200, total_assets=300)],
    )
    of_f1 = 120 - 120 + Fraction(120, 200) * 300
    told = through(world)
    assert total_assets(told, "F1") == (of_f1, of_f1)
    assert total_assets(told, "P1") == (50 + of_f1 / 2, 50 + of_f1 / 2)


def test_a_product_without_holdings_still_has_total_assets() -> None:
    told = through(nested(HALF, [plan(), plan("F1", total_assets=140)]))
    assert total_assets(told, "P1") == (120, 120)


def test_a_unit_of_a_product_outside_counts_with_its_own_value() -> None:
    told = through(nested([held("X", 50, "P1")], [plan()], unit("NOBODY", "X")))
    assert total_assets(told, "P1") == (100, 100)


def test_of_a_surplus_only_the_whole_is_replaced() -> None:
    world = nested([held("UF1", 103, "P1"), KNOWN], [plan(total_assets=110), plan("F1", total_assets=130)])
    assert total_assets(through(world), "P1") == (140, 140)


@pytest.mark.parametrize(
    "products",
    [
        pytest.param([plan(), plan("F1", net_assets=None)], id="net assets of the inner product"),
        pytest.param([plan(), plan("F1", net_assets=0)], id="net assets of nothing"),
        pytest.param([plan(), plan("F1", total_assets=None)], id="total assets of the inner product"),
        pytest.param([plan(), plan("F1", total_assets=99)], id="total assets below net assets"),
        pytest.param([plan(total_assets=None), plan("F1")], id="total assets of the product itself"),
    ],
)
def test_what_is_not_known_leaves_the_upper_end_open(products: list[Row]) -> None:
    lower, upper = total_assets(through(nested([*HALF, KNOWN], products)), "P1")
    assert upper is None
    assert lower == (99.5 if products[1]["total_assets"] == 99 else 100)


def test_units_of_unknown_value_leave_it_open_and_count_nothing_more() -> None:
    world = nested([held("UF1", None, "P1"), KNOWN], [plan(total_assets=110), plan("F1", total_assets=140)])
    assert total_assets(through(world), "P1") == (110, None)


def test_units_worth_nothing_leave_nothing_open() -> None:
    world = nested(
        [held("UF1", 0, "P1"), held("X", 1, "P1")], [plan(), plan("F1", net_assets=None)], unit("Z", "X")
    )
    assert total_assets(through(world), "P1") == (100, 100)


@pytest.mark.parametrize(("of_p1", "of_f1"), [(100, 40), (50, 100)])
def test_holdings_that_are_not_told_may_be_units_too(of_p1: int, of_f1: int) -> None:
    world = nested(
        [*HALF, held("S", of_p1 - 50, "P1"), held("S", of_f1, "F1")],
        [plan(), plan("F1")],
        settings=Settings(holdings="partial"),
    )
    assert total_assets(through(world), "P1") == (100, None)


def test_integers_are_rounded_outwards() -> None:
    world = nested(
        [held("UF1", 1, "P1"), held("S", 4, "F1")], [plan(), plan("F1", net_assets=3, total_assets=4)]
    )
    told = through(world)
    assert total_assets(told, "P1") == (99 + Fraction(4, 3), 99 + Fraction(4, 3))
    (row,) = told.total_assets.select("lower", "upper").rows()
    assert row == (100_333_333, 100_333_334)
