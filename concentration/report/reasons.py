"""Why a finding is as it is, in words, and which article of the law it rests on."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from concentration.calendars.known import known_until
from concentration.catalogue.model import Cite, DatedBound, Instrument, Limit
from concentration.report.columns import column_title, is_never_empty
from concentration.report.result import InputFile, Report
from concentration.words.message import Language, Message
from concentration.words.sentences import render

Finding = Mapping[str, Any]
"""One row of `Report.findings` as Python values."""

MARK = {"zh": "；", "en": "; "}


def files_of(report: Report) -> dict[str, str]:
    """Return the file of each table; a folder's own path is left out, as it is the same for all."""
    return {entry.table: _short(entry, report.portfolio) for entry in report.inputs}


def _short(entry: InputFile, portfolio: str) -> str:
    return entry.file.removeprefix(portfolio.rstrip("/") + "/")


def file_of(table: str, files: Mapping[str, str]) -> str:
    """Return the file of a table, or the name it would have if it were there."""
    return files.get(table, f"{table}.csv")


def column_label(table: str, column: str, language: Language) -> str:
    """Return the column as it stands in the file, with its Chinese title where the language asks for it."""
    title = column_title(table, column)
    code = "untitled_column" if title is None else "titled_column"
    return render(Message(code, {"column": column, "title": title}), language)


def reason(finding: Finding, report: Report, files: Mapping[str, str], language: Language) -> str | None:
    """Return why a finding is exempt or undetermined, in one line; None where nothing needs saying."""
    parts = [missing_text(entry, files, language) for entry in finding["missing"] or ()]
    if finding["reason_code"] is not None:
        parts.append(
            render(Message(finding["reason_code"], reason_values(finding, report, language)), language)
        )
    if finding["exemption"] is not None and finding["limit"] is not None:
        cite = report.limits[finding["limit"]].exempt[finding["exemption"]].cite
        parts.append(_exempt_by(cite, report.instruments, language))
    return MARK[language].join(parts) or None


def missing_text(entry: Mapping[str, Any], files: Mapping[str, str], language: Language) -> str:
    """Return which cell is empty and in how many more rows the same one is."""
    text = cell_text(entry, files, language)
    further = (entry["count"] or 1) - 1
    return text + render(Message("more_rows", {"count": further}), language) if further else text


def cell_text(entry: Mapping[str, Any], files: Mapping[str, str], language: Language) -> str:
    """Return which cell is empty: its file, row, key and column.

    A cell of a column that is never empty is named because the law leaves its value open.
    """
    code, key = "cell_missing", "key_beside_row"
    if entry["row"] is None:
        code, key = "record_missing", "key_of_record"
    elif is_never_empty(entry["table"], entry["column"]):
        code = "cell_undecided"
    values = {
        "file": file_of(entry["table"], files),
        "column": column_label(entry["table"], entry["column"], language),
        "row": entry["row"],
        "key": _key(key, entry, language),
    }
    return render(Message(code, values), language)


def _key(code: str, entry: Mapping[str, Any], language: Language) -> str:
    return render(Message(code, {"key": entry["key"]}), language) if entry["key"] else ""


def reason_values(finding: Finding, report: Report, language: Language) -> dict[str, Any]:
    """Return the values that a reason's sentence may name.

    `product` (else the manager), `limit`, `year` (of the dated bound), `column` (the first missing one, else
    the limit's denominator), `amount` (how much the numerator may grow), `day` (the last session known).
    """
    limit = report.limits.get(finding["limit"]) if finding["limit"] else None
    missing = finding["missing"] or ()
    low, high = finding["numerator"], finding["numerator_upper"]
    amount = Message("some_part")
    if low is not None and high is not None:
        amount = Message(f"amount_{finding['unit'] or 'yuan'}", {"amount": thousands(high - low)})
    if missing:
        column = column_label(missing[0]["table"], missing[0]["column"], language)
    else:
        column = _size_label(limit.denominator, language) if limit and limit.denominator else ""
    return {
        "product": finding["product_id"] or finding["manager_id"] or "",
        "limit": finding["limit"] or "",
        "year": (finding["bound_from"] or "")[:4],
        "column": column,
        "amount": amount,
        "day": known_until(),
    }


def _size_label(column: str, language: Language) -> str:
    """Return the title of what a limit divides by: a size of the product, else one of the asset."""
    table = "products" if column_title("products", column) else "assets"
    return column_label(table, column, language)


def thousands(amount: Decimal) -> str:
    """Return an amount with thousands separators and no zeros at the end."""
    text = f"{amount:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def bound_of(finding: Finding, limits: Mapping[str, Limit]) -> DatedBound | None:
    """Return the dated bound that judged a finding, or None where none is named."""
    limit = limits.get(finding["limit"]) if finding["limit"] else None
    for bound in limit.bounds if limit else ():
        if bound.from_day == finding["bound_from"]:
            return bound
    return None


def instrument_name(cite: Cite, instruments: Mapping[str, Instrument], language: Language) -> str:
    """Return how the instrument is called: its number in Chinese, its name in English, else its key."""
    instrument = instruments.get(cite.instrument)
    if instrument is None:
        return cite.instrument
    return instrument.en if language == "en" else instrument.number or instrument.zh


def _exempt_by(cite: Cite, instruments: Mapping[str, Instrument], language: Language) -> str:
    code = "exempt_by" if cite.quote else "exempt_by_article"
    name = instrument_name(cite, instruments, language)
    return render(Message(code, {"instrument": name, "article": cite.article, "quote": cite.quote}), language)
