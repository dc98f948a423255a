"""Numbers as the law writes them, found in a quotation: `25％`, `四分之一`, `300亿元`, `五个交易日`, `90天`."""

import re
import unicodedata
from dataclasses import dataclass
from fractions import Fraction

_DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10**4, "亿": 10**8}

_NUMBER = r"([0-9]+(?:\.[0-9]+)?|[零〇一二两三四五六七八九十百千]+)"
_PERCENT = re.compile(r"([0-9]+(?:\.[0-9]+)?)%")
_PARTS = re.compile(rf"{_NUMBER}分之{_NUMBER}")
_TIMES = re.compile(rf"{_NUMBER}倍")
_TO_ONE = re.compile(r"([0-9]+(?:\.[0-9]+)?):1(?![0-9])")
_MONEY = re.compile(rf"{_NUMBER}(万亿|亿|万)?元")
_DAYS = re.compile(rf"{_NUMBER}个?(?:交易|工作)日")
_CALENDAR_DAYS = re.compile(rf"(?<![月0-9零〇一二两三四五六七八九十百千]){_NUMBER}个?(?:自然)?[天日]")
_MONTHS = re.compile(rf"{_NUMBER}个月")
_ANY = re.compile(_NUMBER)

# How often, said without a number.
_EVERY_SESSION = re.compile(r"每个?(?:交易|工作)日")
_EVERY_WEEK = re.compile(r"每周")
_EVERY_QUARTER = re.compile(r"每个?季度?")


@dataclass(frozen=True, slots=True)
class Numbers:
    """The numbers of a quotation: shares (25% is 1/4), yuan, days, months, and every number by itself.

    `days` are trading and working days, `calendar_days` all others; a week is 7 of them, a quarter 3 months.
    """

    shares: frozenset[Fraction]
    yuan: frozenset[Fraction]
    days: frozenset[Fraction]
    calendar_days: frozenset[Fraction]
    months: frozenset[Fraction]
    plain: frozenset[Fraction]

    def of_unit(self, unit: str) -> frozenset[Fraction]:
        """Return the numbers that may be a bound in this unit; of what is counted, every number."""
        known = {
            "share": self.shares,
            "yuan": self.yuan,
            "days": self.calendar_days,
            "months": self.months,
            "trading_days": self.days,
        }
        return known.get(unit, self.plain)


def numbers_in(quote: str) -> Numbers:
    """Return the numbers of a quotation, its spaces, commas and widths folded."""
    text = folded(quote)
    shares = {Fraction(found[1]) / 100 for found in _PERCENT.finditer(text)}
    shares |= {_parts(found[1], found[2]) for found in _PARTS.finditer(text)}
    shares |= {number(found[1]) for found in (*_TIMES.finditer(text), *_TO_ONE.finditer(text))}
    yuan = {number(found[1]) * _scale(found[2]) for found in _MONEY.finditer(text)}
    days = {number(found[1]) for found in _DAYS.finditer(text)}
    days |= {Fraction(1)} if _EVERY_SESSION.search(text) else set()
    calendar_days = {number(found[1]) for found in _CALENDAR_DAYS.finditer(text)}
    calendar_days |= {Fraction(7)} if _EVERY_WEEK.search(text) else set()
    months = {number(found[1]) for found in _MONTHS.finditer(text)}
    months |= {Fraction(3)} if _EVERY_QUARTER.search(text) else set()
    plain = {number(found[1]) for found in _ANY.finditer(text)}
    return Numbers(*map(frozenset, (shares, yuan, days, calendar_days, months, plain)))


def folded(text: str) -> str:
    """Return the text without spaces and thousands separators, full-width signs made narrow."""
    narrow = unicodedata.normalize("NFKC", text)
    without_spaces = re.sub(r"\s+", "", narrow)
    return re.sub(r"(?<=[0-9]),(?=[0-9]{3}(?![0-9]))", "", without_spaces)


def number(text: str) -> Fraction:
    """Return a number written in digits or in Chinese numerals below 10,000."""
    if text[0].isascii():
        return Fraction(text)
    if not any(sign in _TENS for sign in text):
        return Fraction("".join(str(_DIGITS[sign]) for sign in text))
    total, digit = 0, None
    for sign in text:
        if sign in _TENS:
            total += (1 if digit is None else digit) * _TENS[sign]
            digit = None
        else:
            digit = _DIGITS[sign] or None
    return Fraction(total + (digit or 0))


def _parts(whole: str, part: str) -> Fraction:
    divisor = number(whole)
    return number(part) / divisor if divisor else Fraction(0)


def _scale(unit: str | None) -> int:
    scale = 1
    for sign in unit or "":
        scale *= _MYRIADS[sign]
    return scale
