"""A master: read against the contract, and laid beside the tables of a portfolio."""

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
from openpyxl import Workbook

from concentration.completing.laid import with_master
from concentration.completing.master import Master, read_master
from concentration.words.message import CannotRunError
from concentration.words.sentences import render, render_problem
from tests.read.conftest import KINDS


class Files:
    def __init__(self, path: Path) -> None:
        self.path = path

    def book(self, name, **sheets):
        book = Workbook()
        book.remove(book.active)
        for title, rows in sheets.items():
            sheet = book.create_sheet(title)
            for row in rows:
                sheet.append(row)
        book.save(self.path / name)
        return self.path / name

    def text(self, name, content):
        (self.path / name).write_text(content, encoding="utf-8")
        return self.path / name


@pytest.fixture
def files(tmp_path):
    return Files(tmp_path)


def read(*paths):
    return read_master(paths, KINDS)


def complaints(*paths):
    with pytest.raises(CannotRunError) as stopped:
        read(*paths)
    return [render_problem(problem, "en") for problem in stopped.value.problems]


def said(notes):
    return [render(note, "en") for note in notes]


def texts(rows):
    frame = pl.DataFrame(rows)
    return frame.cast(pl.String)


def laid(tables, master, suggested=None):
    return with_master({name: texts(rows) for name, rows in tables.items()}, master, suggested or {})


ASSETS = [
    ["资产代码", "资产类型", "发行人", "到期日", "上市"],
    ["A1", "股票", "C1", datetime(2030, 1, 2), "是"],
]


def test_sheets_called_like_tables_are_read_and_others_noted(files):
    master = read(files.book("master.xlsx", 资产=ASSETS, 说明=[["x"]], 封面=[["x"]]))
    assert master.tables["assets"].rows(named=True) == [
        {
            "as_of": None,
            "asset_id": "A1",
            "kind": "stock",
            "issuer_id": "C1",
            "maturity_date": date(2030, 1, 2),
            "listed": True,
        }
    ]
    assert said(master.notes) == ["master.xlsx: sheets that are no tables were ignored: 封面."]


def test_files_called_like_tables_are_read(files):
    one = files.text("资产.csv", "资产代码,发行人\n000001,C1\n")
    other = files.path / "parties.parquet"
    pl.DataFrame({"party_id": ["C1"], "name": ["甲"], "net_assets": [5]}).write_parquet(other)
    master = read(one, other)
    assert master.tables["assets"]["asset_id"].to_list() == ["000001"]
    assert master.tables["parties"]["net_assets"].to_list() == [Decimal(5)]


def test_whatever_is_wrong_is_told_at_once_and_nothing_is_taken(files):
    lines = complaints(
        files.book(
            "master.xlsx", 资产=[["资产代码", "资产类型", "总规模"], ["A1", "股漂", 1], [None, "股票", 1]]
        ),
        files.text("parties.csv", "party_id,net_assets\nC1,many\n"),
        files.text("securities.csv", "x\n1\n"),
        files.text("assets.txt", "asset_id\nA1\n"),
        files.path / "nowhere.xlsx",
        files.text("torn.xlsx", "<html></html>"),
    )
    told = "\n".join(lines)
    assert (
        "master.xlsx:资产, row 2, column 资产类型: this is no value of the column; seen: 股漂; allowed: 股票"
        in told
    )
    assert "master.xlsx:资产, row 3, column 资产代码: the cell is empty" in told
    assert "parties.csv, row 2, column net_assets: this is no number; seen: many" in told
    assert "securities.csv: the file's name is no table's name" in told
    assert "assets.txt: a master of this format cannot be read" in told
    assert "nowhere.xlsx: the master file does not exist" in told
    assert "torn.xlsx: " in told
    assert len(lines) == 7


def test_two_masters_fill_each_other_and_may_not_contradict(files):
    one = files.text("assets.csv", "asset_id,name,issuer_id,rating\nA1,甲,C1,\nA2,乙,C2,AA\n")
    other = files.book(
        "other.xlsx", 资产=[["资产代码", "资产名称", "债项评级"], ["A1", "某甲", "AAA"], ["A3", "丙", "A"]]
    )
    assert read(one, other).tables["assets"].select("asset_id", "issuer_id", "rating").rows() == [
        ("A1", "C1", "AAA"),
        ("A2", "C2", "AA"),
        ("A3", None, "A"),
    ]
    wrong = files.book("wrong.xlsx", 资产=[["资产代码", "债项评级"], ["A2", "AAA"]])
    assert complaints(one, wrong) == [
        "wrong.xlsx:资产, row 2, column 债项评级: the cell contradicts another master, assets.csv, which says AA; "
        "seen: AAA"
    ]


