"""Who is related to a financing party: the statutory groups behind "the same asset".

企业会计准则第36号——关联方披露, articles 3 to 6, and 企业会计准则解释第13号, part 1, in these words:

- *Control* is transitive. A controls B by a row `controls`, or when A together with all that A controls holds
  more than 50% of the votes in B (`owns`; summed exactly, to the least fixed point; exactly 50% is not
  control).
- The *control group* of a party is itself, those who control it, and all that it and they control.
- `joint_control`, `significant_influence`, `family`, `other`, and `owns` of 20% to 50% (both included, one
  holder's stake) reach *one step* from the control group, in either direction; the party reached brings what
  it controls, nothing above or beside it.
- A *joint venture* (with what it controls) is related to its owner's other joint ventures and associates, an
  associate to its owner's joint ventures; two associates of one owner are not related by that.
- A party of kind `government` binds nobody: nothing passes through it, whether it controls, owns or is
reached.
  It may itself be the last member of such a way.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import chain

import polars as pl

# Shares of the votes in the units of Decimal(38, 12).
_SIGNIFICANT = 2 * 10**11
_HALF = 5 * 10**11

_INFLUENCES = ("joint_control", "significant_influence", "family", "other")

# How far a member stands from its group's party. Each is explained by a neighbour that stands nearer.
_ITSELF, _ABOVE_OR_BELOW, _BESIDE, _ONE_STEP, _BROUGHT, _VENTURE, _VENTURE_BROUGHT = range(7)


def related_groups(
    held: Sequence[str], relations: pl.DataFrame, parties: pl.DataFrame | None, day: date
) -> pl.DataFrame:
    """Return the group of each held financing party: itself and everyone related to it on that day.

    `relations` has the contract's columns `party_id`, `related_party_id`, `relation`, `stake`
    (Decimal(38, 12)), `from`, `until`; a row counts from `from` up to and including `until`, an empty end is
    open. An `owns` row without a stake binds nobody. `parties` gives the kinds: `party_id`, `kind` and, if
    its rows are dated, `as_of` (the latest row on or before `day` counts).

    Columns, sorted by group_id and party_id: `group_id` (String, the held party) · `party_id` (String, a
    member; the group's own party is one) · `via` (String, the relation that makes it a member; null for the
    group's own party) · `neighbour` (String, the member at the other end of it, so that following neighbours
    leads to group_id). A member reached in several ways is explained by the nearest one, among equals by the
    neighbour whose id is smallest.
    """
    ids = _ids(held, relations)
    government = _government(parties, day, ids)
    edges = _edges(relations, day, ids)
    free = edges.join(government, left_on="source", right_on="party", how="anti")
    control = _Control(free)
    influences = _influences(edges)

    groups = pl.DataFrame({"group": list(set(held))}, schema={"group": pl.String}).select(
        _number("group", ids)
    )
    controllers = _controllers(groups, control)
    control_group = _control_group(groups, controllers, control)
    one_step = _one_step(control_group, influences, government)
    ventures = _ventures(groups, controllers, _influences(free))
    members = pl.concat(
        [
            control_group,
            one_step,
            _brought(one_step, control, _BROUGHT),
            ventures,
            _brought(ventures, control, _VENTURE_BROUGHT),
        ]
    )
    nearest = members.sort("group", "member", "distance", "neighbour", "via").unique(
        subset=["group", "member"], keep="first", maintain_order=True
    )
    return nearest.select(
        ids.categories.gather(nearest["group"]).alias("group_id"),
        ids.categories.gather(nearest["member"]).alias("party_id"),
        "via",
        ids.categories.gather(nearest["neighbour"]).alias("neighbour"),
    )


def in_force(day: date) -> pl.Expr:
    """Return whether a row of `relations` counts on a day: from `from` up to and including `until`, empty is open."""
    return (pl.col("from").is_null() | (pl.col("from") <= day)) & (
        pl.col("until").is_null() | (pl.col("until") >= day)
    )


class _Control:
    """Who controls whom: the edges that can make control, and what each party asked about controls.

    `free` holds the edges of parties other than governments (columns as of `_edges`).
    """

    def __init__(self, free: pl.DataFrame) -> None:
        """Sort the edges into those that control alone and those that can only together."""
        is_owner = (pl.col("relation") == "owns") & (pl.col("source") != pl.col("target"))
        alone = free.filter(
            (pl.col("source") != pl.col("target"))
            & ((pl.col("relation") == "controls") | (is_owner & (pl.col("stake") > _HALF)))
        )
        together = _able_together(free.filter(is_owner & pl.col("stake").is_between(1, _HALF)), alone)
        self._alone: dict[int, list[int]] = _lists(alone, "source", "target")
        self._holdings: dict[int, list[int]] = _lists(together, "source", "target")
        self._stakes: dict[int, list[int]] = _lists(together, "source", "stake")
        self._above: dict[int, list[int]] = _lists(
            pl.concat([alone, together]).select("source", "target").unique(), "target", "source"
        )
        self._known: dict[int, list[int]] = {}

    def possible_controllers(self, parties: Iterable[int]) -> list[int]:
        """Return everyone from whom a way of control edges could lead to one of the parties."""
        seen = set(parties)
        waiting = list(seen)
        while waiting:
            above = [party for party in self._above.get(waiting.pop(), ()) if party not in seen]
            seen.update(above)
            waiting += above
        # Joint ownership starts with one party controlled alone: who controls none alone controls nobody.
        return [party for party in seen if party in self._alone]

    def controlled_by(self, parties: Iterable[int]) -> pl.DataFrame:
        """Return what the parties control: columns `source`, `target` (UInt32), one row a pair."""
        sources = [party for party in parties if party in self._alone]
        below = [self._closure(party) for party in sources]
        counts = pl.DataFrame(
            {"source": sources, "count": [len(list_) for list_ in below]},
            schema={"source": pl.UInt32, "count": pl.UInt32},
        )
        targets = pl.Series("target", list(chain.from_iterable(below)), dtype=pl.UInt32)
        return counts.select(pl.col("source").repeat_by("count").explode(empty_as_null=False)).with_columns(
            targets
        )

    def _closure(self, controller: int) -> list[int]:
        """Return all that one party controls, to the least fixed point."""
        if controller not in self._known:
            self._known[controller] = self._spread(controller)
        return self._known[controller]

    def _spread(self, controller: int) -> list[int]:
        """Follow the control edges of the controller and of everyone who comes under it."""
        reached = {controller}
        votes: dict[int, int] = {}
        waiting = [controller]
        while waiting:
            party = waiting.pop()
            new = set(self._alone.get(party, ()))
            for company, stake in zip(
                self._holdings.get(party, ()), self._stakes.get(party, ()), strict=True
            ):
                votes[company] = votes.get(company, 0) + stake
                if votes[company] > _HALF:
                    new.add(company)
            new -= reached
            reached |= new
            waiting += new
        reached.discard(controller)
        return list(reached)


def _able_together(minority: pl.DataFrame, alone: pl.DataFrame) -> pl.DataFrame:
    """Return the stakes of up to 50% that can still add up to control, and leave out the many that cannot.

    A stake counts for a controller that is the holder or controls it; either way the holder stands at an end
    of an edge that controls alone, or is a company held together itself. The stakes in one company must
    reach more than 50% in all.
    """
    in_sight = pl.concat(
        [alone.select(party="source"), alone.select(party="target"), minority.select(party="target")]
    ).unique()
    reachable = minority.join(in_sight, left_on="source", right_on="party", how="semi")
    enough = reachable.group_by("target").agg(pl.col("stake").sum()).filter(pl.col("stake") > _HALF)
    return reachable.join(enough, on="target", how="semi")


def _lists(edges: pl.DataFrame, key: str, value: str) -> dict[int, list[int]]:
    """Return the values of each key; two calls with one key and frame give lists in the same order."""
    grouped = edges.group_by(key, maintain_order=True).agg(value)
    return dict(zip(grouped[key].to_list(), grouped[value].to_list(), strict=True))


def _ids(held: Sequence[str], relations: pl.DataFrame) -> pl.Enum:
    """Return every party's id once, in order: its position is its number within this module."""
    named = [pl.Series(held, dtype=pl.String), relations["party_id"], relations["related_party_id"]]
    return pl.Enum(pl.concat([series.alias("party") for series in named]).unique().sort())


