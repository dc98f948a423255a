"""Whom a limit speaks of, whom it frees, and which dated value is in force."""

from datetime import date

import polars as pl
import pytest
from engine_frames import CATALOGUE, DAY, World, a_limit, asset, bound, held, product

from concentration.catalogue.model import Limit
from concentration.measure.plan import make_plan
from concentration.measure.population import every_holding, populations
from concentration.read.portfolio import Settings


def told(limit: Limit, world: World, *columns: str) -> list[tuple[object, ...]]:
    plan = make_plan([limit], CATALOGUE.kinds, CATALOGUE.lists)
    return populations(plan.families[0].limits, world.connected().products)[0].select(*columns).rows()


def of(**facts: object) -> World:
    return World(products=[product("P1", **facts)])


@pytest.mark.parametrize(("cell", "applies"), [("true", True), ("false", False), (None, None)])
def test_a_limit_applies_does_not_apply_or_may_apply(cell: str | None, applies: bool | None) -> None:
    assert told(a_limit(applies_to="structured"), of(structured=cell), "applies") == [(applies,)]


def test_the_first_exemption_that_is_true_frees_and_an_unknown_one_does_not() -> None:
    limit = a_limit(exempt=["professional_only", "index_tracking", "collective"])
    assert told(limit, of(index_tracking="true", collective="true"), "exemption") == [(1,)]
    assert told(limit, of(professional_only="false"), "exemption") == [(None,)]
    assert told(limit, of(), "exemption") == [(None,)]


def test_who_leaves_the_sum_does_so_only_if_that_is_certain() -> None:
    limit = a_limit(leaves_out=["index_tracking"])
    cells = [of(index_tracking=cell) for cell in ("true", "false", None)]
    assert [told(limit, world, "left_out") for world in cells] == [[(True,)], [(False,)], [(False,)]]


DATED = [
    bound("1/4", from_day="2023-03-01", until_day="2024-06-28"),
    bound("1/5", from_day="2024-06-29", until_day="2025-05-31"),
]


@pytest.mark.parametrize(
    ("day", "place"),
    [
        ("2023-02-28", None),
        ("2023-03-01", 0),
        ("2024-06-28", 0),
        ("2024-06-29", 1),
        ("2025-05-31", 1),
        ("2025-06-01", None),
    ],
)
def test_a_value_is_in_force_from_its_first_to_its_last_day(day: str, place: int | None) -> None:
    world = World(products=[product("P1") | {"as_of": day}])
    plan = make_plan([a_limit(bounds=DATED)], CATALOGUE.kinds, CATALOGUE.lists)
    products = world.connected(days=[date.fromisoformat(day)]).products
    people = populations(plan.families[0].limits, products)[0]
    assert people.select("bound", "applies").rows() == [(place, place is not None)]


@pytest.mark.parametrize(
    ("day", "applies"),
    [("2023-12-31", False), ("2024-01-01", None), ("2024-12-31", None), ("2025-01-01", True)],
)
def test_within_a_year_of_which_only_the_year_is_known_a_limit_may_apply(
    day: str, applies: bool | None
) -> None:
    limit = a_limit(bounds=bound(from_day="2024-01-01", year_only=True))
    plan = make_plan([limit], CATALOGUE.kinds, CATALOGUE.lists)
    products = (
        World(products=[product("P1") | {"as_of": day}]).connected(days=[date.fromisoformat(day)]).products
    )
    assert populations(plan.families[0].limits, products)[0]["applies"].to_list() == [applies]


# only_if_every_holding


def every(values: list[object], truths: list[bool | None], said: str = "complete") -> bool | None:
    holdings = [held("A1", value, lot_id=f"L{place}") for place, value in enumerate(values)]
    connected = World(holdings, settings=Settings(holdings=said)).connected()  # type: ignore[arg-type]
    rows = connected.holdings.with_columns(truth=pl.Series(truths, dtype=pl.Boolean))
    return every_holding(connected.products, rows).to_list()[0]


def test_every_holding_is_of_the_sort_if_none_is_not_and_it_is_open_if_one_may_not_be() -> None:
    assert every([1, 1], [True, True]) is True
    assert every([1, 1], [True, None]) is None
    assert every([1, 1], [False, None]) is False


def test_what_is_worth_nothing_is_no_holding_and_what_is_of_unknown_worth_may_be_none() -> None:
    assert every([1, 0], [True, False]) is True
    assert every([1, None], [True, False]) is None
    assert every([1, None], [True, True]) is True


def test_holdings_that_are_not_told_may_be_of_another_sort() -> None:
    assert every([1], [True], "partial") is None
    assert every([1], [False], "partial") is False
    assert every([1000], [True], "partial") is True


def test_many_products_keep_their_own_answers() -> None:
    names = [f"P{place:03}" for place in range(300)]
    world = World(
        [held("A1" if place % 3 else "A2", 1, name) for place, name in enumerate(names)],
        products=[product(name) for name in names],
        assets=[asset("A1"), asset("A2", kind="treasury")],
    )
    limit = a_limit(only_if_every_holding="asset_kind = 'stock'", bounds=bound("0"))
    found = world.report(limit).findings
    assert found["product_id"].to_list() == [name for place, name in enumerate(names) if place % 3]
    assert found["as_of"].unique().to_list() == [DAY]
