"""The report as JSON: `concentration-report/1`, and its companions for several portfolios and for errors.

The schemas beside this file (`schema/`) say what a reader may rely on.
"""

from collections.abc import Iterator, Sequence
from dataclasses import fields
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Decimal
from typing import Any

import msgspec
import polars as pl

from concentration import __version__
from concentration.catalogue.model import DatedBound, Instrument
from concentration.report.figures import EXACT, Finding, nothing_certain
from concentration.report.reasons import MARK, bound_of, files_of, note_text, reason
from concentration.report.result import Ahead, ErrorReport, Report, Summary
from concentration.words.message import Language, Message, Problem
from concentration.words.sentences import render

_CENT_OF_FEN = Decimal("0.0001")
_ROUNDING = {"excess": ROUND_CEILING, "headroom": ROUND_FLOOR}  # never flattering
_NEWLINE = b"\n"


def write(result: Sequence[Report] | ErrorReport, language: Language, show_all: bool = False) -> bytes:  # noqa: ARG001
    """Return the JSON document of one report, of several, or of an error, as indented UTF-8.

    `language` is that of notes and reasons; titles come in both. The same result gives the same bytes.
    Findings are all those of the report: `show_all` changes nothing here.
    """
    if isinstance(result, ErrorReport):
        document = error_document(result, language)
    elif len(result) == 1:
        document = report_document(result[0], language)
    else:
        document = reports_document(result, language)
    return msgspec.json.format(msgspec.json.encode(document), indent=2) + _NEWLINE


def error_document(error: ErrorReport, language: Language) -> dict[str, Any]:
    """Return `concentration-error/1`."""
    problems = [_problem(problem, language) for problem in error.problems]
    return {"schema": "concentration-error/1", "version": __version__, "problems": problems}


def _problem(problem: Problem, language: Language) -> dict[str, Any]:
    return {
        "code": problem.message.code,
        "message": render(problem.message, language),
        "file": problem.file,
        "row": problem.row,
        "column": problem.column,
        "seen": problem.seen,
        "allowed": problem.allowed,
        "count": problem.count,
    }


def reports_document(reports: Sequence[Report], language: Language) -> dict[str, Any]:
    """Return `concentration-reports/1`: the summaries added up, and each report whole."""
    total = {name: sum(getattr(report.summary, name) for report in reports) for name in _summary_names()}
    return {
        "schema": "concentration-reports/1",
        "version": __version__,
        "summary": _summary(Summary(**total)),
        "reports": [report_document(report, language) for report in reports],
    }


def report_document(report: Report, language: Language) -> dict[str, Any]:
    """Return `concentration-report/1`, its keys in the order of the contract; `findings` are JSON already."""
    encode = msgspec.json.Encoder().encode
    asked: dict[str, Any] = {} if report.flips is None else {"readings_that_flip": list(_flips(report.flips))}
    if report.resolved is not None:
        asked["resolved"] = list(_resolved(report.resolved))
    if report.ahead is not None:
        asked["ahead"] = _ahead(report.ahead)
    return {
        "schema": "concentration-report/1",
        "version": __version__,
        "portfolio": report.portfolio,
        "as_of": [day.isoformat() for day in report.as_of],
        "inputs": [
            {"table": entry.table, "file": entry.file, "rows": entry.rows, "sha256": entry.sha256}
            for entry in report.inputs
        ],
        "coverage": {
            "products": report.coverage.products,
            "holdings": report.coverage.holdings,
            "all_products": report.coverage.all_products,
            "absent": list(report.coverage.absent),
            "unexplained": [
                {"product_id": product, "ratio": ratio_text(ratio)}
                for product, ratio in report.coverage.unexplained.select("product_id", "ratio").iter_rows()
            ],
            "transparency": [
                {
                    "as_of": row["as_of"].isoformat(),
                    "product_id": row["product_id"],
                    "looked_through": _ratio_or_none(row["looked_through"]),
                    "opaque": _ratio_or_none(row["opaque"]),
                    "opaque_by": [
                        part | {"ratio": _ratio_or_none(part["ratio"])} for part in row["opaque_by"] or ()
                    ],
                }
                for row in report.coverage.transparency.iter_rows(named=True)
            ],
        },
        "catalogue": {
            "limits": report.catalogue.limits,
            "sha256": report.catalogue.sha256,
            "readings": dict(sorted(report.catalogue.readings.items())),
        },
        "summary": _summary(report.summary),
        "notes": [note_text(note, report, language) for note in report.notes],
        **asked,
        # Each finding becomes bytes at once: 100,000 nested dicts held together cost more in garbage
        # collection than in writing.
        "findings": [msgspec.Raw(encode(finding)) for finding in findings(report, language)],
    }


def _summary_names() -> list[str]:
    return [field.name for field in fields(Summary)]


def _ratio_or_none(ratio: Decimal | None) -> str | None:
    return None if ratio is None else ratio_text(ratio)


def _summary(summary: Summary) -> dict[str, int]:
    """`pass` is a word of Python's own, so the field is called `passed` and renamed here."""
    return {"pass" if name == "passed" else name: getattr(summary, name) for name in _summary_names()}


