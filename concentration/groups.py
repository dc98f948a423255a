"""Why parties are related: the group of each held financing party, and the relations inside it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from concentration.catalogue.model import AssetKind
from concentration.connect import connect
from concentration.connect.dated import known_on
from concentration.connect.related import in_force, related_groups

MEMBERS = {
    "group_id": pl.String(),
    "size": pl.UInt32(),
    "party_id": pl.String(),
    "name": pl.String(),
    "via": pl.String(),
    "neighbour": pl.String(),
}
EDGES = {
    "group_id": pl.String(),
    "party_id": pl.String(),
    "related_party_id": pl.String(),
    "relation": pl.String(),
    "stake": pl.Decimal(38, 12),
}


@dataclass(frozen=True)
class Groups:
    """The groups of related parties on one day, one for each held financing party, the largest first.

    `members`: `group_id` (the held party), `size` (members of the group, itself included), `party_id`, `name` (null
    where `parties` does not say), `via` (the relation that makes it a member, `controls` also where it goes over
    several steps or adds up; null for the group's own party, which stands first), `neighbour` (the member at the
    other end of it).
    `edges`: the relations in force between two members: `group_id`, `party_id`, `related_party_id`, `relation`, `stake`
    (share of the votes, null where the relation has none). A holding that says no stake binds nobody and is left out.
    """

    members: pl.DataFrame
    edges: pl.DataFrame


def groups_of(tables: Mapping[str, pl.DataFrame], kinds: Mapping[str, AssetKind], day: date) -> Groups:
    """Return the groups of the parties whose financing is held on a day, as limits on one asset merge them.

    `tables` are those of a portfolio. Without `relations` every party is its own group.
    """
    connected = connect(tables, kinds, [day], ())
    held = connected.groups["group_id"].to_list()
    relations, parties = tables.get("relations"), tables.get("parties")
    if relations is None:
        nobody = pl.lit(None, pl.String)
        reached = connected.groups.select("group_id", party_id="group_id", via=nobody, neighbour=nobody)
        return Groups(_members(reached, parties, day), pl.DataFrame(schema=EDGES))
    members = _members(related_groups(held, relations, parties, day), parties, day)
    return Groups(members, _edges(members, relations, day))


def _members(reached: pl.DataFrame, parties: pl.DataFrame | None, day: date) -> pl.DataFrame:
    """Add the size of the groups and the names, and put the largest group and its own party first."""
    names = (
        pl.DataFrame(schema={"party_id": pl.String, "name": pl.String})
        if parties is None
        else known_on(parties, "party_id", [day]).select("party_id", "name")
    )
    return (
        reached.with_columns(size=pl.len().over("group_id"))
        .join(names, on="party_id", how="left")
        .sort(
            "size",
            "group_id",
            pl.col("party_id") != pl.col("group_id"),
            "party_id",
            descending=[True, False, False, False],
        )
        .select(pl.col(name).cast(dtype) for name, dtype in MEMBERS.items())
    )


def _edges(members: pl.DataFrame, relations: pl.DataFrame, day: date) -> pl.DataFrame:
    """Return the relations between members of one group, in the order of the groups."""
    binding = relations.filter(
        in_force(day),
        (pl.col("relation") != "owns") | pl.col("stake").is_not_null(),
        pl.col("party_id") != pl.col("related_party_id"),
    )
    inside = members.select("group_id", "size", "party_id")
    return (
        inside.join(binding, on="party_id")
        .join(inside.select("group_id", related_party_id="party_id"), on=["group_id", "related_party_id"])
        .sort(
            "size",
            "group_id",
            "party_id",
            "related_party_id",
            "relation",
            descending=[True, False, False, False, False],
        )
        .select(pl.col(name).cast(dtype) for name, dtype in EDGES.items())
    )
