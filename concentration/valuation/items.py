"""The items of an account: every market value once, however many rows tell it.

Custodians book an item in parts (成本, 冲抵, 应计利息) and its gain (估值增值) a second time as a subject of its own.
Whether the rows of the parts hold the gain already is told by the subject above them: the way that adds up to its
printed value to the fen is the right one.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from concentration.valuation.model import Codes, Parts
from concentration.valuation.tree import Node, item_of


@dataclass
class Item:
    """One item: `node` is the row that names it, `rows` are all rows that its value is made of.

    `code` is its own code among the items of the table, the same on every day whichever of its rows is there.

    Amounts are in yuan. `contract` is the value of what an offset takes back, below zero where it was sold; without an
    offset (`is_offset`) it is what the item is worth.
    """

    node: Node
    code: str
    value: Decimal
    quantity: Decimal | None = None
    cost: Decimal | None = None
    contract: Decimal = Decimal(0)
    is_offset: bool = False
    rows: list[Node] = field(default_factory=list)


@dataclass(frozen=True)
class Mismatch:
    """A subject whose rows do not add up to what it prints; `total` is what they add up to."""

    node: Node
    total: Decimal


@dataclass(frozen=True)
class _Way:
    """How rows are read: `by_row` tells which subjects have rows that stand by themselves."""

    parts: Parts
    codes: Codes
    by_row: Callable[[Node], bool]


def items_of(
    tops: Sequence[Node], parts: Parts, codes: Codes, by_row: Callable[[Node], bool]
) -> tuple[list[Item], list[Mismatch]]:
    """Return the items below some subjects, and each subject that its rows do not add up to.

    `by_row` tells a subject whose rows stand by themselves (accounts, liabilities): nothing of them is joined.
    """
    items: list[Item] = []
    wrong: list[Mismatch] = []
    for node in tops:
        _settle(node, _Way(parts, codes, by_row), items, wrong)
    return items, wrong


def _settle(node: Node, way: _Way, items: list[Item], wrong: list[Mismatch]) -> None:
    if not node.below:
        items.append(_alone(node))
        return
    in_parts = not way.by_row(node) and any(_part(one, way.parts) for one in node.below)
    if in_parts:
        found = _in_parts(node, way)
        items += found
        total = sum((item.value for item in found), Decimal(0))
    else:
        for one in node.below:
            _settle(one, way, items, wrong)
        total = sum((one.value for one in node.below), Decimal(0))
    if total != node.value:
        wrong.append(Mismatch(node, total))


def _in_parts(node: Node, way: _Way) -> list[Item]:
    """Return the items of a subject that is booked in parts, by the way that adds up to its printed value.

    With the values of the parts, which hold the gain; with their costs and the gain beside them, where some item has
    only a gain; with all rows, where the words that tell a part are only part of a name.
    """
    told = {leaf.row.code: _part_above(leaf, node, way.parts) for leaf in node.leaves()}
    gains = [leaf for leaf in node.leaves() if told[leaf.row.code] == "gain"]
    others = [leaf for leaf in node.leaves() if told[leaf.row.code] != "gain"]
    values = [(leaf, leaf.value) for leaf in others]
    costs = [(leaf, leaf.row.cost or Decimal(0)) for leaf in others] + [(leaf, leaf.value) for leaf in gains]
    other_way = _adds_up(costs, node) and _gains_are_by_item(others, gains, way.codes)
    if _adds_up(values, node) or not (other_way or _adds_up(_all(node), node)):
        return _joined(node, values, told, way.codes)
    if other_way:
        return _joined(node, costs, told, way.codes)
    return _joined(node, _all(node), {}, way.codes)


def _gains_are_by_item(others: Sequence[Node], gains: Sequence[Node], codes: Codes) -> bool:
    """Tell whether each gain is of one item whose other rows print its cost, with the gain or without."""
    if not others:
        return True
    sums: dict[str, list[Decimal]] = {}
    for leaf in (*others, *gains):
        value, cost, gain = sums.setdefault(item_of(leaf, codes), [Decimal(0)] * 3)
        is_gain = leaf in gains
        sums[item_of(leaf, codes)] = [
            value + (Decimal(0) if is_gain else leaf.value),
            cost + (Decimal(0) if is_gain else leaf.row.cost or Decimal(0)),
            gain + (leaf.value if is_gain else Decimal(0)),
        ]
    told = all(item_of(leaf, codes) for leaf in gains)
    return told and all(value in (cost, cost + gain) for value, cost, gain in sums.values())


def _all(node: Node) -> list[tuple[Node, Decimal]]:
    return [(leaf, leaf.value) for leaf in node.leaves()]


def _adds_up(amounts: Sequence[tuple[Node, Decimal]], node: Node) -> bool:
    return sum((amount for _, amount in amounts), Decimal(0)) == node.value


def _joined(
    node: Node, amounts: Sequence[tuple[Node, Decimal]], told: dict[str, str], codes: Codes
) -> list[Item]:
    """Join the rows of one item below a subject; a row without an item of its own stands alone.

    `told` says which part a row is.
    """
    items: dict[str, Item] = {}
    for leaf, amount in amounts:
        part = told.get(leaf.row.code, "")
        own = item_of(leaf, codes)
        code = f"{node.row.code}{codes.separator or ''}{own}" if own else leaf.row.code
        item = items.setdefault(code, Item(leaf, code, Decimal(0)))
        item.value += amount
        item.rows.append(leaf)
        if part == "offset":
            item.is_offset = True
        elif not part:
            _add_holding(item, leaf)
        if part in ("", "offset") and leaf.row.cost is not None:
            item.cost = (item.cost or Decimal(0)) + leaf.row.cost
    return list(items.values())


def _add_holding(item: Item, leaf: Node) -> None:
    """Add what a row tells of the holding itself."""
    item.contract += leaf.value
    if leaf.row.quantity is not None:
        item.quantity = (item.quantity or Decimal(0)) + leaf.row.quantity
        item.node = leaf


def _alone(node: Node) -> Item:
    return Item(node, node.row.code, node.value, node.row.quantity, node.row.cost, node.value, rows=[node])


def _part_above(leaf: Node, top: Node, parts: Parts) -> str:
    """Return which part of its item a row is, by the subject directly below `top`."""
    path = leaf.path
    return _part(path[path.index(top) + 1], parts)


def _part(node: Node, parts: Parts) -> str:
    """Return gain, interest or offset by a subject's name; empty for anything else, and for what has a quantity."""
    if node.row.quantity:
        return ""
    for part in ("gain", "interest", "offset"):
        if re.search(getattr(parts, part), node.row.name):
            return part
    return ""
