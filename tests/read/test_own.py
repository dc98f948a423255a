"""Columns of a house's own: declared in portfolio.yaml, read like the contract's."""

from datetime import date
from decimal import Decimal

import pytest

from concentration.read.portfolio import Settings, portfolio_from_rows, read_portfolio
from concentration.words.message import CannotRunError
from concentration.words.sentences import render_problem

from .conftest import KINDS, Folder


def declared(folder: Folder, *lines: str) -> Folder:
    text = "facts:\n" + "".join(f"  {line}\n" for line in lines)
    return folder.put("portfolio.yaml", text)


def with_column(folder: Folder, header: str, *cells: str) -> Folder:
    """Put one more column into the assets, whose rows are A1 and A2."""
    rows = ["asset_id,name,kind", "A1,某股票,stock", "A2,现金,cash"]
    told = (f"{row},{cell}" for row, cell in zip(rows, (header, *cells), strict=True))
    return folder.put("assets.csv", "\n".join(told) + "\n")


@pytest.mark.parametrize(
    ("type_", "cell", "value"),
    [
        ("bool", "是", True),
        ("date", "2024/6/28", date(2024, 6, 28)),
        ("money", "1234.5", Decimal("1234.5")),
        ("number", "12", Decimal(12)),
        ("ratio", "2.5%", Decimal("0.025")),
        ("text", " 重点 ", "重点"),
        ("bool", "", None),
    ],
)
def test_a_declared_column_is_read_as_its_type_and_is_no_ignored_extra(
    folder: Folder, type_: str, cell: str, value: object
) -> None:
    declared(with_column(folder, "mark", cell, ""), f"assets: {{mark: {type_}}}")
    portfolio = folder.read()
    assets = portfolio.tables["assets"]
    assert assets["asset.mark"].to_list() == [value, None]
    assert assets.columns[-2:] == ["asset.mark", "row"]
    assert "note_columns_ignored" not in {note.code for note in portfolio.notes}
    assert portfolio.settings.facts == {"assets": {"mark": type_}}


@pytest.mark.parametrize(
    ("table", "name"),
    [
        ("managers", "manager.mark"),
        ("products", "product.mark"),
        ("holdings", "holding.mark"),
        ("parties", "party.mark"),
    ],
)
def test_a_column_of_any_table_has_the_name_of_its_owner(folder: Folder, table: str, name: str) -> None:
    folder.put("parties.csv", "party_id,name\nC1,某公司\n")
    path = folder.path / f"{table}.csv"
    header, *rows = path.read_text().splitlines()
    path.write_text("\n".join([f"{header},mark", *(f"{row},1" for row in rows)]) + "\n")
    frame = declared(folder, f"{table}: {{mark: number}}").read().tables[table]
    assert frame[name].to_list() == [Decimal(1)] * frame.height


def test_a_wrong_cell_is_told_with_its_place_and_the_header_of_the_file(folder: Folder) -> None:
    declared(with_column(folder, "mark", "maybe", ""), "assets: {mark: bool}")
    [problem] = folder.problems()
    assert (problem.message.code, problem.file, problem.row) == ("not_a_bool", "assets.csv", 2)
    assert (problem.column, problem.seen) == ("mark", "maybe")


def test_a_declared_column_that_is_not_there_is_missed_with_the_header_that_may_be_meant(
    folder: Folder,
) -> None:
    declared(with_column(folder, "marks", "", ""), "assets: {mark: bool}")
    codes = {problem.message.code for problem in folder.problems()}
    assert codes == {"column_misspelt", "column_missing"}


@pytest.mark.parametrize(
    ("line", "code", "allowed"),
    [
        ("asset: {mark: bool}", "fact_of_no_table", "managers, products, assets, holdings, parties"),
        ("relations: {mark: bool}", "fact_of_no_table", "managers, products, assets, holdings, parties"),
        ("assets: {Mark: bool}", "fact_name", "watch_list"),
        ("assets: {观察: bool}", "fact_name", "watch_list"),
        ("assets: {rating: text}", "fact_is_a_column", None),
        ("assets: {mark: boolean}", "setting_value", "bool, date, money, number, ratio, text"),
        ("parties: {mark: bool}", "fact_without_table", None),
        ("assets: [mark]", "settings_not_keys", None),
    ],
)
def test_what_cannot_be_declared_is_told_with_its_line(
    folder: Folder, line: str, code: str, allowed: str | None
) -> None:
    [problem] = declared(folder, line).problems()
    assert (problem.message.code, problem.file, problem.row) == (code, "portfolio.yaml", 2)
    assert problem.allowed == allowed
    assert render_problem(problem, "zh") != render_problem(problem, "en")


def test_an_empty_cell_may_mean_something_in_this_house(folder: Folder) -> None:
    declared(with_column(folder, "mark", "true", ""), "assets: {mark: bool}")
    text = (folder.path / "portfolio.yaml").read_text()
    folder.put("portfolio.yaml", text + "defaults: {assets.mark: false}\n")
    assert folder.read().tables["assets"]["asset.mark"].to_list() == [True, False]


def test_an_own_column_of_holdings_that_no_limit_needs_is_checked_and_left_empty(folder: Folder) -> None:
    rows = "2024-06-28,P1,A1,100,250000,{}\n2024-06-28,P1,A2,,5000,x\n"
    folder.put("holdings.csv", "as_of,product_id,asset_id,quantity,market_value,mark\n" + rows.format("y"))
    declared(folder, "holdings: {mark: text}")
    kept = read_portfolio(folder.path, KINDS, needed={"holding.mark"}).tables["holdings"]
    left = read_portfolio(folder.path, KINDS, needed=set()).tables["holdings"]
    assert kept["holding.mark"].to_list() == ["y", "x"]
    assert left["holding.mark"].null_count() == left.height


def test_rows_have_own_columns_too_and_without_any_row_they_are_there() -> None:
    rows = {
        "managers": [{"manager_id": "M1", "name": "m", "kind": "bank"}],
        "products": [],
        "assets": [{"asset_id": "A1", "name": "a", "kind": "stock", "mark": True}],
        "holdings": [],
    }
    settings = Settings(facts={"assets": {"mark": "bool"}, "holdings": {"lent": "money"}})
    tables = portfolio_from_rows(rows, settings, kinds=KINDS).tables
    assert tables["assets"]["asset.mark"].to_list() == [True]
    assert tables["holdings"]["holding.lent"].to_list() == []
    with pytest.raises(CannotRunError):
        portfolio_from_rows(rows, Settings(facts={"parties": {"mark": "bool"}}), kinds=KINDS)
