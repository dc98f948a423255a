"""YAML is read strictly and guesses nothing."""

import pytest

from concentration.catalogue.tree import Mapping, Scalar, Sequence, tree_of
from concentration.words.message import Problem


def read(text: str) -> tuple[object, list[tuple[str, int | None, str | None]]]:
    problems: list[Problem] = []
    tree = tree_of(text.encode(), "x.yaml", problems)
    return tree, [(problem.message.code, problem.row, problem.column) for problem in problems]


@pytest.mark.parametrize(
    "text", ["no", "yes", "NO", "1:30", "0x10", "1_000", "2024-06-28", "25%", ".5", "1e3"]
)
def test_a_value_is_the_text_that_stands_there(text: str) -> None:
    tree, problems = read(f"key: {text}")
    assert problems == []
    assert isinstance(tree, Mapping)
    assert tree.items["key"] == Scalar(text, 1)


def test_a_key_keeps_its_line_and_its_text() -> None:
    tree, _ = read("# a limit\n2007:\n  - no: 1\n    on: [a,\n      b]\n")
    assert isinstance(tree, Mapping)
    assert tree.lines == {"2007": 2}
    inner = tree.items["2007"]
    assert isinstance(inner, Sequence)
    assert isinstance(inner.items[0], Mapping)
    assert inner.items[0].lines == {"no": 3, "on": 4}
    assert inner.items[0].items["on"] == Sequence(4, [Scalar("a", 4), Scalar("b", 5)])


def test_nothing_and_null_are_empty_but_quoted_they_are_text() -> None:
    tree, _ = read("a:\nb: null\nc: ~\nd: ''\ne: 'null'")
    assert isinstance(tree, Mapping)
    assert [item.empty for item in tree.items.values() if isinstance(item, Scalar)] == [
        True,
        True,
        True,
        False,
        False,
    ]


def test_repeated_keys_are_found_at_every_depth_and_all_at_once() -> None:
    _, problems = read("a: 1\na: 2\nb:\n  - {c: 1, c: 2}\n  - d: {e: 1,\n e: 2}\n")
    assert problems == [
        ("yaml_repeated_key", 2, "a"),
        ("yaml_repeated_key", 4, "b.1.c"),
        ("yaml_repeated_key", 6, "b.2.d.e"),
    ]


@pytest.mark.parametrize(
    ("text", "code", "row"),
    [
        ("a: &x 1\n", "yaml_alias", 1),
        ("a: 1\nb: *x\n", "yaml_alias", 2),
        ("a: !!str 1\n", "yaml_tag", 1),
        ("a: 1\nb: !!python/object/apply:os.system [ls]\n", "yaml_tag", 2),
        ("a: 1\n---\nb: 1\n", "yaml_documents", 2),
        ("{a: 1}: 2\n", "yaml_key", 1),
        ("? [a]\n: 2\n", "yaml_key", 1),
        ("", "yaml_empty", 1),
        ("# nothing\n", "yaml_empty", 1),
        ("a: b: c\n", "yaml_syntax", 1),
        ("a:\n\t- b\n", "yaml_syntax", 2),
        ("a: %x\n", "yaml_syntax", 1),
        ("[" * 50_000, "yaml_deep", 1),
        ("a: '\x00'\n", "yaml_syntax", None),
    ],
)
def test_what_is_refused(text: str, code: str, row: int | None) -> None:
    _, problems = read(text)
    assert (code, row) in [(found, line) for found, line, _ in problems]


def test_a_tower_of_aliases_is_not_built() -> None:
    lines = ["a0: &a0 [x, x]"] + [f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 40)]
    _, problems = read("\n".join(lines))
    assert {code for code, _, _ in problems} == {"yaml_alias"}


def test_another_encoding_is_told_with_its_line() -> None:
    problems: list[Problem] = []
    assert tree_of("a: 1\nb: 限额\n".encode("gb18030"), "x.yaml", problems) is None
    assert [(problem.message.code, problem.row) for problem in problems] == [("yaml_not_utf8", 2)]


def test_a_byte_order_mark_is_no_part_of_the_first_key() -> None:
    problems: list[Problem] = []
    tree = tree_of(b"\xef\xbb\xbfa: 1", "x.yaml", problems)
    assert isinstance(tree, Mapping)
    assert list(tree.items) == ["a"]
