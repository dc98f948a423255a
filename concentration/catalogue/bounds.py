"""The numbers of a limit, read exactly: shares, amounts of yuan, and the days from which they hold."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Literal, get_args

from concentration.catalogue.model import SHARE, Bound, Comparison, DatedBound
from concentration.vocabulary.measures import MEASURES

COMPARISON_NAMES: tuple[Comparison, ...] = get_args(Comparison)

_PERCENT = re.compile(r"([0-9]{1,4}(?:\.[0-9]{1,10})?) ?%")
_DECIMAL = re.compile(r"[0-9](?:\.[0-9]{1,12})?")
_YUAN = re.compile(r"([0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,16})(\.[0-9]{1,4})? ?(万亿|亿|万)?元")
_PLAIN = re.compile(r"[0-9]{1,18}(\.[0-9]{1,4})?|[0-9]{1,3}(,[0-9]{3})+(\.[0-9]{1,4})?")
_UNITS = {None: 1, "万": 10**4, "亿": 10**8, "万亿": 10**12}

_AMOUNT_WORDS = {
    "shares": ("份",),
    "days": ("天", "日"),
    "months": ("个月",),
    "trading_days": ("个交易日",),
    "assets": ("只", "项"),
    "funds": ("只",),
    "products": ("只",),
}
"""How amounts of other units than yuan are written behind their number; the first is how they are printed."""

SHARE_FORMS = "25%, 0.25, 140%"
YUAN_FORMS = "300亿元, 30000000000 元"


def share(text: str) -> Fraction | None:
    """Return `25%` or `0.25` (below ten, so that a forgotten % is seen) as a fraction, else None."""
    percent = _PERCENT.fullmatch(text)
    if percent:
        return Fraction(percent[1]) / 100
    return Fraction(text) if _DECIMAL.fullmatch(text) else None


def yuan(text: str) -> Fraction | None:
    """Return `300亿元` or `30,000,000,000 元` as yuan, else None."""
    found = _YUAN.fullmatch(text)
    if not found:
        return None
    return Fraction(found[1].replace(",", "") + (found[2] or "")) * _UNITS[found[3]]


def amount(text: str, unit: str) -> Fraction | None:
    """Return an amount of a unit, such as `300亿元`, `90天`, `2只`, as a number of it, else None."""
    if unit not in _AMOUNT_WORDS:
        return yuan(text)
    found = re.fullmatch(rf"([0-9]{{1,9}}) ?(?:{'|'.join(_AMOUNT_WORDS[unit])})", text)
    return Fraction(found[1]) if found else None


def amount_forms(unit: str) -> str:
    """Return how amounts of a unit are written, for messages."""
    return f"90{_AMOUNT_WORDS[unit][0]}" if unit in _AMOUNT_WORDS else YUAN_FORMS


def comparison_of(bound: Bound) -> tuple[Comparison, str | None] | None:
    """Return the one comparison of a value and its text (None for a ban); None for a repeal."""
    if bound.forbidden:
        return "forbidden", None
    for name in COMPARISON_NAMES:
        text = getattr(bound, name)
        if text and name != "forbidden":
            return name, text
    return None


def first_day(key: str) -> str | None:
    """Return the first day that a key of `bound` names: an ISO date, or 1 January of a bare year."""
    text = f"{key}-01-01" if re.fullmatch(r"[0-9]{4}", key) else key
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return None
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return None


def dated_bounds(
    bounds: Mapping[str, Bound | list[Bound]], measure: str, *, per_unit: bool
) -> tuple[DatedBound, ...]:
    """Return the values in the order of their days, each until the day before the next one or a repeal.

    `measure` is what the limit measures where a value does not say otherwise; `per_unit`: it is divided by something.
    The bounds must have been checked: keys are days or years, and every value is readable.
    """
    days = sorted((str(first_day(key)), key) for key in bounds)
    dated = []
    for place, (day, key) in enumerate(days):
        following = days[place + 1][0] if place + 1 < len(days) else None
        for bound in values_of(bounds[key]):
            compared = comparison_of(bound)
            if compared is None:
                continue
            comparison, text = compared
            measured = bound.numerator or measure
            unit = SHARE if per_unit else MEASURES[measured].unit
            dated.append(
                DatedBound(
                    from_day=day,
                    until_day=day_before(following) if following else None,
                    year_only=len(key) == 4,
                    comparison=comparison,
                    value=value_of(text, unit) if text else None,
                    unit=unit,
                    cite=bound.cite,
                    measure=measured,
                    when=bound.when,
                )
            )
    return tuple(dated)


def values_of(bound: Bound | list[Bound]) -> list[Bound]:
    """Return the values of one day: one for everyone, or several."""
    return bound if isinstance(bound, list) else [bound]


def value_of(text: str, unit: str) -> Fraction | None:
    """Return the value of a bound in its unit; None if it is not written as one."""
    return share(text) if unit == SHARE else amount(text, unit)


def value_in_table(text: str, unit: str) -> Fraction | None:
    """Return what a cell of a table says in the unit of a bound; None if it is not written as one.

    There an amount may be a plain number, and signs may be full-width.
    """
    text = unicodedata.normalize("NFKC", text).strip()
    if unit != SHARE and _PLAIN.fullmatch(text):
        return Fraction(text.replace(",", ""))
    return value_of(text, unit)


def forms(unit: str) -> str:
    """Return how values of a unit are written, for messages."""
    return SHARE_FORMS if unit == SHARE else amount_forms(unit)


def written(value: Fraction, unit: str) -> str:
    """Return a value of `value_of` as people write it, exactly: `25%`, `300亿元`, `12,500 元`, `90天`."""
    if unit == SHARE:
        return f"{_plain(value * 100)}%"
    if unit in _AMOUNT_WORDS:
        return f"{_plain(value)}{_AMOUNT_WORDS[unit][0]}"
    if value and value % 10**8 == 0:
        return f"{_plain(value / 10**8)}亿元"
    return f"{_plain(value)} 元"


def _plain(value: Fraction) -> str:
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return f"{exact.normalize():,f}"


def side(comparison: Comparison) -> Literal["cap", "floor"]:
    """Return whether a comparison holds an amount down (a ban too) or up."""
    return "floor" if comparison in ("at_least", "more_than") else "cap"


def as_strict(comparison: Comparison, value: Fraction, other: Comparison, of_other: Fraction) -> bool:
    """Return whether a bound is as strict as another one of its side, or stricter."""
    if value == of_other:
        return comparison in (other, "less_than", "more_than")
    return (value > of_other) == (side(other) == "floor")


def day_before(day: str) -> str:
    """Return the day before an ISO day."""
    return (date.fromisoformat(day) - timedelta(days=1)).isoformat()


def day_after(day: str) -> str:
    """Return the day after an ISO day."""
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat()
