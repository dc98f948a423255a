"""What changed between two catalogues, or in one catalogue between two days, change by change and in words."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from functools import partial
from typing import Any, Literal, get_args

from concentration.catalogue.bounds import side, written
from concentration.catalogue.model import (
    SHARE,
    AssetKind,
    ByFact,
    Catalogue,
    Cite,
    DatedBound,
    Decision,
    Exemption,
    Limit,
    Reading,
    Rulebook,
)
from concentration.catalogue.parts import in_force_on, one_line
from concentration.catalogue.show import cure_in_words, said, said_together
from concentration.vocabulary.facts import FACTS
from concentration.vocabulary.measures import DENOMINATORS, GROUPINGS, MEASURES, SUBJECTS
from concentration.words.message import Language, Message
from concentration.words.sentences import render

Of = Literal["limit", "rulebook", "kind", "list", "rating", "decision", "instrument"]
"""What a change is about, in the order in which changes are told."""

Text = Mapping[str, str]
"""Words in both languages."""


SHORT = 50
"""Longest text that stands in a line beside the one that replaces it."""

LONG = ("note", "covers")
"""Fields whose words are too long to stand in a sentence twice."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change: what it is about, what happened, in a sentence, and what stood there before and now.

    `what` is `added` or `removed`; of a value `begins`, `ends`, `tightened`, `loosened` or `replaced`; else the field
    that differs. `old` and `new` are None where there was, or is, nothing.
    """

    of: Of
    name: str
    what: str
    message: Message
    old: Text | None = None
    new: Text | None = None
    title: Text | None = None


def diff(old: Catalogue, new: Catalogue) -> tuple[Change, ...]:
    """Return what changed from one catalogue to another, limits first, each in the order of its page."""
    changes: list[Change] = []
    before, after = ({limit.id: limit for limit in catalogue.limits} for catalogue in (old, new))
    for limit_id in sorted(before | after):
        limit = after.get(limit_id) or before[limit_id]
        told = _of_limit(before.get(limit_id), after.get(limit_id), old, new)
        changes += (replace(change, title=_titled(limit)) for change in told)
    changes += _of_entries("rulebook", old.rulebooks, new.rulebooks, _titled, _of_rulebook)
    changes += _of_entries("kind", old.kinds, new.kinds, _titled, _of_kind)
    changes += _of_entries("list", old.lists, new.lists, _listed, partial(_of_list, "list"))
    changes += _of_entries("rating", old.ratings, new.ratings, _listed, partial(_of_list, "rating"))
    changes += _of_entries("decision", old.decisions, new.decisions, _titled, _of_decision)
    return (
        *changes,
        *_of_entries("instrument", old.instruments, new.instruments, _instrument, _of_instrument),
    )


def diff_days(catalogue: Catalogue, from_day: date, to_day: date) -> tuple[Change, ...]:
    """Return what came into force, was tightened, loosened or repealed from the first day to the second."""
    days = (from_day.isoformat(), to_day.isoformat())
    return tuple(
        replace(change, title=_titled(limit))
        for limit in catalogue.limits
        for change in _between(limit.id, _by_whom(limit, days[0]), _by_whom(limit, days[1]), days[1])
    )


# Limits


def _of_limit(before: Limit | None, after: Limit | None, old: Catalogue, new: Catalogue) -> Iterator[Change]:
    limit = after or before
    assert limit is not None
    if before is None or after is None:
        what = "removed" if after is None else "added"
        text = _both(lambda language: f"{getattr(limit.title, language)}: {_last(limit, language)}")
        yield _entry("limit", limit.id, what, text)
        return
    for field, say in _SAID.items():
        yield from _field("limit", limit.id, field, say(before, old), say(after, new))
    for name in ("trigger", "cure"):
        parts = [getattr(one, name) for one in (before, after)]
        if all(part is not None for part in parts):
            yield from _of_cite(limit.id, name, (parts[0].cite, old), (parts[1].cite, new))
    for name in ("exempt", "leaves_out"):
        yield from _of_exemptions(limit.id, name, (getattr(before, name), old), (getattr(after, name), new))
    yield from _of_values(before, after, old, new)
    for name in sorted(before.readings.keys() | after.readings.keys()):
        texts = [_reading(one.readings.get(name)) for one in (before, after)]
        yield from _field("limit", limit.id, f"readings.{name}", *texts)


def _last(limit: Limit, language: Language) -> str:
    last = limit.bounds[-1].from_day
    return said_together([bound for bound in limit.bounds if bound.from_day == last], language)


def _word(name: str, table: Mapping[str, Any]) -> Callable[[Limit, Catalogue], Text | None]:
    """Return how a field is said that holds a word of the vocabulary."""

    def say(limit: Limit, _: Catalogue) -> Text | None:
        value = getattr(limit, name)
        return _titles(table[value]) if value is not None else None

    return say


def _condition(name: str) -> Callable[[Limit, Catalogue], Text | None]:
    return lambda limit, _: _plain(one_line(getattr(limit, name))) if getattr(limit, name) else None


def _trigger(limit: Limit, _: Catalogue) -> Text | None:
    trigger = limit.trigger
    if trigger is None:
        return None
    values = {
        "group": _titles(GROUPINGS[trigger.group_by]),
        "numerator": _titles(MEASURES[trigger.measure]),
        "denominator": _titles(DENOMINATORS[trigger.denominator]),
        "line": written(trigger.more_than, SHARE),
        "condition": one_line(trigger.count) if trigger.count else Message("show_everything"),
    }
    formula, counted = Message("show_trigger", values), Message("show_counted", values)
    return _both(lambda language: f"{render(formula, language)}; {render(counted, language)}")


def _cure(limit: Limit, _: Catalogue) -> Text | None:
    cure = limit.cure
    return None if cure is None else _both(lambda language: cure_in_words(cure, language))


def _estimate(limit: Limit, _: Catalogue) -> Text | None:
    if limit.where_unknown is None:
        return None
    taken = _titles(FACTS[limit.where_unknown.take])
    values = {"take": taken, "line": written(limit.where_unknown.up_to, SHARE)}
    return _sentence(Message("show_where_unknown", values))


def _share(value: Fraction | None) -> Text | None:
    return _plain(written(value, SHARE)) if value is not None else None


_SAID: Mapping[str, Callable[[Limit, Catalogue], Text | None]] = {
    "title": lambda limit, _: _titles(limit.title),
    "standing": lambda limit, _: _sentence(Message(f"show_{limit.standing}")),
    "judge_per": _word("judge_per", SUBJECTS),
    "applies_to": _condition("applies_to"),
    "only_if_every_holding": _condition("only_if_every_holding"),
    "only_if_some_holding": _condition("only_if_some_holding"),
    "trigger": _trigger,
    "with_subsidiaries": lambda limit, _: _yes(limit.with_subsidiaries),
    "at_least_products": lambda limit, _: _plain(str(limit.at_least_products or "")),
    "count": _condition("count"),
    "where_unknown": _estimate,
    "group_by": _word("group_by", GROUPINGS),
    "through": lambda limit, _: _sentence(Message(f"show_through_{limit.through}")),
    "numerator": _word("measure", MEASURES),
    "denominator": _word("denominator", DENOMINATORS),
    "warn_at": lambda limit, _: _share(limit.warn_at),
    "cure": _cure,
    "note": lambda limit, _: _titles(limit.note),
}
"""The fields of a limit that are one piece, and how each is said; None is nothing."""


def _of_exemptions(
    limit_id: str,
    name: str,
    before: tuple[Sequence[Exemption], Catalogue],
    after: tuple[Sequence[Exemption], Catalogue],
) -> Iterator[Change]:
    """Yield who is newly freed, who no longer, and where the words for it changed."""
    listed = [{one_line(one.when): (one.cite, law) for one in some} for some, law in (before, after)]
    for when in dict.fromkeys([*listed[0], *listed[1]]):
        old, new = listed[0].get(when), listed[1].get(when)
        if old is None or new is None:
            texts = [_plain(when) if one is not None else None for one in (old, new)]
            yield from _field("limit", limit_id, name, *texts)
        else:
            yield from _of_cite(limit_id, name, old, new)


def _reading(reading: Reading | None) -> Text | None:
    if reading is None:
        return None
    parts = [reading.numerator, reading.group_by, reading.count and one_line(reading.count)]
    parts += [one_line(one.when) for one in reading.leaves_out or ()]
    changes = ", ".join(part for part in parts if part)
    return _both(lambda language: f"{getattr(reading.title, language)} ({changes})")


# Values, day by day


def _by_whom(limit: Limit, day: str) -> dict[str | None, DatedBound]:
    """Return the values in force on a day by the condition that says whom they bind."""
    return {bound.when and one_line(bound.when): bound for bound in in_force_on(limit, day)}


def _of_values(before: Limit, after: Limit, old: Catalogue, new: Catalogue) -> Iterator[Change]:
    """Yield the changes of values from each day on which something begins or ends, each once."""
    told: set[tuple[Any, ...]] = set()
    for day in _days((*before.bounds, *after.bounds)):
        values = _by_whom(before, day), _by_whom(after, day)
        for change in _between(after.id, *values, day):
            # What is told of a day goes on until the values differ otherwise.
            key = (change.what, str(change.old), str(change.new))
            if key not in told:
                told.add(key)
                yield change
        for when in values[0].keys() & values[1].keys():
            cites = (values[0][when].cite, old), (values[1][when].cite, new)
            for change in _of_cite(after.id, "bound", *cites):
                if (change.what, str(change.old), str(change.new)) not in told:
                    told.add((change.what, str(change.old), str(change.new)))
                    yield change


def _days(bounds: Iterable[DatedBound]) -> list[str]:
    """Return the days on which values begin, and those after the last of a value, in order."""
    days = {bound.from_day for bound in bounds}
    days |= {_day_after(bound.until_day) for bound in bounds if bound.until_day is not None}
    return sorted(days)


def _day_after(day: str) -> str:
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat()


def _between(
    limit_id: str,
    before: Mapping[str | None, DatedBound],
    after: Mapping[str | None, DatedBound],
    day: str,
) -> Iterator[Change]:
    """Yield how the values of a limit differ, for each whom they bind; `day` is the day they are compared on."""
    for when in dict.fromkeys([*before, *after]):
        old, new = before.get(when), after.get(when)
        if old is not None and new is not None and _same(old, new):
            continue
        what = _what_happened(old, new)
        texts = [_value(bound) if bound is not None else None for bound in (old, new)]
        since = new.from_day if new is not None else day
        if new is None and old is not None and old.until_day is not None and old.until_day < day:
            since = _day_after(old.until_day)
        at = Message("show_year_only", {"year": since[:4]}) if new is not None and new.year_only else since
        values = {"old": texts[0], "new": texts[1], "day": at}
        yield Change("limit", limit_id, what, Message(f"diff_{what}", values), *texts)


def _same(old: DatedBound, new: DatedBound) -> bool:
    return (old.comparison, old.value, old.unit, old.measure) == (
        new.comparison,
        new.value,
        new.unit,
        new.measure,
    )


def _what_happened(old: DatedBound | None, new: DatedBound | None) -> str:
    if old is None:
        return "begins"
    if new is None:
        return "ends"
    if (old.unit, old.measure, side(old.comparison)) != (new.unit, new.measure, side(new.comparison)):
        return "replaced"
    return "tightened" if _strictness(new) > _strictness(old) else "loosened"


def _strictness(bound: DatedBound) -> tuple[int, Fraction, int]:
    """Return how strict a value is among those of its side: a ban most of all, then the nearer line."""
    if bound.value is None:
        return (1, Fraction(0), 0)
    nearer = bound.value if side(bound.comparison) == "floor" else -bound.value
    return (0, nearer, bound.comparison in ("less_than", "more_than"))


def _value(bound: DatedBound) -> Text:
    def say(language: Language) -> str:
        text = said(bound, language)
        if bound.when is None:
            return text
        return render(Message("show_when", {"when": one_line(bound.when), "said": text}), language)

    return _both(say)


# Files that every rulebook shares


def _of_entries(
    of: Of,
    old: Mapping[str, Any],
    new: Mapping[str, Any],
    title: Callable[[Any], Text],
    inside: Callable[[str, Any, Any], Iterable[Change]],
) -> Iterator[Change]:
    """Yield the entries that were added or removed, and what changed inside the others."""
    for name in dict.fromkeys([*old, *new]):
        if name not in new:
            yield _entry(of, name, "removed", title(old[name]))
        elif name not in old:
            yield _entry(of, name, "added", title(new[name]))
        elif old[name] != new[name]:
            titled = title(new[name]) if of not in ("list", "rating") else None
            yield from (replace(change, title=titled) for change in inside(name, old[name], new[name]))


def _of_kind(name: str, old: AssetKind, new: AssetKind) -> Iterator[Change]:
    for field in AssetKind.__struct_fields__:
        texts = [_fact_of_kind(getattr(kind, field)) for kind in (old, new)]
        yield from _field("kind", name, field, *texts)


def _fact_of_kind(value: Any) -> Text | None:
    if isinstance(value, ByFact):
        words = [f"{key} → {word}" for key, word in value.values.items()]
        words += [f"… → {value.otherwise}"] if value.otherwise else []
        return _plain(f"{value.by}: {', '.join([*words, f'NULL → {value.unknown}'])}")
    if isinstance(value, list):
        return _plain(", ".join(value))
    if isinstance(value, bool):
        return _sentence(Message("diff_yes" if value else "diff_no"))
    return _plain(value) if isinstance(value, str) else _titles(value)


def _of_list(of: Of, name: str, old: Sequence[str] | None, new: Sequence[str] | None) -> Iterator[Change]:
    """Yield the entries that came and went; a setting may also be made, or taken back."""
    if old is None or new is None:
        yield from _field(of, name, "setting", _entries(old), _entries(new))
        return
    come = [entry for entry in new if entry not in old]
    gone = [entry for entry in old if entry not in new]
    yield from _field(of, name, "entries", None, _plain(", ".join(come)))
    yield from _field(of, name, "entries", _plain(", ".join(gone)), None)


def _entries(values: Sequence[str] | None) -> Text | None:
    return None if values is None else _plain(f"[{', '.join(values)}]")


def _of_decision(name: str, old: Decision, new: Decision) -> Iterator[Change]:
    for field in Decision.__struct_fields__:
        values = [getattr(decision, field) for decision in (old, new)]
        texts = [_plain(str(value)) if isinstance(value, int) else _fact_of_kind(value) for value in values]
        yield from _field("decision", name, "class" if field == "debt_class" else field, *texts)


def _of_rulebook(name: str, old: Rulebook, new: Rulebook) -> Iterator[Change]:
    for field in ("title", "checked", "covers", "instruments"):
        yield from _field(
            "rulebook", name, field, *(_fact_of_kind(getattr(book, field)) for book in (old, new))
        )
    left = [{one.what.zh: one for one in book.not_judged} for book in (old, new)]
    for what in dict.fromkeys([*left[0], *left[1]]):
        texts = [_titles(side_of[what].what) if what in side_of else None for side_of in left]
        yield from _field("rulebook", name, "not_judged", *texts)


def _of_instrument(name: str, old: Any, new: Any) -> Iterator[Change]:
    yield from _field("instrument", name, "title", _instrument(old), _instrument(new))


# Words


def _entry(of: Of, name: str, what: str, text: Text) -> Change:
    old, new = (None, text) if what == "added" else (text, None)
    return Change(of, name, what, Message(f"diff_{what}", {"text": text}), old, new)


def _field(of: Of, name: str, field: str, old: Text | None, new: Text | None) -> Iterator[Change]:
    """Yield the change of a field, if there is one; an empty text is nothing."""
    old, new = old if any((old or {}).values()) else None, new if any((new or {}).values()) else None
    if old == new:
        return
    code = "diff_field_new" if old is None else "diff_field_gone" if new is None else "diff_field"
    if old is not None and new is not None and max(map(len, (*old.values(), *new.values()))) > SHORT:
        code = "diff_field_long"
    code = "diff_reworded" if field in LONG else code
    heading, _, reading = field.partition("readings.")
    label = Message(f"diff_{of}_{heading.replace('.', '_') or 'reading'}", {"name": reading})
    yield Change(of, name, field, Message(code, {"field": label, "old": old, "new": new}), old, new)


def _of_cite(
    limit_id: str, name: str, old: tuple[Cite, Catalogue], new: tuple[Cite, Catalogue]
) -> Iterator[Change]:
    """Yield where another place of the law is cited, or other words of it are quoted."""
    yield from _field("limit", limit_id, f"{name}.cite", _place(*old), _place(*new))
    quotes = [_plain(cite.quote or "") for cite, _ in (old, new)]
    yield from _field("limit", limit_id, f"{name}.quote", *quotes)


def _place(cite: Cite, catalogue: Catalogue) -> Text:
    """Return the number of the instrument, the article, and how far its text was read."""
    place = f"{catalogue.instruments[cite.instrument].number} {cite.article}"
    return _both(lambda language: f"{place} ({render(Message(f'show_basis_{cite.basis}'), language)})")


def _titles(words: Any) -> Text | None:
    return None if words is None else {"zh": words.zh, "en": words.en}


def _titled(entry: Any) -> Text:
    return {"zh": entry.title.zh, "en": entry.title.en}


def _listed(values: Sequence[str] | None) -> Text:
    return _plain(", ".join(values) if values else "[]" if values is not None else "null")


def _instrument(entry: Any) -> Text:
    return {"zh": f"{entry.zh} ({entry.number})", "en": f"{entry.en} ({entry.number})"}


def _yes(value: bool) -> Text | None:
    return _sentence(Message("diff_yes")) if value else None


def _plain(text: str) -> Text:
    return {"zh": text, "en": text}


def _sentence(message: Message) -> Text:
    return _both(lambda language: render(message, language))


def _both(say: Callable[[Language], str]) -> Text:
    return {language: say(language) for language in get_args(Language)}
