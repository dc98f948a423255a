"""Before and after, group by group: what an order makes better, worse, or leaves open, and what that means for it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from concentration.judge.comparisons import COMPARISONS
from concentration.trade.judged import Ends, Group, Judgement

Change = Literal["better", "same", "worse", "open"]
Verdict = Literal["accept", "undetermined", "reject"]
VERDICTS: tuple[Verdict, ...] = ("accept", "undetermined", "reject")
"""From the best to the worst."""

COVERED = ("breach", "waived")
WORTH_READING = ("breach", "undetermined", "warning")
GOOD = ("pass", "warning", "exempt")


@dataclass(frozen=True)
class Effect:
    """What an order does to one group.

    `before` is None where there was no such group. `change` is `open` where it becomes or stays undetermined and is
    not known to be no worse. `verdict`: what it means for the order; None: nothing, because the limit only advises or
    because nothing got worse.
    """

    before: Group | None
    after: Group
    change: Change
    verdict: Verdict | None

    @property
    def is_new(self) -> bool:
        """Whether it was no breach before."""
        return self.before is None or self.before.status not in COVERED


def effects_of(before: Judgement, after: Judgement) -> tuple[Effect, ...]:
    """Return the effects on all groups that a report lists after an order, the worst first."""
    known = _Known(before.groups)
    found = [_effect(group, known.same_as(group)) for group in after.groups if group.listed]
    rank = {"reject": 0, "undetermined": 1, None: 2}
    return tuple(sorted(found, key=lambda one: (rank[one.verdict], one.after.limit.id, *_names(one.after))))


def _names(group: Group) -> tuple[str, ...]:
    return tuple(name or "" for name in (group.manager_id, group.product_id, group.group_id))


def verdict_of(effects: Iterable[Effect]) -> Verdict:
    """Return the worst verdict of effects."""
    told = [one.verdict for one in effects if one.verdict is not None]
    return max(told, key=VERDICTS.index, default="accept")


def shown(effects: Iterable[Effect]) -> Iterator[Effect]:
    """Yield what is worth reading: what decides, and what got worse in limits that only advise or come near."""
    for one in effects:
        if one.verdict is not None:
            yield one
        elif one.change in ("worse", "open") and one.after.status in WORTH_READING:
            was_near = one.before is not None and one.before.status == "warning"
            if one.after.status != "warning" or not was_near:
                yield one


class _Known:
    """The groups before an order, found by their names; a merged group also by the ids of its members."""

    def __init__(self, groups: Sequence[Group]) -> None:
        self.groups: dict[tuple[object, ...], list[Group]] = {}
        for group in groups:
            self.groups.setdefault(group.subject, []).append(group)

    def same_as(self, group: Group) -> list[Group]:
        """Return the groups that a group was before: of the same name, else those that it has grown out of."""
        of_subject = self.groups.get(group.subject, [])
        same = [one for one in of_subject if one.key == group.key]
        if same or not group.is_party:
            return same
        return [
            one
            for one in of_subject
            if one.is_party and (one.group_id in group.members or group.group_id in one.members)
        ]


def _effect(after: Group, before: Sequence[Group]) -> Effect:
    """Return the effect on a group; of several that it was before, the one that it is least bad against."""
    told = [_against(after, one) for one in before] or [_new(after)]
    order = {None: 0, "accept": 0, "undetermined": 1, "reject": 2}
    return min(told, key=lambda effect: order[effect.verdict])


def _new(after: Group) -> Effect:
    """Return the effect on a group that was not there before."""
    change: Change = {"breach": "worse", "undetermined": "open", "warning": "worse"}.get(  # type: ignore[assignment]
        after.status, "same"
    )
    return Effect(None, after, change, _decides(after, change))


def _against(after: Group, before: Group) -> Effect:
    worse = worsened(before, after)
    change: Change
    if after.status == "undetermined":
        settled = before.status != "undetermined" and before.status not in COVERED
        change = "open" if settled or worse else "same"
    elif after.status == "breach" and before.status != "breach":
        change = "worse"
    else:
        change = "worse" if worse else "better" if worsened(after, before) else "same"
    return Effect(before, after, change, _decides(after, change))


def _decides(after: Group, change: Change) -> Verdict | None:
    """Return what a change means for an order: only limits in force decide, and only what is worse or open."""
    if after.standing != "in_force":
        return None
    if after.status == "breach" and change == "worse":
        return "reject"
    if after.status == "undetermined" and change == "open":
        return "undetermined"
    return None


def worsened(before: Group, after: Group) -> bool:
    """Return whether any end of a group's ratio is worse than before, or, past a line that forbids buying, its amount.

    Where the size is known it is the ratio that counts, exactly; where it is not, the sum and the size by themselves.
    """
    if after.bound is None or before.bound is None:
        return False
    is_cap = COMPARISONS[after.bound.comparison].is_cap
    grown = (
        _higher(before.numerator, after.numerator) if is_cap else _lower(before.numerator, after.numerator)
    )
    sizes = _known(before.size), _known(after.size)
    if before.applies is None and after.applies:
        return True
    if sizes[0] is None or sizes[1] is None:
        other = _lower(before.size, after.size) if is_cap else _higher(before.size, after.size)
        return grown or other
    ratios = _over(before.numerator, sizes[0]), _over(after.numerator, sizes[1])
    cure = after.limit.cure
    if grown and cure is not None and cure.no_new_buying and after.status == "breach":
        return True
    return _higher(*ratios) if is_cap else _lower(*ratios)


def _known(size: Ends) -> Fraction | None:
    """Return a size that is known and positive."""
    lower, upper = size
    return lower if lower == upper and lower > 0 else None


def _over(ends: Ends, size: Fraction) -> Ends:
    lower, upper = ends
    return lower / size, None if upper is None else upper / size


def _higher(before: Ends, after: Ends) -> bool:
    """Return whether one end is higher than before; an open one is the highest."""
    if after[0] > before[0]:
        return True
    if before[1] is None:
        return False
    return after[1] is None or after[1] > before[1]


def _lower(before: Ends, after: Ends) -> bool:
    """Return whether one end is lower than before."""
    if after[0] < before[0]:
        return True
    if after[1] is None:
        return False
    return before[1] is None or after[1] < before[1]
