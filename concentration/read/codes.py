"""Codes that a spreadsheet kept as numbers get the zeros back that stood in front of them."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace

import polars as pl

from concentration.read.problems import LOOKED_UP, capped
from concentration.read.sources import READ_ERRORS, Source
from concentration.words.message import Message, Problem

_TABLES_OF_IDS = {
    "manager_id": "managers",
    "product_id": "products",
    "asset_id": "assets",
    "party_id": "parties",
    "related_party_id": "parties",
    "issuer_id": "parties",
    "originator_id": "parties",
    "counterparty_id": "parties",
    "parent_id": "managers",
}
"""Where the ids of a column are known. Those of other columns are their own."""

_KEYS = {"managers": "manager_id", "products": "product_id", "assets": "asset_id", "parties": "party_id"}


def with_zeros_restored(sources: Mapping[str, Source]) -> tuple[dict[str, Source], list[Problem]]:
    """Return the sources with the codes restored, each restoration noted, and the codes that could be two.

    A number of a column of ids is the known id that differs from it by zeros in front. If its table knows none, it is
    as wide as the other ids of its column, where these are digits of one width. Else it stands as it is.
    """
    restored = dict(sources)
    problems: list[Problem] = []
    # Tables of ids first: what others refer to is then known with its zeros.
    columns = [(name, column) for name, column in _KEYS.items() if name in sources]
    columns += [(name, column) for name in sources for column in sources[name].numbers]
    for name, column in dict.fromkeys(columns):
        if not column.endswith("_id") or column not in sources[name].numbers:
            continue
        owner = _TABLES_OF_IDS.get(column, "")
        try:
            known = frozenset() if _KEYS.get(name) == column else ids_of(owner, restored)
            restored[name], wrong = _restored(restored[name], column, known)
        except READ_ERRORS:
            continue  # the table is told as unreadable where it is typed
        problems += wrong
    return restored, problems


def with_known_zeros(source: Source, known: Callable[[str], Collection[str]]) -> tuple[Source, list[Problem]]:
    """Return a source beside the tables of a portfolio with its codes restored; `known` gives the ids of a table."""
    problems: list[Problem] = []
    for column in source.numbers:
        if column.endswith("_id"):
            owner = _TABLES_OF_IDS.get(column, "")
            source, wrong = _restored(source, column, frozenset(known(owner)))
            problems += wrong
    return source, problems


def ids_of(table: str, sources: Mapping[str, Source]) -> frozenset[str]:
    """Return the ids that the rows of a table of ids have, none if it is not among `sources`."""
    return _texts(sources[table], _KEYS[table]) if table in sources and table in _KEYS else frozenset()


def _texts(source: Source, column: str) -> frozenset[str]:
    """Return the different cells of a column of ids, without blanks around them."""
    if column not in source.headers:
        return frozenset()
    cells = source.cells.select(pl.col(column).cast(pl.String).str.strip_chars().unique())
    return frozenset(cells.collect(engine="streaming").to_series().drop_nulls())


def _restored(source: Source, column: str, known: frozenset[str]) -> tuple[Source, list[Problem]]:
    numbers = pl.col("row").is_in(source.numbers[column])
    frame = source.cells.select("row", column).collect()
    stored = frame.filter(numbers).drop_nulls()
    width = _common_width(frame.filter(~numbers)[column])
    by_number = defaultdict(list)
    for text in known:
        by_number[text.lstrip("0")].append(text)
    codes = {number: _codes(number, by_number, width) for number in stored[column].unique()}
    problems = _ambiguous(source, column, stored, codes)
    # One of several is as good as any: the run stops, and the row is not told a second time as unknown.
    changed = {number: one for number, (one, *_) in codes.items() if one != number}
    if not changed:
        return source, problems
    cells = pl.when(numbers).then(pl.col(column).replace(changed)).otherwise(column)
    note = _note(source, column, stored.filter(pl.col(column).is_in(list(changed))), changed)
    cells_restored = source.cells.with_columns(cells.alias(column))
    return replace(source, cells=cells_restored, notes=(*source.notes, note)), problems


def _common_width(texts: pl.Series) -> int:
    """Return how many digits the ids have that are kept as text; 0 if they are not all digits of one width."""
    ids = texts.str.strip_chars().drop_nulls().unique()
    widths = ids.str.len_chars().unique()
    return int(widths[0]) if len(widths) == 1 and ids.str.contains(r"^[0-9]+$").all() else 0


def _codes(number: str, known: Mapping[str, Sequence[str]], width: int) -> list[str]:
    """Return the codes that a number can be, at least one."""
    if not number.isdigit():
        return [number]
    return sorted(known.get(number.lstrip("0"), ())) or [number.zfill(width)]


def _ambiguous(
    source: Source, column: str, stored: pl.DataFrame, codes: Mapping[str, Sequence[str]]
) -> list[Problem]:
    unclear = [number for number, several in codes.items() if len(several) > 1]
    rows = stored.filter(pl.col(column).is_in(unclear))
    first = [
        Problem(
            Message("code_ambiguous"),
            source.file,
            row,
            source.headers[column],
            number,
            ", ".join(codes[number]),
        )
        for row, number in rows.head(LOOKED_UP).iter_rows()
    ]
    return capped(first, rows.height)


def _note(source: Source, column: str, rows: pl.DataFrame, changed: Mapping[str, str]) -> Message:
    row, number = rows.row(0)
    place = {"file": source.file, "column": source.headers[column], "row": row}
    values = {**place, "count": rows.height, "number": number, "code": changed[number]}
    return Message("note_codes_restored", values)
