"""A report held against an earlier one: what is new, worse, the same, better, and what is gone."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Annotated, Any

import msgspec
import polars as pl

from concentration.pipeline import Options
from concentration.report.figures import FLOORS, Finding, nothing_certain
from concentration.report.json import amount_text
from concentration.report.result import RESOLVED, Report, Status
from concentration.words.message import CannotRunError, Message, Problem

_SEVERITY: tuple[Status, ...] = ("breach", "undetermined", "waived", "warning", "exempt", "pass")
"""From the worst to the best. A waived breach is still a breach: going over a line under a waiver is no improvement."""

_LEFT = ("breach", "undetermined", "waived", "warning")
"""The statuses that can be resolved."""

_ONE, _SEVERAL = "concentration-report/1", "concentration-reports/1"

Figure = Annotated[str, msgspec.Meta(pattern=r"^-?[0-9]+(\.[0-9]+)?$")]


class _Group(msgspec.Struct, frozen=True):
    by: str
    id: str | None
    name: str | None = None
    members: list[str] = []


class _Earlier(msgspec.Struct, frozen=True):
    """What is read of a finding of the earlier report."""

    limit: str | None
    standing: str
    reading: str
    status: Status
    as_of: date
    scope: str
    manager_id: str | None
    product_id: str | None
    tranche_id: str | None
    group: _Group
    numerator: Figure | None
    denominator: Figure | None
    ratio: Figure | None
    comparison: str | None
    through: bool


class _EarlierReport(msgspec.Struct, frozen=True):
    portfolio: str
    as_of: list[date]
    findings: list[_Earlier]


class _EarlierReports(msgspec.Struct, frozen=True):
    reports: list[_EarlierReport]


class _Head(msgspec.Struct, frozen=True):
    schema: str


@dataclass(frozen=True)
class Baseline:
    """An earlier run: its file, and its reports."""

    file: str
    reports: tuple[_EarlierReport, ...]

    def of(self, portfolio: str, *, alone: bool) -> _EarlierReport | None:
        """Return the report on a portfolio, by its name; on another one where each side has a single one."""
        named = (report for report in self.reports if report.portfolio == portfolio)
        only = self.reports[0] if alone and len(self.reports) == 1 else None
        return next(named, only)


def read_baseline(path: Path) -> Baseline:
    """Return the earlier run whose JSON report is at `path`.

    Raises CannotRunError if it cannot be read, is no report, is one of another schema, or is damaged.
    """
    file = path.as_posix()
    try:
        content = path.read_bytes()
        head = msgspec.json.decode(content, type=_Head)
    except OSError as error:
        raise _refused("baseline_unreadable", file, error.strerror or str(error)) from error
    except msgspec.DecodeError as error:
        raise _refused("baseline_no_report", file, str(error)) from error
    if head.schema not in (_ONE, _SEVERAL):
        raise _refused("baseline_other_schema", file, head.schema)
    try:
        if head.schema == _ONE:
            return Baseline(file, (msgspec.json.decode(content, type=_EarlierReport),))
        return Baseline(file, tuple(msgspec.json.decode(content, type=_EarlierReports).reports))
    except msgspec.DecodeError as error:
        raise _refused("baseline_damaged", file, str(error)) from error


def _refused(code: str, file: str, seen: str) -> CannotRunError:
    return CannotRunError([Problem(Message(code), file, seen=seen, allowed=f"{_ONE}, {_SEVERAL}")])


def beside(report: Report, baseline: Baseline, options: Options, *, alone: bool = True) -> Report:
    """Return a report with `baseline` of its findings set, `resolved`, and a note where the earlier one is on another
    portfolio.

    Findings are the same by limit, reading, subject, group and way of summing. They are held against the same day of
    the earlier report, else against its last one before. `options` narrowed this run: what it left out is not resolved.
    `alone`: no other portfolio is judged in this run.
    """
    found = baseline.of(report.portfolio, alone=alone)
    earlier = found or _EarlierReport(report.portfolio, [], [])
    days = {day: _reference(day, earlier.as_of) for day in report.as_of}
    before = _by_key(earlier.findings)
    rows = list(report.findings.iter_rows(named=True))
    marks = [_mark(row, _match(row, before, days)) for row in rows]
    return replace(
        report,
        findings=report.findings.with_columns(baseline=pl.Series(marks, dtype=pl.String)),
        resolved=_frame(_resolved(rows, earlier, days, report, options)),
        notes=(*report.notes, *_notes(report, found, baseline.file)),
    )


def _notes(report: Report, earlier: _EarlierReport | None, file: str) -> Iterator[Message]:
    values = {"file": file, "portfolio": report.portfolio}
    if earlier is None:
        yield Message("baseline_without", values)
    elif earlier.portfolio != report.portfolio:
        yield Message("baseline_of_another", {**values, "other": earlier.portfolio})


def new_or_worse(report: Report) -> Report:
    """Return a report with those findings alone that are new or worse."""
    return replace(report, findings=report.findings.filter(pl.col("baseline").is_in(["NEW", "WORSE"])))


def _reference(day: date, days: Sequence[date]) -> date | None:
    """Return the earlier report's day that a day is held against: the same, else the last one before, else its last."""
    return max((one for one in days if one <= day), default=max(days, default=None))


