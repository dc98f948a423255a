"""Every table and column of a portfolio: its names in both languages, its type, what may stand in it.

The one place that says what can be read. `concentration.read` follows it, the README prints it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

ColumnType = Literal["text", "country", "enum", "date", "money", "number", "ratio", "bool"]
Range = Literal["any", "not_negative", "positive", "share", "by_kind"]


@dataclass(frozen=True, slots=True)
class Value:
    """One value of an enumeration: the English word used inside, and the Chinese words read as the same."""

    name: str
    zh: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `zh` are its Chinese headers, the first one is printed.

    `required`: the header must be there. `filled`: no cell may be empty. `empty_is_none`: an empty cell means
    "none" instead of "unknown". `range` bounds a figure: `share` is 0 to 1, `by_kind` lets the kind of the
    asset decide whether it may be negative. `values` are those of an enumeration; `assets.kind` has none
    here, they are the keys of the catalogue's table of kinds. `country` is an ISO 3166 alpha-2 code.
    """

    name: str
    zh: tuple[str, ...]
    type: ColumnType
    required: bool = False
    filled: bool = False
    empty_is_none: bool = False
    range: Range = "any"
    values: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a portfolio: `key` names the columns that no two rows share, `needed` that it must be there.

    A table that is not `supported` is known by name and no part of a portfolio: it is read by itself.
    """

    name: str
    zh: tuple[str, ...]
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    needed: bool = False
    supported: bool = True

    def column(self, name: str) -> Column:
        """Return the column of that English name; raise KeyError if there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)


def _key(name: str, *zh: str) -> Column:
    """Return a text column that must be there and full."""
    return Column(name, zh, "text", required=True, filled=True)


def _day(name: str, *zh: str) -> Column:
    """Return a date column that must be there and full."""
    return Column(name, zh, "date", required=True, filled=True)


def _text(name: str, *zh: str, none: bool = False) -> Column:
    """Return an optional text column; `none` says that an empty cell means none."""
    return Column(name, zh, "text", empty_is_none=none)


def _date(name: str, *zh: str, none: bool = False) -> Column:
    """Return an optional date column; `none` says that an empty cell means none."""
    return Column(name, zh, "date", empty_is_none=none)


def _bool(name: str, *zh: str) -> Column:
    """Return an optional column of yes and no."""
    return Column(name, zh, "bool")


def _money(name: str, *zh: str, required: bool = False, within: Range = "not_negative") -> Column:
    """Return a column of yuan."""
    return Column(name, zh, "money", required=required, range=within)


def _number(name: str, *zh: str, required: bool = False, within: Range = "not_negative") -> Column:
    """Return a column of figures that are no money."""
    return Column(name, zh, "number", required=required, range=within)


def _ratio(name: str, *zh: str, within: Range) -> Column:
    """Return an optional column of ratios."""
    return Column(name, zh, "ratio", range=within)


def _enum(name: str, zh: tuple[str, ...], values: tuple[Value, ...], *, needed: bool = False) -> Column:
    """Return a column of an enumeration; `needed`: it must be there and full."""
    return Column(name, zh, "enum", required=needed, filled=needed, values=values)


