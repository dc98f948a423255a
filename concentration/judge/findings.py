"""Verdicts written out: names, amounts, ratios, what contributed and what was missing."""

from collections.abc import Mapping, Sequence
from decimal import Decimal, localcontext
from fractions import Fraction

import polars as pl

from concentration.catalogue.model import MERGED, AssetKind, DatedBound
from concentration.frames import Connected, Measured
from concentration.judge.contributions import Paths, contributions_of
from concentration.judge.missing import missing_cells
from concentration.judge.verdicts import Judged
from concentration.vocabulary.amounts import AMOUNT, SCALE, UNIT, counted, decimal, rounded
from concentration.vocabulary.facts import COUNTED_DAYS
from concentration.vocabulary.measures import DENOMINATORS, MEASURES

RATIO = pl.Decimal(38, 12)
RATIO_SCALE = 12
RATIO_UNIT = 10**RATIO_SCALE
MISSING = pl.List(
    pl.Struct(
        {"table": pl.String, "column": pl.String, "row": pl.UInt32, "key": pl.String, "count": pl.UInt32}
    )
)
NEVER_SO_LONG = 60
"""Digits of a ratio that are tried before it differs from the bound it passed; exact figures differ far earlier."""


def findings_of(
    judged: Judged,
    connected: Connected,
    kinds: Mapping[str, AssetKind],
    *,
    all_products: bool,
    paths: Paths,
    everyone: pl.DataFrame,
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the findings of one limit and their contributions; `paths` tells the ways into held products, `everyone`
    the products of all managers, of which they may be.

    Findings have the columns of a report's findings, `finding` being their number within this limit; contributions
    have `finding`, `product_id`, `asset_id`, `amount` (Decimal(38, 6)) and `path`.
    """
    if judged.verdicts.is_empty():
        return pl.DataFrame(), pl.DataFrame()
    measured, limit = judged.measured, judged.measured.limit
    verdicts = judged.verdicts.with_row_index("verdict")
    contributions = contributions_of(verdicts, measured, connected, paths)
    if measured.party_keys_from or limit.group_by == MERGED:
        verdicts = _once(verdicts, contributions, measured)
        contributions = contributions.join(verdicts.select("verdict"), on="verdict", how="semi")
    undetermined = verdicts.filter(pl.col("status") == "undetermined")
    missing = missing_cells(undetermined, measured, connected, kinds, everyone).lazy()
    frame = (
        verdicts.lazy()
        .join(_subjects(measured, connected), on="subject", how="left", maintain_order="left")
        .join(_labels(verdicts, measured), on="key", how="left", maintain_order="left")
        .join(_lifted(verdicts, measured), on="verdict", how="left", maintain_order="left")
        .join(missing, on="verdict", how="left", maintain_order="left")
        .join(_set_off(measured), on="subject", how="left", maintain_order="left")
    )
    if measured.left_out is None:
        frame = frame.with_columns(left_out=pl.lit(None, dtype=pl.Int128))
    else:
        frame = frame.join(
            measured.left_out, on=["subject", "key"], how="left", nulls_equal=True, maintain_order="left"
        )
    whole = pl.col("whole")
    return (
        _numbers(
            _exactly(frame.collect(), measured), limit.bounds, per_unit=limit.denominator is not None
        ).select(
            finding=pl.col("verdict").cast(pl.UInt32),
            limit=pl.lit(limit.id),
            standing=pl.lit(judged.standing),
            reading=pl.lit(limit.reading),
            status=pl.col("status").cast(pl.String),
            as_of="as_of",
            scope=pl.lit(limit.judge_per),
            manager_id="manager_id",
            product_id="product_id",
            tranche_id="tranche_id",
            group_by=pl.when(whole).then(pl.lit("none")).otherwise(pl.lit(limit.group_by)),
            group_id="group_id",
            group_name="group_name",
            members=pl.when(pl.col("key").is_null() & ~whole)
            .then("lifted")
            .otherwise(pl.col("members"))
            .fill_null([]),
            unit="unit",
            numerator="numerator",
            numerator_upper="numerator_upper",
            denominator="denominator",
            excess="excess",
            headroom="headroom",
            ratio="ratio",
            ratio_text="ratio_text",
            comparison="comparison",
            bound="bound_value",
            trigger="trigger",
            through=pl.lit(measured.is_second),
            crossing=pl.when(pl.col("status") == "breach").then(pl.lit("unknown")),
            bound_from="bound_from",
            bound_place=pl.col("bound").cast(pl.Int32),
            exemption="exemption",
            missing=pl.col("missing").cast(MISSING),
            reason_code=_reason(measured, all_products=all_products),
            left_out=decimal(pl.col("left_out")),
        ),
        contributions.rename({"verdict": "finding"}),
    )


def without_holdings(products: pl.DataFrame) -> pl.DataFrame:
    """Return one undetermined finding, of no limit, for each product that has no row of holdings on its day.

    `products` is the frame of facts; the result has the columns of findings that are not empty here.
    """
    return products.filter(pl.col("holdings") == 0).select(
        "as_of",
        "manager_id",
        product_id=pl.col("product_id").cast(pl.String),
        standing=pl.lit("in_force"),
        reading=pl.lit("default"),
        status=pl.lit("undetermined"),
        scope=pl.lit("product"),
        group_by=pl.lit("none"),
        members=pl.lit([], dtype=pl.List(pl.String)),
        through=pl.lit(False),
        reason_code=pl.lit("no_holdings"),
    )


def _reason(measured: Measured, *, all_products: bool) -> pl.Expr:
    """Return the code of the sentence that says why a verdict is undetermined where no empty cell does."""
    limit = measured.limit
    first_years = [bound.from_day for bound in limit.bounds if bound.year_only]
    in_first_year = pl.col("bound_from").is_in(first_years) & (
        pl.col("as_of").dt.year().cast(pl.String).str.zfill(4) == pl.col("bound_from").str.head(4)
    )
    own_size = limit.denominator is not None and DENOMINATORS[limit.denominator].of == "product"
    unknown_size = pl.lit(own_size) & pl.col("denominator_upper").is_null()
    of_unknown = pl.col("key").is_null() | pl.lit(limit.group_by == "none")
    no_cell = pl.col("missing").is_null()
    return (
        pl.when(pl.col("status") != "undetermined")
        .then(None)
        .when(pl.lit(bool(measured.unset)))
        .then(None)
        .when(in_first_year)
        .then(pl.lit("year_only"))
        .when(pl.col("applies").is_null() & pl.lit(limit.judge_per == "tranche"))
        .then(pl.lit("holdings_without_tranche"))
        .when(unknown_size)
        .then(pl.lit("net_assets_not_positive"))
        .when(pl.lit(limit.amount is None) & pl.col("contradictory").fill_null(False))
        .then(pl.lit("total_assets_below_net_assets"))
        .when(pl.lit(limit.amount is None) & pl.col("untold").fill_null(False))
        .then(pl.lit("unexplained_holdings"))
        .when(pl.lit(limit.measure == "total_assets") & pl.col("upper").is_null() & no_cell)
        .then(pl.lit("look_through_missing"))
        .when(pl.lit(limit.judge_per == "manager" and not all_products) & of_unknown & no_cell)
        .then(pl.lit("not_all_products"))
        .when(no_cell & pl.col("applies").is_null())
        .then(pl.lit("applies_unknown"))
        .when(no_cell & pl.lit(limit.through == "replace" and limit.denominator is None))
        .then(pl.lit("held_product_unknown"))
        .when(of_unknown & no_cell)
        .then(pl.lit("unexplained_holdings"))
        .when(no_cell & pl.lit(not measured.count_facts.isdisjoint(COUNTED_DAYS)))
        .then(pl.lit("calendar_ends"))
        .when(no_cell)
        .then(pl.lit("size_not_positive"))
    )


def _subjects(measured: Measured, connected: Connected) -> pl.LazyFrame:
    """Return `subject`, `as_of`, `manager_id`, `product_id` (NULL for a manager), `tranche_id` and `untold`: not all
    its holdings are known.
    """
    products = connected.products.lazy()
    if measured.limit.judge_per == "manager":
        return connected.managers.lazy().select(
            "as_of",
            "manager_id",
            subject="manager",
            product_id=pl.lit(None, dtype=pl.String),
            tranche_id=pl.lit(None, dtype=pl.String),
            untold=pl.lit(False),
            contradictory=pl.lit(False),
        )
    of_products = products.select(
        "product",
        "as_of",
        "manager_id",
        pl.col("product_id").cast(pl.String),
        untold=pl.col("unexplained_open") | (pl.col("unexplained") > 0),
        contradictory=pl.col("total_assets") < pl.col("net_assets"),
    )
    if measured.limit.judge_per == "tranche":
        tranches = connected.tranches.lazy()
        return of_products.join(tranches, on="product").drop("product").rename({"tranche": "subject"})
    return of_products.rename({"product": "subject"}).with_columns(tranche_id=pl.lit(None, dtype=pl.String))


def _set_off(measured: Measured) -> pl.LazyFrame:
    """Return `subject` and `trigger`: who sets the limit off, and by how much: `C1 55.2% > 50%`.

    Nobody is named where it is not known whose the holdings are.
    """
    nothing = pl.LazyFrame(schema={"subject": pl.UInt32, "trigger": pl.String})
    if measured.triggers is None or measured.limit.trigger is None:
        return nothing
    line = _as_percent(measured.limit.trigger.more_than)
    told = [
        (subject, " ".join([*([group] if group else []), share, ">", line]))
        for subject, group, lower, size in measured.triggers.iter_rows()
        for share in [_as_percent(Fraction(lower, size), other_than=measured.limit.trigger.more_than)]
    ]
    return pl.LazyFrame(told, schema=nothing.collect_schema(), orient="row")


def _as_percent(ratio: Fraction, other_than: Fraction | None = None) -> str:
    """Return a ratio in percent with four digits, or with as many as tell it from another one."""
    text = f"{_as_decimal(ratio * 100):.4f}".rstrip("0").rstrip(".") + "%"
    if other_than is not None and text == _as_percent(other_than):
        return _digits_that_differ(ratio * 100, other_than * 100) + "%"
    return text


def _exactly(frame: pl.DataFrame, measured: Measured) -> pl.DataFrame:
    """Add `exact_lower` and `exact_upper`: the fractions, as text, of sums that are no whole millionths."""
    ends = (
        [measured.exact.get(at) for at in frame.select("subject", "key").iter_rows()]
        if measured.exact
        else []
    )
    lower = [None if pair is None or pair[0] is None else str(pair[0]) for pair in ends]
    upper = [None if pair is None or pair[1] is None else str(pair[1]) for pair in ends]
    told = lower if ends else [None] * frame.height
    return frame.with_columns(
        exact_lower=pl.Series(told, dtype=pl.String),
        exact_upper=pl.Series(upper if ends else told, dtype=pl.String),
    )


def _once(verdicts: pl.DataFrame, contributions: pl.DataFrame, measured: Measured) -> pl.DataFrame:
    """Keep one of the groups that are made of the same holdings: the worst, the asset itself, the party of smallest id.

    The unknown may lift the one and not the other.
    """
    known = verdicts.filter(pl.col("key").is_not_null())
    made_of = contributions.group_by("verdict").agg(
        pl.struct("product_id", "asset_id").sort().alias("made_of")
    )
    doubles = (
        known.select("verdict", "subject", "key", "status")
        .join(made_of, on="verdict")
        .join(measured.labels.select("key", "group_id"), on="key")
        .sort("subject", "status", pl.col("key") >= measured.party_keys_from, "group_id")
        .filter(~pl.struct("subject", "made_of").is_first_distinct())
    )
    return verdicts.join(doubles.select("verdict"), on="verdict", how="anti", maintain_order="left")


def _labels(verdicts: pl.DataFrame, measured: Measured) -> pl.LazyFrame:
    """Return the labels of the keys that have a verdict: few of all assets have one."""
    named = pl.col("key").is_in(verdicts["key"].drop_nulls().unique().implode())
    return measured.labels.lazy().filter(named).drop("as_of")


def _lifted(verdicts: pl.DataFrame, measured: Measured) -> pl.LazyFrame:
    """Return `verdict` and `lifted`: the ids of the groups that the unknown could lift beyond the bound."""
    return (
        verdicts.lazy()
        .select("verdict", key="folded")
        .drop_nulls()
        .explode("key")
        .join(measured.labels.lazy().select("key", "group_id"), on="key")
        .group_by("verdict")
        .agg(lifted=pl.col("group_id").sort())
    )


def _numbers(frame: pl.DataFrame, bounds: Sequence[DatedBound], *, per_unit: bool) -> pl.DataFrame:
    """Add amounts, ratio, bound, excess and headroom as they are reported.

    Excess is rounded up and headroom down, so that selling the one cures and buying the other passes.
    """
    parts = [
        _against(part, bounds[int(str(place))], per_unit=per_unit)
        for (place,), part in frame.group_by("bound", maintain_order=True)
    ]
    return pl.concat(parts).sort("verdict") if parts else _against(frame, bounds[0], per_unit=per_unit)


def _against(frame: pl.DataFrame, bound: DatedBound, *, per_unit: bool) -> pl.DataFrame:
    value = bound.value or Fraction(0)
    is_cap = bound.comparison in ("at_most", "less_than", "forbidden")
    whole = pl.col("whole")
    exempt = pl.col("status") == "exempt"
    settled = pl.col("status").is_in(["pass", "warning"])
    known = pl.col("denominator_lower") == pl.col("denominator_upper")
    size = pl.when(known | (settled & (pl.col("denominator_lower") > 0))).then("denominator_lower")
    numerator = pl.when(whole & ~exempt).then(pl.lit(0, dtype=pl.Int128)).otherwise("lower")
    over, under = pl.lit(value.numerator, dtype=pl.Int128), pl.lit(value.denominator, dtype=pl.Int128)
    line_floor = (size * over).floordiv(under)
    line_ceiling = (size * over + under - 1).floordiv(under)
    one = pl.lit(1, dtype=pl.Int128)
    part_of_one = pl.col("exact_lower").is_not_null().cast(pl.Int128)  # sums were rounded outwards
    if is_cap:
        most = line_ceiling - one if bound.comparison == "less_than" else line_floor
        beyond, within = pl.col("lower") + part_of_one - most, most - pl.col("upper") - pl.col("lift")
    else:
        least = line_floor + one if bound.comparison == "more_than" else line_ceiling
        beyond, within = least - pl.col("upper") + part_of_one, pl.col("lower") - least
    zero = pl.lit(0, dtype=pl.Int128)
    ratio = _rounded_ratio(pl.col("lower"), pl.when(pl.lit(per_unit)).then(size))
    numbers = frame.with_columns(
        numerator=decimal(numerator),
        numerator_upper=decimal(pl.when(pl.col("upper") != pl.col("lower")).then("upper")),
        denominator=decimal(pl.when(pl.lit(per_unit)).then(size)),
        excess=decimal(pl.when(beyond.is_not_null()).then(pl.max_horizontal(beyond, zero))),
        headroom=decimal(pl.when(within.is_not_null()).then(pl.max_horizontal(within, zero))),
        ratio=counted(ratio, RATIO_SCALE),
        bound_value=pl.lit(None if bound.value is None else str(_as_decimal(value)), dtype=pl.String).cast(
            RATIO
        ),
        comparison=pl.lit(bound.comparison),
        bound_from=pl.lit(bound.from_day),
        unit=pl.lit(MEASURES[bound.measure].unit),
    )
    numbers = numbers.with_columns(ratio_text=_longer_ratios(numbers, value))
    return _of_fractions(numbers, value)


def _of_fractions(numbers: pl.DataFrame, bound: Fraction) -> pl.DataFrame:
    """Return the numbers with sums and ratios rounded once, where sums are fractions that were rounded outwards."""
    hidden = numbers.with_row_index("place").filter(
        pl.col("exact_lower").is_not_null() | pl.col("exact_upper").is_not_null()
    )
    if hidden.is_empty():
        return numbers
    columns = {
        name: numbers[name].to_list() for name in ("numerator", "numerator_upper", "ratio", "ratio_text")
    }
    for place, low, high, size in hidden.select(
        "place", "exact_lower", "exact_upper", "denominator"
    ).iter_rows():
        lower = None if low is None else Fraction(low)
        upper = None if high is None else Fraction(high)
        if lower is None:
            continue
        columns["numerator"][place] = rounded(lower / UNIT, SCALE)
        columns["numerator_upper"][place] = (
            None if upper is None or upper == lower else rounded(upper / UNIT, SCALE)
        )
        if size:
            ratio = lower / UNIT / Fraction(size)
            columns["ratio"][place] = rounded(ratio, RATIO_SCALE)
            alike = columns["ratio"][place] == _as_decimal(bound) and ratio != bound
            columns["ratio_text"][place] = _digits_that_differ(ratio, bound) if alike else None
    dtypes: dict[str, pl.DataType] = {
        "numerator": AMOUNT,
        "numerator_upper": AMOUNT,
        "ratio": RATIO,
        "ratio_text": pl.String(),
    }
    return numbers.with_columns(pl.Series(name, columns[name], dtype=dtypes[name]) for name in columns)


def _rounded_ratio(numerator: pl.Expr, denominator: pl.Expr) -> pl.Expr:
    """Return numerator / denominator in units of 10**-12, rounded half to even, from integers alone."""
    left = numerator - numerator.floordiv(denominator) * denominator
    digits = (left * RATIO_UNIT).floordiv(denominator)
    rest = left * RATIO_UNIT - digits * denominator
    up = (rest * 2 > denominator) | ((rest * 2 == denominator) & (digits % 2 == 1))
    rounded: pl.Expr = numerator.floordiv(denominator) * RATIO_UNIT + digits + up.cast(pl.Int128)
    return rounded


def _as_decimal(value: Fraction) -> Decimal:
    with localcontext(prec=60):
        return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(Decimal(1).scaleb(-12))


def _longer_ratios(numbers: pl.DataFrame, bound: Fraction) -> pl.Series:
    """Return the ratio with as many digits as show that it is beyond its bound, where twelve do not."""
    alike = (pl.col("status") == "breach") & (pl.col("ratio") == pl.col("bound_value"))
    hidden = numbers.with_row_index("place").filter(alike).select("place", "numerator", "denominator")
    texts: list[str | None] = [None] * numbers.height
    for place, numerator, denominator in hidden.iter_rows():
        ratio = Fraction(numerator) / Fraction(denominator)
        if ratio != bound:  # a strict bound is broken at the very number
            texts[place] = _digits_that_differ(ratio, bound)
    return pl.Series("ratio_text", texts, dtype=pl.String)


def _digits_that_differ(ratio: Fraction, bound: Fraction) -> str:
    for digits in range(13, NEVER_SO_LONG):
        scaled = round(ratio * 10**digits)
        if Fraction(scaled, 10**digits) != bound:
            with localcontext(prec=NEVER_SO_LONG + 20):
                return f"{Decimal(scaled).scaleb(-digits):f}"
    return str(ratio)
