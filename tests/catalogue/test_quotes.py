"""Numbers are found in the law's own words, however they are written."""

from fractions import Fraction

import pytest

from concentration.catalogue.quotes import folded, number, numbers_in


@pytest.mark.parametrize(
    "quote",
    [
        "不得超过 25%",
        "不得超过25％",
        "不得超过２５％",
        "不得超过百分之二十五",
        "不得超过四分之一",
        "25 %以上",
    ],
)
def test_a_quarter_in_many_forms(quote: str) -> None:
    assert numbers_in(quote).shares == {Fraction(1, 4)}


@pytest.mark.parametrize("quote", ["125%", "2.25%", "百分之五", "25个交易日", "25亿元", "第二十五条"])
def test_a_quarter_is_not_found_in_other_numbers(quote: str) -> None:
    assert Fraction(1, 4) not in numbers_in(quote).shares


@pytest.mark.parametrize(
    "quote",
    ["300亿元", "300 亿元", "三百亿元", "30,000,000,000元", "３００亿元", "3000000万元", "0.03万亿元"],
)
def test_thirty_billion_yuan_in_many_forms(quote: str) -> None:
    assert numbers_in(quote).yuan == {Fraction(30_000_000_000)}


@pytest.mark.parametrize(
    ("quote", "days"),
    [("五个交易日", 5), ("10个交易日", 10), ("二十个交易日", 20), ("7 个工作日", 7), ("十五个工作日", 15)],
)
def test_days_of_a_cure(quote: str, days: int) -> None:
    assert numbers_in(quote).days == {Fraction(days)}


@pytest.mark.parametrize(("quote", "times"), [("3倍", 3), ("三倍", 3), ("3:1", 3), ("3：1", 3)])
def test_a_multiple(quote: str, times: int) -> None:
    assert Fraction(times) in numbers_in(quote).shares


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("十", 10),
        ("十五", 15),
        ("二十", 20),
        ("二百零五", 205),
        ("一千零一十", 1010),
        ("二〇二三", 2023),
        ("两", 2),
        ("1.5", Fraction(3, 2)),
    ],
)
def test_chinese_numerals(text: str, value: Fraction) -> None:
    assert number(text) == value


def test_folding_removes_spaces_and_thousands_separators_but_no_other_comma() -> None:
    assert folded("资金， 不得超过 1,000 元,5%") == "资金,不得超过1000元,5%"
