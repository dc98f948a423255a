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
from concentration.calendars.left import trading_days_left, working_days_left

__all__ = [
    "CalendarName",
    "add_trading_days",
    "add_working_days",
    "known_from",
    "known_until",
    "sessions",
    "trading_days_left",
    "working_days",
    "working_days_left",
]
