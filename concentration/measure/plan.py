"""What a run asks of the holdings: limits that share a subject and a grouping are summed in one pass."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from concentration.catalogue.conditions import compile_condition
from concentration.catalogue.model import AssetKind, GroupBy, Limit, Subject
from concentration.catalogue.whitelist import facts_of
from concentration.vocabulary.facts import FACTS

MASK_BITS = 63
"""Limits of one family share a 64-bit mask; the sign bit stays free."""


@dataclass(frozen=True)
class Condition:
    """A compiled condition and the facts it needs."""

    expression: pl.Expr
    facts: frozenset[str]

    @property
    def owners(self) -> frozenset[str]:
        """The tables it looks at: manager, product, asset, kind, issuer, holding, counterparty, run."""
        return frozenset(FACTS[fact].owner for fact in self.facts)


@dataclass(frozen=True)
class PlannedLimit:
    """A limit with its conditions compiled; `place` is its place in the run's list of limits."""

    place: int
    limit: Limit
    applies_to: Condition
    count: Condition | None
    every_holding: Condition | None
    exempt: tuple[Condition, ...]
    leaves_out: tuple[Condition, ...]


@dataclass(frozen=True)
class Family:
    """Limits that measure the same sort of thing on the same subject over the same groups."""

    judge_per: Subject
    group_by: GroupBy
    measure: str
    limits: tuple[PlannedLimit, ...]

    @property
    def amounts(self) -> tuple[str, ...]:
        """The columns of holdings that its limits add up, each once."""
        return tuple(dict.fromkeys(p.limit.amount for p in self.limits if p.limit.amount))


@dataclass(frozen=True)
class Plan:
    """The families of a run and the kinds of assets."""

    families: tuple[Family, ...]
    kinds: Mapping[str, AssetKind]


def columns_needed(limits: Sequence[Limit]) -> set[str]:
    """Return the columns of holdings that the limits add up, group by, or name in a condition."""
    facts = {
        fact
        for limit in limits
        for text in (limit.count, limit.only_if_every_holding)
        if text is not None
        for fact in facts_of(text)
    }
    named = {FACTS[fact].column for fact in facts if FACTS[fact].owner == "holding"}
    by_counterparty = any(limit.group_by == "counterparty" for limit in limits) or any(
        FACTS[fact].owner == "counterparty" for fact in facts
    )
    return (
        {"market_value"}
        | {limit.amount for limit in limits if limit.amount}
        | named
        | ({"counterparty_id"} if by_counterparty else set())
    )


def make_plan(
    limits: Sequence[Limit], kinds: Mapping[str, AssetKind], lists: Mapping[str, Sequence[str]]
) -> Plan:
    """Compile the conditions of the limits and gather the limits that can be summed together."""
    families: dict[tuple[Subject, GroupBy, str], list[PlannedLimit]] = {}
    for place, limit in enumerate(limits):
        sort = "sum" if limit.amount else limit.measure
        families.setdefault((limit.judge_per, limit.group_by, sort), []).append(_planned(place, limit, lists))
    return Plan(
        tuple(
            Family(*sort, tuple(planned[start : start + MASK_BITS]))
            for sort, planned in families.items()
            for start in range(0, len(planned), MASK_BITS)
        ),
        kinds,
    )


def _planned(place: int, limit: Limit, lists: Mapping[str, Sequence[str]]) -> PlannedLimit:
    def compiled(text: str) -> Condition:
        return Condition(compile_condition(text, lists=lists), facts_of(text))

    return PlannedLimit(
        place,
        limit,
        compiled(limit.applies_to),
        compiled(limit.count) if limit.count else None,
        compiled(limit.only_if_every_holding) if limit.only_if_every_holding else None,
        tuple(compiled(exemption.when) for exemption in limit.exempt),
        tuple(compiled(exemption.when) for exemption in limit.leaves_out),
    )
