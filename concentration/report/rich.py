"""The report on a terminal: the verdict first, then what has to be done, most important first.

Every number stands in a column that is never wrapped or cut; names wrap beside it.
"""

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Context, Decimal
from itertools import groupby
from typing import Any

import polars as pl
from rich.console import Console

from concentration import __version__
from concentration.catalogue.model import Limit
from concentration.report.columns import is_never_empty, may_have_default
from concentration.report.lines import Beside, Line
from concentration.report.reasons import (
    Finding,
    bound_of,
    cell_text,
    column_label,
    file_of,
    files_of,
    instrument_name,
    reason,
    thousands,
)
from concentration.report.result import ErrorReport, Report, Summary, decides, worth_reading
from concentration.words.message import Language, Message
from concentration.words.sentences import render, render_problem

FIRST = 20
"""So many findings, notes or problems are shown of a section unless everything is asked for."""

_SAID_AT_THE_TOP = ("covers_all_products", "covers_some_products")
_FILE_WIDTH = 100
_FEW_NAMES = 8
_EXACT = Context(prec=76)
_STYLES = {"breach": "bold red", "undetermined": "bold magenta", "warning": "yellow", "pass": "green"}
_QUIET = "dim"

_HELD = {"at_most": "≤", "less_than": "<", "at_least": "≥", "more_than": ">"}
_BROKEN = {"at_most": ">", "less_than": "≥", "at_least": "<", "more_than": "≤"}
_FLOORS = ("at_least", "more_than")
_BLANK = Line("")


def write(result: Sequence[Report] | ErrorReport, language: Language, show_all: bool = False) -> bytes:
    """Return the page as UTF-8 text of 100 columns without colour, for a file."""
    page = io.StringIO()
    console = Console(file=page, width=_FILE_WIDTH, color_system=None, force_terminal=False)
    if isinstance(result, ErrorReport):
        render_error_rich(result, console, language, show_all)
    else:
        render_reports_rich(result, console, language, show_all)
    return page.getvalue().encode()


def render_reports_rich(
    reports: Sequence[Report], console: Console, language: Language, show_all: bool = False
) -> None:
    """Print the reports one after the other and, where there are several, their total at the end."""
    for number, report in enumerate(reports):
        if number:
            console.print()
        render_rich(report, console, language, show_all)
    if len(reports) > 1:
        names = ("judged", "breach", "undetermined", "warning")
        total = {name: sum(getattr(report.summary, name) for report in reports) for name in names}
        line = _sentence("portfolios_total", language, count=len(reports), **total)
        _print(console, [_BLANK, Line(line, "bold")])


def render_rich(report: Report, console: Console, language: Language, show_all: bool = False) -> None:
    """Print one report to `console`; `show_all` lists passes and exemptions too and cuts no section short.

    Characters that the console's encoding lacks are replaced, never raised about; colours are the console's
    own affair (`NO_COLOR`, pipes).
    """
    page = _Page(report, language, show_all)
    _print(console, page.blocks())


def render_error_rich(
    error: ErrorReport, console: Console, language: Language, show_all: bool = False
) -> None:
    """Print why nothing was judged: each problem with its place, what was seen and what is allowed."""
    problems = error.problems if show_all else error.problems[:FIRST]
    lines = [
        Line(_sentence("heading_errors", language, count=len(error.problems)), _STYLES["breach"]),
        _BLANK,
    ]
    lines += [_item(render_problem(problem, language)) for problem in problems]
    if len(problems) < len(error.problems):
        left = len(error.problems) - len(problems)
        lines.append(Line(_sentence("errors_cut", language, count=left), _QUIET, indent=2))
    _print(console, lines)


def _print(console: Console, lines: Iterable[Line | Beside]) -> None:
    """Print lines as they stand: no guessing at links or numbers, no markup in names of users."""
    for line in lines:
        console.print(line, highlight=False, markup=False, end="")


