"""Small valuation tables for tests: a sheet of a few rows in one of the layouts."""

from collections.abc import Sequence
from pathlib import Path

from concentration.catalogue.load import load_catalogue
from concentration.spreadsheets.workbook import Cell, Sheet
from concentration.valuation.load import ValuationRules, load_valuation
from concentration.valuation.rows import Valued, valued
from concentration.valuation.table import table_of
from concentration.words.message import Problem

DATA = Path(__file__).parents[3] / "shared" / "data" / "valuation-tables"
HEADER = (
    "科目代码",
    "科目名称",
    "数量",
    "单位成本",
    "成本",
    "成本占净值%",
    "市价",
    "市值",
    "市值占净值%",
    "估值增值",
    "停牌信息",
)
KINDS = load_catalogue().kinds
RULES = load_valuation([], KINDS)


def row(
    code: str,
    name: str = "",
    value: Cell = None,
    *,
    quantity: Cell = None,
    cost: Cell = None,
    share: Cell = None,
    trading: Cell = None,
) -> list[Cell]:
    """One row under `HEADER`; without a cost the cost is the value."""
    return [
        code,
        name,
        quantity,
        None,
        value if cost is None else cost,
        None,
        None,
        value,
        share,
        None,
        trading,
    ]


def totals(assets: Cell, liabilities: Cell, net_assets: Cell, share: Cell = 100) -> list[list[Cell]]:
    """The rows at the end."""
    return [
        row("资产类合计:", value=assets),
        row("负债类合计:", value=liabilities),
        row("基金资产净值:", value=net_assets, share=share),
    ]


def sheet(
    *rows: Sequence[Cell],
    titles: Sequence[Sequence[Cell]] = (("托管人___甲产品___专用表",), ("估值日期：2025-03-27", "单位：元")),
    header: Sequence[Sequence[Cell]] = (HEADER,),
    merged: Sequence[tuple[tuple[int, int], tuple[int, int]]] = (),
) -> Sheet:
    """A sheet of titles, header and rows, padded to one width."""
    lines = [list(line) for line in (*titles, *header, *rows)]
    width = max(len(line) for line in lines)
    return Sheet("Sheet1", [line + [None] * (width - len(line)) for line in lines], merged)


def read(
    one: Sheet, file: str = "甲产品.xlsx", rules: ValuationRules = RULES
) -> tuple[Valued | None, list[Problem]]:
    """Read a sheet as one product on one day, with every problem of reading and of the proof."""
    table, problems = table_of(one, file, rules)
    if table is None:
        return None, problems
    found = valued(table, rules)
    return found, list(found.problems)


def sound(one: Sheet, file: str = "甲产品.xlsx", rules: ValuationRules = RULES) -> Valued:
    """Read a sheet that has nothing wrong with it."""
    found, problems = read(one, file, rules)
    assert found is not None, problems
    assert problems == []
    return found


def codes(problems: Sequence[Problem]) -> list[str]:
    """What is wrong, in a word each."""
    return [problem.message.code for problem in problems]


def held(found: Valued) -> dict[str, tuple[str | None, str | None]]:
    """Quantity and market value by asset."""
    return {
        asset: (quantity, value)
        for asset, quantity, value in found.holdings.select(
            "asset_id", "quantity", "market_value"
        ).iter_rows()
    }
