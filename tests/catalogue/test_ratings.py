"""Ratings: many spellings, one order."""

import pytest

from concentration.catalogue.load import load_catalogue
from concentration.catalogue.ratings import below, lowest_rating, words_of_ratings

SCALE = load_catalogue(builtin=False).ratings
WORDS = words_of_ratings(SCALE)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("AAA", "AAA"),
        (" aa+ ", "AA+"),
        ("ＡＡ＋", "AA+"),  # full width
        ("Aaa", "AAA"),
        ("Baa3", "BBB-"),
        ("AAAsf", "AAA"),
        ("AAA/Aa2", "AA"),  # of several the lowest
        ("AA+,AAA;BBB", "BBB"),
        ("AAA、A-", "A-"),
        ("AAA；AA", "AA"),
        ("AAA  BB+", "BB+"),
        ("A-1", None),  # of short-term debt
        ("NR", None),
        ("AAA/NR", None),  # what the other one is worth is not known
        ("AAA/", "AAA"),
        ("/", None),
        ("", None),
    ],
)
def test_a_cell_is_the_lowest_of_its_ratings_and_unknown_if_one_is_not_on_the_scale(
    cell: str, expected: str | None
) -> None:
    assert lowest_rating(cell, WORDS, list(SCALE)) == expected


def test_the_scale_runs_from_the_best_to_default_and_every_spelling_stands_once() -> None:
    assert (next(iter(SCALE)), list(SCALE)[-1]) == ("AAA", "D")
    assert len(WORDS) == sum(1 + len(spellings) for spellings in SCALE.values())


def test_every_rating_of_the_agencies_stands_on_the_scale_in_its_order() -> None:
    moodys = [
        *("Aaa", "Aa1", "Aa2", "Aa3", "A1", "A2", "A3", "Baa1", "Baa2", "Baa3", "Ba1", "Ba2", "Ba3"),
        *("B1", "B2", "B3", "Caa1", "Caa2", "Caa3", "Ca", "C"),
    ]
    places = [list(SCALE).index(WORDS[rating.lower()]) for rating in moodys]
    assert places == list(range(len(moodys)))
    assert below("CC", SCALE) == ("C", "D")
    assert below("D", SCALE) == ()
