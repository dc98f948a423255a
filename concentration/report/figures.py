"""Figures of a finding for a reader: short, exact where it matters, and never claiming what is not known."""

from collections.abc import Mapping
from decimal import ROUND_HALF_EVEN, Context, Decimal
from typing import Any

Finding = Mapping[str, Any]
"""One row of `Report.findings` as Python values."""

EXACT = Context(prec=76)
"""The default of 28 digits would round amounts of the contract's size."""

FLOORS = ("at_least", "more_than")


def thousands(amount: Decimal) -> str:
    """Return an amount with thousands separators and no zeros at the end."""
    text = f"{amount:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def yuan(amount: Decimal, rounding: str) -> str:
    """Return yuan with thousands separators and 2 decimals, 4 where the fen is not whole."""
    exact = amount.quantize(Decimal("0.0001"), rounding, EXACT)
    fen = exact.quantize(Decimal("0.01"), ROUND_HALF_EVEN, EXACT)
    return f"{fen if fen == exact else exact:,f}"


def percent(ratio: Decimal) -> str:
    """Return a ratio as a percentage with all its digits and no zeros at the end."""
    return f"{thousands(EXACT.multiply(ratio, Decimal(100)))}%"


def short_percent(ratio: Decimal, bound: Decimal | None) -> str:
    """Return a ratio in percent, short, but with as many digits as tell it apart from its bound."""
    for digits in (2, 4, 6, 8):
        short = ratio.quantize(Decimal(1).scaleb(-digits - 2), ROUND_HALF_EVEN, EXACT)
        if ratio == bound or short != bound:
            return percent(short)
    return percent(ratio)


def against(finding: Finding) -> str:
    """Return a finding's ratio in percent, as `short_percent` does."""
    return short_percent(Decimal(finding["ratio_text"] or finding["ratio"]), finding["bound"])


def upper_of(finding: Finding) -> Decimal | None:
    """Return the highest that a finding's numerator can be; None where it is unbounded or cannot be told.

    `numerator_upper` is null both where the numerator is exact and where it is unbounded: what is left inside a
    cap, or lacks to a floor, is known in the first case only.
    """
    numerator: Decimal | None = finding["numerator"]
    upper: Decimal | None = finding["numerator_upper"]
    if upper is not None or finding["status"] != "undetermined":
        return numerator if upper is None else upper
    told = finding["excess" if finding["comparison"] in FLOORS else "headroom"]
    return None if told is None else numerator


def nothing_certain(finding: Finding) -> bool:
    """Return whether the numerator is 0 only because all that may count is unknown: then it is no figure at all."""
    if finding["numerator"] is None or finding["numerator"] != 0:
        return False
    upper = upper_of(finding)
    return upper is None or upper > 0