class _Page:
    """One report in one language, as blocks for a console."""

    def __init__(self, report: Report, language: Language, show_all: bool) -> None:
        self.report = report
        self.language = language
        self.show_all = show_all
        self.files = files_of(report)

    def blocks(self) -> Iterator[Line | Beside]:
        deciding = self.report.findings.filter(decides())
        yield from self.verdict(deciding)
        yield from self.what_was_read()
        yield from self.section("breach", _STYLES["breach"], deciding.filter(status="breach"))
        yield from self.undetermined(deciding.filter(status="undetermined"))
        yield from self.section("warning", _STYLES["warning"], deciding.filter(status="warning"))
        aside = self.report.findings.filter(~decides() & worth_reading())
        yield from self.aside("advisory", aside.filter(pl.col("standing") != "draft"))
        yield from self.aside("draft", aside.filter(pl.col("standing") == "draft"))
        yield from self.rest()
        yield from self.notes()

    def say(self, code: str, **values: Any) -> str:
        return _sentence(code, self.language, **values)

    # The head of the page

    def verdict(self, deciding: pl.DataFrame) -> Iterator[Line | Beside]:
        summary = self.report.summary
        status = _verdict(summary)
        head = f"concentration {__version__} · {self.report.portfolio} · {self.days()}"
        counts = {
            name: f"{getattr(summary, name):,}" for name in ("judged", "breach", "undetermined", "warning")
        }
        yield Line(head, _QUIET)
        yield _BLANK
        yield Line(self.say(f"verdict_{status}", **counts), _STYLES.get(status, _STYLES["pass"]))
        for name in ("breach", "undetermined", "warning"):
            count = deciding.filter(status=name).height
            if count:
                yield Line(self.say(f"change_{name}", count=f"{count:,}"), indent=2)
        for name in ("advisory", "draft"):
            if getattr(summary, name):
                yield Line(self.say(f"beside_{name}", count=getattr(summary, name)), indent=2)
        if deciding.height:
            yield Line(self.say("counted_as"), _QUIET, indent=2)

    def days(self) -> str:
        days = self.report.as_of
        if len(days) > 1:
            return self.say("dates_range", first=days[0], last=days[-1], count=len(days))
        return str(days[0]) if days else ""

    def what_was_read(self) -> Iterator[Line | Beside]:
        coverage = self.report.coverage
        counts = {
            "products": f"{coverage.products:,}",
            "holdings": f"{coverage.holdings:,}",
            "limits": self.report.catalogue.limits,
            "as_of": self.days(),
        }
        lines = [self.say("read_counts", **counts)]
        files = [
            self.say("read_file", file=self.files[entry.table], rows=f"{entry.rows:,}")
            for entry in self.report.inputs
        ]
        lines += [self.say("read_files", files=files)] if files else []
        lines.append(self.say("all_products_true" if coverage.all_products else "all_products_false"))
        if coverage.holdings_complete is not None:
            lines.append(self.say("holdings_complete" if coverage.holdings_complete else "holdings_partial"))
        if coverage.absent:
            lines.append(self.say("absent_products", **self.few(coverage.absent)))
        if coverage.unexplained.height:
            rows = coverage.unexplained.select("product_id", "ratio").iter_rows()
            lines.append(
                self.say(
                    "unexplained_products", **self.few([f"{name} {percent(part)}" for name, part in rows])
                )
            )
        if self.report.catalogue.readings:
            chosen = [f"{limit}={name}" for limit, name in sorted(self.report.catalogue.readings.items())]
            lines.append(self.say("readings_chosen", readings=chosen))
        yield from self.heading("read", "bold")
        yield from (_item(line) for line in lines)

    def few(self, names: Sequence[str]) -> dict[str, str]:
        shown = _sentence_list(names if self.show_all else names[:_FEW_NAMES], self.language)
        if len(names) > _FEW_NAMES and not self.show_all:
            shown = self.say("and_more", shown=shown)
        return {"count": f"{len(names):,}", "products": shown}

    def heading(self, name: str, style: str, **values: Any) -> Iterator[Line]:
        yield _BLANK
        yield Line(self.say(f"heading_{name}", **values), style)

    # Findings, gathered by limit

    def section(self, name: str, style: str, findings: pl.DataFrame) -> Iterator[Line | Beside]:
        if findings.is_empty():
            return
        yield from self.heading(name, style, count=f"{findings.height:,}")
        yield from self.listed(findings, style)

    def listed(self, findings: pl.DataFrame, style: str) -> Iterator[Line | Beside]:
        shown = findings if self.show_all else findings.head(FIRST)
        rows = shown.iter_rows(named=True)
        for number, (_, group) in enumerate(groupby(rows, key=lambda row: (row["limit"], row["bound_from"]))):
            if number:
                yield _BLANK
            yield from self.limit_block(list(group), style)
        if shown.height < findings.height:
            rest = findings.tail(-FIRST).get_column("limit").value_counts().to_dicts()
            cut = self.say(
                "section_cut", count=f"{findings.height - shown.height:,}", limits=self.counted(rest)
            )
            yield Line(cut, _QUIET, indent=2)

    def limit_block(self, rows: Sequence[Finding], style: str) -> Iterator[Line | Beside]:
        first = rows[0]
        limit = self.report.limits.get(first["limit"]) if first["limit"] else None
        if limit is not None:
            yield Line(self.title(limit), "bold", indent=2)
            yield Line(" · ".join((limit.id, *self.law(first))), _QUIET, indent=2, hang=2)
        for row in rows:
            yield Beside(list(self.who(row)), list(self.numbers(row, limit)), style)

    def title(self, limit: Limit) -> str:
        return str(getattr(limit.title, self.language))

    def law(self, finding: Finding) -> Iterator[str]:
        bound = bound_of(finding, self.report.limits)
        if bound is None:
            return
        code = f"law_{bound.cite.basis}" if bound.cite.basis in ("practice", "draft") else "law"
        name = instrument_name(bound.cite, self.report.instruments, self.language)
        yield self.say(code, instrument=name, article=bound.cite.article)

    def who(self, finding: Finding) -> Iterator[Line]:
        """Yield the subject, and under it the group with its members and a reason, if there is one."""
        yield Line(self.subject(finding), indent=4, hang=2)
        if finding["group_id"] is not None:
            group = self.named(finding["group_id"], finding["group_name"])
            yield Line(self.say(f"group_{finding['group_by']}", group=group), indent=6)
        elif finding["group_by"] not in (None, "none"):
            yield Line(self.say("group_unknown"), indent=6)
        members = finding["members"] or ()
        if len(members) > 1:
            few = self.few(members)
            code = "may_lift" if finding["group_id"] is None else "members"
            yield Line(self.say(code, count=few["count"], members=few["products"]), _QUIET, indent=6)
        if finding["through"]:
            yield Line(self.say("through"), _QUIET, indent=6)
        why = reason(finding, self.report, self.files, self.language)
        if why is not None:
            yield Line(why, _QUIET, indent=6)

    def subject(self, finding: Finding) -> str:
        if finding["product_id"] is None:
            manager = finding["manager_id"] or ""
            subject = self.say("manager", subject=self.named(manager, self.report.manager_names.get(manager)))
        else:
            product = finding["product_id"]
            subject = self.named(product, self.report.product_names.get(product))
        if finding["tranche_id"] is not None:
            subject = self.say("tranche", subject=subject, id=finding["tranche_id"])
        if len(self.report.as_of) > 1:
            subject = self.say("on_day", subject=subject, day=finding["as_of"])
        return subject

    def named(self, identifier: str, name: str | None) -> str:
        return (
            identifier
            if name in (None, "", identifier)
            else self.say("subject_named", name=name, id=identifier)
        )

    def numbers(self, finding: Finding, limit: Limit | None) -> Iterator[str]:
        """Yield the lines of the right column: what is against the bound, and by how much."""
        comparison, status, bound = finding["comparison"], finding["status"], finding["bound"]
        if comparison in ("forbidden", "not_after"):
            if finding["numerator"] is not None:
                yield self.amount(finding["numerator"], finding["unit"], ROUND_HALF_EVEN)
            if status == "breach":
                yield self.say(comparison)
            return
        sign = _sign(comparison, status)
        if finding["ratio"] is not None and bound is not None:
            yield f"{against(finding)} {sign} {percent(bound)}"
        elif (
            finding["numerator"] is not None
            and bound is not None
            and limit is not None
            and limit.denominator is None
        ):
            yield self.amount(finding["numerator"], finding["unit"], ROUND_HALF_EVEN)
            yield f"{sign} {self.amount(bound, finding['unit'], ROUND_HALF_EVEN)}"
        if status in ("breach", "waived") and finding["excess"] is not None:
            beyond = "shortfall" if comparison in _FLOORS else "excess"
            yield self.say(beyond, amount=self.amount(finding["excess"], finding["unit"], ROUND_CEILING))
        elif status in ("warning", "pass") and finding["headroom"] is not None:
            left = self.amount(finding["headroom"], finding["unit"], ROUND_FLOOR)
            yield self.say("headroom", amount=left)

    def amount(self, amount: Decimal, unit: str, rounding: str) -> str:
        if unit == "shares":
            return self.say("amount_shares", amount=thousands(amount))
        return self.say("amount_yuan", amount=yuan(amount, rounding))

    # What could not be determined, gathered by what is missing

    def undetermined(self, findings: pl.DataFrame) -> Iterator[Line | Beside]:
        if findings.is_empty():
            return
        yield from self.heading("undetermined", _STYLES["undetermined"], count=f"{findings.height:,}")
        causes = [*self.by_missing_column(findings), *self.by_reason(findings)]
        for cause in causes if self.show_all else causes[:FIRST]:
            yield from cause
        if self.show_all:
            yield _BLANK
            yield from self.listed(findings, _STYLES["undetermined"])
        elif len(causes) > FIRST:
            yield Line(self.say("causes_cut", count=len(causes) - FIRST), _QUIET, indent=2)

    def by_missing_column(self, findings: pl.DataFrame) -> Iterator[list[Line]]:
        """Yield one block for each missing column, the one that settles most findings first."""
        gaps = (
            findings.select("finding", "limit", "missing")
            .explode("missing")
            .drop_nulls("missing")
            .unnest("missing")
        )
        columns = (
            gaps.group_by("table", "column")
            .agg(
                pl.col("finding").n_unique().alias("findings"),
                pl.struct("table", "column", "row", "key", "count")
                .sort_by("row", nulls_last=True)
                .first()
                .alias("cell"),
                pl.struct("limit", "finding").unique().struct.field("limit").value_counts().alias("limits"),
            )
            .sort("findings", "table", "column", descending=[True, False, False])
        )
        for table, column, count, cell, limits in columns.iter_rows():
            names = {"file": file_of(table, self.files), "column": column_label(table, column, self.language)}
            what, how = _cause(table, column)
            details = (
                self.say("missing_effect", count=f"{count:,}", limits=self.counted(limits)),
                self.say("missing_example", cell=cell_text(cell, self.files, self.language)),
                self.say(how, **names, table=table, name=column),
            )
            head = Line(self.say(what, **names), "bold", indent=2)
            yield [head, *(Line(detail, indent=4, hang=2) for detail in details)]

    def counted(self, limits: Sequence[Mapping[str, Any]]) -> str:
        known = sorted(
            (entry for entry in limits if entry["limit"]), key=lambda entry: (-entry["count"], entry["limit"])
        )
        named = [
            self.say("limit_count", limit=entry["limit"], count=f"{entry['count']:,}") for entry in known
        ]
        return str(self.few(named)["products"])

    def by_reason(self, findings: pl.DataFrame) -> Iterator[list[Line]]:
        """Yield one line for each reason that no missing column explains, with its first finding."""
        unexplained = findings.filter(pl.col("missing").list.len().fill_null(0) == 0)
        first = unexplained.group_by("reason_code", maintain_order=True).agg(
            pl.len().alias("count"), pl.all().first()
        )
        for row in first.iter_rows(named=True):
            why = reason(row, self.report, self.files, self.language) or self.say("reason_unnamed")
            yield [
                Line(
                    self.say("other_reason", count=f"{row['count']:,}", reason=why), "bold", indent=2, hang=2
                )
            ]

    # What stands apart, what is only counted, and notes

    def aside(self, name: str, findings: pl.DataFrame) -> Iterator[Line | Beside]:
        if findings.is_empty():
            return
        unknown = findings.filter(status="undetermined").height
        yield from self.heading(name, "bold", count=findings.height)
        yield from self.listed(findings.filter(pl.col("status") != "undetermined"), "")
        if unknown:
            yield Line(self.say("undetermined_apart", count=unknown), _QUIET, indent=2)

    def rest(self) -> Iterator[Line | Beside]:
        summary = self.report.summary
        if self.show_all:
            for status in ("waived", "exempt", "pass"):
                style = _STYLES.get(status, "")
                yield from self.section(status, style, self.report.findings.filter(status=status))
        counts = {name: f"{getattr(summary, name):,}" for name in ("passed", "exempt", "waived")}
        line = self.say("counts_rest", **counts)
        unlisted = summary.passed + summary.exempt + summary.waived and not self.show_all
        yield _BLANK
        yield Line(line, _STYLES["pass"])
        if unlisted:
            yield Line(self.say("counts_listed"), _QUIET, indent=2)

    def notes(self) -> Iterator[Line | Beside]:
        notes = [note for note in self.report.notes if note.code not in _SAID_AT_THE_TOP]
        if not notes:
            return
        shown = notes if self.show_all else notes[:FIRST]
        yield from self.heading("notes", "bold")
        yield from (_item(render(note, self.language)) for note in shown)
        if len(shown) < len(notes):
            yield Line(self.say("notes_cut", count=len(notes) - len(shown)), _QUIET, indent=2)


