"""The whole way from rows to a report: what is judged, what is shown, how much at a time, in which order."""

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from fractions import Fraction
from functools import partial
from pathlib import Path
from random import Random
from unittest.mock import patch

import polars as pl
import pytest
from engine_frames import CATALOGUE, DAY, Row, World, a_limit, asset, bound, held, manager, product, statuses
from hypothesis import HealthCheck, Phase, given, settings
from polars.testing import assert_frame_equal
from strategies import Drawn, crowd, portfolios

from concentration import pipeline
from concentration.frames import Connected
from concentration.lookthrough import look_through
from concentration.pipeline import Options, check, chosen_limits, judged_days, managers_at_a_time
from concentration.read.portfolio import Settings, portfolio_from_rows
from concentration.report.result import FINDINGS, Report
from concentration.words.message import CannotRunError

LATER = date(2024, 9, 30)
CAP = a_limit()
OF_MANAGERS = a_limit("rules/of-managers", judge_per="manager", group_by="none")

TWO_MANAGERS = World(
    [held("A1", 260, "P1"), held("A1", 100, "P2"), held("A1", 270, "P3"), held("A1", 300, "P4")],
    products=[product("P1"), product("P2"), product("P3", "M2"), product("P4", "M3")],
    managers=[manager("M1"), manager("M2"), manager("M3")],
)


def parts_of(connected: Connected, rows_at_a_time: int) -> Iterator[Connected]:
    through = look_through(connected, CATALOGUE.kinds, "holdings.csv")
    return (part for part, _ in managers_at_a_time(connected, through, rows_at_a_time))


def on(day: date, row: Row) -> Row:
    return row | {"as_of": day.isoformat()}


def subjects(report: Report) -> dict[str, str]:
    """The status of each product, or of the manager as a whole."""
    columns = ["product_id", "manager_id", "status"]
    return {
        product or manager: status for product, manager, status in report.findings.select(columns).iter_rows()
    }


def problems_of(world: World, options: Options) -> list[tuple[str, str | None]]:
    with pytest.raises(CannotRunError) as raised:
        world.report(CAP, options=options)
    return [(problem.message.code, problem.allowed) for problem in raised.value.problems]


@contextmanager
def rows_at_a_time(rows: int) -> Iterator[None]:
    with patch.object(pipeline, "managers_at_a_time", partial(managers_at_a_time, rows_at_a_time=rows)):
        yield


# Days and limits


def test_the_latest_day_is_judged_unless_another_or_all_are_asked_for() -> None:
    portfolio = World(products=[on(LATER, product("P1")), product("P1")]).portfolio()
    assert judged_days(portfolio, Options()) == [LATER]
    assert judged_days(portfolio, Options(as_of=DAY)) == [DAY]
    assert judged_days(portfolio, Options(as_of="all")) == [DAY, LATER]


def test_a_day_that_is_not_there_is_an_error_that_names_those_that_are() -> None:
    world = World(products=[on(LATER, product("P1")), product("P1")])
    assert problems_of(world, Options(as_of=date(2024, 7, 1))) == [
        ("as_of_not_there", "2024-06-28, 2024-09-30")
    ]


def test_of_many_days_an_error_names_the_last_five() -> None:
    days = [date(2024, 7, day) for day in range(1, 8)]
    world = World(products=[on(day, product("P1")) for day in days])
    assert problems_of(world, Options(as_of=DAY)) == [
        ("as_of_not_there", "2024-07-03, 2024-07-04, 2024-07-05, 2024-07-06, 2024-07-07")
    ]


def test_every_day_is_judged_by_itself() -> None:
    world = World(
        [held("A1", 260), on(LATER, held("A1", 250))], products=[product("P1"), on(LATER, product("P1"))]
    )
    report = world.report(CAP, options=Options(as_of="all"))
    assert report.findings.select("as_of", "status").rows() == [(DAY, "breach"), (LATER, "pass")]
    assert report.summary.judged == 2


