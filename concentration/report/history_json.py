"""A history as JSON: `concentration-history/1`; `schema/concentration-history-1.json` says what may be relied on."""

from datetime import date
from typing import Any

import msgspec

from concentration import __version__
from concentration.report.figures import Finding
from concentration.report.history import History
from concentration.report.json import amount_text, ratio_text
from concentration.report.reasons import bound_of
from concentration.words.message import Language


def write(history: History, language: Language, show_all: bool = False) -> bytes:  # noqa: ARG001
    """Return the JSON document as indented UTF-8; it is the same in both languages and always whole."""
    document = {
        "schema": "concentration-history/1",
        "version": __version__,
        "portfolio": history.portfolio,
        "days": [day.isoformat() for day in history.days],
        "breaches": [_line(row, history) for row in history.lines.iter_rows(named=True)],
    }
    return msgspec.json.format(msgspec.json.encode(document), indent=2) + b"\n"


def _line(row: Finding, history: History) -> dict[str, Any]:
    limit = history.limits[row["limit"]]
    bound = bound_of(row, history.limits)
    is_amount = bound is not None and bound.is_amount
    return {
        "limit": row["limit"],
        "title": {"zh": limit.title.zh, "en": limit.title.en},
        "standing": row["standing"],
        "through": row["through"],
        "status": row["status"],
        "scope": row["scope"],
        "manager_id": row["manager_id"],
        "product_id": row["product_id"],
        "tranche_id": row["tranche_id"],
        "group": {"by": row["group_by"] or "none", "id": row["group_id"], "name": row["group_name"]},
        "first_day": _day(row["first_day"]),
        "last_day": _day(row["last_day"]),
        "days_over": row["days_over"],
        "worst": {
            "as_of": _day(row["worst_on"]),
            "ratio": ratio_text(row["worst_ratio"]),
            "amount": amount_text(row["worst_amount"], "numerator"),
            "unit": row["unit"],
        },
        "comparison": row["comparison"],
        "bound": amount_text(row["bound"], "bound") if is_amount else ratio_text(row["bound"]),
        "crossing": row["crossing"],
        "cause": row["cause"],
        "last_within": _day(row["last_within"]),
        "state": row["state"],
        "cured_on": _day(row["cured_on"]),
        "cure_by": _day(row["cure_by"]),
        "overdue": row["overdue"],
    }


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
