"""What a verdict is made of, by the ways on which it is held."""

from decimal import Decimal

import polars as pl
from engine_frames import World, a_limit, asset, bound, held, manager, product

from concentration.catalogue.model import Limit
from tests.lookthrough.nested import nested

TWO = [manager("M1"), manager("M2")]
Line = tuple[str, str, Decimal | None, str]


def contributions(limit: Limit, world: World, **where: object) -> tuple[Decimal, list[Line]]:
    """The numerator of the one finding that has these values, and the lines it is made of."""
    report = world.report(limit)
    wanted = (pl.col(name).eq_missing(pl.lit(value)) for name, value in where.items())
    (found,) = report.findings.filter(pl.lit(True), *wanted).to_dicts()
    lines = report.contributions.filter(pl.col("finding") == found["finding"])
    told = lines.select("product_id", "asset_id", "amount", pl.col("path").list.join(" > ")).rows()
    return found["numerator"], told


def of_the_stock(**more: object) -> Limit:
    return a_limit(
        **{
            "group_by": "none",
            "through": "replace",
            "count": "asset_kind = 'stock'",
            "applies_to": "product_id LIKE 'P%'",
            "bounds": bound("1/4"),
        }
        | more
    )


DIAMOND = nested(
    [
        *(held("S", 10, "P1"), held("UF1", 60, "P1"), held("UF2", 60, "P1")),
        *(held("UG", 90, "F1"), held("UG", 30, "F2"), held("S", 90, "G")),
        *(held("B", 90, "F1"), held("B", 150, "F2"), held("B", 90, "G")),
    ],
    [product("P1"), *(product(name, "M2", net_assets=180) for name in ("F1", "F2", "G"))],
    asset("B", kind="corporate_bond"),
).but(managers=TWO)


def test_each_way_is_a_line_of_its_own_and_the_lines_add_up_to_the_numerator() -> None:
    numerator, lines = contributions(of_the_stock(), DIAMOND, product_id="P1")
    assert lines == [
        ("P1", "S", Decimal(10), "P1"),
        ("P1", "S", Decimal(15), "P1 > F1 > G"),
        ("P1", "S", Decimal(5), "P1 > F2 > G"),
    ]
    assert sum(amount or 0 for _, _, amount, _ in lines) == numerator == 30


def test_parts_that_are_no_whole_millionths_are_rounded_once() -> None:
    world = nested(
        [held("UF1", 100, "P1"), held("S", 100, "F1"), held("B", 200, "F1")],
        [product("P1"), product("F1", "M2", net_assets=300)],
        asset("B", kind="corporate_bond"),
    ).but(managers=TWO)
    numerator, lines = contributions(of_the_stock(), world, product_id="P1")
    assert lines == [("P1", "S", Decimal("33.333333"), "P1 > F1")]
    assert numerator == Decimal("33.333333")


def test_a_manager_has_no_part_in_the_ways_through_products_of_its_sum() -> None:
    world = nested(
        [
            *(held("UP2", 50, "P1"), held("UF1", 20, "P1"), held("UF1", 30, "P2")),
            *(held("S", 30, "P1"), held("B", 70, "P2"), held("S", 100, "F1")),
        ],
        [*(product(name, net_assets=100) for name in ("P1", "P2")), product("F1", "M2", net_assets=100)],
        asset("B", kind="corporate_bond"),
    ).but(managers=TWO)
    numerator, lines = contributions(of_the_stock(judge_per="manager"), world, manager_id="M1")
    assert lines == [
        ("P1", "S", Decimal(30), "P1"),
        ("P1", "S", Decimal(20), "P1 > F1"),
        ("P2", "S", Decimal(30), "P2 > F1"),
    ]
    assert numerator == 80


def test_where_a_managers_share_is_less_than_all_ways_together_one_line_stands_for_it() -> None:
    world = nested(
        [
            *(held("UP2", 50, "P1"), held("UF1", 40, "P1"), held("B", 10, "P1")),
            *(held("UG", 50, "P2"), held("B", 50, "P2")),
            *(held("UG", 50, "F1"), held("B", 50, "F1"), held("S", 100, "G")),
        ],
        [
            *(product(name, net_assets=100) for name in ("P1", "P2")),
            *(product(name, "M2", net_assets=100) for name in ("F1", "G")),
        ],
        asset("B", kind="corporate_bond"),
    ).but(managers=TWO)
    numerator, lines = contributions(of_the_stock(judge_per="manager"), world, manager_id="M1")
    assert lines == [("P1", "S", Decimal(20), "P1 > … > G"), ("P2", "S", Decimal(50), "P2 > G")]
    assert numerator == 70


def test_what_is_unknown_inside_has_no_amount() -> None:
    world = nested(
        [held("UF1", 50, "P1"), held("S", None, "F1")],
        [product("P1"), product("F1", "M2", net_assets=100)],
    ).but(managers=TWO)
    _, lines = contributions(of_the_stock(), world, product_id="P1")
    assert lines[0] == ("P1", "S", None, "P1 > F1")


def test_a_second_finding_tells_what_is_held_directly_and_inside() -> None:
    limit = a_limit(group_by="company", applies_to="product_id = 'P1'", count="asset_kind = 'stock'")
    direct = contributions(limit, DIAMOND, group_id="C1", through=False)
    through = contributions(limit, DIAMOND, group_id="C1", through=True)
    assert direct == (10, [("P1", "S", Decimal(10), "P1")])
    assert through[0] == 30
    assert [path for *_, path in through[1]] == ["P1", "P1 > F1 > G", "P1 > F2 > G"]
