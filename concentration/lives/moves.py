"""What moved the quantities of a group between two days: somebody, or a corporate action."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import ceil

import polars as pl

QUANTITY = pl.Decimal(38, 6)

Tables = Mapping[str, pl.DataFrame]
Actions = Mapping[str, Sequence[tuple[date, Fraction]]]
"""The corporate actions of each asset, in the order of their days: the day, and what one share became."""


def held_on(
    rows: pl.DataFrame, day: str, tables: Sequence[Tables], amounts: Sequence[str] = ()
) -> pl.DataFrame:
    """Return what is held of each row's asset on a day: `line`, `quantity`, `is_held`, and the sums of `amounts`.

    `rows` has `line` (its number), the column `day`, `product_id`, `asset_id`, `tranche` and `counterparty` (NULL: of
    all). Lots are added up; a sum is NULL where one of them is unknown. What is not held has no line.
    """
    wanted = rows.select("line", "product_id", "asset_id", "tranche", "counterparty", as_of=day)
    found = [_found(one["holdings"], wanted, amounts) for one in tables]
    held = pl.concat(found, how="diagonal_relaxed")
    of_row = (pl.col("tranche").is_null() | pl.col("tranche").eq_missing(pl.col("tranche_id"))) & (
        pl.col("counterparty").is_null() | pl.col("counterparty").eq_missing(pl.col("counterparty_id"))
    )
    summed = (
        pl.when(pl.col(name).is_not_null().all()).then(pl.col(name).sum()).alias(name)
        for name in ("quantity", *amounts)
    )
    return (
        wanted.join(held, on=["as_of", "product_id", "asset_id"])
        .filter(of_row)
        .group_by("line")
        .agg(*summed, is_held=pl.lit(True))
    )


def _found(holdings: pl.DataFrame, wanted: pl.DataFrame, amounts: Sequence[str]) -> pl.DataFrame:
    """Return the rows of holdings on the days, of the products and the assets that are wanted."""
    days = wanted["as_of"].unique()
    narrowed = holdings.lazy().filter(pl.col("as_of").is_in(days.implode()))
    for name in ("product_id", "asset_id"):
        dtype = holdings.schema[name]
        ids = wanted[name].unique()
        if isinstance(dtype, pl.Enum):
            ids = ids.filter(ids.is_in(dtype.categories.implode())).cast(dtype)
        narrowed = narrowed.filter(pl.col(name).is_in(ids.implode()))
    texts = ("product_id", "asset_id", "tranche_id", "counterparty_id")
    return (
        narrowed.select(
            "as_of",
            *(pl.col(name).cast(pl.String) for name in texts),
            *dict.fromkeys(("quantity", *amounts)),
        )
        .join(
            wanted.lazy().select("as_of", "product_id", "asset_id").unique(),
            on=["as_of", "product_id", "asset_id"],
            how="semi",
        )
        .collect()
    )


def compared(pairs: pl.DataFrame, tables: Sequence[Tables], present: pl.DataFrame) -> pl.DataFrame:
    """Return the pairs with what became of their quantity from the earlier to the later day.

    `pairs` has `line`, `earlier`, `later` and the columns that `held_on` needs; `present` are the days of products
    (`product_id`, `as_of`). Added: `quantity_before`, `quantity_after` (0 where it is not held, NULL: unknown), `kept`
    (what the earlier quantity is after the corporate actions in between, rounded up to whole shares), `rose`, `fell`
    (NULL: not known) and `by_action` (it grew, by no more than the actions).
    """
    before, after = (held_on(pairs, day, tables) for day in ("earlier", "later"))
    zero = pl.lit("0").cast(QUANTITY)
    both = (
        pairs.join(before, on="line", how="left", maintain_order="left")
        .rename({"quantity": "quantity_before", "is_held": "was_held"})
        .join(after, on="line", how="left", maintain_order="left")
        .rename({"quantity": "quantity_after"})
        .join(
            present.select("product_id", earlier="as_of", was_there=pl.lit(True)),
            on=["product_id", "earlier"],
            how="left",
            maintain_order="left",
        )
        .with_columns(
            quantity_before=pl.when(pl.col("was_held").is_null() & pl.col("was_there").is_not_null())
            .then(zero)
            .otherwise("quantity_before"),
            quantity_after=pl.when(pl.col("is_held").is_null()).then(zero).otherwise("quantity_after"),
        )
    )
    kept = both.with_columns(kept=pl.Series(list(_kept(both, tables)), dtype=QUANTITY))
    before_, after_ = pl.col("quantity_before"), pl.col("quantity_after")
    return kept.with_columns(
        rose=after_ > pl.col("kept"),
        fell=after_ < pl.col("kept"),
        by_action=(after_ > before_).fill_null(False) & ~(after_ > pl.col("kept")).fill_null(True),
    ).drop("was_held", "is_held", "was_there")


def _kept(rows: pl.DataFrame, tables: Sequence[Tables]) -> Iterator[Decimal | None]:
    """Yield the earlier quantity of each row as it stands after the corporate actions up to the later day."""
    actions = actions_of(tables)
    for asset, earlier, later, quantity in rows.select(
        "asset_id", "earlier", "later", "quantity_before"
    ).iter_rows():
        factor = factor_between(actions.get(asset, ()), earlier, later)
        yield quantity if quantity is None or factor == 1 else Decimal(ceil(Fraction(quantity) * factor))


def actions_of(tables: Sequence[Tables]) -> Actions:
    """Return the corporate actions of each asset."""
    actions: dict[str, dict[date, Fraction]] = {}
    for one in tables:
        if "corporate_actions" in one:
            for asset, day, factor in (
                one["corporate_actions"].select("asset_id", "ex_date", "factor").iter_rows()
            ):
                actions.setdefault(asset, {})[day] = Fraction(factor)
    return {asset: sorted(days.items()) for asset, days in actions.items()}


def factor_between(actions: Sequence[tuple[date, Fraction]], earlier: date, later: date) -> Fraction:
    """Return what one share of the earlier day is on the later one: actions after the one, up to the other."""
    factor = Fraction(1)
    for day, became in actions:
        if earlier < day <= later:
            factor *= became
    return factor
