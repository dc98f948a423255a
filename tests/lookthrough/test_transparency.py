"""How much of a product can be seen through the units it holds, and what stays opaque."""

from decimal import Decimal
from typing import Any

import polars as pl
import pytest
from engine_frames import Row, World, asset, held, product

from concentration.words.sentences import SENTENCES
from tests.lookthrough.nested import nested, through, unit

WHOLE = held("S", 100, "F1")


def plan(name: str = "P1", net_assets: object = 100) -> Row:
    return product(name, net_assets=net_assets)


def seen(world: World, of: str = "P1") -> tuple[Decimal | None, Decimal | None, list[tuple[Any, ...]]]:
    """The ratio looked through, the ratio that is opaque, and by what: asset, path, ratio, why."""
    told = through(world)
    row = (
        told.transparency.join(told.connected.products.select("product", "product_id"), on="product")
        .filter(pl.col("product_id") == of)
        .row(0, named=True)
    )
    entries = [
        (entry["asset_id"], "/".join(entry["path"]), entry["ratio"], entry["why"])
        for entry in row["opaque_by"]
    ]
    assert {f"opaque_{entry[3]}" for entry in entries} <= set(SENTENCES)
    return row["looked_through"], row["opaque"], entries


def test_units_of_which_everything_is_known_are_looked_through() -> None:
    assert seen(nested([held("UF1", 40, "P1"), WHOLE], [plan(), plan("F1")])) == (Decimal("0.4"), 0, [])


@pytest.mark.parametrize(
    ("why", "inner", "holdings"),
    [
        ("not_in_portfolio", [], []),
        ("no_holdings", [plan("F1")], []),
        ("net_assets_unknown", [plan("F1", None)], [WHOLE]),
        ("net_assets_unknown", [plan("F1", 0)], [WHOLE]),
    ],
)
def test_units_of_other_products_are_opaque_and_it_is_told_why(
    why: str, inner: list[Row], holdings: list[Row]
) -> None:
    world = World([held("X", 40), *holdings], [plan(), *inner], [asset("S"), unit("F1", "X")])
    assert seen(world) == (0, Decimal("0.4"), [("X", "P1", Decimal("0.4"), why)])


def test_a_product_that_is_no_unit_of_any_product_named_is_opaque() -> None:
    world = World([held("X", 40)], [plan()], [asset("X", kind="am_product", issuer_id=None)])
    assert seen(world) == (0, Decimal("0.4"), [("X", "P1", Decimal("0.4"), "not_in_portfolio")])


def test_what_is_opaque_inside_counts_pro_rata_with_its_path() -> None:
    world = nested(
        [held("UF1", 40, "P1"), held("UX", 25, "F1"), held("S", 55, "F1")],
        [plan(), plan("F1"), plan("X", None)],
    )
    assert seen(world) == (
        Decimal("0.22"),
        Decimal("0.18"),
        [
            ("UX", "P1/F1", Decimal("0.10"), "net_assets_unknown"),
            ("UF1", "P1/F1", Decimal("0.08"), "unexplained"),
        ],
    )


def test_what_is_opaque_is_told_path_by_path() -> None:
    world = nested(
        [
            *(held("UF1", 50, "P1"), held("UG1", 10, "P1"), held("UG1", 40, "F1"), held("S", 60, "F1")),
            *(held("UX", 50, "G1"), held("S", 50, "G1")),
        ],
        [plan(), plan("F1"), plan("G1"), plan("X", None)],
    )
    assert seen(world) == (
        Decimal("0.45"),
        Decimal("0.15"),
        [
            ("UX", "P1/F1/G1", Decimal("0.1"), "net_assets_unknown"),
            ("UX", "P1/G1", Decimal("0.05"), "net_assets_unknown"),
        ],
    )


def test_a_surplus_is_opaque() -> None:
    world = nested([held("UF1", 103, "P1"), WHOLE], [plan(net_assets=1000), plan("F1")])
    assert seen(world) == (Decimal("0.1"), Decimal("0.003"), [("UF1", "P1", Decimal("0.003"), "surplus")])


def test_units_of_unknown_value_leave_open_how_much_is_opaque() -> None:
    lots = [held("UF1", 40, "P1", lot_id="1"), held("UF1", None, "P1", lot_id="2")]
    assert seen(nested([*lots, WHOLE], [plan(), plan("F1")])) == (
        Decimal("0.4"),
        None,
        [("UF1", "P1", None, "value_unknown")],
    )


def test_an_unknown_market_value_inside_leaves_both_open() -> None:
    world = nested(
        [held("UF1", 40, "P1"), held("S", 50, "F1"), held("T", None, "F1")], [plan(), plan("F1")], asset("T")
    )
    assert seen(world) == (None, None, [("UF1", "P1/F1", None, "unexplained")])


@pytest.mark.parametrize("net_assets", [None, 0])
def test_without_net_assets_of_its_own_a_product_has_no_ratios(net_assets: object) -> None:
    world = World([held("X", 40)], [plan(net_assets=net_assets)], [unit("F1", "X")])
    assert seen(world) == (None, None, [("X", "P1", None, "not_in_portfolio")])


def test_where_debts_make_more_opaque_than_the_units_are_worth_nothing_is_looked_through() -> None:
    world = nested(
        [held("UF1", 50, "P1"), held("UX", 130, "F1"), held("S", 10, "F1")],
        [plan(), plan("F1"), plan("X", None)],
    )
    assert seen(world)[:2] == (0, Decimal("0.65"))


def test_a_third_is_rounded_to_twelve_places() -> None:
    world = World([held("X", 2)], [plan(net_assets=3)], [unit("F1", "X")])
    assert seen(world)[1] == Decimal("0.666666666667")
