"""What a subject says of an asset: its kind, its code and market, and what stands in the tables."""

from pathlib import Path

import pytest

from concentration.valuation.load import load_valuation
from concentration.words.message import CannotRunError
from tests.valuation.sheets import KINDS, codes, read, row, sheet, sound, totals


def one_security(
    account: str, subject: str, item: str, name: str = "某证券"
) -> tuple[str, str | None, str | None]:
    """Asset id, kind and country of one security under a subject."""
    rows = [
        row(account, "投资", 100.0),
        row(f"{account}01", subject, 100.0),
        row(f"{account}0101", f"{subject}_成本", 100.0),
        row(f"{account}0101{item}", name, 100.0, quantity=1),
    ]
    found = sound(sheet(*rows, *totals(100.0, 0, 100.0)))
    return found.assets.select("asset_id", "kind", "country").row(0)  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("account", "subject", "item", "expected"),
    [
        ("1102", "上交所A股", "600309", ("600309.SH", "stock", "CN")),
        ("1102", "深交所A股_创业板", "301349", ("301349.SZ", "stock", "CN")),
        ("1102", "上交所_科创板", "688368", ("688368.SH", "stock", "CN")),
        ("1102", "北交所股票", "835185", ("835185.BJ", "stock", "CN")),
        ("1101", "港股通股票", "H00700", ("00700.HK", "stock", "HK")),
        ("1102", "沪港通股票", "00700", ("00700.HK", "stock", "HK")),
        ("1102", "存托凭证_上交所", "689009", ("689009.SH", "depositary_receipt", "CN")),
        ("1103", "银行间_国债", "220003", ("220003.IB", "treasury", "CN")),
        ("1103", "上交所_可转债", "113050", ("113050.SH", "convertible_bond", "CN")),
        ("1103", "银行间_同业存单", "112403123", ("112403123.IB", "interbank_cd", "CN")),
        ("1103", "银行间_政策性金融债", "220205", ("220205.IB", "policy_bank_bond", "CN")),
        ("1104", "深交所_资产支持证券", "119999", ("119999.SZ", "exchange_abs", "CN")),
        ("1105", "上交所_ETF", "510300", ("510300.SH", "public_fund", "CN")),
        ("1109", "信托计划", "XT001", ("甲产品:11090101XT001", "am_product", None)),
    ],
)
def test_a_security_has_the_kind_of_its_subject_and_the_code_of_its_market(
    account: str, subject: str, item: str, expected: tuple[str, str | None, str | None]
) -> None:
    assert one_security(account, subject, item) == expected


def test_a_market_behind_the_code_goes_before_the_words_of_the_subject() -> None:
    rows = [
        row("1102", "股票", 100.0),
        row("1102.01", "上交所股票", 100.0),
        row("1102.01.000001 SZ", "平安银行", 100.0, quantity=1),
    ]
    assert sound(sheet(*rows, *totals(100.0, 0, 100.0))).assets["asset_id"].to_list() == ["000001.SZ"]


@pytest.mark.parametrize(
    "code",
    ["11020101600309SH", "11020101SH600309", "11020101600309"],
)
def test_a_market_may_stand_behind_a_code_or_before_it(code: str) -> None:
    rows = [
        row("1102", "股票", 100.0),
        row("110201", "上交所A股", 100.0),
        row("11020101", "上交所A股成本", 100.0),
        row(code, "万华化学", 100.0, quantity=1),
    ]
    assert sound(sheet(*rows, *totals(100.0, 0, 100.0))).assets["asset_id"].to_list() == ["600309.SH"]


@pytest.mark.parametrize(
    "code",
    [
        "1102.01.01.600309 SH",
        "1102.01.01.600309SH",
        "1102.01.01.SH600309",
        "1102.01.01.600309-SH",
        "1102.01.01.600309_SH",
        "1102.01.01.600309.SH",
        "1102.01.01.07.600309 SH",
    ],
)
def test_a_code_in_parts_tells_its_market_in_many_ways(code: str) -> None:
    rows = [
        row("1102", "股票", 100.0),
        row("1102.01", "A股", 100.0),
        row("1102.01.01", "A股成本", 100.0),
        row(code, "万华化学", 100.0, quantity=1),
    ]
    assert sound(sheet(*rows, *totals(100.0, 0, 100.0))).assets["asset_id"].to_list() == ["600309.SH"]


