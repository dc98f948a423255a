"""The items of an account: every market value once, however many rows tell it.

Custodians book an item in parts (成本, 冲抵, 应计利息) and its gain (估值增值) a second time as a subject of its own.
Whether the rows of the parts hold the gain already is told by the subject above them: the way that adds up to its
printed value to the fen is the right one.
"""

import re
from collections.abc import Callable, Mapping, Sequence
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


@dataclass
class Items:
    """The items of an account, and what is wrong with it.

    `mismatches`: subjects that their rows do not add up to. `unclear`: rows of a part that may belong to several items.
    """

    items: list[Item] = field(default_factory=list)
    mismatches: list[Mismatch] = field(default_factory=list)
    unclear: list[Node] = field(default_factory=list)


def items_of(tops: Sequence[Node], parts: Parts, codes: Codes, by_row: Callable[[Node], bool]) -> Items:
    """Return the items below some subjects.

    `by_row` tells a subject whose rows stand by themselves (accounts, liabilities): nothing of them is joined.
    """
    reader = _Reader(parts, codes, by_row)
    for node in tops:
        reader.settle(node)
    return reader.found


class _Reader:
    """Goes down the tree of an account and keeps what it finds."""

    def __init__(self, parts: Parts, codes: Codes, by_row: Callable[[Node], bool]) -> None:
        self.parts, self.codes, self.by_row = parts, codes, by_row
        self.found = Items()

    def settle(self, node: Node) -> None:
        """Find the items below a subject, and hold them against what it prints."""
        if not node.below:
            self.found.items.append(_alone(node))
            return
        if not self.by_row(node) and any(self._part(one) for one in node.below):
            joined = self._in_parts(node)
            self.found.items += joined
            total = sum((item.value for item in joined), Decimal(0))
        else:
            for one in node.below:
                self.settle(one)
            total = sum((one.value for one in node.below), Decimal(0))
        if total != node.value:
            self.found.mismatches.append(Mismatch(node, total))

    def _in_parts(self, node: Node) -> list[Item]:
        """Return the items of a subject that is booked in parts, by the way that adds up to its printed value.

        With the values of the parts, which hold the gain; else with their costs and the gain beside them.
        """
        told = {leaf.row.code: self._part_above(leaf, node) for leaf in node.leaves()}
        gains = [leaf for leaf in node.leaves() if told[leaf.row.code] == "gain"]
        others = [leaf for leaf in node.leaves() if told[leaf.row.code] != "gain"]
        values = [(leaf, leaf.value) for leaf in others]
        costs = [(leaf, leaf.row.cost or Decimal(0)) for leaf in others]
        costs += [(leaf, leaf.value) for leaf in gains]
        by_cost = not _adds_up(values, node) and _adds_up(costs, node) and self._by_item(others, gains)
        return self._joined(node, costs if by_cost else values, told)

    def _by_item(self, others: Sequence[Node], gains: Sequence[Node]) -> bool:
        """Tell whether each gain is of one item whose other rows print its cost, with the gain or without."""
        if not others:
            return True
        items: dict[tuple[str, str], list[Decimal]] = {}
        for leaf in (*others, *gains):
            sums = items.setdefault((item_of(leaf, self.codes), leaf.row.name), [Decimal(0)] * 3)
            if leaf in gains:
                sums[2] += leaf.value
            else:
                sums[0] += leaf.value
                sums[1] += leaf.row.cost or Decimal(0)
        told = all(item_of(leaf, self.codes) for leaf in gains)
        return told and all(value in (cost, cost + gain) for value, cost, gain in items.values())

    def _joined(
        self, node: Node, amounts: Sequence[tuple[Node, Decimal]], told: Mapping[str, str]
    ) -> list[Item]:
        """Join the rows of one item below a subject: those of one code and name.

        A part (`told`) of another name joins the one item of its code; where several have it, that is unclear. A row
        without an item of its own stands alone.
        """
        items: dict[tuple[str, str], Item] = {}
        for leaf, amount in sorted(amounts, key=lambda one: bool(told[one[0].row.code])):
            own, part = item_of(leaf, self.codes), told[leaf.row.code]
            key = (own, leaf.row.name) if own else (leaf.row.code, "")
            alike = [known for known in items if own and known[0] == own]
            if key not in items and part and len(alike) > 1:
                self.found.unclear.append(leaf)
            if key not in items and part and len(alike) == 1:
                key = alike[0]
            item = items.setdefault(key, Item(leaf, self._code(node, leaf, own, alone=not alike), Decimal(0)))
            item.value += amount
            item.rows.append(leaf)
            if part == "offset":
                item.is_offset = True
            elif not part:
                _add_holding(item, leaf)
            if part in ("", "offset") and leaf.row.cost is not None:
                item.cost = (item.cost or Decimal(0)) + leaf.row.cost
        return list(items.values())

    def _code(self, node: Node, leaf: Node, own: str, *, alone: bool) -> str:
        """Return the code of an item: the same on days on which one of its rows is missing, if no other has it."""
        return f"{node.row.code}{self.codes.separator or ''}{own}" if own and alone else leaf.row.code

    def _part_above(self, leaf: Node, top: Node) -> str:
        """Return which part of its item a row is, by the subject directly below `top`."""
        path = leaf.path
        return self._part(path[path.index(top) + 1])

    def _part(self, node: Node) -> str:
        """Return gain, interest or offset by a subject's name; empty for anything else, and for what has a quantity."""
        if node.row.quantity:
            return ""
        for part in ("gain", "interest", "offset"):
            if re.search(getattr(self.parts, part), node.row.name):
                return part
        return ""


def _adds_up(amounts: Sequence[tuple[Node, Decimal]], node: Node) -> bool:
    return sum((amount for _, amount in amounts), Decimal(0)) == node.value


def _add_holding(item: Item, leaf: Node) -> None:
    """Add what a row tells of the holding itself."""
    item.contract += leaf.value
    if leaf.row.quantity is not None:
        item.quantity = (item.quantity or Decimal(0)) + leaf.row.quantity
        item.node = leaf


def _alone(node: Node) -> Item:
    return Item(node, node.row.code, node.value, node.row.quantity, node.row.cost, node.value, rows=[node])
