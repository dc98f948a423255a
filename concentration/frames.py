"""What travels from step to step: each value names its frames and their columns."""

from dataclasses import dataclass

import polars as pl

from concentration.catalogue.model import Limit


@dataclass(frozen=True)
class Connected:
    """The facts of the judged days, from `connect` (whole, or narrowed to some managers by `of_managers`).

    `products`: one row per day and product with `product`, `manager` (UInt32 places), `as_of`, `product_name`,
    `product_row` (line in the file), `manager_name`, every fact of products and managers, and its coverage: `holdings`
    (rows), `held_value`, `covered`, `unexplained` (Int128 millionths of a yuan), `unexplained_open`.
    `assets`: one row per day and asset with `asset` (UInt32 place), `as_of`, `asset_name`, `asset_row`, every fact of
    assets, kinds and issuers, `same_asset` (party, itself, NULL), `may_be_negative`, `look_through`,
    `trading_days_left_at_least`, `working_days_left_at_least`.
    `holdings`: `product`, `asset`, `row`, `market_value`, and those columns that the limits need and that say anything.
    `links`: `asset`, `group`, `own`, `certain_link`. `groups`: `group`, `as_of`, `group_id`, `group_name`, `members`.
    `counterparties`: `as_of`, `counterparty_id`, `counterparty_name` and the facts of the party.
    """

    products: pl.DataFrame
    assets: pl.DataFrame
    holdings: pl.DataFrame
    links: pl.DataFrame
    groups: pl.DataFrame
    counterparties: pl.DataFrame


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
