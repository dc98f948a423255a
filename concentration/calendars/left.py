"""How many sessions are left until a maturity, for whole columns at once."""

import polars as pl

from concentration.calendars.known import known_from, known_until, sessions


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
    day, due = pl.col("day"), pl.col("due")
    known = pl.lit(pl.Series(sessions(), dtype=pl.Date))
    passed = known.search_sorted(day, side="right").cast(pl.Int32)
    # The position of the first session on or after the maturity. Past the end of the table it is that of the
    # first unknown session, so that the difference is exact within the calendar and the least beyond it.
    reached = known.search_sorted(due, side="left").cast(pl.Int32)
    none_left = pl.lit(0, pl.Int32)
    at_least = (
        pl.when(due <= day)
        .then(none_left)
        .when(due.is_not_null() & (day >= known_from()))
        .then(reached + 1 - passed)
    )
    is_known = (due <= day) | (due <= known_until())
    counted = pl.DataFrame({"day": as_of, "due": maturity}).select(
        pl.when(is_known).then(at_least).alias("trading_days_left"),
        at_least.alias("trading_days_left_at_least"),
    )
    return counted["trading_days_left"], counted["trading_days_left_at_least"]
