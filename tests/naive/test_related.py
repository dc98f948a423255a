"""The naive related parties, on the sentences of the law one by one."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from naive.related import related_group

DAY = date(2024, 6, 28)


def tie(a: str, relation: str, b: str, stake: str | None = None, **dates: date) -> Mapping[str, Any]:
    from decimal import Decimal

    return {
        "party_id": a,
        "related_party_id": b,
        "relation": relation,
        "stake": None if stake is None else Decimal(stake),
        "from": dates.get("since"),
        "until": dates.get("until"),
    }


def group(party: str, *ties: Mapping[str, Any], government: tuple[str, ...] = ()) -> str:
    return " ".join(sorted(related_group(party, ties, set(government), DAY)))


def test_all_under_one_controller_are_related() -> None:
    ties = [tie("P", "controls", "A"), tie("P", "controls", "B"), tie("B", "controls", "C")]
    assert group("A", *ties) == group("C", *ties) == group("P", *ties) == "A B C P"


def test_more_than_half_is_control_exactly_half_is_influence() -> None:
    assert (
        group("C", tie("P", "owns", "A", "0.5"), tie("A", "controls", "B"), tie("A", "controls", "C"))
        == "A B C P"
    )
    below = [tie("P", "owns", "A", "0.5"), tie("P", "owns", "B", "0.5")]
    assert group("A", *below) == "A P", "two associates of one investor are not related"
    above = [tie("P", "owns", "A", "0.51"), tie("P", "owns", "B", "0.51")]
    assert group("A", *above) == "A B P"


def test_stakes_held_through_what_is_controlled_add_up() -> None:
    ties = [tie("P", "controls", "A"), tie("P", "owns", "B", "0.3"), tie("A", "owns", "B", "0.21")]
    assert group("B", *ties) == "A B P"


def test_a_circle_of_control_comes_to_an_end() -> None:
    ties = [tie("A", "owns", "B", "0.6"), tie("B", "owns", "C", "0.6"), tie("C", "owns", "A", "0.6")]
    assert group("A", *ties) == "A B C"


def test_government_control_binds_nobody() -> None:
    ties = [tie("G", "controls", "A"), tie("G", "controls", "B"), tie("P", "controls", "G")]
    assert group("A", *ties, government=("G",)) == "A"
    assert group("P", *ties, government=("G",)) == "G P"


def test_a_company_with_two_controllers_is_related_to_both_and_joins_them_not() -> None:
    ties = [
        tie("P", "controls", "X"),
        tie("Q", "controls", "X"),
        tie("P", "controls", "A"),
        tie("Q", "controls", "B"),
    ]
    assert group("X", *ties) == "A B P Q X"
    assert group("A", *ties) == "A P X"


def test_influence_reaches_one_step_and_brings_what_the_reached_controls() -> None:
    ties = [tie("P", "owns", "A", "0.2"), tie("A", "controls", "B"), tie("Q", "controls", "A")]
    assert group("P", *ties) == "A B P"
    assert group("P", tie("P", "owns", "A", "0.1999")) == "P"


def test_joint_ventures_of_one_owner_are_related_associates_are_not() -> None:
    ties = [
        tie("P", "joint_control", "J"),
        tie("P", "joint_control", "K"),
        tie("P", "significant_influence", "A"),
        tie("P", "significant_influence", "B"),
    ]
    assert group("J", *ties) == "A B J K P"
    assert group("A", *ties) == "A J K P"


def test_relations_hold_from_their_first_to_their_last_day() -> None:
    assert group("A", tie("P", "controls", "A", since=DAY, until=DAY)) == "A P"
    assert group("A", tie("P", "controls", "A", since=date(2024, 7, 1))) == "A"
    assert group("A", tie("P", "controls", "A", until=date(2024, 6, 27))) == "A"
