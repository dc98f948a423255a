"""Every market value is counted once, however many rows tell it."""

import pytest

from concentration.spreadsheets.workbook import Cell
from tests.valuation.sheets import codes, held, read, row, sheet, sound, totals


def stock(cost: float, value: float, *gains: list[Cell]) -> list[list[Cell]]:
    """A stock booked at cost with its gain beside it: the value of the cost rows holds the gain."""
    return [
        row("1102", "股票投资", value, cost=cost),
        row("110201", "上交所A股", value, cost=cost),
        row("11020101", "上交所A股成本", value, cost=cost),
        row("11020101600000", "浦发银行", value, quantity=10, cost=cost),
        row("11020199", "上交所A股估值增值", value - cost),
        *gains,
    ]


def test_a_gain_beside_the_cost_is_not_counted_again() -> None:
    assert held(sound(sheet(*stock(80.0, 100.0), *totals(100.0, 0, 100.0)))) == {"600000.SH": ("10", "100")}


def test_a_gain_told_for_each_item_is_not_counted_again_either() -> None:
    rows = stock(80.0, 100.0, row("11020199600000", "浦发银行", 20.0))
    assert held(sound(sheet(*rows, *totals(100.0, 0, 100.0)))) == {"600000.SH": ("10", "100")}


def test_a_gain_that_the_cost_rows_do_not_hold_is_added() -> None:
    rows = [
        row("1102", "股票投资", 100.0, cost=80.0),
        row("110201", "上交所A股", 100.0, cost=80.0),
        row("11020101", "上交所A股成本", 80.0),
        row("11020101600000", "浦发银行", 80.0, quantity=10),
        row("11020199", "上交所A股估值增值", 20.0),
        row("11020199600000", "浦发银行", 20.0),
    ]
    assert held(sound(sheet(*rows, *totals(100.0, 0, 100.0)))) == {"600000.SH": ("10", "100")}


def test_a_contract_that_has_only_a_gain_is_counted_beside_those_that_have_costs() -> None:
    rows = [
        row("3102", "衍生工具", 50.0),
        row("3102C1", "收益互换", 50.0),
        row("3102C101", "初始合约价值", 105.0, cost=100.0),
        row("3102C101000001", "互换一", 70.0, cost=100.0),
        row("3102C102", "冲抵初始合约价值", -100.0),
        row("3102C102000001", "互换一", -100.0),
        row("3102C103", "收益互换_成本", 45.0, cost=45.0),
        row("3102C103000003", "互换三", 45.0, cost=45.0),
        row("3102C199", "公允价值变动", 5.0),
        row("3102C199000001", "互换一", -30.0),
        row("3102C199000002", "互换二", 35.0),
    ]
    assert held(sound(sheet(*rows, *totals(50.0, 0, 50.0)))) == {
        "甲产品:3102C1000001": (None, "-30"),
        "甲产品:3102C1000003": (None, "45"),
        "甲产品:3102C1000002": (None, "35"),
    }


def test_a_gain_that_is_all_there_is_is_the_value() -> None:
    rows = [
        row("3102", "衍生工具", 5.0),
        row("3102C1", "收益互换", 5.0),
        row("3102C199", "收益互换_公允价值变动", 5.0),
        row("3102C199000001", "互换一", 5.0),
    ]
    assert held(sound(sheet(*rows, *totals(5.0, 0, 5.0)))) == {"甲产品:3102C1000001": (None, "5")}


def test_a_future_is_worth_what_is_left_after_its_offset_and_its_exposure_is_the_contract() -> None:
    rows = [
        row("3102", "衍生工具", -20.0),
        row("3102.03", "中金所_投机_卖方_股指期货", -20.0),
        row("3102.03.01", "中金所_投机_卖方_股指期货_成本", -1020.0, cost=-1000.0),
        row("3102.03.01.IH2506 CFX", "IH2506", -1020.0, quantity=4, cost=-1000.0),
        row("3102.03.02", "中金所_投机_卖方_股指期货_冲抵成本", 1000.0),
        row("3102.03.02.IH2506 CFX", "IH2506", 1000.0),
        row("1002", "银行存款", 100.0),
    ]
    found = sound(sheet(*rows, *totals(100.0, 20.0, 80.0)))
    assert held(found)["IH2506.CFE"] == ("-4", "-20")
    assert found.holdings.filter(asset_id="IH2506.CFE")["exposure"].to_list() == ["1020"]


def test_interest_of_a_bond_is_part_of_what_it_is_worth_and_no_part_of_its_cost() -> None:
    rows = [
        row("1103", "债券投资", 101.5, cost=100.5),
        row("1103.61", "深交所_可转债", 101.5, cost=100.5),
        row("1103.61.01", "深交所_可转债_成本", 101.0, cost=100.0),
        row("1103.61.01.128134 SZ", "某转债", 101.0, quantity=1, cost=100.0),
        row("1103.61.03", "深交所_可转债_应计利息", 0.5),
        row("1103.61.03.128134 SZ", "某转债", 0.5),
    ]
    found = sound(sheet(*rows, *totals(101.5, 0, 101.5)))
    assert held(found) == {"128134.SZ": ("1", "101.5")}
    assert found.holdings["cost"].to_list() == ["100"]


