"""What the files in `limits/valuation/` may say; the files are the only place that knows a custodian's habits."""

import re
from typing import Literal

import msgspec

from concentration.catalogue.model import Words

Side = Literal["asset", "liability", "common", "capital"]
"""Where a subject stands: common ones are an asset or a liability by their sign, capital is no part of either."""

ItemOf = Literal["security", "contract", "account"]
"""A security is one asset in every product, a contract the product's own, both added up over the parts of one item;
an account is each row by itself.
"""


class Codes(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """How subject codes are written: `pattern` matches a whole code.

    Either parts stand between a `separator`, or the parts before the item have fixed `widths`.
    """

    pattern: str
    separator: str | None = None
    widths: list[int] = []


class Layout(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One custodian's way to lay a table out; whatever `ValuationWords` has may be added before the common words."""

    title: Words
    codes: Codes
    columns: dict[str, list[str]] = {}
    labels: dict[str, list[str]] = {}
    titles: list[str] = []
    generic: list[str] = []
    file_codes: list[str] = []
    totals: dict[str, list[str]] = {}
    figures: list[str] = []
    footers: list[str] = []


class Parts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words of subjects that hold part of an item: the gain is said again, interest is added, an offset takes back."""

    gain: str
    interest: str
    offset: str


class ValuationWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`words.yaml`: the regular expressions by which the parts of a sheet are found, whole matches all of them."""

    columns: dict[str, list[str]]
    labels: dict[str, list[str]]
    titles: list[str]
    generic: list[str]
    file_codes: list[str]
    totals: dict[str, list[str]]
    figures: list[str]
    footers: list[str]
    parts: Parts
    units: dict[str, str]
    other_dates: list[str]
    home: list[str]
    trading: dict[str, list[str]]


class Market(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One entry of `markets.yaml`: a market's suffix of codes, and how it is told."""

    suffix: str
    country: str
    codes: list[str]
    words: str
    item: str


class Subject(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One entry of `subjects.yaml`: rows whose code begins with one of `codes`, of which `words` stand in a name.

    Without `kind` the table does not tell what the asset is. `facts` are columns of assets that the subject tells.
    `names` is searched in the row's own name where no subject above it tells. `contract_value`: the value that an
    offset takes back is the exposure. What bears the same `netted_with` is netted before its sign decides the side.
    `lot` keeps a part of a holding apart (restricted shares beside free ones of the same code). `sold`: words of
    contracts that were sold.
    """

    codes: list[str]
    side: Side
    item: ItemOf
    words: str | None = None
    names: str | None = None
    kind: str | None = None
    facts: dict[str, str] = {}
    contract_value: bool = False
    netted_with: str | None = None
    lot: str | None = None
    sold: str | None = None


COLUMNS = (
    "code",
    "name",
    "currency",
    "rate",
    "quantity",
    "cost",
    "cost_local",
    "market_value",
    "market_value_local",
    "gain",
    "gain_local",
    "share",
    "trading",
)
"""The columns of a valuation table that are read; `_local` is the amount in the row's own currency (原币)."""

AMOUNTS = ("cost", "cost_local", "market_value", "market_value_local", "gain", "gain_local")
"""The columns of money."""

LABELS = ("date", "date_above", "unit", "name", "code")
TOTALS = ("assets", "liabilities", "net_assets", "raised")


def matches(patterns: list[str], text: str) -> bool:
    """Tell whether one of the patterns is the whole text."""
    return any(re.fullmatch(pattern, text, re.IGNORECASE) for pattern in patterns)
