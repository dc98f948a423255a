"""What a limit measures of holdings inside held products: in their place, and as a second sum."""

from fractions import Fraction
from typing import Any

import pytest
from engine_frames import Row, World, a_limit, asset, bound, held, manager, product

from concentration.catalogue.model import Estimate
from concentration.read.portfolio import Settings
from tests.lookthrough.nested import nested
from tests.measure.told import by_subject, exactly, groups_of, measured, subjects_of, unit

TWO = [manager("M1"), manager("M2")]
REPLACED = a_limit(group_by="company", through="replace", applies_to="product_id LIKE 'P%'")


def third(*more: Row, settings: Settings | None = None, **facts: object) -> World:
    """P1 holds 10 of a stock of C1 and a third of F1, which holds 100 of it and 200 of a bond of C2."""
    return nested(
        [held("S", 10, "P1"), held("UF1", 100, "P1"), held("S", 100, "F1"), held("T", 200, "F1"), *more],
        [product("P1", **facts), product("F1", "M2", net_assets=300)],
        asset("T", kind="corporate_bond", issuer_id="C2"),
        settings=settings,
    ).but(managers=TWO)


# In the place of held products


def test_sums_with_a_third_of_something_are_rounded_outwards_and_stand_exactly_beside() -> None:
    one = measured(REPLACED, third())
    assert groups_of(one, "lower", "upper") == {"C1": (43.333333, 43.333334), "C2": (66.666666, 66.666667)}
    assert sorted(exactly(one)) == [(Fraction(130, 3),) * 2, (Fraction(200, 3),) * 2]


def test_whole_sums_need_no_fraction() -> None:
    world = nested(
        [held("UF1", 100, "P1"), held("S", 100, "F1")], [product("P1"), product("F1", "M2", net_assets=200)]
    ).but(managers=TWO)
    one = measured(REPLACED, world)
    assert groups_of(one, "lower", "upper")["C1"] == (50, 50)
    assert exactly(one) == []


OPAQUE = World(
    [held("S", 10), held("U", 40)],
    assets=[asset("S"), asset("U", kind="am_product", product_id="X", issuer_id="C9")],
)


@pytest.mark.parametrize("group_by", ["asset", "company", "related_party", "same_asset"])
def test_what_nobody_can_look_into_may_belong_to_any_group_but_for_certain_to_none(group_by: Any) -> None:
    one = measured(a_limit(group_by=group_by, through="replace"), OPAQUE)
    told = groups_of(one, "lower", "upper")
    assert told.pop(None) == (0, 40)
    assert list(told.values()) == [(10, 10)]


def test_a_unit_whose_class_is_known_belongs_to_it_and_one_of_unknown_nature_to_any() -> None:
    limit = a_limit(group_by="class", numerator="sum of class_value", through="replace")
    assert groups_of(measured(limit, OPAQUE), "lower", "upper") == {"equity": (10, 10), None: (0, 40)}
    known = OPAQUE.but(assets=[OPAQUE.assets[0], {**OPAQUE.assets[1], "fund_nature": "equity"}])
    assert groups_of(measured(limit, known), "lower", "upper") == {"equity": (50, 50)}


def test_a_ban_is_not_decided_by_what_nobody_can_look_into() -> None:
    ban = a_limit(through="replace", bounds=bound(None, "forbidden"), count="debt_class = 'non_standard'")
    assert groups_of(measured(ban, OPAQUE), "lower", "upper") == {}


def test_the_residual_of_a_product_may_be_of_any_sort() -> None:
    world = nested(
        [held("UF1", 50, "P1"), held("S", 60, "F1")], [product("P1"), product("F1", "M2", net_assets=100)]
    ).but(managers=TWO)
    limit = a_limit(
        group_by="none", through="replace", count="asset_kind = 'stock'", applies_to="product_id = 'P1'"
    )
    assert groups_of(measured(limit, world), "lower", "upper") == {None: (30, 50)}
    ban = a_limit(
        through="replace",
        count="asset_kind = 'treasury'",
        bounds=bound(None, "forbidden"),
        applies_to="product_id = 'P1'",
    )
    assert groups_of(measured(ban, world), "lower", "upper") == {}


def test_holdings_of_an_unknown_company_inside_are_at_least_the_largest_of_them() -> None:
    world = nested(
        [held("UF1", 100, "P1"), held("X", 150, "F1"), held("Y", 150, "F1")],
        [product("P1"), product("F1", "M2", net_assets=300)],
        *(asset(name, issuer_id=None) for name in ("X", "Y")),
    ).but(managers=TWO)
    one = measured(REPLACED, world)
    assert groups_of(one, "lower", "upper") == {None: (50, 100)}
    odd = world.but(holdings=[held("UF1", 100, "P1"), held("X", 100, "F1"), held("Y", 200, "F1")])
    one = measured(REPLACED, odd)
    assert groups_of(one, "lower", "upper") == {None: (66.666666, 100.000001)}
    assert exactly(one) == [], "the sum of both is not that of one company"


# Managers: each position once


OF_MANAGERS = a_limit(judge_per="manager", group_by="company", through="replace")


def house(*holdings: Row, **products: Row) -> World:
    """Products of M1 (those called P) and of M2 (called F), each of a hundred unless said otherwise."""
    names = sorted({str(row["product_id"]) for row in holdings} | products.keys())
    rows = [
        product(name, "M1" if name.startswith("P") else "M2", net_assets=100) | products.get(name, {})
        for name in names
    ]
    return nested(holdings, rows).but(managers=TWO)


