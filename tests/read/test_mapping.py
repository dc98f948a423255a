"""A house's own files are read as portfolio.yaml says they are written."""

from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from concentration.read.portfolio import read_portfolio
from concentration.words import sentences

from .conftest import KINDS, SOUND, Folder

HOLDINGS = "日期,产品,证券,数量,市值(元)\n2024-06-28,P1,A1,100,250000\n2024-06-28,P1,A2,,5000\n"
COLUMNS = """columns:
  holdings:
    as_of: 日期
    product_id: 产品
    asset_id: 证券
    quantity: 数量
    market_value: 市值（元）
"""


def text_of(note: object) -> str:
    return sentences.render(note, "en")


def said(folder: Folder, *lines: str) -> Folder:
    return folder.put("portfolio.yaml", "\n".join(lines) + "\n")


def mistakes(folder: Folder) -> list[tuple[str, int | None, str]]:
    """Return file, row and English sentence of every problem, without where it is."""
    return [(p.file or "", p.row, sentences.render_problem(p, "en")) for p in folder.problems()]


def amounts(folder: Folder, column: str = "market_value") -> list[Decimal | None]:
    return folder.read().tables["holdings"][column].to_list()


# Headers


def test_foreign_headers_are_the_columns_that_they_are_said_to_be(folder):
    sound = folder.read().tables["holdings"]
    folder.put("holdings.csv", HOLDINGS)
    assert said(folder, COLUMNS).read().tables["holdings"].equals(sound)


def test_a_pattern_finds_the_one_header_that_it_matches(folder):
    folder.put("holdings.csv", SOUND["holdings.csv"].replace("quantity", "数量 2024-06-28"))
    said(folder, "columns:", "  holdings:", "    quantity: {match: '^数量'}")
    assert amounts(folder, "quantity") == [100, None]


def test_a_constant_stands_in_every_row(folder):
    folder.put("holdings.csv", SOUND["holdings.csv"].replace(",P1", "").replace("product_id,", ""))
    said(folder, "columns:", "  holdings:", "    product_id: {constant: P1}")
    assert folder.read().tables["holdings"]["product_id"].to_list() == ["P1", "P1"]


def test_a_blank_line_stays_blank_although_a_column_is_constant(folder):
    folder.put(
        "holdings.csv",
        "as_of,asset_id,quantity,market_value\n2024-06-28,A1,100,250000\n,,,\n2024-06-28,A2,,5000\n",
    )
    said(folder, "columns:", "  holdings:", "    product_id: {constant: P1}")
    assert folder.read().tables["holdings"]["row"].to_list() == [2, 4]


def test_a_mapped_column_takes_no_other_header_which_is_noted_as_ignored(folder):
    folder.put("assets.csv", "asset_id,name,全称,kind\nA1,短,长,stock\nA2,现金,现金,cash\n")
    said(folder, "columns:", "  assets: {name: 全称}")
    portfolio = folder.read()
    assert portfolio.tables["assets"]["name"].to_list() == ["长", "现金"]
    assert "assets.csv: columns that are not declared were ignored: name." in map(text_of, portfolio.notes)


def test_own_columns_are_mapped_like_those_of_the_contract(folder):
    folder.put("assets.csv", "asset_id,name,kind,关注\nA1,某股票,stock,重点\nA2,现金,cash,否\n")
    said(
        folder,
        "facts:",
        "  assets: {watch_list: bool}",
        "columns:",
        "  assets: {watch_list: 关注}",
        "values:",
        "  assets.watch_list: {重点: 是}",
    )
    assert folder.read().tables["assets"]["asset.watch_list"].to_list() == [True, False]


