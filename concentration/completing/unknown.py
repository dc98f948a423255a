"""Why a condition is unknown: the facts in it that are not known, where nothing else decides it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from concentration.catalogue.ratings import Ratings
from concentration.catalogue.whitelist import Part, parse_condition
from concentration.measure.plan import Condition
from concentration.measure.truth import truths

Lists = Mapping[str, Sequence[str] | None]


@dataclass(frozen=True)
class Asked:
    """A condition as a tree: what `word` (AND, OR) joins, or a leaf that is evaluated as one."""

    word: str
    parts: tuple["Asked", ...]
    leaf: Condition

    def leaves(self) -> Iterator["Asked"]:
        """Yield the leaves from left to right."""
        if not self.parts:
            yield self
        for part in self.parts:
            yield from part.leaves()

    @property
    def facts(self) -> frozenset[str]:
        """Every fact that it names."""
        return self.leaf.facts


def asked(text: str, lists: Lists, ratings: Ratings) -> Asked:
    """Return the tree of a condition of the language."""
    return _tree(parse_condition(text, lists, ratings=ratings).whole)


def _tree(part: Part) -> Asked:
    expression = pl.sql_expr(part.sql)
    leaf = Condition(expression, frozenset(expression.meta.root_names()))
    return Asked(part.word, tuple(_tree(inner) for inner in part.parts), leaf)


def unknown_facts(condition: Asked, frame: pl.DataFrame) -> tuple[pl.Series, dict[str, pl.Series]]:
    """Return what the condition comes to in each row of `frame` (TRUE, FALSE, NULL), and for each fact in which rows it
    is empty and leaves the condition NULL.

    `frame` has the facts of the condition. A part of AND or OR that is NULL matters only where the whole is: not where
    another part is FALSE, or TRUE.
    """
    leaves = list(condition.leaves())
    told = dict(zip(map(id, leaves), truths([one.leaf for one in leaves], frame), strict=True))
    facts: dict[str, pl.Series] = {}
    whole = _value(condition, told)
    if whole.null_count():
        _collect(condition, told, whole.is_null(), frame, facts)
    return whole, facts


def _value(condition: Asked, told: Mapping[int, pl.Series]) -> pl.Series:
    if not condition.parts:
        return told[id(condition)]
    first, *others = (_value(part, told) for part in condition.parts)
    for other in others:
        first = first & other if condition.word == "AND" else first | other
    return first


def _collect(
    condition: Asked,
    told: Mapping[int, pl.Series],
    matters: pl.Series,
    frame: pl.DataFrame,
    facts: dict[str, pl.Series],
) -> None:
    """Add to `facts` the rows that matter in which a leaf is NULL for want of them."""
    for part in condition.parts:
        _collect(part, told, matters & _value(part, told).is_null(), frame, facts)
    if condition.parts or not matters.any():
        return
    for fact in sorted(condition.leaf.facts):
        empty = matters & frame[fact].is_null()
        facts[fact] = facts[fact] | empty if fact in facts else empty
