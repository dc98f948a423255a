"""Proofreading: what loading finds, conditions that can hold, numbers and days that agree with the words quoted."""

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import polars as pl

from concentration.catalogue.bounds import first_day, side, written
from concentration.catalogue.conditions import compile_condition, facts_of, first_that_fits
from concentration.catalogue.load import DECISIONS_FILE, INDEX, builtin_folder, read_folders
from concentration.catalogue.model import (
    SHARE,
    AssetKind,
    Catalogue,
    Cite,
    Cure,
    DatedBound,
    Exemption,
    Limit,
)
from concentration.catalogue.parts import conditions, exemptions, one_line, place_of
from concentration.catalogue.possible import TooManyError, assets_of_all_kinds, column_of, try_out
from concentration.catalogue.quotes import numbers_in
from concentration.catalogue.tree import Mapping as Keys
from concentration.catalogue.tree import content_of, tree_of
from concentration.catalogue.whitelist import ConditionError, parse_condition
from concentration.vocabulary.facts import FACTS, SUBJECT_FACTS, Fact, facts_with_kinds
from concentration.words.message import Message, Problem

NAMED = 5
"""Kinds of assets that a problem names; more are told by their number."""


def lint(
    catalogue: Catalogue | Sequence[Path], builtin: bool = True, today: date | None = None
) -> list[Problem]:
    """Return every problem of a loaded catalogue, or of folders read beside the program's own limits.

    `today` is the day after which no text can have been checked; None is the present day.
    """
    problems: list[Problem] = []
    if not isinstance(catalogue, Catalogue):
        catalogue = read_folders([builtin_folder()], catalogue, problems, builtin)
    whole = all(isinstance(kind, AssetKind) for kind in catalogue.kinds.values())
    for limit in catalogue.limits:
        mistakes = _of_conditions(limit, catalogue)
        problems += mistakes if mistakes or not whole else _of_what_can_hold(limit, catalogue)
        problems += _of_quotes(limit)
        problems += _of_days(limit, catalogue)
    problems += _of_twins(catalogue)
    problems += _of_rulebooks(catalogue, today or date.today())
    return problems + (_of_decisions(catalogue) if whole else [])


# Conditions: of the language, about something, and able to hold


def _of_conditions(limit: Limit, catalogue: Catalogue) -> list[Problem]:
    every = facts_with_kinds(FACTS, catalogue.kinds, catalogue.ratings)
    subject = facts_with_kinds(SUBJECT_FACTS, catalogue.kinds, catalogue.ratings)
    problems = []
    for place, text in conditions(limit):
        of_subject = place == "applies_to" or place.endswith(".when")
        problems += _of_condition(limit, place, text, catalogue, subject if of_subject else every)
    return problems


def _of_condition(
    limit: Limit, place: str, text: str, catalogue: Catalogue, facts: Mapping[str, Fact]
) -> list[Problem]:
    try:
        expression = compile_condition(text, catalogue.lists, facts, catalogue.ratings)
    except ConditionError as error:
        return [
            Problem(
                Message("condition_at", {"at": mistake.at, "what": mistake.message}),
                file=limit.file,
                column=place,
                seen=mistake.seen,
                allowed=mistake.allowed,
            )
            for mistake in error.mistakes
        ]
    if expression.meta.root_names():
        return []
    return [Problem(Message("lint_condition_of_nothing"), file=limit.file, column=place, seen=text)]


def _of_what_can_hold(limit: Limit, catalogue: Catalogue) -> list[Problem]:
    """Return a problem for each condition that nothing can satisfy, alone or where the limit applies."""
    answer = try_out([limit.applies_to], catalogue).answer
    if answer != "possible":
        code = "lint_never_applies" if answer == "never" else "lint_too_many"
        return [_about(limit, "applies_to", code, limit.applies_to)]
    problems = []
    for place, text in list(conditions(limit))[1:]:
        tried = try_out([limit.applies_to, text], catalogue)
        if tried.answer == "too_many":
            problems.append(_about(limit, place, "lint_too_many", text))
        elif tried.answer == "never":
            alone = try_out([text], catalogue).answer == "never"
            problems.append(_about(limit, place, _never(place) if alone else "lint_never_together", text))
        elif tried.kinds is not None:
            problems += _of_what_is_lacking(limit, place, text, tried.kinds, catalogue)
    return problems


def _never(place: str) -> str:
    return "lint_counts_no_kind" if place.endswith("count") else "lint_never_true"


def _of_what_is_lacking(
    limit: Limit, place: str, text: str, kinds: frozenset[str], catalogue: Catalogue
) -> list[Problem]:
    """Return a problem for each fact that every kind of asset counted lacks, so that it says nothing."""
    columns = {name: column_of(FACTS[name]) for name in sorted(facts_of(text)) if name in FACTS}
    if place == "count" and limit.amount is not None:
        columns[limit.amount] = limit.amount
    return [
        Problem(
            Message("lint_void_fact", {"fact": name, "kinds": _some(sorted(kinds))}),
            file=limit.file,
            column=place,
            seen=name,
        )
        for name, column in columns.items()
        if column is not None and all(column in catalogue.kinds[kind].lacks for kind in kinds)
    ]


def _some(names: Sequence[str]) -> list[str]:
    return [*names[:NAMED], "…"] if len(names) > NAMED else list(names)


def _about(limit: Limit, place: str, code: str, text: str) -> Problem:
    return Problem(Message(code), file=limit.file, column=place, seen=one_line(text))


# Numbers, which the words quoted must hold


