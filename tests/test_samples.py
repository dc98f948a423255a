"""Each sample portfolio gives the report that stands beside it, whole but for the version and the catalogue's hash.

The numbers of each `expected.json` were followed by hand in its README. After a change that is meant, write them anew
with `UPDATE_EXPECTED=1 pytest tests/test_samples.py` and read the difference line by line.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
SAMPLES = {
    "trust_company": 1,
    "bank_wealth": 1,
    "securities_firm": 1,
    "clean": 0,
    "nested": 1,
    "house_lines": 1,
    "house_export": 1,
    "over_time": 1,
}
OPTIONS = {"house_lines": ["--limits", "sample_portfolios/house_lines/limits"]}
RUN = "from concentration.cli.main import main; main()"
MASK = "…"


def reported(sample: str) -> tuple[int, dict[str, Any]]:
    """Return the exit code of a check and its report with what changes from build to build masked."""
    options = ["--format", "json", "--lang", "en", *OPTIONS.get(sample, [])]
    command = [sys.executable, "-c", RUN, "check", f"sample_portfolios/{sample}", *options]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    report: dict[str, Any] = json.loads(ran.stdout)
    report["version"] = MASK
    report["catalogue"]["sha256"] = MASK
    return ran.returncode, report


@pytest.mark.parametrize(("sample", "exit_code"), SAMPLES.items())
def test_a_sample_gives_the_report_that_stands_beside_it(sample: str, exit_code: int) -> None:
    code, report = reported(sample)
    expected = ROOT / "sample_portfolios" / sample / "expected.json"
    if os.environ.get("UPDATE_EXPECTED") == "1":
        expected.write_text(json.dumps(report, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    assert report == json.loads(expected.read_text(encoding="utf-8"))
    assert code == exit_code


def test_the_clean_sample_has_nothing_to_report_at_all() -> None:
    _, report = reported("clean")
    assert report["findings"] == []
    assert report["summary"]["judged"] == report["summary"]["pass"]


def test_every_sample_is_compared() -> None:
    assert {path.parent.name for path in (ROOT / "sample_portfolios").glob("*/expected.json")} == set(SAMPLES)


@pytest.mark.parametrize("sample", SAMPLES)
def test_every_finding_of_a_sample_is_explained_in_its_readme(sample: str) -> None:
    folder = ROOT / "sample_portfolios" / sample
    readme = (folder / "README.md").read_text(encoding="utf-8")
    report = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    for finding in report["findings"]:
        rulebook, name = finding["limit"].split("/")
        assert rulebook in readme
        assert name in readme
