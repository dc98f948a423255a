"""Ratings as the scale names them, whatever agency wrote them."""

import polars as pl

from concentration.catalogue.ratings import Ratings, lowest_rating, words_of_ratings
from concentration.vocabulary.facts import FACTS


def on_scale(frame: pl.DataFrame, owner: str, ratings: Ratings) -> pl.DataFrame:
    """Return the frame with the ratings of an owner by their names on the scale.

    Of several in a cell the lowest counts; a word that is not on the scale leaves the rating unknown (NULL).
    """
    facts = [fact.name for fact in FACTS.values() if fact.owner == owner and fact.type == "rating"]
    return frame.with_columns(_named(frame[fact], ratings) for fact in facts)


def _named(cells: pl.Series, ratings: Ratings) -> pl.Series:
    words, order = words_of_ratings(ratings), list(ratings)
    names = {cell: lowest_rating(cell, words, order) for cell in cells.drop_nulls().unique()}
    known = {cell: name for cell, name in names.items() if name is not None}
    return cells.replace_strict(known, default=None, return_dtype=pl.String)
