"""What must hold inside one file beyond its shape: the words fit together, conditions are understood."""

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from concentration.catalogue.bounds import (
    COMPARISON_NAMES,
    SHARE_FORMS,
    amount,
    amount_forms,
    comparison_of,
    first_day,
    share,
    side,
    value_of,
    values_of,
)
from concentration.catalogue.model import (
    SHARE,
    AssetKind,
    Bound,
    ByFact,
    Cite,
    Cure,
    Decision,
    Exemption,
    LimitFile,
    Lot,
    Reading,
    Rulebook,
    Stricter,
    StricterBound,
    Trigger,
    WhereUnknown,
)
from concentration.catalogue.overrides import check_stricter, check_stricter_bound
from concentration.catalogue.ratings import Ratings
from concentration.catalogue.strict import Check, Fields, Reader, near_first
from concentration.catalogue.tree import Sequence as Items
from concentration.catalogue.whitelist import ConditionError, nearest, parse_condition
from concentration.vocabulary.facts import (
    ASSET_CLASSES,
    DEBT_CLASSES,
    FACTS,
    SAME_ASSET,
    SUBJECT_FACTS,
    TEST_CLASSES,
    Fact,
    facts_with_kinds,
)
from concentration.vocabulary.measures import DENOMINATORS, MEASURES, Measure
from concentration.words.message import Message

COUNTED_BY_SUBJECT = ("the product itself", "count of products")
"""Measures whose `count` is about products, not about holdings."""

OF_TRANCHES = "held_value"
"""The only figure that a tranche has of its own."""

IN_A_LIST = 2
"""Keys above a value that stands by itself under its day: bound, day."""

REPLACED_BY_READINGS = ("numerator", "group_by", "count", "leaves_out")

CLOCKS = ("trading_days", "working_days", "none", "no_new_buying")

# Where the text does not decide, the kind table says so, and the fact is unknown in conditions.
KIND_WORDS = {
    "debt_class": (*DEBT_CLASSES, "review"),
    "asset_class": (*ASSET_CLASSES, "unknown"),
    "test_class": (*TEST_CLASSES, "unknown"),
    "same_asset": (*SAME_ASSET, "unclear"),
}

WARNED_AT = Fraction(9, 10)
"""The warning line of a cap whose file says nothing (contract, section 3)."""


