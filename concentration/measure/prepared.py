"""What is the same for every range of managers, worked out once: which assets count, their keys, companies' sizes."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from concentration.frames import Connected
from concentration.measure.denominators import sizes_of_companies
from concentration.measure.keys import KEY_FACTS, Grouping, grouping
from concentration.measure.plan import Condition, Family, Plan, PlannedLimit
from concentration.measure.truth import masks, truths
from concentration.vocabulary.facts import FACTS


@dataclass(frozen=True)
class PreparedFamily:
    """A family with `certain` and `possible` (masks by asset, limit by limit), the keys of its grouping, and for each
    limit divided by a size of the company (`key`, `denominator_lower`, `denominator_upper`) by its place.
    """

    family: Family
    certain: pl.Series
    possible: pl.Series
    grouping: Grouping
    sizes: Mapping[int, pl.DataFrame]


def prepare(connected: Connected, plan: Plan) -> tuple[PreparedFamily, ...]:
    """Return the families of a plan, prepared over all assets of a run."""
    counted = _counted(connected, plan)
    groupings = {name: grouping(name, connected) for name in dict.fromkeys(f.group_by for f in plan.families)}
    return tuple(
        PreparedFamily(
            family,
            *masks([counted[planned.place] for planned in family.limits]),
            groupings[family.group_by],
            _sizes(family, connected, groupings[family.group_by], plan),
        )
        for family in plan.families
    )


def by_asset(condition: Condition, connected: Connected) -> bool:
    """Return whether an asset alone decides the condition."""
    return all(fact in connected.assets.columns for fact in condition.facts)


def _counted(connected: Connected, plan: Plan) -> dict[int, pl.Series]:
    """Return for the place of each limit whether each asset counts; TRUE where that is decided row by row.

    An asset to whose kind the size that the limit divides by, or the fact that gives the group, does not apply has no
    such ratio, and does not count.
    """
    kinds = connected.assets["asset_kind"]
    planned = [limit for family in plan.families for limit in family.limits]
    decided = [(limit, limit.count) for limit in planned if limit.count and by_asset(limit.count, connected)]
    values = truths([condition for _, condition in decided], connected.assets)
    counts = {limit.place: value for (limit, _), value in zip(decided, values, strict=True)}
    always = pl.repeat(True, connected.assets.height, eager=True)
    counted = {}
    for limit in planned:
        lacking = _kinds_outside(limit, plan)
        value = counts.get(limit.place, always)
        counted[limit.place] = value & ~kinds.is_in(lacking) if lacking else value
    return counted


def _kinds_outside(planned: PlannedLimit, plan: Plan) -> list[str]:
    """Return the kinds to which the limit's denominator, or the fact that gives the group, does not apply."""
    fact = FACTS.get(KEY_FACTS.get(planned.limit.group_by, ("", None))[0])
    column = fact.column if fact is not None and fact.owner == "asset" else None
    return [
        name
        for name, kind in plan.kinds.items()
        if planned.limit.denominator in kind.lacks or column in kind.lacks
    ]


def _sizes(family: Family, connected: Connected, keys: Grouping, plan: Plan) -> dict[int, pl.DataFrame]:
    return {
        planned.place: sizes_of_companies(planned.limit, connected.assets, keys, plan.kinds)
        for planned in family.limits
        if planned.limit.denominator == "tradable_shares"
    }
