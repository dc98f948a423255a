"""One street, one way: read → connect → look through → measure → judge → report."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from typing import Any, Literal

import polars as pl

from concentration.catalogue.declared import undeclared
from concentration.catalogue.model import Catalogue, Limit
from concentration.catalogue.whitelist import nearest
from concentration.connect import connect
from concentration.contract_lines import with_contract_lines
from concentration.frames import Connected, Through, Waiver
from concentration.judge import Judged, covered, findings_of, judge, without_holdings
from concentration.lives import Past, in_report, present_days
from concentration.lookthrough import look_through, paths_between
from concentration.measure import Plan, columns_needed, make_plan, measure, merged_issuers, prepare
from concentration.read.portfolio import Portfolio, Settings, portfolio_from_rows
from concentration.report.result import (
    CONTRIBUTIONS,
    FINDINGS,
    STATUSES,
    TRANSPARENCY,
    CatalogueStamp,
    Coverage,
    Report,
    Summary,
)
from concentration.vocabulary.amounts import LARGEST, UNIT, counted
from concentration.waivers import Scope, notes_on, waivers_of
from concentration.words.message import CannotRunError, Message, Problem

__all__ = ["Options", "Portfolio", "check", "check_rows", "columns_needed"]

ROWS_AT_A_TIME = 1_000_000
"""Holdings judged at once: whole managers are gathered up to about this many rows."""

RATIO_UNIT = 10**12
"""Ratios are rounded to this part of one, in integers."""

NAMED = 10
"""Known names that a message lists where none is near."""

NOTED_GAP = pl.lit(100)
"""Market values further than one part in this many from total assets are noted."""


@dataclass(frozen=True)
class Options:
    """What of a portfolio is judged and shown; what is summed never shrinks.

    `as_of`: a day, `all`, or `latest`. The sets of ids narrow what is judged; empty means everything. `draft` judges
    limits that are drafts too.
    """

    as_of: date | Literal["all", "latest"] = "latest"
    show_all: bool = False
    draft: bool = False
    rulebooks: frozenset[str] = field(default_factory=frozenset)
    limits: frozenset[str] = field(default_factory=frozenset)
    products: frozenset[str] = field(default_factory=frozenset)
    managers: frozenset[str] = field(default_factory=frozenset)


Step = Callable[[int, int], None]
"""Told how many holdings have been judged, of how many."""


def check(
    portfolio: Portfolio,
    catalogue: Catalogue,
    options: Options | None = None,
    step: Step | None = None,
    previous: Portfolio | None = None,
) -> Report:
    """Judge a portfolio against a catalogue; raise CannotRunError if there is nothing to judge.

    `previous` holds days before the first one of the portfolio, in which the past of its breaches is looked up too.
    """
    options = options or Options()
    run = make_run(portfolio, catalogue, options)
    past = past_of(portfolio, catalogue, run, previous)
    return in_report(_judged(run, portfolio, catalogue, options, step), past)


def judged_alone(
    portfolio: Portfolio, catalogue: Catalogue, options: Options | None = None, step: Step | None = None
) -> Report:
    """Judge a portfolio as `check` does, the lives of its breaches left untold."""
    options = options or Options()
    return _judged(make_run(portfolio, catalogue, options), portfolio, catalogue, options, step)


def _judged(
    run: "Run", portfolio: Portfolio, catalogue: Catalogue, options: Options, step: Step | None
) -> Report:
    waivers = waivers_of(portfolio, catalogue)
    connected = run.connected
    _refuse_strangers(options, connected.products["product_id"], connected.managers["manager_id"])
    shown = _shown(connected, options)
    collected = _collected(run, portfolio, catalogue, shown, waivers, show_all=options.show_all, step=step)
    bare = run.connected.products.filter(pl.col("product").is_in(shown.products.implode()))
    collected.add_bare(without_holdings(bare))
    report = _report(portfolio, catalogue, run.limits, run.days, run.through, bare, collected)
    return _with_waivers(report, waivers, shown, run.connected, collected.met)


def _collected(
    run: "Run",
    portfolio: Portfolio,
    catalogue: Catalogue,
    shown: "_Shown",
    waivers: Sequence[Waiver] = (),
    *,
    show_all: bool,
    step: Step | None = None,
) -> "_Collected":
    """Return what the limits of a run find on what is to be shown, all managers one after the other."""
    connected, through = run.connected, run.through
    all_products = portfolio.settings.all_products
    prepared = prepare(connected, run.plan, through)
    collected = _Collected()
    done = 0
    for part, inside in managers_at_a_time(connected, through):
        for measured in measure(part, run.plan, prepared, all_products=all_products, through=inside):
            verdicts = _narrowed(judge(measured, show_all=show_all), shown)
            seen = inside.connected if measured.pairs.shares else part
            findings, contributions = findings_of(
                verdicts,
                seen,
                catalogue.kinds,
                all_products=all_products,
                paths=partial(paths_between, inside),
                everyone=connected.products,
            )
            after = covered(verdicts, findings, waivers)
            collected.met |= after.met
            collected.add(after.judged, after.findings, contributions)
        done += part.holdings.height
        if step is not None:
            step(done, connected.holdings.height)
    return collected


def judged_again(
    portfolio: Portfolio, catalogue: Catalogue, days: Sequence[date], wanted: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the findings on some groups on some days, passes too, and their contributions.

    `wanted` has `limit`, `scope`, `manager_id`, `product_id`, `group_id`, `members`: groups of these ids are meant.
    """
    limits = frozenset(wanted["limit"])
    run = make_run(portfolio, catalogue, Options(limits=limits, draft=True), days)
    connected = run.connected
    products = connected.products.filter(
        pl.col("product_id").cast(pl.String).is_in(wanted["product_id"].drop_nulls().unique().to_list())
    )["product"]
    managers = connected.managers.filter(
        pl.col("manager_id").is_in(wanted.filter(scope="manager")["manager_id"].unique().to_list())
    )["manager"]
    tranches = connected.tranches.filter(pl.col("product").is_in(products.implode()))["tranche"]
    groups = {
        limit: frozenset(of["group_id"].drop_nulls()) | frozenset(of["members"].explode().drop_nulls())
        for limit in limits
        for of in [wanted.filter(limit=limit)]
    }
    shown = _Shown(products, tranches, managers, groups)
    collected = _collected(run, portfolio, catalogue, shown, show_all=True)
    findings = pl.concat([pl.DataFrame(schema=FINDINGS), *collected.findings], how="diagonal_relaxed")
    contributions = pl.concat(
        [pl.DataFrame(schema=CONTRIBUTIONS), *collected.contributions], how="diagonal_relaxed"
    )
    return findings, contributions


