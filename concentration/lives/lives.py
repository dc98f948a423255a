"""Each breach with its life: since when, active or passive, the cause, and until when it must be cured."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import Any

import polars as pl

from concentration.catalogue.model import Limit
from concentration.connect.dated import known_on
from concentration.lives.causes import BOUGHT, Crossing, Line, Side, cause_of
from concentration.lives.cures import Due, clock_of, due
from concentration.lives.known import Known, Past, known_of, last_within
from concentration.lives.moves import Actions, actions_of, compared, factor_between, held_on
from concentration.lives.spells import CHAIN, OVER, with_places
from concentration.vocabulary.measures import COMPARISONS, DENOMINATORS, MEASURES

COLUMNS_OF_HOLDINGS = ("quantity", "restricted_until")
"""The columns of holdings that tell a breach's life: a reading that spares columns must keep these."""

LIFE: dict[str, pl.DataType] = {
    "crossing": pl.String(),
    "cause": pl.String(),
    "since": pl.Date(),
    "last_within": pl.Date(),
    "cure_by": pl.Date(),
    "overdue": pl.Boolean(),
    "cure_code": pl.String(),
    "by_action": pl.Boolean(),
}
"""What a finding gains, each NULL where nothing is breached: see `report.result.FINDINGS`."""

SPELLS: dict[str, pl.DataType] = {
    "finding": pl.UInt32(),
    **LIFE,
    "findings": pl.List(pl.UInt32),
    "next_day": pl.Date(),
    "next_status": pl.String(),
}

QUANTITY = "quantity"

FLOORS = [name for name, word in COMPARISONS.items() if word.side == "floor"]

_ROW = (*CHAIN, "place")
_HOLDING = ("product_id", "asset_id", "tranche", "counterparty")


def with_lives(
    findings: pl.DataFrame, contributions: pl.DataFrame, judged: Sequence[date], past: Past
) -> pl.DataFrame:
    """Return the findings with the columns of LIFE.

    `findings` and `contributions` are those of the judged days, waived breaches among them.
    """
    bare = findings.drop(*LIFE, strict=False)
    if findings.filter(_is_over()).is_empty():
        return bare.with_columns(pl.lit(None, dtype=dtype).alias(name) for name, dtype in LIFE.items())
    told = _lives(findings, contributions, judged, past)
    return bare.join(told.select("finding", *LIFE), on="finding", how="left", maintain_order="left")


def spells_of(
    findings: pl.DataFrame, contributions: pl.DataFrame, judged: Sequence[date], past: Past
) -> pl.DataFrame:
    """Return the breaches of the judged days as spells: one row each, of its last day.

    Columns: `finding` (that of its last day), LIFE, `findings` (those of all its days), `next_day` (the day of the
    subject after it, NULL: none is there) and `next_status` (NULL: it was within on that day).
    """
    if findings.filter(_is_over()).is_empty():
        return pl.DataFrame(schema=SPELLS)
    told = _lives(findings, contributions, judged, past).sort(*CHAIN, "place", nulls_last=False)
    return (
        told.group_by(*CHAIN, "spell_first", maintain_order=True)
        .agg(
            pl.col("finding", *LIFE, "next_day", "next_status").last(),
            findings=pl.col("finding"),
        )
        .select(pl.col(name).cast(dtype) for name, dtype in SPELLS.items())
    )


def _is_over() -> pl.Expr:
    return pl.col("status").is_in(OVER) & pl.col("limit").is_not_null()


def _lives(
    findings: pl.DataFrame, contributions: pl.DataFrame, judged: Sequence[date], past: Past
) -> pl.DataFrame:
    """Return the course of the groups on the judged days on which they are over their line, with their lives."""
    known = known_of(findings, contributions, judged, past)
    course = _crossed(_moved(last_within(known), known, past), past)
    course = _with_next(_with_causes(course, known, past), known)
    ours = course.filter(
        pl.col("spell_first").is_not_null(),
        pl.col("as_of").is_in(list(judged)),
        pl.col("finding").is_not_null(),
    )
    return _with_cures(ours, course, known, past)


def _with_next(course: pl.DataFrame, known: Known) -> pl.DataFrame:
    """Return the course with the next day of the subject, and the status of the group on it if it was not within."""
    later = with_places(known.days).select("scope", "subject", place=pl.col("place") - 1, next_day="as_of")
    status = course.select(*CHAIN, pl.col("place") - 1, next_status="status")
    return course.join(later, on=["scope", "subject", "place"], how="left", maintain_order="left").join(
        status, on=[*CHAIN, "place"], how="left", nulls_equal=True, maintain_order="left"
    )


