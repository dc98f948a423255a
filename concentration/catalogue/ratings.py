"""The scale of ratings: many spellings, one order from the best to the worst."""

import re
from collections.abc import Mapping, Sequence

from concentration.vocabulary.tables import folded

Ratings = Mapping[str, Sequence[str]]
"""The ratings from the best to the worst, each with the other ways in which agencies write it."""

NO_RATINGS: Ratings = {}

_BETWEEN = re.compile(r"[/,;、\s]+")
"""What stands between several ratings in one cell."""


def words_of_ratings(ratings: Ratings) -> dict[str, str]:
    """Return every way to write a rating (folded), with the name that it has on the scale."""
    return {folded(word): name for name, others in ratings.items() for word in (name, *others)}


def lowest_rating(cell: str, words: Mapping[str, str], order: Sequence[str]) -> str | None:
    """Return the worst of the ratings in a cell, None if one of them is not on the scale or none stands there.

    `words` are those of `words_of_ratings`, `order` the names from the best to the worst.
    """
    found = [words.get(word) for word in _BETWEEN.split(folded(cell)) if word]
    named = [name for name in found if name is not None]
    return max(named, key=order.index) if named and len(named) == len(found) else None


def below(rating: str, ratings: Ratings) -> tuple[str, ...]:
    """Return the names of the ratings strictly below one that the scale names."""
    order = list(ratings)
    return tuple(order[order.index(rating) + 1 :])
