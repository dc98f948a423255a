"""The proof of a valuation table: its rows add up to its totals, to the fen.

Subjects that are an asset or a liability by their sign (共同类) are netted before the sign is looked at, and custodians
differ in how far: by item, by sub-account or by account, futures against their settlement. A table is proven if one of
these ways gives the assets and the liabilities that it prints; assets less liabilities are the net assets in any case.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import product
from statistics import median_high

from concentration.valuation.items import Item, Mismatch
from concentration.valuation.model import Subject
from concentration.valuation.table import Row, ValuationTable
from concentration.words.message import Message, Problem

FEN = Decimal("0.01")
_LEVELS = (0, 2, 1)
"""How far an item is netted: not at all, with its second account, with its first."""
_MOST_ACCOUNTS = 6
_MOST_ROWS_TOLD = 5
_MOST_DECIMALS = 8


@dataclass(frozen=True)
class Counted:
    """An item with its subject; `on` is the side of the balance on which its table counts it."""

    item: Item
    subject: Subject
    on: str


@dataclass(frozen=True)
class _Netting:
    """The side of every common item (by `id`) under one way of netting, and what they add to each side."""

    on: Mapping[int, str]
    assets: Decimal
    liabilities: Decimal


def proven(
    table: ValuationTable, items: Sequence[tuple[Item, Subject]], mismatches: Sequence[Mismatch]
) -> tuple[list[Counted], list[Problem]]:
    """Return every item with the side it is counted on, and why the table does not reconcile.

    The problems name the difference and the rows that cause it.
    """
    counted, (assets, liabilities) = _sides(table, items)
    printed = {role: total.amount for role, total in table.totals.items()}
    causes = [_of_subject(table, wrong) for wrong in mismatches]
    problems: list[Problem] = []
    for role, total in (
        ("assets", assets),
        ("liabilities", liabilities),
        ("net_assets", printed["assets"] - printed["liabilities"]),
    ):
        if _fen(total) != _fen(printed[role]):
            values = {"difference": _fen(total) - _fen(printed[role])}
            message = Message(f"valuation_unproven_{role}", values)
            line = table.totals[role].line
            problems.append(
                Problem(message, table.file, line, seen=f"{_fen(printed[role])}", allowed=f"{_fen(total)}")
            )
    return counted, [*problems, *causes, *_wrong_rows(table, items), *_wrong_shares(table, items)]


def _fen(amount: Decimal) -> Decimal:
    return amount.quantize(FEN)


def _sides(
    table: ValuationTable, items: Sequence[tuple[Item, Subject]]
) -> tuple[list[Counted], tuple[Decimal, Decimal]]:
    """Return the items with their sides, and assets and liabilities: by the netting nearest to the printed ones."""
    fixed = {"asset": Decimal(0), "liability": Decimal(0)}
    for item, subject in items:
        if subject.side in fixed:
            fixed[subject.side] += item.value
    common = [(item, subject) for item, subject in items if subject.side == "common"]
    printed = (_fen(table.totals["assets"].amount), _fen(table.totals["liabilities"].amount))
    ways = [_netted(common, groups) for groups in _nettings(common)]
    # Of a table that does not reconcile the nearest way tells the difference that there is, and no other.
    right = min(
        ways, key=lambda way: sum(abs(a - b) for a, b in zip(_printed(way, fixed), printed, strict=True))
    )
    counted = [Counted(item, subject, right.on.get(id(item), subject.side)) for item, subject in items]
    return counted, (fixed["asset"] + right.assets, fixed["liability"] + right.liabilities)


def _printed(way: _Netting, fixed: Mapping[str, Decimal]) -> tuple[Decimal, Decimal]:
    """Return assets and liabilities as a table would print them."""
    return _fen(fixed["asset"] + way.assets), _fen(fixed["liability"] + way.liabilities)


def _nettings(common: Sequence[tuple[Item, Subject]]) -> Iterator[list[str]]:
    """Yield for each way of netting the group of every item."""
    accounts = sorted({item.node.path[0].row.code for item, _ in common})
    levels = (
        product(_LEVELS, repeat=len(accounts))
        if len(accounts) <= _MOST_ACCOUNTS
        else ((n,) * len(accounts) for n in _LEVELS)
    )
    for chosen in levels:
        level = dict(zip(accounts, chosen, strict=True))
        for with_futures in (False, True):
            if with_futures and not any(subject.netted_with for _, subject in common):
                continue
            yield [
                f"netted {subject.netted_with}"
                if with_futures and subject.netted_with
                else _group(item, level[item.node.path[0].row.code])
                for item, subject in common
            ]


def _group(item: Item, level: int) -> str:
    path = [node.row.code for node in item.node.path]
    return f"item {id(item)}" if level == 0 else path[min(level, len(path)) - 1]


def _netted(common: Sequence[tuple[Item, Subject]], groups: Sequence[str]) -> _Netting:
    """Return what items come to that are netted within `groups`."""
    sums: dict[str, Decimal] = {}
    for (item, _), group in zip(common, groups, strict=True):
        sums[group] = sums.get(group, Decimal(0)) + item.value
    on = {
        id(item): "liability" if sums[group] < 0 else "asset"
        for (item, _), group in zip(common, groups, strict=True)
    }
    assets = sum((amount for amount in sums.values() if amount > 0), Decimal(0))
    return _Netting(on, assets, assets - sum(sums.values(), Decimal(0)))


def _of_subject(table: ValuationTable, wrong: Mismatch) -> Problem:
    row = wrong.node.row
    below = ", ".join(str(one.row.line) for one in wrong.node.below[:_MOST_ROWS_TOLD])
    values = {
        "code": row.code,
        "name": row.name,
        "difference": _fen(wrong.total) - _fen(wrong.node.value),
        "rows": below + (" …" if len(wrong.node.below) > _MOST_ROWS_TOLD else ""),
    }
    seen, allowed = f"{_fen(wrong.node.value)}", f"{_fen(wrong.total)}"
    return Problem(
        Message("valuation_unproven_subject", values), table.file, row.line, seen=seen, allowed=allowed
    )


# What each row prints of itself


def _wrong_rows(table: ValuationTable, items: Sequence[tuple[Item, Subject]]) -> list[Problem]:
    """Return a problem for each row whose cost and gain are not its market value."""
    rows = [node.row for item, _ in items for node in item.rows]
    return [
        Problem(
            Message("valuation_gain", {"code": row.code, "name": row.name}),
            table.file,
            row.line,
            seen=f"{_fen(row.market_value)}",
            allowed=f"{_fen(row.cost + row.gain)}",
        )
        for row in rows
        if row.cost is not None and row.gain and row.market_value is not None
        if _fen(row.cost + row.gain) != _fen(row.market_value)
    ]


def _wrong_shares(table: ValuationTable, items: Sequence[tuple[Item, Subject]]) -> list[Problem]:
    """Return a problem for each row whose printed share is not its market value over the net assets.

    The column prints percents if the net assets are 100 of it, else parts of one; with as many decimals as most of
    its rows have. Without the share of the net assets nothing can be said, and that is noted.
    """
    total = table.totals["net_assets"]
    rows = [node.row for item, _ in items for node in item.rows if node.row.share is not None]
    if total.share is None or total.amount <= 0 or not rows:
        table.notes.append(Message("note_valuation_shares_unchecked", {"file": table.file}))
        return []
    unit = Decimal(1).scaleb(-median_high([_decimals(row) for row in rows]))
    scale = Decimal(100) if total.share > Decimal(2) else Decimal(1)
    wrong = []
    for row in rows:
        share = (row.market_value or Decimal(0)) * scale
        printed = row.share if row.share is not None else Decimal(0)
        # Half a unit of the last digit, and the whole of it where a custodian cuts instead of rounding.
        if abs(printed * total.amount - share) >= unit * total.amount:
            wrong.append((row, (share / total.amount).quantize(unit)))
    return [
        Problem(
            Message("valuation_share", {"code": row.code, "name": row.name}),
            table.file,
            row.line,
            seen=f"{row.share}",
            allowed=f"{share}",
        )
        for row, share in wrong
    ]


def _decimals(row: Row) -> int:
    """Return how many decimals a share is printed with; beyond eight they are those of a binary fraction."""
    share = (row.share or Decimal(0)).quantize(Decimal(1).scaleb(-_MOST_DECIMALS)).normalize()
    exponent = share.as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0