def _number(column: str, ids: pl.Enum) -> pl.Expr:
    """Return the party's number (UInt32), null for one that has none."""
    return pl.col(column).cast(ids, strict=False).to_physical().cast(pl.UInt32)


def _edges(relations: pl.DataFrame, day: date, ids: pl.Enum) -> pl.DataFrame:
    """Return the relations in force: `source`, `target` (UInt32), `relation`, `stake` (Int64).

    The stake counts in 10^-12 of all votes. `source` is the controlling, influencing or owning side.
    """
    return relations.filter(in_force(day)).select(
        _number("party_id", ids).alias("source"),
        _number("related_party_id", ids).alias("target"),
        "relation",
        pl.col("stake").to_physical().cast(pl.Int64),
    )


def _government(parties: pl.DataFrame | None, day: date, ids: pl.Enum) -> pl.DataFrame:
    """Return the numbers of the parties that are governments on that day: one column `party` (UInt32)."""
    if parties is None:
        return pl.DataFrame(schema={"party": pl.UInt32})
    if "as_of" in parties.columns:
        dated = parties.filter(pl.col("as_of").is_null() | (pl.col("as_of") <= day))
        parties = dated.sort("as_of", nulls_last=False).unique("party_id", keep="last", maintain_order=True)
    governments = parties.filter(pl.col("kind") == "government")
    return governments.select(_number("party_id", ids).alias("party")).drop_nulls()


