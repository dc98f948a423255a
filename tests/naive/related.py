"""Who is related to a financing party, word for word and one step after another."""

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

Row = Mapping[str, Any]

CONTROL = Fraction(1, 2)
INFLUENCE = Fraction(1, 5)


def related_group(party: str, relations: Iterable[Row], government: set[str], day: date) -> frozenset[str]:
    """Return the party and everyone related to it on that day.

    `relations` are rows of the table; `government` are the parties whose control binds nobody.
    """
    ties = _web(party, [row for row in relations if _in_force(row, day)])
    everyone = {party} | {row["party_id"] for row in ties} | {row["related_party_id"] for row in ties}
    controls = {one: controlled_by(one, ties, government) for one in everyone}
    controllers = {one for one in everyone if party in controls[one]}

    group = {party} | controls[party] | controllers
    for controller in controllers:
        group |= controls[controller]
    reached: set[str] = set()
    for tie in ties:
        if not _reaches_one_step(tie):
            continue
        if tie["party_id"] in group:
            reached.add(tie["related_party_id"])
        if tie["related_party_id"] in group:
            reached.add(tie["party_id"])
    for member in {party} | controllers:
        reached |= _siblings(member, ties, government)
    for one in reached:
        group |= {one} | controls[one]
    return frozenset(group)


def _web(party: str, ties: list[Row]) -> list[Row]:
    """Return the ties that hang together with a party in any way; no other can matter to it."""
    inside = {party}
    while True:
        found = [tie for tie in ties if tie["party_id"] in inside or tie["related_party_id"] in inside]
        reached = inside | {tie[end] for tie in found for end in ("party_id", "related_party_id")}
        if reached == inside:
            return found
        inside = reached


def controlled_by(party: str, ties: Iterable[Row], government: set[str]) -> set[str]:
    """Return all that a party controls, by itself or together with what it controls, to the fixed point."""
    ties = list(ties)
    if party in government:
        return set()
    controlled: set[str] = set()
    while True:
        holders = ({party} | controlled) - government
        votes: dict[str, Fraction] = {}
        found: set[str] = set()
        for tie in ties:
            if tie["party_id"] not in holders:
                continue
            target = tie["related_party_id"]
            if tie["relation"] == "controls":
                found.add(target)
            if tie["relation"] == "owns":
                votes[target] = votes.get(target, Fraction(0)) + _stake(tie)
        found |= {target for target, held in votes.items() if held > CONTROL}
        found -= {party}
        if found <= controlled:
            return controlled
        controlled |= found


def _siblings(party: str, ties: list[Row], government: set[str]) -> set[str]:
    """Return the other ventures of the owners of a venture, one of the two being a joint one."""
    found: set[str] = set()
    for up in ties:
        if up["related_party_id"] != party or not _is_venture(up) or up["party_id"] in government:
            continue
        for down in ties:
            if (
                down["party_id"] != up["party_id"]
                or down["related_party_id"] == party
                or not _is_venture(down)
            ):
                continue
            if "joint_control" in (up["relation"], down["relation"]):
                found.add(down["related_party_id"])
    return found


def _is_venture(tie: Row) -> bool:
    """Return whether the tie makes its lower end a joint venture or an associate of its upper end."""
    return tie["relation"] in ("joint_control", "significant_influence") or _influences(tie)


def _reaches_one_step(tie: Row) -> bool:
    """Return whether the tie reaches one step from a control group."""
    return tie["relation"] in ("joint_control", "significant_influence", "family", "other") or _influences(
        tie
    )


def _influences(tie: Row) -> bool:
    """Return whether the tie is one holder's stake of 20% to 50%, both ends included."""
    return tie["relation"] == "owns" and INFLUENCE <= _stake(tie) <= CONTROL


def _stake(tie: Row) -> Fraction:
    """Return the votes held; a stake that is not known binds nobody."""
    return Fraction(tie["stake"]) if tie["stake"] is not None else Fraction(0)


def _in_force(tie: Row, day: date) -> bool:
    """Return whether the tie holds on that day, its first and last day included."""
    starts = tie["from"] is None or tie["from"] <= day
    return starts and (tie["until"] is None or day <= tie["until"])
