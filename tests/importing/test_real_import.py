"""Six real products of one manager, imported in one command and judged by a house's limit."""

from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from concentration import pipeline
from concentration.catalogue.load import load_catalogue
from concentration.read.portfolio import read_portfolio
from tests.cli.conftest import OWN_INSTRUMENT, OWN_LIMIT
from tests.importing.valuations import master, run
from tests.valuation.sheets import DATA

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the real valuation tables are not on this machine")

PRODUCTS = ("PRODUCT_001", "PRODUCT_002", "PRODUCT_006", "PRODUCT_010", "PRODUCT_023", "XXX007")
MASTER = "product_id,kind,offering,operation\n" + "".join(
    f"{product},private_fund,private,open\n" for product in PRODUCTS
)

# What a person reads in the column 市值占净值: every stock above 10% of net assets.
ABOVE_TEN_PERCENT = {
    ("PRODUCT_001", "00700.HK"): "13.3379",
    ("PRODUCT_002", "002475.SZ"): "16.9972",
    ("PRODUCT_010", "002475.SZ"): "10.5387",
    ("PRODUCT_010", "09988.HK"): "13.9826",
}


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A house that caps one stock at 10% of a private fund's net assets."""
    folder = tmp_path / "limits"
    (folder / "house").mkdir(parents=True)
    (folder / "instruments.yaml").write_text(OWN_INSTRUMENT, encoding="utf-8")
    text = OWN_LIMIT.format(standing="in_force", basis="number", percent="10")
    text = text.replace("'public_fund'", "'private_fund'")
    (folder / "house" / "single-stock.yaml").write_text(text, encoding="utf-8")
    return folder


def test_the_six_products_are_imported_reconciled_and_judged(tmp_path: Path, house: Path) -> None:
    to = tmp_path / "portfolio"
    result = run(to, DATA, master=master(tmp_path, MASTER))
    assert [one.problems for one in result.valued] == [()] * len(PRODUCTS)
    assert [note.code for note in result.notes].count("note_import_twice") == 1
    catalogue = load_catalogue([house])
    options = pipeline.Options(rulebooks=frozenset({"house"}))
    report = pipeline.check(read_portfolio(to, catalogue.kinds), catalogue, options)
    breaches = report.findings.filter(pl.col("status") == "breach")
    found = {
        (product, asset): ratio
        for product, asset, ratio in breaches.select("product_id", "group_id", "ratio").iter_rows()
    }
    assert set(found) == set(ABOVE_TEN_PERCENT)
    for place, printed in ABOVE_TEN_PERCENT.items():
        assert abs(found[place] * 100 - Decimal(printed)) < Decimal("0.0001")
    assert report.summary.undetermined == 0
