"""Breaches that a waiver covers: as far as its line and no further, by multiplying out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import polars as pl

from concentration.catalogue.model import DatedBound
from concentration.frames import Waiver
from concentration.judge.comparisons import COMPARISONS, STATUS
from concentration.judge.verdicts import Judged

Ends = tuple[Fraction | int | None, Fraction | int | None]
"""The lowest and the highest that something can be; None: open."""


@dataclass(frozen=True)
class Covered:
    """The verdicts on one limit after the waivers.

    `findings` have `waiver` (Int32): of a waived one the place of the first waiver that covers it, of a breach that of
    the waiver which goes furthest and is exceeded. `met`: the places of the waivers that any breach met, covered or
    not.
    """

    judged: Judged
    findings: pl.DataFrame
    met: frozenset[int] = frozenset()


def covered(judged: Judged, findings: pl.DataFrame, waivers: Sequence[Waiver]) -> Covered:
    """Return the findings of one limit with the breaches waived that a waiver covers, and subjects counted likewise.

    `findings` are those that `findings_of` wrote of `judged`: their numbers are the rows of its verdicts. A breach is
    covered if the highest that its sum can be is within the waiver's line (of a floor: the lowest); on it, it is.
    """
    limit = judged.measured.limit
    ours = {place: waiver for place, waiver in enumerate(waivers) if waiver.limit == limit.id}
    breaches = findings.filter(pl.col("status") == "breach") if ours and findings.height else findings.clear()
    told: dict[int, tuple[str, int]] = {}
    met: set[int] = set()
    for breach in breaches.iter_rows(named=True):
        fitting = [place for place in ours if _fits(ours[place], breach)]
        met.update(fitting)
        if fitting:
            told[breach["finding"]] = _told(judged, breach, {place: ours[place] for place in fitting})
    if not told:
        return Covered(judged, findings)
    found = pl.DataFrame(
        [(finding, *one) for finding, one in told.items()],
        schema={"finding": findings.schema["finding"], "told": pl.String, "waiver": pl.Int32},
        orient="row",
    )
    changed = (
        findings.join(found, on="finding", how="left", maintain_order="left")
        .with_columns(status=pl.coalesce("told", "status"))
        .drop("told")
    )
    return Covered(replace(judged, subjects=_subjects(judged, changed)), changed, frozenset(met))


def _fits(waiver: Waiver, breach: Mapping[str, Any]) -> bool:
    """Return whether a breach is of the subject, group and day of a waiver.

    A merged group goes by the id of any of its members; one of unknown group goes by none.
    """
    if waiver.product_id is None:
        subject = breach["product_id"] is None and breach["manager_id"] == waiver.manager_id
    else:
        subject = breach["product_id"] == waiver.product_id
    group = breach["group_id"]
    names = () if group is None else (group, *(breach["members"] or ()))
    return (
        subject
        and waiver.in_force_on(breach["as_of"])
        and (waiver.group_id is None or waiver.group_id in names)
    )


def _told(judged: Judged, breach: Mapping[str, Any], fitting: Mapping[int, Waiver]) -> tuple[str, int]:
    """Return the status of a breach under waivers, and the place of the one to be named."""
    bound = judged.measured.limit.bounds[breach["bound_place"]]
    sums, sizes = _figures(judged, breach["finding"])
    lines = {place: waiver.lines.get(bound.unit) for place, waiver in fitting.items()}
    for place, line in lines.items():
        if line is not None and _within(bound, line, sums, sizes):
            return "waived", place
    drawn = {place: line for place, line in lines.items() if line is not None}
    if not drawn:
        return "breach", next(iter(fitting))
    furthest = max if COMPARISONS[bound.comparison].is_cap else min
    return "breach", furthest(drawn, key=lambda place: drawn[place])


def _figures(judged: Judged, verdict: int) -> tuple[Ends, Ends]:
    """Return both ends of a verdict's exact sum, the upper one with what the unknown may add, and of its size."""
    row = judged.verdicts.row(verdict, named=True)
    ends: Ends = row["lower"], row["upper"]
    lower, upper = judged.measured.exact.get((row["subject"], row["key"]), ends)
    lifted = None if upper is None or row["lift"] is None else upper + row["lift"]
    return (lower, lifted), (row["denominator_lower"], row["denominator_upper"])


def _within(bound: DatedBound, line: Fraction, sums: Ends, sizes: Ends) -> bool:
    """Return whether a sum is within a waiver's line, whatever is not known of it; on the line it is."""
    (lower, upper), (least, most) = sums, sizes
    if COMPARISONS[bound.comparison].is_cap:
        return upper is not None and least is not None and upper <= line * least
    return lower is not None and most is not None and lower >= line * most


def _subjects(judged: Judged, findings: pl.DataFrame) -> pl.DataFrame:
    """Return the subjects with the worst status that their findings have now; what has none passes still."""
    places = judged.verdicts.with_row_index("finding").select("finding", "subject")
    worst = (
        findings.select(pl.col("finding").cast(pl.UInt32), pl.col("status").cast(STATUS))
        .join(places, on="finding")
        .group_by("subject")
        .agg(worst=pl.col("status").min())
    )
    return (
        judged.subjects.join(worst, on="subject", how="left", maintain_order="left")
        .with_columns(status=pl.coalesce("worst", "status"))
        .drop("worst")
    )
