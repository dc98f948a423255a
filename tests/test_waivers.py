"""Rows of waivers that cannot be meant are refused, all at once; what became of the others is noted."""

import pytest
from engine_frames import CATALOGUE, DAY, Row, World, a_limit, bound, held, product

from concentration.frames import Waiver
from concentration.pipeline import Options
from concentration.report import rich
from concentration.report.json import findings
from concentration.waivers import waivers_of, without_waivers
from concentration.words.message import CannotRunError, Problem
from concentration.words.sentences import render, render_problem

CAP = a_limit()
FLOOR = a_limit("rules/floor", bounds=bound("1/10", "at_least"), group_by="none")
OF_MANAGERS = a_limit("rules/of-managers", judge_per="manager", group_by="none")
BAN = a_limit("rules/ban", bounds=bound(None, "forbidden", unit="yuan"), denominator=None)
AMOUNT = a_limit("rules/amount", bounds=bound("500", unit="yuan"), denominator=None)
ALL = CATALOGUE.only(CAP, FLOOR, OF_MANAGERS, BAN, AMOUNT)
ONE = World([held("A1", 300)])


def row(limit: str = "rules/cap", up_to: str | None = "30%", **more: object) -> Row:
    said: Row = {"limit": limit, "product_id": "P1", "up_to": up_to, "reason": "r", "approved_by": "a"}
    return said | {"expires": "2024-12-31"} | more


def read(*rows: Row, world: World = ONE) -> tuple[Waiver, ...]:
    return waivers_of(world.but(waivers=rows).portfolio(), ALL)


def refused(*rows: Row, world: World = ONE) -> list[Problem]:
    with pytest.raises(CannotRunError) as raised:
        read(*rows, world=world)
    return list(raised.value.problems)


def codes(*rows: Row, world: World = ONE) -> list[tuple[str, int | None, str | None]]:
    return [(one.message.code, one.row, one.column) for one in refused(*rows, world=world)]


def notes(*rows: Row, world: World = ONE, **options: object) -> list[str]:
    chosen = Options(**options)  # type: ignore[arg-type]
    report = world.but(waivers=rows).report(CAP, FLOOR, options=chosen)
    return [note.code for note in report.notes if note.code.startswith("waiver")]


def test_a_row_is_read_with_its_place_and_its_line_in_the_unit_of_the_limit() -> None:
    [found] = read(row(**{"from": "2024-01-01"}))
    assert (found.file, found.row, found.up_to, str(found.lines["share"])) == ("waivers", 2, "30%", "3/10")
    assert (found.first is not None, found.in_force_on(DAY)) == (True, True)


@pytest.mark.parametrize("up_to", ["600", "600 元", "600.00", "０.０６万元", "1,000"])
def test_an_amount_may_be_a_plain_number(up_to: str) -> None:
    assert read(row("rules/amount", up_to))[0].lines["yuan"] >= 600


def test_a_limit_that_is_none_is_told_with_the_nearest() -> None:
    [problem] = refused(row("rules/kap"))
    assert (problem.message.code, problem.row, problem.allowed) == ("no_such_limit", 2, "rules/cap")


def test_the_subject_must_be_that_of_the_limit() -> None:
    assert codes(row("rules/of-managers"), row(product_id=None, manager_id="M1")) == [
        ("waiver_not_of_managers", 2, "product_id"),
        ("waiver_not_of_products", 3, "manager_id"),
    ]


@pytest.mark.parametrize("up_to", ["30", "a third", "-30%", "300亿元"])
def test_what_is_no_number_of_the_unit_is_refused(up_to: str) -> None:
    [problem] = refused(row(up_to=up_to))
    assert (problem.message.code, problem.column, problem.seen) == ("waiver_value", "up_to", up_to)


@pytest.mark.parametrize(
    ("limit", "up_to"),
    [
        ("rules/cap", "25%"),
        ("rules/cap", "24%"),
        ("rules/floor", "10%"),
        ("rules/floor", "12%"),
        ("rules/ban", "0"),
    ],
)
def test_a_line_that_is_not_beyond_the_bound_covers_nothing_and_is_refused(limit: str, up_to: str) -> None:
    assert codes(row(limit, up_to)) == [("waiver_inside", 2, "up_to")]


@pytest.mark.parametrize(
    ("limit", "up_to"), [("rules/cap", "25.01%"), ("rules/floor", "9.9%"), ("rules/ban", "1")]
)
def test_a_line_just_beyond_it_is_read(limit: str, up_to: str) -> None:
    assert len(read(row(limit, up_to))) == 1


def test_the_message_names_the_bound_and_the_right_side() -> None:
    [problem] = refused(row(up_to="24%"))
    assert render_problem(problem, "en") == (
        "waivers, row 2, column up_to: it goes up to 24% and the bound is 25%: that is not beyond the bound and "
        "covers nothing; seen: 24%; allowed: > 25%"
    )


def test_the_bounds_of_its_own_days_count() -> None:
    stepped = a_limit(
        bounds=(bound("3/10", until_day="2022-12-31"), bound("1/5", from_day="2023-01-01")),
    )
    of_law = CATALOGUE.only(stepped)

    def reads(**more: object) -> bool:
        try:
            waivers_of(ONE.but(waivers=[row(up_to="25%", **more)]).portfolio(), of_law)
        except CannotRunError:
            return False
        return True

    assert reads(expires="2023-01-01")
    assert not reads(expires="2022-12-31")
    assert reads(**{"from": "2022-12-31"})