def test_interest_of_deposits_stands_by_itself() -> None:
    rows = [
        row("1002", "银行存款", 101.0),
        row("100201", "活期存款", 100.0),
        row("10020101000001", "工商银行", 100.0),
        row("100206", "应计利息", 1.0),
        row("10020601000001", "应计利息_工商银行", 1.0),
    ]
    found = sound(sheet(*rows, *totals(101.0, 0, 101.0)))
    assert found.assets.select("asset_id", "kind").rows() == [
        ("甲产品:10020101000001", "demand_deposit"),
        ("甲产品:10020601000001", "accrued_interest"),
    ]


def test_a_name_that_holds_the_word_for_a_gain_is_no_gain() -> None:
    rows = [
        row("1105", "基金投资", 30.0),
        row("110502", "上交所ETF", 30.0),
        row("11050201", "上交所ETF成本", 30.0),
        row("11050201510001", "稳健增值货币", 10.0, quantity=10),
        row("11050201510002", "另一只", 20.0, quantity=20),
    ]
    assert held(sound(sheet(*rows, *totals(30.0, 0, 30.0)))) == {
        "510001.SH": ("10", "10"),
        "510002.SH": ("20", "20"),
    }


def test_two_rows_of_one_security_in_different_subjects_are_one_holding() -> None:
    rows = [
        *stock(80.0, 100.0),
        row("110205", "上交所A股_融券", 50.0),
        row("11020501", "上交所A股_融券_成本", 50.0),
        row("11020501600000", "浦发银行", 50.0, quantity=5),
    ]
    rows[0] = row("1102", "股票投资", 150.0, cost=130.0)
    assert held(sound(sheet(*rows, *totals(150.0, 0, 150.0)))) == {"600000.SH": ("15", "150")}


def test_restricted_shares_are_a_lot_of_their_own_and_do_not_make_the_stock_restricted() -> None:
    rows = [
        *stock(80.0, 100.0),
        row("110205", "上交所A股_限售", 50.0),
        row("11020501", "上交所A股_限售_成本", 50.0),
        row("11020501600000", "浦发银行", 50.0, quantity=5),
    ]
    rows[0] = row("1102", "股票投资", 150.0, cost=130.0)
    found = sound(sheet(*rows, *totals(150.0, 0, 150.0)))
    assert found.holdings.select("asset_id", "lot_id", "quantity", "market_value").rows() == [
        ("600000.SH", None, "10", "100"),
        ("600000.SH", "流通受限", "5", "50"),
    ]
    assert "restricted" not in found.assets.columns
    assert "note_valuation_lots" in [note.code for note in found.notes]


@pytest.mark.parametrize("name", ["上交所A股_无限售", "上交所A股_非流通受限"])
def test_shares_that_are_not_restricted_are_no_lot(name: str) -> None:
    rows = [
        row("1102", "股票投资", 50.0),
        row("110205", name, 50.0),
        row("11020501", name, 50.0),
        row("11020501600000", "浦发银行", 50.0, quantity=5),
    ]
    assert "lot_id" not in sound(sheet(*rows, *totals(50.0, 0, 50.0))).holdings.columns


def test_two_items_of_one_code_in_different_subjects_stay_two() -> None:
    rows = [
        row("1109", "理财投资", 330.0),
        row("110901", "信托计划", 100.0),
        row("11090101000001", "信托甲", 100.0, quantity=1),
        row("110902", "资管计划", 220.0),
        row("11090201000001", "资管乙", 220.0, quantity=1),
        row("110906", "应计利息", 10.0),
        row("11090601000001", "资管乙", 10.0),
    ]
    assert held(sound(sheet(*rows, *totals(330.0, 0, 330.0)))) == {
        "甲产品:1109000001": ("1", "100"),
        "甲产品:11090201000001": ("1", "230"),
    }


def test_a_part_that_may_belong_to_two_items_is_refused() -> None:
    rows = [
        row("1109", "理财投资", 330.0),
        row("110901", "信托计划", 100.0),
        row("11090101000001", "信托甲", 100.0, quantity=1),
        row("110902", "资管计划", 220.0),
        row("11090201000001", "资管乙", 220.0, quantity=1),
        row("110906", "应计利息", 10.0),
        row("11090601000001", "丙", 10.0),
    ]
    assert codes(read(sheet(*rows, *totals(330.0, 0, 330.0)))[1]) == ["valuation_part_unclear"]


def test_items_at_cost_with_a_gain_that_is_not_split_are_refused() -> None:
    rows = [
        row("1102", "股票投资", 100.0, cost=80.0),
        row("110201", "上交所A股", 100.0, cost=80.0),
        row("11020101", "上交所A股成本", 80.0),
        row("11020101600000", "浦发银行", 80.0, quantity=10),
        row("11020199", "上交所A股估值增值", 20.0),
    ]
    assert "valuation_unproven_subject" in codes(read(sheet(*rows, *totals(100.0, 0, 100.0)))[1])


def test_a_table_of_subjects_alone_is_refused() -> None:
    rows = [
        row("1102", "股票投资", 100.0),
        row("110201", "上交所A股", 100.0),
        row("11020101", "上交所A股成本", 100.0),
    ]
    _, problems = read(sheet(*rows, *totals(100.0, 0, 100.0)))
    assert [(p.message.code, p.seen) for p in problems] == [("valuation_no_items", "11020101")]


def test_the_same_code_in_two_rows_is_refused() -> None:
    rows = [row("1002", "银行存款", 50.0), row("1002", "银行存款", 50.0)]
    assert "valuation_code_twice" in codes(read(sheet(*rows, *totals(100.0, 0, 100.0)))[1])
