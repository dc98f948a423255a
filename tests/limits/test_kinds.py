"""The table of kinds against 标准化债权类资产认定规则: 58 instruments, and every kind with its classes."""

from collections.abc import Mapping
from pathlib import Path

import msgspec
import polars as pl
import pytest
from engine_frames import DAY, World, asset

from concentration.catalogue.cases import load_cases
from concentration.catalogue.load import load_catalogue
from concentration.catalogue.model import AssetKind, ByFact, Catalogue
from concentration.classify import classify
from concentration.pipeline import Options, check
from concentration.read.portfolio import portfolio_from_rows
from concentration.vocabulary.tables import FUND_NATURES

CATALOGUE = load_catalogue()
KINDS = CATALOGUE.kinds

BOOKED_AS_DEBT = {"debt_by_accounting": "true"}
BOOKED_AS_EQUITY = {"debt_by_accounting": "false"}

# Row, instrument, kind, what is known of the asset, class. A row that names several instruments, or leaves the
# class to a fact of the asset, has several lines.
DECISIONS: list[tuple[int, str, str, Mapping[str, str], str]] = [
    (1, "国债", "treasury", {}, "standard"),
    (2, "中央银行票据", "central_bank_bill", {}, "standard"),
    (3, "地方政府债券", "local_government_bond", {}, "standard"),
    (4, "政府支持机构债券", "government_agency_bond", {}, "standard"),
    (5, "铁道债", "government_agency_bond", {}, "standard"),
    (6, "中央汇金债", "government_agency_bond", {}, "standard"),
    (7, "政策性金融债", "policy_bank_bond", {}, "standard"),
    (8, "熊猫债", "panda_bond", {}, "standard"),
    (9, "商业银行普通金融债", "financial_bond", {}, "standard"),
    (10, "二级资本债", "financial_bond", {}, "standard"),
    (11, "证券公司债", "corporate_bond", {}, "standard"),
    (11, "证券公司次级债", "financial_bond", {}, "standard"),
    (12, "超短融、短融、中期票据", "debt_financing_instrument", {}, "standard"),
    (13, "定向债务融资工具", "debt_financing_instrument", {}, "standard"),
    (14, "公司债券", "corporate_bond", {}, "standard"),
    (15, "非公开发行公司债", "corporate_bond", {}, "standard"),
    (16, "企业债券", "enterprise_bond", {}, "standard"),
    (17, "国际机构债券", "international_bond", {}, "standard"),
    (18, "同业存单", "interbank_cd", {}, "standard"),
    (19, "信贷资产支持证券", "credit_abs", {}, "standard"),
    (20, "资产支持票据", "abn", {}, "standard"),
    (21, "证券交易所挂牌的资产支持证券", "exchange_abs", {}, "standard"),
    (22, "未在交易所挂牌的资产支持证券", "unlisted_abs", {}, "non_standard"),
    (23, "固定收益类公募基金", "public_fund", {"fund_nature": "fixed_income"}, "standard"),
    (24, "货币市场基金", "public_fund", {"fund_nature": "money_market"}, "standard"),
    (25, "混合公募基金", "public_fund", {"fund_nature": "mixed"}, "out_of_scope"),
    (25, "股票公募基金", "public_fund", {"fund_nature": "equity"}, "out_of_scope"),
    (25, "性质未知的公募基金", "public_fund", {}, "review"),
    (26, "公募REITs", "public_fund", {"fund_nature": "reit"}, "out_of_scope"),
    (27, "固收类公募银行理财", "am_product", {}, "review"),
    (28, "永续债(债权)", "perpetual_bond", BOOKED_AS_DEBT, "standard"),
    (29, "永续债(权益)", "perpetual_bond", BOOKED_AS_EQUITY, "out_of_scope"),
    (30, "永续债(会计归属未知)", "perpetual_bond", {}, "review"),
    (31, "可转债(债权)", "convertible_bond", BOOKED_AS_DEBT, "standard"),
    (32, "可转债(权益)", "convertible_bond", BOOKED_AS_EQUITY, "out_of_scope"),
    (32, "可转债(会计归属未知)", "convertible_bond", {}, "review"),
    (33, "可交换债(债权)", "exchangeable_bond", BOOKED_AS_DEBT, "standard"),
    (33, "可交换债(权益)", "exchangeable_bond", BOOKED_AS_EQUITY, "out_of_scope"),
    (33, "可交换债(会计归属未知)", "exchangeable_bond", {}, "review"),
    (34, "优先股", "preferred_stock", {}, "out_of_scope"),
    (35, "普通股", "stock", {}, "out_of_scope"),
    (35, "未上市企业股权", "unlisted_equity", {}, "out_of_scope"),
    (36, "期货", "future", {}, "out_of_scope"),
    (36, "场内期权", "listed_option", {}, "out_of_scope"),
    (36, "场外期权", "otc_option", {}, "out_of_scope"),
    (36, "互换", "swap", {}, "out_of_scope"),
    (36, "远期", "forward", {}, "out_of_scope"),
    (37, "活期存款", "demand_deposit", {}, "excluded"),
    (37, "定期存款", "time_deposit", {}, "excluded"),
    (37, "通知存款", "notice_deposit", {}, "excluded"),
    (38, "大额存单", "certificate_of_deposit", {}, "excluded"),
    (39, "同业存款", "interbank_deposit", {}, "excluded"),
    (40, "协议存款", "agreement_deposit", {}, "excluded"),
    (41, "结构性存款", "structured_deposit", {}, "excluded"),
    (42, "债券逆回购", "bond_reverse_repo", {}, "excluded"),
    (43, "同业拆借", "interbank_lending", {}, "excluded"),
    (44, "同业借款", "interbank_loan", {}, "non_standard"),
    (45, "债券借贷", "bond_lending", {}, "non_standard"),
    (46, "票据逆回购", "bill_reverse_repo", {}, "non_standard"),
    (47, "以标准化金融资产为标的的逆回购", "other_reverse_repo", {}, "non_standard"),
    (48, "股票质押式回购", "stock_pledge_repo", {}, "non_standard"),
    (49, "理财直接融资工具", "direct_financing_tool", {}, "non_standard"),
    (50, "信贷资产流转和收益权转让产品", "credit_asset_transfer", {}, "non_standard"),
    (51, "债权融资计划", "debt_financing_plan", {}, "non_standard"),
    (52, "收益凭证", "income_certificate", {}, "non_standard"),
    (53, "债权投资计划", "insurance_debt_plan", {}, "non_standard"),
    (54, "资产支持计划", "insurance_asset_plan", {}, "non_standard"),
    (55, "信托贷款", "trust_loan", {}, "non_standard"),
    (55, "委托贷款", "entrusted_loan", {}, "non_standard"),
    (55, "信贷资产", "credit_asset", {}, "non_standard"),
    (55, "应收账款", "trade_receivable", {}, "non_standard"),
    (55, "信用证", "letter_of_credit", {}, "non_standard"),
    (55, "融资租赁债权", "lease_receivable", {}, "non_standard"),
    (55, "收益权", "income_right", {}, "non_standard"),
    (56, "附回购条款股权", "repurchase_equity", {}, "non_standard"),
    (57, "承兑汇票", "acceptance_bill", {}, "non_standard"),
    (57, "标准化票据", "standardised_bill", {}, "non_standard"),
    (58, "境外债券", "overseas_bond", {}, "review"),
]

