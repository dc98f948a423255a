"""Whatever cannot be run says why, all of it at once, with what is allowed: exit code 2 and nothing written."""

import json
from pathlib import Path

import jsonschema
import pytest

from concentration.report import json as report_json
from tests.cli.command import SAMPLES, check, run
from tests.cli.conftest import own_limits

SCHEMAS = Path(report_json.__file__).parent / "schema"


@pytest.mark.parametrize(
    ("option", "value", "allowed"),
    [
        ("--fail-on", "breech", "breach | undetermined | warning | advisory | never"),
        ("--lang", "fr", "zh | en"),
        ("--format", "jsn", "json"),
        ("--format", "parquet", "rich | json"),
        ("--output", "report.pdf", ".txt | .json"),
        ("--as-of", "2024-06-31", "YYYY-MM-DD | all | latest"),
        ("--as-of", "2024-06-27", "2024-06-28"),
        ("--limit", "public-funds/one-company-11", "public-funds/one-company-10"),
        ("--rulebook", "public-fund", "public-funds"),
        ("--product", "QC-F2", "QC-F1"),
        ("--manager", "QX", "QC"),
    ],
)
def test_a_value_that_an_option_does_not_know_is_named_with_those_it_knows(
    option: str, value: str, allowed: str, tmp_path: Path
) -> None:
    ran = check(SAMPLES / "clean", option, value, cwd=tmp_path)
    assert ran.code == 2
    assert ran.out == b""
    seen = Path(value).suffix or value
    assert ran.says(f"seen: {seen}; allowed: ")
    assert ran.says(allowed)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_without_tables_is_no_portfolio(tmp_path: Path) -> None:
    ran = check(tmp_path)
    assert ran.code == 2
    assert ran.says("no table at all; allowed: managers.csv, products.csv, assets.csv, holdings.csv")


def test_the_problems_of_all_portfolios_are_listed_at_once(tmp_path: Path) -> None:
    ran = check(tmp_path / "nowhere", SAMPLES / "clean", tmp_path)
    assert ran.code == 2
    assert ran.says("2 problem(s)")
    assert ran.says("the portfolio's path does not exist")
    assert ran.says("the folder holds no table at all")


def test_nothing_left_to_judge_is_an_error_and_no_pass() -> None:
    assert check(SAMPLES / "clean", "--no-builtin").says("no limit is left to judge")
    ran = check(SAMPLES / "clean", "--rulebook", "bank-qdii")
    assert ran.code == 2
    assert ran.says("nothing to judge")


def test_a_folder_of_limits_that_is_not_there_is_named(tmp_path: Path) -> None:
    ran = check(SAMPLES / "clean", "--limits", tmp_path / "nowhere")
    assert ran.code == 2
    assert ran.says("nowhere: there is no such folder of limits")


def test_a_broken_limit_judges_nothing(tmp_path: Path) -> None:
    own = own_limits(tmp_path / "own", percent="1.0.0")
    ran = check(SAMPLES / "clean", "--limits", own)
    assert ran.code == 2
    assert ran.out == b""
    assert ran.says("house/single-stock.yaml")


def test_in_json_the_problems_are_json_too(tmp_path: Path) -> None:
    ran = check(tmp_path, "--format", "json")
    assert ran.code == 2
    error = json.loads(ran.out)
    assert error["schema"] == "concentration-error/1"
    schema = json.loads((SCHEMAS / "concentration-error-1.json").read_text(encoding="utf-8"))
    jsonschema.validate(error, schema)


def test_the_problems_are_said_in_the_language_asked_for(tmp_path: Path) -> None:
    assert check(tmp_path, "--lang", "zh").says("文件夹中没有任何数据表")
    assert run("limits", "show", "nope", "--lang", "zh").says("没有这项限额")


def test_a_limit_to_be_shown_that_is_not_there_gets_the_nearest_name() -> None:
    ran = run("limits", "show", "bank-qdii/single-stock-6")
    assert ran.code == 2
    assert ran.says("allowed: bank-qdii/single-stock-5")
