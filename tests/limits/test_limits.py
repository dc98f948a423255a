"""Every limit against its cases: below, on and above the line, each exemption, each exclusion, a missing fact."""

from pathlib import Path

import pytest

from concentration.case_runs import findings_of_case
from concentration.catalogue.cases import Case, case_files, load_cases, run_case
from concentration.catalogue.load import builtin_cases, load_catalogue
from concentration.catalogue.model import Limit

CATALOGUE = load_catalogue()
FOLDER = Path(__file__).parent
CASES = [
    pytest.param(limit, case, id=f"{limit.id}: {case.name}")
    for limit in CATALOGUE.limits
    for case in load_cases(FOLDER / f"{limit.id}.yaml")
]


@pytest.mark.parametrize(("limit", "case"), CASES)
def test_the_limit_says_what_its_case_expects(limit: Limit, case: Case) -> None:
    assert run_case(case, limit, lambda case, limit: findings_of_case(case, limit, CATALOGUE)) is None


def test_every_limit_has_a_file_of_cases_and_every_file_a_limit() -> None:
    assert set(case_files(FOLDER)) == {limit.id for limit in CATALOGUE.limits}


def test_the_program_finds_these_cases() -> None:
    assert builtin_cases() == FOLDER
