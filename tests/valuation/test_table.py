"""A valuation table is found by what stands in it."""

from datetime import date, datetime

import pytest

from concentration.spreadsheets.workbook import Cell
from tests.valuation.sheets import HEADER, codes, held, read, row, sheet, sound, totals

DEPOSIT = [row("1002", "银行存款", 100.0), row("100201", "活期存款", 100.0)]
END = totals(100.0, 0, 100.0)


@pytest.mark.parametrize(
    "said",
    [
        ("估值日期：20250327",),
        ("估值日期: 2025-03-27  单位：元",),
        ("估值日期", "2025年3月27日"),
        ("日期：2025/3/27",),
        ("估值基准日", datetime(2025, 3, 27)),
        ("估值日期", None, date(2025, 3, 27)),
    ],
)
def test_the_day_is_read_however_it_is_written(said: tuple[Cell, ...]) -> None:
    assert sound(sheet(*DEPOSIT, *END, titles=[("甲产品估值表",), said])).day == date(2025, 3, 27)


def test_without_a_day_in_the_sheet_the_file_names_it() -> None:
    one = sheet(*DEPOSIT, *END, titles=[("甲产品估值表",)])
    found = sound(one, "甲产品_20250327.xls")
    assert found.day == date(2025, 3, 27)
    assert "note_valuation_day_of_file" in [note.code for note in found.notes]
    assert codes(read(one, "甲产品.xls")[1]) == ["valuation_no_day"]


def test_two_days_of_valuation_are_refused_with_both() -> None:
    titles = [("甲产品估值表",), ("估值日期：2025-03-27",), ("估值日期：2025-03-28",)]
    _, problems = read(sheet(*DEPOSIT, *END, titles=titles))
    assert codes(problems) == ["valuation_two_days"]
    assert problems[0].seen == "2025-03-27 (2), 2025-03-28 (3)"


def test_a_second_table_of_another_day_below_is_refused() -> None:
    below = [["估值日期：2025-03-28"], list(HEADER), *DEPOSIT, *END]
    assert codes(read(sheet(*DEPOSIT, *END, *below))[1]) == ["valuation_two_days"]


def test_a_title_of_another_day_is_refused() -> None:
    titles = [("甲产品估值表_20250326",), ("估值日期：2025-03-27",)]
    assert codes(read(sheet(*DEPOSIT, *END, titles=titles))[1]) == ["valuation_two_days"]


@pytest.mark.parametrize("said", ["2025年03月26日", "数据截止日：20250326"])
def test_a_day_above_the_account_goes_before_the_name_of_the_file(said: str) -> None:
    one = sheet(*DEPOSIT, *END, titles=[("甲产品估值表",), (said,)])
    assert sound(one, "甲产品_20250327.xls").day == date(2025, 3, 26)


def test_a_day_of_valuation_that_is_no_date_is_refused() -> None:
    one = sheet(*DEPOSIT, *END, titles=[("甲产品估值表",), ("估值日期", 45742.0)])
    assert codes(read(one, "甲产品_20250327.xls")[1]) == ["valuation_no_day"]


def test_the_day_of_printing_above_the_account_is_none_of_valuation() -> None:
    titles = [("甲产品估值表",), ("估值日期：2025-03-27  打印日期：2025-03-28",)]
    assert sound(sheet(*DEPOSIT, *END, titles=titles)).day == date(2025, 3, 27)


def test_the_day_of_printing_is_no_day_of_valuation() -> None:
    assert sound(sheet(*DEPOSIT, *END, ["打印日期：2025-04-10"])).day == date(2025, 3, 27)


@pytest.mark.parametrize(
    ("titles", "file", "expected"),
    [
        ([("证券投资基金估值表",), ("托管人___甲产品___专用表",)], "x.xls", ("甲产品", "甲产品")),
        ([("甲产品_资产估值表_20250327",)], "x.xls", ("甲产品", "甲产品")),
        ([("管理人_甲_产品_专用表",)], "x.xls", ("甲_产品", "甲_产品")),
        ([("产品名称：甲产品 产品代码：SABC12",)], "x.xls", ("SABC12", "甲产品")),
        ([("基金代码", "SABC12"), ("基金名称", "甲产品")], "x.xls", ("SABC12", "甲产品")),
        ([("甲产品估值表",)], "SABC12_甲产品_估值表_20250327.xls", ("SABC12", "甲产品")),
        ([("证券投资基金估值表",)], "证券投资基金估值表_2025-03-27.xls", None),
    ],
)
def test_the_product_is_told_by_labels_titles_or_the_file(
    titles: list[tuple[Cell, ...]], file: str, expected: tuple[str, str] | None
) -> None:
    one = sheet(*DEPOSIT, *END, titles=[*titles, ("估值日期：2025-03-27",)])
    if expected is None:
        assert codes(read(one, file)[1]) == ["valuation_no_product"]
    else:
        found = sound(one, file)
        assert (found.product_id, found.name) == expected


