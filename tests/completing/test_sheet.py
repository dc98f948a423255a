"""The workbook of missing facts: what it asks, how it looks, and that what is filled in comes back as it was meant."""

import io
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from concentration.completing import sheet as sheet_module
from concentration.completing.needed import NEEDED_SCHEMA
from concentration.completing.sheet import completion_workbook
from concentration.read.filling import FILLED_SCHEMA
from concentration.read.portfolio import read_portfolio
from concentration.vocabulary.completion import COMPLETION_FILE, GUIDE_SHEET, LISTS_SHEET
from concentration.vocabulary.tables import TABLES, Column
from concentration.words.message import CannotRunError
from tests.read.conftest import KINDS, SOUND, Folder

P1 = ["2024-06-28", "P1"]
HELD = ["2024-06-28", "P1", "", "A1", "", ""]


def needed(*facts):
    """Facts as `(table, column, key, name, row, limits, for_exemption)`, the last three to be left out."""
    rows = [(*fact, *(2, ["house/a"], False)[len(fact) - 4 :]) for fact in facts]
    return pl.DataFrame(rows, schema=NEEDED_SCHEMA, orient="row")


def filled(*cells):
    return pl.DataFrame(list(cells), schema=FILLED_SCHEMA, orient="row")


def book_of(facts, **more):
    return load_workbook(io.BytesIO(completion_workbook(facts, KINDS, **more)))


def heads(page):
    return [cell.value for cell in page[1]]


def values(page):
    return [[cell.value for cell in row] for row in page.iter_rows(min_row=2)]


def colour(cell):
    return cell.fill.fgColor.rgb[2:]


def rules(page):
    return {str(rule.sqref): rule for rule in page.data_validations.dataValidation}


def test_a_sheet_a_table_asks_its_facts_in_the_order_of_the_contract():
    book = book_of(
        needed(
            ("assets", "listed", ["", "A2"], "乙"),
            ("assets", "issuer_id", ["", "A1"], "甲"),
            ("products", "structured", P1, "一号"),
            ("holdings", "cost", HELD, "甲"),
        )
    )
    assert book.sheetnames == [GUIDE_SHEET, "产品", "资产", "持仓", LISTS_SHEET]
    assert heads(book["产品"]) == ["估值日期", "产品代码", "产品名称", "分级", "需要它的限额"]
    assert heads(book["资产"]) == ["资产代码", "资产名称", "发行人", "上市", "需要它的限额"]
    assert values(book["资产"]) == [["A1", "甲", None, None, "house/a"], ["A2", "乙", None, None, "house/a"]]
    assert heads(book["持仓"]) == ["估值日期", "产品代码", "资产代码", "名称", "成本", "需要它的限额"]
    assert book[LISTS_SHEET].sheet_state == "hidden"


def test_colours_say_what_is_asked_and_nothing_is_protected():
    page = book_of(
        needed(
            ("assets", "listed", ["", "A1"], "甲"),
            ("assets", "rating", ["", "A1"], "甲", 2, [], True),
            ("assets", "rating", ["", "A2"], "乙"),
        ),
        filled=filled(("assets", "listed", ["", "A3"], "丙", "true")),
    )["资产"]
    assert heads(page)[2:4] == ["上市", "债项评级"]
    assert [[colour(cell) for cell in row[2:4]] for row in page.iter_rows(min_row=2)] == [
        ["FFE699", "FFF8E5"],
        ["EDEDED", "FFE699"],
        ["E2EFDA", "EDEDED"],
    ]
    assert page["C4"].value == "是"
    assert not page.protection.sheet
    assert page.freeze_panes == "C2"
    assert page.auto_filter.ref == "A1:E4"


