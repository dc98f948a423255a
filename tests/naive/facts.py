"""The facts that conditions speak about, row by row, and a second SQL engine to evaluate them."""

import re
import warnings
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

import duckdb

from concentration.catalogue.model import AssetKind, ByFact

Row = dict[str, Any]

Scale = Mapping[str, Sequence[str]]
"""Ratings from the best to the worst, each with its other spellings."""

Lists = Mapping[str, Sequence[str] | None]
"""Named lists of conditions; None is a setting that nobody has made."""

MANAGER = ["parent_id", "net_capital", "audited_total_assets", "risk_reserve"]
PRODUCT = [
    "offering",
    "operation",
    "nature",
    "fund_type",
    "collective",
    "structured",
    "senior_units",
    "junior_units",
    "net_assets",
    "total_assets",
    "raised_balance",
    "established",
    "next_open_date",
    "exit_open",
    "professional_only",
    "smallest_investment",
    "index_tracking",
    "purpose",
    "large_redemption",
    "redeemed_3d",
    "redeemed_5d",
    "contract_governed",
    "measurement",
    "amortised_value",
    "payout_value",
    "last_disclosed",
    "portfolio_mode",
    "top10_share",
]
ASSET = [
    "issuer_id",
    "originator_id",
    "country",
    "listed",
    "total_value",
    "tradable_shares",
    "early_withdrawal",
    "debt_by_accounting",
    "fund_nature",
    "umbrella_id",
    "holds_products",
    "defaulted",
    "suspended",
    "restricted",
    "days_to_cash",
    "recognised_standard",
    "valued_daily",
    "fair_value_exit",
    "commodity_linked",
]
HOLDING = [
    "market_value",
    "quantity",
    "cost",
    "exposure",
    "initial_outlay",
    "counterparty_exposure",
    "counterparty_id",
    "tranche_id",
]
PARTY = ["kind", "rating", "chinese_bank", "custodian_licence", "net_assets"]
BY_KIND = ["debt_class", "asset_class", "test_class", "security_class", "csrc_standardised", "same_asset"]

UNDECIDED = ("review", "unknown", "unclear")
"""Words of the kind table that leave the question to a person."""

RENAMED = {"maturity_date": "asset_maturity_date", "product_id": "unit_of", "rating": "asset_rating"}

BOOL = {
    "collective",
    "structured",
    "exit_open",
    "professional_only",
    "index_tracking",
    "large_redemption",
    "contract_governed",
    "portfolio_mode",
    "listed",
    "debt_by_accounting",
    "holds_products",
    "defaulted",
    "suspended",
    "restricted",
    "recognised_standard",
    "valued_daily",
    "fair_value_exit",
    "commodity_linked",
    "csrc_standardised",
    "has_maturity",
    "lot_restricted",
    "issuer_chinese_bank",
    "issuer_custodian_licence",
    "counterparty_chinese_bank",
    "counterparty_custodian_licence",
}
DATE = {
    "established",
    "product_maturity_date",
    "next_open_date",
    "last_disclosed",
    "asset_maturity_date",
    "as_of",
}
WHOLE = {"trading_days_left", "working_days_left"}
MONEY = {
    "net_capital",
    "audited_total_assets",
    "risk_reserve",
    "net_assets",
    "total_assets",
    "raised_balance",
    "smallest_investment",
    "amortised_value",
    "payout_value",
    "total_value",
    "market_value",
    "cost",
    "exposure",
    "initial_outlay",
    "counterparty_exposure",
    "issuer_net_assets",
    "counterparty_net_assets",
}
NUMBER = {"senior_units", "junior_units", "tradable_shares", "quantity", "days_to_cash"}
RATIO = {"redeemed_3d", "redeemed_5d", "top10_share"}

PRODUCT_FACTS = [
    "as_of",
    "manager_id",
    "manager_kind",
    *MANAGER,
    "product_id",
    "product_kind",
    "product_maturity_date",
    *PRODUCT,
]
ASSET_FACTS = [
    "asset_id",
    "asset_kind",
    "asset_maturity_date",
    "unit_of",
    "asset_rating",
    *ASSET,
    *BY_KIND,
    "has_maturity",
    "trading_days_left",
    "working_days_left",
    *(f"issuer_{column}" for column in PARTY),
]
HOLDING_FACTS = [*HOLDING, "lot_restricted", *(f"counterparty_{column}" for column in PARTY)]


