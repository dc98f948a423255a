"""Every group of every limit on some managers and their products, with the exact ends of its sum and its size."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import partial
from typing import Any

import polars as pl

from concentration import pipeline
from concentration.catalogue.model import MERGED, Catalogue, DatedBound, Limit, Standing
from concentration.frames import Connected, Measured, Through, Waiver
from concentration.judge import Judged, covered, findings_of, judge
from concentration.lookthrough import paths_between
from concentration.measure import measure, prepare
from concentration.read.portfolio import Portfolio
from concentration.report.result import FINDINGS
from concentration.trade.touched import Touched, narrowed
from concentration.vocabulary.amounts import UNIT
from concentration.waivers import waivers_of

Ends = tuple[Fraction, Fraction | None]
"""The lowest and the highest that a figure can be; None: any amount."""

_WHOLE: dict[str, Any] = dict.fromkeys(FINDINGS)
"""A finding of which nothing is said yet."""


@dataclass(frozen=True)
class Group:
    """One group of one limit and subject, whether it passes or not.

    `numerator` and `size` are exact and in their units (yuan, shares, …); the upper end of the numerator has what the
    unknown may add. `size` of a bound that is an amount is one. `is_party`: it is that of a party and everyone related
    to it. `listed`: a report lists it; another group of the same holdings is listed otherwise. `applies`: None where it
    is not known whether the limit does. `finding`: the row of the report's findings, of a listed group.
    """

    limit: Limit
    standing: Standing
    status: str
    manager_id: str
    product_id: str | None
    tranche_id: str | None
    through: bool
    is_party: bool
    group_id: str | None
    group_name: str | None
    members: tuple[str, ...]
    numerator: Ends
    size: Ends
    bound: DatedBound | None
    applies: bool | None
    listed: bool
    finding: Mapping[str, Any]

    @property
    def subject(self) -> tuple[str | None, ...]:
        """What is judged, by which limit."""
        return (
            self.limit.id,
            self.limit.judge_per,
            self.manager_id,
            self.product_id,
            self.tranche_id,
            str(self.through),
        )

    @property
    def key(self) -> tuple[object, ...]:
        """The name of the group among those of its subject."""
        return (self.is_party, self.group_id)


@dataclass(frozen=True)
class Judgement:
    """All groups of whom some orders can touch, on one day."""

    day: date
    groups: tuple[Group, ...]


def judged(portfolio: Portfolio, catalogue: Catalogue, part: Touched, options: pipeline.Options) -> Judgement:
    """Return the judgement on whom orders can touch; the portfolio is that of one day.

    Raises CannotRunError where there is nothing to judge, and where products hold each other in a circle or together
    more of one than there is.
    """
    small = narrowed(portfolio, part)
    run = pipeline.make_run(small, catalogue, options)
    waivers = waivers_of(small, catalogue)
    all_products = portfolio.settings.all_products
    prepared = prepare(run.connected, run.plan, run.through)
    groups: list[Group] = []
    for some, inside in pipeline.managers_at_a_time(run.connected, run.through):
        looking = _Looking(some, inside, run.connected, catalogue, waivers, part, all_products=all_products)
        for measured in measure(some, run.plan, prepared, all_products=all_products, through=inside):
            groups += looking.groups_of(measured)
    return Judgement(run.days[-1], tuple(groups))


@dataclass(frozen=True)
class _Looking:
    """What is looked at: a range of managers, what is inside their products, and whom orders can touch."""

    some: Connected
    inside: Through
    everyone: Connected
    catalogue: Catalogue
    waivers: Sequence[Waiver]
    part: Touched
    all_products: bool = True

    def groups_of(self, measured: Measured) -> Iterator[Group]:
        """Yield the groups of one limit."""
        subjects = self.subjects(measured.limit)
        verdicts = _only(judge(measured, show_all=True), subjects)
        if verdicts.verdicts.is_empty():
            return
        findings, _ = findings_of(
            verdicts,
            self.inside.connected if measured.pairs.shares else self.some,
            self.catalogue.kinds,
            all_products=self.all_products,
            paths=partial(paths_between, self.inside),
            everyone=self.everyone.products,
        )
        told = covered(verdicts, findings, self.waivers).findings
        listed: dict[int, dict[str, Any]] = {row["finding"]: row for row in told.iter_rows(named=True)}
        names: dict[int, Mapping[str, Any]] = {row["subject"]: row for row in subjects.iter_rows(named=True)}
        labels = _labels(verdicts)
        for number, row in enumerate(verdicts.verdicts.iter_rows(named=True)):
            finding = listed.get(number)
            group = _group(verdicts, row, names[row["subject"]], labels)
            if finding is not None:
                group = replace(group, status=finding["status"], listed=True, finding=_WHOLE | finding)
            yield group
        for folded in _folded(verdicts):
            yield replace(_group(verdicts, folded, names[folded["subject"]], labels), listed=True)

    def subjects(self, limit: Limit) -> pl.DataFrame:
        """Return the subjects that orders can touch: `subject`, `manager_id`, `product_id`, `tranche_id`."""
        none = pl.lit(None, dtype=pl.String)
        if limit.judge_per == "manager":
            managers = self.some.managers.filter(pl.col("manager_id").is_in(list(self.part.managers)))
            return managers.select("manager_id", subject="manager", product_id=none, tranche_id=none)
        products = self.some.products.select("product", "manager_id", pl.col("product_id").cast(pl.String))
        products = products.filter(pl.col("product_id").is_in(list(self.part.products)))
        if limit.judge_per == "tranche":
            tranches = self.some.tranches.join(products, on="product")
            return tranches.select(
                "manager_id", "product_id", pl.col("tranche_id").cast(pl.String), subject="tranche"
            )
        return products.select("manager_id", "product_id", subject="product", tranche_id=none)


def _only(judged: Judged, subjects: pl.DataFrame) -> Judged:
    wanted = subjects.select(pl.col("subject").cast(pl.UInt32))
    return Judged(
        judged.measured,
        judged.verdicts.join(wanted, on="subject", how="semi", maintain_order="left"),
        judged.subjects.join(wanted, on="subject", how="semi", maintain_order="left"),
    )


def _labels(judged: Judged) -> Mapping[int, tuple[str | None, str | None, Sequence[str]]]:
    """Return id, name and members of the groups, by their keys."""
    keys = pl.concat([judged.verdicts["key"], judged.verdicts["folded"].explode()]).drop_nulls().unique()
    named = judged.measured.labels.filter(pl.col("key").is_in(keys.implode()))
    return {
        key: (group_id, name, members or ())
        for key, group_id, name, members in named.select(
            "key", pl.col("group_id").cast(pl.String), "group_name", "members"
        ).iter_rows()
    }


def _group(
    judged: Judged,
    row: Mapping[str, Any],
    names: Mapping[str, Any],
    labels: Mapping[int, tuple[str | None, str | None, Sequence[str]]],
) -> Group:
    measured, key = judged.measured, row["key"]
    group_id, name, members = labels.get(key, (None, None, ()))
    lower, upper = measured.exact.get((row["subject"], key), (row["lower"], row["upper"]))
    lift = row["lift"] if row["lower"] is not None else 0
    bound = None if row["bound"] is None else measured.limit.bounds[row["bound"]]
    return Group(
        limit=measured.limit,
        standing=judged.standing,
        status=str(row["status"]),
        manager_id=names["manager_id"],
        product_id=names["product_id"],
        tranche_id=names["tranche_id"],
        through=measured.is_second,
        is_party=measured.limit.group_by == MERGED
        or (key is not None and 0 < measured.party_keys_from <= key),
        group_id=group_id,
        group_name=name,
        members=tuple(members),
        numerator=(_units(lower or 0), None if upper is None or lift is None else _units(upper + lift))
        if row["lower"] is not None
        else (Fraction(0), Fraction(0)),
        size=(_units(row["denominator_lower"] or 0), _units_or_any(row["denominator_upper"])),
        bound=bound,
        applies=row["applies"],
        listed=False,
        finding={},
    )


def _units(millionths: Fraction | int) -> Fraction:
    return Fraction(Fraction(millionths), UNIT)


def _units_or_any(millionths: int | None) -> Fraction | None:
    return None if millionths is None else _units(millionths)


def _folded(judged: Judged) -> Iterable[Mapping[str, Any]]:
    """Return the groups that only the unknown could lift beyond the bound, as rows of verdicts of their own.

    A report folds them into one finding; an order may change each of them.
    """
    folded = judged.verdicts.filter(pl.col("folded").is_not_null())
    if folded.is_empty():
        return ()
    measured = judged.measured
    pairs = folded.select("subject", "applies", "bound", "status", key="folded").explode("key")
    lifts = measured.subjects.select("subject", "lift_all", "lift_party")
    lift = pl.when(pl.col("key") >= measured.party_keys_from).then("lift_party").otherwise("lift_all")
    rows = (
        pairs.lazy()
        .join(measured.groups, on=["subject", "key"])
        .join(lifts.lazy(), on="subject")
        .with_columns(lift=lift)
        .collect()
    )
    return rows.with_columns(status=pl.lit("undetermined")).iter_rows(named=True)
