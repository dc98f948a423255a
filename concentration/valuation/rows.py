"""A proven valuation table as rows of the contract's tables, and where every row of the sheet went."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import polars as pl

from concentration.valuation.items import Item, Mismatch, items_of
from concentration.valuation.load import ValuationRules
from concentration.valuation.model import Market, Subject
from concentration.valuation.proof import Counted, proven
from concentration.valuation.subjects import subject_of
from concentration.valuation.table import Row, ValuationTable
from concentration.valuation.tree import Node, item_of, tree_of
from concentration.words.message import Message, Problem

COUNTED = ("holding", "cash_like", "liability", "total", "not_understood")
"""Where a row of a sheet may go."""

_NO_MARKET = "{product}:{code}"

PRODUCT_COLUMNS = ("as_of", "product_id", "name", "net_assets", "total_assets", "raised_balance")
ASSET_COLUMNS = ("asset_id", "name", "kind", "country")
HOLDING_COLUMNS = ("as_of", "product_id", "asset_id", "quantity", "market_value", "cost", "exposure")


@dataclass(frozen=True)
class Valued:
    """One product on one day, as its valuation table tells it.

    `products` (one row), `assets` and `holdings` have the columns of the contract that the table can tell, as text;
    what it cannot tell is null. `counted` says for each of `COUNTED` how many rows of the sheet went there,
    `not_understood` are those rows themselves. `problems` say why the table does not reconcile.
    """

    file: str
    day: date
    product_id: str
    name: str
    layout: Mapping[str, str]
    products: pl.DataFrame
    assets: pl.DataFrame
    holdings: pl.DataFrame
    counted: Mapping[str, int]
    not_understood: tuple[Row, ...]
    notes: tuple[Message, ...]
    problems: tuple[Problem, ...]


def valued(table: ValuationTable, rules: ValuationRules) -> Valued:
    """Return what a valuation table says of its product on its day."""
    codes = table.layout.codes
    problems = _repeated(table)
    tops = tree_of(table.rows, codes)
    subjects = _subjects(tops, rules, table)
    pairs, wrong = _items(tops, subjects, table)
    counted, unproven = proven(table, pairs, wrong)
    assets: dict[str, dict[str, str | None]] = {}
    holdings: dict[str, _Position] = {}
    places: dict[int, str] = {}
    for one in counted:
        place = _place(one)
        places |= {node.row.line: place for node in one.item.rows}
        if place in ("liability", "total"):
            continue
        asset = _asset(one, table, rules)
        key = str(asset["asset_id"])
        assets.setdefault(key, asset)
        holdings.setdefault(key, _Position()).add(one)
    rows_said = {row.line: places.get(row.line, "total") for row in table.rows}
    not_understood = [row for row in table.rows if rows_said[row.line] == "not_understood"]
    numbers = {name: list(rows_said.values()).count(name) for name in COUNTED}
    numbers["total"] += len(table.said) + len(table.totals)
    numbers["not_understood"] += len(table.not_understood)
    return Valued(
        table.file,
        table.day,
        table.product_id,
        table.product_name,
        {"zh": table.layout.title.zh, "en": table.layout.title.en},
        _product(table),
        pl.DataFrame(
            list(assets.values()),
            schema_overrides=dict.fromkeys(ASSET_COLUMNS, pl.String),
            infer_schema_length=None,
        ),
        _holdings(table, holdings),
        numbers,
        (*not_understood, *table.not_understood),
        tuple(table.notes),
        (*problems, *unproven, *(_unread(table) if unproven else ())),
    )


def _unread(table: ValuationTable) -> list[Problem]:
    """Return the rows without a subject code that nobody understood, as what may be missing in the sums."""
    return [
        Problem(Message("valuation_row_unread", {"name": row.name}), table.file, row.line, seen=row.code)
        for row in table.not_understood
    ]


def _repeated(table: ValuationTable) -> list[Problem]:
    """Return a problem for each subject code that stands in two rows."""
    first: dict[str, int] = {}
    problems = []
    for row in table.rows:
        if first.setdefault(row.code, row.line) != row.line:
            values = {"first": first[row.code]}
            problems.append(
                Problem(Message("valuation_code_twice", values), table.file, row.line, seen=row.code)
            )
    return problems


def _subjects(tops: Sequence[Node], rules: ValuationRules, table: ValuationTable) -> dict[str, Subject]:
    """Return the entry of every row's subject; a subject that no entry speaks of stands in no dict."""
    found: dict[str, Subject] = {}
    open_ = list(tops)
    while open_:
        node = open_.pop()
        subject = subject_of(node, rules.subjects, table.layout.codes)
        if subject is not None:
            found[node.row.code] = subject
        open_ += node.below
    return found


