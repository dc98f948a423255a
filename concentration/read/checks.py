"""What rows must be together: keys unique, references known, signs as the kinds allow."""

from collections.abc import Mapping, Sequence
from datetime import date

import polars as pl

from concentration.catalogue.model import AssetKind
from concentration.read.problems import LOOKED_UP, capped, cut, nearest
from concentration.read.tables import TypedTable, figure_problems
from concentration.read.waivers import WAIVERS, waivers_in_themselves, waivers_of_strangers
from concentration.words.message import Message, Problem

_SINCE_EVER = date.min


def check_tables(tables: Mapping[str, TypedTable], kinds: Mapping[str, AssetKind]) -> list[Problem]:
    """Return every problem between the rows of the tables that are there."""
    problems: list[Problem] = []
    for table in tables.values():
        problems += repeated_keys(table)
        problems += _dated_beside_undated(table)
    if {"managers", "products"} <= tables.keys():
        problems += _unknown_managers(tables["products"], tables["managers"])
    if {"holdings", "products"} <= tables.keys():
        problems += _products_of_other_days(tables["holdings"], tables["products"])
    if {"holdings", "assets"} <= tables.keys():
        problems += _assets_of_later_days(tables["holdings"], tables["assets"])
        problems += _negative_for_kind(tables["holdings"], tables["assets"], kinds)
    for name in ("relations", "product_limits"):
        problems += _ended_before_begun(tables[name]) if name in tables else []
    if "relations" in tables:
        problems += _owned_without_stake(tables["relations"])
    if WAIVERS in tables:
        problems += waivers_in_themselves(tables[WAIVERS])
    if {WAIVERS, "managers", "products"} <= tables.keys():
        known = [set(tables[name].frame[f"{name[:-1]}_id"].drop_nulls()) for name in ("products", "managers")]
        problems += waivers_of_strangers(tables[WAIVERS], *known)
    return problems


def taken_as_tradable(
    tables: Mapping[str, TypedTable], kinds: Mapping[str, AssetKind]
) -> tuple[Message, ...]:
    """Return the note on holdings of which nothing says whether they can be sold.

    Kinds that lack `restricted` have nothing to say.
    """
    holdings, assets = tables["holdings"].frame, tables["assets"].frame
    silent_kinds = [name for name, kind in kinds.items() if "restricted" not in kind.lacks]
    silent = assets.filter(pl.col("restricted").is_null(), pl.col("kind").is_in(silent_kinds))
    if silent.is_empty() or not holdings["restricted_until"].null_count():
        return ()
    held = (
        holdings.lazy()
        .filter(pl.col("restricted_until").is_null())
        .group_by("asset_id")
        .len()
        .select(pl.col("asset_id").cast(pl.String), "len")
        .join(silent.select("asset_id").lazy(), on="asset_id", how="semi")
        .select(pl.col("len").sum())
    )
    count = held.collect(engine="streaming").item()
    return (Message("note_tradable", {"count": count}),) if count else ()


def repeated_keys(table: TypedTable) -> list[Problem]:
    """Return a problem for every row whose key stands in a row before it."""
    key = list(table.table.key)
    if not key:
        return []
    needed = [name for name in key if table.table.column(name).filled]
    frame = table.frame
    if any(frame[name].null_count() for name in needed):
        frame = frame.drop_nulls(needed)  # an empty cell is told as such
    frame = frame.select(*key, "row")
    packed = _packed(frame, key)
    if packed is not None:
        if packed.n_unique() == packed.len():
            return []
        repeated = frame.filter(packed.is_duplicated())
    else:
        repeated = frame.filter(frame.select(key).is_duplicated())
    again = repeated.with_columns(first=pl.col("row").min().over(key)).filter(
        pl.col("row") != pl.col("first")
    )
    return _key_problems(table, key, again.sort("row"))


