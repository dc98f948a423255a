"""What travels from step to step: each value names its frames and their columns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

import polars as pl

from concentration.catalogue.bounds import written
from concentration.catalogue.model import Limit
from concentration.words.message import Message


@dataclass(frozen=True)
class Connected:
    """The facts of the judged days, from `connect` (whole, or narrowed to some managers by `of_managers`).

    `products`: one row per day and product with `product`, `manager` (UInt32 places), `as_of`, `product_name`,
    `product_row` (line in the file), `manager_name`, `parent` (place of the manager's parent), `household` (managers
    joined by parents stand together), every fact of products and managers, and its coverage: `holdings`
    (rows), `held_value`, `covered`, `unexplained` (Int128 millionths of a yuan), `unexplained_open`.
    `assets`: one row per day and asset with `asset` (UInt32 place), `as_of`, `asset_name`, `asset_row`, every fact of
    assets, kinds and issuers, `same_asset` (party, itself, NULL), `may_be_negative`, `look_through`,
    `valued_by_exposure`, `trading_days_left_at_least`, `working_days_left_at_least`.
    `holdings`: `product`, `asset`, `row`, `market_value`, and those columns that the limits need and that say anything.
    `links`: `asset`, `group`, `own`, `certain_link`. `groups`: `group`, `as_of`, `group_id`, `group_name`, `members`.
    `counterparties`: `as_of`, `counterparty_id`, `counterparty_name` and the facts of the party.
    `managers`: `manager`, `as_of`, `manager_id`, `manager_name`; parents without products too.
    `tranches`: `tranche`, `product`, `tranche_id`. `issuer_links`, `issuers`: like `links` and `groups`, of the issuers
    of all held assets; empty unless asked for.
    """

    products: pl.DataFrame
    assets: pl.DataFrame
    holdings: pl.DataFrame
    links: pl.DataFrame
    groups: pl.DataFrame
    counterparties: pl.DataFrame
    managers: pl.DataFrame
    tranches: pl.DataFrame
    issuer_links: pl.DataFrame
    issuers: pl.DataFrame


@dataclass(frozen=True)
class Through:
    """What the products hold, looked through: from `lookthrough`, of all managers together.

    `connected`: the same products, links, groups and counterparties. Its assets are followed by a residual asset for
    each unit that is looked through: every fact NULL but its id and name. Its holdings are those that are not looked
    through, and for each pair those of the inner product, with the outer one as `product`; amounts are the inner
    product's own. Added columns: `pair` (UInt32, 0: held directly), `opaque` (Boolean: nobody knows what is inside),
    `gap` (Boolean: one could know, were a net asset value or the value of the units not missing).
    `pairs`: `pair`, `product`, `holder` (UInt32 places): a product, and one inside it whose holdings it brings.
    `shares`: by pair, the share of all that the holder has that belongs to the product; `shares[0]` is 1.
    `total_assets`: `product`, `lower`, `upper` (Int128 millionths rounded outwards, NULL upper: any amount), looked
    through, of the products that hold units; `exact_total_assets` the same, exactly.
    `transparency`: a row for each product that holds units: `product`, `looked_through`, `opaque` (Decimal(38, 12), of
    its net assets; NULL: unknown), `opaque_by` (`asset_id`, `path`, `ratio`, `why`, the largest first).
    `edges`: product → the products it holds directly → share; `strongest`: product → every product inside it → the
    largest share along one path. `product_ids` names the products of both.
    """

    connected: Connected
    pairs: pl.DataFrame
    shares: tuple[Fraction, ...]
    total_assets: pl.DataFrame
    exact_total_assets: Mapping[int, tuple[Fraction, Fraction | None]]
    transparency: pl.DataFrame
    edges: Mapping[int, Mapping[int, Fraction]]
    strongest: Mapping[int, Mapping[int, Fraction]]
    product_ids: Mapping[int, str]
    notes: tuple[Message, ...]


@dataclass(frozen=True)
class Waiver:
    """A row of the table of waivers: what was approved, for whom, up to where, on which days (both included).

    `file` and `row` are where it stands. Just one of `product_id` and `manager_id` is there; without `group_id` it
    covers every group. `up_to` is as it was written, `lines` is what that means in each unit of the limit's bounds in
    which it means anything. `first` is None where it has always been in force.
    """

    file: str
    row: int
    limit: str
    product_id: str | None
    manager_id: str | None
    group_id: str | None
    up_to: str
    lines: Mapping[str, Fraction]
    reason: str
    approved_by: str
    first: date | None
    expires: date

    def in_force_on(self, day: date) -> bool:
        """Return whether a day lies within its days."""
        return (self.first is None or self.first <= day) and day <= self.expires

    @property
    def line(self) -> str:
        """Its line as the bounds of limits are written; as it stands where its limit is judged in several units."""
        if len(self.lines) != 1:
            return self.up_to
        [(unit, value)] = self.lines.items()
        return written(value, unit)


@dataclass(frozen=True)
class Pairs:
    """Products inside products, by the `pair` of rows: the share of all that the inner one has, and both places.

    The first is no pair: what is held directly.
    """

    shares: Sequence[Fraction] = ()
    between: Sequence[tuple[int, int]] = ()


@dataclass(frozen=True)
class Measured:
    """What one limit measures, for a range of managers.

    `bounds`: which dated values are in force on the judged days.
    `subjects`: one row a subject that the limit applies to or may apply to: `subject` (UInt32: place of the product, or
    of the manager on a day), `applies` (TRUE or NULL), `exemption` (Int32, which one frees it), `bound` (Int32, which
    dated value is in force), `denominator_lower`, `denominator_upper` (Int128, NULL upper: any amount), `lift_all`,
    `lift_party` (Int128, what unknown holdings may add to any of its groups, or to its merged groups; NULL: any
    amount).
    `groups`: `subject`, `key`, `lower`, `upper`, `denominator_lower`, `denominator_upper`. A NULL key is the group of
    the unknown; keys from `party_keys_from` on are those that an unknown party may belong to.
    `rows`: the holdings that count or may count: `subject`, `key`, `product`, `asset`, `row`,
    `linked` (FALSE where it may not belong to the group), `certain`, `amount`.
    `labels`: what a key is called: `key`, `as_of`, `group_id`, `group_name`, `members`.
    `count_facts`, `subject_facts`: the facts that decide which holdings count, and whom the limit applies to.
    `left_out`: `subject`, `key`, `left_out` (Int128): what the holdings of the products that leave a manager's sum come
    to; None where none leaves it.
    `doubtful`: `subject`, `product`: the products of which it is not known whether the limit speaks of them.
    `exact`: sums that are no whole millionths, by subject and key: both ends in millionths, None: open.
    `pairs`: what part of the amounts of `rows` belongs to the subject, by their `pair`; empty where all is direct.
    `is_second`: the sum through held products of a limit that is judged by direct holdings; `groups` then say whether a
    held product contributes (`inside`).
    `triggers`: `subject`, `group_id`, `lower`, `denominator` (Int128) of the groups that set the limit off, None: no
    trigger.
    `unset`: the settings that nobody has made and on which it hangs what counts.
    """

    place: int
    limit: Limit
    bounds: tuple[int, ...]
    subjects: pl.DataFrame
    groups: pl.LazyFrame
    rows: pl.LazyFrame
    labels: pl.DataFrame
    party_keys_from: int
    count_facts: frozenset[str]
    subject_facts: frozenset[str]
    doubtful: pl.LazyFrame
    left_out: pl.LazyFrame | None = None
    exact: Mapping[tuple[int, int | None], tuple[Fraction | None, Fraction | None]] = field(
        default_factory=dict
    )
    pairs: Pairs = Pairs()
    is_second: bool = False
    triggers: pl.DataFrame | None = None
    unset: tuple[str, ...] = ()