# Quantities


def _moved(course: pl.DataFrame, known: Known, past: Past) -> pl.DataFrame:
    """Return the course with `rose` and `by_action`: whether somebody raised a quantity of the group since the day
    before (NULL: not known), and whether one grew by a corporate action.

    Of a floor a quantity that fell may have been sold, or have paid for redemptions: that is not known either.
    """
    pairs = _pairs(course, known, past)
    present = past.days.filter(scope="product").rename({"subject": "product_id"})
    seen = compared(pairs, past.tables, present)
    raised = (
        pl.when(~pl.col("comparison").is_in(FLOORS)).then("rose").when(~pl.col("fell")).then(pl.lit(False))
    )
    moves = (
        seen.with_columns(raised=raised)
        .group_by(_ROW)
        .agg(
            rose=pl.when(pl.col("raised").fill_null(False).any())
            .then(True)
            .when(pl.col("raised").is_not_null().all())
            .then(False),
            by_action=pl.col("by_action").any(),
        )
    )
    is_first = pl.col("earlier").is_null()  # nothing stands before it
    return course.join(moves, on=_ROW, how="left", nulls_equal=True, maintain_order="left").with_columns(
        rose=pl.when(is_first).then(pl.lit(False)).otherwise("rose"),
        by_action=pl.col("by_action").fill_null(False),
    )


def _pairs(course: pl.DataFrame, known: Known, past: Past) -> pl.DataFrame:
    """Return which holdings are compared between which days: `_ROW`, `comparison`, `line`, `earlier`, `later` and the
    columns of `_HOLDING`.

    They are those of the later day, of a floor those of both: what was sold is not there any more.
    """
    rows = course.filter(pl.col("earlier").is_not_null()).with_columns(later="as_of")
    parts = pl.concat([known.contributions, known.parts], how="diagonal_relaxed").unique(
        ["finding", "product_id", "asset_id", "path"], keep="first", maintain_order=True
    )
    sources = [rows, _of_day_before(rows.filter(pl.col("comparison").is_in(FLOORS)), course, known)]
    of_parts = pl.concat(
        [rows.join(_through_units(parts, past), on="finding", maintain_order="left") for rows in sources],
        how="diagonal_relaxed",
    )
    whole = [name for name, limit in past.limits.items() if limit.measure in DENOMINATORS]
    of_all = _of_whole_products(rows.filter(pl.col("limit").is_in(whole)), past)
    keep = [*_ROW, "comparison", "earlier", "later", "product_id", "asset_id", "group_by", "group_id"]
    return (
        pl.concat([of_parts.select(keep), of_all.select(keep)], how="diagonal_relaxed")
        .with_columns(
            tranche="tranche_id",
            counterparty=pl.when(pl.col("group_by") == "counterparty").then("group_id"),
        )
        .unique([*_ROW, *_HOLDING], maintain_order=True)
        .with_row_index("line")
    )


def _of_day_before(rows: pl.DataFrame, course: pl.DataFrame, known: Known) -> pl.DataFrame:
    """Return the rows with the finding of the day before, where one is known."""
    before = pl.concat(
        [
            course.select(*CHAIN, "as_of", "finding"),
            _values(course, known).select(*CHAIN, as_of="last_within", finding="value"),
        ]
    ).drop_nulls("finding")
    return rows.drop("finding").join(
        before.rename({"as_of": "earlier"}).unique([*CHAIN, "earlier"]),
        on=[*CHAIN, "earlier"],
        nulls_equal=True,
        maintain_order="left",
    )


def _through_units(parts: pl.DataFrame, past: Past) -> pl.DataFrame:
    """Return `finding`, `product_id`, `asset_id`: what the last product of each way holds, and on the way the units."""
    holder = pl.col("path").list.last()
    direct = parts.select(
        "finding",
        "asset_id",
        product_id=pl.coalesce(pl.when(pl.col("path").list.len() > 0).then(holder), "product_id"),
    )
    ways = parts.filter(pl.col("path").list.len() > 1)
    if ways.is_empty():
        return direct.unique(maintain_order=True)
    steps = [
        (finding, outer, inner)
        for finding, path in ways.select("finding", "path").iter_rows()
        for outer, inner in pairwise(path)
    ]
    units = (
        pl.concat([one["assets"].select("asset_id", inner="product_id") for one in past.tables])
        .drop_nulls()
        .unique()
    )
    through = pl.DataFrame(
        steps, schema={"finding": pl.UInt32, "product_id": pl.String, "inner": pl.String}, orient="row"
    ).join(units, on="inner")
    return pl.concat([direct, through.select(direct.columns)]).unique(maintain_order=True)


