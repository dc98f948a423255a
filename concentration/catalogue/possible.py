"""Whether conditions can be true at all: every combination of the values that their facts may have is tried.

Enumerations and truths are tried with all their values, numbers, days and texts with those that the conditions name
and their neighbours. What a kind of asset is or lacks comes from the kind table, so that `asset_kind = 'stock'` and
`debt_class = 'standard'` are never tried together.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any, Literal

import polars as pl

from concentration.catalogue.conditions import DTYPES
from concentration.catalogue.model import AssetKind, ByFact, Catalogue
from concentration.catalogue.whitelist import Part, parse_condition
from concentration.vocabulary.facts import FACTS, OPEN_TO_RECOGNITION, Fact, facts_with_kinds

MOST = 300_000
"""Combinations tried at a time; beyond it nobody waits for the answer."""

MOST_WAYS = 64
"""Ways to satisfy the ORs of a condition that are tried one by one, where all at once are too many combinations."""

KIND = "asset_kind"
RECOGNISED = "recognised_standard"
UNDECIDED = ("review", "unknown", "unclear")
"""Words of the kind table that say: nobody knows yet. In conditions they are NULL."""

_ENUMERATED = ("enum", "rating", "bool")
_OF_AN_ASSET = ("asset", "kind", "holding", "issuer", "counterparty")
_NUMBER = re.compile(r"(?<![\w'.])[0-9]+(?:\.[0-9]+)?(?![\w'.])")
_DAY = re.compile(r"DATE '([0-9-]{10})'")
_TEXT = re.compile(r"'((?:[^']|'')*)'")
_CALCULATED = re.compile(r" [+*-] |\b(?:LIKE|ABS|ENDS_WITH|LENGTH|LOWER|NULLIF|STARTS_WITH|UPPER)\b")
_SOME_DAY = date(2024, 6, 28)
_SOME_TEXT = "another"
_MOST_TEXTS = 5
"""Texts of one list that are tried: one entry is as good as another."""


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of trying: the answer, and the kinds of assets for which the conditions can be true together.

    `kinds` is None where no condition is about an asset, and holds nothing unless the answer is `possible`.
    """

    answer: Literal["possible", "never", "too_many"]
    kinds: frozenset[str] | None = None


def try_out(
    conditions: Iterable[str], catalogue: Catalogue, facts: Mapping[str, Fact] | None = None
) -> Tried:
    """Return whether the conditions can all be true of one product and holding; they must be of the language.

    `facts` are those that they may name; by default those of the vocabulary.
    """
    known = facts or facts_with_kinds(FACTS, catalogue.kinds, catalogue.ratings)
    lists = _as_if_made(catalogue)
    parts = [parse_condition(text, lists, known, catalogue.ratings).whole for text in conditions]
    return _tried(parts, catalogue.kinds, known, MOST_WAYS)


