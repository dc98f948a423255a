"""Why a group crossed its line without anybody buying: what, put in place of its earlier value, crosses it alone."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from concentration.catalogue.model import Comparison
from concentration.judge.comparisons import COMPARISONS, Sides
from concentration.vocabulary.measures import DENOMINATORS

BOUGHT = "bought"
CORPORATE_ACTION = "corporate_action"
RELATED_PARTIES = "related_parties"
PRICE = "price"
LINE = "line"
FACTS = "facts"


@dataclass(frozen=True)
class Line:
    """What a group was held against: a comparison, and a part of the size or an amount (None: a ban)."""

    comparison: Comparison
    value: Fraction | None


@dataclass(frozen=True)
class Side:
    """A group on one day: its sum, the size that it is divided by (None: the line is an amount), its line (None: none
    was in force, or the law freed the subject) and the ids merged in it.
    """

    total: Fraction
    size: Fraction | None
    line: Line | None
    members: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Crossing:
    """A group on the last day within its line and on the first day beyond it.

    `denominator`: what its sum is divided by. `repriced`: the sum of the earlier quantities at the later value of one;
    `joined`: what the holdings that count only later came to on the earlier day. None: not known. `of_shares`:
    what is summed are the quantities themselves, which only corporate actions change.
    """

    before: Side
    after: Side
    denominator: str | None
    repriced: Fraction | None
    joined: Fraction | None
    of_shares: bool = False


def cause_of(crossing: Crossing) -> str:
    """Return the first change that crosses the line alone; if none does, the one that moved the ratio most.

    What cannot be told in figures, and a ban, is crossed by `facts`: of the subject, the asset or its issuer.
    """
    line = crossing.after.line
    if line is None or line.value is None:
        return FACTS
    changes = list(_changes(crossing))
    for name, side in changes:
        if _is_beyond(side, line):
            return name
    start = _ratio(crossing.before)
    towards = 1 if COMPARISONS[line.comparison].is_cap else -1
    moved = [
        (towards * (ratio - start), -place, name)
        for place, (name, side) in enumerate(changes)
        if start is not None and (ratio := _ratio(side)) is not None and towards * (ratio - start) > 0
    ]
    return max(moved)[2] if moved else FACTS


def _changes(crossing: Crossing) -> Iterator[tuple[str, Side]]:
    """Yield each change with the group as it would be had nothing else changed, in the order in which they count."""
    before, after = crossing.before, crossing.after
    size = crossing.denominator
    of_group = size is not None and DENOMINATORS[size].of == "group"
    if before.line is not None and before.line != after.line:
        yield LINE, before
    if crossing.joined:
        name = RELATED_PARTIES if after.members - before.members else FACTS
        yield name, replace(before, total=before.total + crossing.joined)
    if size is not None and of_group:
        yield size, replace(before, size=after.size)
    if crossing.repriced is not None:
        yield CORPORATE_ACTION if crossing.of_shares else PRICE, replace(before, total=crossing.repriced)
    if size is not None and not of_group:
        yield size, replace(before, size=after.size)


def _is_beyond(side: Side, line: Line) -> bool:
    if line.value is None or side.size is None:
        return line.value is not None and _crosses(line, side.total, line.value)
    return _crosses(line, side.total, line.value * side.size)


def _crosses(line: Line, total: Fraction, amount: Fraction) -> bool:
    sides = Sides(lower=total, upper=total, line_lower=amount, line_upper=amount)
    return bool(COMPARISONS[line.comparison].beyond(sides))


def _ratio(side: Side) -> Fraction | None:
    """Return what is held against the line; None where there is nothing to divide by."""
    if side.size is None:
        return side.total
    return side.total / side.size if side.size else None
