"""What falls due within some days: cures, windows, products that end before what they hold, waivers."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from engine_frames import CATALOGUE
from test_lives import CAP, FRI, THU, portfolio, position

from concentration.ahead import with_ahead
from concentration.pipeline import Options, Portfolio, check
from concentration.report import json as report_json
from concentration.report import rich
from concentration.report.result import AHEAD, Report

LOAN = {"asset_id": "A1", "name": "loan", "kind": "trust_loan", "issuer_id": "C1"}
DAY = date(2024, 7, 5)
SCHEMA = Path(report_json.__file__).parent / "schema" / "concentration-report-1.json"


def ahead(of: Portfolio, days: int, **options: Any) -> Report:
    chosen = Options(**options)
    return with_ahead(check(of, CATALOGUE.only(CAP), chosen), of, CATALOGUE.kinds, chosen, days)


def items(of: Portfolio, days: int, **options: Any) -> list[tuple[Any, ...]]:
    found = ahead(of, days, **options).ahead
    assert found is not None
    assert found.items.schema == AHEAD
    return found.items.select("due", "days", "what", "product_id").rows()


@pytest.mark.parametrize(("days", "count"), [(13, 0), (14, 1)])
def test_a_cure_is_listed_from_the_day_on_that_it_falls_within(days: int, count: int) -> None:
    of = portfolio({THU: position(25, 10), FRI: position(25, 11)})
    assert items(of, days) == [(date(2024, 7, 12), 14, "cure", "P1")][:count]


def test_a_cure_that_is_overdue_is_no_longer_ahead() -> None:
    held = {THU: position(25, 10), FRI: position(25, 11), date(2024, 8, 1): position(25, 11)}
    assert items(portfolio(held), 100) == []


def test_a_cure_that_may_be_due_is_marked() -> None:
    found = ahead(portfolio({FRI: position(26, 10)}), 30).ahead
    assert found is not None
    assert found.items["crossing"].to_list() == ["unknown"]


@pytest.mark.parametrize(
    ("column", "what"), [("next_open_date", "window"), ("maturity_date", "product_ends")]
)
def test_a_product_that_opens_or_ends_is_listed_with_the_claims_that_outlast_it(
    column: str, what: str
) -> None:
    def of(maturity: str, kind: str = "trust_loan") -> Portfolio:
        return portfolio(
            {FRI: position(1, 1)},
            {FRI: {column: DAY.isoformat()}},
            assets=[LOAN | {"kind": kind, "maturity_date": maturity}],
        )

    own = (DAY, 7, what, "P1")
    assert items(of("2024-07-05"), 7) == [own], "what ends on the very day does not outlast it"
    assert items(of("2024-07-06"), 7) == sorted([own, (DAY, 7, "maturity", "P1")], key=lambda one: one[2])
    assert items(of("2024-07-06"), 6) == []
    assert items(of("2024-07-06", "corporate_bond"), 7) == [own], "a bond can be sold"


def test_a_waiver_that_ends_is_listed_even_on_the_day_itself() -> None:
    waiver = {"limit": "rules/cap", "product_id": "P1", "up_to": "30%", "reason": "r", "approved_by": "b"}
    of = portfolio({FRI: position(26, 10)}, waivers=[waiver | {"expires": FRI.isoformat()}])
    assert items(of, 0) == [(FRI, 0, "waiver", "P1")]


def test_only_what_is_shown_is_listed() -> None:
    opens = {"next_open_date": DAY.isoformat()}
    of = portfolio(
        {FRI: [position(1, 1), position(1, 1, product_id="P2")]}, {FRI: [opens, opens | {"product_id": "P2"}]}
    )
    assert [one[3] for one in items(of, 30)] == ["P1", "P2"]
    assert [one[3] for one in items(of, 30, products=frozenset({"P2"}))] == ["P2"]


def test_it_stands_in_the_report_only_where_it_was_asked_for() -> None:
    of = portfolio({THU: position(25, 10), FRI: position(25, 11)})
    report = ahead(of, 20)
    document = json.loads(report_json.write([report], "en"))
    jsonschema.validate(document, json.loads(SCHEMA.read_text()))
    assert document["ahead"]["until"] == "2024-07-18"
    assert [item["due"] for item in document["ahead"]["items"]] == ["2024-07-12"]
    page = rich.write([report], "en").decode()
    assert "Falling due within 20 day(s), until 2024-07-18: 1" in page
    assert "2024-07-12 (in 14 days)" in page
    plain = check(of, CATALOGUE.only(CAP))
    assert "ahead" not in json.loads(report_json.write([plain], "en"))
    assert "Falling due" not in rich.write([plain], "en").decode()