def _verdict(summary: Summary) -> str:
    for status in ("breach", "undetermined", "warning"):
        if getattr(summary, status):
            return status
    return "clean" if summary.judged else "nothing"


def _cause(table: str, column: str) -> tuple[str, str]:
    """Return the sentences for what is missing and for how to supply it."""
    if is_never_empty(table, column):
        return "undecided_column", "supply_other_value"
    return "missing_column", "supply_default" if may_have_default(table, column) else "supply_column"


def _sign(comparison: str | None, status: str) -> str:
    """Return how a figure stands to its bound; of an undetermined one nothing may be claimed."""
    if comparison is None or status == "undetermined":
        return "/"
    return (_BROKEN if status in ("breach", "waived") else _HELD)[comparison]


def percent(ratio: Decimal) -> str:
    """Return a ratio as a percentage with all its digits and no zeros at the end."""
    return f"{thousands(_EXACT.multiply(ratio, Decimal(100)))}%"


def against(finding: Finding) -> str:
    """Return a finding's ratio in percent, short, but with as many digits as tell it apart from the bound."""
    exact = Decimal(finding["ratio_text"] or finding["ratio"])
    for digits in (2, 4, 6, 8):
        short = exact.quantize(Decimal(1).scaleb(-digits - 2), ROUND_HALF_EVEN, _EXACT)
        if exact == finding["bound"] or short != finding["bound"]:
            return percent(short)
    return percent(exact)


def yuan(amount: Decimal, rounding: str) -> str:
    """Return yuan with thousands separators and 2 decimals, 4 where the fen is not whole."""
    exact = amount.quantize(Decimal("0.0001"), rounding, _EXACT)
    fen = exact.quantize(Decimal("0.01"), ROUND_HALF_EVEN, _EXACT)
    return f"{fen if fen == exact else exact:,f}"


def _sentence(code: str, language: Language, **values: Any) -> str:
    return render(Message(code, values), language)


def _sentence_list(names: Sequence[str], language: Language) -> str:
    return render(Message("plain_list", {"names": list(names)}), language)


def _item(text: str) -> Line:
    """Return an entry of a list, its later lines standing under its first word."""
    return Line(f"- {text}", indent=2, hang=2)
