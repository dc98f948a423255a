"""Facts of a house's own columns: what the limits of a run name of them, against what its portfolio declares."""

from collections.abc import Iterable, Mapping

from concentration.catalogue.model import Catalogue, Limit
from concentration.catalogue.parts import conditions
from concentration.catalogue.whitelist import ConditionError, Mistake, facts_of, parse_condition
from concentration.vocabulary.facts import FACTS, Fact, facts_with_kinds, own_facts
from concentration.words.message import Message, Problem


def undeclared(
    limits: Iterable[Limit], catalogue: Catalogue, declared: Mapping[str, Mapping[str, str]]
) -> list[Problem]:
    """Return a problem for each place where a limit names an own column that is not declared, or against its type.

    `declared` gives the types of the house's own columns by table and column, as `facts` of portfolio.yaml.
    """
    own = own_facts(declared)
    facts = facts_with_kinds(FACTS, catalogue.kinds, catalogue.ratings)
    problems = []
    for limit in limits:
        for place, text in conditions(limit):
            if not any("." in name for name in facts_of(text)):
                continue
            try:
                parse_condition(text, catalogue.lists, facts, catalogue.ratings, own)
            except ConditionError as error:
                problems += [_problem(limit, place, mistake, own) for mistake in error.mistakes]
    return problems


def _problem(limit: Limit, place: str, mistake: Mistake, own: Mapping[str, Fact]) -> Problem:
    known = ", ".join(f"{fact.name} ({fact.type})" for fact in own.values())
    return Problem(
        Message("condition_at", {"at": mistake.at, "what": mistake.message}),
        file=limit.file,
        column=place,
        seen=mistake.seen,
        allowed=mistake.allowed or known or "portfolio.yaml: facts: {assets: {watch_list: bool}}",
    )
