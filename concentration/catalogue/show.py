"""A limit for people: rows of a list, and the page of one limit, as plain data that the command line prints."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Any

import msgspec

from concentration.catalogue.bounds import side, written
from concentration.catalogue.cases import Case
from concentration.catalogue.model import (
    SHARE,
    Catalogue,
    Cite,
    Cure,
    DatedBound,
    DatedTrigger,
    Exemption,
    Limit,
    Reading,
    Through,
)
from concentration.catalogue.parts import conditions, in_force_on, one_line
from concentration.catalogue.whitelist import parse_condition
from concentration.vocabulary.facts import FACTS, fact_named
from concentration.vocabulary.measures import COMPARISONS, DENOMINATORS, GROUPINGS, MEASURES, SUBJECTS
from concentration.words.message import Language, Message
from concentration.words.sentences import render

Section = tuple[str, list[str]]
"""A heading and its lines."""

MOST_ENTRIES = 20
"""Entries of a list that a page names."""


def limits_as_rows(catalogue: Catalogue, language: Language, day: date) -> list[dict[str, str | None]]:
    """Return one row per limit: id, title, article, bound on that day (null if none), standing, basis.

    Where several values are in force, by whom they bind, `bound` names all of them, the rest is that of the first.
    `standing` and `basis` are the words of the file, so that scripts can rely on them.
    """
    return [_row(limit, catalogue, language, day.isoformat()) for limit in catalogue.limits]


def _row(limit: Limit, catalogue: Catalogue, language: Language, day: str) -> dict[str, str | None]:
    bounds = in_force_on(limit, day)
    cite = (bounds or limit.bounds[-1:])[0].cite
    return {
        "id": limit.id,
        "title": getattr(limit.title, language),
        "instrument": catalogue.instruments[cite.instrument].number,
        "article": cite.article,
        "bound": said_together(bounds, language) or None,
        "standing": limit.standing,
        "basis": cite.basis,
    }


def show_text(
    limit: Limit, catalogue: Catalogue, language: Language, cases: Sequence[Case] = ()
) -> list[Section]:
    """Return the page of a limit.

    The law, the formula in words, who and what counts, from when, cure, readings, facts, settings, cases, and what its
    rulebook knowingly does not judge.
    """
    page = _Page(limit, catalogue, language)
    sections = {
        "law": page.law(),
        "formula": page.formula(),
        "through": page.through(),
        "who": page.who(),
        "trigger": page.trigger(limit.trigger) if limit.trigger else [],
        "count": page.counted(),
        "exempt": page.exemptions(limit.exempt),
        "leaves_out": page.exemptions(limit.leaves_out),
        "bound": [page.bound(bound) for bound in limit.bounds],
        "cure": page.cure(limit.cure) if limit.cure else [],
        "readings": [
            line for name, reading in limit.readings.items() for line in page.reading(name, reading)
        ],
        "facts": page.facts(),
        "settings": page.settings(),
        "note": [page.words(note) for note in (limit.note, limit.house_note) if note],
        "cases": [case.name for case in cases],
        "not_judged": page.not_judged(),
    }
    title = f"{limit.id}  {page.words(limit.title)}"
    standing = render(Message(f"show_{limit.standing}"), language)
    headed = [
        (render(Message(f"show_heading_{name}"), language), lines)
        for name, lines in sections.items()
        if lines
    ]
    return [(title, [standing]), *headed]


def said(bound: DatedBound, language: Language) -> str:
    """Return a value in words: `at most 25%`, `forbidden`."""
    comparison = str(getattr(COMPARISONS[bound.comparison], language))
    return comparison if bound.value is None else f"{comparison} {value_in_words(bound, language)}"


def value_in_words(bound: DatedBound, language: Language) -> str:
    """Return the value of a bound that has one, with its unit in the language: `25%`, `90 days`."""
    assert bound.value is not None
    plain = written(bound.value, bound.unit)
    if bound.unit == SHARE:
        return plain
    number = f"{bound.value.numerator:,}" if bound.value.denominator == 1 else plain
    return render(Message(f"value_{bound.unit}", {"written": plain, "number": number}), language)


def law_in_words(bound: DatedBound, language: Language) -> str:
    """Return the law's own value where a house or a contract drew a stricter line."""
    return value_in_words(msgspec.structs.replace(bound, value=bound.law_value), language)


def said_together(bounds: Sequence[DatedBound], language: Language) -> str:
    """Return several values in short, a comparison that they share only once: `at most 300% / 100%`."""
    comparison, parts = None, []
    for bound in bounds:
        alike = bound.comparison == comparison and bound.value is not None
        parts.append(value_in_words(bound, language) if alike else said(bound, language))
        comparison = bound.comparison
    return " / ".join(dict.fromkeys(parts))


