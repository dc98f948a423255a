"""How many sessions are left until a maturity, for whole columns at once."""

from bisect import bisect_right
from datetime import date

import polars as pl

from concentration.calendars.known import known_from, known_until, sessions


def trading_days_left(as_of: str | pl.Expr | date, maturity: str | pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    """Return two Int32 expressions: `trading_days_left` and `trading_days_left_at_least`.

    `as_of` is a Date column, or one day for all rows; `maturity` is a Date column. Counted are the sessions
    after as_of up to and including the maturity; a maturity on a day without a session counts as the next
    session. What matures on or before as_of has 0 days left.

    The first is null where the calendar does not know the number: the maturity lies beyond it, or as_of
    before it, or either is null. The second is then the number of sessions that there are at least: those
    still known after as_of and, as no known one reaches the maturity, one more. It is null where as_of lies
    before the calendar or either is null.
    """
    due = pl.col(maturity) if isinstance(maturity, str) else maturity
    day, passed = _day_and_sessions_passed(as_of)
    # The position of the first session on or after the maturity. Past the end of the table it is the
    # position of the first unknown session, so that the difference is exact within the calendar and the
    # least beyond it.
    reached = _known_sessions().search_sorted(due, side="left").cast(pl.Int32)
    at_least = pl.max_horizontal(reached + 1 - passed, pl.lit(1, pl.Int32))
    at_least = (
        pl.when(due <= day)
        .then(pl.lit(0, pl.Int32))
        .when(due.is_not_null() & (day >= known_from()))
        .then(at_least)
    )
    exact = pl.when((due <= day) | (due <= known_until())).then(at_least)
    return exact.alias("trading_days_left"), at_least.alias("trading_days_left_at_least")


def _day_and_sessions_passed(as_of: str | pl.Expr | date) -> tuple[pl.Expr, pl.Expr]:
    """Return as_of as an expression, and the number (Int32) of known sessions on or before it."""
    if isinstance(as_of, date):  # search_sorted does not spread a literal over the rows
        return pl.lit(as_of), pl.lit(bisect_right(sessions(), as_of), pl.Int32)
    day = pl.col(as_of) if isinstance(as_of, str) else as_of
    return day, _known_sessions().search_sorted(day, side="right").cast(pl.Int32)


def _known_sessions() -> pl.Expr:
    """Return the known sessions as one literal column."""
    return pl.lit(pl.Series(sessions(), dtype=pl.Date))
