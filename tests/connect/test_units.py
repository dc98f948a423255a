"""What the portfolio itself tells of the units of its products."""

import pytest
from engine_frames import Row, World, asset, held, product

FUND = asset("F", kind="public_fund", issuer_id=None)


def unit(**cells: object) -> Row:
    """Return a unit of product P2, whose own holdings are told by `fact`."""
    return asset("U") | {"kind": "am_product", "issuer_id": None, "product_id": "P2"} | cells


def fact(name: str, world: World) -> object:
    assets = world.connected().assets.filter(asset_id="U")
    return assets[name].item()


@pytest.mark.parametrize(
    ("nature", "told", "counts_as"),
    [
        ("fixed_income", "fixed_income", "debt"),
        ("equity", "equity", "equity"),
        ("mixed", "mixed", "none"),
        ("commodity_derivative", None, None),
        (None, None, None),
    ],
)
def test_a_unit_has_the_nature_of_its_product(
    nature: str | None, told: str | None, counts_as: str | None
) -> None:
    world = World(products=[product("P1"), product("P2", nature=nature)], assets=[unit()])
    assert (fact("fund_nature", world), fact("test_class", world)) == (told, counts_as)


def test_a_nature_of_its_own_comes_first_and_a_product_that_is_not_there_tells_nothing() -> None:
    own = World(products=[product("P2", nature="equity")], assets=[unit(fund_nature="fof")])
    assert fact("fund_nature", own) == "fof"
    assert fact("fund_nature", World(assets=[unit()])) is None


def test_a_kind_without_a_nature_gets_none() -> None:
    world = World(products=[product("P2", nature="equity")], assets=[unit(kind="stock")])
    assert fact("fund_nature", world) is None


def holds(*rows: Row, said: str | None = None, complete: bool = True) -> object:
    """Return `holds_products` of a unit of P2, which holds these rows."""
    world = World(
        products=[product("P1"), product("P2")],
        assets=[unit(holds_products=said), asset("U2", kind="am_product", issuer_id=None), FUND, asset("A1")],
        holdings=[held("U"), *(row | {"product_id": "P2"} for row in rows)],
    )
    if not complete:
        world = world.but(settings=type(world.settings)(holdings="partial"))
    return fact("holds_products", world)


def test_a_product_that_holds_a_unit_holds_products_whatever_the_column_says() -> None:
    assert holds(held("A1"), held("U2"), said="false") is True
    assert holds(held("U2", None)) is None  # a holding of unknown value may be none
    assert holds(held("U2"), complete=False) is True


def test_a_product_whose_complete_holdings_are_no_units_holds_none_and_public_funds_are_none() -> None:
    assert holds(held("A1"), held("F")) is False
    assert holds(held("A1"), held("U2", 0)) is False  # nothing of it is left


def test_a_product_that_is_said_to_hold_products_does_though_its_holdings_show_none() -> None:
    assert holds(held("A1"), held("F"), said="true") is True


def test_where_the_holdings_do_not_tell_the_column_does() -> None:
    assert [holds(said=said) for said in ("true", "false", None)] == [True, False, None]
    assert holds(held("A1"), said="true", complete=False) is True
    assert holds(held("A1"), complete=False) is None
