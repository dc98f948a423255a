"""What a limit measures: sums as intervals, groups, what the unknown may add, and what it is divided by."""

import polars as pl
import pytest
from engine_frames import MILLION, Row, World, a_limit, asset, held, manager, product

from concentration.read.portfolio import Settings
from tests.measure.told import Interval, groups, lifts, measured, sizes, unit

PARTIAL = Settings(holdings="partial")


COMPANY = a_limit(group_by="company")
SAME = a_limit(group_by="same_asset")


# Sums


def test_lots_of_a_group_add_up_and_groups_that_come_to_nothing_are_none() -> None:
    world = World(
        [held("A1", 1), held("A1", 2, lot_id="b"), held("A2", 4), held("A3", 0)],
        assets=[asset("A1"), asset("A2"), asset("A3", issuer_id="C3")],
    )
    assert groups(COMPANY, world) == {"C1": (7, 7)}


@pytest.mark.parametrize(("cell", "interval"), [("true", (8, 8)), ("false", (3, 3)), (None, (3, 8))])
def test_what_may_count_widens_the_sum(cell: str | None, interval: Interval) -> None:
    world = World([held("A1", 3), held("A2", 5)], assets=[asset("A1"), asset("A2", suspended=cell)])
    assert groups(a_limit(group_by="company", count="asset_id = 'A1' OR suspended"), world) == {
        "C1": interval
    }


def test_an_unknown_amount_may_be_any_amount() -> None:
    assert groups(COMPANY, World([held("A1", 3), held("A1", None, lot_id="b")])) == {"C1": (3, None)}


def test_an_unknown_amount_that_may_be_negative_bounds_the_sum_on_neither_side() -> None:
    whole = a_limit(group_by="none")
    world = World([held("A1", 3), held("A2", None)], assets=[asset("A1"), asset("A2", kind="future")])
    assert groups(whole, world) == {None: (None, None)}


def test_a_negative_amount_that_may_count_lowers_the_lower_end_alone() -> None:
    assets = [asset("A1"), asset("A2", kind="future", commodity_linked=None)]
    world = World([held("A1", 3), held("A2", -2)], assets=assets)
    limit = a_limit(group_by="none", count="asset_id = 'A1' OR commodity_linked")
    assert groups(limit, world) == {None: (1, 3)}


def test_each_limit_of_a_family_counts_for_itself() -> None:
    world = World([held("A1", 1), held("A2", 2)], assets=[asset("A1"), asset("A2")])
    limits = [
        a_limit(f"r/{name}", group_by="company", count=f"asset_id = '{name}'") for name in ("A1", "A2", "A3")
    ]
    told = [one.groups.select("lower").collect().to_series().to_list() for one in world.measured(*limits)]
    assert told == [[MILLION], [2 * MILLION], []]


def test_a_limit_that_speaks_of_nobody_is_not_measured() -> None:
    limits = [a_limit("r/a", applies_to="structured"), a_limit("r/b", applies_to="NOT structured")]
    world = World([held()], products=[product("P1", structured="true")])
    assert [one.limit.id for one in world.measured(*limits)] == ["r/a"]


def test_lots_that_are_locked_up_are_left_out_until_their_day_and_else_follow_the_asset() -> None:
    world = World(
        [
            held("A1", 1, lot_id="a", restricted_until="2024-06-28"),
            held("A1", 2, lot_id="b", restricted_until="2024-06-29"),
            held("A1", 4, lot_id="c"),
            held("A2", 8, lot_id="a", restricted_until="2024-06-28"),
            held("A2", 16, lot_id="c"),
        ],
        assets=[asset("A1"), asset("A2", restricted="true")],
    )
    assert groups(a_limit(count="NOT lot_restricted"), world) == {"A1": (5, 5), "A2": (8, 8)}


# The group of the unknown


def test_rows_of_unknown_group_are_at_least_their_largest_asset_and_may_lift_any_group() -> None:
    assets = [asset("A1"), asset("A2", issuer_id=None), asset("A3", issuer_id=None)]
    holdings = [held("A1", 1), held("A2", 2), held("A2", 3, lot_id="b"), held("A3", 4)]
    world = World(holdings, assets=assets)
    assert groups(COMPANY, world) == {"C1": (1, 1), None: (5, 9)}
    assert lifts(COMPANY, world) == (9, 9)


def test_an_unknown_amount_of_unknown_group_may_lift_by_any_amount() -> None:
    world = World([held("A1", 1), held("A2", None)], assets=[asset("A1"), asset("A2", issuer_id=None)])
    assert groups(COMPANY, world) == {"C1": (1, 1), None: (0, None)}
    assert lifts(COMPANY, world) == (None, None)


