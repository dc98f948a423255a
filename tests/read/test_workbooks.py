"""Tables from .xlsx: a whole portfolio in one workbook, or files beside those of other formats."""

import datetime
import hashlib
import shutil
from decimal import Decimal
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from concentration.catalogue.load import load_catalogue
from concentration.read.portfolio import read_portfolio
from concentration.vocabulary.tables import TABLES
from concentration.words.message import CannotRunError, Problem
from concentration.words.sentences import render, render_problem

from .conftest import KINDS, SOUND
from .workbooks import rows_of_csv, save, table_of, typed_rows

SAMPLES = Path(__file__).parents[2] / "sample_portfolios"
SHEETS = {name.removesuffix(".csv"): rows_of_csv(text.encode()) for name, text in SOUND.items()}


def book_of(tmp_path: Path, **changed: list[list[object]] | None) -> Path:
    """Return a sound workbook in which some sheets are others; None leaves one out."""
    sheets = {name: rows for name, rows in {**SHEETS, **changed}.items() if rows is not None}
    return save(tmp_path / "book.xlsx", sheets)


def problems_of(path: Path) -> list[Problem]:
    with pytest.raises(CannotRunError) as stopped:
        read_portfolio(path, KINDS)
    assert all(render_problem(problem, "zh") for problem in stopped.value.problems)
    return list(stopped.value.problems)


def complaint(path: Path) -> str:
    (problem,) = problems_of(path)
    return render_problem(problem, "en")


def notes_of(path: Path) -> list[str]:
    notes = [note for note in read_portfolio(path, KINDS).notes if note.code != "note_tradable"]
    assert all(render(note, "zh") for note in notes)
    return [render(note, "en") for note in notes]


def table(path: Path, name: str) -> pl.DataFrame:
    return read_portfolio(path, KINDS).tables[name]


# One workbook


def test_a_workbook_reads_as_the_folder_of_its_tables(folder, tmp_path):
    book = book_of(tmp_path)
    there, here = folder.read(), read_portfolio(book, KINDS)
    assert here.tables.keys() == there.tables.keys()
    for name, frame in there.tables.items():
        assert_frame_equal(here.tables[name], frame)
    assert here.notes == there.notes
    assert here.name == book.as_posix()
    hashed = hashlib.sha256(book.read_bytes()).hexdigest()
    assert [(one.table, one.file, one.rows, one.sha256) for one in here.inputs] == [
        ("managers", "book.xlsx:managers", 1, hashed),
        ("products", "book.xlsx:products", 1, hashed),
        ("assets", "book.xlsx:assets", 2, hashed),
        ("holdings", "book.xlsx:holdings", 2, hashed),
    ]


def test_sheets_and_headers_may_be_chinese(tmp_path):
    assets = [["资产代码", "资产名称", "资产类型"], ["A1", "某股票", "股票"], ["A2", "现金", "现金"]]
    path = book_of(tmp_path, assets=None, **{TABLES["assets"].zh[0]: assets})
    assert table(path, "assets")["kind"].to_list() == ["stock", "cash"]


def test_every_type_of_cell_is_read(tmp_path):
    day = datetime.date(2024, 6, 28)
    cells = {
        "as_of": day,
        "product_id": "P1",
        "name": "一号",
        "manager_id": "M1",
        "kind": "collective_plan",
        "offering": "private",
        "operation": "open",
        "net_assets": 14406844.539999999,
        "collective": True,
        "redeemed_3d": 0.25,
        "established": datetime.datetime(2020, 1, 2),
        "maturity_date": 20301231,
        "senior_units": "１，２３４.5",
    }
    products = [list(cells), list(cells.values())]
    (row,) = table(book_of(tmp_path, products=products), "products").rows(named=True)
    assert row["as_of"] == day
    assert row["net_assets"] == Decimal("14406844.54")
    assert row["collective"] is True
    assert row["redeemed_3d"] == Decimal("0.25")
    assert row["established"] == datetime.date(2020, 1, 2)
    assert row["maturity_date"] == datetime.date(2030, 12, 31)
    assert row["senior_units"] == Decimal("1234.5")


def test_rows_are_the_lines_of_the_sheet(tmp_path):
    blank: list[object] = [None] * 3
    assets = [blank, blank, *SHEETS["assets"][:2], blank, *SHEETS["assets"][2:]]
    assert table(book_of(tmp_path, assets=assets), "assets")["row"].to_list() == [4, 6]
    assets[-1] = ["A2", "现金", "cashh"]
    told = complaint(book_of(tmp_path, assets=assets))
    assert told.startswith("book.xlsx:assets, row 6, column kind: ")


