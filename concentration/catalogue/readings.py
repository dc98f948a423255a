"""Which of several lawful readings of a limit is judged: the user's choice, never the portfolio's."""

from collections.abc import Sequence

from concentration.catalogue.load import DEFAULT_READING, read_as
from concentration.catalogue.model import Catalogue, Limit
from concentration.catalogue.whitelist import nearest
from concentration.words.message import CannotRunError, Message, Problem

OPTION = "--reading"
NAMED = 10
"""Limits with other readings that a message lists where none is near."""


def with_readings(catalogue: Catalogue, choices: Sequence[str]) -> Catalogue:
    """Return the catalogue with the limits chosen read as chosen; each choice is written `LIMIT=NAME`.

    The name `default` is the file's own reading. Raises CannotRunError with every choice that is not of this
    form, names an unknown limit or reading, or contradicts another.
    """
    limits = {limit.id: limit for limit in catalogue.limits}
    chosen: dict[str, str] = {}
    problems: list[Problem] = []
    for choice in choices:
        limit_id, equals, name = choice.partition("=")
        problem = _problem(limit_id, name, limits, chosen) if equals else _no_choice(choice)
        if problem is None:
            chosen[limit_id] = name
        else:
            problems.append(problem)
    if problems:
        raise CannotRunError(problems)
    return catalogue.only(
        *(read_as(limit, chosen.get(limit.id, limit.reading)) for limit in catalogue.limits)
    )


def _no_choice(choice: str) -> Problem:
    return Problem(Message("reading_no_choice"), column=OPTION, seen=choice, allowed="LIMIT=NAME")


def _problem(limit_id: str, name: str, limits: dict[str, Limit], chosen: dict[str, str]) -> Problem | None:
    """Return what is wrong with one choice, with the names that are known."""
    if limit_id not in limits:
        allowed = nearest(limit_id, sorted(limits)) or _with_other_readings(limits)
        return Problem(Message("no_such_limit"), column=OPTION, seen=limit_id, allowed=allowed)
    known = [DEFAULT_READING, *limits[limit_id].readings]
    if name not in known:
        return Problem(
            Message("no_such_reading", {"limit": limit_id}),
            column=OPTION,
            seen=name,
            allowed=", ".join(known),
        )
    if chosen.get(limit_id, name) != name:
        return Problem(
            Message("reading_twice", {"limit": limit_id}), column=OPTION, seen=f"{chosen[limit_id]}, {name}"
        )
    return None


def _with_other_readings(limits: dict[str, Limit]) -> str:
    """Return the first limits that have another reading, the only ones worth naming."""
    known = [limit.id for limit in limits.values() if limit.readings]
    return ", ".join([*known[:NAMED], *(["…"] if len(known) > NAMED else [])])