def test_an_unknown_financing_party_lifts_merged_groups_alone() -> None:
    world = World(
        [held("A1", 1), held("A2", 2)], assets=[asset("A1"), asset("A2", kind="trust_loan", issuer_id=None)]
    )
    assert groups(SAME, world) == {"A1": (1, 1), None: (2, 2)}
    assert lifts(SAME, world) == (0, 2)


def test_where_all_is_known_nothing_lifts() -> None:
    assert lifts(COMPANY, World([held("A1", 1)])) == (0, 0)


def test_what_holdings_leave_unexplained_lifts_every_group() -> None:
    world = World([held("A1", 900)], settings=PARTIAL)
    assert lifts(SAME, world) == (100, 100)
    assert lifts(COMPANY, world) == (100, 100)


def test_an_unexplained_amount_of_another_sort_than_value_may_be_any_amount() -> None:
    limit = a_limit(numerator="sum of quantity")
    assert lifts(limit, World([held("A1", 900)], settings=PARTIAL)) == (None, None)
    assert lifts(limit, World([held("A1", 1000)], settings=PARTIAL)) == (0, 0)


def test_of_a_manager_of_whom_not_all_products_are_there_anything_may_be_missing() -> None:
    some = Settings(all_products=False)
    assert lifts(a_limit(judge_per="manager"), World([held("A1", 1)], settings=some)) == (None, None)
    assert lifts(a_limit(), World([held("A1", 1)], settings=some)) == (0, 0)


# The same asset


def controlled(*companies: str) -> list[Row]:
    return [{"party_id": "H1", "related_party_id": one, "relation": "controls"} for one in companies]


def test_debts_of_a_party_and_its_related_parties_are_one_asset_and_securities_are_themselves() -> None:
    world = World(
        [held("A1", 1), held("A2", 2), held("A3", 4)],
        assets=[asset("A1", kind="trust_loan"), asset("A2", kind="trust_loan", issuer_id="C2"), asset("A3")],
    )
    assert groups(SAME, world) == {"A3": (4, 4), "C1": (1, 1), "C2": (2, 2)}
    related = world.but(relations=controlled("C1", "C2"))
    assert groups(SAME, related) == {"A3": (4, 4), "C1": (3, 3), "C2": (3, 3)}


def test_a_company_with_two_controllers_is_in_the_groups_of_both_and_does_not_join_them() -> None:
    relations = [
        {"party_id": owner, "related_party_id": "C3", "relation": "controls"} for owner in ("C1", "C2")
    ]
    loans = [asset(f"A{n}", kind="trust_loan", issuer_id=f"C{n}") for n in (1, 2, 3)]
    world = World([held(f"A{n}", 10**n) for n in (1, 2, 3)], assets=loans, relations=relations)
    assert groups(SAME, world) == {"C1": (1010, 1010), "C2": (1100, 1100), "C3": (1110, 1110)}


def test_where_the_text_does_not_decide_an_asset_is_itself_and_may_be_merged_besides() -> None:
    world = World(
        [held("A1", 1), held("A2", 2)],
        assets=[asset("A1", kind="debt_to_equity"), asset("A2", kind="trust_loan")],
    )
    assert groups(SAME, world) == {"A1": (1, 1), "C1": (2, 3)}


def test_a_recognised_standard_asset_is_itself() -> None:
    world = World(
        [held("A1", 1), held("A2", 2)],
        assets=[
            asset("A1", kind="income_certificate", recognised_standard="true"),
            asset("A2", kind="trust_loan"),
        ],
    )
    assert groups(SAME, world) == {"A1": (1, 1), "C1": (2, 2)}


def test_a_group_of_a_party_that_this_subject_does_not_finance_is_not_its_own() -> None:
    world = World(
        [held("A1", 1, "P1"), held("A2", 2, "P2")],
        products=[product("P1"), product("P2")],
        assets=[asset("A1", kind="trust_loan"), asset("A2", kind="trust_loan", issuer_id="C2")],
        relations=controlled("C1", "C2"),
    )
    assert groups(SAME, world) == {"C1": (1, 1), "C2": (2, 2)}


# Other groupings


def test_the_funds_of_an_umbrella_are_one_and_other_funds_themselves() -> None:
    assets = [asset(f"A{n}", kind="foreign_fund", umbrella_id="U" if n < 3 else None) for n in (1, 2, 3)]
    world = World([held(f"A{n}", n) for n in (1, 2, 3)], assets=assets)
    assert groups(a_limit(group_by="fund"), world) == {"U": (3, 3), "A3": (3, 3)}


