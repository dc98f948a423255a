"""Cases are read strictly, and compared exactly."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from concentration.catalogue.cases import Case, load_cases, run_case
from concentration.catalogue.load import read_folders
from concentration.catalogue.model import Limit
from concentration.words.message import CannotRunError
from concentration.words.sentences import render_problem

LIMIT = read_folders([Path(__file__).parent / "good"], [], []).limit("plans/one-asset")

FILE = """base:
  products: {as_of: 2024-06-28, product_id: P1, structured: false, net_assets: 1000000}
  holdings: {as_of: 2024-06-28, product_id: P1, asset_id: A1, market_value: 250000}
cases:
  - name: a quarter passes
    expect: pass
  - name: one fen more does not
    with:
      holdings: [{market_value: 250000.01}, {asset_id: NO, market_value: null}]
      relations: []
      parties: [{party_id: C1}]
    settings:
      holdings: partial
      all_products: false
      defaults: {assets.defaulted: false}
      lists: {markets: [HK, US], floor: null}
    as_of: 2024-06-28
    reading: cost
    expect: {status: breach, excess: 0.0100, group.id: NO, product_id: null}
"""


def read(folder: Path, text: str) -> list[Case]:
    (folder / "cases.yaml").write_text(text, encoding="utf-8")
    return load_cases(folder / "cases.yaml")


def test_the_rows_of_a_case_are_laid_over_the_base_row_as_text(tmp_path: Path) -> None:
    first, second = read(tmp_path, FILE)
    product = {"as_of": "2024-06-28", "product_id": "P1", "structured": "false", "net_assets": "1000000"}
    holding = {"as_of": "2024-06-28", "product_id": "P1", "asset_id": "A1", "market_value": "250000"}
    assert first.tables == {"products": [product], "holdings": [holding]}
    assert (first.name, first.line, first.expect) == ("a quarter passes", 5, {"status": "pass"})
    assert second.tables == {
        "products": [product],
        "holdings": [
            {**holding, "market_value": "250000.01"},
            {**holding, "asset_id": "NO", "market_value": ""},
        ],
        "parties": [{"party_id": "C1"}],
    }
    assert second.settings == {
        "holdings": "partial",
        "all_products": False,
        "defaults": {"assets.defaulted": "false"},
    }
    assert second.lists == {"markets": ("HK", "US"), "floor": None}
    assert first.lists == {}
    assert (second.as_of, second.reading) == ("2024-06-28", "cost")
    assert second.expect == {"status": "breach", "excess": "0.0100", "group.id": "NO", "product_id": None}


def test_an_empty_list_empties_a_needed_table_and_removes_an_optional_one(tmp_path: Path) -> None:
    text = FILE.replace("relations: []", "managers: []\n      products: []").replace(
        "base:", "base:\n  parties: {party_id: C1}"
    )
    text = text.replace("parties: [{party_id: C1}]", "parties: []")
    _, second = read(tmp_path, text)
    assert second.tables["products"] == []
    assert second.tables["managers"] == []
    assert "parties" not in second.tables


@pytest.mark.parametrize(
    ("old", "new", "row", "column", "sentence"),
    [
        ("expect: pass", "expects: pass", 6, "cases.1.expects", "unknown key expects"),
        (
            "lists: {markets: [HK, US], floor: null}",
            "lists: [HK]",
            16,
            "cases.2.settings.lists",
            "keys with values belong here",
        ),
        ("floor: null", "floor: BBB", 16, "cases.2.settings.lists.floor", "a list belongs here"),
        ("expect: pass", "expect: passes", 6, "cases.1.expect", "this is not one of the allowed words"),
        ("excess: 0.0100", "exces: 0.0100", 19, "cases.2.expect.exces", "unknown key exces"),
        ("excess: 0.0100", "excess: some", 19, "cases.2.expect.excess", "this is no number"),
        ("a quarter passes", "one fen more does not", 7, "name", "two cases have the same name"),
        ("name: a quarter passes\n    expect", "expect", 5, "cases.1.name", "a case needs a name"),
        (
            "as_of: 2024-06-28\n    reading",
            "as_of: soon\n    reading",
            7,
            "cases.2.as_of",
            "a day belongs here",
        ),
        ("      parties", "      party", 11, "cases.2.with.party", "unknown key party"),
        (
            "holdings: partial",
            "holdings: some",
            13,
            "cases.2.settings.holdings",
            "this is not one of the allowed words",
        ),
        (
            "      parties: [{party_id: C1}]",
            "      parties: {party_id: C1}",
            11,
            "cases.2.with.parties",
            "a list belongs here",
        ),
    ],
)
def test_mistakes_in_a_case_are_told_with_their_line(
    tmp_path: Path, old: str, new: str, row: int, column: str, sentence: str
) -> None:
    assert old in FILE
    with pytest.raises(CannotRunError) as error:
        read(tmp_path, FILE.replace(old, new))
    problems = [p for p in error.value.problems if p.column == column]
    assert [problem.row for problem in problems] == [row]
    assert sentence in render_problem(problems[0], "en")


def finding(**fields: Any) -> dict[str, Any]:
    group = {"by": "same_asset", "id": "A1", "name": None, "members": ["A1"]}
    return {"status": "pass", "group": group, "excess": "0.0000", "through": False, **fields}


def outcome(expect: Mapping[str, Any], *findings: Mapping[str, Any]) -> str | None:
    def judge(case: Case, limit: Limit) -> Sequence[Mapping[str, Any]]:
        assert (case.name, limit.id) == ("a case", "plans/one-asset")
        return findings

    return run_case(Case("a case", {}, expect), LIMIT, judge)


def test_the_worst_finding_of_the_limit_is_compared() -> None:
    found = [finding(status=status) for status in ("pass", "warning", "undetermined", "exempt", "waived")]
    assert outcome({"status": "undetermined"}, *found) is None
    assert outcome({"status": "breach"}, finding(status="breach"), *found) is None
    assert (
        outcome({"status": "warning"}, finding(), finding(status="exempt"), finding(status="warning")) is None
    )
    assert outcome({"status": "pass"}, *found) == "expected pass, found undetermined"


def test_a_limit_without_findings_is_not_applicable() -> None:
    assert outcome({"status": "not_applicable"}) is None
    assert outcome({"status": "pass"}) == "expected pass, found not_applicable"
    assert outcome({"status": "not_applicable"}, finding()) == "expected not_applicable, found pass"


def test_numbers_are_compared_as_exact_decimals_and_names_as_they_are() -> None:
    found = finding(excess="0.0100", ratio="0.250000000000")
    assert outcome({"excess": "0.01", "ratio": "0.25"}, found) is None
    assert outcome({"excess": "0.0101"}, found) == "excess: expected 0.0101, found 0.0100"
    named = finding(group={"id": "01", "members": ["A1", "A2"]})
    assert outcome({"group.id": "01", "group.members": ["A1", "A2"]}, named) is None
    assert outcome({"group.id": "1"}, named) == "group.id: expected 1, found 01"


def test_null_and_truths_are_compared_as_such() -> None:
    assert outcome({"group.name": None, "through": "false"}, finding()) is None
    assert outcome({"through": "true"}, finding()) == "through: expected true, found False"
    assert outcome({"excess": None}, finding()) == "excess: expected null, found 0.0000"
