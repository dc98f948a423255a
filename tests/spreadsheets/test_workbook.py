"""Workbooks and CSV files as sheets: what their cells are, and what is refused."""

import datetime
import io
import zipfile
from decimal import Decimal
from pathlib import Path

import msoffcrypto.format.ooxml
import openpyxl
import pytest
import xlsxwriter
import xlwt
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from concentration.spreadsheets.workbook import Sheet, exact, sheets_of
from concentration.words.message import CannotRunError, Problem
from concentration.words.sentences import render_problem


def problem_of(path: Path) -> Problem:
    with pytest.raises(CannotRunError) as stopped:
        sheets_of(path, path.name)
    assert all(
        render_problem(problem, language) for problem in stopped.value.problems for language in ("zh", "en")
    )
    (problem,) = stopped.value.problems
    assert problem.file == path.name
    return problem


def saved(path: Path, rows: list[list[object]], title: str = "Sheet1") -> Path:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.title = title
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def changed(path: Path, part: str, old: bytes, new: bytes) -> None:
    """Replace a few bytes in a part of a workbook."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert old in parts[part]
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content.replace(old, new) if name == part else content)


def read_or_refused(path: Path) -> None:
    try:
        sheets_of(path, path.name)
    except CannotRunError as stopped:
        problems = stopped.problems
    else:
        return
    assert all(problem.file == path.name for problem in problems)


def rows_of(path: Path) -> list[list[object]]:
    (sheet,) = sheets_of(path, path.name)
    return [list(row) for row in sheet.rows]


def test_cells_keep_their_types(tmp_path):
    day, moment = datetime.date(2024, 6, 28), datetime.datetime(2024, 6, 28, 13, 30)
    path = saved(tmp_path / "a.xlsx", [["资产", 1, 1.5, True, day, moment, datetime.time(9, 30), " x "]])
    assert rows_of(path) == [["资产", 1, 1.5, True, day, moment, datetime.time(9, 30), " x "]]
    assert rows_of(path)[0][3] is True


@pytest.mark.parametrize("form", [14, 31, 57, 'yyyy"年"m"月"d"日"', "[$-804]yyyy-mm-dd;@"])
def test_dates_of_chinese_formats_are_dates(tmp_path, form):
    book = xlsxwriter.Workbook(tmp_path / "a.xlsx")
    book.add_worksheet().write(0, 0, 45471, book.add_format({"num_format": form}))
    book.close()
    assert rows_of(tmp_path / "a.xlsx") == [[datetime.date(2024, 6, 28)]]


def test_rows_stand_on_their_lines_and_are_of_one_width(tmp_path):
    book = openpyxl.Workbook()
    book.active["B3"] = "代码"
    book.active["D5"] = 2
    book.active.merge_cells("B3:C4")
    book.save(tmp_path / "a.xlsx")
    (sheet,) = sheets_of(tmp_path / "a.xlsx", "a.xlsx")
    blank = [None] * 4
    assert sheet.rows == [blank, blank, [None, "代码", None, None], blank, [None, None, None, 2]]
    assert sheet.merged == (((2, 1), (3, 2)),)


def test_a_sheet_without_cells_has_no_rows(tmp_path):
    assert rows_of(saved(tmp_path / "a.xlsx", [])) == []


def test_hidden_sheets_and_charts_are_left_out_unless_asked_for(tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "持仓"
    book.create_sheet("hidden").sheet_state = "hidden"
    book.create_sheet("very hidden").sheet_state = "veryHidden"
    book.create_chartsheet("chart")
    book.create_sheet("last")["A1"] = "here"
    book.save(tmp_path / "a.xlsx")
    shown = sheets_of(tmp_path / "a.xlsx", "a.xlsx")
    assert [sheet.name for sheet in shown] == ["持仓", "last"]
    assert shown[1].rows == [["here"]]
    everything = sheets_of(tmp_path / "a.xlsx", "a.xlsx", hidden=True)
    assert [sheet.name for sheet in everything] == ["持仓", "hidden", "very hidden", "last"]


def test_a_code_that_the_sheet_shows_with_its_zeros_is_that_text(tmp_path):
    book = openpyxl.Workbook()
    for place, (value, form) in enumerate([(1, "000000"), (1.5, "000000"), (1, "0"), (-1, "000")], start=1):
        book.active.cell(1, place, value).number_format = form
    book.save(tmp_path / "a.xlsx")
    assert rows_of(tmp_path / "a.xlsx") == [["000001", 1.5, 1, -1]]


def old_workbook(path: Path, sheet: str = "估值表") -> Path:
    book = xlwt.Workbook()
    cells = book.add_sheet(sheet)
    for place, value in enumerate(["600000", 12, 0.25, True]):
        cells.write(1, place, value)
    cells.write_merge(2, 3, 0, 1, "合计")
    book.save(str(path))
    return path


@pytest.mark.parametrize("name", ["a.xls", "an_old_one_called.xlsx"])
def test_an_old_workbook_is_read_whatever_it_is_called(tmp_path, name):
    (sheet,) = sheets_of(old_workbook(tmp_path / name), name)
    assert (sheet.name, list(sheet.rows)[1]) == ("估值表", ["600000", 12, 0.25, True])
    assert sheet.merged == (((2, 0), (3, 1)),)


def test_a_new_workbook_called_xls_is_read(tmp_path):
    assert rows_of(saved(tmp_path / "a.xlsx", [[1]]).rename(tmp_path / "b.xls")) == [[1]]


def test_an_error_of_excel_is_its_text_and_never_empty(tmp_path):
    book = xlsxwriter.Workbook(tmp_path / "a.xlsx")
    cells = book.add_worksheet()
    cells.write_formula(1, 1, "=1/0", None, "#DIV/0!")
    cells.write_formula(1, 2, "=NA()", None, "#N/A")
    cells.write_formula(1, 3, "=1+1", None, 2)
    cells.write_formula(1, 4, '=""', None, "no text")
    book.close()
    changed(tmp_path / "a.xlsx", "xl/worksheets/sheet1.xml", b"no text", b"")
    assert rows_of(tmp_path / "a.xlsx")[1] == [None, "#DIV/0!", "#N/A", 2, None]


def test_an_error_of_an_old_workbook_is_its_text(tmp_path):
    book = xlwt.Workbook()
    book.add_sheet("first").write(0, 0, "x")
    cells = book.add_sheet("second")
    cells.write(0, 0, 1)
    cells.row(3).set_cell_error(2, 0x2A)
    cells.row(4).set_cell_error(2, 0x17)
    book.save(str(tmp_path / "a.xls"))
    _, second = sheets_of(tmp_path / "a.xls", "a.xls")
    assert [row[2] for row in second.rows] == [None, None, None, "#N/A", "#REF!"]


def test_formulas_without_values_are_named(tmp_path):
    path = saved(tmp_path / "a.xlsx", [["市值"], ["=1+1"], [3], ["=A2+A3"]], "持仓")
    problem = problem_of(path)
    assert problem.message.code == "formulas_without_values"
    assert problem.message.values == {"sheet": "持仓", "count": 2}
    assert problem.seen == "A2, A4"


def test_the_sheet_of_a_formula_is_found_behind_charts_and_hidden_sheets(tmp_path):
    book = openpyxl.Workbook()
    book.create_chartsheet("chart")
    book.create_sheet("hidden").sheet_state = "hidden"
    book.create_sheet("持仓")["C3"] = "=1+1"
    book.save(tmp_path / "a.xlsx")
    problem = problem_of(tmp_path / "a.xlsx")
    assert (problem.message.values["sheet"], problem.seen) == ("持仓", "C3")


def test_formulas_of_all_sheets_are_named_at_once(tmp_path):
    book = openpyxl.Workbook()
    for name in ("持仓", "资产"):
        book.create_sheet(name)["B2"] = "=1+1"
    book.save(tmp_path / "a.xlsx")
    with pytest.raises(CannotRunError) as stopped:
        sheets_of(tmp_path / "a.xlsx", "a.xlsx")
    assert [problem.message.values["sheet"] for problem in stopped.value.problems] == ["持仓", "资产"]


def test_zeros_of_a_program_that_left_the_computing_to_excel_are_no_values(tmp_path):
    book = xlsxwriter.Workbook(tmp_path / "a.xlsx")
    cells = book.add_worksheet()
    for row in range(20):
        cells.write_formula(row, 27, "=1+1")
    book.close()
    problem = problem_of(tmp_path / "a.xlsx")
    assert problem.message.values["count"] == 20
    assert problem.seen == "AB1, AB2, AB3, AB4, AB5, AB6, AB7, AB8, AB9, AB10, …"


def test_formulas_of_an_old_workbook_without_values_are_named(tmp_path):
    book = xlwt.Workbook()
    book.add_sheet("s").write(1, 1, xlwt.Formula("1+1"))
    book.save(str(tmp_path / "a.xls"))
    assert problem_of(tmp_path / "a.xls").seen == "B2"


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"<html><body><table><tr><td>1</td></tr></table>", "content_html"),
        ("\ufeff<!DOCTYPE HTML>\n<html>".encode(), "content_html"),
        ("<table><tr><td>资产</td></tr></table>".encode("gb18030"), "content_html"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "content_html"),
        (
            b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
            "content_xml_spreadsheet",
        ),
        ("科目代码\t科目名称\n1002\t银行存款\n".encode("gb18030"), "content_text"),
        ("科目代码\t科目名称\n".encode("utf-16"), "content_text"),
        (b"%PDF-1.7\n%\xe2\xe3", "content_pdf"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "content_picture"),
        (b"PAR1\x15\x04\x15", "content_parquet"),
        (b"\x00\x01\x02\x03", "content_unknown"),
    ],
)
@pytest.mark.parametrize("name", ["估值表.xls", "a.xlsx"])
def test_what_is_no_workbook_is_called_what_it_is(tmp_path, name, content, what):
    (tmp_path / name).write_bytes(content)
    problem = problem_of(tmp_path / name)
    assert problem.message.code == "not_a_workbook"
    assert problem.message.values["what"].code == what
    assert problem.seen


def test_an_empty_file_is_said_to_be_empty(tmp_path):
    for name in ("a.xlsx", "a.csv"):
        (tmp_path / name).touch()
        assert problem_of(tmp_path / name).message.code == "workbook_is_empty"


def test_documents_archives_and_other_workbooks_are_refused(tmp_path):
    for names, what in (
        (["mimetype", "content.xml"], "content_other_workbook"),
        (["[Content_Types].xml", "word/document.xml"], "content_document"),
        (["a"], "content_archive"),
    ):
        with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
            for name in names:
                archive.writestr(name, "x")
        assert problem_of(tmp_path / "a.xlsx").message.values["what"].code == what


def test_a_missing_file_is_unreadable(tmp_path):
    assert problem_of(tmp_path / "none.xlsx").message.code == "unreadable"


def test_a_password_is_asked_for_by_name(tmp_path):
    plain = saved(tmp_path / "plain.xlsx", [[1]])
    with plain.open("rb") as source, (tmp_path / "a.xlsx").open("wb") as target:
        msoffcrypto.format.ooxml.OOXMLFile(source).encrypt("secret", target)
    assert problem_of(tmp_path / "a.xlsx").message.code == "workbook_password"


def test_an_old_workbook_with_a_password_is_refused(tmp_path):
    """The record FilePass stands behind the first one; here it is put over the second of a plain file."""
    data = bytearray(old_workbook(tmp_path / "a.xls").read_bytes())
    start = data.index(b"\x09\x08\x10\x00\x00\x06\x05\x00")
    data[start + 20 : start + 22] = b"\x2f\x00"
    (tmp_path / "a.xls").write_bytes(data)
    assert problem_of(tmp_path / "a.xls").message.code == "workbook_password"


def test_a_workbook_that_is_cut_short_is_refused(tmp_path):
    whole = saved(tmp_path / "a.xlsx", [[1, 2], [3, 4]]).read_bytes()
    (tmp_path / "a.xlsx").write_bytes(whole[: len(whole) // 2])
    assert problem_of(tmp_path / "a.xlsx").message.code == "workbook_damaged"


def test_a_sheet_with_a_stray_cell_at_its_very_end_is_refused(tmp_path):
    book = openpyxl.Workbook()
    book.active["A1"] = book.active["XFD1048576"] = 1
    book.save(tmp_path / "a.xlsx")
    problem = problem_of(tmp_path / "a.xlsx")
    assert (problem.message.code, problem.seen) == ("sheet_too_large", "XFD1048576")


def test_an_old_workbook_that_says_it_is_endless_is_damaged(tmp_path):
    path = old_workbook(tmp_path / "a.xls")
    data = path.read_bytes()
    dimensions = data.index(b"\x00\x02\x0e\x00")
    path.write_bytes(data[: dimensions + 8] + b"\xff\xff\xff\x7f" + data[dimensions + 12 :])
    assert problem_of(path).message.code == "workbook_damaged"


@pytest.fixture(scope="module")
def samples(tmp_path_factory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("samples")
    day = datetime.date(2024, 6, 28)
    new = saved(folder / "a.xlsx", [["代码", 1.5, day, "=1+1"]] + [["000001", 2, day, True]] * 50)
    return {"new": new.read_bytes(), "old": old_workbook(folder / "a.xls").read_bytes()}


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_damaged_workbook_is_refused_or_read_but_never_fails_otherwise(tmp_path, samples, data):
    whole = samples[data.draw(st.sampled_from(["new", "old"]))]
    broken = bytearray(whole[: data.draw(st.integers(0, len(whole)))])
    places = st.integers(0, max(len(broken) - 1, 0))
    for place in data.draw(st.lists(places, max_size=5 if broken else 0)):
        broken[place] = data.draw(st.integers(0, 255))
    (tmp_path / "broken.xlsx").write_bytes(broken)
    read_or_refused(tmp_path / "broken.xlsx")


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_broken_part_within_a_sound_archive_never_fails_otherwise(tmp_path, samples, data):
    source = zipfile.ZipFile(io.BytesIO(samples["new"]))
    chosen = data.draw(st.sampled_from(source.namelist()))
    with zipfile.ZipFile(tmp_path / "broken.xlsx", "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == chosen:
                cut = data.draw(st.integers(0, len(content)))
                content = content[:cut] + content[data.draw(st.integers(cut, len(content))) :]
            target.writestr(name, content)
    read_or_refused(tmp_path / "broken.xlsx")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_csv_file_is_one_sheet_of_text(tmp_path, encoding):
    path = tmp_path / "估值表.csv"
    path.write_bytes('证券投资基金估值表\n\n科目代码,"市值,元",x\n100201,"1,234.50",\n'.encode(encoding))
    (sheet,) = sheets_of(path, path.name)
    blank = [None] * 3
    rows = [
        ["证券投资基金估值表", None, None],
        blank,
        ["科目代码", "市值,元", "x"],
        ["100201", "1,234.50", None],
    ]
    assert sheet == Sheet("估值表", rows)


def test_a_csv_file_that_is_no_text_is_refused(tmp_path):
    (tmp_path / "a.csv").write_bytes(b"\xff\xff\x00")
    assert problem_of(tmp_path / "a.csv").message.code == "unknown_encoding"
    saved(tmp_path / "b.xlsx", [[1]]).rename(tmp_path / "b.csv")
    assert problem_of(tmp_path / "b.csv").message.code == "unknown_encoding"


@pytest.mark.parametrize(
    ("cell", "figure"),
    [
        (14406844.539999999, "14406844.54"),
        (0.1 + 0.2, "0.3"),
        (1e22, "1E+22"),
        (12, "12"),
        ("1,234.50", "1234.50"),
        ("－１２３．４", "-123.4"),
        ("+.5", "0.5"),
        (" 7. ", "7"),
        ("-0", "-0"),
    ],
)
def test_the_figure_of_a_cell_is_exact(cell, figure):
    assert exact(cell) == Decimal(figure)


@pytest.mark.parametrize(
    "cell",
    [None, True, "", ".", "-", "12,34", "1,2345", "12%", "(12.5)", "1e5", "#N/A", "１２％", "²", "٣"],
)
def test_what_is_no_figure_has_none(cell):
    assert exact(cell) is None


@given(st.decimals(min_value=-(10**11), max_value=10**11, places=4))
def test_a_decimal_of_fifteen_digits_survives_excel(figure):
    assert exact(float(figure)) == figure
    assert exact(f"{figure:,f}") == figure
