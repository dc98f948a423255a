"""Why a finding is as it is, in words, and which article of the law it rests on."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from concentration.calendars.known import known_until
from concentration.catalogue.model import Cite, Cure, DatedBound, Instrument, Limit
from concentration.catalogue.show import law_in_words, value_in_words
from concentration.frames import Waiver
from concentration.report.columns import column_of_header, column_title, is_never_empty
from concentration.report.figures import FLOORS, Finding, thousands, upper_of
from concentration.report.result import InputFile, Report
from concentration.words.message import Language, Message
from concentration.words.report import DOCUMENT_SERIES
from concentration.words.sentences import render

MARK = {"zh": "；", "en": "; "}

_TITLE_LENGTH = 60
_FORM_OF_NUMBER = (
    (re.compile(r"第(\d+)号$"), r"No. \1"),
    (re.compile(r"(\d)年"), r"\1 "),
    (re.compile("号$"), ""),
)
"""How the end of a document's number is written in English: 第104号, 2018年第6号, 〔2023〕2号."""


Files = Mapping[str, Sequence[tuple[int, str]]]
"""The files of each table in their order, each with how far the table's rows are ahead of its lines."""


def files_of(report: Report) -> Files:
    """Return the files of each table."""
    files: dict[str, list[tuple[int, str]]] = {}
    for entry in report.inputs:
        files.setdefault(entry.table, []).append((entry.before, short_name(entry, report)))
    return files


def short_name(entry: InputFile, report: Report) -> str:
    """Return the name of a file; a folder's own path is left out, as it is the same for all."""
    return entry.file.removeprefix(report.portfolio.rstrip("/") + "/")


def file_of(table: str, files: Files) -> str:
    """Return the file of a table, or the name it would have if it were there; the first and last of several."""
    names = [name for _, name in files.get(table, ())] or [f"{table}.csv"]
    return names[0] if len(names) == 1 else f"{names[0]} … {names[-1]}"


def place_of(table: str, row: int, files: Files) -> tuple[str, int]:
    """Return the file in which a row of a table stands, and its line there."""
    parts = files.get(table, [(0, f"{table}.csv")])
    before, name = next(part for part in reversed(parts) if part[0] < row)
    return name, row - before


def column_label(table: str, column: str, language: Language) -> str:
    """Return the column as it stands in the file, with its Chinese title where the language asks for it."""
    title = column_title(table, column)
    code = "untitled_column" if title is None else "titled_column"
    return render(Message(code, {"column": column, "title": title}), language)


def note_text(note: Message, report: Report, language: Language) -> str:
    """Return a note as a sentence, a column of a table being called as everywhere else in the report."""
    file, header = note.values.get("file"), note.values.get("column")
    table = next((entry.table for entry in report.inputs if entry.file == file), "")
    column = column_of_header(table, header) if isinstance(header, str) else None
    if column is not None:
        note = replace(note, values={**note.values, "column": column_label(table, column, language)})
    return render(note, language)


CORPORATE_ACTION = "corporate_action"

SETTINGS = "lists"
"""The table that `missing` names for a setting that nobody has made."""


def reason(
    finding: Finding, report: Report, files: Files, language: Language, most: int | None = None
) -> str | None:
    """Return whose line is judged if not the law's, why a finding is exempt or undetermined, and what the law leaves
    out of its sum, in one line.

    Only the first `most` kinds of empty cells are named; None where nothing needs saying.
    """
    missing = finding["missing"] or ()
    parts = [*_line_of(finding, report, language)]
    parts += [missing_text(entry, files, language) for entry in missing[:most]]
    if len(missing) > len(parts):
        parts.append(render(Message("more_causes", {"count": len(missing) - len(parts)}), language))
    if finding["reason_code"] is not None:
        parts.append(
            render(Message(finding["reason_code"], reason_values(finding, report, language)), language)
        )
    if finding["exemption"] is not None and finding["limit"] is not None:
        cite = report.limits[finding["limit"]].exempt[finding["exemption"]].cite
        parts.append(_exempt_by(cite, report.instruments, language))
    if finding["status"] == "breach" and finding["waiver"] is not None:
        waiver = report.waivers[finding["waiver"]]
        code = "waiver_exceeded_here" if _is_beyond(waiver, finding, report) else "waiver_may_be_exceeded"
        parts.append(waiver_text(code, waiver, report, language))
    if finding["left_out"] is not None and finding["limit"] is not None:
        parts.append(_left_out(finding, report, language))
    return MARK[language].join(parts) or None


