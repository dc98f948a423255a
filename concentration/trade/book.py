"""A portfolio after an order: the same typed frames with a few rows changed. Nothing is judged here."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal

import polars as pl

from concentration.catalogue.model import AssetKind
from concentration.read.portfolio import Portfolio
from concentration.report.figures import thousands
from concentration.trade.orders import MONEY_PLACES, OF_INVESTORS, Order
from concentration.vocabulary.amounts import rounded
from concentration.words.message import Message

Row = dict[str, Any]

PROPORTIONAL = ("cost", "exposure", "initial_outlay", "counterparty_exposure")
"""Amounts of a position of which a part goes with the part that is sold."""

BY_UNIT = ("exposure", "initial_outlay", "counterparty_exposure")
"""Amounts that no order tells: what is bought has as much a unit as what is held, else it is not known."""

NOTHING = Decimal(0)


@dataclass(frozen=True)
class Refused:
    """Why an order cannot be carried out at all: it is rejected, or nobody can know."""

    verdict: Literal["reject", "undetermined"]
    reason: Message


@dataclass(frozen=True)
class After:
    """A portfolio after an order, and what a person should look at."""

    portfolio: Portfolio
    warnings: tuple[Message, ...] = ()


def on_day(portfolio: Portfolio, day: date) -> Portfolio:
    """Return the portfolio as it stands on one day: products and holdings of other days left out."""
    tables = dict(portfolio.tables)
    for name in ("products", "holdings"):
        tables[name] = tables[name].filter(pl.col("as_of") == day)
    return replace(portfolio, tables=tables)


def after(portfolio: Portfolio, order: Order, kinds: Mapping[str, AssetKind]) -> After | Refused:
    """Return a portfolio of one day after an order of it, or why it cannot be carried out."""
    if order.side in OF_INVESTORS:
        return _of_investors(portfolio, order)
    rows = _Rows.of(portfolio, order.product_id)
    warnings: list[Message] = []
    if order.side == "buy":
        rows.buy(order)
    else:
        refused = _not_to_be_sold(rows, order)
        if refused is not None:
            return refused
        warnings += rows.sell(order)
    paying = _paying(portfolio, kinds)
    portfolio, account = _with_account(portfolio, rows, paying, kinds)
    rows.pay(-order.amount if order.side == "buy" else order.amount, paying, account)
    return After(rows.back_into(portfolio), tuple(warnings))


def _of_investors(portfolio: Portfolio, order: Order) -> After | Refused:
    """Return the portfolio after money of investors came in or went out: net assets, total assets and cash alike."""
    products = portfolio.tables["products"]
    (own,) = products.filter(pl.col("product_id") == order.product_id).iter_rows(named=True)
    if own["net_assets"] is None:
        return Refused("undetermined", Message("net_assets_not_known"))
    moved = order.amount if order.side == "subscribe" else -order.amount
    if own["net_assets"] + moved <= 0:
        return Refused(
            "reject", Message("redeemed_more_than_there_is", {"net_assets": thousands(own["net_assets"])})
        )
    own = own | {name: own[name] + moved for name in ("net_assets", "total_assets") if own[name] is not None}
    others = products.filter(pl.col("product_id") != order.product_id)
    changed = pl.concat([others, pl.DataFrame([own], schema=products.schema)])
    portfolio = replace(portfolio, tables={**portfolio.tables, "products": changed})
    rows = _Rows.of(portfolio, order.product_id)
    rows.into_account(order.asset_id, order.tranche_id, moved)
    return After(rows.back_into(portfolio))


def _not_to_be_sold(rows: "_Rows", order: Order) -> Refused | None:
    """Return why a quantity cannot be sold: it is not held, or nobody knows how much is."""
    held = rows.held(order)
    if not held:
        elsewhere = sorted({row["tranche_id"] for row in rows.of_asset(order.asset_id)} - {None})
        if order.tranche_id is None and elsewhere:
            return Refused("reject", Message("held_in_tranches", {"tranches": elsewhere}))
    if any(row["quantity"] is None for row in held):
        return Refused("undetermined", Message("quantity_not_known", {"asset": order.asset_id}))
    total = sum((row["quantity"] for row in held), NOTHING)
    assert order.quantity is not None
    if order.quantity > total:
        return Refused(
            "reject",
            Message("sold_more_than_held", {"held": thousands(total), "quantity": thousands(order.quantity)}),
        )
    return None


def held_quantity(portfolio: Portfolio, order: Order) -> Decimal | None:
    """Return how much of its asset a product has that an order could sell; None: not known."""
    held = _Rows.of(portfolio, order.product_id).held(order)
    if any(row["quantity"] is None for row in held):
        return None
    return sum((row["quantity"] for row in held), NOTHING)


def cash_of(portfolio: Portfolio, product: str, kinds: Mapping[str, AssetKind]) -> Decimal | None:
    """Return what the cash of a product comes to, in yuan; None: not known."""
    paying = set(_paying(portfolio, kinds))
    own = portfolio.tables["holdings"].filter(pl.col("product_id") == product)
    values = [value for asset, value in own.select("asset_id", "market_value").iter_rows() if asset in paying]
    return None if None in values else sum(values, NOTHING)


def _paying(portfolio: Portfolio, kinds: Mapping[str, AssetKind]) -> Sequence[str]:
    """Return the assets that orders are paid from, in the order of the kinds."""
    order = [name for name, kind in kinds.items() if kind.pays]
    assets = portfolio.tables["assets"].filter(pl.col("kind").is_in(order)).select("asset_id", "kind")
    pairs = dict(assets.iter_rows())
    return sorted(pairs, key=lambda asset: (order.index(pairs[asset]), asset))


def _with_account(
    portfolio: Portfolio, rows: "_Rows", paying: Sequence[str], kinds: Mapping[str, AssetKind]
) -> tuple[Portfolio, str]:
    """Return the account that takes what no other does: the product's largest, else one of its own."""
    own = [row for row in rows.rows if row["asset_id"] in paying]
    if own:
        return portfolio, str(max(own, key=lambda row: row["market_value"] or NOTHING)["asset_id"])
    nobodys = portfolio.tables["assets"].filter(pl.col("issuer_id").is_null())["asset_id"]
    free = [asset for asset in paying if asset in set(nobodys)]
    if free:
        return portfolio, free[0]
    return _with_new_account(portfolio, next(name for name, kind in kinds.items() if kind.pays))


