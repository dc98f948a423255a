"""How a limit is shown to people."""

from datetime import date
from pathlib import Path

from concentration.catalogue.cases import Case
from concentration.catalogue.load import load_catalogue, read_folders
from concentration.catalogue.show import limits_as_rows, show_text

GOOD = read_folders([Path(__file__).parent / "good"], [], [])
LIMIT = GOOD.limit("plans/one-asset")
CASES = [Case("exactly a quarter passes", {}, {"status": "pass"})]


def test_a_row_of_the_list_has_the_bound_of_the_day() -> None:
    rows = {
        "id": "plans/one-asset",
        "title": "One asset at most 25%",
        "instrument": "公告〔2023〕2号",
        "article": "第一款",
        "bound": "at most 25%",
        "standing": "in_force",
        "basis": "text",
    }
    assert limits_as_rows(GOOD, "en", date(2024, 6, 28)) == [rows]
    assert limits_as_rows(GOOD, "en", date(2023, 2, 28)) == [
        {**rows, "bound": "at most 30%", "basis": "number"}
    ]
    assert limits_as_rows(GOOD, "en", date(2015, 12, 31))[0]["bound"] is None
    assert limits_as_rows(GOOD, "zh", date(2024, 6, 28))[0]["bound"] == "不得超过 25%"


def test_the_page_of_a_limit_in_english() -> None:
    assert show_text(LIMIT, GOOD, "en", CASES) == [
        ("plans/one-asset  One asset at most 25%", ["in force"]),
        (
            "The law",
            [
                "Operating rules (公告〔2023〕2号), 第一款; read in a paraphrase, nothing quoted",
                "Operating rules (公告〔2023〕2号), 第一款; quoted from the text",
                "“不得超过该计划资产净值的百分之二十五”",
            ],
        ),
        (
            "The formula",
            [
                "for each product, the same asset (non-standard debt and unlisted equity merged over the "
                "financing party and its related parties): sum of market values ÷ net assets ≤ 25%",
                "Warning line: 80% of the bound",
            ],
        ),
        (
            "Look-through",
            [
                "direct holdings are judged, a held product is an asset of its own; the sum through products is "
                "advice"
            ],
        ),
        ("Who is judged", ["product_kind = 'collective_plan'"]),
        (
            "What counts",
            [
                "asset_class <> 'cash' AND asset_kind NOT IN ('treasury') AND asset_id NOT IN recognised_assets"
            ],
        ),
        (
            "Exempt",
            [
                "operation = 'closed' AND smallest_investment >= 10000000",
                "Operating rules (公告〔2023〕2号), 第二款; quoted from the text",
                "“单个投资者投资金额不低于1000万元”",
            ],
        ),
        (
            "The bound over time",
            [
                "some day in 2016 (undetermined within that year) to 2023-02-28: at most 30%",
                "from 2023-03-01: at most 25%",
            ],
        ),
        (
            "Cure of a passive breach",
            [
                "within 20 trading days, counted from the day the asset can be sold",
                "Operating rules (公告〔2023〕2号), 第三款; quoted from the text",
                "“应当在二十个交易日内调整”",
            ],
        ),
        ("Other readings", ["cost: at cost (numerator becomes sum of costs)"]),
        (
            "Facts used",
            [
                "product_kind: kind of product (products.kind)",
                "operation: open, open at set times, or closed (products.operation)",
                "smallest_investment: amount of the smallest single investor (products.smallest_investment)",
                "asset_id: code of the asset (assets.asset_id)",
                "asset_kind: kind of asset (assets.kind)",
                "asset_class: class of asset: cash, debt, equity, … (assets.kind)",
            ],
        ),
        ("Lists and settings", ["recognised_assets: known to be empty"]),
        ("Note", ["a note"]),
        ("Cases", ["exactly a quarter passes"]),
        (
            "What this rulebook knowingly does not judge",
            ["The size of subscriptions (There are no orders yet)"],
        ),
    ]


def test_the_page_of_a_limit_in_chinese_has_the_same_sections() -> None:
    chinese = show_text(LIMIT, GOOD, "zh", CASES)
    assert [heading for heading, _ in chinese][1:5] == ["条文", "算式", "穿透", "适用"]
    english = show_text(LIMIT, GOOD, "en", CASES)
    assert [len(lines) for _, lines in chinese] == [len(lines) for _, lines in english]


def test_every_built_in_limit_can_be_shown_in_both_languages() -> None:
    catalogue = load_catalogue()
    for limit in catalogue.limits:
        for language in ("zh", "en"):
            assert all(lines for _, lines in show_text(limit, catalogue, language))
    assert len(limits_as_rows(catalogue, "en", date(2026, 1, 1))) == len(catalogue.limits)
