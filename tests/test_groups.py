"""Groups explained: whom a held financing party is related to, by which relations, the largest group first."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import polars as pl

from concentration.catalogue.load import load_catalogue
from concentration.groups import EDGES, MEMBERS, Groups, groups_of
from concentration.read.portfolio import portfolio_from_rows, read_portfolio
from tests.connect.test_related import parties, relations

DAY = date(2024, 6, 28)
KINDS = load_catalogue().kinds
SAMPLES = Path(__file__).parent.parent / "sample_portfolios"


def lent_to(*issuers: str) -> dict[str, pl.DataFrame]:
    """The tables of one plan that lends to each of the parties."""
    day = DAY.isoformat()
    product = {"product_id": "P1", "name": "计划", "manager_id": "M1", "kind": "collective_plan"}
    terms = {"as_of": day, "offering": "private", "operation": "open", "net_assets": "100"}
    rows = {
        "managers": [{"manager_id": "M1", "name": "管理人", "kind": "securities_firm"}],
        "products": [product | terms],
        "assets": [
            {"asset_id": f"L{issuer}", "name": "贷款", "kind": "trust_loan", "issuer_id": issuer}
            for issuer in issuers
        ],
        "holdings": [
            {"as_of": day, "product_id": "P1", "asset_id": f"L{issuer}", "quantity": "1", "market_value": "1"}
            for issuer in issuers
        ],
    }
    return dict(portfolio_from_rows(rows, kinds=KINDS).tables)


def explained(table: pl.DataFrame, *issuers: str, day: date = DAY) -> Groups:
    return groups_of({**lent_to(*issuers), "relations": table}, KINDS, day)


def edges(groups: Groups, group_id: str) -> list[str]:
    rows = groups.edges.filter(group_id=group_id).iter_rows(named=True)
    return [f"{row['party_id']} {row['relation']} {row['related_party_id']}" for row in rows]


def members(groups: Groups, group_id: str) -> list[str]:
    return groups.members.filter(group_id=group_id)["party_id"].to_list()


def test_the_largest_group_comes_first_and_its_own_party_first_in_it() -> None:
    groups = explained(relations("X controls Y", "A controls Z", "B controls A"), "Y", "Z")
    assert groups.members["group_id"].to_list() == ["Z", "Z", "Z", "Y", "Y"]
    assert members(groups, "Z") == ["Z", "A", "B"]
    assert members(groups, "Y") == ["Y", "X"]


def test_relations_between_members_are_listed_with_their_stakes() -> None:
    groups = explained(relations("A owns 19% of C", "B owns 40% of C", "A controls B"), "C")
    assert edges(groups, "C") == ["A controls B", "A owns C", "B owns C"]
    assert groups.edges["stake"].to_list() == [None, Decimal("0.19"), Decimal("0.4")]
    via = groups.members.filter(party_id="A").select("via", "neighbour").row(0)
    assert via == ("controls", "C")  # 59% together


def test_relations_to_those_outside_a_group_are_not_of_it() -> None:
    groups = explained(relations("A controls B", "B owns 19% of C"), "B")
    assert edges(groups, "B") == ["A controls B"]


def test_a_relation_that_has_ended_and_a_holding_without_a_stake_bind_nobody() -> None:
    ended = relations("A controls B", until=date(2024, 6, 27))
    silent = relations("C controls B", "C owns 1% of B").with_columns(stake=pl.lit(None, pl.Decimal(38, 12)))
    groups = explained(pl.concat([ended, silent]), "B")
    assert members(groups, "B") == ["B", "C"]
    assert edges(groups, "B") == ["C controls B"]


def test_companies_of_one_government_stand_alone() -> None:
    kinds = parties(G="government").with_columns(as_of=pl.lit(None, pl.Date), name=pl.lit("国资委"))
    facts = {name: pl.lit(None, dtype) for name, dtype in columns_of_parties().items() if name not in kinds}
    tables = lent_to("A") | {
        "relations": relations("G controls A", "G controls B"),
        "parties": kinds.with_columns(**facts),
    }
    groups = groups_of(tables, KINDS, DAY)
    assert members(groups, "A") == ["A"]
    assert groups.edges.is_empty()


def columns_of_parties() -> dict[str, pl.DataType]:
    return dict(read_portfolio(SAMPLES / "securities_firm", KINDS).tables["parties"].schema)


def test_without_relations_every_party_is_its_own_group() -> None:
    groups = groups_of(lent_to("A", "B"), KINDS, DAY)
    assert groups.members.select("group_id", "size", "party_id", "via").rows() == [
        ("A", 1, "A", None),
        ("B", 1, "B", None),
    ]
    assert dict(groups.members.schema) == MEMBERS
    assert dict(groups.edges.schema) == EDGES


def test_the_groups_of_the_sample() -> None:
    tables = read_portfolio(SAMPLES / "securities_firm", KINDS).tables
    groups = groups_of(tables, KINDS, DAY)
    assert groups.members.select("group_id", "party_id", "via", "neighbour").rows() == [
        ("JH", "JH", None, None),
        ("JH", "JHNY", "controls", "JH"),
        ("JHNY", "JHNY", None, None),
        ("JHNY", "JH", "controls", "JHNY"),
        ("RX", "RX", None, None),
    ]
    assert groups.edges.select("party_id", "related_party_id", "relation", "stake").unique().rows() == [
        ("JH", "JHNY", "owns", Decimal("0.6"))
    ]
