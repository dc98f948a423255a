"""Small random portfolios of the contract's tables, made to land on the bounds and to lack facts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

Row = dict[str, object]
Tables = dict[str, list[Row]]

DAYS = ("2024-06-28", "2024-09-30")
PRODUCT_KINDS = (
    "bank_wmp",
    "cash_management",
    "bank_qdii",
    "public_fund",
    "money_market_fund",
    "collective_plan",
    "single_plan",
    "insurance_portfolio",
    "debt_to_equity_plan",
    "securities_trust",
    "trust_qdii",
    "management_trust",
    "private_fund",
)
MANAGER_KINDS = (
    "bank",
    "wealth_company",
    "trust_company",
    "securities_firm",
    "fund_manager",
    "futures_company",
    "insurance_manager",
    "aic",
    "private_fund_manager",
)
COMMON_KINDS = (
    "stock",
    "stock",
    "depositary_receipt",
    "adr",
    "trust_loan",
    "unlisted_equity",
    "debt_to_equity",
    "corporate_bond",
    "treasury",
    "demand_deposit",
    "cash",
    "time_deposit",
    "bond_reverse_repo",
    "exchange_abs",
    "foreign_fund",
    "public_fund",
    "am_product",
    "interbank_cd",
    "future",
    "subscription_receivable",
)
MATURITIES = (
    "2024-06-28",
    "2024-07-05",
    "2024-07-06",
    "2024-07-12",
    "2024-07-15",
    "2025-06-30",
    "2029-03-01",
)
PARTIES = ("C1", "C2", "C3", "C4")
TERMS = (
    (None, None),
    (None, None),
    ("2024-06-28", "2024-06-28"),
    ("2024-07-01", None),
    (None, "2024-06-27"),
)
SHARES_OF_A_MILLION = (
    0,
    1,
    45000,
    50000,
    50001,
    90000,
    90001,
    95000,
    99999,
    100000,
    "100000.0001",
    150000,
    180001,
    199999,
    200000,
    225000,
    250000,
    250001,
    300000,
    450000,
    500000,
    700000,
)


@dataclass(frozen=True)
class Drawn:
    """Rows of every table, and what the portfolio says of itself."""

    tables: Tables
    all_products: bool
    holdings: str


def maybe(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Return the same values, one time in four an empty cell."""
    return st.one_of(values, values, values, st.none())


def yes_or_no() -> st.SearchStrategy[Any]:
    """Return true, false or an empty cell."""
    return st.sampled_from(["true", "false", "false", None])


@st.composite
def portfolios(draw: st.DrawFn, kinds: Sequence[str]) -> Drawn:
    """Return a small portfolio; `kinds` are the kinds of assets that the catalogue knows."""
    days = draw(st.sampled_from([DAYS[:1], DAYS[:1], DAYS]))
    managers = [
        {
            "manager_id": f"M{number}",
            "name": f"manager {number}",
            "kind": draw(st.sampled_from(MANAGER_KINDS)),
        }
        for number in range(1, draw(st.integers(1, 2)) + 1)
    ]
    count = draw(st.integers(1, 3))
    assets = [_asset(draw, number, count, kinds) for number in range(1, draw(st.integers(1, 6)) + 1)]
    products: list[Row] = []
    holdings: list[Row] = []
    favourites = draw(st.lists(st.sampled_from(PRODUCT_KINDS), min_size=1, max_size=2))
    for day in days:
        for number in range(1, count + 1):
            manager = draw(st.sampled_from(managers))["manager_id"]
            product = _product(draw, day, number, str(manager), favourites)
            products.append(product)
            holdings += _holdings(draw, product, assets)
    tables: Tables = {"managers": managers, "products": products, "assets": assets, "holdings": holdings}
    if draw(st.booleans()):
        tables["parties"] = [_party(draw, party) for party in PARTIES[: draw(st.integers(1, 4))]]
    relations = draw(st.lists(_relation(), max_size=4, unique_by=_key_of_relation))
    if relations:
        tables["relations"] = relations
    return Drawn(tables, draw(st.sampled_from([True, True, True, False])), draw(_completeness()))


def _completeness() -> st.SearchStrategy[str]:
    return st.sampled_from(["complete", "complete", "complete", "partial"])