def test_drafts_are_judged_only_when_asked_for_and_other_standings_always() -> None:
    limits = [
        a_limit(f"rules/{standing}", standing=standing) for standing in ("advisory", "draft", "in_force")
    ]
    catalogue = CATALOGUE.only(*limits)
    assert [one.standing for one in chosen_limits(catalogue, Options())] == ["advisory", "in_force"]
    assert chosen_limits(catalogue, Options(draft=True)) == limits


def test_limits_are_chosen_by_rulebook_and_by_name_together() -> None:
    limits = [a_limit("a/one"), a_limit("a/two"), a_limit("b/one")]
    catalogue = CATALOGUE.only(*limits)
    assert chosen_limits(catalogue, Options(rulebooks=frozenset({"a"}))) == limits[:2]
    both = Options(rulebooks=frozenset({"a"}), limits=frozenset({"a/two", "b/one"}))
    assert chosen_limits(catalogue, both) == limits[1:2]


def test_every_name_that_is_not_in_the_catalogue_is_told_at_once() -> None:
    asked = Options(rulebooks=frozenset({"none"}), limits=frozenset({"a/three", "a/four"}))
    with pytest.raises(CannotRunError) as raised:
        chosen_limits(CATALOGUE.only(a_limit("a/one")), asked)
    told = [(problem.message.code, problem.seen) for problem in raised.value.problems]
    assert told == [("no_such_rulebook", "none"), ("no_such_limit", "a/four"), ("no_such_limit", "a/three")]


def test_a_choice_that_leaves_no_limit_is_an_error() -> None:
    with pytest.raises(CannotRunError, match="no_limit_chosen"):
        chosen_limits(CATALOGUE.only(a_limit(standing="draft")), Options())


# What is judged and shown; what is summed never shrinks


def test_a_chosen_product_is_shown_alone() -> None:
    assert subjects(TWO_MANAGERS.report(CAP, options=Options(products=frozenset({"P3"})))) == {"P3": "breach"}


def test_a_chosen_manager_is_shown_with_its_products() -> None:
    shown = TWO_MANAGERS.report(CAP, OF_MANAGERS, options=Options(managers=frozenset({"M1"})))
    assert subjects(shown) == {"P1": "breach", "P2": "pass", "M1": "pass"}


def test_choosing_a_product_never_shrinks_the_sum_of_its_manager() -> None:
    whole = TWO_MANAGERS.report(OF_MANAGERS).findings.filter(pl.col("manager_id") == "M1")
    shown = TWO_MANAGERS.report(OF_MANAGERS, options=Options(products=frozenset({"P2"}))).findings
    assert_frame_equal(shown.drop("finding"), whole.drop("finding"))
    assert shown["numerator"].to_list() == [360]


@pytest.mark.parametrize("rows", [1, 2, 1000])
def test_a_choice_is_kept_however_few_managers_are_judged_at_a_time(rows: int) -> None:
    with rows_at_a_time(rows):
        report = TWO_MANAGERS.report(CAP, OF_MANAGERS, options=Options(products=frozenset({"P3"})))
    assert subjects(report) == {"P3": "breach", "M2": "breach"}
    assert report.summary.judged == 2


def test_a_product_or_manager_that_is_not_there_is_an_error() -> None:
    asked = Options(products=frozenset({"plan"}), managers=frozenset({"firm"}))
    assert problems_of(TWO_MANAGERS, asked) == [
        ("no_such_product", "P1, P2, P3, P4"),
        ("no_such_manager", "M1, M2, M3"),
    ]


def test_counts_are_those_of_the_choice() -> None:
    report = TWO_MANAGERS.report(CAP, options=Options(managers=frozenset({"M1"})))
    assert (report.coverage.products, report.coverage.holdings, report.summary.judged) == (2, 2, 2)


# Coverage


def test_a_product_without_holdings_is_undetermined_once_and_counts_as_nothing_in_its_managers_sum() -> None:
    world = World([held("A1", 250, "P1")], products=[product("P1"), product("P2")])
    report = world.report(CAP, a_limit("rules/other"), OF_MANAGERS)
    bare = report.findings.filter(pl.col("product_id") == "P2")
    assert bare.select("limit", "status", "reason_code").rows() == [(None, "undetermined", "no_holdings")]
    of_manager = report.findings.filter(pl.col("product_id").is_null())
    assert of_manager.select("numerator", "denominator").rows() == [(250, 2000)]
    assert "product_without_holdings" in [note.code for note in report.notes]