def _influences(edges: pl.DataFrame) -> pl.DataFrame:
    """Return the edges that reach one step: columns as of `_edges`."""
    influential_stake = (pl.col("relation") == "owns") & pl.col("stake").is_between(_SIGNIFICANT, _HALF)
    return edges.filter(
        (pl.col("relation").is_in(_INFLUENCES) | influential_stake) & (pl.col("source") != pl.col("target"))
    )


def _members(frame: pl.DataFrame, member: str, distance: int, via: str, neighbour: str) -> pl.DataFrame:
    """Return the rows of `frame` as members: `group`, `member`, `distance`, `via`, `neighbour`."""
    return frame.select(
        "group",
        pl.col(member).alias("member"),
        pl.lit(distance, pl.UInt8).alias("distance"),
        pl.col(via).alias("via"),
        pl.col(neighbour).alias("neighbour"),
    )


def _controllers(groups: pl.DataFrame, control: _Control) -> pl.DataFrame:
    """Return who controls each group's own party: columns `group`, `controller` (UInt32)."""
    candidates = control.possible_controllers(groups["group"].to_list())
    return (
        control.controlled_by(candidates)
        .join(groups, left_on="target", right_on="group", how="semi")
        .select(group="target", controller="source")
    )


def _control_group(groups: pl.DataFrame, controllers: pl.DataFrame, control: _Control) -> pl.DataFrame:
    """Return the group's own party, its controllers and all that it and they control, as members."""
    by_control = pl.lit("controls").alias("via")
    itself = groups.with_columns(
        pl.lit(None, pl.String).alias("via"), pl.lit(None, pl.UInt32).alias("neighbour")
    )
    below = control.controlled_by(groups["group"].to_list()).select("target", by_control, group="source")
    beside = controllers.join(
        control.controlled_by(controllers["controller"].unique().to_list()),
        left_on="controller",
        right_on="source",
    ).with_columns(by_control)
    return pl.concat(
        [
            _members(itself, "group", _ITSELF, "via", "neighbour"),
            _members(controllers.with_columns(by_control), "controller", _ABOVE_OR_BELOW, "via", "group"),
            _members(below, "target", _ABOVE_OR_BELOW, "via", "group"),
            _members(beside, "target", _BESIDE, "via", "controller"),
        ]
    )


def _one_step(
    control_group: pl.DataFrame, influences: pl.DataFrame, government: pl.DataFrame
) -> pl.DataFrame:
    """Return those whom an influence joins, either way, to a member of the control group, as members."""
    standing = control_group.select("group", "member").unique()
    binding = standing.filter(
        (pl.col("group") == pl.col("member")) | ~pl.col("member").is_in(government["party"].implode())
    )
    either_way = pl.concat(
        [
            influences.select("relation", near="source", far="target"),
            influences.select("relation", near="target", far="source"),
        ]
    )
    reached = binding.join(either_way, left_on="member", right_on="near").join(
        standing, left_on=["group", "far"], right_on=["group", "member"], how="anti"
    )
    return _members(reached, "far", _ONE_STEP, "relation", "member")


def _ventures(groups: pl.DataFrame, controllers: pl.DataFrame, influences: pl.DataFrame) -> pl.DataFrame:
    """Return the other ventures of the owners of the group's party or of its controllers, as members.

    A pair of ventures of one owner is related when one of the two is a joint venture. `influences` leaves out
    governments.
    """
    ventures = influences.filter(pl.col("relation").is_in(["joint_control", "significant_influence", "owns"]))
    ours = pl.concat(
        [groups.select("group", venture="group"), controllers.select("group", venture="controller")]
    )
    pairs = ours.join(ventures, left_on="venture", right_on="target").join(
        ventures, on="source", suffix="_other"
    )
    related = pairs.filter(
        (pl.col("relation") == "joint_control") | (pl.col("relation_other") == "joint_control"),
        pl.col("target") != pl.col("venture"),
    )
    return _members(related, "target", _VENTURE, "relation_other", "source")


def _brought(reached: pl.DataFrame, control: _Control, distance: int) -> pl.DataFrame:
    """Return what the members reached control, as members."""
    controlled = control.controlled_by(reached["member"].unique().to_list())
    brought = (
        reached.select("group", "member")
        .unique()
        .join(controlled, left_on="member", right_on="source")
        .with_columns(pl.lit("controls").alias("via"))
    )
    return _members(brought, "target", distance, "via", "member")
