"""Related parties: every sentence of the rule as a small example, and a naive second computation."""

import csv
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from concentration.connect.related import related_groups

DAY = date(2024, 6, 28)
OWNERSHIP = Path(__file__).parents[3] / "shared" / "data" / "ownership" / "top10_shareholders.csv"

SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "party_id": pl.String,
    "related_party_id": pl.String,
    "relation": pl.String,
    "stake": pl.Decimal(38, 12),
    "from": pl.Date,
    "until": pl.Date,
}
Row = tuple[str, str, str, str | None]


def relations(*rows: str, since: date | None = None, until: date | None = None) -> pl.DataFrame:
    """Read rows like `A controls B` and `A owns 50.1% of B`."""
    table: list[tuple[str, str, str, Decimal | None, date | None, date | None]] = []
    for row in rows:
        match row.split():
            case [party, "owns", stake, "of", company]:
                table.append((party, company, "owns", Decimal(stake.rstrip("%")) / 100, since, until))
            case [party, relation, other]:
                table.append((party, other, relation, None, since, until))
            case _:
                raise AssertionError(row)
    return pl.DataFrame(table, schema=SCHEMA, orient="row")


def parties(**kinds: str) -> pl.DataFrame:
    return pl.DataFrame({"party_id": list(kinds), "kind": list(kinds.values())})


def group(held: str, table: pl.DataFrame, kinds: pl.DataFrame | None = None, day: date = DAY) -> str:
    """The members of one party's group, in one string."""
    return "".join(related_groups([held], table, kinds, day)["party_id"].to_list())


def test_a_party_without_relations_is_its_own_group() -> None:
    assert group("A", relations()) == "A"
    assert group("A", relations("B controls C")) == "A"


def test_control_is_transitive_in_both_directions_and_binds_everyone_under_one_controller() -> None:
    table = relations("A controls B", "B controls C", "A controls D")
    assert group("A", table) == group("B", table) == group("C", table) == group("D", table) == "ABCD"


def test_more_than_half_of_the_votes_is_control_and_exactly_half_is_influence() -> None:
    majority = relations("A owns 50.0000000001% of B", "B owns 50.0000000001% of C")
    assert group("A", majority) == group("C", majority) == "ABC"
    half = relations("A owns 50% of B", "B owns 60% of C", "A controls D")
    assert group("B", half) == "ABCD"  # A is reached in one step and brings what it controls
    assert group("D", half) == "ABCD"  # the associate of its controller, with what that controls


def test_stakes_of_a_controller_and_of_all_that_it_controls_add_up() -> None:
    table = relations(
        "A controls B", "A owns 19% of D", "B owns 19% of D", "C owns 12.1% of D", "B controls C"
    )
    assert group("A", table) == group("D", table) == "ABCD"
    table = relations("A controls B", "A owns 19% of D", "B owns 19% of D", "C owns 12% of D", "B controls C")
    assert group("A", table) == "ABC"  # exactly half


def test_control_by_joint_ownership_goes_on_to_a_fixed_point() -> None:
    table = relations(
        "A controls B",
        "A owns 19% of C", "B owns 19% of C", "X owns 19% of C", "A controls X",
        "C owns 19% of D", "B owns 19% of D", "X owns 19% of D",
        "D owns 19% of E", "C owns 19% of E", "X owns 19% of E",
    )  # fmt: skip
    assert group("E", table) == "ABCDEX"


def test_companies_that_own_each_other_are_no_trap() -> None:
    ring = relations("A owns 60% of B", "B owns 60% of C", "C owns 60% of A")
    assert group("B", ring) == "ABC"
    # B's stake in itself would lift A above half, but it is not A's before A controls B.
    assert group("A", relations("A owns 19% of B", "B owns 40% of B")) == "A"
    assert (
        group("A", relations("A owns 15% of B", "B controls C", "C owns 19% of B", "C owns 60% of C")) == "A"
    )


