"""The facts of assets: their own columns, those of their kind and issuer, and what follows from them."""

from datetime import date

import polars as pl
import pytest
from engine_frames import DAY, World, asset, held

from concentration.calendars import known_until

LATER = date(2024, 9, 30)


def fact(name: str, **cells: object) -> object:
    """One fact of one asset on the judged day."""
    world = World(assets=[asset("A1", **cells)])
    return world.connected().assets[name].to_list()[0]


@pytest.mark.parametrize(("cell", "told"), [("true", True), ("false", False), (None, None)])
def test_a_fact_that_applies_to_the_kind_stays_as_it_was_told(cell: str | None, told: bool | None) -> None:
    assert fact("suspended", suspended=cell) is told


def test_what_does_not_apply_to_a_kind_is_false_if_a_yes_or_no_and_else_empty() -> None:
    assert fact("suspended", kind="cash", issuer_id=None) is False
    assert fact("asset_maturity_date", kind="stock", maturity_date="2030-01-01") is None


def test_has_maturity_tells_a_stock_from_a_bond_whose_day_is_unknown() -> None:
    assert (fact("has_maturity"), fact("trading_days_left")) == (False, None)
    assert (
        fact("has_maturity", kind="corporate_bond"),
        fact("trading_days_left", kind="corporate_bond"),
    ) == (
        True,
        None,
    )


def test_working_days_left_are_counted_in_working_days() -> None:
    assert fact("working_days_left", kind="corporate_bond", maturity_date="2024-07-05") == 5
    assert fact("working_days_left", kind="corporate_bond", maturity_date="2024-10-08") == 67
    assert fact("trading_days_left", kind="corporate_bond", maturity_date="2024-10-08") == 65


def test_days_left_are_counted_in_sessions_and_bounded_below_where_the_calendar_ends() -> None:
    assert fact("trading_days_left", kind="corporate_bond", maturity_date="2024-07-05") == 5
    end = known_until().replace(year=known_until().year + 3)
    assert fact("trading_days_left", kind="corporate_bond", maturity_date=end) is None
    at_least = fact("trading_days_left_at_least", kind="corporate_bond", maturity_date=end)
    assert isinstance(at_least, int)
    assert at_least > 100


@pytest.mark.parametrize(
    ("name", "cells", "told"),
    [
        ("asset_class", {"kind": "stock"}, "equity"),
        ("test_class", {"kind": "cash", "issuer_id": None}, "debt"),
        ("test_class", {"kind": "convertible_bond", "debt_by_accounting": "false"}, "equity"),
        ("test_class", {"kind": "public_fund", "fund_nature": "money_market"}, "debt"),
        ("test_class", {"kind": "public_fund", "fund_nature": "fof"}, "none"),
        ("test_class", {"kind": "am_product"}, None),
        ("debt_class", {"kind": "trust_loan"}, "non_standard"),
        ("debt_class", {"kind": "overseas_bond"}, None),  # review: the text does not decide
        ("debt_class", {"kind": "convertible_bond", "debt_by_accounting": "true"}, "standard"),
        ("debt_class", {"kind": "convertible_bond"}, None),
        ("debt_class", {"kind": "public_fund", "fund_nature": "money_market"}, "standard"),
        ("debt_class", {"kind": "public_fund", "fund_nature": "equity"}, "out_of_scope"),
        ("debt_class", {"kind": "public_fund"}, None),
        ("same_asset", {"kind": "trust_loan"}, "party"),
        ("same_asset", {"kind": "stock"}, "itself"),
        ("same_asset", {"kind": "debt_to_equity", "listed": "true"}, "itself"),
        ("same_asset", {"kind": "debt_to_equity", "listed": "false"}, "party"),
        ("same_asset", {"kind": "debt_to_equity"}, None),  # unclear until it is known whether it is listed
    ],
)
def test_a_fact_of_the_kind_is_resolved_by_the_fact_it_hangs_on_and_undecided_is_unknown(
    name: str, cells: dict[str, object], told: str | None
) -> None:
    assert fact(name, **cells) == told


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ("true", ("standard", "itself")),
        ("false", ("non_standard", "party")),
        (None, ("non_standard", "party")),
    ],
)
def test_recognition_makes_non_standard_debt_standard_and_an_asset_by_itself(
    cell: str | None, told: tuple[str, str]
) -> None:
    cells = {"kind": "income_certificate", "recognised_standard": cell}
    assert (fact("debt_class", **cells), fact("same_asset", **cells)) == told


def test_recognition_says_nothing_of_what_is_no_debt() -> None:
    cells = {"kind": "unlisted_equity", "recognised_standard": "true"}
    assert (fact("debt_class", **cells), fact("same_asset", **cells)) == ("out_of_scope", "party")


def test_the_issuers_facts_are_those_of_the_day_under_its_own_names() -> None:
    world = World(
        products=[{}, {"as_of": LATER}],
        parties=[
            {"party_id": "C1", "name": "one", "kind": "company", "as_of": DAY},
            {"party_id": "C1", "name": "one", "kind": "bank", "as_of": LATER},
        ],
    )
    told = world.connected(days=(DAY, LATER)).assets.select("as_of", "issuer_name", "issuer_kind")
    assert told.rows() == [(DAY, "one", "company"), (LATER, "one", "bank")]


def test_without_parties_nothing_is_known_of_an_issuer() -> None:
    world = World([held()])
    told = world.connected().assets
    assert told.select("issuer_id", "issuer_kind", "issuer_chinese_bank").rows() == [("C1", None, None)]
    assert told.schema["issuer_chinese_bank"] == pl.Boolean


def test_assets_stand_by_day_and_name_and_their_place_counts_them() -> None:
    world = World(products=[{}, {"as_of": LATER}], assets=[asset("A2"), asset("A1")])
    told = world.connected(days=(DAY, LATER)).assets.select(
        "asset", "as_of", pl.col("asset_id").cast(pl.String)
    )
    assert told.rows() == [(0, DAY, "A1"), (1, DAY, "A2"), (2, LATER, "A1"), (3, LATER, "A2")]
