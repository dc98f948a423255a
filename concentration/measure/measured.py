"""One pass over a range of managers: masks, keys, sums, denominators, one `Measured` a limit."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import polars as pl

from concentration.frames import Connected, Measured, Pairs, Through
from concentration.measure.counts import count_of_groups, counts_of_products
from concentration.measure.denominators import OF_PRODUCT, of_companies, of_members, of_subjects
from concentration.measure.figures import FIGURE, figure, total_assets
from concentration.measure.keys import LABELS, placed
from concentration.measure.outside import with_shares_outside
from concentration.measure.plan import Plan, PlannedLimit
from concentration.measure.population import every_holding, populations, selected, some_holding
from concentration.measure.prepared import Prepared, PreparedFamily
from concentration.measure.rows import masked_rows, with_facts
from concentration.measure.sums import Sums, group_sums, largest_of_one_asset, outwards
from concentration.measure.triggers import set_off
from concentration.measure.truth import has_bit, truths
from concentration.vocabulary.amounts import UNIT
from concentration.vocabulary.measures import MEASURES

TOLD_IN_VALUE = ("market_value", "cost", "class_value")
"""Amounts in which what the holdings of a product leave unexplained is known; of any other it may be any amount."""

ANY_AMOUNT = pl.lit(None, dtype=pl.Int128)
NOTHING = pl.lit(0, dtype=pl.Int128)

Exact = Mapping[tuple[int, int | None], tuple[Fraction | None, Fraction | None]]
"""Sums that are no whole millionths, by subject and key."""

People = Mapping[int, pl.DataFrame]
"""By the place of each limit that speaks of some product: the population, with `selected`."""


def measure(
    connected: Connected,
    plan: Plan,
    prepared: Prepared,
    *,
    all_products: bool,
    through: Through | None = None,
) -> Iterator[Measured]:
    """Measure the limits of the plan over the products and holdings given, which are those of whole managers.

    A limit that speaks of none of the products is not measured. `all_products` says whether the managers' products
    stand there completely: if not, a manager's sums may be larger. `through` holds what is inside held products, for
    the same products; without it nothing is looked through.
    """
    looking = _Looking(connected, through, plan, all_products)
    people, triggers = _populations(looking, prepared)
    told = [*_of_families(prepared.direct, people, looking), *_of_families(prepared.through, people, looking)]
    for measured in told:
        yield replace(measured, triggers=triggers.get(measured.place))


@dataclass(frozen=True)
class _Looking:
    """What is looked at: the facts, what is inside held products, and the plan of the run."""

    connected: Connected
    through: Through | None
    plan: Plan
    all_products: bool

    def at(self, ready: PreparedFamily) -> Connected:
        """Return the facts with the holdings that a family adds up."""
        if ready.family.view == "direct" or self.through is None:
            return self.connected
        if ready.family.view == "replaced":
            return self.through.connected
        by_manager = ready.family.judge_per == "manager"
        return _enlarged(self.through.connected, self.connected, by_manager=by_manager)

    def with_pairs(
        self, rows: pl.DataFrame, ready: PreparedFamily, people: People
    ) -> tuple[pl.DataFrame, Pairs]:
        """Return the rows of a family and their pairs; a manager's sum has pairs of its own."""
        if "pair" not in rows.columns or self.through is None:
            return rows, Pairs()
        if ready.family.judge_per != "manager":
            between = [(0, 0), *((product, holder) for _, product, holder in self.through.pairs.iter_rows())]
            return rows, Pairs(self.through.shares, between)
        [planned] = [limit for limit in ready.family.limits if limit.place in people]
        summed = _summed(planned, people[planned.place], self.connected).collect()
        return with_shares_outside(rows, self.through, summed)


def _enlarged(inside: Connected, connected: Connected, *, by_manager: bool) -> Connected:
    """Keep the holdings of subjects to which held products contribute, without what nobody knows inside them."""
    holdings = inside.holdings
    subject = connected.products.select("product", subject="household" if by_manager else "product")
    touched = holdings.filter(pl.col("pair") != 0)["product"].unique()
    subjects = subject.filter(pl.col("product").is_in(touched.implode()))["subject"].unique()
    products = subject.filter(pl.col("subject").is_in(subjects.implode()))["product"]
    known = ~pl.col("opaque") | (pl.col("asset") < connected.assets.height)
    return replace(inside, holdings=holdings.filter(pl.col("product").is_in(products.implode()) & known))


def _of_families(families: Sequence[PreparedFamily], people: People, looking: _Looking) -> Iterator[Measured]:
    for ready in families:
        limits = [planned for planned in ready.family.limits if planned.place in people]
        if not limits:
            continue
        if limits[0].amount is not None:
            yield from _sums(ready, people, looking)
        else:
            for planned in limits:
                yield _figure(planned, people[planned.place], looking)


