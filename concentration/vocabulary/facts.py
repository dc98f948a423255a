"""The facts that conditions may name: where each comes from, its type, and what it means.

A fact is a column of a table of the contract under its own name, with a prefix where the bare name would be
ambiguous, or is derived from such columns when holdings are connected (`derived`). NULL means unknown.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from concentration.vocabulary.tables import TABLES

Owner = Literal["manager", "product", "asset", "kind", "holding", "issuer", "counterparty", "run"]
FactType = Literal["text", "enum", "rating", "money", "number", "ratio", "bool", "date", "integer", "any"]
"""`any`: a column of a house's own, whose type only its portfolio says."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact: `table` and `column` say which cell a person fills to make it known.

    `values` are the values an enumeration may have (empty for every other type); those of `asset_kind` and of ratings
    are the keys of tables of the catalogue, see `facts_with_kinds`.
    """

    name: str
    owner: Owner
    table: str
    column: str
    type: FactType
    zh: str
    en: str
    values: tuple[str, ...] = ()
    derived: bool = False


# The classes of the kind table. Where it says review, unknown or unclear, the fact is NULL in conditions.
DEBT_CLASSES = ("standard", "non_standard", "excluded", "out_of_scope")
ASSET_CLASSES = ("cash", "debt", "equity", "commodity_derivative", "fund", "product")
TEST_CLASSES = ("debt", "equity", "commodity_derivative", "none")
SECURITY_CLASSES = ("security", "fund", "none")
SAME_ASSET = ("party", "itself")

OPEN_TO_RECOGNITION = ("non_standard", "review")
"""Classes of debt that recognition turns into standard debt (标准化债权类资产认定规则 articles 3 and 4)."""

_CLASSES: dict[str, tuple[str, ...]] = {
    "debt_class": DEBT_CLASSES,
    "asset_class": ASSET_CLASSES,
    "test_class": TEST_CLASSES,
    "security_class": SECURITY_CLASSES,
}

_Row = tuple[str, str, FactType, str, str]

# name, column (empty: the same as the name), type, zh, en
_MANAGER: tuple[_Row, ...] = (
    ("manager_id", "", "text", "管理人代码", "code of the manager"),
    ("manager_kind", "kind", "enum", "机构类型", "kind of institution that manages"),
    ("parent_id", "", "text", "母公司代码（空:没有）", "the manager's parent (empty: none)"),
    ("net_capital", "", "money", "净资本", "the manager's net capital"),
    ("audited_total_assets", "", "money", "经审计的总资产", "the manager's audited total assets"),
    ("risk_reserve", "", "money", "风险准备金", "the manager's risk reserve"),
)
_PRODUCT: tuple[_Row, ...] = (
    ("product_id", "", "text", "产品代码", "code of the product"),
    ("product_kind", "kind", "enum", "产品类型", "kind of product"),
    ("offering", "", "enum", "募集方式", "offered to the public or privately"),
    ("operation", "", "enum", "运作方式", "open, open at set times, or closed"),
    ("nature", "", "enum", "投资性质", "what the product invests in, by its nature"),
    ("fund_type", "", "enum", "基金类型", "type of public fund"),
    ("collective", "", "bool", "集合产品（否:单一投资者）", "has several investors (false: one)"),
    ("structured", "", "bool", "分级/结构化", "has tiers of units"),
    ("senior_units", "", "number", "优先级份额", "units of the senior tier"),
    ("junior_units", "", "number", "劣后级份额", "units of the junior tier"),
    ("net_assets", "", "money", "资产净值", "net assets of the product"),
    ("total_assets", "", "money", "总资产", "total assets of the product"),
    ("raised_balance", "", "money", "募集资金余额/实收信托", "balance of the money raised"),
    ("established", "", "date", "成立日", "day the product was established"),
    ("product_maturity_date", "maturity_date", "date", "产品到期日", "day the product ends"),
    ("next_open_date", "", "date", "下一开放日", "next day investors may leave"),
    ("exit_open", "", "bool", "处于开放退出期", "investors may leave now"),
    ("professional_only", "", "bool", "全部为专业投资者", "all investors are professional"),
    ("smallest_investment", "", "money", "最小单一投资者投资金额", "amount of the smallest single investor"),
    ("index_tracking", "", "bool", "完全复制指数", "fully replicates an index"),
    ("purpose", "", "enum", "设立目的", "what the product was set up for"),
    ("large_redemption", "", "bool", "巨额赎回", "is in a large redemption"),
    ("redeemed_3d", "", "ratio", "连续3个交易日累计赎回比例", "share redeemed within 3 trading days"),
    ("redeemed_5d", "", "ratio", "连续5个交易日累计赎回比例", "share redeemed within 5 trading days"),
    ("contract_governed", "", "bool", "适用2009审核口径", "judged by its contract (2009 review practice)"),
    ("measurement", "", "enum", "计量方法", "how the product values its assets"),
    ("amortised_value", "", "money", "摊余成本法资产净值", "net assets at amortised cost"),
    ("payout_value", "", "money", "实际兑付金额", "what was really paid out"),
    ("last_disclosed", "", "date", "最近净值披露日", "day net assets were last disclosed"),
    ("portfolio_mode", "", "bool", "资产组合方式", "invests in a portfolio of assets"),
    ("top10_share", "", "ratio", "前十名份额持有人占比", "share held by the ten largest investors"),
)
_ASSET: tuple[_Row, ...] = (
    ("asset_id", "", "text", "资产代码", "code of the asset"),
    ("asset_kind", "kind", "enum", "资产类型", "kind of asset"),
    ("issuer_id", "", "text", "发行人/融资主体", "issuer or financing party"),
    ("originator_id", "", "text", "原始权益人", "originator of a securitised asset"),
    ("country", "", "text", "上市地（ISO 3166 两位代码）", "country of listing (ISO 3166 alpha-2)"),
    ("listed", "", "bool", "已上市", "is listed"),
    ("total_value", "", "money", "资产总规模", "total size of the asset"),
    ("tradable_shares", "", "number", "可流通股数", "tradable shares of this line"),
    ("asset_maturity_date", "maturity_date", "date", "资产到期日/退出日", "day the asset matures or is left"),
    ("early_withdrawal", "", "enum", "可否提前支取", "whether it can be withdrawn early"),
    ("debt_by_accounting", "", "bool", "会计上为债务", "is debt by accounting standards"),
    ("fund_nature", "", "enum", "基金的投资性质", "what the fund invests in"),
    ("umbrella_id", "", "text", "伞型基金代码（空:没有）", "umbrella of the fund (empty: none)"),
    (
        "unit_of",
        "product_id",
        "text",
        "份额所属产品（空:不是份额）",
        "product this is a unit of (empty: none)",
    ),
    ("holds_products", "", "bool", "其再投资资管产品", "itself holds other products"),
    (
        "asset_rating",
        "rating",
        "rating",
        "债项评级（几个评级取最低）",
        "rating of the asset (of several the lowest)",
    ),
    ("defaulted", "", "bool", "违约", "is in default"),
    ("suspended", "", "bool", "停牌", "trading is suspended"),
    ("restricted", "", "bool", "流通受限", "cannot be sold freely"),
    ("days_to_cash", "", "number", "变现所需工作日", "working days needed to turn it into cash"),
    ("recognised_standard", "", "bool", "经认定标债", "recognised as standard debt"),
    ("valued_daily", "", "bool", "每日估值", "is valued every day"),
    ("fair_value_exit", "", "bool", "可随时以公允价值终止", "can be closed at fair value at any time"),
    ("commodity_linked", "", "bool", "挂钩商品", "is linked to commodities"),
)
_KIND: tuple[_Row, ...] = (
    ("debt_class", "kind", "enum", "债权分类（标准化认定）", "class of debt: standard, non-standard, …"),
    ("asset_class", "kind", "enum", "资产大类", "class of asset: cash, debt, equity, …"),
    (
        "test_class",
        "kind",
        "enum",
        "分类监管口径的资产类别（债权、权益、商品及衍生品;都不算:none）",
        "class in the 80% tests of a product's nature (none: in none of them)",
    ),
    ("security_class", "kind", "enum", "是否证券或基金", "a security, a fund, or neither"),
    ("csrc_standardised", "kind", "bool", "证监会口径标准化资产", "standardised in the CSRC's sense"),
)
_DERIVED: tuple[_Row, ...] = (
    (
        "trading_days_left",
        "maturity_date",
        "integer",
        "剩余交易日（判断日之后至到期日,含到期日）",
        "trading days after the judged day up to and including the maturity",
    ),
    (
        "working_days_left",
        "maturity_date",
        "integer",
        "剩余工作日（判断日之后至到期日,含到期日）",
        "working days after the judged day up to and including the maturity",
    ),
    (
        "has_maturity",
        "kind",
        "bool",
        "此类资产有到期日",
        "a kind of asset that has a maturity (a stock has none)",
    ),
)
_HOLDING: tuple[_Row, ...] = (
    ("market_value", "", "money", "市值", "market value of the holding"),
    ("quantity", "", "number", "数量", "quantity held"),
    ("cost", "", "money", "投资成本", "cost of the holding"),
    ("exposure", "", "money", "敞口", "exposure of a derivative"),
    (
        "initial_outlay",
        "",
        "money",
        "保证金/期权费/初始费用",
        "margin, premiums and other initial outlay",
    ),
    ("counterparty_exposure", "", "money", "市值计价敞口", "marked-to-market exposure to the counterparty"),
    ("counterparty_id", "", "text", "交易对手代码", "code of the counterparty"),
    ("tranche_id", "", "text", "期次（空:没有）", "tranche of the product (empty: none)"),
)
_HOLDING_DERIVED: tuple[_Row, ...] = (
    (
        "lot_restricted",
        "restricted_until",
        "bool",
        "判断日仍在限售期（未填随资产的流通受限）",
        "still locked up on the judged day (empty follows the asset's restricted)",
    ),
)
_PARTY: tuple[_Row, ...] = (
    ("kind", "", "enum", "类型", "kind"),
    ("rating", "", "rating", "主体评级（几个评级取最低）", "rating, of several the lowest"),
    ("chinese_bank", "", "bool", "是中资银行", "is a Chinese bank"),
    ("custodian_licence", "", "bool", "有托管资格", "holds a custodian's licence"),
    ("net_assets", "", "money", "净资产", "net assets"),
)


def _values(name: str, table: str, column: str) -> tuple[str, ...]:
    """Return the values of an enumeration, which the table of columns (or of kinds) holds."""
    if name in _CLASSES:
        return _CLASSES[name]
    columns = (one for one in TABLES[table].columns if one.name == column)
    return tuple(value.name for one in columns for value in one.values)


def _facts_of_rows(owner: Owner, table: str, rows: Iterable[_Row], derived: bool = False) -> list[Fact]:
    return [
        Fact(name, owner, table, column or name, type_, zh, en, _values(name, table, column or name), derived)
        for name, column, type_, zh, en in rows
    ]


def _party_facts(owner: Owner, zh_owner: str) -> list[Fact]:
    rows: list[_Row] = [
        (f"{owner}_{column}", column, type_, f"{zh_owner}{zh}", f"{en} (of the {owner})")
        for column, _, type_, zh, en in _PARTY
    ]
    return _facts_of_rows(owner, "parties", rows)


FACTS: Mapping[str, Fact] = {
    fact.name: fact
    for fact in [
        *_facts_of_rows("manager", "managers", _MANAGER),
        *_facts_of_rows("product", "products", _PRODUCT),
        *_facts_of_rows("asset", "assets", _ASSET),
        *_facts_of_rows("kind", "assets", _KIND, derived=True),
        *_facts_of_rows("asset", "assets", _DERIVED, derived=True),
        *_facts_of_rows("holding", "holdings", _HOLDING),
        *_facts_of_rows("holding", "holdings", _HOLDING_DERIVED, derived=True),
        *_party_facts("issuer", "发行人"),
        *_party_facts("counterparty", "交易对手"),
        Fact("as_of", "run", "products", "as_of", "date", "判断日", "the judged day", (), True),
    ]
}
"""Every fact by its name."""

COUNTED_DAYS: Mapping[str, str] = {
    "trading_days_left": "trading_days_left_at_least",
    "working_days_left": "working_days_left_at_least",
}
"""Facts that count the days of a calendar, and the columns that say how many there are at least where it ends."""

OWN_OWNERS: Mapping[Owner, str] = {
    "manager": "managers",
    "product": "products",
    "asset": "assets",
    "holding": "holdings",
    "issuer": "parties",
    "counterparty": "parties",
}
"""Whose facts a house may add by columns of its own (`asset.watch_list`), and the table that has such a column."""

OWN_TYPES: tuple[FactType, ...] = ("date", "money", "number", "ratio", "bool", "text")
_OWN_COLUMN = re.compile(r"[a-z][a-z0-9_]*", re.ASCII)

SUBJECT_OWNERS: frozenset[Owner] = frozenset({"manager", "product", "run"})
"""Owners of the facts that `applies_to`, `exempt` and `leaves_out` may use."""

SUBJECT_FACTS: Mapping[str, Fact] = {
    name: fact for name, fact in FACTS.items() if fact.owner in SUBJECT_OWNERS
}
"""The facts of managers and products, and `as_of`."""


def is_own_column(name: str) -> bool:
    """Return whether a house may call a column of its own so: small letters, digits and underscores."""
    return _OWN_COLUMN.fullmatch(name) is not None


def own_fact(name: str, type_: FactType = "any") -> Fact | None:
    """Return the fact of a column of a house's own, such as `asset.watch_list`; None if it is not called like one."""
    prefix, _, column = name.partition(".")
    for owner, table in OWN_OWNERS.items():
        if owner == prefix and is_own_column(column):
            return Fact(name, owner, table, column, type_, column, column)
    return None


