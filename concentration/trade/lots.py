"""In which quantities an asset is traded, by the table of lots of the catalogue."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

import polars as pl

from concentration.catalogue.model import Catalogue, Lot
from concentration.read.portfolio import Portfolio


@dataclass(frozen=True)
class Steps:
    """The quantities that can be ordered, numbered: 0 is nothing, 1 the least, `count` the most.

    `top`: the whole of what is held can be sold at once, whole lots or not.
    """

    lot: Lot | None
    count: int
    top: Decimal | None = None

    @property
    def step(self) -> int:
        """By how much a quantity goes up."""
        return 1 if self.lot is None else self.lot.step

    @property
    def least(self) -> int:
        """The least quantity."""
        return self.step if self.lot is None else self.lot.minimum or self.step

    def size(self, place: int) -> Decimal:
        """Return the quantity at a place."""
        if place <= 0:
            return Decimal(0)
        if self.top is not None and place >= self.count:
            return self.top
        return Decimal(self.least + (place - 1) * self.step)

    def below(self, quantity: Fraction) -> int:
        """Return the place of the largest quantity that is no more than this."""
        if self.top is not None and quantity >= self.top:
            return self.count
        if quantity < self.least:
            return 0
        most = self.count if self.top is None else self.count - 1
        return min(most, 1 + int((quantity - self.least) // self.step))


def steps_up_to(quantity: Fraction, lot: Lot | None, whole: Decimal | None = None) -> Steps:
    """Return the quantities up to one; `whole`: a quantity that can be ordered although it is no whole lots."""
    open_end = Steps(lot, count=10**30)
    count = open_end.below(quantity)
    if whole is not None and whole > open_end.size(count):
        count += 1
    return Steps(lot, count, whole or None)


def is_whole(quantity: Decimal, lot: Lot | None) -> bool:
    """Return whether a quantity is one of whole lots."""
    steps = Steps(lot, count=10**30)
    return quantity == steps.size(steps.below(Fraction(quantity)))


def lots_of(portfolio: Portfolio, catalogue: Catalogue, day: date) -> Mapping[str, Lot]:
    """Return the lot of each asset that an entry of the table fits, as the asset is known on the day."""
    assets = portfolio.tables["assets"].filter(pl.col("as_of").is_null() | (pl.col("as_of") <= day))
    columns = ("asset_id", "kind", "country")
    latest = assets.sort("as_of", nulls_last=False).select(columns)
    found: dict[str, Lot] = {}
    for asset, kind, country in latest.iter_rows():
        for lot in catalogue.lots.values():
            if _fits(lot, asset, kind, country):
                found[asset] = lot
                break
    return found


def _fits(lot: Lot, asset: str, kind: str, country: str | None) -> bool:
    somewhere = bool(lot.countries or lot.ends)
    there = country in lot.countries or asset.upper().endswith(tuple(lot.ends))
    of_kind = not lot.kinds or kind in lot.kinds
    return of_kind and (there or not somewhere) and (not lot.begins or asset.startswith(tuple(lot.begins)))