def test_the_columns_may_stand_in_any_order() -> None:
    turned = [list(reversed(line)) for line in (HEADER, *DEPOSIT, *END)]
    titles = [("托管人___甲产品___专用表",), ("估值日期：2025-03-27",)]
    assert held(sound(sheet(*turned[1:], titles=titles, header=turned[:1]))) == {
        "甲产品:100201": (None, "100")
    }


HEADERS_OF_THREE_LINES = (
    ("科目代码", "科目名称", "币种", "汇率", "数量", "成本", None, "市值", None, "市值占比"),
    (None, None, None, None, None, "原币", "本币", "原币", "本币", None),
    (None, None, None, None, None, "十亿千百", "十亿千百", "十亿千百", "十亿千百", None),
)


def foreign(home: Cell, rate: Cell = 0.5) -> list[list[Cell]]:
    return [
        ["1102", "股票", "***", None, None, None, 90.0, None, 100.0, 1],
        ["1102.65", "沪港通", "HKD", rate, None, 180.0, 90.0, 200.0, home, 1],
        ["1102.65.00700 HG", "腾讯控股", "HKD", rate, 3, 180.0, 90.0, 200.0, home, 1],
        ["资产合计", None, None, None, None, None, 90.0, None, 100.0, 1],
        ["负债合计", None, None, None, None, None, None, None, 0.0, 0],
        ["资产净值", None, None, None, None, None, 90.0, None, 100.0, 1],
    ]


def test_a_header_of_three_merged_lines_tells_home_from_foreign_money() -> None:
    merged = [((2, 5), (2, 6)), ((2, 7), (2, 8))]
    found = sound(sheet(*foreign(100.0), header=HEADERS_OF_THREE_LINES, merged=merged))
    assert held(found) == {"00700.HK": ("3", "100")}
    assert found.holdings["cost"].to_list() == ["90"]


def test_foreign_money_without_home_money_is_converted_by_the_rate_of_its_row() -> None:
    header = (
        ("科目代码", "科目名称", "币种", "汇率", "数量", "成本-原币", "x", "市值-原币", "x", "市值占比"),
    )
    rows = [[*one[:6], None, one[7] if one[7] is not None else one[8], None, one[9]] for one in foreign(None)]
    for one in rows:
        one[2] = one[2] or "CNY"
    assert held(sound(sheet(*rows, header=header))) == {"00700.HK": ("3", "100")}


def test_foreign_money_without_a_rate_is_refused_with_its_row() -> None:
    header = (
        ("科目代码", "科目名称", "币种", "汇率", "数量", "成本-原币", "x", "市值-原币", "x", "市值占比"),
    )
    rows = [
        [*one[:6], None, one[7] if one[7] is not None else one[8], None, one[9]]
        for one in foreign(None, None)
    ]
    for one in rows:
        one[2] = one[2] or "CNY"
    _, problems = read(sheet(*rows, header=header))
    assert {(p.message.code, p.seen) for p in problems} == {("valuation_no_rate", "HKD")}
    assert {p.row for p in problems} == {5, 6}


def test_amounts_in_ten_thousands_become_yuan_and_quantities_stay() -> None:
    stock = [
        row("1102", "股票", 0.0123),
        row("110201", "上交所A股", 0.0123),
        row("11020101", "上交所A股成本", 0.0123),
        row("11020101600000", "浦发银行", 0.0123, quantity=10),
    ]
    titles = [("托管人___甲产品___专用表",), ("估值日期：2025-03-27", "单位：万元")]
    found = sound(sheet(*stock, *totals(0.0123, 0, 0.0123), titles=titles))
    assert held(found) == {"600000.SH": ("10", "123")}
    assert found.products["net_assets"].to_list() == ["123"]


