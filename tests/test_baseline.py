"""A report beside an earlier one: what is new, worse, the same, better, and what is gone."""

import json
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from engine_frames import CATALOGUE, Row, World, a_limit, asset, bound, held, product
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import Drawn, portfolios

from concentration.baseline import Baseline, beside, new_or_worse, read_baseline
from concentration.catalogue.model import Limit, Reading, Words
from concentration.pipeline import Options, check
from concentration.read.portfolio import Settings, portfolio_from_rows
from concentration.report import json as as_json
from concentration.report import rich
from concentration.report.result import Report, fails_at
from concentration.words.message import CannotRunError

CAP = a_limit(warn_at=Fraction(9, 10))
FLOOR = a_limit("rules/floor", bounds=bound("1/2", "at_least"), group_by="none")
TWO = [asset("A1"), asset("A2", issuer_id="C2")]


def judged(world: World, *limits: Limit, **options: object) -> Report:
    chosen = Options(**options)  # type: ignore[arg-type]
    return check(world.portfolio(), world.catalogue.only(*(limits or (CAP,))), chosen)


def earlier(tmp_path: Path, *reports: Report) -> Baseline:
    path = tmp_path / "earlier.json"
    path.write_bytes(as_json.write(reports, "en"))
    return read_baseline(path)


def laid(tmp_path: Path, before: World, after: World, *limits: Limit) -> Report:
    return beside(judged(after, *limits), earlier(tmp_path, judged(before, *limits)), Options())


def marks(report: Report) -> dict[str, str | None]:
    return dict(report.findings.select("group_id", "baseline").iter_rows())


def gone(report: Report) -> list[tuple[str, str]]:
    assert report.resolved is not None
    return report.resolved.select("group_id", "status").rows()  # type: ignore[return-value]


def world(*values: object, **more: object) -> World:
    return World([held(f"A{n}", value) for n, value in enumerate(values, 1)], assets=TWO, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (300, 301, "WORSE"),
        (300, 300, "SAME"),
        (300, 299, "BETTER"),
        (300, "300.0001", "WORSE"),
        (100, 300, "NEW"),
        (240, 300, "WORSE"),
        (300, 240, "BETTER"),
        (240, 245, "WORSE"),
    ],
)
def test_a_group_is_held_against_itself(tmp_path: Path, before: object, after: object, expected: str) -> None:
    assert marks(laid(tmp_path, world(before), world(after))) == {"A1": expected}


def test_the_exact_fraction_is_compared_and_not_the_amount(tmp_path: Path) -> None:
    before, after = world(300), world(600, products=[{"net_assets": 2000}])
    assert marks(laid(tmp_path, before, after)) == {"A1": "SAME"}
    assert marks(laid(tmp_path, before, world(600, products=[{"net_assets": 2001}]))) == {"A1": "BETTER"}


def test_a_floor_is_the_other_way_round(tmp_path: Path) -> None:
    for after, expected in ((401, "BETTER"), (400, "SAME"), (399, "WORSE")):
        report = laid(tmp_path, world(400), world(after), FLOOR)
        assert report.findings["baseline"].to_list() == [expected]


def test_an_amount_is_compared_as_it_is(tmp_path: Path) -> None:
    amounts = a_limit(bounds=bound("200", unit="yuan"), denominator=None)
    richer = world(300, products=[{"net_assets": 9}])
    assert marks(laid(tmp_path, world(300), richer, amounts)) == {"A1": "SAME"}
    assert marks(laid(tmp_path, world(299), richer, amounts)) == {"A1": "WORSE"}


@pytest.mark.parametrize(
    ("before", "after", "expected"), [(None, 300, "WORSE"), (300, None, "SAME"), (None, None, "SAME")]
)
def test_a_breach_is_worse_than_what_is_undetermined(
    tmp_path: Path, before: object, after: object, expected: str
) -> None:
    [mark] = laid(tmp_path, world(before), world(after)).findings["baseline"]
    assert mark == expected