def _of_quotes(limit: Limit) -> list[Problem]:
    """Return a problem for each number of a limit that the quoted words do not hold."""
    problems = [
        _not_quoted(limit, place_of(limit, bound), written(bound.value, bound.unit), bound.cite)
        for bound in limit.bounds
        if bound.value is not None
        and bound.line_of == "law"
        and not _is_quoted(bound.value, bound.unit, bound.cite)
    ]
    for place, exemption in exemptions(limit):
        problems += [_not_quoted(limit, place, text, exemption.cite) for text in _unquoted_numbers(exemption)]
    trigger = limit.trigger
    if trigger is not None and not _is_quoted(trigger.more_than, SHARE, trigger.cite):
        problems.append(_not_quoted(limit, "trigger", written(trigger.more_than, SHARE), trigger.cite))
    if limit.cure is not None and not _cure_is_quoted(limit.cure):
        days = limit.cure.trading_days or limit.cure.working_days
        problems.append(_not_quoted(limit, "cure", str(days), limit.cure.cite))
    return problems


def _is_quoted(value: Fraction, unit: str, cite: Cite) -> bool:
    return cite.quote is None or value in numbers_in(cite.quote).of_unit(unit)


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


# Days, in the order in which they are written


def _of_days(limit: Limit, catalogue: Catalogue) -> list[Problem]:
    """Return a problem for each value that stands behind a later one; a history is read downwards."""
    return [
        Problem(
            Message("lint_days_in_order", {"before": before}), file=limit.file, column=f"bound.{key}", row=row
        )
        for (before, _), (key, row) in pairwise(_written_days(limit, catalogue))
        if (first_day(key) or "") < (first_day(before) or "")
    ]


def _written_days(limit: Limit, catalogue: Catalogue) -> list[tuple[str, int]]:
    """Return the keys of `bound` with their lines, as the file has them: a loaded limit is sorted already."""
    for folder in catalogue.folders:
        file = Path(folder) / f"{limit.id}.yaml"
        content = content_of(file, limit.file, []) if file.is_file() else None
        tree = tree_of(content, limit.file, []) if content is not None else None
        bound = tree.items.get("bound") if isinstance(tree, Keys) else None
        if isinstance(bound, Keys):
            return list(bound.lines.items())
    return []


def _of_rulebooks(catalogue: Catalogue, today: date) -> list[Problem]:
    return [
        Problem(Message("lint_checked_later"), f"{name}/{INDEX}", column="checked", seen=book.checked)
        for name, book in catalogue.rulebooks.items()
        if book.checked > today.isoformat()
    ]


# The same rule twice


def _of_twins(catalogue: Catalogue) -> list[Problem]:
    """Return a problem for each limit that asks the same as another one; a house's tighter line is none."""
    alike: dict[Any, list[Limit]] = {}
    for limit in catalogue.limits:
        alike.setdefault(_question(limit, catalogue), []).append(limit)
    return [
        Problem(Message("lint_twin", {"other": one.id}), file=other.file, seen=other.id)
        for limits in alike.values()
        for one, other in combinations(limits, 2)
        if any(_overlap(a, b, one.rulebook == other.rulebook) for a in one.bounds for b in other.bounds)
    ]


def _question(limit: Limit, catalogue: Catalogue) -> Any:
    """Return everything that a limit asks but its value, its conditions as they were understood."""
    trigger = limit.trigger
    return (
        limit.standing == "draft",
        limit.judge_per,
        limit.group_by,
        limit.denominator,
        limit.at_least_products,
        limit.with_subsidiaries,
        trigger and (trigger.group_by, trigger.measure, trigger.denominator, trigger.more_than),
        *(
            _understood(text, catalogue)
            for text in (
                limit.applies_to,
                limit.count,
                limit.only_if_every_holding,
                limit.only_if_some_holding,
                trigger.count if trigger else None,
            )
        ),
    )


def _understood(text: str | None, catalogue: Catalogue) -> str | None:
    try:
        return (
            parse_condition(text, catalogue.lists, ratings=catalogue.ratings).sql
            if text is not None
            else None
        )
    except ConditionError:
        return text


def _overlap(one: DatedBound, other: DatedBound, same_rulebook: bool) -> bool:
    """Return whether two values measure the same on the same days; beyond a rulebook only equal ones are twins."""
    together = one.from_day <= (other.until_day or "9") and other.from_day <= (one.until_day or "9")
    same = (one.measure, one.when, side(one.comparison)) == (
        other.measure,
        other.when,
        side(other.comparison),
    )
    return together and same and (same_rulebook or one.value == other.value)


# Standard or not: the decisions explain what the table of kinds decides


def _of_decisions(catalogue: Catalogue) -> list[Problem]:
    """Return a problem for each decision that gives an asset another class than the table of kinds."""
    texts = [one.when for one in catalogue.decisions.values() if one.when is not None]
    try:
        parsed = [parse_condition(text, catalogue.lists, ratings=catalogue.ratings) for text in texts]
        named = sorted({name for condition in parsed for name in condition.facts})
        assets = assets_of_all_kinds(named, catalogue, [condition.sql for condition in parsed])
    except ConditionError:
        return []
    except TooManyError:
        return [Problem(Message("lint_too_many"), file=DECISIONS_FILE)]
    decided = assets.select(
        "asset_kind",
        by_kind=pl.col("debt_class").fill_null("review"),
        decision=first_that_fits(catalogue),
    ).unique(maintain_order=True)
    classes = {key: decision.debt_class for key, decision in catalogue.decisions.items()}
    wrong = decided.drop_nulls("decision").filter(
        pl.col("decision").replace_strict(classes, return_dtype=pl.String) != pl.col("by_kind")
    )
    return [
        Problem(
            Message("lint_decision_against_kind", {"kind": row["asset_kind"], "by_kind": row["by_kind"]}),
            file=DECISIONS_FILE,
            column=row["decision"],
            seen=classes[row["decision"]],
        )
        for row in wrong.iter_rows(named=True)
    ]
