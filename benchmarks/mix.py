"""What the made portfolios are made of: pools of assets, what products hold, and lines of the law.

Shares are rough: the portfolios are to look like those of Chinese managers in proportion, not in numbers.
"""

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Pool:
    """Assets that products draw from: part of all assets, kinds, issuers, days to maturity, price."""

    share: float
    kinds: dict[str, float]
    issuers: str
    days: tuple[int, int] = (0, 0)
    price: tuple[float, float] = (100.0, 100.0)


POOLS: dict[str, Pool] = {
    "cash": Pool(0, {"cash": 1, "demand_deposit": 1}, "banks"),
    "rates": Pool(
        0.006, {"treasury": 50, "policy_bank_bond": 45, "central_bank_bill": 5}, "governments", (30, 5000)
    ),
    "local": Pool(0.02, {"local_government_bond": 1}, "governments", (100, 6000)),
    "credit": Pool(
        0.403,
        {
            "corporate_bond": 30,
            "debt_financing_instrument": 38,
            "enterprise_bond": 15,
            "financial_bond": 12,
            "perpetual_bond": 3,
            "convertible_bond": 2,
        },
        "companies",
        (10, 2500),
    ),
    "cd": Pool(0.15, {"interbank_cd": 1}, "banks", (1, 365)),
    "abs": Pool(0.10, {"credit_abs": 30, "abn": 25, "exchange_abs": 45}, "companies", (60, 1500)),
    "deposit": Pool(
        0.12, {"time_deposit": 50, "agreement_deposit": 30, "interbank_deposit": 20}, "banks", (20, 365)
    ),
    "repo": Pool(0.02, {"bond_reverse_repo": 1}, "banks", (1, 7)),
    "nonstandard": Pool(
        0.08,
        {
            "trust_loan": 40,
            "entrusted_loan": 15,
            "trade_receivable": 25,
            "income_right": 20,
        },
        "companies",
        (60, 1500),
        (1.0, 1.0),
    ),
    "equity": Pool(0.016, {"unlisted_equity": 1}, "companies", (400, 2500), (1.0, 30.0)),
    "converted": Pool(0.004, {"debt_to_equity": 1}, "companies", (400, 2500), (1.0, 30.0)),
    "stock": Pool(
        0.012, {"stock": 97, "depositary_receipt": 1, "preferred_stock": 2}, "listed", price=(3, 150)
    ),
    "overseas": Pool(0.01, {"stock": 75, "adr": 12, "gdr": 3, "reit": 10}, "listed", price=(3, 400)),
    "fund": Pool(0.03, {"public_fund": 1}, "companies", price=(0.8, 3)),
    "foreign_fund": Pool(0.012, {"foreign_fund": 1}, "companies", price=(5, 200)),
    "product": Pool(0.015, {"am_product": 1}, "companies", (60, 1000), (1.0, 1.0)),
    "derivative": Pool(0.002, {"future": 60, "listed_option": 25, "swap": 15}, "banks", (5, 250), (1.0, 1.0)),
}

# What a kind of product holds, as parts of its total assets. A name after a slash is a second way of holding.
PROFILES: dict[str, dict[str, float]] = {
    "bank_wmp": {"cash": 5, "rates": 5, "local": 8, "credit": 42, "cd": 10, "abs": 5, "deposit": 10,
                 "nonstandard": 8, "stock": 5, "fund": 2},
    "cash_management": {"cash": 8, "rates": 12, "credit": 25, "cd": 45, "deposit": 4, "abs": 2, "repo": 4},
    "bank_qdii": {"cash": 6, "rates": 12, "overseas": 22, "foreign_fund": 32, "credit": 28},
    "public_fund": {"cash": 7, "rates": 5, "credit": 30, "stock": 50, "cd": 8},
    "money_market_fund": {"cash": 15, "rates": 15, "cd": 50, "repo": 20},
    "collective_plan": {"cash": 5, "rates": 5, "credit": 42, "stock": 15, "fund": 10, "nonstandard": 12,
                        "abs": 5, "product": 6},
    "single_plan": {"cash": 5, "credit": 38, "nonstandard": 40, "stock": 15, "derivative": 2},
    "insurance_portfolio": {"cash": 5, "rates": 10, "local": 15, "credit": 45, "stock": 15,
                            "nonstandard": 10},
    "debt_to_equity_plan": {"cash": 10, "converted": 75, "rates": 15},
    "securities_trust": {"cash": 8, "stock": 50, "credit": 32, "fund": 10},
    "trust_qdii": {"cash": 8, "overseas": 27, "foreign_fund": 35, "credit": 30},
    "trust_qdii/funds": {"cash": 10, "foreign_fund": 90},
    "management_trust": {"cash": 5, "credit": 55, "nonstandard": 25, "equity": 5, "abs": 10},
    "private_fund": {"cash": 8, "stock": 82, "fund": 10},
}  # fmt: skip

