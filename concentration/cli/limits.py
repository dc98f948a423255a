"""`concentration limits`: the catalogue on the terminal, without Polars where it only reads."""

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from concentration.catalogue.cases import Case, case_files, load_cases
from concentration.catalogue.load import CASES, builtin_cases, load_catalogue
from concentration.catalogue.model import Catalogue
from concentration.catalogue.show import limits_as_rows, show_text
from concentration.cli.choices import chosen_language
from concentration.cli.console import output_console, print_problems, progress, write_json, write_text
from concentration.words.message import CannotRunError, Language, Message, Problem
from concentration.words.sentences import render

FAILED = 1
COLUMNS = ("id", "bound", "title", "standing", "basis", "article")
NARROW_COLUMNS = ("id", "bound", "title")
WIDE = 120
CASE_FIELDS = ("limit", "case", "file", "line", "said")


def list_limits(folders: Sequence[Path], builtin: bool, *, as_json: bool, lang: str) -> int:
    """Print every limit: a table for people, or JSON."""
    language = chosen_language(lang)
    rows = limits_as_rows(load_catalogue(folders, builtin), language, date.today())
    if as_json:
        write_json(rows)
        return 0
    from rich.table import Table

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
    console = output_console()
    for heading, lines in show_text(limit, catalogue, language, _cases(limit_id, folders)):
        console.print(_text(heading, language), style="bold", markup=False)
        for line in lines:
            console.print(f"  {_text(line, language)}", markup=False)
    return 0


def lint_limits(folders: Sequence[Path], *, lang: str) -> int:
    """Proofread the catalogue, or the folders given beside it; return 1 if anything is found."""
    from concentration.catalogue.lint import lint

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


def try_limits(folder: Path | None, *, lang: str) -> int:
    """Judge the cases of the program's limits, or of a folder of one's own; return 1 if any comes out otherwise."""
    from concentration.case_runs import run_cases

    language = chosen_language(lang)
    catalogue = load_catalogue([folder] if folder is not None else [])
    cases = builtin_cases() if folder is None else folder / CASES
    files = case_files(cases)
    if not files:
        allowed = f"{cases.as_posix()}/RULEBOOK/LIMIT.yaml"
        raise CannotRunError([Problem(Message("no_case_files"), cases.as_posix(), allowed=allowed)])
    with progress(language) as step:
        run = run_cases(catalogue, files, language, step)
    lines = [
        render(Message("case_failed", {name: getattr(case, name) for name in CASE_FIELDS}), language)
        for case in run.failed
    ]
    counts = {"failed": len(run.failed), "cases": run.cases, "limits": run.limits}
    lines.append(render(Message("cases_failed" if run.failed else "cases_ok", counts), language))
    write_text("".join(f"{line}\n" for line in lines))
    return FAILED if run.failed else 0


def _text(part: str | Message, language: Language) -> str:
    return part if isinstance(part, str) else render(part, language)


def _no_such_limit(limit_id: str, catalogue: Catalogue) -> Problem:
    from concentration.catalogue.whitelist import nearest

    known = [limit.id for limit in catalogue.limits]
    return Problem(
        Message("no_such_limit"), seen=limit_id, allowed=nearest(limit_id, known) or ", ".join(known)
    )


def _cases(limit_id: str, folders: Sequence[Path]) -> Sequence[Case]:
    """Return the cases of a limit: those of the folder it comes from, or of the checkout, where that is at hand."""
    files = [
        folder / f"{limit_id}.yaml" for folder in (*(folder / CASES for folder in folders), builtin_cases())
    ]
    return next((load_cases(file) for file in files if file.is_file()), ())
