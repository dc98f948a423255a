"""Five results built by hand; every format's tests write them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import polars as pl

from concentration.catalogue.model import Cite, Cure, DatedBound, Exemption, Instrument, Limit, Words
from concentration.report.result import (
    CONTRIBUTIONS,
    FINDINGS,
    UNEXPLAINED,
    CatalogueStamp,
    Coverage,
    ErrorReport,
    Report,
    Summary,
    empty_contributions,
    empty_findings,
)
from concentration.words.message import Message, Problem

DAY = date(2024, 6, 28)
VALUE = "sum of market_value"


@dataclass(frozen=True)
class File:
    table: str
    file: str
    rows: int
    sha256: str
    before: int = 0


INPUTS = (
    File("managers", "funds/managers.csv", 1, "1" * 64),
    File("products", "funds/products.csv", 12, "2" * 64),
    File("assets", "funds/assets.csv", 310, "3" * 64),
    File("holdings", "funds/holdings.csv", 1234, "4" * 64),
)

INSTRUMENTS = {
    "csrc-2023-2": Instrument(
        "证券期货经营机构私募资产管理计划运作管理规定",
        "Provisions on the operation of private asset management plans (2023)",
        "证监会公告〔2023〕2号",
    ),
    "csrc-order-104": Instrument(
        "公开募集证券投资基金运作管理办法", "Measures on the operation of public funds", "证监会令第104号"
    ),
    "practice": Instrument("监管实务", "Supervisory practice", ""),
}


def limit(
    name: str,
    title: Words,
    bound: DatedBound,
    *,
    standing: str = "in_force",
    per: str = "product",
    group_by: str = "none",
    denominator: str | None = "net_assets",
    exempt: tuple[Exemption, ...] = (),
    leaves_out: tuple[Exemption, ...] = (),
    cure: Cure | None = None,
) -> Limit:
    return Limit(
        id=name,
        rulebook=name.partition("/")[0],
        file=f"limits/{name}.yaml",
        title=title,
        standing=standing,
        judge_per=per,
        applies_to="TRUE",
        count=None,
        through="advisory",
        with_subsidiaries=False,
        only_if_every_holding=None,
        only_if_some_holding=None,
        at_least_products=None,
        where_unknown=None,
        trigger=None,
        exempt=exempt,
        leaves_out=leaves_out,
        group_by=group_by,
        measure=VALUE,
        amount="market_value",
        denominator=denominator,
        bounds=(bound,),
        warn_at=Fraction(9, 10),
        cure=cure,
        readings={},
        reading="default",
        note=None,
    )


def at_most(percent: int, cite: Cite, day: str = "2023-03-01") -> DatedBound:
    return DatedBound(day, None, False, "at_most", Fraction(percent, 100), "share", cite, VALUE)


PROFESSIONAL = Exemption(
    "professional_only",
    Cite("csrc-2023-2", "第十五条第二款", "text", "全部投资者均为符合中国证监会规定的专业投资者"),
)

INDEX = Exemption("index_tracking", Cite("csrc-2023-2", "第十六条第二款", "number"))

TWENTY_DAYS = Cure(
    Cite("csrc-2023-2", "第四十一条", "text", "二十个交易日内"), trading_days=20, start="saleable"
)
TEN_DAYS = Cure(Cite("csrc-order-104", "第三十五条", "number"), trading_days=10)
NO_NEW_BUYING = Cure(Cite("csrc-order-104", "第四条", "text", "不得主动新增"), no_new_buying=True)
NO_TIME = Cure(Cite("csrc-order-104", "第四条", "text", "及时调整"), none=True)

LIMITS = {
    entry.id: entry
    for entry in (
        limit(
            "collective-plans/single-asset-of-plan",
            Words("单一资产不超过计划资产净值的25%", "One asset at most 25% of the plan's net assets"),
            at_most(
                25,
                Cite(
                    "csrc-2023-2",
                    "第十五条第一款",
                    "text",
                    "一个集合资产管理计划投资于同一资产的资金,不得超过该计划资产净值的25%",
                ),
            ),
            group_by="same_asset",
            exempt=(PROFESSIONAL,),
            cure=TWENTY_DAYS,
        ),
        limit(
            "public-funds/one-company-10",
            Words(
                "一家公司的证券不超过基金资产净值的10%", "Securities of one company at most 10% of net assets"
            ),
            at_most(10, Cite("csrc-order-104", "第三十二条", "number"), "2014-08-08"),
            group_by="company",
            cure=TEN_DAYS,
        ),
        limit(
            "collective-plans/tradable-shares",
            Words(
                "同一公司的股票不超过其可流通股的30%", "Shares of one company at most 30% of those tradable"
            ),
            at_most(30, Cite("csrc-2023-2", "第十六条", "number")),
            per="manager",
            group_by="company",
            denominator="tradable_shares",
            leaves_out=(INDEX,),
            cure=NO_NEW_BUYING,
        ),
        limit(
            "cash-management/liquid-5",
            Words("高流动性资产不低于资产净值的5%", "Liquid assets at least 5% of net assets"),
            DatedBound(
                "2021-06-11",
                None,
                False,
                "at_least",
                Fraction(5, 100),
                "share",
                Cite("csrc-order-104", "第四条", "number"),
                VALUE,
            ),
            cure=NO_TIME,
        ),
        limit(
            "am-guidance/same-asset-30bn",
            Words(
                "投资于同一资产的资金合计不超过300亿元",
                "At most 30 billion yuan in one asset over all products",
            ),
            DatedBound(
                "2018-04-27",
                None,
                False,
                "at_most",
                Fraction(30_000_000_000),
                "yuan",
                Cite("csrc-2023-2", "第十六条", "number"),
                VALUE,
            ),
            per="manager",
            group_by="same_asset",
            denominator=None,
        ),
        limit(
            "bank-qdii/forbidden",
            Words("不得投资商品类衍生品", "No commodity derivatives"),
            DatedBound(
                "2007-05-10", None, False, "forbidden", None, "share", Cite("practice", "三", "number"), VALUE
            ),
            group_by="asset",
            denominator=None,
        ),
        limit(
            "management-trust/two-assets",
            Words("资产组合至少两项", "At least two assets"),
            at_most(50, Cite("practice", "口径（一）", "practice")),
            standing="advisory",
        ),
    )
}

FINDING: dict[str, Any] = {
    "limit": "collective-plans/single-asset-of-plan",
    "standing": "in_force",
    "reading": "default",
    "status": "pass",
    "as_of": DAY,
    "scope": "product",
    "manager_id": "M1",
    "product_id": "P1",
    "group_by": "none",
    "unit": "yuan",
    "comparison": "at_most",
    "through": False,
    "bound_from": "2023-03-01",
}

PRODUCT_NAMES = {
    "P1": "稳健一号集合资产管理计划",
    "P2": "Growth Plan No. 2 with a name that is rather longer than one would like",
    "P3": "精选三号混合型证券投资基金",
}
MANAGER_NAMES = {"M1": "示例证券股份有限公司"}
ASSET_NAMES = {"A1": "远洋信托贷款", "A2": "远洋私募债", "300750": "宁德时代", "24CATL01": "24宁德01"}


def findings(*rows: dict[str, Any]) -> pl.DataFrame:
    numbers = {
        "numerator",
        "numerator_upper",
        "denominator",
        "excess",
        "headroom",
        "ratio",
        "bound",
        "left_out",
    }
    whole = [
        {
            "finding": number,
            **FINDING,
            **{
                key: Decimal(value) if key in numbers and value is not None else value
                for key, value in row.items()
            },
        }
        for number, row in enumerate(rows)
    ]
    return pl.DataFrame(whole, schema=FINDINGS) if whole else empty_findings()


def contributions(*rows: tuple[int, str, str, str, Sequence[str]]) -> pl.DataFrame:
    if not rows:
        return empty_contributions()
    return pl.DataFrame(
        [
            (finding, product, asset, Decimal(amount), list(path))
            for finding, product, asset, amount, path in rows
        ],
        schema=CONTRIBUTIONS,
        orient="row",
    )


def report(
    rows: Sequence[dict[str, Any]] = (),
    *,
    summary: Summary | None = None,
    coverage: Coverage | None = None,
    notes: tuple[Message, ...] = (),
    parts: pl.DataFrame | None = None,
    applied: int | None = None,
) -> Report:
    return Report(
        portfolio="funds",
        as_of=(DAY,),
        inputs=INPUTS,
        coverage=coverage or Coverage(12, 1234, True),
        catalogue=CatalogueStamp(61, "c" * 64),
        summary=summary or Summary(),
        notes=notes,
        findings=findings(*rows),
        contributions=contributions() if parts is None else parts,
        limits=LIMITS,
        instruments=INSTRUMENTS,
        product_names=PRODUCT_NAMES,
        manager_names=MANAGER_NAMES,
        asset_names=ASSET_NAMES,
        applied=applied,
    )


def missing(table: str, column: str, row: int | None, key: str, count: int = 1) -> dict[str, Any]:
    return {"table": table, "column": column, "row": row, "key": key, "count": count}


def clean() -> Report:
    return report(
        summary=Summary(judged=36, passed=35, exempt=1),
        notes=(
            Message("covers_all_products"),
            Message("limits_applied", {"applied": 4, "limits": 61}),
            Message("no_product_limit", {"products": [f"P{n}" for n in range(20, 30)], "count": 10}),
            Message("not_in_force", {"rulebooks": ["collective-plans"], "day": "2022-03-31"}),
        ),
        applied=4,
    )


MERGED = {
    "status": "breach",
    "group_by": "same_asset",
    "group_id": "C1",
    "group_name": "远洋资本控股有限公司",
    "members": ["C1", "C2", "C7"],
    "numerator": "27500000",
    "denominator": "100000000",
    "excess": "2500000",
    "headroom": "0",
    "ratio": "0.275",
    "bound": "0.25",
    "crossing": "active",
    "cause": "bought",
    "since": date(2024, 6, 20),
    "last_within": date(2024, 6, 19),
    "overdue": False,
    "cure_code": "cure_active",
}

SECOND = {**MERGED, "group_id": "C9", "group_name": None, "members": [], "numerator": "30000000"}
SECOND |= {"excess": "5000000", "ratio": "0.3"}

NEAR = {**MERGED, "status": "warning", "group_id": "C5", "group_name": None, "members": []}
NEAR |= {"numerator": "24000000", "excess": "0", "headroom": "1000000", "ratio": "0.24"}
NEAR |= dict.fromkeys(("crossing", "cause", "since", "last_within", "overdue", "cure_code"))

HAIR = {
    **MERGED,
    "product_id": "P2",
    "group_id": "A9",
    "group_name": "24附息国债09",
    "members": [],
    "numerator": "25000000000000.000100",
    "denominator": "100000000000000",
    "excess": "0.000100",
    "ratio": "0.25",
    "ratio_text": "0.250000000000000001",
    "crossing": "passive",
    "cause": "price",
    "since": date(2024, 5, 20),
    "last_within": date(2024, 5, 17),
    "cure_by": date(2024, 6, 18),
    "overdue": True,
    "cure_code": None,
}

SHARES = {
    "limit": "collective-plans/tradable-shares",
    "status": "breach",
    "scope": "manager",
    "product_id": None,
    "group_by": "company",
    "group_id": "600000",
    "group_name": "浦发银行",
    "unit": "shares",
    "numerator": "31234567",
    "denominator": "100000000",
    "excess": "1234567",
    "headroom": "0",
    "ratio": "0.31234567",
    "bound": "0.3",
    "crossing": "unknown",
    "since": date(2024, 6, 28),
    "cure_by": date(2024, 7, 26),
    "overdue": False,
    "left_out": "500000",
}

NAMELESS = {
    "limit": "public-funds/one-company-10",
    "status": "breach",
    "product_id": "P3",
    "group_by": "company",
    "group_id": "C300750",
    "numerator": "10400000",
    "denominator": "100000000",
    "excess": "400000",
    "headroom": "0",
    "ratio": "0.104",
    "bound": "0.1",
    "bound_from": "2014-08-08",
    "crossing": "unknown",
}

FLOOR = {
    "limit": "cash-management/liquid-5",
    "status": "breach",
    "product_id": "P3",
    "numerator": "4000000.005",
    "denominator": "100000000",
    "excess": "999999.995",
    "headroom": "0",
    "ratio": "0.0400000001",
    "comparison": "at_least",
    "bound": "0.05",
    "bound_from": "2021-06-11",
}

BAN = {
    "limit": "bank-qdii/forbidden",
    "status": "breach",
    "product_id": "P4",
    "group_by": "asset",
    "group_id": "CL2408",
    "group_name": "WTI [crude] future",
    "numerator": "2000000",
    "denominator": None,
    "excess": "2000000",
    "headroom": "0",
    "ratio": None,
    "comparison": "forbidden",
    "bound": None,
    "bound_from": "2007-05-10",
}

BILLIONS = {
    "limit": "am-guidance/same-asset-30bn",
    "status": "warning",
    "scope": "manager",
    "product_id": None,
    "group_by": "same_asset",
    "group_id": "C1",
    "group_name": "远洋资本控股有限公司",
    "members": ["C1", "C2"],
    "numerator": "29000000000",
    "denominator": None,
    "excess": "0",
    "headroom": "1000000000",
    "ratio": None,
    "bound": "30000000000",
    "bound_from": "2018-04-27",
}

EXEMPT = {"status": "exempt", "product_id": "P3", "exemption": 0}

TRADABLE = missing("assets", "tradable_shares", 12, "600036", 4)

SHARES_UNKNOWN = {
    "limit": "collective-plans/tradable-shares",
    "status": "undetermined",
    "scope": "manager",
    "product_id": None,
    "group_by": "company",
    "group_id": "600036",
    "group_name": "招商银行",
    "unit": "shares",
    "numerator": "5000000",
    "bound": "0.3",
    "missing": [TRADABLE],
}

ADVISORY = {
    "limit": "management-trust/two-assets",
    "standing": "advisory",
    "status": "breach",
    "numerator": "60000000",
    "denominator": "100000000",
    "excess": "10000000",
    "headroom": "0",
    "ratio": "0.6",
    "bound": "0.5",
}


def breaches() -> Report:
    return report(
        [
            BAN,
            FLOOR,
            HAIR,
            MERGED,
            SECOND,
            NAMELESS,
            SHARES,
            SHARES_UNKNOWN,
            NEAR,
            BILLIONS,
            EXEMPT,
            ADVISORY,
        ],
        summary=Summary(judged=36, passed=28, breach=6, undetermined=0, warning=1, exempt=1, advisory=1),
        coverage=Coverage(
            12,
            1234,
            True,
            ("P8", "P9"),
            pl.DataFrame(
                [("P5", Decimal("0.012")), ("P6", Decimal("0.412")), ("P6", Decimal("-0.3"))],
                schema=UNEXPLAINED,
                orient="row",
            ),
            holdings_complete=True,
        ),
        notes=(
            Message("covers_all_products"),
            Message("relations_missing"),
            Message("unexplained_summary", {"count": 3, "ratio": "41.2%"}),
        ),
        parts=contributions(
            (3, "P1", "A1", "17500000", ["P1"]),
            (3, "P1", "A2", "10000000", ["P1", "F7"]),
            (4, "P1", "A2", "30000000", ["P1"]),
            (5, "P3", "24CATL01", "400000", ["P3"]),
            (5, "P3", "300750", "10000000", ["P3"]),
        ),
        applied=8,
    )


def undetermined() -> Report:
    return report(
        [
            {**SHARES_UNKNOWN, "missing": [TRADABLE, missing("holdings", "quantity", 3, "600036")]},
            {
                **SHARES_UNKNOWN,
                "group_id": "601398",
                "group_name": "工商银行",
                "missing": [missing("assets", "tradable_shares", 40, "601398")],
            },
            {
                "status": "undetermined",
                "group_by": "same_asset",
                "group_id": "A5",
                "group_name": "某信托贷款",
                "numerator": "12345678.9",
                "denominator": "100000000",
                "ratio": "0.123456789",
                "bound": "0.25",
                "missing": [missing("assets", "debt_by_accounting", 77, "A5", 2)],
            },
            {
                "limit": "public-funds/one-company-10",
                "bound_from": "2014-08-08",
                "status": "undetermined",
                "product_id": "P3",
                "group_by": "company",
                "members": ["C1", "C2", "C3"],
                "numerator": "0",
                "numerator_upper": "15000000",
                "denominator": "100000000",
                "ratio": "0",
                "bound": "0.1",
                "missing": [missing("parties", "rating", None, "C7"), missing("assets", "kind", 9, "A3")],
                "reason_code": "unknown_group",
            },
            {
                "limit": None,
                "status": "undetermined",
                "product_id": "P9",
                "comparison": None,
                "bound_from": None,
            }
            | {"reason_code": "no_holdings"},
        ],
        summary=Summary(judged=36, passed=32, undetermined=4),
        coverage=Coverage(12, 1234, False, holdings_complete=False),
        notes=(Message("covers_some_products"), Message("product_without_holdings", {"product": "P9"})),
    )


def advisory_only() -> Report:
    return report(
        [
            ADVISORY,
            {**ADVISORY, "status": "undetermined", "product_id": "P2", "ratio": None, "missing": [TRADABLE]},
        ],
        summary=Summary(judged=36, passed=36, advisory=2),
    )


def error() -> ErrorReport:
    return ErrorReport(
        (
            Problem(
                Message("format_not_supported"),
                file="funds/holdings.csv",
                row=12,
                column="market_value",
                seen="1,2x",
                allowed="1200000.50",
                count=3,
            ),
            Problem(Message("suffix_unknown"), file="funds/资产.csv"),
        )
    )


REPORTS = {
    "clean": clean,
    "breaches": breaches,
    "undetermined": undetermined,
    "advisory_only": advisory_only,
}
