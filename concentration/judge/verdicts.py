"""Verdicts that hold whatever the unknown may be: by multiplying out, never by a rounded ratio."""

from dataclasses import dataclass, replace
from fractions import Fraction

import polars as pl

from concentration.catalogue.model import Standing
from concentration.frames import Measured
from concentration.judge.comparisons import COMPARISONS, STATUS, Ends, Sides
from concentration.judge.exactly import settled

VERDICTS = pl.Schema(
    [
        ("subject", pl.UInt32()),
        ("key", pl.UInt32()),
        ("lower", pl.Int128()),
        ("upper", pl.Int128()),
        ("denominator_lower", pl.Int128()),
        ("denominator_upper", pl.Int128()),
        ("applies", pl.Boolean()),
        ("exemption", pl.Int32()),
        ("bound", pl.Int32()),
        ("lift", pl.Int128()),
        ("status", STATUS),
        ("folded", pl.List(pl.UInt32)),
        ("whole", pl.Boolean()),
    ]
)


@dataclass(frozen=True)
class Judged:
    """The verdicts on one limit.

    `verdicts`: one row a group that is listed, with the columns of `Measured.groups` and `applies`, `exemption`,
    `bound`, `lift`, `status`, `folded` (keys of the groups that only the unknown could lift beyond the bound, reported
    once with the group of the unknown) and `whole` (TRUE where the subject has no group: it is free, or holds nothing
    that counts). `subjects`: `subject` and `status`, its worst group.
    """

    measured: Measured
    verdicts: pl.DataFrame
    subjects: pl.DataFrame

    @property
    def standing(self) -> Standing:
        """That of the limit; a second sum, through held products, only advises."""
        standing = self.measured.limit.standing
        return "advisory" if self.measured.is_second and standing == "in_force" else standing


def judge(measured: Measured, *, show_all: bool) -> Judged:
    """Judge every group of a limit; groups that pass are listed only when `show_all`."""
    measured = _lifted_as_a_whole(measured)
    concerned = measured.subjects.lazy().filter(pl.col("exemption").is_null())
    parts = []
    for place in measured.bounds:
        bound = measured.limit.bounds[place]
        ends = COMPARISONS[bound.comparison]
        groups = _groups(measured, concerned.filter(pl.col("bound") == place), is_cap=ends.is_cap)
        decided = _with_status(groups, ends, bound.value or Fraction(0), measured.limit.warn_at)
        if measured.exact:
            decided = settled(decided.collect(), measured.exact, bound, measured.limit.warn_at).lazy()
        told = _reported_once(decided, measured)
        parts.append(told if show_all else told.filter(pl.col("status") != "pass"))
    exempt = [] if measured.is_second else [_exempt(measured.subjects)]
    judged = _verdicts(*parts, *exempt).collect()
    worst = judged.lazy().group_by("subject").agg(status=pl.col("status").min())
    subjects = (
        measured.subjects.lazy()
        .select("subject", "applies", "bound")
        .join(worst, on="subject", how="left", maintain_order="left")
        .collect()
    )
    if measured.is_second:
        return Judged(measured, judged, subjects.filter(pl.col("status").is_not_null()))
    listed = _verdicts(judged.lazy(), _nothing_counted(subjects)).collect() if show_all else judged
    return Judged(
        measured, listed, subjects.with_columns(pl.col("status").fill_null(pl.lit("pass", dtype=STATUS)))
    )


def _lifted_as_a_whole(measured: Measured) -> Measured:
    """Return it with exact sums of subjects as a whole that hold what the unknown may add, as their groups do."""
    if measured.limit.group_by != "none" or not measured.exact:
        return measured
    lifts = dict(measured.subjects.select("subject", "lift_all").iter_rows())
    exact = {
        (subject, key): (
            lower,
            None if upper is None or (lift := lifts.get(subject)) is None else upper + lift,
        )
        for (subject, key), (lower, upper) in measured.exact.items()
    }
    return replace(measured, exact=exact)


def _verdicts(*parts: pl.LazyFrame) -> pl.LazyFrame:
    """Return the parts as one frame with the columns of VERDICTS; what a part does not say is NULL."""
    frame = pl.concat([VERDICTS.to_frame().lazy(), *parts], how="diagonal_relaxed")
    return frame.select(VERDICTS.names()).with_columns(pl.col("whole").fill_null(False))


def _exempt(subjects: pl.DataFrame) -> pl.LazyFrame:
    """Return one row for each subject that the law frees."""
    return (
        subjects.lazy()
        .filter(pl.col("exemption").is_not_null())
        .select(
            "subject",
            "applies",
            "exemption",
            "bound",
            status=pl.lit("exempt", dtype=STATUS),
            whole=pl.lit(True),
        )
    )


def _nothing_counted(subjects: pl.DataFrame) -> pl.LazyFrame:
    """Return one pass for each subject without any group, so that it is seen to have been judged."""
    return (
        subjects.lazy()
        .filter(pl.col("status").is_null())
        .select("subject", "applies", "bound", status=pl.lit("pass", dtype=STATUS), whole=pl.lit(True))
    )


