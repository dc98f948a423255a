"""A house's own lines, only ever stricter: a file of `stricter:` alone at the path of a limit that stands already."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, get_args

import msgspec

from concentration.catalogue.bounds import (
    SHARE_FORMS,
    amount_forms,
    as_strict,
    day_after,
    day_before,
    first_day,
    share,
    side,
    value_of,
    written,
)
from concentration.catalogue.model import (
    SHARE,
    DatedBound,
    HouseComparison,
    Limit,
    Override,
    Stricter,
    StricterBound,
)
from concentration.catalogue.strict import BROKEN, Fields, Reader
from concentration.catalogue.tree import Mapping as Keys
from concentration.catalogue.tree import Tree
from concentration.words.message import Message

KEY = "stricter"
COMPARISONS: tuple[HouseComparison, ...] = get_args(HouseComparison)


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of a house, in force from the first to the last day named; `at` is where it stands."""

    from_day: str
    until_day: str | None
    comparison: HouseComparison
    text: str
    at: Fields

    def overlaps(self, bound: DatedBound) -> bool:
        """Return whether a value of the law is in force on one of its days."""
        begins = self.until_day is None or bound.from_day <= self.until_day
        return begins and (bound.until_day is None or self.from_day <= bound.until_day)


def is_override(tree: Tree) -> bool:
    """Return whether a file is meant to make a limit stricter."""
    return isinstance(tree, Keys) and KEY in tree.items


def check_stricter_bound(reader: Reader, fields: Fields) -> None:
    """Exactly one comparison, or that the house's line ends."""
    words = (*COMPARISONS, "repealed")
    said = [name for name in words if name in fields.tree.lines]
    if len(said) != 1:
        code = "catalogue_two_comparisons" if said else "catalogue_no_comparison"
        reader.note(code, fields.tree.line, fields.path, ", ".join(said) or None, ", ".join(words))
    if fields.values.get("repealed") is False:
        reader.note_field(fields, "repealed", "catalogue_only_true", "true")


def check_stricter(reader: Reader, fields: Fields) -> None:
    """Something is made stricter, from days that are days."""
    if not {"bound", "warn_at"} & set(fields.tree.lines):
        reader.note("override_of_nothing", fields.tree.line, fields.path, None, "bound, warn_at")
    node = fields.tree.items.get("bound")
    for key, line in node.lines.items() if isinstance(node, Keys) else ():
        if first_day(key) is None or len(key) == 4:
            reader.note("catalogue_day", line, (*fields.path, "bound", key), key, "2024-01-01")
    if "warn_at" in fields.values and share(fields.values["warn_at"]) is None:
        reader.note_field(fields, "warn_at", "catalogue_bound_value", "80%, 120%")


def overridden(limit: Limit | None, tree: Tree, reader: Reader) -> Limit | None:
    """Return the limit with the lines of the house in a file; None if it cannot be had, after noting why.

    A value of the house takes the place of the law's on its days and keeps the law's cite. It must be as strict as each
    value of the law that it meets; a value equal to the law's changes nothing.
    """
    before = len(reader.problems)
    read = reader.struct(Override, tree, ())
    if read is BROKEN or limit is None:
        return None
    stricter: Stricter = read.stricter
    node: Any = tree.items[KEY] if isinstance(tree, Keys) else tree
    at = Fields({}, node, (KEY,))
    lines = list(_lines(stricter, at)) if stricter.bound else []
    for line in lines:
        _check_line(reader, line, limit)
    warn_at = _warning(reader, at, stricter, limit)
    if len(reader.problems) > before:
        return None
    pieces = [piece for bound in limit.bounds for piece in _pieces(bound, lines)]
    return msgspec.structs.replace(
        limit,
        bounds=tuple(sorted(pieces, key=lambda piece: piece.from_day)),
        warn_at=warn_at,
        house_note=stricter.note,
    )


