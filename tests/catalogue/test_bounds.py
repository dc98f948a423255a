"""Numbers and days of a bound are read exactly, or not at all."""

from fractions import Fraction

import pytest

from concentration.catalogue.bounds import (
    dated_bounds,
    first_day,
    forms,
    share,
    value_in_table,
    value_of,
    written,
    yuan,
)
from concentration.catalogue.model import SHARE, Bound, Cite

CITE = Cite("rules", "第一条", "number")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("25%", Fraction(1, 4)),
        ("25 %", Fraction(1, 4)),
        ("0.25", Fraction(1, 4)),
        ("140%", Fraction(7, 5)),
        ("33.3333333333%", Fraction(333333333333, 10**12)),
        ("3", Fraction(3)),
        ("0", Fraction(0)),
    ],
)
def test_a_share_is_percent_or_decimal(text: str, value: Fraction) -> None:
    assert share(text) == value


@pytest.mark.parametrize(
    "text",
    ["25", "10", "-5%", "25 percent", "1:30", "1_0%", "٢٥%", "25%%", "1e-1", "", "nan", "300亿元", "0,25"],
)
def test_what_is_no_share(text: str) -> None:
    assert share(text) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("30,000,000,000 元", 30_000_000_000),
        ("300亿元", 30_000_000_000),
        ("300 亿元", 30_000_000_000),
        ("0.5万亿元", 500_000_000_000),
        ("1000万元", 10_000_000),
        ("12.34元", Fraction(1234, 100)),
    ],
)
def test_an_amount_says_its_yuan(text: str, value: Fraction) -> None:
    assert yuan(text) == value


@pytest.mark.parametrize(
    "text", ["300亿", "30,00元", "30000000000", "25%", "-1元", "1,0000元", "元", "1美元"]
)
def test_what_is_no_amount(text: str) -> None:
    assert yuan(text) is None


@pytest.mark.parametrize(
    ("key", "day"),
    [
        ("2023-03-01", "2023-03-01"),
        ("2007", "2007-01-01"),
        ("2023-02-30", None),
        ("2023-3-1", None),
        ("20230301", None),
        ("2023-W10-3", None),
        ("0000", None),
        ("soon", None),
    ],
)
def test_a_bound_holds_from_a_day_or_a_year(key: str, day: str | None) -> None:
    assert first_day(key) == day


def test_values_follow_each_other_in_the_order_of_their_days() -> None:
    bounds = dated_bounds(
        {
            "2023-03-01": Bound(CITE, less_than="30%"),
            "2007": Bound(CITE, at_most="20%"),
            "2024-01-01": Bound(CITE, repealed=True),
            "2025-07-01": Bound(CITE, forbidden=True),
        },
        "sum of market_value",
        per_unit=True,
    )
    assert [(b.from_day, b.until_day, b.year_only, b.comparison, b.value) for b in bounds] == [
        ("2007-01-01", "2023-02-28", True, "at_most", Fraction(1, 5)),
        ("2023-03-01", "2023-12-31", False, "less_than", Fraction(3, 10)),
        ("2025-07-01", None, False, "forbidden", None),
    ]


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("25%", "share"),
        ("0.5%", "share"),
        ("140%", "share"),
        ("300亿元", "yuan"),
        ("12,500 元", "yuan"),
        ("90天", "days"),
        ("3个月", "months"),
        ("1个交易日", "trading_days"),
        ("2只", "assets"),
    ],
)
def test_a_value_is_written_as_it_is_read(text: str, unit: str) -> None:
    value = value_of(text, unit)
    assert value is not None
    assert written(value, unit) == text


def test_a_value_in_another_unit_is_not_read() -> None:
    assert value_of("90天", "yuan") is None
    assert value_of("25%", "days") is None
    assert value_of("90", "days") is None


def test_a_day_may_list_several_values_by_whom_they_bind() -> None:
    listed = [
        Bound(CITE, when="nature = 'equity'", at_most="100%"),
        Bound(CITE, when="nature = 'mixed'", at_most="200%", numerator="senior_units"),
    ]
    bounds = dated_bounds({"2018-04-27": listed}, "sum of quantity", per_unit=True)
    assert [(b.when, b.value, b.measure) for b in bounds] == [
        ("nature = 'equity'", Fraction(1), "sum of quantity"),
        ("nature = 'mixed'", Fraction(2), "senior_units"),
    ]


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        (" ２６％ ", SHARE, Fraction(26, 100)),
        ("0.26", SHARE, Fraction(26, 100)),
        ("26", SHARE, None),
        ("1,000,000.5", "yuan", Fraction("1000000.5")),
        ("320亿元", "yuan", Fraction(32_000_000_000)),
        ("60", "days", Fraction(60)),
        ("60天", "days", Fraction(60)),
        ("1,00", "yuan", None),
        ("-5", "yuan", None),
    ],
)
def test_a_cell_of_a_table_says_its_value_in_the_unit_beside_it(
    text: str, unit: str, value: Fraction | None
) -> None:
    assert value_in_table(text, unit) == value


def test_a_message_shows_how_values_of_a_unit_are_written() -> None:
    for unit in (SHARE, "yuan", "days"):
        assert all(value_in_table(form, unit) is not None for form in forms(unit).split(", "))
