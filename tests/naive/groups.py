"""The holdings that a limit counts, and which of them it adds up as one."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from naive.day import MONEY_PUT_IN, Day, amount_of, hidden_amount
from naive.facts import Row
from naive.lookthrough import Exposure
from naive.ranges import Range, total
from naive.related import related_group


@dataclass(frozen=True)
class Position:
    """One row that a limit may count: whether it does (None: unknown), for which product, and how much.

    `value` is its market value. `asset` is None for something of which nothing is known but its value. `test_class` is
    what it counts as by its nature, where that is known. `inside`: a held product holds it. `estimate` is the amount
    with another one in the place of what is not known.
    """

    product_id: str
    asset: Row | None
    counts: bool | None
    amount: Range
    value: Range
    estimate: Range
    counterparty_id: str | None = None
    tranche_id: str | None = None
    inside: bool = False
    gap: bool = False
    test_class: str | None = None

    @property
    def counted(self) -> Range:
        """Return what the row adds to a sum."""
        return self.amount if self.counts else self.amount.or_nothing()

    @property
    def estimated(self) -> Range:
        """Return what the row adds to a sum of estimates."""
        return self.estimate if self.counts else self.estimate.or_nothing()

    def perhaps(self) -> "Position":
        """Return the position where it may not count after all."""
        return replace(self, counts=None)


def position_of(
    known: Day, product_id: str, exposure: Exposure, counts: bool | None, amount: str, instead: str | None
) -> Position:
    """Return an exposure as a position; `instead` is the amount that stands in where the first is not known."""
    inside = bool(exposure.path)
    if exposure.holding is None:
        assert exposure.hidden is not None
        hidden = hidden_amount(exposure.hidden, amount).times(exposure.share)
        stands_in = hidden_amount(exposure.hidden, instead or amount).times(exposure.share)
        value = exposure.hidden.times(exposure.share)
        return Position(product_id, None, counts, hidden, value, stands_in, inside=inside)
    holding = exposure.holding
    added = amount_of(known, holding, amount)
    known_amount = added.lo is not None and added.lo == added.hi
    return Position(
        product_id,
        known.of_asset[holding["asset_id"]],
        counts,
        added.times(exposure.share),
        amount_of(known, holding, "market_value").times(exposure.share),
        (added if known_amount or instead is None else amount_of(known, holding, instead)).times(
            exposure.share
        ),
        holding["counterparty_id"],
        holding["tranche_id"],
        inside,
        exposure.gap,
    )


def without_a_name(position: Position, amount: str) -> Position:
    """Return an opaque unit as something of which nothing is known but its value, and its nature."""
    assert position.asset is not None
    hidden = position.amount if amount in MONEY_PUT_IN else hidden_amount(position.value, amount)
    nature = position.asset["test_class"]
    return replace(position, asset=None, amount=hidden, estimate=hidden, test_class=nature)


@dataclass
class Group:
    """The positions that a limit adds up as one.

    `certain` is false where there may be no such group at all, `told` where another group with the same positions
    is reported: such a one only matters if others may join it. `party`: an unknown party may join it.
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

    @property
    def assets(self) -> dict[str, list[Position]]:
        """Return the positions of each asset in the group."""
        return by_asset(self.positions)


def by_asset(positions: Iterable[Position]) -> dict[str, list[Position]]:
    """Return the positions of each asset that has a name."""
    found: dict[str, list[Position]] = defaultdict(list)
    for position in positions:
        if position.asset is not None:
            found[position.asset["asset_id"]].append(position)
    return found


@dataclass
class Grouped:
    """Positions in groups, and those that may belong to others.

    `nowhere` have a group that is not known, `homeless` may have one beside their own, and `nameless` may be in any.
    """

    groups: list[Group]
    nowhere: list[Position]
    homeless: list[Position]
    nameless: list[Position]

    def strangers(self, group: Group) -> list[Position]:
        """Return the positions that may be in the group beside its own."""
        return self.nameless + (self.nowhere + self.homeless if group.party else [])


