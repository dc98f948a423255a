"""`concentration limits`: the catalogue on the terminal, without Polars where it only reads."""

import json
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from concentration.catalogue.cases import Case, load_cases
from concentration.catalogue.load import load_catalogue
from concentration.catalogue.model import Catalogue
from concentration.catalogue.show import limits_as_rows, show_text
from concentration.cli.choices import chosen_language
from concentration.words.message import CannotRunError, Language, Message, Problem
from concentration.words.sentences import render

FAILED = 1
COLUMNS = ("id", "bound", "title", "standing", "basis", "article")
NARROW_COLUMNS = ("id", "bound", "title")
WIDE = 120


def list_limits(folders: Sequence[Path], builtin: bool, *, as_json: bool, lang: str) -> int:
    """Print every limit: a table for people, or JSON."""
    language = chosen_language(lang)
    rows = limits_as_rows(load_catalogue(folders, builtin), language, date.today())
    if as_json:
        sys.stdout.write(json.dumps(rows, ensure_ascii=False, indent=2) + "\n")
        return 0
    from rich.table import Table

    from concentration.cli.console import output_console
    from concentration.report.labels import basis_label, standing_label

    console = output_console()
    columns = COLUMNS if console.width >= WIDE else NARROW_COLUMNS
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        heading = render(Message(f"column_{column}"), language)
        table.add_column(heading, overflow="fold", no_wrap=column in ("id", "bound"))
    for row in rows:
        said = row | {
            "standing": standing_label(row["standing"] or "", language),
            "basis": basis_label(row["basis"] or "", language),
        }
        table.add_row(*(str(said[column] or "") for column in columns))
    console.print(table)
    return 0


def show_limit(limit_id: str, folders: Sequence[Path], builtin: bool, *, lang: str) -> int:
    """Print one limit on a page: the law, the formula, whom it binds, and its cases."""
    language = chosen_language(lang)
    catalogue = load_catalogue(folders, builtin)
    limit = next((limit for limit in catalogue.limits if limit.id == limit_id), None)
    if limit is None:
        raise CannotRunError([_no_such_limit(limit_id, catalogue)])
    from concentration.cli.console import output_console

    console = output_console()
    for heading, lines in show_text(limit, catalogue, language, _cases(limit_id)):
        console.print(_text(heading, language), style="bold", markup=False)
        for line in lines:
            console.print(f"  {_text(line, language)}", markup=False)
    return 0


def lint_limits(folders: Sequence[Path], *, lang: str) -> int:
    """Proofread the catalogue, or the folders given beside it; return 1 if anything is found."""
    from concentration.catalogue.lint import lint
    from concentration.cli.console import print_problems

    language = chosen_language(lang)
    missing = [
        Problem(Message("catalogue_no_folder"), file=str(folder)) for folder in folders if not folder.is_dir()
    ]
    if missing:
        raise CannotRunError(missing)
    problems = lint(tuple(folders))
    if problems:
        print_problems(problems, language)
        return FAILED
    count = len(load_catalogue(folders).limits)
    sys.stdout.write(render(Message("catalogue_ok", {"limits": count}), language) + "\n")
    return 0


def _text(part: str | Message, language: Language) -> str:
    return part if isinstance(part, str) else render(part, language)


def _no_such_limit(limit_id: str, catalogue: Catalogue) -> Problem:
    from concentration.catalogue.whitelist import nearest

    known = [limit.id for limit in catalogue.limits]
    return Problem(
        Message("no_such_limit"), seen=limit_id, allowed=nearest(limit_id, known) or ", ".join(known)
    )


def _cases(limit_id: str) -> Sequence[Case]:
    """Return the cases of a limit where the checkout that holds them is at hand."""
    file = Path(__file__).resolve().parent.parent.parent / "tests" / "limits" / f"{limit_id}.yaml"
    return load_cases(file) if file.is_file() else ()