class Checks:
    """The checks of every struct, knowing what the rest of the catalogue holds."""

    def __init__(
        self,
        instruments: Sequence[str],
        kinds: Sequence[str],
        lists: Mapping[str, Sequence[str] | None],
        ratings: Ratings,
    ) -> None:
        """Keep the names that a limit may refer to: instruments, asset kinds, lists and ratings."""
        self.instruments = list(instruments)
        self.facts = facts_with_kinds(FACTS, kinds, ratings)
        self.subject_facts = facts_with_kinds(SUBJECT_FACTS, kinds, ratings)
        self.asset_facts = {name: fact for name, fact in self.facts.items() if fact.owner == "asset"}
        self.kinds = list(kinds)
        self.lists = lists
        self.ratings = ratings

    def by_struct(self) -> dict[type, Check]:
        """Return the check of each struct that has one."""
        return {
            Cite: self.cite,
            Bound: self.bound,
            Exemption: self.exemption,
            Cure: check_cure,
            Reading: self.reading,
            Trigger: self.trigger,
            WhereUnknown: check_where_unknown,
            Stricter: check_stricter,
            StricterBound: check_stricter_bound,
            LimitFile: self.limit,
            Rulebook: self.rulebook,
            Decision: self.decision,
            Lot: self.lot,
        }

    def _instrument(self, reader: Reader, fields: Fields, name: str, key: str) -> None:
        if key not in self.instruments:
            near = nearest(key, self.instruments) or ", ".join(self.instruments)
            reader.note_field(fields, name, "catalogue_unknown_instrument", near, seen=key)

    def cite(self, reader: Reader, fields: Fields) -> None:
        """The instrument is known, and the words are quoted exactly where the text itself was read."""
        basis, quote = fields.values.get("basis"), fields.values.get("quote")
        if "instrument" in fields.values:
            self._instrument(reader, fields, "instrument", fields.values["instrument"])
        if basis == "text" and "quote" not in fields.tree.lines:
            reader.note_field(fields, "quote", "catalogue_quote_missing")
        if basis not in (None, "text") and quote is not None:
            reader.note_field(fields, "quote", Message("catalogue_quote_too_much", {"basis": basis}))

    def _condition(
        self,
        reader: Reader,
        fields: Fields,
        name: str,
        facts: Mapping[str, Fact],
        own: Mapping[str, Fact] | None = None,
    ) -> None:
        """A condition is of the language; without `own` it may name columns of a house's own, which a run will know."""
        if name not in fields.values:
            return
        try:
            parse_condition(fields.values[name], self.lists, facts, self.ratings, own)
        except ConditionError as error:
            for mistake in error.mistakes:
                said = Message("condition_at", {"at": mistake.at, "what": mistake.message})
                reader.note_field(fields, name, said, mistake.allowed, mistake.seen or fields.values[name])

    def exemption(self, reader: Reader, fields: Fields) -> None:
        """`when` is about the subject."""
        self._condition(reader, fields, "when", self.subject_facts)

    def reading(self, reader: Reader, fields: Fields) -> None:
        """Another reading replaces something."""
        self._condition(reader, fields, "count", self.facts)
        check_measure(reader, fields)
        if not set(REPLACED_BY_READINGS) & set(fields.tree.lines):
            allowed = ", ".join(REPLACED_BY_READINGS)
            reader.note("catalogue_reading_empty", fields.tree.line, fields.path, None, allowed)

    def bound(self, reader: Reader, fields: Fields) -> None:
        """Exactly one comparison, or a repeal; `when` is about the subject."""
        self._condition(reader, fields, "when", self.subject_facts)
        check_measure(reader, fields)
        check_comparison(reader, fields)

    def trigger(self, reader: Reader, fields: Fields) -> None:
        """A trigger is a share that sums make up of a figure of the product."""
        self._condition(reader, fields, "count", self.facts)
        check_measure(reader, fields)
        measure = MEASURES.get(fields.values.get("numerator", ""))
        if measure is not None and measure.amount is None:
            sums = [one.name for one in MEASURES.values() if one.amount]
            reader.note_field(fields, "numerator", "catalogue_trigger_of_sum", ", ".join(sums))
        unit = measure.unit if measure is not None else "yuan"
        own = [one.name for one in DENOMINATORS.values() if one.of == "product" and one.unit == unit]
        if fields.values.get("denominator") not in (None, *own) and (measure is None or measure.amount):
            reader.note_field(fields, "denominator", "catalogue_unknown_denominator", ", ".join(own))
        if "more_than" in fields.values and share(fields.values["more_than"]) is None:
            reader.note_field(fields, "more_than", "catalogue_bound_value", SHARE_FORMS)

    def rulebook(self, reader: Reader, fields: Fields) -> None:
        """Its instruments are known and its texts were checked on a day."""
        for key in fields.values.get("instruments", []):
            self._instrument(reader, fields, "instruments", key)
        checked = fields.values.get("checked")
        if checked is not None and (first_day(checked) is None or len(checked) == 4):
            reader.note_field(fields, "checked", "catalogue_day", "2026-01-31")

    def decision(self, reader: Reader, fields: Fields) -> None:
        """Its kinds are known, `when` is about the asset, words stand behind it, and a review says what to find out."""
        self._condition(reader, fields, "when", self.asset_facts, own={})
        self._known_kinds(reader, fields)
        if not {"kinds", "when"} & set(fields.tree.lines):
            reader.note("decision_of_everything", fields.tree.line, fields.path, None, "kinds, when")
        if "quote" not in fields.tree.lines and not fields.values.get("inferred"):
            reader.note_field(fields, "quote", "decision_without_words", "quote: …, inferred: true")
        if "quote" in fields.tree.lines and "clause" not in fields.tree.lines:
            reader.note_field(fields, "clause", "decision_without_clause")
        reviewed = fields.values.get("class") == "review"
        if "class" in fields.values and reviewed != ("to_find_out" in fields.tree.lines):
            code = "decision_review_without_task" if reviewed else "decision_task_without_review"
            reader.note_field(fields, "to_find_out", code)

    def lot(self, reader: Reader, fields: Fields) -> None:
        """Its kinds are known."""
        self._known_kinds(reader, fields)

    def _known_kinds(self, reader: Reader, fields: Fields) -> None:
        for kind in fields.values.get("kinds", []):
            if kind not in self.kinds:
                near = nearest(kind, self.kinds) or "kinds.yaml"
                reader.note_field(fields, "kinds", "decision_unknown_kind", near, seen=kind)

    def limit(self, reader: Reader, fields: Fields) -> None:
        """All parts of a limit fit together."""
        self._condition(reader, fields, "applies_to", self.subject_facts)
        of_subject = fields.values.get("numerator") in COUNTED_BY_SUBJECT
        self._condition(reader, fields, "count", self.subject_facts if of_subject else self.facts)
        self._condition(reader, fields, "only_if_every_holding", self.facts)
        self._condition(reader, fields, "only_if_some_holding", self.facts)
        check_measure(reader, fields)
        check_who(reader, fields)
        check_denominator(reader, fields)
        check_of_managers(reader, fields)
        check_bounds(reader, fields)
        check_standing(reader, fields)
        check_warning(reader, fields)
        check_readings(reader, fields)