def _key_problems(table: TypedTable, key: Sequence[str], again: pl.DataFrame) -> list[Problem]:
    header = ", ".join(table.headers[name] for name in key if name in table.headers)
    first = [
        Problem(
            Message("key_repeated", {"first": row["first"]}),
            table.file,
            row["row"],
            header,
            cut(", ".join(str(row[name]) for name in key if row[name] is not None)),
        )
        for row in again.head(LOOKED_UP).iter_rows(named=True)
    ]
    return capped(first, again.height)


def _packed(frame: pl.DataFrame, key: Sequence[str]) -> pl.Series | None:
    """Return the key of every row in one UInt64; None if a column is plain text or 64 bits are too few.

    Every column takes as many bits as its largest code needs; 0 stands for empty.
    """
    packed, used = pl.lit(0, dtype=pl.UInt64), 0
    for name in key:
        column = frame[name]
        if column.null_count() == column.len():
            continue
        if not isinstance(column.dtype, (pl.Enum, pl.Categorical, pl.Date)):
            return None
        lowest = int(column.to_physical().min()) if column.dtype == pl.Date else 0  # type: ignore[arg-type]
        highest = int(column.to_physical().max())  # type: ignore[arg-type]
        bits = (highest - lowest + 1).bit_length()
        code = (pl.col(name).to_physical().cast(pl.Int64) - (lowest - 1)).fill_null(0).cast(pl.UInt64)
        packed, used = packed * pl.lit(1 << bits, dtype=pl.UInt64) + code, used + bits
    if used == 0 or used > 64:
        return None
    return frame.lazy().select(packed.alias("key")).collect(engine="streaming").to_series()


def _dated_beside_undated(table: TypedTable) -> list[Problem]:
    """Return a problem for every row without a date whose id has dated rows: it would hold on every day."""
    if table.table.key[:1] != ("as_of",) or table.table.column("as_of").filled:
        return []
    name = table.table.key[1]
    undated = table.frame.filter(pl.col("as_of").is_null())
    dated = table.frame.filter(pl.col("as_of").is_not_null())
    if undated.is_empty() or dated.is_empty():
        return []
    other = dated.group_by(name).agg(other=pl.col("row").min())
    both = undated.join(other, on=name).sort("row")
    first = [
        Problem(
            Message("dated_and_undated", {"other": row["other"]}),
            table.file,
            row["row"],
            table.headers[name],
            row[name],
        )
        for row in both.head(LOOKED_UP).iter_rows(named=True)
    ]
    return capped(first, both.height)


def _first_days(table: TypedTable, name: str) -> pl.DataFrame:
    """Return the first day on which every id has a row, `date.min` if it has one for every day."""
    day = pl.col("as_of").fill_null(_SINCE_EVER).min()
    return table.frame.drop_nulls(name).group_by(name).agg(value=day)


def _unknown_managers(products: TypedTable, managers: TypedTable) -> list[Problem]:
    """Return a problem for every product whose manager is unknown, or not known yet at the product's date."""
    placed = products.frame.drop_nulls(["manager_id", "as_of"]).join(
        _first_days(managers, "manager_id"), on="manager_id", how="left", maintain_order="left"
    )
    unknown = placed.filter(pl.col("value").is_null())
    known = managers.frame["manager_id"].drop_nulls().unique(maintain_order=True)
    header = products.headers["manager_id"]
    first = [
        Problem(Message("unknown_manager"), products.file, row, header, cut(seen), nearest(seen, known))
        for row, seen in unknown.select("row", "manager_id").head(LOOKED_UP).iter_rows()
    ]
    later = placed.filter(pl.col("value") > pl.col("as_of"))
    return capped(first, unknown.height) + _not_that_day("manager_not_yet", products, "manager_id", later)


def _not_that_day(code: str, table: TypedTable, name: str, rows: pl.DataFrame) -> list[Problem]:
    """Return the problem that an id has no row for the day of the row, for `as_of`, `row` and the id."""
    first = [
        Problem(Message(code, {"day": day}), table.file, row, table.headers[name], cut(seen))
        for row, day, seen in rows.select("row", "as_of", pl.col(name).cast(pl.String))
        .head(LOOKED_UP)
        .iter_rows()
    ]
    return capped(first, rows.height)


