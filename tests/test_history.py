"""The history of a portfolio: each breach once, from its first day to its last, and what became of it."""

import json
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any
from unittest.mock import patch

import jsonschema
import polars as pl
import pytest
from engine_frames import CATALOGUE, Row, a_limit
from test_lives import (
    BY_COMPANY,
    CAP,
    FRI,
    LOANS,
    MERGED,
    MON,
    THU,
    TUE,
    WED,
    joined,
    loans,
    portfolio,
    position,
)

from concentration import pipeline
from concentration.catalogue.model import Limit
from concentration.history import exit_code, history_of
from concentration.pipeline import Options, Portfolio, days_at_a_time
from concentration.report.history import FORMATS, LINES, History, module_of, write
from concentration.words.message import CannotRunError, Language

SCHEMA = Path(pipeline.__file__).parent / "report" / "schema" / "concentration-history-1.json"
WAIVER = {
    "limit": "rules/cap",
    "product_id": "P1",
    "up_to": "30%",
    "reason": "merger",
    "approved_by": "board",
}


def history(of: Portfolio, *limits: Limit, previous: Portfolio | None = None, **options: Any) -> History:
    found = history_of(of, CATALOGUE.only(*(limits or (CAP,))), Options(**options), previous)
    assert found.lines.schema == LINES
    return found


def lines(of: Portfolio, *limits: Limit, **options: Any) -> list[dict[str, Any]]:
    return history(of, *limits, **options).lines.to_dicts()


