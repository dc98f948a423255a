"""A folder of tables in, typed frames out."""

import hashlib
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from concentration.read.portfolio import Settings, portfolio_from_rows, read_portfolio
from concentration.vocabulary.tables import TABLES
from concentration.words import sentences
from concentration.words.message import CannotRunError

from .conftest import KINDS, SOUND

CN_FUNDS = Path(__file__).resolve().parents[3] / "shared" / "data" / "cn-public-funds"


def codes(messages):
    return [message.code for message in messages]


def test_every_frame_has_every_column_of_its_table_and_the_row(folder):
    portfolio = folder.read()
    assert list(portfolio.tables) == ["managers", "products", "assets", "holdings"]
    for name, frame in portfolio.tables.items():
        assert frame.columns == [*(column.name for column in TABLES[name].columns), "row"]
    holdings = portfolio.tables["holdings"]
    assert holdings["row"].to_list() == [2, 3]
    assert holdings["market_value"].to_list() == [Decimal(250000), Decimal(5000)]
    assert holdings["quantity"].to_list() == [Decimal(100), None]


def test_the_types_are_those_agreed(folder):
    folder.put(
        "holdings.csv",
        "as_of,product_id,asset_id,tranche_id,quantity,market_value\n2024-06-28,P1,A1,一期,1,1\n",
    )
    schema = folder.read().tables["holdings"].schema
    assert schema["as_of"] == pl.Date
    assert schema["product_id"] == pl.Enum(["P1"])
    assert schema["asset_id"] == pl.Enum(["A1", "A2"])
    assert schema["tranche_id"] == pl.Categorical
    assert schema["lot_id"] == pl.String
    assert schema["quantity"] == pl.Decimal(38, 6)
    assert schema["market_value"] == schema["exposure"] == pl.Decimal(38, 4)
    assert schema["row"] == pl.UInt32
    assert folder.read().tables["products"].schema["redeemed_3d"] == pl.Decimal(38, 12)


def test_inputs_say_what_was_read(folder):
    portfolio = folder.read()
    assert portfolio.name == folder.path.as_posix()
    assert [(i.table, i.file, i.rows) for i in portfolio.inputs] == [
        ("managers", "managers.csv", 1),
        ("products", "products.csv", 1),
        ("assets", "assets.csv", 2),
        ("holdings", "holdings.csv", 2),
    ]
    digest = hashlib.sha256(SOUND["managers.csv"].encode()).hexdigest()
    assert portfolio.inputs[0].sha256 == digest


def test_a_folder_may_have_any_name(tmp_path):
    path = tmp_path / "组合 [1] *"
    path.mkdir()
    for name, text in SOUND.items():
        (path / name).write_text(text, encoding="utf-8")
    assert read_portfolio(path, KINDS).tables["holdings"].height == 2


def test_headers_values_and_file_names_may_be_chinese(folder):
    folder.drop("holdings.csv").put(
        "持仓.CSV",
        '日期,产品代码,资产代码,数量,市值,限售到期日\n2024/6/28,P1,A1,"1,000",２５００００,20241231\n',
    )
    folder.put(
        "products.csv",
        "估值日期,产品代码,产品名称,管理人代码,产品类型,募集方式,运作方式,资产净值,全部为专业投资者\n"
        "2024-06-28,P1,一号,M1,集合资产管理计划,private,定期开放,1000000,是\n",
    )
    folder.put("assets.csv", "资产代码,name,资产类型\nA1,某股票,股票\n")
    tables = folder.read().tables
    assert tables["products"].select("kind", "offering", "operation", "professional_only").row(0) == (
        "collective_plan",
        "private",
        "periodic",
        True,
    )
    assert tables["assets"]["kind"].to_list() == ["stock"]
    row = tables["holdings"].row(0, named=True)
    assert row["as_of"] == date(2024, 6, 28)
    assert row["quantity"] == 1000
    assert row["market_value"] == 250000
    assert row["restricted_until"] == date(2024, 12, 31)


def test_a_byte_order_mark_is_no_part_of_the_first_header(folder):
    folder.put("managers.csv", b"\xef\xbb\xbf" + SOUND["managers.csv"].encode())
    assert folder.read().tables["managers"]["manager_id"].to_list() == ["M1"]