def _products_of_other_days(holdings: TypedTable, products: TypedTable) -> list[Problem]:
    """Return a problem for every holding whose product has rows, but none at the holding's date."""
    day = ["as_of", "product_id"]
    held = holdings.frame.lazy().select(day).drop_nulls().unique().collect(engine="streaming")
    known = products.frame.select("as_of", pl.col("product_id").cast(held["product_id"].dtype))
    missing = held.join(known, on=day, how="anti")
    if missing.is_empty():
        return []
    rows = holdings.frame.select("row", *day).join(missing, on=day, how="semi", maintain_order="left")
    return _not_that_day("product_not_that_day", holdings, "product_id", rows)


def _assets_of_later_days(holdings: TypedTable, assets: TypedTable) -> list[Problem]:
    """Return a problem for every holding dated before the first row of its asset."""
    if assets.frame["as_of"].null_count() == assets.frame.height:
        return []
    frame = holdings.frame
    # The categories of the Enum are the sorted ids of assets: a code is a place in the sorted first days.
    first_days = _first_days(assets, "asset_id").sort("asset_id")["value"]
    early = (frame["as_of"] < first_days.gather(frame["asset_id"].to_physical())).fill_null(False)
    if not early.any():
        return []
    rows = frame.select("row", "as_of", "asset_id").filter(early)
    return _not_that_day("asset_not_yet", holdings, "asset_id", rows)


def _negative_for_kind(
    holdings: TypedTable, assets: TypedTable, kinds: Mapping[str, AssetKind]
) -> list[Problem]:
    """Return a problem for every negative amount of an asset whose kind is never negative."""
    problems: list[Problem] = []
    signed = [name for name, kind in kinds.items() if kind.may_be_negative]
    dated = assets.frame.select(
        pl.col("as_of").fill_null(_SINCE_EVER).alias("day"), pl.col("asset_id").alias("asset"), "kind"
    ).sort("day")
    for column in holdings.table.columns:
        if column.range != "by_kind":
            continue
        negative = holdings.frame.filter(pl.col(column.name) < 0).drop_nulls(["as_of", "asset_id"])
        placed = (
            negative.select("row", "as_of", column.name, asset=pl.col("asset_id").cast(pl.String))
            .sort("as_of")
            .join_asof(dated, left_on="as_of", right_on="day", by="asset", check_sortedness=False)
            .filter(pl.col("kind").is_in(signed).not_())
            .sort("row")
        )
        header = holdings.headers[column.name]
        for (kind,), rows in placed.group_by("kind", maintain_order=True):
            title = kinds[str(kind)].title
            message = Message("negative_for_kind", {"kind": {"zh": title.zh, "en": title.en}})
            problems += figure_problems(
                message, rows, column.name, file=holdings.file, header=header, allowed="≥ 0"
            )
    return problems


def _ended_before_begun(table: TypedTable) -> list[Problem]:
    """Return a problem for every row whose first day is after its last."""
    wrong = table.frame.filter(pl.col("from") > pl.col("until"))
    header = table.headers.get("from", "from")
    first = [
        Problem(Message("from_after_until", {"until": until}), table.file, row, header, str(day))
        for row, day, until in wrong.select("row", "from", "until").head(LOOKED_UP).iter_rows()
    ]
    return capped(first, wrong.height)


def _owned_without_stake(relations: TypedTable) -> list[Problem]:
    """Return a problem for every ownership without its stake: whether it controls cannot be told, nor left open."""
    wrong = relations.frame.filter(pl.col("relation") == "owns", pl.col("stake").is_null())["row"]
    header = relations.headers.get("stake", "stake")
    message = Message("owns_without_stake")
    first = [
        Problem(message, relations.file, row, header, allowed="0.25, 25%") for row in wrong.head(LOOKED_UP)
    ]
    return capped(first, wrong.len())
