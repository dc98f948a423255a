"""What becomes of orders: each rule of decision 0006 as a sentence, with values below, on and above the line."""

from decimal import Decimal

import polars as pl
import pytest
from engine_frames import CITE, DAY, World, a_limit, asset, bound, held, manager, product
from msgspec import structs

from concentration.catalogue.model import Cure
from concentration.trade.effects import shown
from concentration.trade.traded import Result, Wishes
from concentration.words.message import CannotRunError
from trade.desk import CASH, held_after, order, traded, verdicts

CAP = a_limit(count="asset_kind <> 'cash'")
"""Each asset but cash at most a quarter of net assets, which are 1000."""

FLOOR = a_limit("rules/floor", bounds=bound("1/10", "at_least"), group_by="none", count="asset_kind = 'cash'")

STOCKS = (asset("A1"), asset("A2", issuer_id="C2"), CASH)
WORLD = World([held("A1", 200, quantity=200), held("CASH", 500, quantity=500)], assets=STOCKS)


def why(result: Result, place: int = 0) -> list[tuple[str, str, str | None]]:
    """Limit, change and verdict of the effects shown."""
    return [(one.after.limit.id, one.change, one.verdict) for one in shown(result.traded[place].effects)]


def reason(result: Result, place: int = 0) -> str | None:
    refused = result.traded[place].refused
    return None if refused is None else refused.code


# The verdict


@pytest.mark.parametrize(("quantity", "verdict"), [(49, "accept"), (50, "accept"), (51, "reject")])
def test_an_order_is_rejected_only_beyond_the_bound(quantity: int, verdict: str) -> None:
    assert verdicts(traded(WORLD, [CAP], order("buy", "A1", quantity))) == [verdict]


def test_a_millionth_of_a_share_beyond_the_bound_is_beyond() -> None:
    assert verdicts(traded(WORLD, [CAP], order("buy", "A1", "50.000001", price=100))) == ["reject"]


def test_a_new_asset_is_held_against_the_bound_too() -> None:
    rejected = traded(WORLD, [CAP], order("buy", "A2", 251))
    assert why(rejected) == [("rules/cap", "worse", "reject")]
    assert rejected.traded[0].effects[0].before is None
    assert verdicts(traded(WORLD, [CAP], order("buy", "A2", 250))) == ["accept"]


def test_a_breach_made_worse_is_rejected_however_it_came_about() -> None:
    world = WORLD.but(holdings=[held("A1", 300, quantity=300), held("CASH", 700)])
    result = traded(world, [CAP], order("buy", "A1", 1))
    assert why(result) == [("rules/cap", "worse", "reject")]
    assert not result.traded[0].effects[0].is_new


def test_a_breach_made_better_and_still_a_breach_passes() -> None:
    world = WORLD.but(holdings=[held("A1", 300, quantity=300), held("CASH", 700)])
    result = traded(world, [CAP], order("sell", "A1", 10))
    assert verdicts(result) == ["accept"]
    assert [one.change for one in result.traded[0].effects if one.after.group_id == "A1"] == ["better"]


def test_a_breach_that_the_order_does_not_touch_blocks_nothing() -> None:
    world = WORLD.but(holdings=[held("A1", 300, quantity=300), held("CASH", 700)])
    assert verdicts(traded(world, [CAP], order("buy", "A2", 100))) == ["accept"]


def test_something_undetermined_elsewhere_blocks_nothing() -> None:
    world = WORLD.but(holdings=[held("A1", None), held("CASH", 700)])
    assert verdicts(traded(world, [CAP], order("buy", "A2", 100))) == ["accept"]


def test_more_of_what_is_undetermined_is_undetermined_and_less_of_it_passes() -> None:
    """The lower end of a group is known to be 100, how much comes to it is not."""
    world = WORLD.but(
        holdings=[held("A1", 100, quantity=100), held("A1", None, lot_id="2"), held("CASH", 700)]
    )
    more = traded(world, [CAP], order("buy", "A1", 10))
    assert verdicts(more) == ["undetermined"]
    assert more.exit_code == 3
    assert why(more) == [("rules/cap", "open", "undetermined")]
    assert verdicts(traded(world, [CAP], order("sell", "A1", 10))) == ["accept"]


