"""What is shown of verdicts: the page in both languages, and JSON that keeps its published schema."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from engine_frames import World, a_limit, asset, bound, held

from concentration.report.lines import Line
from concentration.trade import json as trade_json
from concentration.trade.json import document_of
from concentration.trade.page import page
from concentration.trade.traded import Wishes, trade
from concentration.words.message import Language
from trade.desk import CASH, order, orders_of

SCHEMA = json.loads(
    (Path(trade_json.__file__).parent / "schema" / "concentration-trade-1.json").read_text(encoding="utf-8")
)
CAP = a_limit(count="asset_kind <> 'cash'")
ADVISORY = a_limit("rules/advice", standing="advisory", bounds=bound("1/5"), count="asset_kind <> 'cash'")
BAN = a_limit("rules/ban", bounds=bound(None, "forbidden"), denominator=None, count="asset_id = 'A3'")
PER_COMPANY = a_limit("rules/company", group_by="company", count="asset_kind <> 'cash'")
AMOUNT = a_limit("rules/amount", denominator=None, bounds=bound("260", unit="yuan"), count="asset_id = 'A1'")
LIMITS = (CAP, ADVISORY, BAN, PER_COMPANY, AMOUNT)

WORLD = World(
    [held("A1", 200, quantity=200), held("CASH", 500, quantity=500)],
    assets=(
        *(asset("A1", name="柏舟"), asset("A2.HK", issuer_id=None), asset("A3", issuer_id="C3")),
        CASH,
    ),
)
ROWS = (
    order("buy", "A1", 40),
    order("buy", "A1", 30),
    order("buy", "A2.HK", 100),
    order("buy", "A3", 1),
    order("sell", "A1", 500),
    order("sell", "A1", quantity=1) | {"price": None},
    order("subscribe", "CASH", amount=100),
    order("redeem", "CASH", amount=900),
    order("buy", "A1", 600),
)


def told(language: Language, *rows: Any, basket: bool = False) -> tuple[dict[str, Any], str]:
    """The document and the page of orders, as one text of lines."""
    portfolio = WORLD.portfolio()
    catalogue = WORLD.catalogue.only(*LIMITS)
    result = trade(portfolio, orders_of(portfolio, *rows), catalogue, Wishes(basket=basket))
    document = document_of(result, portfolio, catalogue, (), language)
    lines = page(result, portfolio, catalogue, (), language)
    assert all(isinstance(line, Line) for line in lines)
    return document, "\n".join(line.text for line in page(result, portfolio, catalogue, (), language))


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("basket", [False, True])
def test_the_document_keeps_its_published_schema(language: Language, basket: bool) -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    document, text = told(language, *ROWS, basket=basket)
    jsonschema.Draft202012Validator(SCHEMA).validate(json.loads(json.dumps(document)))
    assert text


def test_the_document_says_verdicts_figures_and_the_largest_quantity() -> None:
    document, _ = told("en", order("buy", "A1", 51))
    (one,) = document["orders"]
    assert (one["verdict"], one["amount"], one["price"]) == ("reject", "51.0000", "1")
    (effect,) = [effect for effect in one["effects"] if effect["limit"] == "rules/cap"]
    assert effect["before"]["ratio"] == "0.2"
    assert effect["after"]["ratio"] == "0.251"
    assert (effect["bound"], effect["comparison"], effect["verdict"]) == ("0.25", "at_most", "reject")
    assert one["largest"] == {
        "quantity": "50",
        "lot": {"minimum": 1, "step": 1, "known": True},
        "binding": ["rules/cap", "rules/company"],
        "stopped_by": None,
    }
    assert document["summary"] == {"orders": 1, "accept": 0, "undetermined": 0, "reject": 1, "pending": 0}


def test_the_page_says_before_after_and_bound_of_what_decides() -> None:
    _, text = told("en", order("buy", "A1", 51))
    assert "REJECT 1: P1 buys 51 of 柏舟 (A1) at 1, 51 yuan" in text
    assert "a new breach: 20% → 25.1%, bound ≤ 25%" in text
    assert "largest quantity that passes: 50 (lots of 1)" in text
    assert "1 order(s): 0 accepted, 1 rejected, 0 undetermined" in text


def test_the_page_tells_what_only_advises_apart() -> None:
    _, text = told("en", order("buy", "A1", 10))
    assert "ACCEPT" in text
    assert "decides nothing" in text


def test_an_amount_is_shown_as_an_amount_and_a_ban_by_what_it_forbids() -> None:
    _, text = told("en", order("buy", "A1", 61), order("buy", "A3", 1))
    assert "200 yuan → 261 yuan, bound ≤ 260 yuan" in text
    assert "none → 1 yuan" in text


def test_what_is_undetermined_says_which_cell_is_missing() -> None:
    _, text = told("en", order("buy", "A2.HK", 100))
    assert "UNDETERMINED" in text
    assert "issuer_id" in text
    assert "each listing has a lot of its own" in text


def test_a_price_that_was_not_given_is_told() -> None:
    _, text = told("zh", order("sell", "A1", quantity=1) | {"price": None})
    assert "1（最近估值）" in text
