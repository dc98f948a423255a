"""Valuation tables as files, for tests of importing."""

import csv
from collections.abc import Sequence
from pathlib import Path

from concentration.importing.imported import Import, Imported, imported
from concentration.spreadsheets.workbook import Cell
from tests.valuation.sheets import HEADER, row, totals

MANAGER = {"manager_id": "M1", "name": "某管理人", "kind": "private_fund_manager"}
MASTER = (
    "产品代码,产品类型,募集方式,运作方式\n甲产品,私募投资基金,私募,开放式\n乙产品,私募投资基金,私募,开放式\n"
)


def stock(value: float, quantity: int = 10, trading: str | None = "【正常交易】") -> list[list[Cell]]:
    """One stock at a value."""
    return [
        row("1102", "股票投资", value),
        row("110201", "上交所A股", value),
        row("11020101", "上交所A股成本", value),
        row("11020101600000", "浦发银行", value, quantity=quantity, trading=trading),
    ]


def write(
    folder: Path,
    product: str = "甲产品",
    day: str = "2025-03-27",
    rows: Sequence[Sequence[Cell]] | None = None,
    *,
    deposit: float = 900.0,
    assets: float | None = None,
    liabilities: float = 0,
) -> Path:
    """Write a table of a stock of 100 and a deposit; `assets` and `liabilities` are the totals that it prints."""
    folder.mkdir(parents=True, exist_ok=True)
    held = stock(100.0) if rows is None else rows
    total = 100.0 + deposit if assets is None else assets
    lines = [
        [f"托管人___{product}___专用表"],
        [f"估值日期：{day}", "单位：元"],
        list(HEADER),
        row("1002", "银行存款", deposit),
        *held,
        *totals(total, liabilities, total - liabilities),
    ]
    file = folder / f"{product}_{day}.csv"
    with file.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([["" if cell is None else cell for cell in line] for line in lines])
    return file


def run(to: Path, *paths: Path, master: Path | None = None, **more: object) -> Imported:
    """Import tables and write what comes of it."""
    masters = [] if master is None else [master]
    result = imported(Import(paths, to, MANAGER, masters, **more), "zh")  # type: ignore[arg-type]
    to.mkdir(parents=True, exist_ok=True)
    for file, content in result.contents.items():
        file.write_bytes(content)
    return result


def master(folder: Path, text: str = MASTER) -> Path:
    """A master that knows what kind the products are."""
    file = folder / "产品.csv"
    file.write_text(text, encoding="utf-8")
    return file