def own_facts(declared: Mapping[str, Mapping[str, str]]) -> dict[str, Fact]:
    """Return the facts of the columns that a portfolio declares as its own, by table and column."""
    facts = (
        own_fact(f"{owner}.{column}", type_)
        for owner, table in OWN_OWNERS.items()
        for column, word in declared.get(table, {}).items()
        for type_ in OWN_TYPES
        if word == type_
    )
    return {fact.name: fact for fact in facts if fact is not None}


def fact_named(name: str) -> Fact:
    """Return the fact of that name, one of a house's own columns too; KeyError if there is none."""
    fact = FACTS.get(name) or own_fact(name)
    if fact is None:
        raise KeyError(name)
    return fact


def facts_with_kinds(
    facts: Mapping[str, Fact], kinds: Iterable[str], ratings: Iterable[str] = ()
) -> dict[str, Fact]:
    """Return `facts` with `asset_kind` taking exactly the values `kinds` (the keys of the kind table), and ratings
    those of the scale `ratings`.
    """
    of_kinds, of_ratings = tuple(kinds), tuple(ratings)
    return {
        name: replace(fact, values=of_kinds)
        if name == "asset_kind"
        else replace(fact, values=of_ratings)
        if fact.type == "rating"
        else fact
        for name, fact in facts.items()
    }
