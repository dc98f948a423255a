"""Until when a passive breach must be cured: the limit's own clock, from the breach or from when it can be sold."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from concentration.calendars import CalendarName, add_trading_days, add_working_days
from concentration.catalogue.model import Cure

NOT_SALEABLE = "cure_not_begun"
"""The asset cannot be sold, and nobody knows until when."""

CALENDAR_ENDS = "cure_calendar_ends"
"""The days that may be counted end with the calendar."""

_AFTER: Mapping[CalendarName, Callable[[date, int], date | None]] = {
    "sessions": add_trading_days,
    "working_days": add_working_days,
}


@dataclass(frozen=True)
class Due:
    """The last day of a cure; if it is None, `code` is the sentence that says why it is not known (None: the text gives
    no deadline).
    """

    day: date | None = None
    code: str | None = None


def due(cure: Cure | None, since: date, saleable: date | None) -> Due:
    """Return until when a breach that began on `since` is to be cured.

    `saleable` is the day from which everything in the group can be sold, None: not known. Day 1 is the first day of the
    clock's calendar after the later of both days.
    """
    clock = clock_of(cure)
    if cure is None or clock is None:
        return Due()
    calendar, days = clock
    if cure.start == "saleable" and saleable is None:
        return Due(code=NOT_SALEABLE)
    start = max(since, saleable) if cure.start == "saleable" and saleable is not None else since
    day = _AFTER[calendar](start, days)
    return Due(day, None if day else CALENDAR_ENDS)


def clock_of(cure: Cure | None) -> tuple[CalendarName, int] | None:
    """Return whose days a cure counts, and how many; None where the text gives no deadline."""
    if cure is None:
        return None
    if cure.trading_days is not None:
        return "sessions", cure.trading_days
    return None if cure.working_days is None else ("working_days", cure.working_days)
