"""The two calendars, read from the text tables beside this file.

`sessions.txt` and `working_days.txt` are written by `.ci/generate_calendars.py`. They end with the last year
whose holidays have been published (in November and December of the year before): nothing is guessed beyond,
and whoever asks for a later day gets None.
"""

from bisect import bisect_right
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Literal, NamedTuple

CalendarName = Literal["sessions", "working_days"]


class _Calendar(NamedTuple):
    """The days of a calendar in order, and the first and last day about which it knows (both included)."""

    days: tuple[date, ...]
    first: date
    last: date


def sessions() -> tuple[date, ...]:
    """Return every known session of the Shanghai exchange, in order."""
    return _calendar("sessions").days


def working_days() -> tuple[date, ...]:
    """Return every known working day of mainland China in order, worked weekends included."""
    return _calendar("working_days").days


def known_from(calendar: CalendarName = "sessions") -> date:
    """Return the first day about which the calendar knows whether it is one of its days."""
    return _calendar(calendar).first


def known_until(calendar: CalendarName = "sessions") -> date:
    """Return the last day about which the calendar knows whether it is one of its days."""
    return _calendar(calendar).last


def add_trading_days(day: date, count: int) -> date | None:
    """Return the `count`-th session after `day` (1: the next one), None where the calendar does not know it.

    Raises ValueError for a count below 1.
    """
    return _nth_after(_calendar("sessions"), day, count)


def add_working_days(day: date, count: int) -> date | None:
    """Return the `count`-th working day after `day` (1: the next one), None where that is not known.

    Raises ValueError for a count below 1.
    """
    return _nth_after(_calendar("working_days"), day, count)


def _nth_after(calendar: _Calendar, day: date, count: int) -> date | None:
    """Return the `count`-th day of the calendar after `day`, None before its beginning and beyond its end."""
    if count < 1:
        raise ValueError(f"count is {count}: days are counted from 1, the first one after the day given")
    position = bisect_right(calendar.days, day) + count - 1
    if day < calendar.first or position >= len(calendar.days):
        return None
    return calendar.days[position]


@cache
def _calendar(name: CalendarName) -> _Calendar:
    """Return the calendar of `<name>.txt`: Monday to Friday, without the days off, with the days on."""
    first = last = date.min
    exceptions: set[date] = set()  # a weekday named is off and a weekend day named is on: one set serves both
    for line in (files(__package__) / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        match line.split():
            case ["from", day]:
                first = date.fromisoformat(day)
            case ["until", day]:
                last = date.fromisoformat(day)
            case [year, "off" | "on", *days]:
                exceptions.update(date.fromisoformat(f"{year}-{day}") for day in days)
    every_day = map(date.fromordinal, range(first.toordinal(), last.toordinal() + 1))
    return _Calendar(
        tuple(day for day in every_day if (day.weekday() < 5) != (day in exceptions)), first, last
    )