def _populations(looking: _Looking, prepared: Prepared) -> tuple[People, dict[int, pl.DataFrame]]:
    """Return the population of each limit that may speak of some product, with `selected`: it sums the product.

    And, for limits with a trigger, the groups that set them off.
    """
    connected = looking.connected
    planned = list(looking.plan.limits.values())
    people = populations(planned, connected.products)
    concerning = {}
    for limit in planned:
        told = people[limit.place]
        for condition, holds in ((limit.every_holding, every_holding), (limit.some_holding, some_holding)):
            if condition is not None and told["applies"].fill_null(True).any():
                rows = with_facts(condition, connected)
                value = truths([condition], rows)[0].alias("truth")
                truth = holds(connected.products, rows.with_columns(value))
                told = told.with_columns(applies=told["applies"] & truth)
        if told["applies"].fill_null(True).any():
            concerning[limit.place] = told.with_columns(selected=selected(limit))
    return _triggered(concerning, looking, prepared)


def _triggered(
    people: dict[int, pl.DataFrame], looking: _Looking, prepared: Prepared
) -> tuple[People, dict[int, pl.DataFrame]]:
    """Return the populations narrowed to the products that a trigger sets off, and the groups that do."""
    triggers = {p.trigger.place: p for p in looking.plan.limits.values() if p.trigger and p.place in people}
    asked = {place: people[planned.place] for place, planned in triggers.items()}
    groups = {}
    for measured in _of_families(prepared.triggers, asked, looking):
        place = triggers[measured.place].place
        truth, groups[place] = set_off(measured)
        told = people[place].join(truth, on="product", how="left", maintain_order="left")
        told = told.with_columns(applies=pl.col("applies") & pl.col("set_off")).drop("set_off")
        if told["applies"].fill_null(True).any():
            people[place] = told.with_columns(selected=selected(triggers[measured.place]))
        else:
            del people[place]
    return people, groups


def _sums(ready: PreparedFamily, people: People, looking: _Looking) -> Iterator[Measured]:
    family, groups_of = ready.family, ready.grouping
    connected = looking.at(ready)
    rows = placed(groups_of, masked_rows(ready, connected, people), connected).collect(engine="streaming")
    rows, pairs = looking.with_pairs(rows, ready, people)
    if family.view == "second" and rows.is_empty():
        return
    active = [(bit, planned) for bit, planned in enumerate(family.limits) if planned.place in people]
    sums = group_sums(rows, active, pairs.shares)
    unknown_rows = rows.filter(pl.col("key").is_null()) if rows["key"].null_count() else None
    unknown = None if unknown_rows is None else largest_of_one_asset(unknown_rows, active, pairs.shares)
    left = _left_out(ready, people, connected, looking.through) if family.view != "second" else {}
    for number, (bit, planned) in enumerate(active):
        told = people[planned.place]
        counted = _counted(rows, bit, planned)
        summed = _summed(planned, told, connected)
        subjects = _subjects(planned, told, summed, looking.connected)
        groups = sums[number].groups if unknown is None else _with_unknown(sums[number], unknown[number])
        exact = sums[number].exact
        if planned.limit.at_least_products:
            groups = _held_by_enough(groups, planned.limit.at_least_products)
        if planned.limit.at_least_products or planned.limit.where_unknown or unknown is not None:
            exact = _still_exact(exact, groups)
        subjects = _with_lifts(
            subjects,
            groups if unknown is not None and not MEASURES[planned.limit.measure].counts else None,
            planned,
            looking.connected,
            summed,
            by_party=groups_of.party_keys_from > 0,
        )
        if family.judge_per == "manager" and not looking.all_products:
            subjects = subjects.with_columns(lift_all=ANY_AMOUNT, lift_party=ANY_AMOUNT)
        if family.judge_per == "tranche":
            subjects = _not_all_in_tranches(subjects, looking.connected)
        party_keys_from, labels = groups_of.party_keys_from, groups_of.labels
        if MEASURES[planned.limit.measure].counts:
            groups, counted = count_of_groups(groups, counted)
            party_keys_from, labels = 0, LABELS.to_frame()
        if family.view == "second":
            groups = groups.filter(pl.col("inside"), pl.col("key").is_not_null())
            subjects = subjects.with_columns(lift_all=NOTHING, lift_party=NOTHING)
        groups = _divided(planned, groups, subjects, counted, connected, looking.plan, ready)
        measured = _measured(
            planned, told, subjects, groups, counted, labels, party_keys_from, left.get(planned.place)
        )
        yield replace(
            measured,
            exact={} if MEASURES[planned.limit.measure].counts else exact,
            pairs=pairs,
            is_second=family.view == "second",
            unset=planned.unset,
        )