def grouped(known: Day, positions: Sequence[Position], group_by: str) -> Grouped:
    """Return the groups of the positions."""
    named = [one for one in positions if one.asset is not None]
    nameless = [one for one in positions if one.asset is None]
    if group_by == "same_asset":
        return _same_assets(known, named, nameless)
    if group_by == "related_party":
        with_issuer = [one for one in named if _key_of(known, one, "company")[1]]
        units = [
            one
            for one in with_issuer
            if _issuer(one) is None and one.asset["asset_class"] in ("fund", "product")
        ]
        alone = [Group(key, rows, members=(key,)) for key, rows in sorted(by_asset(units).items())]
        groups = alone + _families(known, with_issuer, [], [])
        nowhere = [one for one in with_issuer if _issuer(one) is None and one not in units]
        return Grouped(groups, nowhere, [], nameless)
    found: dict[str, list[Position]] = defaultdict(list)
    nowhere = []
    for position in named:
        key, applies = _key_of(known, position, group_by)
        if key is not None:
            found[key].append(position)
        elif applies:
            nowhere.append(position)
    for position in nameless:
        if group_by == "class" and position.test_class is not None:
            found[position.test_class].append(position)
    if group_by == "class":
        nameless = [one for one in nameless if one.test_class is None]
    groups = [Group(key, found[key], party=True) for key in sorted(found)]
    return Grouped(groups, nowhere, [], nameless)


def _key_of(known: Day, position: Position, group_by: str) -> tuple[str | None, bool]:
    """Return the group of a position, None if unknown, and whether it can have such a group at all."""
    asset = position.asset
    assert asset is not None
    lacks = known.kind_of(asset["asset_id"]).lacks
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


def _same_assets(known: Day, positions: Sequence[Position], nameless: list[Position]) -> Grouped:
    """Return the groups of one asset in law: by party and its related parties, else by itself."""
    alone: dict[str, list[Position]] = defaultdict(list)
    merged: list[Position] = []
    unclear: list[Position] = []
    for position in positions:
        assert position.asset is not None
        if position.asset["same_asset"] == "party":
            merged.append(position)
            continue
        alone[position.asset["asset_id"]].append(position)
        if position.asset["same_asset"] is None:
            unclear.append(position)
    by_themselves = [Group(asset_id, alone[asset_id], members=(asset_id,)) for asset_id in sorted(alone)]
    families = _families(known, merged, unclear, by_themselves)
    nowhere = [one for one in merged if _issuer(one) is None]
    homeless = [one for one in unclear if _issuer(one) is None]
    return Grouped(by_themselves + families, nowhere, homeless, nameless)


def _families(
    known: Day, merged: list[Position], unclear: list[Position], others: Iterable[Group]
) -> list[Group]:
    """Return a group for each party that is held, with all that its related parties owe or issued.

    `unclear` are positions that may be merged or not. A group with the positions of another one is not told again.
    """
    government = {one for one, party in known.parties.items() if party["kind"] == "government"}
    seen = [(group, {id(one) for one in group.positions}) for group in others]
    families: list[Group] = []
    for party in sorted({issuer for one in merged + unclear if (issuer := _issuer(one))}):
        family = related_group(party, known.relations, government, known.day)
        certain = [one for one in merged if _issuer(one) in family]
        doubtful = [one for one in unclear if _issuer(one) in family]
        contributing = {id(one) for one in certain + doubtful}
        held = any(one.counts and _issuer(one) == party for one in certain)
        same = next((group for group, positions in seen if positions == contributing), None)
        if same is not None and same.party:
            same.certain = same.certain or held
            continue
        joined = certain + [one.perhaps() for one in doubtful]
        told = same is None
        group = Group(party, joined, held, told=told, party=True, members=tuple(sorted(family)))
        seen.append((group, contributing))
        families.append(group)
    return families


def _issuer(position: Position) -> str | None:
    assert position.asset is not None
    return position.asset["issuer_id"]  # type: ignore[no-any-return]
