"""Judging what an order can touch says of it what judging everything says."""

from datetime import date
from random import Random

import pytest
from engine_frames import CATALOGUE, DAY, World, asset, held, manager, product
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st
from strategies import THEMES, Drawn, crowd, portfolios

from concentration.pipeline import Options, judged_days
from concentration.read.portfolio import Portfolio, Settings, portfolio_from_rows
from concentration.trade.book import on_day
from concentration.trade.judged import Group, Judgement, judged
from concentration.trade.touched import Touched, narrowed, touched
from concentration.words.message import CannotRunError

EVERY_KIND = sorted(CATALOGUE.kinds)


def part_of(world: World, products: list[str], assets: list[str] = []) -> Touched:  # noqa: B006
    return touched(on_day(world.portfolio(), DAY), products, assets)


def everything(portfolio: Portfolio) -> Touched:
    tables = portfolio.tables
    return Touched(
        frozenset(tables["managers"]["manager_id"]),
        frozenset(tables["products"]["product_id"]),
        frozenset(),
        frozenset(),
    )


def told(group: Group) -> tuple[object, ...]:
    return (
        *(group.subject, group.key, group.status, group.numerator, group.size, group.applies),
        *(group.members, group.listed, group.finding.get("reason_code")),
    )


def on(judgement: Judgement, part: Touched) -> list[tuple[object, ...]]:
    ours = [
        group
        for group in judgement.groups
        if (group.manager_id if group.product_id is None else group.product_id)
        in (part.managers if group.product_id is None else part.products)
    ]
    return sorted(map(told, ours), key=str)


def drawn_portfolio(drawn: Drawn, day: date | None = None) -> Portfolio:
    said = Settings(all_products=drawn.all_products, holdings=drawn.holdings)  # type: ignore[arg-type]
    portfolio = portfolio_from_rows(drawn.tables, said, kinds=CATALOGUE.kinds)
    return on_day(portfolio, day or judged_days(portfolio, Options())[-1])


# Whom an order can touch


def test_an_order_touches_its_product_and_all_of_its_manager() -> None:
    products = [product("P1"), product("P2"), product("P3", "M2")]
    part = part_of(World(products=products, managers=[manager("M1"), manager("M2")]), ["P1"])
    assert part.managers == {"M1"}
    assert part.products == {"P1", "P2"}


def test_managers_joined_by_parents_are_touched_together() -> None:
    managers = [manager("M1", parent_id="M2"), manager("M2"), manager("M3", parent_id="M2"), manager("M4")]
    products = [product(f"P{number}", f"M{number}") for number in range(1, 5)]
    assert part_of(World(products=products, managers=managers), ["P1"]).products == {"P1", "P2", "P3"}


NESTED = World(
    [held("U1", product="P2"), held("U2", product="P3"), held("A1"), held("A1", product="P4")],
    products=[product(f"P{number}", f"M{number}") for number in range(1, 5)],
    managers=[manager(f"M{number}") for number in range(1, 5)],
    assets=[asset("A1"), *(asset(f"U{n}", kind="am_product", product_id=f"P{n}") for n in (1, 2, 4))],
)


def test_who_holds_the_product_is_touched_to_any_depth() -> None:
    assert part_of(NESTED, ["P1"]).managers == {"M1", "M2", "M3"}


def test_what_the_touched_hold_is_looked_into_and_not_judged() -> None:
    part = part_of(NESTED, ["P3"])
    assert part.products == {"P3"}
    assert part.inside == {"P1", "P2"}


def test_a_product_of_which_units_are_bought_is_looked_into() -> None:
    part = part_of(NESTED, ["P1"], ["U4"])
    assert "P4" in part.inside
    assert "P4" not in part.products
    assert part.units_of == {"P4"}


def test_what_others_hold_is_left_out() -> None:
    small = narrowed(on_day(NESTED.portfolio(), DAY), part_of(NESTED, ["P4"]))
    assert small.tables["products"]["product_id"].to_list() == ["P4"]
    assert small.tables["holdings"].height == 1


def test_what_others_hold_of_a_related_party_changes_nothing() -> None:
    """X stands beside C1 and C2, and only another manager's product holds X."""
    loans = [
        asset(name, kind="trust_loan", issuer_id=issuer, total_value=1000)
        for name, issuer in (("A1", "C1"), ("A2", "C2"), ("AX", "X"))
    ]
    world = World(
        [held("A1", 150), held("A2", 150), held("AX", product="P2")],
        products=[product("P1"), product("P2", "M2")],
        managers=[manager("M1"), manager("M2")],
        assets=loans,
        relations=[
            {"party_id": "X", "related_party_id": one, "relation": "significant_influence"}
            for one in ("C1", "C2")
        ],
    )
    portfolio = on_day(world.portfolio(), DAY)
    part = touched(portfolio, ["P1"], [])
    whole = judged(portfolio, CATALOGUE, everything(portfolio), Options())
    assert on(judged(portfolio, CATALOGUE, part, Options()), part) == on(whole, part)


@pytest.mark.parametrize("seed", range(1))
def test_of_many_small_portfolios_as_one_each_part_is_judged_as_the_whole_is(seed: int) -> None:
    drawn = Drawn(crowd(Random(seed), EVERY_KIND, len(THEMES)), all_products=True, holdings="complete")
    portfolio = drawn_portfolio(drawn, DAY)
    whole = judged(portfolio, CATALOGUE, everything(portfolio), Options(draft=True))
    for product_id in Random(seed).sample(portfolio.tables["products"]["product_id"].to_list(), 5):
        part = touched(portfolio, [product_id], [])
        assert on(judged(portfolio, CATALOGUE, part, Options(draft=True)), part) == on(whole, part)


@settings(
    max_examples=2,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
@given(drawn=portfolios(EVERY_KIND), random=st.randoms(use_true_random=False))
def test_a_part_is_judged_as_the_whole_is(drawn: Drawn, random: Random) -> None:
    portfolio = drawn_portfolio(drawn)
    tables = portfolio.tables
    one = random.choice(tables["products"]["product_id"].to_list())
    other = random.choice(tables["assets"]["asset_id"].to_list())
    part = touched(portfolio, [one], [other])
    try:
        whole = judged(portfolio, CATALOGUE, everything(portfolio), Options(draft=True))
    except CannotRunError:
        assume(False)
    assert on(judged(portfolio, CATALOGUE, part, Options(draft=True)), part) == on(whole, part)
