"""`history`, `check --ahead` and `check --previous` on the command line."""

import json
import shutil
from pathlib import Path

from tests.cli.command import SAMPLES, run

SAMPLE = SAMPLES / "over_time"


def without_days(folder: Path, keep: tuple[str, ...]) -> Path:
    """A copy of the sample with these days alone."""
    shutil.copytree(SAMPLE, folder)
    for name in ("products.csv", "holdings.csv"):
        header, *rows = (folder / name).read_text(encoding="utf-8").splitlines()
        kept = [row for row in rows if row.startswith(keep)]
        (folder / name).write_text("\n".join([header, *kept]) + "\n", encoding="utf-8")
    return folder


def test_a_history_lists_every_breach_and_fails_where_one_is_open() -> None:
    ran = run("history", SAMPLE, "--format", "json")
    assert ran.code == 1
    lines = json.loads(ran.out)["breaches"]
    assert [(one["group"]["id"], one["state"], one["overdue"]) for one in lines] == [
        ("QC", "open", True),
        ("HH", "open", False),
        ("YP", "open", False),
        ("BL", "cured", False),
    ]


def test_the_page_speaks_both_languages() -> None:
    assert "4 breach(es): 3 open on the latest day, 1 of them overdue" in run("history", SAMPLE).text
    assert "最近一日仍超限：3 次" in run("history", SAMPLE, "--lang", "zh").text


def test_only_a_chosen_limit_is_judged_and_one_without_a_breach_exits_with_0() -> None:
    ran = run("history", SAMPLE, "--limit", "public-funds/open-tradable-shares-15", "--lang", "en")
    assert (ran.code, "No breach on any day" in ran.text) == (0, True)


def test_what_cannot_be_run_is_told_in_the_format_asked_for() -> None:
    ran = run("history", SAMPLE, "--limit", "public-funds/none", "--format", "json")
    assert ran.code == 2
    assert json.loads(ran.out)["schema"] == "concentration-error/1"
    assert run("history", SAMPLE, "--format", "xml").code == 2


def test_the_days_of_a_previous_portfolio_give_the_lives_that_one_portfolio_gives(tmp_path: Path) -> None:
    before = without_days(tmp_path / "before", ("2024-06-03", "2024-06-05", "2024-06-14"))
    after = without_days(tmp_path / "after", ("2024-06-18", "2024-06-28"))
    whole = json.loads(run("check", SAMPLE, "--format", "json").out)["findings"]
    parted = run("check", after, "--previous", before, "--format", "json")
    assert json.loads(parted.out)["findings"] == whole
    alone = json.loads(run("check", after, "--format", "json").out)["findings"]
    assert {one["since"] for one in alone if one["crossing"] == "unknown"} == {"2024-06-18"}


def test_a_previous_portfolio_that_is_not_earlier_is_refused(tmp_path: Path) -> None:
    after = without_days(tmp_path / "after", ("2024-06-28",))
    early = without_days(tmp_path / "early", ("2024-06-03",))
    ran = run("check", early, "--previous", after)
    assert ran.code == 2
    assert ran.says("no day before the first one of this portfolio")


def test_what_falls_due_is_listed() -> None:
    ran = run("check", SAMPLE, "--ahead", "14", "--format", "json")
    assert ran.code == 1
    [item] = json.loads(ran.out)["ahead"]["items"]
    assert (item["due"], item["what"], item["group_id"]) == ("2024-07-12", "cure", "YP")
    assert run("check", SAMPLE, "--ahead", "-1").code == 2
