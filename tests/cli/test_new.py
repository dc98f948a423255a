"""`concentration new`: what is written, what is said, and what is left alone."""

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.cli.command import SAMPLES, check, run
from tests.cli.conftest import Copy

WRITTEN = ["assets.csv", "holdings.csv", "managers.csv", "portfolio.yaml", "products.csv", "to-complete.xlsx"]


def contents(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def test_a_new_folder_gets_tables_to_fill_and_says_what_comes_next(tmp_path: Path) -> None:
    ran = run("new", "deep/portfolio", cwd=tmp_path)
    assert ran.code == 0
    assert ran.out == b""
    assert sorted(contents(tmp_path / "deep" / "portfolio")) == WRITTEN
    assert ran.says("Wrote deep/portfolio/products.csv")
    assert ran.says("Fill in the tables in deep/portfolio; concentration new deep/portfolio then lists")


def test_words_are_in_the_language_asked_for(tmp_path: Path) -> None:
    ran = run("new", tmp_path, "--lang", "zh")
    assert ran.says("已写入")
    assert "产品代码" in (tmp_path / "products.csv").read_text(encoding="utf-8-sig")


def test_a_check_of_a_fresh_folder_says_that_the_tables_are_empty(tmp_path: Path) -> None:
    run("new", tmp_path)
    ran = check(tmp_path)
    assert ran.code == 2
    for table in ("managers", "products", "assets", "holdings"):
        assert ran.says(f"{table}.csv: the table has no rows")


def test_a_portfolio_gets_the_workbook_of_what_it_lacks_and_nothing_else_is_touched(unknown: Path) -> None:
    before = contents(unknown)
    ran = run("new", unknown)
    assert ran.code == 0
    after = contents(unknown)
    assert {name: after[name] for name in before} == before
    assert set(after) - set(before) == {"to-complete.xlsx"}
    assert ran.says("facts are missing to judge it; fill in")
    pages = load_workbook(unknown / "to-complete.xlsx")
    assert "资产总规模" in [cell.value for cell in pages["资产"][1]]


def test_filled_in_the_verdict_is_given_and_the_answer_stays_in_the_next_workbook(unknown: Path) -> None:
    assert check(unknown).code == 3
    run("new", unknown)
    file = unknown / "to-complete.xlsx"
    book = load_workbook(file)
    page = book["资产"]
    column = [cell.value for cell in page[1]].index("资产总规模") + 1
    page.cell(2, column).value = 200000000
    book.save(file)
    ran = check(unknown)
    assert ran.code == 0
    assert "to-complete.xlsx" in ran.text
    again = run("new", unknown)
    assert again.says("1 that are filled in and in no table yet were kept in it")
    assert load_workbook(file)["资产"].cell(2, column).value == 200000000
    assert check(unknown).code == 0


def test_a_cell_that_contradicts_the_table_stops_every_command(unknown: Path) -> None:
    run("new", unknown)
    file = unknown / "to-complete.xlsx"
    book = load_workbook(file)
    page = book["资产"]
    page.cell(1, 20).value = "资产类型"
    page.cell(2, 20).value = "现金"
    book.save(file)
    for command in ("check", "new", "validate"):
        ran = run(command, unknown)
        assert ran.code == 2
        assert ran.says("the cell says otherwise than row")


def test_a_folder_of_other_things_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("x", encoding="utf-8")
    ran = run("new", tmp_path)
    assert ran.code == 2
    assert ran.says("the folder holds other things and no table of a portfolio, nothing was written")
    assert sorted(contents(tmp_path)) == ["letter.txt"]


def test_what_cannot_be_written_is_said_and_nothing_is_left(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    ran = run("new", tmp_path / "file" / "portfolio")
    assert ran.code == 2
    assert sorted(contents(tmp_path)) == ["file"]


@pytest.mark.parametrize("sample", ["bank_wealth", "securities_firm", "trust_company", "nested"])
def test_the_workbook_of_every_sample_is_read_back_without_a_word(sample: str, tmp_path: Path) -> None:
    copy = Copy(tmp_path / "portfolio").path
    for file in (SAMPLES / sample).glob("*.csv"):
        (copy / file.name).write_bytes(file.read_bytes())
    before = json.loads(check(copy, "--format", "json", "--fail-on", "never").text)
    assert run("new", copy).code == 0
    after = json.loads(check(copy, "--format", "json", "--fail-on", "never").text)
    assert after["findings"] == before["findings"]
    assert after["notes"] == before["notes"]
