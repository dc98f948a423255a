"""A limit for people: rows of a list, and the page of one limit, as plain data that the command line prints."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from concentration.catalogue.bounds import written
from concentration.catalogue.cases import Case
from concentration.catalogue.model import SHARE, Catalogue, Cite, Cure, DatedBound, Exemption, Limit, Reading
from concentration.catalogue.whitelist import facts_of
from concentration.vocabulary.facts import FACTS
from concentration.vocabulary.measures import COMPARISONS, DENOMINATORS, GROUPINGS, MEASURES, SUBJECTS
from concentration.words.message import Language, Message
from concentration.words.sentences import render

Section = tuple[str, list[str]]
"""A heading and its lines."""


def bound_on(limit: Limit, day: str) -> DatedBound | None:
    """Return the bound in force on an ISO day, if there is one."""
    for bound in limit.bounds:
        if bound.in_force_on(day):
            return bound
    return None


def limits_as_rows(catalogue: Catalogue, language: Language, day: date) -> list[dict[str, str | None]]:
    """Return one row per limit: id, title, article, bound on that day (null if none), standing, basis.

    `standing` and `basis` are the words of the file, so that scripts can rely on them.
    """
    return [_row(limit, catalogue, language, day.isoformat()) for limit in catalogue.limits]


def _row(limit: Limit, catalogue: Catalogue, language: Language, day: str) -> dict[str, str | None]:
    bound = bound_on(limit, day)
    cite = bound.cite if bound else limit.bounds[-1].cite
    return {
        "id": limit.id,
        "title": getattr(limit.title, language),
        "instrument": catalogue.instruments[cite.instrument].number,
        "article": cite.article,
        "bound": _bound(bound, language) if bound else None,
        "standing": limit.standing,
        "basis": cite.basis,
    }


def show_text(
    limit: Limit, catalogue: Catalogue, language: Language, cases: Sequence[Case] = ()
) -> list[Section]:
    """Return the page of a limit: the law, the formula in words, who, what, since when, cure, readings, cases."""
    page = _Page(limit, catalogue, language)
    sections = {
        "law": page.law(),
        "formula": page.formula(),
        "who": page.who(),
        "count": page.counted(),
        "exempt": page.exemptions(limit.exempt),
        "leaves_out": page.exemptions(limit.leaves_out),
        "bound": [page.bound(bound) for bound in limit.bounds],
        "cure": page.cure(limit.cure) if limit.cure else [],
        "readings": [page.reading(name, reading) for name, reading in limit.readings.items()],
        "facts": page.facts(),
        "note": [page.words(limit.note)] if limit.note else [],
        "cases": [case.name for case in cases],
    }
    title = f"{limit.id}  {page.words(limit.title)}"
    standing = render(Message(f"show_{limit.standing}"), language)
    headed = [
        (render(Message(f"show_heading_{name}"), language), lines)
        for name, lines in sections.items()
        if lines
    ]
    return [(title, [standing]), *headed]


def _bound(bound: DatedBound, language: Language) -> str:
    comparison = getattr(COMPARISONS[bound.comparison], language)
    return comparison if bound.value is None else f"{comparison} {written(bound.value, bound.unit)}"


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
        instrument = self.catalogue.instruments[cite.instrument]
        basis = self.say(f"show_basis_{cite.basis}")
        place = self.say(
            "show_cite",
            name=self.words(instrument),
            number=instrument.number,
            article=cite.article,
            basis=basis,
        )
        return [place, self.say("show_quoted", quote=cite.quote)] if cite.quote else [place]

    def formula(self) -> list[str]:
        limit, last = self.limit, self.limit.bounds[-1]
        parts = {
            "subject": self.words(SUBJECTS[limit.judge_per]),
            "group": self.words(GROUPINGS[limit.group_by]),
            "numerator": self.words(MEASURES[limit.measure]),
            "sign": COMPARISONS[last.comparison].sign,
        }
        if last.value is None:
            return [self.say("show_formula_ban", **parts)]
        parts["bound"] = written(last.value, last.unit)
        if limit.denominator is None:
            lines = [self.say("show_formula_amount", **parts)]
        else:
            lines = [self.say("show_formula_ratio", **parts, denominator=self.denominator(limit.denominator))]
        if limit.warn_at is not None:
            lines.append(self.say("show_warning", line=written(Fraction(limit.warn_at), SHARE)))
        return lines

    def denominator(self, name: str) -> str:
        denominator = DENOMINATORS[name]
        if self.limit.judge_per == "manager" and denominator.of == "product":
            return self.say("show_summed_denominator", denominator=self.words(denominator))
        return self.words(denominator)

    def who(self) -> list[str]:
        lines = [_one_line(self.limit.applies_to)]
        if self.limit.only_if_every_holding:
            lines.append(
                self.say("show_every_holding", condition=_one_line(self.limit.only_if_every_holding))
            )
        return lines

    def counted(self) -> list[str]:
        if MEASURES[self.limit.measure].amount is None:
            return []
        return [_one_line(self.limit.count) if self.limit.count else self.say("show_everything")]

    def exemptions(self, exemptions: Sequence[Exemption]) -> list[str]:
        return [line for one in exemptions for line in (_one_line(one.when), *self.cited(one.cite))]

    def bound(self, bound: DatedBound) -> str:
        day = self.say("show_year_only", year=bound.from_day[:4]) if bound.year_only else bound.from_day
        said = _bound(bound, self.language)
        if bound.until_day is None:
            return self.say("show_bound_from", day=day, bound=said)
        return self.say("show_bound_between", day=day, until=bound.until_day, bound=said)

    def cure(self, cure: Cure) -> list[str]:
        start = self.say(f"show_start_{cure.start}")
        if cure.trading_days is not None:
            line = self.say("show_cure_trading_days", days=cure.trading_days, start=start)
        elif cure.working_days is not None:
            line = self.say("show_cure_working_days", days=cure.working_days, start=start)
        else:
            line = self.say("show_cure_none" if cure.none else "show_cure_no_new_buying")
        return [line, *self.cited(cure.cite)]

    def reading(self, name: str, reading: Reading) -> str:
        replaced = {
            "numerator": self.words(MEASURES[reading.numerator]) if reading.numerator else None,
            "group_by": self.words(GROUPINGS[reading.group_by]) if reading.group_by else None,
            "count": _one_line(reading.count) if reading.count else None,
        }
        changes = [
            self.say("show_change", field=field, value=value) for field, value in replaced.items() if value
        ]
        return self.say("show_reading", name=name, title=self.words(reading.title), changes=changes)

    def facts(self) -> list[str]:
        limit = self.limit
        conditions = [limit.applies_to, limit.count, limit.only_if_every_holding]
        conditions += [one.when for one in (*limit.exempt, *limit.leaves_out)]
        names = {name for text in conditions if text for name in facts_of(text)}
        return [
            self.say("show_fact", fact=name, meaning=self.words(fact), place=f"{fact.table}.{fact.column}")
            for name, fact in FACTS.items()
            if name in names
        ]


def _one_line(text: str) -> str:
    return " ".join(text.split())