def test_cells_take_what_their_columns_hold():
    book = book_of(
        needed(
            *(
                ("products", name, P1, "一号")
                for name in ("kind", "structured", "established", "total_assets", "top10_share", "net_assets")
            ),
            ("assets", "kind", ["", "A1"], "甲"),
            ("assets", "country", ["", "A1"], "甲"),
            ("assets", "issuer_id", ["", "A1"], "甲"),
        )
    )
    products, assets = rules(book["产品"]), rules(book["资产"])
    lists = book[LISTS_SHEET]

    def words(rule):
        sheet, _, cells = rule.formula1.partition("!")
        assert sheet == f"'{LISTS_SHEET}'"
        return [row[0].value for row in lists[cells.replace("$", "")]]

    place = dict(zip(heads(book["产品"]), "ABCDEFGHIJ", strict=False))
    assert words(products[f"{place['产品类型']}2"])[0] == "银行理财产品"
    assert words(products[f"{place['分级']}2"]) == ["是", "否"]
    assert products[f"{place['成立日']}2"].type == "date"
    assert (products[f"{place['总资产']}2"].operator, products[f"{place['总资产']}2"].formula1) == (
        "greaterThanOrEqual",
        "0",
    )
    assert products[f"{place['前十名投资者份额占比']}2"].formula2 == "1"
    assert products[f"{place['资产净值']}2"].formula1.startswith("-")
    place = dict(zip(heads(book["资产"]), "ABCDEFGHIJ", strict=False))
    assert words(assets[f"{place['资产类型']}2"]) == ["股票", "公司债券", "现金"]
    assert assets[f"{place['上市地']}2"].type == "textLength"
    assert f"{place['发行人']}2" not in assets
    assert book["资产"][f"{place['发行人']}2"].number_format == "@"


def test_the_guide_counts_and_names_products_that_wait():
    book = book_of(
        needed(("assets", "listed", ["", "A1"], "甲"), ("assets", "rating", ["", "A1"], "甲", 2, [], True)),
        waiting=[f"P{number}" for number in range(30)],
    )
    text = "\n".join(
        str(cell.value) for row in book[GUIDE_SHEET].iter_rows() for cell in row if cell.value is not None
    )
    assert "有 2 项信息缺失" in text
    assert "P19 …（30）" in text
    assert "资产\n2\n1\n0" in text


def test_limits_are_called_by_their_titles_and_shortened_with_their_number():
    limits = [f"house/{letter}" for letter in "abcde"]
    page = book_of(
        needed(("assets", "listed", ["", "A1"], "甲", 2, limits)),
        titles={"house/a": "甲限额", "house/b": "乙限额"},
    )["资产"]
    assert page["D2"].value == "甲限额；乙限额；house/c …（5）"


def test_a_counterparty_that_is_missing_is_asked_in_the_column_of_the_key():
    page = book_of(
        needed(
            ("holdings", "counterparty_id", HELD, "甲"),
            ("holdings", "exposure", ["2024-06-28", "P1", "", "A1", "B1", ""], "甲"),
        )
    )["持仓"]
    assert heads(page)[3:6] == ["名称", "交易对手代码", "敞口"]
    assert [row[4] for row in values(page)] == [None, "B1"]
    assert colour(page["E2"]) == "FFE699"


def test_a_party_without_a_row_may_be_given_a_name():
    page = book_of(needed(("parties", "kind", ["", "C1"], None, None)))["主体"]
    assert heads(page) == ["主体代码", "主体名称", "主体类型", "需要它的限额"]
    assert [colour(cell) for cell in page[2]][1:3] == ["FFF8E5", "FFE699"]


def test_what_was_filled_in_stays_and_whoever_cleared_the_date_is_asked_for_every_day():
    page = book_of(
        needed(("products", "structured", P1, "一号")),
        filled=filled(
            ("products", "established", ["", "P1"], "一号", "2020-01-02"),
            ("products", "total_assets", ["", "P1"], "一号", "1234567.89"),
            ("products", "raised_balance", ["", "P1"], "一号", "123456789012345.6789"),
            ("products", "nature", ["", "P1"], "一号", "mixed"),
        ),
    )["产品"]
    assert values(page) == [
        [
            None,
            "P1",
            "一号",
            "混合类",
            None,
            1234567.89,
            "123456789012345.6789",
            datetime(2020, 1, 2),
            "house/a",
        ]
    ]


def test_own_columns_are_asked_by_their_own_headers():
    own = Column("asset.watch_list", ("watch_list",), "bool", required=True)
    assets = TABLES["assets"]
    tables = {**TABLES, "assets": type(assets)(**{**_fields(assets), "columns": (*assets.columns, own)})}
    page = book_of(needed(("assets", "asset.watch_list", ["", "A1"], "甲")), tables=tables)["资产"]
    assert heads(page)[2] == "watch_list"


