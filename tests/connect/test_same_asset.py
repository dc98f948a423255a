"""Links from assets to the groups of held financing parties."""

from datetime import date

import polars as pl
from engine_frames import DAY, Row, World, a_limit, asset, held

LATER = date(2024, 9, 30)


def loan(place: int, **more: object) -> Row:
    return asset(f"A{place}", kind="trust_loan", issuer_id=f"C{place}", **more)


def controls(above: str, below: str, **more: object) -> Row:
    return {"party_id": above, "related_party_id": below, "relation": "controls"} | more


def groups(world: World, *days: date) -> list[tuple[str, str]]:
    """Each group by the party it belongs to, with its members."""
    told = world.connected(days=days or (DAY,)).groups
    return [(name, " ".join(members)) for name, members in told.select("group_id", "members").iter_rows()]


def links(world: World) -> list[tuple[str, str, bool, bool]]:
    """Each link: asset, group, whether the asset is of the group's own party, whether it is certain."""
    connected = world.connected()
    told = (
        connected.links.join(connected.assets.select("asset", "asset_id"), on="asset")
        .join(connected.groups.select("group", "group_id"), on="group")
        .select(pl.col("asset_id").cast(pl.String), "group_id", "own", "certain_link")
        .sort("asset_id", "group_id")
    )
    return [(name, group, own, certain) for name, group, own, certain in told.iter_rows()]


ALL_HELD = [held(f"A{place}", 1) for place in (1, 2, 3)]
LOANS = [loan(1), loan(2), loan(3)]


def test_only_a_financing_party_that_is_held_has_a_group() -> None:
    assert groups(World([held("A1")], assets=LOANS)) == [("C1", "C1")]


def test_a_member_that_is_not_held_is_linked_to_the_group_of_one_that_is() -> None:
    world = World([held("A1")], assets=LOANS[:2], relations=[controls("C1", "C2")])
    assert groups(world) == [("C1", "C1 C2")]
    assert links(world) == [("A1", "C1", True, True), ("A2", "C1", False, True)]


def test_a_company_with_two_controllers_is_linked_to_both() -> None:
    world = World(ALL_HELD, assets=LOANS, relations=[controls("C1", "C3"), controls("C2", "C3")])
    assert groups(world) == [("C1", "C1 C3"), ("C2", "C2 C3"), ("C3", "C1 C2 C3")]
    assert [link[:3] for link in links(world) if link[0] == "A3"] == [
        ("A3", "C1", False),
        ("A3", "C2", False),
        ("A3", "C3", True),
    ]


def test_an_asset_that_may_stand_by_itself_is_linked_uncertainly() -> None:
    world = World([held("A1")], assets=[asset("A1", kind="debt_to_equity")])
    assert links(world) == [("A1", "C1", True, False)]


def test_securities_recognised_assets_and_assets_without_a_party_are_not_linked() -> None:
    assets = [
        asset("A1"),
        asset("A2", kind="income_certificate", recognised_standard="true"),
        asset("A3", kind="trust_loan", issuer_id=None),
    ]
    assert links(World(ALL_HELD, assets=assets)) == []


def test_without_relations_every_party_is_its_own_group() -> None:
    assert groups(World(ALL_HELD, assets=LOANS)) == [("C1", "C1"), ("C2", "C2"), ("C3", "C3")]


def test_the_groups_of_a_day_follow_the_relations_of_that_day() -> None:
    world = World(
        [held("A1"), held("A1") | {"as_of": LATER}],
        products=[{}, {"as_of": LATER}],
        assets=LOANS[:2],
        relations=[controls("C1", "C2", until="2024-08-31")],
    )
    assert groups(world, DAY, LATER) == [("C1", "C1 C2"), ("C1", "C1")]


def test_a_group_is_named_after_its_party() -> None:
    world = World([held("A1")], assets=LOANS, parties=[{"party_id": "C1", "name": "the party"}])
    assert world.connected().groups["group_name"].to_list() == ["the party"]


# Groups of issuers


MERGED = a_limit(group_by="related_party")


def issuers(world: World) -> list[tuple[str, str]]:
    """Each group of issuers by the one it belongs to, with its members."""
    told = world.connected(MERGED).issuers
    return [(name, " ".join(members)) for name, members in told.select("group_id", "members").iter_rows()]


def linked(world: World) -> list[tuple[str, str, bool]]:
    """Each link of an asset to a group of issuers, and whether the group is that of its own issuer."""
    connected = world.connected(MERGED)
    told = (
        connected.issuer_links.join(connected.assets.select("asset", "asset_id"), on="asset")
        .join(connected.issuers.select("group", "group_id"), on="group")
        .select(pl.col("asset_id").cast(pl.String), "group_id", "own")
        .sort("asset_id", "group_id")
    )
    return [(name, group, own) for name, group, own in told.iter_rows()]


KINDS = [
    asset("A1", kind="corporate_bond", issuer_id="C1"),
    asset("A2", kind="stock", issuer_id="C2"),
    asset("A3", kind="trust_loan", issuer_id="C3"),
]


def test_related_issuers_of_any_kind_of_asset_are_one_group() -> None:
    world = World(ALL_HELD, assets=KINDS, relations=[controls("C1", "C2"), controls("C1", "C3")])
    assert issuers(world) == [(name, "C1 C2 C3") for name in ("C1", "C2", "C3")]
    assert linked(world) == [
        (f"A{place}", group, group == f"C{place}") for place in (1, 2, 3) for group in ("C1", "C2", "C3")
    ]


def test_an_issuer_in_no_relation_is_alone() -> None:
    world = World(ALL_HELD, assets=KINDS, relations=[controls("C1", "C2")])
    assert issuers(world) == [("C1", "C1 C2"), ("C2", "C1 C2"), ("C3", "C3")]


def test_assets_that_are_not_held_or_have_no_issuer_are_linked_to_no_group_of_issuers() -> None:
    world = World([held("A1"), held("A2")], assets=[KINDS[0], asset("A2", issuer_id=None), KINDS[2]])
    assert linked(world) == [("A1", "C1", True)]


def test_unless_a_limit_asks_issuers_have_no_groups() -> None:
    connected = World(ALL_HELD, assets=KINDS).connected()
    assert connected.issuers.is_empty()
    assert connected.issuer_links.is_empty()


def test_a_unit_that_names_no_issuer_stands_alone_among_issuers_and_a_bond_does_not() -> None:
    merged = a_limit(group_by="related_party")
    assets = [
        asset("A1", kind="am_product", issuer_id=None),
        asset("A2", kind="public_fund", issuer_id=None),
        asset("A3", kind="corporate_bond", issuer_id=None),
    ]
    told = World(ALL_HELD, assets=assets).connected(merged).issuers
    assert told["group_id"].to_list() == ["A1", "A2"]
