"""The words of a limit beside sums and groups, one sentence each."""

from datetime import date
from fractions import Fraction
from typing import Any

import msgspec
from engine_frames import CATALOGUE, CITE, World, a_limit, asset, bound, held, manager, product

from concentration.catalogue.model import DatedTrigger, Estimate
from concentration.read.portfolio import Settings
from naive.examples import by_hand, of_products, on_the_day, said
from naive.facts import evaluate, lowest_rating
from naive.figures import months_between, months_later

LOANS = [asset(f"L{place}", kind="trust_loan", issuer_id=f"C{place}") for place in (1, 2, 3)]
BAN = bound(None, "forbidden")


def count_of(what: str, least: str = "2", **more: Any) -> Any:
    numerator = f"count of {what}"
    value = bound(least, "at_least", unit=what)
    return a_limit(numerator=numerator, group_by="none", denominator=None, bounds=value, **more)


def test_two_loans_to_one_group_are_one_asset() -> None:
    world = World(assets=LOANS, holdings=[held("L1"), held("L2")])
    assert said(world, count_of("assets")) == {None: "pass"}
    tied = [{"party_id": "C1", "related_party_id": "C2", "relation": "controls"}]
    assert said(world.but(relations=tied), count_of("assets")) == {None: "breach"}


def test_what_may_be_merged_or_worth_nothing_leaves_the_number_of_assets_open() -> None:
    maybe_listed = asset("E1", kind="debt_to_equity", issuer_id="C1", listed=None)
    world = World(assets=[*LOANS, maybe_listed], holdings=[held("L1"), held("E1")])
    assert said(world, count_of("assets")) == {None: "undetermined"}
    assert said(world.but(holdings=[held("L1"), held("L2", None)]), count_of("assets")) == {
        None: "undetermined"
    }
    assert said(world.but(holdings=[held("L1"), held("L2", 0)]), count_of("assets")) == {None: "breach"}


def test_loans_to_unknown_parties_are_one_asset_at_least() -> None:
    unknown = [asset(f"L{place}", kind="trust_loan", issuer_id=None) for place in (1, 2)]
    world = World(assets=unknown, holdings=[held("L1"), held("L2")])
    assert said(world, count_of("assets", "1")) == {None: "pass"}
    assert said(world, count_of("assets", "2")) == {None: "undetermined"}
    assert said(world, count_of("assets", "3")) == {None: "breach"}


def test_the_funds_of_an_umbrella_are_one() -> None:
    funds = [asset(f"F{place}", kind="foreign_fund", umbrella_id="U") for place in (1, 2)]
    world = World(assets=funds, holdings=[held("F1"), held("F2")])
    assert said(world, count_of("funds")) == {None: "breach"}


def test_products_are_counted_over_all_that_the_limit_selects() -> None:
    limit = a_limit(
        judge_per="manager", numerator="count of products", count="structured", group_by="none",
        denominator="products", bounds=bound("1/3"),
    )  # fmt: skip
    three = [product(f"P{place}", structured=place == 1) for place in (1, 2, 3)]
    assert said(World(products=three), limit) == {None: "pass"}
    assert said(World(products=three[:2]), limit) == {None: "breach"}
    assert said(World(products=[three[1], product("P4")]), limit) == {None: "undetermined"}


def test_a_limit_on_the_product_itself_breaks_where_its_condition_is_true() -> None:
    limit = a_limit(
        numerator="the product itself", count="structured", group_by="none", denominator=None,
        bounds=bound(None, "forbidden"),
    )  # fmt: skip
    for structured, status in ((True, "breach"), (False, "pass"), (None, "undetermined")):
        world = World(products=[product("P1", structured=structured)], holdings=[held()])
        assert said(world, limit) == {None: status}


def test_months_are_whole_calendar_months_and_end_with_the_month() -> None:
    assert months_later(date(2024, 1, 31), 1) == date(2024, 2, 29)
    assert months_between(date(2024, 3, 28), date(2024, 6, 28)) == 3
    assert months_between(date(2024, 3, 27), date(2024, 6, 28)) == 4
    assert months_between(date(2024, 7, 1), date(2024, 6, 28)) == 0


def test_days_and_trading_days_since_the_last_disclosure() -> None:
    def within(most: str, what: str, unit: str, last: str | None) -> str:
        value = bound(most, unit=unit)
        limit = a_limit(numerator=what, group_by="none", denominator=None, bounds=value)
        world = World(products=[product("P1", last_disclosed=last)], holdings=[held()])
        (status,) = said(world, limit).values()
        return status

    days, sessions = "days since last_disclosed", "trading days since last_disclosed"
    assert within("7", days, "days", "2024-06-21") == "pass"
    assert within("7", days, "days", "2024-06-20") == "breach"
    assert within("5", sessions, "trading_days", "2024-06-21") == "pass", "a Friday to the next one"
    assert within("4", sessions, "trading_days", "2024-06-21") == "breach"
    assert within("4", days, "days", None) == "undetermined"