def in_short(found: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    return [
        (one["first_day"], one["last_day"], one["days_over"], one["state"], one["cured_on"]) for one in found
    ]


def test_each_spell_is_a_line_the_open_one_first() -> None:
    prices = {MON: 11, TUE: 12, WED: 10, THU: 11, FRI: 11}
    found = lines(portfolio({day: position(25, price) for day, price in prices.items()}))
    assert in_short(found) == [(THU, FRI, 2, "open", None), (MON, TUE, 2, "cured", WED)]
    assert [(one["crossing"], one["cause"]) for one in found] == [("passive", "price"), ("unknown", None)]
    assert [(one["worst_on"], one["worst_ratio"]) for one in found] == [
        (THU, pl.Series(["0.275"]).cast(pl.Decimal(38, 12))[0]),
        (TUE, pl.Series(["0.3"]).cast(pl.Decimal(38, 12))[0]),
    ]


def test_a_breach_that_is_not_there_any_more_was_not_cured() -> None:
    of = portfolio(
        {THU: position(26, 10), FRI: position(1, 1, product_id="P2")}, {THU: {}, FRI: {"product_id": "P2"}}
    )
    assert in_short(lines(of)) == [(THU, THU, 1, "gone", None)]


def test_a_breach_that_nobody_can_judge_any_more_was_not_cured() -> None:
    of = portfolio({THU: position(26, 10), FRI: position(26, 10)}, {THU: {}, FRI: {"net_assets": ""}})
    assert in_short(lines(of)) == [(THU, THU, 1, "undetermined", None)]


def test_a_line_is_overdue_if_it_was_still_over_after_its_last_day_to_cure() -> None:
    late = date(2024, 7, 15)
    held = {THU: position(25, 10), FRI: position(25, 11), late: position(25, 11)}
    assert [(one["cure_by"], one["overdue"]) for one in lines(portfolio(held))] == [(date(2024, 7, 12), True)]
    cured = held | {date(2024, 7, 16): position(25, 10)}
    assert [(one["state"], one["overdue"]) for one in lines(portfolio(cured))] == [("cured", True)]


def test_a_group_that_a_party_joins_is_one_line() -> None:
    of = portfolio(
        {day: loans(L1=200, L2=100, L0=1) for day in (WED, THU, FRI)},
        assets=LOANS,
        relations=[joined(THU), joined(FRI, "C0")],
    )
    [line] = lines(of, MERGED)
    assert (line["group_id"], line["first_day"], line["days_over"]) == ("C0", THU, 2)


def test_a_previous_portfolio_tells_when_a_breach_began_and_has_no_lines_of_its_own() -> None:
    before = portfolio({TUE: position(25, 11), WED: position(25, 10), THU: position(25, 11)}, name="before")
    found = lines(portfolio({FRI: position(25, 11)}), previous=before)
    assert in_short(found) == [(THU, FRI, 1, "open", None)]


def test_only_what_was_asked_for_is_listed_even_where_it_is_not_on_every_day() -> None:
    both = [position(26, 10), position(26, 10, product_id="P2")]
    of = portfolio({THU: both[0], FRI: both}, {THU: {}, FRI: [{}, {"product_id": "P2"}]})
    assert {one["product_id"] for one in lines(of)} == {"P1", "P2"}
    with one_day_at_a_time():
        assert in_short(lines(of, products=frozenset({"P2"}))) == [(FRI, FRI, 1, "open", None)]
    with pytest.raises(CannotRunError, match="no_such_product"):
        history(of, products=frozenset({"P3"}))


def one_day_at_a_time() -> Any:
    return patch.object(pipeline, "days_at_a_time", partial(days_at_a_time, rows_at_a_time=1))


def test_however_few_days_are_judged_at_a_time_the_lines_are_the_same() -> None:
    prices = {MON: 11, TUE: 10, WED: 11, THU: 12, FRI: 10}
    of = portfolio({day: position(25, price) for day, price in prices.items()})
    whole = lines(of, CAP, BY_COMPANY)
    with one_day_at_a_time():
        assert lines(of, CAP, BY_COMPANY) == whole
    assert len(whole) == 4


def test_a_portfolio_to_which_no_limit_applies_is_an_error() -> None:
    with pytest.raises(CannotRunError, match="nothing_to_judge"):
        history(portfolio({FRI: position(1, 1)}), a_limit(applies_to="product_kind = 'public_fund'"))


@pytest.mark.parametrize(
    ("held", "waivers", "standing", "code"),
    [
        ({THU: position(26, 10), FRI: position(26, 10)}, [], "in_force", 1),
        ({THU: position(26, 10), FRI: position(25, 10)}, [], "in_force", 0),
        ({FRI: position(25, 10)}, [], "in_force", 0),
        ({FRI: position(26, 10)}, [WAIVER | {"expires": "2024-06-28"}], "in_force", 0),
        ({FRI: position(26, 10)}, [], "advisory", 0),
    ],
)
def test_the_exit_code_says_whether_a_limit_in_force_is_open(
    held: dict[date, Row], waivers: list[Row], standing: str, code: int
) -> None:
    of = portfolio(held, **({"waivers": waivers} if waivers else {}))
    assert exit_code(history(of, a_limit(standing=standing))) == code


# Formats

HELD = {MON: position(25, 11), TUE: position(25, 10), FRI: position(25, 11)}


def test_json_keeps_its_schema() -> None:
    document = json.loads(write("json", history(portfolio(HELD)), "en"))
    jsonschema.Draft202012Validator.check_schema(json.loads(SCHEMA.read_text()))
    jsonschema.validate(document, json.loads(SCHEMA.read_text()))
    assert document["days"] == ["2024-06-24", "2024-06-25", "2024-06-28"]
    [first, second] = document["breaches"]
    assert (first["state"], first["cure_by"]) == ("open", "2024-07-12")
    assert (second["state"], second["cured_on"]) == ("cured", "2024-06-25")
    assert second["worst"] == {
        "as_of": "2024-06-24",
        "ratio": "0.275",
        "amount": "275.0000",
        "unit": "yuan",
    }


def test_a_page_names_the_open_ones_first_and_says_what_became_of_the_others() -> None:
    page = write("rich", history(portfolio(HELD)), "en").decode()
    assert "2 breach(es): 1 open on the latest day, 0 of them overdue" in page
    assert page.index("Open on the latest day: 1") < page.index("Past: 1")
    assert "from 2024-06-28 until now, over on 1 day(s)" in page
    assert "2024-06-24 to 2024-06-24, over on 1 day(s), cured on 2024-06-25" in page
    assert "passive breach: prices moved; since 2024-06-28 (on 2024-06-25 still within)" in page


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", FORMATS)
def test_a_history_without_a_breach_is_written_in_every_format(name: str, language: Language) -> None:
    assert write(name, history(portfolio({FRI: position(1, 1)})), language)


def test_an_unknown_format_is_an_error_that_names_those_there_are() -> None:
    with pytest.raises(CannotRunError) as raised:
        module_of("xml")
    assert raised.value.problems[0].allowed == "rich | json"
