"""The fixed words of a limit agree with the model and with the facts."""

from typing import get_args

import pytest

from concentration.catalogue.model import Comparison, GroupBy, Subject
from concentration.vocabulary.facts import FACTS
from concentration.vocabulary.measures import (
    COMPARISONS,
    DENOMINATORS,
    GROUPINGS,
    MEASURES,
    SUBJECTS,
)


def test_the_model_and_the_tables_have_the_same_words() -> None:
    assert set(SUBJECTS) == set(get_args(Subject))
    assert set(GROUPINGS) == set(get_args(GroupBy))
    assert set(COMPARISONS) == set(get_args(Comparison))


@pytest.mark.parametrize(
    "entry",
    [
        *SUBJECTS.values(),
        *GROUPINGS.values(),
        *MEASURES.values(),
        *DENOMINATORS.values(),
        *COMPARISONS.values(),
    ],
    ids=lambda entry: entry.name,
)
def test_every_word_says_what_it_means_in_both_languages(entry: object) -> None:
    assert getattr(entry, "zh", "")
    assert getattr(entry, "en", "").isascii()


def test_what_is_summed_is_a_figure_of_a_holding() -> None:
    for measure in MEASURES.values():
        if measure.amount is not None:
            assert FACTS[measure.amount].owner == "holding"
            assert measure.name == f"sum of {measure.amount}"


def test_what_is_divided_by_is_a_figure_of_the_product_or_of_the_asset() -> None:
    for denominator in DENOMINATORS.values():
        assert FACTS[denominator.name].owner == ("product" if denominator.of == "product" else "asset")
        assert set(denominator.group_by) <= set(GROUPINGS)


def test_only_quantities_are_shares() -> None:
    assert [measure.name for measure in MEASURES.values() if measure.unit == "shares"] == ["sum of quantity"]
    assert [one.name for one in DENOMINATORS.values() if one.unit == "shares"] == ["tradable_shares"]