def test_the_first_value_whose_condition_is_true_binds() -> None:
    values = [bound("1/4", when="nature = 'equity'"), bound("1/2", when="nature = 'mixed'")]
    limit = a_limit(bounds=values)

    def of(nature: str | None, value: int) -> Any:
        return said(World(products=[product("P1", nature=nature)], holdings=[held("A1", value)]), limit)

    assert of("equity", 300) == {"A1": "breach"}
    assert of("mixed", 300) == {"A1": "pass"}
    assert of("fixed_income", 300) == {}
    assert of(None, 250) == {"A1": "pass"}, "within the strictest"
    assert of(None, 600) == {"A1": "undetermined"}, "perhaps nobody is bound"


def test_rows_without_tranche_leave_the_tranches_of_their_product_undetermined() -> None:
    limit = a_limit(judge_per="tranche", group_by="asset", denominator="held_value", bounds=bound("1/2"))
    world = World(
        assets=[asset("A1"), asset("A2"), asset("A3", kind="cash", issuer_id=None)],
        holdings=[
            held("A1", 50, tranche_id="T1"), held("A3", 50, tranche_id="T1"),
            held("A1", 51, tranche_id="T2"), held("A2", 49, tranche_id="T2"),
        ],
    )  # fmt: skip
    assert {(one.tranche_id, one.group, one.status) for one in by_hand(world, limit)} == {
        ("T1", "A1", "pass"), ("T1", "A3", "pass"), ("T2", "A1", "breach"), ("T2", "A2", "pass"),
    }  # fmt: skip
    scattered = world.but(holdings=[*world.holdings, held("A2", 1, lot_id="L9")])
    assert set(of_products(scattered, limit).values()) == {"undetermined"}
    assert of_products(World(holdings=[held()]), limit) == {}, "no tranches, no findings"


def triggered(**more: Any) -> Any:
    trigger = DatedTrigger(
        "asset_kind = 'corporate_bond'",
        "related_party",
        "sum of market_value",
        "net_assets",
        Fraction("1/2"),
        CITE,
    )
    value = bound("6/5")
    return a_limit(numerator="total_assets", group_by="none", trigger=trigger, bounds=value, **more)


def test_a_limit_with_a_trigger_binds_only_above_its_line() -> None:
    bonds = [asset(f"B{place}", kind="corporate_bond", issuer_id=f"C{place}") for place in (1, 2)]
    world = World(
        products=[product("P1", total_assets=1300)], assets=bonds, holdings=[held("B1", 300), held("B2", 201)]
    )
    assert said(world, triggered()) == {}
    tied = [{"party_id": "C1", "related_party_id": "C2", "relation": "controls"}]
    assert said(world.but(relations=tied), triggered()) == {None: "breach"}
    exactly_half = world.but(relations=tied, holdings=[held("B1", 300), held("B2", 200)])
    assert said(exactly_half, triggered()) == {}
    unknown_issuer = world.but(assets=[bonds[0], bonds[1] | {"issuer_id": None}])
    assert said(unknown_issuer, triggered()) == {None: "undetermined"}


def test_a_group_held_by_one_product_is_not_judged_where_two_must_hold_it() -> None:
    limit = a_limit(
        judge_per="manager", group_by="same_asset", denominator=None, at_least_products=2,
        bounds=bound("100", unit="yuan"),
    )  # fmt: skip
    two = [product("P1"), product("P2")]
    alone = World(products=two, assets=LOANS, holdings=[held("L1", 500)])
    assert said(alone, limit) == {None: "pass"}
    assert said(alone.but(holdings=[held("L1", 500), held("L1", 1, "P2")]), limit) == {"C1": "breach"}
    assert said(alone.but(holdings=[held("L1", 500), held("L1", None, "P2")]), limit) == {
        "C1": "undetermined"
    }


