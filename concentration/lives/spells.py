"""Spells: the days without a gap, of those on which the subject is there, on which one group is over its limit."""

from collections.abc import Iterator

import polars as pl

SUBJECT = ("limit", "through", "scope", "subject", "tranche_id")
"""Whose group it is, by which limit; `subject` is the product, or the manager of a manager's limit."""

CHAIN = (*SUBJECT, "chain")
"""One group from day to day, even where its id changes as a party joins it."""

OVER = ("breach", "waived")
NOT_WITHIN = (*OVER, "undetermined")


def present_days(
    products: pl.DataFrame, managers: pl.DataFrame, scopes: tuple[str, ...] = ("product", "tranche")
) -> pl.DataFrame:
    """Return the days on which each subject is there: `scope`, `subject`, `as_of`.

    `products` has `as_of`, `product_id`, `manager_id`; a parent (`managers`: `manager_id`, `parent_id`) is there with
    its subsidiaries.
    """
    of_managers = products.select("as_of", subject="manager_id")
    parents = managers.select("manager_id", "parent_id").drop_nulls().unique()
    of_parents = (products.select("as_of", "manager_id").unique().join(parents, on="manager_id")).select(
        "as_of", subject="parent_id"
    )
    days = [
        products.select("as_of", subject=pl.col("product_id").cast(pl.String), scope=pl.lit(scope))
        for scope in scopes
    ]
    days += [frame.with_columns(scope=pl.lit("manager")) for frame in (of_managers, of_parents)]
    return pl.concat([frame.select("scope", "subject", "as_of") for frame in days]).unique()


def with_places(days: pl.DataFrame) -> pl.DataFrame:
    """Add `place` to the days of subjects: 0 for the first day on which each is there, and so on."""
    return days.sort("as_of").with_columns(
        place=pl.int_range(pl.len(), dtype=pl.Int64).over("scope", "subject")
    )


def course_of(findings: pl.DataFrame, days: pl.DataFrame) -> pl.DataFrame:
    """Return every group on every day on which it is not certainly within its line.

    `findings` has the columns of a report's findings, `days` (`scope`, `subject`, `as_of`) the days that were judged. A
    day of a subject without such a finding was within. Columns: CHAIN, `finding` (NULL where only the group of the
    unknown leaves it open), `as_of`, `place`, `status`, `spell_first` (place of the first day of the spell, NULL of an
    undetermined day) and `island_first` (place of the first day since the group was last certainly within).
    """
    rows = _not_within(findings).join(
        with_places(days), on=["scope", "subject", "as_of"], maintain_order="left"
    )
    rows = rows.with_columns(chain=pl.Series(list(_chains(rows)), dtype=pl.String))
    over = pl.col("status").is_in(OVER)
    first = _first_of_runs(rows).rename({"first": "island_first"})
    spells = _first_of_runs(rows.filter(over)).rename({"first": "spell_first"})
    on = [*CHAIN, "place"]
    return (
        rows.join(first, on=on, how="left", nulls_equal=True)
        .join(spells, on=on, how="left", nulls_equal=True)
        .unique(on, keep="first", maintain_order=True)
        .sort(*CHAIN, "place", nulls_last=False)
    )


def _not_within(findings: pl.DataFrame) -> pl.DataFrame:
    rows = findings.filter(pl.col("limit").is_not_null(), pl.col("status").is_in(NOT_WITHIN)).select(
        "limit",
        "through",
        "scope",
        "tranche_id",
        "group_by",
        "group_id",
        "members",
        "finding",
        "as_of",
        "status",
        "comparison",
        subject=pl.when(pl.col("scope") == "manager").then("manager_id").otherwise("product_id"),
    )
    # A group that only the unknown could lift has no finding of its own: that of the unknown names it.
    lifted = rows.filter(
        pl.col("status") == "undetermined", pl.col("group_id").is_null(), pl.col("group_by") != "none"
    ).explode("members", empty_as_null=False, keep_nulls=False)
    named = lifted.with_columns(
        group_id="members",
        members=pl.lit([], dtype=pl.List(pl.String)),
        finding=pl.lit(None, dtype=pl.UInt32),
    )
    return pl.concat([rows, named.select(rows.columns)])


def _chains(rows: pl.DataFrame) -> Iterator[str | None]:
    """Yield the chain of each row: its group, or the one that it was before a party joined and changed its id."""
    merged = (pl.col("members").list.len() > 1).any().over(SUBJECT)
    if rows.is_empty() or not rows.select(merged.any()).item():
        yield from rows["group_id"]
        return
    told = rows.with_row_index("row").sort("place")
    chains: dict[int, str | None] = {}
    for _, days in told.group_by(SUBJECT, maintain_order=True):
        chains |= _chains_of(days)
    yield from (chains[row] for row in range(rows.height))


def _chains_of(days: pl.DataFrame) -> dict[int, str | None]:
    """Return the chain of each row of one subject by its number: rows in the order of their days."""
    chains: dict[int, str | None] = {}
    before: dict[str | None, str | None] = {}
    last = None
    for (place,), groups in days.group_by("place", maintain_order=True):
        consecutive = last is not None and place == last + 1
        known = before if consecutive else {}
        own = set(groups["group_id"])
        now: dict[str | None, str | None] = {}
        for row, group, members in groups.select("row", "group_id", "members").iter_rows():
            olds = [old for old in sorted(members or ()) if old in known and old not in own]
            came_from = group if group in known else next(iter(olds), None)
            begun = f"{group}\0{place}"
            chain = known.get(came_from, begun)
            if chain in now.values():  # the other one goes on; a group cannot be two
                chain = begun
            chains[row] = now[group] = chain
        before, last = now, place
    return chains


def _first_of_runs(rows: pl.DataFrame) -> pl.DataFrame:
    """Return CHAIN, `place` and `first`: the first place of the run of places without a gap that it is in."""
    places = rows.select(*CHAIN, "place").unique().sort(*CHAIN, "place")
    return (
        places.with_columns(run=pl.col("place") - pl.int_range(pl.len()).over(CHAIN))
        .with_columns(first=pl.col("place").min().over(*CHAIN, "run"))
        .drop("run")
    )
