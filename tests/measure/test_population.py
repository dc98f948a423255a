"""Whom a limit speaks of, whom it frees, and which dated value is in force."""

from datetime import date

import polars as pl
import pytest
from engine_frames import CATALOGUE, DAY, World, a_limit, asset, bound, held, product

from concentration.catalogue.model import Comparison, Limit
from concentration.measure.plan import make_plan
from concentration.measure.population import every_holding, populations, some_holding
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


# Several values


OPEN_OR_CLOSED = [
    bound("1/2", when="operation = 'closed'"),
    bound("1/4", when="structured"),
    bound("1/3", when="product_id <> 'P9'"),
]


@pytest.mark.parametrize(
    ("facts", "place", "applies"),
    [
        ({"operation": "closed", "structured": "true"}, 0, True),
        ({"operation": "open", "structured": "true"}, 1, True),
        ({"operation": "open", "structured": "false"}, 2, True),
        ({"operation": "closed"}, 0, True),
    ],
)
def test_the_first_value_whose_condition_is_true_is_in_force(
    facts: dict[str, str], place: int, applies: bool
) -> None:
    assert told(a_limit(bounds=OPEN_OR_CLOSED), of(**facts), "bound", "applies") == [(place, applies)]


def test_a_product_of_which_no_condition_is_true_is_not_spoken_of() -> None:
    limit = a_limit(bounds=OPEN_OR_CLOSED[:2])
    assert told(limit, of(structured="false"), "bound", "applies") == [(None, False)]


@pytest.mark.parametrize(("comparison", "strictest"), [("at_most", 0), ("at_least", 1), ("more_than", 1)])
def test_where_no_condition_is_known_to_be_true_the_strictest_that_may_be_in_force_is_judged(
    comparison: Comparison, strictest: int
) -> None:
    values = [bound("1/4", comparison, when="structured"), bound("1/2", comparison, when="collective")]
    limit = a_limit(bounds=values)
    assert told(limit, of(), "bound", "applies") == [(strictest, None)]
    assert told(limit, of(collective="false"), "bound", "applies") == [(0, None)]
    assert told(limit, of(structured="false"), "bound", "applies") == [(1, None)]


def test_an_unknown_condition_before_a_true_one_leaves_open_which_of_them_is_in_force() -> None:
    loose_first = [bound("1/2", when="structured"), bound("1/4", when="operation = 'open'")]
    assert told(a_limit(bounds=loose_first), of(), "bound", "applies") == [(1, None)]
    strict_first = [bound("1/4", when="structured"), bound("1/2", when="operation = 'open'")]
    assert told(a_limit(bounds=strict_first), of(), "bound", "applies") == [(0, None)]


def test_each_of_several_days_has_its_own_values() -> None:
    later = date(2024, 9, 30)
    values = [
        bound("1/2", when="structured", until_day="2024-08-31"),
        bound("1/3", when="NOT structured", until_day="2024-08-31"),
        bound("1/4", when="structured", from_day="2024-09-01"),
        bound("1/5", when="NOT structured", from_day="2024-09-01"),
    ]
    world = World(
        products=[
            product(name, structured=cell) | {"as_of": day.isoformat()}
            for day in (DAY, later)
            for name, cell in (("P1", "true"), ("P2", "false"))
        ]
    )
    plan = make_plan([a_limit(bounds=values)], CATALOGUE.kinds, CATALOGUE.lists)
    products = world.connected(days=[DAY, later]).products
    people = populations(plan.families[0].limits, products)[0].with_columns(
        products["as_of"], products["product_id"].cast(pl.String)
    )
    in_force = {
        (day, name): place for day, name, place in people.select("as_of", "product_id", "bound").rows()
    }
    assert in_force == {(DAY, "P1"): 0, (DAY, "P2"): 1, (later, "P1"): 2, (later, "P2"): 3}


def test_within_a_year_of_which_only_the_year_is_known_the_value_for_the_product_may_be_in_force() -> None:
    values = [
        bound("1/4", from_day="2024-01-01", year_only=True, when="structured"),
        bound("1/3", from_day="2024-01-01", year_only=True, when="NOT structured"),
    ]
    assert told(a_limit(bounds=values), of(structured="false"), "bound", "applies") == [(1, None)]
    assert told(a_limit(bounds=values), of(), "bound", "applies") == [(0, None)]


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


# only_if_some_holding


def some(values: list[object], truths: list[bool | None], said: str = "complete") -> bool | None:
    holdings = [held("A1", value, lot_id=f"L{place}") for place, value in enumerate(values)]
    connected = World(holdings, settings=Settings(holdings=said)).connected()  # type: ignore[arg-type]
    rows = connected.holdings.with_columns(truth=pl.Series(truths, dtype=pl.Boolean))
    return some_holding(connected.products, rows).to_list()[0]


def test_one_holding_of_the_sort_is_enough_and_one_that_may_be_leaves_it_open() -> None:
    assert some([1, 1], [True, False]) is True
    assert some([1, 1], [True, None]) is True
    assert some([1, 1], [False, None]) is None
    assert some([1, 1], [False, False]) is False


def test_a_holding_worth_nothing_is_none_of_the_sort_and_one_of_unknown_worth_may_be() -> None:
    assert some([0, 1], [True, False]) is False
    assert some([None, 1], [True, False]) is None
    assert some([None, 1], [False, False]) is False


def test_holdings_that_are_not_told_may_be_of_the_sort() -> None:
    assert some([1], [False], "partial") is None
    assert some([1], [True], "partial") is True
    assert some([1000], [False], "partial") is False
