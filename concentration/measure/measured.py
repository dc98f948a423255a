"""One pass over a range of managers: masks, keys, sums, denominators, one `Measured` a limit."""

from collections.abc import Iterator, Mapping, Sequence

import polars as pl

from concentration.frames import Connected, Measured
from concentration.measure.denominators import OF_PRODUCT, of_companies, of_members, of_subjects
from concentration.measure.keys import LABELS, placed
from concentration.measure.plan import Plan, PlannedLimit
from concentration.measure.population import every_holding, populations
from concentration.measure.prepared import PreparedFamily
from concentration.measure.rows import masked_rows, with_facts
from concentration.measure.sums import group_sums, largest_of_one_asset
from concentration.measure.truth import has_bit, truths
from concentration.vocabulary.amounts import UNIT, exact

TOLD_IN_VALUE = ("market_value", "cost")
"""Amounts in which what the holdings of a product leave unexplained is known; of any other it may be any amount."""

ANY_AMOUNT = pl.lit(None, dtype=pl.Int128)
NOTHING = pl.lit(0, dtype=pl.Int128)


def measure(
    connected: Connected, plan: Plan, prepared: Sequence[PreparedFamily], *, all_products: bool
) -> Iterator[Measured]:
    """Measure the limits of the plan over the products and holdings given, which are those of whole managers.

    A limit that speaks of none of the products is not measured. `all_products` says whether the managers' products
    stand there completely: if not, a manager's sums may be larger.
    """
    people = _populations(connected, plan)
    for ready in prepared:
        limits = [planned for planned in ready.family.limits if planned.place in people]
        if not limits:
            continue
        if ready.family.measure == "sum":
            yield from _sums(ready, people, connected, plan, all_products=all_products)
        else:
            for planned in limits:
                yield _own_amount(planned, people[planned.place], connected)


def _populations(connected: Connected, plan: Plan) -> dict[int, pl.DataFrame]:
    """Return the population of each limit that may speak of some product, with `selected`: it sums the product."""
    planned = [limit for family in plan.families for limit in family.limits]
    people = populations(planned, connected.products)
    concerning = {}
    for limit in planned:
        told = people[limit.place]
        if limit.every_holding is not None and told["applies"].fill_null(True).any():
            rows = with_facts(limit.every_holding, connected)
            value = truths([limit.every_holding], rows)[0].alias("truth")
            every = every_holding(connected.products, rows.with_columns(value))
            told = told.with_columns(applies=told["applies"] & every)
        if told["applies"].fill_null(True).any():
            concerning[limit.place] = told.with_columns(selected=_selected(limit))
    return concerning


def _selected(planned: PlannedLimit) -> pl.Expr:
    """TRUE, FALSE or NULL: the product's holdings are summed for this limit."""
    if planned.limit.judge_per == "manager":
        return pl.col("applies") & ~pl.col("left_out")
    return pl.col("applies").fill_null(True) & pl.col("exemption").is_null()


def _sums(
    ready: PreparedFamily,
    people: Mapping[int, pl.DataFrame],
    connected: Connected,
    plan: Plan,
    *,
    all_products: bool,
) -> Iterator[Measured]:
    family, groups_of = ready.family, ready.grouping
    rows = placed(groups_of, masked_rows(ready, connected, people), connected).collect(engine="streaming")
    active = [(bit, planned) for bit, planned in enumerate(family.limits) if planned.place in people]
    sums = group_sums(rows, active)
    unknown_rows = rows.filter(pl.col("key").is_null()) if rows["key"].null_count() else None
    unknown = None if unknown_rows is None else largest_of_one_asset(unknown_rows, active)
    left = _left_out(ready, people, connected)
    for number, (bit, planned) in enumerate(active):
        told = people[planned.place]
        counted = _counted(rows, bit, planned)
        summed = _summed(planned, told)
        subjects = _subjects(planned, told, summed, connected)
        groups = sums[number] if unknown is None else _with_unknown(sums[number], unknown[number])
        subjects = _with_lifts(
            subjects,
            groups if unknown is not None else None,
            planned,
            connected,
            summed,
            by_party=groups_of.party_keys_from > 0,
        )
        if family.judge_per == "manager" and not all_products:
            subjects = subjects.with_columns(lift_all=ANY_AMOUNT, lift_party=ANY_AMOUNT)
        groups = _divided(planned, groups, subjects, counted, connected, plan, ready)
        yield _measured(
            planned,
            told,
            subjects,
            groups,
            counted,
            groups_of.labels,
            groups_of.party_keys_from,
            left.get(planned.place),
        )