def _still_exact(exact: Exact, groups: pl.LazyFrame) -> Exact:
    """Keep the exact sums of groups whose ends are still theirs, rounded outwards."""
    if not exact:
        return exact
    ends = groups.select("subject", "key", "lower", "upper").collect().iter_rows()
    told = {(subject, key): (lower, upper) for subject, key, lower, upper in ends}
    return {at: both for at, both in exact.items() if told.get(at) == outwards(*both)}


def _held_by_enough(groups: pl.LazyFrame, products: int) -> pl.LazyFrame:
    """Keep the groups that at least so many products may hold; where they only may, nothing of it is certain.

    Holdings of unknown group may add a product to any other.
    """
    unknown = pl.col("key").is_null().any().over("subject")
    holders = pl.col("holders") + unknown.cast(pl.UInt32)
    return groups.filter(holders >= products).with_columns(
        lower=pl.when(pl.col("surely") >= products).then("lower").otherwise(NOTHING)
    )


def _not_all_in_tranches(subjects: pl.LazyFrame, connected: Connected) -> pl.LazyFrame:
    """A holding that stands in no tranche of a product that has some belongs to none, and leaves all of them open."""
    if "tranche" not in connected.holdings.columns:
        return subjects
    stray = connected.holdings.lazy().filter(pl.col("tranche").is_null()).select("product").unique()
    astray = connected.tranches.lazy().join(stray, on="product", how="semi").select(subject="tranche")
    marked = astray.with_columns(astray=pl.lit(True))
    is_astray = pl.col("astray").fill_null(False)
    return (
        subjects.join(marked, on="subject", how="left", maintain_order="left")
        .with_columns(
            applies=pl.when(~is_astray).then("applies"),
            denominator_lower=pl.when(is_astray).then(NOTHING).otherwise("denominator_lower"),
            denominator_upper=pl.when(~is_astray).then("denominator_upper"),
        )
        .drop("astray")
    )


def _left_out(
    ready: PreparedFamily, people: People, connected: Connected, through: Through | None
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
    left = {}
    for bit, planned in enumerate(ready.family.limits):
        if planned.place in leaving:
            by = ["subject", "key", *(["pair"] if "pair" in rows.collect_schema() else [])]
            counted = rows.filter(has_bit("possible", bit))
            sums = counted.group_by(by).agg(left_out=pl.col(planned.amount or "").sum())
            left[planned.place] = (
                sums if through is None or "pair" not in by else _in_parts(sums, through.shares)
            )
    return left


def _in_parts(sums: pl.LazyFrame, shares: Sequence[Fraction]) -> pl.LazyFrame:
    """Return `subject`, `key`, `left_out` of sums by `pair` as well, each with its share, rounded once."""
    whole: dict[tuple[int, int | None], Fraction] = {}
    for subject, key, pair, amount in sums.select("subject", "key", "pair", "left_out").collect().iter_rows():
        whole[subject, key] = whole.get((subject, key), Fraction(0)) + shares[pair] * amount
    schema = {"subject": pl.UInt32, "key": pl.UInt32, "left_out": pl.Int128}
    return pl.LazyFrame([(*at, round(amount)) for at, amount in whole.items()], schema, orient="row")


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
            *(["pair"] if "pair" in rows.columns else []),
            certain=has_bit("certain", bit) & pl.col("linked"),
            amount=pl.col(planned.amount or ""),
        )
    )


def _summed(planned: PlannedLimit, people: pl.DataFrame, connected: Connected) -> pl.LazyFrame:
    """Return the products whose holdings are summed: `subject`, `product`, `certain`.

    With subsidiaries a product stands under its manager and under the manager's parent.
    """
    limit = planned.limit
    chosen = people.lazy().filter(pl.col("selected").fill_null(True))
    summed = chosen.select("product", subject=limit.subject, certain=pl.col("selected").fill_null(False))
    if limit.with_subsidiaries:
        parents = connected.products.lazy().select("product", "parent")
        above = summed.join(parents, on="product").filter(pl.col("parent").is_not_null())
        summed = pl.concat([summed, above.select("product", subject="parent", certain="certain")])
    if limit.judge_per == "tranche":
        summed = summed.join(connected.tranches.lazy(), on="product").select(
            "product", subject="tranche", certain="certain"
        )
    return summed


