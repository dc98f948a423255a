"""Every sentence is there in both languages and says the same."""

import re
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from string import Formatter

import pytest

import concentration
from concentration import words
from concentration.words.message import Message, Problem
from concentration.words.sentences import SENTENCES, render, render_problem

AREAS = [
    import_module(f"concentration.words.{module.name}")
    for module in iter_modules(words.__path__)
    if module.name not in ("message", "sentences")
]
SOURCES = Path(concentration.__file__).parent
OUR_WORDS = re.compile(
    r"\{[^}]*\}|[\w.*-]+\.(?:yaml|csv|parquet|xlsx)|--[\w-]+(?: \w+)?|\w+_\w+|\w+: \w+|“[^”]*”|元"
)


def braces(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name is not None}


@pytest.mark.parametrize("code", SENTENCES)
def test_a_sentence_has_both_languages_with_the_same_values(code: str) -> None:
    assert list(SENTENCES[code]) == ["zh", "en"]
    if code.startswith("value_"):  # Chinese has its own way to write a number with its unit
        assert [braces(SENTENCES[code][language]) for language in ("zh", "en")] == [{"written"}, {"number"}]
        return
    assert braces(SENTENCES[code]["zh"]) >= braces(SENTENCES[code]["en"])
    extra = braces(SENTENCES[code]["zh"]) - braces(SENTENCES[code]["en"])
    assert extra == ({"title"} if code == "titled_column" else set())  # English has the column's own name


@pytest.mark.parametrize("code", SENTENCES)
def test_chinese_has_no_stray_english_sentence(code: str) -> None:
    rest = OUR_WORDS.sub("", SENTENCES[code]["zh"])
    assert not re.search(r"[A-Za-z]+ +[A-Za-z]+ +[A-Za-z]+", rest)


@pytest.mark.parametrize("code", SENTENCES)
def test_english_has_no_chinese(code: str) -> None:
    assert not re.search("[\u4e00-\u9fff]", OUR_WORDS.sub("", SENTENCES[code]["en"]))


def test_no_two_areas_use_one_code() -> None:
    codes = [code for area in AREAS for code in area.SENTENCES]
    assert sorted(codes) == sorted(set(codes))
    assert set(codes) == set(SENTENCES)


def test_every_message_made_anywhere_has_its_sentence() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in SOURCES.rglob("*.py"))
    assert set(re.findall(r"\bMessage\(\s*\"(\w+)\"", text)) - {"code"} <= set(SENTENCES)


def test_a_value_may_be_a_list_a_decimal_words_in_both_languages_or_a_message() -> None:
    def shown(value: object, language: str) -> str:
        return render(Message("plain_list", {"names": value}), language)  # type: ignore[arg-type]

    assert shown(["P1", "P2"], "zh") == "P1、P2"
    assert shown(("P1", "P2"), "en") == "P1, P2"
    assert shown(Decimal("1E+3"), "en") == "1000"
    assert shown({"zh": "基金", "en": "fund"}, "zh") == "基金"
    assert shown(Message("forbidden"), "en") == "not allowed"


def test_a_missing_value_is_a_mistake_of_ours_and_raises() -> None:
    with pytest.raises(KeyError):
        render(Message("no_holdings"), "zh")


WHOLE = Problem(Message("format_unknown"), "holdings.csv", 12, "market_value", "1,2x", "1200.50", 3)


def test_a_problem_says_where_what_is_seen_what_is_allowed_and_how_many_more() -> None:
    assert render_problem(WHOLE, "zh") == (
        "holdings.csv 第 12 行 market_value 列：没有这种输出格式；所见：1,2x；应为：1200.50（另有 2 行相同）"
    )
    assert render_problem(WHOLE, "en") == (
        "holdings.csv, row 12, column market_value: there is no such output format; seen: 1,2x; "
        "allowed: 1200.50 (and 2 more such rows)"
    )


def test_a_problem_without_a_place_is_its_sentence() -> None:
    assert render_problem(Problem(Message("format_unknown")), "en") == "there is no such output format"


def test_braces_in_what_was_seen_are_printed_as_they_are() -> None:
    problem = Problem(Message("format_unknown"), file="a{b}.csv", seen="{c}")
    assert render_problem(problem, "en") == "a{b}.csv: there is no such output format; seen: {c}"
