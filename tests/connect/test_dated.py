"""Tables with an optional as_of: the latest row on or before the judged day."""

from datetime import date

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from concentration.connect.dated import known_on

JUNE, JULY, AUGUST = date(2024, 6, 28), date(2024, 7, 31), date(2024, 8, 30)
SCHEMA = {"as_of": pl.Date, "id": pl.String, "value": pl.Int64}

Row = tuple[date | None, str, int | None]


def table(*rows: Row) -> pl.DataFrame:
    return pl.DataFrame(list(rows), SCHEMA, orient="row")


def known(rows: pl.DataFrame, *days: date) -> pl.DataFrame:
    return known_on(rows, "id", days).sort("as_of", "id")


def test_a_row_without_a_day_is_known_on_every_day() -> None:
    rows = table((None, "A", 1), (None, "B", 2))
    expected = table((JUNE, "A", 1), (JUNE, "B", 2), (JULY, "A", 1), (JULY, "B", 2))
    assert_frame_equal(known(rows, JUNE, JULY), expected)


def test_the_latest_row_on_or_before_the_day_is_known_and_a_later_one_is_not() -> None:
    rows = table((JUNE, "A", 1), (JULY, "A", 2), (AUGUST, "A", 3))
    assert_frame_equal(known(rows, JULY), table((JULY, "A", 2)))
    assert_frame_equal(known(rows, date(2024, 8, 29)), table((date(2024, 8, 29), "A", 2)))


def test_nothing_is_known_of_a_key_before_its_first_row() -> None:
    assert_frame_equal(known(table((JULY, "A", 1)), JUNE), table())
    assert_frame_equal(known(table((JULY, "A", 1), (JUNE, "B", 2)), JUNE), table((JUNE, "B", 2)))


def test_a_dated_row_replaces_the_undated_one_from_its_day_on() -> None:
    rows = table((JULY, "A", 2), (None, "A", 1), (None, "B", 3))
    expected = table((JUNE, "A", 1), (JUNE, "B", 3), (JULY, "A", 2), (JULY, "B", 3))
    assert_frame_equal(known(rows, JUNE, JULY), expected)


def test_an_empty_cell_of_the_latest_row_is_unknown_and_not_filled_from_an_earlier_one() -> None:
    assert_frame_equal(known(table((JUNE, "A", 1), (JULY, "A", None)), JULY), table((JULY, "A", None)))


@pytest.mark.parametrize("days", [(JUNE, JULY, AUGUST), (AUGUST, JUNE, JULY)])
def test_every_judged_day_has_its_own_row_whatever_the_order_of_days_and_rows(days: tuple[date, ...]) -> None:
    rows = table((AUGUST, "A", 3), (JUNE, "B", 4), (JUNE, "A", 1))
    expected = table(
        (JUNE, "A", 1), (JUNE, "B", 4), (JULY, "A", 1), (JULY, "B", 4), (AUGUST, "A", 3), (AUGUST, "B", 4)
    )
    assert_frame_equal(known(rows, *days), expected)


def test_an_empty_table_knows_nothing() -> None:
    assert_frame_equal(known(table(), JUNE), table())
