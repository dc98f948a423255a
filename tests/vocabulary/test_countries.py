"""The codes of countries are those that ISO 3166-1 assigns officially."""

import pycountry

from concentration.vocabulary.countries import COUNTRIES, MEANT


def test_the_codes_are_the_officially_assigned_ones():
    assert sorted(COUNTRIES) == sorted(country.alpha_2 for country in pycountry.countries)


def test_every_code_stands_once():
    assert len(set(COUNTRIES)) == len(COUNTRIES) == 249


def test_a_hint_names_a_code_and_is_none_itself():
    assert set(MEANT.values()) <= set(COUNTRIES)
    assert not set(MEANT) & set(COUNTRIES)


def test_a_hint_in_three_letters_is_that_country():
    for written, meant in MEANT.items():
        if len(written) == 3 and written.isascii():
            assert pycountry.countries.get(alpha_3=written).alpha_2 == meant