def _with_new_account(portfolio: Portfolio, kind: str) -> tuple[Portfolio, str]:
    """Return the portfolio with an asset of money that it has not had, and its id."""
    assets, holdings = portfolio.tables["assets"], portfolio.tables["holdings"]
    known = set(assets["asset_id"])
    asset = next(name for name in _names(kind) if name not in known)
    line = int(assets["row"].max() or 1) + 1  # type: ignore[arg-type]
    row = dict.fromkeys(assets.columns) | {"asset_id": asset, "name": asset, "kind": kind, "row": line}
    ids = pl.Enum(sorted({*known, asset}))
    tables = {
        **portfolio.tables,
        "assets": pl.concat([assets, pl.DataFrame([row], schema=assets.schema)]),
        "holdings": holdings.with_columns(pl.col("asset_id").cast(pl.String).cast(ids)),
    }
    return replace(portfolio, tables=tables), asset


def _names(kind: str) -> Iterable[str]:
    yield kind
    yield from (f"{kind}-{number}" for number in range(2, 10**6))


@dataclass
class _Rows:
    """The holdings of one product on its day, as rows that change."""

    product: str
    day: date
    rows: list[Row]
    columns: Sequence[str]
    next_line: int

    @classmethod
    def of(cls, portfolio: Portfolio, product: str) -> "_Rows":
        holdings = portfolio.tables["holdings"]
        own = holdings.filter(pl.col("product_id") == product)
        day = portfolio.tables["products"]["as_of"][0]
        line = int(holdings["row"].max() or 1) + 1  # type: ignore[arg-type]
        return cls(product, day, list(own.iter_rows(named=True)), holdings.columns, line)

    def back_into(self, portfolio: Portfolio) -> Portfolio:
        """Return the portfolio with these rows in place of the product's own."""
        holdings = portfolio.tables["holdings"]
        others = holdings.filter(pl.col("product_id") != self.product)
        changed = pl.concat([others, pl.DataFrame(self.rows, schema=holdings.schema)])
        return replace(portfolio, tables={**portfolio.tables, "holdings": changed})

    def of_asset(self, asset: str) -> list[Row]:
        return [row for row in self.rows if row["asset_id"] == asset]

    def held(self, order: Order) -> list[Row]:
        """Return the rows that an order can sell, those under a lock-up last."""
        rows = [
            row
            for row in self.of_asset(order.asset_id)
            if row["tranche_id"] == order.tranche_id
            and order.counterparty_id in (None, row["counterparty_id"])
            and (row["quantity"] is None or row["quantity"] > 0)
        ]
        return sorted(rows, key=self.is_locked)

    def is_locked(self, row: Row) -> bool:
        """Return whether a lot may not be sold yet."""
        return row["restricted_until"] is not None and row["restricted_until"] > self.day

    def buy(self, order: Order) -> None:
        """Add what is bought to the position of its key, or as a row of its own."""
        key = (order.tranche_id, order.counterparty_id, None)
        keyed = ("tranche_id", "counterparty_id", "lot_id")
        same = [row for row in self.of_asset(order.asset_id) if tuple(row[name] for name in keyed) == key]
        if same and not self.is_locked(same[0]):
            _grow(same[0], order)
            return
        lot = order.order_id if same else None  # what is bought is free, the lot that is there is not
        row = self.new(order.asset_id, order.tranche_id, order.counterparty_id, lot)
        row |= {"quantity": order.quantity, "market_value": order.amount, "cost": order.amount}

    def sell(self, order: Order) -> list[Message]:
        """Take what is sold from the lots, free ones first; what stays keeps its last unit value."""
        assert order.quantity is not None
        left = order.quantity
        warnings = []
        for row in self.held(order):
            part = min(left, row["quantity"])
            if part <= 0:
                break
            if self.is_locked(row):
                until = row["restricted_until"].isoformat()
                warnings.append(Message("sells_what_is_locked", {"asset": order.asset_id, "until": until}))
            _shrink(row, part)
            left -= part
        self.rows = [row for row in self.rows if row["asset_id"] != order.asset_id or row["quantity"] != 0]
        return warnings

    def pay(self, amount: Decimal, paying: Sequence[str], account: str) -> None:
        """Move cash by an amount: the largest account first; what is not there stays a debt of the last one named."""
        own = [row for row in self.rows if row["asset_id"] in paying and row["market_value"] is not None]
        for row in sorted(own, key=lambda row: -row["market_value"]):
            if amount >= 0:
                break
            part = min(-amount, max(row["market_value"], NOTHING))
            _move(row, -part)
            amount += part
        if amount:
            self.into_account(account, None, amount)

    def into_account(self, account: str, tranche: str | None, amount: Decimal) -> None:
        """Move one account by an amount; where the product has none of that name, it has one then."""
        own = self.of_asset(account)
        of_tranche = [row for row in own if row["tranche_id"] == tranche] or own
        row = max(of_tranche, key=lambda row: row["market_value"] or NOTHING, default=None)
        if row is None:
            row = self.new(account, tranche, None, None)
            row |= {"quantity": NOTHING, "market_value": NOTHING, "cost": NOTHING}
        _move(row, amount)

    def new(self, asset: str, tranche: str | None, counterparty: str | None, lot: str | None) -> Row:
        """Add an empty row, whose line is behind the last one of the table."""
        row: Row = dict.fromkeys(self.columns)
        row |= {"as_of": self.day, "product_id": self.product, "asset_id": asset, "row": self.next_line}
        row |= {"tranche_id": tranche, "counterparty_id": counterparty, "lot_id": lot}
        self.next_line += 1
        self.rows.append(row)
        return row


def _grow(row: Row, order: Order) -> None:
    """Add what is bought to a position; what is not known of it stays unknown."""
    assert order.quantity is not None
    before = row["quantity"]
    for name in BY_UNIT:
        if row[name] is not None:
            each = Fraction(order.quantity) / Fraction(before) if before else None
            row[name] = None if each is None else _scaled(row[name], 1 + each)
    row["quantity"] = None if before is None else before + order.quantity
    for name in ("market_value", "cost"):
        row[name] = None if row[name] is None else row[name] + order.amount


def _shrink(row: Row, part: Decimal) -> None:
    """Take a part of the quantity away, and of every amount its share."""
    before = row["quantity"]
    row["quantity"] = before - part
    share = Fraction(row["quantity"]) / Fraction(before)
    for name in ("market_value", *PROPORTIONAL):
        row[name] = None if row[name] is None else _scaled(row[name], share)


def _move(row: Row, amount: Decimal) -> None:
    """Move money by an amount: a yuan of it is one unit and costs one yuan."""
    for name in ("market_value", "quantity", "cost"):
        row[name] = None if row[name] is None else row[name] + amount


def _scaled(amount: Decimal, share: Fraction) -> Decimal:
    return rounded(Fraction(amount) * share, MONEY_PLACES)
