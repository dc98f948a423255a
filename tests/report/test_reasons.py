"""Why a finding is as it is, in words."""

from decimal import Decimal
from typing import Any

import pytest

from concentration.catalogue.model import Cite, ClockStart, Cure, Instrument
from concentration.report.reasons import citation, cure_text, file_of, files_of, place_of, reason
from concentration.words.message import Language
from tests.report import examples

REASONS = [
    "no_holdings",
    "net_assets_not_positive",
    "year_only",
    "not_all_products",
    "look_through_missing",
    "unknown_group",
    "unexplained_holdings",
    "calendar_ends",
    "size_not_positive",
    "total_assets_below_net_assets",
]


def said(language: Language = "zh", **values: Any) -> str:
    report = examples.report([{"status": "undetermined", **values}])
    text = reason(report.findings.row(0, named=True), report, files_of(report), language)
    assert text is not None
    return text


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("code", REASONS)
def test_every_reason_can_be_said_of_any_finding(code: str, language: Language) -> None:
    for limit in ("bank-qdii/forbidden", "collective-plans/single-asset-of-plan", None):
        text = said(language, reason_code=code, limit=limit)
        assert "{" not in text
        assert "None" not in text


def test_a_size_that_cannot_be_divided_by_is_named() -> None:
    assert (
        said(reason_code="net_assets_not_positive")
        == "P1 的 net_assets（资产净值）为空、为零或为负，不能作分母"
    )


def test_the_year_is_that_of_the_value_judged() -> None:
    assert "2023" in said(reason_code="year_only")


def test_the_unexplained_part_is_an_amount_where_it_is_known() -> None:
    known = said(reason_code="unexplained_holdings", numerator="10", numerator_upper="1234567.5")
    assert "未列明的1,234,557.5 元可能改变结论" in known
    assert "未列明的部分可能改变结论" in said(reason_code="unexplained_holdings")


def test_an_empty_cell_is_named_by_file_row_key_and_column() -> None:
    cells = [examples.missing("assets", "total_value", 12, "A1")]
    assert said(missing=cells) == "assets.csv 第 12 行（A1）的 total_value（资产总规模）为空"
    assert said("en", missing=cells) == "total_value is empty in assets.csv, row 12 (A1)"


def test_further_rows_are_counted() -> None:
    cells = [examples.missing("assets", "total_value", 12, "A1", 4)]
    assert said(missing=cells).endswith("为空，另有 3 行相同")


def test_a_table_that_is_not_there_has_the_name_it_would_have() -> None:
    cells = [examples.missing("parties", "rating", None, "C7")]
    assert said(missing=cells) == "parties.csv 中没有 C7 的 rating（主体评级）"


def test_a_kind_is_never_empty_so_it_is_the_law_that_leaves_it_open() -> None:
    cells = [examples.missing("assets", "kind", 9, "A3")]
    assert said(missing=cells) == (
        "assets.csv 第 9 行（A3）的 kind（资产类型）：法律对这一取值没有定论，须逐案认定"
    )


def test_a_column_of_the_house_has_no_title() -> None:
    assert "watch_list 列为空" in said(missing=[examples.missing("assets", "watch_list", 2, "A1")])


def test_an_exemption_names_the_article() -> None:
    assert said(status="exempt", exemption=0).startswith(
        "豁免：《证券期货经营机构私募资产管理计划运作管理规定》（证监会公告〔2023〕2号）第十五条第二款：“"
    )


def test_what_is_left_out_is_said_of_any_status() -> None:
    left_out = {"limit": "collective-plans/tradable-shares", "left_out": Decimal("1000"), "unit": "shares"}
    assert said("en", **left_out, status="pass") == (
        "besides, 1,000 shares left out of the manager's sum by CSRC Announcement 〔2023〕2, art. 第十六条第二款 "
        "(number read in a paraphrase)"
    )


@pytest.mark.parametrize(
    ("number", "english"),
    [
        ("中国证券监督管理委员会令第104号", "CSRC Order No. 104, art. 三"),
        ("中国银行保险监督管理委员会令2018年第6号", "CBIRC Order 2018 No. 6, art. 三"),
        ("银发〔2018〕106号", "PBC Yinfa 〔2018〕106, art. 三"),
        ("某会发〔2020〕1号", "On matters (某会发〔2020〕1号), art. 三"),
        ("", "On matters, art. 三"),
    ],
)
def test_in_english_an_instrument_is_called_by_its_number(number: str, english: str) -> None:
    instruments = {"own": Instrument("关于事项的通知", "On matters", number)}
    assert citation(Cite("own", "三", "text", "…"), instruments, "en") == english


@pytest.mark.parametrize("start", ["breach", "saleable"])
def test_working_days_are_another_clock(start: ClockStart) -> None:
    cure = Cure(Cite("csrc-2023-2", "第四十一条", "text", "…"), working_days=15, start=start)
    assert "15 个工作日" in cure_text(cure, examples.INSTRUMENTS, "zh")


def test_a_row_of_a_table_in_several_files_is_told_by_its_file_and_line() -> None:
    files = {"holdings": [(0, "h_27.csv"), (30, "h_28.csv")]}
    assert [place_of("holdings", row, files) for row in (2, 30, 32)] == [
        ("h_27.csv", 2),
        ("h_27.csv", 30),
        ("h_28.csv", 2),
    ]
    assert file_of("holdings", files) == "h_27.csv … h_28.csv"
    assert place_of("parties", 3, files) == ("parties.csv", 3)