def _fields(table):
    return {name: getattr(table, name) for name in table.__slots__}


def test_without_facts_there_is_only_the_guide():
    assert book_of(needed()).sheetnames == [GUIDE_SHEET]


def test_text_that_looks_like_a_formula_is_text():
    page = book_of(needed(("assets", "listed", ["", "=1+1"], "=HYPERLINK()")))["资产"]
    assert (page["A2"].value, page["A2"].data_type) == ("=1+1", "s")


def test_the_same_facts_give_the_same_bytes():
    facts = needed(("assets", "listed", ["", "A1"], "甲"))
    assert completion_workbook(facts, KINDS) == completion_workbook(facts, KINDS)


def test_more_rows_than_a_sheet_holds_are_refused(monkeypatch):
    monkeypatch.setattr(sheet_module, "MOST_ROWS", 1)
    facts = needed(*(("assets", "listed", ["", name], name) for name in ("A1", "A2")))
    with pytest.raises(CannotRunError) as stopped:
        completion_workbook(facts, KINDS)
    assert stopped.value.problems[0].message.values["count"] == 2


# Out and in

ASKED = [
    (table, column)
    for table in ("managers", "products", "assets", "holdings")
    for column in TABLES[table].columns
    if column.name not in (*TABLES[table].key, "name", "quantity", "market_value", "manager_id")
    and not (column.filled or column.name == "net_assets")
]
KEYS = {
    "managers": ["", "M1"],
    "products": P1,
    "assets": ["", "A1"],
    "holdings": HELD,
}


def answers(column):
    """Values of a column, and how a person fills them in."""
    if column.type == "bool":
        return st.sampled_from([(True, "是"), (False, "否")])
    if column.type == "enum":
        return st.sampled_from([(value.name, value.zh[0]) for value in column.values])
    if column.type == "country":
        return st.sampled_from([("CN", "CN"), ("HK", "hk")])
    if column.type == "date":
        days = st.dates(date(1950, 1, 1), date(2100, 1, 1))
        return days.map(lambda day: (day, datetime(day.year, day.month, day.day)))
    if column.type in ("money", "number", "ratio"):
        most = 1 if column.range == "share" or column.type == "ratio" else 10**9
        figures = st.decimals(0, most, places=4, allow_nan=False)
        return figures.flatmap(lambda one: st.sampled_from([(one, float(one)), (one, str(one))]))
    return st.sampled_from([("000001", "000001"), ("C-1", " C-1 ")])


@st.composite
def filled_in(draw):
    """Some facts, and for some of them the value and the cell that a person fills in."""
    asked = draw(
        st.lists(st.sampled_from(ASKED), min_size=1, max_size=8, unique_by=lambda one: (one[0], one[1].name))
    )
    return [(table, column, draw(st.none() | answers(column))) for table, column in asked]


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(answered=filled_in())
def test_what_is_filled_in_comes_back_as_it_was_meant_and_stays_in_the_next_workbook(
    answered, tmp_path_factory
):
    folder = Folder(Path(tmp_path_factory.mktemp("portfolio")))
    facts = needed(*((table, column.name, KEYS[table], "名") for table, column, _ in answered))
    book = load_workbook(io.BytesIO(completion_workbook(facts, KINDS)))
    for table, column, answer in answered:
        page = book[TABLES[table].zh[0]]
        if answer is not None:
            page.cell(2, heads(page).index(column.zh[0]) + 1).value = answer[1]
    book.save(folder.path / COMPLETION_FILE)

    def read():
        return read_portfolio(folder.path, KINDS)

    portfolio = read()
    for table, column, answer in answered:
        cell = portfolio.tables[table][column.name][0]
        expected = None if answer is None else answer[0]
        assert (Decimal(cell) if isinstance(expected, Decimal) else cell) == expected
    assert portfolio.filled.height == sum(answer is not None for _, _, answer in answered)
    again = completion_workbook(needed(), KINDS, filled=portfolio.filled)
    folder.put(COMPLETION_FILE, again)
    assert read().filled.equals(portfolio.filled)
    assert all(
        name in SOUND or name == COMPLETION_FILE for name in (one.name for one in folder.path.iterdir())
    )
