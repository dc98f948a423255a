"""`limits test`: the cases of a house's own limits are judged as those of the law are."""

from pathlib import Path

import pytest

from concentration.case_runs import CaseRun
from concentration.catalogue.cases import case_files
from concentration.catalogue.load import builtin_cases, load_catalogue
from concentration.cli.limits import try_limits
from tests.cli.command import HOUSE, run
from tests.cli.conftest import own_limits

CASES = """\
base:
  managers: {manager_id: M1, name: 管理人, kind: fund_manager}
  products: {as_of: 2024-06-28, product_id: F1, name: 基金, manager_id: M1, kind: public_fund,
    offering: public, operation: open, net_assets: 1000000}
  assets: {asset_id: S1, name: 股票, kind: stock, issuer_id: C1}
  holdings: {as_of: 2024-06-28, product_id: F1, asset_id: S1, quantity: 1, market_value: 50000}
cases:
  - name: five per cent passes
    expect: pass
  - name: eight per cent is a breach
    with: {holdings: [{market_value: 80000}]}
    expect: {status: breach, excess: 10000}
"""
FILE = "house/single-stock.yaml"


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A folder with one limit and two cases of it."""
    folder = own_limits(tmp_path / "own")
    (folder / "tests" / "house").mkdir(parents=True)
    (folder / "tests" / FILE).write_text(CASES, encoding="utf-8")
    return folder


def put(own: Path, old: str, new: str) -> Path:
    file = own / "tests" / FILE
    assert old in CASES
    file.write_text(CASES.replace(old, new), encoding="utf-8")
    return file


def test_cases_that_come_out_as_expected_are_counted(own: Path) -> None:
    ran = run("limits", "test", own)
    assert (ran.code, ran.text) == (0, "Limits 1, cases 2: all came out as expected.\n")
    assert run("limits", "test", own, "--lang", "zh").text == "1 项限额的 2 个用例均与期望相符。\n"


def test_a_case_that_comes_out_otherwise_says_what_was_expected_and_found(own: Path) -> None:
    file = put(own, "excess: 10000}", "excess: 1}")
    ran = run("limits", "test", own)
    assert ran.code == 1
    assert ran.text == (
        f"house/single-stock: eight per cent is a breach ({file}:10)\n"
        "  excess: expected 1, found 10000.0000\n"
        "Limits 1, cases 2: 1 came out otherwise than expected.\n"
    )


def test_a_case_that_is_no_portfolio_fails_and_says_why(own: Path) -> None:
    put(own, "market_value: 80000", "market_value: many")
    ran = run("limits", "test", own)
    assert ran.code == 1
    assert "many" in ran.text
    assert "cases 2: 1 came out" in ran.text


def test_a_case_of_a_reading_that_the_limit_lacks_fails_with_those_it_has(own: Path) -> None:
    put(own, "expect: pass", "reading: cost\n    expect: pass")
    ran = run("limits", "test", own)
    assert ran.code == 1
    assert "has no such reading; seen: cost; allowed: default" in ran.text


def test_cases_of_no_limit_cannot_run(own: Path) -> None:
    (own / "tests" / FILE).rename(own / "tests" / "house" / "single-stok.yaml")
    ran = run("limits", "test", own)
    assert ran.code == 2
    assert ran.says("no such limit; seen: house/single-stok; allowed: house/single-stock")


def test_a_file_of_cases_is_called_yaml(own: Path) -> None:
    (own / "tests" / FILE).rename(own / "tests" / "house" / "single-stock.yml")
    ran = run("limits", "test", own)
    assert ran.code == 2
    assert ran.says("allowed: single-stock.yaml")


def test_a_folder_without_cases_has_nothing_to_test(tmp_path: Path) -> None:
    ran = run("limits", "test", own_limits(tmp_path / "own"))
    assert ran.code == 2
    assert ran.says("tests/RULEBOOK/LIMIT.yaml")


def test_cases_are_no_part_of_the_law_that_judges(own: Path) -> None:
    before = load_catalogue([own])
    (own / "tests" / FILE).unlink()
    assert load_catalogue([own]) == before
    assert run("limits", "lint", own).code == 0


def test_limits_show_names_the_cases_of_ones_own(own: Path) -> None:
    ran = run("limits", "show", "house/single-stock", "--limits", own)
    assert "eight per cent is a breach" in ran.text


def test_the_programs_own_folder_may_be_named_too() -> None:
    """It is read once, and its cases are those of the checkout."""
    lint = run("limits", "lint", HOUSE / "limits")
    assert (lint.code, lint.text) == (0, run("limits", "lint").text)
    assert run("limits", "list", "--limits", "limits").text == run("limits", "list").text


def test_the_cases_of_the_programs_own_folder_are_those_of_the_program(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = []

    def run_cases(_: object, files: dict[str, Path], *__: object) -> CaseRun:
        asked.append(files)
        return CaseRun(len(files), len(files), ())

    monkeypatch.setattr("concentration.case_runs.run_cases", run_cases)
    assert try_limits(HOUSE / "limits", lang="en") == try_limits(None, lang="en") == 0
    assert asked[0] == asked[1] == case_files(builtin_cases())
