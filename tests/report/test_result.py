"""What a report means for the exit code."""

from typing import Any

import pytest

from concentration.report.result import (
    CONTRIBUTIONS,
    FINDINGS,
    FailOn,
    Report,
    empty_contributions,
    empty_findings,
    fails_at,
    worst,
)
from tests.report import examples


def of(*rows: dict[str, Any]) -> Report:
    return examples.report(rows)


BREACH, UNDETERMINED, WARNING = ({"status": status} for status in ("breach", "undetermined", "warning"))
ADVISORY = {"status": "breach", "standing": "advisory"}
DRAFT = {"status": "undetermined", "standing": "draft"}
THROUGH = {"status": "breach", "through": True}


@pytest.mark.parametrize(
    ("rows", "level", "code"),
    [
        ([], "advisory", 0),
        ([BREACH], "breach", 1),
        ([BREACH], "undetermined", 1),
        ([BREACH], "advisory", 1),
        ([BREACH], "never", 0),
        ([UNDETERMINED], "breach", 0),
        ([UNDETERMINED], "undetermined", 3),
        ([BREACH, UNDETERMINED], "undetermined", 1),
        ([WARNING], "undetermined", 0),
        ([WARNING], "warning", 4),
        ([UNDETERMINED, WARNING], "warning", 3),
        ([ADVISORY], "breach", 0),
        ([ADVISORY], "warning", 0),
        ([ADVISORY], "advisory", 4),
        ([DRAFT], "undetermined", 0),
        ([DRAFT], "advisory", 4),
        ([THROUGH], "undetermined", 0),
        ([THROUGH], "advisory", 4),
        ([WARNING, ADVISORY], "warning", 4),
        ([{"status": "waived"}, {"status": "exempt"}, {"status": "pass"}], "advisory", 0),
        ([{"status": "pass", "standing": "advisory"}], "advisory", 0),
    ],
)
def test_the_exit_code_follows_the_table_of_the_contract(
    rows: list[dict[str, Any]], level: FailOn, code: int
) -> None:
    assert fails_at(of(*rows), level) == code


def test_a_null_through_is_a_direct_holding() -> None:
    assert fails_at(of({"status": "breach", "through": None}), "breach") == 1


def test_the_worst_of_statuses_is_the_first_in_report_order() -> None:
    assert worst(["pass", "warning", "undetermined"]) == "undetermined"
    assert worst(["exempt", "pass"]) == "exempt"


def test_nothing_is_not_a_pass() -> None:
    with pytest.raises(ValueError, match="empty"):
        worst([])


def test_empty_frames_have_every_column() -> None:
    assert dict(empty_findings().schema) == FINDINGS
    assert dict(empty_contributions().schema) == CONTRIBUTIONS