def test_an_unknown_cost_is_the_market_value_up_to_nine_tenths_of_the_bound() -> None:
    limit = a_limit(
        judge_per="manager", numerator="sum of cost", denominator=None,
        where_unknown=Estimate("market_value", Fraction("9/10")),
        bounds=bound("100", unit="yuan"),
    )  # fmt: skip
    assert said(World(holdings=[held("A1", 90)]), limit) == {"A1": "pass"}
    assert said(World(holdings=[held("A1", 91)]), limit) == {"A1": "undetermined"}
    assert said(World(holdings=[held("A1", 200, cost=91)]), limit) == {"A1": "pass"}
    assert said(World(holdings=[held("A1", 1, cost=101), held("A1", 1, lot_id="L")]), limit) == {
        "A1": "breach"
    }


def test_the_products_of_a_subsidiary_are_summed_with_those_of_its_parent() -> None:
    world = World(
        managers=[manager("M1"), manager("M2", parent_id="M1"), manager("M3", parent_id="M2")],
        products=[product("P1"), product("P2", "M2"), product("P3", "M3")],
        holdings=[held("A1", 100), held("A1", 100, "P2"), held("A1", 100, "P3")],
    )
    limit = a_limit(
        judge_per="manager", with_subsidiaries=True, denominator=None, bounds=bound("199", unit="yuan")
    )
    assert {one.manager_id: one.status for one in by_hand(world, limit) if not one.through} == {
        "M1": "breach", "M2": "breach", "M3": "pass",
    }  # fmt: skip


def test_a_limit_that_needs_some_holding_is_silent_without_one() -> None:
    fund = asset("F1", kind="foreign_fund", issuer_id=None)
    limit = count_of(
        "funds", count="asset_kind = 'foreign_fund'", only_if_some_holding="asset_kind = 'foreign_fund'"
    )
    world = World(assets=[asset("A1"), fund], holdings=[held("A1")])
    assert said(world, limit) == {}
    assert said(world.but(holdings=[held("F1")]), limit) == {None: "breach"}
    assert said(world.but(holdings=[held("F1", None)]), limit) == {None: "undetermined"}
    assert said(world.but(holdings=[held("F1", 0)]), limit) == {}


def test_a_setting_that_nobody_has_made_leaves_one_undetermined_finding() -> None:
    limit = a_limit(count="country NOT IN recognised_markets", denominator=None, bounds=BAN)
    stocks = [asset("A1", country="US"), asset("A2", country="HK")]
    world = World(assets=stocks, holdings=[held("A1"), held("A2")])
    assert said(world, limit) == {None: "undetermined"}
    made = msgspec.structs.replace(CATALOGUE, lists=CATALOGUE.lists | {"recognised_markets": ("HK",)})
    assert said(world, limit, made) == {"A1": "breach"}


def test_ratings_are_compared_on_their_scale_and_the_lowest_counts() -> None:
    scale = CATALOGUE.ratings
    assert [lowest_rating(cell, scale) for cell in ("AAA", "aaa/Baa2", "AAA/A-1", None)] == [
        "AAA",
        "BBB",
        None,
        None,
    ]
    rows = [{"asset_rating": rating} for rating in ("BBB", "BBB-", None)]
    lists = {"floor": ["Baa2"], "unmade": None}
    asked = [
        "RATED_BELOW(asset_rating, 'BBB')",
        "RATED_BELOW(asset_rating, floor)",
        "RATED_BELOW(asset_rating, unmade)",
    ]
    answers = evaluate(asked, rows, ["asset_rating"], lists, scale)
    assert answers == [[False, False, None], [True, True, None], [None, None, None]]


def test_derivatives_count_in_the_class_tests_with_their_exposure() -> None:
    world = World(
        products=[product("P1", total_assets=1000)],
        assets=[asset("A1"), asset("D1", kind="future", issuer_id=None)],
        holdings=[held("A1", 700), held("D1", -5, exposure=800)],
    )
    limit = a_limit(
        numerator="sum of class_value", group_by="class", denominator="total_assets", through="replace",
        bounds=bound("4/5", "less_than"),
    )  # fmt: skip
    assert said(world, limit) == {"equity": "pass", "commodity_derivative": "breach"}


def test_working_days_left_follow_the_calendar_of_working_days() -> None:
    world = World(assets=[asset("A1", kind="corporate_bond", maturity_date="2024-10-12")])
    facts = on_the_day(world).of_asset["A1"]
    assert facts["working_days_left"] - facts["trading_days_left"] == 2, (
        "29 September and 12 October are worked"
    )


def test_a_partial_portfolio_may_hold_more_assets_than_its_rows() -> None:
    world = World(assets=LOANS, holdings=[held("L1", 999)], settings=Settings(holdings="partial"))
    assert said(world, count_of("assets")) == {None: "undetermined"}
    assert said(world.but(holdings=[held("L1", 1000)]), count_of("assets")) == {None: "breach"}
