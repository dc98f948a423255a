"""Judge a portfolio, one limit, one subject and one group after another, in exact fractions.

It is here to be obviously right, not fast: plain dicts and lists, one loop inside another, no engine code.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace as with_fields

from concentration.catalogue.model import Catalogue, DatedBound, Limit
from naive.conditions import OfHolding, OfProduct, Truth, select
from naive.day import Day, missing_part, open_day
from naive.lookthrough import Exposure, exposures
from naive.ranges import both, either
from naive.subjects import Subject
from naive.verdicts import Verdict, strictest, values_that_bind, worst_of

if TYPE_CHECKING:
    from concentration.read.portfolio import Portfolio

__all__ = ["Verdict", "judge"]


def judge(portfolio: "Portfolio", catalogue: Catalogue, days: Sequence[date]) -> list[Verdict]:
    """Return every verdict of every limit on the days, passes too."""
    verdicts: list[Verdict] = []
    for day in days:
        known = open_day(portfolio, catalogue, day)
        verdicts += without_holdings(known)
        held = {product_id: exposures(known, product_id) for product_id in known.products}
        for limit, said in zip(catalogue.limits, select(known, catalogue.limits, held), strict=True):
            if bounds_on(limit, day):
                verdicts += OnADay(known, limit, said, held).verdicts()
    return verdicts


def bounds_on(limit: Limit, day: date) -> list[DatedBound]:
    """Return the values in force on a day: none before the first, after the last and once repealed."""
    return [
        bound
        for bound in limit.bounds
        if date.fromisoformat(bound.from_day)
        <= day
        <= (date.fromisoformat(bound.until_day) if bound.until_day else date.max)
    ]


def without_holdings(known: Day) -> list[Verdict]:
    """Return one undetermined verdict for every product that has no holdings row at all."""
    return [
        Verdict(None, known.day, "product", product["manager_id"], product_id, "undetermined")
        for product_id, product in known.products.items()
        if not known.holdings.get(product_id)
    ]


@dataclass(frozen=True)
class OnADay:
    """One limit on one day: what its conditions say of the products, and what these hold."""

    known: Day
    limit: Limit
    said: dict[str, OfProduct]
    held: dict[str, list[Exposure]]

    def verdicts(self) -> list[Verdict]:
        """Return the verdicts of the limit for all its subjects."""
        if self.limit.judge_per == "manager":
            return [one for manager_id in self.known.managers for one in self.of_manager(manager_id)]
        with_rows = [one for one in self.known.products if self.known.holdings.get(one)]
        if self.limit.judge_per == "product":
            return [one for product_id in with_rows for one in self.of_product(product_id)]
        return [one for product_id in with_rows for one in self.of_tranches(product_id)]

    def of_product(self, product_id: str, tranche_id: str | None = None) -> list[Verdict]:
        """Return the verdicts for one product, or one of its tranches."""
        manager_id = self.known.products[product_id]["manager_id"]
        subject = Subject(
            self.known,
            self.limit,
            manager_id,
            {product_id: True},
            self.said,
            self.held,
            product_id,
            tranche_id,
        )
        bounds = bounds_on(self.limit, self.known.day)
        whens = [self.said[product_id].whens[self.limit.bounds.index(bound)] for bound in bounds]
        candidates, settled = values_that_bind(bounds, whens)
        applies = self.applies(subject)
        if applies is False or not candidates:
            return []
        if self.said[product_id].exempt:
            return [subject.verdict("exempt")]
        found = worst_of([subject.judge(bound) for bound in strictest(candidates)])
        return self.as_far_as_known(found, both(applies, settled or None))

    def of_tranches(self, product_id: str) -> list[Verdict]:
        """Return the verdicts for the tranches of a product; a row of none of them may belong to any."""
        tranches = {holding["tranche_id"] for holding in self.known.holdings[product_id]}
        found: list[Verdict] = []
        for tranche_id in sorted(tranches - {None}):
            verdicts = self.of_product(product_id, tranche_id)
            found += [undetermined(one) for one in verdicts] if None in tranches else verdicts
        return found

    def of_manager(self, manager_id: str) -> list[Verdict]:
        """Return the verdicts for one manager, over all its products of the day."""
        chosen = [
            one
            for one in self.known.products
            if self.is_of(manager_id, one) and self.said[one].applies is not False
        ]
        if not chosen:
            return []
        bounds = bounds_on(self.limit, self.known.day)
        assert [bound.when for bound in bounds] == [None], "the one value of a manager binds everyone"
        summed = {one: self.said[one].applies for one in chosen if not self.said[one].left_out}
        subject = Subject(self.known, self.limit, manager_id, summed, self.said, self.held)
        if all(self.said[one].exempt for one in chosen):
            return [subject.verdict("exempt")]
        applies = any(self.said[one].applies for one in chosen)
        return self.as_far_as_known(subject.judge(bounds[0]), applies or None)

    def is_of(self, manager_id: str, product_id: str) -> bool:
        """Return whether a product is the manager's, or its direct subsidiary's where these are summed too."""
        its_manager = self.known.products[product_id]["manager_id"]
        if its_manager == manager_id:
            return True
        return self.limit.with_subsidiaries and self.known.managers[its_manager]["parent_id"] == manager_id

    def as_far_as_known(self, verdicts: list[Verdict], applies: Truth) -> list[Verdict]:
        """Return the verdicts as they stand where the limit may not apply, or may not yet be in force."""
        year = str(self.known.day.year)
        begins_some_day = any(
            bound.year_only and bound.from_day.startswith(year)
            for bound in bounds_on(self.limit, self.known.day)
        )
        if applies and not begins_some_day:
            return verdicts
        return [one if one.status in ("pass", "warning") else undetermined(one) for one in verdicts]

    # Whether a limit applies to a product

    def applies(self, subject: Subject) -> Truth:
        """Return whether the limit applies to a product, for what it is and for what it holds."""
        assert subject.product_id is not None
        applies = self.said[subject.product_id].applies
        if self.limit.only_if_every_holding:
            applies = both(applies, self.every_holding(subject.product_id))
        if self.limit.only_if_some_holding:
            applies = both(applies, self.some_holding(subject.product_id))
        return both(applies, self.is_triggered(subject)) if self.limit.trigger else applies

    def direct(self, product_id: str) -> Iterator[tuple[Any, OfHolding]]:
        """Return the market values of what a product holds itself, each with what the conditions say of it.

        What is worth nothing is not held.
        """
        for exposure, said in zip(self.held[product_id], self.said[product_id].exposures, strict=True):
            if not exposure.path and exposure.holding is not None and exposure.holding["market_value"] != 0:
                yield exposure.holding["market_value"], said

    def every_holding(self, product_id: str) -> Truth:
        """Return whether every holding meets the condition; one of unknown value that does not may be none."""
        holds: Truth = None if self.may_hold_more(product_id) else True
        for value, said in self.direct(product_id):
            holds = both(holds, said.every if value is not None else said.every or None)
        return holds

    def some_holding(self, product_id: str) -> Truth:
        """Return whether some holding meets the condition; one of unknown value may be none."""
        holds: Truth = None if self.may_hold_more(product_id) else False
        for value, said in self.direct(product_id):
            holds = either(holds, said.some if value is not None else both(said.some, None))
        return holds

    def may_hold_more(self, product_id: str) -> bool:
        """Return whether the product may hold what is not among its rows."""
        return missing_part(self.known, product_id, None).positive_or_unknown()

    def is_triggered(self, subject: Subject) -> Truth:
        """Return whether some group of the trigger is above its line: true, false, or open."""
        trigger = self.limit.trigger
        assert trigger is not None
        first = with_fields(
            self.limit,
            count=trigger.count,
            group_by=trigger.group_by,
            measure=trigger.measure,
            amount=trigger.measure.removeprefix("sum of "),
            denominator=trigger.denominator,
            trigger=None,
        )
        line = with_fields(self.limit.bounds[0], comparison="at_most", value=trigger.more_than, unit="share")
        said = {
            product_id: replace(one, exposures=[replace(row, counts=row.trigger) for row in one.exposures])
            for product_id, one in self.said.items()
        }
        verdicts = replace(subject, limit=first, said=said).judge_positions("direct", line)
        statuses = {verdict.status for verdict in verdicts}
        return True if "breach" in statuses else None if "undetermined" in statuses else False


def undetermined(verdict: Verdict) -> Verdict:
    """Return the verdict as open, unless the law frees the subject."""
    return verdict if verdict.status == "exempt" else replace(verdict, status="undetermined")