def test_a_table_that_starts_further_right_is_read(tmp_path):
    assets = [[None, None, *row] for row in SHEETS["assets"]]
    assert table(book_of(tmp_path, assets=assets), "assets")["asset_id"].to_list() == ["A1", "A2"]


def test_problems_of_headers_name_the_line_of_the_header(tmp_path):
    assets = [[None], ["asset_id", "name", "kind", "name"], *([*row, "x"] for row in SHEETS["assets"][1:])]
    assert complaint(book_of(tmp_path, assets=assets)) == (
        "book.xlsx:assets, row 2, column name: the header stands twice"
    )


def test_a_missing_sheet_is_named(tmp_path):
    (problem,) = problems_of(book_of(tmp_path, assets=None))
    assert (problem.message.code, problem.file) == ("table_missing", "book.xlsx")
    assert TABLES["assets"].zh[0] in str(problem.allowed)


def test_two_sheets_of_one_table_are_an_error(tmp_path):
    path = book_of(tmp_path, **{TABLES["assets"].zh[0]: SHEETS["assets"]})
    assert "two sheets hold the same table assets" in complaint(path)


def test_other_sheets_are_noted_and_empty_ones_are_not(tmp_path):
    path = book_of(tmp_path, Sheet3=[], 说明=[["如何填写"]], pivot=[[1]])
    assert notes_of(path) == ["book.xlsx: sheets that are no tables were ignored: 说明, pivot."]


def test_a_sheet_whose_name_is_misspelt_is_an_error(tmp_path):
    told = complaint(book_of(tmp_path, realtions=[["party_id"]]))
    assert told.startswith("book.xlsx:realtions: the sheet's name is within two letters of a table's")
    assert "relations" in told


def test_a_hidden_table_is_an_error(tmp_path):
    path = save(tmp_path / "book.xlsx", {**SHEETS, "parties": [["party_id"]]}, hidden=["parties"])
    assert "hidden and was not read" in complaint(path)
    save(path, {**SHEETS, "lists": [["x"]]}, hidden=["lists"])
    assert notes_of(path) == []


def test_orders_in_a_workbook_are_no_part_of_the_portfolio(tmp_path):
    (note,) = notes_of(book_of(tmp_path, orders=[["order_id"], ["1"]]))
    assert note.startswith("book.xlsx:orders is no part of a portfolio")


def test_an_empty_sheet_of_a_table_is_an_error(tmp_path):
    assert "the table has no rows" in complaint(book_of(tmp_path, assets=[]))


def test_all_that_is_wrong_is_told_at_once(tmp_path):
    path = book_of(
        tmp_path,
        managers=[["manager_id", "name", "kind"], ["M1", "甲", "no kind"]],
        assets=[*SHEETS["assets"], ["A3", "丙", "=1+1"]],
        holdings=None,
        asets=[["x"]],
    )
    codes = {problem.message.code for problem in problems_of(path)}
    assert codes >= {"unknown_value", "formulas_without_values", "table_missing", "sheet_misspelt"}


def test_an_error_of_excel_is_never_an_empty_cell(tmp_path):
    path = book_of(
        tmp_path,
        assets=[[*SHEETS["assets"][0], "issuer_id"], ["A1", "某", "stock", "#N/A"], ["A2", "现金", "cash"]],
    )
    book = openpyxl.load_workbook(path)
    book["assets"]["D2"].data_type = "e"
    book.save(path)
    assert complaint(path).startswith(
        "book.xlsx:assets, row 2, column issuer_id: the cell holds an error of Excel"
    )


def test_an_error_of_excel_is_no_figure(tmp_path):
    rows = [*SHEETS["holdings"][:2], ["2024-06-28", "P1", "A2", None, "#REF!"]]
    path = book_of(tmp_path, holdings=rows)
    book = openpyxl.load_workbook(path)
    book["holdings"]["E3"].data_type = "e"
    book.save(path)
    told = complaint(path)
    assert told.startswith("book.xlsx:holdings, row 3, column market_value: this is no number; seen: #REF!")


def test_merged_cells_among_the_data_are_an_error(tmp_path):
    path = book_of(tmp_path)
    book = openpyxl.load_workbook(path)
    book["assets"].merge_cells("C2:C3")
    book.save(path)
    assert "merged cells among the data" in render_problem(problems_of(path)[0], "en")
    assert problems_of(path)[0].seen == "C2:C3"


