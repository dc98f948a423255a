"""Verdicts on orders as JSON: `concentration-trade/1`, whose schema stands beside this file (`schema/`)."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from concentration import __version__
from concentration.catalogue.model import Catalogue, DatedBound
from concentration.read.portfolio import Portfolio
from concentration.report.figures import thousands
from concentration.report.json import amount_text, ratio_text
from concentration.report.result import Report
from concentration.trade.effects import VERDICTS, Effect, shown
from concentration.trade.judged import Group
from concentration.trade.largest import Largest
from concentration.trade.orders import Order
from concentration.trade.told import (
    denominator_of,
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

SCHEMA = "concentration-trade/1"


def document_of(
    result: Result,
    portfolio: Portfolio,
    catalogue: Catalogue,
    notes: Iterable[Message],
    language: Language,
) -> dict[str, Any]:
    """Return the document of some orders; `notes` are those on how they were read."""
    writer = _Writer(report_of(result, portfolio, catalogue), language)
    verdicts = [one.verdict for one in result.traded]
    basket = result.basket
    return {
        "schema": SCHEMA,
        "version": __version__,
        "portfolio": portfolio.name,
        "as_of": result.day.isoformat(),
        "inputs": [
            {"table": entry.table, "file": entry.file, "rows": entry.rows, "sha256": entry.sha256}
            for entry in portfolio.inputs
        ],
        "catalogue": {"limits": len(catalogue.limits), "sha256": catalogue.sha256},
        "summary": {
            "orders": len(verdicts),
            **{verdict: verdicts.count(verdict) for verdict in VERDICTS},
            "pending": result.pending,
        },
        "notes": [writer.say(note) for note in (*portfolio.notes, *notes)],
        "orders": [writer.order(one) for one in result.traded],
        "basket": None
        if basket is None
        else {
            "verdict": basket.verdict,
            "reason": writer.maybe(basket.refused),
            "warnings": [writer.say(one) for one in basket.warnings],
            "effects": writer.effects(basket.effects),
        },
    }


class _Writer:
    """Parts of the document in one language."""

    def __init__(self, report: Report, language: Language) -> None:
        self.report = report
        self.language = language

    def say(self, message: Message) -> str:
        return render(message, self.language)

    def maybe(self, message: Message | None) -> str | None:
        return None if message is None else self.say(message)

    def order(self, one: Traded) -> dict[str, Any]:
        order = one.order
        return {
            **_of_order(order),
            "verdict": one.verdict,
            "reason": self.maybe(one.refused),
            "warnings": [self.say(warning) for warning in one.warnings],
            "effects": self.effects(one.effects),
            "largest": None if one.largest is None else self.largest(one.largest),
        }

    def effects(self, effects: Iterable[Effect]) -> list[dict[str, Any]]:
        return [self.effect(one) for one in shown(effects)]

    def effect(self, one: Effect) -> dict[str, Any]:
        after = one.after
        limit, bound = after.limit, after.bound
        return {
            "limit": limit.id,
            "title": {"zh": limit.title.zh, "en": limit.title.en},
            "standing": after.standing,
            "through": after.through,
            "verdict": one.verdict,
            "change": one.change,
            "scope": limit.judge_per,
            "manager_id": after.manager_id,
            "product_id": after.product_id,
            "tranche_id": after.tranche_id,
            "group": {
                "by": limit.group_by,
                "id": after.group_id,
                "name": after.group_name,
                "members": list(after.members),
            },
            "unit": None if bound is None else MEASURES[bound.measure].unit,
            "comparison": None if bound is None else bound.comparison,
            "bound": None if bound is None else _bound(bound),
            "before": None if one.before is None else _figures(one.before),
            "after": _figures(after),
            "reason": reason_of(after, self.report, self.language),
            "citation": None if bound is None else self.citation(bound),
        }

    def citation(self, bound: DatedBound) -> dict[str, Any]:
        cite = bound.cite
        instrument = self.report.instruments.get(cite.instrument)
        return {
            "instrument": cite.instrument if instrument is None else instrument.number,
            "article": cite.article,
            "quote": cite.quote,
            "basis": cite.basis,
        }

    def largest(self, largest: Largest) -> dict[str, Any]:
        lot = largest.steps.lot
        stopped = largest.stopped
        return {
            "quantity": None if largest.quantity is None else _plain(largest.quantity),
            "lot": {
                "minimum": largest.steps.least,
                "step": largest.steps.step,
                "known": lot is None or not lot.unknown,
            },
            "binding": list(limits_of(largest.binding)),
            "stopped_by": None if stopped is None else self.maybe(stopped.refused),
        }


def _of_order(order: Order) -> dict[str, Any]:
    return {
        "order_id": order.order_id,
        "product_id": order.product_id,
        "asset_id": order.asset_id,
        "side": order.side,
        "quantity": None if order.quantity is None else _plain(order.quantity),
        "price": None if order.price is None else price_text(order.price),
        "amount": amount_text(order.amount, "amount"),
        "last_price": order.last_price,
        "counterparty_id": order.counterparty_id,
        "tranche_id": order.tranche_id,
    }


def _plain(number: Decimal) -> str:
    return thousands(number).replace(",", "")


def _bound(bound: DatedBound) -> str | None:
    if bound.value is None:
        return None
    if bound.is_amount:
        return amount_text(rounded(bound.value, 6), "bound")
    return ratio_text(rounded(bound.value, 12))


def _figures(group: Group) -> dict[str, Any]:
    """Return the figures of a group; an upper end that is null is open."""
    return {
        "status": group.status,
        "numerator": amount_text(numerator_of(group), "numerator"),
        "numerator_upper": amount_text(numerator_of(group, 1), "numerator"),
        "denominator": amount_text(denominator_of(group), "denominator"),
        "ratio": ratio_text(ratio_of(group)) if is_share(group) else None,
        "ratio_upper": ratio_text(ratio_of(group, 1)) if is_share(group) else None,
    }