def test_a_breach_that_is_waived_now_is_better_and_one_that_no_longer_is_worse(tmp_path: Path) -> None:
    row: Row = {"limit": "rules/cap", "product_id": "P1", "up_to": "40%", "reason": "r", "approved_by": "a"}
    waived = world(300, waivers=[row | {"expires": "2024-12-31"}])
    assert marks(laid(tmp_path, world(300), waived)) == {"A1": "BETTER"}
    assert marks(laid(tmp_path, waived, world(300))) == {"A1": "WORSE"}
    assert marks(laid(tmp_path, waived, waived)) == {"A1": "SAME"}


def test_what_is_gone_is_listed_with_what_it_was(tmp_path: Path) -> None:
    report = laid(tmp_path, world(300, 240), world(100, 240))
    assert (marks(report), gone(report)) == ({"A2": "SAME"}, [("A1", "breach")])
    [left] = json.loads(as_json.write([report], "en"))["resolved"]
    assert (left["group"]["id"], left["ratio"], left["as_of"]) == ("A1", "0.3", "2024-06-28")
    page = rich.write([report], "en").decode()
    assert "Beside the earlier report: 0 new, 0 worse, 1 the same, 0 better, 1 gone." in page
    assert "In the earlier report, and gone  1" in page
    assert "2024-06-28: breach 30%" in page


def test_what_passes_now_is_gone_whether_or_not_passes_are_listed(tmp_path: Path) -> None:
    before = earlier(tmp_path, judged(world(300)))
    report = beside(judged(world(100), show_all=True), before, Options(show_all=True))
    assert (marks(report), gone(report)) == ({"A1": "BETTER"}, [("A1", "breach")])


def test_nothing_is_said_of_a_pass_that_the_earlier_report_does_not_list(tmp_path: Path) -> None:
    before = earlier(tmp_path, judged(world(100)))
    assert marks(beside(judged(world(100), show_all=True), before, Options(show_all=True))) == {"A1": None}


def test_what_this_run_leaves_out_is_not_gone(tmp_path: Path) -> None:
    both = World(
        [held("A1", 300), held("A1", 300, "P2")], products=[product("P1"), product("P2")], assets=TWO
    )
    other = a_limit("rules/other")
    before = earlier(tmp_path, judged(both, CAP, other))
    for chosen in ({"products": frozenset({"P1"})}, {"limits": frozenset({"rules/cap"})}):
        narrowed = beside(judged(both, CAP, other, **chosen), before, Options(**chosen))
        assert gone(narrowed) == []
        assert set(marks(narrowed).values()) == {"SAME"}


def test_another_reading_is_another_judgement(tmp_path: Path) -> None:
    cost = Reading(title=Words(zh="成本", en="cost"), numerator="sum of cost")
    read_otherwise = a_limit(readings={"cost": cost}, reading="cost")
    before = earlier(tmp_path, judged(world(300)))
    report = beside(judged(world(300), read_otherwise), before, Options())
    assert (marks(report), gone(report)) == ({"A1": "NEW"}, [])


def days(*values: int) -> World:
    dated = [{"as_of": f"2024-06-{27 + n}"} for n in range(len(values))]
    return World([held("A1", value) | day for value, day in zip(values, dated, strict=True)], products=dated)


def test_the_day_itself_does_not_matter_but_the_same_day_goes_first(tmp_path: Path) -> None:
    every = Options(as_of="all")
    before = earlier(tmp_path, judged(days(300, 310), as_of="all"))
    same = beside(judged(days(300, 310), as_of="all"), before, every)
    assert same.findings["baseline"].to_list() == ["SAME", "SAME"]
    next_day = beside(judged(days(300, 310, 310)), before, Options())
    assert next_day.findings["baseline"].to_list() == ["SAME"]
    last = earlier(tmp_path, judged(days(300)))
    assert beside(judged(days(300, 310), as_of="all"), last, every).findings["baseline"].to_list() == [
        "SAME",
        "WORSE",
    ]


def test_one_earlier_day_is_gone_once_only_if_the_last_day_is_rid_of_it(tmp_path: Path) -> None:
    every, before = Options(as_of="all"), earlier(tmp_path, judged(days(300)))
    assert gone(beside(judged(days(100, 300), as_of="all"), before, every)) == []
    assert gone(beside(judged(days(300, 100), as_of="all"), before, every)) == [("A1", "breach")]


