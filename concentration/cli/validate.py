"""`concentration validate`: which facts are missing, as a page or as JSON."""

import sys
from dataclasses import dataclass
from pathlib import Path

from concentration import pipeline
from concentration.catalogue.load import load_catalogue
from concentration.cli.choices import chosen_day, chosen_language, one_of
from concentration.cli.console import cannot_run, system_language, write_json, write_text
from concentration.completing.document import document_of
from concentration.completing.pages import page
from concentration.completing.validated import Validated, validated
from concentration.read.portfolio import read_portfolio
from concentration.report.lines import Line, print_lines
from concentration.words.message import CannotRunError, Language, Problem

FORMATS = ("rich", "json")
FACTS_ARE_MISSING = 3


@dataclass(frozen=True)
class Request:
    """The options of `validate`, as they were typed."""

    portfolios: tuple[Path, ...]
    as_of: str
    folders: tuple[Path, ...]
    builtin: bool
    format: str
    lang: str


def run(request: Request) -> int:
    """Say what is missing in each portfolio, and return the exit code."""
    language = system_language()
    try:
        language = chosen_language(request.lang)
        as_json = one_of("--format", request.format, FORMATS) == "json"
        results = _validated(request)
    except CannotRunError as error:
        return cannot_run(error, request.format, language, "heading_validate_errors")
    if as_json:
        write_json(document_of(results, language))
    else:
        _print(request, results, language)
    return FACTS_ARE_MISSING if any(result.missing.height for result in results) else 0


def _validated(request: Request) -> list[Validated]:
    catalogue = load_catalogue(request.folders, request.builtin)
    options = pipeline.Options(as_of=chosen_day(request.as_of, ("all", "latest")))
    columns = pipeline.columns_needed(catalogue.limits)
    problems: list[Problem] = []
    results = []
    for path in request.portfolios:
        try:
            portfolio = read_portfolio(path, catalogue.kinds, columns, incomplete=True)
            results.append(validated(portfolio, catalogue, options))
        except CannotRunError as error:
            problems += error.problems
    if problems:
        raise CannotRunError(problems)
    return results


def _print(request: Request, results: list[Validated], language: Language) -> None:
    from rich.console import Console

    console = Console(file=sys.stdout, highlight=False)
    with console.capture() as captured:
        for number, (path, result) in enumerate(zip(request.portfolios, results, strict=True)):
            print_lines(console, [Line("")] * bool(number))
            print_lines(console, page(result, language, path))
    write_text(captured.get())
