"""`limits diff`: two folders of limits or two days of one catalogue, compared in words."""

import json
from pathlib import Path

import pytest

from tests.cli.command import HOUSE, run
from tests.cli.conftest import own_limits

LIMITS = HOUSE / "limits"


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return own_limits(tmp_path / "own")


def put(folder: Path, old: str, new: str) -> Path:
    """Write the folder's only limit anew."""
    file = folder / "house" / "single-stock.yaml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")
    return folder


def test_nothing_changed_is_said_and_is_no_failure(own: Path) -> None:
    ran = run("limits", "diff", own, own)
    assert (ran.code, ran.text) == (0, "Nothing changed.\n")
    assert run("limits", "diff", own, own, "--lang", "zh").text == "没有变化。\n"


def test_a_tightened_limit_is_said_in_both_languages_and_is_no_failure(own: Path, tmp_path: Path) -> None:
    other = put(own_limits(tmp_path / "other"), "at_most: 7%", "at_most: 6%")
    ran = run("limits", "diff", own, other)
    assert ran.code == 0
    assert "tightened from 2024-01-01: at most 7% → at most 6%" in ran.text
    assert ran.text.endswith("Changes 1: in limits 1, in other entries 0.\n")
    assert "收紧：不得超过 7% → 不得超过 6%" in run("limits", "diff", own, other, "--lang", "zh").text


def test_json_has_one_object_for_each_change(own: Path, tmp_path: Path) -> None:
    other = put(own_limits(tmp_path / "other"), "at_most: 7%", "at_most: 8%")
    [change] = json.loads(run("limits", "diff", own, other, "--json").out)
    assert change | {"title": ""} == {
        "of": "limit",
        "name": "house/single-stock",
        "title": "",
        "change": "loosened",
        "from": "at most 7%",
        "to": "at most 8%",
        "text": "loosened from 2024-01-01: at most 7% → at most 8%",
    }
    assert json.loads(run("limits", "diff", own, own, "--json").out) == []


def test_the_programs_own_limits_have_a_name_and_a_folder() -> None:
    assert run("limits", "diff", "builtin", LIMITS).text == "Nothing changed.\n"


def test_a_house_beside_the_law_has_its_limit_more_and_all_others_less(own: Path) -> None:
    changes = json.loads(run("limits", "diff", "builtin", own, "--json").out)
    limits = {change["name"]: change["change"] for change in changes if change["of"] == "limit"}
    built_in = {row["id"] for row in json.loads(run("limits", "list", "--json").out)}
    assert limits == dict.fromkeys(built_in, "removed") | {"house/single-stock": "added"}


def test_between_two_days_limits_come_into_force(own: Path) -> None:
    asked = ("limits", "diff", "--from", "2023-12-31", "--to", "2024-01-01", "--limits", own)
    ran = run(*asked)
    assert ran.code == 0
    assert "comes into force from 2024-01-01: at most 7%" in ran.text
    assert ran.text.endswith("Changes 1: in limits 1, in other entries 0.\n")
    backwards = run("limits", "diff", "--from", "2024-01-01", "--to", "2023-12-31", "--limits", own)
    assert "no longer in force from" in backwards.text


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "it does not say what to compare"),
        (("builtin",), "it does not say what to compare"),
        (("--from", "2024-01-01"), "it does not say what to compare"),
        (
            ("builtin", "builtin", "--from", "2024-01-01", "--to", "2024-01-02"),
            "it does not say what to compare",
        ),
        (("--from", "yesterday", "--to", "2024-13-01"), "seen: 2024-13-01"),
        (("builtin", "nowhere"), "nowhere: there is no such folder of limits"),
    ],
)
def test_what_cannot_be_compared_is_said_with_code_2(arguments: tuple[str, ...], words: str) -> None:
    ran = run("limits", "diff", *arguments)
    assert (ran.code, ran.text) == (2, "")
    assert ran.says(words)


def test_what_cannot_be_read_on_either_side_is_said_at_once(own: Path, tmp_path: Path) -> None:
    other = put(own_limits(tmp_path / "other"), "at_most: 7%", "at_most: seven")
    ran = run("limits", "diff", put(own, "judge_per: product", "judge_per: house"), other)
    assert ran.code == 2
    assert ran.says("seen: house")
    assert ran.says("seen: seven")
