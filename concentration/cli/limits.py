"""`concentration limits`: the catalogue on the terminal, without Polars where it only reads."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from concentration.catalogue.cases import Case, case_files, load_cases
from concentration.catalogue.load import (
    CASES,
    KINDS_FILE,
    builtin_cases,
    builtin_folder,
    is_builtin,
    load_catalogue,
    read_folders,
)
from concentration.catalogue.model import Catalogue
from concentration.catalogue.show import Section, limits_as_rows, show_text
from concentration.cli.choices import chosen_language
from concentration.cli.console import output_console, print_problems, progress, write_json, write_text
from concentration.words.message import CannotRunError, Language, Message, Problem
from concentration.words.sentences import render

if TYPE_CHECKING:
    from rich.table import Table

    from concentration.catalogue.diff import Change

FAILED = 1
BUILTIN = "builtin"
"""How the program's own limits are called where a folder is asked for."""

COLUMNS = ("id", "bound", "title", "standing", "basis", "article")
WIDE = 120
"""Columns of a terminal from which each title has a column of its own; below that it stands under the id."""

LEAST_BOUND = 12

CASE_FIELDS = ("limit", "case", "file", "line", "said")


@dataclass(frozen=True)
class DiffRequest:
    """What is to be compared, as it was asked for: two folders, or two days of the limits of some folders."""

    old: str | None
    new: str | None
    from_day: str | None
    to_day: str | None
    folders: tuple[Path, ...]
    builtin: bool


def list_limits(folders: Sequence[Path], builtin: bool, *, as_json: bool, lang: str) -> int:
    """Print every limit: a table for people, or JSON."""
    language = chosen_language(lang)
    rows = limits_as_rows(load_catalogue(folders, builtin), language, date.today())
    if as_json:
        write_json(rows)
        return 0
    console = output_console()
    console.print(
        _wide_table(rows, language) if console.width >= WIDE else _narrow_table(rows, language, console.width)
    )
    return 0


def _wide_table(rows: Sequence[dict[str, str | None]], language: Language) -> "Table":
    """Return a table with a column for each thing that is told of a limit."""
    from rich.table import Table

    from concentration.report.labels import basis_label, standing_label

    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in COLUMNS:
        heading = render(Message(f"column_{column}"), language)
        table.add_column(heading, overflow="fold", no_wrap=column == "id")
    for row in rows:
        said = row | {
            "standing": standing_label(row["standing"] or "", language),
            "basis": basis_label(row["basis"] or "", language),
        }
        table.add_row(*(str(said[column] or "") for column in COLUMNS))
    return table


def _narrow_table(rows: Sequence[dict[str, str | None]], language: Language, width: int) -> "Table":
    """Return a table of ids and bounds, each title under its id."""
    from rich.console import Group
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    longest = max((len(row["id"] or "") for row in rows), default=0)
    least = max(min(longest, width - LEAST_BOUND - 2), 1)
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column(render(Message("column_id"), language), overflow="fold", min_width=least)
    table.add_column(render(Message("column_bound"), language), overflow="fold", min_width=LEAST_BOUND)
    for row in rows:
        titled = Group(Text(row["id"] or ""), Padding(Text(row["title"] or ""), (0, 0, 0, 2)))
        table.add_row(titled, Text(row["bound"] or ""))
    return table


def show_limit(limit_id: str, folders: Sequence[Path], builtin: bool, *, lang: str) -> int:
    """Print one limit on a page: the law, the formula, whom it binds, and its cases."""
    language = chosen_language(lang)
    catalogue = load_catalogue(folders, builtin)
    limit = next((limit for limit in catalogue.limits if limit.id == limit_id), None)
    if limit is None:
        raise CannotRunError([_no_such_limit(limit_id, catalogue)])
    _print_sections(show_text(limit, catalogue, language, _cases(limit_id, folders)))
    return 0


