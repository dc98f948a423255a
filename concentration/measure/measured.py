"""One pass over a range of managers: masks, keys, sums, denominators, one `Measured` a limit."""

from collections.abc import Iterator, Sequence

import polars as pl

from concentration.frames import Connected, Measured
from concentration.measure.denominators import OF_PRODUCT, of_companies, of_members, of_subjects
from concentration.measure.keys import LABELS, placed
from concentration.measure.plan import Family, Plan, PlannedLimit
from concentration.measure.population import population
from concentration.measure.prepared import PreparedFamily
from concentration.measure.rows import masked_rows, with_facts
from concentration.measure.sums import group_sums, largest_of_one_asset
from concentration.measure.truth import has_bit
from concentration.vocabulary.amounts import UNIT, exact

TOLD_IN_VALUE = ("market_value", "cost")
"""Amounts in which what the holdings of a product leave unexplained is known; of any other it may be any amount."""

ANY_AMOUNT = pl.lit(None, dtype=pl.Int128)
NOTHING = pl.lit(0, dtype=pl.Int128)


def measure(
    connected: Connected, plan: Plan, prepared: Sequence[PreparedFamily], *, all_products: bool
) -> Iterator[Measured]:
    """Measure every limit of the plan over the products and holdings given, which are those of whole managers.

    `all_products` says whether the managers' products stand there completely: if not, a manager's sums may be larger.
    """
    for ready in prepared:
        family = ready.family
        populations = [_population(planned, connected) for planned in family.limits]
        if family.measure == "sum":
            yield from _sums(ready, populations, connected, plan, all_products=all_products)
        else:
            for planned, people in zip(family.limits, populations, strict=True):
                yield _own_amount(planned, people, connected)


def _population(planned: PlannedLimit, connected: Connected) -> pl.DataFrame:
    """Return `population` beside `product`, `manager` and `selected`: whether the limit sums the product."""
    held = with_facts(planned.every_holding, connected) if planned.every_holding else None
    people = population(planned, connected.products, held)
    return pl.concat([connected.products.select("product", "manager", "holdings"), people], how="horizontal")


def _selected(planned: PlannedLimit, people: pl.DataFrame) -> pl.Series:
    """TRUE, FALSE or NULL: the product's holdings are summed for this limit."""
    if planned.limit.judge_per == "manager":
        chosen = pl.col("applies") & ~pl.col("left_out")
    else:
        chosen = pl.col("applies").fill_null(True) & pl.col("exemption").is_null()
    return people.select(selected=chosen)["selected"]


def _sums(
    ready: PreparedFamily,
    populations: list[pl.DataFrame],
    connected: Connected,
    plan: Plan,
    *,
    all_products: bool,
) -> Iterator[Measured]:
    family, groups_of = ready.family, ready.grouping
    selections = [_selected(p, people) for p, people in zip(family.limits, populations, strict=True)]
    rows = placed(groups_of, masked_rows(ready, connected, selections), connected)
    sums = group_sums(rows, family.limits)
    unknown_rows = rows.filter(pl.col("key").is_null())
    unknown = largest_of_one_asset(unknown_rows, family.limits) if unknown_rows.height else None
    for bit, planned in enumerate(family.limits):
        counted = _counted(rows, bit, planned)
        summed = _summed(family, populations[bit], selections[bit])
        subjects = _subjects(planned, populations[bit], summed, connected)
        groups = sums[bit] if unknown is None else _with_unknown(sums[bit], unknown[bit])
        subjects = _with_lifts(
            subjects, groups, planned, connected, summed, by_party=groups_of.party_keys_from > 0
        )
        if family.judge_per == "manager" and not all_products:
            subjects = subjects.with_columns(lift_all=ANY_AMOUNT, lift_party=ANY_AMOUNT)
        groups = _divided(planned, groups, subjects, counted, connected, plan, ready)
        yield _measured(
            planned, populations[bit], subjects, groups, counted, groups_of.labels, groups_of.party_keys_from
        )


def _counted(rows: pl.DataFrame, bit: int, planned: PlannedLimit) -> pl.DataFrame:
    return rows.filter(has_bit("possible", bit)).select(
        "subject",
        "key",
        "product",
        "asset",
        "row",
        certain=has_bit("certain", bit) & pl.col("linked"),
        amount=pl.col(planned.limit.amount or ""),
    )


def _summed(family: Family, people: pl.DataFrame, selected: pl.Series) -> pl.DataFrame:
    """Return the products whose holdings are summed: `subject`, `product`, `certain`."""
    subject = "manager" if family.judge_per == "manager" else "product"
    return people.select(
        "product", subject=subject, certain=selected.fill_null(False), possible=selected.fill_null(True)
    ).filter("possible")


def _subjects(
    planned: PlannedLimit, people: pl.DataFrame, summed: pl.DataFrame, connected: Connected
) -> pl.DataFrame:
    """Return the subjects with `applies`, `exemption`, `bound` and their own denominators."""
    concerned = people.filter(pl.col("applies").fill_null(True))
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