MANAGER_KINDS = (
    Value("bank", ("银行", "商业银行")),
    Value("wealth_company", ("理财公司", "银行理财子公司")),
    Value("trust_company", ("信托公司",)),
    Value("securities_firm", ("证券公司", "证券公司资管子公司")),
    Value("fund_manager", ("基金管理公司", "公募基金管理人")),
    Value("futures_company", ("期货公司",)),
    Value("insurance_manager", ("保险资产管理公司",)),
    Value("aic", ("金融资产投资公司",)),
    Value("private_fund_manager", ("私募基金管理人",)),
)
PRODUCT_KINDS = (
    Value("bank_wmp", ("银行理财产品", "理财产品")),
    Value("cash_management", ("现金管理类产品", "现金管理类理财产品")),
    Value("bank_qdii", ("银行QDII产品", "代客境外理财产品", "银行代客境外理财产品")),
    Value("public_fund", ("公募基金", "公开募集证券投资基金")),
    Value("money_market_fund", ("货币市场基金",)),
    Value("collective_plan", ("集合资产管理计划",)),
    Value("single_plan", ("单一资产管理计划",)),
    Value("insurance_portfolio", ("组合类保险资产管理产品", "组合类保险资管产品")),
    Value("debt_to_equity_plan", ("债转股投资计划",)),
    Value("securities_trust", ("证券投资信托", "证券投资集合资金信托计划")),
    Value("trust_qdii", ("信托QDII产品", "受托境外理财信托", "受托境外理财信托产品")),
    Value("management_trust", ("资产管理信托", "资产管理信托计划")),
    Value("private_fund", ("私募投资基金", "私募基金")),
)
OFFERINGS = (
    Value("public", ("公募", "公开募集", "公开发行")),
    Value("private", ("私募", "非公开募集", "非公开发行")),
)
OPERATIONS = (
    Value("open", ("开放式", "开放")),
    Value("periodic", ("定期开放", "定期开放式")),
    Value("closed", ("封闭式", "封闭")),
)
NATURES = (
    Value("fixed_income", ("固定收益类", "固收类")),
    Value("equity", ("权益类",)),
    Value("commodity_derivative", ("商品及金融衍生品类", "商品及衍生品类", "期货和衍生品类")),
    Value("mixed", ("混合类",)),
)
FUND_TYPES = (
    Value("stock", ("股票型", "股票基金")),
    Value("bond", ("债券型", "债券基金")),
    Value("mixed", ("混合型", "混合基金")),
    Value("money_market", ("货币市场型", "货币型", "货币市场基金")),
    Value("fof", ("基金中基金",)),
    Value("etf_feeder", ("ETF联接", "ETF联接基金")),
    Value("index", ("指数型", "指数基金")),
    Value("qdii", ("QDII基金",)),
    Value("reit", ("REITs", "基础设施基金", "公募REITs")),
    Value("other", ("其他",)),
)
PURPOSES = (
    Value("general", ("一般", "普通")),
    Value("acquisition", ("并购", "产业并购")),
    Value("unlisted_equity", ("未上市企业股权", "未上市股权")),
)
MEASUREMENTS = (
    Value("fair_value", ("公允价值", "公允价值计量")),
    Value("amortised", ("摊余成本", "摊余成本计量")),
    Value("mixed", ("混合", "混合计量")),
)
EARLY_WITHDRAWALS = (
    Value("none", ("不可提前支取",)),
    Value("conditional", ("有条件提前支取",)),
    Value("free", ("可提前支取", "可随时提前支取")),
)
FUND_NATURES = (
    Value("fixed_income", ("固定收益类", "债券型")),
    Value("equity", ("权益类", "股票型")),
    Value("mixed", ("混合类", "混合型")),
    Value("money_market", ("货币市场类", "货币型", "货币市场基金")),
    Value("fof", ("基金中基金",)),
    Value("reit", ("REITs", "不动产投资信托", "公募REITs")),
    Value("other", ("其他",)),
)
PARTY_KINDS = (
    Value("company", ("企业", "公司")),
    Value("bank", ("银行", "商业银行")),
    Value("government", ("政府", "政府机构")),
    Value("person", ("自然人", "个人")),
    Value("fund", ("基金",)),
    Value("other", ("其他",)),
)
RELATIONS = (
    Value("controls", ("控制",)),
    Value("joint_control", ("共同控制",)),
    Value("significant_influence", ("重大影响",)),
    Value("owns", ("持股", "持有表决权")),
    Value("family", ("近亲属", "关系密切的家庭成员")),
    Value("other", ("其他", "其他关联关系")),
)
SIDES = (
    Value("buy", ("买入", "买")),
    Value("sell", ("卖出", "卖")),
    Value("subscribe", ("申购", "认购")),
    Value("redeem", ("赎回",)),
)

_ROW_DAY = ("估值日期", "日期", "数据日期")

