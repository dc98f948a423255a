"""One folder per mistake, and the words with which it is refused."""

import polars as pl
import pytest

from concentration.read.portfolio import read_portfolio
from concentration.words import sentences
from concentration.words.message import CannotRunError

from .conftest import KINDS, SOUND

HEADER = "as_of,product_id,asset_id,quantity,market_value"


def stopped(path):
    with pytest.raises(CannotRunError) as stop:
        read_portfolio(path, KINDS)
    return [sentences.render_problem(problem, "en") for problem in stop.value.problems]


def test_a_path_that_does_not_exist(tmp_path):
    assert "does not exist" in stopped(tmp_path / "nowhere")[0]


def test_a_file_in_place_of_a_folder(tmp_path):
    (tmp_path / "a.csv").write_text("x")
    assert "a portfolio is a folder" in stopped(tmp_path / "a.csv")[0]
    for name in ("a.xls", "a.xlsm", "a.ods"):
        (tmp_path / name).write_text("x")
        assert "save it as .xlsx" in stopped(tmp_path / name)[0]


def test_a_folder_without_any_table(tmp_path):
    (tmp_path / "README.md").write_text("x")
    assert "no table at all" in stopped(tmp_path)[0]


def test_a_missing_table(folder):
    words = folder.drop("assets.csv").complaint()
    assert "the needed table assets is missing" in words
    assert "资产.csv" in words


def test_an_empty_table(folder):
    assert "no rows" in folder.put("holdings.csv", HEADER + "\n").complaint()
    assert "no rows" in folder.put("holdings.csv", "").complaint()


def test_two_files_for_one_table(folder):
    words = folder.put("持仓.csv", SOUND["holdings.csv"]).complaint()
    assert "two files hold the same table holdings; the other one is holdings.csv" in words


def test_a_table_file_that_is_no_table(folder):
    words = folder.put("holding.csv", "x\n").complaint()
    assert "holding.csv" in words
    assert "no table's name" in words
    assert "holdings" in words


def test_other_files_and_those_to_be_ignored_are_no_tables(folder):
    folder.put("README.md", "x").put(".hidden.csv", "x").put("notes.json", "{}").put("mine.csv", "x\n")
    folder.put("portfolio.yaml", "ignore: [mine.csv]\n")
    folder.read()


@pytest.mark.parametrize("name", ["orders.csv", "指令.csv", "orders.xls", "orders.jsonl"])
def test_orders_in_the_folder_are_no_part_of_the_portfolio(folder, name):
    notes = folder.put(name, "x\n").read().notes
    told = [note.values["file"] for note in notes if note.code == "note_table_left"]
    assert told == ([] if name.endswith(".jsonl") else [name])


def test_orders_that_are_to_be_ignored_are_not_noted(folder):
    folder.put("orders.csv", "x\n").put("portfolio.yaml", "ignore: [orders.csv]\n")
    assert "note_table_left" not in [note.code for note in folder.read().notes]


def test_orders_named_as_a_table_of_the_portfolio_are_refused(folder):
    folder.put("today.csv", "x\n").put("portfolio.yaml", "files: {orders: today.csv}\n")
    assert "table_unsupported" in [problem.message.code for problem in folder.problems()]


def test_a_workbook_of_an_old_format_in_the_folder(folder):
    assert "save it as .xlsx" in folder.drop("assets.csv").put("assets.xls", b"PK").complaint()


def test_a_damaged_workbook_in_the_folder(folder):
    assert "cut short or damaged" in folder.drop("assets.csv").put("assets.xlsx", b"PK").complaint()


def test_a_file_that_is_no_text(folder):
    assert (
        "neither UTF-8 nor GB18030"
        in folder.put("assets.csv", b"asset_id,name,kind\n\xff\xfe\xff").complaint()
    )


def test_a_damaged_parquet_file(folder):
    assert "cannot be read" in folder.drop("assets.csv").put("assets.parquet", b"PAR1 not").complaint()


