"""Judge a portfolio, one limit, one subject and one group after another, in exact fractions.

It is here to be obviously right, not fast: plain dicts and lists, one loop inside another, no engine code.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from operator import ge, gt, le, lt
from typing import TYPE_CHECKING, Any

from concentration.catalogue.model import AssetKind, Catalogue, DatedBound, Limit
from naive.facts import (
    ASSET_FACTS,
    HOLDING_FACTS,
    PRODUCT_FACTS,
    Row,
    asset_facts,
    evaluate,
    holding_facts,
    known_on,
    product_facts,
)
from naive.related import related_group

if TYPE_CHECKING:
    from concentration.read.portfolio import Portfolio

CAPS = ("at_most", "less_than", "forbidden")
OF_THE_PRODUCT = ("net_assets", "total_assets", "raised_balance")
OF_THE_GROUP = ("total_value", "tradable_shares")
MONEY_PUT_IN = ("market_value", "cost")


@dataclass(frozen=True)
class Range:
    """What a number can be: from `lo` to `hi`, both included; None is unbounded on that side."""

    lo: Fraction | None
    hi: Fraction | None

    def __add__(self, other: "Range") -> "Range":
        """Return what the sum of two independent numbers can be."""
        lo = None if self.lo is None or other.lo is None else self.lo + other.lo
        hi = None if self.hi is None or other.hi is None else self.hi + other.hi
        return Range(lo, hi)

    def or_nothing(self) -> "Range":
        """Return the range of a number that may not count at all."""
        return Range(
            None if self.lo is None else min(self.lo, Fraction(0)),
            None if self.hi is None else max(self.hi, Fraction(0)),
        )

    def positive_or_unknown(self) -> bool:
        """Return whether the number can be above nothing."""
        return self.hi is None or self.hi > 0


ZERO = Range(Fraction(0), Fraction(0))
ANY_AMOUNT = Range(Fraction(0), None)


@dataclass(frozen=True)
class Verdict:
    """One finding: `group` None is the subject as a whole or, with `unknown`, what has no known group."""

    limit: str | None
    as_of: date
    scope: str
    manager_id: str
    product_id: str | None
    group_by: str
    group: str | None
    unknown: bool
    status: str
    numerator: Range = ZERO
    denominator: Range | None = None
    members: tuple[str, ...] = ()


@dataclass
class Position:
    """One holding row that a limit may count: whether it does (None: unknown) and how much."""

    asset: Row
    counts: bool | None
    amount: Range
    counterparty_id: str | None

    @property
    def counted(self) -> Range:
        """Return what the row adds to a sum."""
        return self.amount if self.counts else self.amount.or_nothing()


@dataclass
class Group:
    """The positions that a limit adds up as one.

    `certain` is false where there may be no such group at all, `told` where another group with the same positions
    is reported: such a one only matters if others may join it.
    """

    key: str
    positions: list[Position]
    certain: bool = True
    told: bool = True
    party: bool = False
    members: tuple[str, ...] = ()

    @property
    def own(self) -> Range:
        """Return the sum of the positions that are known to be, or may be, in the group."""
        own = total(position.counted for position in self.positions)
        return own if self.certain else own.or_nothing()


@dataclass
class Day:
    """Everything that is known on one judged day."""

    day: date
    managers: dict[str, Row]
    products: dict[str, Row]
    assets: dict[str, Row]
    parties: dict[str, Row]
    relations: list[Row]
    holdings: dict[str, list[Row]]
    kinds: Mapping[str, AssetKind]
    lists: Mapping[str, Sequence[str]]
    all_products: bool
    partial: bool
    facts: dict[str, Row] = field(default_factory=dict)
    of_asset: dict[str, Row] = field(default_factory=dict)


def judge(portfolio: "Portfolio", catalogue: Catalogue, days: Sequence[date]) -> list[Verdict]:
    """Return every verdict of every limit on the days, passes too."""
    verdicts: list[Verdict] = []
    for day in days:
        known = open_day(portfolio, catalogue, day)
        verdicts += without_holdings(known)
        for limit, selection in zip(catalogue.limits, select(known, catalogue.limits), strict=True):
            bound = bound_on(limit, day)
            if bound is not None:
                verdicts += judge_limit(known, limit, bound, selection)
    return verdicts


def open_day(portfolio: "Portfolio", catalogue: Catalogue, day: date) -> Day:
    """Return the rows that hold on a day, with their facts."""
    rows = {name: frame.to_dicts() for name, frame in portfolio.tables.items()}
    holdings: dict[str, list[Row]] = defaultdict(list)
    for row in rows["holdings"]:
        if row["as_of"] == day:
            holdings[row["product_id"]].append(row)
    known = Day(
        day=day,
        managers=known_on(rows["managers"], "manager_id", day),
        products={row["product_id"]: row for row in rows["products"] if row["as_of"] == day},
        assets=known_on(rows["assets"], "asset_id", day),
        parties=known_on(rows.get("parties", []), "party_id", day),
        relations=rows.get("relations", []),
        holdings=holdings,
        kinds=catalogue.kinds,
        lists=catalogue.lists,
        all_products=portfolio.settings.all_products,
        partial=portfolio.settings.holdings == "partial",
    )
    for product_id, product in known.products.items():
        known.facts[product_id] = product_facts(product, known.managers[product["manager_id"]])
    for asset_id, asset in known.assets.items():
        known.of_asset[asset_id] = asset_facts(asset, catalogue.kinds, known.parties, day)
    return known


def bound_on(limit: Limit, day: date) -> DatedBound | None:
    """Return the bound in force on a day; None before the first, after the last and once repealed."""
    for bound in limit.bounds:
        starts = date.fromisoformat(bound.from_day)
        ends = date.fromisoformat(bound.until_day) if bound.until_day else date.max
        if starts <= day <= ends:
            return bound
    return None


def without_holdings(known: Day) -> list[Verdict]:
    """Return one undetermined verdict for every product that has no holdings row at all."""
    return [
        Verdict(
            None, known.day, "product", product["manager_id"], product_id, "none", None, False, "undetermined"
        )
        for product_id, product in known.products.items()
        if not known.holdings.get(product_id)
    ]


def judge_limit(known: Day, limit: Limit, bound: DatedBound, selection: "Selection") -> list[Verdict]:
    """Return the verdicts of one limit on one day for all its subjects."""
    if limit.judge_per == "tranche":
        raise NotImplementedError(limit.judge_per)
    verdicts: list[Verdict] = []
    if limit.judge_per == "product":
        for product_id in known.products:
            if known.holdings.get(product_id):
                verdicts += judge_product(known, limit, bound, product_id, selection)
    else:
        for manager_id in known.managers:
            verdicts += judge_manager(known, limit, bound, manager_id, selection)
    return verdicts


@dataclass
class Selection:
    """What the conditions of a limit say: of each product, and of each holding row of each product."""

    applies: dict[str, bool | None]
    exempt: dict[str, bool]
    left_out: dict[str, bool]
    counts: dict[str, list[bool | None]]
    every: dict[str, list[bool | None]]


def select(known: Day, limits: Sequence[Limit]) -> list[Selection]:
    """Return what the conditions of each limit say on a day."""
    product_ids = list(known.products)
    asked = [condition for limit in limits for condition in _of_products(limit)]
    answers = evaluate(asked, [known.facts[one] for one in product_ids], PRODUCT_FACTS, known.lists)
    said = dict(zip(product_ids, answers, strict=True))

    owners = [one for one in product_ids for _ in known.holdings.get(one, [])]
    rows = [held_facts(known, holding) for one in product_ids for holding in known.holdings.get(one, [])]
    wanted = [condition for limit in limits for condition in (limit.count, limit.only_if_every_holding)]
    counted = evaluate(wanted, rows, [*PRODUCT_FACTS, *ASSET_FACTS, *HOLDING_FACTS], known.lists)

    selections: list[Selection] = []
    first = 0
    for place, limit in enumerate(limits):
        frees, last = first + 1 + len(limit.exempt), first + len(_of_products(limit))
        counts: dict[str, list[bool | None]] = defaultdict(list)
        every: dict[str, list[bool | None]] = defaultdict(list)
        for product_id, answer in zip(owners, counted, strict=True):
            counts[product_id].append(answer[2 * place])
            every[product_id].append(answer[2 * place + 1])
        selections.append(
            Selection(
                applies={one: said[one][first] for one in product_ids},
                exempt={one: True in said[one][first + 1 : frees] for one in product_ids},
                left_out={one: True in said[one][frees:last] for one in product_ids},
                counts=counts,
                every=every,
            )
        )
        first = last
    return selections


def _of_products(limit: Limit) -> list[str]:
    """Return the conditions on products: whom the limit applies to, whom it frees, whom its sum leaves out."""
    return [limit.applies_to, *(one.when for one in limit.exempt), *(one.when for one in limit.leaves_out)]


def held_facts(known: Day, holding: Row) -> Row:
    """Return every fact of one holding row, of its asset and of its product."""
    asset = known.of_asset[holding["asset_id"]]
    return known.facts[holding["product_id"]] | asset | holding_facts(holding, asset, known.parties)


# The subjects


def judge_product(
    known: Day, limit: Limit, bound: DatedBound, product_id: str, selection: Selection
) -> list[Verdict]:
    """Return the verdicts of one limit for one product."""
    applies = both(
        selection.applies[product_id], every_holding(known, product_id, selection.every[product_id], limit)
    )
    if applies is False:
        return []
    subject = Subject(known, limit, bound, known.products[product_id]["manager_id"], product_id, [product_id])
    if selection.exempt[product_id]:
        return [subject.verdict("none", None, "exempt")]
    positions = positions_of(known, limit, product_id, selection.counts[product_id], selected=True)
    unexplained = missing_part(known, product_id, limit.amount)
    denominator = None
    if limit.denominator in OF_THE_PRODUCT:
        denominator = exactly(known.products[product_id][limit.denominator])
    if limit.measure == "total_assets":
        own = own_total_assets(known, product_id)
        verdicts = subject.judge_sum(own, denominator)
    else:
        verdicts = subject.judge_positions(positions, unexplained, denominator)
    return [subject.unless_certain(verdict, applies is True) for verdict in verdicts]


def judge_manager(
    known: Day, limit: Limit, bound: DatedBound, manager_id: str, selection: Selection
) -> list[Verdict]:
    """Return the verdicts of one limit for one manager, over all its products of the day."""
    its_own = [one for one, product in known.products.items() if product["manager_id"] == manager_id]
    chosen = [one for one in its_own if selection.applies[one] is not False]
    if not chosen:
        return []
    subject = Subject(known, limit, bound, manager_id, None, chosen)
    if all(selection.exempt[one] for one in chosen):
        return [subject.verdict("none", None, "exempt")]
    summed = {one: selection.applies[one] for one in chosen if not selection.left_out[one]}
    positions: list[Position] = []
    unexplained = ZERO
    denominator = ZERO
    for product_id, selected in summed.items():
        for position in positions_of(
            known, limit, product_id, selection.counts[product_id], selected=selected
        ):
            outside = negated(summed.get(position.asset["unit_of"], False))
            position.counts = both(position.counts, outside)
            if position.counts is not False:
                positions.append(position)
        unexplained += missing_part(known, product_id, limit.amount).or_nothing()
        if limit.denominator in OF_THE_PRODUCT:
            part = exactly(known.products[product_id][limit.denominator])
            denominator += part if selected else part.or_nothing()
    if not known.all_products:
        unexplained = ANY_AMOUNT
    over_products = limit.denominator in OF_THE_PRODUCT
    verdicts = subject.judge_positions(positions, unexplained, denominator if over_products else None)
    certain = any(selection.applies[one] for one in chosen)
    return [subject.unless_certain(verdict, certain) for verdict in verdicts]


def every_holding(known: Day, product_id: str, answers: Sequence[bool | None], limit: Limit) -> bool | None:
    """Return whether every holding of the product meets the condition; one worth nothing is none.

    A holding of unknown value that does not meet it may be none, and so decides nothing.
    """
    if limit.only_if_every_holding is None:
        return True
    holds: bool | None = True
    for holding, answer in zip(known.holdings[product_id], answers, strict=True):
        if holding["market_value"] is None:
            holds = both(holds, answer or None)
        elif holding["market_value"] != 0:
            holds = both(holds, answer)
    unexplained = missing_part(known, product_id, limit.amount)
    return both(holds, None) if unexplained.positive_or_unknown() else holds


def positions_of(
    known: Day, limit: Limit, product_id: str, counts: Sequence[bool | None], *, selected: bool | None
) -> list[Position]:
    """Return the holding rows of a product that the limit counts or may count."""
    if limit.amount is None:
        return []
    positions = []
    for holding, count in zip(known.holdings.get(product_id, []), counts, strict=True):
        counted = both(selected, count)
        if counted is not False:
            asset = known.of_asset[holding["asset_id"]]
            kind = known.kinds[asset["asset_kind"]]
            positions.append(
                Position(asset, counted, amount_of(holding, limit.amount, kind), holding["counterparty_id"])
            )
    return positions


def amount_of(holding: Row, column: str, kind: AssetKind) -> Range:
    """Return what an amount of a holding row can be."""
    if column in kind.lacks:
        return ZERO
    if holding[column] is not None:
        return exactly(holding[column])
    return Range(None, None) if kind.may_be_negative else ANY_AMOUNT


def missing_part(known: Day, product_id: str, amount: str | None) -> Range:
    """Return what the product may hold beside its rows, as a sum of that amount."""
    if not known.partial:
        return ZERO
    product = known.products[product_id]
    base = product["total_assets"] if product["total_assets"] is not None else product["net_assets"]
    if base is None:
        return ANY_AMOUNT
    explained = sum(
        (Fraction(holding["market_value"] or 0) for holding in known.holdings.get(product_id, [])),
        Fraction(0),
    )
    unexplained = max(Fraction(0), Fraction(base) - explained)
    if amount in MONEY_PUT_IN or unexplained == 0:
        return Range(Fraction(0), unexplained)
    return ANY_AMOUNT


def own_total_assets(known: Day, product_id: str) -> Range:
    """Return the total assets of a product, unbounded where what it holds has total assets of its own."""
    own = exactly(known.products[product_id]["total_assets"])
    assets = [known.of_asset[holding["asset_id"]] for holding in known.holdings[product_id]]
    holds_units = any(asset["asset_class"] == "product" for asset in assets)
    may_hold_units = missing_part(known, product_id, None).positive_or_unknown()
    net, whole = known.products[product_id]["net_assets"], known.products[product_id]["total_assets"]
    cannot_be_right = net is not None and whole is not None and whole < net
    return Range(own.lo, None) if holds_units or may_hold_units or cannot_be_right else own


# The verdicts


@dataclass
class Subject:
    """One limit on one day for one product or one manager."""

    known: Day
    limit: Limit
    bound: DatedBound
    manager_id: str
    product_id: str | None
    products: list[str]

    def verdict(
        self,
        group_by: str,
        group: str | None,
        status: str,
        numerator: Range = ZERO,
        *,
        denominator: Range | None = None,
        members: tuple[str, ...] = (),
        unknown: bool = False,
    ) -> Verdict:
        """Return a verdict of this subject."""
        return Verdict(
            self.limit.id,
            self.known.day,
            self.limit.judge_per,
            self.manager_id,
            self.product_id,
            group_by,
            group,
            unknown,
            status,
            numerator,
            denominator,
            members,
        )

    def unless_certain(self, verdict: Verdict, applies: bool) -> Verdict:
        """Return the verdict as it stands where the limit may not apply, or may not yet be in force."""
        unknown_day = (
            self.bound.year_only and self.known.day.year == date.fromisoformat(self.bound.from_day).year
        )
        if (applies and not unknown_day) or verdict.status in ("pass", "warning", "exempt"):
            return verdict
        return replace(verdict, status="undetermined")

    def judge_sum(self, numerator: Range, denominator: Range | None) -> list[Verdict]:
        """Return the verdict on a single sum."""
        if self.bound.comparison in CAPS and not numerator.positive_or_unknown():
            return [self.verdict("none", None, "pass", numerator, denominator=denominator)]
        status = status_of(numerator, denominator, self.bound, self.limit.warn_at)
        return [self.verdict("none", None, status, numerator, denominator=denominator)]

    def judge_positions(
        self, positions: list[Position], unexplained: Range, denominator: Range | None
    ) -> list[Verdict]:
        """Return the verdicts on all groups of the positions, or one pass where there is no group."""
        if self.limit.group_by == "none":
            whole = total(position.counted for position in positions) + unexplained
            return self.judge_sum(whole, denominator)

        groups, nowhere, homeless = self.grouped(positions)
        verdicts: list[Verdict] = []
        folded = False
        for group in groups:
            if not self.has_a_size(group):
                continue
            strangers = nowhere + homeless if group.party or self.limit.group_by != "same_asset" else []
            below = self.divisor(group.key, group.positions, denominator)
            lift = total(position.counted.or_nothing() for position in strangers) + unexplained
            lifted = Range(group.own.lo, (group.own + lift).hi)
            if not group.own.positive_or_unknown():
                continue
            alone = status_of(group.own, below, self.bound, self.limit.warn_at)
            status = status_of(lifted, below, self.bound, self.limit.warn_at)
            if alone in ("pass", "warning") and status == "undetermined":
                folded = True
            elif group.told:
                by = self.limit.group_by
                members = group.members
                verdicts.append(
                    self.verdict(by, group.key, status, lifted, denominator=below, members=members)
                )
        unknown = self.unknown_group(
            nowhere, unexplained + total(one.counted.or_nothing() for one in homeless)
        )
        if unknown.positive_or_unknown():
            below = ANY_AMOUNT if self.limit.denominator in OF_THE_GROUP else denominator
            status = status_of(unknown, below, self.bound, self.limit.warn_at)
            if folded and status != "breach":
                status = "undetermined"
            verdicts.append(
                self.verdict(self.limit.group_by, None, status, unknown, denominator=below, unknown=True)
            )
        return verdicts or [self.verdict("none", None, "pass")]

    def unknown_group(self, nowhere: list[Position], unexplained: Range) -> Range:
        """Return what one group of these positions can be: at least the largest single asset."""
        by_asset: dict[str, Range] = defaultdict(lambda: ZERO)
        for position in nowhere:
            by_asset[position.asset["asset_id"]] += position.counted
        lows = [one.lo for one in by_asset.values() if one.lo is not None]
        highs = total(one.or_nothing() for one in by_asset.values()) + unexplained
        return Range(max(lows, default=Fraction(0)), highs.hi)

    def has_a_size(self, group: Group) -> bool:
        """Return whether a limit on a share of the asset can speak of the group: a future has no size."""
        if self.limit.denominator != "total_value":
            return True
        kinds = [self.known.kinds[position.asset["asset_kind"]] for position in group.positions]
        return any("total_value" not in kind.lacks for kind in kinds)

    def divisor(self, key: str, positions: list[Position], denominator: Range | None) -> Range | None:
        """Return what the group's sum is divided by."""
        if self.limit.denominator == "total_value":
            certain = {position.asset["asset_id"] for position in positions if position.counts}
            amounts: dict[str, Range] = defaultdict(lambda: ZERO)
            for position in positions:
                amounts[position.asset["asset_id"]] += position.amount
            possible = {asset_id for asset_id, amount in amounts.items() if amount.positive_or_unknown()}
            sizes = {asset_id: exactly(self.known.of_asset[asset_id]["total_value"]) for asset_id in possible}
            if possible and not certain & possible:
                # Whoever is in the group has a size: at least that of the smallest.
                smallest = min(size.lo or Fraction(0) for size in sizes.values())
                return Range(smallest, total(sizes.values()).hi)
            return total(sizes[one] if one in certain else sizes[one].or_nothing() for one in possible)
        if self.limit.denominator == "tradable_shares":
            lines = [
                asset
                for asset in self.known.of_asset.values()
                if asset["issuer_id"] == key
                and "tradable_shares" not in self.known.kinds[asset["asset_kind"]].lacks
            ]
            return total(exactly(line["tradable_shares"]) for line in lines)
        return denominator

    def grouped(self, positions: list[Position]) -> tuple[list[Group], list[Position], list[Position]]:
        """Return the groups, the positions whose group is unknown, and those that may have one besides."""
        if self.limit.group_by == "same_asset":
            return self.same_assets(positions)
        found: dict[str, list[Position]] = defaultdict(list)
        nowhere: list[Position] = []
        for position in positions:
            key, applies = key_of(position, self.limit.group_by, self.known.kinds)
            if key is not None:
                found[key].append(position)
            elif applies:
                nowhere.append(position)
        return [Group(key, found[key]) for key in sorted(found)], nowhere, []

    def same_assets(self, positions: list[Position]) -> tuple[list[Group], list[Position], list[Position]]:
        """Return the groups of one asset in law: by party and its related parties, else by itself."""
        alone: dict[str, list[Position]] = defaultdict(list)
        merged: list[Position] = []
        unclear: list[Position] = []
        for position in positions:
            if position.asset["same_asset"] == "party":
                merged.append(position)
                continue
            alone[position.asset["asset_id"]].append(position)
            if position.asset["same_asset"] is None:
                unclear.append(position)
        groups = [Group(asset_id, alone[asset_id], members=(asset_id,)) for asset_id in sorted(alone)]

        government = {one for one, party in self.known.parties.items() if party["kind"] == "government"}
        seen = [(group, {id(one) for one in group.positions}) for group in groups]
        for party in sorted({one.asset["issuer_id"] for one in merged + unclear} - {None}):
            family = related_group(party, self.known.relations, government, self.known.day)
            certain = [one for one in merged if one.asset["issuer_id"] in family]
            doubtful = [one for one in unclear if one.asset["issuer_id"] in family]
            contributing = {id(one) for one in certain + doubtful}
            held = any(one.counts and one.asset["issuer_id"] == party for one in certain)
            same = next((known for known, positions in seen if positions == contributing), None)
            if same is not None and same.party:
                same.certain = same.certain or held
                continue
            positions = certain + [replace(one, counts=None) for one in doubtful]
            told = same is None
            group = Group(party, positions, held, told=told, party=True, members=tuple(sorted(family)))
            seen.append((group, contributing))
            groups.append(group)
        nowhere = [one for one in merged if one.asset["issuer_id"] is None]
        homeless = [one for one in unclear if one.asset["issuer_id"] is None]
        return groups, nowhere, homeless