def check_comparison(reader: Reader, fields: Fields) -> None:
    """Exactly one comparison, or a repeal."""
    words = (*COMPARISON_NAMES, "repealed")
    said = [name for name in words if name in fields.tree.lines]
    if len(said) != 1:
        code = "catalogue_two_comparisons" if said else "catalogue_no_comparison"
        reader.note(code, fields.tree.line, fields.path, ", ".join(said) or None, ", ".join(words))
    for name in ("forbidden", "repealed"):
        if fields.values.get(name) is False:
            reader.note_field(fields, name, "catalogue_only_true", "true")
    if "not_after" in said:
        reader.note_field(fields, "not_after", "catalogue_not_after")


def check_cure(reader: Reader, fields: Fields) -> None:
    """Exactly one clock; a start only where there is something to count."""
    said = [name for name in CLOCKS if name in fields.tree.lines]
    if len(said) != 1:
        code = "catalogue_two_clocks" if said else "catalogue_no_clock"
        reader.note(code, fields.tree.line, fields.path, ", ".join(said) or None, ", ".join(CLOCKS))
    for name in ("none", "no_new_buying"):
        if fields.values.get(name) is False:
            reader.note_field(fields, name, "catalogue_only_true", "true")
        if name in said and "from" in fields.tree.lines:
            reader.note_field(fields, "from", "catalogue_clock_without_days")


def check_measure(reader: Reader, fields: Fields) -> None:
    """The numerator is in the table of measures."""
    numerator = fields.values.get("numerator")
    if numerator is not None and numerator not in MEASURES:
        reader.note_field(
            fields, "numerator", "catalogue_unknown_measure", near_first(numerator, list(MEASURES))
        )


def check_who(reader: Reader, fields: Fields) -> None:
    """Products are exempt, holdings leave a manager's sum, and a figure of the product has no groups."""
    judge_per = fields.values.get("judge_per")
    if judge_per == "manager" and "exempt" in fields.tree.lines:
        reader.note_field(fields, "exempt", "catalogue_exempt_of_manager", "leaves_out")
    if judge_per in ("product", "tranche") and "leaves_out" in fields.tree.lines:
        reader.note_field(fields, "leaves_out", "catalogue_leaves_out_of_product", "exempt")
    measure = MEASURES.get(fields.values.get("numerator", ""))
    if measure is None:
        return
    if judge_per is not None and judge_per not in measure.subjects:
        allowed = ", ".join(measure.subjects)
        said = Message("catalogue_measure_of_subject", {"numerator": measure.name})
        reader.note_field(fields, "judge_per", said, allowed)
    if measure.amount is None and fields.values.get("group_by", "none") != "none":
        reader.note_field(fields, "group_by", "catalogue_figure_alone")
    counts = measure.amount is not None or measure.counts is not None or measure.name in COUNTED_BY_SUBJECT
    if not counts and "count" in fields.tree.lines:
        reader.note_field(fields, "count", "catalogue_figure_alone")
    if measure.name == "the product itself" and "count" not in fields.tree.lines:
        reader.note_field(fields, "count", "catalogue_itself_needs_count")


