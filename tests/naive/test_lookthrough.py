"""Products inside products, on the sentences of the law one by one."""

from fractions import Fraction

from engine_frames import World, a_limit, asset, bound, held, manager, product

from naive.examples import Said, on_the_day, said, said_through
from naive.lookthrough import exposures, total_assets_through
from naive.ranges import number, up_to

LOANS = "debt_class = 'non_standard'"
LOAN = asset("L1", kind="trust_loan", issuer_id="C1")
STOCK = asset("S1", kind="stock", issuer_id="C1")


def unit_of(product_id: str, **more: object) -> dict[str, object]:
    return asset(f"U{product_id[1:]}", kind="am_product", product_id=product_id, issuer_id=None) | more


def rows(world: World, product_id: str = "P1") -> list[tuple[str, Fraction]]:
    """Return what a product holds inside others, by asset, with its share of the row."""
    found = exposures(on_the_day(world), product_id)
    return [
        (one.holding["asset_id"] if one.holding else "?", one.share)
        for one in found
        if not one.looked_through
    ]


NESTED = World(
    products=[product("P1"), product("P2", net_assets=300), product("P3", net_assets=700)],
    assets=[unit_of("P2"), unit_of("P3"), LOAN, STOCK],
    holdings=[
        *(held("U2", 100, "P1"), held("U3", 70, "P1"), held("S1", 500, "P1")),
        *(held("U3", 30, "P2"), held("S1", 270, "P2")),
        *(held("L1", 700, "P3"),),
    ],
)


def test_a_unit_gives_way_to_what_is_inside_pro_rata_by_every_path() -> None:
    third, tenth = Fraction(1, 3), Fraction(1, 10)
    through_both = third * Fraction(30, 700)
    assert sorted(rows(NESTED)) == [("L1", through_both), ("L1", tenth), ("S1", third), ("S1", Fraction(1))]


def test_what_the_holdings_of_an_inner_product_leave_unexplained_is_one_line_of_it() -> None:
    world = NESTED.but(holdings=[held("U2", 100, "P1"), held("S1", 200, "P2")])
    found = exposures(on_the_day(world), "P1")
    assert [(one.path, one.share, one.hidden) for one in found if one.holding is None] == [
        (("P2",), Fraction(1, 3), up_to(Fraction(100)))
    ]


def test_a_holding_a_little_above_the_whole_is_the_whole_and_a_line_of_the_surplus() -> None:
    world = NESTED.but(holdings=[held("U2", 306, "P1"), held("S1", 300, "P2")])
    found = [one for one in exposures(on_the_day(world), "P1") if not one.looked_through]
    assert [(one.share, one.hidden) for one in found] == [(Fraction(1), None), (Fraction(1), number(6))]


def test_a_unit_stays_itself_where_it_cannot_be_replaced() -> None:
    no_rows = NESTED.but(holdings=[held("U2", 100, "P1")])
    no_net_assets = NESTED.but(products=[product("P1"), product("P2", net_assets=None), product("P3")])
    no_value = NESTED.but(holdings=[held("U2", None, "P1"), held("S1", 200, "P2")])
    for world in (no_rows, no_net_assets, no_value):
        assert next(one.opaque for one in exposures(on_the_day(world), "P1"))


def test_a_public_fund_is_left_as_it_is() -> None:
    fund = unit_of("P2", kind="public_fund")
    assert rows(NESTED.but(assets=[fund, LOAN, STOCK], holdings=[held("U2", 1), held("S1", 1, "P2")])) == [
        ("U2", Fraction(1))
    ]


def test_leverage_takes_the_total_assets_inside_in_the_place_of_the_units() -> None:
    figures = [
        product("P1", total_assets=1100),
        product("P2", net_assets=300, total_assets=600),
        product("P3", net_assets=700, total_assets=840),
    ]
    day = on_the_day(NESTED.but(products=figures))
    # P2: 600 − 30 + 30/700 of 840 = 606; P1: 1100 − 100 + 606/3 − 70 + 70/700 of 840 = 1216.
    assert total_assets_through(day, "P2").lo == total_assets_through(day, "P2").hi == 606
    assert total_assets_through(day, "P1").lo == total_assets_through(day, "P1").hi == 1216


def test_an_opaque_unit_counts_in_leverage_with_its_own_value() -> None:
    world = NESTED.but(
        products=[product("P1", total_assets=1100)], assets=[unit_of("P9")], holdings=[held("U9", 100)]
    )
    assert total_assets_through(on_the_day(world), "P1").hi == 1100


def test_total_assets_inside_that_are_unknown_or_below_net_assets_leave_leverage_open_above() -> None:
    for total_assets in (None, 299):
        figures = [product("P1", total_assets=1100), product("P2", net_assets=300, total_assets=total_assets)]
        day = on_the_day(NESTED.but(products=figures, holdings=[held("U2", 100), held("S1", 300, "P2")]))
        assert total_assets_through(day, "P1").hi is None


def test_where_the_law_says_indirectly_held_products_are_replaced() -> None:
    def within(most: str) -> Said:
        value = bound(most)
        limit = a_limit(
            applies_to="product_id = 'P1'", through="replace", count=LOANS, group_by="none", bounds=value
        )
        return said(NESTED, limit)

    # 70 through P3 itself and a third of 30 through P2, of 1000.
    assert within("80/1000") == {None: "pass"}
    assert within("79/1000") == {None: "breach"}


