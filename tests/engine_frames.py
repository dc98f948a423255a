"""Builders for tests of the engine: limits of one line, portfolios of a few rows, catalogues of one limit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import Any

import polars as pl
from msgspec import structs

from concentration.catalogue.load import load_catalogue
from concentration.catalogue.model import (
    Catalogue,
    Cite,
    Comparison,
    DatedBound,
    DatedTrigger,
    Exemption,
    Limit,
    Words,
)
from concentration.connect import connect
from concentration.frames import Connected, Measured
from concentration.judge import Judged, judge
from concentration.lookthrough import look_through
from concentration.measure import columns_needed, make_plan, measure, merged_issuers, prepare
from concentration.measure.plan import Plan
from concentration.pipeline import Options, check
from concentration.read.portfolio import Portfolio, Settings, portfolio_from_rows
from concentration.report.result import Report
from concentration.vocabulary.measures import MEASURES

DAY = date(2024, 6, 28)
CITE = Cite(instrument="csrc-2023-2", article="第一条", basis="number")
CATALOGUE: Catalogue = load_catalogue()
"""The law as it is shipped: the tests take its kinds of assets and replace its limits by their own."""

MILLION = 10**6
"""Millionths of a yuan, or of a share, to one."""

Row = dict[str, object]


def bound(
    value: str | Fraction | None = "1/4",
    comparison: Comparison = "at_most",
    *,
    from_day: str = "2020-01-01",
    until_day: str | None = None,
    year_only: bool = False,
    unit: str = "share",
    when: str | None = None,
    numerator: str = "",
) -> DatedBound:
    """Return a dated value; `value` is written as a fraction, or None for a ban. It measures what its limit does."""
    fraction = None if value is None else Fraction(value)
    return DatedBound(from_day, until_day, year_only, comparison, fraction, unit, CITE, numerator, when)


def a_trigger(more_than: str = "1/2", **changes: Any) -> DatedTrigger:
    """Return a trigger: an issuer and its related parties above half of net assets."""
    fields: dict[str, Any] = {
        "count": None,
        "group_by": "related_party",
        "measure": "sum of market_value",
        "denominator": "net_assets",
    }
    return DatedTrigger(more_than=Fraction(more_than), cite=CITE, **(fields | changes))


def a_limit(limit_id: str = "rules/cap", **changes: Any) -> Limit:
    """Return a limit that caps each asset of every product at a quarter of net assets, with these changes.

    `numerator` is a `sum of …`; `exempt` and `leaves_out` are conditions; `bounds` one bound or several.
    """
    measure_name = str(changes.pop("numerator", "sum of market_value"))
    bounds = changes.pop("bounds", bound())
    fields: dict[str, Any] = {
        "title": Words(zh="上限", en="a cap"),
        "standing": "in_force",
        "judge_per": "product",
        "applies_to": "TRUE",
        "count": None,
        "through": "advisory",
        "with_subsidiaries": False,
        "only_if_every_holding": None,
        "only_if_some_holding": None,
        "at_least_products": None,
        "where_unknown": None,
        "trigger": None,
        "group_by": "asset",
        "measure": measure_name,
        "amount": MEASURES[measure_name].amount,
        "denominator": "net_assets",
        "warn_at": None,
        "cure": None,
        "readings": {},
        "reading": "default",
        "note": None,
    } | changes
    for name in ("exempt", "leaves_out"):
        fields[name] = tuple(Exemption(when=when, cite=CITE) for when in changes.get(name, ()))
    listed = bounds if isinstance(bounds, Sequence) else [bounds]
    return Limit(
        id=limit_id,
        rulebook=limit_id.partition("/")[0],
        file=f"limits/{limit_id}.yaml",
        bounds=tuple(structs.replace(one, measure=one.measure or measure_name) for one in listed),
        **fields,
    )


@dataclass(frozen=True)
class World:
    """The rows of a portfolio, as text or Python values; what a row does not say stands as in `_DEFAULTS`."""

    holdings: Sequence[Row] = ()
    products: Sequence[Row] = ({},)
    assets: Sequence[Row] = ({},)
    managers: Sequence[Row] = ({},)
    relations: Sequence[Row] = ()
    parties: Sequence[Row] = ()
    product_limits: Sequence[Row] = ()
    waivers: Sequence[Row] = ()
    settings: Settings = field(default_factory=Settings)
    lists: Mapping[str, tuple[str, ...] | None] = field(default_factory=dict)

    @property
    def catalogue(self) -> Catalogue:
        """The law as it is shipped, with the lists of this world."""
        return structs.replace(CATALOGUE, lists=CATALOGUE.lists | self.lists)

    def plan(self, *limits: Limit) -> Plan:
        """Return the plan of the limits."""
        return make_plan(limits, CATALOGUE.kinds, self.catalogue.lists, CATALOGUE.ratings)

    def portfolio(self, *, incomplete: bool = False) -> Portfolio:
        """Return the rows as a portfolio, by the parsing and checks of files."""
        tables: dict[str, Sequence[Row]] = {
            name: [default | row for row in getattr(self, name)] for name, default in _DEFAULTS.items()
        }
        tables |= {
            name: rows
            for name in ("relations", "parties", "product_limits", "waivers")
            if (rows := getattr(self, name))
        }
        return portfolio_from_rows(tables, self.settings, kinds=CATALOGUE.kinds, incomplete=incomplete)

    def connected(self, *limits: Limit, days: Sequence[date] = (DAY,)) -> Connected:
        """Return the facts of the days, with the amounts that the limits add up."""
        tables, said = self.portfolio().tables, self.settings.holdings
        return connect(
            tables,
            CATALOGUE.kinds,
            days,
            columns_needed(limits),
            said,
            merging=merged_issuers(self.plan(*limits)),
            ratings=CATALOGUE.ratings,
        )

    def measured(self, *limits: Limit, days: Sequence[date] = (DAY,)) -> list[Measured]:
        """Return what the limits measure, in their order, without those that speak of no product, and second sums."""
        told = self._measured(limits, days)
        return sorted((one for one in told if not one.is_second), key=lambda measured: measured.place)

    def seconds(self, *limits: Limit) -> list[Measured]:
        """Return the second sums of the limits, through held products."""
        return [one for one in self._measured(limits, [DAY]) if one.is_second]

    def _measured(self, limits: Sequence[Limit], days: Sequence[date]) -> list[Measured]:
        connected = self.connected(*limits, days=days)
        plan = self.plan(*limits)
        through = look_through(connected, CATALOGUE.kinds, "holdings.csv")
        prepared, said = prepare(connected, plan, through), self.settings.all_products
        return list(measure(connected, plan, prepared, all_products=said, through=through))

    def judged(self, limit: Limit) -> Judged:
        """Return the verdicts of one limit, passes too."""
        (measured,) = self.measured(limit)
        return judge(measured, show_all=True)

    def report(self, *limits: Limit, options: Options | None = None) -> Report:
        """Return the report of the limits, passes too."""
        options = replace(options or Options(), show_all=True)
        return check(self.portfolio(), self.catalogue.only(*limits), options)

    def but(self, **changes: Any) -> "World":
        """Return the same rows with these changes."""
        return replace(self, **changes)


_DEFAULTS: dict[str, Row] = {
    "managers": {"manager_id": "M1", "name": "firm", "kind": "securities_firm"},
    "products": {
        "as_of": DAY.isoformat(),
        "product_id": "P1",
        "name": "plan",
        "manager_id": "M1",
        "kind": "collective_plan",
        "offering": "private",
        "operation": "open",
        "net_assets": 1000,
    },
    "assets": {"asset_id": "A1", "name": "asset", "kind": "stock", "issuer_id": "C1"},
    "holdings": {"as_of": DAY.isoformat(), "product_id": "P1", "asset_id": "A1", "quantity": 1},
}


def held(asset: str = "A1", value: object = 100, product: str = "P1", **more: object) -> Row:
    """Return a holding; a second lot of the same asset needs a `lot_id`."""
    return {"product_id": product, "asset_id": asset, "market_value": value} | more


def product(product_id: str, manager: str = "M1", **more: object) -> Row:
    """Return a product of a manager."""
    return {"product_id": product_id, "manager_id": manager} | more


def asset(asset_id: str, **more: object) -> Row:
    """Return an asset: a stock of C1 unless said otherwise."""
    return {"asset_id": asset_id} | more


def manager(manager_id: str, **more: object) -> Row:
    """Return a manager."""
    return {"manager_id": manager_id} | more


def statuses(report: Report) -> dict[str | None, str]:
    """Return the status of each group by its id."""
    return dict(report.findings.select("group_id", "status").iter_rows())


def frame(schema: dict[str, Any], *rows: Sequence[object]) -> pl.DataFrame:
    """Return a frame of a few rows with the types given."""
    return pl.DataFrame(list(rows), schema=schema, orient="row")