def _with_unknown(groups: pl.DataFrame, single: pl.DataFrame) -> pl.DataFrame:
    """The group of the unknown is at least its largest single asset, and at most all of them together."""
    known = groups.filter(pl.col("key").is_not_null())
    unknown = single.select("subject", pl.lit(None, dtype=pl.UInt32).alias("key"), "lower", "upper")
    return pl.concat([known, unknown])


def _with_lifts(
    subjects: pl.DataFrame,
    groups: pl.DataFrame,
    planned: PlannedLimit,
    connected: Connected,
    summed: pl.DataFrame,
    *,
    by_party: bool,
) -> pl.DataFrame:
    """Return the subjects with what holdings of unknown group, or not told at all, may add to their groups."""
    unknown = groups.filter(pl.col("key").is_null()).select(
        "subject", unknown=pl.col("upper"), unknown_open=pl.col("upper").is_null()
    )
    products = connected.products.select("product", "unexplained", "unexplained_open")
    untold = (
        summed.join(products, on="product")
        .group_by("subject")
        .agg(pl.col("unexplained").sum(), pl.col("unexplained_open").any())
    )
    if planned.limit.amount not in TOLD_IN_VALUE:
        untold = untold.with_columns(
            unexplained_open=pl.col("unexplained_open") | (pl.col("unexplained") > 0)
        )
    both = (
        subjects.join(unknown, on="subject", how="left", maintain_order="left")
        .join(untold, on="subject", how="left", maintain_order="left")
        .with_columns(
            pl.col("unknown", "unexplained").fill_null(0),
            pl.col("unknown_open", "unexplained_open").fill_null(False),
        )
    )
    lifts_all = pl.when(~pl.col("unexplained_open")).then("unexplained")
    lifts_both = pl.when(~pl.col("unexplained_open"), ~pl.col("unknown_open")).then(
        pl.col("unexplained") + pl.col("unknown")
    )
    return both.with_columns(lift_all=lifts_all if by_party else lifts_both, lift_party=lifts_both).drop(
        "unknown", "unknown_open", "unexplained", "unexplained_open"
    )


def _divided(
    planned: PlannedLimit,
    groups: pl.DataFrame,
    subjects: pl.DataFrame,
    counted: pl.DataFrame,
    connected: Connected,
    plan: Plan,
    ready: PreparedFamily,
) -> pl.DataFrame:
    """Return the groups of the subjects with their denominators."""
    concerned = groups.join(subjects.select("subject"), on="subject", how="semi")
    if planned.limit.denominator is None or planned.limit.denominator in OF_PRODUCT:
        sizes = subjects.select("subject", "denominator_lower", "denominator_upper")
        return concerned.join(sizes, on="subject", how="left", maintain_order="left")
    if planned.place in ready.sizes:
        return of_companies(concerned, ready.sizes[planned.place])
    return of_members(planned.limit, concerned, counted, connected.assets, plan.kinds)


def _own_amount(planned: PlannedLimit, people: pl.DataFrame, connected: Connected) -> Measured:
    """Measure an amount of the product itself: its total assets.

    They are to be looked through, and a unit held brings at least its own value: a figure beyond the bound stays so,
    one inside is open above.
    """
    limit = planned.limit
    summed = people.select(
        "product", subject="product", certain=pl.lit(True)
    )  # a product is divided by its own
    subjects = _subjects(planned, people, summed, connected).with_columns(
        lift_all=NOTHING, lift_party=NOTHING
    )
    units = connected.holdings.filter(
        pl.lit((connected.assets["asset_class"] == "product").fill_null(False)).gather(pl.col("asset"))
    )["product"].unique()
    products = connected.products
    amounts = products.select(
        subject="product",
        key=pl.lit(0, dtype=pl.UInt32),
        lower=exact(limit.measure, products.schema[limit.measure]).fill_null(0),
        upper=pl.when(~pl.col("product").is_in(units.implode())).then(
            exact(limit.measure, products.schema[limit.measure])
        ),
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
    subjects: pl.DataFrame,
    groups: pl.DataFrame,
    rows: pl.DataFrame,
    labels: pl.DataFrame,
    party_keys_from: int,
) -> Measured:
    count_facts = planned.count.facts if planned.count else frozenset[str]()
    subject = "manager" if planned.limit.judge_per == "manager" else "product"
    held_facts = planned.every_holding.facts if planned.every_holding else frozenset[str]()
    return Measured(
        place=planned.place,
        limit=planned.limit,
        subjects=subjects,
        groups=groups,
        rows=rows,
        labels=labels,
        party_keys_from=party_keys_from,
        count_facts=count_facts | held_facts,
        subject_facts=planned.applies_to.facts,
        doubtful=people.filter(pl.col("applies").is_null()).select("product", subject=subject),
    )


def _no_rows() -> pl.DataFrame:
    return pl.DataFrame(
        schema={
            "subject": pl.UInt32,
            "key": pl.UInt32,
            "product": pl.UInt32,
            "asset": pl.UInt32,
            "row": pl.UInt32,
            "certain": pl.Boolean,
            "amount": pl.Int128,
        }
    )
