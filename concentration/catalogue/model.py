"""What a file of the catalogue says, as frozen values.

A limit is read from one YAML file into a `Limit`; the JSON Schema for editors is generated from these classes
(`msgspec.json.schema`), so a field added here is a field of the language.
"""

from fractions import Fraction
from typing import Any, Literal

import msgspec

Standing = Literal["in_force", "advisory", "draft"]
Subject = Literal["product", "tranche", "manager"]
Through = Literal["replace", "advisory"]
"""How a limit sees what held products hold: in their place, or as a second finding that decides nothing."""
Basis = Literal["text", "number", "practice", "draft"]
GroupBy = Literal[
    "none", "asset", "company", "same_asset", "related_party", "fund", "market", "counterparty", "class"
]
MERGED: GroupBy = "related_party"
HouseComparison = Literal["at_most", "less_than", "at_least", "more_than"]
Comparison = Literal["at_most", "less_than", "at_least", "more_than", "forbidden", "not_after"]
ClockStart = Literal["breach", "saleable"]
DebtClass = Literal["review", "non_standard", "standard", "excluded", "out_of_scope"]
Step = Literal["debt_or_not", "named_standard", "recognised", "named_non_standard", "carve_out", "residual"]
"""The steps of the decision on standard debt, in their legal order."""


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The same words in both languages."""

    zh: str
    en: str


class Cite(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where a number of the law stands. `instrument` is a key of `instruments.yaml`.

    `quote` holds the law's own words and is there exactly when `basis` is text.
    """

    instrument: str
    article: str
    basis: Basis
    quote: str | None = None


