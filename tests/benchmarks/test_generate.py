"""The made portfolios: the same for the same seed, sound in themselves, with values on the lines."""

from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from benchmarks.generate import make_portfolio, write_portfolio
from benchmarks.mix import LINES, PUBLIC
from concentration.vocabulary.tables import TABLES

ROWS = 2000


@pytest.fixture(scope="module")
def portfolio() -> dict[str, pl.DataFrame]:
    return make_portfolio(ROWS, seed=1)


@pytest.fixture(scope="module")
def joined(portfolio: dict[str, pl.DataFrame]) -> pl.DataFrame:
    return (
        portfolio["holdings"]
        .join(portfolio["products"], on="product_id")
        .join(portfolio["assets"], on="asset_id", suffix="_of_asset")
    )


def test_the_same_seed_makes_the_same_portfolio_and_another_seed_another(
    portfolio: dict[str, pl.DataFrame],
) -> None:
    again, other = make_portfolio(ROWS, seed=1), make_portfolio(ROWS, seed=2)
    assert all(again[name].equals(table) for name, table in portfolio.items())
    assert not other["holdings"].equals(portfolio["holdings"])


def test_there_are_as_many_holdings_as_asked_for(portfolio: dict[str, pl.DataFrame]) -> None:
    assert portfolio["holdings"].height == ROWS


def test_every_column_is_one_of_the_contract_and_every_needed_one_is_there(
    portfolio: dict[str, pl.DataFrame],
) -> None:
    for table in TABLES.values():
        if table.name not in portfolio:
            assert not table.needed
            continue
        made = portfolio[table.name]
        assert set(made.columns) <= {column.name for column in table.columns}
        for column in table.columns:
            assert not column.required or column.name in made.columns
            assert not column.filled or made[column.name].null_count() == 0


def test_keys_are_unique(portfolio: dict[str, pl.DataFrame]) -> None:
    for table in TABLES.values():
        if table.name in portfolio:
            made = portfolio[table.name]
            key = [name for name in table.key if name in made.columns]
            assert not made.select(key).is_duplicated().any(), table.name


def test_every_reference_leads_somewhere(portfolio: dict[str, pl.DataFrame], joined: pl.DataFrame) -> None:
    assert joined.height == ROWS
    managers, parties = portfolio["managers"], portfolio["parties"]
    assert portfolio["products"]["manager_id"].is_in(managers["manager_id"].implode()).all()
    assert portfolio["assets"]["issuer_id"].drop_nulls().is_in(parties["party_id"].implode()).all()


def test_holdings_add_up_to_total_assets(joined: pl.DataFrame) -> None:
    added = joined.group_by("product_id").agg(pl.col("market_value").sum(), pl.col("total_assets").first())
    assert (added["market_value"] == added["total_assets"]).all()
    assert (joined["market_value"] > 0).all()


def test_values_stand_exactly_on_the_line_of_every_kind_that_has_one(joined: pl.DataFrame) -> None:
    kinds = set(joined["kind"])
    for line in LINES:
        if line.product_kind in kinds:
            on_line = joined.filter(
                pl.col("kind") == line.product_kind,
                pl.col("market_value") * line.bound.denominator
                == pl.col("net_assets") * line.bound.numerator,
            )
            assert on_line.height >= 1, line


def test_leverage_stands_exactly_on_its_line_and_beyond_it(portfolio: dict[str, pl.DataFrame]) -> None:
    cash = portfolio["products"].filter(pl.col("kind") == "cash_management")
    assert cash.filter(pl.col("total_assets") * 5 == pl.col("net_assets") * 6).height >= 1
    assert cash.filter(pl.col("total_assets") * 5 > pl.col("net_assets") * 6).height >= 1


def test_most_products_are_inside_every_line_and_some_are_beyond(joined: pl.DataFrame) -> None:
    bonds = joined.filter(
        pl.col("kind") == "bank_wmp", pl.col("kind_of_asset").is_in(["corporate_bond", "enterprise_bond"])
    )
    beyond = bonds.filter(pl.col("market_value") * 10 > pl.col("net_assets"))["product_id"].n_unique()
    assert beyond <= bonds["product_id"].n_unique() // 4
    plans = joined.filter(pl.col("kind") == "collective_plan")
    over_a_quarter = plans.filter(pl.col("market_value") * 4 > pl.col("net_assets"))
    assert over_a_quarter["product_id"].n_unique() == 1


def test_a_fact_is_empty_only_where_it_does_not_apply(portfolio: dict[str, pl.DataFrame]) -> None:
    stocks = portfolio["assets"].filter(pl.col("kind") == "stock")
    assert (
        stocks.select("country", "tradable_shares", "total_value", "issuer_id")
        .null_count()
        .sum_horizontal()
        .item()
        == 0
    )
    assert stocks["maturity_date"].null_count() == stocks.height
    assert portfolio["products"].null_count().sum_horizontal().item() == 0


def test_public_kinds_are_offered_to_the_public(portfolio: dict[str, pl.DataFrame]) -> None:
    public = pl.col("kind").is_in(PUBLIC)
    offered = portfolio["products"].select(public == (pl.col("offering") == "public"))
    assert offered.to_series().all()


def test_stakes_lie_between_nothing_and_everything(portfolio: dict[str, pl.DataFrame]) -> None:
    stakes = portfolio["relations"].filter(pl.col("relation") == "owns")["stake"]
    assert stakes.null_count() == 0
    assert stakes.is_between(Decimal(0), Decimal(1)).all()


def test_shuffled_holdings_are_the_same_rows_in_another_order(portfolio: dict[str, pl.DataFrame]) -> None:
    shuffled = make_portfolio(ROWS, seed=1, shuffled=True)["holdings"]
    key = ["product_id", "asset_id"]
    assert not shuffled.equals(portfolio["holdings"])
    assert shuffled.sort(key).equals(portfolio["holdings"].sort(key))


def test_a_portfolio_is_written_as_one_file_a_table(tmp_path: Path) -> None:
    write_portfolio(tmp_path / "made", ROWS, seed=1)
    assert {path.stem for path in (tmp_path / "made").iterdir()} >= {
        "managers",
        "products",
        "assets",
        "holdings",
    }
