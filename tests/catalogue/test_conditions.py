"""Compiled conditions: exact to the last digit, and unknown where a fact is unknown."""

from decimal import Decimal

import polars as pl
import pytest

from concentration.catalogue.conditions import DTYPES, compile_condition
from concentration.catalogue.whitelist import ConditionError
from concentration.vocabulary.facts import FACTS, SUBJECT_FACTS


def judged(condition: str, **columns: list[object]) -> list[bool | None]:
    schema = {name: DTYPES[FACTS[name].type] for name in columns}
    expression = compile_condition(condition, {"recognised": ["A1"], "nothing": []})
    return pl.DataFrame(columns, schema=schema).select(expression).to_series().to_list()


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("redeemed_3d >= 0.2", [False, True, True, None]),
        ("redeemed_3d > 0.2", [False, False, True, None]),
        ("redeemed_3d = 0.20", [False, True, False, None]),
        ("redeemed_3d < 0.2", [True, False, False, None]),
        ("redeemed_3d BETWEEN 0.2 AND 1", [False, True, True, None]),
        ("redeemed_3d IN (0.2)", [False, True, False, None]),
        ("redeemed_3d * 5 >= 1", [False, True, True, None]),
        ("redeemed_3d - 0.2 >= 0", [False, True, True, None]),
        ("0.2 <= redeemed_3d", [False, True, True, None]),
        ("COALESCE(redeemed_3d, 0) >= 0.2", [False, True, True, False]),
    ],
)
def test_a_ratio_is_compared_to_its_twelfth_decimal(condition: str, expected: list[bool | None]) -> None:
    values = [Decimal("0.199999999999"), Decimal("0.2"), Decimal("0.200000000001"), None]
    assert judged(condition, redeemed_3d=values) == expected


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("net_assets >= 10000000", [False, True, True, None]),
        ("net_assets > 10000000.0000", [False, False, True, None]),
        ("net_assets = 10000000", [False, True, False, None]),
        ("net_assets > 9999999.9999", [False, True, True, None]),
        ("net_assets >= 9999999.99995", [False, True, True, None]),
        ("net_assets IN (10000000, 3)", [False, True, False, None]),
        ("net_assets * 0.00000001 >= 0.1", [False, True, True, None]),
        ("net_assets > -10000000", [True, True, True, None]),
    ],
)
def test_an_amount_is_compared_to_its_fourth_decimal(condition: str, expected: list[bool | None]) -> None:
    values = [Decimal("9999999.9999"), Decimal("10000000"), Decimal("10000000.0001"), None]
    assert judged(condition, net_assets=values) == expected


def test_the_largest_amounts_keep_their_last_digit() -> None:
    values = [Decimal("999999999999999999.9998"), Decimal("999999999999999999.9999")]
    assert judged("net_assets > 999999999999999999.9998", net_assets=values) == [False, True]
    assert (
        judged("net_assets * 2 > 999999999999999999 + 999999999999999999.9997", net_assets=values)
        == [True] * 2
    )


def test_what_is_unknown_stays_unknown() -> None:
    columns = {"listed": [True, False, None], "defaulted": [None, None, None]}
    assert judged("listed AND defaulted", **columns) == [None, False, None]
    assert judged("listed OR defaulted", **columns) == [True, None, None]
    assert judged("NOT listed", **columns) == [False, True, None]
    assert judged("listed IS NULL", **columns) == [False, False, True]
    assert judged("listed = TRUE", **columns) == [True, False, None]
    assert judged("COALESCE(listed, FALSE)", **columns) == [True, False, False]


def test_a_case_with_an_unknown_condition_is_unknown() -> None:
    condition = (
        "CASE WHEN operation = 'open' THEN TRUE WHEN operation = 'periodic' THEN exit_open ELSE FALSE END"
    )
    columns = {
        "operation": ["open", "periodic", "periodic", "closed", None],
        "exit_open": [None, True, None, None, True],
    }
    assert judged(condition, **columns) == [True, True, None, False, None]