# What ends before the product must: products that hold of these pools are closed, and end after all of them.
BOUND_TO_END = ("nonstandard", "equity", "converted")
LONGEST = max(pool.days[1] for pool in POOLS.values())

# To which class a pool counts; funds and products count to several.
DEBT = ("cash", "rates", "local", "credit", "cd", "abs", "deposit", "repo", "nonstandard")
EQUITY = ("equity", "converted", "stock", "overseas")
OF_A_NATURE = 80
"""From this part on, in percent, a product is of the nature of its class."""

# In a pool of this list a product has so many times more (and smaller) positions than its part says.
FINER = {"overseas": 2.5}

MANAGERS: dict[str, tuple[float, dict[str, float]]] = {
    "wealth_company": (16, {"bank_wmp": 75, "cash_management": 20, "bank_qdii": 5}),
    "fund_manager": (
        22,
        {"public_fund": 60, "money_market_fund": 10, "collective_plan": 20, "single_plan": 10},
    ),
    "securities_firm": (20, {"collective_plan": 60, "single_plan": 25, "public_fund": 15}),
    "trust_company": (
        20,
        {"securities_trust": 35, "trust_qdii": 10, "trust_qdii/funds": 5, "management_trust": 50},
    ),
    "bank": (8, {"bank_wmp": 50, "cash_management": 30, "bank_qdii": 20}),
    "insurance_manager": (6, {"insurance_portfolio": 80, "public_fund": 20}),
    "private_fund_manager": (4, {"private_fund": 1}),
    "futures_company": (3, {"collective_plan": 60, "single_plan": 40}),
    "aic": (1, {"debt_to_equity_plan": 1}),
}


def nature(profile: str) -> str:
    """Return the nature of products that hold as a profile says."""
    shares = PROFILES[profile]
    for name, pools in (("fixed_income", DEBT), ("equity", EQUITY)):
        if sum(shares.get(pool, 0) for pool in pools) >= OF_A_NATURE:
            return name
    return "mixed"


PUBLIC = ("bank_wmp", "cash_management", "bank_qdii", "public_fund", "money_market_fund")
OVERSEAS = ("US", "HK", "JP", "GB", "DE", "SG")


@dataclass(frozen=True)
class Line:
    """A line of the law at which some products are put: a position of `pool`, as a part of net assets."""

    product_kind: str
    pool: str
    bound: Fraction


LINES = (
    Line("bank_wmp", "credit", Fraction(10, 100)),
    Line("collective_plan", "credit", Fraction(25, 100)),
    Line("securities_trust", "stock", Fraction(20, 100)),
    Line("bank_qdii", "overseas", Fraction(5, 100)),
    Line("trust_qdii", "overseas", Fraction(5, 100)),
    Line("public_fund", "stock", Fraction(10, 100)),
)

# Of the products of a line, the part put exactly on it, beyond it, and between warning line and bound.
ON_LINE, BEYOND, WARNED = 0.005, 0.01, 0.01

# Total assets of cash_management products, as a part of net assets: the line that some are put on and beyond.
MOST_LEVERAGE = 1.2
