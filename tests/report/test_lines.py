"""Text is wrapped between wide characters and fits any encoding."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from concentration.report.lines import Line, encodable, wrapped

TEXT = st.text(st.sampled_from("ab1,. 资产净值，。（）《》≤%é𠮷"), max_size=60)


def test_chinese_is_broken_anywhere_but_before_closing_punctuation() -> None:
    assert wrapped(Line("按全部持有计算。"), 14, "utf-8") == ["按全部持有计", "算。"]


def test_words_and_numbers_are_not_broken() -> None:
    assert wrapped(Line("净值 2,500,000.00 元 of plan"), 14, "utf-8") == [
        "净值",
        "2,500,000.00",
        "元 of plan",
    ]


def test_later_lines_are_moved_in() -> None:
    assert wrapped(Line("- aa bb", indent=2, hang=2), 7, "utf-8") == ["  - aa", "    bb"]


def test_a_word_longer_than_the_line_is_cut_not_lost() -> None:
    assert wrapped(Line("abcdefgh"), 3, "utf-8") == ["abc", "def", "gh"]


@given(TEXT, st.integers(4, 40))
def test_no_line_is_too_wide_and_no_character_is_lost(text: str, width: int) -> None:
    lines = wrapped(Line(text), width, "utf-8")
    assert all(cell_len(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("text", "encoding", "shown"),
    [
        ("资产 ≤ 25% · ok", "utf-8", "资产 ≤ 25% · ok"),
        ("资产 ≤ 25% · ok", "gbk", "资产 <= 25% - ok"),
        ("资产（A）", "ascii", "????(A)"),
        ("\x1b[31mred\tb", "utf-8", " [31mred b"),
        ("\ud800", "utf-8", " "),
    ],
)
def test_what_an_encoding_lacks_is_replaced(text: str, encoding: str, shown: str) -> None:
    assert encodable(text, encoding) == shown


@given(st.text(max_size=40), st.sampled_from(["ascii", "gbk", "utf-8", "utf-16", "cp1252"]))
def test_the_result_can_always_be_encoded(text: str, encoding: str) -> None:
    encodable(text, encoding).encode(encoding)