def check_of_managers(reader: Reader, fields: Fields) -> None:
    """What only sums over the products of a manager have is not said of a product."""
    if fields.values.get("judge_per") != "manager":
        for name in ("with_subsidiaries", "at_least_products"):
            if name in fields.tree.lines:
                reader.note_field(fields, name, "catalogue_of_managers", "judge_per: manager")
    else:
        for name in ("trigger", "only_if_every_holding", "only_if_some_holding"):
            if name in fields.tree.lines:
                reader.note_field(fields, name, "catalogue_of_products", "judge_per: product")
    if fields.values.get("with_subsidiaries") is False:
        reader.note_field(fields, "with_subsidiaries", "catalogue_only_true", "true")
    measure = MEASURES.get(fields.values.get("numerator", ""))
    summed = measure is None or measure.amount is not None
    if "where_unknown" in fields.values and ("denominator" in fields.tree.lines or not summed):
        reader.note_field(fields, "where_unknown", "catalogue_where_unknown_of_amount")


def check_where_unknown(reader: Reader, fields: Fields) -> None:
    """What stands in for an unknown amount is another amount, up to a part of the bound."""
    amounts = [one.amount for one in MEASURES.values() if one.amount and one.unit == "yuan"]
    take = fields.values.get("take")
    if take is not None and take not in amounts:
        reader.note_field(fields, "take", "catalogue_no_such_word", near_first(take, amounts))
    line = share(fields.values.get("up_to", "90%"))
    if line is None or not 0 < line <= 1:
        reader.note_field(fields, "up_to", "catalogue_bound_value", "90%")


def check_denominator(reader: Reader, fields: Fields) -> None:
    """The denominator is known, has the unit of the numerator, and fits the groups."""
    name = fields.values.get("denominator")
    measure = MEASURES.get(fields.values.get("numerator", ""))
    if name is None:
        if measure is not None and measure.unit == "shares" and "denominator" not in fields.tree.lines:
            bans = all(bound.forbidden for bound in _every_value(fields))
            if measure.amount is not None and not bans:
                reader.note_field(fields, "numerator", "catalogue_shares_need_denominator", "tradable_shares")
        return
    denominator = DENOMINATORS.get(name)
    if denominator is None:
        reader.note_field(
            fields, "denominator", "catalogue_unknown_denominator", near_first(name, list(DENOMINATORS))
        )
        return
    if measure is not None and measure.unit != denominator.unit:
        fitting = [other.name for other in DENOMINATORS.values() if other.unit == measure.unit]
        reader.note_field(fields, "denominator", "catalogue_units_differ", ", ".join(fitting))
    if fields.values.get("judge_per") == "tranche" and name != OF_TRANCHES:
        reader.note_field(fields, "denominator", "catalogue_denominator_of_tranche", OF_TRANCHES)
    group_by = fields.values.get("group_by", "none")
    if denominator.group_by and group_by not in denominator.group_by:
        said = Message("catalogue_denominator_of_group", {"denominator": name, "group_by": group_by})
        reader.note_field(fields, "denominator", said, "group_by: " + ", ".join(denominator.group_by))


def _every_value(fields: Fields) -> list[Bound]:
    """Return the values of all days of a limit."""
    return [bound for bounds in fields.values.get("bound", {}).values() for bound in values_of(bounds)]


def check_bounds(reader: Reader, fields: Fields) -> None:
    """Days are days, values are readable, and all of them hold the amount down, or all hold it up."""
    bounds: Mapping[str, Bound | list[Bound]] | None = fields.values.get("bound")
    if bounds is None:
        return
    inner = Fields(bounds, fields.tree.items["bound"], (*fields.path, "bound"))  # type: ignore[arg-type]
    keys = list(inner.tree.lines)
    if not keys:
        reader.note_field(fields, "bound", "catalogue_no_bound", "2023-03-01: {at_most: 25%, …}")
    _check_days(reader, inner, keys)
    sides = {}
    for key, bound in bounds.items():
        for place, one in enumerate(values_of(bound)):
            compared = comparison_of(one)
            if compared is not None:
                sides[side(compared[0])] = key
                _check_value(reader, inner, key, place, fields)
        _check_list(reader, inner, key, bound, fields)
    if len(sides) > 1:
        reader.note_field(inner, max(sides.values()), "catalogue_sides_differ")


def _check_list(reader: Reader, inner: Fields, key: str, bound: Bound | list[Bound], fields: Fields) -> None:
    """Only a list of values says whom each binds, of products, and none of it is a repeal."""
    values = values_of(bound)
    if not isinstance(bound, list):
        if bound.when is not None or bound.numerator is not None:
            reader.note_field(inner, key, "catalogue_when_alone")
        return
    if fields.values.get("judge_per") == "manager":
        reader.note_field(inner, key, "catalogue_of_products", "judge_per: product")
    if len(values) < 2 or any(one.when is None for one in values):
        reader.note_field(inner, key, "catalogue_when_missing", "- {when: …, at_most: …, cite: …}")
    if any(one.repealed for one in values):
        reader.note_field(inner, key, "catalogue_repeal_in_list")