@pytest.mark.parametrize("said", ["（单位：万元）", "单位 万元", "金额单位：人民币万元"])
def test_the_unit_is_read_however_it_is_written(said: str) -> None:
    titles = [("托管人___甲产品___专用表",), ("估值日期：2025-03-27", said)]
    rows = [row("1002", "银行存款", 0.01), *totals(0.01, 0, 0.01)]
    assert held(sound(sheet(*rows, titles=titles))) == {"甲产品:1002": (None, "100")}


def test_each_column_may_have_a_unit_of_its_own() -> None:
    header = [
        tuple("市值(万元)" if name == "市值" else "成本(元)" if name == "成本" else name for name in HEADER)
    ]
    stock = [
        row("1102", "股票", 0.0123, cost=123.0),
        row("110201", "上交所A股", 0.0123, cost=123.0),
        row("11020101", "上交所A股成本", 0.0123, cost=123.0),
        row("11020101600000", "浦发银行", 0.0123, cost=123.0, quantity=10),
    ]
    titles = [("托管人___甲产品___专用表",), ("估值日期：2025-03-27",)]
    found = sound(sheet(*stock, *totals(0.0123, 0, 0.0123), titles=titles, header=header))
    assert found.holdings.select("market_value", "cost").rows() == [("123", "123")]


@pytest.mark.parametrize("said", ["-", "--", "—"])
def test_a_dash_is_an_empty_cell(said: str) -> None:
    rows = [row("1002", "银行存款", 100.0, quantity=said), *END]
    assert held(sound(sheet(*rows))) == {"甲产品:1002": (None, "100")}


def test_a_code_that_lost_its_digits_in_a_spreadsheet_is_refused() -> None:
    line = row("1002", "银行存款", 100.0)
    line[0] = 10020601012345678.0
    assert "valuation_code_digits" in codes(read(sheet(line, *END))[1])


def test_columns_that_are_not_there_are_noted() -> None:
    header = [tuple("某列" if name == "数量" else name for name in HEADER)]
    found = sound(sheet(*DEPOSIT, *END, header=header))
    assert [n.values["columns"] for n in found.notes if n.code == "note_valuation_no_column"] == [
        ["quantity"]
    ]


def test_an_unknown_unit_and_two_units_are_refused() -> None:
    for said in ("单位：美元", "单位：元 金额单位：万元"):
        titles = [("托管人___甲产品___专用表",), ("估值日期：2025-03-27", said)]
        assert codes(read(sheet(*DEPOSIT, *END, titles=titles))[1]) == ["valuation_unit"]


def test_a_sheet_without_the_header_says_what_was_seen() -> None:
    found, problems = read(sheet(["甲", 1.0], header=[("姓名", "电话")], titles=[]))
    assert found is None
    assert (codes(problems), problems[0].seen) == (
        ["valuation_no_header"],
        "姓名|电话|甲|1.0".replace("|", " | "),
    )


def test_a_table_that_ends_before_its_totals_was_cut_off() -> None:
    _, problems = read(sheet(*DEPOSIT))
    assert (codes(problems), problems[0].seen) == (["valuation_cut_off"], "5: 100201 活期存款")


def test_an_amount_that_is_no_figure_is_named_with_its_row() -> None:
    _, problems = read(sheet(row("1002", "银行存款", "#REF!"), *END))
    assert [(p.message.code, p.row, p.seen) for p in problems] == [
        ("valuation_no_figure", 4, "#REF!"),
        ("valuation_no_figure", 4, "#REF!"),
    ]


def test_text_with_thousands_separators_is_a_figure() -> None:
    rows = [row("1002", "银行存款", "1,234.50"), *totals("1,234.50", "", "1,234.50")]
    rows[-2][7] = 0
    assert held(sound(sheet(*rows))) == {"甲产品:1002": (None, "1234.5")}


def test_totals_may_stand_in_the_column_of_names() -> None:
    end = [[None, str(line[0]), *line[2:]] for line in END]
    assert held(sound(sheet(*DEPOSIT, *end))) == {"甲产品:100201": (None, "100")}


def test_every_row_that_is_not_blank_is_counted_once() -> None:
    strange = row("神秘项目", "?", 5.0)
    found = sound(sheet(*DEPOSIT, [], *END, row("基金单位净值：", value=1.0), strange, ["制表：某人"]))
    assert dict(found.counted) == {
        "holding": 0,
        "cash_like": 1,
        "liability": 0,
        "total": 6,
        "not_understood": 1,
    }
    assert [one.code for one in found.not_understood] == ["神秘项目"]