def key_of(position: Position, group_by: str, kinds: Mapping[str, AssetKind]) -> tuple[str | None, bool]:
    """Return the group of a position, None if unknown, and whether it can have such a group at all."""
    asset = position.asset
    lacks = kinds[asset["asset_kind"]].lacks
    if group_by == "asset":
        return asset["asset_id"], True
    if group_by == "company":
        return asset["issuer_id"], "issuer_id" not in lacks
    if group_by == "fund":
        return asset["umbrella_id"] or asset["asset_id"], True
    if group_by == "market":
        return asset["country"], "country" not in lacks
    if group_by == "class":
        return asset["test_class"], True
    if group_by == "counterparty":
        return position.counterparty_id, True
    raise NotImplementedError(group_by)


BEYOND = {"at_most": gt, "less_than": ge, "at_least": lt, "more_than": le}


def status_of(
    numerator: Range, denominator: Range | None, bound: DatedBound, warn_at: Fraction | None
) -> str:
    """Return breach if every value is beyond the bound, pass or warning if none is, else undetermined."""
    if bound.comparison == "forbidden":
        return "breach" if numerator.lo is not None and numerator.lo > 0 else "undetermined"
    below = denominator if denominator is not None else Range(Fraction(1), Fraction(1))
    if bound.value is None or below.lo is None or below.lo <= 0:
        return "undetermined"
    line = Range(bound.value * below.lo, None if below.hi is None else bound.value * below.hi)
    is_cap = bound.comparison in CAPS
    best, worst = (numerator.lo, numerator.hi) if is_cap else (numerator.hi, numerator.lo)
    wide, narrow = (line.hi, line.lo) if is_cap else (line.lo, line.hi)
    beyond = BEYOND[bound.comparison]
    if best is not None and wide is not None and beyond(best, wide):
        return "breach"
    if worst is None or narrow is None or beyond(worst, narrow):
        return "undetermined"
    past_the_warning_line = gt if is_cap else lt
    return "warning" if warn_at is not None and past_the_warning_line(worst, warn_at * narrow) else "pass"


# Small words


def exactly(value: Any) -> Range:
    """Return the range of a cell: one number, or any amount where the cell is empty."""
    return ANY_AMOUNT if value is None else Range(Fraction(value), Fraction(value))


def total(parts: Iterable[Range]) -> Range:
    """Return what the sum of independent numbers can be."""
    sum_ = ZERO
    for part in parts:
        sum_ += part
    return sum_


def both(one: bool | None, other: bool | None) -> bool | None:
    """Return SQL's AND."""
    if one is False or other is False:
        return False
    return None if one is None or other is None else True


def negated(one: bool | None) -> bool | None:
    """Return SQL's NOT."""
    return None if one is None else not one