@pytest.mark.parametrize(
    ("subject", "item", "expected"),
    [
        ("银行间金融债_上海清算所", "210205", "210205.IB"),
        ("深交所_地方政府债_上海市", "198765", "198765.SZ"),
        ("上海股票", "600309", "600309.SH"),
        ("沪深A股", "600309", "甲产品:11020101600309"),
    ],
)
def test_words_that_fit_several_markets_tell_none(subject: str, item: str, expected: str) -> None:
    account = "1103" if "债" in subject else "1102"
    assert one_security(account, subject, item)[0] == expected.replace("1102", account)


def test_a_security_of_no_market_is_noted() -> None:
    rows = [
        row("1102", "股票", 100.0),
        row("110201", "A股", 100.0),
        row("11020101", "A股成本", 100.0),
        row("11020101600309", "万华化学", 100.0, quantity=1),
    ]
    found = sound(sheet(*rows, *totals(100.0, 0, 100.0)))
    assert found.assets.select("asset_id", "kind").rows() == [("甲产品:11020101600309", "stock")]
    assert [n.values["items"] for n in found.notes if n.code == "note_valuation_no_market"] == [
        ["11020101600309 万华化学"]
    ]


@pytest.mark.parametrize(
    ("account", "subject", "item", "name", "kind"),
    [
        ("1105", "深交所基金", "159001", "汇添富理财30天债券A", "public_fund"),
        ("1105", "深交所基金", "159002", "基础设施ETF", "public_fund"),
        ("1103", "银行间债券", "012380001", "23国开投SCP001", "debt_financing_instrument"),
        ("1103", "银行间债券", "230205", "23国开05", "policy_bank_bond"),
    ],
)
def test_words_in_a_name_that_mean_something_else_decide_nothing(
    account: str, subject: str, item: str, name: str, kind: str
) -> None:
    assert one_security(account, subject, item, name)[1] == kind


@pytest.mark.parametrize(
    ("subject", "kind"),
    [
        ("商品期货_期权", "listed_option"),
        ("股指期货收益互换", "swap"),
        ("个股期权_场外", "otc_option"),
        ("股指期货", "future"),
    ],
)
def test_derivatives_are_what_their_subject_says_last(subject: str, kind: str) -> None:
    rows = [
        row("1002", "银行存款", 100.0),
        row("3102", "衍生工具", 10.0),
        row("310201", subject, 10.0),
        row("31020101", subject, 10.0),
        row("31020101IH2506", "某合约", 10.0, quantity=1),
    ]
    found = sound(sheet(*rows, *totals(110.0, 0, 110.0)))
    assert found.assets["kind"].to_list() == ["demand_deposit", kind]


def test_a_contract_that_was_sold_has_a_quantity_below_zero() -> None:
    rows = [
        row("1002", "银行存款", 100.0),
        row("3102.03", "中金所_卖方_股指期货", 10.0),
        row("3102.03.IH2506 CFX", "IH2506", 10.0, quantity=4),
    ]
    found = sound(sheet(*rows, *totals(110.0, 0, 110.0)))
    assert found.holdings.filter(asset_id="IH2506.CFE")["quantity"].to_list() == ["-4"]


def test_a_subject_that_no_entry_speaks_of_is_not_understood_and_in_no_sum() -> None:
    rows = [row("1002", "银行存款", 100.0), row("7001", "表外资产", 5.0)]
    found = sound(sheet(*rows, *totals(100.0, 0, 100.0)))
    assert [one.code for one in found.not_understood] == ["7001"]
    assert found.holdings["asset_id"].to_list() == ["甲产品:1002"]


def test_an_amount_without_code_and_name_is_not_understood() -> None:
    found = sound(sheet(row("1002", "银行存款", 100.0), row("", "", 5.0), *totals(100.0, 0, 100.0)))
    assert [one.market_value for one in found.not_understood] == [5]


def test_the_name_of_the_security_decides_where_the_subject_is_silent() -> None:
    assert one_security("1103", "上交所债券", "019666", "22国债01")[1] == "treasury"
    assert one_security("1103", "上交所债券", "019667", "某某债")[1] is None


def test_a_kind_that_the_table_does_not_tell_is_a_holding_that_is_not_understood() -> None:
    rows = [row("1901", "其他资产", 100.0)]
    found = sound(sheet(*rows, *totals(100.0, 0, 100.0)))
    assert found.assets.select("asset_id", "kind").rows() == [("甲产品:1901", None)]
    assert found.counted["not_understood"] == 1
    assert [one.code for one in found.not_understood] == ["1901"]


