"""A valuation table proves itself to the fen, or is refused with the rows that cause the difference."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concentration.spreadsheets.workbook import Cell
from tests.valuation.sheets import codes, held, read, row, sheet, sound, totals

DEPOSIT = row("1002", "银行存款", 100.0)


def test_rows_that_do_not_add_up_to_the_assets_are_refused_with_the_difference() -> None:
    _, problems = read(sheet(DEPOSIT, *totals(100.01, 0, 100.01)))
    assert [(p.message.code, p.seen, p.allowed) for p in problems] == [
        ("valuation_unproven_assets", "100.01", "100.00")
    ]
    assert problems[0].message.values["difference"] == Decimal("-0.01")


def test_a_difference_below_half_a_fen_is_none() -> None:
    assert held(sound(sheet(DEPOSIT, *totals(100.004, 0, 100.0))))


def test_assets_less_liabilities_are_the_net_assets() -> None:
    rows = [DEPOSIT, row("2206", "应付管理人报酬", 10.0)]
    assert codes(read(sheet(*rows, *totals(100.0, 10.0, 90.01)))[1]) == ["valuation_unproven_net_assets"]
    assert codes(read(sheet(*rows, *totals(100.0, 10.01, 89.99)))[1]) == ["valuation_unproven_liabilities"]


def test_a_subject_that_its_rows_do_not_add_up_to_is_named_with_them() -> None:
    rows = [
        row("1002", "银行存款", 100.0),
        row("100201", "活期存款", 60.0),
        row("100202", "定期存款", 39.0),
    ]
    _, problems = read(sheet(*rows, *totals(100.0, 0, 100.0)))
    assert [(p.message.code, p.row) for p in problems] == [
        ("valuation_unproven_assets", 7),
        ("valuation_unproven_subject", 4),
    ]
    assert problems[1].message.values == {
        "code": "1002",
        "name": "银行存款",
        "difference": Decimal("-1.00"),
        "rows": "5, 6",
    }


def test_a_row_that_nobody_understood_is_named_where_the_sums_do_not_agree() -> None:
    rows = [DEPOSIT, row("1.10201E+13", "某股票", 50.0)]
    _, problems = read(sheet(*rows, *totals(150.0, 0, 150.0)))
    assert [(p.message.code, p.seen) for p in problems] == [
        ("valuation_unproven_assets", "150.00"),
        ("valuation_row_unread", "1.10201E+13"),
    ]


# What is an asset or a liability by its sign

SWAPS = [
    row("3102", "衍生工具", 50.0),
    row("3102C1", "收益互换", 50.0),
    row("3102C1000001", "互换一", 80.0),
    row("3102C1000002", "互换二", -30.0),
    row("3003", "证券清算款", -20.0),
    row("300324", "港股通清算款", -20.0),
]


@pytest.mark.parametrize(
    ("assets", "liabilities"),
    [(180.0, 50.0), (150.0, 20.0)],
    ids=["by item", "by account"],
)
def test_custodians_may_net_by_item_or_by_account(assets: float, liabilities: float) -> None:
    found = sound(sheet(DEPOSIT, *SWAPS, *totals(assets, liabilities, 130.0)))
    assert {value for _, value in held(found).values()} == {"100", "80", "-30"}
    assert found.counted["liability"] == 1


def test_a_netting_that_no_custodian_does_is_refused() -> None:
    assert "valuation_unproven_assets" in codes(read(sheet(DEPOSIT, *SWAPS, *totals(130.0, 0, 130.0)))[1])


def test_a_table_that_does_not_reconcile_is_held_against_the_nearest_netting() -> None:
    _, problems = read(sheet(DEPOSIT, *SWAPS, *totals(151.0, 20.0, 131.0)))
    assert [(p.message.code, p.message.values["difference"]) for p in problems] == [
        ("valuation_unproven_assets", Decimal("-1.00"))
    ]


def test_futures_are_netted_against_their_settlement() -> None:
    rows = [
        DEPOSIT,
        row("3003.05", "中金所期货证券清算款", 20.0),
        row("3003.09", "沪港通证券清算款", -7.0),
        row("3102.03", "中金所_股指期货", -20.0),
        row("3102.03.IH2506 CFX", "IH2506", -20.0, quantity=1),
    ]
    assert held(sound(sheet(*rows, *totals(100.0, 7.0, 93.0))))["甲产品:3003.05"] == (None, "20")


# Printed shares


@pytest.mark.parametrize("share", [33.3333, 33.3334])
def test_a_printed_share_within_its_digits_agrees(share: float) -> None:
    rows = [row("1002", "银行存款", 100.0, share=share), row("1021", "备付金", 200.0, share=66.6667)]
    sound(sheet(*rows, *totals(300.0, 0, 300.0)))


def test_a_printed_share_beyond_its_digits_is_named() -> None:
    rows = [row("1002", "银行存款", 25.0, share=25.01), row("1021", "备付金", 75.0, share=75.0)]
    _, problems = read(sheet(*rows, *totals(100.0, 0, 100.0)))
    assert [(p.message.code, p.row, p.seen, p.allowed) for p in problems] == [
        ("valuation_share", 4, "25.01", "25.00")
    ]


def test_cost_and_gain_of_a_row_are_its_market_value() -> None:
    rows = [row("1002", "银行存款", 60.0), row("1021", "备付金", 40.0)]
    rows[0][4], rows[0][9] = 50.0, 9.0
    _, problems = read(sheet(*rows, *totals(100.0, 0, 100.0)))
    assert [(p.message.code, p.row, p.seen, p.allowed) for p in problems] == [
        ("valuation_gain", 4, "60.00", "59.00")
    ]


def test_shares_that_a_spreadsheet_computed_and_did_not_round_agree() -> None:
    rows = [row("1002", "银行存款", 100.0, share=100 / 3), row("1021", "备付金", 200.0, share=200 / 3)]
    sound(sheet(*rows, *totals(300.0, 0, 300.0)))


def test_without_shares_that_part_of_the_proof_is_noted_as_left_out() -> None:
    found = sound(sheet(row("1002", "银行存款", 100.0, share=1), *totals(100.0, 0, 100.0, share=None)))
    assert "note_valuation_shares_unchecked" in [note.code for note in found.notes]


def test_a_total_that_stands_twice_must_be_the_same() -> None:
    end = totals(100.0, 0, 100.0)
    sound(sheet(DEPOSIT, *end, end[0]))
    _, problems = read(sheet(DEPOSIT, *end, row("资产类合计", value=99.0)))
    assert codes(problems) == ["valuation_total_twice"]


def test_shares_may_be_printed_as_parts_of_one() -> None:
    rows = [row("1002", "银行存款", 25.0, share=0.25), row("1021", "备付金", 75.0, share=0.75)]
    sound(sheet(*rows, *totals(100.0, 0, 100.0, share=1)))
    wrong = [row("1002", "银行存款", 25.0, share=0.26), row("1021", "备付金", 75.0, share=0.75)]
    assert codes(read(sheet(*wrong, *totals(100.0, 0, 100.0, share=1)))[1]) == ["valuation_share"]


# Whatever the amounts

FEN = st.integers(1, 10**12).map(lambda cents: Decimal(cents) / 100)


def account(values: list[Decimal], owed: list[Decimal]) -> tuple[list[list[Cell]], list[list[Cell]]]:
    """Stocks with their gains, and liabilities; and the totals that they have."""
    total, debts = sum(values, Decimal(0)), sum(owed, Decimal(0))
    cost = [value / 2 for value in values]
    whole = sum(cost, Decimal(0))
    rows = [
        row("1102", "股票", str(total), cost=str(whole)),
        row("110201", "上交所A股", str(total), cost=str(whole)),
        row("11020101", "上交所A股成本", str(total), cost=str(whole)),
        *(
            row(f"11020101{600000 + i}", f"股{i}", str(v), cost=str(c), quantity=1)
            for i, (v, c) in enumerate(zip(values, cost, strict=True))
        ),
        row("11020199", "上交所A股估值增值", str(total - whole)),
        *(row(f"22{i:02}", "应付款", str(amount)) for i, amount in enumerate(owed)),
    ]
    return rows, totals(str(total), str(debts), str(total - debts), share=None)


@given(st.lists(FEN, min_size=1, max_size=6), st.lists(FEN, max_size=4))
def test_what_adds_up_is_read_to_the_last_fen_and_every_row_is_counted(
    values: list[Decimal], owed: list[Decimal]
) -> None:
    rows, end = account(values, owed)
    found = sound(sheet(*rows, *end))
    assert [Decimal(value or 0) for _, value in held(found).values()] == values
    assert sum(found.counted.values()) == len(rows) + len(end)
    assert found.counted["holding"] == len(values)
    assert found.counted["liability"] == len(owed)


@given(
    st.lists(FEN, min_size=1, max_size=6), st.integers(0, 5), st.sampled_from([Decimal("0.01"), Decimal(-1)])
)
def test_one_amount_changed_by_a_fen_is_refused(values: list[Decimal], place: int, by: Decimal) -> None:
    rows, end = account(values, [])
    line = rows[3 + place % len(values)]
    line[7] = str(Decimal(str(line[7])) + by)
    _, problems = read(sheet(*rows, *end))
    assert "valuation_unproven_assets" in codes(problems)
    assert "valuation_unproven_subject" in codes(problems)