def test_gb18030_is_found_out_after_a_mebibyte_of_ascii(folder):
    ascii_rows = "".join(f"X{number:07d},{'n' * 40},stock\n" for number in range(25_000))
    text = "asset_id,name,kind\n" + ascii_rows + "A1,某股票,股票\nA2,现金,现金\n"
    assert len(ascii_rows) > 1 << 20
    folder.put("assets.csv", text.encode("gb18030"))
    portfolio = folder.read()
    assert portfolio.tables["assets"]["name"].to_list()[-2:] == ["某股票", "现金"]
    assert portfolio.tables["assets"]["kind"].to_list()[-2:] == ["stock", "cash"]
    assert portfolio.inputs[2].sha256 == hashlib.sha256(text.encode("gb18030")).hexdigest()


def test_rows_are_lines_even_when_quoted_cells_span_lines(folder):
    folder.put(
        "assets.csv",
        'asset_id,name,kind\r\nA1,"某\r\n股票, ""A""",stock\r\n\r\nA2,现金,cash\r\n'.encode(),
    )
    assets = folder.read().tables["assets"]
    assert assets["row"].to_list() == [2, 5]
    assert assets["name"].to_list()[0] == '某\r\n股票, "A"'
    folder.add("assets.csv", "A3,坏,nothing")
    assert folder.problems()[0].row == 6


def test_blank_lines_and_rows_of_commas_are_no_rows(folder):
    folder.put("assets.csv", "\n\nasset_id,name,kind\n\nA1,某股票,stock\n,,\n  \nA2,现金,cash\n\n")
    assert folder.read().tables["assets"]["row"].to_list() == [5, 8]


def test_empty_text_is_null_and_blanks_around_it_are_cut(folder):
    folder.put("managers.csv", "manager_id,name,kind,parent_id\n M1\u3000, 甲 ,银行,  \n")
    assert folder.read().tables["managers"].select("manager_id", "name", "kind", "parent_id").row(0) == (
        "M1",
        "甲",
        "bank",
        None,
    )


def test_parquet_is_read_in_its_own_types(folder):
    folder.drop("holdings.csv")
    frame = pl.DataFrame(
        {
            "as_of": [datetime(2024, 6, 28), datetime(2024, 6, 28)],
            "product_id": pl.Series(["P1", "P1"], dtype=pl.Categorical),
            "asset_id": ["A1", "A2"],
            "quantity": pl.Series([100, None], dtype=pl.Int32),
            "market_value": pl.Series([Decimal("250000.12"), None], dtype=pl.Decimal(20, 2)),
            "cost": [0.1, 1.5e-5],
            "restricted_until": [date(2024, 12, 31), None],
            "exposure": ["1,000.5", ""],
        }
    )
    frame.write_parquet(folder.path / "holdings.parquet")
    portfolio = folder.read()
    rows = portfolio.tables["holdings"].rows(named=True)
    assert rows[0]["as_of"] == date(2024, 6, 28)
    assert rows[0]["market_value"] == Decimal("250000.12")
    assert rows[0]["cost"] == Decimal("0.1")
    assert rows[1]["cost"] == 0
    assert rows[0]["exposure"] == Decimal("1000.5")
    assert [row["row"] for row in rows] == [2, 3]
    assert codes(portfolio.notes) == ["note_floats_converted", "note_rounded"]


def test_a_float_is_no_id_and_a_time_of_day_no_date(folder):
    folder.drop("holdings.csv")
    frame = pl.DataFrame(
        {
            "as_of": [datetime(2024, 6, 28, 15)],
            "product_id": ["P1"],
            "asset_id": ["A1"],
            "quantity": [1],
            "market_value": [float("nan")],
        }
    )
    frame.write_parquet(folder.path / "holdings.parquet")
    assert codes([problem.message for problem in folder.problems()]) == ["not_midnight", "not_a_number"]
    frame.with_columns(asset_id=pl.lit(1.0)).write_parquet(folder.path / "holdings.parquet")
    assert "cannot be converted exactly to text" in folder.complaint()


def test_long_fractions_are_rounded_and_noted(folder):
    folder.add("holdings.csv", "2024-06-28,P1,A3,1,0.00005").add("assets.csv", "A3,丙,stock")
    portfolio = folder.read()
    assert portfolio.tables["holdings"]["market_value"][2] == Decimal("0")
    note = next(note for note in portfolio.notes if note.code == "note_rounded")
    assert note.values == {"file": "holdings.csv", "column": "market_value", "count": 1, "places": 4}


