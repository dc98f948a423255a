"""Tables with an optional `as_of`: the row that is known on a judged day."""

from collections.abc import Sequence
from datetime import date

import polars as pl

FIRST_DAY = date(1, 1, 1)


def known_on(table: pl.DataFrame, key: str, days: Sequence[date]) -> pl.DataFrame:
    """Return for each day the latest row of each key on or before it; an empty `as_of` is valid on every day.

    `table` has `as_of` and `key`; the result has the same columns, `as_of` being the judged day, at most one row per
    day and key.
    """
    judged = pl.Series("day", days, dtype=pl.Date).sort()
    dated = table.with_columns(pl.col("as_of").fill_null(pl.lit(FIRST_DAY))).sort("as_of")
    if dated["as_of"].n_unique() <= 1:
        known = judged.to_frame().join(dated, how="cross").filter(pl.col("as_of") <= pl.col("day"))
    else:
        wanted = judged.to_frame().join(dated.select(pl.col(key).unique()), how="cross").sort("day")
        known = wanted.join_asof(
            dated, left_on="day", right_on="as_of", by=key, coalesce=False, check_sortedness=False
        ).filter(pl.col("as_of").is_not_null())
    return known.with_columns(as_of=pl.col("day")).select(table.columns)
