"""Orders on small worlds: what becomes of them, in few words."""

from collections.abc import Sequence
from decimal import Decimal

from engine_frames import CATALOGUE, DAY, Row, World

from concentration.catalogue.model import Catalogue, Limit
from concentration.read.portfolio import Portfolio
from concentration.trade.orders import Order, orders_of_rows
from concentration.trade.traded import Result, Wishes, trade

CASH = {"asset_id": "CASH", "kind": "cash", "issuer_id": None}


def order(side: str = "buy", asset: str = "A1", quantity: object = None, **more: object) -> Row:
    """Return the row of an order of P1 at a price of one yuan, unless it says otherwise."""
    row: Row = {"order_id": "1", "product_id": "P1", "asset_id": asset, "side": side, "quantity": quantity}
    return row | ({"price": 1} if quantity is not None else {}) | more


def orders_of(portfolio: Portfolio, *rows: Row) -> tuple[Order, ...]:
    """Return the orders of rows, which are numbered by themselves."""
    numbered = [row | {"order_id": str(number)} for number, row in enumerate(rows, start=1)]
    return orders_of_rows(numbered, portfolio, DAY, CATALOGUE.kinds).orders


def traded(
    world: World,
    limits: Sequence[Limit] | Catalogue,
    *rows: Row,
    wishes: Wishes | None = None,
    pending: Sequence[Row] = (),
) -> Result:
    """Return what becomes of orders on a world."""
    portfolio = world.portfolio()
    catalogue = limits if isinstance(limits, Catalogue) else world.catalogue.only(*limits)
    waiting = orders_of(portfolio, *pending) if pending else ()
    return trade(portfolio, orders_of(portfolio, *rows), catalogue, wishes, waiting)


def verdicts(result: Result) -> list[str]:
    """Return the verdicts of the orders."""
    return [one.verdict for one in result.traded]


def held_after(result: Result, product: str = "P1") -> dict[str, tuple[Decimal | None, Decimal | None]]:
    """Return quantity and market value of what a product holds then, by asset; lots are added up by their last."""
    holdings = result.left.tables["holdings"].filter(product_id=product)
    columns = ("asset_id", "quantity", "market_value")
    return {asset: (quantity, value) for asset, quantity, value in holdings.select(columns).iter_rows()}