def _is_beyond(waiver: Waiver, finding: Finding, report: Report) -> bool:
    """Return whether a breach is certainly beyond the line of a waiver; what is not known of it may be within."""
    bound = bound_of(finding, report.limits)
    line = None if bound is None else waiver.lines.get(bound.unit)
    size = 1 if bound is None or bound.is_amount else finding["denominator"]
    is_floor = finding["comparison"] in FLOORS
    held = upper_of(finding) if is_floor else finding["numerator"]
    if line is None or size is None or held is None:
        return False
    reach = line * Fraction(size)
    return Fraction(held) < reach if is_floor else Fraction(held) > reach


def waiver_text(code: str, waiver: Waiver, report: Report, language: Language) -> str:
    """Return a sentence on a waiver: where it stands, up to where and until when it goes, who approved it and why."""
    values = {
        "file": waiver.file.removeprefix(report.portfolio.rstrip("/") + "/"),
        "row": waiver.row,
        "up_to": waiver.line,
        "expires": waiver.expires,
        "reason": waiver.reason,
        "approved_by": waiver.approved_by,
    }
    return render(Message(code, values), language)


def _line_of(finding: Finding, report: Report, language: Language) -> Iterator[str]:
    """Yield that a house or a contract drew the line, with the law's own number."""
    bound = bound_of(finding, report.limits)
    if bound is None or bound.value is None or bound.law_value is None:
        return
    values = {"bound": value_in_words(bound, language), "law": law_in_words(bound, language)}
    yield render(Message(f"line_of_{bound.line_of}", values), language)


def missing_text(entry: Mapping[str, Any], files: Files, language: Language) -> str:
    """Return which cell is empty and in how many more rows the same one is."""
    text = cell_text(entry, files, language)
    further = (entry["count"] or 1) - 1
    return text + render(Message("more_rows", {"count": further}), language) if further else text


