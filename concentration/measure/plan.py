"""What a run asks of the holdings: limits that share a subject and a grouping are summed in one pass."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import msgspec
import polars as pl

from concentration.catalogue.conditions import compile_condition
from concentration.catalogue.model import MERGED, AssetKind, DatedBound, GroupBy, Limit, Subject
from concentration.catalogue.ratings import NO_RATINGS, Ratings
from concentration.catalogue.whitelist import facts_of, parse_condition
from concentration.vocabulary.facts import fact_named
from concentration.vocabulary.measures import MEASURES

MASK_BITS = 63
"""Limits of one family share a 64-bit mask; the sign bit stays free."""

CLASS_VALUE = "class_value"
"""The amount that is market value, or exposure for derivatives; it is made of these two columns."""

View = Literal["direct", "replaced", "second"]
"""Whose holdings are added up: the product's own; those inside held products in their place; or these as a second,
advisory sum."""


@dataclass(frozen=True)
class Condition:
    """A compiled condition, the facts it needs, and the conditions that AND joins in it (none: it is one)."""

    expression: pl.Expr
    facts: frozenset[str]
    joined: "tuple[Condition, ...]" = ()

    @property
    def owners(self) -> frozenset[str]:
        """The tables it looks at: manager, product, asset, kind, issuer, holding, counterparty, run."""
        return frozenset(fact_named(fact).owner for fact in self.facts)


@dataclass(frozen=True)
class PlannedLimit:
    """A limit with its conditions compiled; `place` is its place in the run's list of limits.

    `group_by` is that of the sums, which are counted or reported otherwise where the limit says so. `whens` stand
    beside the limit's bounds. `trigger` is what must come first, as a limit of its own. `unset` names the settings that
    nobody has made and on which it hangs what counts.
    """

    place: int
    limit: Limit
    group_by: GroupBy
    amount: str | None
    applies_to: Condition
    count: Condition | None
    every_holding: Condition | None
    some_holding: Condition | None
    exempt: tuple[Condition, ...]
    leaves_out: tuple[Condition, ...]
    whens: tuple[Condition | None, ...]
    trigger: "PlannedLimit | None"
    unset: tuple[str, ...]

    @property
    def is_ban(self) -> bool:
        """Whether nothing at all is allowed."""
        return all(bound.comparison == "forbidden" for bound in self.limit.bounds)


@dataclass(frozen=True)
class Family:
    """Limits that measure the same sort of thing on the same subject over the same groups of the same holdings."""

    judge_per: Subject
    group_by: GroupBy
    sort: str
    view: View
    with_subsidiaries: bool
    limits: tuple[PlannedLimit, ...]

    @property
    def amounts(self) -> tuple[str, ...]:
        """The amounts of holdings that its limits add up, each once."""
        added = [p.amount for p in self.limits if p.amount]
        taken = [p.limit.where_unknown.take for p in self.limits if p.limit.where_unknown]
        return tuple(dict.fromkeys([*added, *taken]))


@dataclass(frozen=True)
class Plan:
    """The families of a run, those of its triggers, and the kinds of assets."""

    families: tuple[Family, ...]
    triggers: tuple[Family, ...]
    kinds: Mapping[str, AssetKind]

    @property
    def limits(self) -> dict[int, PlannedLimit]:
        """Every planned limit by its place."""
        return {planned.place: planned for family in self.families for planned in family.limits}


def merged_issuers(plan: Plan) -> tuple[pl.Expr, pl.Expr] | None:
    """Return conditions on the products and on the assets of which some limit, or its trigger, merges the issuers.

    None: no limit does.
    """
    every = [*plan.limits.values(), *(p.trigger for p in plan.limits.values() if p.trigger)]
    merging = [planned for planned in every if planned.group_by == MERGED]
    if not merging:
        return None
    products = [planned.applies_to.expression.fill_null(True) for planned in merging]
    assets = [_of_assets(planned.count) for planned in merging]
    return pl.any_horizontal(products), pl.any_horizontal(assets)


def _of_assets(count: Condition | None) -> pl.Expr:
    """Return what the assets themselves say about a condition: TRUE where they do not rule it out."""
    joined = (count.joined or (count,)) if count else ()
    told = [one.expression.fill_null(True) for one in joined if one.owners <= {"asset", "kind", "issuer"}]
    return pl.all_horizontal(told) if told else pl.lit(True)


def columns_needed(limits: Sequence[Limit]) -> set[str]:
    """Return the columns of holdings that the limits add up, group by, or name in a condition."""
    measured = [*limits, *(trigger for limit in limits if (trigger := _trigger_of(limit)))]
    facts = {
        fact_named(fact)
        for limit in measured
        for text in (limit.count, limit.only_if_every_holding, limit.only_if_some_holding)
        if text is not None
        for fact in facts_of(text)
    }
    named = {fact.name if fact.type == "any" else fact.column for fact in facts if fact.owner == "holding"}
    by_counterparty = any(limit.group_by == "counterparty" for limit in measured) or any(
        fact.owner == "counterparty" for fact in facts
    )
    amounts = {limit.amount for limit in measured if limit.amount}
    amounts |= {limit.where_unknown.take for limit in limits if limit.where_unknown}
    if CLASS_VALUE in amounts:
        amounts = (amounts - {CLASS_VALUE}) | {"exposure"}
    return (
        {"market_value"}
        | amounts
        | named
        | ({"counterparty_id"} if by_counterparty else set())
        | ({"tranche_id"} if any(limit.judge_per == "tranche" for limit in limits) else set())
    )


def make_plan(
    limits: Sequence[Limit],
    kinds: Mapping[str, AssetKind],
    lists: Mapping[str, Sequence[str] | None],
    ratings: Ratings = NO_RATINGS,
) -> Plan:
    """Compile the conditions of the limits and gather the limits that can be summed together."""
    planned = [_planned(place, limit, lists, ratings, len(limits)) for place, limit in enumerate(limits)]
    direct = [one for one in planned if one.limit.through == "advisory"]
    replaced = [one for one in planned if one.limit.through == "replace"]
    seconds = [one for one in planned if _has_second(one)]
    families = [*_families("direct", direct), *_families("replaced", replaced), *_families("second", seconds)]
    triggers = [one.trigger for one in planned if one.trigger]
    return Plan(tuple(families), tuple(_families("direct", triggers)), kinds)


def _families(view: View, planned: Iterable[PlannedLimit]) -> Iterable[Family]:
    """Gather limits that can be summed together; a manager's sum through products has shares of its own."""
    together: dict[tuple[Subject, GroupBy, str, bool, int | None], list[PlannedLimit]] = {}
    for one in planned:
        alone = one.place if view != "direct" and one.limit.judge_per == "manager" else None
        sort = "sum" if one.amount else one.limit.measure
        key = (one.limit.judge_per, one.group_by, sort, one.limit.with_subsidiaries, alone)
        together.setdefault(key, []).append(one)
    for (judge_per, group_by, sort, with_subsidiaries, _), limits in together.items():
        for start in range(0, len(limits), MASK_BITS):
            some = tuple(limits[start : start + MASK_BITS])
            yield Family(judge_per, group_by, sort, view, with_subsidiaries, some)


