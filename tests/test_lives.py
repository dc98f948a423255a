"""The life of a breach over the days of a portfolio: since when, active or passive, why, until when to be cured."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import polars as pl
import pytest
from engine_frames import CATALOGUE, CITE, Row, a_limit, bound
from hypothesis import given, settings
from hypothesis import strategies as st

from concentration.catalogue.model import Cure, Limit
from concentration.history import exit_code, history_of
from concentration.lives.causes import Crossing, Line, Side, cause_of
from concentration.lives.cures import CALENDAR_ENDS, NOT_SALEABLE, Due, due
from concentration.lives.moves import factor_between
from concentration.lives.spells import course_of, present_days
from concentration.pipeline import Options, Portfolio, check
from concentration.read.portfolio import Settings, portfolio_from_rows
from concentration.report.result import FINDINGS, Report
from concentration.words.message import CannotRunError

MON, TUE, WED, THU, FRI = (date(2024, 6, day) for day in range(24, 29))
CURE = Cure(cite=CITE, trading_days=10, start="saleable")
CAP = a_limit(cure=CURE)
BY_COMPANY = a_limit("rules/company", group_by="company", cure=CURE)


def days_of(table: str, rows: Mapping[date, Sequence[Row] | Row], always: Row) -> dict[str, list[Row]]:
    return {
        table: [
            {"as_of": day.isoformat()} | always | row
            for day, some in rows.items()
            for row in ([some] if isinstance(some, Mapping) else some)
        ]
    }


def portfolio(
    held: Mapping[date, Sequence[Row] | Row],
    products: Mapping[date, Sequence[Row] | Row] | None = None,
    name: str = "rows",
    **tables: Sequence[Row],
) -> Portfolio:
    """A portfolio of some days; a product with 1000 of net assets on each, and a stock, unless said otherwise."""
    of_products = {"product_id": "P1", "name": "plan", "manager_id": "M1", "net_assets": 1000}
    of_products |= {"kind": "collective_plan", "offering": "private", "operation": "open"}
    rows: dict[str, Sequence[Row]] = {
        "managers": [{"manager_id": "M1", "name": "firm", "kind": "securities_firm"}],
        "assets": [{"asset_id": "A1", "name": "share", "kind": "stock", "issuer_id": "C1"}],
        **days_of("products", products or {day: {} for day in held}, of_products),
        **days_of("holdings", held, {"product_id": "P1", "asset_id": "A1"}),
        **tables,
    }
    return portfolio_from_rows(rows, Settings(), name, kinds=CATALOGUE.kinds)


def position(quantity: object, price: int, **more: object) -> Row:
    value = int(str(quantity)) * price if str(quantity).isdigit() else price
    return {"quantity": quantity, "market_value": value} | more


def report(of: Portfolio, *limits: Limit, previous: Portfolio | None = None, **options: Any) -> Report:
    return check(of, CATALOGUE.only(*(limits or (CAP,))), Options(**options), previous=previous)


def life(of: Portfolio, *limits: Limit, **options: Any) -> dict[str, Any]:
    """The only breach of a portfolio on its latest day."""
    [found] = (
        report(of, *limits, **options)
        .findings.filter(pl.col("status").is_in(["breach", "waived"]))
        .to_dicts()
    )
    return found


def told(found: Mapping[str, Any]) -> tuple[Any, ...]:
    return found["crossing"], found["cause"], found["since"], found["last_within"]


# Active or passive


def test_on_the_only_day_it_is_not_known_and_the_cure_is_due_no_later_than_this() -> None:
    found = life(portfolio({FRI: position(26, 10)}))
    assert told(found) == ("unknown", None, FRI, None)
    assert (found["cure_by"], found["overdue"], found["cure_code"]) == (date(2024, 7, 12), False, None)


@pytest.mark.parametrize(("quantity", "crossing"), [(25, "passive"), (24, "passive"), (26, "active")])
def test_a_breach_is_active_if_a_quantity_was_raised_since_it_was_within(
    quantity: int, crossing: str
) -> None:
    found = life(portfolio({THU: position(25, 10), FRI: position(quantity, 11)}))
    assert (found["crossing"], found["since"], found["last_within"]) == (crossing, FRI, THU)


def test_buying_during_the_breach_makes_it_active_from_then_on() -> None:
    held = {TUE: position(25, 10), WED: position(25, 11), THU: position(26, 11), FRI: position(25, 11)}
    found = report(portfolio(held), as_of="all").findings
    assert found.filter(status="breach")["crossing"].to_list() == ["passive", "active", "active"]
    assert found.filter(status="breach")["since"].unique().to_list() == [WED]


def test_a_new_holding_in_the_group_counts_as_raised() -> None:
    assets = [
        {"asset_id": asset, "name": asset, "kind": "stock", "issuer_id": "C1"} for asset in ("A1", "A2")
    ]
    second = position(1, 10, asset_id="A2")
    found = life(
        portfolio({THU: position(25, 10), FRI: [position(25, 10), second]}, assets=assets), BY_COMPANY
    )
    assert told(found) == ("active", "bought", FRI, THU)


def test_a_quantity_that_is_not_known_leaves_it_open_unless_another_one_was_raised() -> None:
    found = life(portfolio({THU: position("", 250), FRI: position(20, 20)}))
    assert told(found) == ("unknown", None, FRI, THU)
    assets = [
        {"asset_id": asset, "name": asset, "kind": "stock", "issuer_id": "C1"} for asset in ("A1", "A2")
    ]
    both = {
        THU: [position("", 100), position(1, 10, asset_id="A2")],
        FRI: [position("", 260), position(2, 10, asset_id="A2")],
    }
    assert life(portfolio(both, assets=assets), BY_COMPANY)["crossing"] == "active"


def test_on_the_first_day_of_all_it_is_not_known_until_somebody_buys() -> None:
    held = {WED: position(26, 10), THU: position(26, 10), FRI: position(27, 10)}
    found = report(portfolio(held), as_of="all").findings.filter(status="breach")
    assert found["crossing"].to_list() == ["unknown", "unknown", "active"]
    assert found["since"].unique().to_list() == [WED]


def test_a_product_seen_for_the_first_time_beside_others_of_its_manager_is_active() -> None:
    both = [{}, {"product_id": "P2"}]
    of = portfolio(
        {THU: position(1, 1), FRI: [position(1, 1), position(26, 10, product_id="P2")]}, {THU: {}, FRI: both}
    )
    assert told(life(of)) == ("active", "bought", FRI, None)
    managers = [{"manager_id": name, "name": name, "kind": "securities_firm"} for name in ("M1", "M2")]
    other = {THU: {}, FRI: [{}, {"product_id": "P2", "manager_id": "M2"}]}
    alone = portfolio(
        {THU: position(1, 1), FRI: [position(1, 1), position(26, 10, product_id="P2")]},
        other,
        managers=managers,
    )
    assert told(life(alone)) == ("unknown", None, FRI, None), "nobody knows what its manager held before"


# Corporate actions


@pytest.mark.parametrize(
    ("quantity", "ex_date", "crossing"),
    [
        (35, FRI, "passive"),
        (36, FRI, "active"),
        (35, THU, "active"),  # what happened by the earlier day is in its quantity
        (34, FRI, "passive"),
        (35, date(2024, 7, 1), "active"),
    ],
)
def test_a_bonus_issue_only_looks_like_buying(quantity: int, ex_date: date, crossing: str) -> None:
    actions = [{"asset_id": "A1", "ex_date": ex_date.isoformat(), "factor": "1.4"}]
    of = portfolio({THU: position(25, 10), FRI: position(quantity, 8)}, corporate_actions=actions)
    found = life(of)
    assert found["crossing"] == crossing
    assert found["by_action"] == (None if crossing == "active" else quantity > 25)


def test_shares_that_an_action_does_not_make_whole_may_be_rounded_up() -> None:
    actions = [{"asset_id": "A1", "ex_date": FRI.isoformat(), "factor": "1.03"}]
    held = {THU: position(25, 10)}  # 25.75 shares
    assert life(portfolio(held | {FRI: position(26, 10)}, corporate_actions=actions))["crossing"] == "passive"
    assert life(portfolio(held | {FRI: position(27, 10)}, corporate_actions=actions))["crossing"] == "active"


def test_actions_after_the_earlier_day_and_up_to_the_later_one_multiply() -> None:
    actions = [(day, Fraction(2)) for day in (MON, TUE, WED, THU)]
    assert factor_between(actions, MON, WED) == 4
    assert factor_between(actions, THU, FRI) == 1


# Causes


def test_the_price_alone_crosses_the_line() -> None:
    assert life(portfolio({THU: position(25, 10), FRI: position(25, 11)}))["cause"] == "price"


def test_net_assets_that_fell_alone_cross_the_line() -> None:
    of = portfolio({THU: position(25, 10), FRI: position(24, 10)}, {THU: {}, FRI: {"net_assets": 900}})
    assert told(life(of)) == ("passive", "net_assets", FRI, THU)


def test_where_no_change_crosses_alone_it_is_the_one_that_moved_the_ratio_most() -> None:
    of = portfolio({THU: position(20, 10), FRI: position(20, 11)}, {THU: {}, FRI: {"net_assets": 850}})
    assert life(of)["cause"] == "net_assets"
    of = portfolio({THU: position(20, 10), FRI: position(20, 12)}, {THU: {}, FRI: {"net_assets": 950}})
    assert life(of)["cause"] == "price"


def test_tradable_shares_that_shrank_are_named() -> None:
    shares = a_limit(
        "rules/shares",
        judge_per="manager",
        group_by="company",
        numerator="sum of quantity",
        denominator="tradable_shares",
        cure=CURE,
    )
    assets = [
        {"as_of": day.isoformat(), "asset_id": "A1", "name": "share", "kind": "stock", "issuer_id": "C1"}
        | {"tradable_shares": shares}
        for day, shares in ((THU, 100), (FRI, 99))
    ]
    of = portfolio({THU: position(25, 10), FRI: position(25, 10)}, assets=assets)
    assert told(life(of, shares)) == ("passive", "tradable_shares", FRI, THU)


def test_a_line_that_became_stricter_is_the_cause() -> None:
    stricter = a_limit(bounds=[bound(until_day="2024-06-27"), bound("1/5", from_day="2024-06-28")], cure=CURE)
    of = portfolio({THU: position(24, 10), FRI: position(24, 10)})
    assert told(life(of, stricter)) == ("passive", "line", FRI, THU)


def test_a_line_that_was_not_in_force_yet_is_the_cause() -> None:
    new = a_limit(bounds=bound(from_day="2024-06-28"), cure=CURE)
    assert life(portfolio({THU: position(26, 10), FRI: position(26, 10)}), new)["crossing"] == "passive"


LOANS = [
    {"asset_id": name, "name": name, "kind": "trust_loan", "issuer_id": party, "maturity_date": "2030-01-01"}
    for name, party in (("L1", "C1"), ("L2", "C2"), ("L0", "C0"))
]
MERGED = a_limit("rules/merged", group_by="same_asset", cure=CURE)


def loans(**values: int) -> list[Row]:
    return [{"asset_id": name, "quantity": value, "market_value": value} for name, value in values.items()]


def joined(day: date, party: str = "C2") -> Row:
    return {"party_id": "C1", "related_party_id": party, "relation": "controls", "from": day.isoformat()}


def test_related_parties_that_joined_are_the_cause() -> None:
    of = portfolio(dict.fromkeys((THU, FRI), loans(L1=200, L2=100)), assets=LOANS, relations=[joined(FRI)])
    found = life(of, MERGED)
    assert told(found) == ("passive", "related_parties", FRI, THU)
    assert found["members"] == ["C1", "C2"]


def test_a_group_whose_id_changes_because_a_party_joins_is_the_same() -> None:
    of = portfolio(
        {
            WED: loans(L1=200, L2=100, L0=1),
            THU: loans(L1=200, L2=100, L0=1),
            FRI: loans(L1=200, L2=100, L0=1),
        },
        assets=LOANS,
        relations=[joined(THU), joined(FRI, "C0")],
    )
    found = life(of, MERGED)
    assert found["group_id"] == "C0"
    assert told(found) == ("passive", "related_parties", THU, WED)


def a_crossing(**changes: Any) -> Crossing:
    line = Line("at_most", Fraction(1, 4))
    fields: dict[str, Any] = {
        "before": Side(Fraction(20), Fraction(100), line),
        "after": Side(Fraction(26), Fraction(100), line),
        "denominator": "net_assets",
        "repriced": Fraction(26),
        "joined": Fraction(0),
    }
    return Crossing(**(fields | changes))


@pytest.mark.parametrize(("size", "cause"), [(80, "price"), (79, "net_assets")])
def test_at_the_line_a_change_has_not_crossed_it(size: int, cause: str) -> None:
    after = Side(Fraction(26), Fraction(size), Line("at_most", Fraction(1, 4)))
    # 20 of 80 is just a quarter: not over; the price moved the ratio by a hundredth only
    assert cause_of(a_crossing(after=after, repriced=Fraction(21) if size == 79 else Fraction(26))) == cause


def test_what_no_figure_tells_comes_from_the_facts() -> None:
    assert cause_of(a_crossing(after=Side(Fraction(1), None, Line("forbidden", None)))) == "facts"
    still = Side(Fraction(20), Fraction(100), Line("at_most", Fraction(1, 4)))
    assert cause_of(a_crossing(after=still, repriced=None, joined=None)) == "facts"


# Floors


def test_of_a_floor_a_quantity_that_fell_may_have_paid_for_redemptions() -> None:
    floor = a_limit("rules/floor", group_by="none", bounds=bound("1/4", "at_least"), cure=CURE)
    assert told(life(portfolio({THU: position(25, 10), FRI: position(24, 10)}), floor))[0] == "unknown"
    grown = portfolio({THU: position(25, 10), FRI: position(25, 10)}, {THU: {}, FRI: {"net_assets": 1001}})
    assert told(life(grown, floor)) == ("passive", "net_assets", FRI, THU)


# Spells


def test_a_spell_begins_anew_after_a_day_within() -> None:
    held = {
        MON: position(25, 10),
        TUE: position(25, 11),
        WED: position(25, 10),
        THU: position(25, 11),
        FRI: position(25, 11),
    }
    assert told(life(portfolio(held))) == ("passive", "price", THU, WED)


def test_a_day_on_which_the_product_is_not_there_is_no_gap() -> None:
    held = {WED: position(25, 10), THU: position(25, 11), FRI: position(25, 11)}
    other = {"product_id": "P2"}
    of = portfolio(
        {TUE: position(25, 10), WED: position(25, 11), FRI: position(25, 11)},
        {TUE: {}, WED: {}, THU: other, FRI: {}},
    )
    assert told(life(of)) == ("passive", "price", WED, TUE)
    assert told(life(portfolio(held)))[2] == THU


def test_an_undetermined_day_before_leaves_open_whether_what_was_bought_then_crossed_the_line() -> None:
    products = {WED: {}, THU: {"net_assets": ""}, FRI: {}}
    bought_before = {WED: position(20, 10), THU: position(25, 10), FRI: position(25, 11)}
    assert told(life(portfolio(bought_before, products))) == ("unknown", None, FRI, WED)
    bought_after = {WED: position(20, 10), THU: position(20, 10), FRI: position(25, 11)}
    assert told(life(portfolio(bought_after, products))) == ("active", "bought", FRI, WED)
    not_bought = {WED: position(25, 10), THU: position(25, 10), FRI: position(25, 11)}
    assert told(life(portfolio(not_bought, products))) == ("passive", "price", FRI, WED)


def test_the_course_of_a_group_ends_with_the_last_day_on_which_it_was_within() -> None:
    products = pl.DataFrame(
        {"as_of": [MON, TUE, WED, THU], "product_id": ["P1"] * 4, "manager_id": ["M1"] * 4}
    )
    managers = pl.DataFrame(
        {"manager_id": ["M1"], "parent_id": [None]}, schema={"manager_id": pl.String, "parent_id": pl.String}
    )
    statuses = {MON: "warning", TUE: "undetermined", WED: "breach", THU: "waived"}
    findings = pl.DataFrame(
        [
            {"finding": place, "limit": "l", "through": False, "scope": "product", "status": status}
            | {"product_id": "P1", "manager_id": "M1", "group_by": "asset", "group_id": "A1", "as_of": day}
            | {"members": []}
            for place, (day, status) in enumerate(statuses.items())
        ],
        schema=FINDINGS,
    )
    course = course_of(findings, present_days(products, managers))
    assert course.select("as_of", "place", "island_first", "spell_first").rows() == [
        (TUE, 1, 1, None),
        (WED, 2, 1, 2),
        (THU, 3, 1, 2),
    ]


def test_the_days_before_are_looked_up_as_far_as_the_breach_reaches() -> None:
    days = [date(2024, 6, 1) + timedelta(days=place) for place in range(20)]
    held = {day: position(25, 10 if place == 0 else 11) for place, day in enumerate(days)}
    assert told(life(portfolio(held))) == ("passive", "price", days[1], days[0])


def test_a_previous_portfolio_stands_before_the_first_day() -> None:
    before = portfolio({WED: position(25, 10), THU: position(25, 11)}, name="before")
    of = portfolio({FRI: position(25, 11)})
    assert told(life(of)) == ("unknown", None, FRI, None)
    assert told(life(of, previous=before)) == ("passive", "price", THU, WED)


def test_a_previous_portfolio_without_an_earlier_day_is_an_error() -> None:
    of = portfolio({THU: position(25, 11)})
    with pytest.raises(CannotRunError, match="previous_not_before"):
        report(of, previous=portfolio({FRI: position(25, 10)}))


# Cures


@pytest.mark.parametrize(
    ("cure", "since", "saleable", "expected"),
    [
        (CURE, FRI, FRI, Due(date(2024, 7, 12))),
        (CURE, FRI, date(2024, 7, 1), Due(date(2024, 7, 15))),
        (CURE, FRI, MON, Due(date(2024, 7, 12))),
        (CURE, FRI, None, Due(code=NOT_SALEABLE)),
        (CURE, date(2024, 6, 30), FRI, Due(date(2024, 7, 12))),  # a Sunday: day 1 is Monday
        (Cure(cite=CITE, trading_days=10), FRI, None, Due(date(2024, 7, 12))),
        (Cure(cite=CITE, working_days=1), date(2024, 9, 13), None, Due(date(2024, 9, 14))),  # worked Saturday
        (Cure(cite=CITE, trading_days=1), date(2024, 9, 13), None, Due(date(2024, 9, 18))),
        (CURE, date(2099, 1, 1), date(2099, 1, 1), Due(code=CALENDAR_ENDS)),
        (Cure(cite=CITE, none=True), FRI, FRI, Due()),
        (Cure(cite=CITE, no_new_buying=True), FRI, FRI, Due()),
        (None, FRI, FRI, Due()),
    ],
)
def test_day_one_of_a_cure_is_the_first_session_after_the_breach_and_the_day_it_can_be_sold(
    cure: Cure | None, since: date, saleable: date | None, expected: Due
) -> None:
    assert due(cure, since, saleable) == expected


@pytest.mark.parametrize(("judged", "overdue"), [(date(2024, 7, 11), False), (date(2024, 7, 12), True)])
def test_a_cure_is_overdue_after_its_last_day(judged: date, overdue: bool) -> None:
    of = portfolio({WED: position(25, 10), THU: position(25, 11), judged: position(25, 11)})
    found = life(of)
    assert (found["cure_by"], found["overdue"]) == (date(2024, 7, 11), overdue)


def test_overdue_cures_come_first_among_the_breaches() -> None:
    late = date(2024, 8, 1)
    products = [{}, {"product_id": "P2"}]
    of = portfolio(
        {
            THU: [position(25, 10), position(25, 10, product_id="P2")],
            FRI: [position(25, 10), position(25, 11, product_id="P2")],
            late: [position(25, 11), position(25, 11, product_id="P2")],
        },
        dict.fromkeys((THU, FRI, late), products),
    )
    found = report(of)
    assert found.findings.select("product_id", "overdue").rows() == [("P2", True), ("P1", False)]
    assert found.contributions.select("finding", "product_id").rows() == [(0, "P2"), (1, "P1")]


def test_an_active_breach_has_no_time_to_cure() -> None:
    found = life(portfolio({THU: position(25, 10), FRI: position(26, 10)}))
    assert (found["cure_by"], found["overdue"], found["cure_code"]) == (None, False, "cure_active")


def test_the_cure_begins_when_the_last_lot_can_be_sold() -> None:
    lots = [
        position(10, 11, lot_id="1", restricted_until="2024-07-01"),
        position(15, 11, lot_id="2", restricted_until="2024-07-08"),
    ]
    found = life(portfolio({THU: position(25, 10), FRI: lots}))
    assert found["cure_by"] == date(2024, 7, 22)


@pytest.mark.parametrize("column", ["restricted", "suspended"])
def test_what_cannot_be_sold_has_no_day_to_be_cured_by(column: str) -> None:
    assets = [{"asset_id": "A1", "name": "share", "kind": "stock", "issuer_id": "C1", column: "true"}]
    found = life(portfolio({THU: position(25, 10), FRI: position(25, 11)}, assets=assets))
    assert (found["cure_by"], found["overdue"], found["cure_code"]) == (None, False, NOT_SALEABLE)


def test_the_cure_begins_on_the_day_on_which_trading_resumes() -> None:
    assets = [
        {"as_of": day.isoformat(), "asset_id": "A1", "name": "share", "kind": "stock", "issuer_id": "C1"}
        | {"suspended": suspended}
        for day, suspended in ((MON, "false"), (TUE, "true"), (THU, "false"))
    ]
    held = {MON: position(25, 10)} | dict.fromkeys((TUE, WED, THU, FRI), position(25, 11))
    found = report(portfolio(held, assets=assets), as_of="all").findings
    assert found.filter(status="breach").select("as_of", "cure_by", "cure_code").rows() == [
        (TUE, None, NOT_SALEABLE),
        (WED, None, NOT_SALEABLE),
        (THU, date(2024, 7, 11), None),
        (FRI, date(2024, 7, 11), None),
    ]


def test_where_the_calendar_ends_no_day_is_given_and_a_note_says_so() -> None:
    last = date(2099, 6, 1)
    found = report(portfolio({date(2099, 5, 29): position(25, 10), last: position(25, 11)}))
    assert found.findings.select("cure_by", "cure_code").rows() == [(None, CALENDAR_ENDS)]
    assert "cures_beyond_calendar" in [note.code for note in found.notes]


def test_a_waived_breach_has_a_life_too() -> None:
    waivers = [
        {"limit": "rules/cap", "product_id": "P1", "up_to": "30%", "reason": "merger", "approved_by": "board"}
        | {"expires": "2024-12-31"}
    ]
    found = life(portfolio({THU: position(25, 10), FRI: position(25, 11)}, waivers=waivers))
    assert found["status"] == "waived"
    assert told(found) == ("passive", "price", FRI, THU)


# What must always hold

_DAYS = (MON, TUE, WED, THU, FRI)
_QUANTITIES = st.sampled_from([None, 10, 20, 24, 25, 26])
_PRICES = st.sampled_from([9, 10, 11])
_SIZES = st.sampled_from([None, 900, 1000, 1100])
_PRODUCTS = ("P1", "P2", "P3")


@st.composite
def _portfolios(draw: st.DrawFn) -> Portfolio:
    held: dict[date, list[Row]] = {}
    products: dict[date, list[Row]] = {}
    for day in _DAYS[-draw(st.integers(1, 5)) :]:
        there = draw(st.sets(st.sampled_from(_PRODUCTS), min_size=1))
        products[day] = [{"product_id": name, "net_assets": draw(_SIZES)} for name in sorted(there)]
        held[day] = [
            {"product_id": name, "asset_id": asset, "quantity": quantity}
            | {"market_value": (quantity or 25) * draw(_PRICES)}
            for name in sorted(there)
            for asset in ("A1", "A2")
            for quantity in [draw(_QUANTITIES)]
        ]
    actions = draw(
        st.lists(st.tuples(st.sampled_from(("A1", "A2")), st.sampled_from(_DAYS)), max_size=2, unique=True)
    )
    return portfolio(
        held,
        products,
        assets=[
            {"asset_id": asset, "name": asset, "kind": "stock", "issuer_id": "C1"} for asset in ("A1", "A2")
        ],
        corporate_actions=[
            {"asset_id": asset, "ex_date": day.isoformat(), "factor": "1.2"} for asset, day in actions
        ],
    )


_LIMITS = (CAP, BY_COMPANY, a_limit("rules/firm", judge_per="manager", group_by="none", cure=CURE))
_LIFE = ("crossing", "cause", "since", "last_within", "cure_by", "overdue", "cure_code", "by_action")
_KEY = ("limit", "manager_id", "product_id", "group_id", "as_of")


def lives(found: pl.DataFrame) -> set[tuple[Any, ...]]:
    return set(found.filter(status="breach").select(*_KEY, *_LIFE).iter_rows())


@settings(max_examples=4, deadline=None)
@given(of=_portfolios())
def test_a_day_judged_alone_gives_the_lives_that_all_days_together_give(of: Portfolio) -> None:
    together = report(of, *_LIMITS, as_of="all").findings
    for day in together["as_of"].unique().to_list():
        alone = report(of, *_LIMITS, as_of=day).findings
        assert lives(alone) == lives(together.filter(as_of=day))


@settings(max_examples=4, deadline=None)
@given(of=_portfolios())
def test_the_open_lines_of_a_history_are_the_breaches_of_the_latest_day(of: Portfolio) -> None:
    history = history_of(of, CATALOGUE.only(*_LIMITS))
    latest = report(of, *_LIMITS).findings
    lines = history.lines.filter(state="open").rename({"first_day": "since", "last_day": "as_of"})
    assert lives(lines) == lives(latest)
    assert exit_code(history) == (1 if latest.filter(status="breach").height else 0)


@settings(max_examples=4, deadline=None)
@given(of=_portfolios())
def test_the_lines_of_a_history_cover_every_breach_of_every_day_once(of: Portfolio) -> None:
    lines = history_of(of, CATALOGUE.only(*_LIMITS)).lines
    breaches = report(of, *_LIMITS, as_of="all").findings.filter(status="breach")
    assert int(lines["days_over"].sum()) == breaches.height
    worst = breaches.group_by("limit").agg(pl.col("ratio").max()).sort("limit")
    assert lines.group_by("limit").agg(ratio=pl.col("worst_ratio").max()).sort("limit").rows() == worst.rows()
    assert all(isinstance(ratio, Decimal) for ratio in worst["ratio"])
