"""Orders from a file, standard input or the command line: typed, priced, or every problem at once."""

import json
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal

import polars as pl

from concentration.catalogue.model import AssetKind
from concentration.read.checks import repeated_keys
from concentration.read.codes import with_known_zeros
from concentration.read.files import TableFile, source_of_file
from concentration.read.portfolio import Portfolio
from concentration.read.problems import cut, nearest
from concentration.read.sources import AS_THE_CONTRACT, Source, source_of_rows
from concentration.read.tables import TypedTable, typed_table
from concentration.vocabulary.amounts import rounded
from concentration.vocabulary.tables import TABLES
from concentration.words.message import CannotRunError, Message, Problem

ORDERS = "orders"
STANDARD_INPUT = "-"
MONEY_PLACES, QUANTITY_PLACES = 4, 6

Side = Literal["buy", "sell", "subscribe", "redeem"]
OF_INVESTORS = ("subscribe", "redeem")
"""Sides of a product's own investors: money comes in or goes out, nothing is traded."""

_SUFFIXES = (".csv", ".xlsx", ".parquet", ".jsonl")


@dataclass(frozen=True)
class Order:
    """An order that says how much: `amount` is in yuan with four decimals.

    `quantity` and `price` (exact) are there for `buy` and `sell` and absent for `subscribe` and `redeem`, of which
    `asset_id` names the cash account. `last_price`: no price was given, it is the unit value of the last valuation.
    `file` and `row` are where it stands.
    """

    order_id: str
    product_id: str
    asset_id: str
    side: Side
    quantity: Decimal | None
    price: Fraction | None
    amount: Decimal
    counterparty_id: str | None = None
    tranche_id: str | None = None
    last_price: bool = False
    file: str = ORDERS
    row: int | None = None

    def of(self, quantity: Decimal) -> "Order":
        """Return the same order for another quantity at the same price."""
        assert self.price is not None
        return replace(self, quantity=quantity, amount=rounded(Fraction(quantity) * self.price, MONEY_PLACES))


@dataclass(frozen=True)
class Orders:
    """Orders in the order of their rows, and what is to be noted about how they were read."""

    orders: tuple[Order, ...]
    notes: tuple[Message, ...] = ()


def read_orders(path: Path, portfolio: Portfolio, day: date, kinds: Mapping[str, AssetKind]) -> Orders:
    """Return the orders of a file (.csv, .xlsx, .parquet, or .jsonl: a JSON object a line).

    They are for products of the portfolio on the day that is judged. Raises CannotRunError with every problem.
    """
    name = path.as_posix()
    if path.suffix.lower() not in _SUFFIXES:
        allowed = ", ".join([*_SUFFIXES, "- (standard input)"])
        raise CannotRunError([Problem(Message("orders_no_table"), name, allowed=allowed)])
    if not path.is_file():
        raise CannotRunError([Problem(Message("orders_missing"), name)])
    if path.suffix.lower() == ".jsonl":
        return orders_of_text(path.read_bytes(), portfolio, day, kinds, name)
    with ExitStack() as stack:
        return _orders(lambda: _source_of_file(path, name, stack), portfolio, day, kinds)