def _of_whole_products(rows: pl.DataFrame, past: Past) -> pl.DataFrame:
    """Return the rows with everything that their product holds on the later day: its size is what is judged."""
    days = rows["later"].unique().to_list()
    held = pl.concat(
        [
            one["holdings"]
            .filter(pl.col("as_of").is_in(days))
            .select("as_of", pl.col("product_id").cast(pl.String), pl.col("asset_id").cast(pl.String))
            for one in past.tables
        ]
    ).unique()
    return rows.join(
        held.rename({"as_of": "later", "product_id": "subject"}),
        on=["later", "subject"],
        maintain_order="left",
    ).with_columns(product_id="subject")


# Active or passive


def _crossed(course: pl.DataFrame, past: Past) -> pl.DataFrame:
    """Return the course with `crossing` on the days of spells, and `grew`: a quantity grew by a corporate action since
    the group was within.

    Raised since the last day that was not over for certain: active; since the last day certainly within only, or
    perhaps: unknown, as it may have been over before.
    """
    code = pl.when("rose").then(2).when(~pl.col("rose")).then(0).otherwise(1)  # not known is between
    course = course.sort(*CHAIN, "place", nulls_last=False).with_columns(
        whole=code.cum_max().over(*CHAIN, "island_first"),
        recent=code.cum_max().over(*CHAIN, "spell_first"),
        grew=pl.col("by_action").cum_max().over(*CHAIN, "island_first"),
    )
    new = _first_seen_later(past).with_columns(is_new=pl.lit(True))
    of_holdings = [name for name, limit in past.limits.items() if _is_of_holdings(limit)]
    crossing = (
        pl.when(pl.col("spell_first").is_null())
        .then(None)
        .when(~pl.col("limit").is_in(of_holdings))
        .then(pl.lit("unknown"))
        .when(pl.col("recent") == 2)
        .then(pl.lit("active"))
        .when(pl.col("whole") != 0)
        .then(pl.lit("unknown"))
        .when(pl.col("last_within").is_not_null())
        .then(pl.lit("passive"))
        .when(pl.col("is_new") & (pl.col("since") == pl.col("first_day")))
        .then(pl.lit("active"))
        .otherwise(pl.lit("unknown"))
    )
    joined = course.join(new, on=["scope", "subject"], how="left", maintain_order="left")
    return joined.with_columns(crossing=crossing).with_columns(
        by_action=pl.when(crossing="passive").then("grew")
    )


def _is_of_holdings(limit: Limit) -> bool:
    """Return whether what is bought or sold moves the measure of a limit."""
    measure = MEASURES[limit.measure]
    return measure.amount is not None or measure.counts is not None or limit.measure in DENOMINATORS


def _first_seen_later(past: Past) -> pl.DataFrame:
    """Return the products first seen while others of their manager were there before: `scope`, `subject`,
    `first_day`.
    """
    managers = past.days.filter(scope="manager").group_by("subject").agg(known_from=pl.col("as_of").min())
    whose = pl.concat(
        [
            one["products"].select(pl.col("product_id").cast(pl.String), "manager_id", "as_of")
            for one in past.tables
        ]
    )
    first = (
        whose.sort("as_of")
        .group_by("product_id", maintain_order=True)
        .agg(first_day=pl.col("as_of").first(), manager_id=pl.col("manager_id").first())
        .join(managers.rename({"subject": "manager_id"}), on="manager_id")
        .filter(pl.col("known_from") < pl.col("first_day"))
    )
    return pl.concat(
        [
            first.select(pl.lit(scope).alias("scope"), subject="product_id", first_day="first_day")
            for scope in ("product", "tranche")
        ]
    )


# Causes


