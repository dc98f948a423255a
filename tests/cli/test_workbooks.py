"""A portfolio in one workbook, seen from outside."""

import json
from pathlib import Path

from concentration.vocabulary.tables import TABLES
from tests.cli.command import SAMPLES, check
from tests.read.workbooks import rows_of_csv, save, table_of, typed_rows


def book_of_sample(sample: str, path: Path) -> Path:
    """Write the tables of a sample as sheets with Chinese names and typed cells."""
    files = sorted((SAMPLES / sample).glob("*.csv"))
    tables = {TABLES[table_of(file.name).name].zh[0]: file for file in files}
    sheets = {
        name: typed_rows(table_of(file.name), rows_of_csv(file.read_bytes())) for name, file in tables.items()
    }
    return save(path, sheets)


def test_a_workbook_is_judged_as_the_folder_of_its_tables(tmp_path: Path) -> None:
    book = book_of_sample("trust_company", tmp_path / "book.xlsx")
    ran = [check(path, "--all", "--format", "json") for path in (SAMPLES / "trust_company", book)]
    folder, workbook = (json.loads(one.out) for one in ran)
    assert [one.code for one in ran] == [1, 1]
    for report in (folder, workbook):
        del report["inputs"], report["portfolio"]
        for finding in report["findings"]:
            finding["reason"] = finding["reason"] and finding["reason"].partition(" in ")[0]
    assert workbook == folder


def test_the_report_names_the_sheet_of_every_table(tmp_path: Path) -> None:
    book = book_of_sample("trust_company", tmp_path / "book.xlsx")
    report = json.loads(check(book, "--format", "json").out)
    sheets = {table["table"]: table["file"] for table in report["inputs"]}
    assert sheets == {name: f"book.xlsx:{TABLES[name].zh[0]}" for name in sheets}
    assert list(sheets) == ["managers", "products", "assets", "holdings"]
    reasons = [finding["reason"] for finding in report["findings"] if finding["status"] == "undetermined"]
    assert reasons
    assert any("empty in book.xlsx:产品, row 3 (HL-S2)" in reason for reason in reasons), reasons


def test_a_web_page_called_xlsx_is_refused_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "book.xlsx").write_bytes(
        "<html><table><tr><td>持仓</td></tr></table></html>".encode("gb18030")
    )
    ran = check(tmp_path / "book.xlsx")
    assert ran.code == 2
    assert ran.says(
        "this is no workbook, its content is a web page (HTML): open it in Excel and save it as .xlsx"
    )


def test_problems_name_the_sheet_and_the_row(tmp_path: Path) -> None:
    rows = [["资产代码", "资产名称", "资产类型"], ["A1", "甲", "股標"]]
    ran = check(save(tmp_path / "book.xlsx", {"资产": rows, "持仓": []}))
    assert ran.code == 2
    assert ran.says("book.xlsx:资产, row 2, column 资产类型")