def test_other_columns_are_ignored_and_noted_once(folder):
    folder.put("assets.csv", "asset_id,name,kind,colour,备注\nA1,某股票,stock,red,x\nA2,现金,cash,,\n")
    notes = folder.read().notes
    assert codes(notes) == ["note_columns_ignored", "note_tradable"]
    assert "colour, 备注" in sentences.render(notes[0], "en")


def test_a_holding_of_which_nothing_says_that_it_can_be_sold_is_noted(folder):
    assert [(note.code, note.values) for note in folder.read().notes] == [("note_tradable", {"count": 1})]
    folder.put("assets.csv", "asset_id,name,kind,restricted\nA1,某股票,stock,否\nA2,现金,cash,\n")
    assert folder.read().notes == ()


def test_an_optional_date_makes_several_rows_of_one_id(folder):
    folder.put(
        "assets.csv",
        "as_of,asset_id,name,kind\n2024-01-01,A1,某股票,stock\n2024-06-01,A1,某股票,stock\n,A2,现金,cash\n",
    )
    assert folder.read().tables["assets"]["as_of"].to_list() == [date(2024, 1, 1), date(2024, 6, 1), None]


def test_rows_of_python_values_are_read_like_files():
    tables = {
        "managers": [{"manager_id": "M1", "name": "甲", "kind": "银行"}],
        "products": [
            {
                "as_of": date(2024, 6, 28),
                "product_id": 1,
                "name": "一号",
                "manager_id": "M1",
                "kind": "bank_wmp",
                "offering": "public",
                "operation": "open",
                "net_assets": 1000000,
                "exit_open": True,
            }
        ],
        "assets": [{"asset_id": "A1", "name": "股", "kind": "stock"}],
        "holdings": [
            {
                "as_of": "2024-06-28",
                "product_id": "1",
                "asset_id": "A1",
                "quantity": None,
                "market_value": 250000.01,
            }
        ],
        "relations": [],
    }
    portfolio = portfolio_from_rows(tables, kinds=KINDS)
    assert portfolio.tables["holdings"]["market_value"][0] == Decimal("250000.01")
    assert portfolio.tables["products"]["exit_open"][0] is True
    assert "relations" not in portfolio.tables
    assert portfolio.inputs == ()
    empty = portfolio_from_rows(tables | {"holdings": []}, kinds=KINDS)
    assert empty.tables["holdings"].height == 0


def test_rows_fail_with_every_problem_like_files():
    with pytest.raises(CannotRunError) as stopped:
        portfolio_from_rows({"holding": [], "orders": []}, kinds=KINDS)
    assert codes([problem.message for problem in stopped.value.problems]) == [
        "table_unknown",
        "table_unsupported",
        *["table_missing"] * 4,
    ]


def test_defaults_fill_empty_cells_and_missing_columns():
    rows = {
        "managers": [{"manager_id": "M1", "name": "甲", "kind": "bank"}],
        "products": [],
        "assets": [
            {"asset_id": "A1", "name": "股", "kind": "stock", "defaulted": None},
            {"asset_id": "A2", "name": "股", "kind": "stock", "defaulted": "是"},
        ],
        "holdings": [],
    }
    settings = Settings(defaults={"assets.defaulted": False, "assets.country": "cn"})
    portfolio = portfolio_from_rows(rows, settings, kinds=KINDS)
    assert portfolio.tables["assets"]["defaulted"].to_list() == [False, True]
    assert portfolio.tables["assets"]["country"].to_list() == ["CN", "CN"]
    assert [note.values["count"] for note in portfolio.notes if note.code == "note_default_filled"] == [2, 1]


@pytest.mark.skipif(not CN_FUNDS.is_dir(), reason="the real portfolio is not on this computer")
def test_the_disclosed_holdings_of_public_funds_are_read_without_a_problem():
    kinds = pl.read_csv(CN_FUNDS / "assets.csv")["kind"].unique()
    portfolio = read_portfolio(CN_FUNDS, dict.fromkeys(kinds, KINDS["stock"]))
    assert {name: frame.height for name, frame in portfolio.tables.items()} == {
        "managers": 152,
        "products": 14054,
        "assets": 4768,
        "holdings": 140472,
        "corporate_actions": 104,
    }
    assert codes(portfolio.notes) == ["note_tradable"]