def test_the_line_of_a_contract_can_be_waived_for_its_own_product() -> None:
    two = World(
        [held("A1", 220, "P1"), held("A1", 220, "P2")],
        products=[product("P1"), product("P2")],
        product_limits=[{"product_id": "P1", "limit": "rules/cap", "bound": "20%"}],
    )
    assert codes(row(up_to="22%", product_id="P2"), world=two) == [("waiver_inside", 2, "up_to")]
    report = two.but(waivers=[row(up_to="22%")]).report(CAP)
    assert sorted(report.findings.select("product_id", "status").rows()) == [("P1", "waived"), ("P2", "pass")]


def test_all_rows_are_told_at_once() -> None:
    assert [line for _, line, _ in codes(row("rules/kap"), row(), row(up_to="x"), row(up_to="20%"))] == [
        2,
        4,
        5,
    ]


def test_nothing_is_judged_beside_a_row_that_cannot_be_meant() -> None:
    with pytest.raises(CannotRunError, match="waiver_inside"):
        ONE.but(waivers=[row(), row("rules/cap", "20%")]).report(CAP)


def test_a_waiver_in_use_needs_no_note() -> None:
    assert notes(row()) == []


@pytest.mark.parametrize(
    ("days", "code"),
    [
        ({"expires": "2024-06-27"}, "waiver_expired"),
        ({"from": "2024-06-29"}, "waiver_not_yet"),
    ],
)
def test_what_is_not_in_force_on_the_day_is_noted(days: Row, code: str) -> None:
    assert notes(row(**days)) == [code]


def test_what_nobody_needs_any_more_is_noted() -> None:
    assert notes(row(group_id="A9")) == ["waiver_not_needed"]
    assert notes(row(), world=World([held("A1", 250)])) == ["waiver_not_needed"]


def test_what_is_undetermined_may_need_its_waiver() -> None:
    assert notes(row(), world=World([held("A1", 100), held("A1", None, lot_id="L2")])) == []


def test_what_is_exceeded_is_noted_and_told_at_the_finding() -> None:
    assert notes(row(up_to="28%")) == ["waiver_exceeded"]
    report = ONE.but(waivers=[row(up_to="28%")]).report(CAP)
    [found] = findings(report, "en")
    assert (found["status"], found["waiver"]) == ("breach", None)
    assert found["reason"] == "the waiver (waivers row 2) goes up to 28% only, and this is beyond it"


def test_what_the_unknown_may_lift_beyond_it_is_told_as_such() -> None:
    unknown = World([held("A1", 260), held("A1", None, lot_id="L2")], waivers=[row(up_to="28%")])
    [found] = findings(unknown.report(CAP), "en")
    assert "with what is not known this may be beyond it" in found["reason"]
    low = World([held("A1", 40)], waivers=[row("rules/floor", "5%")])
    [found] = findings(low.report(FLOOR), "en")
    assert found["reason"].endswith("goes up to 5% only, and this is beyond it")


def test_a_row_that_stands_twice_is_noted_once() -> None:
    assert notes(row(), row(up_to="30.0%", reason="another")) == ["waiver_twice"]


def test_a_second_row_that_covers_too_is_no_mistake() -> None:
    assert notes(row(up_to="35%"), row()) == []


def test_nothing_is_said_of_what_the_run_leaves_out() -> None:
    two = World([held("A1", 100), held("A1", 100, "P2")], products=[product("P1"), product("P2")])
    rows = (row(product_id="P2"), row("rules/floor", "5%"))
    assert notes(*rows, world=two) == ["waiver_not_needed"] * 2
    assert notes(*rows, world=two, products=frozenset({"P1"})) == ["waiver_not_needed"]
    assert notes(*rows, world=two, limits=frozenset({"rules/cap"})) == ["waiver_not_needed"]


def test_every_note_is_a_sentence() -> None:
    rows = (
        row(group_id="A9"),
        row(up_to="28%"),
        row(up_to="28%"),
        row(expires="2024-01-01"),
        row(**{"from": "2024-12-01"}),
    )
    told = [note for note in ONE.but(waivers=rows).report(CAP).notes if note.code.startswith("waiver")]
    assert len(told) == 5
    assert all("P1" in render(note, "zh") and "row" in render(note, "en") for note in told)


def test_the_report_names_the_row_who_approved_it_and_until_when() -> None:
    report = ONE.but(waivers=[row(reason="large redemption", approved_by="risk committee")]).report(CAP)
    [found] = findings(report, "en")
    assert found["waiver"] == {
        "file": "waivers",
        "row": 2,
        "up_to": "30%",
        "reason": "large redemption",
        "approved_by": "risk committee",
        "from": None,
        "expires": "2024-12-31",
    }
    page = " ".join(rich.write([report], "en").decode().split())
    assert "Waived 1 judgement, 1 finding" in page
    assert (
        "Waived up to 30%, until 2024-12-31: large redemption (approved by risk committee, waivers row 2)"
        in page
    )


def test_without_waivers_the_law_alone_judges() -> None:
    portfolio = ONE.but(waivers=[row()]).portfolio()
    assert waivers_of(without_waivers(portfolio), ALL) == ()