def findings(report: Report, language: Language) -> Iterator[dict[str, Any]]:
    """Yield each finding in report order, as the contract writes it."""
    files = files_of(report)
    contributions = _contributions(report.contributions)
    citations: dict[tuple[Any, Any, Any], dict[str, Any] | None] = {}
    titles = {name: {"zh": limit.title.zh, "en": limit.title.en} for name, limit in report.limits.items()}
    for row in report.findings.iter_rows(named=True):
        key = (row["limit"], row["bound_from"], row["bound_place"])
        bound = bound_of(row, report.limits)
        if key not in citations:
            citations[key] = _citation(bound, report)
        unknown = nothing_certain(row)
        yield {
            "limit": row["limit"],
            "title": titles.get(row["limit"]),
            "standing": row["standing"],
            "reading": row["reading"],
            "status": row["status"],
            "as_of": row["as_of"].isoformat(),
            "scope": row["scope"],
            "manager_id": row["manager_id"],
            "product_id": row["product_id"],
            "tranche_id": row["tranche_id"],
            "group": {
                "by": row["group_by"] or "none",
                "id": row["group_id"],
                "name": row["group_name"],
                "members": row["members"] or [],
            },
            "numerator": None if unknown else amount_text(row["numerator"], "numerator"),
            "denominator": amount_text(row["denominator"], "denominator"),
            "ratio": None if unknown else row["ratio_text"] or ratio_text(row["ratio"]),
            "comparison": row["comparison"],
            "bound": _bound_text(row, bound),
            "excess": amount_text(row["excess"], "excess"),
            "headroom": amount_text(row["headroom"], "headroom"),
            "trigger": row["trigger"],
            "through": bool(row["through"]),
            "crossing": row["crossing"],
            "cause": row["cause"],
            "since": _day(row["since"]),
            "last_within": _day(row["last_within"]),
            "cure_by": _day(row["cure_by"]),
            "overdue": row["overdue"],
            "waiver": _waiver(row, report),
            "baseline": row["baseline"],
            "reason": _with_life(reason(row, report, files, language), row, language),
            "citation": citations[key],
            "contributions": contributions.get(row["finding"], []),
        }


def _with_life(why: str | None, row: Finding, language: Language) -> str | None:
    """Return the reason with why a breach has no day to be cured by, although the limit has a clock, and that what
    looks like buying was none.
    """
    codes = [*(["life_by_action"] if row["by_action"] else []), *filter(None, [row["cure_code"]])]
    said = [render(Message(code), language) for code in codes]
    return MARK[language].join([*([why] if why else []), *said]) or None


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _waiver(row: Finding, report: Report) -> dict[str, Any] | None:
    """Return the waiver that covers a waived breach."""
    if row["status"] != "waived" or row["waiver"] is None:
        return None
    waiver = report.waivers[row["waiver"]]
    return {
        "file": waiver.file,
        "row": waiver.row,
        "up_to": waiver.up_to,
        "reason": waiver.reason,
        "approved_by": waiver.approved_by,
        "from": None if waiver.first is None else waiver.first.isoformat(),
        "expires": waiver.expires.isoformat(),
    }


def amount_text(amount: Decimal | None, field: str) -> str | None:
    """Return an amount with 4 decimals: an excess rounded up, a headroom down, any other half to even."""
    if amount is None:
        return None
    rounded = amount.quantize(_CENT_OF_FEN, _ROUNDING.get(field, ROUND_HALF_EVEN), EXACT)
    return format(abs(rounded) if rounded.is_zero() else rounded, "f")  # never "-0.0000"


def ratio_text(ratio: Decimal | None) -> str | None:
    """Return a ratio without zeros at its end: 0.250000000000 is `0.25`."""
    if ratio is None:
        return None
    text = format(ratio, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _bound_text(row: Finding, bound: DatedBound | None) -> str | None:
    if bound is not None and bound.is_amount:
        return amount_text(row["bound"], "bound")
    return ratio_text(row["bound"])


def _citation(bound: DatedBound | None, report: Report) -> dict[str, Any] | None:
    if bound is None:
        return None
    cite = bound.cite
    return {
        "instrument": _number(report.instruments.get(cite.instrument), cite.instrument),
        "article": cite.article,
        "quote": cite.quote,
        "basis": cite.basis,
    }


def _number(instrument: Instrument | None, key: str) -> str:
    return (instrument.number or instrument.zh) if instrument else key


def _ahead(ahead: Ahead) -> dict[str, Any]:
    """Return what falls due, in the order of the days."""
    items = [
        {**item, "due": item["due"].isoformat(), "ends": _day(item["ends"])}
        for item in ahead.items.iter_rows(named=True)
    ]
    return {"days": ahead.days, "until": ahead.until.isoformat(), "items": items}


def _flips(flips: pl.DataFrame) -> Iterator[dict[str, Any]]:
    """Yield each verdict that another reading would change."""
    for flip in flips.iter_rows(named=True):
        texts = {side: ratio_text(flip[side]) for side in ("ratio_from", "ratio_to")}
        yield {**flip, "as_of": flip["as_of"].isoformat(), **texts}


def _resolved(resolved: pl.DataFrame) -> Iterator[dict[str, Any]]:
    """Yield each finding of the earlier report that is gone."""
    for row in resolved.iter_rows(named=True):
        group = {name: row.pop(f"group_{name}") for name in ("by", "id", "name")}
        yield {**row, "as_of": row["as_of"].isoformat(), "group": group}


def _contributions(frame: pl.DataFrame) -> dict[int, list[dict[str, Any]]]:
    """Return the contributions of each finding, in the order of the frame."""
    by_finding: dict[int, list[dict[str, Any]]] = {}
    for finding, product, asset, amount, path in frame.select(
        "finding", "product_id", "asset_id", "amount", "path"
    ).iter_rows():
        by_finding.setdefault(finding, []).append(
            {
                "product_id": product,
                "asset_id": asset,
                "amount": amount_text(amount, "amount"),
                "path": path or [],
            }
        )
    return by_finding
