"""Seven real valuation tables of six products, against figures that a person read in the files."""

from decimal import Decimal

import pytest

from concentration.spreadsheets.workbook import sheets_of
from concentration.valuation.rows import Valued, valued
from concentration.valuation.table import plain, table_of
from tests.valuation.sheets import DATA, RULES

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the real valuation tables are not on this machine")

Figures = dict[str, tuple[str | None, str]]

# File, product, net assets, total assets, and three holdings: quantity and market value in yuan.
READ_BY_HAND: list[tuple[str, str, str, str, Figures]] = [
    (
        "2025-03-27_PRODUCT_001估值表.xlsx",
        "PRODUCT_001",
        "44259130.95",
        "44935381.32",
        {
            "600309.SH": ("16300", "1117039"),
            "00700.HK": ("12400", "5903239.48"),
            "689009.SH": ("44360", "2896708"),
        },
    ),
    *(
        (
            f"20250327_PRODUCT_002_证券投资基金估值表.{suffix}",
            "PRODUCT_002",
            "1292839757.85",
            "1310080066.34",
            {
                "002475.SZ": ("5388600", "219747108"),
                "09988.HK": ("526900", "64114525.06"),
                "PRODUCT_002:3102A1000004": (None, "-5866679.69"),
            },
        )
        for suffix in ("xls", "csv")
    ),
    (
        "PRODUCT_006_资产估值表_20250327.xls",
        "PRODUCT_006",
        "14276716.91",
        "15189386.27",
        {
            "00700.HK": ("2200", "1047348.94"),
            "128134.SZ": ("500", "56909.18"),  # 56,490.00 and interest of 419.18
            "IH2506.CFE": ("-4", "-86040"),
        },
    ),
    (
        "PRODUCT_010_证券投资基金估值表_2025-03-27.xls",
        "PRODUCT_010",
        "1700981843.07",
        "1714165364.31",
        {
            "002415.SZ": ("5091200", "158234496"),
            "09988.HK": ("1954600", "237840673.14"),
            "PRODUCT_010:3102C198": (None, "79428754.42"),
        },
    ),
    (
        "XXX007_PRODUCT_007_估值表_20250327.xls",
        "XXX007",
        "29945920.06",
        "30554152.58",
        {
            "688246.SH": ("10501", "342227.59"),
            "02333.HK": ("52000", "700352.64"),
            "XXX007:3102C1000004": (None, "-498092.88"),
        },
    ),
    (
        "证券投资基金估值表_PRODUCT_023_2025-03-27.xlsx",
        "PRODUCT_023",
        "25651739.05",
        "25753872.65",
        {
            "02208.HK": ("151000", "761231.32"),
            "02333.HK": ("93500", "1259287.92"),
            "PRODUCT_023:30032401": (None, "1466250.49"),
        },
    ),
]


def read(file: str) -> tuple[Valued, int]:
    """The table in a file, and how many rows that are not blank stand below its header."""
    (sheet,) = sheets_of(DATA / file, file)
    table, problems = table_of(sheet, file, RULES)
    assert table is not None, problems
    first = table.rows[0].line
    below = [row for row in sheet.rows[first - 1 :] if any(plain(cell) for cell in row if cell is not None)]
    return valued(table, RULES), len(below)


@pytest.mark.parametrize(("file", "product", "net_assets", "total_assets", "held"), READ_BY_HAND)
def test_a_real_table_proves_itself_and_says_what_a_person_reads(
    file: str, product: str, net_assets: str, total_assets: str, held: Figures
) -> None:
    found, rows = read(file)
    assert found.problems == ()
    assert found.products.select("as_of", "product_id", "net_assets", "total_assets").row(0) == (
        "2025-03-27",
        product,
        net_assets,
        total_assets,
    )
    holdings = {
        asset: (quantity, value)
        for asset, quantity, value in found.holdings.select(
            "asset_id", "quantity", "market_value"
        ).iter_rows()
    }
    assert {asset: holdings[asset] for asset in held} == held
    assert sum(found.counted.values()) == rows
    assert found.counted["not_understood"] == 0


@pytest.mark.parametrize("file", [entry[0] for entry in READ_BY_HAND])
def test_holdings_and_liabilities_add_up_to_the_net_assets(file: str) -> None:
    found, _ = read(file)
    held = sum(Decimal(value) for value in found.holdings["market_value"])
    net_assets = Decimal(found.products["net_assets"][0])
    assert held - net_assets >= 0  # what is owed, receivables on the liability side among it
    assert (held - net_assets) / net_assets < Decimal("0.05")


def test_the_same_content_in_two_formats_is_the_same() -> None:
    one, _ = read("20250327_PRODUCT_002_证券投资基金估值表.xls")
    other, _ = read("20250327_PRODUCT_002_证券投资基金估值表.csv")
    assert one.products.equals(other.products)
    assert one.holdings.equals(other.holdings)
    assert one.assets.equals(other.assets)
