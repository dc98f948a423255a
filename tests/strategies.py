"""Small random portfolios of the contract's tables, made to land on the bounds and to lack facts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from random import Random
from typing import Any

from hypothesis import strategies as st

Row = dict[str, object]
Tables = dict[str, list[Row]]

DAYS = ("2024-06-28", "2024-09-30")
WITH_DRAFTS = ("2025-11-28",)
"""A day on which the drafts of the law are tried out."""

MATURITIES = (
    "2024-06-28",
    "2024-07-05",
    "2024-07-06",
    "2024-07-12",
    "2024-07-15",
    "2025-06-30",
    "2031-06-30",
)
ENDS = ("2024-07-05", "2024-09-26", "2025-06-30", "2030-06-28")
DISCLOSED = ("2024-03-27", "2024-03-28", "2024-03-31", "2024-06-20", "2024-06-21", "2024-06-27", "2024-06-28")
RATINGS = ("AAA", "AA+", "Baa2/AAA", "BBB", "BBB-", "BB+", "baa3", "A-1", "AAA, NR", "D")
PARTIES = ("C1", "C2", "C3", "C4")
TRANCHES = ("T1", "T2")
TERMS = ((None, None), (None, None), ("2024-06-28", "2024-06-28"), ("2024-07-01", None), (None, "2024-06-27"))
FLAGS = ("false", "false", "true")

SHARES_OF_A_MILLION = (
    *(0, 1, 45000, 45001, 50000, 50001, 55000, 90000, 90001, 99999, 100000, "100000.0001", 110000, 150000),
    *(180000, 180001, 200000, 200001, 225000, 225001, 250000, "250000.0001", 300000, 450001, 500000, 700000),
)
QUANTITIES = (0, 74, 75, 100, 135, 149, 150, 151, 270, 300, 301, 600)
DERIVATIVES = ("future", "listed_option", "forward", "swap", "otc_option")
UNIT = "am_product"


@dataclass(frozen=True)
class Theme:
    """What goes together: who manages which products, what these hold and invest in, and on which days.

    Money is `scale` times that of the other themes, so that bounds in yuan are met. `tranches`: products may have some.
    """

    managers: tuple[str, ...]
    products: tuple[str, ...]
    assets: tuple[str, ...]
    natures: tuple[str, ...] = ("fixed_income", "equity", "mixed", "commodity_derivative")
    days: tuple[str, ...] = DAYS
    scale: int = 1
    tranches: bool = False


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
            *("trust_loan", "treasury", UNIT, "demand_deposit", "subscription_receivable", "future"),
        ),
    ),
    Theme(
        ("securities_firm", "futures_company"),
        ("collective_plan", "single_plan"),
        (
            "corporate_bond",
            "corporate_bond",
            "perpetual_bond",
            UNIT,
            "cash",
            "time_deposit",
            "bond_reverse_repo",
        ),
    ),
    Theme(
        ("futures_company",),
        ("collective_plan", "single_plan", "bank_wmp"),
        (*DERIVATIVES, "future", "commodity", "margin_deposit", UNIT),
        natures=("commodity_derivative",),
    ),
    Theme(
        ("wealth_company", "bank"),
        ("cash_management",),
        (
            *("demand_deposit", "treasury", "bond_reverse_repo", "exchange_abs", "interbank_deposit"),
            *("interbank_cd", "corporate_bond", UNIT, "settlement_receivable", "perpetual_bond"),
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
    Theme(("trust_company",), ("trust_qdii",), ("forward", "swap", "otc_option", "future", "stock")),
    Theme(
        ("bank", "wealth_company"),
        ("bank_qdii",),
        ("stock", "adr", "preferred_stock", "reit", "foreign_fund", "foreign_fund"),
    ),
    Theme(
        ("bank",),
        ("bank_qdii",),
        ("overseas_bond", "corporate_bond", "hedge_fund", "future", "swap", "stock"),
    ),
    Theme(
        ("trust_company", "insurance_manager"),
        ("securities_trust", "securities_trust", "insurance_portfolio"),
        ("stock", "stock", "depositary_receipt", "preferred_stock", "demand_deposit", "trust_loan"),
    ),
    Theme(
        ("fund_manager", "securities_firm"),
        ("public_fund", "public_fund", "money_market_fund", "collective_plan"),
        ("stock", "stock", "convertible_bond", "corporate_bond", "public_fund", "treasury", "exchange_abs"),
    ),
    Theme(
        ("bank", "wealth_company", "insurance_manager"),
        ("bank_wmp", "bank_wmp", "management_trust", "insurance_portfolio"),
        ("stock", "stock", "corporate_bond", "policy_bank_bond", "public_fund", UNIT, "trust_loan", UNIT),
    ),
    Theme(
        ("bank", "wealth_company"),
        ("bank_wmp", "private_fund"),
        (
            "trust_loan",
            "unlisted_equity",
            "unlisted_equity",
            "debt_to_equity",
            "credit_asset",
            UNIT,
            UNIT,
            "public_fund",
            "cash",
        ),
    ),
    Theme(
        ("aic",),
        ("debt_to_equity_plan",),
        (
            *("debt_to_equity", "debt_to_equity", "debt_to_equity", "debt_to_equity"),
            "time_deposit",
            "corporate_bond",
            "convertible_bond",
            "stock",
            "cash",
        ),
    ),
    Theme(
        ("insurance_manager",),
        ("insurance_portfolio",),
        ("trust_loan", "insurance_debt_plan", "corporate_bond", UNIT, "public_fund", "overseas_bond"),
    ),
    Theme(
        ("trust_company",),
        ("management_trust", "management_trust", "securities_trust"),
        (
            "trust_loan",
            "trust_loan",
            "entrusted_loan",
            "stock",
            "unlisted_equity",
            "debt_to_equity",
            "cash",
            UNIT,
        ),
        days=WITH_DRAFTS,
        tranches=True,
    ),
    Theme(
        ("bank", "securities_firm"),
        ("bank_wmp", "collective_plan"),
        ("trust_loan", "trust_loan", "unlisted_equity", UNIT, "debt_to_equity"),
        scale=100_000,
    ),
)


PARTIES_EVERYWHERE = (
    Theme(
        ("securities_firm",),
        ("collective_plan",),
        ("trust_loan", "unlisted_equity", "debt_to_equity", "debt_to_equity", "trade_receivable", UNIT),
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
    """Draws cells of a table: `empty` out of twelve optional ones stay empty; money is `scale` times as much."""

    random: Random
    empty: int
    scale: int = 1

    def one_of(self, values: Sequence[Any]) -> Any:
        """Return one of the values."""
        return values[self.random.randrange(len(values))]

    def maybe(self, values: Sequence[Any]) -> Any:
        """Return one of the values, or nothing."""
        return None if self.random.randrange(12) < self.empty else self.one_of(values)

    def money(self, values: Sequence[Any]) -> Any:
        """Return one of the amounts in the scale of the theme, or nothing."""
        amount = self.maybe(values)
        return None if amount is None else str(Decimal(amount) * self.scale)


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
    """Return many small portfolios that know nothing of each other as one, each theme in its turn."""
    worlds = [
        _named_apart(world(random, kinds, [themes[number % len(themes)]]), f"W{number}-")
        for number in range(count)
    ]
    names = dict.fromkeys(name for tables in worlds for name in tables)
    return {name: [row for tables in worlds for row in tables.get(name, [])] for name in names}


def world(random: Random, kinds: Sequence[str], themes: Sequence[Theme] = THEMES) -> Tables:
    """Return the tables of one small portfolio."""
    theme = themes[random.randrange(len(themes))]
    cells = Cells(random, (0, 0, 1, 3)[random.randrange(4)], theme.scale)
    held_kinds = [*theme.assets, *theme.assets, cells.one_of(kinds)]
    managers = [_manager(cells, number, theme) for number in _numbers(cells.one_of([1, 1, 2]))]
    count = cells.one_of([2, 3, 4, 1])
    assets = [_asset(cells, number, count, held_kinds) for number in _numbers(2 + random.randrange(6))]
    assets += _units(cells, count)
    products: list[Row] = []
    holdings: list[Row] = []
    for day in cells.one_of([theme.days[:1], theme.days[:1], theme.days]):
        of_day = [
            _product(cells, day, number, str(cells.one_of(managers)["manager_id"]), theme)
            for number in _numbers(count)
        ]
        held = [row for product in of_day for row in _holdings(cells, product, assets, theme)]
        held += _nested(cells, of_day, assets)
        products += of_day
        holdings += _within_the_whole(cells, held, of_day, assets)
    tables: Tables = {"managers": managers, "products": products, "assets": assets, "holdings": holdings}
    if random.randrange(2):
        tables["parties"] = [_party(cells, party) for party in PARTIES]
    ties = {_key_of_relation(row): row for row in (_relation(cells) for _ in range(random.randrange(5)))}
    if ties:
        tables["relations"] = list(ties.values())
    return tables


def _numbers(count: int) -> Sequence[int]:
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


def _manager(cells: Cells, number: int, theme: Theme) -> Row:
    return {
        "manager_id": f"M{number}",
        "name": f"manager {number}",
        "kind": cells.one_of(theme.managers),
        "parent_id": cells.one_of([None, "M1", "H1"]) if number > 1 else None,
    }


def _product(cells: Cells, day: str, number: int, manager: str, theme: Theme) -> Row:
    return {
        "as_of": day,
        "product_id": f"P{number}",
        "name": f"product {number}",
        "manager_id": manager,
        "kind": cells.one_of(theme.products),
        "offering": cells.one_of(["public", "private"]),
        "operation": cells.one_of(["open", "periodic", "closed"]),
        "nature": cells.maybe(theme.natures),
        "fund_type": cells.maybe(["stock", "index", "reit"]),
        "collective": cells.maybe(["true", "true", "false"]),
        "structured": cells.maybe(["true", "false"]),
        "senior_units": cells.maybe([99, 100, 200, 201, 300, 301]),
        "junior_units": cells.maybe([100, 100, 100, 0]),
        "net_assets": cells.money([1000000, 1000000, 1000000, 1000000, 2000000, 0, -5]),
        "total_assets": cells.money([1000000, 1080000, 1080001, 1200000, 1200001, 1400001, 2000001]),
        "raised_balance": cells.money([1000000, 1000000, 900000]),
        "established": cells.maybe(["2024-04-06", "2024-04-07", "2024-06-28"]),
        "maturity_date": cells.maybe(ENDS),
        "next_open_date": cells.maybe(ENDS),
        "exit_open": cells.maybe(["true", "false"]),
        "professional_only": cells.maybe(FLAGS),
        "smallest_investment": cells.maybe([9999999, 10000000]),
        "index_tracking": cells.maybe([*FLAGS, "false"]),
        "purpose": cells.maybe(["general", "general", "acquisition", "unlisted_equity"]),
        "large_redemption": cells.maybe(FLAGS),
        "redeemed_3d": cells.maybe(["0.1", "0.1999", "0.2"]),
        "redeemed_5d": cells.maybe(["0.1", "0.2999", "0.3"]),
        "contract_governed": cells.maybe(FLAGS),
        "measurement": cells.maybe(["amortised", "amortised", "fair_value"]),
        "amortised_value": cells.maybe([950000, "950000.0001", 1000000, "1049999.9999", 1050000]),
        "payout_value": cells.maybe([1000000, 1000000, 1000000, 0]),
        "last_disclosed": cells.maybe(DISCLOSED),
        "portfolio_mode": cells.maybe(["true", "true", "false"]),
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
        "total_value": cells.money([400000, 1000000, 2000000, 4000000]),
        "tradable_shares": cells.maybe([500, 1000, 2000]),
        "maturity_date": cells.maybe(MATURITIES),
        "early_withdrawal": cells.maybe(["none", "conditional", "free"]),
        "debt_by_accounting": cells.maybe(FLAGS),
        "fund_nature": cells.maybe(["fixed_income", "equity", "money_market", "reit"]),
        "umbrella_id": cells.one_of([None, None, "U1"]),
        "product_id": cells.one_of([None, *(f"P{place}" for place in _numbers(products))])
        if kind == UNIT
        else None,
        "holds_products": cells.maybe(FLAGS) if kind == UNIT else None,
        "rating": cells.maybe(RATINGS),
        "defaulted": cells.maybe(FLAGS),
        "suspended": cells.maybe(FLAGS),
        "restricted": cells.maybe(FLAGS),
        "days_to_cash": cells.maybe([1, 7, 8]),
        "recognised_standard": cells.one_of([None, None, "false", "true"]),
        "valued_daily": cells.maybe(["true", "true", "false"]),
        "fair_value_exit": cells.maybe(["true", "true", "false"]),
        "commodity_linked": cells.maybe(FLAGS),
    }


def _holdings(cells: Cells, product: Row, assets: Sequence[Row], theme: Theme) -> list[Row]:
    """Return the rows of a product, which holds units of later products only: nobody is inside himself."""
    units = {asset["product_id"]: asset for asset in assets}
    own = int(str(product["product_id"])[1:])
    inside = [
        asset for asset in units.values() if asset["product_id"] and int(str(asset["product_id"])[1:]) <= own
    ]
    held = [asset for asset in assets if asset["product_id"] not in {one["product_id"] for one in inside}]
    if not held:
        return []
    tranches = cells.one_of([(None,), TRANCHES, TRANCHES, (*TRANCHES, None)]) if theme.tranches else (None,)
    rows = [cells.one_of(held) for _ in range(cells.random.randrange(8))]
    return [_holding(cells, product, asset, f"L{lot}", tranches) for lot, asset in enumerate(rows)]


def _units(cells: Cells, products: int) -> list[Row]:
    """Return units of the later products, in half of the portfolios."""
    nested = cells.random.randrange(2) == 0
    units = [_asset(cells, number, products, [UNIT]) for number in _numbers(products)[1:] if nested]
    return [
        unit | {"asset_id": f"U{unit['asset_id']}", "product_id": f"P{place}"}
        for place, unit in enumerate(units, 2)
    ]


def _nested(cells: Cells, products: Sequence[Row], assets: Sequence[Row]) -> list[Row]:
    """Return rows in which the first products hold units of the last, where there are such units."""
    units = [asset for asset in assets if str(asset["asset_id"]).startswith("U")]
    rows = []
    for place, product in enumerate(products[:-1]):
        unit = cells.one_of([*units[place:], None]) if units else None
        if unit is not None:
            rows.append(_holding(cells, product, unit, "LU", [None]))
    return rows


def _holding(cells: Cells, product: Row, asset: Row, lot: str, tranches: Sequence[str | None]) -> Row:
    row: Row = {
        "as_of": product["as_of"],
        "product_id": product["product_id"],
        "asset_id": asset["asset_id"],
        "tranche_id": cells.one_of(tranches),
        "lot_id": lot,
        "quantity": cells.maybe(QUANTITIES),
        "market_value": cells.money(SHARES_OF_A_MILLION),
        "cost": cells.money(SHARES_OF_A_MILLION) if cells.random.randrange(2) else None,
        "restricted_until": cells.one_of([None, None, "2024-06-28", "2025-01-01"]),
    }
    if asset["kind"] in DERIVATIVES:
        row |= {
            "market_value": cells.money([*SHARES_OF_A_MILLION, -50000]),
            "counterparty_id": cells.maybe(PARTIES),
            "exposure": cells.money([0, 300000, 800000, 900000, 1000000, 1100000]),
            "initial_outlay": cells.money([0, 50000, 100000, 100001]),
            "counterparty_exposure": cells.money([0, 100000, 200000, 200001]),
        }
    return row


def _within_the_whole(
    cells: Cells, holdings: list[Row], products: Sequence[Row], assets: Sequence[Row]
) -> list[Row]:
    """Return the rows so that nobody holds more of a product than there is, or a little more if it is the only one."""
    behind = {asset["asset_id"]: asset["product_id"] for asset in assets}
    whole = {row["product_id"]: Decimal(str(row["net_assets"] or 0)) for row in products}
    left = {product: value * cells.one_of([1, 1, Decimal("1.05")]) for product, value in whole.items()}
    kept: list[Row] = []
    for row in holdings:
        unit_of = behind[row["asset_id"]]
        value = Decimal(str(row["market_value"] or 0))
        if unit_of is not None and whole[unit_of] > 0:
            if value > left[unit_of]:
                row = row | {"market_value": None}  # noqa: PLW2901
            else:
                left[unit_of] -= value
        kept.append(row)
    return kept


def _party(cells: Cells, party: str) -> Row:
    return {
        "party_id": party,
        "name": f"party {party}",
        "kind": cells.maybe(["company", "company", "bank", "government"]),
        "rating": cells.maybe(RATINGS),
        "chinese_bank": cells.maybe(FLAGS),
    }


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