def known_on(rows: Iterable[Row], key: str, day: date) -> dict[str, Row]:
    """Return the latest row of each key on or before the day; a row without `as_of` always holds."""
    latest: dict[str, Row] = {}
    for row in sorted(rows, key=lambda row: row.get("as_of") or date.min):
        if (row.get("as_of") or date.min) <= day:
            latest[row[key]] = row
    return latest


def product_facts(product: Row, manager: Row) -> Row:
    """Return the facts of one product row and of its manager."""
    facts = {name: product[name] for name in PRODUCT}
    facts |= {name: manager[name] for name in MANAGER}
    return facts | {
        "as_of": product["as_of"],
        "product_id": product["product_id"],
        "product_kind": product["kind"],
        "product_maturity_date": product["maturity_date"],
        "manager_id": product["manager_id"],
        "manager_kind": manager["kind"],
    }


def asset_facts(
    asset: Row,
    kinds: Mapping[str, AssetKind],
    parties: Mapping[str, Row],
    day: date,
    scale: Scale,
    product: Row | None = None,
) -> Row:
    """Return the facts of one asset on a day: its own, those of its kind and those of its issuer.

    `product` is the one that the asset is a unit of, if it stands in the table that day.
    """
    kind = kinds[asset["kind"]]
    facts: Row = {}
    for column in [*ASSET, *RENAMED]:
        name = RENAMED.get(column, column)
        if column in kind.lacks or name in kind.lacks:
            facts[name] = False if name in BOOL else None
        else:
            facts[name] = asset[column]
    if product is not None and facts["fund_nature"] is None and "fund_nature" not in kind.lacks:
        facts["fund_nature"] = product["nature"]
    lacks_maturity = {"maturity_date", "asset_maturity_date"} & set(kind.lacks)
    facts |= {"asset_id": asset["asset_id"], "asset_kind": asset["kind"], "has_maturity": not lacks_maturity}
    facts["asset_rating"] = lowest_rating(facts["asset_rating"], scale)
    facts["trading_days_left"] = days_left(sessions(), day, facts["asset_maturity_date"])
    facts["working_days_left"] = days_left(working_days(), day, facts["asset_maturity_date"])
    for name in BY_KIND:
        facts[name] = _of_kind(getattr(kind, name), facts)
    if facts["recognised_standard"] and facts["debt_class"] in ("non_standard", "review"):
        facts |= {"debt_class": "standard", "same_asset": "itself"}
    facts |= {name: None for name in BY_KIND if facts[name] in UNDECIDED}
    return facts | _party_facts("issuer", parties.get(asset["issuer_id"]), scale)


def lowest_rating(cell: str | None, scale: Scale) -> str | None:
    """Return the lowest of the ratings in a cell by its name on the scale; None if one is not on the scale.

    Two agencies may stand in one cell, as in `AAA/Aa1`; large and small letters are the same.
    """
    names = list(scale)
    spelt = {word.upper(): name for name, others in scale.items() for word in (name, *others)}
    words = re.findall(r"[^\s/,;、]+", cell or "")
    found = [spelt.get(word.upper()) for word in words]
    if not found or None in found:
        return None
    return names[max(names.index(name) for name in found if name is not None)]


def holding_facts(holding: Row, asset: Row, parties: Mapping[str, Row], scale: Scale) -> Row:
    """Return the facts of one holding row that its asset does not already say."""
    facts = {name: holding[name] for name in HOLDING}
    until = holding["restricted_until"]
    facts["lot_restricted"] = until > holding["as_of"] if until is not None else bool(asset["restricted"])
    return facts | _party_facts("counterparty", parties.get(holding["counterparty_id"]), scale)


def _of_kind(fact: object, asset: Row) -> object:
    """Return a fact of the kind, decided by another fact of the asset where the kind says so."""
    if not isinstance(fact, ByFact):
        return fact
    by = asset[fact.by]
    if by is None:
        return fact.unknown
    return fact.values.get(str(by).lower() if isinstance(by, bool) else str(by), fact.otherwise)