def _values(course: pl.DataFrame, known: Known) -> pl.DataFrame:
    """Return for each spell the finding on its group on the last day within: CHAIN, `spell_first`, `last_within`,
    `value` (its number in `values`).

    A group of that day is the same by its id, else by being among those that merged.
    """
    starts = course.filter(
        pl.col("place") == pl.col("spell_first"),
        pl.col("last_within").is_not_null(),
        pl.col("finding").is_not_null(),
    ).select(*CHAIN, "spell_first", "last_within", "group_id", "members")
    values = known.values.filter(pl.col("limit").is_not_null()).select(
        "limit",
        "through",
        "scope",
        "tranche_id",
        pl.when(pl.col("scope") == "manager").then("manager_id").otherwise("product_id").alias("subject"),
        last_within="as_of",
        value="finding",
        old="group_id",
        whole=pl.col("group_by") == "none",
        of="numerator",
    )
    fits = (
        pl.col("old").eq_missing(pl.col("group_id"))
        | pl.col("whole")
        | pl.col("members").list.contains(pl.col("old")).fill_null(False)
    )
    on = ["limit", "through", "scope", "subject", "tranche_id", "last_within"]
    return (
        starts.join(values, on=on, nulls_equal=True)
        .filter(fits)
        .sort(pl.col("old").eq_missing(pl.col("group_id")), "of", descending=True, nulls_last=True)
        .unique([*CHAIN, "spell_first"], keep="first", maintain_order=True)
        .select(*CHAIN, "spell_first", "last_within", "value")
    )


def _with_causes(course: pl.DataFrame, known: Known, past: Past) -> pl.DataFrame:
    """Return the course with `cause`: of an active breach that it was bought, of a passive one what moved it."""
    starts = course.filter(pl.col("place") == pl.col("spell_first"), pl.col("finding").is_not_null())
    passive = course.filter(crossing="passive").select(*CHAIN, "spell_first").unique()
    wanted = starts.join(passive, on=[*CHAIN, "spell_first"], how="semi", nulls_equal=True).join(
        _values(course, known).drop("last_within"),
        on=[*CHAIN, "spell_first"],
        how="left",
        nulls_equal=True,
        maintain_order="left",
    )
    causes = wanted.with_columns(
        moved_by=pl.Series(list(_causes(wanted, known, past)), dtype=pl.String)
    ).select(*CHAIN, "spell_first", "moved_by")
    return course.join(
        causes, on=[*CHAIN, "spell_first"], how="left", nulls_equal=True, maintain_order="left"
    ).with_columns(
        cause=pl.when(crossing="active").then(pl.lit(BOUGHT)).when(crossing="passive").then("moved_by")
    )


def _causes(starts: pl.DataFrame, known: Known, past: Past) -> Iterator[str]:
    """Yield the cause of each spell."""
    numbers = set(starts["finding"])
    after = {
        row["finding"]: row
        for row in known.findings.filter(pl.col("finding").is_in(numbers)).iter_rows(named=True)
    }
    values = set(starts["value"].drop_nulls())
    before = {
        row["finding"]: row
        for row in known.values.filter(pl.col("finding").is_in(values)).iter_rows(named=True)
    }
    figures = _figures(starts, known, past)
    for row in starts.iter_rows(named=True):
        limit = past.limits[row["limit"]]
        later, earlier = after[row["finding"]], before.get(row["value"])
        repriced, joined = figures.get(row["finding"], (None, None))
        yield cause_of(
            Crossing(
                before=_side_before(earlier, later, limit, row["last_within"]),
                after=_side(later),
                denominator=limit.denominator,
                repriced=repriced,
                joined=joined,
                of_shares=limit.amount == QUANTITY,
            )
        )


def _side(row: Mapping[str, Any]) -> Side:
    bound = row["bound"]
    return Side(
        total=Fraction(row["numerator"] or 0),
        size=None if row["denominator"] is None else Fraction(row["denominator"]),
        line=Line(row["comparison"], None if bound is None else Fraction(bound))
        if row["comparison"]
        else None,
        members=frozenset(row["members"] or ()),
    )


def _side_before(
    earlier: Mapping[str, Any] | None, later: Mapping[str, Any], limit: Limit, day: date
) -> Side:
    """Return the group on the last day within; a group that was not there then holds nothing."""
    if earlier is not None:
        return _side(earlier)
    was_in_force = any(bound.in_force_on(day.isoformat()) for bound in limit.bounds)
    now = _side(later)
    return Side(Fraction(0), now.size, now.line if was_in_force else None)


