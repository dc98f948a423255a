"""What must come first: a limit that applies only where some group is strictly above a line."""

import polars as pl

from concentration.frames import Measured


def set_off(measured: Measured) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return whether each product sets the limit off, and the groups that do.

    `measured` is what the trigger measures; its bound is the line. Products: `product`, `set_off` (TRUE, FALSE, NULL:
    perhaps). Groups: `subject`, `group_id`, `lower`, `denominator` (Int128 millionths), the largest of each product.
    """
    line = measured.limit.bounds[0].value
    assert line is not None
    over, under = pl.lit(line.numerator, dtype=pl.Int128), pl.lit(line.denominator, dtype=pl.Int128)
    subjects = measured.subjects.lazy().select(
        "subject", "lift_all", own_lower="denominator_lower", own_upper="denominator_upper"
    )
    lifted = subjects.join(measured.groups, on="subject", how="left")
    above = (pl.col("lower") * under > pl.col("own_upper") * over).fill_null(False)
    within = (pl.col("upper") + pl.col("lift_all")) * under <= pl.col("own_lower") * over
    alone = pl.col("lift_all") * under <= pl.col("own_lower") * over
    known = pl.col("key").is_not_null()
    told = lifted.with_columns(above=above, within=pl.when(known).then(within).otherwise(alone) & alone)
    products = (
        told.group_by("subject")
        .agg(above=pl.col("above").any(), within=pl.col("within").fill_null(False).all())
        .select(
            product="subject",
            set_off=pl.when("above").then(True).when("within").then(False).otherwise(None),
        )
    )
    labels = measured.labels.lazy().select("key", "group_id")
    groups = (
        told.filter("above")
        .sort("subject", "lower", descending=[False, True])
        .unique("subject", keep="first", maintain_order=True)
        .join(labels, on="key", how="left")
        .select("subject", "group_id", "lower", denominator="own_upper")
    )
    return products.collect(), groups.collect()