def test_headers_of_parquet_are_mapped_too(folder):
    folder.drop("holdings.csv")
    cells = {
        "日期": ["2024-06-28"],
        "产品": ["P1"],
        "证券": ["A1"],
        "数量": [100],
        "市值(元)": [Decimal("25.5")],
    }
    pl.DataFrame(cells).write_parquet(folder.path / "holdings.parquet")
    said(folder, COLUMNS, "units: {holdings.market_value: 万元, holdings.quantity: 万股}")
    assert amounts(folder) == [255000]
    assert amounts(folder, "quantity") == [1000000]


@pytest.mark.parametrize(
    ("line", "row", "words"),
    [
        ("{market_value: 市值(元)}", 2, "holdings.csv has no such header"),
        ("{market_value: market_valeu}", 2, "market_value"),
        ("{market_value: {match: '^m.*v'}, quantity: {match: '^q'}, cost: {match: x$}}", 2, "holdings.cost"),
        ("{market_value: {match: '_id$'}}", 2, "product_id, asset_id"),
        ("{market_value: quantity, quantity: quantity}", 2, "already that of another column, market_value"),
        (
            "{market_value: quantity, quantity: {match: ^q}}",
            2,
            "already that of another column, market_value",
        ),
        ("{market_value: {constant: 1}}", 2, "holdings.csv has the column"),
        ("{quantity: {constant: viele}}", 2, "this is no number"),
        ("{cost: {constant: 12, match: x}}", 2, "match, constant"),
        ("{cost: {header: x}}", 2, "match, constant"),
        ("{cost: {constant: ''}}", 2, "a single value"),
        ("{cost: {match: '(x'}}", 2, "missing ), unterminated subpattern at position 0"),
        ("{costs: x}", 2, "there is no such column"),
        ("[cost]", 2, "keys with values"),
    ],
)
def test_a_mistake_about_headers_is_named_with_its_line_and_key(folder, line, row, words):
    ((file, found, text),) = mistakes(said(folder, "columns:", f"  holdings: {line}"))
    assert (file, found) == ("portfolio.yaml", row)
    assert words in text
    assert "columns.holdings" in text


# Words


@pytest.mark.parametrize(
    ("meanings", "cell", "kind"),
    [
        ("{A股: stock}", "A股", "stock"),
        ("{A股: 股票}", " A股 ", "stock"),
        ("{'/股$/': stock}", "B股", "stock"),
        ("{'/股/': cash, A股: stock}", "A股", "stock"),
        ("{'/^A/': stock, '/股/': cash}", "A股", "stock"),
        ("{/: stock}", "/", "stock"),
        ("{A股: cash}", "stock", "stock"),
        (r"{'/^(?P<word>\w+)A股$/': '\g<word>'}", "stockA股", "stock"),
    ],
)
def test_words_mean_what_is_said_exact_ones_first_then_the_first_pattern(folder, meanings, cell, kind):
    folder.put("assets.csv", f"asset_id,name,kind\nA1,某股票,{cell}\nA2,现金,cash\n")
    said(folder, "values:", f"  assets.kind: {meanings}")
    assert folder.read().tables["assets"]["kind"].to_list() == [kind, "cash"]


def test_a_pattern_rewrites_codes_by_its_groups(folder):
    folder.put("holdings.csv", SOUND["holdings.csv"].replace("A1", "1.XSHG").replace("A2", "2.XSHG"))
    said(folder, "values:", r"  holdings.asset_id: {'/^(\d)\.XSHG$/': 'A\1'}")
    assert folder.read().tables["holdings"]["asset_id"].to_list() == ["A1", "A2"]


@pytest.mark.parametrize("empty", ["''", "", "~"])
def test_a_word_may_mean_that_the_cell_is_empty(folder, empty):
    folder.put("holdings.csv", SOUND["holdings.csv"].replace("A2,,", "A2,--,"))
    said(folder, "values:", "  holdings.quantity:", f"    --: {empty}")
    assert amounts(folder, "quantity") == [100, None]