def test_a_merged_title_and_merged_cells_beside_the_table_are_none(tmp_path):
    path = book_of(tmp_path)
    book = openpyxl.load_workbook(path)
    book["assets"].merge_cells("E2:F3")
    book.save(path)
    assert notes_of(path) == []


@pytest.mark.parametrize(
    ("name", "said"), [("a.xls", "save it as .xlsx"), ("a.txt", "a portfolio is a folder")]
)
def test_only_xlsx_is_a_portfolio(tmp_path, name, said):
    (tmp_path / name).write_bytes(book_of(tmp_path).read_bytes())
    assert said in complaint(tmp_path / name)


def test_a_web_page_called_xlsx_is_refused(tmp_path):
    (tmp_path / "book.xlsx").write_text("<html><table></table></html>")
    assert "web page" in complaint(tmp_path / "book.xlsx")


def test_cells_without_a_header_are_noted(tmp_path):
    assets = [[None, *row] for row in SHEETS["assets"]]
    assets[2] += [None, "see below"]
    assert notes_of(book_of(tmp_path, assets=assets)) == [
        "book.xlsx:assets: columns that have cells and no header were ignored: F."
    ]


# Files of a folder


def test_a_table_of_a_folder_may_be_a_workbook(folder):
    before = folder.read()
    save(folder.path / "资产.xlsx", {"Sheet1": SHEETS["assets"]})
    folder.drop("assets.csv")
    after = folder.read()
    assert_frame_equal(after.tables["assets"], before.tables["assets"])
    assert [one.file for one in after.inputs] == ["managers.csv", "products.csv", "资产.xlsx", "holdings.csv"]


def test_of_several_sheets_the_one_called_like_the_table_is_read(folder):
    folder.drop("assets.csv")
    save(folder.path / "assets.xlsx", {"notes": [["x"]], "Assets": SHEETS["assets"], "more": [["y"]]})
    assert folder.read().tables["assets"].height == 2


def test_of_several_sheets_the_only_one_with_cells_is_read(folder):
    folder.drop("assets.csv")
    save(folder.path / "assets.xlsx", {"first": [], "second": SHEETS["assets"], "third": []})
    assert folder.read().tables["assets"].height == 2


def test_several_sheets_none_of_which_is_the_table_are_an_error(folder):
    folder.drop("assets.csv")
    save(folder.path / "assets.xlsx", {"first": [["x"]], "second": SHEETS["assets"]})
    assert folder.complaint() == (
        "assets.xlsx: the workbook has several sheets that are not empty, none called like the table assets; "
        "seen: first, second; allowed: assets"
    )


def test_a_workbook_without_cells_is_an_empty_table(folder):
    folder.drop("assets.csv")
    save(folder.path / "assets.xlsx", {"first": []})
    assert folder.complaint() == "assets.xlsx: the table has no rows; allowed: assets"


def test_a_hidden_sheet_of_the_table_is_an_error(folder):
    folder.drop("assets.csv")
    save(
        folder.path / "assets.xlsx", {"old": SHEETS["assets"], "assets": SHEETS["assets"]}, hidden=["assets"]
    )
    assert folder.complaint().startswith("assets.xlsx:assets: a sheet called like a table is hidden")


def test_two_files_of_a_table_are_an_error(folder):
    save(folder.path / "assets.xlsx", {"assets": SHEETS["assets"]})
    assert "two files hold the same table assets" in folder.complaint()


# Codes and long numbers


def with_codes(tmp_path: Path, assets: list[object], held: list[object]) -> Path:
    rows = [["as_of", "product_id", "asset_id", "quantity", "market_value"]]
    return book_of(
        tmp_path,
        assets=[["asset_id", "name", "kind"], *([code, "股票", "stock"] for code in assets)],
        holdings=[*rows, *(["2024-06-28", "P1", code, 1, 1] for code in held)],
    )


def test_codes_kept_as_text_stay_as_they_are(tmp_path):
    path = with_codes(tmp_path, ["000001", "600000"], ["000001"])
    assert table(path, "assets")["asset_id"].to_list() == ["000001", "600000"]
    assert notes_of(path) == []


def test_a_whole_number_is_a_code_without_a_point(tmp_path):
    path = with_codes(tmp_path, [600000, 300750], [600000])
    assert table(path, "assets")["asset_id"].to_list() == ["600000", "300750"]
    assert notes_of(path) == []


