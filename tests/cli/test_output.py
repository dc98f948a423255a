"""Where a report goes: data on standard output or whole in files, all else on standard error."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from referencing import Registry, Resource

from concentration import __version__
from concentration.report import json as report_json
from tests.cli.command import SAMPLES, check, run
from tests.cli.conftest import Copy

SCHEMAS = Path(report_json.__file__).parent / "schema"


def valid(content: bytes) -> dict[str, Any]:
    """Return a JSON document that the published schema it names accepts."""
    schemas = [json.loads(path.read_text(encoding="utf-8")) for path in SCHEMAS.glob("*.json")]
    registry: Registry[Any] = Registry().with_resources(
        (schema["$id"], Resource.from_contents(schema)) for schema in schemas
    )
    document: dict[str, Any] = json.loads(content)
    name = document["schema"].replace("/", "-")
    (schema,) = (schema for schema in schemas if schema["$id"].endswith(name))
    jsonschema.Draft202012Validator(schema, registry=registry).validate(document)
    return document


def test_a_report_in_json_is_valid_and_nothing_else_is_on_standard_output() -> None:
    ran = check(SAMPLES / "trust_company", "--format", "json")
    report = valid(ran.out)
    assert report["summary"]["breach"] == 4
    assert report["version"] == __version__


def test_several_portfolios_are_one_document_with_a_summary() -> None:
    ran = check(SAMPLES / "clean", SAMPLES / "trust_company", "--format", "json")
    reports = valid(ran.out)
    names = [Path(report["portfolio"]).name for report in reports["reports"]]
    assert names == ["clean", "trust_company"]


def test_files_are_written_whole_and_standard_output_stays_empty(tmp_path: Path) -> None:
    ran = check(SAMPLES / "clean", "--output", "report.json", "--output", "report.txt", cwd=tmp_path)
    assert (ran.code, ran.out) == (0, b"")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["report.json", "report.txt"]
    valid((tmp_path / "report.json").read_bytes())
    assert ran.says("report.json")


def test_a_format_beside_a_file_is_printed_as_well(tmp_path: Path) -> None:
    ran = check(SAMPLES / "clean", "--output", "report.txt", "--format", "json", cwd=tmp_path)
    valid(ran.out)
    assert (tmp_path / "report.txt").stat().st_size > 0


def test_a_run_that_fails_leaves_the_old_file_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "report.json").write_text("old")
    assert check(tmp_path / "nowhere", "--output", "report.json", cwd=tmp_path).code == 2
    assert [path.read_text() for path in tmp_path.iterdir()] == ["old"]


def test_a_file_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    ran = check(SAMPLES / "clean", "--output", "nowhere/report.json", cwd=tmp_path)
    assert ran.code == 2
    assert ran.says("nowhere/report.json: cannot write it")
    assert list(tmp_path.iterdir()) == []


def test_passes_are_listed_when_asked_for() -> None:
    few = valid(check(SAMPLES / "trust_company", "--format", "json").out)
    every = valid(check(SAMPLES / "trust_company", "--format", "json", "--all").out)
    assert not [finding for finding in few["findings"] if finding["status"] == "pass"]
    assert [finding for finding in every["findings"] if finding["status"] == "pass"]
    assert few["summary"] == every["summary"]


def test_what_is_shown_is_narrowed_and_sums_are_not() -> None:
    whole = valid(check(SAMPLES / "securities_firm", "--format", "json").out)
    ran = check(SAMPLES / "securities_firm", "--format", "json", "--product", "DY-C1")
    narrow = valid(ran.out)
    assert {finding["product_id"] for finding in narrow["findings"]} == {"DY-C1", None}
    sums = [[f for f in report["findings"] if f["scope"] == "manager"] for report in (whole, narrow)]
    assert sums[0] == sums[1] != []


def test_only_the_rulebooks_and_limits_asked_for_are_judged() -> None:
    ran = check(SAMPLES / "trust_company", "--rulebook", "trust-qdii", "--format", "json")
    report = valid(ran.out)
    assert {finding["limit"].partition("/")[0] for finding in report["findings"]} == {"trust-qdii"}
    ran = check(SAMPLES / "trust_company", "--limit", "trust-qdii/fund-20", "--format", "json")
    assert valid(ran.out)["catalogue"]["limits"] == 1


def test_the_latest_day_is_judged_unless_another_or_all_are_asked_for(clean: Copy) -> None:
    for table in ("products", "holdings"):
        file = clean.path / f"{table}.csv"
        header, *rows = file.read_text(encoding="utf-8").splitlines()
        earlier = [row.replace("2024-06-28", "2024-06-27") for row in rows]
        file.write_text("\n".join([header, *earlier, *rows]) + "\n", encoding="utf-8")

    def judged(*options: str) -> list[str]:
        days: list[str] = valid(check(clean.path, "--format", "json", *options).out)["as_of"]
        return days

    assert judged() == ["2024-06-28"]
    assert judged("--as-of", "2024-06-27") == ["2024-06-27"]
    assert judged("--as-of", "all") == ["2024-06-27", "2024-06-28"]


def test_the_limits_are_listed_for_people_and_as_json() -> None:
    rows = json.loads(run("limits", "list", "--json").out)
    assert {row["id"] for row in rows} >= {"bank-qdii/single-stock-5"}
    assert set(rows[0]) == {"id", "title", "instrument", "article", "bound", "standing", "basis"}
    assert run("limits", "list").text.count("\n") > len(rows)


def test_a_limit_is_shown_with_the_words_of_the_law() -> None:
    page = run("limits", "show", "bank-qdii/single-stock-5", "--lang", "zh").text
    assert "投资于单只股票的资金不得超过单个理财产品总资产净值的5%" in page


def test_the_limits_that_ship_are_sound() -> None:
    assert run("limits", "lint").code == 0


@pytest.mark.parametrize(("lang", "word"), [("zh", "超限"), ("en", "Breaches")])
def test_the_report_speaks_the_language_asked_for(lang: str, word: str) -> None:
    assert word in check(SAMPLES / "trust_company", "--lang", lang).text