def test_two_controllers_are_each_related_to_the_company_but_not_to_each_other() -> None:
    table = relations("A controls C", "B controls C", "A controls D", "B controls E")
    assert group("C", table) == "ABCDE"
    assert group("D", table) == "ACD"
    assert group("A", table) == "ACD"
    assert group("E", table) == "BCE"


def test_companies_under_one_government_are_not_related() -> None:
    table = relations("G controls A", "G owns 60% of B", "A controls C")
    kinds = parties(G="government", A="company")
    assert group("A", table, kinds) == "AC"
    assert group("B", table, kinds) == "B"
    assert group("G", table, kinds) == "G"
    assert group("A", table) == "ABCG"  # the same table, were it not a government


def test_a_government_that_is_reached_brings_nothing() -> None:
    table = relations("G significant_influence A", "G controls B", "G joint_control C", "P controls G")
    assert group("A", table, parties(G="government")) == "AG"


def test_a_government_under_a_controller_lends_it_no_votes_and_no_influence() -> None:
    table = relations("P controls G", "G owns 30% of A", "P owns 15% of B", "G owns 40% of B")
    assert group("P", table, parties(G="government")) == "GP"


def test_the_kind_in_force_is_the_latest_on_or_before_the_day() -> None:
    kinds = pl.DataFrame(
        {
            "party_id": ["G", "G", "G"],
            "kind": ["company", "government", "company"],
            "as_of": [date(2023, 1, 1), date(2024, 1, 1), date(2024, 6, 29)],
        }
    )
    table = relations("G controls A", "G controls B")
    assert group("A", table, kinds) == "A"
    assert group("A", table, kinds, date(2023, 6, 1)) == "ABG"
    assert group("A", table, kinds, date(2024, 6, 29)) == "ABG"


@pytest.mark.parametrize("relation", ["joint_control", "significant_influence", "family", "other"])
def test_an_influence_reaches_one_step_from_the_control_group_and_brings_what_is_below(relation: str) -> None:
    table = relations(
        "A controls B",  # the control group of B
        f"A {relation} C", "C controls D",  # reached, and below it
        "E controls C", "E controls F",  # above and beside it
        f"C {relation} H",  # a second step
    )  # fmt: skip
    assert group("B", table) == "ABCD"
    # The other way the controller A is reached: it brings B.
    assert group("C", table).startswith("ABCDE")


@pytest.mark.parametrize(
    ("stake", "members"), [("19.9999999999%", "A"), ("20%", "AB"), ("50%", "AB"), ("50.0000000001%", "AB")]
)
def test_a_stake_of_20_to_50_percent_is_influence(stake: str, members: str) -> None:
    assert group("A", relations(f"A owns {stake} of B")) == members
    assert group("B", relations(f"A owns {stake} of B"))[-1] == "B"


def test_influence_is_one_holders_stake() -> None:
    table = relations("A controls B", "A owns 15% of C", "B owns 15% of C")
    assert group("A", table) == "AB"


def test_companies_that_merely_share_a_significant_investor_are_not_related() -> None:
    table = relations("I significant_influence A", "I significant_influence B", "I owns 30% of C")
    assert group("A", table) == "AI"
    assert group("I", table) == "ABCI"


def test_a_joint_venture_is_related_to_its_owners_other_joint_ventures_and_associates() -> None:
    table = relations(
        "O joint_control A",
        "O joint_control B",
        "O significant_influence C",
        "O owns 20% of D",
        "C controls E",
    )
    assert group("A", table) == "ABCDEO"


def test_an_associate_is_related_to_its_owners_joint_ventures_but_to_no_other_associate() -> None:
    table = relations(
        "O joint_control A", "O significant_influence C", "O owns 20% of D", "A controls B", "C controls E"
    )
    assert group("C", table) == "ABCEO"
    assert group("D", table) == "ABDO"
    assert group("E", table) == "ABCEO"  # a subsidiary of the associate stands with it