def test_a_number_gets_the_zeros_of_the_code_that_its_table_knows(tmp_path):
    path = with_codes(tmp_path, ["000001", "600000", "X1"], [1, 600000])
    assert table(path, "holdings")["asset_id"].to_list() == ["000001", "600000"]
    assert notes_of(path) == [
        "book.xlsx:holdings, column asset_id: 1 code(s) were stored as numbers; the zeros in front were put back "
        "(row 2: 1 → 000001)."
    ]


def test_a_number_gets_the_width_of_the_other_codes_of_its_column(tmp_path):
    path = with_codes(tmp_path, ["600000", 1, 2001], [1, "002001"])
    assert table(path, "assets")["asset_id"].to_list() == ["600000", "000001", "002001"]
    assert table(path, "holdings")["asset_id"].to_list() == ["000001", "002001"]
    first, second = notes_of(path)
    assert "column asset_id: 2 code(s)" in first
    assert "(row 3: 1 → 000001)" in first
    assert "book.xlsx:holdings, column asset_id: 1 code(s)" in second


def test_a_number_that_can_be_two_codes_is_an_error(tmp_path):
    told = complaint(with_codes(tmp_path, ["000001", "01", "2"], [1]))
    assert told.startswith("book.xlsx:holdings, row 2, column asset_id: the code was stored as a number")
    assert told.endswith("seen: 1; allowed: 000001, 01")
    assert "can be any of several" in complaint(with_codes(tmp_path, ["000001", "1"], [1]))


def test_nothing_is_guessed_where_codes_are_of_several_widths(tmp_path):
    path = with_codes(tmp_path, ["600000", "00700", 1], [1])
    assert table(path, "assets")["asset_id"].to_list() == ["600000", "00700", "1"]
    assert notes_of(path) == []


def test_ids_that_no_table_lists_have_the_width_of_their_own_column(tmp_path):
    rows = [["as_of", "product_id", "asset_id", "tranche_id", "lot_id", "quantity", "market_value"]]
    rows += [["2024-06-28", "P1", "A1", "001", 7, 1, 1], ["2024-06-28", "P1", "A1", 2, 7, 1, 1]]
    path = book_of(tmp_path, holdings=rows)
    assert table(path, "holdings")["tranche_id"].cast(pl.String).to_list() == ["001", "002"]
    assert table(path, "holdings")["lot_id"].cast(pl.String).to_list() == ["7", "7"]
    (note,) = notes_of(path)
    assert "column tranche_id" in note


def test_an_umbrella_is_not_taken_for_an_asset_of_that_number(tmp_path):
    head = [*SHEETS["assets"][0], "umbrella_id", "issuer_id"]
    assets = [head, ["000001", "甲", "stock", 1, 1], ["A1", "乙", "stock"], ["A2", "现金", "cash"]]
    path = book_of(tmp_path, assets=assets, parties=[["party_id", "name"], ["0001", "主体"]])
    row = table(path, "assets").row(0, named=True)
    assert (row["umbrella_id"], row["issuer_id"]) == ("1", "0001")


def test_a_number_whose_code_nobody_knows_is_unknown(tmp_path):
    assert "the asset is not in the table assets" in complaint(with_codes(tmp_path, ["000001", "X"], [2]))


def test_a_code_restored_in_a_folder_is_known_from_another_file(folder):
    folder.put("assets.csv", "asset_id,name,kind\n000001,某股票,stock\nA2,现金,cash\n")
    folder.drop("holdings.csv")
    rows = [[cell if cell != "A1" else 1 for cell in row] for row in SHEETS["holdings"]]
    save(folder.path / "holdings.xlsx", {"holdings": rows})
    portfolio = folder.read()
    assert portfolio.tables["holdings"]["asset_id"].to_list() == ["000001", "A2"]
    assert "note_codes_restored" in [note.code for note in portfolio.notes]


def test_a_code_with_more_digits_than_excel_keeps_is_an_error(tmp_path):
    told = complaint(with_codes(tmp_path, [123456789012345678, "A"], ["A"]))
    assert told.startswith("book.xlsx:assets, row 2, column asset_id: a code of more than 15 digits")


def test_a_code_of_fifteen_digits_is_whole(tmp_path):
    path = with_codes(tmp_path, [999999999999999], [999999999999999])
    assert table(path, "holdings")["asset_id"].to_list() == ["999999999999999"]


