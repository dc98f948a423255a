"""The naive judge on portfolios of a few rows, one sentence of the law each."""

from datetime import date

from concentration.catalogue.load import load_catalogue
from concentration.read.portfolio import Settings, portfolio_from_rows
from naive.judge import Verdict, judge

CATALOGUE = load_catalogue()
DAY = date(2024, 6, 28)
PLAN = "collective-plans/single-asset-of-plan"
LOAN = {"kind": "trust_loan", "issuer_id": "C1"}

Row = dict[str, object]


def verdicts(
    limit: str,
    assets: list[Row],
    values: list[object],
    *,
    product: Row | None = None,
    settings: Settings | None = None,
    relations: list[Row] | None = None,
) -> list[Verdict]:
    """Judge one product of one million that holds the assets at these market values."""
    ids = [f"A{number}" for number in range(1, len(assets) + 1)]
    day = DAY.isoformat()
    base: Row = {
        "as_of": day,
        "product_id": "P1",
        "name": "plan",
        "manager_id": "M1",
        "kind": "collective_plan",
    }
    base |= {"offering": "private", "operation": "open", "net_assets": 1000000} | (product or {})
    tables: dict[str, list[Row]] = {
        "managers": [{"manager_id": "M1", "name": "firm", "kind": "securities_firm"}],
        "products": [base],
        "assets": [{"asset_id": one, "name": one} | asset for one, asset in zip(ids, assets, strict=True)],
        "holdings": [
            {"as_of": day, "product_id": "P1", "asset_id": one, "quantity": 1, "market_value": value}
            for one, value in zip(ids, values, strict=True)
        ],
    }
    if relations:
        tables["relations"] = relations
    portfolio = portfolio_from_rows(tables, settings, kinds=CATALOGUE.kinds)
    return [one for one in judge(portfolio, CATALOGUE, [DAY]) if one.limit in (limit, None)]


def said(found: list[Verdict]) -> dict[str | None, str]:
    return {one.group: one.status for one in found}


def test_at_the_bound_passes_with_a_warning_and_a_hundredth_of_a_fen_above_is_a_breach() -> None:
    assert said(verdicts(PLAN, [LOAN], [225000])) == {"C1": "pass"}
    assert said(verdicts(PLAN, [LOAN], [250000])) == {"C1": "warning"}
    assert said(verdicts(PLAN, [LOAN], ["250000.0001"])) == {"C1": "breach"}


def test_loan_and_unlisted_equity_of_related_parties_are_one_asset_named_by_the_smallest_id() -> None:
    assets: list[Row] = [
        {"kind": "trust_loan", "issuer_id": "C2"},
        {"kind": "unlisted_equity", "issuer_id": "C1"},
    ]
    ties: list[Row] = [{"party_id": "C1", "related_party_id": "C2", "relation": "owns", "stake": "51%"}]
    assert said(verdicts(PLAN, assets, [130000, 130000])) == {"C1": "pass", "C2": "pass"}
    (merged,) = verdicts(PLAN, assets, [130000, 130000], relations=ties)
    assert (merged.group, merged.members, merged.status) == ("C1", ("C1", "C2"), "breach")


def test_a_loan_to_an_unknown_party_lifts_the_groups_of_parties_and_no_other() -> None:
    assets: list[Row] = [LOAN, {"kind": "trust_loan"}, {"kind": "stock", "issuer_id": "C1"}]
    assert said(verdicts(PLAN, assets, [200000, 50001, 200000])) == {None: "undetermined", "A3": "pass"}
    assert said(verdicts(PLAN, assets, [150000, 50000, 200000])) == {
        "C1": "pass",
        "A3": "pass",
        None: "pass",
    }


def test_what_the_rows_leave_unexplained_may_be_more_of_anything() -> None:
    partial = Settings(holdings="partial")
    assert said(verdicts(PLAN, [LOAN], [200000], settings=partial)) == {None: "undetermined"}
    assert said(verdicts(PLAN, [LOAN], [251000], settings=partial)) == {"C1": "breach", None: "undetermined"}


def test_a_product_without_a_row_is_undetermined_once_and_nothing_else_is_said_of_it() -> None:
    (only,) = [one for one in verdicts(PLAN, [], []) if one.scope == "product"]
    assert (only.limit, only.status) == (None, "undetermined")


def test_net_assets_that_are_unknown_or_not_positive_decide_nothing() -> None:
    for net_assets in (None, 0, -1):
        assert said(verdicts(PLAN, [LOAN], [1], product={"net_assets": net_assets})) == {"C1": "undetermined"}
    cash: list[Row] = [{"kind": "cash"}]
    assert said(verdicts(PLAN, cash, [1], product={"net_assets": 0})) == {None: "pass"}


def test_a_floor_is_judged_on_an_empty_sum() -> None:
    fund: Row = {"kind": "cash_management", "offering": "public"}
    cd: list[Row] = [{"kind": "interbank_cd", "issuer_id": "C1"}]
    assert said(verdicts("cash-management/liquid-5", cd, [1000000], product=fund)) == {None: "breach"}


def test_in_leverage_a_unit_that_cannot_be_looked_through_counts_with_its_own_value() -> None:
    fund: Row = {"kind": "cash_management", "offering": "public", "total_assets": 1000000}
    units: list[Row] = [{"kind": "am_product"}]
    leverage = "cash-management/leverage-120"
    assert said(verdicts(leverage, units, [1000000], product=fund)) == {None: "pass"}
    assert said(verdicts(leverage, units, [1000000], product=fund | {"total_assets": 1200001})) == {
        None: "breach"
    }


def test_an_unknown_condition_of_whom_a_limit_applies_to_makes_a_breach_undetermined() -> None:
    stock: list[Row] = [{"kind": "stock", "issuer_id": "C1"}]
    limit = "securities-trust/structured-single-company-20"
    for structured, status in (("true", "breach"), (None, "undetermined")):
        trust: Row = {"kind": "securities_trust", "structured": structured}
        assert said(verdicts(limit, stock, [200001], product=trust)) == {"C1": status}
    assert verdicts(limit, stock, [200001], product={"kind": "securities_trust", "structured": "false"}) == []