def orders_of_text(
    content: bytes,
    portfolio: Portfolio,
    day: date,
    kinds: Mapping[str, AssetKind],
    name: str = STANDARD_INPUT,
) -> Orders:
    """Return the orders of the bytes of a CSV file, or of JSON objects a line, which begin with a brace."""
    if content.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{":
        return _orders(lambda: _source_of_lines(content, name), portfolio, day, kinds)
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        path = Path(folder) / "orders.csv"
        path.write_bytes(content)
        return _orders(lambda: _source_of_file(path, name, stack), portfolio, day, kinds)


def orders_of_rows(
    rows: Sequence[Mapping[str, object]],
    portfolio: Portfolio,
    day: date,
    kinds: Mapping[str, AssetKind],
    name: str = ORDERS,
) -> Orders:
    """Return the orders of rows that map column names to text or Python values; the first row is row 2."""
    return _orders(lambda: source_of_rows(rows, TABLES[ORDERS], name), portfolio, day, kinds)


def _source_of_file(path: Path, name: str, stack: ExitStack) -> tuple[Source | None, list[Problem]]:
    file = TableFile(path, name)
    return source_of_file(file, TABLES[ORDERS], frozenset(), stack, AS_THE_CONTRACT, {}, {})


def _source_of_lines(content: bytes, name: str) -> tuple[Source | None, list[Problem]]:
    """Return the cells of lines that are JSON objects; a number keeps its digits."""
    rows: list[Mapping[str, object]] = []
    lines: list[int] = []
    problems = []
    for number, line in enumerate(content.decode("utf-8-sig", "replace").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line, parse_float=str, parse_int=str, parse_constant=str)
        except (ValueError, RecursionError):
            row = None
        if not isinstance(row, dict) or any(isinstance(cell, dict | list) for cell in row.values()):
            allowed = '{"order_id": "1", "product_id": "P1", …}'
            problems.append(Problem(Message("orders_no_json"), name, number, seen=cut(line), allowed=allowed))
            continue
        rows.append(row)
        lines.append(number)
    if problems:
        return None, problems
    source, problems = source_of_rows(rows, TABLES[ORDERS], name)
    if source is None:
        return None, problems
    return replace(source, lines=pl.Series(lines, dtype=pl.UInt32)), problems


def _orders(
    source_of: Callable[[], tuple[Source | None, list[Problem]]],
    portfolio: Portfolio,
    day: date,
    kinds: Mapping[str, AssetKind],
) -> Orders:
    """Return the orders of the cells that `source_of` finds; raise CannotRunError with all that is wrong."""
    source, problems = source_of()
    if source is None:
        raise CannotRunError(problems)
    known = _Known(portfolio, day, kinds)
    ids = {"products": set(portfolio.tables["products"]["product_id"]), "assets": set(known.kinds_of)}
    source, wrong = with_known_zeros(source, lambda table: ids.get(table, set()))
    table, unread = typed_table(source, kinds, {}, {})
    problems += [*wrong, *unread]
    if table is None:
        raise CannotRunError(problems)
    problems += [*table.problems, *repeated_keys(table)]
    if table.frame.is_empty() and not problems:
        problems.append(Problem(Message("orders_none"), table.file))
    if any(problem.count > 1 for problem in problems):  # not every row with a fault is named
        raise CannotRunError(problems)
    orders: list[Order] = []
    for row in table.frame.filter(~pl.col("row").is_in([problem.row for problem in problems])).to_dicts():
        wrong = list(known.wrong_with(row, table))
        order = None if wrong else _priced(row, known, table.file)
        if isinstance(order, Message):
            wrong.append(_problem(order, row, table, "price"))
        elif order is not None:
            orders.append(order)
        problems += wrong
    if problems:
        raise CannotRunError(problems)
    return Orders(tuple(orders), tuple(table.notes))


class _Known:
    """What is there on the judged day: products, assets, tranches, and what a unit of each asset was worth."""

    def __init__(self, portfolio: Portfolio, day: date, kinds: Mapping[str, AssetKind]) -> None:
        products = portfolio.tables["products"].filter(pl.col("as_of") == day)
        assets = portfolio.tables["assets"].filter(pl.col("as_of").is_null() | (pl.col("as_of") <= day))
        held = portfolio.tables["holdings"].filter(pl.col("as_of") == day)
        self.paying = frozenset(name for name, kind in kinds.items() if kind.pays)
        self.products = set(products["product_id"])
        self.kinds_of = dict(assets.sort("as_of", nulls_last=False).select("asset_id", "kind").iter_rows())
        self.tranches: dict[str, set[str]] = {}
        for product, tranche in held.select("product_id", "tranche_id").drop_nulls().unique().iter_rows():
            self.tranches.setdefault(product, set()).add(tranche)
        self.unit_values = _unit_values(held)

    def wrong_with(self, row: Mapping[str, Any], table: TypedTable) -> Iterator[Problem]:
        """Yield what is wrong with a row that could be read."""
        if row["product_id"] not in self.products:
            allowed = nearest(row["product_id"], sorted(self.products))
            yield _problem(Message("order_unknown_product"), row, table, "product_id", allowed)
        if row["asset_id"] not in self.kinds_of:
            allowed = nearest(row["asset_id"], sorted(self.kinds_of))
            yield _problem(Message("order_unknown_asset"), row, table, "asset_id", allowed)
        elif row["side"] in OF_INVESTORS and self.kinds_of[row["asset_id"]] not in self.paying:
            allowed = ", ".join(sorted(self.paying))
            yield _problem(Message("order_no_cash_account"), row, table, "asset_id", allowed)
        tranches = self.tranches.get(row["product_id"], set())
        if row["tranche_id"] is not None and row["tranche_id"] not in tranches:
            allowed = ", ".join(sorted(tranches)) or None
            yield _problem(Message("order_unknown_tranche"), row, table, "tranche_id", allowed)
        yield from self._wrong_amounts(row, table)

    def _wrong_amounts(self, row: Mapping[str, Any], table: TypedTable) -> Iterator[Problem]:
        given = [name for name in ("quantity", "price", "amount") if row[name] is not None]
        for name in given:
            if row[name] <= 0:
                yield _problem(Message("not_positive"), row, table, name, "> 0")
        if set(given) <= {"price"} or (row["side"] in OF_INVESTORS and given == ["quantity"]):
            yield _problem(Message("order_without_size"), row, table, "quantity", "quantity, amount")
        elif len(given) == 3 and _money(row["quantity"], row["price"]) != row["amount"]:
            seen = f"{row['quantity']:f} × {row['price']:f} ≠ {row['amount']:f}"
            yield replace(_problem(Message("order_contradicts"), row, table, "amount"), seen=seen)


def _unit_values(held: pl.DataFrame) -> dict[str, dict[str, Fraction]]:
    """Return what a unit of each asset is worth in each product that holds it, by asset and product."""
    told = (
        held.filter(pl.col("quantity") > 0, pl.col("market_value") > 0)
        .group_by(pl.col("asset_id", "product_id").cast(pl.String))
        .agg(pl.col("market_value", "quantity").sum())
        .sort("asset_id", "product_id")
    )
    values: dict[str, dict[str, Fraction]] = {}
    for asset, product, value, quantity in told.select(
        "asset_id", "product_id", "market_value", "quantity"
    ).iter_rows():
        values.setdefault(asset, {})[product] = Fraction(value) / Fraction(quantity)
    return values


def _priced(row: Mapping[str, Any], known: _Known, file: str) -> Order | Message:
    """Return the order of a row: two of quantity, price and amount give the third, or why they do not."""
    quantity, amount = row["quantity"], row["amount"]
    price = None if row["price"] is None else Fraction(row["price"])
    order = Order(
        row["order_id"],
        row["product_id"],
        row["asset_id"],
        row["side"],
        None,
        None,
        amount or Decimal(0),
        row["counterparty_id"],
        row["tranche_id"],
        file=file,
        row=row["row"],
    )
    if row["side"] in OF_INVESTORS:
        return order if amount is not None else replace(order, amount=_money(quantity, row["price"]))
    if quantity is not None and amount is not None:
        return replace(order, quantity=quantity, price=Fraction(amount) / Fraction(quantity))
    if price is None:
        last = known.unit_values.get(row["asset_id"], {})
        if not last:
            return Message("order_without_price", {"asset": row["asset_id"]})
        # Of what others hold, the dearest unit: a price too low would let too much pass.
        price = last.get(row["product_id"], max(last.values()))
        order = replace(order, last_price=True)
    if quantity is None:
        exactly = Fraction(amount) / price
        quantity = rounded(exactly, QUANTITY_PLACES)
        if Fraction(quantity) != exactly:
            return Message("order_does_not_come_out", {"quantity": f"{quantity:f}"})
        return replace(order, quantity=quantity, price=price)
    return replace(order, price=price).of(quantity)


def _money(quantity: Decimal, price: Decimal) -> Decimal:
    return rounded(Fraction(quantity) * Fraction(price), MONEY_PLACES)


def _problem(
    message: Message, row: Mapping[str, Any], table: TypedTable, column: str, allowed: str | None = None
) -> Problem:
    seen = row[column]
    text = None if seen is None else cut(f"{seen:f}" if isinstance(seen, Decimal) else str(seen))
    return Problem(message, table.file, row["row"], table.headers.get(column, column), text, allowed)
