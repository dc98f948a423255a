"""Which files hold the tables is said by their names, or by `files` of portfolio.yaml."""

from decimal import Decimal

import pytest
import xlsxwriter

from concentration.read.portfolio import InputFile
from concentration.words import sentences

from .conftest import SOUND, Folder
from .test_mapping import mistakes, said, text_of

HEAD = "as_of,product_id,asset_id,quantity,market_value\n"


def daily(folder: Folder) -> Folder:
    """Put the holdings of the two days of one product into a file each."""
    folder.drop("holdings.csv")
    folder.add("products.csv", "2024-06-27,P1,一号,M1,collective_plan,private,open,1000000")
    folder.put("持仓_20240627.csv", HEAD + "2024-06-27,P1,A1,90,200000\n\n2024-06-27,P1,A2,,1\n")
    folder.put("持仓_20240628.csv", HEAD + "2024-06-28,P1,A1,100,250000\n2024-06-28,P1,A2,,5000\n")
    return said(folder, "files:", "  holdings: 持仓_*.csv")


def test_several_files_of_a_table_are_read_one_after_the_other(folder):
    portfolio = daily(folder).read()
    holdings = portfolio.tables["holdings"]
    assert holdings["quantity"].to_list() == [90, None, 100, None]
    assert holdings["row"].to_list() == [2, 4, 6, 7]
    parts = [entry for entry in portfolio.inputs if entry.table == "holdings"]
    assert [(one.file, one.rows, one.before) for one in parts] == [
        ("持仓_20240627.csv", 2, 0),
        ("持仓_20240628.csv", 2, 4),
    ]
    assert all(isinstance(one, InputFile) and len(one.sha256) == 64 for one in parts)


def test_a_problem_names_the_file_and_its_line(folder):
    daily(folder).put("持仓_20240628.csv", HEAD + "2024-06-28,P1,A1,100,viel\n2024-06-28,P1,A2,,5000\n")
    assert folder.complaint().startswith("持仓_20240628.csv, row 2, column market_value: this is no number")


def test_a_key_repeated_in_another_file_names_both(folder):
    daily(folder).put("持仓_20240628.csv", HEAD + "2024-06-27,P1,A2,100,7\n")
    text = folder.complaint()
    assert text.startswith("持仓_20240628.csv, row 2")
    assert "row 4 (持仓_20240627.csv) has it already" in text


def test_records_of_several_lines_keep_their_lines_in_every_file(folder):
    daily(folder)
    folder.put("持仓_20240627.csv", "note," + HEAD + '"a\nb",2024-06-27,P1,A1,90,2\nx,2024-06-27,P1,A2,,1\n')
    folder.put("持仓_20240628.csv", "note," + HEAD + '"a\nb",2024-06-28,P1,A1,90,2\nx,2024-06-28,P1,A2,,y\n')
    assert folder.complaint().startswith("持仓_20240628.csv, row 4, column market_value")


def test_files_of_a_table_may_have_other_columns_and_encodings(folder):
    daily(folder)
    folder.put("持仓_20240627.csv", "日期,产品,代码,市值,数量\n2024-06-27,P1,A1,2,1\n".encode("gb18030"))
    said(
        folder,
        "files: {holdings: [持仓_20240628.csv, 持仓_*27.csv]}",
        "columns:",
        "  holdings: {as_of: {match: 日期|as_of}, product_id: {match: ^产品$|^p}, asset_id: {match: ^代码$|^asset}}",
    )
    holdings = folder.read().tables["holdings"]
    assert holdings["market_value"].to_list() == [250000, 5000, 2]
    folder.put("持仓_20240627.csv", "日期,产品,代码,市值,数量\n2024-06-27,P1,A3,2,1\n".encode("gb18030"))
    assert folder.complaint().startswith("持仓_20240627.csv, row 2, column 代码: the asset is not in")


def test_files_may_stand_below_the_folder_or_elsewhere(folder):
    for name in ("managers", "products", "assets", "holdings"):
        text = (folder.path / f"{name}.csv").read_text()
        folder.drop(f"{name}.csv")
        place = folder.path / ("持仓" if name == "holdings" else "../exports")
        place.mkdir(exist_ok=True)
        (place / f"{name[0]}_0628.csv").write_text(text)
    said(
        folder,
        "files:",
        "  managers: ../exports/m_*.csv",
        f"  products: {folder.path.parent.as_posix()}/exports/p_*.csv",
        "  assets: ../exports/a_0628.csv",
        "  holdings: 持仓/*.csv",
    )
    inputs = {entry.table: entry.file for entry in folder.read().inputs}
    assert inputs["holdings"] == "持仓/h_0628.csv"
    assert inputs["assets"] == "../exports/a_0628.csv"


def test_a_sheet_of_a_workbook_may_be_meant(folder):
    folder.drop("holdings.csv")
    with xlsxwriter.Workbook(folder.path / "book.xlsx") as book:
        book.add_worksheet("说明").write_row(0, 0, ["甲"])
        sheet = book.add_worksheet("估值")
        sheet.write_row(0, 0, ["日期", "产品", "证券", "数量", "市值"])
        sheet.write_row(1, 0, ["2024-06-28", "P1", "A1", 1, 2.5])
    columns = "{as_of: 日期, product_id: 产品, asset_id: 证券, quantity: 数量, market_value: 市值}"
    lines = ["columns:", f"  holdings: {columns}", "units: {holdings.market_value: 万元}"]
    said(folder, *lines, "files: {holdings: 'book.xlsx#估值'}")
    assert folder.read().tables["holdings"]["market_value"].to_list() == [Decimal(25000)]
    said(folder, *lines, "files: {holdings: 'book.xlsx#持仓'}")
    assert (
        "book.xlsx: the workbook has no such sheet; seen: 持仓; allowed: 说明, 估值" in mistakes(folder)[0][2]
    )


def test_an_ignored_file_is_no_part_of_a_table(folder):
    daily(folder).put("持仓_测试.csv", "x\n")
    said(folder, "files:", "  holdings: 持仓_*.csv", "ignore: [持仓_测试.csv]")
    assert folder.read().tables["holdings"].height == 4


def test_notes_of_several_files_name_their_pattern(folder):
    daily(folder).put("持仓_20240628.csv", HEAD + "2024-06-28,P1,A1,100,0.00001\n")
    assert any(text_of(note).startswith("持仓_*.csv, column market_value") for note in folder.read().notes)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("holdings: 持仓_*.csv", "持仓_*.csv"),
        ("holdings: holding.csv", "holdings_1.csv"),
        ("holding: holdings.csv", "no such table"),
        ("holdings: {a: b}", "a single value"),
        ("holdings: []", "files.holdings: there is no such file"),
    ],
)
def test_a_mistake_about_files_is_named_with_its_line(folder, line, words):
    folder.drop("holdings.csv").put("holdings_1.csv", SOUND["holdings.csv"])
    texts = [
        sentences.render_problem(problem, "en") for problem in said(folder, "files:", f"  {line}").problems()
    ]
    assert words in texts[0], texts


def test_a_table_that_is_said_to_be_elsewhere_may_not_stand_in_the_folder_too(folder):
    folder.put("h.csv", SOUND["holdings.csv"])
    said(folder, "files: {holdings: h.csv}")
    assert "two files hold the same table holdings; the other one is h.csv" in folder.complaint()


def test_a_file_of_another_format_is_refused(folder):
    folder.put("h.xls", b"x").drop("holdings.csv")
    said(folder, "files: {holdings: h.xls}")
    assert "h.xls" in mistakes(folder)[0][2]