def seen_through(limit: Limit) -> Through | None:
    """Return how a limit sees what held products hold; None where it looks at nothing but direct holdings.

    Total assets are looked through whatever the file says; only caps on sums have a second, advisory finding.
    """
    if limit.through == "replace" or limit.measure == "total_assets":
        return "replace"
    caps = [bound for bound in limit.bounds if bound.comparison != "forbidden"]
    summed = limit.amount is not None and all(side(bound.comparison) == "cap" for bound in caps)
    return "advisory" if summed and caps else None


def cited(cite: Cite, catalogue: Catalogue, language: Language) -> list[str]:
    """Return where a rule stands and how far its text was read, and, where it was, the words quoted."""
    instrument = catalogue.instruments[cite.instrument]
    values = {
        "name": getattr(instrument, language),
        "number": instrument.number,
        "article": cite.article,
        "basis": Message(f"show_basis_{cite.basis}"),
    }
    place = render(Message("show_cite", values), language)
    return [place, render(Message("show_quoted", {"quote": cite.quote}), language)] if cite.quote else [place]


def cure_in_words(cure: Cure, language: Language) -> str:
    """Return how long a passive breach may last, and from when that is counted."""
    start = Message(f"show_start_{cure.start}")
    if cure.trading_days is not None:
        said = Message("show_cure_trading_days", {"days": cure.trading_days, "start": start})
    elif cure.working_days is not None:
        said = Message("show_cure_working_days", {"days": cure.working_days, "start": start})
    else:
        said = Message("show_cure_none" if cure.none else "show_cure_no_new_buying")
    return render(said, language)