def test_a_parquet_file_cut_short(folder):
    frame = pl.DataFrame({"asset_id": ["A1"], "name": ["股"], "kind": ["stock"]})
    frame.write_parquet(folder.path / "assets.parquet")
    content = (folder.path / "assets.parquet").read_bytes()
    folder.drop("assets.csv").put("assets.parquet", content[: len(content) // 2])
    assert "cannot be read" in folder.complaint()


def test_a_header_that_stands_twice(folder):
    folder.put("managers.csv", "manager_id,name,kind,name\nM1,甲,bank,乙\n")
    assert "the header stands twice" in folder.complaint()


def test_two_headers_of_one_column(folder):
    folder.put("managers.csv", "manager_id,name,kind,管理人名称\nM1,甲,bank,乙\n")
    assert "two headers name the same column name" in folder.complaint()


def test_a_missing_required_column(folder):
    words = folder.put("managers.csv", "manager_id,name\nM1,甲\n").complaint()
    assert "a required column is missing" in words
    assert "机构类型" in words


def test_a_header_within_two_letters_of_a_known_one(folder):
    folder.put("managers.csv", "manager_id,name,kind,net_captial\nM1,甲,bank,1\n")
    words = folder.complaint()
    assert "net_captial" in words
    assert "net_capital" in words
    assert "managers.net_captial" in words
    folder.put("portfolio.yaml", "ignore: [managers.net_captial]\n")
    folder.read()


def test_a_chinese_header_with_one_wrong_character(folder):
    folder.put("managers.csv", "manager_id,name,kind,净资木\nM1,甲,bank,1\n")
    assert "净资本" in folder.complaint()


@pytest.mark.parametrize(("row", "cells"), [("A3,丙", 2), ("A3,丙,stock,1", 4), ('A3,"丙,stock"', 2)])
def test_a_row_with_too_few_or_too_many_cells(folder, row, cells):
    problem = folder.add("assets.csv", row).problems()[0]
    assert problem.row == 4
    assert f"the row has {cells} cells, the header 3" in sentences.render_problem(problem, "en")


def test_quotes_that_do_not_match(folder):
    assert "quotation mark inside a cell" in folder.add("assets.csv", 'A3,5" pipe,stock').complaint()
    folder.put("assets.csv", SOUND["assets.csv"] + 'A3,"丙,stock\nA4,丁,stock\n')
    assert folder.problems()[0].row == 4
    assert "never closed" in folder.complaint()


@pytest.mark.parametrize(
    ("column", "cell", "words"),
    [
        ("market_value", "abc", "this is no number: abc"),
        ("market_value", "1e5", "this is no number"),
        ("market_value", "NaN", "this is no number"),
        ("market_value", "-inf", "this is no number"),
        ("market_value", "#N/A", "this is no number"),
        ("market_value", "-", "this is no number"),
        ("market_value", '"12,34"', "this is no number"),
        ("market_value", "5%", "this is no number"),
        ("market_value", "1" + "0" * 18, "the figure is too large"),
        ("quantity", "1" + "0" * 15, "the figure is too large"),
        ("as_of", "2024-02-30", "this is no date"),
        ("as_of", "28.6.2024", "this is no date"),
        ("as_of", "", "the cell is empty"),
        ("asset_id", "", "the cell is empty"),
        ("asset_id", "A9", "the asset is not in the table assets"),
        ("product_id", "P9", "the product is not in the table products"),
        ("market_value", "-1", "must not be negative for an asset of kind stock"),
        ("quantity", "-1", "must not be negative for an asset of kind stock"),
    ],
)
def test_a_cell_of_holdings_that_is_wrong(folder, column, cell, words):
    row = dict(zip(HEADER.split(","), ["2024-06-28", "P1", "A1", "1", "1"], strict=True)) | {column: cell}
    problem = folder.put("holdings.csv", f"{HEADER}\n{','.join(row.values())}\n").problems()[0]
    assert (problem.file, problem.row, problem.column) == ("holdings.csv", 2, column)
    text = sentences.render_problem(problem, "en")
    assert words.split(":")[0] in text
    assert cell.strip('"')[:10] in text


@pytest.mark.parametrize(
    ("column", "cell", "words"),
    [
        ("collective", "maybe", "neither yes nor no"),
        ("kind", "bank_wnp", "bank_wmp"),
        ("nature", "权益", "权益类"),
        ("redeemed_3d", "0.1234567890123", "too many decimals"),
        ("redeemed_3d", "25 percent", "no number"),
        ("total_assets", "-1", "must not be negative"),
        ("top10_share", "101%", "between 0 and 100%"),
        ("manager_id", "M2", "the manager is not in the table managers"),
    ],
)
def test_a_cell_of_products_that_is_wrong(folder, column, cell, words):
    header, row = SOUND["products.csv"].splitlines()
    cells = dict(zip(header.split(","), row.split(","), strict=True)) | {column: cell}
    folder.put("products.csv", ",".join(cells) + "\n" + ",".join(cells.values()) + "\n")
    assert words in folder.complaint()


def test_a_holding_on_a_day_on_which_its_product_has_no_row(folder):
    words = folder.add("holdings.csv", "2024-06-27,P1,A1,1,1").complaint()
    assert "the product has no row on 2024-06-27" in words


def test_net_assets_below_zero_are_no_mistake_of_reading(folder):
    folder.put("products.csv", SOUND["products.csv"].replace("1000000", "-5"))
    folder.read()


def test_cash_may_be_negative(folder):
    folder.put("holdings.csv", f"{HEADER}\n2024-06-28,P1,A2,,-5\n")
    folder.read()


def test_an_unknown_kind_gets_the_nearest(folder):
    assert "股票" in folder.add("assets.csv", "A3,丙,股飘").complaint()
    assert "corporate_bond" in folder.put("assets.csv", SOUND["assets.csv"] + "A3,丙,corp_bond\n").complaint()


def test_a_country_is_two_letters(folder):
    folder.put("assets.csv", "asset_id,name,kind,country\nA1,某股票,stock,China\nA2,现金,cash,cn\n")
    assert "two-letter country code" in folder.complaint()


@pytest.mark.parametrize(("written", "meant"), [("UK", "GB"), ("usa", "US"), ("香港", "HK")])
def test_a_country_written_otherwise_gets_the_code_that_is_meant(folder, written, meant):
    folder.put("assets.csv", f"asset_id,name,kind,country\nA1,某股票,stock,{written}\nA2,现金,cash,\n")
    with pytest.raises(CannotRunError) as caught:
        folder.read()
    assert [problem.allowed for problem in caught.value.problems] == [meant]


def test_the_hint_for_a_country_does_not_read_as_if_there_were_three(folder):
    folder.put("assets.csv", "asset_id,name,kind,country\nA1,某股票,stock,XX\nA2,现金,cash,cn\n")
    assert "… (ISO 3166-1 alpha-2)" in folder.complaint()


def test_a_repeated_key_names_both_rows(folder):
    problem = folder.add("holdings.csv", "2024-06-28,P1,A1,1,1").problems()[0]
    assert problem.row == 4
    assert "row 2 has it already" in sentences.render_problem(problem, "en")
    folder.put("holdings.csv", SOUND["holdings.csv"]).add("managers.csv", "M1,乙,bank")
    assert "managers.csv" in folder.complaint()


def test_lots_and_tranches_make_other_keys(folder):
    text = f"{HEADER},lot_id\n2024-06-28,P1,A1,1,1,a\n2024-06-28,P1,A1,1,1,b\n2024-06-28,P1,A1,1,1,\n"
    folder.put("holdings.csv", text).read()
    problem = folder.add("holdings.csv", "2024-06-28,P1,A1,1,1,\n2024-06-28,P1,A1,1,1,a").problems()
    assert [p.message.values["first"] for p in problem] == [4, 2]


def test_an_id_has_no_dated_row_beside_one_for_every_day(folder):
    folder.put(
        "assets.csv", "as_of,asset_id,name,kind\n,A1,股,stock\n2024-01-01,A1,股,stock\n,A2,现金,cash\n"
    )
    assert "without a date beside a dated one (row 3)" in folder.complaint()


def test_managers_and_assets_are_known_on_the_day(folder):
    folder.put("assets.csv", "as_of,asset_id,name,kind\n2024-07-01,A1,股,stock\n2024-01-01,A2,现金,cash\n")
    assert "the asset has no row on or before 2024-06-28" in folder.complaint()
    folder.put("assets.csv", SOUND["assets.csv"])
    folder.put("managers.csv", "as_of,manager_id,name,kind\n2024-07-01,M1,甲,bank\n")
    assert "the manager has no row on or before 2024-06-28" in folder.complaint()


def test_relations_are_sound(folder):
    folder.put(
        "relations.csv",
        "party_id,related_party_id,relation,stake,from,until\n"
        "C1,C2,持股,100.1%,,\nC1,C3,owns,-0.1,,\nC1,C4,控制,,2024-02-01,2024-01-01\nC1,C5,owns,100%,,\nC1,C6,owns,,,\n",
    )
    problems = folder.problems()
    assert [(problem.message.code, problem.row) for problem in problems] == [
        ("not_a_share", 2),
        ("not_a_share", 3),
        ("from_after_until", 4),
        ("owns_without_stake", 6),
    ]


def test_what_one_share_became_is_above_zero(folder):
    folder.put("corporate_actions.csv", "asset_id,ex_date,factor\nA1,2024-06-03,0\n")
    assert "above zero" in folder.complaint()


def test_twenty_rows_are_named_and_the_rest_counted(folder):
    rows = "".join(f"2024-06-28,P1,X{number},1,1\n" for number in range(50))
    problems = folder.put("holdings.csv", f"{HEADER}\n{rows}").problems()
    assert [problem.row for problem in problems] == list(range(2, 23))
    assert [problem.count for problem in problems] == [1] * 20 + [30]


def test_all_problems_of_all_tables_come_at_once(folder):
    folder.put("managers.csv", "manager_id,name,kind\nM1,甲,bankk\n,乙,bank\n")
    folder.add("assets.csv", "A2,现金,cash")
    folder.put("holdings.csv", f"{HEADER}\n2024-06-31,P1,A9,x,1\n")
    folder.put("stuff.csv", "x\n").put("portfolio.yaml", "holdings: some\n")
    assert {problem.message.code for problem in folder.problems()} == {
        "setting_value",
        "table_unknown",
        "unknown_value",
        "cell_empty",
        "key_repeated",
        "not_a_date",
        "unknown_asset",
        "not_a_number",
    }


@pytest.mark.parametrize("name", ["relations.tsv", "parties.csv.gz", "持仓", "relations.json"])
def test_what_is_called_like_a_table_and_cannot_be_read_is_an_error(folder, name):
    folder.put(name, "x")
    assert [(p.message.code, p.file) for p in folder.problems()] == [("table_not_read", name)]


def test_a_broken_link_or_a_folder_called_like_a_table_is_an_error(folder):
    (folder.path / "relations.csv").symlink_to(folder.path / "nowhere.csv")
    (folder.path / "parties.csv").mkdir()
    assert [p.file for p in folder.problems()] == ["parties.csv", "relations.csv"]


def test_settings_in_another_case_or_behind_a_broken_link_are_an_error(folder):
    (folder.path / "portfolio.yaml").symlink_to(folder.path / "nowhere.yaml")
    folder.put("Portfolio.YAML", "holdings: partial")
    assert {p.message.code for p in folder.problems()} == {"settings_misnamed"}
