"""What is said of a number and its bound."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from operator import ge, gt, le, lt

from concentration.catalogue.model import DatedBound
from naive.ranges import ZERO, Range

CAPS = ("at_most", "less_than", "forbidden")
BEYOND = {"at_most": gt, "less_than": ge, "at_least": lt, "more_than": le}


@dataclass(frozen=True)
class Verdict:
    """One finding: `group` None is the subject as a whole or, with `unknown`, what has no known group."""

    limit: str | None
    as_of: date
    scope: str
    manager_id: str
    product_id: str | None
    status: str
    tranche_id: str | None = None
    through: bool = False
    group_by: str = "none"
    group: str | None = None
    unknown: bool = False
    numerator: Range = ZERO
    denominator: Range | None = None
    members: tuple[str, ...] = ()


def status_of(
    numerator: Range, denominator: Range | None, bound: DatedBound, warn_at: Fraction | None
) -> str:
    """Return breach if every value is beyond the bound, pass or warning if none is, else undetermined."""
    if bound.comparison == "forbidden":
        return "breach" if numerator.positive() else "undetermined"
    below = denominator if denominator is not None else Range(Fraction(1), Fraction(1))
    if bound.value is None or below.lo is None or below.lo <= 0:
        return "undetermined"
    line = Range(bound.value * below.lo, None if below.hi is None else bound.value * below.hi)
    is_cap = bound.comparison in CAPS
    best, worst = (numerator.lo, numerator.hi) if is_cap else (numerator.hi, numerator.lo)
    wide, narrow = (line.hi, line.lo) if is_cap else (line.lo, line.hi)
    beyond = BEYOND[bound.comparison]
    if best is not None and wide is not None and beyond(best, wide):
        return "breach"
    if worst is None or narrow is None or beyond(worst, narrow):
        return "undetermined"
    past_the_warning_line = gt if is_cap else lt
    return "warning" if warn_at is not None and past_the_warning_line(worst, warn_at * narrow) else "pass"


def values_that_bind(
    bounds: Sequence[DatedBound], whens: Sequence[bool | None]
) -> tuple[list[DatedBound], bool]:
    """Return the values that may bind a subject, and whether it is known that one does, and which.

    The first whose condition is true binds.
    """
    candidates: list[DatedBound] = []
    for bound, holds in zip(bounds, whens, strict=True):
        if holds is not False:
            candidates.append(bound)
        if holds:
            return candidates, len(candidates) == 1
    return candidates, False


def strictest(candidates: Sequence[DatedBound]) -> list[DatedBound]:
    """Return the one value within which all others hold, if they measure the same; else all of them."""
    if len({(bound.measure, bound.comparison in CAPS) for bound in candidates}) > 1:
        return list(candidates)

    def how_strict(bound: DatedBound) -> tuple[Fraction, bool]:
        value = bound.value or Fraction(0)
        return (-value if bound.comparison in CAPS else value), bound.comparison in ("less_than", "more_than")

    return [max(candidates, key=how_strict)]


def worst_of(judged: Sequence[Sequence[Verdict]]) -> list[Verdict]:
    """Return what can be said under several values of different measures: it passes if it passes under each."""
    if len(judged) == 1:
        return list(judged[0])
    verdicts = [verdict for found in judged for verdict in found]
    first = verdicts[0]
    assert all((one.group_by, one.group, one.through) == ("none", None, False) for one in verdicts)
    statuses = {one.status for one in verdicts}
    if statuses <= {"pass", "warning"}:
        return [replace(first, status="warning" if "warning" in statuses else "pass")]
    return [replace(first, status="undetermined")]
