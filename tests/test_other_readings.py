"""The verdicts that another lawful reading of a limit's words would change are found, and no others."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import msgspec
from engine_frames import CATALOGUE, Row, World, a_limit, asset, bound, held, product

from concentration.catalogue.model import Catalogue, Limit, Reading, Words
from concentration.catalogue.readings import with_readings
from concentration.other_readings import other_readings, readings_that_flip
from concentration.pipeline import Options, check
from concentration.report import json, rich
from concentration.report.result import FLIPS, Report
from concentration.words.message import Language

TITLE = Words(zh="按投资成本", en="at cost")
COST = Reading(title=TITLE, numerator="sum of cost")
MERGED = Reading(title=Words(zh="合并发行人", en="issuers merged"), group_by="company")
CAP = a_limit(readings={"cost": COST}, warn_at=None)
DEAR = held("A1", 200, cost=300)
CHEAP = held("A2", 300, cost=200)
ASSETS = (asset("A1"), asset("A2", issuer_id="C2"), asset("A3", issuer_id="C1"))


def flips(world: World, *limits: Limit, chosen: Catalogue | None = None, **options: Any) -> list[Row]:
    written = CATALOGUE.only(*limits)
    found = readings_that_flip(world.portfolio(), written, chosen or written, Options(**options))
    assert found.schema == FLIPS
    return found.to_dicts()


def in_short(found: list[Row]) -> list[tuple[object, ...]]:
    return [(one["reading"], one["group_id"], one["from"], one["to"]) for one in found]


def test_a_group_that_another_reading_judges_otherwise_is_listed_with_both_ratios() -> None:
    [first, second] = flips(World([DEAR, CHEAP], assets=ASSETS), CAP)
    assert (first["limit"], first["product_id"], first["manager_id"]) == ("rules/cap", "P1", "M1")
    assert (first["group_id"], first["from"], first["to"]) == ("A1", "pass", "breach")
    assert (first["ratio_from"], first["ratio_to"]) == (Decimal("0.2"), Decimal("0.3"))
    assert (second["group_id"], second["from"], second["to"]) == ("A2", "breach", "pass")


def test_what_every_reading_judges_alike_is_not_listed() -> None:
    alike = held("A1", 300, cost=400), held("A2", 100, cost=200)
    assert flips(World(alike, assets=ASSETS), CAP) == []


def test_a_warning_is_no_other_verdict_than_a_pass() -> None:
    warned = a_limit(readings={"cost": COST}, warn_at=Fraction(1, 2))
    world = World([held("A1", 200, cost=100)], assets=ASSETS)
    assert flips(world, warned) == []


def test_what_another_reading_leaves_open_is_listed() -> None:
    assert in_short(flips(World([held("A1", 200)], assets=ASSETS), CAP)) == [
        ("cost", "A1", "pass", "undetermined")
    ]


def test_the_reading_by_default_is_another_one_where_it_is_not_judged() -> None:
    written = CATALOGUE.only(CAP)
    chosen = with_readings(written, ["rules/cap=cost"])
    found = flips(World([DEAR], assets=ASSETS), CAP, chosen=chosen)
    assert in_short(found) == [("default", "A1", "breach", "pass")]


def test_groups_that_only_one_reading_forms_count_where_the_verdict_on_the_product_changes() -> None:
    merging = a_limit(readings={"merged": MERGED})
    apart = World([held("A1", 200), held("A3", 200)], assets=ASSETS)
    assert in_short(flips(apart, merging)) == [("merged", "C1", None, "breach")]
    both = World([held("A1", 300), held("A3", 200)], assets=ASSETS)
    assert flips(both, merging) == []


def test_each_limit_is_judged_under_each_of_its_readings() -> None:
    other = a_limit("rules/other", readings={"merged": MERGED, "cost": COST})
    world = World([held("A1", 200, cost=300), held("A3", 200, cost=10)], assets=ASSETS)
    found = flips(world, CAP, other)
    assert [(one["limit"], one["reading"]) for one in found] == [
        ("rules/cap", "cost"),
        ("rules/other", "cost"),
        ("rules/other", "merged"),
    ]


def test_a_manager_and_a_ban_are_judged_like_anything_else() -> None:
    of_managers = a_limit("rules/sum", judge_per="manager", readings={"cost": COST})
    ban = a_limit(
        "rules/ban",
        bounds=bound(None, "forbidden"),
        denominator=None,
        count="asset_id = 'A2'",
        readings={"other": Reading(title=TITLE, count="asset_id = 'A1'")},
    )
    found = flips(World([DEAR], assets=ASSETS), of_managers, ban)
    assert [(one["limit"], one["product_id"], one["group_id"], one["from"], one["to"]) for one in found] == [
        ("rules/ban", "P1", "A1", None, "breach"),
        ("rules/sum", None, "A1", "pass", "breach"),
    ]


def test_only_what_is_judged_in_this_run_is_judged_again() -> None:
    world = World(
        [DEAR, held("A1", 200, "P2", cost=300)], assets=ASSETS, products=[product("P1"), product("P2")]
    )
    assert len(flips(world, CAP)) == 2
    assert [one["product_id"] for one in flips(world, CAP, products=frozenset({"P2"}))] == ["P2"]
    plain = a_limit("rules/plain")
    assert flips(world, CAP, plain, limits=frozenset({"rules/plain"})) == []
    draft = msgspec.structs.replace(CAP, standing="draft")
    assert flips(world, draft, plain) == []
    assert len(flips(world, draft, plain, draft=True)) == 2


def test_contracts_that_name_limits_without_readings_are_no_obstacle() -> None:
    lines: list[Row] = [{"product_id": "P1", "limit": "rules/plain", "bound": "20%"}]
    world = World([DEAR], assets=ASSETS, product_limits=lines)
    assert in_short(flips(world, CAP, a_limit("rules/plain"))) == [("cost", "A1", "pass", "breach")]


def test_where_limits_with_readings_apply_to_nobody_there_is_nothing_to_flip() -> None:
    nobody = a_limit(applies_to="product_kind = 'public_fund'", readings={"cost": COST})
    assert flips(World([DEAR], assets=ASSETS), nobody, a_limit("rules/plain")) == []


def test_the_columns_of_every_reading_are_known_before_the_tables_are_read() -> None:
    assert [limit.amount for limit in other_readings(CATALOGUE.only(CAP))] == ["market_value", "cost"]


def reported(world: World) -> Report:
    written = CATALOGUE.only(CAP)
    portfolio = world.portfolio()
    return replace(check(portfolio, written), flips=readings_that_flip(portfolio, written, written))


def page(report: Report, language: Language) -> str:
    return " ".join(rich.write([report], language).decode().split())


def test_a_page_names_the_reading_and_both_verdicts() -> None:
    report = reported(World([DEAR], assets=ASSETS))
    assert "What another lawful reading would change: 1 rules/cap=cost: at cost" in page(report, "en")
    assert "pass 20% → breach 30%" in page(report, "en")
    assert "通过 20% → 超限 30%" in page(report, "zh")


def test_a_page_says_where_no_reading_changes_anything_and_is_silent_where_nobody_asked() -> None:
    report = reported(World([held("A1", 100, cost=100)], assets=ASSETS))
    assert "No other lawful reading changes a verdict." in page(report, "en")
    assert "lawful reading" not in page(replace(report, flips=None), "en")


def test_json_has_them_only_where_they_were_asked_for() -> None:
    report = reported(World([DEAR], assets=ASSETS))
    [flip] = json.report_document(report, "en")["readings_that_flip"]
    assert (flip["as_of"], flip["ratio_from"], flip["ratio_to"]) == ("2024-06-28", "0.2", "0.3")
    assert "readings_that_flip" not in json.report_document(replace(report, flips=None), "en")
