"""`portfolio.yaml`: three things may be said, and a mistake is named with its line."""

import pytest

from concentration.read.settings import Settings
from concentration.words import sentences


def test_what_the_house_says_is_read(folder):
    folder.put(
        "portfolio.yaml",
        "all_products: false\nholdings: partial\ndefaults:\n  assets.defaulted: 否\n  products.exit_open: true\n",
    )
    portfolio = folder.read()
    assert portfolio.settings == Settings(
        False, "partial", {"assets.defaulted": "否", "products.exit_open": "true"}
    )
    assert portfolio.tables["assets"]["defaulted"].to_list() == [False, False]
    assert portfolio.tables["products"]["exit_open"].to_list() == [True]


@pytest.mark.parametrize("text", ["", "# nothing\n"])
def test_without_settings_everything_is_complete(folder, text):
    assert folder.put("portfolio.yaml", text).read().settings == Settings(True, "complete", {})


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("holding: partial\n", 1, "holdings"),
        ("all_products: perhaps\n", 1, "true, false"),
        ("all_products: []\n", 1, "a single value"),
        ("all_products:\n", 1, "a single value"),
        ("holdings: complete\nholdings: partial\n", 2, "first in line 1"),
        ("ignore: mine.csv\n", 1, "a list is expected"),
        ("defaults: [1]\n", 1, "keys with values"),
        ("- 1\n", 1, "keys with values"),
        ("defaults:\n  assets.defaultet: false\n", 2, "assets.defaulted"),
        ("defaults:\n  assets.name: x\n", 2, "takes no default"),
        ("defaults:\n  assets.listed: false\n  assets.defaulted: perhaps\n", 3, "neither yes nor no"),
        ("defaults:\n  assets.listed: {a: 1}\n", 2, "a single value"),
        ("a: [\n", 2, "not valid YAML"),
        ("a: \tb: c\n", 1, "not valid YAML"),
    ],
)
def test_a_mistake_is_named_with_its_line(folder, text, line, words):
    problems = folder.put("portfolio.yaml", text).problems()
    assert len(problems) == 1, problems
    assert (problems[0].file, problems[0].row) == ("portfolio.yaml", line)
    assert words in sentences.render_problem(problems[0], "en")


def test_yaml_that_goes_too_deep_is_refused(folder):
    assert "not valid YAML" in folder.put("portfolio.yaml", "[" * 100_000).complaint()


def test_bytes_that_are_no_text_are_refused(folder):
    assert "not valid YAML" in folder.put("portfolio.yaml", b"\xff\xfe\x00").complaint()


def test_a_settings_file_of_another_name_is_not_overlooked(folder):
    assert "portfolio.yaml" in folder.put("portfolio.yml", "holdings: partial\n").complaint()


def test_notes_are_repeated_by_every_report(folder):
    portfolio = folder.put("portfolio.yaml", "notes:\n  - 估值表核对不平，已核实\n").read()
    assert [sentences.render(note, "zh") for note in portfolio.notes if note.code == "note_of_portfolio"] == [
        "组合说明：估值表核对不平，已核实"
    ]
