"""What a number can be, what a condition can be: small words for what is not known."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any


@dataclass(frozen=True)
class Range:
    """What a number can be: from `lo` to `hi`, both included; None is unbounded on that side."""

    lo: Fraction | None
    hi: Fraction | None

    def __add__(self, other: "Range") -> "Range":
        """Return what the sum of two independent numbers can be."""
        lo = None if self.lo is None or other.lo is None else self.lo + other.lo
        hi = None if self.hi is None or other.hi is None else self.hi + other.hi
        return Range(lo, hi)

    def __sub__(self, other: "Range") -> "Range":
        """Return what the difference of two independent numbers can be."""
        return self + other.times(Fraction(-1))

    def times(self, share: Fraction) -> "Range":
        """Return what a share of the number can be."""
        if share == 0:
            return ZERO
        ends = [None if end is None else end * share for end in (self.lo, self.hi)]
        return Range(*ends) if share > 0 else Range(*reversed(ends))

    def magnitude(self) -> "Range":
        """Return what the number can be without its sign."""
        if self.lo is not None and self.lo >= 0:
            return self
        if self.hi is not None and self.hi <= 0:
            return self.times(Fraction(-1))
        bounded = self.lo is not None and self.hi is not None
        return Range(Fraction(0), max(-self.lo, self.hi) if bounded else None)  # type: ignore[operator,type-var]

    def or_nothing(self) -> "Range":
        """Return the range of a number that may not count at all."""
        return Range(
            None if self.lo is None else min(self.lo, Fraction(0)),
            None if self.hi is None else max(self.hi, Fraction(0)),
        )

    def positive(self) -> bool:
        """Return whether the number is certainly above nothing."""
        return self.lo is not None and self.lo > 0

    def positive_or_unknown(self) -> bool:
        """Return whether the number can be above nothing."""
        return self.hi is None or self.hi > 0


ZERO = Range(Fraction(0), Fraction(0))
ANY_AMOUNT = Range(Fraction(0), None)


def number(value: Any) -> Range:
    """Return the range of a number that is known."""
    return Range(Fraction(value), Fraction(value))


def exactly(value: Any) -> Range:
    """Return the range of a cell: one number, or any amount where the cell is empty."""
    return ANY_AMOUNT if value is None else number(value)


def up_to(most: Fraction) -> Range:
    """Return the range of what is at least nothing and at most that."""
    return Range(Fraction(0), most)


def total(parts: Iterable[Range]) -> Range:
    """Return what the sum of independent numbers can be."""
    sum_ = ZERO
    for part in parts:
        sum_ += part
    return sum_


def both(one: bool | None, other: bool | None) -> bool | None:
    """Return SQL's AND."""
    if one is False or other is False:
        return False
    return None if one is None or other is None else True


def either(one: bool | None, other: bool | None) -> bool | None:
    """Return SQL's OR."""
    return negated(both(negated(one), negated(other)))


def negated(one: bool | None) -> bool | None:
    """Return SQL's NOT."""
    return None if one is None else not one
