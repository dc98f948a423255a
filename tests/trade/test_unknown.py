"""Orders on random portfolios that lack facts: no verdict says more than a check of the changed portfolio."""

from random import Random
from unittest.mock import patch

from engine_frames import CATALOGUE
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st
from strategies import Drawn, portfolios

from concentration.pipeline import Options, check, judged_days
from concentration.read.portfolio import Portfolio, Settings, portfolio_from_rows
from concentration.trade import traded
from concentration.trade.book import After, after, on_day
from concentration.trade.orders import orders_of_rows
from concentration.words.message import CannotRunError

EVERY_KIND = sorted(CATALOGUE.kinds)


def settled(portfolio: Portfolio, status: str) -> set[tuple[object, ...]]:
    """The groups in force that a check finds in a status, by name."""
    findings = check(portfolio, CATALOGUE, Options(show_all=True)).findings
    found = findings.filter(status=status, standing="in_force", through=False)
    return set(found.select("limit", "manager_id", "product_id", "tranche_id", "group_id").rows())


@settings(
    max_examples=2,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
@given(drawn=portfolios(EVERY_KIND), random=st.randoms(use_true_random=False))
def test_what_is_accepted_breaches_nothing_new(drawn: Drawn, random: Random) -> None:
    said = Settings(all_products=drawn.all_products, holdings=drawn.holdings)  # type: ignore[arg-type]
    portfolio = portfolio_from_rows(drawn.tables, said, kinds=CATALOGUE.kinds)
    day = judged_days(portfolio, Options())[-1]
    portfolio = on_day(portfolio, day)
    row = {
        "order_id": "1",
        "product_id": random.choice(portfolio.tables["products"]["product_id"].to_list()),
        "asset_id": random.choice(portfolio.tables["assets"]["asset_id"].to_list()),
        "side": random.choice(["buy", "buy", "sell"]),
        "quantity": random.choice([1, 100, 50000]),
        "price": random.choice(["1", "3.5"]),
    }
    (order,) = orders_of_rows([row], portfolio, day, CATALOGUE.kinds).orders
    with patch.object(traded, "largest", lambda *_: None):
        result = traded.trade(portfolio, [order], CATALOGUE)
    done = after(portfolio, order, CATALOGUE.kinds)
    if not isinstance(done, After):
        assert result.verdict == done.verdict
        return
    try:
        new = settled(done.portfolio, "breach") - settled(portfolio, "breach")
    except CannotRunError:
        assume(False)
    if result.verdict == "accept":
        assert not new
    if new:
        assert result.verdict == "reject"
