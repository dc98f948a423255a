"""Proofreading: what loading finds, conditions compiled, the numbers of the law found in its own words."""

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

from concentration.catalogue.bounds import written
from concentration.catalogue.conditions import compile_condition
from concentration.catalogue.load import builtin_folder, read_folders
from concentration.catalogue.model import Catalogue, Cite, Cure, DatedBound, Exemption, Limit
from concentration.catalogue.quotes import numbers_in
from concentration.catalogue.whitelist import ConditionError, parse_condition
from concentration.vocabulary.facts import FACTS, SUBJECT_FACTS, Fact, facts_with_kinds
from concentration.words.message import Message, Problem


def lint(catalogue: Catalogue | Sequence[Path], builtin: bool = True) -> list[Problem]:
    """Return every problem of a loaded catalogue, or of folders read beside the program's own limits."""
    problems: list[Problem] = []
    if not isinstance(catalogue, Catalogue):
        catalogue = read_folders([builtin_folder()], catalogue, problems, builtin)
    for limit in catalogue.limits:
        problems += _of_conditions(limit, catalogue)
        problems += _of_quotes(limit)
    return problems


def _of_conditions(limit: Limit, catalogue: Catalogue) -> list[Problem]:
    every = facts_with_kinds(FACTS, catalogue.kinds)
    subject = facts_with_kinds(SUBJECT_FACTS, catalogue.kinds)
    conditions: list[tuple[str, str | None, dict[str, Fact]]] = [
        ("applies_to", limit.applies_to, subject),
        ("count", limit.count, every),
        ("only_if_every_holding", limit.only_if_every_holding, every),
        *((f"exempt.{place}.when", one.when, subject) for place, one in enumerate(limit.exempt, 1)),
        *((f"leaves_out.{place}.when", one.when, subject) for place, one in enumerate(limit.leaves_out, 1)),
        *((f"readings.{name}.count", one.count, every) for name, one in limit.readings.items()),
    ]
    problems = []
    for column, text, facts in conditions:
        if text is None:
            continue
        try:
            expression = compile_condition(text, catalogue.lists, facts)
        except ConditionError as error:
            problems += [
                Problem(
                    Message("condition_at", {"at": mistake.at, "what": mistake.message}),
                    file=limit.file,
                    column=column,
                    seen=mistake.seen,
                    allowed=mistake.allowed,
                )
                for mistake in error.mistakes
            ]
            continue
        if not expression.meta.root_names():
            problems.append(
                Problem(Message("lint_condition_of_nothing"), file=limit.file, column=column, seen=text)
            )
    return problems


def _of_quotes(limit: Limit) -> list[Problem]:
    """Return a problem for each number of a limit that the quoted words do not hold."""
    problems = [
        _not_quoted(limit, f"bound.{bound.from_day}", written(bound.value, bound.unit), bound.cite)
        for bound in limit.bounds
        if bound.value is not None and not _bound_is_quoted(bound)
    ]
    for name, exemptions in (("exempt", limit.exempt), ("leaves_out", limit.leaves_out)):
        for place, exemption in enumerate(exemptions, 1):
            problems += [
                _not_quoted(limit, f"{name}.{place}", text, exemption.cite)
                for text in _unquoted_numbers(exemption)
            ]
    if limit.cure is not None and not _cure_is_quoted(limit.cure):
        days = limit.cure.trading_days or limit.cure.working_days
        problems.append(_not_quoted(limit, "cure", str(days), limit.cure.cite))
    return problems


def _bound_is_quoted(bound: DatedBound) -> bool:
    if bound.cite.quote is None or bound.value is None:
        return True
    numbers = numbers_in(bound.cite.quote)
    return bound.value in (numbers.yuan if bound.is_amount else numbers.shares)


def _unquoted_numbers(exemption: Exemption) -> list[str]:
    if exemption.cite.quote is None:
        return []
    numbers = numbers_in(exemption.cite.quote)
    known = numbers.shares | numbers.yuan | numbers.days | numbers.plain
    return [text for text in parse_condition(exemption.when).numbers if Fraction(text) not in known]


def _cure_is_quoted(cure: Cure) -> bool:
    days = cure.trading_days or cure.working_days
    if cure.cite.quote is None or days is None:
        return True
    return Fraction(days) in numbers_in(cure.cite.quote).days


def _not_quoted(limit: Limit, column: str, seen: str, cite: Cite) -> Problem:
    return Problem(
        Message("lint_number_not_quoted", {"quote": cite.quote}), file=limit.file, column=column, seen=seen
    )
