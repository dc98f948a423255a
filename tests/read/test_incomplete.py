"""Portfolios whose columns that must be full have empty cells: read by those who list what is missing, refused by
others, who say where it is listed.
"""

import polars as pl
import pytest
from openpyxl import Workbook

from concentration.completing.needed import NEEDED_SCHEMA
from concentration.completing.sheet import completion_workbook
from concentration.read.portfolio import portfolio_from_rows, read_portfolio
from concentration.vocabulary.completion import COMPLETED_TABLES, COMPLETION_FILE, may_wait
from concentration.vocabulary.tables import TABLES
from concentration.words.message import CannotRunError
from concentration.words.sentences import render_problem

from .conftest import KINDS, SOUND

ASSETS = "asset_id,name,kind\nA1,某股票,\nA2,,cash\n"
HOLDINGS = (
    "as_of,product_id,asset_id,quantity,market_value\n2024-06-28,P1,A1,100,250000\n2024-06-28,P1,,1,1\n"
)


def read_incomplete(folder):
    return read_portfolio(folder.path, KINDS, incomplete=True)


def test_what_must_be_full_may_be_empty_where_the_rest_is_yet_to_come(folder):
    folder.put("assets.csv", ASSETS)
    portfolio = read_incomplete(folder)
    assert portfolio.tables["assets"]["kind"].to_list() == [None, "cash"]
    assert portfolio.tables["assets"]["name"].to_list() == ["某股票", None]


def test_rows_may_be_incomplete_too():
    tables = {
        "managers": [{"manager_id": "M1", "name": "甲", "kind": None}],
        "products": [],
        "assets": [],
        "holdings": [],
    }
    portfolio = portfolio_from_rows(tables, kinds=KINDS, incomplete=True)
    assert portfolio.tables["managers"]["kind"].to_list() == [None]
    with pytest.raises(CannotRunError):
        portfolio_from_rows(tables, kinds=KINDS)


def test_a_key_is_never_empty(folder):
    folder.put("holdings.csv", HOLDINGS)
    with pytest.raises(CannotRunError) as stopped:
        read_incomplete(folder)
    assert [(p.message.code, p.row, p.column) for p in stopped.value.problems] == [
        ("cell_empty", 3, "asset_id")
    ]


def test_a_wrong_word_is_wrong_in_an_incomplete_portfolio_too(folder):
    folder.put("assets.csv", "asset_id,name,kind\nA1,某股票,stonk\nA2,,cash\n")
    with pytest.raises(CannotRunError) as stopped:
        read_incomplete(folder)
    assert [p.message.code for p in stopped.value.problems] == ["unknown_value"]


def test_a_negative_amount_of_an_asset_of_unknown_kind_may_be_right(folder):
    folder.put("assets.csv", ASSETS)
    folder.put(
        "holdings.csv", "as_of,product_id,asset_id,quantity,market_value\n2024-06-28,P1,A1,1,-250000\n"
    )
    assert read_incomplete(folder).tables["holdings"].height == 1


def test_judging_refuses_it_and_points_to_the_command_that_lists_what_is_missing(folder):
    folder.put("assets.csv", ASSETS)
    problems = folder.problems()
    assert [p.message.code for p in problems] == ["cell_empty", "cell_empty", "facts_can_be_listed"]
    told = render_problem(problems[-1], "en")
    assert f"concentration new {folder.path.as_posix()}" in told
    assert COMPLETION_FILE in told


def test_judging_points_to_the_list_if_it_is_there(folder):
    folder.put("资产.csv", "资产代码,资产名称,资产类型\nA1,某股票,\nA2,现金,cash\n").drop("assets.csv")
    folder.put(COMPLETION_FILE, completion_workbook(pl.DataFrame(schema=NEEDED_SCHEMA), KINDS))
    last = folder.problems()[-1]
    assert last.message.code == "facts_listed"
    assert last.file == (folder.path / COMPLETION_FILE).as_posix()


def test_an_empty_key_alone_points_nowhere(folder):
    folder.put("holdings.csv", HOLDINGS)
    assert [p.message.code for p in folder.problems()] == ["cell_empty"]


def test_only_facts_that_are_no_key_may_wait():
    waiting = {
        f"{table.name}.{column.name}"
        for table in TABLES.values()
        for column in table.columns
        if may_wait(table, column)
    }
    assert waiting == {
        "managers.name",
        "managers.kind",
        "products.name",
        "products.manager_id",
        "products.kind",
        "products.offering",
        "products.operation",
        "assets.name",
        "assets.kind",
        "parties.name",
    }
    assert set(COMPLETED_TABLES) <= set(TABLES)


def test_a_workbook_is_to_be_filled_in_itself(tmp_path):
    book = Workbook()
    book.remove(book.active)
    for name, text in {**SOUND, "assets.csv": ASSETS}.items():
        page = book.create_sheet(name.removesuffix(".csv"))
        for line in text.splitlines():
            page.append(line.split(","))
    book.save(tmp_path / "book.xlsx")
    with pytest.raises(CannotRunError) as stopped:
        read_portfolio(tmp_path / "book.xlsx", KINDS)
    assert stopped.value.problems[-1].message.code == "facts_of_workbook"
