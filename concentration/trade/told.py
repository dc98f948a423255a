"""What a page and JSON say alike of an effect: its figures, its bound, why it is undetermined."""

from collections.abc import Iterable
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction

from concentration.catalogue.model import SHARE, Catalogue
from concentration.read.portfolio import Portfolio
from concentration.report.reasons import files_of, reason
from concentration.report.result import (
    CatalogueStamp,
    Coverage,
    Report,
    Summary,
    empty_contributions,
    empty_findings,
)
from concentration.trade.effects import Effect
from concentration.trade.judged import Ends, Group
from concentration.trade.traded import Result
from concentration.vocabulary.amounts import rounded
from concentration.waivers import waivers_of
from concentration.words.message import Language

RATIO_PLACES = 12
AMOUNT_PLACES = 6
MOST_REASONS = 3
"""So many kinds of empty cells are named."""


def report_of(result: Result, portfolio: Portfolio, catalogue: Catalogue) -> Report:
    """Return a report without findings, which names the files, limits and waivers that reasons speak of."""
    effects = (effect for one in (*result.traded, result.basket) if one is not None for effect in one.effects)
    limits = {limit.id: limit for limit in catalogue.limits}
    return Report(
        portfolio=portfolio.name,
        as_of=(result.day,),
        inputs=portfolio.inputs,
        coverage=Coverage(0, 0, portfolio.settings.all_products),
        catalogue=CatalogueStamp(len(catalogue.limits), catalogue.sha256),
        summary=Summary(),
        notes=(),
        findings=empty_findings(),
        contributions=empty_contributions(),
        limits=limits | {effect.after.limit.id: effect.after.limit for effect in effects},
        instruments=catalogue.instruments,
        waivers=waivers_of(portfolio, catalogue),
    )


def reason_of(group: Group, report: Report, language: Language) -> str | None:
    """Return why a group is undetermined, or whose line it breaks, in one line."""
    if not group.finding:
        return None
    return reason(group.finding, report, files_of(report), language, MOST_REASONS)


def is_share(group: Group) -> bool:
    """Return whether a group is held against a part of its size."""
    return group.bound is not None and group.bound.value is not None and group.bound.unit == SHARE


def ratio_of(group: Group, end: int = 0) -> Decimal | None:
    """Return an end of the ratio, rounded; None where the sum or the size is open, or the bound is an amount."""
    sum_, size = group.numerator[end], _size(group.size)
    if sum_ is None or size is None or not is_share(group):
        return None
    return rounded(sum_ / size, RATIO_PLACES)


def numerator_of(group: Group, end: int = 0) -> Decimal | None:
    """Return an end of the sum, rounded to millionths."""
    sum_ = group.numerator[end]
    return None if sum_ is None else rounded(sum_, AMOUNT_PLACES)


def denominator_of(group: Group) -> Decimal | None:
    """Return the size that a sum is divided by; None where it is not known, or the bound is an amount."""
    size = _size(group.size)
    return None if size is None or not is_share(group) else rounded(size, AMOUNT_PLACES)


def _size(ends: Ends) -> Fraction | None:
    return ends[0] if ends[0] == ends[1] and ends[0] > 0 else None


def limits_of(effects: Iterable[Effect]) -> tuple[str, ...]:
    """Return the limits of effects, each once."""
    return tuple(dict.fromkeys(effect.after.limit.id for effect in effects))


def price_text(price: Fraction) -> str:
    """Return a price with six decimals at most."""
    text = f"{rounded(price, AMOUNT_PLACES).quantize(Decimal('0.000001'), ROUND_HALF_EVEN):f}"
    return text.rstrip("0").rstrip(".")