_MANAGERS = Table(
    "managers",
    ("管理人", "管理人信息"),
    key=("as_of", "manager_id"),
    needed=True,
    columns=(
        _date("as_of", *_ROW_DAY),
        _key("manager_id", "管理人代码"),
        _key("name", "管理人名称", "名称"),
        _enum("kind", ("机构类型",), MANAGER_KINDS, needed=True),
        _text("parent_id", "母公司代码", none=True),
        _money("net_capital", "净资本"),
        _money("audited_total_assets", "经审计总资产", "最近一年经审计总资产"),
        _money("risk_reserve", "风险准备金", "风险准备金余额"),
    ),
)
_PRODUCTS = Table(
    "products",
    ("产品", "产品信息"),
    key=("as_of", "product_id"),
    needed=True,
    columns=(
        _day("as_of", *_ROW_DAY),
        _key("product_id", "产品代码"),
        _key("name", "产品名称", "名称"),
        _key("manager_id", "管理人代码"),
        _enum("kind", ("产品类型",), PRODUCT_KINDS, needed=True),
        _enum("offering", ("募集方式",), OFFERINGS, needed=True),
        _enum("operation", ("运作方式",), OPERATIONS, needed=True),
        _enum("nature", ("投资性质",), NATURES),
        _enum("fund_type", ("基金类型",), FUND_TYPES),
        _bool("collective", "集合"),
        _bool("structured", "分级", "结构化"),
        _number("senior_units", "优先级份额"),
        _number("junior_units", "劣后级份额"),
        _money("net_assets", "资产净值", required=True, within="any"),
        _money("total_assets", "总资产"),
        _money("raised_balance", "募集资金余额", "实收信托"),
        _date("established", "成立日", "成立日期"),
        _date("maturity_date", "到期日", "到期日期"),
        _date("next_open_date", "下一开放日", "下一开放日期"),
        _bool("exit_open", "处于开放退出期"),
        _bool("professional_only", "全部为专业投资者"),
        _money("smallest_investment", "最小单一投资者投资金额"),
        _bool("index_tracking", "完全复制指数"),
        _enum("purpose", ("设立目的",), PURPOSES),
        _bool("large_redemption", "巨额赎回"),
        _ratio("redeemed_3d", "3日累计赎回比例", "三日累计赎回比例", within="not_negative"),
        _ratio("redeemed_5d", "5日累计赎回比例", "五日累计赎回比例", within="not_negative"),
        _bool("contract_governed", "适用2009审核口径"),
        _enum("measurement", ("计量方法",), MEASUREMENTS),
        _money("amortised_value", "摊余成本净值", "摊余成本法资产净值", within="any"),
        _money("payout_value", "兑付价值", "实际兑付价值", within="any"),
        _date("last_disclosed", "最近净值披露日"),
        _bool("portfolio_mode", "资产组合方式"),
        _ratio("top10_share", "前十名投资者份额占比", "前十大持有人占比", within="share"),
    ),
)
_ASSETS = Table(
    "assets",
    ("资产", "资产信息"),
    key=("as_of", "asset_id"),
    needed=True,
    columns=(
        _date("as_of", *_ROW_DAY),
        _key("asset_id", "资产代码", "证券代码"),
        _key("name", "资产名称", "证券名称", "名称"),
        Column("kind", ("资产类型",), "enum", required=True, filled=True),
        _text("issuer_id", "发行人", "融资主体", "发行人代码"),
        _text("originator_id", "原始权益人", "原始权益人代码"),
        Column("country", ("上市地", "国家或地区"), "country"),
        _bool("listed", "上市", "是否上市"),
        _money("total_value", "资产总规模"),
        _number("tradable_shares", "可流通股数", "可流通股份数"),
        _date("maturity_date", "到期日", "退出日", "到期日期"),
        _enum("early_withdrawal", ("提前支取",), EARLY_WITHDRAWALS),
        _bool("debt_by_accounting", "会计上计为债务"),
        _enum("fund_nature", ("基金性质",), FUND_NATURES),
        _text("umbrella_id", "伞型基金代码", none=True),
        _text("product_id", "产品代码", "对应产品代码", none=True),
        _bool("holds_products", "其再投资资管产品"),
        _text("rating", "债项评级"),
        _bool("defaulted", "违约", "是否违约"),
        _bool("suspended", "停牌", "是否停牌"),
        _bool("restricted", "流通受限", "是否流通受限"),
        _number("days_to_cash", "变现天数", "变现工作日数"),
        _bool("recognised_standard", "经认定标债"),
        _bool("valued_daily", "每日估值"),
        _bool("fair_value_exit", "可按公允价值退出"),
        _bool("commodity_linked", "挂钩商品"),
    ),
)
_HOLDINGS = Table(
    "holdings",
    ("持仓", "持仓明细"),
    key=("as_of", "product_id", "tranche_id", "asset_id", "counterparty_id", "lot_id"),
    needed=True,
    columns=(
        _day("as_of", *_ROW_DAY),
        _key("product_id", "产品代码"),
        _key("asset_id", "资产代码", "证券代码"),
        _text("tranche_id", "期次", none=True),
        _text("counterparty_id", "交易对手代码", "交易对手"),
        _text("lot_id", "批次", none=True),
        _number("quantity", "数量", "持仓数量", required=True, within="by_kind"),
        _money("market_value", "市值", "持仓市值", required=True, within="by_kind"),
        _money("cost", "成本", "投资成本"),
        _date("restricted_until", "限售到期日"),
        _money("exposure", "敞口"),
        _money("initial_outlay", "初始费用", "保证金", "期权费"),
        _money("counterparty_exposure", "市值计价敞口"),
    ),
)
_PARTIES = Table(
    "parties",
    ("主体", "主体信息"),
    key=("as_of", "party_id"),
    columns=(
        _date("as_of", *_ROW_DAY),
        _key("party_id", "主体代码"),
        _key("name", "主体名称", "名称"),
        _enum("kind", ("主体类型",), PARTY_KINDS),
        _text("rating", "主体评级"),
        _bool("chinese_bank", "中资银行", "中资商业银行"),
        _bool("custodian_licence", "托管资格", "托管业务资格"),
        _money("net_assets", "净资产", within="any"),
    ),
)
_RELATIONS = Table(
    "relations",
    ("关联关系",),
    key=("party_id", "related_party_id", "relation"),
    columns=(
        _key("party_id", "主体代码"),
        _key("related_party_id", "关联方代码"),
        _enum("relation", ("关系类型", "关联关系"), RELATIONS, needed=True),
        _ratio("stake", "持股比例", "表决权比例", within="share"),
        _date("from", "起始日", "起始日期", none=True),
        _date("until", "终止日", "终止日期", none=True),
    ),
)
_CORPORATE_ACTIONS = Table(
    "corporate_actions",
    ("公司行为", "权益事件"),
    key=("asset_id", "ex_date"),
    columns=(
        _key("asset_id", "资产代码", "证券代码"),
        _day("ex_date", "除权日", "除权除息日"),
        Column("factor", ("复权因子", "折算比例"), "ratio", required=True, filled=True, range="positive"),
    ),
)
_PRODUCT_LIMITS = Table(
    "product_limits",
    ("合同约定比例",),
    key=("product_id", "limit"),
    columns=(
        _key("product_id", "产品代码"),
        _key("limit", "限额"),
        # A ratio or an amount, as the limit named beside it decides.
        _key("bound", "约定比例", "约定上限"),
        _date("from", "起始日", "起始日期", none=True),
        _date("until", "终止日", "终止日期", none=True),
    ),
)
_ORDERS = Table(
    "orders",
    ("指令", "交易指令"),
    key=("order_id",),
    supported=False,
    columns=(
        _key("order_id", "指令编号"),
        _key("product_id", "产品代码"),
        _key("asset_id", "资产代码", "证券代码"),
        _enum("side", ("买卖方向", "方向"), SIDES, needed=True),
        _number("quantity", "数量"),
        _number("price", "价格"),
        _money("amount", "金额"),
        _text("counterparty_id", "交易对手代码", "交易对手"),
        _text("tranche_id", "期次", none=True),
    ),
)
_WAIVERS = Table(
    "waivers",
    ("豁免",),
    key=(),
    columns=(
        _key("limit", "限额"),
        _text("product_id", "产品代码"),
        _text("manager_id", "管理人代码"),
        _text("group_id", "分组代码"),
        # In the unit of the limit: a ratio, yuan or shares.
        Column("up_to", ("豁免上限",), "text", required=True),
        _key("reason", "理由", "豁免理由"),
        _key("approved_by", "批准人"),
        _date("from", "起始日", "起始日期", none=True),
        _day("expires", "到期日", "到期日期"),
    ),
)