def test_units_of_a_product_of_the_sum_leave_it_and_those_of_others_are_looked_through() -> None:
    world = house(
        *(held("UP2", 40, "P1"), held("UF1", 50, "P1")),
        *(held("S", 10, "P1"), held("S", 100, "P2"), held("S", 100, "F1")),
    )
    told = by_subject(OF_MANAGERS, world)
    assert told == {"M1": {"C1": (160, 160)}, "M2": {"C1": (100, 100)}}


def test_a_way_through_a_product_of_the_sum_does_not_count() -> None:
    world = house(
        *(held("UP2", 50, "P1"), held("UF1", 20, "P1"), held("UF1", 30, "P2")),
        *(held("S", 30, "P1"), held("S", 70, "P2"), held("S", 100, "F1")),
    )
    one = measured(OF_MANAGERS, world)
    names = {0: "M1", 1: "M2"}
    assert subjects_of(one, names)["M1"] == {"C1": (150, 150)}, "30 + 70 + a fifth + three tenths, no more"
    assert sorted(one.pairs.shares) == [Fraction(1, 5), Fraction(3, 10), 1]


def test_a_way_back_into_a_product_of_the_sum_stops_there() -> None:
    world = house(held("UF1", 50, "P1"), held("UP2", 60, "F1"), held("S", 40, "F1"), held("S", 100, "P2"))
    assert by_subject(OF_MANAGERS, world)["M1"] == {"C1": (120, 120)}


def test_where_it_is_not_known_whether_a_product_is_summed_what_is_behind_it_may_count() -> None:
    world = house(
        *(held("UP2", 50, "P1"), held("S", 50, "P1"), held("S", 100, "P2")), P1={"structured": "true"}
    )
    limit = a_limit(judge_per="manager", group_by="company", through="replace", applies_to="structured")
    assert by_subject(limit, world)["M1"] == {"C1": (50, 200)}


def test_what_leaves_the_sum_is_told_with_its_share() -> None:
    world = house(
        *(held("UF1", 30, "P2"), held("S", 100, "F1"), held("S", 10, "P1")), P2={"index_tracking": "true"}
    )
    limit = a_limit(judge_per="manager", group_by="company", through="replace", leaves_out=["index_tracking"])
    left = measured(limit, world).left_out
    assert left is not None
    assert [unit(amount) for amount in left.collect()["left_out"]] == [30]


# Second sums


def seconds(limit: Any, world: World) -> list[dict[str | None, tuple[float | None, float | None]]]:
    """The groups of the second sums."""
    return [groups_of(one, "lower", "upper") for one in world.seconds(limit)]


def test_only_groups_that_a_held_product_enlarges_have_a_second_sum() -> None:
    world = third(held("V", 50, "P1")).but(assets=[*third().assets, asset("V", issuer_id="C3")])
    limit = a_limit(group_by="company", applies_to="product_id = 'P1'")
    assert seconds(limit, world) == [{"C1": (43.333333, 43.333334), "C2": (66.666666, 66.666667)}]


def test_without_held_products_there_is_no_second_sum() -> None:
    assert seconds(a_limit(), World([held("A1", 900)])) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"bounds": bound("1/4", "at_least"), "group_by": "none"},
        {"bounds": bound(None, "forbidden")},
        {"through": "replace"},
        {"numerator": "total_assets", "group_by": "none"},
        {"numerator": "count of assets", "group_by": "none", "denominator": None},
        {"exempt": ["TRUE"]},
    ],
)
def test_floors_bans_figures_counts_the_exempt_and_what_is_replaced_anyway_have_none(
    changes: dict[str, Any],
) -> None:
    assert seconds(a_limit(**({"group_by": "company"} | changes)), third()) == []


def test_what_is_worth_nothing_inside_a_held_product_enlarges_nothing() -> None:
    world = nested(
        [held("S", 10, "P1"), held("UF1", 50, "P1"), held("S", 0, "F1"), held("T", 100, "F1")],
        [product("P1"), product("F1", "M2", net_assets=100)],
        asset("T", kind="corporate_bond", issuer_id="C2"),
    ).but(managers=TWO)
    assert seconds(a_limit(group_by="company", applies_to="product_id = 'P1'"), world) == [{"C2": (50, 50)}]


def test_a_second_sum_leaves_out_what_nobody_knows() -> None:
    world = nested(
        [held("UF1", 50, "P1"), held("S", 60, "F1")], [product("P1"), product("F1", "M2", net_assets=100)]
    ).but(managers=TWO)
    assert seconds(a_limit(group_by="company", applies_to="product_id = 'P1'"), world) == [{"C1": (30, 30)}]


def test_products_that_hold_a_group_only_through_others_are_counted_each_once() -> None:
    by_two = a_limit(
        judge_per="manager", group_by="company", at_least_products=2, applies_to="product_id LIKE 'P%'"
    )
    two = house(held("UF1", 50, "P1"), held("UF1", 25, "P2"), held("S", 100, "F1"))
    assert seconds(by_two, two) == [{"C1": (75, 75)}]
    one = house(held("UF1", 50, "P1"), held("S", 5, "P1"), held("S", 100, "F1"), P2={})
    assert seconds(by_two, one) == [{}]


def test_estimates_of_all_parts_stand_together_within_the_line() -> None:
    limit = a_limit(
        judge_per="manager",
        group_by="company",
        numerator="sum of cost",
        denominator=None,
        bounds=bound("100", unit="yuan"),
        where_unknown=Estimate("market_value", Fraction(9, 10)),
        applies_to="product_id LIKE 'P%'",
    )

    def of(own: int) -> World:
        return house(held("S", own, "P1"), held("UF1", 50, "P2"), held("S", 80, "F1"))

    assert seconds(limit, of(50)) == [{"C1": (0, 90)}]
    assert seconds(limit, of(51)) == [{"C1": (0, None)}]
