"""Conditions as Polars expressions: the only module of the catalogue that imports Polars (slow to start)."""

from collections.abc import Mapping, Sequence

import polars as pl

from concentration.catalogue.model import Catalogue, Decision
from concentration.catalogue.ratings import NO_RATINGS, Ratings
from concentration.catalogue.whitelist import ConditionError, Mistake, facts_of, parse_condition
from concentration.vocabulary.facts import FACTS, Fact, FactType, fact_named
from concentration.words.message import Message

__all__ = ["DTYPES", "compile_condition", "facts_of", "first_that_fits"]

DTYPES: Mapping[FactType, pl.DataType] = {
    "text": pl.String(),
    "enum": pl.String(),
    "rating": pl.String(),
    "money": pl.Decimal(38, 4),
    "number": pl.Decimal(38, 6),
    "ratio": pl.Decimal(38, 12),
    "bool": pl.Boolean(),
    "date": pl.Date(),
    "integer": pl.Int32(),
}


def compile_condition(
    text: str,
    lists: Mapping[str, Sequence[str] | None] | None = None,
    facts: Mapping[str, Fact] = FACTS,
    ratings: Ratings = NO_RATINGS,
) -> pl.Expr:
    """Return the condition as an expression over columns named like its facts, with the types of `DTYPES`.

    True, false, or null for unknown. What names a house's own columns is tried out only when a run knows their types.
    Raises ConditionError if the text is not of the language or does not
    come out as a Boolean.
    """
    condition = parse_condition(text, lists or {}, facts, ratings)
    types = {name: (facts.get(name) or fact_named(name)).type for name in sorted(condition.facts)}
    try:
        expression = pl.sql_expr(condition.sql)
        if "any" in types.values():
            return expression
        frame = pl.DataFrame(schema={name: DTYPES[type_] for name, type_ in types.items()})
        dtype = frame.select(expression).to_series().dtype
    except pl.exceptions.PolarsError as error:
        reason = str(error).split("\n", 1)[0]
        raise ConditionError([Mistake(Message("condition_polars", {"reason": reason}), 1, text)]) from error
    if dtype != pl.Boolean:
        raise ConditionError([Mistake(Message("condition_needs_bool"), 1, text, str(dtype))])
    return expression


def first_that_fits(catalogue: Catalogue) -> pl.Expr:
    """Return the key of the first decision that fits an asset, NULL if none does, over columns named like its facts.

    A decision whose condition is unknown does not fit.
    """
    fitting = [
        pl.when(_fits(decision, catalogue)).then(pl.lit(key)) for key, decision in catalogue.decisions.items()
    ]
    return pl.coalesce(*fitting, pl.lit(None, dtype=pl.String))


def _fits(decision: Decision, catalogue: Catalogue) -> pl.Expr:
    among = pl.col("asset_kind").is_in(decision.kinds) if decision.kinds else pl.lit(True)
    if decision.when is None:
        return among
    return among & compile_condition(decision.when, catalogue.lists, ratings=catalogue.ratings)
