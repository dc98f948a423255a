"""Orders as they are read: every form, two of quantity, price and amount, and every problem at once."""

from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import polars as pl
import pytest
from engine_frames import CATALOGUE, DAY, Row, World, asset, held, product

from concentration.trade.orders import Orders, orders_of_text, read_orders
from concentration.words.message import CannotRunError, Problem
from concentration.words.sentences import render_problem
from trade.desk import CASH, order, orders_of

WORLD = World(
    [held("A1", 300, quantity=30), held("A1", 400, "P2", quantity=20), held("CASH", 500)],
    products=[product("P1"), product("P2")],
    assets=(asset("A1"), asset("A2"), asset("000001", issuer_id="C9"), CASH),
)
PORTFOLIO = WORLD.portfolio()
CSV = "order_id,product_id,asset_id,side,quantity,price\n1,P1,A1,buy,10,2.5\n2,P2,A2,sell,1,3\n"


def problems(*rows: Row) -> list[tuple[str, str | None]]:
    """Code and column of the problems of orders."""
    with pytest.raises(CannotRunError) as stopped:
        orders_of(PORTFOLIO, *rows)
    assert all(render_problem(one, "zh") and render_problem(one, "en") for one in stopped.value.problems)
    return [(one.message.code, one.column) for one in stopped.value.problems]


def told(orders: Orders) -> list[tuple[object, ...]]:
    return [(one.order_id, one.product_id, one.asset_id, one.side, one.quantity) for one in orders.orders]


BOTH = [("1", "P1", "A1", "buy", 10), ("2", "P2", "A2", "sell", 1)]