# What a kind is to the class tests and to the rules on securities, by the words of the table of kinds.
CASH = (
    "cash demand_deposit settlement_reserve margin_deposit subscription_receivable settlement_receivable "
    "accrued_interest"
)
TERM_DEPOSITS = (
    "time_deposit notice_deposit agreement_deposit structured_deposit interbank_deposit "
    "certificate_of_deposit"
)
STANDARD_DEBT = (
    "treasury central_bank_bill policy_bank_bond local_government_bond government_agency_bond financial_bond "
    "corporate_bond enterprise_bond debt_financing_instrument international_bond panda_bond interbank_cd "
    "credit_abs abn exchange_abs"
)
BY_ACCOUNTING = "perpetual_bond convertible_bond exchangeable_bond"
EXCLUDED_DEBT = "bond_reverse_repo interbank_lending"
REVERSE_REPOS = "bond_reverse_repo bill_reverse_repo other_reverse_repo"
NON_STANDARD_DEBT = (
    "bill_reverse_repo other_reverse_repo stock_pledge_repo bond_lending interbank_loan trust_loan entrusted_loan "
    "credit_asset trade_receivable lease_receivable letter_of_credit acceptance_bill standardised_bill income_right "
    "repurchase_equity unlisted_abs direct_financing_tool credit_asset_transfer debt_financing_plan "
    "income_certificate insurance_debt_plan insurance_asset_plan"
)
LISTED_EQUITY = "stock depositary_receipt preferred_stock adr gdr reit warrant"
UNLISTED_EQUITY = "unlisted_equity debt_to_equity"
FUNDS = "public_fund foreign_fund hedge_fund"
DERIVATIVES = "future listed_option forward swap otc_option commodity"