def test_a_word_that_nobody_explains_is_still_unknown(folder):
    folder.put("assets.csv", "asset_id,name,kind\nA1,某股票,A股\nA2,现金,stok\n")
    said(folder, "values:", "  assets.kind: {A股: stock}")
    assert "row 3" in folder.complaint()
    assert "stock" in folder.complaint()


@pytest.mark.parametrize(
    ("line", "row", "words"),
    [
        ("assets.kind: {A股: stok}", 2, "no value of the column"),
        ("assets.kind: {A股: []}", 2, "a single value"),
        ("assets.kind: {'/(/': stock}", 2, "missing ), unterminated subpattern"),
        (r"assets.kind: {'/股/': '\2'}", 2, "invalid group reference 2"),
        (r"assets.kind: {'/股/': '\g<x>'}", 2, "unknown group name 'x'"),
        ("assets.kinds: {A股: stock}", 2, "assets.kind"),
        ("asset.kind: {A股: stock}", 2, "assets.kind"),
        ("holdings.as_of: {今天: never}", 2, "this is no date"),
    ],
)
def test_a_mistake_about_words_is_named_with_its_line_and_key(folder, line, row, words):
    ((file, found, text),) = mistakes(said(folder, "values:", f"  {line}"))
    assert (file, found) == ("portfolio.yaml", row)
    assert words in text


# Units and currencies


@pytest.mark.parametrize(
    ("unit", "cell", "yuan", "rounded"),
    [
        ("元", "12.3456", "12.3456", False),
        ("千元", "0.0000001", "0.0001", False),
        ("万元", "12.34567891", "123456.7891", False),
        ("万元", "0.000000005", "0", True),
        ("万元", "0.000000015", "0.0002", True),
        ("万元", "0.0000000050000000000001", "0.0001", True),
        ("万元", '"1,234.5"', "12345000", False),
        ("百万元", "-1", "-1000000", False),
        ("亿元", "0.000000000001", "0.0001", False),
        ("亿元", "9999999999.999999999999", "999999999999999999.9999", False),
    ],
)
def test_money_in_a_unit_is_converted_exactly_and_rounded_once(folder, unit, cell, yuan, rounded):
    folder.put("holdings.csv", SOUND["holdings.csv"].replace(",5000", f",{cell}"))
    portfolio = said(folder, f"units: {{holdings.market_value: {unit}}}").read()
    assert portfolio.tables["holdings"]["market_value"].to_list()[1] == Decimal(yuan)
    notes = list(map(text_of, portfolio.notes))
    assert f"holdings.csv, column market_value: 2 figure(s) were converted from {unit}." in notes
    assert any("rounded half to even" in note for note in notes) is rounded


def test_a_figure_that_its_unit_makes_too_large_is_told(folder):
    folder.put("holdings.csv", SOUND["holdings.csv"].replace(",5000", ",10000000000"))
    said(folder, "units: {holdings.market_value: 亿元}")
    assert "row 3, column market_value" in folder.complaint()
    assert "too large" in folder.complaint()


def test_shares_of_a_hundred_are_counted_in_percent_without_the_sign(folder):
    folder.put("relations.csv", "party_id,related_party_id,relation,stake\nX,Y,owns,51.25\n")
    said(folder, "units: {relations.stake: '%'}")
    assert folder.read().tables["relations"]["stake"].to_list() == [Decimal("0.5125")]
    folder.put("relations.csv", "party_id,related_party_id,relation,stake\nX,Y,owns,51.25%\n")
    assert "this is no number; seen: 51.25%; allowed: 12.5 (%)" in mistakes(folder)[0][2]