@pytest.mark.parametrize(
    ("said", "expected"),
    [("【正常交易】", "false"), ("正常交易", "false"), ("【停牌】", "true"), ("?", None), (None, None)],
)
def test_suspension_is_read_where_the_table_tells_it(said: str | None, expected: str | None) -> None:
    rows = [
        row("1102", "股票", 100.0),
        row("110201", "上交所A股", 100.0),
        row("11020101", "上交所A股成本", 100.0),
        row("11020101600000", "浦发银行", 100.0, quantity=1, trading=said),
    ]
    assets = sound(sheet(*rows, *totals(100.0, 0, 100.0))).assets
    assert (assets["suspended"][0] if "suspended" in assets.columns else None) == expected


def test_liabilities_are_no_holdings_and_capital_is_neither() -> None:
    rows = [
        row("1002", "银行存款", 100.0),
        row("2206", "应付管理人报酬", 10.0),
        row("4001", "实收基金", 80.0),
        row("6011", "利息收入", 5.0),
    ]
    found = sound(sheet(*rows, *totals(100.0, 10.0, 90.0)))
    assert found.holdings["asset_id"].to_list() == ["甲产品:1002"]
    assert dict(found.counted) == {
        "holding": 0,
        "cash_like": 1,
        "liability": 1,
        "total": 5,
        "not_understood": 0,
    }


def test_a_trust_tells_its_raised_balance() -> None:
    rows = [row("1002", "银行存款", 100.0), row("实收信托", value=90.0)]
    assert sound(sheet(*rows, *totals(100.0, 0, 100.0))).products["raised_balance"].to_list() == ["90"]


# A house's own rules

LAYOUT = """
title: {zh: 某托管行, en: Some custodian}
codes: {pattern: 'K\\d{4}(-\\d{2})*(-[0-9A-Z]+)?', separator: '-'}
columns: {code: [编号], name: [摘要], market_value: [公允价值], quantity: [份数]}
totals: {assets: [资产共计], liabilities: [负债共计], net_assets: [净额]}
"""
SUBJECTS = "k-stock: {codes: [K1], words: 上交所, side: asset, kind: stock, item: security}\n"


def own_rules(folder: Path, layout: str = LAYOUT, subjects: str = SUBJECTS) -> Path:
    (folder / "valuation" / "layouts").mkdir(parents=True)
    (folder / "valuation" / "layouts" / "some-custodian.yaml").write_text(layout, encoding="utf-8")
    (folder / "valuation" / "subjects.yaml").write_text(subjects, encoding="utf-8")
    return folder


def test_a_new_custodian_is_a_new_file(tmp_path: Path) -> None:
    rules = load_valuation([own_rules(tmp_path)], KINDS)
    one = sheet(
        ["K1102", "上交所股票", 7, 100.0],
        ["K1102-01", "上交所股票_成本", 7, 100.0],
        ["K1102-01-600000", "浦发银行", 7, 100.0],
        ["资产共计", None, None, 100.0],
        ["负债共计", None, None, 0],
        ["净额", None, None, 100.0],
        header=[("编号", "摘要", "份数", "公允价值")],
    )
    found = sound(one, rules=rules)
    assert found.layout["en"] == "Some custodian"
    assert found.holdings.select("asset_id", "quantity", "market_value").rows() == [("600000.SH", "7", "100")]
    assert codes(read(one)[1]) == ["valuation_no_header"]


def test_every_mistake_of_a_houses_rules_is_named(tmp_path: Path) -> None:
    layout = LAYOUT.replace("[编号]", "['(']").replace("name: [摘要]", "nmae: [摘要]")
    subjects = (
        SUBJECTS + "other: {codes: [K2], side: asset, kind: stok, item: security, facts: {listd: true}}\n"
    )
    with pytest.raises(CannotRunError) as raised:
        load_valuation([own_rules(tmp_path, layout, subjects)], KINDS)
    assert {(p.message.code, p.seen) for p in raised.value.problems} == {
        ("not_a_pattern", "("),
        ("catalogue_no_such_word", "nmae"),
        ("catalogue_no_such_word", "stok"),
        ("catalogue_no_such_word", "listd"),
    }
    assert [(p.allowed or "").split(",")[0] for p in raised.value.problems if p.seen == "stok"] == ["stock"]
