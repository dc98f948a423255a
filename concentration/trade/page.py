"""Verdicts on orders as a page: a line for each, the limits that decide it with before and after, what would pass."""

from collections.abc import Iterable, Iterator
from typing import Any

from concentration.catalogue.model import Catalogue
from concentration.catalogue.show import value_in_words
from concentration.read.portfolio import Portfolio
from concentration.report.figures import short_percent, thousands
from concentration.report.labels import standing_label
from concentration.report.lines import Line
from concentration.trade.effects import VERDICTS, Effect, Verdict, shown
from concentration.trade.judged import Group
from concentration.trade.largest import Largest
from concentration.trade.lots import Steps
from concentration.trade.orders import Order
from concentration.trade.told import (
    is_share,
    limits_of,
    numerator_of,
    price_text,
    ratio_of,
    reason_of,
    report_of,
)
from concentration.trade.traded import Result, Traded
from concentration.vocabulary.amounts import rounded
from concentration.vocabulary.measures import MEASURES
from concentration.words.message import Language, Message
from concentration.words.sentences import render

_STYLES: dict[Verdict, str] = {"accept": "green", "reject": "bold red", "undetermined": "bold yellow"}
_BOLD, _QUIET = "bold", "dim"
_BLANK = Line("")
_SIGNS = {"at_most": "≤", "less_than": "<", "at_least": "≥", "more_than": ">"}


def page(
    result: Result,
    portfolio: Portfolio,
    catalogue: Catalogue,
    notes: Iterable[Message],
    language: Language,
) -> Iterator[Line]:
    """Yield the page of some orders; `notes` are those on how they were read."""
    return _Page(result, portfolio, catalogue, language).lines(notes)