def _figures(
    starts: pl.DataFrame, known: Known, past: Past
) -> dict[int, tuple[Fraction | None, Fraction | None]]:
    """Return by finding the sum of the earlier quantities at the later value of one, and what the holdings that count
    only later came to before; None where a value is not known.
    """
    later = known.contributions.select("finding", "product_id", "asset_id", "amount", "path")
    earlier = known.parts.select("finding", "product_id", "asset_id", "path", amount_before="amount")
    both = (
        starts.select("finding", "value", "limit", "last_within", later="as_of", tranche="tranche_id")
        .join(later, on="finding", how="left")
        .join(
            earlier.rename({"finding": "value"}),
            on=["value", "product_id", "asset_id", "path"],
            how="left",
        )
    )
    gone = (
        starts.select("finding", "value")
        .join(earlier.rename({"finding": "value"}), on="value")
        .join(both, on=["finding", "product_id", "asset_id", "path"], how="anti")
    )
    figures: dict[int, tuple[Fraction | None, Fraction | None]] = {}
    rows = _valued(both, past)
    actions = actions_of(past.tables)
    for (finding,), group in rows.group_by("finding", maintain_order=True):
        left = gone.filter(finding=finding)["amount_before"].to_list()
        figures[int(str(finding))] = _figures_of(list(group.iter_rows(named=True)), left, actions)
    return figures


def _valued(rows: pl.DataFrame, past: Past) -> pl.DataFrame:
    """Return the holdings with their quantities on both days and, by the limit's own column, the earlier amount."""
    columns = {limit.amount for limit in past.limits.values() if limit.amount is not None}
    kept = sorted(
        columns & set.intersection(*(set(one["holdings"].columns) for one in past.tables)) - {"quantity"}
    )
    holder = (
        rows.drop_nulls("asset_id")
        .with_columns(
            product_id=pl.coalesce(pl.col("path").list.last(), "product_id"),
            counterparty=pl.lit(None, dtype=pl.String),
            earlier="last_within",
        )
        .with_row_index("line")
    )
    before = held_on(holder, "earlier", past.tables, kept).rename(
        {"quantity": "quantity_before", "is_held": "was_held"}
    )
    after = held_on(holder, "later", past.tables).rename({"quantity": "quantity_after"}).drop("is_held")
    return (
        holder.join(before, on="line", how="left")
        .join(after, on="line", how="left")
        .with_columns(
            column=pl.col("limit").replace_strict(
                {name: limit.amount for name, limit in past.limits.items()}, return_dtype=pl.String
            )
        )
    )


def _figures_of(
    rows: Sequence[Mapping[str, Any]], gone: Sequence[Any], actions: Actions
) -> tuple[Fraction | None, Fraction | None]:
    repriced: Fraction | None = Fraction(0)
    joined: Fraction | None = Fraction(0)
    for row in rows:
        before, after = row["quantity_before"], row["quantity_after"]
        if row["amount_before"] is None:
            if row["was_held"]:
                held = row.get(row["column"])
                joined = None if joined is None or held is None else joined + Fraction(held)
        elif before is None or not after or row["amount"] is None or repriced is None:
            repriced = None
        else:
            factor = factor_between(actions.get(row["asset_id"], ()), row["last_within"], row["later"])
            repriced += Fraction(row["amount"]) * Fraction(before) * factor / Fraction(after)
    if repriced is not None:
        repriced = (
            None if None in gone else repriced + sum((Fraction(amount) for amount in gone), Fraction(0))
        )
    return repriced, joined


# Cures


def _with_cures(ours: pl.DataFrame, course: pl.DataFrame, known: Known, past: Past) -> pl.DataFrame:
    """Return the breaches of the judged days with `cure_by`, `overdue` and `cure_code`.

    One of unknown crossing is due, if it is passive, no later than this.
    """
    saleable = _saleable(course, known, past)
    dues = [
        Due(code="cure_active" if clock_of(past.limits[limit].cure) else None)
        if crossing == "active"
        else due(past.limits[limit].cure, since, saleable.get(finding, since))
        for limit, crossing, since, finding in ours.select(
            "limit", "crossing", "since", "finding"
        ).iter_rows()
    ]
    return ours.with_columns(
        cure_by=pl.Series([one.day for one in dues], dtype=pl.Date),
        cure_code=pl.Series([one.code for one in dues], dtype=pl.String),
    ).with_columns(overdue=(pl.col("as_of") > pl.col("cure_by")).fill_null(False))