def _items(
    tops: Sequence[Node], subjects: Mapping[str, Subject], table: ValuationTable
) -> tuple[list[tuple[Item, Subject]], list[Mismatch]]:
    def by_row(node: Node) -> bool:
        subject = subjects.get(node.row.code)
        return subject is None or subject.item == "account"

    items, wrong = items_of(tops, table.words.parts, table.layout.codes, by_row)
    known = [(item, subjects[item.node.row.code]) for item in items if item.node.row.code in subjects]
    return known, [one for one in wrong if one.node.row.code in subjects]


def _place(one: Counted) -> str:
    """Return where the rows of an item go; a derivative that is worth less than nothing is a holding still."""
    if one.subject.side == "capital":
        return "total"
    if one.on == "liability" and one.subject.item == "account":
        return "liability"
    if one.subject.kind is None:
        return "not_understood"
    return "cash_like" if one.subject.item == "account" else "holding"


# The rows of the contract's tables


def _product(table: ValuationTable) -> pl.DataFrame:
    row = {
        "as_of": table.day.isoformat(),
        "product_id": table.product_id,
        "name": table.product_name,
        "net_assets": _text(table.totals["net_assets"].amount),
        "total_assets": _text(table.totals["assets"].amount),
        "raised_balance": _text(table.totals["raised"].amount) if "raised" in table.totals else None,
    }
    return pl.DataFrame([row], schema=dict.fromkeys(PRODUCT_COLUMNS, pl.String))


def _asset(one: Counted, table: ValuationTable, rules: ValuationRules) -> dict[str, str | None]:
    """Return what the table tells of an asset: a security by the code of its market, else the product's own."""
    row = one.item.node.row
    market, code = _market(one, rules, table) if one.subject.item == "security" else (None, "")
    own = _NO_MARKET.format(product=table.product_id, code=one.item.code)
    words = table.words.trading
    suspended = next((word for word, said in words.items() if row.trading in said), None)
    facts = {**one.subject.facts, **({"suspended": suspended} if suspended and market else {})}
    return {
        "asset_id": f"{code}.{market.suffix}" if market else own,
        "name": row.name or row.code,
        "kind": one.subject.kind,
        "country": market.country if market else None,
        **facts,
    }


def _market(one: Counted, rules: ValuationRules, table: ValuationTable) -> tuple[Market | None, str]:
    """Return the market of an item and its code there: by the market behind the code, else by the subject's words."""
    code, _, behind = item_of(one.item.node, table.layout.codes).partition(" ")
    if not behind and "." in code:
        code, _, behind = code.rpartition(".")
    above = "/".join(node.row.name for node in one.item.node.path[:-1])
    for market in rules.markets.values():
        told = behind.upper() in market.codes if behind else re.search(market.words, above) is not None
        found = re.fullmatch(market.item, code) if told else None
        if found:
            return market, found[1]
    return None, ""


class _Position:
    """What a product holds of one asset, added up over its items."""

    def __init__(self) -> None:
        self.value = Decimal(0)
        self.quantity: Decimal | None = None
        self.cost: Decimal | None = None
        self.exposure: Decimal | None = None

    def add(self, one: Counted) -> None:
        """Add an item; accounts have neither quantity nor cost, a contract that was sold is held below zero."""
        item = one.item
        self.value += item.value
        if one.subject.item == "account":
            return
        if item.quantity is not None:
            sold = item.is_offset and item.contract < 0 < item.quantity
            self.quantity = (self.quantity or Decimal(0)) + (-item.quantity if sold else item.quantity)
        if item.cost is not None and item.cost >= 0:
            self.cost = (self.cost or Decimal(0)) + item.cost
        if one.subject.contract_value and item.is_offset:
            self.exposure = (self.exposure or Decimal(0)) + abs(item.contract)


def _holdings(table: ValuationTable, positions: Mapping[str, _Position]) -> pl.DataFrame:
    rows = [
        {
            "as_of": table.day.isoformat(),
            "product_id": table.product_id,
            "asset_id": asset,
            "quantity": _text(position.quantity),
            "market_value": _text(position.value),
            "cost": _text(position.cost),
            "exposure": _text(position.exposure),
        }
        for asset, position in positions.items()
    ]
    return pl.DataFrame(rows, schema=dict.fromkeys(HOLDING_COLUMNS, pl.String))


def _text(amount: Decimal | None) -> str | None:
    """Return an amount as it is written in a table, without the zeros behind its last figure."""
    return None if amount is None else f"{amount.normalize():f}"
