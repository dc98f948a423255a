"""Groupings: under which key a holding is added up, and what the key is called."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from concentration.catalogue.model import GroupBy
from concentration.frames import Connected

KEY_FACTS: Mapping[GroupBy, tuple[str, str | None]] = {
    "company": ("issuer_id", "issuer_name"),
    "fund": ("fund_id", "asset_name"),
    "market": ("country", None),
    "class": ("test_class", None),
}
"""Groupings that are a fact of the asset: the fact, and the fact that names the group."""

LABELS = pl.Schema(
    [
        ("key", pl.UInt32()),
        ("as_of", pl.Date()),
        ("group_id", pl.String()),
        ("group_name", pl.String()),
        ("members", pl.List(pl.String)),
    ]
)
NO_MEMBERS = pl.lit([], dtype=pl.List(pl.String))


@dataclass(frozen=True)
class Grouping:
    """The keys of one grouping. A key belongs to one day.

    `keys`: each asset's key (NULL where the fact that gives it is unknown), or None where the holding decides.
    `labels`: what a key is called, with the columns of LABELS. `party_keys_from`: the first key of the groups that an
    unknown financing party may belong to; 0 where the unknown may lift any group.
    """

    group_by: GroupBy
    keys: pl.Series | None
    labels: pl.DataFrame
    party_keys_from: int


def grouping(group_by: GroupBy, connected: Connected) -> Grouping:
    """Return the keys of a grouping over all assets and holdings of a run."""
    assets = connected.assets
    if group_by == "none":
        keys = pl.repeat(0, assets.height, dtype=pl.UInt32, eager=True)
        return Grouping(group_by, keys, LABELS.to_frame(), 0)
    if group_by == "asset":
        return Grouping(group_by, assets["asset"], _asset_labels(assets), 0)
    if group_by == "same_asset":
        groups = connected.groups.select(
            (pl.col("group") + pl.lit(assets.height, dtype=pl.UInt32)).alias("key"), *LABELS.names()[1:]
        )
        return Grouping(group_by, None, pl.concat([_asset_labels(assets), groups]), assets.height)
    if group_by == "related_party":
        issuers = connected.issuers.select(pl.col("group").alias("key"), *LABELS.names()[1:])
        return Grouping(group_by, None, issuers, 0)
    if group_by == "counterparty":
        return Grouping(group_by, None, _counterparty_labels(connected), 0)
    return Grouping(group_by, *_keys_by_fact(group_by, assets), 0)


def placed(groups: Grouping, rows: pl.LazyFrame, connected: Connected) -> pl.LazyFrame:
    """Return the rows (which have `asset`) with `key`, `own` (the group is that of this holding's own party) and
    `linked` (FALSE where it may not belong to the group); a row can stand under several keys.

    What nobody knows inside a held product (`opaque`, where products are looked through) may belong to any group, in
    parts; a unit whose class is known belongs to that.
    """
    if groups.group_by == "none" or "opaque" not in rows.collect_schema():
        return _placed(groups, rows, connected)
    rows = rows.collect(engine="streaming").lazy()
    hidden = pl.col("opaque")
    if groups.group_by == "class":
        hidden &= pl.lit(connected.assets["test_class"].is_null()).gather(pl.col("asset"))
    known = _placed(groups, rows.filter(~hidden), connected)
    unknown = rows.filter(hidden).with_columns(
        key=pl.lit(None, dtype=pl.UInt32), own=pl.lit(True), linked=pl.lit(False)
    )
    return pl.concat([known, unknown.select(known.collect_schema().names())])


def _placed(groups: Grouping, rows: pl.LazyFrame, connected: Connected) -> pl.LazyFrame:
    if groups.group_by == "same_asset":
        return _merged(rows.collect(engine="streaming").lazy(), connected)
    if groups.group_by == "related_party":
        return _of_issuers(rows, connected)
    if groups.keys is None:
        keyed = rows.with_columns(
            as_of=pl.lit(connected.assets["as_of"]).gather(pl.col("asset")),
            group_id=pl.col("counterparty_id").cast(pl.String),
        )
        keyed = keyed.join(
            groups.labels.lazy().select("as_of", "group_id", "key"), on=["as_of", "group_id"], how="left"
        ).drop("as_of", "group_id")
    else:
        keyed = rows.with_columns(key=pl.lit(groups.keys).gather(pl.col("asset")))
    return keyed.with_columns(own=pl.lit(True), linked=pl.lit(True))


def _of_issuers(rows: pl.LazyFrame, connected: Connected) -> pl.LazyFrame:
    """Every asset stands under each held issuer that its own issuer is, or is related to."""
    links = connected.issuer_links.lazy().select("asset", "own", key="group")
    return rows.join(links, on="asset", how="left").with_columns(
        pl.col("own").fill_null(True), linked=pl.lit(True)
    )


def _keys_by_fact(group_by: GroupBy, assets: pl.DataFrame) -> tuple[pl.Series, pl.DataFrame]:
    fact, name = KEY_FACTS[group_by]
    named = assets.select(
        "as_of",
        group_id=pl.coalesce("umbrella_id", "asset_id") if fact == "fund_id" else pl.col(fact),
        group_name=pl.col(name) if name else pl.lit(None, dtype=pl.String),
    )
    labels = (
        named.drop_nulls("group_id")
        .unique(["as_of", "group_id"], keep="first", maintain_order=True)
        .sort("as_of", "group_id")
    )
    labels = _numbered(labels)
    keys = named.join(labels, on=["as_of", "group_id"], how="left", maintain_order="left")["key"]
    return keys, labels


def _numbered(labels: pl.DataFrame) -> pl.DataFrame:
    return (
        labels.with_row_index("key")
        .with_columns(members=NO_MEMBERS)
        .cast({"key": pl.UInt32})
        .select(LABELS.names())
    )


def _asset_labels(assets: pl.DataFrame) -> pl.DataFrame:
    return assets.select(
        key="asset", as_of="as_of", group_id="asset_id", group_name="asset_name", members=NO_MEMBERS
    )


def _counterparty_labels(connected: Connected) -> pl.DataFrame:
    if "counterparty_id" not in connected.holdings.columns:
        return LABELS.to_frame()
    days = pl.lit(connected.assets["as_of"]).gather(pl.col("asset"))
    named = connected.holdings.select(as_of=days, group_id=pl.col("counterparty_id").cast(pl.String))
    labels = (
        named.drop_nulls()
        .unique()
        .sort("as_of", "group_id")
        .join(
            connected.counterparties.select(
                "as_of", group_id="counterparty_id", group_name="counterparty_name"
            ),
            on=["as_of", "group_id"],
            how="left",
            maintain_order="left",
        )
    )
    return _numbered(labels)


def _merged(rows: pl.LazyFrame, connected: Connected) -> pl.LazyFrame:
    """An asset stands for itself, or is merged over each held financing party it belongs to.

    Where the text does not decide, it stands for itself and may be merged besides.
    """
    assets = connected.assets
    stands = pl.lit(assets["same_asset"]).gather(pl.col("asset"))
    no_party = pl.lit(assets["issuer_id"].is_null()).gather(pl.col("asset"))
    unclear, merges = stands.is_null(), stands.is_null() | (stands == "party")
    alone = rows.filter((stands == "itself").fill_null(True)).with_columns(
        key=pl.col("asset"), own=pl.lit(True), linked=pl.lit(True)
    )
    merged = (
        rows.filter(merges & ~no_party)
        .join(connected.links.lazy(), on="asset")
        .with_columns(
            key=pl.col("group") + pl.lit(assets.height, dtype=pl.UInt32), linked=pl.col("certain_link")
        )
    )
    unknown = rows.filter(merges & no_party).with_columns(
        key=pl.lit(None, dtype=pl.UInt32), own=pl.lit(True), linked=~unclear
    )
    columns = alone.collect_schema().names()
    return pl.concat([part.select(columns) for part in (alone, merged, unknown)])
