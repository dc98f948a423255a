"""Columns of a house's own as facts of its limits, from the declaration to the verdict."""

import pytest
from engine_frames import CATALOGUE, World, a_limit, asset, bound, held, manager, product, statuses

from concentration.catalogue.declared import undeclared
from concentration.catalogue.lint import lint
from concentration.read.portfolio import Settings
from concentration.words.message import CannotRunError
from concentration.words.sentences import render_problem

BAN = bound(None, "forbidden")


def ban(count: str, **more: object):
    return a_limit(count=count, denominator=None, bounds=BAN, **more)


def world(**facts: dict[str, str]) -> World:
    return World(settings=Settings(facts=facts))


def test_a_column_of_assets_decides_which_holdings_count() -> None:
    marked = world(assets={"watch_list": "bool"}).but(
        assets=[asset("A1", watch_list="是"), asset("A2", watch_list="否"), asset("A3", watch_list=None)],
        holdings=[held("A1"), held("A2"), held("A3")],
    )
    report = marked.report(ban("asset.watch_list"))
    assert statuses(report) == {"A1": "breach", "A3": "undetermined"}
    unknown = report.findings.filter(status="undetermined")["missing"][0]
    assert unknown[0] == {"table": "assets", "column": "watch_list", "row": 4, "key": "A3", "count": 1}


@pytest.mark.parametrize(
    ("facts", "condition", "told"),
    [
        ({"holdings": {"mark": "bool"}}, "holding.mark", {"holdings": [held("A1", mark="1")]}),
        (
            {"parties": {"mark": "text"}},
            "issuer.mark = 'x'",
            {"parties": [{"party_id": "C1", "name": "c", "mark": "x"}], "holdings": [held("A1")]},
        ),
        (
            {"parties": {"score": "number"}},
            "counterparty.score < 2.5",
            {
                "parties": [{"party_id": "C2", "name": "c", "score": "2"}],
                "holdings": [held("A1", counterparty_id="C2")],
            },
        ),
        (
            {"products": {"desk": "text"}},
            "product.desk IN ('north', 'south')",
            {"products": [product("P1", desk="north")], "holdings": [held("A1")]},
        ),
        (
            {"managers": {"since": "date"}},
            "manager.since >= DATE '2020-01-01'",
            {"managers": [manager("M1", since="2020-01-01")], "holdings": [held("A1")]},
        ),
    ],
)
def test_columns_of_every_table_are_facts(facts: dict, condition: str, told: dict) -> None:
    assert statuses(world(**facts).but(**told).report(ban(condition))) == {"A1": "breach"}


def test_an_own_column_that_nobody_has_filled_leaves_the_verdict_open() -> None:
    silent = world(holdings={"mark": "bool"}).but(holdings=[held("A1", mark=None)])
    assert statuses(silent.report(ban("holding.mark"))) == {"A1": "undetermined"}


def test_columns_of_products_and_managers_say_whom_a_limit_applies_to() -> None:
    some = world(products={"desk": "text"}).but(
        products=[product("P1", desk="north"), product("P2", desk="south")],
        holdings=[held("A1", 900), held("A1", 900, product="P2")],
    )
    limit = a_limit(applies_to="product.desk = 'north'")
    assert some.report(limit).findings["product_id"].to_list() == ["P1"]


def told(limit, **facts: dict[str, str]) -> list[str]:
    problems = undeclared([limit], CATALOGUE, facts)
    return [render_problem(problem, "en") for problem in problems]


def test_a_limit_that_names_a_column_that_is_not_declared_cannot_be_judged() -> None:
    limit = ban("asset.watch_list AND product.desk = 'north'")
    with pytest.raises(CannotRunError) as stopped:
        world(assets={"watchlist": "bool"}).but(
            assets=[asset("A1", watchlist="1")], holdings=[held()]
        ).report(limit)
    problems = stopped.value.problems
    assert [(problem.file, problem.column, problem.seen) for problem in problems] == [
        ("limits/rules/cap.yaml", "count", "asset.watch_list"),
        ("limits/rules/cap.yaml", "count", "product.desk"),
    ]
    assert [problem.allowed for problem in problems] == ["asset.watchlist", "asset.watchlist"]
    [nothing] = told(ban("asset.watch_list"))
    assert "asset.watch_list" in nothing
    assert "portfolio.yaml: facts: {assets: {watch_list: bool}}" in nothing


@pytest.mark.parametrize(
    ("type_", "condition", "sound"),
    [
        ("bool", "asset.mark", True),
        ("bool", "asset.mark = 'yes'", False),
        ("text", "asset.mark", False),
        ("text", "asset.mark IN ('a', 'b')", True),
        ("money", "asset.mark > 1000.5", True),
        ("money", "asset.mark > DATE '2024-01-01'", False),
        ("date", "asset.mark < as_of", True),
        ("ratio", "asset.mark = 'x'", False),
    ],
)
def test_a_limit_that_uses_a_column_against_its_type_cannot_be_judged(
    type_: str, condition: str, sound: bool
) -> None:
    problems = told(ban(condition), assets={"mark": type_})
    assert bool(problems) is not sound
    assert all(f"asset.mark ({type_})" in problem for problem in problems)


def test_what_the_limits_do_not_name_is_not_asked_for() -> None:
    assert told(ban("listed")) == []
    assert told(ban("asset.mark"), assets={"mark": "bool", "other": "text"}) == []


def test_proofreading_takes_own_columns_as_they_are() -> None:
    limit = a_limit(count="asset.watch_list AND asset_class = 'equity'")
    assert [problem for problem in lint(CATALOGUE.only(limit)) if problem.column == "count"] == []