@dataclass(frozen=True)
class Days:
    """What the limits find on many days: findings that are no pass, what they are made of, and how much was judged."""

    findings: pl.DataFrame
    contributions: pl.DataFrame
    limits: Mapping[str, Limit]
    past: Past
    judged: int


def judged_over_time(
    portfolio: Portfolio,
    catalogue: Catalogue,
    options: Options,
    previous: Portfolio | None = None,
    step: Step | None = None,
) -> Days:
    """Judge every day of a portfolio once, so many days at a time as hold about `ROWS_AT_A_TIME` holdings.

    Raises CannotRunError for names that are on no day, and if there is nothing to judge.
    """
    days = judged_days(portfolio, replace(options, as_of="all"))
    tables = portfolio.tables
    _refuse_strangers(options, tables["products"]["product_id"], tables["managers"]["manager_id"])
    waivers = waivers_of(portfolio, catalogue)
    findings, contributions = [pl.DataFrame(schema=FINDINGS)], [pl.DataFrame(schema=CONTRIBUTIONS)]
    numbered = judged = done = 0
    for some in days_at_a_time(portfolio, days):
        run = make_run(portfolio, catalogue, options, some)
        shown = _shown(run.connected, options)
        collected = _collected(run, portfolio, catalogue, shown, waivers, show_all=False)
        shift = pl.col("finding") + numbered
        findings += [one.with_columns(shift) for one in collected.findings]
        contributions += [one.with_columns(shift) for one in collected.contributions]
        numbered += collected.numbered
        judged += sum(collected.counts.values())
        done += run.connected.holdings.height
        if step is not None:
            step(done, tables["holdings"].height)
    if not judged:
        raise CannotRunError([Problem(Message("nothing_to_judge"))])
    return Days(
        pl.concat(findings, how="diagonal_relaxed"),
        pl.concat(contributions, how="diagonal_relaxed"),
        {limit.id: limit for limit in run.limits},
        past_of(portfolio, catalogue, replace(run, days=days), previous),
        judged,
    )