def _check_days(reader: Reader, inner: Fields, keys: list[str]) -> None:
    days: dict[str, str] = {}
    for key in keys:
        day = first_day(key)
        if day is None:
            reader.note_field(inner, key, "catalogue_bound_day", "2023-03-01, 2007", seen=key)
        elif day in days:
            reader.note_field(inner, key, Message("catalogue_same_day", {"other": days[day]}), seen=key)
        else:
            days[day] = key
    in_force = False
    for _, key in sorted(days.items()):
        bound = inner.values.get(key)
        repealed = isinstance(bound, Bound) and bound.repealed
        if repealed and (not in_force or len(key) == 4):
            code = "catalogue_repeal_year" if in_force else "catalogue_repeal_of_nothing"
            reader.note_field(inner, key, code, seen=key)
        in_force = not repealed


def _check_value(reader: Reader, inner: Fields, key: str, place: int, fields: Fields) -> None:
    """A value is written in the unit of what it is compared with."""
    bound = values_of(inner.values[key])[place]
    comparison, text = comparison_of(bound) or ("repealed", None)
    measure = MEASURES.get(bound.numerator or fields.values.get("numerator", ""))
    at = _place_of_value(inner, key, place)
    if measure is not None and bound.numerator is not None:
        _check_own_numerator(reader, at, measure, fields)
    is_amount = "denominator" not in fields.tree.lines
    if text is None or comparison == "not_after" or (is_amount and measure is None):
        return
    own = measure.unit if measure is not None else "yuan"
    unit = own if is_amount else SHARE
    if value_of(text, unit) is not None:
        return
    if is_amount:
        code = "catalogue_bound_value" if share(text) is None else "catalogue_amount_needs_unit"
    else:
        code = "catalogue_bound_value" if amount(text, own) is None else "catalogue_share_not_yuan"
    reader.note_field(at, comparison, code, amount_forms(unit) if is_amount else SHARE_FORMS)


def _place_of_value(inner: Fields, key: str, place: int) -> Fields:
    """Return where a value stands: under its day, or in the list of its day."""
    node: Any = inner.tree.items[key]
    if isinstance(node, Items):
        return Fields({}, node.items[place], (*inner.path, key, str(place + 1)))  # type: ignore[arg-type]
    return Fields({}, node, (*inner.path, key))


def _check_own_numerator(reader: Reader, at: Fields, measure: Measure, fields: Fields) -> None:
    """What a value measures by itself can be measured for the subject and divided by what the limit says."""
    judge_per = fields.values.get("judge_per")
    whole = MEASURES.get(fields.values.get("numerator", ""))
    denominator = DENOMINATORS.get(fields.values.get("denominator", ""))
    if judge_per is not None and judge_per not in measure.subjects:
        said = Message("catalogue_measure_of_subject", {"numerator": measure.name})
        reader.note_field(at, "numerator", said, ", ".join(measure.subjects))
    elif denominator is not None and denominator.unit != measure.unit:
        reader.note_field(at, "numerator", "catalogue_units_differ")
    elif len(at.path) > IN_A_LIST and whole is not None and not (measure.facts and whole.facts):
        figures = ", ".join(one.name for one in MEASURES.values() if one.facts)
        reader.note_field(at, "numerator", "catalogue_numerator_of_figures", figures)


def check_standing(reader: Reader, fields: Fields) -> None:
    """A draft cites drafts (or what is expected), and nothing in force rests on a draft or on practice."""
    standing = fields.values.get("standing")
    bases = {bound.cite.basis for bound in _every_value(fields)}
    if standing == "draft" and bases & {"text", "number"}:
        reader.note_field(fields, "standing", "catalogue_draft_in_force", "in_force, advisory")
    if standing in ("in_force", "advisory") and "draft" in bases:
        reader.note_field(fields, "standing", "catalogue_draft_standing", "draft")
    if standing == "in_force" and "practice" in bases:
        reader.note_field(fields, "standing", "catalogue_practice_standing", "advisory")