def _product(draw: st.DrawFn, day: str, number: int, manager: str, favourites: Sequence[str]) -> Row:
    share = st.sampled_from(["0.1", "0.2", "0.2999", "0.3", "0.35"])
    net_assets = draw(maybe(st.sampled_from([1000000, 1000000, 1000000, 2000000, 0, -5])))
    return {
        "as_of": day,
        "product_id": f"P{number}",
        "name": f"product {number}",
        "manager_id": manager,
        "kind": draw(st.sampled_from([*favourites, *PRODUCT_KINDS[:1]])),
        "offering": draw(st.sampled_from(["public", "private"])),
        "operation": draw(st.sampled_from(["open", "periodic", "closed"])),
        "nature": draw(maybe(st.sampled_from(["fixed_income", "equity", "mixed"]))),
        "fund_type": draw(maybe(st.sampled_from(["stock", "reit", "index"]))),
        "collective": draw(yes_or_no()),
        "structured": draw(st.sampled_from(["true", "false", None])),
        "net_assets": net_assets,
        "total_assets": draw(maybe(st.sampled_from([1000000, 1080000, 1080001, 1200000, 1200001, 1400000]))),
        "raised_balance": draw(maybe(st.sampled_from([1000000, 1000000, 900000]))),
        "exit_open": draw(st.sampled_from(["true", "false", None])),
        "professional_only": draw(yes_or_no()),
        "smallest_investment": draw(maybe(st.sampled_from([9999999, 10000000]))),
        "index_tracking": draw(yes_or_no()),
        "purpose": draw(maybe(st.sampled_from(["general", "general", "acquisition", "unlisted_equity"]))),
        "large_redemption": draw(yes_or_no()),
        "redeemed_3d": draw(maybe(share)),
        "redeemed_5d": draw(maybe(share)),
        "contract_governed": draw(yes_or_no()),
    }


def _asset(draw: st.DrawFn, number: int, products: int, kinds: Sequence[str]) -> Row:
    kind = draw(st.sampled_from([*(kind for kind in COMMON_KINDS if kind in kinds), *kinds]))
    return {
        "asset_id": f"A{number}",
        "name": f"asset {number}",
        "kind": kind,
        "issuer_id": draw(maybe(st.sampled_from(PARTIES))),
        "country": draw(maybe(st.sampled_from(["CN", "HK", "US"]))),
        "listed": draw(st.sampled_from(["true", "false", None])),
        "total_value": draw(maybe(st.sampled_from([1000000, 2000000, 4000000]))),
        "tradable_shares": draw(maybe(st.sampled_from([500, 1000, 2000]))),
        "maturity_date": draw(maybe(st.sampled_from(MATURITIES))),
        "early_withdrawal": draw(maybe(st.sampled_from(["none", "conditional", "free"]))),
        "debt_by_accounting": draw(yes_or_no()),
        "fund_nature": draw(maybe(st.sampled_from(["fixed_income", "equity", "money_market", "reit"]))),
        "umbrella_id": draw(st.sampled_from([None, None, "U1"])),
        "product_id": draw(st.sampled_from([None, "P1", f"P{products}"])) if kind == "am_product" else None,
        "defaulted": draw(yes_or_no()),
        "suspended": draw(yes_or_no()),
        "restricted": draw(yes_or_no()),
        "recognised_standard": draw(st.sampled_from([None, None, "false", "true"])),
    }


def _holdings(draw: st.DrawFn, product: Row, assets: Sequence[Row]) -> list[Row]:
    chosen = draw(st.lists(st.sampled_from(range(len(assets))), max_size=6))
    rows = []
    for lot, place in enumerate(chosen):
        rows.append(
            {
                "as_of": product["as_of"],
                "product_id": product["product_id"],
                "asset_id": assets[place]["asset_id"],
                "lot_id": f"L{lot}",
                "quantity": draw(maybe(st.sampled_from([0, 74, 75, 100, 149, 150, 151, 300, 301, 600]))),
                "market_value": draw(maybe(st.sampled_from(SHARES_OF_A_MILLION))),
                "cost": draw(maybe(st.sampled_from(SHARES_OF_A_MILLION))),
                "restricted_until": draw(st.sampled_from([None, None, "2024-06-28", "2025-01-01"])),
            }
        )
    return rows


def _party(draw: st.DrawFn, party: str) -> Row:
    kind = draw(maybe(st.sampled_from(["company", "company", "bank", "government"])))
    return {"party_id": party, "name": f"party {party}", "kind": kind}


@st.composite
def _relation(draw: st.DrawFn) -> Row:
    above, below = draw(st.lists(st.sampled_from([*PARTIES, "H1"]), min_size=2, max_size=2, unique=True))
    relation = draw(
        st.sampled_from(["controls", "owns", "owns", "joint_control", "significant_influence", "family"])
    )
    stake = draw(st.sampled_from(["0.1999", "0.2", "0.3", "0.5", "0.51"])) if relation == "owns" else None
    since, until = draw(st.sampled_from(TERMS))
    return {
        "party_id": above,
        "related_party_id": below,
        "relation": relation,
        "stake": stake,
        "from": since,
        "until": until,
    }


def _key_of_relation(row: Mapping[str, object]) -> tuple[object, ...]:
    return row["party_id"], row["related_party_id"], row["relation"]
