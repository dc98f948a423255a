"""`validate`: 0 where nothing is missing, 3 where facts are, 2 where nothing can be said."""

import json
from pathlib import Path

import pytest

from tests.cli.command import SAMPLES, check, run

FILES = {
    "managers.csv": "manager_id,name,kind\nM1,甲证券,securities_firm\n",
    "products.csv": "as_of,product_id,name,manager_id,kind,offering,operation,net_assets,total_assets,structured\n"
    "2024-06-28,P1,一号,M1,{kind},private,open,1000000,1000000,false\n",
    "assets.csv": "asset_id,name,kind\nA1,国债,treasury\n",
    "holdings.csv": "as_of,product_id,asset_id,quantity,market_value\n2024-06-28,P1,A1,1,900000\n",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A portfolio of one product whose kind is not known."""
    for name, text in FILES.items():
        (tmp_path / name).write_text(text.format(kind=""), encoding="utf-8")
    return tmp_path


def test_nothing_is_missing_in_a_clean_portfolio() -> None:
    ran = run("validate", SAMPLES / "clean")
    assert ran.code == 0
    assert "No fact is missing" in ran.text


def test_facts_are_missing_where_a_limit_needs_them() -> None:
    ran = run("validate", SAMPLES / "securities_firm", "--lang", "zh")
    assert ran.code == 3
    assert "assets.csv 的 issuer_id（发行人）：第 5 行（AR-X）" in ran.text
    assert "东屿稳进1号集合资产管理计划（DY-C1）" in ran.text


def test_a_portfolio_that_check_refuses_for_its_gaps_is_validated(folder: Path) -> None:
    refused = check(folder)
    assert refused.code == 2
    assert refused.says("concentration new")
    ran = run("validate", folder)
    assert ran.code == 3
    assert "products.csv  kind (产品类型)" in ran.text or "kind" in ran.text
    assert "P1" in ran.text
    assert "10%" in ran.text


def test_several_portfolios_are_validated_together(folder: Path) -> None:
    ran = run("validate", SAMPLES / "clean", folder, "--format", "json")
    assert ran.code == 3
    document = json.loads(ran.out)
    assert document["schema"] == "concentration-validates/1"
    assert [one["summary"]["missing"] for one in document["portfolios"]] == [0, 1]
    assert document["portfolios"][1]["waiting"] == ["P1"]


def test_only_the_limits_chosen_are_asked(tmp_path: Path) -> None:
    ran = run("validate", SAMPLES / "securities_firm", "--no-builtin", "--limits", SAMPLES / "nowhere")
    assert ran.code == 2


def test_a_day_that_is_not_there_is_named_with_those_that_are() -> None:
    ran = run("validate", SAMPLES / "clean", "--as-of", "2024-06-27")
    assert ran.code == 2
    assert ran.says("2024-06-28")


def test_what_cannot_be_read_is_an_error_in_the_format_asked_for(tmp_path: Path) -> None:
    ran = run("validate", tmp_path / "nowhere", tmp_path / "nowhere else", "--format", "json")
    assert ran.code == 2
    document = json.loads(ran.out)
    assert document["schema"] == "concentration-error/1"
    assert len(document["problems"]) == 2


def test_only_two_formats_are_known() -> None:
    ran = run("validate", SAMPLES / "clean", "--format", "xlsx")
    assert ran.code == 2
    assert ran.says("allowed: rich | json")
