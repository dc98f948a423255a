"""How a limit is shown to people."""

import shutil
from datetime import date
from pathlib import Path

from concentration.catalogue.cases import Case
from concentration.catalogue.load import load_catalogue, read_folders
from concentration.catalogue.show import limits_as_rows, show_text
from concentration.words.message import Language, Problem

GOOD_FOLDER = Path(__file__).parent / "good"
GOOD = read_folders([GOOD_FOLDER], [], [])
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


EVERYTHING = """\
title: {zh: 全部字段, en: Every word}
standing: in_force
judge_per: product
applies_to: product_kind = 'collective_plan'
only_if_some_holding: asset_kind = 'treasury'
only_if_every_holding: asset_class = 'debt'
trigger:
  group_by: related_party
  numerator: sum of market_value
  denominator: net_assets
  more_than: 50%
  count: country IN nordic_countries
  cite: {instrument: rules-2023, article: 第四款, basis: text, quote: 超过百分之五十的}
through: replace
numerator: days since last_disclosed
bound:
  2023-03-01:
    - {when: "operation = 'closed'", at_most: 7天, cite: {instrument: rules-2023, article: 第一款, basis: number}}
    - when: operation = 'open'
      numerator: trading days since last_disclosed
      at_most: 1个交易日
      cite: {instrument: rules-2023, article: 第二款, basis: number}
"""
OF_MANAGERS = """\
title: {zh: 全部产品, en: All products}
standing: in_force
judge_per: manager
applies_to: product_kind = 'collective_plan'
with_subsidiaries: true
at_least_products: 2
count: asset_kind = 'treasury' AND issuer_rating IS NOT NULL AND country NOT IN nobody_said
where_unknown: {take: market_value, up_to: 90%}
group_by: same_asset
numerator: sum of cost
bound:
  2023-03-01: {at_most: 300亿元, cite: {instrument: rules-2023, article: 第一款, basis: number}}
readings:
  narrow:
    title: {zh: 收购计划不计入, en: acquisition plans are left out}
    leaves_out:
      - {when: purpose = 'acquisition', cite: {instrument: rules-2023, article: 第五款, basis: number}}
"""


def pages(folder: Path, text: str, language: Language = "en") -> dict[str, list[str]]:
    """The page of a limit beside the good catalogue, by its headings."""
    mine = Path(shutil.copytree(GOOD_FOLDER, folder / "mine"))
    (mine / "plans" / "new.yaml").write_text(text, encoding="utf-8")
    (mine / "lists.yaml").write_text(
        "recognised_assets: []\nnordic_countries: [NO, SE]\nnobody_said: null\n", encoding="utf-8"
    )
    problems: list[Problem] = []
    catalogue = read_folders([mine], [], problems)
    assert problems == []
    return dict(show_text(catalogue.limit("plans/new"), catalogue, language))


def test_a_page_says_trigger_look_through_and_values_by_whom_they_bind(tmp_path: Path) -> None:
    page = pages(tmp_path, EVERYTHING)
    assert page["The formula"] == [
        "where operation = 'closed': for each product: days since the last disclosure ≤ 7 days",
        "where operation = 'open': for each product: trading days since the last disclosure ≤ 1 trading day(s)",
    ]
    assert page["Look-through"] == ["held products are replaced by their holdings pro rata, to any depth"]
    assert page["Who is judged"] == [
        "product_kind = 'collective_plan'",
        "and every holding of the product satisfies: asset_class = 'debt'",
        "and some holding of the product satisfies: asset_kind = 'treasury'",
    ]
    assert page["What must come first"] == [
        "only if for an issuer and its related parties: sum of market values ÷ net assets > 50%",
        "counting: country IN nordic_countries",
        "Operating rules (公告〔2023〕2号), 第四款; quoted from the text",
        "“超过百分之五十的”",
    ]
    assert "What counts" not in page
    assert page["The bound over time"] == [
        "from 2023-03-01: where operation = 'closed': at most 7 days",
        "from 2023-03-01: where operation = 'open': trading days since the last disclosure at most 1 trading day(s)",
    ]
    assert page["Lists and settings"] == ["nordic_countries (2): NO, SE"]
    assert "country: country of listing (ISO 3166 alpha-2) (assets.country)" in page["Facts used"]


def test_a_page_of_a_managers_limit_says_subsidiaries_estimates_and_settings(tmp_path: Path) -> None:
    page = pages(tmp_path, OF_MANAGERS)
    assert page["Who is judged"][1:] == [
        "the products of its direct subsidiaries (parent_id) are summed too",
        "only what at least 2 products hold",
    ]
    assert page["What counts"][1].startswith("where it is not known, the market value")
    assert page["Other readings"] == [
        "narrow: acquisition plans are left out (leaves_out becomes purpose = 'acquisition')",
        "Operating rules (公告〔2023〕2号), 第五款; read in a paraphrase, nothing quoted",
    ]
    assert page["Lists and settings"][0].startswith("nobody_said: nobody has made this setting")


def test_a_list_names_all_values_in_force_in_short(tmp_path: Path) -> None:
    pages(tmp_path, EVERYTHING)
    catalogue = read_folders([tmp_path / "mine"], [], [])
    rows = {row["id"]: row["bound"] for row in limits_as_rows(catalogue, "zh", date(2024, 6, 28))}
    assert rows["plans/new"] == "不得超过 7天 / 1个交易日"


def test_what_no_limit_sums_has_nothing_to_look_through(tmp_path: Path) -> None:
    ban = "\n".join(line for line in EVERYTHING.splitlines() if not line.startswith("through"))
    assert "Look-through" not in pages(tmp_path, ban)
