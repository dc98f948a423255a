"""What is the same for every range of managers, worked out once: which assets count, their keys, companies' sizes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from concentration.catalogue.model import AssetKind
from concentration.frames import Connected, Through
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


@dataclass(frozen=True)
class Prepared:
    """The families of a run by what they look at: direct holdings (triggers first), or those inside held products."""

    triggers: tuple[PreparedFamily, ...]
    direct: tuple[PreparedFamily, ...]
    through: tuple[PreparedFamily, ...]


def prepare(connected: Connected, plan: Plan, through: Through | None = None) -> Prepared:
    """Return the families of a plan, prepared over all assets of a run.

    Without `through`, or where it looks through nothing, no limit has a second sum.
    """
    direct = [family for family in plan.families if family.view == "direct"]
    inside = [family for family in plan.families if family.view == "replaced"]
    if through is not None and through.pairs.height:
        inside += [family for family in plan.families if family.view == "second"]
    return Prepared(
        _prepared(plan.triggers, connected, plan.kinds),
        _prepared(direct, connected, plan.kinds),
        _prepared(inside, connected if through is None else through.connected, plan.kinds),
    )


def _prepared(
    families: Sequence[Family], connected: Connected, kinds: Mapping[str, AssetKind]
) -> tuple[PreparedFamily, ...]:
    counted = _counted(connected, [planned for family in families for planned in family.limits], kinds)
    groupings = {name: grouping(name, connected) for name in dict.fromkeys(f.group_by for f in families)}
    return tuple(
        PreparedFamily(
            family,
            *masks([counted[planned.place] for planned in family.limits]),
            groupings[family.group_by],
            _sizes(family, connected, groupings[family.group_by], kinds),
        )
        for family in families
    )


def by_asset(condition: Condition, connected: Connected) -> bool:
    """Return whether an asset alone decides the condition."""
    return all(fact in connected.assets.columns for fact in condition.facts)


def _counted(
    connected: Connected, limits: Sequence[PlannedLimit], kinds: Mapping[str, AssetKind]
) -> dict[int, pl.Series]:
    """Return for the place of each limit whether each asset counts; where that is decided row by row, TRUE unless the
    asset alone rules it out.

    An asset to whose kind the size that the limit divides by, or the fact that gives the group, does not apply has no
    such ratio, and does not count.
    """
    of_assets = connected.assets["asset_kind"]
    decided = [
        (limit, limit.count)
        for limit in limits
        if limit.count and limit.amount and by_asset(limit.count, connected)
    ]
    values = truths([condition for _, condition in decided], connected.assets)
    counts = {limit.place: value for (limit, _), value in zip(decided, values, strict=True)}
    for limit in limits:
        if limit.amount and limit.count and limit.place not in counts:
            of_asset = [one for one in limit.count.joined if by_asset(one, connected)]
            for value in truths(of_asset, connected.assets):
                kept = counts.get(limit.place, value.fill_null(True))
                counts[limit.place] = kept & value.fill_null(True)
    always = pl.repeat(True, connected.assets.height, eager=True)
    counted = {}
    for limit in limits:
        lacking = _kinds_outside(limit, kinds)
        value = counts.get(limit.place, always)
        outside = of_assets.is_in(lacking).fill_null(False)
        counted[limit.place] = value & ~outside if lacking else value
    return counted


def _kinds_outside(planned: PlannedLimit, kinds: Mapping[str, AssetKind]) -> list[str]:
    """Return the kinds to which the limit's denominator, or the fact that gives the group, does not apply."""
    fact = FACTS.get(KEY_FACTS.get(planned.group_by, ("", None))[0])
    column = fact.column if fact is not None and fact.owner == "asset" else None
    return [
        name
        for name, kind in kinds.items()
        if planned.limit.denominator in kind.lacks or column in kind.lacks
    ]


def _sizes(
    family: Family, connected: Connected, keys: Grouping, kinds: Mapping[str, AssetKind]
) -> dict[int, pl.DataFrame]:
    return {
        planned.place: sizes_of_companies(planned.limit, connected.assets, keys, kinds)
        for planned in family.limits
        if planned.limit.denominator == "tradable_shares"
    }