def _reported_once(groups: pl.LazyFrame, measured: Measured) -> pl.LazyFrame:
    """Fold the groups that only the unknown could lift into the group of the unknown: one question, one finding."""
    lifts = measured.subjects["lift_party"]
    if lifts.null_count() == 0 and not (lifts > 0).any():
        return groups.drop("is_folded")
    folded = groups.filter("is_folded").group_by("subject").agg(folded=pl.col("key").sort())
    unknown = pl.col("key").is_null()
    return (
        groups.filter(~pl.col("is_folded"))
        .drop("is_folded")
        .join(folded, on="subject", how="left", maintain_order="left")
        .with_columns(
            folded=pl.when(unknown).then("folded"),
            status=pl.when(unknown & pl.col("folded").is_not_null() & (pl.col("status") != "breach"))
            .then(pl.lit("undetermined", dtype=STATUS))
            .otherwise("status"),
        )
    )


def _groups(measured: Measured, subjects: pl.LazyFrame, *, is_cap: bool) -> pl.LazyFrame:
    """Return the groups of the subjects with `lift`: what the unknown may add to each.

    A subject as a whole is judged even when it holds nothing; among groups the unknown is one of its own.
    """
    facts = subjects.select(
        "subject",
        "applies",
        "bound",
        "lift_all",
        "lift_party",
        own_lower="denominator_lower",
        own_upper="denominator_upper",
    )
    nothing = pl.lit(0, dtype=pl.Int128)
    if measured.is_second:
        facts = facts.join(measured.groups.select("subject").unique(), on="subject", how="semi")
    if measured.limit.group_by == "none":
        held = pl.col("key").is_not_null()
        groups = facts.join(measured.groups, on="subject", how="left", maintain_order="left").with_columns(
            pl.col("key").fill_null(0),
            lower=pl.when(held).then("lower").otherwise(nothing),
            upper=pl.when(held).then("upper").otherwise(nothing) + pl.col("lift_all"),
            denominator_lower="own_lower",
            denominator_upper="own_upper",
            lift=nothing,
        )
        return groups.filter(pl.col("upper").is_null() | (pl.col("upper") > 0)) if is_cap else groups
    lift = pl.when(pl.col("key") >= measured.party_keys_from).then("lift_party").otherwise("lift_all")
    known = measured.groups.filter(pl.col("key").is_not_null()).join(
        facts, on="subject", maintain_order="left"
    )
    known = known.drop("inside", "holders", "surely", strict=False)
    return pl.concat([known.with_columns(lift=lift), _unknown_groups(measured, facts)], how="diagonal")


def _unknown_groups(measured: Measured, facts: pl.LazyFrame) -> pl.LazyFrame:
    """Return one group of the unknown for each subject that has holdings of unknown group, or untold ones."""
    unknown = measured.groups.filter(pl.col("key").is_null()).select("subject", "lower")
    return (
        facts.filter(pl.col("lift_party").is_null() | (pl.col("lift_party") > 0))
        .join(unknown, on="subject", how="left", maintain_order="left")
        .with_columns(
            pl.col("lower").fill_null(0),
            key=pl.lit(None, dtype=pl.UInt32),
            upper=pl.col("lift_party"),
            denominator_lower=pl.col("own_lower"),
            denominator_upper=pl.col("own_upper"),
            lift=pl.lit(0, dtype=pl.Int128),
        )
    )


def _with_status(groups: pl.LazyFrame, ends: Ends, value: Fraction, warn_at: Fraction | None) -> pl.LazyFrame:
    """Add `status` and `is_folded`: the group is beyond suspicion by itself, and only the unknown could lift it."""
    lifted = pl.col("upper") + pl.col("lift")
    by_itself = _sides(value, pl.col("upper"))
    with_unknown = _sides(value, lifted)
    beyond, within = ends.beyond(by_itself), ends.within(with_unknown)
    near = pl.lit(False)
    if warn_at is not None:
        near = ~ends.to_warning_line(_sides(value * warn_at, lifted)).fill_null(False)
    status = (
        pl.when(beyond.fill_null(False) & pl.col("applies").fill_null(False))
        .then(pl.lit("breach"))
        .when(~within.fill_null(False))
        .then(pl.lit("undetermined"))
        .when(near)
        .then(pl.lit("warning"))
        .otherwise(pl.lit("pass"))
    )
    only_lifted = (
        ends.within(by_itself).fill_null(False) & ~within.fill_null(False) & pl.col("key").is_not_null()
    )
    return groups.with_columns(status=status.cast(STATUS), is_folded=only_lifted)


def _sides(bound: Fraction, upper: pl.Expr) -> Sides:
    over, under = pl.lit(bound.numerator, dtype=pl.Int128), pl.lit(bound.denominator, dtype=pl.Int128)
    return Sides(
        lower=pl.col("lower") * under,
        upper=upper * under,
        line_lower=pl.col("denominator_lower") * over,
        line_upper=pl.col("denominator_upper") * over,
    )
