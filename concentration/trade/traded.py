"""Orders judged one after the other, or all together: verdicts, and the portfolio that is left."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import polars as pl

from concentration import pipeline
from concentration.catalogue.model import Catalogue
from concentration.read.portfolio import Portfolio
from concentration.report.figures import thousands
from concentration.trade.book import After, Refused, after, cash_of, held_quantity, on_day
from concentration.trade.effects import VERDICTS, Effect, Verdict, effects_of, verdict_of
from concentration.trade.judged import Judgement, judged
from concentration.trade.largest import Largest, Tried, largest
from concentration.trade.lots import is_whole, lots_of, steps_up_to
from concentration.trade.orders import Order
from concentration.trade.touched import Touched, touched
from concentration.words.message import CannotRunError, Message, Problem

TAKES_CASH = ("buy", "redeem")


@dataclass(frozen=True)
class Wishes:
    """How orders are judged: `basket`: all together; `require_cash`: what is not paid for is rejected.

    `draft`: limits that are drafts are judged too, and decide nothing.
    """

    basket: bool = False
    require_cash: bool = False
    draft: bool = False


@dataclass(frozen=True)
class Traded:
    """What became of one order.

    `effects` are those on every group; those of a basket stand with the basket. `refused`: why it cannot be carried
    out. `largest` is None for orders of investors, in a basket, and where nobody knows how much is held.
    """

    order: Order
    verdict: Verdict
    effects: tuple[Effect, ...] = ()
    refused: Message | None = None
    warnings: tuple[Message, ...] = ()
    largest: Largest | None = None


@dataclass(frozen=True)
class Basket:
    """What became of all orders together."""

    verdict: Verdict
    effects: tuple[Effect, ...]
    refused: Message | None
    warnings: tuple[Message, ...]


@dataclass(frozen=True)
class Result:
    """Orders with their verdicts, and `left`: the portfolio after those that were accepted."""

    day: date
    traded: tuple[Traded, ...]
    basket: Basket | None
    left: Portfolio
    pending: int

    @property
    def verdict(self) -> Verdict:
        """The worst verdict of all."""
        return max((one.verdict for one in self.traded), key=VERDICTS.index)

    @property
    def exit_code(self) -> int:
        """1 if an order is rejected, 3 if one is undetermined, else 0."""
        return {"reject": 1, "undetermined": 3, "accept": 0}[self.verdict]


def trade(
    portfolio: Portfolio,
    orders: Sequence[Order],
    catalogue: Catalogue,
    wishes: Wishes | None = None,
    pending: Sequence[Order] = (),
) -> Result:
    """Return what becomes of orders on the latest day of a portfolio; there is at least one.

    `pending` are earlier orders that are not filled: what they buy or pay out counts as done; what they sell is still
    held and cannot be sold again, and what they bring in is not there. Orders that are not accepted leave no trace.
    Raises CannotRunError where there is nothing to judge, or where a pending order cannot be carried out.
    """
    desk = _Desk(portfolio, catalogue, wishes or Wishes())
    desk.wait_for(pending)
    if desk.wishes.basket:
        basket, traded = desk.together(orders)
        return Result(desk.day, traded, basket, desk.book, len(pending))
    return Result(desk.day, tuple(map(desk.next, orders)), None, desk.book, len(pending))


class _Desk:
    """The book as it stands, and what has been judged of it."""

    def __init__(self, portfolio: Portfolio, catalogue: Catalogue, wishes: Wishes) -> None:
        (self.day,) = pipeline.judged_days(portfolio, pipeline.Options())
        self.book = on_day(portfolio, self.day)
        self.catalogue = catalogue
        self.wishes = wishes
        self.lots = lots_of(portfolio, catalogue, self.day)
        self.promised: dict[tuple[str, str], Decimal] = {}
        self.known: tuple[Portfolio, Touched, Judgement] | None = None

    def wait_for(self, pending: Sequence[Order]) -> None:
        """Count orders that are not filled; raise CannotRunError with all that cannot be carried out."""
        problems = []
        for order in pending:
            done = self.carried_out(self.book, order)
            if isinstance(done, Refused):
                problems.append(Problem(done.reason, order.file, order.row, "order_id", order.order_id))
            elif order.side == "sell":
                assert order.quantity is not None
                key = (order.product_id, order.asset_id)
                self.promised[key] = self.promised.get(key, Decimal(0)) + order.quantity
            elif order.side in TAKES_CASH:
                self.book = done.portfolio
        if problems:
            raise CannotRunError(problems)

    def next(self, order: Order) -> Traded:
        """Return what becomes of an order; one that is accepted is in the book from now on."""
        before = self.book
        part = touched(before, [order.product_id], [order.asset_id])
        done = self.carried_out(before, order)
        result, warnings = self.tried(before, done, part, [order])
        largest_ = self.largest(order, before, part)
        if result.verdict == "accept" and isinstance(done, After):
            self.book = done.portfolio
        return Traded(order, result.verdict, result.effects, result.refused, warnings, largest_)

    def together(self, orders: Sequence[Order]) -> tuple[Basket, tuple[Traded, ...]]:
        """Return what becomes of all orders as one, and of each: what becomes of the basket."""
        before = self.book
        part = touched(before, {one.product_id for one in orders}, {one.asset_id for one in orders})
        done: After | Refused = After(before)
        reasons: list[Message | None] = []
        for order in orders:
            one = self.carried_out(done.portfolio if isinstance(done, After) else before, order)
            reasons.append(one.reason if isinstance(one, Refused) else None)
            if isinstance(one, Refused):
                worse = not isinstance(done, Refused) or one.verdict == "reject"
                done = one if worse else done
            elif isinstance(done, After):
                done = After(one.portfolio, (*done.warnings, *one.warnings))
        result, warnings = self.tried(before, done, part, orders)
        if result.verdict == "accept" and isinstance(done, After):
            self.book = done.portfolio
        traded = tuple(
            Traded(order, result.verdict, refused=reason)
            for order, reason in zip(orders, reasons, strict=True)
        )
        return Basket(result.verdict, result.effects, result.refused, warnings), traded

    def carried_out(self, book: Portfolio, order: Order) -> After | Refused:
        """Return the book after an order, or why it cannot be: what is promised to earlier orders is not there."""
        promised = self.promised.get((order.product_id, order.asset_id))
        if order.side == "sell" and promised:
            held = held_quantity(book, order)
            assert order.quantity is not None
            if held is not None and order.quantity > held - promised:
                values = {"held": thousands(held - promised), "quantity": thousands(order.quantity)}
                return Refused("reject", Message("sold_more_than_held", values))
        return after(book, order, self.catalogue.kinds)

    def tried(
        self, before: Portfolio, done: After | Refused, part: Touched, orders: Sequence[Order]
    ) -> tuple[Tried, tuple[Message, ...]]:
        """Return the verdict on a book after some orders, and what a person should look at."""
        if isinstance(done, Refused):
            return Tried(done.verdict, refused=done.reason), ()
        result = self.compared(before, done.portfolio, part)
        products = sorted({order.product_id for order in orders})
        short = [one for product in products if (one := self.short(before, done.portfolio, product))]
        if short and self.wishes.require_cash and result.verdict != "reject":
            worst = max(short, key=lambda one: VERDICTS.index(one.verdict))
            result = replace(result, verdict=worst.verdict, refused=worst.reason)
        negative = [one.reason for one in short if one.verdict == "reject"]
        odd = [Message("odd_lot", {"order": order.order_id}) for order in orders if self.is_odd(order)]
        return result, (*done.warnings, *negative, *odd)

    def compared(self, before: Portfolio, book: Portfolio, part: Touched) -> Tried:
        """Return the verdict of the limits on a book; one that contradicts itself is refused."""
        then = self.judgement(before, part)
        try:
            now = self.judged(book, part)
        except CannotRunError as stopped:
            return Tried("reject", refused=stopped.problems[0].message)
        effects = effects_of(then, now)
        return Tried(verdict_of(effects), effects)

    def judgement(self, book: Portfolio, part: Touched) -> Judgement:
        """Return the judgement on a book that several quantities are held against: judged once."""
        if self.known is None or self.known[0] is not book or self.known[1] != part:
            self.known = (book, part, self.judged(book, part))
        return self.known[2]

    def judged(self, book: Portfolio, part: Touched) -> Judgement:
        return judged(book, self.catalogue, part, pipeline.Options(draft=self.wishes.draft))

    def short(self, before: Portfolio, book: Portfolio, product: str) -> Refused | None:
        """Return that the cash of a product is below zero and was not so far, or that nobody knows."""
        then = cash_of(before, product, self.catalogue.kinds)
        now = cash_of(book, product, self.catalogue.kinds)
        if now is None:
            return Refused("undetermined", Message("cash_not_known", {"product": product}))
        if now < 0 and (then is None or now < then):
            return Refused(
                "reject", Message("cash_below_zero", {"product": product, "amount": thousands(now)})
            )
        return None

    def is_odd(self, order: Order) -> bool:
        """Return whether an order to buy is for no whole lots."""
        lot = self.lots.get(order.asset_id)
        return order.side == "buy" and order.quantity is not None and not is_whole(order.quantity, lot)

    def largest(self, order: Order, before: Portfolio, part: Touched) -> Largest | None:
        """Return the largest quantity of an order that would pass."""
        if order.quantity is None:
            return None
        assert order.price is not None
        lot = self.lots.get(order.asset_id)
        if order.side == "sell":
            held = held_quantity(before, order)
            if held is None:
                return None
            held -= self.promised.get((order.product_id, order.asset_id), Decimal(0))
            steps = steps_up_to(Fraction(max(held, Decimal(0))), lot, whole=held)
        else:
            worth = max(_worth(before, order.product_id), order.amount)
            steps = steps_up_to(Fraction(worth) / order.price, lot)

        def tried(quantity: Decimal) -> Tried:
            one = order.of(quantity)
            return self.tried(before, self.carried_out(before, one), part, [one])[0]

        return largest(order.quantity, steps, tried)


def _worth(book: Portfolio, product: str) -> Decimal:
    """Return the most that a product is known to have, in yuan."""
    own = book.tables["products"].filter(pl.col("product_id") == product)
    held = book.tables["holdings"].filter(pl.col("product_id") == product)["market_value"].sum()
    known = [own["net_assets"][0], own["total_assets"][0], held]
    return max((one for one in known if one is not None), default=Decimal(0))
