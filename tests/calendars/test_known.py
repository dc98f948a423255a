"""The shipped tables: what they say, how far they go, and that they are what the libraries say."""

import importlib.util
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest

from concentration.calendars import (
    add_trading_days,
    add_working_days,
    known_from,
    known_until,
    sessions,
    working_days,
)

ROOT = Path(__file__).parents[2]


def test_the_week_after_the_national_holiday_of_2024_has_four_sessions() -> None:
    week = [day.day for day in sessions() if date(2024, 9, 28) <= day <= date(2024, 10, 11)]
    assert week == [30, 8, 9, 10, 11]


def test_a_make_up_sunday_is_a_working_day_and_no_session() -> None:
    assert date(2024, 9, 29) in working_days()
    assert date(2024, 9, 29) not in sessions()


def test_new_years_eve_of_2024_was_worked_but_not_traded() -> None:
    assert date(2024, 2, 9) in working_days()
    assert date(2024, 2, 9) not in sessions()


def test_every_session_is_a_working_day() -> None:
    shared_end = min(known_until("sessions"), known_until("working_days"))
    assert {day for day in sessions() if day <= shared_end} <= set(working_days())


def test_the_tables_start_before_the_oldest_rule_and_cover_whole_years() -> None:
    for calendar in ("sessions", "working_days"):
        assert known_from(calendar) <= date(2005, 1, 1)
        assert (known_until(calendar).month, known_until(calendar).day) == (12, 31)


def test_days_are_counted_from_the_first_one_after_the_day_given() -> None:
    assert add_trading_days(date(2024, 6, 28), 1) == date(2024, 7, 1)
    assert add_trading_days(date(2024, 6, 29), 1) == date(2024, 7, 1)
    assert add_trading_days(date(2024, 9, 27), 10) == date(2024, 10, 18)
    assert add_working_days(date(2024, 9, 27), 1) == date(2024, 9, 29)


def test_beyond_either_end_of_the_calendar_nothing_is_guessed() -> None:
    assert add_trading_days(sessions()[-2], 1) == sessions()[-1]
    assert add_trading_days(sessions()[-1], 1) is None
    assert add_trading_days(date(2003, 12, 31), 1) is None
    assert add_working_days(working_days()[-1], 1) is None


def test_a_count_below_one_is_refused() -> None:
    with pytest.raises(ValueError, match="counted from 1"):
        add_trading_days(date(2024, 6, 28), 0)


@pytest.fixture(scope="module")
def generator() -> ModuleType:
    pytest.importorskip("exchange_calendars")
    pytest.importorskip("chinese_calendar")
    script = ROOT / ".ci" / "generate_calendars.py"
    spec = importlib.util.spec_from_file_location("generate_calendars", script)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


# exchange_calendars builds its calendar with a call that the newest pandas deprecates.
@pytest.mark.filterwarnings("ignore:Series.values returning")
@pytest.mark.parametrize("calendar", ["sessions", "working_days"])
def test_the_shipped_table_is_what_the_library_says_over_the_years_shipped(
    generator: ModuleType, calendar: str
) -> None:
    shipped = (ROOT / "concentration" / "calendars" / f"{calendar}.txt").read_text(encoding="utf-8")
    last_day = known_until(calendar)  # type: ignore[arg-type]
    assert getattr(generator, f"{calendar}_until")() >= last_day
    assert getattr(generator, f"{calendar}_table")(last_day) == shipped