def check_warning(reader: Reader, fields: Fields) -> None:
    """The warning line lies inside the bound."""
    text = fields.values.get("warn_at")
    if text is None:
        return
    line = share(text)
    if line is None:
        reader.note_field(fields, "warn_at", "catalogue_bound_value", "90%, 110%")
        return
    compared = [comparison_of(bound) for bound in _every_value(fields)]
    sides = {side(one[0]) for one in compared if one is not None and one[0] != "forbidden"}
    if not sides and compared:
        reader.note_field(fields, "warn_at", "catalogue_warning_of_ban")
    if sides == {"cap"} and not 0 < line < 1:
        reader.note_field(fields, "warn_at", "catalogue_warning_outside", "90%")
    if sides == {"floor"} and not line > 1:
        reader.note_field(fields, "warn_at", "catalogue_warning_outside", "110%")


def check_readings(reader: Reader, fields: Fields) -> None:
    """A reading has a name, and its measure still fits what it is divided by."""
    node = fields.tree.items.get("readings")
    if "readings" not in fields.values:
        return
    denominator = DENOMINATORS.get(fields.values.get("denominator", ""))
    for name, reading in fields.values["readings"].items():
        inner = Fields({}, node.items[name], (*fields.path, "readings", name))  # type: ignore[union-attr,arg-type]
        if name == "default" or not is_slug(name):
            reader.note("catalogue_name", inner.tree.line, inner.path, name, "a-z, 0-9, -")
        measure = MEASURES.get(reading.numerator or fields.values.get("numerator", ""))
        if denominator is None or measure is None:
            continue
        if measure.unit != denominator.unit:
            reader.note_field(inner, "numerator", "catalogue_units_differ")
        if reading.group_by and denominator.group_by and reading.group_by not in denominator.group_by:
            said = Message(
                "catalogue_denominator_of_group",
                {"denominator": denominator.name, "group_by": reading.group_by},
            )
            reader.note_field(inner, "group_by", said, ", ".join(denominator.group_by))


def check_kind(reader: Reader, fields: Fields) -> None:
    """The words of a kind are the known classes, decided by facts of an asset."""
    for name, words in KIND_WORDS.items():
        value = fields.values.get(name)
        if isinstance(value, str) and value not in words:
            reader.note_field(fields, name, "catalogue_no_such_word", near_first(value, list(words)))
        if isinstance(value, ByFact):
            _check_by_fact(reader, fields, name, value, words)
    for column in fields.values.get("lacks", []):
        columns = [fact.column for fact in FACTS.values() if fact.owner == "asset" and not fact.derived]
        columns += ["exposure", "initial_outlay", "counterparty_exposure", "counterparty_id"]
        if column not in columns:
            reader.note_field(
                fields, "lacks", "catalogue_lacks_column", nearest(column, columns), seen=column
            )


def _check_by_fact(reader: Reader, fields: Fields, name: str, value: ByFact, words: Sequence[str]) -> None:
    node: Any = fields.tree.items[name]
    inner = Fields({}, node, (*fields.path, name))
    said = {f"values.{key}": word for key, word in value.values.items()} | {"unknown": value.unknown}
    if value.otherwise is not None:
        said["otherwise"] = value.otherwise
    for key, word in said.items():
        if word not in words:
            reader.note_field(inner, key, "catalogue_no_such_word", near_first(word, list(words)), seen=word)
    fact = FACTS.get(value.by)
    if fact is None or fact.owner != "asset" or fact.type not in ("enum", "bool"):
        assets = [f.name for f in FACTS.values() if f.owner == "asset" and f.type in ("enum", "bool")]
        reader.note_field(inner, "by", "catalogue_by_fact", near_first(value.by, assets))
        return
    values = fact.values or ("true", "false")
    for key in value.values:
        if key not in values:
            reader.note_field(
                inner, "values", "catalogue_no_such_word", near_first(key, list(values)), seen=key
            )
    missing = [one for one in values if one not in value.values]
    if missing and value.otherwise is None:
        said_missing = Message("catalogue_by_fact_missing", {"values": missing})
        reader.note_field(inner, "values", said_missing, "otherwise: …")


def is_slug(name: str) -> bool:
    """Return whether a name is of small letters, digits and hyphens."""
    return re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", name) is not None


KIND_CHECKS: Mapping[type, Check] = {AssetKind: check_kind}
