"""A waiver covers a breach as far as its line, on its days, for its subject and group, and changes nothing else."""

from fractions import Fraction

import polars as pl
import pytest
from engine_frames import CATALOGUE, DAY, Row, World, a_limit, asset, bound, held, product, statuses
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal
from strategies import Drawn, portfolios

from concentration.pipeline import Options, check
from concentration.read.portfolio import Portfolio, Settings, portfolio_from_rows
from concentration.report.figures import FLOORS
from concentration.report.result import FINDINGS, Report, fails_at

CAP = a_limit()
THREE = World([held("A1", 300)], assets=[asset("A1"), asset("A2", issuer_id="C2")])


def waiver(limit: str = "rules/cap", up_to: str = "30%", **more: object) -> Row:
    subject: Row = {} if "manager_id" in more else {"product_id": "P1"}
    said: Row = {"limit": limit, "up_to": up_to, "reason": "redemption", "approved_by": "committee"}
    return subject | said | {"expires": DAY.isoformat()} | more


def status(world: World, *waivers: Row) -> str:
    [found] = world.but(waivers=waivers).report(CAP).findings["status"]
    return str(found)


@pytest.mark.parametrize(
    ("up_to", "expected"),
    [("29.99%", "breach"), ("0.3", "waived"), ("30%", "waived"), ("３１％", "waived")],
    ids=["the breach is above the line", "on the line", "on it in percent", "below it"],
)
def test_a_breach_is_covered_up_to_the_line_and_on_it(up_to: str, expected: str) -> None:
    assert status(THREE, waiver(up_to=up_to)) == expected


def test_the_exact_fraction_decides_and_not_the_ratio_as_it_is_printed() -> None:
    world = World([held("A1", "300000000000.0001")], products=[{"net_assets": 1_000_000_000_000}])
    report = world.but(waivers=[waiver()]).report(CAP)
    [found] = report.findings.iter_rows(named=True)
    assert (found["status"], f"{found['ratio']:f}") == ("breach", "0.300000000000")
    assert status(world, waiver(up_to="30.00000001%")) == "waived"


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ({"expires": "2024-06-27"}, "breach"),
        ({"expires": "2024-06-28"}, "waived"),
        ({"expires": "2024-06-29"}, "waived"),
        ({"from": "2024-06-29", "expires": "2024-06-30"}, "breach"),
        ({"from": "2024-06-28", "expires": "2024-06-28"}, "waived"),
        ({"from": "2024-06-27", "expires": "2024-06-27"}, "breach"),
    ],
)
def test_both_its_first_and_its_last_day_are_covered_and_no_other(days: Row, expected: str) -> None:
    assert status(THREE, waiver(**days)) == expected


def test_a_group_is_covered_and_the_others_are_not() -> None:
    world = World([held("A1", 300), held("A2", 280)], assets=THREE.assets)
    assert statuses(world.but(waivers=[waiver(group_id="A1")]).report(CAP)) == {
        "A1": "waived",
        "A2": "breach",
    }
    assert set(statuses(world.but(waivers=[waiver()]).report(CAP)).values()) == {"waived"}
    assert set(statuses(world.but(waivers=[waiver(group_id="A9")]).report(CAP)).values()) == {"breach"}


def test_a_merged_group_goes_by_the_id_of_any_of_its_members() -> None:
    related = {"party_id": "C1", "related_party_id": "C2", "relation": "controls"}
    world = World([held("A1", 200), held("A2", 100)], assets=THREE.assets, relations=[related])
    cap = a_limit(group_by="related_party")
    for member in ("C1", "C2"):
        report = world.but(waivers=[waiver(group_id=member)]).report(cap)
        assert set(report.findings["status"]) == {"waived"}


def test_another_product_and_another_limit_are_not_covered() -> None:
    two = World([held("A1", 300), held("A1", 300, "P2")], products=[product("P1"), product("P2")])
    other = a_limit("rules/other")
    report = two.but(waivers=[waiver()]).report(CAP, other)
    of = {
        (limit, of_product): found
        for limit, of_product, found in report.findings.select("limit", "product_id", "status").iter_rows()
    }
    assert of == {
        ("rules/cap", "P1"): "waived",
        ("rules/cap", "P2"): "breach",
        ("rules/other", "P1"): "breach",
        ("rules/other", "P2"): "breach",
    }


