"""How many sessions or working days are left until a maturity, for whole columns at once."""

import polars as pl

from concentration.calendars.known import CalendarName, known_from, known_until, sessions, working_days


def trading_days_left(as_of: pl.Series, maturity: pl.Series) -> tuple[pl.Series, pl.Series]:
    """Return `trading_days_left` and `trading_days_left_at_least` (Int32), one value a row.

    `as_of` and `maturity` are Date columns of one length. Counted are the sessions after as_of up to and
    including the maturity; a maturity on a day without a session counts as the next session. What matures on
    or before as_of has 0 days left.

    The first is null where the calendar does not know the number: the maturity lies beyond it, or as_of
    before it, or either is null. The second is then the number of sessions that there are at least: those
    still known after as_of and, as no known one reaches the maturity, one more. It is null where as_of lies
    before the calendar or either is null.
    """
    return _days_left("sessions", as_of, maturity, "trading_days_left")


def working_days_left(as_of: pl.Series, maturity: pl.Series) -> tuple[pl.Series, pl.Series]:
    """Return `working_days_left` and `working_days_left_at_least` (Int32): `trading_days_left` in working days."""
    return _days_left("working_days", as_of, maturity, "working_days_left")


def _days_left(
    calendar: CalendarName, as_of: pl.Series, maturity: pl.Series, name: str
) -> tuple[pl.Series, pl.Series]:
    """Return `name` and `<name>_at_least`, counted in the days of a calendar."""
    day, due = pl.col("day"), pl.col("due")
    days = sessions() if calendar == "sessions" else working_days()
    known = pl.lit(pl.Series(days, dtype=pl.Date))
    passed = known.search_sorted(day, side="right").cast(pl.Int32)
    # The position of the first day on or after the maturity. Past the end of the table it is that of the
    # first unknown day, so that the difference is exact within the calendar and the least beyond it.
    reached = known.search_sorted(due, side="left").cast(pl.Int32)
    none_left = pl.lit(0, pl.Int32)
    at_least = (
        pl.when(due <= day)
        .then(none_left)
        .when(due.is_not_null() & (day >= known_from(calendar)))
        .then(reached + 1 - passed)
    )
    is_known = (due <= day) | (due <= known_until(calendar))
    counted = pl.DataFrame({"day": as_of, "due": maturity}).select(
        pl.when(is_known).then(at_least).alias(name),
        at_least.alias(f"{name}_at_least"),
    )
    return counted[name], counted[f"{name}_at_least"]
