"""The engine and the naive judge say the same of every limit, subject and group, whatever the portfolio."""

from collections import Counter
from datetime import date
from random import Random

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from naive.judge import Verdict
from naive.judge import judge as naive_judge
from strategies import PARTIES_EVERYWHERE, Drawn, crowd, portfolios

from concentration.catalogue.load import load_catalogue
from concentration.pipeline import Options, check
from concentration.read.portfolio import Portfolio, Settings, portfolio_from_rows
from concentration.report.result import Report

CATALOGUE = load_catalogue()

Line = tuple[str, str, str, str, str, str, str, str]


def read(drawn: Drawn) -> Portfolio:
    stated = Settings(all_products=drawn.all_products, holdings=drawn.holdings)
    return portfolio_from_rows(drawn.tables, stated, kinds=CATALOGUE.kinds)


def by_the_engine(portfolio: Portfolio) -> Counter[Line]:
    report: Report = check(portfolio, CATALOGUE, Options(as_of="all", show_all=True))
    columns = ["limit", "as_of", "scope", "manager_id", "product_id", "group_by", "group_id", "status"]
    return Counter(_line(*row) for row in report.findings.select(columns).iter_rows())


def by_hand(portfolio: Portfolio) -> Counter[Line]:
    days: list[date] = portfolio.tables["products"]["as_of"].unique().sort().to_list()
    return Counter(_line_of(verdict) for verdict in naive_judge(portfolio, CATALOGUE, days))


def _line_of(found: Verdict) -> Line:
    return _line(
        found.limit,
        found.as_of,
        found.scope,
        found.manager_id,
        found.product_id,
        found.group_by,
        found.group,
        found.status,
    )


def _line(*cells: object) -> Line:
    limit, as_of, scope, manager, product, group_by, group, status = (
        "-" if cell is None else str(cell) for cell in cells
    )
    return limit, as_of, scope, manager, product, group_by, group, status


@pytest.mark.parametrize("seed", range(4))
def test_engine_and_naive_judge_agree_on_a_crowd_of_small_portfolios(seed: int) -> None:
    tables = crowd(Random(seed), sorted(CATALOGUE.kinds), 60)
    portfolio = read(Drawn(tables, all_products=seed != 1, holdings="partial" if seed == 2 else "complete"))
    engine, naive = by_the_engine(portfolio), by_hand(portfolio)
    assert sorted(engine - naive) == sorted(naive - engine)
    assert {line[-1] for line in naive} >= {"breach", "undetermined", "exempt"}


@pytest.mark.parametrize("seed", range(2))
def test_engine_and_naive_judge_agree_where_everything_is_merged_over_parties(seed: int) -> None:
    tables = crowd(Random(seed), sorted(CATALOGUE.kinds), 60, PARTIES_EVERYWHERE)
    portfolio = read(Drawn(tables, all_products=True, holdings="complete"))
    engine, naive = by_the_engine(portfolio), by_hand(portfolio)
    assert sorted(engine - naive) == sorted(naive - engine)


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
    line = ("collective-plans/single-asset-of-asset", day, "manager", "M1", "-", "same_asset", "C1")
    assert (*line, "undetermined") in by_hand(portfolio), "50% of A1 alone, 9% of both together"
    assert (*line, "undetermined") in by_the_engine(portfolio)


@given(portfolios(sorted(CATALOGUE.kinds)))
@settings(
    max_examples=20,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # shrinking takes minutes: the portfolios are small
    suppress_health_check=[HealthCheck.too_slow],
)
def test_engine_and_naive_judge_agree_on_any_portfolio(drawn: Drawn) -> None:
    portfolio = read(drawn)
    engine, naive = by_the_engine(portfolio), by_hand(portfolio)
    assert sorted(engine - naive) == sorted(naive - engine)