def test_what_becomes_undetermined_is_undetermined() -> None:
    """Who issued A2 is not known: together with A1 it could be beyond the bound."""
    per_company = a_limit(group_by="company")
    world = WORLD.but(assets=(asset("A1"), asset("A2", issuer_id=None), CASH))
    assert verdicts(traded(world, [per_company], order("buy", "A2", 50))) == ["accept"]
    assert verdicts(traded(world, [per_company], order("buy", "A2", 51))) == ["undetermined"]


def test_a_ban_rejects_the_first_unit_and_more_of_what_is_banned() -> None:
    ban = a_limit(bounds=bound(None, "forbidden"), denominator=None, count="asset_kind = 'stock'")
    none = WORLD.but(holdings=[held("CASH", 500)])
    assert verdicts(traded(none, [ban], order("buy", "A1", 1))) == ["reject"]
    assert verdicts(traded(WORLD, [ban], order("buy", "A1", 1))) == ["reject"]
    assert verdicts(traded(WORLD, [ban], order("sell", "A1", 1))) == ["accept"]


def test_a_floor_is_judged_like_a_cap() -> None:
    assert verdicts(traded(WORLD, [FLOOR], order("buy", "A1", 400))) == ["accept"]
    assert verdicts(traded(WORLD, [FLOOR], order("buy", "A1", 401))) == ["reject"]
    low = WORLD.but(holdings=[held("A1", 200, quantity=200), held("CASH", 50)])
    assert verdicts(traded(low, [FLOOR], order("buy", "A1", 1), order("sell", "A1", 1))) == [
        "reject",
        "accept",
    ]


def test_the_limits_of_the_manager_are_judged_together_with_the_products() -> None:
    per_manager = a_limit("rules/manager", judge_per="manager", bounds=bound("15/100"))
    world = WORLD.but(
        holdings=[*WORLD.holdings, held("A1", 80, "P2")], products=[product("P1"), product("P2")]
    )
    assert verdicts(traded(world, [CAP, per_manager], order("buy", "A1", 20))) == ["accept"]
    result = traded(world, [CAP, per_manager], order("buy", "A1", 21))
    assert why(result) == [("rules/manager", "worse", "reject")]


def test_only_limits_in_force_reject_and_the_others_are_told() -> None:
    advisory = structs.replace(CAP, standing="advisory")
    result = traded(WORLD, [advisory], order("buy", "A1", 51))
    assert verdicts(result) == ["accept"]
    assert why(result) == [("rules/cap", "worse", None)]


def test_drafts_are_judged_only_if_asked_for_and_decide_nothing() -> None:
    draft = structs.replace(CAP, id="rules/draft", standing="draft")
    assert why(traded(WORLD, [CAP, draft], order("buy", "A2", 10))) == []
    asked = traded(WORLD, [FLOOR, draft], order("buy", "A1", 51), wishes=Wishes(draft=True))
    assert verdicts(asked) == ["accept"]
    assert why(asked) == [("rules/draft", "worse", None)]


def test_where_nothing_new_may_be_bought_a_larger_amount_is_worse_although_its_ratio_is_not() -> None:
    strict = structs.replace(CAP, cure=Cure(cite=CITE, no_new_buying=True))
    world = WORLD.but(holdings=[held("A1", 300, quantity=300), held("CASH", 700)])
    basket = (order("subscribe", "CASH", amount=100), order("buy", "A1", 20))
    assert traded(world, [CAP], *basket, wishes=Wishes(basket=True)).verdict == "accept"
    assert traded(world, [strict], *basket, wishes=Wishes(basket=True)).verdict == "reject"


def test_a_product_that_holds_the_product_is_judged_too() -> None:
    """P2 has half of P1, and so half of what P1 buys."""
    through = a_limit("rules/inside", through="replace", count="asset_id = 'A1'", group_by="asset")
    world = World(
        [held("A1", 100, quantity=100), held("CASH", 900), held("U1", 500, "P2"), held("A1", 200, "P2")],
        products=[product("P1"), product("P2", "M2")],
        managers=[manager("M1"), manager("M2")],
        assets=[*STOCKS, asset("U1", kind="am_product", issuer_id=None, product_id="P1")],
    )
    only = a_limit("rules/inside", through="replace", applies_to="product_id = 'P2'")
    assert verdicts(traded(world, [only], order("buy", "A1", 0.0001))) == ["reject"]
    result = traded(world, [through], order("buy", "A1", 10))
    assert [one.after.product_id for one in shown(result.traded[0].effects)] == ["P2"]