def test_a_limit_of_a_manager_is_waived_for_the_manager() -> None:
    cap = a_limit(judge_per="manager", group_by="none")
    report = THREE.but(waivers=[waiver(manager_id="M1")]).report(cap)
    assert report.findings["status"].to_list() == ["waived"]
    assert (report.summary.waived, report.summary.breach) == (1, 0)


@pytest.mark.parametrize(("up_to", "expected"), [("5.01%", "breach"), ("5%", "waived"), ("4%", "waived")])
def test_a_floor_is_waived_down_to_the_line(up_to: str, expected: str) -> None:
    floor = a_limit(bounds=bound("1/10", "at_least"), group_by="none")
    report = World([held("A1", 50)], waivers=[waiver(up_to=up_to)]).report(floor)
    assert report.findings["status"].to_list() == [expected]


@pytest.mark.parametrize(
    ("up_to", "expected"), [("299.9999", "breach"), ("300 元", "waived"), ("1亿元", "waived")]
)
def test_a_ban_is_waived_up_to_an_amount(up_to: str, expected: str) -> None:
    ban = a_limit(bounds=bound(None, "forbidden", unit="yuan"), denominator=None, group_by="none")
    report = THREE.but(waivers=[waiver(up_to=up_to)]).report(ban)
    assert report.findings["status"].to_list() == [expected]


def test_a_strict_bound_can_be_waived_at_its_very_number() -> None:
    strict = a_limit(bounds=bound("3/10", "less_than"))
    assert THREE.but(waivers=[waiver(up_to="30%")]).report(strict).findings["status"].to_list() == ["waived"]


@pytest.mark.parametrize(("up_to", "expected"), [("33.3333333333%", "breach"), ("33.3333333334%", "waived")])
def test_a_sum_that_is_no_whole_millionth_is_held_against_the_line_exactly(up_to: str, expected: str) -> None:
    """A third of what F holds belongs to P1: 0.333333333333 is short of it, although it prints like it."""
    world = World(
        [held("U", 1_000_000), held("A1", 1_000_000, "F"), held("CASH", 2_000_000, "F")],
        products=[product("P1", net_assets=1_000_000), product("F", net_assets=3_000_000)],
        assets=[
            asset("A1"),
            asset("U", kind="am_product", product_id="F", issuer_id="C9"),
            asset("CASH", kind="demand_deposit", issuer_id="B1"),
        ],
        waivers=[waiver(up_to=up_to, group_id="A1")],
    )
    inside = world.report(CAP).findings.filter(product_id="P1", group_id="A1", through=True)
    assert inside.select("status", pl.col("ratio").cast(pl.String)).rows() == [(expected, "0.333333333333")]


def test_what_may_be_beyond_the_line_is_not_covered() -> None:
    beyond = [held("A1", 260), held("A1", None, lot_id="L2")]
    assert status(World(beyond), waiver(up_to="90%")) == "breach"


def test_what_is_undetermined_stays_so() -> None:
    unknown = World([held("A1", 100), held("A1", None, lot_id="L2")])
    assert status(unknown, waiver(up_to="90%")) == "undetermined"


def test_the_first_row_that_covers_is_named_and_of_an_exceeded_one_the_furthest() -> None:
    report = THREE.but(waivers=[waiver(up_to="28%"), waiver(up_to="35%"), waiver(up_to="40%")]).report(CAP)
    assert report.findings["waiver"].to_list() == [1]
    report = THREE.but(waivers=[waiver(up_to="28%"), waiver(up_to="29%"), waiver(up_to="27%")]).report(CAP)
    assert report.findings.select("status", "waiver").rows() == [("breach", 1)]