def _has_second(planned: PlannedLimit) -> bool:
    """Return whether a cap on a sum of direct holdings is judged a second time through held products."""
    limit = planned.limit
    caps = any(bound.comparison in ("at_most", "less_than") for bound in limit.bounds)
    return limit.amount is not None and limit.through == "advisory" and caps and limit.judge_per != "tranche"


def _trigger_of(limit: Limit) -> Limit | None:
    """Return the trigger of a limit as a limit of its own on the same products."""
    trigger = limit.trigger
    if trigger is None:
        return None
    line = [
        DatedBound(
            from_day=bound.from_day,
            until_day=bound.until_day,
            year_only=False,
            comparison="at_most",
            value=trigger.more_than,
            unit="share",
            cite=trigger.cite,
            measure=trigger.measure,
        )
        for bound in limit.bounds
    ]
    return msgspec.structs.replace(
        limit,
        count=trigger.count,
        group_by=trigger.group_by,
        measure=trigger.measure,
        amount=MEASURES[trigger.measure].amount,
        denominator=trigger.denominator,
        bounds=tuple(line),
        through="advisory",
        trigger=None,
        only_if_every_holding=None,
        only_if_some_holding=None,
        where_unknown=None,
    )


def _planned(
    place: int,
    limit: Limit,
    lists: Mapping[str, Sequence[str] | None],
    ratings: Ratings,
    triggers_from: int,
) -> PlannedLimit:
    def compiled(text: str) -> Condition:
        whole = parse_condition(text, lists, ratings=ratings).whole
        joined = [pl.sql_expr(part.sql) for part in whole.parts] if whole.word == "AND" else []
        return Condition(
            compile_condition(text, lists=lists, ratings=ratings),
            facts_of(text),
            tuple(Condition(one, frozenset(one.meta.root_names())) for one in joined),
        )

    def if_said(text: str | None) -> Condition | None:
        return compiled(text) if text else None

    trigger = _trigger_of(limit)
    counts = MEASURES[limit.measure].counts
    named = parse_condition(limit.count).lists if limit.count else ()
    unset = tuple(sorted(name for name in named if lists.get(name, ()) is None))
    group_by: GroupBy = counts or ("none" if unset else limit.group_by)  # type: ignore[assignment]
    return PlannedLimit(
        place,
        limit if group_by == limit.group_by or counts else msgspec.structs.replace(limit, group_by="none"),
        group_by,
        "market_value" if counts else limit.amount,
        compiled(limit.applies_to),
        if_said(limit.count),
        if_said(limit.only_if_every_holding),
        if_said(limit.only_if_some_holding),
        tuple(compiled(exemption.when) for exemption in limit.exempt),
        tuple(compiled(exemption.when) for exemption in limit.leaves_out),
        tuple(if_said(bound.when) for bound in limit.bounds),
        _planned(triggers_from + place, trigger, lists, ratings, triggers_from) if trigger else None,
        unset,
    )