CLASSES = {
    kind: classes
    for kinds, classes in [
        (CASH, ("cash", "none")),
        (TERM_DEPOSITS, ("debt", "none")),
        (STANDARD_DEBT, ("debt", "security")),
        (BY_ACCOUNTING, ("unknown", "security")),
        ("overseas_bond", ("debt", "security")),
        (EXCLUDED_DEBT, ("debt", "none")),
        (NON_STANDARD_DEBT, ("debt", "none")),
        (LISTED_EQUITY, ("equity", "security")),
        (UNLISTED_EQUITY, ("equity", "none")),
        (FUNDS, ("fund", "fund")),
        ("am_product", ("product", "none")),
        (DERIVATIVES, ("commodity_derivative", "none")),
    ]
    for kind in kinds.split()
}


def word(value: str | ByFact, known: Mapping[str, str]) -> str:
    """What the table of kinds says of an asset of which only these facts are known."""
    if isinstance(value, str):
        return value
    if value.by not in known:
        return value.unknown
    return value.values.get(known[value.by], value.otherwise or value.unknown)


def lacking(column: str) -> set[str]:
    return {name for name, kind in KINDS.items() if column in kind.lacks}


@pytest.mark.parametrize(
    ("kind", "known", "expected"),
    [pytest.param(kind, known, says, id=f"{row} {name}") for row, name, kind, known, says in DECISIONS],
)
def test_an_instrument_is_of_the_class_that_the_rules_give_it(
    kind: str, known: Mapping[str, str], expected: str
) -> None:
    assert word(KINDS[kind].debt_class, known) == expected


def test_all_58_instruments_have_a_kind() -> None:
    assert sorted({row for row, *_ in DECISIONS}) == list(range(1, 59))
    assert {decision.row for decision in CATALOGUE.decisions.values()} == {*range(1, 59), None}


@pytest.mark.parametrize(
    ("row", "kind", "expected"),
    [pytest.param(row, kind, says, id=f"{row} {name}") for row, name, kind, _, says in DECISIONS],
)
def test_a_row_of_the_decision_table_stands_in_the_file_with_its_kind_and_class(
    row: int, kind: str, expected: str
) -> None:
    assert expected in {
        decision.debt_class
        for decision in CATALOGUE.decisions.values()
        if decision.row == row and kind in decision.kinds
    }


def test_assets_are_classified_as_the_58_rows_say() -> None:
    assets = [
        asset(f"{place:02} {name}", kind=kind, issuer_id=None, **known)
        for place, (_, name, kind, known, _) in enumerate(DECISIONS)
    ]
    said = classify(World(assets=assets).portfolio().tables, CATALOGUE, DAY)
    assert said["class"].to_list() == [expected for *_, expected in DECISIONS]


def test_the_decisions_agree_with_the_table_of_kinds_for_every_fact_they_hang_on() -> None:
    """The engine judges by the table of kinds; what `classify` explains must be the same classes."""
    facts: list[dict[str, str]] = [{}]
    facts += [{"debt_by_accounting": word} for word in ("true", "false")]
    facts += [{"fund_nature": value.name} for value in FUND_NATURES]
    facts += [{"recognised_standard": word} for word in ("true", "false")]
    assets = [
        asset(f"{kind} {place}", kind=kind, issuer_id=None, **known)
        for kind in KINDS
        for place, known in enumerate(facts)
    ]
    world = World(assets=assets)
    engine = world.connected().assets.select("asset_id", pl.col("debt_class").fill_null("review"))
    said = classify(world.portfolio().tables, CATALOGUE, DAY)
    assert said.height == len(assets)
    both = said.join(engine.with_columns(pl.col("asset_id").cast(pl.String)), on="asset_id")
    assert both.filter(pl.col("class") != pl.col("debt_class")).select("asset_id", "class").rows() == []
    assert said["step"].null_count() == 0


def test_the_kinds_are_these_and_no_others() -> None:
    assert set(KINDS) == set(CLASSES)


@pytest.mark.parametrize(("kind", "classes"), CLASSES.items())
def test_a_kind_has_its_asset_class_and_security_class(kind: str, classes: tuple[str, str]) -> None:
    assert (word(KINDS[kind].asset_class, {}), KINDS[kind].security_class) == classes


