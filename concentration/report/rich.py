"""The report on a terminal: the verdict first, then what has to be done, most important first.

Every number stands in a column that is never wrapped or cut; names wrap beside it.
"""

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import groupby
from operator import itemgetter
from typing import Any

import polars as pl
from rich.console import Console

from concentration import __version__
from concentration.catalogue.model import Limit
from concentration.report.columns import is_never_empty, may_have_default
from concentration.report.figures import Finding, short_percent
from concentration.report.lines import Beside, Line, print_lines
from concentration.report.numbers import numbers
from concentration.report.order import SUBJECT, first_of_each, judgements, worst_first
from concentration.report.reasons import (
    SETTINGS,
    bound_of,
    cell_text,
    citation,
    column_label,
    cure_text,
    file_of,
    files_of,
    has_no_past,
    life_text,
    note_text,
    reason,
    short_name,
    waiver_text,
)
from concentration.report.result import (
    BASELINE,
    STATUSES,
    Ahead,
    ErrorReport,
    Report,
    Summary,
    decides,
    worth_reading,
)
from concentration.words.message import Language, Message
from concentration.words.sentences import render, render_problem

FIRST = 20
"""So many findings, notes or problems are shown of a section unless everything is asked for."""

LARGE_GAP = Decimal("0.1")
"""Where so much of a product's assets is missing in its holdings, they are hardly all there."""

_SAID_AT_THE_TOP = (
    "covers_all_products",
    "covers_some_products",
    "limits_applied",
    "no_product_limit",
    "not_in_force",
    "unexplained_summary",
)
_FILE_WIDTH = 100
_FEW_NAMES = 8
_MOST_CAUSES = 2
_OF_PARTIES = ("company", "same_asset", "related_party")
_STYLES = {"breach": "bold red", "undetermined": "bold magenta", "warning": "yellow", "pass": "green"}
_QUIET = "dim"

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
        print_lines(console, [_BLANK, Line(line, "bold")])


def render_rich(report: Report, console: Console, language: Language, show_all: bool = False) -> None:
    """Print one report to `console`; `show_all` lists passes and exemptions too and cuts no section short.

    Characters that the console's encoding lacks are replaced, never raised about; colours are the console's
    own affair (`NO_COLOR`, pipes).
    """
    page = _Page(report, language, show_all)
    print_lines(console, page.blocks())


def render_error_rich(
    error: ErrorReport,
    console: Console,
    language: Language,
    show_all: bool = False,
    heading: str = "heading_errors",
) -> None:
    """Print why nothing was done: each problem with its place, what was seen and what is allowed.

    `heading` is the sentence that says what was not done.
    """
    problems = error.problems if show_all else error.problems[:FIRST]
    lines = [
        Line(_sentence(heading, language, count=len(error.problems)), _STYLES["breach"]),
        _BLANK,
    ]
    # Where nobody reads along, a line is whole: a path broken in two cannot be searched for.
    folded = console.is_terminal
    lines += [replace(_item(render_problem(problem, language)), folded=folded) for problem in problems]
    if len(problems) < len(error.problems):
        left = len(error.problems) - len(problems)
        lines.append(Line(_sentence("errors_cut", language, count=left), _QUIET, indent=2))
    print_lines(console, lines)


