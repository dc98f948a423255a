"""Units and currencies in which a house may keep its figures."""

from collections.abc import Mapping

from concentration.vocabulary.tables import ColumnType, folded

_TIMES = {"": 0, "百": 2, "千": 3, "万": 4, "百万": 6, "千万": 7, "亿": 8}

UNITS: Mapping[ColumnType, Mapping[str, int]] = {
    "money": {f"{times}元": power for times, power in _TIMES.items()},
    "number": {f"{times}{one}": power for times, power in _TIMES.items() for one in ("股", "份", "张")},
    "ratio": {"%": -2, "‰": -3, "bp": -4},
}
"""The units of each type of figure, each with its power of ten: 万元 is 10**4 of what `money` counts."""

HOME = "CNY"
"""The currency of every amount of a portfolio."""

CURRENCIES: Mapping[str, tuple[str, ...]] = {
    HOME: ("RMB", "人民币", "人民币元", "元"),
    "AUD": ("澳元", "澳大利亚元"),
    "CAD": ("加元", "加拿大元"),
    "CHF": ("瑞士法郎", "瑞郎"),
    "EUR": ("欧元",),
    "GBP": ("英镑",),
    "HKD": ("港币", "港元"),
    "JPY": ("日元",),
    "KRW": ("韩元",),
    "MOP": ("澳门元",),
    "NZD": ("新西兰元",),
    "SGD": ("新加坡元",),
    "THB": ("泰铢",),
    "TWD": ("新台币",),
    "USD": ("美元", "美金"),
}
"""The currencies by their codes of ISO 4217, with the other words that mean the same."""

_CODES = {folded(word): code for code, words in CURRENCIES.items() for word in (code, *words)}


def currency_code(word: str) -> str:
    """Return the code of a currency; a word that is not known stands for itself in capitals."""
    return _CODES.get(folded(word), folded(word).upper())