def cell_text(entry: Mapping[str, Any], files: Files, language: Language) -> str:
    """Return which cell is empty: its file, row, key and column.

    A cell of a column that is never empty is named because the law leaves its value open.
    """
    code, key = "cell_missing", "key_beside_row"
    if entry["table"] == SETTINGS:
        return render(Message("setting_not_made", {"setting": entry["column"]}), language)
    if entry["row"] is None:
        code, key = "record_missing", "key_of_record"
    elif is_never_empty(entry["table"], entry["column"]):
        code = "cell_undecided"
    file, row = file_of(entry["table"], files), entry["row"]
    if row is not None:
        file, row = place_of(entry["table"], row, files)
    values = {
        "file": file,
        "column": column_label(entry["table"], entry["column"], language),
        "row": row,
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


def bound_of(finding: Finding, limits: Mapping[str, Limit]) -> DatedBound | None:
    """Return the dated bound that judged a finding, or None where none is named."""
    limit = limits.get(finding["limit"]) if finding["limit"] else None
    if limit is None or finding["bound_from"] is None:
        return None
    if finding["bound_place"] is not None:
        return limit.bounds[finding["bound_place"]]
    return next((bound for bound in limit.bounds if bound.from_day == finding["bound_from"]), None)


def citation(
    cite: Cite, instruments: Mapping[str, Instrument], language: Language, *, brief: bool = False
) -> str:
    """Return instrument and article in one line, marked where the number was not read in the text itself.

    Chinese gives the instrument's name and number (`brief`: the number alone); English the number where its series
    has an English form, else the title, cut, and the number.
    """
    instrument = instruments.get(cite.instrument)
    if instrument is None:
        name = cite.instrument
    elif brief and language == "zh" and instrument.number:
        name = instrument.number
    else:
        name = _instrument(instrument, language)
    place = render(Message("citation", {"instrument": name, "article": cite.article}), language)
    return render(Message(f"cited_{cite.basis}", {"citation": place}), language)


def _instrument(instrument: Instrument, language: Language) -> str:
    title, number = getattr(instrument, language), instrument.number
    if language == "en":
        series = next((zh for zh in DOCUMENT_SERIES if number.startswith(zh)), None)
        if series is not None:
            return f"{DOCUMENT_SERIES[series]} {_number_of_document(number.removeprefix(series))}"
        title = title if len(title) <= _TITLE_LENGTH else f"{title[:_TITLE_LENGTH].rpartition(' ')[0]}…"
    code = "instrument_numbered" if number else "instrument_named"
    return render(Message(code, {"title": title, "number": number} if number else {"title": title}), language)


def _number_of_document(number: str) -> str:
    for form, english in _FORM_OF_NUMBER:
        number = form.sub(english, number)
    return number


def cure_text(cure: Cure | None, instruments: Mapping[str, Instrument], language: Language) -> str:
    """Return how long a passive breach may last by the text of the law, in one line."""
    if cure is None:
        return render(Message("cure_absent"), language)
    law = citation(cure.cite, instruments, language, brief=True)
    if cure.trading_days is not None:
        message = Message(f"cure_trading_days_{cure.start}", {"days": cure.trading_days, "law": law})
    elif cure.working_days is not None:
        message = Message(f"cure_working_days_{cure.start}", {"days": cure.working_days, "law": law})
    else:
        message = Message("cure_none" if cure.none else "cure_no_new_buying", {"law": law})
    return render(message, language)


def life_text(finding: Finding, language: Language) -> str:
    """Return the life of a breach in one line: active or passive and why, since when, until when it is to be cured.

    Of one that has no past in the portfolio only the cure is told, empty if there is none: the page says so once.
    """
    parts = [] if has_no_past(finding) else _past_of(finding)
    if finding["cure_code"] is not None:
        parts.append(Message(finding["cure_code"]))
    if finding["cure_by"] is not None:
        at_latest = "life_cure_at_latest" if finding["crossing"] == "unknown" else "life_cure_by"
        parts.append(
            Message("life_overdue" if finding["overdue"] else at_latest, {"day": finding["cure_by"]})
        )
    return MARK[language].join(render(part, language) for part in parts)


def has_no_past(finding: Finding) -> bool:
    """Tell a finding without a breach, or with one on the first day of all."""
    first = finding["last_within"] is None and finding["since"] == finding.get("as_of")
    return finding["since"] is None or (first and finding["crossing"] == "unknown")


def _past_of(finding: Finding) -> list[Message]:
    """Return whether a breach is active or passive and why, and since when it is one."""
    crossing = Message(f"crossing_{finding['crossing']}")
    if finding["cause"] is not None:
        crossing = Message(
            "life_caused", {"crossing": crossing, "cause": Message(f"cause_{finding['cause']}")}
        )
    if finding["last_within"] is not None:
        since = "life_since_within"
    else:
        since = "life_since_first" if finding["crossing"] == "unknown" else "life_since"
    parts = [crossing, Message(since, {"since": finding["since"], "within": finding["last_within"]})]
    if finding["by_action"] and finding["cause"] != CORPORATE_ACTION:
        parts.append(Message("life_by_action"))
    return parts


def _exempt_by(cite: Cite, instruments: Mapping[str, Instrument], language: Language) -> str:
    law = citation(cite, instruments, language)
    if cite.quote is None:
        return render(Message("exempt_by_article", {"law": law}), language)
    return render(Message("exempt_by", {"law": law, "quote": cite.quote}), language)


def _left_out(finding: Finding, report: Report, language: Language) -> str:
    """Return what the law leaves out of a manager's sum, and by which articles."""
    cites = (entry.cite for entry in report.limits[finding["limit"]].leaves_out)
    laws = dict.fromkeys(citation(cite, report.instruments, language, brief=True) for cite in cites)
    amount = Message(f"amount_{finding['unit'] or 'yuan'}", {"amount": thousands(finding["left_out"])})
    return render(Message("left_out_of_sum", {"amount": amount, "law": list(laws)}), language)