class _Page:
    """One report in one language, as blocks for a console."""

    def __init__(self, report: Report, language: Language, show_all: bool) -> None:
        self.report = report
        self.language = language
        self.show_all = show_all
        self.files = files_of(report)
        self.held: dict[int, tuple[str, str]] = {}

    def blocks(self) -> Iterator[Line | Beside]:
        deciding = self.report.findings.filter(decides())
        yield from self.verdict(deciding)
        yield from self.what_was_read()
        yield from self.breaches(deciding.filter(status="breach"))
        if self.report.ahead is not None:
            yield from self.ahead(self.report.ahead)
        yield from self.undetermined(deciding)
        yield from self.warnings(deciding)
        worse = deciding.filter(pl.col("status").is_in(STATUSES[: STATUSES.index("waived")]))
        yield from self.section("waived", self.report.findings.filter(status="waived"), worse)
        aside = self.report.findings.filter(~decides() & worth_reading())
        yield from self.aside("advisory", aside.filter(pl.col("standing") != "draft"))
        yield from self.aside("draft", aside.filter(pl.col("standing") == "draft"))
        if self.report.resolved is not None:
            yield from self.resolved(self.report.resolved)
        if self.report.flips is not None:
            yield from self.flips(self.report.flips)
        yield from self.rest(deciding)
        yield from self.notes()

    def say(self, code: str, **values: Any) -> str:
        return _sentence(code, self.language, **values)

    def count(self, noun: str, count: int) -> str:
        """Return a number with its noun, `3 products`."""
        return self.say(f"{'one' if count == 1 else 'many'}_{noun}", count=f"{count:,}")

    # The head of the page

    def verdict(self, deciding: pl.DataFrame) -> Iterator[Line | Beside]:
        summary = self.report.summary
        status, silent = _verdict(summary), self.noted("no_product_limit")
        counts = {
            name: self.items(getattr(summary, name), deciding.filter(status=name).height)
            for name in ("breach", "undetermined", "warning")
        }
        yield Line(f"concentration {__version__} · {self.report.portfolio} · {self.days()}", _QUIET)
        yield Line(self.applied(), _QUIET)
        yield _BLANK
        style = "bold" if silent and status == "clean" else _STYLES.get(status, _STYLES["pass"])
        said = self.say(f"verdict_{status}", judged=f"{summary.judged:,}", **counts)
        yield Line(self.read_as(said), style)
        for note in silent:
            few = self.few(note.values["products"])
            yield Line(self.say(note.code, **{**few, "count": note.values["count"]}), "bold", indent=2)
        waived = deciding.filter(status="waived").height
        if waived:
            yield Line(self.say("beside_waived", found=self.count("finding", waived)), indent=2)
        for name in ("advisory", "draft"):
            if getattr(summary, name):
                yield Line(self.say(f"beside_{name}", count=getattr(summary, name)), indent=2)
        if self.report.resolved is not None:
            yield Line(self.against_baseline(self.report.resolved.height), indent=2)
        if summary.judged:
            yield Line(self.say("counted_as"), _QUIET, indent=2)

    def against_baseline(self, resolved: int) -> str:
        """Return how many findings are new, worse, … beside the earlier report; passes and exemptions aside."""
        marked = self.report.findings.filter(~pl.col("status").is_in(["pass", "exempt"]))
        found = dict(marked.get_column("baseline").value_counts().iter_rows())
        counts = {mark.lower(): f"{found.get(mark, 0):,}" for mark in BASELINE}
        return self.say("against_baseline", **counts, resolved=f"{resolved:,}")

    def read_as(self, verdict: str) -> str:
        """Return the verdict with the readings that it rests on, where they are not the files' own."""
        chosen = [f"{limit}={name}" for limit, name in sorted(self.report.catalogue.readings.items())]
        return self.say("verdict_read_as", verdict=verdict, readings=chosen) if chosen else verdict

    def items(self, items: int, findings: int) -> str:
        """Return how many judgements, and how many findings they have together."""
        if not findings:
            return self.say("items", items=f"{items:,}")
        return self.say("items_found", items=f"{items:,}", found=self.count("finding", findings))

    def applied(self) -> str:
        limits = self.report.catalogue.limits
        if self.report.applied is None:
            return self.say("limits_of_catalogue", limits=limits)
        return self.say("limits_apply", applied=self.report.applied, limits=limits)

    def noted(self, code: str) -> list[Message]:
        return [note for note in self.report.notes if note.code == code]

    def days(self) -> str:
        days = self.report.as_of
        if len(days) > 1:
            return self.say("dates_range", first=days[0], last=days[-1], count=len(days))
        return str(days[0]) if days else ""

    def what_was_read(self) -> Iterator[Line | Beside]:
        coverage = self.report.coverage
        counts = {
            "products": self.count("product", coverage.products),
            "rows": self.count("row", coverage.holdings),
        }
        lines = [self.say("read_counts", **counts, as_of=self.days())]
        files = [
            self.say("read_file", file=short_name(entry, self.report), rows=f"{entry.rows:,}")
            for entry in self.report.inputs
        ]
        lines += [self.say("read_files", files=files)] if files else []
        lines.append(self.say("all_products_true" if coverage.all_products else "all_products_false"))
        if coverage.holdings_complete is not None:
            lines.append(self.say("holdings_complete" if coverage.holdings_complete else "holdings_partial"))
        if coverage.absent:
            lines.append(self.say("absent_products", **self.few(coverage.absent)))
        lines += self.unexplained()
        lines += self.transparency()
        lines += self.not_in_force()
        yield from self.heading("read", "bold")
        yield from (_item(line) for line in lines)

    def not_in_force(self) -> Iterator[str]:
        """Yield which rulebooks judged nothing as they were not yet in force, those of the same days together."""
        days: dict[tuple[str, ...], list[str]] = {}
        for note in self.noted("not_in_force"):
            days.setdefault(tuple(note.values["rulebooks"]), []).append(str(note.values["day"]))
        for rulebooks, on in days.items():
            yield self.say("not_in_force", rulebooks=rulebooks, day=on)

    def unexplained(self) -> Iterator[str]:
        """Yield which products' holdings are furthest from their assets, each once, whatever the day."""
        furthest = (
            self.report.coverage.unexplained.sort(pl.col("ratio").abs(), descending=True, maintain_order=True)
            .unique("product_id", keep="first", maintain_order=True)
            .select("product_id", "ratio")
        )
        if furthest.is_empty():
            return
        shown = [f"{name} {short_percent(ratio, None)}" for name, ratio in furthest.iter_rows()]
        yield self.say("unexplained_products", **self.few(shown))
        if self.report.coverage.holdings_complete and furthest.item(0, "ratio") >= LARGE_GAP:
            yield self.say("holdings_may_be_partial")

    def transparency(self) -> Iterator[str]:
        """Yield how far the products held by products could be looked through, the least transparent first."""
        told = self.report.coverage.transparency.sort("opaque", descending=True, nulls_last=False)
        if told.is_empty():
            return
        shown = [self.looked_through(row) for row in told.iter_rows(named=True)]
        yield self.say("transparency", **self.few(shown))

    def looked_through(self, row: Mapping[str, Any]) -> str:
        """Return one product's transparency, and why its largest opaque part is opaque."""
        values = {
            "product": row["product_id"],
            "looked_through": short_percent(row["looked_through"], None),
            "opaque": short_percent(row["opaque"], None),
        }
        if not row["opaque_by"]:
            return self.say("transparency_clear", **values)
        largest = row["opaque_by"][0]
        why = self.say(f"opaque_{largest['why']}")
        return self.say("transparency_opaque", asset=largest["asset_id"], why=why, **values)

    def few(self, names: Sequence[str]) -> dict[str, str]:
        shown = _sentence_list(names if self.show_all else names[:_FEW_NAMES], self.language)
        if len(names) > _FEW_NAMES and not self.show_all:
            shown = self.say("and_more", shown=shown)
        return {"count": f"{len(names):,}", "products": shown}

    def heading(self, name: str, style: str, **values: Any) -> Iterator[Line]:
        yield _BLANK
        yield Line(self.say(f"heading_{name}", **values), style)

    # Findings, gathered by limit

    def breaches(self, findings: pl.DataFrame) -> Iterator[Line | Beside]:
        if findings.is_empty():
            return
        yield from self.section_heading("breach", findings)
        yield Line(self.say("about_breach"), indent=2)
        without_past = sum(map(has_no_past, findings.iter_rows(named=True)))
        if without_past:
            yield Line(self.say("about_first_day", count=f"{without_past:,}"), indent=2)
        yield from self.listed(findings, _STYLES["breach"])

    def ahead(self, ahead: Ahead) -> Iterator[Line | Beside]:
        """Yield what falls due, the nearest first."""
        count = ahead.items.height
        yield from self.heading("ahead", "bold", days=ahead.days, until=ahead.until, count=f"{count:,}")
        if not count:
            yield Line(self.say("ahead_nothing"), indent=2)
        for item in (ahead.items if self.show_all else ahead.items.head(FIRST)).iter_rows(named=True):
            yield Beside(list(self.due(item)), [self.say("ahead_on", day=item["due"], days=item["days"])], "")
        if count > FIRST and not self.show_all:
            yield Line(self.say("ahead_cut", count=f"{count - FIRST:,}"), _QUIET, indent=2)

    def due(self, item: Mapping[str, Any]) -> Iterator[Line]:
        """Yield what falls due, and under it whose it is."""
        what = f"ahead_{item['what']}"
        if item["crossing"] == "unknown":
            what = "ahead_cure_at_latest"
        asset = self.named(item["asset_id"] or "", item["asset_name"])
        yield Line(self.say(what, limit=item["limit"], asset=asset, ends=item["ends"]), indent=2, hang=2)
        subject = self.subject({**item, "tranche_id": None, "as_of": self.report.as_of[-1]})
        yield Line(subject, _QUIET, indent=4, hang=2)
        if item["group_id"] is not None:
            yield Line(self.named(item["group_id"], item["group_name"]), _QUIET, indent=4, hang=2)

    def warnings(self, deciding: pl.DataFrame) -> Iterator[Line | Beside]:
        findings = deciding.filter(status="warning")
        if findings.is_empty():
            return
        worse = deciding.filter(pl.col("status").is_in(["breach", "undetermined"]))
        yield from self.section_heading("warning", findings, worse)
        yield Line(self.say("about_warning"), indent=2)
        yield from self.listed(findings, _STYLES["warning"])

    def section(
        self, name: str, findings: pl.DataFrame, worse: pl.DataFrame | None = None
    ) -> Iterator[Line | Beside]:
        if findings.is_empty():
            return
        yield from self.section_heading(name, findings, worse)
        yield from self.listed(findings, _STYLES.get(name, ""))

    def section_heading(
        self, name: str, findings: pl.DataFrame, worse: pl.DataFrame | None = None
    ) -> Iterator[Line]:
        """Yield a section's heading: judgements, findings, how many managers and products are concerned.

        A judgement that has a worse finding is not counted again; a second line says so.
        """
        items, elsewhere = judgements(findings, findings.clear() if worse is None else worse)
        concerned = [
            self.count(noun, count)
            for noun in ("manager", "product")
            if (count := findings.get_column(f"{noun}_id").drop_nulls().n_unique())
        ]
        counts = self.say(
            "counts_of_section",
            items=self.count("judgement", items),
            found=self.count("finding", findings.height),
            concerned=concerned,
        )
        yield from self.heading(name, _STYLES.get(name, "bold"), counts=counts)
        if elsewhere:
            found = self.count("finding", elsewhere)
            yield Line(self.say("counted_elsewhere", found=found), _QUIET, indent=2)

    def listed(self, findings: pl.DataFrame, style: str) -> Iterator[Line | Beside]:
        ordered = worst_first(findings)
        shown = ordered if self.show_all else first_of_each(ordered, FIRST)
        self.held |= self.held_by_nameless(shown)
        rows = shown.iter_rows(named=True)
        for _, group in groupby(rows, key=itemgetter("limit", "bound_from", "bound_place")):
            yield _BLANK
            yield from self.limit_block(list(group), style)
        if shown.height < findings.height:
            left = findings.join(shown.select("finding"), on="finding", how="anti")
            rest = left.get_column("limit").value_counts().to_dicts()
            cut = self.say("section_cut", count=f"{left.height:,}", limits=self.counted(rest))
            yield Line(cut, _QUIET, indent=2)

    def held_by_nameless(self, findings: pl.DataFrame) -> dict[int, tuple[str, str]]:
        """Return what the groups without a name hold most of, by the number of the finding: its name, and the
        sentence that says it.
        """
        nameless = findings.filter(pl.col("group_name").is_null(), pl.col("group_by").is_in(_OF_PARTIES))
        assets = (
            self.report.contributions.join(nameless.select("finding"), on="finding", how="semi")
            .group_by("finding", "asset_id")
            .agg(pl.col("amount").sum())
            .sort("finding", "amount", "asset_id", descending=[False, True, False], nulls_last=True)
            .group_by("finding", maintain_order=True)
            .agg(pl.col("asset_id").first(), several=pl.len() > 1)
        )
        return {
            finding: ("group_by_assets" if several else "group_by_asset", name)
            for finding, asset, several in assets.iter_rows()
            if (name := self.report.asset_names.get(asset))
        }

    def limit_block(self, rows: Sequence[Finding], style: str) -> Iterator[Line | Beside]:
        first = rows[0]
        limit = self.report.limits.get(first["limit"]) if first["limit"] else None
        if limit is None:
            yield Line(self.say("no_limit"), "bold", indent=2)
        else:
            yield Line(self.title(limit), "bold", indent=2)
            yield Line(limit.id, _QUIET, indent=2)
            yield from self.law(first)
            if any(row["status"] == "breach" for row in rows):
                cure = cure_text(limit.cure, self.report.instruments, self.language)
                yield Line(cure, _QUIET, indent=2, hang=2)
        for row in rows:
            yield Beside(list(self.who(row)), numbers(row, limit, self.language), style)

    def title(self, limit: Limit) -> str:
        return str(getattr(limit.title, self.language))

    def law(self, finding: Finding) -> Iterator[Line]:
        bound = bound_of(finding, self.report.limits)
        if bound is not None:
            law = citation(bound.cite, self.report.instruments, self.language)
            yield Line(law, _QUIET, indent=2, hang=2)

    def who(self, finding: Finding) -> Iterator[Line]:
        """Yield the subject, and under it the group with its members and a reason, if there is one."""
        yield Line(self.subject(finding), indent=4, hang=2)
        if finding["group_id"] is not None:
            yield Line(self.say(f"group_{finding['group_by']}", group=self.group(finding)), indent=6)
        elif finding["group_by"] not in (None, "none"):
            yield Line(self.say("group_unknown"), indent=6)
        elif finding["status"] == "pass" and self.is_grouped(finding):
            yield Line(self.say("group_empty"), _QUIET, indent=6)
        members = finding["members"] or ()
        if len(members) > 1:
            few = self.few(members)
            code = "may_lift" if finding["group_id"] is None else "members"
            yield Line(self.say(code, count=few["count"], members=few["products"]), _QUIET, indent=6)
        if finding["through"]:
            yield Line(self.say("through"), _QUIET, indent=6)
        if finding["trigger"] is not None:
            yield Line(self.say("trigger", trigger=finding["trigger"]), _QUIET, indent=6)
        life = life_text(finding, self.language)
        if life:
            yield Line(life, _life_style(finding), indent=6, hang=2)
        if finding["baseline"] not in (None, "SAME"):
            yield Line(self.say(f"baseline_{finding['baseline']}"), indent=6)
        if finding["status"] == "waived" and finding["waiver"] is not None:
            waiver = self.report.waivers[finding["waiver"]]
            yield Line(waiver_text("waived_by", waiver, self.report, self.language), indent=6)
        most = None if self.show_all else _MOST_CAUSES
        why = reason(finding, self.report, self.files, self.language, most)
        if why is not None:
            yield Line(why, _QUIET, indent=6)

    def is_grouped(self, finding: Finding) -> bool:
        limit = self.report.limits.get(finding["limit"])
        return limit is not None and limit.group_by != "none"

    def group(self, finding: Finding) -> str:
        """Return a group's name and id; of one without a name, what it holds most of."""
        identifier = finding["group_id"]
        held = self.held.get(finding["finding"])
        if finding["group_name"] is None and held is not None:
            code, name = held
            return self.say(code, id=identifier, name=name)
        return self.named(identifier, finding["group_name"])

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

    # What could not be determined, gathered by what is missing

    def undetermined(self, deciding: pl.DataFrame) -> Iterator[Line | Beside]:
        findings = deciding.filter(status="undetermined")
        if findings.is_empty():
            return
        yield from self.section_heading("undetermined", findings, deciding.filter(status="breach"))
        yield Line(self.say("about_undetermined"), indent=2)
        causes = [*self.by_missing_column(findings), *self.by_reason(findings)]
        for cause in causes if self.show_all else causes[:FIRST]:
            yield from cause
        if len(causes) > FIRST and not self.show_all:
            yield Line(self.say("causes_cut", count=len(causes) - FIRST), _QUIET, indent=2)
        if self.show_all or findings.height <= FIRST:
            yield from self.listed(findings, _STYLES["undetermined"])

    def by_missing_column(self, findings: pl.DataFrame) -> Iterator[list[Line]]:
        """Yield one block for each missing column, the one that settles most findings first."""
        gaps = (
            findings.select("finding", *SUBJECT, "missing")
            .explode("missing")
            .drop_nulls("missing")
            .unnest("missing")
        )
        columns = (
            gaps.group_by("table", "column")
            .agg(
                pl.col("finding").n_unique().alias("findings"),
                pl.struct(SUBJECT).n_unique().alias("subjects"),
                pl.struct("row", "key").n_unique().alias("cells"),
                pl.col("count").max().alias("most"),
                pl.struct("table", "column", "row", "key", "count")
                .sort_by("row", nulls_last=True)
                .first()
                .alias("cell"),
                pl.struct("limit", "finding").unique().struct.field("limit").value_counts().alias("limits"),
            )
            .sort("findings", "table", "column", descending=[True, False, False])
        )
        for column in columns.iter_rows(named=True):
            yield list(self.cause(column))

    def cause(self, gap: Mapping[str, Any]) -> Iterator[Line]:
        """Yield what is missing, what hangs on it, an example, and how to supply it."""
        table, column = gap["table"], gap["column"]
        names = {"file": file_of(table, self.files), "column": column_label(table, column, self.language)}
        what, how = _cause(table, column)
        # A finding names the first of its cells only, so that those of several can overlap.
        cells = self.count("cell", max(gap["cells"], gap["most"]))
        effect = self.say(
            "setting_effect" if table == SETTINGS else "missing_effect",
            items=self.count("judgement", gap["subjects"]),
            found=self.count("finding", gap["findings"]),
            cells=cells if gap["most"] == 1 or gap["findings"] == 1 else self.say("at_least", count=cells),
            limits=self.counted(gap["limits"]),
        )
        yield Line(self.say(what, **names, name=column), "bold", indent=2)
        yield Line(effect, indent=4, hang=2)
        if table != SETTINGS:
            example = self.say("missing_example", cell=cell_text(gap["cell"], self.files, self.language))
            yield Line(example, indent=4, hang=2)
        yield Line(self.say(how, **names, table=table, name=column), indent=4, hang=2)

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
                    self.say("other_reason", count=self.count("finding", row["count"]), reason=why),
                    "bold",
                    indent=2,
                    hang=2,
                )
            ]

    # What stands apart, what is only counted, and notes

    def aside(self, name: str, findings: pl.DataFrame) -> Iterator[Line | Beside]:
        if findings.is_empty():
            return
        unknown = findings.filter(status="undetermined").height
        yield from self.section_heading(name, findings)
        yield from self.listed(findings.filter(pl.col("status") != "undetermined"), "")
        if unknown:
            yield Line(self.say("undetermined_apart", count=self.count("finding", unknown)), _QUIET, indent=2)

    def resolved(self, resolved: pl.DataFrame) -> Iterator[Line | Beside]:
        """Yield the findings of the earlier report that are gone, limit by limit."""
        if resolved.is_empty():
            return
        yield from self.heading("resolved", "bold", count=f"{resolved.height:,}")
        shown = resolved if self.show_all else resolved.head(FIRST)
        for limit, gone in groupby(shown.iter_rows(named=True), key=itemgetter("limit")):
            known = self.report.limits.get(limit) if limit else None
            yield _BLANK
            yield Line(self.say("no_limit") if known is None else self.title(known), "bold", indent=2)
            for row in gone:
                yield Beside(list(self.gone(row)), [self.was(row)], _QUIET)
        if shown.height < resolved.height:
            yield Line(
                self.say("resolved_cut", count=f"{resolved.height - shown.height:,}"), _QUIET, indent=2
            )

    def gone(self, resolved: Mapping[str, Any]) -> Iterator[Line]:
        yield Line(self.subject(resolved), indent=4, hang=2)
        if resolved["group_id"] is not None:
            yield Line(self.named(resolved["group_id"], resolved["group_name"]), indent=6, hang=2)
        elif resolved["group_by"] != "none":
            yield Line(self.say("group_unknown"), indent=6)

    def was(self, resolved: Mapping[str, Any]) -> str:
        """Return what a finding that is gone was, with its ratio where there is one."""
        values = {"day": resolved["as_of"], "status": self.say(f"status_{resolved['status']}")}
        if resolved["ratio"] is None:
            return self.say("resolved_was", **values)
        return self.say("resolved_was_at", **values, ratio=short_percent(Decimal(resolved["ratio"]), None))

    def flips(self, flips: pl.DataFrame) -> Iterator[Line | Beside]:
        """Yield the verdicts that another reading would change, reading by reading."""
        if flips.is_empty():
            yield from (_BLANK, Line(self.say("flips_none")))
            return
        yield from self.heading("flips", "bold", count=f"{flips.height:,}")
        shown = flips if self.show_all else flips.head(FIRST)
        rows = shown.iter_rows(named=True)
        for (limit, reading), changed in groupby(rows, key=itemgetter("limit", "reading")):
            other = self.report.limits[limit].readings.get(reading)
            code = "flip_reading_default" if other is None else "flip_reading"
            title = None if other is None else getattr(other.title, self.language)
            yield _BLANK
            yield Line(self.say(code, limit=limit, reading=reading, title=title), "bold", indent=2, hang=2)
            for row in changed:
                yield Beside(list(self.flipped(row)), [self.flip(row)], "")
        if shown.height < flips.height:
            yield Line(self.say("flips_cut", count=f"{flips.height - shown.height:,}"), _QUIET, indent=2)

    def flipped(self, flip: Mapping[str, Any]) -> Iterator[Line]:
        yield Line(self.subject(flip), indent=4, hang=2)
        if flip["group_id"] is not None:
            yield Line(self.named(flip["group_id"], flip["group_name"]), indent=6, hang=2)
        elif self.is_grouped(flip):
            yield Line(self.say("group_unknown"), indent=6)

    def flip(self, flip: Mapping[str, Any]) -> str:
        """Return both verdicts, each with its ratio where there is one."""
        sides = []
        for side in ("from", "to"):
            status = self.say(f"status_{flip[side] or 'not_grouped'}")
            ratio = flip[f"ratio_{side}"]
            figure = None if ratio is None else short_percent(ratio, None)
            sides.append(self.say("flip_side", status=status, ratio=figure) if figure else status)
        return self.say("flip_from_to", before=sides[0], after=sides[1])

    def rest(self, deciding: pl.DataFrame) -> Iterator[Line | Beside]:
        summary = self.report.summary
        if self.show_all:
            for status in ("exempt", "pass"):
                worse = deciding.filter(pl.col("status").is_in(STATUSES[: STATUSES.index(status)]))
                yield from self.section(status, deciding.filter(status=status), worse)
            apart = ~decides() & ~worth_reading() & (pl.col("status") != "waived")
            yield from self.section("apart", self.report.findings.filter(apart))
        counts = {name: f"{getattr(summary, name):,}" for name in ("passed", "exempt")}
        waived = self.items(summary.waived, deciding.filter(status="waived").height)
        line = self.say("counts_rest", **counts, waived=waived)
        unlisted = summary.passed + summary.exempt and not self.show_all
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
        yield from (_item(note_text(note, self.report, self.language)) for note in shown)
        if len(shown) < len(notes):
            yield Line(self.say("notes_cut", count=len(notes) - len(shown)), _QUIET, indent=2)


def _life_style(finding: Finding) -> str:
    return _STYLES["breach"] if finding["overdue"] else _QUIET


def _verdict(summary: Summary) -> str:
    for status in ("breach", "undetermined", "warning"):
        if getattr(summary, status):
            return status
    if summary.passed:
        return "clean"
    return "freed" if summary.judged else "nothing"


def _cause(table: str, column: str) -> tuple[str, str]:
    """Return the sentences for what is missing and for how to supply it."""
    if table == SETTINGS:
        return "missing_setting", "supply_setting"
    if is_never_empty(table, column):
        return "undecided_column", "supply_other_value"
    return "missing_column", "supply_default" if may_have_default(table, column) else "supply_column"


def _sentence(code: str, language: Language, **values: Any) -> str:
    return render(Message(code, values), language)


def _sentence_list(names: Sequence[str], language: Language) -> str:
    return render(Message("plain_list", {"names": list(names)}), language)


def _item(text: str) -> Line:
    """Return an entry of a list, its later lines standing under its first word."""
    return Line(f"- {text}", indent=2, hang=2)
