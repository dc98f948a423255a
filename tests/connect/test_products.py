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


# Parents


def family(*parents: tuple[str, str | None], products_of: tuple[str, ...] = ()) -> World:
    """Managers with their parents, and a product of each, or of those named."""
    return World(
        products=[product(f"P{name}", name) for name in products_of or [name for name, _ in parents]],
        managers=[manager(name, parent_id=parent) for name, parent in parents],
    )


def parents(world: World) -> dict[str, str | None]:
    """The manager of each product with the manager at the place of its parent."""
    tables = world.portfolio().tables
    products, managers = product_facts(tables["products"], tables["managers"], [DAY])
    named = dict(managers.select("manager", "manager_id").iter_rows())
    told = products.select("manager_id", "parent").iter_rows()
    return {name: None if place is None else named[place] for name, place in told}


def households(world: World, *days: date) -> list[set[str]]:
    """The managers that stand together."""
    told = facts(world, *(days or (DAY,))).group_by("household", maintain_order=True).agg("manager_id")
    return [set(names) for names in told["manager_id"]]


def test_a_parent_without_products_has_a_place_after_those_that_have_some() -> None:
    world = family(("A", None), ("S", "A"), ("T", "A"), products_of=("S", "T"))
    tables = world.portfolio().tables
    _, managers = product_facts(tables["products"], tables["managers"], [DAY])
    assert managers.select("manager", "manager_id").rows() == [(0, "S"), (1, "T"), (2, "A")]
    assert parents(world) == {"S": "A", "T": "A"}


def test_a_parent_that_is_not_among_the_managers_is_none() -> None:
    world = family(("S", "X"), ("T", "X"))
    assert parents(world) == {"S": None, "T": None}
    assert households(world) == [{"S"}, {"T"}]


def test_a_chain_of_parents_is_one_household() -> None:
    world = family(("A", None), ("S", "A"), ("T", "S"), ("B", None))
    assert parents(world) == {"A": None, "S": "A", "T": "S", "B": None}
    assert households(world) == [{"A", "S", "T"}, {"B"}]


def test_a_parent_without_products_joins_its_subsidiaries() -> None:
    world = family(("A", None), ("B", None), ("S", "A"), ("T", "A"), products_of=("B", "S", "T"))
    assert households(world) == [{"S", "T"}, {"B"}]


def test_a_manager_is_no_parent_of_itself_and_keeps_its_subsidiaries() -> None:
    world = family(("S", "Z"), ("Z", "Z"))
    assert parents(world) == {"S": "Z", "Z": None}
    assert households(world) == [{"S", "Z"}]


def test_parents_in_a_circle_are_one_household_with_those_below_them() -> None:
    world = family(("A", "Y"), ("Y", "Z"), ("Z", "Y"), ("B", None))
    assert parents(world) == {"A": "Y", "Y": "Z", "Z": "Y", "B": None}
    assert sorted(households(world), key=len) == [{"B"}, {"A", "Y", "Z"}]


def test_each_day_has_its_own_parents() -> None:
    world = World(
        products=[product(f"P{name}", name) | {"as_of": day} for name in ("A", "S") for day in (DAY, LATER)],
        managers=[
            manager("A"),
            manager("S", as_of=DAY, parent_id="A"),
            manager("S", as_of=LATER, parent_id=None),
        ],
    )
    told = facts(world, DAY, LATER).sort("manager_id", "as_of")
    numbers = told.select("manager_id", "as_of", "household").rows()
    together = {(name, day): number for name, day, number in numbers}
    assert together["A", DAY] == together["S", DAY]
    assert together["A", LATER] != together["S", LATER]