class Bound(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One dated value: exactly one comparison, or `repealed: true`.

    A value is written as `25%`, `0.25`, or an amount such as `30,000,000,000 元`, `90天`, `2只`; `forbidden: true`
    allows nothing at all. In a list of values `when` (SQL over the subject) says whom it binds, and `numerator` what is
    measured there if that differs.
    """

    cite: Cite
    when: str | None = None
    numerator: str | None = None
    at_most: str | None = None
    less_than: str | None = None
    at_least: str | None = None
    more_than: str | None = None
    not_after: str | None = None
    forbidden: bool = False
    repealed: bool = False


class Exemption(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who the law frees (`exempt`) or whose holdings leave a manager's sum (`leaves_out`), and by which words."""

    when: str
    cite: Cite


class Cure(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """How long a passive breach may last. Exactly one of the three clocks.

    `none: true`: no time at all; `no_new_buying: true`: no deadline, but nothing may be added.
    """

    cite: Cite
    trading_days: int | None = None
    working_days: int | None = None
    none: bool = False
    no_new_buying: bool = False
    start: ClockStart = msgspec.field(default="breach", name="from")


class Reading(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Another lawful reading of the same words: what it says, and the fields that it replaces."""

    title: Words
    numerator: str | None = None
    group_by: GroupBy | None = None
    count: str | None = None
    leaves_out: list[Exemption] | None = None


class Trigger(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What must come first: the limit applies to a product only if some group is strictly above the line."""

    group_by: GroupBy
    numerator: str
    denominator: str
    more_than: str
    cite: Cite
    count: str | None = None


class WhereUnknown(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What stands in for an amount that is not known, while the sum stays within `up_to` of the bound."""

    take: str
    up_to: str


class LimitFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One limit as it is written. Conditions are SQL over the facts of `concentration.vocabulary.facts`."""

    title: Words
    standing: Standing
    judge_per: Subject
    applies_to: str
    numerator: str
    bound: dict[str, Bound | list[Bound]]
    count: str | None = None
    group_by: GroupBy = "none"
    denominator: str | None = None
    through: Through = "advisory"
    with_subsidiaries: bool = False
    only_if_every_holding: str | None = None
    only_if_some_holding: str | None = None
    at_least_products: int | None = None
    where_unknown: WhereUnknown | None = None
    trigger: Trigger | None = None
    exempt: list[Exemption] = []
    leaves_out: list[Exemption] = []
    warn_at: str | None = None
    cure: Cure | None = None
    readings: dict[str, Reading] = {}
    note: Words | None = None


class StricterBound(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A line of a house from a day on: exactly one comparison, or `repealed: true`: the law's own holds again."""

    at_most: str | None = None
    less_than: str | None = None
    at_least: str | None = None
    more_than: str | None = None
    repealed: bool = False


class Stricter(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What a house makes stricter: the bound from some days on, the warning line, or both."""

    bound: dict[str, StricterBound] = {}
    warn_at: str | None = None
    note: Words | None = None


class Override(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file at the path of a limit that stands already; nothing but what is stricter can be said of it."""

    stricter: Stricter


class Instrument(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A legal instrument: its official name, its number (文号) and an English name."""

    zh: str
    en: str
    number: str


class NotJudged(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A rule that this rulebook knowingly leaves out, and why."""

    what: Words
    why: Words


class Rulebook(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """`index.yaml` of a rulebook's folder. `checked` is the day on which its texts were last read."""

    title: Words
    instruments: list[str]
    checked: str
    covers: Words
    not_judged: list[NotJudged] = []


class ByFact(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A fact of a kind that depends on another fact of the asset.

    `values` maps that fact's value (true/false for a bool) to this one's; `otherwise` is taken for a value not
    listed, `unknown` when the fact is not known.
    """

    by: str
    values: dict[str, str]
    unknown: str
    otherwise: str | None = None


class AssetKind(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """The facts of one `assets.kind`. A plain word, or a `ByFact` where another column decides.

    `lacks` names the columns that do not apply to the kind: an empty cell there is no gap (a bool is then false).
    `test_class` is what it counts as in the 80% tests of a product's nature, `look_through` whether a unit of it is
    replaced by what the product behind it holds.
    `same_asset` says whether money in it is merged over its financing party (party), stands by itself (itself),
    or whether the text does not decide (unclear). `pays`: an order is paid from it.
    """

    title: Words
    debt_class: str | ByFact
    asset_class: str | ByFact
    test_class: str | ByFact
    security_class: Literal["security", "fund", "none"]
    csrc_standardised: bool
    same_asset: str | ByFact = "itself"
    lacks: list[str] = []
    may_be_negative: bool = False
    look_through: bool = False
    pays: bool = False


class Lot(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One entry of `lots.yaml`: in which quantities assets are traded, in shares or units.

    It fits assets of `kinds` (absent: of any), listed in one of `countries` or with an id that ends in one of `ends`
    (both absent: anywhere), whose id begins with one of `begins` (absent: with anything). The least quantity is
    `minimum` (absent: one step), and more goes up by `step`. `unknown`: each listing has a lot of its own.
    """

    title: Words
    step: int
    minimum: int | None = None
    kinds: list[str] = []
    countries: list[str] = []
    ends: list[str] = []
    begins: list[str] = []
    unknown: bool = False


class Decision(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One entry of `standard_or_not.yaml`: which assets it fits, of what class of debt they are, and by which words.

    It fits assets of `kinds` (absent: of any) of which `when` is true. `row` is its place in the decision table of
    58 instruments. `clause` is an article of 标准化债权类资产认定规则, or 反馈n or 答n: what was published with it.
    `inferred`: the words do not name the instrument. `to_find_out` settles a review, and is there exactly for one.
    """

    title: Words
    step: Step
    debt_class: DebtClass = msgspec.field(name="class")
    row: int | None = None
    kinds: list[str] = []
    when: str | None = None
    clause: str | None = None
    quote: str | None = None
    inferred: bool = False
    to_find_out: Words | None = None


LineOf = Literal["law", "house", "contract"]
"""Who drew a line: the law, a house's own folder, or the contract of one product."""

SHARE = "share"
"""The unit of a bound that is a part of a denominator."""


class DatedTrigger(msgspec.Struct, frozen=True):
    """A trigger with its line parsed: strictly above `more_than` (a share of the denominator)."""

    count: str | None
    group_by: GroupBy
    measure: str
    denominator: str
    more_than: Fraction
    cite: Cite


class Estimate(msgspec.Struct, frozen=True):
    """The amount that stands in for an unknown one, while the sum stays within `up_to` (a share) of the bound."""

    take: str
    up_to: Fraction


class DatedBound(msgspec.Struct, frozen=True):
    """A bound as the engine judges it, in force from the first to the last day named (both included).

    `from_day` and `until_day` are ISO dates; `year_only` says that the law's own source gives only the year of
    `from_day` (its 1 January): within that year the limit is undetermined. `value` is None for a ban; its `unit` is
    `share` or that of an amount. `when` says whom it binds (None: everyone), `measure` what is measured.
    `line_of` says who drew the line; that of a house or a contract is as strict as the law's own, which `law_value`
    keeps.
    """

    from_day: str
    until_day: str | None
    year_only: bool
    comparison: Comparison
    value: Fraction | None
    unit: str
    cite: Cite
    measure: str
    when: str | None = None
    line_of: LineOf = "law"
    law_value: Fraction | None = None

    @property
    def is_amount(self) -> bool:
        """Whether the value is an amount (of yuan, days, …) and no share of something."""
        return self.unit != SHARE

    def in_force_on(self, day: str) -> bool:
        """Return whether an ISO day lies within the days of this value."""
        return self.from_day <= day and (self.until_day is None or day <= self.until_day)


class Limit(msgspec.Struct, frozen=True):
    """A limit ready to be judged: the file with its numbers parsed and its defaults filled.

    `amount` names what a `sum of …` adds up and is None for the other measures; `warn_at` is the warning line
    as a fraction of the bound.
    """

    id: str
    rulebook: str
    file: str
    title: Words
    standing: Standing
    judge_per: Subject
    applies_to: str
    count: str | None
    through: Through
    with_subsidiaries: bool
    only_if_every_holding: str | None
    only_if_some_holding: str | None
    at_least_products: int | None
    where_unknown: Estimate | None
    trigger: DatedTrigger | None
    exempt: tuple[Exemption, ...]
    leaves_out: tuple[Exemption, ...]
    group_by: GroupBy
    measure: str
    amount: str | None
    denominator: str | None
    bounds: tuple[DatedBound, ...]
    warn_at: Fraction | None
    cure: Cure | None
    readings: dict[str, Reading]
    reading: str
    note: Words | None
    house_note: Words | None = None

    @property
    def subject(self) -> Literal["product", "manager"]:
        """The column of products that tells the subjects apart; a tranche belongs to a product."""
        return "manager" if self.judge_per == "manager" else "product"


class Catalogue(msgspec.Struct, frozen=True):
    """Everything that judges a run: limits in the order of their ids, the kinds of assets, the lists.

    `decisions` say what is a standard debt asset; they stand in the order in which they are tried, the first that
    fits decides.
    `sha256` covers every file read, so that two runs can be told apart; `lists` maps the name of a list usable in
    conditions to its values, None for a setting that nobody has made; `ratings` is the scale from the best to the
    worst, each with its other spellings. `lots` are tried in their order, the first that fits says how an asset trades.
    """

    limits: tuple[Limit, ...]
    rulebooks: dict[str, Rulebook]
    instruments: dict[str, Instrument]
    kinds: dict[str, AssetKind]
    decisions: dict[str, Decision]
    lists: dict[str, tuple[str, ...] | None]
    ratings: dict[str, tuple[str, ...]]
    sha256: str
    folders: tuple[str, ...]
    lots: dict[str, Lot] = {}

    def limit(self, limit_id: str) -> Limit:
        """Return the limit of that id; raise KeyError if there is none."""
        for limit in self.limits:
            if limit.id == limit_id:
                return limit
        raise KeyError(limit_id)

    def only(self, *limits: Limit) -> "Catalogue":
        """Return the catalogue with these limits and no others."""
        return msgspec.structs.replace(self, limits=limits)


def schema_of(model: Any) -> dict[str, Any]:
    """Return the JSON Schema of a class of this module, for editors."""
    return msgspec.json.schema(model)