def diff_limits(request: DiffRequest, *, as_json: bool, lang: str) -> int:
    """Print what changed between two catalogues, or in one between two days; 0 whether anything did or not."""
    language = chosen_language(lang)
    changes = _changes(request)
    if as_json:
        write_json([_as_object(change, language) for change in changes])
        return 0
    _print_sections(_by_entry(changes, language))
    if not changes:
        write_text(render(Message("diff_nothing"), language) + "\n")
        return 0
    limits = len({change.name for change in changes if change.of == "limit"})
    others = len({(change.of, change.name) for change in changes if change.of != "limit"})
    counts = {"changes": len(changes), "limits": limits, "others": others}
    write_text(render(Message("diff_counted", counts), language) + "\n")
    return 0


def lint_limits(folders: Sequence[Path], *, lang: str) -> int:
    """Proofread the catalogue, or the folders given beside it; return 1 if anything is found."""
    from concentration.catalogue.lint import lint
    from concentration.valuation.load import load_valuation

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
    catalogue = load_catalogue(folders)
    load_valuation(folders, catalogue.kinds)
    count = len(catalogue.limits)
    sys.stdout.write(render(Message("catalogue_ok", {"limits": count}), language) + "\n")
    return 0


def try_limits(folder: Path | None, *, lang: str) -> int:
    """Judge the cases of the program's limits, or of a folder of one's own; return 1 if any comes out otherwise."""
    from concentration.case_runs import run_cases

    language = chosen_language(lang)
    catalogue = load_catalogue([folder] if folder is not None else [])
    cases = builtin_cases() if folder is None or is_builtin(folder) else folder / CASES
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


def _print_sections(sections: Sequence[Section]) -> None:
    """Print headings with their lines indented, and the rest of a long line a little more."""
    from rich.text import Text

    console = output_console()
    for heading, lines in sections:
        console.print(heading, style="bold", markup=False)
        for line in lines:
            parts = Text(line).wrap(console, max(console.width - 4, 20))
            for place, part in enumerate(parts):
                console.print(("    " if place else "  ") + part.plain.rstrip(), markup=False)


def _changes(request: DiffRequest) -> "tuple[Change, ...]":
    """Return the changes asked for; raise CannotRunError where it is not said what to compare, or cannot be read."""
    from concentration.catalogue.diff import diff, diff_days

    folders, days = (request.old, request.new), (request.from_day, request.to_day)
    if all(folders) and not any((*days, request.folders)):
        problems: list[Problem] = []
        old, new = (_alone(str(folder), problems) for folder in folders)
        if problems:
            raise CannotRunError(problems)
        return diff(old, new)
    if all(days) and not any(folders):
        from_day, to_day = _days({"--from": str(days[0]), "--to": str(days[1])})
        return diff_days(load_catalogue(request.folders, request.builtin), from_day, to_day)
    raise CannotRunError([Problem(Message("diff_of_what"), allowed="OLD NEW; --from DATE --to DATE")])


def _alone(name: str, problems: list[Problem]) -> Catalogue:
    """Return the limits of one folder and no others.

    The program's kinds, instruments and lists stand beside those of a folder that has no table of kinds of its own.
    """
    folder = Path(name)
    if name == BUILTIN or is_builtin(folder):
        return load_catalogue()
    if (folder / KINDS_FILE).is_file():
        return read_folders([], [folder], problems)
    return read_folders([builtin_folder()], [folder], problems, our_limits=False)


def _days(options: dict[str, str]) -> tuple[date, ...]:
    days, problems = [], []
    for option, text in options.items():
        try:
            days.append(date.fromisoformat(text))
        except ValueError:
            problems.append(Problem(Message("as_of_no_date"), column=option, seen=text, allowed="YYYY-MM-DD"))
    if problems:
        raise CannotRunError(problems)
    return tuple(days)


def _by_entry(changes: "Sequence[Change]", language: Language) -> list[Section]:
    """Return the changes under what they are about."""
    sections: dict[str, list[str]] = {}
    for change in changes:
        heading = f"{render(Message(f'diff_of_{change.of}'), language)}  {change.name}"
        heading += f"  {change.title[language]}" if change.title else ""
        sections.setdefault(heading, []).append(render(change.message, language))
    return list(sections.items())


def _as_object(change: "Change", language: Language) -> dict[str, Any]:
    return {
        "of": change.of,
        "name": change.name,
        "title": change.title and change.title[language],
        "change": change.what,
        "from": change.old and change.old[language],
        "to": change.new and change.new[language],
        "text": render(change.message, language),
    }


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