def test_money_of_a_row_is_converted_at_the_rate_of_its_currency(folder):
    folder.put(
        "holdings.csv",
        "as_of,product_id,asset_id,quantity,market_value,cost,ccy\n"
        "2024-06-28,P1,A1,100,1000.01,7,港币\n2024-06-28,P1,A2,3,5000,,人民币\n",
    )
    said(folder, "rates: {HKD: 0.9353}", "currency: {holdings: ccy}")
    portfolio = folder.read()
    holdings = portfolio.tables["holdings"]
    assert holdings["market_value"].to_list() == [Decimal("935.3094"), 5000]
    assert holdings["cost"].to_list() == [Decimal("6.5471"), None]
    assert holdings["quantity"].to_list() == [100, 3]
    notes = list(map(text_of, portfolio.notes))
    assert "holdings.csv: the amounts of 1 row(s) were converted at 0.9353 yuan for 1 HKD." in notes


def test_a_whole_table_may_be_in_one_currency(folder):
    said(folder, "rates: {美元: 7.1}", "currency: {holdings: {constant: USD}}")
    assert amounts(folder) == [1775000, 35500]


def test_a_row_of_a_currency_without_a_rate_is_an_error(folder):
    folder.put(
        "holdings.csv",
        "as_of,product_id,asset_id,quantity,market_value,ccy\n2024-06-28,P1,A1,100,1,GBP\n2024-06-28,P1,A2,3,1,\n",
    )
    said(folder, "rates: {HKD: 0.9}", "currency: {holdings: ccy}")
    first, second = mistakes(folder)
    assert first[:2] == ("holdings.csv", 2)
    assert all(word in first[2] for word in ("column ccy", "GBP", "CNY, HKD", "no rate"))
    assert second[:2] == ("holdings.csv", 3)


def test_a_row_without_an_amount_needs_no_currency(folder):
    folder.put(
        "holdings.csv",
        "as_of,product_id,asset_id,quantity,market_value,ccy\n2024-06-28,P1,A1,1,1,HKD\n2024-06-28,P1,A2,3,,\n",
    )
    said(folder, "rates: {HKD: 0.9}", "currency: {holdings: ccy}")
    assert amounts(folder) == [Decimal("0.9"), None]


@pytest.mark.parametrize(
    ("lines", "row", "words"),
    [
        (["units: {holdings.market_value: 斤}"], 1, "万元"),
        (["units: {holdings.market_value: 万股}"], 1, "万元"),
        (["units: {assets.kind: 元}"], 1, "holds no figures"),
        (["units: {holdings.price: 元}"], 1, "no such column"),
        (["rates: {HKD: 0.9}"], 1, "no table's currency"),
        (["currency: {holdings: ccy}"], 1, "there are no rates"),
        (["currency: {holding: ccy}", "rates: {HKD: 1}"], 1, "no such table"),
        (["currency: {holdings: ccy}", "rates: {HKD: 1}"], 1, "has no such header"),
        (["currency: {holdings: {constant: GBP}}", "rates: {HKD: 1}"], 1, "no rate of this currency"),
        *(
            (
                ["currency: {holdings: {constant: HKD}}", f"rates: {{HKD: {rate}, USD: 7}}"],
                2,
                "this is no rate",
            )
            for rate in ("-1", "0", "1e2", "x", "0.0000000001", "1/2", ".inf")
        ),
        (["currency: {holdings: ccy}", "rates: {CNY: 2, HKD: 1}"], 2, "this is no rate"),
        (["currency: {holdings: ccy}", "rates:", "  HKD: 1", "  港币: 1"], 4, "first in line 3"),
    ],
)
def test_a_mistake_about_units_and_currencies_is_named_with_its_line(folder, lines, row, words):
    found = mistakes(said(folder, *lines))
    assert ("portfolio.yaml", row) == found[0][:2]
    assert words in found[0][2]


# Encodings


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "GBK", "big5", "utf-16", "utf-16-le"])
def test_a_file_is_read_in_the_encoding_that_is_said(folder, encoding):
    sound = folder.read().tables["assets"]
    text = SOUND["assets.csv"].replace("现金", "中行").replace("某股票", '"某,票"')
    folder.put("assets.csv", text.encode(encoding))
    said(folder, f"encoding: {{'assets*': {encoding}}}")
    assert folder.read().tables["assets"]["name"].to_list() == ["某,票", "中行"]
    assert folder.read().tables["assets"].height == sound.height