def test_markets_and_counterparties_are_groups_and_unknown_ones_the_group_of_the_unknown() -> None:
    market = World([held("A1", 1), held("A2", 2)], assets=[asset("A1", country="US"), asset("A2")])
    assert groups(a_limit(group_by="market"), market) == {"US": (1, 1), None: (2, 2)}
    others = World([held("A1", 1, counterparty_id="B1"), held("A1", 2, lot_id="b")])
    assert groups(a_limit(group_by="counterparty"), others) == {"B1": (1, 1), None: (2, 2)}
    assert groups(a_limit(group_by="counterparty"), World([held("A1", 1)])) == {None: (1, 1)}


# Managers


def test_a_manager_sums_its_products_that_the_limit_speaks_of_without_those_left_out() -> None:
    world = World(
        [held("A1", 10**place, f"P{place}") for place in range(4)],
        products=[
            product("P0"),
            product("P1", index_tracking="true"),
            product("P2", operation="closed"),
            product("P3", "M2"),
        ],
        managers=[manager("M1"), manager("M2")],
    )
    limit = a_limit(
        judge_per="manager", applies_to="operation = 'open'", leaves_out=["index_tracking"], group_by="none"
    )
    told = measured(limit, world)
    sums = told.groups.sort("subject").collect()
    assert [unit(amount) for amount in sums["lower"]] == [1, 1000]
    assert [unit(amount) for amount in told.subjects["denominator_lower"]] == [1000, 1000]


def test_a_product_that_may_be_summed_widens_numerator_and_denominator() -> None:
    world = World(
        [held("A1", 1, "P1"), held("A1", 2, "P2")],
        products=[product("P1", structured="true"), product("P2")],
    )
    limit = a_limit(judge_per="manager", applies_to="structured")
    assert groups(limit, world) == {"A1": (1, 3)}
    assert sizes(limit, world) == {"A1": (1000, 2000)}


FEEDER = World(
    [held("A1", 100, "P1"), held("U2", 40, "P1"), held("A1", 30, "P2"), held("U3", 5, "P1")],
    products=[product("P1"), product("P2"), product("P3", "M2")],
    assets=[
        asset("A1"),
        asset("U2", kind="am_product", product_id="P2", issuer_id=None),
        asset("U3", kind="am_product", product_id="P3", issuer_id=None),
    ],
    managers=[manager("M1"), manager("M2")],
)


def test_units_of_a_product_that_is_itself_in_the_sum_leave_it_and_those_of_others_stay() -> None:
    assert groups(a_limit(judge_per="manager"), FEEDER) == {"A1": (130, 130), "U3": (5, 5)}


def test_units_stay_in_the_sums_of_products() -> None:
    told = measured(a_limit(), FEEDER).groups.collect()
    assert sorted(unit(amount) or 0 for amount in told["lower"]) == [5, 30, 40, 100]


def test_units_of_a_product_that_is_not_summed_stay() -> None:
    limit = a_limit(judge_per="manager", leaves_out=["product_id = 'P2'"])
    assert groups(limit, FEEDER) == {"A1": (100, 100), "U2": (40, 40), "U3": (5, 5)}


def test_units_of_a_product_of_which_it_is_not_known_whether_it_is_summed_may_count() -> None:
    limit = a_limit(judge_per="manager", applies_to="product_id <> 'P2' OR structured")
    assert groups(limit, FEEDER) == {"A1": (100, 130), "U2": (0, 40), "U3": (5, 5)}


# What is divided by


@pytest.mark.parametrize(
    ("cell", "interval"), [(5, (5, 5)), (0, (0, None)), (-5, (0, None)), (None, (0, None))]
)
def test_a_size_that_is_unknown_or_not_positive_may_be_any_amount(
    cell: int | None, interval: Interval
) -> None:
    assert sizes(a_limit(), World([held()], products=[product("P1", net_assets=cell)])) == {"A1": interval}


def test_a_managers_size_is_the_sum_over_its_products_and_open_above_if_one_is_unknown() -> None:
    limit = a_limit(judge_per="manager")
    world = World([held("A1", 1, "P1")], products=[product("P1"), product("P2", net_assets=500)])
    assert sizes(limit, world) == {"A1": (1500, 1500)}
    unknown = world.but(products=[product("P1"), product("P2", net_assets=None)])
    assert sizes(limit, unknown) == {"A1": (1000, None)}