def of_a_manager(world: World, most: str, applies_to: str = "TRUE") -> Said:
    limit = a_limit(
        judge_per="manager", applies_to=applies_to, through="replace", count=LOANS, group_by="none",
        denominator=None, bounds=bound(most, unit="yuan"),
    )  # fmt: skip
    return said(world, limit)


def test_units_of_a_product_in_the_sum_leave_it_and_what_is_inside_counts_once() -> None:
    assert of_a_manager(NESTED, "700") == {None: "pass"}
    assert of_a_manager(NESTED, "699") == {None: "breach"}


def test_a_product_of_another_manager_is_looked_through_in_a_managers_sum() -> None:
    products = [product("P1"), product("P2", net_assets=300), product("P3", "M2", net_assets=700)]
    world = NESTED.but(managers=[manager("M1"), manager("M2")], products=products)
    # P1 has a tenth of P3 (70), P2 has 30; P2 inside P1 is in the sum itself.
    assert of_a_manager(world, "100", "manager_id = 'M1'") == {None: "pass"}
    assert of_a_manager(world, "99", "manager_id = 'M1'") == {None: "breach"}


def test_an_opaque_unit_is_unknown_in_a_sum_and_decides_no_ban() -> None:
    world = World(assets=[unit_of("P9"), LOAN], holdings=[held("U9", 100), held("L1", 100)])
    limit = a_limit(
        through="replace", count="asset_kind = 'trust_loan'", group_by="none", bounds=bound("1/5")
    )
    assert said(world, limit) == {None: "pass"}
    assert said(world, a_limit(through="replace", count=LOANS, group_by="none", bounds=bound("15/100"))) == {
        None: "undetermined"
    }
    ban = bound(None, "forbidden")
    stock_only = a_limit(through="replace", count="asset_kind = 'stock'", denominator=None, bounds=ban)
    assert said(world, stock_only) == {None: "pass"}


def test_a_unit_whose_product_is_there_but_not_its_net_assets_leaves_a_ban_open() -> None:
    gap = World(
        products=[product("P1"), product("P2", net_assets=None)],
        assets=[unit_of("P2"), STOCK],
        holdings=[held("U2", 100), held("S1", 100, "P2")],
    )
    ban = a_limit(
        applies_to="product_id = 'P1'",
        through="replace",
        count=LOANS,
        denominator=None,
        bounds=bound(None, "forbidden"),
    )
    assert said(gap, ban) == {None: "undetermined"}
    assert said(gap.but(holdings=[held("U2", 100)]), ban) == {None: "pass"}


def test_an_opaque_unit_counts_in_a_class_test_by_its_own_nature() -> None:
    units = unit_of("P9", fund_nature="fixed_income")
    world = World(products=[product("P1", total_assets=1000)], assets=[units], holdings=[held("U9", 800)])
    limit = a_limit(
        through="replace", count="test_class = 'debt'", group_by="none", denominator="total_assets",
        bounds=bound("4/5", "at_least"),
    )  # fmt: skip
    assert said(world, limit) == {None: "pass"}
    assert said(world.but(assets=[unit_of("P9")]), limit) == {None: "undetermined"}


def test_a_cap_is_judged_a_second_time_for_groups_that_holdings_inside_enlarge() -> None:
    limit = a_limit(count="asset_kind = 'stock'", bounds=bound("55/100"))
    assert said(NESTED, limit)["S1"] == "breach", "of P2: 270 of 300"
    of_p1 = a_limit(count="asset_kind = 'stock'", applies_to="product_id = 'P1'", bounds=bound("55/100"))
    assert said(NESTED, of_p1) == {"S1": "pass"}
    assert said_through(NESTED, of_p1) == {"S1": "breach"}, "500 and a third of 270"
    floor = a_limit(
        count="asset_kind = 'stock'", applies_to="product_id = 'P1'", bounds=bound("1/4", "at_least")
    )
    assert said_through(NESTED, floor) == {}


def test_a_group_that_nothing_inside_enlarges_has_no_second_finding() -> None:
    world = NESTED.but(
        assets=[unit_of("P2"), LOAN, STOCK],
        holdings=[held("U2", 300), held("S1", 500), held("L1", 300, "P2")],
    )
    limit = a_limit(applies_to="product_id = 'P1'", count="asset_kind IN ('stock', 'trust_loan')")
    assert said_through(world, limit) == {"L1": "breach"}


def test_the_exempt_have_no_second_finding() -> None:
    limit = a_limit(count="asset_kind = 'stock'", applies_to="product_id = 'P1'", exempt=["TRUE"])
    assert said(NESTED, limit) == {None: "exempt"}
    assert said_through(NESTED, limit) == {}


def test_the_nature_of_a_product_is_that_of_its_units_and_its_holdings_say_whether_it_holds_products() -> (
    None
):
    world = NESTED.but(
        products=[
            product("P1"),
            product("P2", nature="equity", net_assets=300),
            product("P3", net_assets=700),
        ],
        assets=[
            unit_of("P2", holds_products=False),
            unit_of("P3"),
            unit_of("P9", holds_products=True),
            LOAN,
            STOCK,
        ],
    )
    facts = on_the_day(world).of_asset
    assert (facts["U2"]["fund_nature"], facts["U2"]["test_class"]) == ("equity", "equity")
    assert [facts[one]["holds_products"] for one in ("U2", "U3", "U9")] == [True, False, True]