def test_the_exit_code_can_look_at_what_is_new_or_worse_alone(tmp_path: Path) -> None:
    as_it_was = laid(tmp_path, world(300), world(300))
    assert (fails_at(as_it_was, "breach"), fails_at(new_or_worse(as_it_was), "advisory")) == (1, 0)
    assert fails_at(new_or_worse(laid(tmp_path, world(300), world(301))), "breach") == 1
    assert fails_at(new_or_worse(laid(tmp_path, world(300), world(300, 260))), "breach") == 1
    assert fails_at(new_or_worse(laid(tmp_path, world(300), world(None))), "breach") == 0


def named(report: Report, name: str) -> Report:
    return replace(report, portfolio=name)


def test_another_portfolios_report_is_taken_with_a_note(tmp_path: Path) -> None:
    before = earlier(tmp_path, named(judged(world(300)), "other"))
    report = beside(judged(world(300)), before, Options())
    assert (marks(report), report.notes[-1].code) == ({"A1": "SAME"}, "baseline_of_another")


def test_several_reports_are_told_apart_by_their_portfolios(tmp_path: Path) -> None:
    before = earlier(tmp_path, named(judged(world(200)), "first"), named(judged(world(300)), "second"))
    for name, expected in (("first", "NEW"), ("second", "SAME")):
        report = beside(named(judged(world(300)), name), before, Options(), alone=False)
        assert marks(report) == {"A1": expected}
    report = beside(named(judged(world(300)), "third"), before, Options())
    assert (marks(report), report.notes[-1].code) == ({"A1": "NEW"}, "baseline_without")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("", "baseline_no_report"),
        ("limit,product\n", "baseline_no_report"),
        ('{"schema": "concentration-report/1"', "baseline_no_report"),
        ("[]", "baseline_no_report"),
        ("{}", "baseline_no_report"),
        ('{"schema": "concentration-report/2"}', "baseline_other_schema"),
        ('{"schema": "concentration-error/1", "problems": []}', "baseline_other_schema"),
        ('{"schema": "concentration-report/1"}', "baseline_damaged"),
        ('{"schema": "concentration-reports/1", "reports": [{}]}', "baseline_damaged"),
    ],
)
def test_what_is_no_report_is_refused_in_words(tmp_path: Path, content: str, code: str) -> None:
    path = tmp_path / "earlier.json"
    path.write_text(content)
    with pytest.raises(CannotRunError, match=code):
        read_baseline(path)


@pytest.mark.parametrize(
    ("field", "value"),
    [("numerator", "much"), ("numerator", 5), ("status", "fine"), ("as_of", "yesterday"), ("limit", 3)],
)
def test_a_damaged_finding_is_refused(tmp_path: Path, field: str, value: object) -> None:
    document = json.loads(as_json.write([judged(world(300))], "en"))
    document["findings"][0][field] = value
    path = tmp_path / "earlier.json"
    path.write_text(json.dumps(document))
    with pytest.raises(CannotRunError, match="baseline_damaged") as raised:
        read_baseline(path)
    assert field in str(raised.value.problems[0].seen)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(CannotRunError, match="baseline_unreadable"):
        read_baseline(tmp_path / "nowhere.json")


def drawn_report(drawn: Drawn, options: Options) -> Report:
    stated = Settings(all_products=drawn.all_products, holdings=drawn.holdings)
    portfolio = portfolio_from_rows(drawn.tables, stated, kinds=CATALOGUE.kinds)
    return check(portfolio, CATALOGUE, options)


@given(portfolios(sorted(CATALOGUE.kinds)), st.booleans())
@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_report_beside_itself_is_the_same_everywhere(tmp_path: Path, drawn: Drawn, show_all: bool) -> None:
    options = Options(as_of="all", show_all=show_all)
    report = drawn_report(drawn, options)
    again = beside(report, earlier(tmp_path, report), options)
    assert set(again.findings["baseline"]) <= {"SAME"}
    assert again.findings.drop("baseline").equals(report.findings.drop("baseline"))
    assert again.resolved is not None
    assert again.resolved.is_empty()
    assert fails_at(new_or_worse(again), "advisory") == 0
