"""Sessions and working days left until a maturity, a column at a time."""

from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from concentration.calendars import (
    CalendarName,
    known_from,
    known_until,
    sessions,
    trading_days_left,
    working_days,
    working_days_left,
)


def left(as_of: date | None, maturity: date | None) -> tuple[int | None, int | None]:
    exact, at_least = trading_days_left(
        pl.Series([as_of], dtype=pl.Date), pl.Series([maturity], dtype=pl.Date)
    )
    return exact.item(), at_least.item()


def test_the_maturity_itself_is_counted_and_as_of_is_not() -> None:
    assert left(date(2024, 6, 27), date(2024, 6, 28)) == (1, 1)
    assert left(date(2024, 6, 28), date(2024, 7, 2)) == (2, 2)


def test_a_maturity_on_a_sunday_counts_as_the_next_session() -> None:
    assert left(date(2024, 6, 28), date(2024, 6, 30)) == left(date(2024, 6, 28), date(2024, 7, 1)) == (1, 1)


def test_a_holiday_week_has_no_sessions() -> None:
    assert left(date(2024, 9, 30), date(2024, 10, 7)) == left(date(2024, 9, 30), date(2024, 10, 8)) == (1, 1)


def test_what_matured_on_or_before_as_of_has_none_left() -> None:
    assert left(date(2024, 6, 28), date(2024, 6, 28)) == (0, 0)
    assert left(date(2024, 6, 28), date(2019, 1, 1)) == (0, 0)


def test_beyond_the_known_calendar_only_the_least_number_is_known() -> None:
    last = sessions()[-1]
    beyond = known_until() + timedelta(days=40)
    assert left(last, beyond) == (None, 1)
    assert left(sessions()[-4], beyond) == (None, 4)
    assert left(beyond, beyond + timedelta(days=1)) == (None, 1)


def test_an_unknown_day_and_one_before_the_calendar_give_nothing() -> None:
    assert left(date(2024, 6, 28), None) == (None, None)
    assert left(None, date(2024, 6, 28)) == (None, None)
    assert left(known_from() - timedelta(days=1), date(2024, 6, 28)) == (None, None)


def test_any_number_of_rows_will_do_and_none_too() -> None:
    maturities = pl.Series([date(2024, 7, 1), None, date(2024, 7, 2)], dtype=pl.Date)
    as_of = pl.Series([date(2024, 6, 28)] * 3, dtype=pl.Date)
    for rows in range(4):
        exact, at_least = trading_days_left(as_of.head(rows), maturities.head(rows))
        assert exact.to_list() == at_least.to_list() == [1, None, 2][:rows]
        assert exact.dtype == at_least.dtype == pl.Int32


def test_a_worked_saturday_is_a_working_day_and_no_session() -> None:
    friday, worked_sunday, monday = (pl.Series([date(2024, *day)]) for day in ((5, 10), (5, 12), (5, 13)))
    worked_saturday = pl.Series([date(2024, 5, 11)])
    assert [left.item() for left in working_days_left(friday, worked_saturday)] == [1, 1]
    assert [left.item() for left in working_days_left(friday, worked_sunday)] == [2, 2]
    assert [left.item() for left in working_days_left(friday, monday)] == [2, 2]
    assert [left.item() for left in trading_days_left(friday, monday)] == [1, 1]
    assert [left.name for left in working_days_left(friday, monday)] == [
        "working_days_left",
        "working_days_left_at_least",
    ]


@pytest.mark.parametrize("calendar", ["sessions", "working_days"])
@given(data=st.data(), distance=st.integers(-20, 60))
def test_the_number_is_that_of_counting_day_by_day(
    calendar: CalendarName, data: st.DataObject, distance: int
) -> None:
    as_of = data.draw(st.dates(known_from(calendar), known_until(calendar) + timedelta(days=20)))
    maturity = as_of + timedelta(days=distance)
    count, days = (
        (trading_days_left, sessions()) if calendar == "sessions" else (working_days_left, working_days())
    )
    exact, at_least = (
        series.item()
        for series in count(pl.Series([as_of], dtype=pl.Date), pl.Series([maturity], dtype=pl.Date))
    )
    if maturity <= as_of:
        assert (exact, at_least) == (0, 0)
        return
    counted = sum(as_of < day < maturity for day in days) + 1  # the maturity, or the day after it
    assert at_least == counted
    assert exact == (counted if maturity <= known_until(calendar) else None)
