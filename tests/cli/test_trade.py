"""`concentration trade` as a user runs it: exit codes, the page, JSON, standard input, and what is wrong."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.cli.command import COMMAND, SAMPLES, Ran, environment, run

CLEAN = SAMPLES / "clean"
HEAD = "order_id,product_id,asset_id,side,quantity,price\n"


def one(side: str, asset: str, quantity: int, product: str = "QC-F1", *more: str) -> Ran:
    return run("trade", CLEAN, f"--{side}", asset, str(quantity), "--product", product, *more)


def document(ran: Ran) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(ran.text)
    return found


def test_an_order_within_every_limit_is_accepted() -> None:
    ran = one("buy", "600011X.SH", 100000, "QC-F1", "--price", "20")
    assert ran.code == 0
    assert "ACCEPT" in ran.text


def test_one_lot_more_is_rejected_and_says_by_which_limit() -> None:
    ran = one("buy", "600011X.SH", 100100, "QC-F1", "--price", "20", "--format", "json")
    assert ran.code == 1
    (order,) = document(ran)["orders"]
    assert order["verdict"] == "reject"
    assert order["largest"]["quantity"] == "100000"
    assert order["largest"]["binding"] == ["public-funds/one-company-10"]


def test_an_order_that_nobody_can_judge_ends_with_three(tmp_path: Path) -> None:
    folder = tmp_path / "clean"
    shutil.copytree(CLEAN, folder)
    holdings = folder / "holdings.csv"
    text = holdings.read_text(encoding="utf-8").replace(
        "QC-F1,600011X.SH,400000,8000000", "QC-F1,600011X.SH,,8000000"
    )
    holdings.write_text(text, encoding="utf-8")
    ran = run("trade", folder, "--sell", "600011X.SH", "1", "--product", "QC-F1", "--price", "20")
    assert ran.code == 3
    assert "UNDETERMINED" in ran.text


def test_orders_come_from_a_file_or_standard_input_with_the_same_verdicts(tmp_path: Path) -> None:
    text = HEAD + "1,QC-F1,600011X.SH,buy,60000,20\n2,QC-F1,600011X.SH,buy,60000,20\n"
    file = tmp_path / "orders.csv"
    file.write_text(text, encoding="utf-8")
    ran = run("trade", CLEAN, file, "--format", "json")
    piped = subprocess.run(
        [COMMAND, "trade", str(CLEAN), "-", "--format", "json"],
        input=text.encode(),
        env=environment({}),
        capture_output=True,
        check=False,
        timeout=120,
    )
    assert ran.code == piped.returncode == 1
    assert [order["verdict"] for order in document(ran)["orders"]] == ["accept", "reject"]
    assert json.loads(piped.stdout)["orders"] == document(ran)["orders"]


def test_a_basket_and_pending_orders(tmp_path: Path) -> None:
    basket = tmp_path / "basket.csv"
    basket.write_text(
        HEAD + "1,QC-F1,600011X.SH,buy,110000,20\n2,QC-F1,600011X.SH,sell,50000,20\n", encoding="utf-8"
    )
    assert run("trade", CLEAN, basket, "--basket").code == 0
    pending = tmp_path / "pending.csv"
    pending.write_text(HEAD + "9,QC-F1,600011X.SH,buy,50000,20\n", encoding="utf-8")
    ran = run("trade", CLEAN, basket, "--basket", "--pending", pending, "--format", "json")
    assert ran.code == 1
    assert document(ran)["summary"]["pending"] == 1
    assert document(ran)["basket"]["verdict"] == "reject"


def test_cash_below_zero_is_told_and_rejected_if_asked_for() -> None:
    buying = ("buy", "240004.IB", 200000, "QC-F1", "--price", "100")
    assert "cash of QC-F1 would be -1,500,000" in one(*buying).text
    assert one(*buying, "--require-cash").code == 1


def test_limits_of_ones_own_judge_orders_too() -> None:
    ran = run(
        *("trade", SAMPLES / "house_lines", "--limits", SAMPLES / "house_lines" / "limits", "--no-builtin"),
        *("--buy", "X", "1", "--product", "Y"),
    )
    assert ran.code == 2


def test_the_page_is_chinese_where_the_language_is() -> None:
    assert "通过" in one("sell", "600011X.SH", 100, "QC-F1", "--lang", "zh").text


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "it does not say which orders"),
        (("orders.csv", "--buy", "A", "1", "--product", "P"), "it does not say which orders"),
        (("--buy", "A", "1"), "need --product"),
        (("orders.csv", "--price", "1"), "goes only with --buy or --sell"),
        (("orders.csv",), "the file of orders is not there"),
        (("orders.csv", "--format", "xml"), "rich | json"),
        (("--buy", "A9", "1", "--product", "QC-F1"), "a new asset needs a row in assets"),
        (("--buy", "600011X.SH", "many", "--product", "QC-F1"), "many"),
    ],
)
def test_wrong_use_is_told_and_ends_with_two(arguments: tuple[str, ...], words: str) -> None:
    ran = run("trade", CLEAN, *arguments)
    assert ran.code == 2
    assert ran.says(words)
    assert ran.out == b""


def test_every_problem_of_orders_and_pending_orders_is_told_at_once(tmp_path: Path) -> None:
    orders, pending = tmp_path / "orders.csv", tmp_path / "pending.csv"
    orders.write_text(HEAD + "1,QC-F9,600011X.SH,buy,1,20\n", encoding="utf-8")
    pending.write_text(HEAD + "1,QC-F1,600019X.SH,buy,0,20\n", encoding="utf-8")
    ran = run("trade", CLEAN, orders, "--pending", pending, "--format", "json")
    assert ran.code == 2
    codes = [problem["code"] for problem in document(ran)["problems"]]
    assert codes == ["order_unknown_product", "order_unknown_asset", "not_positive"]