def test_big5_is_not_taken_for_gb18030_when_it_is_named(folder):
    folder.put("managers.csv", "manager_id,name,kind\nM1,甲證券,securities_firm\n".encode("big5"))
    said(folder, "encoding: big5")
    for name in ("products.csv", "assets.csv"):
        folder.put(name, SOUND[name].encode("big5", errors="replace"))
    assert folder.read().tables["managers"]["name"].to_list() == ["甲證券"]


def test_a_file_that_is_not_in_its_encoding_is_told(folder):
    folder.put("assets.csv", SOUND["assets.csv"].encode("gb18030"))
    said(folder, "encoding: utf-8")
    assert "not in the encoding utf-8" in folder.complaint()
    assert "assets.csv" in folder.complaint()


def test_an_encoding_that_nobody_knows_is_told_with_its_line(folder):
    ((_, row, text),) = mistakes(said(folder, "encoding:", "  holdings.csv: gb18031"))
    assert row == 2
    assert "gb18030" in text


# Everything at once


def test_everything_wrong_in_the_mapping_is_told_at_once(folder):
    said(folder, "columns: {holding: {}}", "units: {a.b: 元}", "encoding: x", "values: {c.d: {}}")
    assert [row for _, row, _ in mistakes(folder)] == [1, 3, 4, 2]


money = st.decimals(-(10**9), 10**9, places=4).map(lambda number: number.quantize(Decimal("0.0001")))


@given(amounts=st.lists(money, min_size=1, max_size=4), unit=st.sampled_from(["千元", "万元", "亿元"]))
@settings(max_examples=25, deadline=None)
def test_a_house_s_twin_of_a_portfolio_reads_equal(tmp_path_factory, amounts, unit):
    """Other headers, words, units, encoding, a constant: the same tables."""
    ours = Folder(tmp_path_factory.mktemp("ours"))
    assets = "".join(f"C{number},现金{number},cash\n" for number in range(len(amounts)))
    ours.put("assets.csv", "asset_id,name,kind\n" + assets)
    rows = "".join(f"2024-06-28,P1,C{number},1,{amount:f}\n" for number, amount in enumerate(amounts))
    ours.put("holdings.csv", "as_of,product_id,asset_id,quantity,market_value\n" + rows)

    power = {"千元": 3, "万元": 4, "亿元": 8}[unit]
    theirs = Folder(tmp_path_factory.mktemp("theirs"))
    kept = "".join(f"{number:03d}.X,现金{number},活期\n" for number in range(len(amounts)))
    theirs.put("assets.csv", ("代码,简称,类别\n" + kept).encode("gb18030"))
    lines = "".join(
        f"2024/6/28,{number:03d}.X,1,{amount.scaleb(-power):f}\n" for number, amount in enumerate(amounts)
    )
    theirs.put("holdings.csv", ("日,代码,数,值\n" + lines).encode("utf-16"))
    code = r"{'/^0*(\d+)\.X$/': 'C\1'}"
    said(
        theirs,
        "encoding: {assets.csv: gb18030, holdings.csv: utf-16}",
        "columns:",
        "  assets: {asset_id: 代码, name: 简称, kind: 类别}",
        "  holdings: {as_of: 日, product_id: {constant: P1}, asset_id: 代码, quantity: 数, market_value: {match: ^值}}",
        f"values: {{assets.kind: {{活期: cash}}, assets.asset_id: {code}, holdings.asset_id: {code}}}",
        f"units: {{holdings.market_value: {unit}}}",
    )
    read, twin = read_portfolio(ours.path, KINDS).tables, read_portfolio(theirs.path, KINDS).tables
    assert all(twin[name].equals(table) for name, table in read.items())
