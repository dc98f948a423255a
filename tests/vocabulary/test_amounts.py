"""Amounts are integers inside, decimals at the edges, and never floats."""

from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_series_equal

from concentration.vocabulary.amounts import LARGEST, UNIT, counted, decimal, exact

MONEY = pl.Decimal(38, 4)


def as_exact(values: list[str | None], dtype: pl.DataType) -> pl.Series:
    frame = pl.DataFrame(
        {"amount": [None if one is None else Decimal(one) for one in values]}, {"amount": dtype}
    )
    return frame.select(exact("amount", frame.schema["amount"])).to_series()


def test_money_and_numbers_enter_as_millionths_and_the_unknown_stays_unknown() -> None:
    money = as_exact(["1", "0.0001", "-2.5", None, "0"], MONEY)
    assert_series_equal(money, pl.Series("amount", [1000000, 100, -2500000, None, 0], dtype=pl.Int128))
    number = as_exact(["1", "0.000001", None], pl.Decimal(38, 6))
    assert_series_equal(number, pl.Series("amount", [1000000, 1, None], dtype=pl.Int128))


def test_an_amount_that_a_float_would_round_keeps_its_last_digit() -> None:
    assert float("100000000000000000.0001") == float("100000000000000000")
    money = as_exact(["100000000000000000.0001", "99999999999999999.9999"], MONEY)
    assert money.to_list() == [10**23 + 100, 10**23 - 100]


def test_a_column_that_is_empty_in_every_row_is_unknown_in_every_row() -> None:
    frame = pl.DataFrame({"amount": [None, None]})
    given_nulls = frame.select(exact("amount", frame.schema["amount"])).to_series()
    assert_series_equal(given_nulls, pl.Series("amount", [None, None], dtype=pl.Int128))


def test_millionths_leave_as_decimals_of_six_digits() -> None:
    frame = pl.DataFrame({"amount": pl.Series([1, -2500000, None, 10**30 + 1], dtype=pl.Int128)})
    assert_series_equal(
        frame.select(decimal(pl.col("amount")).alias("amount")).to_series(),
        pl.Series(
            "amount",
            [Decimal("0.000001"), Decimal("-2.5"), None, Decimal("1000000000000000000000000.000001")],
            dtype=pl.Decimal(38, 6),
        ),
    )


@given(st.lists(st.decimals(-(10**18), 10**18, places=4), min_size=1, max_size=5))
def test_money_leaves_as_it_came(values: list[Decimal]) -> None:
    frame = pl.DataFrame({"amount": values}, {"amount": MONEY})
    left = frame.select(decimal(exact("amount", MONEY))).to_series()
    assert left.to_list() == values


def test_the_largest_product_stays_well_inside_int128() -> None:
    assert LARGEST * 10 < 2**127
    assert UNIT == 10**6


@pytest.mark.parametrize(("scale", "told"), [(0, "-12345"), (6, "-0.012345"), (12, "-0.000000012345")])
def test_a_count_of_the_last_digit_is_the_decimal_of_that_scale(scale: int, told: str) -> None:
    frame = pl.DataFrame({"units": pl.Series([-12345, None], dtype=pl.Int128)})
    assert_series_equal(
        frame.select(counted(pl.col("units"), scale).alias("told")).to_series(),
        pl.Series("told", [Decimal(told), None], dtype=pl.Decimal(38, scale)),
    )
