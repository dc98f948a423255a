"""The fixed words of a limit agree with the model and with the facts."""

from typing import get_args

import pytest

from concentration.catalogue.bounds import amount, amount_forms
from concentration.catalogue.model import Comparison, GroupBy, Subject
from concentration.vocabulary.facts import FACTS
from concentration.vocabulary.measures import (
    COMPARISONS,
    DENOMINATORS,
    GROUPINGS,
    MEASURES,
    SUBJECTS,
)

MADE_OF_COLUMNS = {"class_value", "held_value", "products"}
"""Figures that the steps make of several columns or count."""


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
            assert measure.name == f"sum of {measure.amount}"
            if measure.amount not in MADE_OF_COLUMNS:
                assert FACTS[measure.amount].owner == "holding"


def test_what_is_divided_by_is_a_figure_of_the_product_or_of_the_asset() -> None:
    for denominator in DENOMINATORS.values():
        assert set(denominator.group_by) <= set(GROUPINGS)
        if denominator.name not in MADE_OF_COLUMNS:
            assert FACTS[denominator.name].owner == ("product" if denominator.of == "product" else "asset")


def test_only_quantities_and_units_of_a_tier_are_shares() -> None:
    shares = [measure.name for measure in MEASURES.values() if measure.unit == "shares"]
    assert shares == ["sum of quantity", "senior_units"]
    shares = [one.name for one in DENOMINATORS.values() if one.unit == "shares"]
    assert shares == ["junior_units", "tradable_shares"]


def test_a_sum_is_of_everyone_and_a_figure_of_a_product() -> None:
    for measure in MEASURES.values():
        assert set(measure.subjects) <= set(SUBJECTS)
        if measure.amount is not None:
            assert set(measure.subjects) == set(SUBJECTS)
    figures = [one for one in MEASURES.values() if one.amount is None and one.name != "count of products"]
    assert all("manager" not in one.subjects for one in figures)


def test_what_is_counted_are_groups() -> None:
    counts = {one.name: one.counts for one in MEASURES.values() if one.counts is not None}
    assert counts == {"count of assets": "same_asset", "count of funds": "fund"}
    assert set(counts.values()) <= set(GROUPINGS)


def test_every_measure_can_be_divided_by_something_or_is_an_amount_that_can_be_written() -> None:
    units = {one.unit for one in DENOMINATORS.values()}
    for measure in MEASURES.values():
        written = amount_forms(measure.unit).split(", ")[0]
        assert measure.unit in units or amount(written, measure.unit) is not None