def test_partners_in_a_joint_venture_are_not_related() -> None:
    table = relations("O joint_control A", "P joint_control A")
    assert group("O", table) == "AO"


def test_a_government_does_not_join_its_joint_ventures() -> None:
    table = relations("G joint_control A", "G joint_control B")
    assert group("A", table, parties(G="government")) == "AG"


def test_family_of_the_person_in_control_brings_its_companies() -> None:
    table = relations("P controls A", "P family Q", "Q controls B", "Q family R")
    kinds = parties(P="person", Q="person", R="person")
    assert group("A", table, kinds) == "ABPQ"


def test_first_and_last_day_of_a_relation_count() -> None:
    table = relations("A controls B", since=date(2024, 1, 2), until=date(2024, 6, 28))
    days = [date(2024, 1, 1), date(2024, 1, 2), date(2024, 6, 28), date(2024, 6, 29)]
    assert [group("A", table, day=day) for day in days] == ["A", "AB", "AB", "A"]


def test_a_stake_that_is_not_known_binds_nobody() -> None:
    table = relations("A owns 30% of B").with_columns(stake=pl.lit(None, pl.Decimal(38, 12)))
    assert group("A", table) == "A"


def test_each_member_names_the_relation_and_the_neighbour_that_bind_it() -> None:
    table = relations(
        "A controls B", "A controls C", "C owns 30% of D", "D controls E", "O joint_control A",
        "O significant_influence F", "F controls H",
    )  # fmt: skip
    assert related_groups(["B"], table, None, DAY).rows() == [
        ("B", "A", "controls", "B"),
        ("B", "B", None, None),
        ("B", "C", "controls", "A"),
        ("B", "D", "owns", "C"),
        ("B", "E", "controls", "D"),
        ("B", "F", "significant_influence", "O"),
        ("B", "H", "controls", "F"),
        ("B", "O", "joint_control", "A"),
    ]


def test_every_held_party_has_its_group_once() -> None:
    groups = related_groups(["B", "A", "B", "Z"], relations("A controls B"), None, DAY)
    pairs = groups.select("group_id", "party_id").rows()
    assert pairs == [("A", "A"), ("A", "B"), ("B", "A"), ("B", "B"), ("Z", "Z")]


def test_no_held_party_gives_no_group() -> None:
    groups = related_groups([], relations("A controls B"), None, DAY)
    assert groups.is_empty()
    assert groups.columns == ["group_id", "party_id", "via", "neighbour"]


# A second computation, as slow and as plain as the words.

INFLUENCES = {"joint_control", "significant_influence", "family", "other"}


def naive_controlled(rows: Sequence[Row], governments: set[str], controller: str) -> set[str]:
    """Everything one party controls: add what must be added until nothing more must be."""
    if controller in governments:
        return set()
    under: set[str] = set()
    while True:
        side = ({controller} | under) - governments
        new = set()
        for company in {row[1] for row in rows} - {controller} - under:
            votes = sum(
                (Fraction(stake or 0) for holder, owned, kind, stake in rows
                 if kind == "owns" and owned == company and holder in side),
                Fraction(0),
            )  # fmt: skip
            told = any(r[2] == "controls" and r[1] == company and r[0] in side for r in rows)
            if told or votes > Fraction(1, 2):
                new.add(company)
        if not new:
            return under
        under |= new


def naive_influences(rows: Sequence[Row]) -> list[tuple[str, str, str]]:
    """Owner, influenced, and whether it is a joint venture or an associate ('' for other kinds)."""
    found = []
    for holder, company, kind, stake in rows:
        significant = kind == "owns" and stake and Fraction(1, 5) <= Fraction(stake) <= Fraction(1, 2)
        if holder != company and (kind in INFLUENCES or significant):
            role = {"joint_control": "venture", "significant_influence": "associate", "owns": "associate"}
            found.append((holder, company, role.get(kind, "")))
    return found