def _as_if_made(catalogue: Catalogue) -> dict[str, tuple[str, ...]]:
    """Return the lists, those that are settings nobody made with one entry that may also be a rating."""
    some = tuple(list(catalogue.ratings)[len(catalogue.ratings) // 2 :][:1]) or (_SOME_TEXT,)
    return {name: some if values is None else values for name, values in catalogue.lists.items()}


def assets_of_all_kinds(
    named: Iterable[str], catalogue: Catalogue, conditions: Sequence[str]
) -> pl.DataFrame:
    """Return one row per kind and combination of the asset facts `named`: `asset_kind`, these facts and `debt_class`.

    `conditions` are the SQL from which values of numbers, days and texts are taken. Where the kind table does not
    decide, `debt_class` is NULL. Raises TooManyError.
    """
    facts = facts_with_kinds(FACTS, catalogue.kinds, catalogue.ratings)
    trial = _Trial(conditions, catalogue.kinds, facts)
    for name in (*named, "debt_class"):
        trial.know(name)
    return trial.frame


class TooManyError(Exception):
    """There are more combinations than can be tried."""


def _tried(
    parts: Sequence[Part], kinds: Mapping[str, AssetKind], facts: Mapping[str, Fact], ways: int
) -> Tried:
    """Try all parts together, or, where that is too much, each way to satisfy their largest OR by itself."""
    conjuncts = [conjunct for part in parts for conjunct in _conjuncts(part)]
    try:
        return _Trial([conjunct.sql for conjunct in conjuncts], kinds, facts).run()
    except TooManyError:
        choices = [conjunct for conjunct in conjuncts if conjunct.word == "OR"]
        if not choices or max(len(choice.parts) for choice in choices) > ways:
            return Tried("too_many")
    largest = max(choices, key=lambda choice: len(_named(choice.sql)))
    others = [conjunct for conjunct in conjuncts if conjunct is not largest]
    left = ways // len(largest.parts)
    return _either([_tried([*others, way], kinds, facts, left) for way in largest.parts])


def _conjuncts(part: Part) -> list[Part]:
    """Return the parts that must all be true for this one to be true, without those about a house's own columns."""
    if part.word == "AND":
        return [one for inner in part.parts for one in _conjuncts(inner)]
    return [] if any("." in name for name in _named(part.sql)) else [part]


def _either(outcomes: Sequence[Tried]) -> Tried:
    """Return what holds if one of several ways is enough."""
    answers = {outcome.answer for outcome in outcomes}
    if "too_many" in answers:
        return Tried("too_many")
    kinds: frozenset[str] | None = frozenset()
    for outcome in outcomes:
        kinds = None if kinds is None or outcome.kinds is None else kinds | outcome.kinds
    return Tried("possible" if "possible" in answers else "never", kinds)


class _Trial:
    """Builds the combinations fact by fact and keeps those of which everything so far is true."""

    def __init__(
        self, conjuncts: Sequence[str], kinds: Mapping[str, AssetKind], facts: Mapping[str, Fact]
    ) -> None:
        self.kinds = kinds
        self.facts = facts
        self.conjuncts = sorted(dict.fromkeys(conjuncts), key=lambda sql: len(_named(sql)))
        self.frame = pl.DataFrame({"": [None]})

    def run(self) -> Tried:
        """Return what comes of trying the conjuncts one after the other; raise TooManyError."""
        waiting = [(pl.sql_expr(sql), _named(sql), sql) for sql in self.conjuncts]
        about_assets = any(
            self.facts[name].owner in _OF_AN_ASSET for _, named, _ in waiting for name in named
        )
        while waiting:
            expression, named, sql = waiting.pop(0)
            for name in sorted(named):
                self.know(name)
            holds = expression.fill_null(self.left_open(sql, named))
            needed = {KIND, *(name for _, later, _ in waiting for name in later)}
            kept = [name for name in self.frame.columns if name in needed | self.hung_on(needed)]
            self.frame = self.frame.filter(holds).select("", *kept).unique()
        if self.frame.is_empty():
            return Tried("never", frozenset() if about_assets else None)
        return Tried("possible", frozenset(self.frame[KIND]) if about_assets else None)

    def left_open(self, sql: str, named: Iterable[str]) -> pl.Expr:
        """Return where an unknown outcome may be true after all: the values tried do not exhaust what is calculated."""
        free = [name for name in sorted(named) if self.facts[name].type not in _ENUMERATED]
        if len(free) > 1 or (free and _CALCULATED.search(sql)):
            return pl.any_horizontal(pl.col(name).is_null() for name in free)
        return pl.lit(False)

    def hung_on(self, named: Iterable[str]) -> set[str]:
        """Return the facts on which those named hang by the kind table."""
        return {other for name in named for other in self.decided_by(name)}

    def decided_by(self, name: str) -> list[str]:
        """Return the facts of an asset that decide a fact of its kind."""
        if self.facts[name].owner != "kind":
            return []
        words = [getattr(kind, name) for kind in self.kinds.values()]
        others = {_fact_of(word.by) for word in words if isinstance(word, ByFact)}
        return sorted(others | ({RECOGNISED} if name == "debt_class" else set()))

    # Facts, each once

    def know(self, name: str) -> None:
        """Add a fact with every value it may have beside what is there; raise TooManyError."""
        fact = self.facts[name]
        if name in self.frame.columns:
            return
        if fact.owner in _OF_AN_ASSET and KIND not in self.frame.columns:
            self.beside(pl.DataFrame({KIND: list(self.kinds)}, schema={KIND: pl.String}))
        if name == KIND:
            return
        if name == "has_maturity":
            self.frame = self.frame.with_columns(has_maturity=~self.lacking("maturity_date"))
        elif fact.owner == "kind":
            for other in self.decided_by(name):
                self.know(other)
            self.frame = self.frame.with_columns(self.of_the_kind(name))
        else:
            self.beside(_typed(name, self.values(fact), fact))
            self.without_what_is_lacking(fact)

    def beside(self, values: pl.DataFrame) -> None:
        if self.frame.height * values.height > MOST:
            raise TooManyError
        self.frame = self.frame.join(values, how="cross")

    def values(self, fact: Fact) -> list[str | None]:
        """Return what a fact is tried with, as text; None is the unknown."""
        if fact.type == "bool":
            return ["true", "false", None]
        if fact.type in ("enum", "rating"):
            return [*fact.values, None]
        about = [sql for sql in self.conjuncts if fact.name in _named(sql)]
        if fact.type == "date":
            return [*_days(about), None]
        return [*(_texts(about) if fact.type == "text" else _numbers(about, fact)), None]

    def lacking(self, column: str) -> pl.Expr:
        return pl.col(KIND).is_in([name for name, kind in self.kinds.items() if column in kind.lacks])

    def without_what_is_lacking(self, fact: Fact) -> None:
        """Where a kind lacks the column a truth is false and everything else empty."""
        column = column_of(fact)
        if column is None:
            return
        nothing = pl.lit(False) if fact.owner == "asset" and fact.type == "bool" else pl.lit(None)
        value = pl.when(self.lacking(column)).then(nothing).otherwise(pl.col(fact.name))
        self.frame = self.frame.with_columns(value.alias(fact.name)).unique()

    def of_the_kind(self, name: str) -> pl.Expr:
        words = {kind: getattr(entry, name) for kind, entry in self.kinds.items()}
        dtype = DTYPES[self.facts[name].type]
        plain = {kind: word for kind, word in words.items() if not isinstance(word, ByFact)}
        value = pl.col(KIND).replace_strict(plain, default=None, return_dtype=dtype)
        for kind, word in words.items():
            if isinstance(word, ByFact):
                value = pl.when(pl.col(KIND) == kind).then(_by_fact(word)).otherwise(value)
        if name == "debt_class":
            # 标准化债权类资产认定规则 articles 3 and 4: recognition comes before the residual rule.
            recognised = pl.col(RECOGNISED).fill_null(False) & value.is_in(OPEN_TO_RECOGNITION)
            value = pl.when(recognised).then(pl.lit("standard")).otherwise(value)
        if dtype == pl.String:
            value = value.replace(dict.fromkeys(UNDECIDED))
        return value.alias(name)


def column_of(fact: Fact) -> str | None:
    """Return the column of `lacks` that makes a fact void for a kind of asset; None if no kind can lack it."""
    if fact.owner in ("issuer", "counterparty"):
        return f"{fact.owner}_id"
    if fact.owner in ("asset", "holding") and fact.name not in (KIND, "has_maturity", "lot_restricted"):
        return fact.column
    return None


def _fact_of(column: str) -> str:
    """Return the fact of an asset that a kind names by its own name or by its column."""
    return next(f.name for f in FACTS.values() if f.owner == "asset" and column in (f.name, f.column))


def _by_fact(word: ByFact) -> pl.Expr:
    value = pl.col(_fact_of(word.by)).cast(pl.String)
    said = value.replace_strict(word.values, default=word.otherwise, return_dtype=pl.String)
    return pl.when(value.is_null()).then(pl.lit(word.unknown)).otherwise(said)


def _named(sql: str) -> set[str]:
    return set(pl.sql_expr(sql).meta.root_names())


def _typed(name: str, values: Sequence[str | None], fact: Fact) -> pl.DataFrame:
    """Return the values as a column of the fact's type."""
    texts = pl.DataFrame({name: values}, schema={name: pl.String})
    if fact.type == "bool":
        return texts.select(pl.col(name) == "true")
    if fact.type == "date":
        return texts.select(pl.col(name).str.to_date("%Y-%m-%d"))
    return texts.select(pl.col(name).cast(DTYPES[fact.type]))


def _texts(about: Sequence[str]) -> list[str]:
    said = [text.replace("''", "'") for sql in about for text in _TEXT.findall(sql)[:_MOST_TEXTS]]
    return list(dict.fromkeys([*said, _SOME_TEXT]))


def _days(about: Sequence[str]) -> list[str]:
    said = {date.fromisoformat(day) for sql in about for day in _DAY.findall(sql)} | {_SOME_DAY}
    near = {day + timedelta(days=days) for day in said for days in (-1, 0, 1)}
    return [day.isoformat() for day in sorted(near)]


def _numbers(about: Sequence[str], fact: Fact) -> list[str]:
    """Return the numbers named, what lies just below, just above and between them, zero and one."""
    said = {Decimal(text) for sql in about for text in _NUMBER.findall(_TEXT.sub("", sql))}
    said |= {Decimal(0), Decimal(1)}
    step = Decimal(1) if fact.type == "integer" else Decimal("0.0001")
    near = {number + sign * step for number in said for sign in (-1, 0, 1)}
    between = {(low + high) / 2 for low, high in pairwise(sorted(near))} if fact.type != "integer" else set()
    kept: Any = (int(n) if fact.type == "integer" else n for n in sorted(near | between))
    return [f"{number:f}" if isinstance(number, Decimal) else str(number) for number in kept]
