"""What the other words of a limit change: triggers, tranches, estimates, holders, subsidiaries, classes, settings."""

from fractions import Fraction
from typing import Any

import pytest
from engine_frames import Row, World, a_limit, a_trigger, asset, bound, held, manager, product

from concentration.catalogue.model import Estimate
from concentration.judge import judge
from concentration.read.portfolio import Settings
from tests.measure.told import Interval, by_subject, groups, groups_of, lifts, measured, unit

PARTIAL = Settings(holdings="partial")


# Triggers


LEVERAGE = a_limit(
    group_by="none",
    numerator="total_assets",
    bounds=bound("6/5"),
    trigger=a_trigger(count="asset_kind = 'corporate_bond'"),
)
BONDS = [asset(f"B{place}", kind="corporate_bond", issuer_id=f"C{place}") for place in (1, 2)]


def applies(*holdings: Row, relations: tuple[Row, ...] = (), **more: Any) -> bool | str | None:
    """Whether leverage is limited for a product that holds these: certainly, perhaps, or not at all."""
    world = World(holdings, **({"assets": BONDS} | more), relations=relations)
    told = world.measured(LEVERAGE)
    return told[0].subjects["applies"].item() if told else "not at all"


@pytest.mark.parametrize(("value", "expected"), [("500", "not at all"), ("500.0001", True)])
def test_a_trigger_is_strictly_above_its_line(value: str, expected: bool | str) -> None:
    assert applies(held("B1", value)) == expected


def test_the_groups_of_a_trigger_are_its_own_and_so_is_what_counts() -> None:
    related: Row = {"party_id": "C1", "related_party_id": "C2", "relation": "controls"}
    both = (held("B1", 300), held("B2", 300))
    assert applies(*both) == "not at all"
    assert applies(*both, relations=(related,)) is True
    assert applies(held("A1", 900), assets=[asset("A1")]) == "not at all"


def test_bonds_of_an_unknown_issuer_may_set_the_limit_off_and_one_alone_above_the_line_does() -> None:
    nobody = [BONDS[0], asset("B2", kind="corporate_bond", issuer_id=None)]
    assert applies(held("B1", 300), held("B2", 200), assets=nobody) == "not at all"
    assert applies(held("B1", 300), held("B2", 201), assets=nobody) is None
    assert applies(held("B2", 501), assets=nobody) is True


def test_what_is_not_known_to_count_may_set_the_limit_off() -> None:
    assert applies(held("B1", None)) is None
    assert applies(held("B1", 600), products=[product("P1", net_assets=None)]) is None
    assert applies(held("B1", 100), settings=PARTIAL) is None


def test_the_group_that_sets_the_limit_off_is_the_largest() -> None:
    world = World([held("B1", 600), held("B2", 700)], assets=BONDS)
    triggers = measured(LEVERAGE, world).triggers
    assert triggers is not None
    assert [(group, unit(lower)) for _, group, lower, _ in triggers.iter_rows()] == [("C2", 700)]


# Tranches


PER_TRANCHE = a_limit(judge_per="tranche", denominator="held_value")


def tranches(*holdings: Row, **more: Any) -> list[tuple[Interval, Interval]]:
    """What each asset of each tranche comes to, and what that is divided by."""
    assets = [asset("A1"), asset("A2", kind="cash"), asset("A3", kind="future")]
    one = measured(PER_TRANCHE, World(holdings, assets=assets, **more))
    rows = one.groups.sort("subject", "key", nulls_last=True).collect()
    columns = ("lower", "upper", "denominator_lower", "denominator_upper")
    told = [tuple(unit(amount) for amount in row) for row in rows.select(columns).iter_rows()]
    return [((a, b), (c, d)) for a, b, c, d in told]


def test_a_tranche_is_divided_by_the_value_of_all_that_it_holds_cash_included() -> None:
    told = tranches(
        held("A1", 30, tranche_id="T1"), held("A2", 70, tranche_id="T1"), held("A1", 5, tranche_id="T2")
    )
    assert told == [((30, 30), (100, 100)), ((70, 70), (100, 100)), ((5, 5), (5, 5))]


def test_a_product_without_tranches_has_none_that_are_judged() -> None:
    assert tranches(held("A1", 30)) == []


