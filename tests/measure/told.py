"""How tests read what is measured: groups, sizes and lifts by name, in yuan or in the unit of the measure."""

from fractions import Fraction

from engine_frames import MILLION, World

from concentration.catalogue.model import Limit
from concentration.frames import Measured

Interval = tuple[float | None, float | None]


def measured(limit: Limit, world: World) -> Measured:
    """The one thing measured of a limit."""
    (one,) = world.measured(limit)
    return one


def unit(amount: int | None) -> float | None:
    """Return millionths in units."""
    return None if amount is None else amount / MILLION


def groups(limit: Limit, world: World) -> dict[str | None, Interval]:
    """What each group comes to at least and at most; the group of the unknown has no name."""
    return groups_of(measured(limit, world), "lower", "upper")


def sizes(limit: Limit, world: World) -> dict[str | None, Interval]:
    """What each group is divided by, at least and at most."""
    return groups_of(measured(limit, world), "denominator_lower", "denominator_upper")


def groups_of(one: Measured, *ends: str) -> dict[str | None, Interval]:
    """Two columns of the groups, by the names of these."""
    named = one.groups.join(one.labels.lazy().select("key", "group_id"), on="key", how="left").collect()
    rows = named.select("group_id", *ends).sort("group_id").iter_rows()
    return {name: (unit(lower), unit(upper)) for name, lower, upper in rows}


def by_subject(limit: Limit, world: World) -> dict[str, dict[str | None, Interval]]:
    """What each group of each subject comes to, by the id of the product or of the manager."""
    connected = world.connected(limit)
    is_manager = limit.judge_per == "manager"
    frame = connected.managers if is_manager else connected.products
    ids = frame.select(limit.subject, f"{limit.subject}_id").iter_rows()
    names = {place: str(name) for place, name in ids}
    return subjects_of(measured(limit, world), names)


def subjects_of(one: Measured, names: dict[int, str]) -> dict[str, dict[str | None, Interval]]:
    """What each group of each subject comes to, by the names given."""
    named = one.groups.join(one.labels.lazy().select("key", "group_id"), on="key", how="left").collect()
    told: dict[str, dict[str | None, Interval]] = {}
    for subject, group, lower, upper in named.select("subject", "group_id", "lower", "upper").iter_rows():
        told.setdefault(names[subject], {})[group] = (unit(lower), unit(upper))
    return told


def exactly(one: Measured) -> list[tuple[Fraction | None, Fraction | None]]:
    """The sums that are no whole millionths, in yuan."""
    return [
        (None if low is None else low / MILLION, None if high is None else high / MILLION)
        for low, high in one.exact.values()
    ]


def lifts(limit: Limit, world: World) -> Interval:
    """What the unknown may add to any group, and to a merged one."""
    ((of_all, of_party),) = measured(limit, world).subjects.select("lift_all", "lift_party").rows()
    return unit(of_all), unit(of_party)
