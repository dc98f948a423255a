"""Filling the gaps of a table with what was filled in beside it, by key."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from concentration.read.problems import LOOKED_UP, capped, cut
from concentration.read.values import as_texts
from concentration.vocabulary.tables import Table
from concentration.words.message import Message, Problem

FAULT = "{} fault"
"""The column of a parsed table that says what is wrong with the cells of another."""

FILLED_SCHEMA = pl.Schema(
    [
        ("table", pl.String()),
        ("column", pl.String()),
        ("key", pl.List(pl.String)),
        ("name", pl.String()),
        ("value", pl.String()),
    ]
)
"""Cells that were filled in and do not stand in the tables yet: `key` as it stands in the sheet ("" where empty), and
`value` as the contract writes it in English.
"""

_GROWING, _ITS_ID = "parties", "party_id"
"""The one table that takes new rows: an issuer or a counterparty need not have one."""


def nothing_filled() -> pl.DataFrame:
    """Return a frame of FILLED_SCHEMA without rows."""
    return pl.DataFrame(schema=FILLED_SCHEMA)


@dataclass(frozen=True)
class Completed:
    """What was filled in for one table.

    `frame`: every column of the table, typed, and `row`, the line of the sheet. `file` and `headers` are the sheet's.
    """

    table: Table
    file: str
    frame: pl.DataFrame
    headers: Mapping[str, str]


@dataclass(frozen=True)
class Filling:
    """A table whose gaps are filled; `added` are its columns that stand in no file, and what is to be said.

    `filled` (FILLED_SCHEMA) are the cells of the sheet that filled something.
    """

    frame: pl.DataFrame
    added: tuple[str, ...] = ()
    filled: pl.DataFrame = field(default_factory=nothing_filled)
    notes: tuple[Message, ...] = ()
    problems: Sequence[Problem] = ()


def fill_gaps(
    frame: pl.DataFrame,
    completed: Completed,
    line: Callable[[int], int],
    ids: Mapping[str, pl.DataType],
    spared: Collection[str] = (),
) -> Filling:
    """Return a parsed table (`row`, columns and their `FAULT`s) with its empty cells filled from `completed`.

    A row is found by its key. One without a date holds on every day, after rows of that day; one whose key names what
    the table leaves empty (a counterparty) fills that too. A new party gets a row, whose `row` is null. `ids` gives
    the types of ids, `line` the line in the table's file of a `row`; columns of `spared` are left alone.
    Problems: a key that the table has not, and a cell that says otherwise than the table. Names are only filled in:
    they stand in the sheet to be recognised by.
    """
    table = completed.table
    given = _given(completed, ids)
    facts = [
        column.name
        for column in table.columns
        if (column.name not in table.key or _may_be_asked(table, column.name))
        and column.name not in spared
        and given[column.name].null_count() < given.height
    ]
    if not facts:
        return Filling(frame)
    added = [name for name in dict.fromkeys((*table.key, *facts)) if name not in frame.columns]
    whole = frame.with_columns(
        column
        for name in added
        for column in (
            pl.lit(None, given[name].dtype).alias(name),
            pl.lit(0, pl.UInt8).alias(FAULT.format(name)),
        )
    )
    pairs = pairs_by_key(whole, given, table)
    problems: list[Problem] = []
    used: dict[str, pl.Series] = {}
    count = 0
    for name in facts:
        cells = _cells(whole, given, pairs, name)
        problems += [] if name == "name" else _otherwise(cells, completed, line, name)
        gaps = cells.filter(pl.col("said").is_null(), pl.col("fault") == 0)
        gaps = gaps.sort("rank").unique("place", keep="first")
        if gaps.height:
            whole = whole.with_columns(whole[name].scatter(gaps["place"], gaps["given"]))
        count += gaps.height
        used[name] = gaps["line"].unique()
    strange = given.filter(~pl.col("line").is_in(pairs["line"].implode()))
    says = [pl.col(name).is_not_null() for name in facts if name != "name"]
    strange = strange.filter(pl.any_horizontal(says)) if says else strange.clear()
    if table.name == _GROWING:
        whole = _with_new_rows(whole, strange)
        for name in facts:
            said = strange.drop_nulls(name)["line"]
            used[name] = used[name].append(said)
            count += said.len()
    else:
        problems += _unknown_keys(strange, completed)
    bare = [name for name in added if name not in facts]
    whole = whole.drop(*bare, *map(FAULT.format, bare))
    notes = (Message("note_completed", {"file": completed.file, "count": count}),) if count else ()
    kept = tuple(name for name in added if name in facts)
    return Filling(whole, kept, _filled(completed, used), notes, problems)


def _filled(completed: Completed, used: Mapping[str, pl.Series]) -> pl.DataFrame:
    """Return the cells of the sheet, by column and line, that filled something."""
    texts = completed.frame.select(
        as_texts(completed.frame[name]) for name in dict.fromkeys((*completed.table.key, *completed.headers))
    )
    key = pl.concat_list(pl.col(name).fill_null("") for name in completed.table.key)
    name = pl.col("name") if "name" in texts.columns else pl.lit(None, pl.String)
    cells = [
        texts[lines.sort()].select(
            table=pl.lit(completed.table.name), column=pl.lit(column), key=key, name=name, value=column
        )
        for column, lines in used.items()
    ]
    return pl.concat([nothing_filled(), *cells])


def _given(completed: Completed, ids: Mapping[str, pl.DataType]) -> pl.DataFrame:
    """Return what was filled in, its `line` counted, with ids of the table's types.

    `elsewhere`: an id is in no row of its own table, so that the key is none either.
    """
    frame = completed.frame.with_row_index("line")
    known = {name: frame[name].cast(dtype, strict=False) for name, dtype in ids.items()}
    unknown = [frame[name].is_not_null() & column.is_null() for name, column in known.items()]
    elsewhere = (
        pl.DataFrame(unknown).select(pl.any_horizontal(pl.all())).to_series()
        if unknown
        else pl.lit(value=False)
    )
    return frame.with_columns(**known).with_columns(elsewhere=elsewhere)


def _may_be_asked(table: Table, name: str) -> bool:
    """Return whether a column of the key may itself be what is missing."""
    column = table.column(name)
    return name != "as_of" and not column.filled and not column.empty_is_none


def pairs_by_key(frame: pl.DataFrame, given: pl.DataFrame, table: Table) -> pl.DataFrame:
    """Return which `line` of what was given speaks of which `place` of a table; a lower `rank` goes first.

    `frame` has the columns of the key. `given` has them too, `line`, and `elsewhere`: the row can be of no place.
    """
    key = list(table.key)
    rows = frame.select(key).with_row_index("place")
    left = given.filter(~pl.col("elsewhere")).select("line", *key)
    pairs = left.join(rows, on=key, nulls_equal=True).select("line", "place", rank=pl.lit(0))
    for rank, name in enumerate(key, start=1):
        left = left.join(pairs, on="line", how="anti")
        rest = [other for other in key if other != name]
        if name == "as_of":
            found = left.filter(pl.col(name).is_null()).join(rows, on=rest, nulls_equal=True)
        elif _may_be_asked(table, name):
            empty = rows.filter(pl.col(name).is_null())
            found = left.filter(pl.col(name).is_not_null()).join(empty, on=rest, nulls_equal=True)
        else:
            continue
        pairs = pairs.vstack(found.select("line", "place", rank=pl.lit(rank)))
    return pairs


def _cells(frame: pl.DataFrame, given: pl.DataFrame, pairs: pl.DataFrame, name: str) -> pl.DataFrame:
    """Return the cells `given` of a column, the `row` of the sheet, and what the table `said` in which `line`."""
    cells = (
        given.select("line", "row", given=name)
        .drop_nulls("given")
        .join(pairs, on="line", maintain_order="left")
    )
    places = cells["place"]
    return cells.with_columns(
        said=frame[name].gather(places),
        fault=frame[FAULT.format(name)].gather(places),
        said_in=frame["row"].gather(places),
    )


def _otherwise(
    cells: pl.DataFrame, completed: Completed, line: Callable[[int], int], name: str
) -> list[Problem]:
    """Return the problems of cells that say otherwise than the table."""
    wrong = cells.filter(pl.col("said") != pl.col("given"))
    wrong = wrong.with_columns(as_texts(wrong["given"]), as_texts(wrong["said"]))
    first = [
        Problem(
            Message("completed_otherwise", {"row": line(row), "said": cut(said)}),
            completed.file,
            place,
            completed.headers[name],
            cut(seen),
        )
        for place, seen, said, row in wrong.select("row", "given", "said", "said_in")
        .head(LOOKED_UP)
        .iter_rows()
    ]
    return capped(first, wrong.height)


def _unknown_keys(strange: pl.DataFrame, completed: Completed) -> list[Problem]:
    """Return the problems of rows that are filled in and that the table does not have."""
    key = [name for name in completed.table.key if name in completed.headers]
    header = ", ".join(completed.headers[name] for name in key)
    seen = completed.frame.select(pl.col(name).cast(pl.String) for name in key)
    first = [
        Problem(
            Message("completed_unknown", {"table": completed.table.name}),
            completed.file,
            row,
            header,
            cut(", ".join(filter(None, seen.row(place)))),
        )
        for place, row in strange.select("line", "row").head(LOOKED_UP).iter_rows()
    ]
    return capped(first, strange.height)


def _with_new_rows(frame: pl.DataFrame, new: pl.DataFrame) -> pl.DataFrame:
    """Return the table with new rows, which stand in no file; one without a name is called by its id."""
    named = new.with_columns(pl.coalesce("name", _ITS_ID).alias("name"), row=pl.lit(None, pl.UInt32))
    rows = named.select(
        pl.col(name) if name in named.columns else pl.lit(0, pl.UInt8).alias(name) for name in frame.columns
    )
    return frame.vstack(rows.cast(frame.schema))
