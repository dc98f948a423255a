"""Where the words of a limit leave two lawful readings, the user chooses; the report says which one judged."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from concentration.catalogue.load import load_catalogue
from concentration.catalogue.readings import with_readings
from concentration.report import json as report_json
from concentration.words.message import CannotRunError
from tests.cli.command import SAMPLES, check
from tests.cli.conftest import own_limits

COST = """\
readings:
  cost:
    title: {zh: 按投资成本, en: at cost}
    numerator: sum of cost
"""
TWO_WAYS = "house/single-stock=cost"


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A folder whose one limit may be read by market value or by cost."""
    folder = own_limits(tmp_path / "own")
    with (folder / "house" / "single-stock.yaml").open("a", encoding="utf-8") as file:
        file.write(COST)
    return folder


def report(own: Path, *options: str) -> dict[str, Any]:
    ran = check(SAMPLES / "clean", "--limits", own, "--rulebook", "house", "--format", "json", *options)
    written: dict[str, Any] = json.loads(ran.out)
    return written


def test_a_limit_is_judged_as_its_file_reads_unless_a_reading_is_chosen(own: Path) -> None:
    written = report(own)
    assert written["catalogue"]["readings"] == {}
    assert {finding["reading"] for finding in written["findings"]} == {"default"}
    assert written["summary"]["breach"] == 1


def test_another_reading_judges_by_its_own_words_and_is_named(own: Path) -> None:
    """The sample gives no costs, so that by cost nothing can be said."""
    written = report(own, "--reading", TWO_WAYS)
    assert written["catalogue"]["readings"] == {"house/single-stock": "cost"}
    assert {finding["reading"] for finding in written["findings"]} == {"cost"}
    assert written["summary"]["breach"] == 0
    assert written["summary"]["undetermined"] == 1


def test_the_verdict_line_names_the_reading(own: Path) -> None:
    ran = check(SAMPLES / "clean", "--limits", own, "--reading", TWO_WAYS)
    assert f"0 with a warning. (By another reading: {TWO_WAYS}.)" in " ".join(ran.text.split())
    chinese = check(SAMPLES / "clean", "--limits", own, "--reading", TWO_WAYS, "--lang", "zh")
    assert f"（采用另一种理解：{TWO_WAYS}）" in "".join(chinese.text.split())
    assert TWO_WAYS not in check(SAMPLES / "clean", "--limits", own).text


def test_the_files_own_reading_may_be_named_and_changes_nothing(own: Path) -> None:
    assert report(own, "--reading", "house/single-stock=default") == report(own)


def test_every_reading_that_is_not_there_is_named_with_those_that_are(own: Path) -> None:
    choices = ("house/single-stok=cost", "house/single-stock=coast", "cost")
    ran = check(
        SAMPLES / "clean", "--limits", own, *(word for name in choices for word in ("--reading", name))
    )
    assert ran.code == 2
    assert ran.out == b""
    assert ran.says("no such limit; seen: house/single-stok; allowed: house/single-stock")
    assert ran.says("limit house/single-stock has no such reading; seen: coast; allowed: default, cost")
    assert ran.says("seen: cost; allowed: LIMIT=NAME")


def test_a_limit_is_read_in_one_way_only(own: Path) -> None:
    catalogue = load_catalogue([own])
    with pytest.raises(CannotRunError) as caught:
        with_readings(catalogue, [TWO_WAYS, "house/single-stock=default"])
    assert [problem.message.code for problem in caught.value.problems] == ["reading_twice"]
    assert with_readings(catalogue, [TWO_WAYS, TWO_WAYS]).limit("house/single-stock").reading == "cost"


def test_a_limit_unlike_any_other_is_answered_with_those_that_have_readings(own: Path) -> None:
    with pytest.raises(CannotRunError) as caught:
        with_readings(load_catalogue([own], builtin=False), ["x=cost"])
    assert caught.value.problems[0].allowed == "house/single-stock"


@pytest.mark.parametrize("key", ["reading", "readings"])
def test_a_portfolio_cannot_choose_a_reading(key: str, clean: Any) -> None:
    (clean.path / "portfolio.yaml").write_text(f"{key}: {{house/single-stock: cost}}\n", encoding="utf-8")
    ran = check(clean.path)
    assert ran.code == 2
    assert ran.says(f"portfolio.yaml, row 1, column {key}: this key is unknown")


def test_readings_lists_what_each_other_reading_would_change_and_decides_no_exit_code(own: Path) -> None:
    """The sample gives no costs: by cost nothing that is judged by market value can be said."""
    options = ("--limits", own, "--rulebook", "house", "--format", "json")
    asked = check(SAMPLES / "clean", *options, "--readings")
    assert asked.code == check(SAMPLES / "clean", *options).code == 1
    written = json.loads(asked.out)
    schema = json.loads(
        (Path(report_json.__file__).parent / "schema" / "concentration-report-1.json").read_text()
    )
    Draft202012Validator(schema).validate(written)
    flips = written.pop("readings_that_flip")
    assert {(flip["limit"], flip["reading"]) for flip in flips} == {("house/single-stock", "cost")}
    assert ("breach", "undetermined") in {(flip["from"], flip["to"]) for flip in flips}
    assert written == report(own)


def test_readings_are_said_on_the_page(own: Path) -> None:
    ran = check(SAMPLES / "clean", "--limits", own, "--rulebook", "house", "--readings")
    assert "What another lawful reading would change" in ran.text
    assert "house/single-stock=cost: at cost" in ran.text
