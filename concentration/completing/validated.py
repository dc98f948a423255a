"""What a portfolio does not say yet, as one frozen value: missing facts, and what its holdings leave unexplained."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

import polars as pl

from concentration.catalogue.model import Catalogue, Limit
from concentration.completing.needed import Needed, needed_facts
from concentration.pipeline import Options, chosen_limits, judged_days
from concentration.read.portfolio import InputFile, Portfolio
from concentration.vocabulary.amounts import rounded
from concentration.words.message import Message

RATIO_PLACES = 12


@dataclass(frozen=True)
class Unexplained:
    """What the holdings of a product leave of its total assets on a day: less than nothing where they are too much.

    `market_value` adds up the known market values of its holdings. `amount` and `ratio` (of total assets, 12 decimals)
    are None where total assets or a market value is not known, `ratio` where total assets are zero.
    """

    product_id: str
    name: str | None
    as_of: date
    total_assets: Decimal | None
    market_value: Decimal
    amount: Decimal | None
    ratio: Decimal | None


@dataclass(frozen=True)
class Validated:
    """What is missing in one portfolio: `limits` are those that were asked, by id."""

    portfolio: str
    as_of: Sequence[date]
    inputs: Sequence[InputFile]
    notes: Sequence[Message]
    limits: Mapping[str, Limit]
    catalogue_sha256: str
    needed: Needed
    unexplained: Sequence[Unexplained]

    @property
    def missing(self) -> pl.DataFrame:
        """The facts without which some verdict may be open."""
        return self.needed.facts.filter(~pl.col("for_exemption"))

    @property
    def for_exemptions(self) -> pl.DataFrame:
        """The facts that could only free somebody."""
        return self.needed.facts.filter("for_exemption")


def validated(portfolio: Portfolio, catalogue: Catalogue, options: Options) -> Validated:
    """Return what is missing in a portfolio, which may have been read incomplete; raises as `needed_facts` does."""
    days = judged_days(portfolio, options)
    return Validated(
        portfolio=portfolio.name,
        as_of=days,
        inputs=portfolio.inputs,
        notes=portfolio.notes,
        limits={limit.id: limit for limit in chosen_limits(catalogue, options)},
        catalogue_sha256=catalogue.sha256,
        needed=needed_facts(portfolio, catalogue, options),
        unexplained=unexplained(portfolio.tables, days),
    )


def unexplained(tables: Mapping[str, pl.DataFrame], days: Sequence[date]) -> list[Unexplained]:
    """Return what the holdings of each product leave of its total assets, by product and day."""
    of_days = pl.col("as_of").is_in(list(days))
    held = (
        tables["holdings"]
        .lazy()
        .filter(of_days)
        .group_by("as_of", "product_id")
        .agg(market_value=pl.col("market_value").sum(), unvalued=pl.col("market_value").has_nulls())
        .with_columns(pl.col("product_id").cast(pl.String))
    )
    told = (
        tables["products"]
        .lazy()
        .filter(of_days)
        .join(held, on=["as_of", "product_id"], how="left")
        .sort("product_id", "as_of")
        .select("product_id", "name", "as_of", "total_assets", "market_value", "unvalued")
        .collect()
    )
    return [_unexplained(*row) for row in told.iter_rows()]


def _unexplained(
    product_id: str,
    name: str | None,
    as_of: date,
    total_assets: Decimal | None,
    market_value: Decimal | None,
    unvalued: bool | None,
) -> Unexplained:
    held = market_value or Decimal(0)
    gap = None if total_assets is None or unvalued else Fraction(total_assets) - Fraction(held)
    return Unexplained(
        product_id,
        name,
        as_of,
        total_assets,
        held,
        None if gap is None else rounded(gap, 4),
        rounded(gap / Fraction(total_assets), RATIO_PLACES) if gap is not None and total_assets else None,
    )
