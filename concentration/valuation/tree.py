"""The rows of an account as a tree by their subject codes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from concentration.valuation.model import Codes
from concentration.valuation.table import Row


@dataclass
class Node:
    """A row and the rows whose codes continue its own; `above` is the row it continues, None at the top."""

    row: Row
    above: "Node | None" = None
    below: list["Node"] = field(default_factory=list)

    @property
    def value(self) -> Decimal:
        """The market value that is printed, an empty cell as nothing: it adds nothing to any total."""
        return self.row.market_value or Decimal(0)

    @property
    def path(self) -> list["Node"]:
        """The nodes from the top down to this one."""
        return [*(self.above.path if self.above else []), self]

    def leaves(self) -> Iterator["Node"]:
        """Yield the rows that no other continues, in the order of the sheet."""
        if not self.below:
            yield self
        for node in self.below:
            yield from node.leaves()


def tree_of(rows: Sequence[Row], codes: Codes) -> list[Node]:
    """Return the subjects at the top; each row hangs below the one with the longest code that its own continues."""
    nodes = {row.code: Node(row) for row in rows}
    tops: list[Node] = []
    for row in rows:
        node = nodes[row.code]
        node.above = next((nodes[code] for code in _shorter(row.code, codes) if code in nodes), None)
        (node.above.below if node.above else tops).append(node)
    return tops


def item_of(node: Node, codes: Codes) -> str:
    """Return the part of a code that names the item: what follows the subject. Empty for a subject itself."""
    if codes.separator is None:
        return node.row.code[sum(codes.widths) :]
    above = node.above.row.code if node.above else ""
    return node.row.code[len(above) :].removeprefix(codes.separator) if above else ""


def _shorter(code: str, codes: Codes) -> Iterator[str]:
    """Yield the codes that a code may continue, the longest first."""
    if codes.separator is None:
        yield from (code[:length] for length in range(len(code) - 1, 3, -1))
        return
    parts = code.split(codes.separator)
    yield from (codes.separator.join(parts[:count]) for count in range(len(parts) - 1, 0, -1))