def _refuse_strangers(options: Options, products: pl.Series, managers: pl.Series) -> None:
    """Stop if a product or a manager that was asked for is not there."""
    problems = [
        *_unknown("no_such_product", options.products, set(products.cast(pl.String))),
        *_unknown("no_such_manager", options.managers, set(managers)),
    ]
    if problems:
        raise CannotRunError(problems)


def past_of(
    portfolio: Portfolio,
    catalogue: Catalogue,
    run: "Run",
    previous: Portfolio | None = None,
) -> Past:
    """Return where the days before those of a run can be looked up; a previous portfolio that has none is an error."""
    own = portfolio.tables["products"]
    portfolios = [portfolio]
    if previous is not None:
        portfolios.insert(0, _before(previous, own["as_of"].min()))
    products = [
        one.tables["products"].select("as_of", pl.col("product_id").cast(pl.String), "manager_id")
        for one in portfolios
    ]
    managers = pl.concat([one.tables["managers"].select("manager_id", "parent_id") for one in portfolios])
    days = present_days(pl.concat(products).filter(pl.col("as_of") <= max(run.days)), managers)

    def look(days: Sequence[date], wanted: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
        return _looked_up(portfolios, catalogue, days, wanted)

    return Past(
        tuple(one.tables for one in portfolios), days, {limit.id: limit for limit in run.limits}, look
    )


def _before(previous: Portfolio, first: Any) -> Portfolio:
    """Return the days of a previous portfolio that lie before the first day of the portfolio itself."""
    dated = ("products", "holdings")
    tables = {
        name: table.filter(pl.col("as_of") < first) if name in dated else table
        for name, table in previous.tables.items()
    }
    if tables["products"].is_empty():
        seen = previous.tables["products"]["as_of"].min()
        raise CannotRunError(
            [
                Problem(
                    Message("previous_not_before"),
                    file=previous.name,
                    column="as_of",
                    seen=str(seen),
                    allowed=f"< {first}",
                )
            ]
        )
    return replace(previous, tables=tables)


def _looked_up(
    portfolios: Sequence[Portfolio], catalogue: Catalogue, days: Sequence[date], wanted: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the findings on some groups on some days of several portfolios, so many days at a time as hold about
    `ROWS_AT_A_TIME` holdings.
    """
    findings: list[pl.DataFrame] = [pl.DataFrame(schema=FINDINGS)]
    contributions: list[pl.DataFrame] = [pl.DataFrame(schema=CONTRIBUTIONS)]
    numbered = 0
    for portfolio in portfolios:
        own = set(portfolio.tables["products"]["as_of"])
        for some in days_at_a_time(portfolio, [day for day in days if day in own]):
            found, parts = judged_again(portfolio, catalogue, some, wanted)
            shift = pl.col("finding") + numbered
            findings.append(found.with_columns(shift))
            contributions.append(parts.with_columns(shift))
            numbered += int(str(found["finding"].max())) + 1 if found.height else 0
    return pl.concat(findings, how="diagonal_relaxed"), pl.concat(contributions, how="diagonal_relaxed")


def days_at_a_time(
    portfolio: Portfolio, days: Sequence[date], rows_at_a_time: int = ROWS_AT_A_TIME
) -> Iterator[list[date]]:
    """Yield the days, so many together as hold about `rows_at_a_time` holdings."""
    counts = dict(portfolio.tables["holdings"]["as_of"].value_counts().iter_rows())
    some: list[date] = []
    rows = 0
    for day in days:
        if some and rows + counts.get(day, 0) > rows_at_a_time:
            yield some
            some, rows = [], 0
        some.append(day)
        rows += counts.get(day, 0)
    if some:
        yield some


def _with_waivers(
    report: Report, waivers: Sequence[Waiver], shown: "_Shown", connected: Connected, met: set[int]
) -> Report:
    """Return the report with the waivers of the run, and the notes on what became of them."""
    if not waivers:
        return report
    among = connected.managers.filter(pl.col("manager").is_in(shown.managers.implode()))
    named = connected.products.filter(pl.col("product").is_in(shown.products.implode()))
    scope = Scope(
        report.as_of, report.limits, set(named["product_id"].cast(pl.String)), set(among["manager_id"])
    )
    notes = notes_on(waivers, scope, report.findings, met)
    return replace(report, waivers=tuple(waivers), notes=(*report.notes, *notes))


@dataclass(frozen=True)
class Run:
    """What a run looks at: its days, its limits with the lines of contracts among their values, the lists that they
    name, their plan, and the facts of the portfolio.
    """

    days: Sequence[date]
    limits: Sequence[Limit]
    lists: Mapping[str, Sequence[str] | None]
    plan: Plan
    connected: Connected
    through: Through


def make_run(
    portfolio: Portfolio, catalogue: Catalogue, options: Options, days: Sequence[date] | None = None
) -> Run:
    """Return what a run over a portfolio looks at; raise CannotRunError if there is nothing to judge.

    `days` take the place of those of the options.
    """
    days = judged_days(portfolio, options) if days is None else days
    chosen = chosen_limits(catalogue, options)
    _refuse_undeclared(chosen, catalogue, portfolio)
    with _told_by_file(portfolio):
        limits, lists = with_contract_lines(chosen, catalogue, portfolio)
    plan = make_plan(limits, catalogue.kinds, lists, catalogue.ratings)
    connected = connect(
        portfolio.tables,
        catalogue.kinds,
        days,
        columns_needed(limits),
        portfolio.settings.holdings,
        merging=merged_issuers(plan),
        ratings=catalogue.ratings,
    )
    _guard(connected, limits)
    with _told_by_file(portfolio):
        through = look_through(connected, catalogue.kinds, _file_of(portfolio, "holdings"))
    return Run(days, limits, lists, plan, connected, through)


def _refuse_undeclared(limits: Sequence[Limit], catalogue: Catalogue, portfolio: Portfolio) -> None:
    """Stop if a limit names a column of the house's own that the portfolio does not declare, or against its type."""
    problems = undeclared(limits, catalogue, portfolio.settings.facts)
    if problems:
        raise CannotRunError(problems)


def check_rows(
    tables: Mapping[str, Sequence[Mapping[str, object]]],
    settings: Mapping[str, Any],
    catalogue: Catalogue,
    options: Options | None = None,
) -> Report:
    """Judge tables given as rows of text; `settings` are those of portfolio.yaml, by the names of `Settings`."""
    portfolio = portfolio_from_rows(tables, Settings(**settings), kinds=catalogue.kinds)
    return check(portfolio, catalogue, options)


def judged_days(portfolio: Portfolio, options: Options) -> list[date]:
    """Return the days to be judged, in order and at least one.

    An asked day that is not there is an error that names those that are.
    """
    present: list[date] = portfolio.tables["products"]["as_of"].unique().sort().to_list()
    if not present:
        raise CannotRunError([Problem(Message("nothing_to_judge"))])
    if options.as_of == "all":
        return present
    if options.as_of == "latest":
        return present[-1:]
    if options.as_of not in present:
        allowed = ", ".join(day.isoformat() for day in (present if len(present) <= 5 else present[-5:]))
        raise CannotRunError(
            [Problem(Message("as_of_not_there"), seen=str(options.as_of), allowed=allowed, column="as_of")]
        )
    return [options.as_of]


def chosen_limits(catalogue: Catalogue, options: Options) -> list[Limit]:
    """Return the limits to be judged, in the order of their ids; unknown names and an empty choice are errors."""
    problems = [
        *_unknown("no_such_rulebook", options.rulebooks, {limit.rulebook for limit in catalogue.limits}),
        *_unknown("no_such_limit", options.limits, {limit.id for limit in catalogue.limits}),
    ]
    if problems:
        raise CannotRunError(problems)
    chosen = [
        limit
        for limit in catalogue.limits
        if (not options.rulebooks or limit.rulebook in options.rulebooks)
        and (not options.limits or limit.id in options.limits)
        and (options.draft or limit.standing != "draft")
    ]
    if not chosen:
        raise CannotRunError([Problem(Message("no_limit_chosen"))])
    return chosen


def managers_at_a_time(
    connected: Connected, through: Through, rows_at_a_time: int = ROWS_AT_A_TIME
) -> Iterator[tuple[Connected, Through]]:
    """Yield the facts of whole managers, so many together as hold about `rows_at_a_time` holdings.

    A manager and its subsidiaries stay together; both values are narrowed to the same products.
    """
    products = connected.products
    sizes = products.group_by("household", maintain_order=True).agg(
        pl.col("holdings").sum(), first=pl.col("product").min(), last=pl.col("product").max()
    )
    ranges = (
        sizes.with_columns(part=(pl.col("holdings").cum_sum() - pl.col("holdings")) // rows_at_a_time)
        .group_by("part", maintain_order=True)
        .agg(pl.col("first").min(), pl.col("last").max())
    )
    if ranges.height == 1:
        yield connected, through
        return
    for _, first, last in ranges.iter_rows():
        among = pl.col("product").is_between(first, last)
        yield (
            _narrowed_to(connected, among),
            replace(through, connected=_narrowed_to(through.connected, among)),
        )


def _narrowed_to(connected: Connected, among: pl.Expr) -> Connected:
    return replace(
        connected, products=connected.products.filter(among), holdings=connected.holdings.filter(among)
    )


def _file_of(portfolio: Portfolio, table: str) -> str:
    """Return the name of the file of a table, for messages; the first one of several."""
    return next((one.file for one in portfolio.inputs if one.table == table), table)


@contextmanager
def _told_by_file(portfolio: Portfolio) -> Iterator[None]:
    """Tell problems of a table that stands in several files by the file and line where each is."""
    try:
        yield
    except CannotRunError as stopped:
        raise CannotRunError([_placed(problem, portfolio) for problem in stopped.problems]) from stopped


def _placed(problem: Problem, portfolio: Portfolio) -> Problem:
    row = problem.row
    tables = {one.table for one in portfolio.inputs if one.file == problem.file}
    parts = [one for one in portfolio.inputs if one.table in tables and row is not None and one.before < row]
    if row is None or not parts:
        return problem
    return replace(problem, file=parts[-1].file, row=row - parts[-1].before)


@dataclass
class _Collected:
    """Findings, contributions and counts as they come, limit by limit."""

    findings: list[pl.DataFrame] = field(default_factory=list)
    contributions: list[pl.DataFrame] = field(default_factory=list)
    counts: dict[tuple[str, str], int] = field(default_factory=dict)
    applied: set[str] = field(default_factory=set)
    spoken_of: list[pl.Series] = field(default_factory=list)
    numbered: int = 0
    met: set[int] = field(default_factory=set)

    def add(self, judged: Judged, findings: pl.DataFrame, contributions: pl.DataFrame) -> None:
        """Keep the findings of one limit over some managers, numbered after those before."""
        limit = judged.measured.limit
        standing = judged.standing
        if judged.subjects.height:
            self.applied.add(limit.id)
        if limit.judge_per == "product":
            self.spoken_of.append(judged.subjects["subject"])
        for status, count in judged.subjects.group_by("status").len().iter_rows():
            self.counts[standing, status] = self.counts.get((standing, status), 0) + count
        if findings.is_empty():
            return
        shift = pl.col("finding") + self.numbered
        self.findings.append(findings.with_columns(shift))
        self.contributions.append(contributions.with_columns(shift))
        self.numbered += judged.verdicts.height

    def add_bare(self, findings: pl.DataFrame) -> None:
        """Keep the findings on products that hold nothing at all."""
        count = self.counts.get(("in_force", "undetermined"), 0)
        self.counts["in_force", "undetermined"] = count + findings.height
        numbers = pl.int_range(self.numbered, self.numbered + findings.height, dtype=pl.UInt32, eager=True)
        self.findings.append(findings.with_columns(finding=numbers))

    def summary(self) -> Summary:
        """Return the counts of limit x subject x day."""
        of = {status: self.counts.get(("in_force", status), 0) for status in STATUSES}
        worth = {
            standing: sum(
                count
                for (kind, status), count in self.counts.items()
                if kind == standing and status in ("breach", "undetermined", "warning")
            )
            for standing in ("advisory", "draft")
        }
        return Summary(
            judged=sum(of.values()),
            passed=of["pass"],
            warning=of["warning"],
            breach=of["breach"],
            undetermined=of["undetermined"],
            exempt=of["exempt"],
            waived=of["waived"],
            **worth,
        )


def _unknown(code: str, asked: frozenset[str], known: set[str]) -> list[Problem]:
    """Return a problem for each asked name that is not known, with the nearest that is, else the first few."""
    few = ", ".join([*sorted(known)[:NAMED], *(["…"] if len(known) > NAMED else [])])
    return [
        Problem(Message(code), seen=name, allowed=nearest(name, sorted(known)) or few)
        for name in sorted(asked - known)
    ]


@dataclass(frozen=True)
class _Shown:
    """The places of what is to be shown: products, their tranches, and managers.

    `groups`: by limit the ids of the groups that are to be shown alone; None: all of them.
    """

    products: pl.Series
    tranches: pl.Series
    managers: pl.Series
    groups: Mapping[str, frozenset[str]] | None = None

    def of(self, limit: Limit) -> pl.Series:
        """Return the places of the subjects of a limit that are shown."""
        return {"product": self.products, "tranche": self.tranches, "manager": self.managers}[limit.judge_per]


def _shown(connected: Connected, options: Options) -> _Shown:
    """Return what is to be shown. A chosen product brings its manager and the manager's parent, whose sums it is part
    of.
    """
    products = connected.products.with_columns(pl.col("product_id").cast(pl.String))
    managers = connected.managers["manager"]
    if options.products:
        products = products.filter(pl.col("product_id").is_in(list(options.products)))
        managers = pl.concat([products["manager"], products["parent"].alias("manager")]).drop_nulls().unique()
    if options.managers:
        products = products.filter(pl.col("manager_id").is_in(list(options.managers)))
        named = connected.managers.filter(pl.col("manager_id").is_in(list(options.managers)))["manager"]
        managers = managers.filter(managers.is_in(named.implode()))
    tranches = connected.tranches.filter(pl.col("product").is_in(products["product"].implode()))["tranche"]
    return _Shown(products["product"], tranches, managers)


def _narrowed(judged: Judged, shown: _Shown) -> Judged:
    """Keep the verdicts on what is to be shown."""
    wanted = shown.of(judged.measured.limit).alias("subject").to_frame()
    verdicts = judged.verdicts.join(wanted, on="subject", how="semi", maintain_order="left")
    if shown.groups is not None and judged.measured.limit.group_by != "none":
        labels = judged.measured.labels
        keys = labels.filter(pl.col("group_id").is_in(list(shown.groups[judged.measured.limit.id])))["key"]
        verdicts = verdicts.filter(pl.col("key").is_null() | pl.col("key").is_in(keys.unique().implode()))
    return Judged(
        judged.measured,
        verdicts,
        judged.subjects.join(wanted, on="subject", how="semi", maintain_order="left"),
    )


def _guard(connected: Connected, limits: Sequence[Limit]) -> None:
    """Refuse a run in which an exact product could reach the end of Int128, where Polars wraps silently."""
    holdings = connected.holdings
    amounts = [name for name, dtype in holdings.schema.items() if dtype.is_decimal()]
    sums = holdings.select(pl.col(name).cast(pl.Float64).abs().sum() for name in amounts)
    sizes = connected.products.select(
        pl.col(name).cast(pl.Float64).abs().sum() for name in ("net_assets", "total_assets", "raised_balance")
    )
    of_assets = connected.assets.select(
        pl.col(name).cast(pl.Float64).abs().sum() for name in ("total_value", "tradable_shares")
    )
    largest = max(float(value or 0) * UNIT for value in (*sums.row(0), *sizes.row(0), *of_assets.row(0)))
    factors = [
        max(value.numerator, value.denominator)
        for limit in limits
        for bound in limit.bounds
        if bound.value is not None
        for value in (bound.value, bound.value * (limit.warn_at or 1))
    ]
    if largest * max([*factors, RATIO_UNIT]) > LARGEST:
        raise CannotRunError([Problem(Message("amounts_too_large"), seen=f"{largest / UNIT:.3e}")])


def _report(
    portfolio: Portfolio,
    catalogue: Catalogue,
    limits: Sequence[Limit],
    days: Sequence[date],
    through: Through,
    shown: pl.DataFrame,
    collected: _Collected,
) -> Report:
    connected = through.connected
    findings = pl.concat(
        [pl.DataFrame(schema=FINDINGS), *(f for f in collected.findings if f.height)], how="diagonal_relaxed"
    )
    order = pl.col("status").replace_strict(
        {status: rank for rank, status in enumerate(STATUSES)}, return_dtype=pl.UInt8
    )
    by = ["limit", "as_of", "manager_id", "product_id", "tranche_id", "group_id", "through"]
    merged = pl.col("members").list.len()  # an asset and a party may have one id
    ordered = findings.sort(order, *by, merged, nulls_last=True).with_row_index("new")
    numbers = ordered.select("finding", "new")
    contributions = (
        pl.concat([pl.DataFrame(schema=CONTRIBUTIONS), *collected.contributions], how="diagonal_relaxed")
        .join(numbers, on="finding")
        .with_columns(finding=pl.col("new").cast(pl.UInt32))
        .sort("finding", "product_id", "asset_id", pl.col("path").list.join("\0"))
        .select(CONTRIBUTIONS.keys())
    )
    summary = collected.summary()
    if summary.judged + summary.advisory + summary.draft == 0 and findings.is_empty():
        raise CannotRunError([Problem(Message("nothing_to_judge"))])
    return Report(
        portfolio=portfolio.name,
        as_of=tuple(days),
        inputs=portfolio.inputs,
        coverage=_coverage(portfolio, days, shown, through),
        catalogue=CatalogueStamp(
            limits=len(limits),
            sha256=catalogue.sha256,
            readings={limit.id: limit.reading for limit in limits if limit.reading != "default"},
        ),
        summary=summary,
        notes=(
            *portfolio.notes,
            *through.notes,
            *_notes(portfolio, connected),
            *_scope(limits, days, shown, collected),
        ),
        findings=ordered.with_columns(finding=pl.col("new").cast(pl.UInt32)).select(FINDINGS.keys()),
        contributions=contributions,
        limits={limit.id: limit for limit in limits},
        instruments=catalogue.instruments,
        product_names=_names(connected.products, "product_id", "product_name"),
        manager_names=_names(connected.products, "manager_id", "manager_name"),
        asset_names=_names(
            connected.assets.join(contributions.select("asset_id"), on="asset_id", how="semi"),
            "asset_id",
            "asset_name",
        ),
        applied=len(collected.applied),
    )


def _names(frame: pl.DataFrame, key: str, name: str) -> Mapping[str, str]:
    pairs = frame.select(pl.col(key).cast(pl.String), name).unique(key, keep="last", maintain_order=True)
    return dict(pairs.iter_rows())


def _coverage(portfolio: Portfolio, days: Sequence[date], shown: pl.DataFrame, through: Through) -> Coverage:
    return Coverage(
        products=shown["product_id"].n_unique(),
        holdings=int(shown["holdings"].sum()),
        all_products=portfolio.settings.all_products,
        absent=tuple(_absent(portfolio.tables["products"], days)),
        unexplained=_unexplained(shown),
        holdings_complete=portfolio.settings.holdings == "complete",
        transparency=_transparency(shown, through),
    )


def _transparency(shown: pl.DataFrame, through: Through) -> pl.DataFrame:
    """Return how far the products shown that hold products could be looked through."""
    named = shown.select("product", "as_of", pl.col("product_id").cast(pl.String))
    return (
        named.join(through.transparency, on="product", maintain_order="left")
        .sort("as_of", "product_id")
        .select(pl.col(name).cast(dtype) for name, dtype in TRANSPARENCY.items())
    )


def _absent(products: pl.DataFrame, days: Sequence[date]) -> list[str]:
    """Return the products of the last earlier date that are missing on a judged day and not past maturity."""
    missing: set[str] = set()
    for day in days:
        earlier = products.filter(pl.col("as_of") < day)
        if earlier.is_empty():
            continue
        before = earlier.filter(pl.col("as_of") == earlier["as_of"].max())
        alive = before.filter(pl.col("maturity_date").is_null() | (pl.col("maturity_date") >= day))
        there = products.filter(pl.col("as_of") == day)["product_id"]
        missing |= set(alive["product_id"]) - set(there)
    return sorted(missing)


def _unexplained(products: pl.DataFrame) -> pl.DataFrame:
    """Return the products whose holdings are further than 1% from total assets, else net assets: `product_id`,
    `ratio` (what is missing, negative where there is too much).
    """
    gap = pl.col("covered") - pl.col("held_value")
    apart = products.filter(pl.col("covered") > 0, gap.abs() * NOTED_GAP > pl.col("covered"))
    units = (gap * 10**12).floordiv(pl.col("covered"))
    return apart.sort("product_id", "as_of").select(
        pl.col("product_id").cast(pl.String), ratio=counted(units, 12)
    )


def _scope(
    limits: Sequence[Limit], days: Sequence[date], shown: pl.DataFrame, collected: _Collected
) -> list[Message]:
    """Return the notes on what was not judged: limits that applied to nobody, products that no limit speaks of."""
    notes = [Message("limits_applied", {"applied": len(collected.applied), "limits": len(limits)})]
    spoken_of = pl.concat([pl.Series(dtype=pl.UInt32), *collected.spoken_of]).unique()
    silent = shown.filter(pl.col("holdings") > 0, ~pl.col("product").is_in(spoken_of.implode()))
    products = silent["product_id"].cast(pl.String).unique().sort().to_list()
    if products:
        notes.append(Message("no_product_limit", {"products": products, "count": len(products)}))
    for day in days:
        in_force = {
            limit.rulebook
            for limit in limits
            if any(bound.in_force_on(day.isoformat()) for bound in limit.bounds)
        }
        absent = sorted({limit.rulebook for limit in limits} - in_force)
        if absent:
            notes.append(Message("not_in_force", {"rulebooks": absent, "day": day.isoformat()}))
    return notes


def _notes(portfolio: Portfolio, connected: Connected) -> list[Message]:
    notes = []
    if "relations" not in portfolio.tables and connected.groups.height:
        notes.append(Message("relations_missing"))
    bare = connected.products.filter(pl.col("holdings") == 0)["product_id"].cast(pl.String).unique().sort()
    notes += [Message("product_without_holdings", {"product": product}) for product in bare]
    unexplained = _unexplained(connected.products)
    if unexplained.height:
        worst = unexplained["ratio"].to_list()
        notes.append(
            Message(
                "unexplained_summary",
                {"count": unexplained.height, "ratio": f"{max(worst, key=abs):.2%}"},
            )
        )
    return notes
