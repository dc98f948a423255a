"""Lines that contracts draw for single products (`product_limits`), as further values of the limits they tighten."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import msgspec
import polars as pl

from concentration.catalogue.bounds import as_strict, forms, value_in_table, written
from concentration.catalogue.model import Catalogue, DatedBound, Limit
from concentration.catalogue.whitelist import nearest
from concentration.read.portfolio import Portfolio
from concentration.vocabulary.measures import COMPARISONS
from concentration.words.message import CannotRunError, Message, Problem

TABLE = "product_limits"
Lists = Mapping[str, Sequence[str] | None]

_CAN_BE_TIGHTENED = "judge_per: product, tranche; at_most, less_than, at_least, more_than"


@dataclass(frozen=True, slots=True)
class _Line:
    """What contracts say of one limit in the same words and for the same days: for whom, and where."""

    limit: str
    text: str
    first: str | None
    last: str | None
    products: tuple[str, ...]
    rows: tuple[int, ...]

    def overlaps(self, bound: DatedBound) -> bool:
        """Return whether a value of the law is in force on one of its days."""
        begins = self.last is None or bound.from_day <= self.last
        return begins and (self.first is None or bound.until_day is None or self.first <= bound.until_day)

    def value(self, unit: str) -> Fraction | None:
        """Return the number in the unit of a bound; None if it is not written as one."""
        return value_in_table(self.text, unit)


def with_contract_lines(
    limits: Sequence[Limit], catalogue: Catalogue, portfolio: Portfolio
) -> tuple[list[Limit], Lists]:
    """Return the limits with the lines of `product_limits` among their values, and the lists of the catalogue with
    those that the new values name.

    A line stands right before the value of the law that it tightens, on the days that both are in force, and binds the
    products of its list by `when`; it keeps the law's comparison and cite. A line equal to the law's own value says
    nothing new, but where the law frees some products the contract still binds them.

    Raises CannotRunError with every line that names no limit of `catalogue`, cannot tighten its limit, is no number of
    its unit, or is looser than the law on one of its days.
    """
    frame = portfolio.tables.get(TABLE)
    if frame is None or frame.is_empty():
        return list(limits), catalogue.lists
    file = next((entry.file for entry in portfolio.inputs if entry.table == TABLE), TABLE)
    known = {limit.id: limit for limit in catalogue.limits}
    lines = list(_lines(frame))
    problems = [problem for line in lines for problem in _problems(line, known, file)]
    if problems:
        raise CannotRunError(sorted(problems, key=lambda problem: problem.row or 0))
    names = _Names(catalogue.lists)
    tightened = [
        _tightened(limit, [line for line in lines if line.limit == limit.id], names) for limit in limits
    ]
    return tightened, names.lists()


def _lines(frame: pl.DataFrame) -> Iterator[_Line]:
    gathered = frame.group_by("limit", "bound", "from", "until", maintain_order=True).agg(
        pl.col("product_id").cast(pl.String), "row"
    )
    for limit, text, first, last, products, rows in gathered.iter_rows():
        days = (None if first is None else first.isoformat(), None if last is None else last.isoformat())
        yield _Line(limit, text, *days, tuple(products), tuple(rows))


class _Names:
    """Names for lists of products, the same list under one name and none that is taken."""

    def __init__(self, taken: Lists) -> None:
        self.taken = taken
        self.named: dict[tuple[str, ...], str] = {}
        self.last = 0

    def of(self, products: Sequence[str]) -> str:
        """Return the name of a list of products."""
        key = tuple(sorted(products))
        if key not in self.named:
            self.last += 1
            while f"contract_{self.last}" in self.taken:
                self.last += 1
            self.named[key] = f"contract_{self.last}"
        return self.named[key]

    def lists(self) -> Lists:
        """Return the lists that were there and those that were named."""
        return {**self.taken, **{name: products for products, name in self.named.items()}}


def _problems(line: _Line, known: Mapping[str, Limit], file: str) -> list[Problem]:
    def problem(message: Message, column: str, seen: str, allowed: str | None) -> list[Problem]:
        return [Problem(message, file, line.rows[0], column, seen, allowed, count=len(line.rows))]

    limit = known.get(line.limit)
    if limit is None:
        near = nearest(line.limit, sorted(known))
        return problem(Message("no_such_limit"), "limit", line.limit, near or "concentration limits list")
    if limit.judge_per == "manager":
        return problem(Message("contract_of_manager"), "limit", line.limit, _CAN_BE_TIGHTENED)
    if all(bound.value is None for bound in limit.bounds):
        return problem(Message("contract_of_ban"), "limit", line.limit, _CAN_BE_TIGHTENED)
    units = list(dict.fromkeys(bound.unit for bound in limit.bounds if bound.value is not None))
    if all(line.value(unit) is None for unit in units):
        allowed = ", ".join(map(forms, units))
        return problem(Message("contract_value"), "bound", line.text, allowed)
    return [
        one
        for values in _by_day(limit.bounds)
        if (loose := _too_loose(line, values)) is not None
        for one in problem(loose, "bound", line.text, _allowed(values))
    ]


def _by_day(bounds: Sequence[DatedBound]) -> Iterator[list[DatedBound]]:
    """Yield the values that are in force on the same days together."""
    by_day: dict[str, list[DatedBound]] = {}
    for bound in bounds:
        by_day.setdefault(bound.from_day, []).append(bound)
    yield from by_day.values()


def _too_loose(line: _Line, values: Sequence[DatedBound]) -> Message | None:
    """Return that a line is looser than every value of the law that is in force on its days, with both numbers."""
    against = [bound for bound in values if line.overlaps(bound) and _compared(line, bound) is not None]
    if not against or any(_compared(line, bound) for bound in against):
        return None
    law = ", ".join(dict.fromkeys(_law(bound) for bound in against))
    return Message("contract_looser", {"bound": line.text, "law": law, "day": against[0].from_day})


def _compared(line: _Line, bound: DatedBound) -> bool | None:
    """Return whether a line is as strict as a value of the law; None if they are of different units."""
    if bound.value is None:
        return False
    value = line.value(bound.unit)
    law = bound.value if bound.law_value is None else bound.law_value
    return None if value is None else as_strict(bound.comparison, value, bound.comparison, law)


def _law(bound: DatedBound) -> str:
    """Return the law's own number of a value, as people write it."""
    value = bound.value if bound.law_value is None else bound.law_value
    return "0" if value is None else written(value, bound.unit)


