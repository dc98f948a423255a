"""The fixed words a limit is built from: subjects, groupings, measures, denominators, comparisons.

Each is one entry with its meaning in both languages; a limit file may use these words and no others.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Unit = Literal["yuan", "shares"]
Side = Literal["cap", "floor", "ban", "date"]


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the language and what it means."""

    name: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Measure:
    """What a numerator adds up.

    `amount` is the column of holdings of a `sum of …` and None for a figure of the product itself.
    """

    name: str
    amount: str | None
    unit: Unit
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Denominator:
    """What a numerator is divided by: a figure of the product, or one of the group that is judged.

    `group_by` lists the groupings it fits; empty means every one.
    """

    name: str
    of: Literal["product", "group"]
    group_by: tuple[str, ...]
    unit: Unit
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """How a measure is held against its bound; `sign` is how people write it."""

    name: str
    side: Side
    sign: str
    zh: str
    en: str


def _by_name(*words: Word) -> dict[str, Word]:
    return {word.name: word for word in words}


SUBJECTS: Mapping[str, Word] = _by_name(
    Word("product", "每只产品", "each product"),
    Word("tranche", "每一期次", "each tranche of a product"),
    Word("manager", "每家管理人（其产品合计）", "each manager, over all of its products"),
)

GROUPINGS: Mapping[str, Word] = _by_name(
    Word("none", "全部合计", "everything together"),
    Word("asset", "每一只资产", "each asset"),
    Word("company", "每一家公司（发行人）", "each company (issuer)"),
    Word(
        "same_asset",
        "同一资产（非标债权和未上市股权按融资主体及其关联方合并）",
        "the same asset (non-standard debt and unlisted equity merged over the financing party "
        "and its related parties)",
    ),
    Word("fund", "每一只基金（伞型基金合并）", "each fund (the funds of an umbrella are one)"),
    Word("market", "每一个国家或地区的市场", "the market of each country or region"),
    Word("counterparty", "每一个交易对手", "each counterparty"),
    Word("class", "每一资产大类", "each class of assets"),
)

MEASURES: Mapping[str, Measure] = {
    measure.name: measure
    for measure in (
        Measure("sum of market_value", "market_value", "yuan", "市值合计", "sum of market values"),
        Measure("sum of cost", "cost", "yuan", "投资成本合计", "sum of costs"),
        Measure("sum of quantity", "quantity", "shares", "股数合计", "sum of quantities"),
        Measure("sum of exposure", "exposure", "yuan", "敞口合计", "sum of exposures"),
        Measure(
            "sum of initial_outlay",
            "initial_outlay",
            "yuan",
            "保证金、期权费等初始支出合计",
            "sum of initial outlays (margin, premiums)",
        ),
        Measure(
            "sum of counterparty_exposure",
            "counterparty_exposure",
            "yuan",
            "对交易对手市值计价敞口合计",
            "sum of marked-to-market exposures to the counterparty",
        ),
        Measure("total_assets", None, "yuan", "产品总资产", "the product's total assets"),
    )
}

DENOMINATORS: Mapping[str, Denominator] = {
    denominator.name: denominator
    for denominator in (
        Denominator("net_assets", "product", (), "yuan", "资产净值", "net assets"),
        Denominator("total_assets", "product", (), "yuan", "总资产", "total assets"),
        Denominator("raised_balance", "product", (), "yuan", "募集资金余额/实收信托", "balance raised"),
        Denominator(
            "total_value",
            "group",
            ("asset", "same_asset"),
            "yuan",
            "资产总规模",
            "total size of the asset",
        ),
        Denominator(
            "tradable_shares",
            "group",
            ("company",),
            "shares",
            "该公司的可流通股份",
            "tradable shares of the company",
        ),
    )
}

COMPARISONS: Mapping[str, Comparison] = {
    comparison.name: comparison
    for comparison in (
        Comparison("at_most", "cap", "≤", "不得超过", "at most"),
        Comparison("less_than", "cap", "<", "应低于", "less than"),
        Comparison("at_least", "floor", "≥", "不得低于", "at least"),
        Comparison("more_than", "floor", ">", "应超过", "more than"),
        Comparison("not_after", "date", "≤", "不得晚于", "not after"),
        Comparison("forbidden", "ban", "= 0", "禁止", "forbidden"),
    )
}
