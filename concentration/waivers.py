"""The table of waivers against the law: which breaches were approved, up to where, until when, and what came of it."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

import polars as pl

from concentration.catalogue.bounds import forms, side, value_in_table, written
from concentration.catalogue.model import Catalogue, DatedBound, Limit
from concentration.catalogue.whitelist import nearest
from concentration.contract_lines import TABLE as CONTRACTS
from concentration.contract_lines import with_contract_lines
from concentration.frames import Waiver
from concentration.read.portfolio import Portfolio
from concentration.words.message import CannotRunError, Message, Problem

TABLE = "waivers"

_BEYOND = {"at_most": ">", "less_than": "≥", "at_least": "<", "more_than": "≤", "forbidden": ">"}


def waivers_of(portfolio: Portfolio, catalogue: Catalogue) -> tuple[Waiver, ...]:
    """Return the waivers of a portfolio in the order of their rows.

    Raises CannotRunError with every row that names no limit of `catalogue`, is not for whom its limit is judged, says
    no number of its unit, or covers nothing because its line is not beyond the bound on any of its days.
    """
    frame = portfolio.tables.get(TABLE)
    if frame is None:
        return ()
    known = {limit.id: limit for limit in catalogue.limits}
    waivers: list[Waiver] = []
    problems: list[Problem] = []
    for row in frame.iter_rows(named=True):
        limit = known.get(row["limit"])
        if limit is None:
            allowed = nearest(row["limit"], sorted(known)) or "concentration limits list"
            problems.append(_problem(row, portfolio, Message("no_such_limit"), "limit", allowed))
            continue
        bounds = _bounds_of(limit, row["product_id"], portfolio, catalogue)
        waiver = _waiver(row, bounds, portfolio)
        wrong = list(_wrong_subject(row, limit, portfolio)) or list(
            _wrong_line(row, waiver, bounds, portfolio)
        )
        problems += wrong
        waivers.append(waiver)
    if problems:
        raise CannotRunError(problems)
    return tuple(waivers)


def without_waivers(portfolio: Portfolio) -> Portfolio:
    """Return the portfolio as it is judged where nobody has waived anything."""
    return replace(portfolio, tables={name: one for name, one in portfolio.tables.items() if name != TABLE})


def _bounds_of(
    limit: Limit, product: str | None, portfolio: Portfolio, catalogue: Catalogue
) -> tuple[DatedBound, ...]:
    """Return the bounds of a limit for a product, with the lines of its contract."""
    contracts = portfolio.tables.get(CONTRACTS)
    if contracts is None or product is None:
        return limit.bounds
    own = contracts.filter(pl.col("product_id").cast(pl.String) == product)
    (tightened,), _ = with_contract_lines(
        [limit], catalogue, replace(portfolio, tables={**portfolio.tables, CONTRACTS: own})
    )
    return tightened.bounds


def _waiver(row: Mapping[str, Any], bounds: Sequence[DatedBound], portfolio: Portfolio) -> Waiver:
    read = {bound.unit: value_in_table(row["up_to"], bound.unit) for bound in bounds}
    file, line = _place(row["row"], portfolio)
    return Waiver(
        file=file,
        row=line,
        limit=row["limit"],
        product_id=row["product_id"],
        manager_id=row["manager_id"],
        group_id=row["group_id"],
        up_to=row["up_to"],
        lines={unit: value for unit, value in read.items() if value is not None},
        reason=row["reason"],
        approved_by=row["approved_by"],
        first=row["from"],
        expires=row["expires"],
    )


def _place(row: int, portfolio: Portfolio) -> tuple[str, int]:
    """Return the file in which a row of the table stands, and its line there."""
    parts = [one for one in portfolio.inputs if one.table == TABLE and one.before < row]
    return (parts[-1].file, row - parts[-1].before) if parts else (TABLE, row)


def _problem(
    row: Mapping[str, Any], portfolio: Portfolio, message: Message, column: str, allowed: str | None = None
) -> Problem:
    file, line = _place(row["row"], portfolio)
    return Problem(message, file, line, column, row[column], allowed)


def _wrong_subject(row: Mapping[str, Any], limit: Limit, portfolio: Portfolio) -> Iterator[Problem]:
    of_manager = limit.judge_per == "manager"
    if of_manager and row["manager_id"] is None:
        yield _problem(row, portfolio, Message("waiver_not_of_managers"), "product_id", "manager_id")
    if not of_manager and row["product_id"] is None:
        yield _problem(row, portfolio, Message("waiver_not_of_products"), "manager_id", "product_id")


def _wrong_line(
    row: Mapping[str, Any], waiver: Waiver, bounds: Sequence[DatedBound], portfolio: Portfolio
) -> Iterator[Problem]:
    if not waiver.lines:
        units = dict.fromkeys(bound.unit for bound in bounds)
        allowed = ", ".join(map(forms, units))
        yield _problem(row, portfolio, Message("waiver_value"), "up_to", allowed)
        return
    against = [bound for bound in bounds if _on_days_of(waiver, bound) and bound.unit in waiver.lines]
    if against and not any(_is_beyond(waiver.lines[bound.unit], bound) for bound in against):
        said = ", ".join(dict.fromkeys(map(_number, against)))
        allowed = ", ".join(
            dict.fromkeys(f"{_BEYOND[bound.comparison]} {_number(bound)}" for bound in against)
        )
        message = Message("waiver_inside", {"up_to": waiver.up_to, "bound": said})
        yield _problem(row, portfolio, message, "up_to", allowed)


def _on_days_of(waiver: Waiver, bound: DatedBound) -> bool:
    """Return whether a bound is in force on one of the days of a waiver."""
    over = bound.until_day is not None and waiver.first is not None and bound.until_day < str(waiver.first)
    return not over and bound.from_day <= str(waiver.expires)


def _is_beyond(line: Fraction, bound: DatedBound) -> bool:
    """Return whether a line covers anything: what breaches the bound and is still within the line."""
    value = bound.value or Fraction(0)
    if line == value:
        return bound.comparison in ("less_than", "more_than")
    return (line > value) == (side(bound.comparison) == "cap")


def _number(bound: DatedBound) -> str:
    return "0" if bound.value is None else written(bound.value, bound.unit)


@dataclass(frozen=True)
class Scope:
    """What a run judged and showed: its days, the ids of its limits, and of the products and managers."""

    days: Sequence[date]
    limits: Collection[str]
    products: Collection[str]
    managers: Collection[str]

    def has(self, waiver: Waiver) -> bool:
        """Return whether the run says anything of the limit and the subject of a waiver."""
        subject = waiver.product_id in self.products or waiver.manager_id in self.managers
        return waiver.limit in self.limits and subject


def notes_on(
    waivers: Sequence[Waiver], scope: Scope, findings: pl.DataFrame, met: Collection[int]
) -> list[Message]:
    """Return what became of the waivers that a run could have used: which ended or have not begun, which are exceeded,
    which nobody needs any more, and which stand twice.

    `met` are the places of those that met a breach. What is undetermined may still need its waiver.
    """
    exceeded = set(findings.filter(status="breach")["waiver"].drop_nulls())
    seen: dict[tuple[Any, ...], Waiver] = {}
    notes = []
    for place, waiver in enumerate(waivers):
        first = seen.setdefault(_said(waiver), waiver)
        if first is not waiver:
            notes.append(_note("waiver_twice", waiver, other=f"{first.file}:{first.row}"))
        elif not scope.has(waiver):
            continue
        elif not any(map(waiver.in_force_on, scope.days)):
            is_over = waiver.expires < scope.days[-1]
            notes.append(_note("waiver_expired" if is_over else "waiver_not_yet", waiver))
        elif place in exceeded:
            notes.append(_note("waiver_exceeded", waiver))
        elif place not in met and not _may_be_needed(waiver, findings):
            notes.append(_note("waiver_not_needed", waiver))
    return notes


def _said(waiver: Waiver) -> tuple[Any, ...]:
    """Return what a waiver says, wherever it stands and whoever approved it."""
    subject = (waiver.limit, waiver.product_id, waiver.manager_id, waiver.group_id)
    return (*subject, tuple(sorted(waiver.lines.items())), waiver.first, waiver.expires)


def _note(code: str, waiver: Waiver, **more: str) -> Message:
    subject = " ".join(filter(None, (waiver.product_id, waiver.manager_id, waiver.group_id)))
    values = {"file": waiver.file, "row": waiver.row, "limit": waiver.limit, "subject": subject}
    days = {"first": waiver.first, "expires": waiver.expires}
    return Message(code, {**values, **days, "up_to": waiver.line, **more})


def _may_be_needed(waiver: Waiver, findings: pl.DataFrame) -> bool:
    """Return whether something of a waiver's limit and subject is undetermined."""
    of_product = pl.col("product_id") == pl.lit(waiver.product_id, dtype=pl.String)
    of_manager = (pl.col("manager_id") == pl.lit(waiver.manager_id, dtype=pl.String)) & pl.col(
        "product_id"
    ).is_null()
    subject = of_product if waiver.manager_id is None else of_manager
    limit = pl.col("limit").is_null() | (pl.col("limit") == waiver.limit)
    return findings.filter(pl.col("status") == "undetermined", limit, subject).height > 0