class _Page:
    """The page in one language."""

    def __init__(
        self, result: Result, portfolio: Portfolio, catalogue: Catalogue, language: Language
    ) -> None:
        self.result = result
        self.portfolio = portfolio
        self.report = report_of(result, portfolio, catalogue)
        self.language = language
        assets = portfolio.tables["assets"].select("asset_id", "name")
        self.names = dict(assets.iter_rows())

    def say(self, code: str, **values: Any) -> str:
        return render(Message(code, values), self.language)

    def lines(self, notes: Iterable[Message]) -> Iterator[Line]:
        result = self.result
        yield Line(
            self.say("trade_title", portfolio=self.portfolio.name, as_of=result.day.isoformat()), _BOLD
        )
        if result.pending:
            yield Line(self.say("trade_pending", count=result.pending), _QUIET)
        for note in notes:
            yield Line(render(note, self.language), _QUIET)
        yield _BLANK
        for one in result.traded:
            yield from self.order(one)
        if result.basket is not None:
            basket = result.basket
            told = self.say(f"trade_{basket.verdict}")
            yield Line(
                self.say("trade_basket", verdict=told, count=len(result.traded)), _STYLES[basket.verdict]
            )
            yield from self.why(basket.refused, basket.warnings, basket.effects)
        yield _BLANK
        verdicts = [one.verdict for one in result.traded]
        counts = {verdict: verdicts.count(verdict) for verdict in VERDICTS}
        yield Line(self.say("trade_summary", count=len(verdicts), **counts), _BOLD)

    def order(self, one: Traded) -> Iterator[Line]:
        yield Line(self.order_line(one), _STYLES[one.verdict], hang=2)
        yield from self.why(one.refused, one.warnings, one.effects)
        if one.largest is not None:
            yield Line(self.largest(one.largest), indent=2, hang=2)

    def order_line(self, one: Traded) -> str:
        order: Order = one.order
        values: dict[str, Any] = {
            "verdict": self.say(f"trade_{one.verdict}"),
            "order": order.order_id,
            "product": order.product_id,
            "asset": self.named(order.asset_id),
            "amount": thousands(order.amount),
        }
        if order.quantity is not None and order.price is not None:
            price = price_text(order.price)
            values["price"] = self.say("trade_last_price", price=price) if order.last_price else price
            values["quantity"] = thousands(order.quantity)
        return self.say(f"trade_{order.side}", **values)

    def named(self, asset: str) -> str:
        name = self.names.get(asset)
        return asset if name in (None, asset) else self.say("subject_named", name=name, id=asset)

    def why(
        self, refused: Message | None, warnings: Iterable[Message], effects: Iterable[Effect]
    ) -> Iterator[Line]:
        if refused is not None:
            reason = render(refused, self.language)
            yield Line(self.say("trade_reason", reason=reason), indent=2, hang=2)
        for warning in warnings:
            yield Line(
                self.say("trade_warning", warning=render(warning, self.language)), "yellow", indent=2, hang=2
            )
        for effect in shown(effects):
            yield from self.effect(effect)

    def effect(self, effect: Effect) -> Iterator[Line]:
        after = effect.after
        title = {"title": {"zh": after.limit.title.zh, "en": after.limit.title.en}, "limit": after.limit.id}
        decides = effect.verdict is not None or after.standing == "in_force"
        standing = standing_label(after.standing, self.language)
        code = "trade_limit" if decides else "trade_limit_advises"
        style = _STYLES[effect.verdict] if effect.verdict else _QUIET
        yield Line(self.say(code, standing=standing, **title), style, indent=2, hang=2)
        of = self.say("trade_of", subject=self.subject(after), group=self.group(after))
        yield Line(of if after.group_id else self.subject(after), indent=4, hang=2)
        told = self.say("trade_change", change=self.what(effect), figures=self.figures(effect))
        yield Line(told, indent=4, hang=2)
        reason = reason_of(after, self.report, self.language) if after.status == "undetermined" else None
        if reason is not None:
            yield Line(self.say("trade_reason", reason=reason), indent=4, hang=2)

    def what(self, effect: Effect) -> str:
        status = effect.after.status
        if status == "breach":
            return self.say("trade_new_breach" if effect.is_new else "trade_worse_breach")
        return self.say(f"trade_new_{status}")

    def subject(self, group: Group) -> str:
        if group.product_id is None:
            return self.say("manager", subject=group.manager_id)
        if group.tranche_id is not None:
            return self.say("tranche", subject=group.product_id, id=group.tranche_id)
        return group.product_id

    def group(self, group: Group) -> str:
        if group.group_name in (None, group.group_id):
            return group.group_id or ""
        return self.say("subject_named", name=group.group_name, id=group.group_id)

    def figures(self, effect: Effect) -> str:
        after, bound = effect.after, effect.after.bound
        before = (
            self.say("trade_not_there")
            if effect.before is None or effect.before.bound is None
            else self.figure(effect.before)
        )
        figures = self.say("trade_before_after", before=before, after=self.figure(after))
        if bound is None or bound.value is None:
            return figures
        sign, value = _SIGNS.get(bound.comparison, ""), value_in_words(bound, self.language)
        return self.say("trade_against", figures=figures, sign=sign, bound=value)

    def figure(self, group: Group) -> str:
        """Return the ratio or the amount of a group, from its lowest to its highest."""
        low, high = self.end(group, 0), self.end(group, 1)
        if low is None:
            return self.say("range_unknown")
        if high is None:
            return self.say("range_from", low=low)
        return low if low == high else self.say("range_between", low=low, high=high)

    def end(self, group: Group, end: int) -> str | None:
        if is_share(group):
            ratio = ratio_of(group, end)
            value = (
                None if group.bound is None or group.bound.value is None else rounded(group.bound.value, 12)
            )
            return None if ratio is None else short_percent(ratio, value)
        amount = numerator_of(group, end)
        if amount is None:
            return None
        unit = "yuan" if group.bound is None else MEASURES[group.bound.measure].unit
        return self.say(f"amount_{unit}", amount=thousands(amount))

    def largest(self, largest: Largest) -> str:
        if largest.quantity is None:
            return self.say("trade_largest_none")
        quantity = thousands(largest.quantity)
        if largest.stopped is None:
            return self.say("trade_largest_whole", quantity=quantity)
        stopped: list[Any] = list(limits_of(largest.binding))
        if largest.stopped.refused is not None:
            stopped.append(largest.stopped.refused)
        return self.say("trade_largest", quantity=quantity, lot=self.lot(largest.steps), limits=stopped)

    def lot(self, steps: Steps) -> str:
        if steps.lot is not None and steps.lot.unknown:
            return self.say("trade_lot_unknown")
        if steps.least != steps.step:
            return self.say("trade_lot_from", least=steps.least, step=steps.step)
        return self.say("trade_lot", step=steps.step)
