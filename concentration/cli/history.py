"""`concentration history`: every breach over all days; exit code 1 if one in force is open on the latest day."""

import sys
from dataclasses import dataclass
from pathlib import Path

from concentration import pipeline
from concentration.catalogue.load import load_catalogue
from concentration.catalogue.readings import with_readings
from concentration.cli.choices import chosen_language
from concentration.cli.console import cannot_run, progress, system_language, write_bytes, write_text
from concentration.history import exit_code, history_of
from concentration.lives import COLUMNS_OF_HOLDINGS
from concentration.read.portfolio import read_portfolio
from concentration.report import history as formats
from concentration.report.history import History
from concentration.words.message import CannotRunError, Language


@dataclass(frozen=True)
class Request:
    """The options of `history`, as they were typed."""

    portfolio: Path
    folders: tuple[Path, ...]
    builtin: bool
    rulebooks: frozenset[str]
    limits: frozenset[str]
    products: frozenset[str]
    managers: frozenset[str]
    readings: tuple[str, ...]
    previous: Path | None
    format: str
    show_all: bool
    draft: bool
    lang: str


def run(request: Request) -> int:
    """Judge all days, print the breaches, and return the exit code."""
    language = system_language()
    try:
        language = chosen_language(request.lang)
        formats.module_of(request.format)
        history = _history(request, language)
    except CannotRunError as error:
        return cannot_run(error, request.format, language)
    _print(history, request, language)
    return exit_code(history)


def _history(request: Request, language: Language) -> History:
    catalogue = with_readings(load_catalogue(request.folders, request.builtin), request.readings)
    columns = {*pipeline.columns_needed(catalogue.limits), *COLUMNS_OF_HOLDINGS}
    portfolio = read_portfolio(request.portfolio, catalogue.kinds, columns)
    previous = None
    if request.previous is not None:
        previous = read_portfolio(request.previous, catalogue.kinds, columns)
    options = pipeline.Options(
        as_of="all",
        draft=request.draft,
        rulebooks=request.rulebooks,
        limits=request.limits,
        products=request.products,
        managers=request.managers,
    )
    with progress(language) as step:
        return history_of(portfolio, catalogue, options, previous, step)


def _print(history: History, request: Request, language: Language) -> None:
    if request.format != "rich":
        write_bytes(formats.write(request.format, history, language, request.show_all))
        return
    from rich.console import Console

    from concentration.report.history_rich import render_history

    console = Console(file=sys.stdout, highlight=False)
    with console.capture() as page:
        render_history(history, console, language, request.show_all)
    write_text(page.get())
