"""The facts of products and of their managers on the judged days."""

from datetime import date

import polars as pl
from engine_frames import DAY, World, manager, product
from polars.testing import assert_frame_equal

from concentration.connect.products import manager_facts, product_facts

LATER = date(2024, 9, 30)
TWO = World(
    products=[product("P2", "M2"), product("P3", "M1"), product("P1", "M2")],
    managers=[manager("M1", name="one"), manager("M2", name="two", kind="bank")],
)


def facts(world: World, *days: date) -> pl.DataFrame:
    tables = world.portfolio().tables
    return product_facts(tables["products"], tables["managers"], days)[0]


def test_the_products_of_a_manager_stand_side_by_side_and_places_count_them() -> None:
    told = facts(TWO, DAY).select("product", "manager", pl.col("product_id").cast(pl.String), "manager_id")
    expected = pl.DataFrame(
        {
            "product": [0, 1, 2],
            "manager": [0, 1, 1],
            "product_id": ["P3", "P1", "P2"],
            "manager_id": ["M1", "M2", "M2"],
        },
        {"product": pl.UInt32, "manager": pl.UInt32, "product_id": pl.String, "manager_id": pl.String},
    )
    assert_frame_equal(told, expected)


def test_a_product_has_the_facts_of_its_manager_under_their_own_names() -> None:
    told = facts(TWO, DAY).select(
        "manager_name", "manager_kind", "product_name", "product_kind", "product_row"
    )
    assert told.rows() == [
        ("one", "securities_firm", "plan", "collective_plan", 3),
        ("two", "bank", "plan", "collective_plan", 4),
        ("two", "bank", "plan", "collective_plan", 2),
    ]


def test_a_manager_of_two_days_has_two_places() -> None:
    later = [row | {"as_of": LATER.isoformat()} for row in TWO.products]
    told = facts(TWO.but(products=[*TWO.products, *later]), DAY, LATER)
    assert told.select("manager_id", "as_of", "manager").unique(maintain_order=True).rows() == [
        ("M1", DAY, 0),
        ("M1", LATER, 1),
        ("M2", DAY, 2),
        ("M2", LATER, 3),
    ]
    assert told["product"].to_list() == list(range(6))


def test_products_of_other_days_are_left_out() -> None:
    later = product("P9") | {"as_of": LATER.isoformat()}
    told = facts(World(products=[product("P1"), later]), LATER)
    assert told["product_id"].cast(pl.String).to_list() == ["P9"]


def test_the_facts_of_a_manager_are_those_of_its_latest_row_on_each_day() -> None:
    world = World(
        managers=[manager("M1", as_of=DAY, net_capital=1), manager("M1", as_of=LATER, net_capital=2)]
    )
    told = manager_facts(world.portfolio().tables["managers"], [DAY, LATER]).sort("as_of")
    assert told.select("as_of", "net_capital").cast({"net_capital": pl.Int64}).rows() == [
        (DAY, 1),
        (LATER, 2),
    ]
