"""One limit on one subject: what is measured of it, and what is said of that."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Literal

from concentration.catalogue.model import DatedBound, Limit
from naive.conditions import OfProduct, Truth, unset_settings
from naive.day import Day, missing_part
from naive.figures import figure
from naive.groups import Group, Grouped, Position, by_asset, grouped, position_of, without_a_name
from naive.lookthrough import Exposure
from naive.ranges import ANY_AMOUNT, ZERO, Range, both, exactly, negated, number, total
from naive.verdicts import CAPS, Verdict, status_of

OF_THE_GROUP = ("total_value", "tradable_shares")
COUNTED_GROUPS = {"count of assets": "same_asset", "count of funds": "fund"}

View = Literal["direct", "replaced", "second"]
"""Which holdings are judged: direct ones, those inside held products in the place of units, or these as advice."""


@dataclass(frozen=True)
class Subject:
    """One limit on one day for one product, tranche or manager.

    `summed` are the products whose holdings are added up, each with whether it is sure that it is one of them.
    """

    known: Day
    limit: Limit
    manager_id: str
    summed: dict[str, Truth]
    said: dict[str, OfProduct]
    held: dict[str, list[Exposure]]
    product_id: str | None = None
    tranche_id: str | None = None

    def judge(self, bound: DatedBound) -> list[Verdict]:
        """Return the verdicts under one value: on what is held directly and, for a cap, through held products."""
        if self.limit.amount is None:
            return self.judge_sum(self.own_figure(bound.measure), bound)
        if self.limit.through == "replace":
            return self.judge_positions("replaced", bound)
        verdicts = self.judge_positions("direct", bound)
        if self.limit.judge_per != "tranche" and bound.comparison in ("at_most", "less_than"):
            verdicts += [replace(one, through=True) for one in self.judge_positions("second", bound)]
        return verdicts

    def verdict(self, status: str, numerator: Range = ZERO, denominator: Range | None = None) -> Verdict:
        """Return a verdict on the subject as a whole."""
        return Verdict(
            limit=self.limit.id,
            as_of=self.known.day,
            scope=self.limit.judge_per,
            manager_id=self.manager_id,
            product_id=self.product_id,
            tranche_id=self.tranche_id,
            status=status,
            numerator=numerator,
            denominator=denominator,
        )

    # Numbers that are no sums of holdings

    def own_figure(self, measure: str) -> Range:
        """Return what is measured where it is no sum of amounts of holdings."""
        if measure == "count of products":
            counted = [both(sure, self.said[one].counts) for one, sure in self.summed.items()]
            many = total(one_or_perhaps(counts) for counts in counted)
            return many if self.known.all_products else Range(many.lo, None)
        assert self.product_id is not None
        if measure == "the product itself":
            return one_or_perhaps(self.said[self.product_id].counts)
        if measure in COUNTED_GROUPS:
            return self.number_of_groups(COUNTED_GROUPS[measure])
        return figure(self.known, measure, self.product_id)

    def number_of_groups(self, group_by: str) -> Range:
        """Return how many groups of positive value there are.

        What may stand by itself or be merged is one for sure where its party brings nothing else.
        """
        positions = self.positions("direct", "market_value")
        found = grouped(self.known, positions, group_by)
        told = [group for group in found.groups if group.told]
        both_ways = [group.assets.keys() for group in found.groups if not group.told]
        least = sum(
            group.own.positive() and (not may_be_merged(group) or group.assets.keys() in both_ways)
            for group in told
        )
        if any(one.counts and one.amount.positive() for one in positions):
            least = max(least, 1)
        homeless = {
            one.asset["asset_id"] for one in found.nowhere if one.asset and one.counted.positive_or_unknown()
        }
        most = sum(group.own.positive_or_unknown() for group in told) + len(homeless)
        more = self.unexplained("market_value").positive_or_unknown()
        return Range(Fraction(least), None if more else Fraction(most))

    def denominator(self) -> Range | None:
        """Return what the subject's numbers are divided by; None where it is nothing, or of the group."""
        name = self.limit.denominator
        if name is None or name in OF_THE_GROUP:
            return None
        if name == "products":
            return total(one_or_perhaps(sure) for sure in self.summed.values())
        if name == "held_value":
            rows = [one.amount for one in self.seen("direct", "market_value")]
            return total(rows) + self.unexplained("market_value")
        cells = [(exactly(self.known.products[one][name]), sure) for one, sure in self.summed.items()]
        return total(cell if sure else cell.or_nothing() for cell, sure in cells)

    # Holdings

    def positions(self, view: View, amount: str) -> list[Position]:
        """Return the holdings of a view that the limit counts or may count."""
        return [position for position in self.seen(view, amount) if position.counts is not False]

    def seen(self, view: View, amount: str) -> Iterator[Position]:
        """Return every holding of a view, those that do not count too.

        In the place of held products an opaque unit is what nobody knows it to be; elsewhere it is an asset of its own,
        and only what is known to be inside is added.
        """
        instead = self.limit.where_unknown.take if self.limit.where_unknown else None
        for product_id, sure in self.summed.items():
            for exposure, said in zip(self.held[product_id], self.said[product_id].exposures, strict=True):
                if not self.is_seen(exposure, view):
                    continue
                position = position_of(self.known, product_id, exposure, said.counts, amount, instead)
                if exposure.opaque and view == "replaced":
                    position = without_a_name(position, amount)
                counts = said.counts if position.asset is not None else said.nameless
                yield replace(position, counts=both(counts, both(sure, self.stays(exposure))))

    def is_seen(self, exposure: Exposure, view: View) -> bool:
        """Return whether a view shows an exposure."""
        if self.tranche_id is not None and (exposure.holding or {}).get("tranche_id") != self.tranche_id:
            return False
        if view == "direct":
            return not exposure.path
        return not exposure.looked_through and (view == "replaced" or exposure.holding is not None)

    def stays(self, exposure: Exposure) -> Truth:
        """Return whether an exposure stays in the sum: units of summed products leave, with all that is inside."""
        if self.product_id is not None:
            return True
        unit_of = self.known.assets[exposure.holding["asset_id"]]["product_id"] if exposure.holding else None
        stays: Truth = True
        for product_id, sure in self.summed.items():
            if product_id in (*exposure.path, unit_of):
                stays = both(stays, negated(sure))
        return stays

    def unexplained(self, amount: str, view: View = "direct") -> Range:
        """Return what the products may hold beside their rows, and what products that are not here may hold.

        The second view only adds what is known to be inside: what is missing is said of what is held directly.
        """
        if view == "second":
            return ZERO
        if self.product_id is None and not self.known.all_products:
            return ANY_AMOUNT
        return total(missing_part(self.known, one, amount).or_nothing() for one in self.summed)

    # Verdicts

    def judge_sum(self, numerator: Range, bound: DatedBound) -> list[Verdict]:
        """Return the verdict on a single sum."""
        denominator = self.denominator()
        if bound.comparison in CAPS and not numerator.positive_or_unknown():
            return [self.verdict("pass", numerator, denominator)]
        status = status_of(numerator, denominator, bound, self.limit.warn_at)
        return [self.verdict(status, numerator, denominator)]

    def judge_positions(self, view: View, bound: DatedBound) -> list[Verdict]:
        """Return the verdicts on all groups of a view of the holdings; on a second view, on those it enlarges.

        Where there is no group there is one pass, and nothing to say of the second view.
        """
        amount = self.limit.amount
        assert amount is not None
        positions = self.positions(view, amount)
        if bound.comparison == "forbidden" and view != "direct":
            positions = [
                one.perhaps() if one.gap else one for one in positions if one.asset is not None or one.gap
            ]
        if view == "second" and not any(enlarges(one) for one in positions):
            return []
        if self.limit.group_by == "none" or unset_settings(self.known, self.limit.count):
            whole = Sum(positions, self.unexplained(amount, view))
            return self.judge_sum(self.settled(whole, bound), bound)
        found = grouped(self.known, positions, self.limit.group_by)
        verdicts, folded = self.judge_groups(found, view, bound)
        verdicts += self.judge_unknown(found, view, bound, folded)
        return verdicts or ([] if view == "second" else [self.verdict("pass")])

    def judge_groups(self, found: Grouped, view: View, bound: DatedBound) -> tuple[list[Verdict], bool]:
        """Return the verdicts on the groups, and whether one is undetermined only for what may join it."""
        unexplained = self.unexplained(self.limit.amount or "", view)
        verdicts: list[Verdict] = []
        folded = False
        for group in found.groups:
            joining = [] if view == "second" else found.strangers(group)
            if view == "second" and not any(enlarges(one) for one in group.positions + joining):
                continue
            if not self.has_a_size(group) or not group.own.positive_or_unknown():
                continue
            below = self.divisor(group)
            own = Sum(group.positions, ZERO, certain=group.certain)
            lifted = replace(own, joining=joining, unexplained=unexplained)
            if not self.may_be_held_by_enough(lifted):
                continue
            alone = status_of(self.settled(own, bound), below, bound, self.limit.warn_at)
            numerator = self.settled(lifted, bound)
            status = status_of(numerator, below, bound, self.limit.warn_at)
            if status == "undetermined" and (
                alone in ("pass", "warning") or not self.may_be_held_by_enough(own)
            ):
                folded = True
            elif group.told and (view != "second" or any(enlarges(one) for one in group.positions)):
                whole = self.verdict(status, numerator, below)
                by = self.limit.group_by
                verdicts.append(replace(whole, group_by=by, group=group.key, members=group.members))
        return verdicts, folded

    def judge_unknown(self, found: Grouped, view: View, bound: DatedBound, folded: bool) -> list[Verdict]:
        """Return the verdict on what has no known group: at least the largest of its assets, at most all of it."""
        if view == "second":  # only what is known inside makes a second finding
            return []
        loose = found.nowhere + found.homeless + found.nameless
        lows = [
            self.settled(Sum(positions, ZERO), bound).lo for positions in by_asset(found.nowhere).values()
        ]
        everything = Sum([], self.unexplained(self.limit.amount or "", view), joining=loose)
        highest = self.settled(everything, bound).hi
        unknown = Range(max((low for low in lows if low is not None), default=Fraction(0)), highest)
        if not unknown.positive_or_unknown():
            return []
        below = ANY_AMOUNT if self.limit.denominator in OF_THE_GROUP else self.denominator()
        status = status_of(unknown, below, bound, self.limit.warn_at)
        if not self.may_be_held_by_enough(everything):
            status = "pass"
        if folded and status != "breach":
            status = "undetermined"
        verdict = self.verdict(status, unknown, below)
        return [replace(verdict, group_by=self.limit.group_by, unknown=True)]

    def settled(self, summed: "Sum", bound: DatedBound) -> Range:
        """Return what a sum can be: with estimates of what is unknown as long as these stay within their line.

        What only perhaps enough products hold may be no group at all.
        """
        amount = summed.amount()
        if self.limit.where_unknown is not None:
            assert bound.value is not None, "estimates stand under an amount"
            estimate = summed.estimate()
            if estimate.hi is not None and estimate.hi <= self.limit.where_unknown.up_to * bound.value:
                amount = estimate
        needed = self.limit.at_least_products
        if needed is None or len(summed.holders(sure=True)) >= needed:
            return amount
        return amount.or_nothing()

    def may_be_held_by_enough(self, summed: "Sum") -> bool:
        """Return whether so many products may hold a group as the limit asks for."""
        needed = self.limit.at_least_products
        if needed is None:
            return True
        holders = summed.holders(sure=False)
        if summed.unexplained != ZERO:
            if not self.known.all_products:
                return True
            holders |= {
                one for one in self.summed if missing_part(self.known, one, None).positive_or_unknown()
            }
        return len(holders) >= needed

    def has_a_size(self, group: Group) -> bool:
        """Return whether a limit on a share of the asset can speak of the group: a future has no size."""
        if self.limit.denominator != "total_value":
            return True
        return any("total_value" not in self.known.kind_of(one).lacks for one in group.assets)

    def divisor(self, group: Group) -> Range | None:
        """Return what the group's sum is divided by."""
        if self.limit.denominator == "total_value":
            return self.size(group)
        if self.limit.denominator == "tradable_shares":
            lines = [
                asset
                for asset in self.known.of_asset.values()
                if asset["issuer_id"] == group.key
                and "tradable_shares" not in self.known.kind_of(asset["asset_id"]).lacks
            ]
            return total(exactly(line["tradable_shares"]) for line in lines)
        return self.denominator()

    def size(self, group: Group) -> Range:
        """Return the size of a group: the sum over its members that are held."""
        held = {asset: total(one.amount for one in rows) for asset, rows in group.assets.items()}
        possible = {asset for asset, amount in held.items() if amount.positive_or_unknown()}
        certain = {asset for asset in possible if any(one.counts for one in group.assets[asset])}
        sizes = {asset: exactly(self.known.of_asset[asset]["total_value"]) for asset in possible}
        if possible and not certain:
            # Whoever is in the group has a size: at least that of the smallest.
            smallest = min(size.lo or Fraction(0) for size in sizes.values())
            return Range(smallest, total(sizes.values()).hi)
        return total(size if asset in certain else size.or_nothing() for asset, size in sizes.items())