@pytest.mark.parametrize("name", KINDS)
def test_an_asset_counts_in_the_class_tests_as_what_it_is_and_cash_as_debt(name: str) -> None:
    kind = KINDS[name]
    if isinstance(kind.asset_class, str) and kind.asset_class in ("fund", "product"):
        natures = {value.name: word(kind.test_class, {"fund_nature": value.name}) for value in FUND_NATURES}
        counted = {"fixed_income": "debt", "money_market": "debt", "equity": "equity"}
        assert natures == dict.fromkeys(natures, "none") | counted
        assert word(kind.test_class, {}) == "unknown"
        assert "fund_nature" not in kind.lacks
    else:
        assert kind.test_class == ("debt" if kind.asset_class == "cash" else kind.asset_class)


def test_only_units_of_asset_management_products_are_looked_through() -> None:
    assert {name for name, kind in KINDS.items() if kind.look_through} == {"am_product"}


@pytest.mark.parametrize("kind", BY_ACCOUNTING.split())
def test_the_issuers_books_make_a_perpetual_or_convertible_bond_debt_or_equity(kind: str) -> None:
    assert word(KINDS[kind].asset_class, BOOKED_AS_DEBT) == "debt"
    assert word(KINDS[kind].asset_class, BOOKED_AS_EQUITY) == "equity"


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [(STANDARD_DEBT, "standard"), (TERM_DEPOSITS, "excluded"), (NON_STANDARD_DEBT, "non_standard")],
    ids=["standard", "excluded", "non_standard"],
)
def test_all_kinds_of_a_group_are_of_one_debt_class(kinds: str, expected: str) -> None:
    assert {word(KINDS[kind].debt_class, {}) for kind in kinds.split()} == {expected}


def test_what_is_merged_over_the_party_is_non_standard_debt_and_unlisted_equity() -> None:
    def merged(kind: AssetKind) -> bool:
        return word(kind.same_asset, {"listed": "false"}) == "party"

    expected = {*NON_STANDARD_DEBT.split(), *UNLISTED_EQUITY.split()}
    assert {name for name, kind in KINDS.items() if merged(kind)} == expected


def test_a_listed_debt_to_equity_asset_is_not_merged_and_one_of_unknown_listing_may_be() -> None:
    assert word(KINDS["debt_to_equity"].same_asset, {"listed": "true"}) == "itself"
    assert word(KINDS["debt_to_equity"].same_asset, {}) == "unclear"


def test_cash_deposits_repos_and_interbank_lending_have_no_size_of_their_own() -> None:
    claims = {*CASH.split(), *TERM_DEPOSITS.split(), *REVERSE_REPOS.split(), "interbank_lending"}
    no_whole = {"future", "listed_option", "forward", "swap", "otc_option"}
    assert lacking("total_value") == claims | no_whole


def test_only_shares_of_a_company_have_tradable_shares() -> None:
    assert set(KINDS) - lacking("tradable_shares") == {"stock", "depositary_receipt"}


def test_only_term_deposits_and_reverse_repos_can_be_withdrawn_early() -> None:
    assert set(KINDS) - lacking("early_withdrawal") == {*TERM_DEPOSITS.split(), *REVERSE_REPOS.split()}


def test_only_derivatives_and_the_cash_class_may_be_worth_less_than_nothing() -> None:
    below = {name for name, kind in KINDS.items() if kind.may_be_negative}
    assert below == {*CASH.split(), *DERIVATIVES.split()} - {"commodity"}


def status(limit_id: str, catalogue: Catalogue) -> list[str]:
    """The statuses of the limit's first case of a breach."""
    cases = load_cases(Path(__file__).parent / f"{limit_id}.yaml")
    case = next(case for case in cases if case.name.startswith("one fen above"))
    portfolio = portfolio_from_rows(case.tables, kinds=catalogue.kinds)
    report = check(portfolio, catalogue.only(catalogue.limit(limit_id)), Options(show_all=True))
    return report.findings["status"].to_list()


QUARTERS = ["collective-plans/single-asset-of-plan", "collective-plans/single-asset-of-asset"]


@pytest.mark.parametrize("limit_id", QUARTERS)
def test_an_asset_on_the_recognised_list_leaves_the_quarter(limit_id: str) -> None:
    ours = load_catalogue()
    listed = msgspec.structs.replace(ours, lists={**ours.lists, "csrc_recognised_assets": ("A1",)})
    assert status(limit_id, ours) == ["breach"]
    assert status(limit_id, listed) == ["pass"]


@pytest.mark.parametrize("limit_id", QUARTERS)
def test_a_house_adds_to_the_recognised_list_in_its_own_folder(limit_id: str, tmp_path: Path) -> None:
    (tmp_path / "lists.yaml").write_text("csrc_recognised_assets: [A1]\n", encoding="utf-8")
    assert status(limit_id, load_catalogue([tmp_path])) == ["pass"]