# Where they stand


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_csv_file_is_read_in_every_encoding_of_the_tables(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "today.csv"
    text = CSV.replace("order_id,product_id", "指令编号,产品代码").replace("buy", "买入")
    path.write_bytes(text.encode(encoding))
    assert told(read_orders(path, PORTFOLIO, DAY, CATALOGUE.kinds)) == BOTH


def test_lines_of_json_keep_the_digits_of_their_numbers(tmp_path: Path) -> None:
    path = tmp_path / "today.jsonl"
    lines = (
        '{"order_id": 1, "product_id": "P1", "asset_id": "A1", "side": "buy", "quantity": 0.1, "price": 3}'
    )
    path.write_text(f"{lines}\n\n", encoding="utf-8")
    (one,) = read_orders(path, PORTFOLIO, DAY, CATALOGUE.kinds).orders
    assert one.amount == Decimal("0.3")
    assert one.row == 1


def test_a_workbook_is_read(tmp_path: Path) -> None:
    path = tmp_path / "today.xlsx"
    pl.read_csv(CSV.encode()).write_excel(path)
    assert told(read_orders(path, PORTFOLIO, DAY, CATALOGUE.kinds)) == BOTH


def test_standard_input_is_csv_or_lines_of_json() -> None:
    assert told(orders_of_text(CSV.encode(), PORTFOLIO, DAY, CATALOGUE.kinds)) == BOTH
    line = b'{"order_id": "1", "product_id": "P1", "asset_id": "A1", "side": "buy", "quantity": "10"}'
    assert told(orders_of_text(line, PORTFOLIO, DAY, CATALOGUE.kinds)) == BOTH[:1]


def test_a_line_that_is_no_object_is_named_with_its_number() -> None:
    with pytest.raises(CannotRunError) as stopped:
        orders_of_text(b'{"a": 1\n\n[1]\n{"a": [1]}', PORTFOLIO, DAY, CATALOGUE.kinds)
    assert [(one.message.code, one.row) for one in stopped.value.problems] == [
        ("orders_no_json", 1),
        ("orders_no_json", 3),
        ("orders_no_json", 4),
    ]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("today.csv", None, "orders_missing"),
        ("today.pdf", "x", "orders_no_table"),
        ("today.csv", CSV.splitlines()[0] + "\n", "orders_none"),
    ],
)
def test_what_is_no_file_of_orders_is_an_error(
    tmp_path: Path, name: str, content: str | None, code: str
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_text(content, encoding="utf-8")
    with pytest.raises(CannotRunError) as stopped:
        read_orders(path, PORTFOLIO, DAY, CATALOGUE.kinds)
    assert [one.message.code for one in stopped.value.problems] == [code]


def test_codes_that_a_spreadsheet_kept_as_numbers_get_their_zeros_back(tmp_path: Path) -> None:
    path = tmp_path / "today.xlsx"
    pl.DataFrame(
        {
            "order_id": ["1"],
            "product_id": ["P1"],
            "asset_id": [1],
            "side": ["buy"],
            "quantity": [1],
            "price": [1],
        }
    ).write_excel(path)
    assert read_orders(path, PORTFOLIO, DAY, CATALOGUE.kinds).orders[0].asset_id == "000001"


# How much


@pytest.mark.parametrize(
    ("given", "quantity", "price", "amount"),
    [
        ({"quantity": 10, "price": "2.5"}, 10, "5/2", 25),
        ({"quantity": 10, "amount": 25}, 10, "5/2", 25),
        ({"quantity": 3, "amount": 10}, 3, "10/3", 10),
        ({"price": "2.5", "amount": 25}, 10, "5/2", 25),
        ({"quantity": 10, "price": "2.5", "amount": 25}, 10, "5/2", 25),
        ({"quantity": 3}, 3, "10", 30),
        ({"amount": 30}, 3, "10", 30),
    ],
)
def test_two_of_quantity_price_and_amount_give_the_third_and_the_last_unit_value_the_price(
    given: Row, quantity: int, price: str, amount: int
) -> None:
    (one,) = orders_of(PORTFOLIO, order("buy", "A1") | given)
    assert (one.quantity, one.price, one.amount) == (quantity, Fraction(price), amount)
    assert one.last_price == (len(given) == 1)


def test_of_what_only_others_hold_the_dearest_unit_counts() -> None:
    world = WORLD.but(holdings=[held("A1", 400, "P2", quantity=20), held("CASH", 1)])
    (one,) = orders_of(world.portfolio(), order("buy", "A1", quantity=1) | {"price": None})
    assert one.price == 20


def test_an_order_of_another_quantity_has_the_same_price() -> None:
    (one,) = orders_of(PORTFOLIO, order("buy", "A1", 3, amount=10) | {"price": None})
    assert one.of(Decimal(6)).amount == 20


# What is wrong


@pytest.mark.parametrize(
    ("row", "code", "column"),
    [
        (order("buy", "A1", 1, product_id="P9"), "order_unknown_product", "product_id"),
        (order("buy", "A9", 1), "order_unknown_asset", "asset_id"),
        (order("subscribe", "A1", amount=1), "order_no_cash_account", "asset_id"),
        (order("buy", "A1", 1, tranche_id="T1"), "order_unknown_tranche", "tranche_id"),
        (order("buy", "A1", 0), "not_positive", "quantity"),
        (order("buy", "A1", 1, price=0), "not_positive", "price"),
        (order("buy", "A1", amount=0), "not_positive", "amount"),
        (order("buy", "A1"), "order_without_size", "quantity"),
        (order("buy", "A1", price=1), "order_without_size", "quantity"),
        (order("redeem", "CASH", quantity=1) | {"price": None}, "order_without_size", "quantity"),
        (order("buy", "A1", 3, price=3, amount=10), "order_contradicts", "amount"),
        (order("buy", "A1", amount=10, price=3), "order_does_not_come_out", "price"),
        (order("buy", "A2", quantity=1) | {"price": None}, "order_without_price", "price"),
    ],
)
def test_what_is_wrong_with_an_order_is_named(row: Row, code: str, column: str) -> None:
    assert problems(row) == [(code, column)]


def test_every_problem_of_every_order_is_told_at_once() -> None:
    assert problems(order("buy", "A9", 0, product_id="P9"), order("buy", "A1"), order("hold", "A1", 1)) == [
        ("unknown_value", "side"),
        ("order_unknown_product", "product_id"),
        ("order_unknown_asset", "asset_id"),
        ("not_positive", "quantity"),
        ("order_without_size", "quantity"),
    ]


def test_two_orders_of_one_name_are_an_error() -> None:
    with pytest.raises(CannotRunError) as stopped:
        orders_of_text((CSV + CSV.splitlines()[1]).encode(), PORTFOLIO, DAY, CATALOGUE.kinds)
    assert [(one.message.code, one.row) for one in stopped.value.problems] == [("key_repeated", 4)]


def test_a_problem_says_file_row_and_what_was_seen(tmp_path: Path) -> None:
    path = tmp_path / "today.csv"
    path.write_text(CSV.replace("A2", "A3"), encoding="utf-8")
    with pytest.raises(CannotRunError) as stopped:
        read_orders(path, PORTFOLIO, DAY, CATALOGUE.kinds)
    (one,) = stopped.value.problems
    assert isinstance(one, Problem)
    assert (one.file, one.row, one.seen, one.allowed) == (path.as_posix(), 3, "A3", "A2")