def test_a_holding_in_no_tranche_leaves_every_tranche_of_its_product_open_and_no_other() -> None:
    world = World(
        [held("A1", 30, tranche_id="T1"), held("A1", 5, lot_id="b"), held("A1", 30, "P2", tranche_id="T1")],
        products=[product("P1"), product("P2")],
    )
    one = measured(PER_TRANCHE, world)
    assert one.subjects.sort("subject").select("applies", "lift_all", "denominator_upper").rows() == [
        (None, 0, None),
        (True, 0, 30_000_000),
    ]


def test_an_unknown_value_opens_the_size_of_its_tranche_above_and_below_if_it_may_be_negative() -> None:
    ((_, size),) = tranches(held("A1", 30, tranche_id="T1"), held("A1", None, tranche_id="T1", lot_id="b"))
    assert size == (30, None)
    (_, size), _ = tranches(held("A1", 30, tranche_id="T1"), held("A3", None, tranche_id="T1"))
    assert size == (0, None)


def test_what_is_not_told_may_enlarge_a_tranche() -> None:
    ((_, size),) = tranches(
        held("A1", 30, tranche_id="T1"), products=[product("P1", total_assets=100)], settings=PARTIAL
    )
    assert size == (30, 100)


# Estimates of unknown amounts


COST = a_limit(
    judge_per="manager",
    group_by="company",
    numerator="sum of cost",
    denominator=None,
    bounds=bound("300", unit="yuan"),
    where_unknown=Estimate("market_value", Fraction(9, 10)),
)


@pytest.mark.parametrize(("value", "interval"), [(169, (100, 269)), (170, (100, 270)), (171, (100, None))])
def test_market_value_stands_in_for_an_unknown_cost_up_to_its_part_of_the_bound(
    value: int, interval: Interval
) -> None:
    world = World([held("A1", 5, cost=100), held("A1", value, lot_id="b")])
    assert groups(COST, world) == {"C1": interval}


def test_where_both_amounts_are_unknown_nothing_stands_in() -> None:
    assert groups(COST, World([held("A1", 5, cost=100), held("A1", None, lot_id="b")])) == {"C1": (100, None)}


def test_known_costs_are_taken_beyond_the_line_of_estimates() -> None:
    assert groups(COST, World([held("A1", 5, cost=290)])) == {"C1": (290, 290)}


def test_estimates_of_an_unknown_company_stand_together_within_the_line() -> None:
    nobody = [asset("A1", issuer_id=None), asset("A2", issuer_id=None)]
    assert groups(COST, World([held("A1", 100), held("A2", 170)], assets=nobody)) == {None: (0, 270)}
    assert groups(COST, World([held("A1", 101), held("A2", 170)], assets=nobody)) == {None: (0, None)}


# Groups that several products hold


BY_TWO = a_limit(judge_per="manager", group_by="company", at_least_products=2)


def held_by(*values: tuple[str, object], **more: Any) -> dict[str | None, Interval]:
    """What comes of holdings by product, in an asset of C1."""
    holdings = [held("A1", value, name, lot_id=str(place)) for place, (name, value) in enumerate(values)]
    return groups(BY_TWO, World(holdings, products=[product("P1"), product("P2")], **more))


def test_a_group_that_one_product_holds_is_none_where_two_must() -> None:
    assert held_by(("P1", 5), ("P1", 6)) == {}
    assert held_by(("P1", 5), ("P2", 6)) == {"C1": (11, 11)}


def test_a_position_worth_nothing_is_not_held() -> None:
    assert held_by(("P1", 5), ("P2", 0)) == {}


def test_where_only_perhaps_two_products_hold_a_group_nothing_of_it_is_certain() -> None:
    assert held_by(("P1", 5), ("P2", None)) == {"C1": (0, None)}


def test_holdings_of_an_unknown_company_may_be_the_second_products() -> None:
    world = World(
        [held("A1", 5, "P1"), held("A2", 6, "P2")],
        products=[product("P1"), product("P2")],
        assets=[asset("A1"), asset("A2", issuer_id=None)],
    )
    assert groups(BY_TWO, world)["C1"] == (0, 5)


# Subsidiaries


FAMILY = World(
    [held("A1", 1, "PG"), held("A1", 10, "PA"), held("A1", 100, "PS"), held("A1", 1000, "PT")],
    products=[product("PG", "G"), product("PA", "A"), product("PS", "S"), product("PT", "T")],
    managers=[
        manager("G"),
        manager("A", parent_id="G"),
        manager("S", parent_id="A"),
        manager("T", parent_id="A"),
    ],
)
OF_FAMILY = a_limit(judge_per="manager", with_subsidiaries=True, group_by="company")


