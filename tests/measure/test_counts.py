"""Numbers of things: distinct assets and funds of a product, and products of a manager."""

from typing import Any

import pytest
from engine_frames import Row, World, a_limit, asset, bound, held, product

from concentration.catalogue.model import Limit
from concentration.read.portfolio import Settings
from tests.measure.told import Interval, groups, lifts, sizes


def count_of(what: str, **more: Any) -> Limit:
    return a_limit(
        numerator=f"count of {what}",
        group_by="none",
        denominator=None,
        bounds=bound("2", "at_least", unit=what),
        **more,
    )


def assets(*held_assets: tuple[Row, object], relations: tuple[Row, ...] = ()) -> Interval:
    """How many distinct assets a product holds that has these, with their values."""
    world = World(
        [held(str(row["asset_id"]), value) for row, value in held_assets],
        assets=[row for row, _ in held_assets],
        relations=relations,
    )
    (interval,) = groups(count_of("assets"), world).values()
    return interval


def loan(place: int, **more: object) -> Row:
    return asset(f"L{place}", kind="trust_loan", issuer_id=f"C{place}") | more


def test_each_security_is_an_asset_and_the_loans_of_a_party_are_one() -> None:
    assert assets((asset("A1"), 1), (asset("A2"), 1)) == (2, 2)
    assert assets((loan(1), 1), (loan(2, issuer_id="C1"), 1)) == (1, 1)


def test_groups_made_of_the_same_assets_are_one() -> None:
    control: Row = {"party_id": "C1", "related_party_id": "C2", "relation": "controls"}
    assert assets((loan(1), 1), (loan(2), 1)) == (2, 2)
    assert assets((loan(1), 1), (loan(2), 1), relations=(control,)) == (1, 1)


def test_an_asset_that_may_be_one_with_another_is_perhaps_no_asset_of_its_own() -> None:
    unclear = asset("D", kind="debt_to_equity", issuer_id="C1")
    assert assets((unclear, 1), (loan(2), 1)) == (2, 2)
    assert assets((unclear, 1), (loan(1), 1)) == (1, 2)
    assert assets((unclear, 1), (loan(1), 1), (asset("A1"), 1)) == (2, 3)


def test_what_is_worth_nothing_is_no_asset_and_what_is_of_unknown_worth_may_be_one() -> None:
    assert assets((asset("A1"), 1), (asset("A2"), 0)) == (1, 1)
    assert assets((asset("A1"), 1), (asset("A2"), None)) == (1, 2)


def test_loans_of_unknown_parties_are_each_perhaps_an_asset_and_at_least_one_if_there_is_no_other() -> None:
    nobody = [loan(place, issuer_id=None) for place in (1, 2)]
    assert assets((nobody[0], 1), (nobody[1], 1)) == (1, 2)
    assert assets((loan(3), 1), (nobody[0], 1), (nobody[1], 1)) == (1, 3)


def test_only_what_the_limit_lets_through_is_counted() -> None:
    world = World(
        [held("A1", 1), held("A2", 1), held("A3", 1)],
        assets=[asset("A1"), asset("A2", kind="treasury"), asset("A3", suspended=None)],
    )
    limit = count_of("assets", count="asset_kind = 'stock' AND (asset_id = 'A1' OR suspended)")
    assert groups(limit, world) == {None: (1, 2)}


def test_holdings_that_are_not_told_may_be_any_number_of_assets() -> None:
    assert lifts(count_of("assets"), World([held("A1", 1)], settings=Settings(holdings="partial"))) == (
        None,
        None,
    )


def test_the_funds_of_an_umbrella_are_one() -> None:
    funds = [asset(f"A{n}", kind="foreign_fund", umbrella_id="U" if n < 3 else None) for n in (1, 2, 3)]
    world = World([held(f"A{n}", 1) for n in (1, 2, 3)], assets=funds)
    assert groups(count_of("funds"), world) == {None: (2, 2)}


@pytest.mark.parametrize(
    ("cells", "interval"),
    [(("true", "false"), (1, 1)), (("true", "true"), (2, 2)), (("true", None), (1, 2))],
)
def test_products_of_a_sort_are_counted_over_all_that_the_limit_speaks_of(
    cells: tuple[str | None, ...], interval: Interval
) -> None:
    limit = count_of_products()
    world = World(
        [held(product="P1")],
        products=[
            *(product(f"P{place}", structured=cell) for place, cell in enumerate(cells, start=1)),
            product("P9", structured="true", kind="single_plan"),
        ],
    )
    assert groups(limit, world) == {None: interval}
    assert sizes(limit, world) == {None: (2, 2)}


def count_of_products() -> Limit:
    return a_limit(
        judge_per="manager",
        applies_to="product_kind = 'collective_plan'",
        group_by="none",
        numerator="count of products",
        count="structured",
        denominator="products",
        bounds=bound("1/2"),
    )


def test_a_product_of_which_it_is_not_known_whether_the_limit_speaks_of_it_widens_count_and_number() -> None:
    limit = a_limit(
        judge_per="manager",
        applies_to="collective",
        group_by="none",
        numerator="count of products",
        denominator="products",
    )
    world = World([held()], products=[product("P1", collective="true"), product("P2")])
    assert groups(limit, world) == {None: (1, 2)}
    assert sizes(limit, world) == {None: (1, 2)}


def test_where_not_all_products_are_there_any_number_may_be_missing() -> None:
    world = World([held()], settings=Settings(all_products=False))
    assert lifts(count_of_products(), world) == (None, None)