def _saleable(course: pl.DataFrame, known: Known, past: Past) -> dict[int, date | None]:
    """Return by finding the day from which everything in its group can be sold, where that is not from the beginning;
    None where it cannot be sold and nobody knows until when.
    """
    clocks = [
        name
        for name, limit in past.limits.items()
        if limit.cure is not None and limit.cure.start == "saleable"
    ]
    days = course.filter(pl.col("limit").is_in(clocks), pl.col("finding").is_not_null())
    parts = _through_units(known.contributions, past)
    rows = (
        days.select("finding", "as_of", tranche="tranche_id")
        .join(parts, on="finding")
        .with_columns(counterparty=pl.lit(None, dtype=pl.String))
        .with_row_index("line")
    )
    if rows.is_empty():
        return {}
    blocked = (
        _blocked(rows, past)
        .group_by("finding")
        .agg(is_blocked=pl.col("is_blocked").any(), until=pl.col("until").max())
    )
    states = days.join(blocked, on="finding", how="left").with_columns(pl.col("is_blocked").fill_null(False))
    freed = _freed(states)
    return {
        finding: None
        if is_blocked
        else max((day for day in (until, freed.get(finding)) if day), default=since)
        for finding, is_blocked, until, since in states.select(
            "finding", "is_blocked", "until", "since"
        ).iter_rows()
    }


def _blocked(rows: pl.DataFrame, past: Past) -> pl.DataFrame:
    """Return the rows with `is_blocked` (it cannot be sold on that day, and nobody knows until when) and `until`
    (the last day of its lots that are locked up).

    What is not known to be restricted or suspended can be sold: the cure is then due the earlier.
    """
    states = _states(rows, past)
    lots = held_until(rows, past)
    joined = rows.join(states, on=["as_of", "asset_id"], how="left").join(lots, on="line", how="left")
    open_lots = pl.col("unlocked_by_asset").fill_null(True)
    return joined.with_columns(
        is_blocked=pl.col("suspended").fill_null(False) | (pl.col("restricted").fill_null(False) & open_lots)
    )


def held_until(rows: pl.DataFrame, past: Past) -> pl.DataFrame:
    """Return by line of rows the last day on which a lot of its holding is locked up (`until`), and whether some lot
    follows its asset (`unlocked_by_asset`).
    """
    wanted = rows.select("line", "as_of", "product_id", "asset_id", "tranche")
    held = [
        one["holdings"]
        .filter(pl.col("as_of").is_in(wanted["as_of"].unique().to_list()))
        .select(
            "as_of",
            "restricted_until",
            *(pl.col(name).cast(pl.String) for name in ("product_id", "asset_id", "tranche_id")),
        )
        for one in past.tables
    ]
    return (
        wanted.join(pl.concat(held), on=["as_of", "product_id", "asset_id"])
        .filter(pl.col("tranche").is_null() | pl.col("tranche").eq_missing(pl.col("tranche_id")))
        .group_by("line")
        .agg(
            until=pl.col("restricted_until").max(),
            unlocked_by_asset=pl.col("restricted_until").is_null().any(),
        )
    )


def _states(rows: pl.DataFrame, past: Past) -> pl.DataFrame:
    """Return `as_of`, `asset_id`, `restricted`, `suspended` of the assets of which that was ever true."""
    ids = rows["asset_id"].unique().to_list()
    days = rows["as_of"].unique().to_list()
    found = []
    for one, own_days in zip(past.tables, _days_of(days, past), strict=True):
        ever = (
            (pl.col("restricted").fill_null(False) | pl.col("suspended").fill_null(False))
            .any()
            .over("asset_id")
        )
        assets = one["assets"].filter(pl.col("asset_id").cast(pl.String).is_in(ids)).filter(ever)
        found.append(
            known_on(assets, "asset_id", own_days).select(
                "as_of", pl.col("asset_id").cast(pl.String), "restricted", "suspended"
            )
        )
    return pl.concat(found)


def _days_of(days: Sequence[date], past: Past) -> Iterator[list[date]]:
    """Yield for each portfolio those of the days that are its own."""
    for one in past.tables:
        own = set(one["products"]["as_of"])
        yield [day for day in days if day in own]


def _freed(states: pl.DataFrame) -> dict[int, date]:
    """Return by finding the first day on which its group could be sold again, if it could not within its spell."""
    freed: dict[int, date] = {}
    for _, spell in states.filter(pl.col("spell_first").is_not_null()).group_by(*CHAIN, "spell_first"):
        if not spell["is_blocked"].any():
            continue
        was_blocked, since = False, None
        for finding, day, blocked in spell.sort("place").select("finding", "as_of", "is_blocked").iter_rows():
            since = None if blocked else day if was_blocked else since
            was_blocked = blocked
            if since is not None:
                freed[finding] = since
    return freed