def _left_out(
    ready: PreparedFamily, people: Mapping[int, pl.DataFrame], connected: Connected
) -> dict[int, pl.LazyFrame]:
    """Return for the place of each limit that leaves products out of its sum what their holdings come to."""
    leaving = {}
    for planned in ready.family.limits:
        told = people.get(planned.place)
        if told is not None and told["left_out"].any():
            leaves = pl.col("applies").fill_null(True) & pl.col("left_out")
            leaving[planned.place] = told.with_columns(selected=leaves)
    if not leaving:
        return {}
    rows = placed(ready.grouping, masked_rows(ready, connected, leaving), connected)
    return {
        planned.place: rows.filter(has_bit("possible", bit))
        .group_by("subject", "key")
        .agg(left_out=pl.col(planned.limit.amount or "").sum())
        for bit, planned in enumerate(ready.family.limits)
        if planned.place in leaving
    }


def _counted(rows: pl.DataFrame, bit: int, planned: PlannedLimit) -> pl.LazyFrame:
    return (
        rows.lazy()
        .filter(has_bit("possible", bit))
        .select(
            "subject",
            "key",
            "product",
            "asset",
            "row",
            "linked",
            certain=has_bit("certain", bit) & pl.col("linked"),
            amount=pl.col(planned.limit.amount or ""),
        )
    )


def _summed(planned: PlannedLimit, people: pl.DataFrame) -> pl.LazyFrame:
    """Return the products whose holdings are summed: `subject`, `product`, `certain`."""
    return (
        people.lazy()
        .filter(pl.col("selected").fill_null(True))
        .select("product", subject=planned.limit.subject, certain=pl.col("selected").fill_null(False))
    )


def _subjects(
    planned: PlannedLimit, people: pl.DataFrame, summed: pl.LazyFrame, connected: Connected
) -> pl.LazyFrame:
    """Return the subjects with `applies`, `exemption`, `bound` and their own denominators."""
    concerned = people.lazy().filter(pl.col("applies").fill_null(True))
    if planned.limit.judge_per == "manager":
        subjects = (
            concerned.group_by("manager")
            .agg(
                applies=pl.when(pl.col("applies").any(ignore_nulls=True)).then(True),
                exemption=pl.lit(None, dtype=pl.Int32),
                bound=pl.col("bound").first(),
            )
            .rename({"manager": "subject"})
            .sort("subject")
        )
    else:
        subjects = concerned.filter(pl.col("holdings") > 0).select(
            "applies", "exemption", "bound", subject="product"
        )
    subjects = subjects.select("subject", "applies", "exemption", "bound")
    if planned.limit.denominator in OF_PRODUCT:
        sizes = of_subjects(planned.limit, connected.products, summed)
        return subjects.join(sizes, on="subject", how="left", maintain_order="left")
    if planned.limit.denominator is None:
        one = pl.lit(UNIT, dtype=pl.Int128)
        return subjects.with_columns(denominator_lower=one, denominator_upper=one)
    return subjects.with_columns(denominator_lower=NOTHING, denominator_upper=ANY_AMOUNT)


def _with_unknown(groups: pl.LazyFrame, single: pl.LazyFrame) -> pl.LazyFrame:
    """The group of the unknown is at least its largest single asset, and at most all of them together."""
    known = groups.filter(pl.col("key").is_not_null())
    unknown = single.select("subject", pl.lit(None, dtype=pl.UInt32).alias("key"), "lower", "upper")
    return pl.concat([known, unknown])


def _with_lifts(
    subjects: pl.LazyFrame,
    groups: pl.LazyFrame | None,
    planned: PlannedLimit,
    connected: Connected,
    summed: pl.LazyFrame,
    *,
    by_party: bool,
) -> pl.LazyFrame:
    """Return the subjects with what holdings of unknown group, or not told at all, may add to their groups.

    `groups` is None where every holding's group is known.
    """
    untold = _untold(planned, connected, summed)
    if groups is None and untold is None:
        return subjects.with_columns(lift_all=NOTHING, lift_party=NOTHING)
    nothing = subjects.select("subject", amount=NOTHING, is_open=pl.lit(False))
    unknown = nothing
    if groups is not None:
        unknown = groups.filter(pl.col("key").is_null()).select(
            "subject", amount="upper", is_open=pl.col("upper").is_null()
        )
    lifts = unknown.join(
        nothing if untold is None else untold, on="subject", how="full", coalesce=True, suffix="_untold"
    ).select(
        "subject",
        unknown=pl.col("amount").fill_null(0),
        unknown_open=pl.col("is_open").fill_null(False),
        untold=pl.col("amount_untold").fill_null(0),
        untold_open=pl.col("is_open_untold").fill_null(False),
    )
    of_all = pl.when(~pl.col("untold_open")).then("untold")
    of_both = pl.when(~pl.col("untold_open"), ~pl.col("unknown_open")).then(
        pl.col("untold") + pl.col("unknown")
    )
    return (
        subjects.join(lifts, on="subject", how="left", maintain_order="left")
        .with_columns(
            pl.col("untold", "unknown").fill_null(0), pl.col("untold_open", "unknown_open").fill_null(False)
        )
        .with_columns(lift_all=of_all if by_party else of_both, lift_party=of_both)
        .drop("unknown", "unknown_open", "untold", "untold_open")
    )