def naive_group(rows: Sequence[Row], governments: set[str], held: str) -> set[str]:
    everyone = {row[0] for row in rows} | {row[1] for row in rows} | {held}
    below = {party: naive_controlled(rows, governments, party) for party in everyone}
    above = {party for party in everyone if held in below[party]}
    control_group = {held} | below[held] | above
    for controller in above:
        control_group |= below[controller]
    members = set(control_group)
    influences = naive_influences(rows)
    for owner, other, _ in influences:
        for near, far in ((owner, other), (other, owner)):
            if near in control_group and (near == held or near not in governments):
                members |= {far} | below[far]
    for venture in {held} | above:
        for owner, one, role in influences:
            if one != venture or owner in governments or not role:
                continue
            for same_owner, another, other_role in influences:
                if same_owner == owner and other_role and "venture" in (role, other_role):
                    members |= {another} | below[another]
    return members


PARTY = st.sampled_from("ABCDEFGH")
RELATION = st.sampled_from(
    ["controls", "owns", "owns", "owns", "joint_control", "significant_influence", "family", "other"]
)
STAKE = st.sampled_from(["0.1", "0.17", "0.2", "0.25", "0.3", "0.5", "0.500000000001", "0.7"])


@settings(max_examples=300, deadline=None)
@given(
    edges=st.dictionaries(st.tuples(PARTY, PARTY, RELATION), STAKE, max_size=18),
    governments=st.sets(PARTY, max_size=2),
)
def test_groups_are_those_of_the_naive_computation(
    edges: dict[tuple[str, str, str], str], governments: set[str]
) -> None:
    rows: list[Row] = [
        (party, other, relation, stake if relation == "owns" else None)
        for (party, other, relation), stake in edges.items()
    ]
    table = pl.DataFrame(
        [(*row[:3], None if row[3] is None else Decimal(row[3]), None, None) for row in rows],
        schema=SCHEMA,
        orient="row",
    )
    kinds = parties(**dict.fromkeys(sorted(governments), "government"))
    groups = related_groups(list("ABCDEFGH"), table, kinds.cast(pl.String), DAY)
    for held in "ABCDEFGH":
        of_held = groups.filter(pl.col("group_id") == held)
        assert set(of_held["party_id"]) == naive_group(rows, governments, held)
        towards = {member: neighbour for _, member, _, neighbour in of_held.iter_rows()}
        for member in towards:
            here, steps = member, 0
            while here != held:
                here, steps = towards[here], steps + 1
                assert steps < len(towards), "following neighbours leads to the group's own party"


@pytest.mark.skipif(not OWNERSHIP.exists(), reason="the real ownership table is not here")
def test_real_shareholders_bind_only_through_stakes_that_the_law_names() -> None:
    nominees = ("香港中央结算", "HKSCC NOMINEES")
    stakes: dict[tuple[str, str], Decimal] = {}
    with OWNERSHIP.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            if not row["holder"].startswith(nominees):
                pair = (row["holder"], row["ts_code"])
                stakes[pair] = stakes.get(pair, Decimal(0)) + Decimal(row["pct_of_total_shares"]) / 100
    table = pl.DataFrame(
        [(holder, company, "owns", stake, None, None) for (holder, company), stake in stakes.items()],
        schema=SCHEMA,
        orient="row",
    )
    companies = sorted({company for _, company in stakes})
    groups = related_groups(companies, table, None, DAY)
    significant = {pair for pair, stake in stakes.items() if stake >= Decimal("0.2")}
    expected = {(company, company) for company in companies} | {
        (company, holder) for holder, company in significant
    }
    pairs = set(groups.select("group_id", "party_id").rows())
    assert expected <= pairs
    # Whoever else is there was brought by a majority holder or by a party reached.
    majority = {holder for (holder, _), stake in stakes.items() if stake > Decimal("0.5")}
    for company, member in pairs - expected:
        brought_by = {holder for holder, owned in significant if owned == company}
        assert brought_by & majority, (company, member)
    assert not [member for _, member in pairs if member.startswith(nominees)]
