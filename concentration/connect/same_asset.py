"""Which assets are one asset in law: debts and unlisted equity of one financing party and its related parties."""

from collections.abc import Sequence
from datetime import date

import polars as pl

from concentration.connect.related import related_groups


def party_groups(
    assets: pl.DataFrame, held: pl.Series, relations: pl.DataFrame | None, parties: pl.DataFrame | None
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the links from assets to the groups of held financing parties, and the groups.

    A group belongs to a financing party that is held: it and everyone related to it on that day. `assets` is
    the frame of facts, `held` the places of the assets that are held.

    Links: `asset`, `group` (UInt32), `own` (the asset's issuer is the group's own party), `certain_link` (false
    where the text does not decide whether the asset is merged). Groups: `group`, `as_of`, `group_id`, `group_name`,
    `members` (sorted party ids).
    """
    merged = assets.filter(
        pl.col("issuer_id").is_not_null(), pl.col("same_asset").is_null() | (pl.col("same_asset") == "party")
    ).select("asset", "as_of", "issuer_id", "issuer_name", certain=pl.col("same_asset").is_not_null())
    return _groups(merged, held, relations, parties)


def issuer_groups(
    assets: pl.DataFrame, held: pl.Series, relations: pl.DataFrame | None, parties: pl.DataFrame | None
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the links from held assets of any kind to the groups of their issuers, and the groups.

    Both have the columns that `party_groups` gives. A unit of a fund or a product that names no issuer stands alone: it
    is nobody's debt.
    """
    is_unit = pl.col("look_through").fill_null(False) | (pl.col("security_class") == "fund").fill_null(False)
    alone = pl.when(is_unit).then("asset_id")
    issuer = pl.coalesce("issuer_id", alone)
    name = pl.coalesce("issuer_name", pl.when(pl.col("issuer_id").is_null() & is_unit).then("asset_name"))
    merged = assets.filter(issuer.is_not_null(), pl.col("asset").is_in(held.implode())).select(
        "asset", "as_of", issuer_id=issuer, issuer_name=name, certain=pl.lit(True)
    )
    return _groups(merged, held, relations, parties)


def _groups(
    merged: pl.DataFrame, held: pl.Series, relations: pl.DataFrame | None, parties: pl.DataFrame | None
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return links and groups of the assets given: `asset`, `as_of`, `issuer_id`, `issuer_name`, `certain`."""
    financing = (
        merged.filter(pl.col("asset").is_in(held.implode()))
        .select("as_of", "issuer_id")
        .unique()
        .sort("as_of", "issuer_id")
    )
    reached = _reached(financing, relations, parties)
    groups = (
        reached.group_by("as_of", "group_id")
        .agg(members=pl.col("party_id").unique().sort())
        .join(
            merged.select("as_of", group_id="issuer_id", group_name="issuer_name").unique(
                ["as_of", "group_id"]
            ),
            on=["as_of", "group_id"],
            how="left",
        )
        .sort("as_of", "group_id")
        .with_row_index("group")
        .with_columns(pl.col("group").cast(pl.UInt32))
        .select("group", "as_of", "group_id", "group_name", "members")
    )
    links = (
        reached.join(groups.select("group", "as_of", "group_id"), on=["as_of", "group_id"])
        .join(merged, left_on=["as_of", "party_id"], right_on=["as_of", "issuer_id"])
        .select("asset", "group", own=pl.col("group_id") == pl.col("party_id"), certain_link="certain")
        .sort("asset", "group")
    )
    return links, groups


def _reached(
    financing: pl.DataFrame, relations: pl.DataFrame | None, parties: pl.DataFrame | None
) -> pl.DataFrame:
    """Return `as_of`, `group_id`, `party_id`: whom each held party is related to, itself included.

    Who stands in no relation is alone; most issuers do.
    """
    alone = financing.select("as_of", group_id="issuer_id", party_id="issuer_id")
    if relations is None or financing.is_empty():
        return alone
    named = pl.concat([relations["party_id"], relations["related_party_id"]]).unique()
    related = financing.filter(pl.col("issuer_id").is_in(named.implode()))
    alone = alone.filter(~pl.col("group_id").is_in(named.implode()))
    days: Sequence[date] = related["as_of"].unique().sort().to_list()
    return pl.concat(
        [
            alone,
            *(
                related_groups(
                    related.filter(pl.col("as_of") == day)["issuer_id"].to_list(), relations, parties, day
                )
                .select("group_id", "party_id")
                .with_columns(as_of=pl.lit(day))
                .select("as_of", "group_id", "party_id")
                for day in days
            ),
        ]
    )
