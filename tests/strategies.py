"""Small random portfolios of the contract's tables, made to land on the bounds and to lack facts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from hypothesis import strategies as st

Row = dict[str, object]
Tables = dict[str, list[Row]]

DAYS = ("2024-06-28", "2024-09-30")
MATURITIES = ("2024-06-28", "2024-07-05", "2024-07-06", "2024-07-12", "2024-07-15", "2025-06-30")
PARTIES = ("C1", "C2", "C3", "C4")
TERMS = ((None, None), (None, None), ("2024-06-28", "2024-06-28"), ("2024-07-01", None), (None, "2024-06-27"))
FLAGS = ("false", "false", "true")

SHARES_OF_A_MILLION = (
    *(0, 1, 45000, 45001, 50000, 50001, 55000, 90000, 90001, 99999, 100000, "100000.0001", 110000, 150000),
    *(180000, 180001, 200000, 200001, 225000, 225001, 250000, "250000.0001", 300000, 450001, 500000, 700000),
)
QUANTITIES = (0, 74, 75, 100, 135, 149, 150, 151, 270, 300, 301, 600)


@dataclass(frozen=True)
class Theme:
    """What goes together: who manages which products, and what these hold."""

    managers: tuple[str, ...]
    products: tuple[str, ...]
    assets: tuple[str, ...]


THEMES = (
    Theme(
        ("securities_firm", "fund_manager", "securities_firm"),
        ("collective_plan", "collective_plan", "single_plan"),
        (
            *(
                "trust_loan",
                "unlisted_equity",
                "trade_receivable",
                "debt_to_equity",
                "stock",
                "corporate_bond",
            ),
            *("trust_loan", "treasury", "am_product", "demand_deposit", "subscription_receivable", "future"),
        ),
    ),
    Theme(
        ("wealth_company", "bank"),
        ("cash_management",),
        (
            *("demand_deposit", "treasury", "bond_reverse_repo", "exchange_abs", "interbank_deposit"),
            *("interbank_cd", "corporate_bond", "am_product", "settlement_receivable", "perpetual_bond"),
        ),
    ),
    Theme(
        ("trust_company",),
        ("trust_qdii",),
        ("stock", "adr", "reit", "depositary_receipt", "foreign_fund", "demand_deposit", "warrant"),
    ),
    Theme(
        ("trust_company",),
        ("trust_qdii",),
        ("foreign_fund", "foreign_fund", "demand_deposit", "time_deposit"),
    ),
    Theme(
        ("bank", "wealth_company"),
        ("bank_qdii",),
        ("stock", "adr", "preferred_stock", "reit", "foreign_fund"),
    ),
    Theme(
        ("trust_company", "insurance_manager"),
        ("securities_trust", "securities_trust", "insurance_portfolio"),
        ("stock", "stock", "depositary_receipt", "preferred_stock", "demand_deposit"),
    ),
    Theme(
        ("fund_manager", "securities_firm"),
        ("public_fund", "public_fund", "money_market_fund", "collective_plan"),
        ("stock", "stock", "convertible_bond", "corporate_bond", "public_fund", "treasury", "exchange_abs"),
    ),
    Theme(
        ("bank", "wealth_company", "insurance_manager"),
        ("bank_wmp", "bank_wmp", "management_trust", "insurance_portfolio"),
        ("stock", "stock", "corporate_bond", "policy_bank_bond", "public_fund", "am_product", "trust_loan"),
    ),
)


PARTIES_EVERYWHERE = (
    Theme(
        ("securities_firm",),
        ("collective_plan",),
        (
            "trust_loan",
            "unlisted_equity",
            "debt_to_equity",
            "debt_to_equity",
            "trade_receivable",
            "am_product",
        ),
    ),
)
"""Plans that hold little but what is merged over financing parties, or may be."""


@dataclass(frozen=True)
class Drawn:
    """Rows of every table, and what the portfolio says of itself."""

    tables: Tables
    all_products: bool
    holdings: str


@dataclass(frozen=True)
class Cells:
    """Draws cells of a table: `empty` out of twelve optional ones stay empty."""

    random: Random
    empty: int

    def one_of(self, values: Sequence[Any]) -> Any:
        """Return one of the values."""
        return values[self.random.randrange(len(values))]

    def maybe(self, values: Sequence[Any]) -> Any:
        """Return one of the values, or nothing."""
        return None if self.random.randrange(12) < self.empty else self.one_of(values)


@st.composite
def portfolios(draw: st.DrawFn, kinds: Sequence[str]) -> Drawn:
    """Return a small portfolio; `kinds` are the kinds of assets that the catalogue knows."""
    random = draw(st.randoms(use_true_random=False))
    return Drawn(
        world(random, kinds),
        all_products=random.randrange(4) > 0,
        holdings="partial" if random.randrange(4) == 0 else "complete",
    )


def crowd(random: Random, kinds: Sequence[str], count: int, themes: Sequence[Theme] = THEMES) -> Tables:
    """Return many small portfolios that know nothing of each other as one."""
    worlds = [_named_apart(world(random, kinds, themes), f"W{number}-") for number in range(count)]
    names = dict.fromkeys(name for tables in worlds for name in tables)
    return {name: [row for tables in worlds for row in tables.get(name, [])] for name in names}


def world(random: Random, kinds: Sequence[str], themes: Sequence[Theme] = THEMES) -> Tables:
    """Return the tables of one small portfolio."""
    cells = Cells(random, (0, 0, 1, 3)[random.randrange(4)])
    theme = cells.one_of(themes)
    held_kinds = [*theme.assets, *theme.assets, cells.one_of(kinds)]
    managers: list[Row] = [
        {"manager_id": f"M{number}", "name": f"manager {number}", "kind": cells.one_of(theme.managers)}
        for number in _numbers(cells.one_of([1, 1, 2]))
    ]
    count = cells.one_of([2, 3, 1])
    assets = [_asset(cells, number, count, held_kinds) for number in _numbers(2 + random.randrange(6))]
    products: list[Row] = []
    holdings: list[Row] = []
    for day in cells.one_of([DAYS[:1], DAYS[:1], DAYS]):
        for number in _numbers(count):
            product = _product(cells, day, number, str(cells.one_of(managers)["manager_id"]), theme)
            products.append(product)
            holdings += _holdings(cells, product, assets)
    tables: Tables = {"managers": managers, "products": products, "assets": assets, "holdings": holdings}
    if random.randrange(2):
        tables["parties"] = [_party(cells, party) for party in PARTIES]
    ties = {_key_of_relation(row): row for row in (_relation(cells) for _ in range(random.randrange(5)))}
    if ties:
        tables["relations"] = list(ties.values())
    return tables


def _numbers(count: int) -> Iterable[int]:
    return range(1, count + 1)


def _named_apart(tables: Tables, prefix: str) -> Tables:
    """Return the tables with every id under a name of its own."""
    return {
        name: [
            {
                column: f"{prefix}{cell}" if cell is not None and column.endswith("_id") else cell
                for column, cell in row.items()
            }
            for row in rows
        ]
        for name, rows in tables.items()
    }


def _product(cells: Cells, day: str, number: int, manager: str, theme: Theme) -> Row:
    return {
        "as_of": day,
        "product_id": f"P{number}",
        "name": f"product {number}",
        "manager_id": manager,
        "kind": cells.one_of(theme.products),
        "offering": cells.one_of(["public", "private"]),
        "operation": cells.one_of(["open", "open", "periodic", "closed"]),
        "fund_type": cells.maybe(["stock", "index", "reit"]),
        "collective": cells.maybe(["true", "true", "false"]),
        "structured": cells.maybe(["true", "false"]),
        "net_assets": cells.maybe([1000000, 1000000, 1000000, 1000000, 2000000, 0, -5]),
        "total_assets": cells.maybe([1000000, 1080000, 1080001, 1200000, 1200001]),
        "raised_balance": cells.maybe([1000000, 1000000, 900000]),
        "exit_open": cells.maybe(["true", "false"]),
        "professional_only": cells.maybe(FLAGS),
        "smallest_investment": cells.maybe([9999999, 10000000]),
        "index_tracking": cells.maybe([*FLAGS, "false"]),
        "purpose": cells.maybe(["general", "general", "acquisition", "unlisted_equity"]),
        "large_redemption": cells.maybe(FLAGS),
        "redeemed_3d": cells.maybe(["0.1", "0.1999", "0.2"]),
        "redeemed_5d": cells.maybe(["0.1", "0.2999", "0.3"]),
        "contract_governed": cells.maybe(FLAGS),
    }


def _asset(cells: Cells, number: int, products: int, kinds: Sequence[str]) -> Row:
    kind = cells.one_of(kinds)
    return {
        "asset_id": f"A{number}",
        "name": f"asset {number}",
        "kind": kind,
        "issuer_id": cells.maybe(PARTIES),
        "country": cells.maybe(["CN", "HK", "US"]),
        "listed": cells.maybe(["true", "false"]),
        "total_value": cells.maybe([400000, 1000000, 2000000, 4000000]),
        "tradable_shares": cells.maybe([500, 1000, 2000]),
        "maturity_date": cells.maybe(MATURITIES),
        "early_withdrawal": cells.maybe(["none", "conditional", "free"]),
        "debt_by_accounting": cells.maybe(FLAGS),
        "fund_nature": cells.maybe(["fixed_income", "equity", "money_market", "reit"]),
        "umbrella_id": cells.one_of([None, None, "U1"]),
        "product_id": cells.one_of([None, "P1", f"P{products}"]) if kind == "am_product" else None,
        "defaulted": cells.maybe(FLAGS),
        "suspended": cells.maybe(FLAGS),
        "restricted": cells.maybe(FLAGS),
        "recognised_standard": cells.one_of([None, None, "false", "true"]),
    }


def _holdings(cells: Cells, product: Row, assets: Sequence[Row]) -> list[Row]:
    places = [cells.random.randrange(len(assets)) for _ in range(cells.random.randrange(8))]
    return [
        {
            "as_of": product["as_of"],
            "product_id": product["product_id"],
            "asset_id": assets[place]["asset_id"],
            "lot_id": f"L{lot}",
            "quantity": cells.maybe(QUANTITIES),
            "market_value": cells.maybe(SHARES_OF_A_MILLION),
            "restricted_until": cells.one_of([None, None, "2024-06-28", "2025-01-01"]),
        }
        for lot, place in enumerate(places)
    ]


def _party(cells: Cells, party: str) -> Row:
    kind = cells.maybe(["company", "company", "bank", "government"])
    return {"party_id": party, "name": f"party {party}", "kind": kind}


def _relation(cells: Cells) -> Row:
    parties = [*PARTIES, "H1"]
    above = cells.one_of(parties)
    relation = cells.one_of(["controls", "owns", "owns", "joint_control", "significant_influence", "family"])
    since, until = cells.one_of(TERMS)
    return {
        "party_id": above,
        "related_party_id": cells.one_of([party for party in parties if party != above]),
        "relation": relation,
        "stake": cells.one_of(["0.1999", "0.2", "0.3", "0.5", "0.51"]) if relation == "owns" else None,
        "from": since,
        "until": until,
    }


def _key_of_relation(row: Mapping[str, object]) -> tuple[object, ...]:
    return row["party_id"], row["related_party_id"], row["relation"]
