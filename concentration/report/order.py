"""In which order a page shows the findings of a section, and which of them it shows first."""

import polars as pl

from concentration.report.figures import FLOORS

SUBJECT = ("limit", "as_of", "scope", "manager_id", "product_id", "tranche_id")
"""What one judgement is about; its findings are single groups."""

_LIMIT = ("limit", "bound_from", "bound_place")


def worst_first(findings: pl.DataFrame) -> pl.DataFrame:
    """Return the findings limit by limit, the limit with the worst finding first, and in each the worst first; those
    whose cure is overdue before the others.

    A breach is worse the further it is beyond its bound, a warning the nearer it is to it, both as a part of the
    bound; a broken ban is beyond any. Findings without such a figure keep their order, at the end. Floats serve:
    nothing but the order on a page hangs on them.
    """
    beyond, within, held = (pl.col(name).cast(pl.Float64) for name in ("excess", "headroom", "numerator"))
    floor = pl.col("comparison").is_in(FLOORS)
    broken = pl.col("status").is_in(["breach", "waived"])
    line = (
        pl.when(broken & floor)
        .then(held + beyond)
        .when(broken)
        .then(held - beyond)
        .when(floor)
        .then(held - within)
        .otherwise(held + within)
    )
    part = pl.when(broken).then(beyond / line).when(pl.col("status") != "undetermined").then(-within / line)
    ranked = findings.with_columns(_worse=part.fill_nan(None), _late=pl.col("overdue").fill_null(False))
    return ranked.sort(
        pl.col("_late").any().over(_LIMIT),
        pl.col("_worse").max().over(_LIMIT),
        *_LIMIT,
        "_late",
        "_worse",
        descending=[True, True, *(False for _ in _LIMIT), True, True],
        nulls_last=True,
        maintain_order=True,
    ).drop("_worse", "_late")


def first_of_each(findings: pl.DataFrame, count: int) -> pl.DataFrame:
    """Return `count` findings in their order, taken in turn from every limit so that none is hidden by another."""
    placed = findings.with_row_index("_place").with_columns(_turn=pl.int_range(pl.len()).over(_LIMIT))
    return placed.sort("_turn", "_place").head(count).sort("_place").drop("_place", "_turn")


def judgements(findings: pl.DataFrame, worse: pl.DataFrame) -> tuple[int, int]:
    """Return how many judgements (limit × subject × date) have one of the findings and none that is worse, and how
    many of the findings lie in other judgements.
    """
    worst = findings.join(worse.select(SUBJECT).unique(), on=SUBJECT, how="anti", nulls_equal=True)
    return worst.select(SUBJECT).n_unique(), findings.height - worst.height
