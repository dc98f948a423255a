"""Write the two calendars of `concentration/calendars` from the libraries that follow the official notices.

Run it in December, when the State Council and the exchange have named the next year's holidays and the
libraries have been released with them:

    pip install -U exchange-calendars chinesecalendar && python .ci/generate_calendars.py

Neither library extrapolates: both list the published holidays day by day and refuse a later year. A table
therefore ends with the last year that its library lists.
"""

from collections.abc import Collection
from datetime import date, timedelta
from pathlib import Path

import chinese_calendar
import exchange_calendars
from chinese_calendar.constants import holidays

FOLDER = Path(__file__).parent.parent / "concentration" / "calendars"
FIRST_DAY = date(2004, 1, 1)  # chinesecalendar starts here; the oldest rule with a cure is of 2007

SESSIONS_HEAD = """\
# Sessions of the Shanghai Stock Exchange. Every Monday to Friday is one, except the days named after "off".
# Written by .ci/generate_calendars.py from exchange_calendars (XSHG), which follows the exchange's notices.
"""
WORKING_DAYS_HEAD = """\
# Working days of mainland China. Every Monday to Friday is one, except the days named after "off"; the
# Saturdays and Sundays named after "on" are worked to make up for a holiday.
# Written by .ci/generate_calendars.py from chinesecalendar, which follows the State Council's notices.
"""


def sessions_until() -> date:
    """Return the last day for which exchange_calendars lists the exchange's holidays."""
    last_year = max(exchange_calendars.get_calendar("XSHG").precomputed_holidays()).year
    return date(last_year, 12, 31)


def working_days_until() -> date:
    """Return the last day for which chinesecalendar lists the State Council's holidays."""
    return date(max(holidays).year, 12, 31)


def sessions_table(last_day: date) -> str:
    """Return the text of sessions.txt from FIRST_DAY to last_day."""
    calendar = exchange_calendars.get_calendar("XSHG", start=str(FIRST_DAY), end=str(last_day))
    return SESSIONS_HEAD + _exceptions({day.date() for day in calendar.sessions}, last_day)


def working_days_table(last_day: date) -> str:
    """Return the text of working_days.txt from FIRST_DAY to last_day."""
    return WORKING_DAYS_HEAD + _exceptions(set(chinese_calendar.get_workdays(FIRST_DAY, last_day)), last_day)


def _exceptions(days: Collection[date], last_day: date) -> str:
    """Return the range of the table and, a year a line, where `days` differ from Monday to Friday."""
    lines = [f"from {FIRST_DAY}", f"until {last_day}"]
    for year in range(FIRST_DAY.year, last_day.year + 1):
        length = (date(year + 1, 1, 1) - date(year, 1, 1)).days
        of_year = [date(year, 1, 1) + timedelta(offset) for offset in range(length)]
        off = [day for day in of_year if day.weekday() < 5 and day not in days and day <= last_day]
        on = [day for day in of_year if day.weekday() >= 5 and day in days]
        lines += [
            f"{year} {word} " + " ".join(f"{day:%m-%d}" for day in listed)
            for word, listed in (("off", off), ("on", on))
            if listed
        ]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Write both tables and say how far they go."""
    for name, table, last_day in (
        ("sessions.txt", sessions_table, sessions_until()),
        ("working_days.txt", working_days_table, working_days_until()),
    ):
        (FOLDER / name).write_text(table(last_day), encoding="utf-8", newline="\n")
        print(f"{name}: {FIRST_DAY} to {last_day}")


if __name__ == "__main__":
    main()
