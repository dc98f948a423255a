"""What is the same for every range of managers, worked out once: which assets count, their keys, companies' sizes."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from concentration.catalogue.model import Limit
from concentration.frames import Connected
from concentration.measure.denominators import sizes_of_companies
from concentration.measure.keys import Grouping, grouping
from concentration.measure.plan import Condition, Family, Plan
from concentration.measure.truth import masks, truth


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
    groupings = {name: grouping(name, connected) for name in dict.fromkeys(f.group_by for f in plan.families)}
    return tuple(_prepared(family, connected, groupings[family.group_by], plan) for family in plan.families)


def by_asset(condition: Condition, connected: Connected) -> bool:
    """Return whether an asset alone decides the condition."""
    return all(fact in connected.assets.columns for fact in condition.facts)


def _prepared(family: Family, connected: Connected, keys: Grouping, plan: Plan) -> PreparedFamily:
    always = pl.repeat(True, connected.assets.height, eager=True)
    truths = [
        (
            truth(planned.count, connected.assets)
            if planned.count is not None and by_asset(planned.count, connected)
            else always
        )
        & _has_a_size(planned.limit, connected.assets, plan)
        for planned in family.limits
    ]
    sizes = {
        planned.place: sizes_of_companies(planned.limit, connected.assets, keys, plan.kinds)
        for planned in family.limits
        if planned.limit.denominator == "tradable_shares"
    }
    return PreparedFamily(family, *masks(truths), keys, sizes)


def _has_a_size(limit: Limit, assets: pl.DataFrame, plan: Plan) -> pl.Series:
    """FALSE for an asset to whose kind the size that the limit divides by does not apply: it has no such ratio."""
    lacking = [name for name, kind in plan.kinds.items() if limit.denominator in kind.lacks]
    return ~assets["asset_kind"].is_in(lacking)
