"""A proven valuation table as rows of the contract's tables, and where every row of the sheet went."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import polars as pl

from concentration.valuation.items import items_of
from concentration.valuation.load import ValuationRules
from concentration.valuation.markets import market_of
from concentration.valuation.model import Subject
from concentration.valuation.proof import Counted, proven
from concentration.valuation.subjects import names_above, subject_of
from concentration.valuation.table import Row, ValuationTable
from concentration.valuation.tree import Node, item_of, tree_of
from concentration.words.message import Message, Problem

COUNTED = ("holding", "cash_like", "liability", "total", "not_understood")
"""Where a row of a sheet may go."""

_NO_MARKET = "{product}:{code}"
_MOST_NAMED = 5

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
    tops = tree_of(table.rows, table.layout.codes)
    subjects = _subjects(tops, rules, table)

    def by_row(node: Node) -> bool:
        subject = subjects.get(node.row.code)
        return subject is None or subject.item == "account"

    found = items_of(tops, table.words.parts, table.layout.codes, by_row)
    pairs = [(item, subjects[item.node.row.code]) for item in found.items if item.node.row.code in subjects]
    mismatches = [wrong for wrong in found.mismatches if wrong.node.row.code in subjects]
    counted, unproven = proven(table, pairs, mismatches)
    problems = [
        *_repeated(table),
        *_unclear(found.unclear, table),
        *_without_items(counted, table),
        *unproven,
        *(_unread(table) if unproven else ()),
    ]
    book = _Book(table, rules)
    for one in counted:
        book.add(one)
    of_row = {row.line: book.places.get(row.line, "total") for row in table.rows}
    for item in found.items:
        of_row |= {
            node.row.line: "not_understood" for node in item.rows if item.node.row.code not in subjects
        }
    numbers = {name: list(of_row.values()).count(name) for name in COUNTED}
    numbers["total"] += len(table.said) + len(table.totals)
    numbers["not_understood"] += len(table.not_understood)
    strange = [row for row in table.rows if of_row[row.line] == "not_understood"]
    return Valued(
        table.file,
        table.day,
        table.product_id,
        table.product_name,
        {"zh": table.layout.title.zh, "en": table.layout.title.en},
        _product(table),
        book.assets_frame(),
        book.holdings_frame(),
        numbers,
        (*strange, *table.not_understood),
        (*table.notes, *book.notes()),
        tuple(problems),
    )


def _unclear(parts: Sequence[Node], table: ValuationTable) -> list[Problem]:
    """Return a problem for each row that is part of an item of which nobody can say which."""
    return [
        Problem(
            Message("valuation_part_unclear", {"name": one.row.name}),
            table.file,
            one.row.line,
            seen=one.row.code,
        )
        for one in parts
    ]


def _without_items(counted: Sequence[Counted], table: ValuationTable) -> list[Problem]:
    """Return a problem for each subject of securities that has no rows for them."""
    return [
        Problem(
            Message("valuation_no_items", {"name": one.item.node.row.name}),
            table.file,
            one.item.node.row.line,
            seen=one.item.node.row.code,
        )
        for one in counted
        if one.subject.item == "security"
        and one.item.value
        and not item_of(one.item.node, table.layout.codes)
    ]


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


@dataclass
class _Position:
    """What a product holds of one asset, added up over its items."""

    value: Decimal = Decimal(0)
    quantity: Decimal | None = None
    cost: Decimal | None = None
    exposure: Decimal | None = None

    def add(self, one: Counted) -> None:
        """Add an item; accounts have neither quantity nor cost, a contract that was sold is held below zero."""
        item, subject = one.item, one.subject
        self.value += item.value
        if subject.item == "account":
            return
        if item.quantity is not None:
            self.quantity = (self.quantity or Decimal(0)) + (
                -item.quantity if _was_sold(one) else item.quantity
            )
        if item.cost is not None and item.cost >= 0:
            self.cost = (self.cost or Decimal(0)) + item.cost
        if subject.contract_value and item.is_offset:
            self.exposure = (self.exposure or Decimal(0)) + abs(item.contract)


def _was_sold(one: Counted) -> bool:
    """Tell a contract that was sold, though its quantity is printed above zero: by its subject or by its value."""
    item = one.item
    by_words = (
        one.subject.sold is not None and re.search(one.subject.sold, names_above(item.node)) is not None
    )
    return (by_words or (item.is_offset and item.contract < 0)) and (item.quantity or 0) > 0


class _Book:
    """The assets and holdings of a table as they are found, and where its rows go."""

    def __init__(self, table: ValuationTable, rules: ValuationRules) -> None:
        self.table, self.rules = table, rules
        self.places: dict[int, str] = {}
        self.assets: dict[str, dict[str, str | None]] = {}
        self.positions: dict[tuple[str, str | None], _Position] = {}
        self.without_market: list[str] = []

    def add(self, one: Counted) -> None:
        """Put an item where it goes."""
        place = _place(one)
        self.places |= {node.row.line: place for node in one.item.rows}
        if place in ("liability", "total"):
            return
        asset = self._asset(one)
        key = str(asset["asset_id"])
        self.assets.setdefault(key, asset)
        self.positions.setdefault((key, one.subject.lot), _Position()).add(one)

    def _asset(self, one: Counted) -> dict[str, str | None]:
        """Return what the table tells of an asset: a security by the code of its market, else the product's own."""
        row = one.item.node.row
        listed = None
        if one.subject.item == "security":
            listed = market_of(one.item.node, self.rules.markets, self.table.layout.codes)
            self.without_market += [] if listed else [f"{row.code} {row.name}".strip()]
        words = self.table.words.trading
        suspended = next((word for word, said in words.items() if row.trading in said), None)
        own = _NO_MARKET.format(product=self.table.product_id, code=one.item.code)
        return {
            "asset_id": f"{listed[1]}.{listed[0].suffix}" if listed else own,
            "name": row.name or row.code,
            "kind": one.subject.kind,
            "country": listed[0].country if listed else None,
            **one.subject.facts,
            **({"suspended": suspended} if suspended and listed else {}),
        }

    def notes(self) -> list[Message]:
        """Return what is to be noted: securities of no market, holdings that are kept apart."""
        notes = []
        if self.without_market:
            names, count = self.without_market[:_MOST_NAMED], len(self.without_market)
            values = {"file": self.table.file, "count": count, "items": names}
            notes.append(Message("note_valuation_no_market", values))
        lots = [(asset, lot) for asset, lot in self.positions if lot is not None]
        if lots:
            names = [asset for asset, _ in lots[:_MOST_NAMED]]
            values = {"file": self.table.file, "count": len(lots), "items": names, "lot": lots[0][1]}
            notes.append(Message("note_valuation_lots", values))
        return notes

    def assets_frame(self) -> pl.DataFrame:
        """Return one row an asset."""
        columns = dict.fromkeys((*ASSET_COLUMNS, *(name for asset in self.assets.values() for name in asset)))
        rows = list(self.assets.values())
        return pl.DataFrame(
            {name: [row.get(name) for row in rows] for name in columns},
            schema=dict.fromkeys(columns, pl.String),
        )

    def holdings_frame(self) -> pl.DataFrame:
        """Return one row a holding; without any lot that is kept apart there is no column for it."""
        rows = [
            {
                "as_of": self.table.day.isoformat(),
                "product_id": self.table.product_id,
                "asset_id": asset,
                "lot_id": lot,
                "quantity": _text(position.quantity),
                "market_value": _text(position.value),
                "cost": _text(position.cost),
                "exposure": _text(position.exposure),
            }
            for (asset, lot), position in self.positions.items()
        ]
        frame = pl.DataFrame(rows, schema=dict.fromkeys(("lot_id", *HOLDING_COLUMNS), pl.String))
        apart = frame["lot_id"].null_count() < frame.height
        return frame.select(*HOLDING_COLUMNS, *(["lot_id"] if apart else []))


def _text(amount: Decimal | None) -> str | None:
    """Return an amount as it is written in a table, without the zeros behind its last figure."""
    return None if amount is None else f"{amount.normalize():f}"