def _lines(stricter: Stricter, at: Fields) -> Iterator[_Line]:
    """Yield the lines of a house, each until the day before the next one or its end."""
    node: Any = at.tree.items["bound"]
    days = sorted(stricter.bound)
    for day, following in zip(days, [*days[1:], None], strict=True):
        said = _said(stricter.bound[day])
        if said is not None:
            place = Fields({}, node.items[day], (*at.path, "bound", day))
            yield _Line(day, day_before(following) if following else None, *said, place)


def _said(bound: StricterBound) -> tuple[HouseComparison, str] | None:
    texts = ((name, getattr(bound, name)) for name in COMPARISONS)
    return next(((name, text) for name, text in texts if text is not None), None)


def _check_line(reader: Reader, line: _Line, limit: Limit) -> None:
    """A line is of the side and the unit of every value of the law on its days, and as strict."""
    for bound in limit.bounds:
        if not line.overlaps(bound):
            continue
        value = value_of(line.text, bound.unit)
        if bound.value is None:
            reader.note_field(line.at, line.comparison, "override_of_ban")
        elif side(line.comparison) != side(bound.comparison):
            said = Message("override_other_side", {"day": bound.from_day})
            reader.note_field(line.at, line.comparison, said, bound.comparison, seen=line.comparison)
        elif value is None:
            forms = SHARE_FORMS if bound.unit == SHARE else amount_forms(bound.unit)
            reader.note_field(line.at, line.comparison, "catalogue_bound_value", forms)
        elif not as_strict(line.comparison, value, bound.comparison, bound.value):
            law = written(bound.value, bound.unit)
            said = Message("override_looser", {"bound": line.text, "law": law, "day": bound.from_day})
            reader.note_field(line.at, line.comparison, said, f"{bound.comparison}: {law}")


def _warning(reader: Reader, at: Fields, stricter: Stricter, limit: Limit) -> Fraction | None:
    """Return the warning line, which a house moves away from the bound only."""
    line = share(stricter.warn_at) if stricter.warn_at else None
    if line is None:
        return limit.warn_at
    sides = {side(bound.comparison) for bound in limit.bounds if bound.value is not None}
    if not sides:
        reader.note_field(at, "warn_at", "catalogue_warning_of_ban")
        return limit.warn_at
    inside, example = (line > 1, "110%") if sides == {"floor"} else (0 < line < 1, "90%")
    own = limit.warn_at
    if not inside:
        reader.note_field(at, "warn_at", "catalogue_warning_outside", example)
    elif own is not None and (line < own if sides == {"floor"} else line > own):
        said = Message("override_warning_looser", {"line": stricter.warn_at, "law": written(own, SHARE)})
        reader.note_field(at, "warn_at", said, written(own, SHARE))
    return line


def _pieces(bound: DatedBound, lines: Sequence[_Line]) -> Iterator[DatedBound]:
    """Yield a value of the law with the lines of the house in its place on their days."""
    day: str | None = bound.from_day
    for line in lines:
        value = value_of(line.text, bound.unit)
        same = (line.comparison, value) == (bound.comparison, bound.value)
        if day is None or value is None or same or not line.overlaps(bound):
            continue
        first = max(bound.from_day, line.from_day)
        if day < first:
            yield _during(bound, day, day_before(first))
        last = min((one for one in (bound.until_day, line.until_day) if one is not None), default=None)
        yield msgspec.structs.replace(
            _during(bound, first, last),
            comparison=line.comparison,
            value=value,
            line_of="house",
            law_value=bound.value,
        )
        day = None if last is None else day_after(last)
    if day is not None and (bound.until_day is None or day <= bound.until_day):
        yield _during(bound, day, bound.until_day)


def _during(bound: DatedBound, first: str, last: str | None) -> DatedBound:
    """Return a value on some of its days; that only the year of the law is known matters in that year alone."""
    year_only = bound.year_only and first[:4] == bound.from_day[:4]
    return msgspec.structs.replace(bound, from_day=first, until_day=last, year_only=year_only)