def test_a_key_twice_is_refused(files):
    assert "the key is repeated" in complaints(files.text("assets.csv", "asset_id,listed\nA1,1\nA1,0\n"))[0]


def test_empty_cells_are_filled_by_key_and_columns_added(files):
    master = read(files.book("m.xlsx", 资产=ASSETS))
    tables, notes = laid(
        {"assets": [{"asset_id": "A1", "kind": None}, {"asset_id": "A2", "kind": ""}]}, master
    )
    assert tables["assets"].rows(named=True) == [
        {
            "asset_id": "A1",
            "kind": "stock",
            "issuer_id": "C1",
            "maturity_date": "2030-01-02",
            "listed": "true",
        },
        {"asset_id": "A2", "kind": None, "issuer_id": None, "maturity_date": None, "listed": None},
    ]
    assert said(notes) == ["The master filled 4 empty cell(s) of the table assets."]


def test_what_stands_there_stays_and_is_noted_where_the_master_says_otherwise(files):
    master = read(files.text("assets.csv", "asset_id,listed,total_value,rating\nA1,否,5.00,AA\nA2,是,7,AA\n"))
    tables, notes = laid(
        {
            "assets": [
                {"asset_id": "A1", "listed": "是", "total_value": "5", "rating": "AA"},
                {"asset_id": "A2", "listed": "true", "total_value": "7.0000", "rating": "A"},
            ]
        },
        master,
    )
    assert tables["assets"]["listed"].to_list() == ["是", "true"]
    assert tables["assets"]["rating"].to_list() == ["AA", "A"]
    assert said(notes) == [
        "assets.listed: in 1 case(s) the master says otherwise, and what stood there was kept "
        "(such as A1: 是 was kept, the master says false).",
        "assets.rating: in 1 case(s) the master says otherwise, and what stood there was kept "
        "(such as A2: A was kept, the master says AA).",
    ]


def test_what_was_only_suggested_gives_way_and_is_noted(files):
    master = read(files.text("assets.csv", "asset_id,kind\nA1,公司债券\nA2,stock\n"))
    rows = [
        {"asset_id": "A1", "kind": "stock"},
        {"asset_id": "A2", "kind": "股票"},
        {"asset_id": "A3", "kind": "cash"},
    ]
    tables, notes = laid({"assets": rows}, master, {"assets": ["kind"]})
    assert tables["assets"]["kind"].to_list() == ["corporate_bond", "股票", "cash"]
    assert said(notes) == [
        "assets.kind: in 1 case(s) the master's word was taken (such as A1: stock became corporate_bond)."
    ]


def test_a_product_is_filled_on_every_day_by_a_row_without_one_and_first_by_that_of_the_day(files):
    master = read(
        files.text(
            "products.csv",
            "as_of,product_id,kind,structured\n,P1,私募基金,否\n2025/3/28,P1,,是\n2025-03-26,P2,私募基金,是\n",
        )
    )
    tables, _ = laid(
        {
            "products": [
                {"as_of": "2025-03-27", "product_id": "P1"},
                {"as_of": "20250328", "product_id": "P1"},
                {"as_of": "2025-03-27", "product_id": "P2"},
            ]
        },
        master,
    )
    assert tables["products"].select("kind", "structured").rows() == [
        ("private_fund", "false"),
        ("private_fund", "true"),
        (None, None),
    ]


def test_a_dated_row_of_an_asset_holds_from_its_day_on(files):
    master = read(files.text("assets.csv", "as_of,asset_id,rating\n2025-01-01,A1,AA\n2025-02-01,A1,A\n"))
    dated = [{"as_of": day, "asset_id": "A1"} for day in ("2025-01-31", "2025-03-01", "2024-12-31", None)]
    tables, _ = laid({"assets": dated}, master)
    assert tables["assets"]["rating"].to_list() == ["AA", "A", None, "A"]
    undated, _ = laid({"assets": [{"asset_id": "A1"}]}, master)
    assert undated["assets"]["rating"].to_list() == ["A"]