def test_a_subject_is_counted_by_the_worst_that_is_left() -> None:
    warned = a_limit(warn_at=Fraction(9, 10))
    only = THREE.but(waivers=[waiver()]).report(warned)
    assert (only.summary.waived, only.summary.breach, only.summary.judged) == (1, 0, 1)
    near = World([held("A1", 300), held("A2", 240)], assets=THREE.assets, waivers=[waiver()]).report(warned)
    assert (near.summary.waived, near.summary.warning, near.summary.judged) == (0, 1, 1)
    other = World([held("A1", 300), held("A2", 260)], assets=THREE.assets, waivers=[waiver(group_id="A1")])
    assert (other.report(warned).summary.breach, other.report(warned).summary.waived) == (1, 0)


def test_a_waived_breach_never_fails() -> None:
    assert fails_at(THREE.report(CAP), "breach") == 1
    assert fails_at(THREE.but(waivers=[waiver()]).report(CAP), "advisory") == 0


def test_advice_is_waived_like_anything_else() -> None:
    advice = a_limit(standing="advisory")
    report = THREE.but(waivers=[waiver()]).report(advice)
    assert (report.findings["status"].to_list(), report.summary.advisory) == (["waived"], 0)


def test_the_same_holdings_under_two_names_are_covered_by_the_one_that_is_reported() -> None:
    merging = a_limit(group_by="same_asset")
    world = World([held("A1", 300)], assets=[asset("A1", kind="trust_loan")])
    [group] = world.report(merging).findings["group_id"]
    report = world.but(waivers=[waiver(group_id=group)]).report(merging)
    assert report.findings["status"].to_list() == ["waived"]
    assert report.summary.waived == 1


def read(drawn: Drawn, *waivers: Row) -> Portfolio:
    stated = Settings(all_products=drawn.all_products, holdings=drawn.holdings)
    return portfolio_from_rows(drawn.tables | {"waivers": list(waivers)}, stated, kinds=CATALOGUE.kinds)


def judged(portfolio: Portfolio) -> Report:
    return check(portfolio, CATALOGUE, Options(as_of="all", show_all=True))


def line_of(breach: Row, part: Fraction) -> Fraction:
    """The line of a waiver that covers a part of what a breach is beyond its bound."""
    bound_now = Fraction(str(breach["bound"]))
    ratio = Fraction(str(breach["numerator"])) / Fraction(str(breach["denominator"]))
    return round(bound_now + (ratio - bound_now) * part, 6)


@given(
    portfolios(sorted(CATALOGUE.kinds)), st.sampled_from([Fraction(1, 2), Fraction(3, 2)]), st.integers(0, 99)
)
@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_waiver_changes_no_other_finding(drawn: Drawn, part: Fraction, which: int) -> None:
    without = judged(read(drawn))
    breaches = without.findings.filter(pl.col("status") == "breach", pl.col("denominator") > 0)
    if breaches.is_empty():
        return
    breach = breaches.row(which % breaches.height, named=True)
    line, is_floor = line_of(breach, part), breach["comparison"] in FLOORS
    if not 0 <= line < 10 or (line >= breach["bound"] if is_floor else line <= breach["bound"]):
        return
    subject = {name: breach[name] for name in ("product_id", "manager_id") if breach[name] is not None}
    subject = {"product_id": breach["product_id"]} if breach["product_id"] else subject
    given_one = waiver(breach["limit"], f"{float(line):.6f}", expires="2030-01-01", **subject)
    after = judged(read(drawn, given_one | {"group_id": breach["group_id"]}))
    for found in after.findings.filter(status="waived").iter_rows(named=True):
        assert (found["limit"], found["group_id"]) == (breach["limit"], breach["group_id"])
        reach, held_now = line * Fraction(found["denominator"]), Fraction(found["numerator"])
        assert held_now >= reach if is_floor else held_now <= reach
    assert_frame_equal(in_order(after), in_order(without))
    assert after.summary.judged == without.summary.judged


def in_order(report: Report) -> pl.DataFrame:
    """The findings as the law judges them."""
    of_law = report.findings.with_columns(status=pl.col("status").replace("waived", "breach"))
    flat = [
        name
        for name, dtype in FINDINGS.items()
        if not dtype.is_nested() and name not in ("finding", "waiver")
    ]
    return of_law.drop("finding", "waiver").sort(flat, nulls_last=True)