Key = tuple[str | bool | None, ...]


def _key(row: Finding) -> Key:
    subject = (row["scope"], row["manager_id"], row["product_id"], row["tranche_id"])
    return (
        row["limit"],
        row["reading"],
        *subject,
        row["group_by"] or "none",
        row["group_id"],
        bool(row["through"]),
    )


def _key_of(one: _Earlier) -> Key:
    subject = (one.scope, one.manager_id, one.product_id, one.tranche_id)
    return (one.limit, one.reading, *subject, one.group.by, one.group.id, one.through)


def _by_key(findings: Sequence[_Earlier]) -> Mapping[tuple[date, Key], Sequence[_Earlier]]:
    by_key: dict[tuple[date, Key], list[_Earlier]] = {}
    for one in findings:
        by_key.setdefault((one.as_of, _key_of(one)), []).append(one)
    return by_key


def _match(
    row: Finding,
    before: Mapping[tuple[date, Key], Sequence[_Earlier]],
    days: Mapping[date, date | None],
) -> _Earlier | None:
    """Return the earlier finding on the same; an asset and a party of one id are told apart by who is merged."""
    day = days[row["as_of"]]
    found = () if day is None else before.get((day, _key(row)), ())
    alike = (one for one in found if bool(one.group.members) == bool(row["members"]))
    return next(alike, found[0] if found else None)


def _mark(row: Finding, earlier: _Earlier | None) -> str | None:
    """Return what a finding is beside the earlier one; None of a pass of which the earlier report does not speak."""
    if earlier is None:
        return None if row["status"] == "pass" else "NEW"
    now, then = _SEVERITY.index(row["status"]), _SEVERITY.index(earlier.status)
    if (earlier.status, row["status"]) == ("breach", "undetermined"):
        return "SAME"  # what is not known any more has not got better
    worse = then - now or _grown(row, earlier)
    return "SAME" if worse == 0 else "WORSE" if worse > 0 else "BETTER"


def _grown(row: Finding, earlier: _Earlier) -> int:
    """Return 1 if the figure moved to the wrong side, -1 if to the right one, 0 if it stands or cannot be compared.

    Ratios are compared by multiplying out the amounts as both reports print them.
    """
    now = _exact(None if nothing_certain(row) else amount_text(row["numerator"], "numerator"))
    size_now = _exact(amount_text(row["denominator"], "denominator"))
    then, size_then = _exact(earlier.numerator), _exact(earlier.denominator)
    if now is None or then is None or (size_now is None) != (size_then is None):
        return 0
    size_now, size_then = size_now or Fraction(1), size_then or Fraction(1)
    if size_now < 0 or size_then < 0:
        return 0
    grown = now * size_then - then * size_now
    sign = (grown > 0) - (grown < 0)
    return -sign if row["comparison"] in FLOORS else sign


def _exact(text: str | None) -> Fraction | None:
    return None if text is None else Fraction(text)


def _resolved(
    rows: Sequence[Finding],
    earlier: _EarlierReport,
    days: Mapping[date, date | None],
    report: Report,
    options: Options,
) -> Iterator[_Earlier]:
    """Yield the earlier findings of what this run judged too and found nothing of any more."""
    latest = {then: now for now, then in sorted(days.items())}
    left = {(row["as_of"], _key(row)) for row in rows if row["status"] in _LEFT}
    for one in earlier.findings:
        now = latest.get(one.as_of)
        if now is None or one.status not in _LEFT or not _judged_now(one, report, options):
            continue
        if (now, _key_of(one)) not in left:
            yield one


def _judged_now(one: _Earlier, report: Report, options: Options) -> bool:
    """Return whether this run judged the limit of an earlier finding, read alike, and showed its subject."""
    limit = report.limits.get(one.limit) if one.limit else None
    return (
        (one.limit is None or (limit is not None and limit.reading == one.reading))
        and (not options.products or one.product_id in options.products)
        and (not options.managers or one.manager_id in options.managers)
    )


def _frame(resolved: Iterator[_Earlier]) -> pl.DataFrame:
    rows: list[dict[str, Any]] = []
    for one in resolved:
        group = {f"group_{name}": getattr(one.group, name) for name in ("by", "id", "name")}
        rows.append({name: getattr(one, name, None) for name in RESOLVED} | group)
    return pl.DataFrame(rows, schema=RESOLVED)