def test_a_list_holds_its_values_and_an_empty_list_holds_nothing() -> None:
    assert judged("asset_id IN recognised", asset_id=["A1", "A2", None]) == [True, False, None]
    assert judged("asset_id NOT IN recognised", asset_id=["A1", "A2", None]) == [False, True, None]
    assert judged("asset_id IN nothing", asset_id=["A1", None]) == [False, False]
    assert judged("asset_id NOT IN nothing", asset_id=["A1", None]) == [True, True]


def test_signs_of_like_other_than_the_two_wildcards_mean_themselves() -> None:
    names = ["A.1", "AB1", "A", "(a+)+", None]
    assert judged("asset_id LIKE 'A.1'", asset_id=names) == [True, False, False, False, None]
    assert judged("asset_id LIKE 'A_1'", asset_id=names) == [True, True, False, False, None]
    assert judged("asset_id LIKE 'A%'", asset_id=names) == [True, True, True, False, None]
    assert judged("asset_id LIKE '%(a+)+%'", asset_id=names) == [False, False, False, True, None]
    assert judged("asset_id LIKE '_a+)%'", asset_id=names) == [False, False, False, True, None]


def test_functions_of_texts() -> None:
    names = ["Ab", None]
    assert judged("LOWER(asset_id) = 'ab' AND UPPER(asset_id) = 'AB'", asset_id=names) == [True, None]
    assert judged("STARTS_WITH(asset_id, 'A') AND ENDS_WITH(asset_id, 'b')", asset_id=names) == [True, None]
    assert judged("LENGTH(asset_id) = 2", asset_id=names) == [True, None]
    assert judged("NULLIF(asset_id, 'Ab') IS NULL", asset_id=names) == [True, True]


def test_days_are_compared_with_days() -> None:
    days = {
        "asset_maturity_date": [None, "2024-07-01"],
        "product_maturity_date": ["2024-06-30", "2024-07-01"],
    }
    frame = pl.DataFrame(days).with_columns(pl.all().str.to_date())
    later = compile_condition("asset_maturity_date > product_maturity_date")
    known = compile_condition("asset_maturity_date >= DATE '2024-07-01'")
    assert frame.select(later).to_series().to_list() == [None, False]
    assert frame.select(known).to_series().to_list() == [None, True]


@pytest.mark.parametrize("name", FACTS)
def test_every_fact_compiles_under_its_own_name(name: str) -> None:
    expression = compile_condition(f"{name} IS NOT NULL")
    assert expression.meta.root_names() == [name]


def test_the_facts_allowed_may_be_fewer() -> None:
    with pytest.raises(ConditionError):
        compile_condition("asset_kind = 'stock'", {}, SUBJECT_FACTS)


def test_rated_below_compares_on_the_scale_and_is_unknown_of_no_rating() -> None:
    frame = pl.DataFrame({"asset_rating": ["AAA", "BBB", "BB", None]})
    scale = {"AAA": (), "BBB": ("Baa2",), "BB": (), "C": ()}

    def told(text: str) -> list[bool | None]:
        lists = {"floor": ("Baa2",), "unset": None}
        return frame.select(compile_condition(text, lists, ratings=scale)).to_series().to_list()

    assert told("RATED_BELOW(asset_rating, 'BBB')") == [False, False, True, None]
    assert told("NOT RATED_BELOW(asset_rating, floor)") == [True, True, False, None]
    assert told("RATED_BELOW(asset_rating, 'C')") == [False, False, False, None]
    assert told("RATED_BELOW(asset_rating, unset)") == [None] * 4
    assert told("RATED_BELOW(asset_rating, unset) OR asset_rating = 'AAA'") == [True, None, None, None]
    assert told("asset_rating IN unset") == [None] * 4


def test_ratings_cannot_be_compared_without_their_scale() -> None:
    with pytest.raises(ConditionError):
        compile_condition("RATED_BELOW(asset_rating, 'BBB')")
