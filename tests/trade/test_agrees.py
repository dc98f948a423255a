"""Verdicts on orders are those of a check of the whole portfolio with the order in it."""

from fractions import Fraction
from typing import Any

from engine_frames import DAY, World
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from concentration.pipeline import Options, check
from concentration.read.portfolio import Portfolio
from concentration.trade.book import After, after, on_day
from concentration.trade.traded import trade
from trade.books import LIMITS, books
from trade.desk import order, orders_of

Key = tuple[Any, ...]


def breaches(portfolio: Portfolio, world: World) -> dict[Key, tuple[Fraction, bool]]:
    """How bad each breached group is, by its name: its ratio or amount, and whether more of it is worse."""
    report = check(portfolio, world.catalogue.only(*LIMITS), Options())
    return {
        (row["limit"], row["manager_id"], row["product_id"], row["group_id"]): (
            Fraction(row["numerator"]) / Fraction(row["denominator"] or 1),
            row["comparison"] != "at_least",
        )
        for row in report.findings.filter(status="breach").iter_rows(named=True)
    }


def got_worse(before: dict[Key, tuple[Fraction, bool]], now: dict[Key, tuple[Fraction, bool]]) -> bool:
    for key, (ratio, is_cap) in now.items():
        if key not in before:
            return True
        if ratio != before[key][0] and (ratio > before[key][0]) == is_cap:
            return True
    return False


@settings(
    max_examples=3,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
@given(
    book=books(),
    side=st.sampled_from(["buy", "buy", "sell", "subscribe", "redeem"]),
    quantity=st.sampled_from([100, 700, 50000]),
)
def test_an_order_is_rejected_just_where_a_check_finds_something_worse(
    book: tuple[World, str, str], side: str, quantity: int
) -> None:
    world, asset_id, price = book
    portfolio = world.portfolio()
    row = (
        order(side, asset_id, quantity, price=price)
        if side in ("buy", "sell")
        else order(side, "CASH", amount=quantity)
    )
    (one,) = orders_of(portfolio, row)
    catalogue = world.catalogue.only(*LIMITS)
    result = trade(portfolio, [one], catalogue)
    done = after(on_day(portfolio, DAY), one, catalogue.kinds)
    if not isinstance(done, After):
        assert result.verdict == done.verdict
        return
    worse = got_worse(breaches(portfolio, world), breaches(done.portfolio, world))
    assert result.verdict == ("reject" if worse else "accept")