SHARES = a_limit(
    judge_per="manager", group_by="company", numerator="sum of quantity", denominator="tradable_shares"
)


def test_a_companys_shares_are_those_of_all_its_lines_held_or_not() -> None:
    lines = [asset("A1", tradable_shares=10), asset("A2", tradable_shares=20), asset("A3", issuer_id="C3")]
    assert sizes(SHARES, World([held("A1")], assets=lines)) == {"C1": (30, 30)}


def test_an_unknown_line_only_enlarges_the_company() -> None:
    lines = [asset("A1", tradable_shares=10), asset("A2", tradable_shares=None)]
    assert sizes(SHARES, World([held("A1")], assets=lines)) == {"C1": (10, None)}


def test_an_asset_to_whose_kind_the_size_does_not_apply_neither_counts_nor_enlarges() -> None:
    lines = [asset("A1", tradable_shares=10), asset("A2", kind="corporate_bond")]
    world = World([held("A1", quantity=1), held("A2", quantity=100)], assets=lines)
    assert groups(SHARES, world) == {"C1": (1, 1)}
    assert sizes(SHARES, world) == {"C1": (10, 10)}


def test_the_unknown_company_may_have_any_number_of_shares() -> None:
    lines = [asset("A1", tradable_shares=10, issuer_id=None)]
    assert sizes(SHARES, World([held("A1")], assets=lines)) == {None: (0, None)}


OF_ASSET = a_limit(judge_per="manager", group_by="same_asset", denominator="total_value")


def test_the_size_of_a_merged_group_is_that_of_its_members_held() -> None:
    loans = [asset(f"A{n}", kind="trust_loan", total_value=10**n) for n in (1, 2, 3)]
    world = World([held("A1", 1), held("A2", 1), held("A2", 1, lot_id="b")], assets=loans)
    assert sizes(OF_ASSET, world) == {"C1": (110, 110)}


def test_a_member_of_unknown_size_opens_the_size_of_the_group_above() -> None:
    loans = [asset("A1", kind="trust_loan", total_value=10), asset("A2", kind="trust_loan")]
    assert sizes(OF_ASSET, World([held("A1", 1), held("A2", 1)], assets=loans)) == {"C1": (10, None)}


# The product's own total assets


LEVERAGE = a_limit(group_by="none", numerator="total_assets")


def own(
    *holdings: Row, settings: Settings | None = None, assets: list[Row] | None = None, **facts: object
) -> Interval:
    world = World(
        holdings,
        products=[product("P1", **facts)],
        assets=assets or [asset("A1")],
        settings=settings or Settings(),
    )
    (interval,) = groups(LEVERAGE, world).values()
    return interval


def test_total_assets_are_known_where_no_unit_is_held() -> None:
    assert own(held("A1", 1400), total_assets=1400) == (1400, 1400)


def test_a_unit_of_a_product_that_is_not_in_the_portfolio_counts_with_its_own_value() -> None:
    units = [asset("A1", kind="am_product")]
    assert own(held("A1", 1400), assets=units, total_assets=1400) == (1400, 1400)


def test_a_unit_of_a_product_in_the_portfolio_brings_its_share_of_what_that_one_has() -> None:
    world = World(
        [held("A1", 400, "P1"), held("A2", 1500, "P2")],
        products=[product("P1", total_assets=1000), product("P2", "M2", net_assets=800, total_assets=1500)],
        assets=[asset("A1", kind="am_product", product_id="P2"), asset("A2")],
        managers=[manager("M1"), manager("M2")],
    )
    told = measured(LEVERAGE, world).groups.sort("subject").collect()
    assert told["lower"].to_list() == [1350 * MILLION, 1500 * MILLION], "half of 1500 in place of 400"
    assert told["upper"].to_list() == told["lower"].to_list()


def test_unknown_total_assets_may_be_any_amount() -> None:
    assert own(held("A1", 1400)) == (0, None)


def test_holdings_that_are_not_told_may_be_units() -> None:
    assert own(held("A1", 1300), settings=PARTIAL, total_assets=1400) == (1400, None)
    assert own(held("A1", 1400), settings=PARTIAL, total_assets=1400) == (1400, 1400)


def test_the_frames_have_the_types_that_the_judge_multiplies() -> None:
    told = measured(SAME, World([held("A1", 1)])).groups.collect_schema()
    amounts = ["lower", "upper", "denominator_lower", "denominator_upper"]
    assert {told[name] for name in amounts} == {pl.Int128}