def test_amounts_held_are_never_touched_and_facts_of_holdings_are_filled_by_their_whole_key(files):
    master = read(
        files.text(
            "holdings.csv",
            "as_of,product_id,asset_id,counterparty_id,quantity,market_value,cost\n2025-03-27,P1,A1,B1,9,9,9\n",
        )
    )
    row = {"as_of": "2025-03-27", "product_id": "P1", "asset_id": "A1", "quantity": None, "market_value": "1"}
    tables, notes = laid({"holdings": [row, {**row, "asset_id": "A2"}]}, master)
    assert tables["holdings"].select("quantity", "market_value", "cost", "counterparty_id").rows() == [
        (None, "1", "9", "B1"),
        (None, "1", None, None),
    ]
    assert said(notes) == ["The master filled 2 empty cell(s) of the table holdings."]


def test_parties_that_are_named_are_added_and_others_not(files):
    master = read(
        files.text("parties.csv", "party_id,name,kind\nC1,甲,企业\nC2,,银行\nC3,丙,企业\nC4,丁,企业\n"),
        files.text("assets.csv", "asset_id,issuer_id\nA1,C1\n"),
    )
    tables, _ = laid(
        {
            "assets": [{"asset_id": "A1", "originator_id": None}],
            "holdings": [
                {"as_of": "2025-03-27", "product_id": "P1", "asset_id": "A1", "counterparty_id": " C2 "}
            ],
        },
        master,
    )
    assert tables["parties"].select("party_id", "name", "kind").rows() == [
        ("C1", "甲", "company"),
        ("C2", "C2", "bank"),
    ]


def test_parties_that_are_there_are_filled_and_new_ones_follow(files):
    master = read(files.text("parties.csv", "party_id,name,kind\nC1,甲,企业\nC2,乙,银行\n"))
    tables, _ = laid(
        {
            "parties": [{"party_id": "C1", "name": "甲公司", "kind": None}],
            "assets": [{"asset_id": "A1", "issuer_id": "C1"}, {"asset_id": "A2", "issuer_id": "C2"}],
        },
        master,
    )
    assert tables["parties"].select("party_id", "name", "kind").rows() == [
        ("C1", "甲公司", "company"),
        ("C2", "乙", "bank"),
    ]


def test_relations_and_corporate_actions_come_whole_or_where_their_keys_are_new(files):
    master = read(
        files.text(
            "relations.csv",
            "party_id,related_party_id,relation,stake\nC1,C2,控制,\nC1,C3,持股,30%\n",
        ),
        files.text("corporate_actions.csv", "asset_id,ex_date,factor\nA1,2025-01-02,1.4\n"),
    )
    there = {"relations": [{"party_id": "C1", "related_party_id": "C2", "relation": "controls"}]}
    tables, _ = laid(there, master)
    assert tables["relations"].rows(named=True) == [
        {"party_id": "C1", "related_party_id": "C2", "relation": "controls", "stake": None},
        {"party_id": "C1", "related_party_id": "C3", "relation": "owns", "stake": "0.3"},
    ]
    assert tables["corporate_actions"].rows() == [("A1", "2025-01-02", "1.4")]


def test_limits_of_contracts_come_for_the_products_that_are_there(files):
    master = read(files.text("product_limits.csv", "product_id,limit,bound\nP1,a/b,10%\nP9,a/b,5%\n"))
    tables, _ = laid({"products": [{"as_of": "2025-03-27", "product_id": "P1"}]}, master)
    assert tables["product_limits"]["product_id"].to_list() == ["P1"]


def test_a_relation_without_its_sort_is_refused(files):
    assert (
        "a required column is missing"
        in complaints(files.text("relations.csv", "party_id,related_party_id\nC1,C2\n"))[0]
    )


def test_a_table_to_which_nothing_is_added_is_the_same_frame(files):
    frame = texts([{"asset_id": "A9", "kind": "stock"}])
    tables, notes = with_master(
        {"assets": frame}, read(files.book("m.xlsx", 资产=ASSETS)), {"assets": ["kind"]}
    )
    assert tables["assets"] is frame
    assert notes == []
    assert with_master({"assets": frame}, Master({}), {}) == ({"assets": frame}, [])


def test_codes_that_a_workbook_kept_as_numbers_get_the_zeros_that_the_portfolio_has(files):
    book = files.book("m.xlsx", 资产=[["资产代码", "发行人"], [1, "C1"], [600309, "C2"], ["000002.SZ", "C3"]])
    master = read_master([book], KINDS, {"assets": {"000001", "600309"}})
    assert master.tables["assets"]["asset_id"].to_list() == ["000001", "600309", "000002.SZ"]
    assert "the zeros in front were put back (row 2: 1 → 000001)" in said(master.notes)[0]
    with pytest.raises(CannotRunError) as stopped:
        read_master([book], KINDS, {"assets": {"000001", "01"}})
    assert stopped.value.problems[0].message.code == "code_ambiguous"
