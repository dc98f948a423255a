"""`concentration trade`: read orders, judge them, print the verdicts, exit."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from concentration import pipeline
from concentration.catalogue.load import load_catalogue
from concentration.catalogue.model import Catalogue
from concentration.cli.choices import chosen_language, one_of
from concentration.cli.console import cannot_run, system_language, write_json, write_text
from concentration.read.portfolio import Portfolio, read_portfolio
from concentration.report.lines import print_lines
from concentration.trade.json import document_of
from concentration.trade.orders import (
    STANDARD_INPUT,
    Orders,
    orders_of_rows,
    orders_of_text,
    read_orders,
)
from concentration.trade.page import page
from concentration.trade.traded import Wishes, trade
from concentration.words.message import CannotRunError, Message, Problem

FORMATS = ("rich", "json")


@dataclass(frozen=True)
class Request:
    """The options of `trade`, as they were typed."""

    portfolio: Path
    orders: str | None
    basket: bool
    pending: Path | None
    require_cash: bool
    buy: tuple[str, str] | None
    sell: tuple[str, str] | None
    product: str | None
    price: str | None
    folders: tuple[Path, ...]
    builtin: bool
    draft: bool
    format: str
    lang: str


def run(request: Request) -> int:
    """Judge the orders, print the verdicts, and return the exit code."""
    language = system_language()
    try:
        language = chosen_language(request.lang)
        as_json = one_of("--format", request.format, FORMATS) == "json"
        _refuse_wrong_use(request)
        catalogue = load_catalogue(request.folders, request.builtin)
        portfolio = read_portfolio(request.portfolio, catalogue.kinds)
        orders, pending = _read(request, portfolio, catalogue)
        wishes = Wishes(request.basket, request.require_cash, request.draft)
        result = trade(portfolio, orders.orders, catalogue, wishes, pending.orders)
    except CannotRunError as error:
        return cannot_run(error, request.format, language)
    notes = (*orders.notes, *pending.notes)
    if as_json:
        write_json(document_of(result, portfolio, catalogue, notes, language))
    else:
        from rich.console import Console

        console = Console(file=sys.stdout, highlight=False)
        with console.capture() as captured:
            print_lines(console, page(result, portfolio, catalogue, notes, language))
        write_text(captured.get())
    return result.exit_code


def _refuse_wrong_use(request: Request) -> None:
    """Stop at what does not go together on the command line."""
    problems = list(_wrong_use(request))
    if problems:
        raise CannotRunError(problems)


def _wrong_use(request: Request) -> Iterator[Problem]:
    given = [request.orders is not None, request.buy is not None, request.sell is not None]
    if sum(given) != 1:
        yield Problem(Message("trade_of_what"), column="ORDERS, --buy, --sell")
    single = request.buy is not None or request.sell is not None
    if single and request.product is None:
        yield Problem(Message("trade_without_product"), column="--product")
    for option, value in (("--product", request.product), ("--price", request.price)):
        if not single and value is not None:
            yield Problem(Message("trade_only_beside_one"), column=option, seen=value)


def _read(request: Request, portfolio: Portfolio, catalogue: Catalogue) -> tuple[Orders, Orders]:
    """Return the orders and those that are pending; raise CannotRunError with the problems of both."""
    (day,) = pipeline.judged_days(portfolio, pipeline.Options())
    problems: list[Problem] = []
    orders, pending = Orders(()), Orders(())
    try:
        orders = _orders(request, portfolio, day, catalogue)
    except CannotRunError as error:
        problems += error.problems
    try:
        if request.pending is not None:
            pending = read_orders(request.pending, portfolio, day, catalogue.kinds)
    except CannotRunError as error:
        problems += error.problems
    if problems:
        raise CannotRunError(problems)
    return orders, pending


def _orders(request: Request, portfolio: Portfolio, day: date, catalogue: Catalogue) -> Orders:
    if request.orders == STANDARD_INPUT:
        return orders_of_text(sys.stdin.buffer.read(), portfolio, day, catalogue.kinds)
    if request.orders is not None:
        return read_orders(Path(request.orders), portfolio, day, catalogue.kinds)
    asset, quantity = request.buy or request.sell or ("", "")
    side = "sell" if request.buy is None else "buy"
    row = {
        "order_id": "1",
        "product_id": request.product,
        "asset_id": asset,
        "side": side,
        "quantity": quantity,
        "price": request.price,
    }
    try:
        return orders_of_rows([row], portfolio, day, catalogue.kinds, f"--{side}")
    except CannotRunError as error:
        raise CannotRunError([replace(problem, row=None) for problem in error.problems]) from error
