"""One table says which formats there are, and which are still to come."""

import json

import pytest

from concentration.report.formats import FORMATS, format_named, format_of_file, write
from concentration.words.message import CannotRunError
from tests.report import examples


def test_the_names_are_those_of_the_contract() -> None:
    names = "rich json jsonl csv parquet xlsx html junit sarif github markdown"
    assert list(FORMATS) == names.split()


@pytest.mark.parametrize(
    ("file", "name"), [("out.json", "json"), ("运行/OUT.JSON", "json"), ("a.txt", "rich")]
)
def test_the_suffix_decides(file: str, name: str) -> None:
    assert format_of_file(file).name == name


@pytest.mark.parametrize("name", [entry.name for entry in FORMATS.values() if entry.module])
def test_every_format_writes_every_example(name: str) -> None:
    for result in (*([build()] for build in examples.REPORTS.values()), examples.error()):
        assert write(FORMATS[name], result, "zh").decode().strip()


def test_a_file_of_text_is_utf8_without_colour() -> None:
    page = write(FORMATS["rich"], [examples.breaches(), examples.clean()], "zh").decode()
    assert "\x1b" not in page
    assert page.endswith("合计 2 个组合：已判断 72 项，超限 6 项，无法判定 0 项，预警 1 项。\n")


def test_a_format_to_come_says_so_and_names_those_there_are() -> None:
    for asked in (lambda: format_named("html"), lambda: write(FORMATS["html"], [examples.clean()], "en")):
        with pytest.raises(CannotRunError) as raised:
            asked()
        (problem,) = raised.value.problems
        assert (problem.message.code, problem.seen, problem.allowed) == (
            "format_not_supported",
            "html",
            "rich | json",
        )


def test_a_misspelt_format_gets_the_nearest_name() -> None:
    with pytest.raises(CannotRunError) as raised:
        format_named("jsn")
    (problem,) = raised.value.problems
    assert problem.message.code == "format_unknown"
    assert problem.allowed is not None
    assert "json" in problem.allowed


@pytest.mark.parametrize(
    ("file", "code"), [("out.doc", "suffix_unknown"), ("out.xml", "format_not_supported")]
)
def test_a_file_whose_suffix_cannot_be_written_is_named(file: str, code: str) -> None:
    with pytest.raises(CannotRunError) as raised:
        format_of_file(file)
    (problem,) = raised.value.problems
    assert (problem.message.code, problem.file) == (code, file)


def test_an_error_is_written_in_the_format_asked_for() -> None:
    assert json.loads(write(FORMATS["json"], examples.error(), "en"))["schema"] == "concentration-error/1"
