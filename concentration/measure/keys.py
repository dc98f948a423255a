"""Groupings: under which key a holding is added up, and what the key is called."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from concentration.catalogue.model import GroupBy

KEY_COLUMNS: Mapping[GroupBy, tuple[str, str | None]] = {
    "company": ("issuer_id", "issuer_name"),
    "fund": ("fund_id", "asset_name"),
    "market": ("country", None),
    "class": ("asset_class", None),
}
"""Groupings that are a fact of the asset: the fact, and the fact that names the group."""


@dataclass(frozen=True)
class Keys:
    """Keys of one grouping.

    `rows`: the holdings with `key` (UInt32, NULL where unknown), `own` (the group is this holding's own) and
    `linked` (FALSE where it may not belong to the group). `labels`: `key`, `as_of`, `group_id`, `group_name`,
    `members` (List[String]).
    `party_keys_from` is the first key of a group that an unknown financing party may belong to: 0 where every group
    can be lifted.
    """

    rows: pl.DataFrame
    labels: pl.DataFrame
    party_keys_from: int


def keyed(
    group_by: GroupBy, rows: pl.DataFrame, assets: pl.DataFrame, links: pl.DataFrame, groups: pl.DataFrame
) -> Keys:
    """Return the rows (which have `asset`) under the keys of a grouping; a row can stand under several."""
    if group_by == "none":
        return _one_to_one(rows.with_columns(key=pl.lit(0, dtype=pl.UInt32)), no_labels())
    if group_by == "asset":
        return _one_to_one(rows.with_columns(key=pl.col("asset")), _asset_labels(assets))
    if group_by == "same_asset":
        return _merged(rows, assets, links, groups)
    if group_by == "counterparty":
        return _by_counterparty(rows, assets)
    keys, labels = asset_keys(group_by, assets)
    return _one_to_one(rows.with_columns(key=pl.lit(keys).gather(pl.col("asset"))), labels)


def asset_keys(group_by: GroupBy, assets: pl.DataFrame) -> tuple[pl.Series, pl.DataFrame]:
    """Return each asset's key (NULL where the fact is unknown), and the labels. A key belongs to one day."""
    column, name = KEY_COLUMNS[group_by]
    named = assets.select(
        "as_of",
        group_id=pl.coalesce("umbrella_id", "asset_id") if column == "fund_id" else pl.col(column),
        group_name=pl.col(name) if name else pl.lit(None, dtype=pl.String),
    )
    labels = (
        named.drop_nulls("group_id")
        .unique(["as_of", "group_id"], keep="first", maintain_order=True)
        .sort("as_of", "group_id")
        .with_row_index("key")
        .with_columns(pl.col("key").cast(pl.UInt32), members=pl.lit([], dtype=pl.List(pl.String)))
    )
    keys = named.join(labels, on=["as_of", "group_id"], how="left", maintain_order="left")["key"]
    return keys, labels


def _one_to_one(rows: pl.DataFrame, labels: pl.DataFrame) -> Keys:
    return Keys(rows.with_columns(own=pl.lit(True), linked=pl.lit(True)), labels, 0)


def no_labels() -> pl.DataFrame:
    """Return the labels of a subject as a whole: none."""
    return pl.DataFrame(
        schema={
            "key": pl.UInt32,
            "as_of": pl.Date,
            "group_id": pl.String,
            "group_name": pl.String,
            "members": pl.List(pl.String),
        }
    )


def _asset_labels(assets: pl.DataFrame) -> pl.DataFrame:
    return assets.select(
        key="asset",
        as_of="as_of",
        group_id="asset_id",
        group_name="asset_name",
        members=pl.lit([], dtype=pl.List(pl.String)),
    )


def _by_counterparty(rows: pl.DataFrame, assets: pl.DataFrame) -> Keys:
    days = assets.select("asset", "as_of")
    named = rows.join(days, on="asset", how="left", maintain_order="left").with_columns(
        group_id=pl.col("counterparty_id").cast(pl.String)
    )
    labels = (
        named.select("as_of", "group_id")
        .drop_nulls()
        .unique()
        .sort("as_of", "group_id")
        .with_row_index("key")
        .with_columns(
            pl.col("key").cast(pl.UInt32),
            group_name=pl.lit(None, dtype=pl.String),
            members=pl.lit([], dtype=pl.List(pl.String)),
        )
    )
    keys = named.join(labels, on=["as_of", "group_id"], how="left", maintain_order="left")["key"]
    return _one_to_one(rows.with_columns(key=keys), labels)


def _merged(rows: pl.DataFrame, assets: pl.DataFrame, links: pl.DataFrame, groups: pl.DataFrame) -> Keys:
    """An asset stands for itself, or is merged over each held financing party it belongs to.

    Where the text does not decide, it stands for itself and may be merged besides.
    """
    whole = assets.select("asset", "same_asset", no_party=pl.col("issuer_id").is_null())
    placed = rows.join(whole, on="asset", how="left", maintain_order="left")
    may_merge = pl.col("same_asset").is_null() | (pl.col("same_asset") == "party")
    alone = placed.filter(pl.col("same_asset").is_null() | (pl.col("same_asset") == "itself")).with_columns(
        key=pl.col("asset"), own=pl.lit(True), linked=pl.lit(True)
    )
    merged = (
        placed.filter(may_merge, ~pl.col("no_party"))
        .join(links, on="asset")
        .with_columns(
            key=pl.col("group") + pl.lit(assets.height, dtype=pl.UInt32), linked=pl.col("certain_link")
        )
    )
    unknown = placed.filter(may_merge, pl.col("no_party")).with_columns(
        key=pl.lit(None, dtype=pl.UInt32), own=pl.lit(True), linked=pl.col("same_asset").is_not_null()
    )
    columns = [*rows.columns, "key", "own", "linked"]
    labels = pl.concat(
        [
            _asset_labels(assets),
            groups.select(
                key=pl.col("group") + pl.lit(assets.height, dtype=pl.UInt32),
                as_of="as_of",
                group_id="group_id",
                group_name="group_name",
                members="members",
            ),
        ]
    )
    parts = [part.select(columns) for part in (alone, merged, unknown)]
    return Keys(pl.concat(parts), labels, assets.height)