def _allowed(values: Sequence[DatedBound]) -> str:
    return ", ".join(dict.fromkeys(f"{COMPARISONS[bound.comparison].sign} {_law(bound)}" for bound in values))


def _tightened(limit: Limit, lines: Sequence[_Line], names: _Names) -> Limit:
    """Return a limit with the lines of contracts before the values that they tighten.

    Where the law frees products, a line that is only looser than the house's own stands behind it: it binds those that
    are freed of the others.
    """
    if not lines:
        return limit
    bounds = []
    for bound in limit.bounds:
        drawn = list(_drawn(bound, lines, names, frees=bool(limit.exempt)))
        before = [one for one in drawn if _as_strict(one, bound)]
        bounds += [*before, bound, *(one for one in drawn if one not in before)]
    return msgspec.structs.replace(limit, bounds=tuple(bounds))


def _as_strict(one: DatedBound, other: DatedBound) -> bool:
    assert one.value is not None
    assert other.value is not None
    return as_strict(one.comparison, one.value, other.comparison, other.value)


def _drawn(bound: DatedBound, lines: Sequence[_Line], names: _Names, *, frees: bool) -> Iterator[DatedBound]:
    """Yield the lines beside one value; those of the same number and days are one."""
    law = bound.value if bound.law_value is None else bound.law_value
    products: dict[tuple[Fraction, str, str | None], list[str]] = {}
    for line in lines:
        value = line.value(bound.unit)
        if bound.value is None or law is None or value is None or not line.overlaps(bound):
            continue
        held = law if frees else bound.value
        if as_strict(bound.comparison, value, bound.comparison, held) and (frees or value != bound.value):
            days = (_later(bound.from_day, line.first), _earlier(bound.until_day, line.last))
            products.setdefault((value, *days), []).extend(line.products)
    for (value, first, last), bound_ones in products.items():
        among = f"product_id IN {names.of(bound_ones)}"
        yield msgspec.structs.replace(
            bound,
            from_day=first,
            until_day=last,
            year_only=bound.year_only and first[:4] == bound.from_day[:4],
            value=value,
            when=among if bound.when is None else f"{among} AND ({bound.when})",
            line_of="contract",
            law_value=law,
        )


def _later(one: str, other: str | None) -> str:
    return one if other is None else max(one, other)


def _earlier(one: str | None, other: str | None) -> str | None:
    return min((day for day in (one, other) if day is not None), default=None)