def _party_facts(role: str, party: Row | None, scale: Scale) -> Row:
    facts = {f"{role}_{column}": party[column] if party else None for column in PARTY}
    return facts | {f"{role}_rating": lowest_rating(facts[f"{role}_rating"], scale)}


@cache
def sessions() -> list[date]:
    """Return the sessions of the Shanghai exchange that the maintained library knows."""
    import exchange_calendars

    with warnings.catch_warnings():  # the library uses what its own newest pandas warns about
        warnings.simplefilter("ignore")
        return [stamp.date() for stamp in exchange_calendars.get_calendar("XSHG").sessions]


@cache
def working_days() -> list[date]:
    """Return the working days that the maintained library knows."""
    import chinese_calendar

    first, last = min(chinese_calendar.holidays), max(chinese_calendar.holidays).replace(month=12, day=31)
    every = (date.fromordinal(number) for number in range(first.toordinal(), last.toordinal() + 1))
    return [day for day in every if chinese_calendar.is_workday(day)]


def days_left(calendar: Sequence[date], day: date, maturity: date | None) -> int | None:
    """Return the days of the calendar after the day up to and including the maturity, or the first after it."""
    if maturity is None:
        return None
    if maturity <= day:
        return 0
    falls_due = next((one for one in calendar if one >= maturity), date.max)
    return sum(day < one <= falls_due for one in calendar)


def evaluate(
    conditions: Sequence[str | None],
    rows: Sequence[Row],
    facts: Sequence[str],
    lists: Lists,
    scale: Scale,
) -> list[list[bool | None]]:
    """Return for each row what each SQL condition says of it; no condition is true of everything."""
    if not rows or not conditions:
        return [[] for _ in rows]
    asked = ", ".join(f"({spelt_out(condition or 'TRUE', lists, scale)})" for condition in conditions)
    named = set(re.findall(r"\w+", asked))
    needed = [name for name in facts if name in named]
    columns = "".join(f', "{name}" {_sql_type(name)}' for name in needed)
    values = [value for place, row in enumerate(rows) for value in (place, *(row[name] for name in needed))]
    marks = ", ".join(["(" + ", ".join("?" * (len(needed) + 1)) + ")"] * len(rows))
    with duckdb.connect(config={"threads": 1}) as database:
        database.execute(f"CREATE TABLE facts (place INTEGER{columns})")
        database.execute(f"INSERT INTO facts VALUES {marks}", values)
        answers = database.execute(f"SELECT {asked} FROM facts ORDER BY place").fetchall()
    return [list(answer) for answer in answers]


def spelt_out(condition: str, lists: Lists, scale: Scale) -> str:
    """Return the condition in plain SQL, without names of lists and comparisons of ratings.

    Nothing is in an empty list, not even the unknown; everything may be in a list that nobody has made.
    """

    def members(values: Sequence[str] | None) -> str:
        listed = (
            "NULL" if values is None else ", ".join("'" + value.replace("'", "''") + "'" for value in values)
        )
        return f"(SELECT unnest([{listed}]::VARCHAR[]))"

    def of_list(found: re.Match[str]) -> str:
        return f"IN {members(lists[found[1]])}"

    def rated_below(found: re.Match[str]) -> str:
        fact, floor = found[1], found[2]
        named = [floor.strip("'")] if floor.startswith("'") else lists[floor]
        if named is None:
            return "(NULL::BOOLEAN)"
        (only,) = named
        worse = list(scale)[list(scale).index(lowest_rating(only, scale) or only) + 1 :]
        return f"CASE WHEN {fact} IS NULL THEN NULL ELSE {fact} IN {members(worse)} END"

    condition = re.sub(r"\bRATED_BELOW\(\s*(\w+)\s*,\s*('[^']*'|\w+)\s*\)", rated_below, condition)
    return re.sub(r"\bIN\s+([A-Za-z_]\w*)", of_list, condition, flags=re.IGNORECASE)


def _sql_type(fact: str) -> str:
    for names, sql in (
        (BOOL, "BOOLEAN"),
        (DATE, "DATE"),
        (WHOLE, "INTEGER"),
        (MONEY, "DECIMAL(38, 4)"),
        (NUMBER, "DECIMAL(38, 6)"),
        (RATIO, "DECIMAL(38, 12)"),
    ):
        if fact in names:
            return sql
    return "VARCHAR"
