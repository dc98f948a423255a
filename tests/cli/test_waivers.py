"""Approved breaches and earlier reports on the command line."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.cli.command import SAMPLES, Ran, check
from tests.report.test_json import validate

HEADER = "limit,product_id,manager_id,group_id,up_to,reason,approved_by,from,expires\n"
BREACHES = (
    "securities-trust/structured-single-company-20,HL-S1,,HY,21%,redemption,committee,,2024-06-28\n",
    "trust-qdii/fund-20,HL-Q2,,,21%,redemption,committee,,2024-06-28\n",
    "trust-qdii/market-20,HL-Q1,,,21%,redemption,committee,,2024-06-28\n",
    "trust-qdii/single-equity-5,HL-Q1,,,5.2%,redemption,committee,,2024-06-28\n",
)
"""What covers every breach of the sample, to the very figure and on the very day."""

SUMMARY = ("breach", "undetermined", "warning", "waived", "judged")


@pytest.fixture
def trust(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SAMPLES / "trust_company", tmp_path / "trust_company"))


def waived(folder: Path, *rows: str, name: str = "waivers.csv") -> Path:
    path = folder / name
    path.write_text(HEADER + "".join(rows), encoding="utf-8")
    return path


def report(*arguments: str | Path) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(check(*arguments, "--format", "json").text)
    return document


def counts(document: dict[str, Any]) -> tuple[int, ...]:
    return tuple(document["summary"][name] for name in SUMMARY)


def problems(ran: Ran) -> list[tuple[str, int | None]]:
    return [(problem["code"], problem["row"]) for problem in json.loads(ran.text)["problems"]]


def test_what_is_written_keeps_the_published_schema(trust: Path, tmp_path: Path) -> None:
    earlier, other = tmp_path / "earlier.json", SAMPLES / "clean"
    waived(trust, *BREACHES[1:])
    check(trust, "--output", earlier)
    waived(trust, *BREACHES[:3])
    holdings = trust / "holdings.csv"
    text = holdings.read_text(encoding="utf-8")
    holdings.write_text(text.replace("5200000\n", "4000000\n"), encoding="utf-8")
    one = report(trust, "--baseline", earlier)
    assert {finding["baseline"] for finding in one["findings"]} == {"SAME", "BETTER"}
    assert [gone["status"] for gone in one["resolved"]] == ["waived"]
    validate(one)
    validate(report(trust, other, "--baseline", earlier))


def test_the_exit_code_is_that_of_a_run_without_the_waived_breaches(trust: Path) -> None:
    assert check(trust).code == 1
    waived(trust, *BREACHES)
    ran = check(trust)
    assert ran.code == 3, "what is undetermined is so still"
    assert check(trust, "--fail-on", "breach").code == 0
    page = " ".join(ran.text.split())
    assert "Besides, 4 findings waived" in page
    assert "Waived 0 judgements, 4 findings" in page
    assert "Waived up to 5.2%, until 2024-06-28: redemption (approved by committee" in page


def test_a_file_beside_the_portfolio_does_the_same_as_its_own_table(trust: Path, tmp_path: Path) -> None:
    outside = waived(tmp_path, *BREACHES, name="approved.csv")
    beside = report(trust, "--waivers", outside)
    waived(trust, *BREACHES)
    own = report(trust)
    assert counts(beside) == counts(own)
    assert [finding["status"] for finding in beside["findings"]] == [f["status"] for f in own["findings"]]
    files = [finding["waiver"]["file"] for finding in beside["findings"] if finding["waiver"]]
    assert set(files) == {outside.as_posix()}
    assert beside["inputs"][-1]["file"] == outside.as_posix()


def test_both_are_in_force_together_and_a_double_is_noted(trust: Path, tmp_path: Path) -> None:
    waived(trust, *BREACHES[:2])
    outside = waived(tmp_path, *BREACHES[1:], name="approved.csv")
    both = report(trust, "--waivers", outside)
    assert sum(finding["status"] == "waived" for finding in both["findings"]) == 4
    [double] = [note for note in both["notes"] if "stands at" in note]
    assert "approved.csv, row 2: the same waiver stands at waivers.csv:3 already" in double


def test_a_waived_breach_is_listed_with_its_waiver_and_nothing_else_changes(trust: Path) -> None:
    before = report(trust, "--all")
    waived(trust, BREACHES[0])
    after = report(trust, "--all")
    waivers = [finding["waiver"] for finding in after["findings"] if finding["status"] == "waived"]
    assert waivers == [
        {
            "file": "waivers.csv",
            "row": 2,
            "up_to": "21%",
            "reason": "redemption",
            "approved_by": "committee",
            "from": None,
            "expires": "2024-06-28",
        }
    ]
    plain = {
        json.dumps(finding | {"status": "breach" if finding["waiver"] else finding["status"], "waiver": None})
        for finding in after["findings"]
    }
    assert plain == {json.dumps(finding) for finding in before["findings"]}


def test_malformed_rows_stop_everything_each_with_its_place(trust: Path) -> None:
    waived(trust, BREACHES[0], BREACHES[1].replace("21%", "20%"), BREACHES[2].replace("market", "markt"))
    ran = check(trust, "--format", "json")
    assert (ran.code, problems(ran)) == (2, [("waiver_inside", 3), ("no_such_limit", 4)])
    assert check(trust).says("waivers.csv, row 3, column up_to")


def test_a_file_outside_names_products_of_one_portfolio_or_another(trust: Path, tmp_path: Path) -> None:
    other = SAMPLES / "bank_wealth"
    outside = waived(tmp_path, *BREACHES, name="approved.csv")
    assert check(other, "--waivers", outside).code == 2
    both = report(trust, other, "--waivers", outside)
    assert [finding["status"] for finding in both["reports"][0]["findings"]].count("waived") == 4
    stranger = waived(tmp_path, BREACHES[0].replace("HL-S1", "HL-S9"), name="approved.csv")
    ran = check(trust, other, "--waivers", stranger, "--format", "json")
    assert (ran.code, problems(ran)) == (2, [("unknown_product", 2)])


def test_a_malformed_file_is_told_once_however_many_portfolios_there_are(trust: Path, tmp_path: Path) -> None:
    outside = waived(tmp_path, BREACHES[0].replace("HL-S1", ""), name="approved.csv")
    ran = check(trust, SAMPLES / "bank_wealth", "--waivers", outside, "--format", "json")
    assert problems(ran) == [("waiver_of_nobody", 2)]


def test_a_file_of_waivers_that_is_not_there_is_2(trust: Path) -> None:
    assert check(trust, "--waivers", trust / "nowhere.csv").code == 2


def test_a_run_beside_its_own_report_is_the_same_and_fails_on_nothing_new(
    trust: Path, tmp_path: Path
) -> None:
    earlier = tmp_path / "earlier.json"
    assert check(trust, "--output", earlier).code == 1
    again = report(trust, "--baseline", earlier)
    assert {finding["baseline"] for finding in again["findings"]} == {"SAME"}
    assert again["resolved"] == []
    assert check(trust, "--baseline", earlier).code == 1
    assert check(trust, "--baseline", earlier, "--fail-new", "--fail-on", "advisory").code == 0


def test_something_new_or_worse_fails_and_something_gone_is_listed(trust: Path, tmp_path: Path) -> None:
    earlier = tmp_path / "earlier.json"
    waived(trust, *BREACHES)
    check(trust, "--output", earlier)
    waived(trust, *BREACHES[:3])
    assert check(trust, "--baseline", earlier, "--fail-new").code == 1
    waived(trust, *BREACHES)
    holdings = trust / "holdings.csv"
    text = holdings.read_text(encoding="utf-8")
    holdings.write_text(text.replace("5200000\n", "4000000\n"), encoding="utf-8")
    ran = check(trust, "--baseline", earlier, "--fail-new", "--fail-on", "breach")
    assert ran.code == 0
    assert "In the earlier report, and gone" in ran.text


def test_several_portfolios_are_held_against_the_reports_of_the_same_run(trust: Path, tmp_path: Path) -> None:
    earlier, other = tmp_path / "earlier.json", SAMPLES / "bank_wealth"
    check(trust, other, "--output", earlier)
    again = report(other, trust, "--baseline", earlier)
    marks = {finding["baseline"] for one in again["reports"] for finding in one["findings"]}
    assert marks == {"SAME"}


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"schema": "concentration-report/9"}'])
def test_a_baseline_that_is_no_report_is_2(trust: Path, tmp_path: Path, content: str) -> None:
    wrong = tmp_path / "wrong.json"
    wrong.write_text(content)
    ran = check(trust, "--baseline", wrong)
    assert ran.code == 2
    assert ran.says("wrong.json")


def test_fail_new_needs_a_baseline(trust: Path) -> None:
    ran = check(trust, "--fail-new")
    assert ran.code == 2
    assert ran.says("--baseline REPORT.json")