@dataclass(frozen=True)
class Sum:
    """What is added up: positions, those that may join them, and what the rows leave unexplained."""

    positions: list[Position]
    unexplained: Range
    joining: list[Position] = field(default_factory=list)
    certain: bool = True

    def amount(self) -> Range:
        """Return what the sum can be."""
        return self._of([one.counted for one in self.positions], [one.counted for one in self.joining])

    def estimate(self) -> Range:
        """Return what the sum can be with estimates of unknown amounts."""
        return self._of([one.estimated for one in self.positions], [one.estimated for one in self.joining])

    def _of(self, own: list[Range], joining: list[Range]) -> Range:
        sum_ = total(own) if self.certain else total(own).or_nothing()
        return Range(sum_.lo, (sum_ + total(one.or_nothing() for one in joining) + self.unexplained).hi)

    def holders(self, *, sure: bool) -> set[str]:
        """Return the products that hold some of it: those that certainly do, or those that may."""
        if sure:
            return (
                {one.product_id for one in self.positions if one.counts and one.value.positive()}
                if self.certain
                else set()
            )
        return {one.product_id for one in [*self.positions, *self.joining] if one.value.positive_or_unknown()}


def enlarges(position: Position) -> bool:
    """Return whether a held product holds it and it may add to a sum."""
    return position.inside and position.counted.positive_or_unknown()


def may_be_merged(group: Group) -> bool:
    """Return whether it is not known if what stands by itself is merged over a party."""
    return not group.party and any(one.asset and one.asset["same_asset"] is None for one in group.positions)


def one_or_perhaps(holds: Truth) -> Range:
    """Return what something adds to a number of things."""
    return number(1) if holds else number(0) if holds is False else Range(Fraction(0), Fraction(1))