def _subjects(
    planned: PlannedLimit, people: pl.DataFrame, summed: pl.LazyFrame, connected: Connected
) -> pl.LazyFrame:
    """Return the subjects with `applies`, `exemption`, `bound` and their own denominators."""
    limit = planned.limit
    concerned = people.lazy().filter(pl.col("applies").fill_null(True))
    if limit.judge_per == "manager":
        told = concerned.select("applies", "bound", subject="manager")
        if limit.with_subsidiaries:
            parents = connected.products.lazy().select("product", "parent")
            above = concerned.join(parents, on="product").filter(pl.col("parent").is_not_null())
            told = pl.concat([told, above.select("applies", "bound", subject="parent")])
        subjects = (
            told.group_by("subject")
            .agg(
                applies=pl.when(pl.col("applies").any(ignore_nulls=True)).then(True),
                exemption=pl.lit(None, dtype=pl.Int32),
                bound=pl.col("bound").first(),
            )
            .sort("subject")
        )
    elif limit.judge_per == "tranche":
        subjects = concerned.join(connected.tranches.lazy(), on="product").select(
            "applies", "exemption", "bound", subject="tranche"
        )
    else:
        subjects = concerned.filter(pl.col("holdings") > 0).select(
            "applies", "exemption", "bound", subject="product"
        )
    subjects = subjects.select("subject", "applies", "exemption", "bound")
    if limit.denominator in OF_PRODUCT:
        sizes = of_subjects(limit, connected, summed)
        return subjects.join(sizes, on="subject", how="left", maintain_order="left").with_columns(
            pl.col("denominator_lower").fill_null(0)
        )
    if limit.denominator is None:
        one = pl.lit(UNIT, dtype=pl.Int128)
        return subjects.with_columns(denominator_lower=one, denominator_upper=one)
    return subjects.with_columns(denominator_lower=NOTHING, denominator_upper=ANY_AMOUNT)


def _with_unknown(sums: Sums, single: pl.LazyFrame) -> pl.LazyFrame:
    """The group of the unknown is at least its largest single asset, and at most all of them together."""
    known = sums.groups.filter(pl.col("key").is_not_null())
    unknown = sums.groups.filter(pl.col("key").is_null()).drop("lower").rename({"upper": "together"})
    names = sums.groups.collect_schema().names()
    upper = pl.when(pl.col("together").is_not_null()).then("upper")
    return pl.concat([known, unknown.join(single, on="subject").with_columns(upper=upper).select(names)])


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
    is_count = MEASURES[planned.limit.measure].counts is not None
    told_in_value = pl.lit(planned.amount in TOLD_IN_VALUE and not is_count)
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


def _figure(planned: PlannedLimit, people: pl.DataFrame, looking: _Looking) -> Measured:
    """Measure a figure of the product itself, or count the products of a manager."""
    limit, products = planned.limit, looking.connected.products
    truth = None if planned.count is None else truths([planned.count], products)[0]
    summed = _summed(planned, people, looking.connected)
    subjects = _subjects(planned, people, summed, looking.connected)
    if limit.judge_per == "manager":
        counts = counts_of_products(summed, products, truth)
        open_end = ANY_AMOUNT if not looking.all_products else NOTHING
        subjects = subjects.with_columns(lift_all=open_end, lift_party=open_end)
        exact: Exact = {}
    else:
        told, exact = _figures(planned, looking, truth, people)
        counts = told.rename({"product": "subject"}).with_columns(key=pl.lit(0, dtype=pl.UInt32))
        subjects = subjects.with_columns(lift_all=NOTHING, lift_party=NOTHING)
    groups = counts.join(
        subjects.select("subject", "denominator_lower", "denominator_upper"),
        on="subject",
        maintain_order="left",
    )
    measured = _measured(planned, people, subjects, groups, _no_rows(), LABELS.to_frame(), 0)
    return replace(measured, exact=exact)


def _figures(
    planned: PlannedLimit, looking: _Looking, truth: pl.Series | None, people: pl.DataFrame
) -> tuple[pl.LazyFrame, Exact]:
    """Return the figure of each product: `product`, `lower`, `upper`, and those that are no whole millionths.

    What is measured may differ by the value that is in force for the product.
    """
    products = looking.connected.products
    names = {bound.measure for bound in planned.limit.bounds}
    if names == {"total_assets"}:
        exact = {} if looking.through is None else looking.through.exact_total_assets
        return total_assets(products, looking.through), {
            (product, 0): ends for product, ends in exact.items() if _not_whole(ends)
        }
    frames = {name: figure(name, products, truth) for name in names}
    bounds = people.lazy().select("product", "bound")
    parts = [
        frames[bound.measure].join(bounds.filter(pl.col("bound") == place), on="product", how="semi")
        for place, bound in enumerate(planned.limit.bounds)
    ]
    return pl.concat(parts).select(FIGURE), {}


def _not_whole(ends: tuple[Fraction, Fraction | None]) -> bool:
    return any(end is not None and end.denominator != 1 for end in ends)


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
    held_facts = frozenset[str]().union(
        *(one.facts for one in (planned.every_holding, planned.some_holding) if one is not None)
    )
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
        subject_facts=planned.applies_to.facts.union(*(when.facts for when in planned.whens if when)),
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
