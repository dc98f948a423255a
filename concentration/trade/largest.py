"""The largest quantity of an order that would still pass: guessed from what is left inside each bound, then tried."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from concentration.judge.comparisons import COMPARISONS
from concentration.trade.effects import Effect, Verdict
from concentration.trade.lots import Steps
from concentration.words.message import Message

GUESSES = 6
"""So often a quantity is guessed; where that does not settle it, what is between is halved."""


@dataclass(frozen=True)
class Tried:
    """What an order comes to: its verdict and effects, or why it cannot be carried out."""

    verdict: Verdict
    effects: tuple[Effect, ...] = ()
    refused: Message | None = None


@dataclass(frozen=True)
class Largest:
    """The largest quantity that passes; None: nothing stops it, even were all that the product has spent on it.

    `stopped` is what the next quantity comes to: the limits that decide it bind.
    """

    quantity: Decimal | None
    steps: Steps
    stopped: Tried | None

    @property
    def binding(self) -> tuple[Effect, ...]:
        """The effects that stop the next quantity; those that reject it before what is open."""
        if self.stopped is None:
            return ()
        return tuple(effect for effect in self.stopped.effects if effect.verdict == self.stopped.verdict)


def largest(quantity: Decimal, steps: Steps, tried: Callable[[Decimal], Tried]) -> Largest:
    """Return the largest of the quantities that passes, beginning near `quantity`.

    Returned is a quantity that passes of which the next one does not; both have been judged. Nothing at all passes.
    """
    passing, failing = 0, steps.count + 1
    stopped: Tried | None = None
    place = min(max(1, steps.below(Fraction(quantity))), steps.count)
    rounds = 0
    while failing - passing > 1:
        result = tried(steps.size(place))
        if result.verdict == "accept":
            passing = place
        else:
            failing, stopped = place, result
        rounds += 1
        guess = _guess(result, steps.size(place), steps) if rounds <= GUESSES else None
        place = _next(passing, failing, guess)
    whole = steps.top is not None and passing == steps.count
    return Largest(steps.size(passing) if stopped is not None or whole else None, steps, stopped)


def _next(passing: int, failing: int, guess: int | None) -> int:
    """Return the place to be tried next, between one that passes and one that does not."""
    if guess is None or guess < passing or guess > failing:
        return (passing + failing) // 2
    return min(max(guess, passing + 1), failing - 1)


def _guess(result: Tried, quantity: Decimal, steps: Steps) -> int | None:
    """Return the place of the largest quantity that should pass were every sum to move in proportion to it."""
    if result.refused is not None:
        return None
    rooms = [_room(effect, Fraction(quantity)) for effect in result.effects]
    least = min((room for room in rooms if room is not None), default=None)
    return steps.count if least is None else steps.below(least)


def _room(effect: Effect, quantity: Fraction) -> Fraction | None:
    """Return the quantity at which a group reaches its bound; None: never, or it decides nothing."""
    after, before = effect.after, effect.before
    if after.standing != "in_force" or after.bound is None:
        return None
    is_cap = COMPARISONS[after.bound.comparison].is_cap
    end = 1 if is_cap else 0
    value = after.bound.value or Fraction(0)
    now, size = after.numerator[end], after.size[0 if is_cap else 1]
    then = Fraction(0) if before is None else before.numerator[end]
    size_then = size if before is None else before.size[0 if is_cap else 1]
    if now is None or size is None or then is None or size_then is None:
        return None
    left, left_then = value * size - now, value * size_then - then
    if not is_cap:
        left, left_then = -left, -left_then
    speed = (left_then - left) / quantity
    if speed <= 0:
        return None
    return max(left_then / speed, Fraction(0))
