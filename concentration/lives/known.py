"""What is known of the days up to the judged one: looked up backwards, as far as the breaches of that day reach."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from concentration.catalogue.model import Limit
from concentration.lives.moves import Tables
from concentration.lives.spells import OVER, course_of, with_places

Judged = tuple[pl.DataFrame, pl.DataFrame]
"""Findings and their contributions, with the columns of a report's."""

Look = Callable[[Sequence[date], pl.DataFrame], Judged]
"""Judges days again, narrowed to some groups, and lists these on every day, whether they pass or not. The groups:
`limit`, `scope`, `manager_id`, `product_id`, `group_id`, `members`.
"""

WANTED = ("limit", "scope", "manager_id", "product_id", "group_id", "members")


@dataclass(frozen=True)
class Past:
    """Where the days before can be looked up.

    `tables`: those of the portfolio, after those of the one before it. `days`: on which day each subject is there
    (`scope`, `subject`, `as_of`), none after the last judged one. `limits`: those that were judged.
    """

    tables: tuple[Tables, ...]
    days: pl.DataFrame
    limits: Mapping[str, Limit]
    look: Look


@dataclass(frozen=True)
class Known:
    """What is known of the groups that breach.

    `course`: as `course_of` gives it. `days`: the days of the subjects that were looked at. `findings`,
    `contributions`: those of the course; `values`, `parts`: those of days that were looked up, where every group is
    listed.
    """

    course: pl.DataFrame
    days: pl.DataFrame
    findings: pl.DataFrame
    contributions: pl.DataFrame
    values: pl.DataFrame
    parts: pl.DataFrame


def known_of(
    findings: pl.DataFrame, contributions: pl.DataFrame, judged: Sequence[date], past: Past
) -> Known:
    """Return what is known of the breaches of the judged days, once no earlier day could tell more of them."""
    told: list[Judged] = [_over_or_open(findings, contributions)]
    looked: list[Judged] = []
    earlier = sorted(set(past.days["as_of"]) - set(judged), reverse=True)
    seen = list(judged)
    at_once = 1
    while True:
        known = _known(told, looked, past.days.filter(pl.col("as_of").is_in(seen)))
        wanted = _reaching_back(known, past.days)
        if wanted.is_empty() or not earlier:
            return _with_values(known, past, judged)
        days, earlier = earlier[:at_once], earlier[at_once:]
        at_once *= 2
        found = _numbered_after(past.look(sorted(days), wanted), told)
        told.append(found)
        looked.append(found)
        seen += days


def _over_or_open(findings: pl.DataFrame, contributions: pl.DataFrame) -> Judged:
    kept = findings.filter(pl.col("status").is_in([*OVER, "undetermined"]))
    return kept, contributions.join(kept.select("finding"), on="finding", how="semi")


def _known(told: Sequence[Judged], looked: Sequence[Judged], days: pl.DataFrame) -> Known:
    findings = pl.concat([one for one, _ in told], how="diagonal_relaxed")
    contributions = pl.concat([parts for _, parts in told], how="diagonal_relaxed")
    return Known(
        course_of(findings, days),
        days,
        findings,
        contributions,
        pl.concat([findings.clear(), *(one for one, _ in looked)], how="diagonal_relaxed"),
        pl.concat([contributions.clear(), *(parts for _, parts in looked)], how="diagonal_relaxed"),
    )


def _numbered_after(found: Judged, told: Sequence[Judged]) -> Judged:
    """Return findings numbered after those that are known."""
    largest = max((int(str(one["finding"].max())) for one, _ in told if one.height), default=-1)
    shift = pl.col("finding") + (largest + 1)
    return found[0].with_columns(shift), found[1].with_columns(shift)


def _reaching_back(known: Known, days: pl.DataFrame) -> pl.DataFrame:
    """Return the groups that were not certainly within on any day looked at while their subject was there earlier."""
    first = days.group_by("scope", "subject").agg(first_day=pl.col("as_of").min())
    seen = known.days.group_by("scope", "subject").agg(first_seen=pl.col("as_of").min())
    more = first.join(seen, on=["scope", "subject"]).filter(pl.col("first_day") < pl.col("first_seen"))
    islands = known.course.filter(pl.col("island_first") == 0).join(more, on=["scope", "subject"], how="semi")
    return wanted_of(islands, known.findings)


def wanted_of(course: pl.DataFrame, findings: pl.DataFrame) -> pl.DataFrame:
    """Return the groups of some rows of a course, with the columns of WANTED."""
    facts = findings.select("finding", "manager_id", "product_id")
    subject = pl.col("subject")
    return (
        course.join(facts, on="finding", how="left", maintain_order="left")
        .with_columns(
            manager_id=pl.when(pl.col("scope") == "manager").then(subject).otherwise("manager_id"),
            product_id=pl.when(pl.col("scope") != "manager").then(subject),
        )
        .select(WANTED)
        .unique(maintain_order=True)
    )


def _with_values(known: Known, past: Past, judged: Sequence[date]) -> Known:
    """Return it with the values on the last days within, of days on which passes were not listed."""
    starts = last_within(known).filter(
        pl.col("spell_first") == pl.col("place"), pl.col("last_within").is_in(list(judged))
    )
    if starts.is_empty():
        return known
    found = past.look(sorted(set(starts["last_within"])), wanted_of(starts, known.findings))
    values, parts = _numbered_after(found, [(known.findings, known.contributions)])
    return Known(
        known.course,
        known.days,
        known.findings,
        known.contributions,
        pl.concat([known.values, values], how="diagonal_relaxed"),
        pl.concat([known.parts, parts], how="diagonal_relaxed"),
    )


def last_within(known: Known) -> pl.DataFrame:
    """Return the course with `earlier` (the day of the subject before), `since` (first day of the spell) and
    `last_within` (the last day on which the group was certainly within, NULL: none is known).
    """
    places = with_places(known.days)
    course = known.course
    for name, place in (
        ("earlier", pl.col("place") - 1),
        ("since", pl.col("spell_first")),
        ("last_within", pl.col("island_first") - 1),
    ):
        course = (
            course.with_columns(at=place)
            .join(
                places.select("scope", "subject", at="place", day="as_of"),
                on=["scope", "subject", "at"],
                how="left",
                maintain_order="left",
            )
            .drop("at")
            .rename({"day": name})
        )
    return course
