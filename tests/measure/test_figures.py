"""Figures of the product itself, from its own facts."""

from datetime import date

import pytest
from engine_frames import World, a_limit, bound, held, product

from concentration.calendars import known_until
from tests.measure.told import Interval, groups, groups_of, measured


def figure(numerator: str, day: str = "2024-06-28", **facts: object) -> Interval:
    """The figure of a product with these facts."""
    unit = {"months since last_disclosed": "months"}.get(numerator, "days")
    limit = a_limit(
        group_by="none", numerator=numerator, denominator=None, bounds=bound("1", "at_most", unit=unit)
    )
    row = product("P1", **facts) | {"as_of": day}
    world = World([held() | {"as_of": day}], products=[row])
    (one,) = world.measured(limit, days=[date.fromisoformat(day)])
    (interval,) = groups_of(one, "lower", "upper").values()
    return interval


def test_units_of_the_senior_tier_are_those_told() -> None:
    assert figure("senior_units", senior_units=300) == (300, 300)


@pytest.mark.parametrize(("amortised", "paid_out"), [(103, 100), (100, 103)])
def test_the_difference_from_what_was_paid_out_has_no_sign(amortised: int, paid_out: int) -> None:
    told = figure(
        "difference of amortised_value and payout_value", amortised_value=amortised, payout_value=paid_out
    )
    assert told == (3, 3)


def test_the_days_of_life_are_from_establishment_to_maturity() -> None:
    life = "days from established to maturity"
    assert figure(life, established="2024-01-01", maturity_date="2024-03-31") == (90, 90)
    assert figure(life, established="2024-03-31", maturity_date="2024-01-01") == (0, 0)


@pytest.mark.parametrize(("last", "days"), [("2024-06-28", 0), ("2024-06-27", 1), ("2024-06-29", 0)])
def test_days_since_the_last_disclosure_and_none_of_one_to_come(last: str, days: int) -> None:
    assert figure("days since last_disclosed", last_disclosed=last) == (days, days)


@pytest.mark.parametrize(
    ("last", "day", "months"),
    [
        ("2024-05-28", "2024-06-28", 1),
        ("2024-05-27", "2024-06-28", 2),
        ("2024-06-28", "2024-06-28", 0),
        ("2024-06-27", "2024-06-28", 1),
        ("2024-01-31", "2024-02-29", 1),
        ("2024-01-31", "2024-03-01", 2),
        ("2023-08-31", "2024-02-29", 6),
        ("2023-11-30", "2024-05-31", 7),
        ("2024-07-05", "2024-06-28", 0),
        ("2024-06-30", "2024-06-28", 0),
    ],
)
def test_months_begun_count_as_whole_and_end_with_the_month(last: str, day: str, months: int) -> None:
    assert figure("months since last_disclosed", day, last_disclosed=last) == (months, months)


@pytest.mark.parametrize(
    ("last", "day", "days"),
    [
        ("2024-06-27", "2024-06-28", 1),
        ("2024-06-28", "2024-06-28", 0),
        ("2024-06-28", "2024-06-30", 0),
        ("2024-06-28", "2024-07-01", 1),
        ("2024-06-29", "2024-07-01", 1),
        ("2024-07-01", "2024-06-28", 0),
    ],
)
def test_trading_days_are_the_sessions_after_the_disclosure_up_to_the_day(
    last: str, day: str, days: int
) -> None:
    assert figure("trading days since last_disclosed", day, last_disclosed=last) == (days, days)


def test_beyond_the_calendar_the_number_of_trading_days_is_open() -> None:
    beyond = date(known_until().year + 1, 1, 5).isoformat()
    assert figure("trading days since last_disclosed", beyond, last_disclosed="2024-06-28") == (0, None)


@pytest.mark.parametrize(
    "numerator",
    [
        "senior_units",
        "difference of amortised_value and payout_value",
        "days from established to maturity",
        "days since last_disclosed",
        "months since last_disclosed",
        "trading days since last_disclosed",
        "total_assets",
    ],
)
def test_a_figure_whose_facts_are_unknown_may_be_anything_from_zero(numerator: str) -> None:
    assert figure(numerator) == (0, None)


@pytest.mark.parametrize(("cell", "interval"), [("true", (1, 1)), ("false", (0, 0)), (None, (0, 1))])
def test_a_ban_on_a_product_measures_whether_it_is_of_the_sort(cell: str | None, interval: Interval) -> None:
    ban = a_limit(
        group_by="none",
        numerator="the product itself",
        count="structured",
        denominator=None,
        bounds=bound(None, "forbidden"),
    )
    assert groups(ban, World([held()], products=[product("P1", structured=cell)])) == {None: interval}


def test_what_is_measured_follows_the_value_in_force_for_the_product() -> None:
    days, months = "days since last_disclosed", "months since last_disclosed"
    limit = a_limit(
        group_by="none",
        numerator=days,
        denominator=None,
        bounds=[
            bound("90", unit="days", when="operation = 'closed'"),
            bound("3", unit="months", when="operation = 'open'", numerator=months),
        ],
    )
    world = World(
        [held(product="P1"), held(product="P2")],
        products=[
            product("P1", operation="open", last_disclosed="2024-05-27"),
            product("P2", operation="closed", last_disclosed="2024-05-27"),
        ],
    )
    told = measured(limit, world).groups.sort("subject").collect()
    assert [amount // 10**6 for amount in told["lower"]] == [2, 32]
