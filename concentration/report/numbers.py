"""The right column of the terminal page: what is against the bound, and by how much."""

from collections.abc import Iterator
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Decimal
from typing import Any

from concentration.catalogue.model import Limit
from concentration.report.figures import (
    EXACT,
    FLOORS,
    Finding,
    against,
    nothing_certain,
    percent,
    short_percent,
    thousands,
    upper_of,
    yuan,
)
from concentration.words.message import Language, Message
from concentration.words.sentences import render

_HELD = {"at_most": "≤", "less_than": "<", "at_least": "≥", "more_than": ">"}
_BROKEN = {"at_most": ">", "less_than": "≥", "at_least": "<", "more_than": "≤"}


def numbers(finding: Finding, limit: Limit | None, language: Language) -> list[str]:
    """Return the lines of a finding's figures; none of a finding that no limit judged."""
    return list(_Numbers(language).lines(finding, limit))


class _Numbers:
    """Figures in one language."""

    def __init__(self, language: Language) -> None:
        self.language = language

    def say(self, code: str, **values: Any) -> str:
        return render(Message(code, values), self.language)

    def lines(self, finding: Finding, limit: Limit | None) -> Iterator[str]:
        comparison, status, unit = finding["comparison"], finding["status"], finding["unit"]
        if comparison in ("forbidden", "not_after"):
            told = finding["numerator"] is not None and not nothing_certain(finding)
            if told and unit != "products":  # a product that breaks a ban is no amount
                yield self.amount(finding["numerator"], unit)
            if status == "breach":
                yield self.say(comparison)
            return
        if finding["bound"] is not None and limit is not None:
            yield from self.compared(finding, is_share=limit.denominator is not None)
        if status in ("breach", "waived") and finding["excess"] is not None:
            beyond = "shortfall" if comparison in FLOORS else "excess"
            yield self.say(beyond, amount=self.amount(finding["excess"], unit, ROUND_CEILING))
        elif status in ("warning", "pass") and finding["headroom"] is not None:
            yield self.say("headroom", amount=self.amount(finding["headroom"], unit, ROUND_FLOOR))

    def compared(self, finding: Finding, *, is_share: bool) -> Iterator[str]:
        """Yield what is known of the figure, and its bound: beside it where it is judged, else below it."""
        figure = self.share(finding) if is_share else self.known(*self.ends(finding))
        if figure is None:
            return
        bound = percent(finding["bound"]) if is_share else self.amount(finding["bound"], finding["unit"])
        sign = (_BROKEN if finding["status"] in ("breach", "waived") else _HELD)[finding["comparison"]]
        if finding["status"] == "undetermined":
            yield figure
            yield self.say("bound_is", sign=sign, bound=bound)
        elif is_share:
            yield f"{figure} {sign} {bound}"
        else:
            yield figure
            yield f"{sign} {bound}"

    def share(self, finding: Finding) -> str | None:
        """Return a share with the range that it is known to lie in.

        Without a known denominator the amount stands for it where the verdict is open, else there is none (None).
        """
        low, high, size = finding["numerator"], upper_of(finding), finding["denominator"]
        if low is None:
            return None
        if not size:
            least, _ = self.ends(finding)
            amount = self.say("of_unknown_size", amount=least) if least else self.known(None, None)
            return amount if finding["status"] == "undetermined" else None
        least = None if nothing_certain(finding) else against(finding)
        most = None if high is None else short_percent(EXACT.divide(high, size), finding["bound"])
        return self.known(least, least if high == low else most)

    def ends(self, finding: Finding) -> tuple[str | None, str | None]:
        """Return the lowest and the highest amount that the numerator can be; None where it is not known."""
        low, high = None if nothing_certain(finding) else finding["numerator"], upper_of(finding)
        unit = finding["unit"]
        return (
            None if low is None else self.amount(low, unit),
            None if high is None else self.amount(high, unit),
        )

    def known(self, low: str | None, high: str | None) -> str | None:
        """Return a figure that lies between two ends, of which either may be unknown."""
        if low is None:
            return self.say("range_unknown") if high is None else self.say("range_up_to", high=high)
        if low == high:
            return low
        if high is None:
            return self.say("range_from", low=low)
        return self.say("range_between", low=low, high=high)

    def amount(self, amount: Decimal, unit: str, rounding: str = ROUND_HALF_EVEN) -> str:
        if unit not in (None, "yuan"):
            return self.say(f"amount_{unit}", amount=thousands(amount))
        return self.say("amount_yuan", amount=yuan(amount, rounding))