TABLES: Mapping[str, Table] = {
    table.name: table
    for table in (
        _MANAGERS,
        _PRODUCTS,
        _ASSETS,
        _HOLDINGS,
        _PARTIES,
        _RELATIONS,
        _CORPORATE_ACTIONS,
        _PRODUCT_LIMITS,
        _ORDERS,
        _WAIVERS,
    )
}

TRUE_WORDS = ("true", "1", "是", "y")
FALSE_WORDS = ("false", "0", "否", "n")


def folded(text: str) -> str:
    """Return a header or value as names are compared.

    Full-width letters narrowed, blanks cut, small letters.
    """
    return text.translate(_NARROW).strip().lower()


_NARROW = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}


def names_of_tables() -> dict[str, str]:
    """Return every name under which a table's file may stand (folded), with the table's own name."""
    return {folded(name): table.name for table in TABLES.values() for name in (table.name, *table.zh)}


def names_of_columns(table: Table) -> dict[str, str]:
    """Return every header of a table's columns (folded), with the column's own name."""
    return {folded(name): column.name for column in table.columns for name in (column.name, *column.zh)}


def words_of(values: tuple[Value, ...]) -> dict[str, str]:
    """Return every word of an enumeration (folded), with the value that it stands for."""
    return {folded(word): value.name for value in values for word in (value.name, *value.zh)}
