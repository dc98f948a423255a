"""Sessions of the Shanghai exchange and Chinese working days, as far as the official notices name them."""

from concentration.calendars.known import (
    CalendarName,
    add_trading_days,
    add_working_days,
    known_from,
    known_until,
    sessions,
    working_days,
)

__all__ = [
    "CalendarName",
    "add_trading_days",
    "add_working_days",
    "known_from",
    "known_until",
    "sessions",
    "working_days",
]
