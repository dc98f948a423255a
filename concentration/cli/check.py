"""`concentration check`: read, judge, write, exit."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

from concentration import pipeline
from concentration.ahead import with_ahead
from concentration.baseline import Baseline, beside, new_or_worse, read_baseline
from concentration.catalogue.load import load_catalogue
from concentration.catalogue.readings import with_readings
from concentration.cli.choices import chosen_day, chosen_language, one_of
from concentration.cli.console import (
    cannot_run,
    error_console,
    progress,
    system_language,
    write_bytes,
    write_text,
    write_whole,
)
from concentration.lives import COLUMNS_OF_HOLDINGS
from concentration.other_readings import other_readings, readings_that_flip
from concentration.read.portfolio import read_portfolio
from concentration.read.waiver_file import with_waivers_of
from concentration.report import formats
from concentration.report.result import FAIL_ON, FailOn, Report, fails_at
from concentration.words.message import CannotRunError, Language, Message, Problem
from concentration.words.sentences import render


@dataclass(frozen=True)
class Request:
    """The options of `check`, as they were typed."""

    portfolios: tuple[Path, ...]
    as_of: str
    folders: tuple[Path, ...]
    builtin: bool
    rulebooks: frozenset[str]
    limits: frozenset[str]
    products: frozenset[str]
    managers: frozenset[str]
    readings: tuple[str, ...]
    flips: bool
    format: str | None
    outputs: tuple[Path, ...]
    show_all: bool
    draft: bool
    fail_on: str
    waivers: Path | None
    baseline: Path | None
    fail_new: bool
    previous: Path | None
    ahead: int | None
    lang: str


def run(request: Request) -> int:
    """Judge the portfolios, write the reports, and return the exit code."""
    language = system_language()
    try:
        language = chosen_language(request.lang)
        fail_on = cast(FailOn, one_of("--fail-on", request.fail_on, FAIL_ON))
        asked = formats.format_named(request.format) if request.format else None
        baseline = _baseline(request)
        files = [(file, formats.format_of_file(str(file))) for file in request.outputs]
        reports = _reports(request, baseline, language)
        write_whole(
            {file: formats.write(entry, reports, language, request.show_all) for file, entry in files}
        )
    except CannotRunError as error:
        return cannot_run(error, request.format, language)
    if asked is not None or not files:
        _print(asked or formats.format_named("rich"), reports, language, show_all=request.show_all)
    if files:
        for file, _ in files:
            error_console().print(
                render(Message("file_written", {"file": str(file)}), language), markup=False
            )
    return _exit_code(list(map(new_or_worse, reports)) if request.fail_new else reports, fail_on)


def _baseline(request: Request) -> Baseline | None:
    """Return the earlier report that this run is held against."""
    if request.baseline is not None:
        return read_baseline(request.baseline)
    if request.fail_new:
        raise CannotRunError(
            [Problem(Message("fail_new_alone"), column="--fail-new", allowed="--baseline REPORT.json")]
        )
    return None


def _reports(request: Request, baseline: Baseline | None, language: Language) -> list[Report]:
    as_written = load_catalogue(request.folders, request.builtin)
    catalogue = with_readings(as_written, request.readings)
    read = other_readings(as_written) if request.flips else catalogue.limits
    options = pipeline.Options(
        as_of=chosen_day(request.as_of, ("all", "latest")),
        show_all=request.show_all,
        draft=request.draft,
        rulebooks=request.rulebooks,
        limits=request.limits,
        products=request.products,
        managers=request.managers,
    )
    columns = {*pipeline.columns_needed(read), *COLUMNS_OF_HOLDINGS}
    previous = None
    if request.previous is not None:
        previous = read_portfolio(request.previous, catalogue.kinds, columns)
    problems: list[Problem] = []
    reports: list[Report] = []
    strangers: list[Sequence[Problem]] = []
    for path in request.portfolios:
        try:
            portfolio = read_portfolio(path, catalogue.kinds, columns)
            if request.waivers is not None:
                laid = with_waivers_of(request.waivers, portfolio, catalogue.kinds)
                portfolio = laid.portfolio
                strangers.append(laid.strangers)
            with progress(language) as step:
                report = pipeline.check(portfolio, catalogue, options, step, previous)
            if request.flips:
                flips = readings_that_flip(portfolio, as_written, catalogue, options)
                report = replace(report, flips=flips)
            if request.ahead is not None:
                report = with_ahead(report, portfolio, catalogue.kinds, options, request.ahead)
            if baseline is not None:
                report = beside(report, baseline, options, alone=len(request.portfolios) == 1)
            reports.append(report)
        except CannotRunError as error:
            problems += [one for one in error.problems if one not in problems or not _is_of(request, one)]
    problems += _for_nobody(strangers) if len(strangers) == len(request.portfolios) else []
    if problems:
        raise CannotRunError(problems)
    return reports


def _is_of(request: Request, problem: Problem) -> bool:
    """Return whether a problem is one of the file of waivers, which is read beside every portfolio."""
    return request.waivers is not None and problem.file == request.waivers.as_posix()


def _for_nobody(strangers: Sequence[Sequence[Problem]]) -> list[Problem]:
    """Return the rows of the file of waivers that name what no portfolio of the run has."""
    rows = [{problem.row for problem in of_one} for of_one in strangers]
    return (
        [problem for problem in strangers[0] if all(problem.row in others for others in rows)] if rows else []
    )


def _print(entry: formats.Format, reports: list[Report], language: Language, *, show_all: bool) -> None:
    if entry.name != "rich":
        write_bytes(formats.write(entry, reports, language, show_all))
        return
    from rich.console import Console

    from concentration.report.rich import render_reports_rich

    console = Console(file=sys.stdout, highlight=False)
    with console.capture() as page:
        render_reports_rich(reports, console, language, show_all)
    write_text(page.get())


def _exit_code(reports: list[Report], fail_on: FailOn) -> int:
    """Return the worst exit code of the reports: a breach before the undetermined before warnings."""
    codes = {fails_at(report, fail_on) for report in reports}
    return next((code for code in (1, 3, 4) if code in codes), 0)
