"""Which facts are missing: what a limit would need of products, holdings, assets, issuers and groups."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

import polars as pl
import pytest
from engine_frames import CATALOGUE, DAY, World, a_limit, a_trigger, asset, bound, held, manager, product
from strategies import Tables, crowd

from concentration.catalogue.model import Estimate, Limit
from concentration.completing.needed import NEEDED_SCHEMA, Needed, needed_facts
from concentration.pipeline import Options, check
from concentration.read.portfolio import Portfolio, Settings, portfolio_from_rows, read_portfolio
from concentration.report.result import Report
from concentration.vocabulary.tables import TABLES

SAMPLES = Path(__file__).parents[2] / "sample_portfolios"

Cells = set[tuple[str, str, str]]


def needed(rows: World, *limits: Limit, options: Options | None = None) -> Needed:
    """What the limits need of the rows of a world."""
    return needed_facts(rows.portfolio(), rows.catalogue.only(*limits), options)


def cells(found: Needed) -> Cells:
    """The missing cells by table, column and the last of the key that is not empty."""
    return {
        (table, column, [part for part in key if part][-1])
        for table, column, key in found.facts.select("table", "column", "key").iter_rows()
    }


def missing(rows: World, *limits: Limit) -> Cells:
    return cells(needed(rows, *limits))


def test_nothing_is_missing_where_every_limit_has_what_it_needs() -> None:
    found = needed(World([held()]), a_limit())
    assert found.facts.is_empty()
    assert found.facts.schema == NEEDED_SCHEMA
    assert found.waiting == ()


def test_each_cell_stands_once_with_its_row_its_key_and_the_limits_that_need_it() -> None:
    rows = World([held("A1", None)], assets=[asset("A1", name="甲")])
    found = needed(rows, a_limit("rules/b"), a_limit("rules/a"))
    assert found.facts.to_dicts() == [
        {
            "table": "holdings",
            "column": "market_value",
            "key": [DAY.isoformat(), "P1", "", "A1", "", ""],
            "name": "甲",
            "row": 2,
            "limits": ["rules/a", "rules/b"],
            "for_exemption": False,
        }
    ]


def test_facts_stand_in_the_order_of_tables_keys_and_columns() -> None:
    rows = World(
        [held("A2", None), held("A1", None)],
        products=[product("P1", net_assets=None)],
        assets=[asset("A1"), asset("A2", total_value=None)],
    )
    found = needed(rows, a_limit(), a_limit("rules/size", denominator="total_value"))
    assert found.facts.select("table", "column").rows() == [
        ("products", "net_assets"),
        ("assets", "total_value"),
        ("assets", "total_value"),
        ("holdings", "market_value"),
        ("holdings", "market_value"),
    ]
    assert [key[-3] for key in found.facts.filter(table="holdings")["key"]] == ["A1", "A2"]


# Products


def test_a_fact_that_decides_whom_the_limit_binds_is_needed() -> None:
    limit = a_limit(applies_to="product_kind = 'collective_plan' AND structured")
    rows = World([held()], products=[product("P1")])
    assert missing(rows, limit) == {("products", "structured", "P1")}


def test_a_fact_is_not_needed_where_another_rules_the_limit_out() -> None:
    limit = a_limit(applies_to="product_kind = 'bank_wmp' AND structured")
    assert missing(World([held()]), limit) == set()


def test_of_a_product_whose_kind_is_missing_only_what_tells_the_limits_is_asked() -> None:
    limit = a_limit(applies_to="product_kind = 'collective_plan' AND structured")
    rows = incomplete([held()], products=[product("P1", kind=None, net_assets=None)])
    found = needed_facts(rows, CATALOGUE.only(limit))
    assert cells(found) == {("products", "kind", "P1")}
    assert found.facts["limits"].to_list() == [["rules/cap"]]
    assert found.waiting == ("P1",)


@pytest.mark.parametrize("column", ["offering", "operation"])
def test_what_must_be_full_is_asked_though_no_limit_needs_it(column: str) -> None:
    rows = incomplete([held()], products=[product("P1", **{column: None})])
    found = needed_facts(rows, CATALOGUE.only(a_limit()))
    assert cells(found) == {("products", column, "P1")}
    assert found.facts["limits"].to_list() == [[]]
    assert found.waiting == ("P1",)


def test_products_of_a_manager_of_unknown_kind_wait() -> None:
    limit = a_limit(applies_to="manager_kind = 'bank'")
    rows = incomplete(
        [held(value=None), held("A1", None, "P2")],
        products=[product("P1"), product("P2", "M2")],
        managers=[manager("M1", kind=None), manager("M2", kind="bank")],
    )
    found = needed_facts(rows, CATALOGUE.only(limit))
    assert cells(found) == {("managers", "kind", "M1"), ("holdings", "market_value", "A1")}
    assert found.facts.filter(table="holdings")["key"].to_list()[0][1] == "P2"
    assert found.facts.filter(table="managers")["limits"].to_list() == [["rules/cap"]]
    assert found.waiting == ("P1",)


def test_a_product_without_manager_waits() -> None:
    rows = incomplete([held()], products=[product("P1") | {"manager_id": None}])
    found = needed_facts(rows, CATALOGUE.only(a_limit(judge_per="manager")))
    assert cells(found) == {("products", "manager_id", "P1")}
    assert found.waiting == ("P1",)


def test_a_name_is_asked_because_no_table_may_leave_it_empty() -> None:
    rows = incomplete([held()], assets=[asset("A1", name=None)])
    assert cells(needed_facts(rows, CATALOGUE.only(a_limit()))) == {("assets", "name", "A1")}


def test_rows_of_other_days_are_asked_for_what_must_be_full() -> None:
    earlier = product("P1", as_of="2024-03-29", kind=None)
    rows = incomplete([held()], products=[earlier, product("P1")])
    found = needed_facts(rows, CATALOGUE.only(a_limit()))
    assert found.facts["key"].to_list() == [["2024-03-29", "P1"]]
    assert found.waiting == ()


def test_facts_of_exemptions_are_told_apart() -> None:
    limit = a_limit(exempt=["index_tracking", "structured AND index_tracking"])
    found = needed(World([held()]), limit)
    assert found.facts.select("column", "for_exemption").rows() == [
        ("structured", True),
        ("index_tracking", True),
    ]


def test_a_fact_that_an_exemption_and_a_verdict_need_is_no_mere_exemption() -> None:
    limits = a_limit(exempt=["structured"]), a_limit("rules/two", applies_to="structured")
    assert needed(World([held()]), *limits).facts["for_exemption"].to_list() == [False]


def test_a_product_that_the_law_surely_frees_needs_nothing() -> None:
    limit = a_limit(exempt=["index_tracking"])
    rows = World([held(value=None)], products=[product("P1", index_tracking="true", net_assets=None)])
    assert missing(rows, limit) == set()


def test_a_draft_and_a_limit_that_is_not_in_force_yet_need_nothing() -> None:
    draft = a_limit("rules/draft", standing="draft")
    later = a_limit("rules/later", bounds=bound(from_day="2030-01-01"))
    rows = World([held(value=None)])
    assert missing(rows, a_limit("rules/other", applies_to="FALSE"), draft, later) == set()


def test_values_by_condition_need_what_tells_which_is_in_force_until_one_is() -> None:
    limit = a_limit(bounds=[bound("1/4", when="structured"), bound("1/5", when="collective"), bound("1/10")])
    assert {column for _, column, _ in missing(World([held()]), limit)} == {"structured", "collective"}
    known = World([held()], products=[product("P1", structured="true")])
    assert missing(known, limit) == set()


def test_what_a_sum_is_divided_by_is_needed_of_products_that_hold_something_that_counts() -> None:
    rows = World([held()], products=[product("P1", net_assets=None)])
    assert missing(rows, a_limit(count="asset_kind = 'stock'")) == {("products", "net_assets", "P1")}
    assert missing(rows, a_limit(count="asset_kind = 'trust_loan'")) == set()


def test_a_floor_needs_its_size_though_nothing_counts() -> None:
    floor = a_limit(count="asset_kind = 'cash'", bounds=bound("1/20", "at_least"), group_by="none")
    assert missing(World([held()], products=[product("P1", net_assets=None)]), floor) == {
        ("products", "net_assets", "P1")
    }


def test_a_managers_sum_needs_the_sizes_of_all_its_products() -> None:
    rows = World(
        [held(), held("A2", product="P2")],
        [product("P1", net_assets=1), product("P2", net_assets=None)],
        [asset("A1"), asset("A2", kind="treasury")],
    )
    limit = a_limit(judge_per="manager", count="asset_kind = 'stock'")
    assert missing(rows, limit) == {("products", "net_assets", "P2")}


def test_who_leaves_a_managers_sum_is_told_apart_like_an_exemption() -> None:
    limit = a_limit(judge_per="manager", leaves_out=["index_tracking"])
    found = needed(World([held()]), limit)
    assert found.facts.select("column", "for_exemption").rows() == [("index_tracking", True)]


def test_figures_of_a_product_need_what_they_are_made_of() -> None:
    limit = a_limit(
        numerator="days from established to maturity",
        denominator=None,
        group_by="none",
        bounds=bound("90", "at_least", unit="days"),
    )
    rows = World([held()], products=[product("P1", established="2024-01-02")])
    assert missing(rows, limit) == {("products", "maturity_date", "P1")}


def test_a_ban_on_a_product_needs_the_facts_of_its_condition() -> None:
    ban = a_limit(
        numerator="the product itself",
        denominator=None,
        group_by="none",
        count="structured",
        bounds=bound(None, "forbidden", unit="products"),
    )
    assert missing(World([held()]), ban) == {("products", "structured", "P1")}


def test_leverage_needs_the_assets_of_products_inside() -> None:
    limit = a_limit(numerator="total_assets", group_by="none", bounds=bound("7/5"))
    rows = World(
        [held("U2", 100), held("A1", 50, "P2")],
        [product("P1", total_assets=1000), product("P2", total_assets=None, net_assets=None)],
        [asset("A1"), asset("U2", kind="am_product", product_id="P2")],
    )
    assert {("products", "total_assets", "P2"), ("products", "net_assets", "P2")} <= missing(rows, limit)


# Holdings and assets


def test_an_amount_is_needed_where_the_holding_may_count() -> None:
    rows = World([held(value=None), held("A2", None)], assets=[asset("A1"), asset("A2", kind="treasury")])
    assert missing(rows, a_limit(count="asset_kind = 'stock'")) == {("holdings", "market_value", "A1")}


def test_an_amount_that_another_stands_in_for_is_needed_past_the_line() -> None:
    limit = a_limit(
        numerator="sum of cost",
        denominator=None,
        bounds=bound("1000", unit="yuan"),
        where_unknown=Estimate("market_value", Fraction(9, 10)),
    )
    assert missing(World([held(value=900)]), limit) == set()
    assert missing(World([held(value="900.0001")]), limit) == {("holdings", "cost", "A1")}
    assert missing(World([held(value=None)]), limit) == {
        ("holdings", "cost", "A1"),
        ("holdings", "market_value", "A1"),
    }


def test_derivatives_need_their_exposure_and_others_their_market_value() -> None:
    rows = World([held("F1", None), held("A1", None)], assets=[asset("F1", kind="future"), asset("A1")])
    limit = a_limit(numerator="sum of class_value", denominator="total_assets", group_by="class")
    found = missing(rows.but(products=[product("P1", total_assets=1)]), limit)
    assert found == {("holdings", "exposure", "F1"), ("holdings", "market_value", "A1")}


def test_a_fact_of_an_asset_is_needed_where_its_kind_does_not_decide() -> None:
    limit = a_limit(count="asset_kind = 'stock' OR (asset_kind = 'debt_to_equity' AND NOT listed)")
    rows = World([held(), held("D1")], assets=[asset("A1"), asset("D1", kind="debt_to_equity")])
    assert missing(rows, limit) == {("assets", "listed", "D1")}


def test_a_column_that_does_not_apply_to_a_kind_is_no_gap() -> None:
    limit = a_limit(count="suspended OR asset_kind = 'cash'")
    rows = World([held("C1"), held("A1")], assets=[asset("C1", kind="cash"), asset("A1")])
    assert missing(rows, limit) == {("assets", "suspended", "A1")}


def test_of_an_asset_of_unknown_kind_only_the_kind_is_asked() -> None:
    limit = a_limit(count="asset_kind = 'debt_to_equity' AND NOT listed", denominator="total_value")
    rows = incomplete([held()], assets=[asset("A1", kind=None)])
    found = needed_facts(rows, CATALOGUE.only(limit))
    assert cells(found) == {("assets", "kind", "A1")}
    assert found.facts["limits"].to_list() == [["rules/cap"]]


def test_a_fact_of_a_kind_needs_the_column_on_which_it_hangs() -> None:
    perpetual = World([held()], assets=[asset("A1", kind="perpetual_bond", debt_by_accounting=None)])
    assert missing(perpetual, a_limit(count="asset_class = 'debt'")) == {
        ("assets", "debt_by_accounting", "A1")
    }


def test_days_left_need_the_maturity() -> None:
    limit = a_limit(count="has_maturity AND trading_days_left <= 5")
    rows = World([held(), held("B1")], assets=[asset("A1"), asset("B1", kind="corporate_bond")])
    assert missing(rows, limit) == {("assets", "maturity_date", "B1")}


def test_a_rating_of_an_issuer_needs_the_issuer_then_the_party() -> None:
    limit = a_limit(count="RATED_BELOW(issuer_rating, 'AA')")
    rows = World(
        [held("A1"), held("A2"), held("A3")],
        assets=[asset("A1", issuer_id=None), asset("A2", issuer_id="C2"), asset("A3", issuer_id="C3")],
        parties=[{"party_id": "C2", "name": "乙"}],
    )
    found = needed(rows, limit).facts
    assert found.select("table", "column", "key", "name", "row").rows() == [
        ("assets", "issuer_id", ["", "A1"], "asset", 2),
        ("parties", "rating", ["", "C2"], "乙", 2),
        ("parties", "rating", ["", "C3"], None, None),
    ]


def test_a_rating_that_is_not_on_the_scale_is_no_empty_cell() -> None:
    rows = World([held()], assets=[asset("A1", kind="corporate_bond", rating="very good")])
    assert missing(rows, a_limit(count="RATED_BELOW(asset_rating, 'AA')")) == set()


def test_facts_of_counterparties_need_the_counterparty_then_the_party() -> None:
    limit = a_limit(count="counterparty_kind = 'bank'")
    rows = World([held("A1"), held("A2", counterparty_id="K1")], assets=[asset("A1"), asset("A2")])
    assert missing(rows, limit) == {("holdings", "counterparty_id", "A1"), ("parties", "kind", "K1")}


def test_an_empty_cell_that_means_none_is_never_missing() -> None:
    limits = [
        a_limit("rules/t", count="tranche_id = 'T1'"),
        a_limit("rules/u", count="unit_of = 'P2'"),
        a_limit("rules/f", group_by="fund"),
        a_limit("rules/l", count="lot_restricted"),
    ]
    assert missing(World([held()]), *limits) == set()


def test_a_column_of_a_houses_own_is_needed_like_any_other() -> None:
    rows = World(
        [held("A1"), held("A2")],
        assets=[asset("A1", watch_list=None), asset("A2", watch_list="true")],
        settings=Settings(facts={"assets": {"watch_list": "bool"}}),
    )
    assert missing(rows, a_limit(count="asset.watch_list")) == {("assets", "watch_list", "A1")}


def test_only_if_every_holding_needs_what_leaves_that_open() -> None:
    limit = a_limit(only_if_every_holding="listed", group_by="none")
    rows = World([held("A1"), held("A2", 0)], assets=[asset("A1"), asset("A2")])
    assert missing(rows, limit) == {("assets", "listed", "A1")}
    decided = rows.but(holdings=[held("A1"), held("A3")], assets=[asset("A1"), asset("A3", listed="false")])
    assert missing(decided, limit) == set()


def test_only_if_some_holding_needs_the_value_of_what_may_be_held() -> None:
    limit = a_limit(only_if_some_holding="asset_kind = 'foreign_fund'", count="asset_kind = 'treasury'")
    rows = World([held("F1", None), held("A1")], assets=[asset("F1", kind="foreign_fund"), asset("A1")])
    assert missing(rows, limit) == {("holdings", "market_value", "F1")}


# Groups


@pytest.mark.parametrize(
    ("group_by", "column"), [("company", "issuer_id"), ("related_party", "issuer_id"), ("market", "country")]
)
def test_what_says_to_which_group_an_asset_belongs_is_needed(group_by: str, column: str) -> None:
    rows = World([held()], assets=[asset("A1", issuer_id=None)])
    assert missing(rows, a_limit(group_by=group_by)) == {("assets", column, "A1")}


def test_only_debts_are_merged_over_their_financing_party() -> None:
    rows = World(
        [held("A1"), held("L1")],
        assets=[asset("A1", issuer_id=None), asset("L1", kind="trust_loan", issuer_id=None)],
    )
    assert missing(rows, a_limit(group_by="same_asset")) == {("assets", "issuer_id", "L1")}


def test_a_unit_of_a_fund_needs_no_issuer_to_stand_alone() -> None:
    rows = World([held()], assets=[asset("A1", kind="public_fund", issuer_id=None)])
    assert missing(rows, a_limit(group_by="related_party")) == set()


def test_a_counterparty_that_groups_is_needed() -> None:
    rows = World([held("F1", initial_outlay=5)], assets=[asset("F1", kind="swap")])
    limit = a_limit(group_by="counterparty", numerator="sum of initial_outlay")
    assert missing(rows, limit) == {("holdings", "counterparty_id", "F1")}


def test_a_company_needs_the_tradable_shares_of_all_its_lines() -> None:
    rows = World(
        [held()],
        assets=[
            asset("A1", tradable_shares=10),
            asset("A2"),
            asset("A3", issuer_id="C9"),
            asset("B1", kind="corporate_bond"),
        ],
    )
    limit = a_limit(group_by="company", numerator="sum of quantity", denominator="tradable_shares")
    assert missing(rows, limit) == {("assets", "tradable_shares", "A2")}


def test_a_trigger_needs_what_its_line_is_drawn_through() -> None:
    limit = a_limit(trigger=a_trigger(count="asset_kind = 'corporate_bond'"), count="asset_kind = 'treasury'")
    rows = World(
        [held("B1"), held("T1")],
        assets=[asset("B1", kind="corporate_bond", issuer_id=None), asset("T1", kind="treasury")],
    )
    assert ("assets", "issuer_id", "B1") in missing(rows, limit)


def test_a_limit_whose_trigger_has_nothing_to_count_needs_nothing() -> None:
    limit = a_limit(trigger=a_trigger(count="asset_kind = 'corporate_bond'"))
    assert missing(World([held(value=None)]), limit) == set()


def test_a_setting_that_nobody_has_made_is_listed_by_its_name() -> None:
    limit = a_limit(count="country IN some_markets", group_by="none")
    rows = World([held()], assets=[asset("A1", country="HK")], lists={"some_markets": None})
    found = needed(rows, limit).facts
    assert found.select("table", "column", "key", "row", "limits").rows() == [
        ("lists", "", ["some_markets"], None, ["rules/cap"])
    ]


# Held products


def test_what_is_inside_a_held_product_is_needed_by_a_limit_that_looks_through() -> None:
    rows = World(
        [held("U2", 100), held("A1", None, "P2")],
        [product("P1"), product("P2", kind="bank_wmp")],
        [asset("A1"), asset("U2", kind="am_product", product_id="P2")],
    )
    limit = a_limit(applies_to="product_kind = 'collective_plan'", through="replace")
    assert missing(rows, limit) == {("holdings", "market_value", "A1")}


def test_what_it_takes_to_look_through_is_needed() -> None:
    rows = World(
        [held("U2", 100), held("A1", 10, "P2")],
        [product("P1"), product("P2", kind="bank_wmp", net_assets=None)],
        [asset("A1"), asset("U2", kind="am_product", product_id="P2")],
    )
    limit = a_limit(applies_to="product_kind = 'collective_plan'", through="replace")
    assert ("products", "net_assets", "P2") in missing(rows, limit)


def test_contracts_need_what_the_law_needs() -> None:
    tightened = [{"product_id": "P1", "limit": "rules/cap", "bound": "10%"}]
    rows = World([held(value=None)], product_limits=tightened)
    assert missing(rows, a_limit()) == {("holdings", "market_value", "A1")}


def test_every_day_is_asked_where_all_are_judged() -> None:
    later = date(2024, 9, 30)
    rows = World(
        [held(value=None), held(value=None) | {"as_of": later.isoformat()}],
        [product("P1"), product("P1", as_of=later.isoformat())],
    )
    assert needed(rows, a_limit()).facts["key"].to_list() == [[later.isoformat(), "P1", "", "A1", "", ""]]
    assert needed(rows, a_limit(), options=Options(as_of="all")).facts.height == 2


# The truth


@pytest.mark.parametrize("sample", sorted(path.parent.name for path in SAMPLES.glob("*/products.csv")))
def test_every_empty_cell_that_a_report_names_is_listed(sample: str) -> None:
    portfolio = read_portfolio(SAMPLES / sample, CATALOGUE.kinds)
    named = {
        (cell["table"], cell["column"], cell["row"])
        for lacking in check(portfolio, CATALOGUE).findings["missing"].to_list()
        for cell in lacking or []
        if cell["row"] is not None
    }
    listed = needed_facts(portfolio, CATALOGUE).facts
    assert named <= set(listed.select("table", "column", "row").rows())


SUBJECT = ("limit", "as_of", "manager_id", "product_id", "tranche_id", "through")


def undetermined(report: Report) -> dict[tuple[object, ...], list[dict[str, Any]]]:
    """What each undetermined subject of a limit lacks."""
    found = report.findings.filter(pl.col("status") == "undetermined")
    return {tuple(row[:-1]): row[-1] or [] for row in found.select(*SUBJECT, "missing").iter_rows()}


IDS = {
    "managers": "manager_id",
    "products": "product_id",
    "assets": "asset_id",
    "holdings": "product_id",
    "parties": "party_id",
}
"""Whose cells are blanked: the column that names the small portfolio of a row."""

Blank = tuple[str, str, int]
"""A cell that was emptied: its table, column and row."""


def with_blanks(tables: Tables, random: Random, worlds: int) -> tuple[Tables, dict[Blank, str]]:
    """Return the tables of many small portfolios with one cell of each emptied, and whose they were."""
    fewer = {name: [dict(row) for row in rows] for name, rows in tables.items()}
    blanks = {}
    for number in range(worlds):
        full = [
            (name, place, column)
            for name, own in IDS.items()
            for place, row in enumerate(fewer.get(name, []))
            if str(row[own]).startswith(f"W{number}-")
            for column, cell in row.items()
            if cell is not None and _may_be_unknown(name, column)
        ]
        name, place, column = full[random.randrange(len(full))]
        fewer[name][place][column] = None
        blanks[name, column, place + 2] = str(fewer[name][place][IDS[name]])
    return fewer, blanks


def _may_be_unknown(table: str, column: str) -> bool:
    known = TABLES[table].column(column)
    return not (known.filled or known.empty_is_none)


def named_by(lacking: list[dict[str, Any]], blanks: dict[Blank, str]) -> set[Blank]:
    """Return the blanks that a finding names: by their rows, or by whose they are."""
    return {
        blank
        for cell in lacking
        for blank, owner in blanks.items()
        if (cell["table"], cell["column"]) == blank[:2]
        and (cell["row"] == blank[2] if cell["row"] is not None else cell["key"] == owner)
    }


WORLDS = 34
"""Two of each theme."""


@pytest.mark.parametrize("seed", [1, 2])
def test_a_cell_whose_loss_leaves_a_verdict_open_is_needed(seed: int) -> None:
    random = Random(seed)
    tables = crowd(random, sorted(CATALOGUE.kinds), WORLDS)
    fewer, blanks = with_blanks(tables, random, WORLDS)
    options = Options(as_of="all")
    before, after = (portfolio_from_rows(rows, kinds=CATALOGUE.kinds) for rows in (tables, fewer))
    was_open = undetermined(check(before, CATALOGUE, options))
    opened = {
        subject: lacking
        for subject, lacking in undetermined(check(after, CATALOGUE, options)).items()
        if subject not in was_open
    }
    named = {blank for lacking in opened.values() for blank in named_by(lacking, blanks)}
    listed = needed_facts(after, CATALOGUE, options).facts.select("table", "column", "row").rows()
    assert named
    assert named <= set(listed)


def incomplete(holdings: Sequence[dict[str, object]], **tables: Sequence[dict[str, object]]) -> Portfolio:
    """Return the portfolio of a world whose columns that must be full may be empty."""
    return World(holdings, **tables).portfolio(incomplete=True)
