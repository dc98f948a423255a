"""Every limit against its cases: below, on and above the line, each exemption, each exclusion, a missing fact."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from concentration.catalogue.cases import Case, load_cases, run_case
from concentration.catalogue.load import load_catalogue, read_as
from concentration.catalogue.model import Limit
from concentration.pipeline import Options, check
from concentration.read.portfolio import Settings, portfolio_from_rows
from concentration.report.json import write
from concentration.words.message import CannotRunError

CATALOGUE = load_catalogue()
FOLDER = Path(__file__).parent
CASES = [
    pytest.param(limit, case, id=f"{limit.id}: {case.name}")
    for limit in CATALOGUE.limits
    for case in load_cases(FOLDER / f"{limit.id}.yaml")
]


def findings(case: Case, limit: Limit) -> list[Mapping[str, Any]]:
    """Return what the report says of the limit; a case that nothing applies to says nothing."""
    portfolio = portfolio_from_rows(case.tables, Settings(**case.settings), kinds=CATALOGUE.kinds)
    judged = read_as(limit, case.reading)
    options = Options(
        as_of=date.fromisoformat(case.as_of) if case.as_of else "latest", show_all=True, draft=True
    )
    try:
        report = check(portfolio, CATALOGUE.only(judged), options)
    except CannotRunError as error:
        assert [problem.message.code for problem in error.problems] == ["nothing_to_judge"]  # noqa: PT017
        return []
    written = json.loads(write([report], "en", show_all=True))
    return [finding for finding in written["findings"] if finding["limit"] == limit.id]


@pytest.mark.parametrize(("limit", "case"), CASES)
def test_the_limit_says_what_its_case_expects(limit: Limit, case: Case) -> None:
    assert run_case(case, limit, findings) is None


def test_every_limit_has_a_file_of_cases_and_every_file_a_limit() -> None:
    ids = {limit.id for limit in CATALOGUE.limits}
    assert {file.relative_to(FOLDER).with_suffix("").as_posix() for file in FOLDER.rglob("*.yaml")} == ids