def test_where_not_all_products_are_there_a_managers_cap_that_is_not_breached_is_undetermined() -> None:
    some = Settings(all_products=False)
    within = World([held("A1", 1)], settings=some).report(OF_MANAGERS, CAP)
    assert subjects(within) == {"M1": "undetermined", "P1": "pass"}
    beyond = World([held("A1", 251)], settings=some).report(OF_MANAGERS)
    assert beyond.findings["status"].to_list() == ["breach"]


def test_products_of_the_last_earlier_day_that_are_gone_and_not_past_maturity_are_absent() -> None:
    earlier = [
        product("P1"),
        product("P2"),
        product("P3", maturity_date=LATER),
        product("P4", maturity_date="2024-09-29"),
        on(date(2024, 5, 31), product("P5")),
    ]
    world = World([on(LATER, held("A1", 1))], products=[*earlier, on(LATER, product("P1"))])
    assert world.report(CAP).coverage.absent == ("P2", "P3")


def test_market_values_more_than_one_percent_away_from_the_assets_are_unexplained_and_noted() -> None:
    world = World(
        [
            held("A1", value, name)
            for name, value in {"P1": "990", "P2": "989.9999", "P3": "1010.0001"}.items()
        ],
        products=[product("P1"), product("P2"), product("P3")],
    )
    report = world.report(CAP)
    assert report.coverage.unexplained["product_id"].to_list() == ["P2", "P3"]
    assert [note.code for note in report.notes if note.code.startswith("unexplained")] == [
        "unexplained_summary"
    ]


def test_nothing_to_judge_is_an_error() -> None:
    with pytest.raises(CannotRunError, match="nothing_to_judge"):
        World([held()]).report(a_limit(applies_to="product_kind = 'bank_wmp'"))


def test_a_portfolio_of_rows_without_any_product_has_nothing_to_judge() -> None:
    with pytest.raises(CannotRunError, match="nothing_to_judge"):
        World(products=[]).report(CAP)


def test_the_summary_counts_subjects_by_their_worst_group_and_keeps_standings_apart() -> None:
    world = World([held("A1", 260), held("A2", 100)], assets=[asset("A1"), asset("A2")])
    summary = world.report(CAP, a_limit("rules/advice", standing="advisory")).summary
    assert (summary.judged, summary.breach, summary.passed, summary.advisory) == (1, 1, 0, 1)


# Exactness


def test_amounts_near_the_end_of_exact_integers_are_refused() -> None:
    world = World(
        [held("A1", "999999999999999999")], products=[product("P1", net_assets="999999999999999999")]
    )
    with pytest.raises(CannotRunError, match="amounts_too_large"):
        world.report(a_limit(bounds=bound(Fraction(1, 10**14))))
    assert world.report(a_limit(bounds=bound(Fraction(1, 10**12)))).findings["status"].to_list() == ["breach"]


def test_a_ratio_of_sums_is_right_or_the_run_is_refused() -> None:
    products = [product(f"P{place:03}", net_assets="999999999999999999") for place in range(300)]
    world = World(
        [held("A1", "600000000000000000", str(one["product_id"])) for one in products], products=products
    )
    try:
        found = world.report(OF_MANAGERS).findings
    except CannotRunError as refused:
        assert [problem.message.code for problem in refused.problems] == ["amounts_too_large"]  # noqa: PT017
    else:
        assert round(found["ratio"][0], 6) == round(Fraction(6, 10), 6)


def test_an_unexplained_ratio_is_right_or_the_run_is_refused() -> None:
    lots = [held("A1", "999999999999999999", lot_id=f"L{place}") for place in range(1000)]
    try:
        report = World(lots, products=[product("P1", net_assets=10**15)]).report(CAP)
    except CannotRunError as refused:
        assert [problem.message.code for problem in refused.problems] == ["amounts_too_large"]  # noqa: PT017
    else:
        assert round(report.coverage.unexplained["ratio"][0]) == -(10**6) + 1


