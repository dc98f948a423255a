"""What another lawful reading of the same words would change: verdicts that it flips, and nothing else."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import polars as pl

from concentration.catalogue.load import DEFAULT_READING, read_as
from concentration.catalogue.model import Catalogue, Limit
from concentration.pipeline import Options, Portfolio, chosen_limits, judged_alone
from concentration.report.result import FINDINGS, FLIPS
from concentration.waivers import without_waivers
from concentration.words.message import CannotRunError

_SUBJECT = ("limit", "as_of", "manager_id", "product_id", "tranche_id")
_GROUP = (*_SUBJECT, "group_id", "merged")


def readings_that_flip(
    portfolio: Portfolio, catalogue: Catalogue, chosen: Catalogue, options: Options | None = None
) -> pl.DataFrame:
    """Return the verdicts that another reading of a limit would change, with the columns of `FLIPS`.

    `catalogue` holds the limits as their files read, `chosen` as they are read in this run. A verdict changes where a
    group goes from pass or warning, to breach, or to undetermined; one that another reading does not form counts only
    if the worst verdict on its subject changes with it. Advisory sums through held products are left out, and so are
    waivers: they change no verdict of the law.
    """
    options = options or Options()
    portfolio = without_waivers(portfolio)
    judged = {limit.id: limit.reading for limit in chosen_limits(chosen, options)}
    others = {
        limit.id: [reading for reading in _readings(limit) if reading != judged[limit.id]]
        for limit in catalogue.limits
        if limit.id in judged and limit.readings
    }
    if not others:
        return pl.DataFrame(schema=FLIPS)
    base = _verdicts(portfolio, chosen, list(others), options)
    flips = [
        _flips(
            base.filter(pl.col("limit").is_in(list(read))),
            _verdicts_read(portfolio, catalogue, read, options),
            read,
        )
        for read in _together(others)
    ]
    ordered = ("limit", "reading", "as_of", "manager_id", "product_id", "tranche_id", "group_id")
    return pl.concat([pl.DataFrame(schema=FLIPS), *flips]).sort(ordered, nulls_last=True)


def other_readings(catalogue: Catalogue) -> list[Limit]:
    """Return every limit under each of its readings, so that the columns that they need can be read."""
    return [read_as(limit, reading) for limit in catalogue.limits for reading in _readings(limit)]


def _readings(limit: Limit) -> list[str]:
    return [DEFAULT_READING, *limit.readings]


def _together(others: dict[str, list[str]]) -> Iterator[dict[str, str]]:
    """Yield readings that can be judged in one run: of each limit the first, then the second, and so on."""
    for place in range(max(map(len, others.values()))):
        yield {limit: readings[place] for limit, readings in others.items() if place < len(readings)}


def _verdicts_read(
    portfolio: Portfolio, catalogue: Catalogue, read: dict[str, str], options: Options
) -> pl.DataFrame:
    limits = (read_as(limit, read.get(limit.id, DEFAULT_READING)) for limit in catalogue.limits)
    return _verdicts(portfolio, catalogue.only(*limits), list(read), options)


def _verdicts(
    portfolio: Portfolio, catalogue: Catalogue, limits: Sequence[str], options: Options
) -> pl.DataFrame:
    """Return the verdict on every group of some limits: `_GROUP`, `status`, `sort` (passes and warnings are one),
    `group_name` and `ratio` (NULL where nothing of it is certain).
    """
    narrowed = replace(options, limits=frozenset(limits), rulebooks=frozenset(), show_all=True)
    try:
        findings = judged_alone(portfolio, catalogue, narrowed).findings
    except CannotRunError as error:
        if [problem.message.code for problem in error.problems] != ["nothing_to_judge"]:
            raise
        findings = pl.DataFrame(schema=FINDINGS)
    nothing_certain = (pl.col("status") == "undetermined") & (pl.col("numerator") == 0).fill_null(True)
    severe = pl.col("status").is_in(["breach", "undetermined"])
    return findings.filter(pl.col("limit").is_not_null(), ~pl.col("through")).select(
        *_SUBJECT,
        "group_id",
        "group_name",
        "status",
        ratio=pl.when(~nothing_certain).then("ratio"),
        merged=pl.col("group_id").is_not_null() & (pl.col("members").list.len() > 0),
        sort=pl.when(severe).then("status").otherwise(pl.lit("pass")),
    )


def _flips(before: pl.DataFrame, after: pl.DataFrame, read: dict[str, str]) -> pl.DataFrame:
    """Return the groups whose verdict differs, with the columns of `FLIPS`; a verdict is NULL where its reading does
    not form the group.
    """
    worst = _worst(before).join(
        _worst(after), on=_SUBJECT, how="full", coalesce=True, nulls_equal=True, suffix="_after"
    )
    changed = worst.filter(pl.col("sort").ne_missing(pl.col("sort_after"))).select(*_SUBJECT, changed=True)
    both = (
        before.join(after, on=_GROUP, how="full", coalesce=True, nulls_equal=True, suffix="_after")
        .join(changed, on=_SUBJECT, how="left", nulls_equal=True)
        .filter(pl.col("sort").fill_null("pass") != pl.col("sort_after").fill_null("pass"))
        .filter(pl.all_horizontal(pl.col("sort", "sort_after").is_not_null()) | pl.col("changed"))
    )
    return both.with_columns(reading=pl.col("limit").replace_strict(read, return_dtype=pl.String)).select(
        "limit",
        "reading",
        "as_of",
        "manager_id",
        "product_id",
        "tranche_id",
        "group_id",
        pl.coalesce("group_name", "group_name_after"),
        pl.col("status").alias("from"),
        pl.col("status_after").alias("to"),
        pl.col("ratio").alias("ratio_from"),
        pl.col("ratio_after").alias("ratio_to"),
    )


def _worst(verdicts: pl.DataFrame) -> pl.DataFrame:
    """Return the worst verdict on each subject: `_SUBJECT`, `sort`."""
    rank = pl.col("sort").replace_strict({"breach": 0, "undetermined": 1, "pass": 2}, return_dtype=pl.UInt8)
    return verdicts.group_by(_SUBJECT).agg(pl.col("sort").sort_by(rank).first())
