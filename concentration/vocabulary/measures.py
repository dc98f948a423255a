"""The fixed words a limit is built from: subjects, groupings, measures, denominators, comparisons.

Each is one entry with its meaning in both languages; a limit file may use these words and no others.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Unit = Literal["yuan", "shares", "days", "months", "trading_days", "assets", "funds", "products"]
Side = Literal["cap", "floor", "ban", "date"]


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the language and what it means."""

    name: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Measure:
    """What a numerator measures.

    `amount` is the column of holdings of a `sum of …`; `counts` is the grouping whose groups a `count of …` counts;
    both are None for a figure of the product itself, which is made of its `facts`. `subjects` lists whom it can be
    measured for.
    """

    name: str
    amount: str | None
    unit: Unit
    zh: str
    en: str
    counts: str | None = None
    subjects: tuple[str, ...] = ("product",)
    facts: tuple[str, ...] = ()


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
    Word("related_party", "发行人及其关联方", "an issuer and its related parties"),
    Word("counterparty", "每一个交易对手", "each counterparty"),
    Word("class", "每一资产大类", "each class of assets"),
)

_EVERYONE = ("product", "tranche", "manager")


def _sum_of(amount: str, unit: Unit, zh: str, en: str) -> Measure:
    return Measure(f"sum of {amount}", amount, unit, zh, en, subjects=_EVERYONE)


MEASURES: Mapping[str, Measure] = {
    measure.name: measure
    for measure in (
        _sum_of("market_value", "yuan", "市值合计", "sum of market values"),
        _sum_of("cost", "yuan", "投资成本合计", "sum of costs"),
        _sum_of("quantity", "shares", "股数合计", "sum of quantities"),
        _sum_of("exposure", "yuan", "敞口合计", "sum of exposures"),
        _sum_of(
            "initial_outlay",
            "yuan",
            "保证金、期权费等初始支出合计",
            "sum of initial outlays (margin, premiums)",
        ),
        _sum_of(
            "counterparty_exposure",
            "yuan",
            "对交易对手市值计价敞口合计",
            "sum of marked-to-market exposures to the counterparty",
        ),
        _sum_of(
            "class_value",
            "yuan",
            "市值合计（衍生品按敞口）",
            "sum of market values (of derivatives: exposures)",
        ),
        Measure(
            "total_assets",
            None,
            "yuan",
            "产品总资产（穿透）",
            "the product's total assets, looked through",
            facts=("total_assets",),
        ),
        Measure("the product itself", None, "products", "产品本身", "the product itself"),
        Measure(
            "senior_units", None, "shares", "优先级份额", "units of the senior tier", facts=("senior_units",)
        ),
        Measure(
            "difference of amortised_value and payout_value",
            None,
            "yuan",
            "摊余成本法净值与实际兑付金额之差",
            "difference between the amortised value and what was paid out",
            facts=("amortised_value", "payout_value"),
        ),
        Measure(
            "days from established to maturity",
            None,
            "days",
            "成立日至到期日的天数",
            "days from establishment to maturity",
            facts=("established", "product_maturity_date"),
        ),
        Measure(
            "days since last_disclosed",
            None,
            "days",
            "距最近净值披露日的天数",
            "days since the last disclosure",
            facts=("last_disclosed",),
        ),
        Measure(
            "months since last_disclosed",
            None,
            "months",
            "距最近净值披露日的月数（不足一月按一月）",
            "calendar months since the last disclosure, begun ones included",
            facts=("last_disclosed",),
        ),
        Measure(
            "trading days since last_disclosed",
            None,
            "trading_days",
            "距最近净值披露日的交易日数",
            "trading days since the last disclosure",
            facts=("last_disclosed",),
        ),
        Measure(
            "count of assets",
            None,
            "assets",
            "不同资产的个数",
            "number of distinct assets",
            counts="same_asset",
            subjects=("product", "tranche"),
        ),
        Measure(
            "count of funds",
            None,
            "funds",
            "不同基金的个数",
            "number of distinct funds",
            counts="fund",
            subjects=("product", "tranche"),
        ),
        Measure(
            "count of products", None, "products", "产品个数", "number of products", subjects=("manager",)
        ),
    )
}

DENOMINATORS: Mapping[str, Denominator] = {
    denominator.name: denominator
    for denominator in (
        Denominator("net_assets", "product", (), "yuan", "资产净值", "net assets"),
        Denominator("total_assets", "product", (), "yuan", "总资产", "total assets"),
        Denominator("raised_balance", "product", (), "yuan", "募集资金余额/实收信托", "balance raised"),
        Denominator("junior_units", "product", (), "shares", "劣后级份额", "units of the junior tier"),
        Denominator("payout_value", "product", (), "yuan", "实际兑付金额", "what was really paid out"),
        Denominator("held_value", "product", (), "yuan", "全部持仓市值", "market value of all holdings"),
        Denominator("products", "product", (), "products", "产品总数", "number of all its products"),
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