def _untold(planned: PlannedLimit, connected: Connected, summed: pl.LazyFrame) -> pl.LazyFrame | None:
    """Return `subject`, `amount`, `is_open`: what the holdings of its products leave unexplained; None if nothing."""
    products = connected.products
    if not (products["unexplained_open"].any() or (products["unexplained"] > 0).any()):
        return None
    told_in_value = pl.lit(planned.limit.amount in TOLD_IN_VALUE)
    return (
        summed.join(products.lazy().select("product", "unexplained", "unexplained_open"), on="product")
        .group_by("subject")
        .agg(
            amount=pl.col("unexplained").sum(),
            is_open=pl.col("unexplained_open").any() | (~told_in_value & (pl.col("unexplained") > 0).any()),
        )
    )


def _divided(
    planned: PlannedLimit,
    groups: pl.LazyFrame,
    subjects: pl.LazyFrame,
    counted: pl.LazyFrame,
    connected: Connected,
    plan: Plan,
    ready: PreparedFamily,
) -> pl.LazyFrame:
    """Return the groups of the subjects with their denominators."""
    if planned.limit.denominator is None or planned.limit.denominator in OF_PRODUCT:
        sizes = subjects.select("subject", "denominator_lower", "denominator_upper")
        return groups.join(sizes, on="subject", maintain_order="left")
    concerned = groups.join(subjects.select("subject"), on="subject", how="semi", maintain_order="left")
    if planned.place in ready.sizes:
        return of_companies(concerned, ready.sizes[planned.place])
    return of_members(planned.limit, concerned, counted, connected.assets, ready.grouping, plan.kinds)


def _own_amount(planned: PlannedLimit, people: pl.DataFrame, connected: Connected) -> Measured:
    """Measure an amount of the product itself: its total assets.

    They are to be looked through, and a unit held brings at least its own value: a figure beyond the bound stays so,
    one inside is open above. Holdings that are not told may be units too. Total assets below net assets cannot be
    right: the figure is then open above.
    """
    limit, products = planned.limit, connected.products
    summed = people.lazy().select("product", subject="product", certain=pl.lit(True))
    subjects = _subjects(planned, people, summed, connected).with_columns(
        lift_all=NOTHING, lift_party=NOTHING
    )
    is_unit = (connected.assets["asset_class"] == "product").fill_null(False)
    units = connected.holdings["product"].filter(is_unit.gather(connected.holdings["asset"])).unique()
    amount = exact(limit.measure, products.schema[limit.measure])
    amounts = products.lazy().select(
        subject="product",
        key=pl.lit(0, dtype=pl.UInt32),
        lower=amount.fill_null(0),
        upper=pl.when(
            ~pl.col("product").is_in(units.implode()),
            ~pl.col("unexplained_open"),
            pl.col("unexplained") == 0,
            (pl.col(limit.measure) >= pl.col("net_assets")).fill_null(True),
        ).then(amount),
    )
    groups = amounts.join(
        subjects.select("subject", "denominator_lower", "denominator_upper"),
        on="subject",
        maintain_order="left",
    )
    return _measured(planned, people, subjects, groups, _no_rows(), LABELS.to_frame(), 0)


def _measured(
    planned: PlannedLimit,
    people: pl.DataFrame,
    subjects: pl.LazyFrame,
    groups: pl.LazyFrame,
    rows: pl.LazyFrame,
    labels: pl.DataFrame,
    party_keys_from: int,
    left_out: pl.LazyFrame | None = None,
) -> Measured:
    count_facts = planned.count.facts if planned.count else frozenset[str]()
    held_facts = planned.every_holding.facts if planned.every_holding else frozenset[str]()
    return Measured(
        place=planned.place,
        limit=planned.limit,
        bounds=tuple(sorted(people["bound"].drop_nulls().unique().to_list())),
        subjects=subjects.collect(),
        groups=groups,
        rows=rows,
        labels=labels,
        party_keys_from=party_keys_from,
        left_out=left_out,
        count_facts=count_facts | held_facts,
        subject_facts=planned.applies_to.facts,
        doubtful=people.lazy()
        .filter(pl.col("applies").is_null())
        .select("product", subject=planned.limit.subject),
    )


def _no_rows() -> pl.LazyFrame:
    return pl.LazyFrame(
        schema={
            "subject": pl.UInt32,
            "key": pl.UInt32,
            "product": pl.UInt32,
            "asset": pl.UInt32,
            "row": pl.UInt32,
            "linked": pl.Boolean,
            "certain": pl.Boolean,
            "amount": pl.Int128,
        }
    )