class _Page:
    """Says the parts of one limit in one language."""

    def __init__(self, limit: Limit, catalogue: Catalogue, language: Language) -> None:
        self.limit = limit
        self.catalogue = catalogue
        self.language = language

    def say(self, code: str, **values: Any) -> str:
        return render(Message(code, values), self.language)

    def words(self, entry: Any) -> str:
        """Return an entry of a table, or words of a file, in the page's language."""
        return str(getattr(entry, self.language))

    def law(self) -> list[str]:
        lines: list[str] = []
        for cite in dict.fromkeys(bound.cite for bound in self.limit.bounds):
            lines += self.cited(cite)
        return lines

    def cited(self, cite: Cite) -> list[str]:
        return cited(cite, self.catalogue, self.language)

    def formula(self) -> list[str]:
        """Return the formula of each value that is the last to come into force, and the warning line."""
        limit, last = self.limit, self.limit.bounds[-1]
        lines = [self.formula_of(bound) for bound in limit.bounds if bound.from_day == last.from_day]
        if limit.warn_at is not None and last.value is not None:
            lines.append(self.say("show_warning", line=written(Fraction(limit.warn_at), SHARE)))
        return lines

    def formula_of(self, bound: DatedBound) -> str:
        limit, measure = self.limit, MEASURES[bound.measure]
        subject = self.words(SUBJECTS[limit.judge_per])
        if measure.amount is not None and limit.group_by != "none":
            subject = self.say("show_each", subject=subject, group=self.words(GROUPINGS[limit.group_by]))
        parts = {"subject": subject, "numerator": self.words(measure)}
        if bound.value is None:
            said = self.say("show_formula_ban", **parts)
        else:
            divided = self.denominator(limit.denominator) if limit.denominator else None
            sign = COMPARISONS[bound.comparison].sign
            parts |= {"sign": sign, "bound": value_in_words(bound, self.language)}
            said = (
                self.say("show_formula_ratio", **parts, denominator=divided)
                if divided
                else self.say("show_formula_amount", **parts)
            )
        return self.say("show_when", when=one_line(bound.when), said=said) if bound.when else said

    def through(self) -> list[str]:
        """Return how held products are seen, where that makes a difference."""
        seen = seen_through(self.limit)
        return [self.say(f"show_through_{seen}")] if seen else []

    def denominator(self, name: str) -> str:
        denominator = DENOMINATORS[name]
        if self.limit.judge_per == "manager" and denominator.of == "product":
            return self.say("show_summed_denominator", denominator=self.words(denominator))
        return self.words(denominator)

    def who(self) -> list[str]:
        limit = self.limit
        lines = [one_line(limit.applies_to)]
        if limit.with_subsidiaries:
            lines.append(self.say("show_with_subsidiaries"))
        if limit.at_least_products:
            lines.append(self.say("show_at_least_products", products=limit.at_least_products))
        if limit.only_if_every_holding:
            lines.append(self.say("show_every_holding", condition=one_line(limit.only_if_every_holding)))
        if limit.only_if_some_holding:
            lines.append(self.say("show_some_holding", condition=one_line(limit.only_if_some_holding)))
        return lines

    def trigger(self, trigger: DatedTrigger) -> list[str]:
        """Return what must come first, what it counts, and by which words."""
        formula = self.say(
            "show_trigger",
            group=self.words(GROUPINGS[trigger.group_by]),
            numerator=self.words(MEASURES[trigger.measure]),
            denominator=self.words(DENOMINATORS[trigger.denominator]),
            line=written(trigger.more_than, SHARE),
        )
        counted = one_line(trigger.count) if trigger.count else self.say("show_everything")
        return [formula, self.say("show_counted", condition=counted), *self.cited(trigger.cite)]

    def counted(self) -> list[str]:
        """Return which holdings, or which products, a limit is about; nothing for a figure of the product."""
        limit, measure = self.limit, MEASURES[self.limit.measure]
        if limit.count is None and measure.amount is None and measure.counts is None:
            return []
        lines = [one_line(limit.count) if limit.count else self.say("show_everything")]
        if limit.where_unknown is not None:
            line = written(limit.where_unknown.up_to, SHARE)
            taken = FACTS[limit.where_unknown.take]
            lines.append(self.say("show_where_unknown", take=self.words(taken), line=line))
        return lines

    def exemptions(self, exemptions: Sequence[Exemption]) -> list[str]:
        return [line for one in exemptions for line in (one_line(one.when), *self.cited(one.cite))]

    def bound(self, bound: DatedBound) -> str:
        day = self.say("show_year_only", year=bound.from_day[:4]) if bound.year_only else bound.from_day
        value = said(bound, self.language)
        if bound.measure != self.limit.measure:
            value = self.say("show_measured", numerator=self.words(MEASURES[bound.measure]), bound=value)
        if bound.law_value is not None:
            value = self.say("show_house_line", said=value, law=law_in_words(bound, self.language))
        if bound.when:
            value = self.say("show_when", when=one_line(bound.when), said=value)
        if bound.until_day is None:
            return self.say("show_bound_from", day=day, bound=value)
        return self.say("show_bound_between", day=day, until=bound.until_day, bound=value)

    def cure(self, cure: Cure) -> list[str]:
        return [cure_in_words(cure, self.language), *self.cited(cure.cite)]

    def reading(self, name: str, reading: Reading) -> list[str]:
        """Return another reading with what it replaces, and whom it leaves out of the sum by which words."""
        replaced = {
            "numerator": self.words(MEASURES[reading.numerator]) if reading.numerator else None,
            "group_by": self.words(GROUPINGS[reading.group_by]) if reading.group_by else None,
            "count": one_line(reading.count) if reading.count else None,
            "leaves_out": self.left_out(reading.leaves_out),
        }
        changes = [
            self.say("show_change", field=field, value=value) for field, value in replaced.items() if value
        ]
        said = self.say("show_reading", name=name, title=self.words(reading.title), changes=changes)
        return [said, *(line for one in reading.leaves_out or () for line in self.cited(one.cite))]

    def left_out(self, exemptions: Sequence[Exemption] | None) -> str | None:
        if exemptions is None:
            return None
        return "; ".join(one_line(one.when) for one in exemptions) or self.say("show_nobody")

    def facts(self) -> list[str]:
        """Return the facts that the conditions name, those of a house's own columns last."""
        names = {name for _, text in conditions(self.limit) for name in parse_condition(text).facts}
        known = [fact_named(name) for name in (*FACTS, *sorted(names - FACTS.keys())) if name in names]
        return [
            self.say(
                "show_fact", fact=fact.name, meaning=self.words(fact), place=f"{fact.table}.{fact.column}"
            )
            for fact in known
        ]

    def settings(self) -> list[str]:
        """Return the lists and settings that the conditions name, with what stands in them."""
        names = {name for _, text in conditions(self.limit) for name in parse_condition(text).lists}
        return [self.setting(name, self.catalogue.lists.get(name)) for name in sorted(names)]

    def setting(self, name: str, values: Sequence[str] | None) -> str:
        """Return a list or setting with its entries, cut where there are many."""
        if values is None:
            return self.say("show_setting_not_made", name=name)
        if not values:
            return self.say("show_list_empty", name=name)
        more = ["…"] if len(values) > MOST_ENTRIES else []
        return self.say("show_list", name=name, entries=[*values[:MOST_ENTRIES], *more], count=len(values))

    def not_judged(self) -> list[str]:
        book = self.catalogue.rulebooks.get(self.limit.rulebook)
        return [
            self.say("show_not_judged", what=self.words(one.what), why=self.words(one.why))
            for one in (book.not_judged if book else ())
        ]
