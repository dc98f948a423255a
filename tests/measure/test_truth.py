"""Truth values: true, false and unknown, also where the calendar ends before an asset matures."""

import polars as pl
import pytest
from polars.testing import assert_series_equal

from concentration.catalogue.conditions import compile_condition, facts_of
from concentration.measure.plan import Condition
from concentration.measure.truth import has_bit, masks, truths

DAYS = {"trading_days_left": pl.Int32, "trading_days_left_at_least": pl.Int32}


def condition(text: str) -> Condition:
    return Condition(compile_condition(text), facts_of(text))


def truth(text: str, frame: pl.DataFrame) -> list[bool | None]:
    (value,) = truths([condition(text)], frame)
    return value.to_list()


def left(*days: tuple[int | None, int | None]) -> pl.DataFrame:
    return pl.DataFrame(list(days), DAYS, orient="row")


def test_a_condition_over_unknown_facts_is_unknown_unless_it_comes_out_either_way() -> None:
    frame = pl.DataFrame({"defaulted": [True, False, None], "suspended": [None, None, None]})
    frame = frame.cast({"suspended": pl.Boolean})
    assert truth("defaulted", frame) == [True, False, None]
    assert truth("defaulted OR suspended", frame) == [True, None, None]
    assert truth("defaulted AND suspended", frame) == [None, False, None]


def test_a_condition_without_facts_has_a_value_for_every_row() -> None:
    assert truth("TRUE", left((1, 1), (2, 2))) == [True, True]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("trading_days_left > 5", True),  # 600 at least, and any larger number
        ("trading_days_left <= 5", False),
        ("trading_days_left >= 600", True),
        ("trading_days_left > 600", None),  # 600 says no, more says yes
        ("trading_days_left <= 1000", None),
        ("trading_days_left < 600", False),
    ],
)
def test_where_the_calendar_ends_what_the_least_and_any_larger_number_of_days_agree_on_is_decided(
    text: str, expected: bool | None
) -> None:
    assert truth(text, left((None, 600))) == [expected]


def test_days_that_are_known_are_taken_as_they_are_and_days_that_nothing_bounds_stay_unknown() -> None:
    assert truth("trading_days_left <= 5", left((5, 5), (6, 6), (None, None), (None, 600))) == [
        *(True, False, None, False)
    ]


def test_working_days_are_bounded_like_trading_days_and_beside_them_each_by_its_own_calendar() -> None:
    frame = left((None, 600)).with_columns(
        working_days_left=pl.lit(None, dtype=pl.Int32), working_days_left_at_least=pl.lit(610)
    )
    assert truth("working_days_left > 7", frame) == [True]
    assert truth("working_days_left <= 700", frame) == [None]
    assert truth("trading_days_left > 5 AND working_days_left > 7", frame) == [True]
    assert truth("trading_days_left <= 700 OR working_days_left > 700", frame) == [None]
    assert truth("trading_days_left <= 700 OR working_days_left > 7", frame) == [True]


def test_another_unknown_fact_beside_the_days_stays_unknown() -> None:
    frame = left((None, 600)).with_columns(defaulted=pl.lit(None, dtype=pl.Boolean))
    assert truth("trading_days_left <= 5 OR defaulted", frame) == [None]
    assert truth("trading_days_left <= 5 AND defaulted", frame) == [False]


def test_several_conditions_are_told_in_their_order() -> None:
    frame = pl.DataFrame({"defaulted": [True], "suspended": [False]})
    values = truths([condition("suspended"), condition("defaulted")], frame)
    assert [value.to_list() for value in values] == [[False], [True]]


def test_a_mask_has_a_bit_for_each_truth_certain_where_true_and_possible_where_not_false() -> None:
    certain, possible = masks([pl.Series([True, False, None]), pl.Series([None, True, False])])
    assert_series_equal(certain, pl.Series("certain", [0b01, 0b10, 0b00], dtype=pl.UInt64))
    assert_series_equal(possible, pl.Series("possible", [0b11, 0b10, 0b01], dtype=pl.UInt64))


def test_the_last_of_63_bits_is_its_own() -> None:
    certain, _ = masks([pl.Series([False])] * 62 + [pl.Series([True])])
    frame = certain.to_frame()
    told = frame.select(*(has_bit("certain", bit).alias(str(bit)) for bit in (0, 61, 62))).row(0)
    assert told == (False, False, True)