# How much at a time


def test_managers_are_kept_whole() -> None:
    world = TWO_MANAGERS.but(
        holdings=[*TWO_MANAGERS.holdings, held("A1", 1, "P1", lot_id="L2"), held("A1", 1, "P2", lot_id="L2")]
    )
    connected = world.connected()
    parts = [
        (part.products["manager_id"].unique().sort().to_list(), part.holdings.height)
        for part in parts_of(connected, rows_at_a_time=1)
    ]
    assert parts == [(["M1"], 4), (["M2"], 1), (["M3"], 1)]
    assert [part.holdings.height for part in parts_of(connected, rows_at_a_time=5)] == [5, 1]
    assert [part.holdings.height for part in parts_of(connected, rows_at_a_time=100)] == [6]


def test_a_manager_of_several_days_is_kept_whole() -> None:
    days = [
        TWO_MANAGERS,
        TWO_MANAGERS.but(
            **{
                name: [on(LATER, row) for row in getattr(TWO_MANAGERS, name)]
                for name in ("holdings", "products")
            }
        ),
    ]
    world = TWO_MANAGERS.but(
        holdings=[row for day in days for row in day.holdings],
        products=[row for day in days for row in day.products],
    )
    parts = list(parts_of(world.connected(days=(DAY, LATER)), rows_at_a_time=1))
    assert [part.products["manager_id"].unique().to_list() for part in parts] == [["M1"], ["M2"], ["M3"]]
    assert [part.holdings.height for part in parts] == [4, 2, 2]


def test_managers_without_holdings_are_judged_with_their_neighbours() -> None:
    world = World(products=[product("P1"), product("P2", "M2")], managers=[manager("M1"), manager("M2")])
    parts = list(parts_of(world.connected(), rows_at_a_time=1))
    assert [part.products.height for part in parts] == [2]


@given(portfolios(sorted(CATALOGUE.kinds)))
@settings(
    max_examples=3,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)
def test_the_report_is_the_same_for_any_number_of_rows_at_a_time(drawn: Drawn) -> None:
    stated = Settings(all_products=drawn.all_products, holdings=drawn.holdings)
    portfolio = portfolio_from_rows(drawn.tables, stated, kinds=CATALOGUE.kinds)
    reports = []
    for rows in (1, 3, 1000):
        with rows_at_a_time(rows):
            reports.append(check(portfolio, CATALOGUE, Options(as_of="all", show_all=True)))
    for other in reports[1:]:
        assert_frame_equal(other.findings, reports[0].findings)
        assert_frame_equal(other.contributions, reports[0].contributions)
        assert other.summary == reports[0].summary


def test_what_is_missing_of_a_held_product_of_another_manager_is_named_however_many_rows_are_judged_at_a_time() -> (
    None
):
    rows = World(
        [held("U2", 100), held("A1", 10, "P2")],
        products=[product("P1"), product("P2", "M2", net_assets=None)],
        assets=[asset("A1"), asset("U2", kind="am_product", product_id="P2")],
        managers=[manager("M1"), manager("M2")],
    )
    ban = a_limit(
        count="asset_kind = 'trust_loan'", through="replace", group_by="none", bounds=bound(None, "forbidden")
    )
    for at_a_time in (1, 1000):
        with rows_at_a_time(at_a_time):
            [lacking] = (
                rows.report(ban, options=Options(products=frozenset({"P1"}))).findings["missing"].to_list()
            )
        assert [(cell["table"], cell["column"], cell["key"]) for cell in lacking] == [
            ("products", "net_assets", "P2")
        ]


def test_progress_is_told_in_holdings_and_ends_with_all_of_them() -> None:
    told: list[tuple[int, int]] = []
    with rows_at_a_time(1):
        check(
            TWO_MANAGERS.portfolio(), CATALOGUE.only(CAP), step=lambda done, all_: told.append((done, all_))
        )
    assert told == [(2, 4), (3, 4), (4, 4)]


# Order


