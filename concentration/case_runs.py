"""Limits against their cases: each case is a small portfolio that is judged like any other."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from concentration.catalogue.cases import Case, load_cases, run_case
from concentration.catalogue.model import Catalogue, Limit
from concentration.catalogue.readings import with_readings
from concentration.catalogue.strict import near_first
from concentration.catalogue.whitelist import nearest
from concentration.pipeline import Options, Step, check_rows
from concentration.report.json import findings
from concentration.words.message import CannotRunError, Language, Message, Problem
from concentration.words.sentences import render_problem


@dataclass(frozen=True)
class FailedCase:
    """A case that came out otherwise: its limit, its file and line there, and what was expected and found."""

    limit: str
    case: str
    file: str
    line: int
    said: str


@dataclass(frozen=True)
class CaseRun:
    """What came of a run: how many limits and cases were tried, and the cases that came out otherwise."""

    limits: int
    cases: int
    failed: tuple[FailedCase, ...]


def run_cases(
    catalogue: Catalogue, files: Mapping[str, Path], language: Language, step: Step | None = None
) -> CaseRun:
    """Judge every case of the files, given by the id of their limit; `step` is told how many of them are done.

    Raises CannotRunError with every problem of every file, a file of no limit among them.
    """
    cases = _read(catalogue, files)
    failed = []
    for place, (limit, case) in enumerate(cases, start=1):
        said = _said(case, limit, catalogue, language)
        if said is not None:
            failed.append(FailedCase(limit.id, case.name, files[limit.id].as_posix(), case.line, said))
        if step is not None:
            step(place, len(cases))
    return CaseRun(len(files), len(cases), tuple(failed))


def findings_of_case(case: Case, limit: Limit, catalogue: Catalogue) -> list[Mapping[str, Any]]:
    """Return the findings on one limit, each an object of concentration-report/1; none if it applies to nothing.

    Raises CannotRunError if the case cannot be read as a portfolio or names a reading that the limit lacks or a list
    that the catalogue lacks.
    """
    known = _with_lists(catalogue, case.lists)
    chosen = with_readings(known.only(limit), [f"{limit.id}={case.reading}"])
    options = Options(
        as_of=date.fromisoformat(case.as_of) if case.as_of else "latest", show_all=True, draft=True
    )
    try:
        report = check_rows(case.tables, case.settings, chosen, options)
    except CannotRunError as error:
        if [problem.message.code for problem in error.problems] == ["nothing_to_judge"]:
            return []
        raise
    return [finding for finding in findings(report, "en") if finding["limit"] == limit.id]


def _with_lists(catalogue: Catalogue, lists: Mapping[str, tuple[str, ...] | None]) -> Catalogue:
    """Return the catalogue with these lists in the place of its own of the same names."""
    problems = [
        Problem(
            Message("condition_unknown_list"),
            column=f"settings.lists.{name}",
            seen=name,
            allowed=near_first(name, sorted(catalogue.lists)),
        )
        for name in lists
        if name not in catalogue.lists
    ]
    if problems:
        raise CannotRunError(problems)
    return msgspec.structs.replace(catalogue, lists={**catalogue.lists, **lists})


def _read(catalogue: Catalogue, files: Mapping[str, Path]) -> Sequence[tuple[Limit, Case]]:
    """Return each case with its limit; raise CannotRunError with the problems of all files."""
    limits = {limit.id: limit for limit in catalogue.limits}
    problems: list[Problem] = []
    cases: list[tuple[Limit, Case]] = []
    for limit_id, file in files.items():
        if limit_id not in limits:
            allowed = nearest(limit_id, sorted(limits))
            problems.append(
                Problem(Message("no_such_limit"), file.as_posix(), seen=limit_id, allowed=allowed)
            )
            continue
        try:
            cases += [(limits[limit_id], case) for case in load_cases(file)]
        except CannotRunError as error:
            problems += error.problems
    if problems:
        raise CannotRunError(problems)
    return cases


def _said(case: Case, limit: Limit, catalogue: Catalogue, language: Language) -> str | None:
    """Return what came out otherwise, or why the case could not be judged; None if all is as expected."""
    try:
        return run_case(case, limit, _judged_with(catalogue), language)
    except CannotRunError as error:
        return "; ".join(render_problem(problem, language) for problem in error.problems)


def _judged_with(catalogue: Catalogue) -> Callable[[Case, Limit], Sequence[Mapping[str, Any]]]:
    return lambda case, limit: findings_of_case(case, limit, catalogue)
