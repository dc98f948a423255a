"""Proofreading: the numbers of a limit stand in the words it quotes."""

import shutil
from pathlib import Path

import pytest

from concentration.catalogue.lint import lint
from concentration.catalogue.load import load_catalogue, read_folders
from concentration.words.message import Problem
from concentration.words.sentences import render_problem

GOOD = Path(__file__).parent / "good"
ONE_ASSET = (GOOD / "plans" / "one-asset.yaml").read_text(encoding="utf-8")


def linted(folder: Path, old: str, new: str) -> list[Problem]:
    mine = Path(shutil.copytree(GOOD, folder / "mine"))
    assert old in ONE_ASSET
    (mine / "plans" / "one-asset.yaml").write_text(ONE_ASSET.replace(old, new), encoding="utf-8")
    problems: list[Problem] = []
    catalogue = read_folders([mine], [], problems)
    return problems + lint(catalogue)


def test_a_good_catalogue_has_nothing_to_correct(tmp_path: Path) -> None:
    assert linted(tmp_path, "25%", "0.25") == []


def test_the_built_in_catalogue_has_nothing_to_correct() -> None:
    assert [render_problem(problem, "en") for problem in lint(load_catalogue())] == []


@pytest.mark.parametrize(
    ("old", "new", "column", "seen"),
    [
        ("at_most: 25%", "at_most: 20%", "bound.2023-03-01", "20%"),
        ("at_most: 25%", "at_most: 5%", "bound.2023-03-01", "5%"),
        ("百分之二十五", "百分之二十", "bound.2023-03-01", "25%"),
        ("不低于1000万元", "不低于100万元", "exempt.1", "10000000"),
        ("trading_days: 20", "trading_days: 10", "cure", "10"),
        ("在二十个交易日内", "在第二十条所称期限内", "cure", "20"),
    ],
)
def test_a_number_that_is_not_in_the_quotation_is_found(
    tmp_path: Path, old: str, new: str, column: str, seen: str
) -> None:
    [problem] = linted(tmp_path, old, new)
    assert (problem.message.code, problem.column, problem.seen) == ("lint_number_not_quoted", column, seen)
    assert problem.file == "mine/plans/one-asset.yaml"


@pytest.mark.parametrize("quote", ["不得超过25%", "不得超过 25 ％", "不得超过２５％", "不得超过四分之一"])
def test_the_width_and_the_writing_of_a_number_do_not_matter(tmp_path: Path, quote: str) -> None:
    assert linted(tmp_path, "不得超过该计划资产净值的百分之二十五", quote) == []


def test_a_condition_that_names_no_fact_is_told(tmp_path: Path) -> None:
    [problem] = linted(tmp_path, "applies_to: product_kind = 'collective_plan'", "applies_to: 1 = 1")
    assert (problem.message.code, problem.column) == ("lint_condition_of_nothing", "applies_to")


def test_folders_are_linted_beside_the_built_in_limits(tmp_path: Path) -> None:
    (tmp_path / "house").mkdir()
    (tmp_path / "house" / "broken.yaml").write_text("title: 1", encoding="utf-8")
    problems = lint([tmp_path])
    assert {problem.file for problem in problems} == {f"{tmp_path.as_posix()}/house/broken.yaml"}
    assert "catalogue_missing_key" in {problem.message.code for problem in problems}
