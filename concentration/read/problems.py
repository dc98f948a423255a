"""How problems of many rows are told: the first rows by name, the rest by their number."""

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import replace

from concentration.words.message import Problem

MOST_ROWS = 20
LOOKED_UP = MOST_ROWS + 1
_LONGEST_SEEN = 60
# Comparing a misspelt id with every id of a large table would take longer than reading it.
_MOST_COMPARED = 2000


def capped(first: Sequence[Problem], count: int) -> list[Problem]:
    """Return problems of the same sort for `count` rows, of which `first` holds the first `LOOKED_UP`.

    The first `MOST_ROWS` stand one by one, one more stands for all the rest.
    """
    named = list(first[:MOST_ROWS])
    if count > MOST_ROWS:
        named.append(replace(first[MOST_ROWS], count=count - MOST_ROWS))
    return named


def cut(seen: str) -> str:
    """Return what was seen, short enough for a line."""
    return seen if len(seen) <= _LONGEST_SEEN else seen[: _LONGEST_SEEN - 1] + "…"


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word most like `word`, or None if none is like it or there are too many to compare."""
    words = list(known)
    if len(words) > _MOST_COMPARED:
        return None
    found = difflib.get_close_matches(word, words, n=1, cutoff=0.5)
    return found[0] if found else None


def distance(one: str, other: str) -> int:
    """Return how many letters must be changed, added or left out to make `other` of `one` (Levenshtein)."""
    before = list(range(len(other) + 1))
    for i, a in enumerate(one, start=1):
        now = [i]
        for j, b in enumerate(other, start=1):
            now.append(min(before[j] + 1, now[j - 1] + 1, before[j - 1] + (a != b)))
        before = now
    return before[-1]