def test_findings_stand_by_status_then_limit_day_manager_product_and_group() -> None:
    world = TWO_MANAGERS.but(
        assets=[asset("A2"), asset("A1")],
        holdings=[*TWO_MANAGERS.holdings, held("A2", 900, "P1"), held("A2", None, "P2")],
    )
    found = world.report(a_limit("rules/b"), a_limit("rules/a")).findings
    told = found.select("status", "limit", "product_id", "group_id").rows()
    breaches = [("P1", "A1"), ("P1", "A2"), ("P3", "A1"), ("P4", "A1")]
    assert told == [
        *(("breach", "rules/a", *subject) for subject in breaches),
        *(("breach", "rules/b", *subject) for subject in breaches),
        *(("undetermined", name, "P2", "A2") for name in ("rules/a", "rules/b")),
        *(("pass", name, "P2", "A1") for name in ("rules/a", "rules/b")),
    ]
    assert found["finding"].to_list() == list(range(12))
    assert list(found.columns) == list(FINDINGS)


def test_contributions_belong_to_the_findings_they_are_numbered_for() -> None:
    report = TWO_MANAGERS.report(CAP)
    sums = report.contributions.group_by("finding", maintain_order=True).agg(pl.col("amount").sum())
    assert_frame_equal(
        sums.rename({"amount": "numerator"}),
        report.findings.select("finding", "numerator"),
        check_row_order=False,
    )
    assert report.contributions["finding"].is_sorted()


def test_an_asset_and_a_financing_party_of_one_name_always_stand_in_the_same_order() -> None:
    products = [product(f"P{place:03}") for place in range(200)]
    holdings = [held(name, 300, str(one["product_id"])) for one in products for name in ("C1", "A2")]
    world = World(holdings, products=products, assets=[asset("C1"), asset("A2", kind="trust_loan")])
    limit = a_limit(group_by="same_asset")
    first = world.report(limit).findings
    assert all(world.report(limit).findings.equals(first) for _ in range(20))


RUN = """
import hashlib, sys
from random import Random
sys.path.insert(0, {tests!r})
from engine_frames import CATALOGUE
from strategies import crowd
from concentration.pipeline import Options, check
from concentration.read.portfolio import portfolio_from_rows
from test_pipeline import digest
tables = crowd(Random(7), sorted(CATALOGUE.kinds), 30)
portfolio = portfolio_from_rows(tables, kinds=CATALOGUE.kinds)
print(digest(check(portfolio, CATALOGUE, Options(as_of="all", show_all=True))))
"""


def digest(report: Report) -> str:
    """Return one word for all findings and contributions in their order."""
    rows = [*report.findings.rows(), *report.contributions.rows()]
    return hashlib.sha256(repr(rows).encode()).hexdigest()


def test_six_runs_give_the_same_findings_in_the_same_order() -> None:
    tables = crowd(Random(7), sorted(CATALOGUE.kinds), 40)
    portfolio = portfolio_from_rows(tables, kinds=CATALOGUE.kinds)
    plans = frozenset({"collective-plans"})
    options = Options(as_of="all", show_all=True, rulebooks=plans)
    assert len({digest(check(portfolio, CATALOGUE, options)) for _ in range(6)}) == 1


def test_one_thread_gives_the_same_findings_in_the_same_order_as_many() -> None:
    tests = Path(__file__).parent
    told = {
        subprocess.run(
            [sys.executable, "-c", RUN.format(tests=str(tests))],
            env=os.environ | threads,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for threads in ({}, {"POLARS_MAX_THREADS": "1"}, {"POLARS_MAX_THREADS": "1", "PYTHONHASHSEED": "1"})
    }
    assert len(told) == 1


def test_all_findings_hold_those_that_are_shown_without_passes() -> None:
    assets = [asset("A1", kind="debt_to_equity"), asset("A2", kind="trust_loan", issuer_id=None)]
    world = World([held("A1", 200), held("A2", 30)], assets=assets)
    limit = a_limit(group_by="same_asset", warn_at=Fraction(9, 10))
    shown = check(world.portfolio(), CATALOGUE.only(limit))
    assert shown.summary.warning == 1
    everything = statuses(world.report(limit))
    assert {group: everything.get(group) for group in statuses(shown)} == statuses(shown)
