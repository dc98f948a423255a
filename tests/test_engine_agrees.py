"""The engine and the naive judge say the same of every limit, subject and group, whatever the portfolio."""

from collections import Counter, defaultdict
from datetime import date
from functools import cache
from random import Random

import msgspec
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from naive.judge import Verdict
from naive.judge import judge as naive_judge
from strategies import PARTIES_EVERYWHERE, Drawn, crowd, portfolios

from concentration.catalogue.load import load_catalogue
from concentration.catalogue.model import Catalogue
from concentration.pipeline import Options, check
from concentration.read.portfolio import Portfolio, Settings, portfolio_from_rows
from concentration.report.result import Report

CATALOGUE = load_catalogue()
MADE = msgspec.structs.replace(
    CATALOGUE,
    lists=CATALOGUE.lists | {"recognised_markets": ("HK",), "counterparty_rating_floor": ("BBB",)},
)
"""The law in a house that has made the settings."""

WORLDS = 51
"""Three of each theme."""

COMPLETE, SOME_PRODUCTS, SOME_HOLDINGS = 0, 4, 5
"""Seeds of three crowds that together break, keep and leave open every limit."""

CROWDS = (COMPLETE, SOME_PRODUCTS, SOME_HOLDINGS)

COLUMNS = ("limit", "as_of", "scope", "manager_id", "product_id", "tranche_id", "through", "group_by")

Line = tuple[str, ...]

ORDER = ("breach", "undetermined", "warning", "exempt", "pass")
SUBJECT = 7
"""Cells of a line that say which limit on whom: limit, day, scope, manager, product, tranche, through."""

OPEN_OF_A_HUNDRED = 2


def read(drawn: Drawn) -> Portfolio:
    stated = Settings(all_products=drawn.all_products, holdings=drawn.holdings)
    return portfolio_from_rows(drawn.tables, stated, kinds=CATALOGUE.kinds)


@cache
def read_crowd(seed: int) -> tuple[Portfolio, Catalogue]:
    tables = crowd(Random(seed), sorted(CATALOGUE.kinds), WORLDS)
    drawn = Drawn(
        tables,
        all_products=seed != SOME_PRODUCTS,
        holdings="partial" if seed == SOME_HOLDINGS else "complete",
    )
    return read(drawn), CATALOGUE if seed == COMPLETE else MADE


@cache
def crowd_by_hand(seed: int) -> Counter[Line]:
    return by_hand(*read_crowd(seed))


def by_the_engine(portfolio: Portfolio, catalogue: Catalogue = CATALOGUE) -> Counter[Line]:
    report: Report = check(portfolio, catalogue, Options(as_of="all", show_all=True, draft=True))
    return Counter(_line(*row) for row in report.findings.select(*COLUMNS, "group_id", "status").iter_rows())


def by_hand(portfolio: Portfolio, catalogue: Catalogue = CATALOGUE) -> Counter[Line]:
    days: list[date] = portfolio.tables["products"]["as_of"].unique().sort().to_list()
    return Counter(_line_of(verdict) for verdict in naive_judge(portfolio, catalogue, days))


def _line_of(found: Verdict) -> Line:
    return _line(*(getattr(found, column) for column in COLUMNS), found.group, found.status)


def _line(*cells: object) -> Line:
    return tuple("-" if cell is None else str(cell) for cell in cells)


def agree(engine: Counter[Line], naive: Counter[Line]) -> None:
    """Both say the same of every subject of every limit; in a few cases one leaves open what the other decides.

    Intervals taken as independent are wider than what can be true of all of them together, in either judge in its own
    places: among holdings without value or party, and where several products must hold something.
    """
    ours, theirs = _by_subject(engine - naive), _by_subject(naive - engine)
    contradicting = {
        subject: (worst, other)
        for subject in ours.keys() | theirs.keys()
        if "undetermined" not in (worst := _worst(engine, subject), other := _worst(naive, subject))
        and worst != other
    }
    assert contradicting == {}
    subjects = {line[:SUBJECT] for line in naive}
    assert len(ours.keys() | theirs.keys()) <= max(3, len(subjects) * OPEN_OF_A_HUNDRED // 100)


def _by_subject(lines: Counter[Line]) -> dict[Line, list[Line]]:
    told: dict[Line, list[Line]] = defaultdict(list)
    for line in lines:
        told[line[:SUBJECT]].append(line)
    return told


def _worst(lines: Counter[Line], subject: Line) -> str:
    statuses = {line[-1] for line in lines if line[:SUBJECT] == subject}
    return next((status for status in ORDER if status in statuses), "pass")


@pytest.mark.parametrize("seed", CROWDS)
def test_engine_and_naive_judge_agree_on_a_crowd_of_small_portfolios(seed: int) -> None:
    portfolio, catalogue = read_crowd(seed)
    agree(by_the_engine(portfolio, catalogue), crowd_by_hand(seed))


def test_the_crowds_break_every_limit_keep_it_and_leave_it_open() -> None:
    seen: dict[str, set[str]] = defaultdict(set)
    for seed in CROWDS:
        for line in crowd_by_hand(seed):
            seen[line[0]].add("pass" if line[-1] == "warning" else line[-1])
    wanted = {"breach", "pass", "undetermined"}
    missing = {limit.id: wanted - seen[limit.id] for limit in CATALOGUE.limits}
    assert {limit: statuses for limit, statuses in missing.items() if statuses} == {}


@pytest.mark.parametrize("seed", range(2))
def test_engine_and_naive_judge_agree_where_everything_is_merged_over_parties(seed: int) -> None:
    tables = crowd(Random(seed), sorted(CATALOGUE.kinds), 30, PARTIES_EVERYWHERE)
    portfolio = read(Drawn(tables, all_products=True, holdings="complete"))
    agree(by_the_engine(portfolio), by_hand(portfolio))


def test_an_asset_that_may_stand_alone_makes_a_merged_asset_larger_only_perhaps() -> None:
    day = "2024-06-28"
    plan = {"as_of": day, "product_id": "P1", "name": "plan", "manager_id": "M1", "kind": "collective_plan"}
    tables = {
        "managers": [{"manager_id": "M1", "name": "firm", "kind": "securities_firm"}],
        "products": [plan | {"offering": "private", "operation": "open", "net_assets": 5000000}],
        "assets": [
            {
                "asset_id": "A1",
                "name": "equity",
                "kind": "unlisted_equity",
                "issuer_id": "C1",
                "total_value": 400000,
            },
            {
                "asset_id": "A2",
                "name": "swap",
                "kind": "debt_to_equity",
                "issuer_id": "C1",
                "total_value": 4000000,
            },
        ],
        "holdings": [
            {"as_of": day, "product_id": "P1", "asset_id": asset, "quantity": 1, "market_value": 200000}
            for asset in ("A1", "A2")
        ],
    }
    portfolio = read(Drawn(tables, all_products=True, holdings="complete"))
    line = (
        "collective-plans/single-asset-of-asset",
        day,
        "manager",
        "M1",
        "-",
        "-",
        "False",
        "same_asset",
        "C1",
    )
    assert (*line, "undetermined") in by_hand(portfolio), "50% of A1 alone, 9% of both together"
    assert (*line, "undetermined") in by_the_engine(portfolio)


@given(portfolios(sorted(CATALOGUE.kinds)))
@settings(
    max_examples=10,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # shrinking takes minutes: the portfolios are small
    suppress_health_check=[HealthCheck.too_slow],
)
def test_engine_and_naive_judge_agree_on_any_portfolio(drawn: Drawn) -> None:
    portfolio = read(drawn)
    agree(by_the_engine(portfolio), by_hand(portfolio))