@pytest.mark.parametrize(
    ("figure", "read", "noted"),
    [
        (999999999999999, "999999999999999", False),
        (1000000000000000, "1000000000000000", True),
        (12345678901234.56, "12345678901234.6", True),
        (123456789012.35, "123456789012.35", False),
        (0.1 + 0.2, "0.3", False),
    ],
)
def test_figures_of_more_than_fifteen_digits_are_noted(tmp_path, figure, read, noted):
    rows = [
        ["as_of", "product_id", "asset_id", "quantity", "market_value"],
        ["2024-06-28", "P1", "A1", 1, figure],
    ]
    path = book_of(tmp_path, holdings=rows)
    assert table(path, "holdings")["market_value"].to_list() == [Decimal(read)]
    assert len(notes_of(path)) == noted
    if noted:
        assert "column market_value: 1 figure(s) have more than 15 digits" in notes_of(path)[0]


# The same from CSV and from Excel


@pytest.mark.parametrize("sample", sorted(path.parent.name for path in SAMPLES.glob("*/products.csv")))
@pytest.mark.parametrize("typed", [False, True])
def test_a_sample_reads_the_same_from_workbooks(sample, typed, tmp_path):
    kinds = load_catalogue().kinds
    for file in (SAMPLES / sample).iterdir():
        if file.suffix == ".csv":
            rows = rows_of_csv(file.read_bytes())
            save(
                tmp_path / f"{file.stem}.xlsx",
                {"Sheet1": typed_rows(table_of(file.name), rows) if typed else rows},
            )
        elif file.name == "portfolio.yaml":
            shutil.copy(file, tmp_path)
    there, here = read_portfolio(SAMPLES / sample, kinds), read_portfolio(tmp_path, kinds)
    assert here.tables.keys() == there.tables.keys()
    for name, frame in there.tables.items():
        assert_frame_equal(here.tables[name], frame, categorical_as_str=True)
    codes = [note.code for note in here.notes]
    assert codes == [note.code for note in there.notes]


def cells(type_: str) -> st.SearchStrategy[str]:
    figures = {"money": (-(10**9), 10**9, 4), "number": (0, 10**8, 6), "ratio": (0, 1, 12)}
    if type_ in figures:
        low, high, places = figures[type_]
        known = st.decimals(low, high, places=places).map(lambda figure: f"{figure.normalize():f}")
    elif type_ == "date":
        known = st.dates(datetime.date(1901, 1, 1)).map(str)
    elif type_ == "bool":
        known = st.sampled_from(["true", "false"])
    else:
        known = st.text(st.characters(categories=["L", "N"]), max_size=8)
    return st.just("") | known


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.data())
def test_random_rows_read_the_same_from_csv_and_from_a_workbook(folder, data):
    name = data.draw(st.sampled_from(["assets", "holdings"]))
    whole = TABLES[name]
    known = {"as_of": "2024-06-28", "product_id": "P1", "asset_id": "A1", "name": "某", "kind": "cash"}
    free = [
        column
        for column in whole.columns
        if column.type not in ("enum", "country") and column.name not in known
    ]
    chosen = data.draw(st.lists(st.sampled_from(free), unique=True))
    needed = [column for column in whole.columns if column.required and column not in chosen]
    columns = [*needed, *chosen]
    drawn = [[known.get(one.name) or data.draw(cells(one.type)) for one in columns] for _ in range(2)]
    rows = [[column.name for column in columns], *drawn]
    keys = [[row[rows[0].index(key)] for key in whole.key if key in rows[0]] for row in drawn]
    if keys[0] == keys[1]:
        rows.pop()
    (folder.path / f"{name}.xlsx").unlink(missing_ok=True)
    folder.put("assets.csv", SOUND["assets.csv"]).put(
        "holdings.csv", SOUND["holdings.csv"].rpartition("2024")[0]
    )
    folder.put(f"{name}.csv", "".join(",".join(row) + "\n" for row in rows))
    there = read_or_codes(folder.path)
    folder.drop(f"{name}.csv")
    save(folder.path / f"{name}.xlsx", {name: typed_rows(whole, rows)})
    here = read_or_codes(folder.path)
    if isinstance(there, list):
        assert here == there
    else:
        assert_frame_equal(here.tables[name], there.tables[name], categorical_as_str=True)
        assert [note.code for note in here.notes] == [note.code for note in there.notes]


def read_or_codes(path: Path):
    try:
        return read_portfolio(path, KINDS)
    except CannotRunError as stopped:
        return [(one.message.code, one.row, one.column, one.seen) for one in stopped.problems]
