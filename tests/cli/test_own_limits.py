"""A house judges by limits of its own beside those of the law, or by nothing else."""

import json
from pathlib import Path

from tests.cli.command import SAMPLES, check, run
from tests.cli.conftest import own_limits


def test_a_limit_of_ones_own_stands_beside_the_law(tmp_path: Path) -> None:
    own = own_limits(tmp_path / "own")
    ran = check(SAMPLES / "clean", "--limits", own, "--format", "json")
    assert ran.code == 1
    report = json.loads(ran.out)
    built_in = sum(row["standing"] != "draft" for row in json.loads(run("limits", "list", "--json").out))
    assert report["catalogue"]["limits"] == built_in + 1
    breaches = {
        (finding["limit"], finding["group"]["id"], finding["excess"])
        for finding in report["findings"]
        if finding["status"] == "breach"
    }
    assert breaches == {
        ("house/single-stock", "600011X.SH", "1000000.0000"),
        ("house/single-stock", "000022X.SZ", "500000.0000"),
    }


def test_without_the_law_only_ones_own_limit_is_judged(tmp_path: Path) -> None:
    own = own_limits(tmp_path / "own")
    ran = check(SAMPLES / "clean", "--limits", own, "--no-builtin", "--format", "json")
    assert json.loads(ran.out)["catalogue"]["limits"] == 1
    rows = json.loads(run("limits", "list", "--limits", own, "--no-builtin", "--json").out)
    assert [row["id"] for row in rows] == ["house/single-stock"]


def test_a_limit_of_ones_own_is_listed_and_shown_like_the_others(tmp_path: Path) -> None:
    own = own_limits(tmp_path / "own")
    assert "house/single-stock" in {
        row["id"] for row in json.loads(run("limits", "list", "--limits", own, "--json").out)
    }
    assert "Investment policy" in run("limits", "show", "house/single-stock", "--limits", own).text


def test_lint_reads_ones_own_folder(tmp_path: Path) -> None:
    own = own_limits(tmp_path / "own")
    assert run("limits", "lint", own).code == 0
    file = own / "house" / "single-stock.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("'stock'", "'stok'"), encoding="utf-8")
    ran = run("limits", "lint", own)
    assert ran.code == 1
    assert ran.says("stok")
    assert ran.says("allowed: stock")


def test_in_a_narrow_terminal_a_limit_keeps_its_whole_id_and_its_title_below(tmp_path: Path) -> None:
    own = own_limits(tmp_path / "own")
    lines = run("limits", "list", "--limits", own, "--no-builtin", COLUMNS="60").text.splitlines()
    assert [line.split() for line in lines[1:2]] == [["house/single-stock", "at", "most", "7%"]]
    assert lines[2].startswith("  One stock")
    wide = run("limits", "list", "--limits", own, "--no-builtin", COLUMNS="140").text
    assert "in force" in wide


def test_the_rest_of_a_long_line_of_a_page_is_indented() -> None:
    shown = run("limits", "show", "collective-plans/single-asset-of-plan", "--lang", "zh").text
    lines = shown.splitlines()[2:]
    assert all(line == line.rstrip() for line in lines)
    assert any(line.startswith("    ") for line in lines)