def test_units_of_a_product_that_come_to_more_than_there_is_are_rejected() -> None:
    world = World(
        [held("U2", 500, quantity=500), held("U2", 500, "P3"), held("CASH", 9, "P2")],
        products=[product("P1"), product("P2", "M2"), product("P3", "M3")],
        managers=[manager("M1"), manager("M2"), manager("M3")],
        assets=[*STOCKS, asset("U2", kind="am_product", issuer_id=None, product_id="P2")],
    )
    assert verdicts(traded(world, [FLOOR], order("buy", "U2", 50))) != ["reject"]
    assert reason(traded(world, [FLOOR], order("buy", "U2", 51))) == "shares_beyond_the_whole"


# One after the other


def test_accepted_orders_count_for_the_next_and_rejected_ones_leave_no_trace() -> None:
    rows = [order("buy", "A1", quantity) for quantity in (30, 30, 20, 1)]
    result = traded(WORLD, [CAP], *rows)
    assert verdicts(result) == ["accept", "reject", "accept", "reject"]
    assert held_after(result) == {"A1": (250, 250), "CASH": (450, 450)}
    assert result.exit_code == 1


def test_the_order_of_orders_matters() -> None:
    sell, buy = order("sell", "A1", 50), order("buy", "A1", 60)
    assert verdicts(traded(WORLD, [CAP], sell, buy)) == ["accept", "accept"]
    assert verdicts(traded(WORLD, [CAP], buy, sell)) == ["reject", "accept"]


def test_a_basket_passes_as_a_whole_where_one_order_alone_does_not() -> None:
    buy, sell = order("buy", "A1", 60), order("sell", "A1", 50)
    result = traded(WORLD, [CAP], buy, sell, wishes=Wishes(basket=True))
    assert verdicts(result) == ["accept", "accept"]
    assert held_after(result)["A1"] == (210, 210)


def test_a_basket_is_rejected_as_a_whole_and_leaves_no_trace() -> None:
    result = traded(WORLD, [CAP], order("buy", "A1", 51), order("buy", "A2", 1), wishes=Wishes(basket=True))
    assert verdicts(result) == ["reject", "reject"]
    assert result.basket is not None
    assert [one.after.group_id for one in shown(result.basket.effects)] == ["A1"]
    assert held_after(result)["A1"] == (200, 200)


def test_an_order_that_cannot_be_carried_out_rejects_its_basket() -> None:
    result = traded(WORLD, [CAP], order("sell", "A1", 201), order("buy", "A2", 1), wishes=Wishes(basket=True))
    assert verdicts(result) == ["reject", "reject"]
    assert [reason(result, 0), reason(result, 1)] == ["sold_more_than_held", None]


# Pending orders


def test_what_pending_orders_buy_counts_against_limits() -> None:
    assert verdicts(traded(WORLD, [CAP], order("buy", "A1", 21), pending=[order("buy", "A1", 30)])) == [
        "reject"
    ]


def test_what_pending_orders_sell_makes_no_room_and_no_cash_and_cannot_be_sold_again() -> None:
    pending = [order("sell", "A1", 150)]
    buy, sell = order("buy", "A1", 51), order("sell", "A1", 51)
    result = traded(WORLD, [CAP], buy, sell, order("sell", "A1", 50), pending=pending)
    assert verdicts(result) == ["reject", "reject", "accept"]
    assert reason(result, 1) == "sold_more_than_held"
    assert held_after(result)["CASH"] == (550, 550)


def test_a_pending_order_that_cannot_be_carried_out_is_an_error() -> None:
    with pytest.raises(CannotRunError) as stopped:
        traded(WORLD, [CAP], order("buy", "A1", 1), pending=[order("sell", "A1", 201)])
    assert [problem.message.code for problem in stopped.value.problems] == ["sold_more_than_held"]


# What cannot be carried out, and cash


