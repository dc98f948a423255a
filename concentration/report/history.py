"""The history of a portfolio's breaches: the frozen result, and the formats that write it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from importlib import import_module

import polars as pl

from concentration.catalogue.model import Limit
from concentration.report.result import AMOUNT, RATIO
from concentration.words.message import CannotRunError, Language, Message, Problem

LINES: dict[str, pl.DataType] = {
    "limit": pl.String(),
    "standing": pl.String(),
    "through": pl.Boolean(),  # a second, advisory sum through held products
    "status": pl.String(),  # breach, or waived: on the last day
    "scope": pl.String(),
    "manager_id": pl.String(),
    "product_id": pl.String(),
    "tranche_id": pl.String(),
    "group_by": pl.String(),
    "group_id": pl.String(),  # as it is called on the last day
    "group_name": pl.String(),
    "largest_asset": pl.String(),  # the name of what the group held most of on the last day
    "first_day": pl.Date(),  # of the spell; that of a previous portfolio, if it began there
    "last_day": pl.Date(),
    "days_over": pl.UInt32(),  # days of this portfolio on which it was over its line
    "worst_on": pl.Date(),
    "worst_ratio": RATIO,  # null where the bound is an amount
    "worst_amount": AMOUNT,
    "unit": pl.String(),
    "comparison": pl.String(),
    "bound": RATIO,  # on the last day; null for a ban
    "bound_from": pl.String(),
    "bound_place": pl.Int32(),
    "crossing": pl.String(),  # active, passive, unknown; on the last day
    "cause": pl.String(),
    "last_within": pl.Date(),
    "state": pl.String(),  # open, cured, undetermined (on the day after it), gone (its subject is)
    "cured_on": pl.Date(),
    "cure_by": pl.Date(),
    "overdue": pl.Boolean(),  # it was still over its line after `cure_by`
    "cure_code": pl.String(),
    "by_action": pl.Boolean(),
}
"""The columns of `History.lines`: open ones first, those overdue before the others, then by limit and first day."""

FORMATS: Mapping[str, str] = {
    "rich": "concentration.report.history_rich",
    "json": "concentration.report.history_json",
}
"""The modules that write each format: `write(history, language, show_all) -> bytes`."""


@dataclass(frozen=True, slots=True)
class History:
    """The breaches of a portfolio on its `days`; `lines` has the columns of LINES."""

    portfolio: str
    days: tuple[date, ...]
    lines: pl.DataFrame
    limits: Mapping[str, Limit]
    product_names: Mapping[str, str]
    manager_names: Mapping[str, str]
    notes: tuple[Message, ...] = ()


def module_of(name: str) -> str:
    """Return the module that writes a format; raise CannotRunError if none does."""
    if name not in FORMATS:
        raise CannotRunError([Problem(Message("format_unknown"), seen=name, allowed=" | ".join(FORMATS))])
    return FORMATS[name]


def write(name: str, history: History, language: Language, show_all: bool = False) -> bytes:
    """Return the history in a format, as the bytes of a whole file."""
    written: bytes = import_module(module_of(name)).write(history, language, show_all)
    return written
