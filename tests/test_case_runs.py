"""A case is judged like any portfolio, with the lists that it names in the place of the catalogue's."""

import msgspec
import pytest

from concentration.case_runs import findings_of_case
from concentration.catalogue.cases import Case
from concentration.catalogue.load import load_catalogue
from concentration.catalogue.model import Catalogue
from concentration.words.message import CannotRunError
from concentration.words.sentences import render_problem

DAY = "2024-06-28"
TABLES = {
    "managers": [{"manager_id": "M1", "name": "M1", "kind": "securities_firm"}],
    "products": [
        {
            "as_of": DAY,
            "product_id": "P1",
            "name": "P1",
            "manager_id": "M1",
            "kind": "collective_plan",
            "offering": "private",
            "operation": "open",
            "net_assets": "1000",
        }
    ],
    "assets": [{"asset_id": "A1", "name": "A1", "kind": "stock"}],
    "holdings": [
        {"as_of": DAY, "product_id": "P1", "asset_id": "A1", "quantity": "1", "market_value": "1000"}
    ],
}


def catalogue() -> Catalogue:
    ours = load_catalogue()
    return msgspec.structs.replace(ours, lists={**ours.lists, "favourites": ()})


def status(lists: dict[str, tuple[str, ...] | None]) -> str:
    """The status of a quarter that frees the assets of a list, where A1 is everything that a plan holds."""
    ours = catalogue()
    limit = next(limit for limit in ours.limits if limit.id == "collective-plans/single-asset-of-plan")
    limit = msgspec.structs.replace(limit, count="asset_id NOT IN favourites")
    (finding,) = findings_of_case(Case("a case", TABLES, {}, lists=lists), limit, ours)
    return str(finding["status"])


def test_a_list_of_a_case_stands_in_the_place_of_the_catalogues() -> None:
    assert status({}) == "breach"
    assert status({"favourites": ("A1",)}) == "pass"
    assert status({"favourites": ("A2",)}) == "breach"


def test_a_setting_that_a_case_leaves_open_is_unknown() -> None:
    assert status({"favourites": None}) == "undetermined"


def test_a_list_that_the_catalogue_lacks_is_told_with_the_nearest_name() -> None:
    with pytest.raises(CannotRunError) as error:
        status({"favorites": ("A1",)})
    (problem,) = error.value.problems
    said = render_problem(problem, "en")
    assert "there is no such list" in said
    assert "allowed: favourites" in said