def test_selling_more_than_is_held_is_rejected() -> None:
    assert reason(traded(WORLD, [CAP], order("sell", "A1", 201))) == "sold_more_than_held"
    assert verdicts(traded(WORLD, [CAP], order("sell", "A1", 200))) == ["accept"]
    assert reason(traded(WORLD, [CAP], order("sell", "A2", 1))) == "sold_more_than_held"


def test_selling_of_an_unknown_quantity_is_undetermined() -> None:
    world = WORLD.but(holdings=[held("A1", 200, quantity=None), held("CASH", 500)])
    result = traded(world, [CAP], order("sell", "A1", 1))
    assert (verdicts(result), reason(result)) == (["undetermined"], "quantity_not_known")


def test_cash_below_zero_is_a_warning_and_with_require_cash_a_rejection() -> None:
    rich = WORLD.but(products=[product("P1", net_assets=10000)])
    enough, short = order("buy", "A1", 500), order("buy", "A1", 501)
    assert traded(rich, [CAP], enough).traded[0].warnings == ()
    warned = traded(rich, [CAP], short)
    assert [(one.code, one.values["amount"]) for one in warned.traded[0].warnings] == [
        ("cash_below_zero", "-1")
    ]
    assert verdicts(warned) == ["accept"]
    strict = Wishes(require_cash=True)
    assert verdicts(traded(rich, [CAP], enough, wishes=strict)) == ["accept"]
    assert reason(traded(rich, [CAP], short, wishes=strict)) == "cash_below_zero"


def test_selling_out_of_a_debt_passes_with_require_cash() -> None:
    world = WORLD.but(holdings=[held("A1", 200, quantity=200), held("CASH", -5)])
    assert verdicts(traded(world, [CAP], order("sell", "A1", 1), wishes=Wishes(require_cash=True))) == [
        "accept"
    ]


def test_unknown_cash_is_undetermined_with_require_cash() -> None:
    world = WORLD.but(holdings=[held("A1", 200, quantity=200), held("CASH", None)])
    assert verdicts(traded(world, [CAP], order("buy", "A1", 1))) == ["accept"]
    result = traded(world, [CAP], order("buy", "A1", 1), wishes=Wishes(require_cash=True))
    assert (verdicts(result), reason(result)) == (["undetermined"], "cash_not_known")


def test_redeeming_moves_net_assets_and_can_breach() -> None:
    assert verdicts(traded(WORLD, [CAP], order("redeem", "CASH", amount=200))) == ["accept"]
    assert verdicts(traded(WORLD, [CAP], order("redeem", "CASH", amount="200.0001"))) == ["reject"]
    assert reason(traded(WORLD, [CAP], order("redeem", "CASH", amount=1000))) == (
        "redeemed_more_than_there_is"
    )


def test_investors_of_a_product_whose_net_assets_nobody_knows_leave_it_open() -> None:
    world = WORLD.but(products=[product("P1", net_assets=None)])
    result = traded(world, [CAP], order("subscribe", "CASH", amount=1))
    assert (verdicts(result), reason(result)) == (["undetermined"], "net_assets_not_known")


# Agreement with a full check


@pytest.mark.parametrize("quantity", [49, 50, 51])
def test_the_verdict_is_that_of_a_check_of_the_portfolio_with_the_order_in_it(quantity: int) -> None:
    changed = WORLD.but(
        holdings=[
            held("A1", 200 + quantity, quantity=200 + quantity),
            held("CASH", 500 - quantity, quantity=500 - quantity),
        ]
    )
    report = changed.report(CAP, FLOOR)
    breached = "breach" in set(report.findings["status"])
    assert (verdicts(traded(WORLD, [CAP, FLOOR], order("buy", "A1", quantity))) == ["reject"]) == breached


def test_the_portfolio_that_is_left_is_that_of_the_latest_day() -> None:
    result = traded(WORLD, [CAP], order("buy", "A1", 1))
    assert result.day == DAY
    assert result.left.tables["holdings"].schema == WORLD.portfolio().tables["holdings"].schema
    assert result.left.tables["holdings"]["market_value"].sum() == Decimal(700)
    assert result.left.tables["holdings"].select(pl.col("row").is_duplicated().any()).item() is False
