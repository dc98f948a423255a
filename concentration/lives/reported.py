"""The lives of breaches in a report: overdue cures first, and a note where the calendar ends."""

from dataclasses import replace

import polars as pl

from concentration.calendars import known_until
from concentration.lives.cures import CALENDAR_ENDS
from concentration.lives.known import Past
from concentration.lives.lives import with_lives
from concentration.report.result import FINDINGS, STATUSES, Report
from concentration.words.message import Message


def in_report(report: Report, past: Past) -> Report:
    """Return the report with the life of every breach; those whose cure is overdue come first."""
    told = with_lives(report.findings, report.contributions, report.as_of, past)
    rank = pl.col("status").replace_strict(
        {status: place for place, status in enumerate(STATUSES)}, return_dtype=pl.UInt8
    )
    ordered = told.sort(rank, ~pl.col("overdue").fill_null(False), maintain_order=True).with_row_index("new")
    numbers = ordered.select("finding", pl.col("new").cast(pl.UInt32))
    contributions = (
        report.contributions.join(numbers, on="finding", maintain_order="left")
        .with_columns(finding="new")
        .drop("new")
        .sort("finding", maintain_order=True)
    )
    return replace(
        report,
        findings=ordered.with_columns(finding=pl.col("new").cast(pl.UInt32)).select(FINDINGS.keys()),
        contributions=contributions,
        notes=(*report.notes, *_notes(ordered)),
    )


def _notes(findings: pl.DataFrame) -> list[Message]:
    beyond = findings.filter(cure_code=CALENDAR_ENDS).height
    if not beyond:
        return []
    return [Message("cures_beyond_calendar", {"count": beyond, "day": known_until().isoformat()})]
