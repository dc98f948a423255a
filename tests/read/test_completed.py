"""What was filled in in `to-complete.xlsx`: it fills gaps by key, and contradicts nothing."""

import hashlib
import io
from datetime import date, datetime
from decimal import Decimal

import polars as pl
import pytest
from openpyxl import Workbook, load_workbook

from concentration.completing.needed import NEEDED_SCHEMA
from concentration.completing.sheet import completion_workbook
from concentration.read.portfolio import InputFile, read_portfolio
from concentration.vocabulary.completion import COMPLETION_FILE
from concentration.words.sentences import render, render_problem

from .conftest import KINDS


def workbook(**sheets):
    """The bytes of a workbook of sheets, each a list of rows."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def told(portfolio):
    return [render(note, "en") for note in portfolio.notes]


@pytest.fixture
def fill(folder):
    """Fill in sheets of the workbook beside the tables of a sound folder."""

    def put(**sheets):
        folder.put(COMPLETION_FILE, workbook(**sheets))
        return folder

    return put


def complaints(folder):
    return [render_problem(problem, "en") for problem in folder.problems()]


def test_an_empty_cell_is_filled_by_its_key(folder, fill):
    folder.put("assets.csv", "asset_id,name,kind,issuer_id\nA1,某股票,,\nA2,现金,cash,X\n")
    fill(资产=[["资产代码", "资产类型", "发行人"], ["A1", "股票", "C1"]])
    portfolio = folder.read()
    assert portfolio.tables["assets"].select("asset_id", "kind", "issuer_id", "row").rows() == [
        ("A1", "stock", "C1", 2),
        ("A2", "cash", "X", 3),
    ]
    assert "to-complete.xlsx:资产 filled 2 empty cell(s)." in told(portfolio)


def test_a_column_that_no_file_has_is_filled_too_and_every_type_is_read(folder, fill):
    fill(
        产品=[
            [
                "估值日期",
                "产品代码",
                "分级",
                "成立日",
                "总资产",
                "优先级份额",
                "前十名投资者份额占比",
                "投资性质",
            ],
            [datetime(2024, 6, 28), "P1", "否", datetime(2020, 1, 2), 1234567.89, "1,000", "25%", "混合类"],
        ]
    )
    row = folder.read().tables["products"].row(0, named=True)
    assert row["structured"] is False
    assert row["established"] == date(2020, 1, 2)
    assert row["total_assets"] == Decimal("1234567.89")
    assert row["senior_units"] == 1000
    assert row["top10_share"] == Decimal("0.25")
    assert row["nature"] == "mixed"


def test_a_cell_left_empty_stays_unknown_and_a_row_left_empty_says_nothing(folder, fill):
    fill(资产=[["资产代码", "发行人"], ["A1", None], ["A9", None]])
    portfolio = folder.read()
    assert portfolio.tables["assets"]["issuer_id"].to_list() == [None, None]
    assert [note for note in told(portfolio) if "filled" in note] == []


def test_what_was_filled_in_goes_before_the_default_of_the_house(folder, fill):
    folder.put("portfolio.yaml", "defaults: {assets.listed: true}\n")
    fill(资产=[["资产代码", "上市"], ["A1", "否"]])
    assert folder.read().tables["assets"]["listed"].to_list() == [False, True]


def test_it_is_one_of_the_inputs(folder, fill):
    fill(资产=[["资产代码", "上市"], ["A1", "否"], ["A2", None]])
    content = (folder.path / COMPLETION_FILE).read_bytes()
    assert folder.read().inputs[-1] == InputFile(
        "to-complete", COMPLETION_FILE, 2, hashlib.sha256(content).hexdigest()
    )


def test_a_cell_that_agrees_with_the_table_is_fine_and_one_that_does_not_is_refused(folder, fill):
    folder.put("assets.csv", "asset_id,name,kind,total_value\nA1,某股票,stock,\nA2,现金,cash,5000.10\n")
    fill(资产=[["资产代码", "资产类型", "资产总规模"], ["A1", "stock", 1], ["A2", "股票", 5000]])
    assert complaints(folder) == [
        "to-complete.xlsx:资产, row 3, column 资产类型: the cell says otherwise than row 3 of the table, which says "
        "cash: only empty cells are filled; seen: stock",
        "to-complete.xlsx:资产, row 3, column 资产总规模: the cell says otherwise than row 3 of the table, which says "
        "5000.1: only empty cells are filled; seen: 5000",
    ]


def test_names_are_there_to_be_recognised_by_and_only_fill(folder, fill):
    folder.put("assets.csv", "asset_id,name,kind\nA1,,stock\nA2,现金,cash\n")
    fill(资产=[["资产代码", "资产名称", "上市"], ["A1", "某股票", "是"], ["A2", "旧名称", "否"]])
    assert folder.read().tables["assets"]["name"].to_list() == ["某股票", "现金"]


def test_a_key_that_the_table_does_not_have_is_refused(fill):
    folder = fill(
        资产=[["资产代码", "发行人"], ["A1", "C1"], ["A7", "C7"]],
        持仓=[["估值日期", "产品代码", "资产代码", "成本"], ["2024-06-28", "P1", "A7", 1]],
    )
    assert complaints(folder) == [
        "to-complete.xlsx:资产, row 3, column 资产代码: the table assets has no such row: what is filled in belongs to "
        "nothing; seen: A7",
        "to-complete.xlsx:持仓, row 2, column 估值日期, 产品代码, 资产代码: the table holdings has no such row: "
        "what is filled in belongs to nothing; seen: 2024-06-28, P1, A7",
    ]


def test_a_key_twice_in_the_sheet_is_refused(fill):
    folder = fill(资产=[["资产代码", "发行人"], ["A1", "C1"], ["A1", "C2"]])
    assert "to-complete.xlsx:资产, row 3, column 资产代码: the key is repeated" in complaints(folder)[0]


def test_a_value_that_is_none_is_told_once_in_its_place_with_the_nearest(folder, fill):
    folder.put("assets.csv", "asset_id,name,kind\nA1,某股票,\nA2,现金,cash\n")
    fill(
        资产=[["资产代码", "资产类型", "到期日", "资产总规模"], ["A1", "股漂", "明年", -1]],
        产品=[["估值日期", "产品代码", "募集方法"], ["2024-06-28", "P1", "公募"]],
    )
    lines = complaints(folder)
    assert len(lines) == 4
    assert lines[0].startswith(
        "to-complete.xlsx:资产, row 2, column 资产类型: this is no value of the column"
    )
    assert lines[1].startswith("to-complete.xlsx:资产, row 2, column 到期日: this is no date; seen: 明年")
    assert "资产总规模: the figure must not be negative; seen: -1; allowed: ≥ 0" in lines[2]
    assert "募集方法" in lines[3]
    assert "募集方式" in lines[3]


def test_a_row_without_a_date_holds_on_every_day_after_rows_of_that_day(folder, fill):
    folder.put(
        "products.csv",
        "as_of,product_id,name,manager_id,kind,offering,operation,net_assets\n"
        "2024-06-27,P1,一号,M1,collective_plan,,open,1\n2024-06-28,P1,一号,M1,collective_plan,,open,1\n",
    )
    fill(产品=[["估值日期", "产品代码", "募集方式"], [None, "P1", "私募"], ["2024-06-27", "P1", "公募"]])
    assert folder.read().tables["products"]["offering"].to_list() == ["public", "private"]


def test_the_day_of_dated_assets_is_part_of_their_key(folder, fill):
    folder.put(
        "assets.csv",
        "as_of,asset_id,name,kind\n2024-06-01,A1,某股票,stock\n2024-06-20,A1,某股票,stock\n2024-06-01,A2,现金,cash\n",
    )
    fill(资产=[["日期", "资产代码", "发行人"], ["20240620", "A1", "C1"]])
    assert folder.read().tables["assets"]["issuer_id"].to_list() == [None, "C1", None]


def test_a_counterparty_that_the_table_leaves_empty_is_filled_with_what_its_row_says(folder, fill):
    fill(
        持仓=[
            ["估值日期", "产品代码", "资产代码", "名称", "交易对手代码", "成本"],
            ["2024-06-28", "P1", "A1", "某股票", "B1", 7],
            ["2024-06-28", "P1", "A2", "现金", None, 5000],
        ]
    )
    holdings = folder.read().tables["holdings"]
    assert holdings.select(pl.col("counterparty_id").cast(pl.String), "cost").rows() == [
        ("B1", 7),
        (None, 5000),
    ]
    assert holdings.schema["counterparty_id"] == pl.Categorical


def test_a_holding_with_a_counterparty_is_found_by_it(folder, fill):
    folder.put(
        "holdings.csv",
        "as_of,product_id,asset_id,counterparty_id,quantity,market_value\n"
        "2024-06-28,P1,A1,,1,1\n2024-06-28,P1,A1,B1,1,1\n",
    )
    fill(
        持仓=[
            ["估值日期", "产品代码", "资产代码", "交易对手代码", "成本"],
            ["2024-06-28", "P1", "A1", "B1", 5],
            ["2024-06-28", "P1", "A1", None, 4],
        ]
    )
    assert folder.read().tables["holdings"]["cost"].to_list() == [4, 5]


def test_columns_of_holdings_that_no_limit_needs_are_left_empty_all_the_same(folder, fill):
    fill(持仓=[["估值日期", "产品代码", "资产代码", "成本"], ["2024-06-28", "P1", "A1", 5]])
    assert read_portfolio(folder.path, KINDS, ()).tables["holdings"]["cost"].to_list() == [None, None]


def test_a_party_without_a_row_gets_one(folder, fill):
    folder.put("parties.csv", "party_id,name,kind\nC1,甲公司,\n")
    fill(
        主体=[
            ["主体代码", "主体名称", "主体类型"],
            ["C1", "甲", "企业"],
            ["C2", None, "银行"],
            ["C3", "丙", None],
        ]
    )
    parties = folder.read().tables["parties"]
    assert parties.select("party_id", "name", "kind", "row").rows() == [
        ("C1", "甲公司", "company", 2),
        ("C2", "C2", "bank", None),
    ]


def test_a_folder_without_parties_gets_those_filled_in(fill):
    folder = fill(主体=[["主体代码", "主体名称", "净资产"], ["C1", "甲", 1]])
    parties = folder.read().tables["parties"]
    assert parties.select("party_id", "name", "net_assets").rows() == [("C1", "甲", 1)]
    assert list(folder.read().tables)[-1] == "parties"


def test_a_table_in_parquet_is_filled_as_well(folder, fill):
    folder.drop("assets.csv")
    frame = pl.DataFrame({"asset_id": ["A1", "A2"], "name": ["某股票", "现金"], "kind": ["stock", None]})
    frame.write_parquet(folder.path / "assets.parquet")
    fill(资产=[["资产代码", "资产类型", "到期日"], ["A2", "现金", datetime(2024, 1, 1)]])
    assert folder.read().tables["assets"].select("kind", "maturity_date").rows() == [
        ("stock", None),
        ("cash", date(2024, 1, 1)),
    ]


def test_codes_that_excel_made_numbers_are_found(folder, fill):
    folder.put("assets.csv", "asset_id,name,kind\n600309,某股票,\n000001,现金,\n")
    folder.put("holdings.csv", "as_of,product_id,asset_id,quantity,market_value\n2024-06-28,P1,600309,1,1\n")
    fill(资产=[["资产代码", "资产类型", "发行人"], [600309, "股票", 700], ["000001", "现金", "C1"]])
    assert folder.read().tables["assets"].select("kind", "issuer_id").rows() == [
        ("stock", "700"),
        ("cash", "C1"),
    ]


def test_own_columns_of_the_house_are_filled_too(folder, fill):
    folder.put("portfolio.yaml", "facts: {assets: {watch_list: bool}}\n")
    folder.put("assets.csv", "asset_id,name,kind,watch_list\nA1,某股票,stock,\nA2,现金,cash,否\n")
    fill(资产=[["资产代码", "watch_list"], ["A1", "是"]])
    assert folder.read().tables["assets"]["asset.watch_list"].to_list() == [True, False]


def test_sheets_that_are_no_table_to_complete_are_noted(fill):
    folder = fill(说明=[["x"]], 备注=[["x"]], 关联关系=[["主体代码"]], 资产=[["资产代码"]])
    assert "to-complete.xlsx: sheets that are no tables were ignored: 备注, 关联关系." in told(folder.read())


def test_two_sheets_of_one_table_are_refused(fill):
    folder = fill(资产=[["资产代码"]], assets=[["资产代码"]])
    assert "two sheets hold the same table assets" in complaints(folder)[0]


def test_a_sheet_without_its_codes_is_refused(fill):
    assert "a required column is missing" in complaints(fill(资产=[["发行人"], ["C1"]]))[0]


def test_a_file_that_is_no_workbook_is_refused(folder):
    folder.put(COMPLETION_FILE, b"<html></html>")
    assert complaints(folder)[0].startswith("to-complete.xlsx: ")


def test_what_portfolio_yaml_ignores_is_not_read(folder):
    folder.put(COMPLETION_FILE, b"nothing").put("portfolio.yaml", "ignore: [to-complete.xlsx]\n")
    assert [one.table for one in folder.read().inputs] == ["managers", "products", "assets", "holdings"]


def test_the_sheet_that_was_written_is_read_without_a_note_on_its_columns(folder):
    needed = pl.DataFrame(
        [
            ("assets", "issuer_id", ["", "A1"], "某股票", 2, ["a/b"], False),
            ("holdings", "cost", ["2024-06-28", "P1", "", "A1", "", ""], "某股票", 2, [], False),
        ],
        schema=NEEDED_SCHEMA,
        orient="row",
    )
    folder.put(COMPLETION_FILE, completion_workbook(needed, KINDS))
    before = folder.read()
    assert before.tables["assets"]["issuer_id"].to_list() == [None, None]
    assert len(before.notes) == 1
    book = load_workbook(folder.path / COMPLETION_FILE)
    assert [cell.value for cell in book["持仓"][1]] == [
        "估值日期",
        "产品代码",
        "资产代码",
        "名称",
        "成本",
        "需要它的限额",
    ]
    book["资产"]["C2"] = "C1"
    book["持仓"]["E2"] = 3
    book.save(folder.path / COMPLETION_FILE)
    after = folder.read()
    assert after.tables["assets"]["issuer_id"].to_list() == ["C1", None]
    assert after.tables["holdings"]["cost"].to_list() == [3, None]


def test_codes_that_lost_their_zeros_in_excel_get_those_that_the_tables_have(folder, fill):
    folder.put("assets.csv", "asset_id,name,kind\n000001,某股票,stock\n000002,现金,cash\n")
    folder.put("holdings.csv", "as_of,product_id,asset_id,quantity,market_value\n2024-06-28,P1,000001,1,1\n")
    fill(
        资产=[["资产代码", "上市"], [1, "是"]],
        持仓=[["估值日期", "产品代码", "资产代码", "成本"], ["2024-06-28", "P1", 1, 9]],
    )
    portfolio = folder.read()
    assert portfolio.tables["assets"]["listed"].to_list() == [True, None]
    assert portfolio.tables["holdings"]["cost"].to_list() == [9]


def test_what_filled_a_gap_is_kept_with_its_key_until_the_tables_have_it(folder, fill):
    folder.put("assets.csv", "asset_id,name,kind,total_value\nA1,某股票,stock,\nA2,现金,cash,5\n")
    fill(
        资产=[
            ["资产代码", "资产名称", "资产类型", "资产总规模", "上市"],
            ["A1", "某股票", "股票", 7.5, "是"],
            ["A2", "现金", None, 5, None],
        ],
        产品=[["估值日期", "产品代码", "成立日"], [None, "P1", datetime(2020, 1, 2)]],
        主体=[["主体代码", "主体类型"], ["C2", "银行"]],
    )
    assert folder.read().filled.rows() == [
        ("products", "established", ["", "P1"], None, "2020-01-02"),
        ("assets", "listed", ["", "A1"], "某股票", "true"),
        ("assets", "total_value", ["", "A1"], "某股票", "7.5"),
        ("parties", "kind", ["", "C2"], None, "bank"),
    ]