def test_a_manager_sums_its_own_products_and_those_of_its_direct_subsidiaries() -> None:
    assert by_subject(OF_FAMILY, FAMILY) == {
        "G": {"C1": (11, 11)},
        "A": {"C1": (1110, 1110)},
        "S": {"C1": (100, 100)},
        "T": {"C1": (1000, 1000)},
    }
    assert by_subject(a_limit(judge_per="manager", group_by="company"), FAMILY)["A"] == {"C1": (10, 10)}


def test_so_do_net_assets() -> None:
    told = measured(OF_FAMILY, FAMILY).subjects.sort("subject")
    assert sorted(unit(size) or 0 for size in told["denominator_lower"]) == [1000, 1000, 2000, 3000]


def test_a_parent_without_products_is_judged_by_those_of_its_subsidiaries() -> None:
    world = FAMILY.but(holdings=FAMILY.holdings[2:], products=FAMILY.products[2:])
    assert by_subject(OF_FAMILY, world) == {
        "A": {"C1": (1100, 1100)},
        "S": {"C1": (100, 100)},
        "T": {"C1": (1000, 1000)},
    }


def test_units_of_a_sisters_product_leave_the_sum_of_their_parent_alone() -> None:
    world = FAMILY.but(
        holdings=[held("U", 30, "PS"), held("A1", 50, "PT")],
        assets=[asset("A1"), asset("U", kind="am_product", product_id="PT", issuer_id="C9")],
    )
    told = by_subject(OF_FAMILY, world)
    assert told["A"] == {"C1": (50, 50)}
    assert told["S"] == {"C9": (30, 30)}
    assert told["T"] == {"C1": (50, 50)}


def test_a_manager_that_is_its_own_parent_is_summed_once() -> None:
    world = World([held("A1", 7)], managers=[manager("M1", parent_id="M1")])
    assert by_subject(OF_FAMILY, world) == {"M1": {"C1": (7, 7)}}


# Classes


def test_derivatives_count_with_their_exposure_and_other_classes_with_their_value() -> None:
    assets = [asset("A1"), asset("A2", kind="future", commodity_linked="true"), asset("A3", kind="treasury")]
    world = World(
        [held("A1", 10, exposure=999), held("A2", -3, exposure=500), held("A3", 20)],
        assets=assets,
    )
    limit = a_limit(group_by="class", numerator="sum of class_value")
    assert groups(limit, world) == {"commodity_derivative": (500, 500), "debt": (20, 20), "equity": (10, 10)}


def test_a_derivative_of_unknown_exposure_may_count_any_amount() -> None:
    world = World([held("A2", 5)], assets=[asset("A2", kind="future", commodity_linked="true")])
    limit = a_limit(group_by="class", numerator="sum of class_value")
    assert groups(limit, world) == {"commodity_derivative": (0, None)}


def test_a_fund_of_unknown_nature_may_be_of_any_class() -> None:
    assets = [
        asset("A1"),
        asset("F1", kind="public_fund"),
        asset("F2", kind="public_fund", fund_nature="equity"),
    ]
    world = World([held("A1", 10), held("F1", 20), held("F2", 40)], assets=assets)
    limit = a_limit(group_by="class", numerator="sum of class_value")
    assert groups(limit, world) == {"equity": (50, 50), None: (20, 20)}
    assert lifts(limit, world) == (20, 20)


# Settings


MARKETS = World(
    [held("A1", 10), held("A2", 20)], assets=[asset("A1", country="US"), asset("A2", country="GB")]
)
ELSEWHERE = a_limit(
    group_by="market", count="country NOT IN recognised_markets", bounds=bound(None, "forbidden")
)


def test_a_setting_that_nobody_has_made_leaves_one_question_for_each_product() -> None:
    told = measured(ELSEWHERE, MARKETS)
    assert told.unset == ("recognised_markets",)
    assert groups_of(told, "lower", "upper") == {None: (0, 30)}
    assert judge(told, show_all=True).verdicts["status"].to_list() == ["undetermined"]


def test_a_setting_that_is_made_is_a_list_like_any_other() -> None:
    told = measured(ELSEWHERE, MARKETS.but(lists={"recognised_markets": ("US",)}))
    assert (told.unset, groups_of(told, "lower", "upper")) == ((), {"GB": (20, 20)})
