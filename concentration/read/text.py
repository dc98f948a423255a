"""CSV files: their encoding, the line of every row, and whether every row has as many cells as the header.

Polars reads the cells. It fills short rows with nulls and knows nothing of lines, so the lines are looked at
first, in one streaming pass that keeps a few small integers a line at most.
"""

import codecs
import csv
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import polars as pl

from concentration.read.problems import LOOKED_UP, capped
from concentration.words.message import Message, Problem

# GBK and GB2312 are read as what they became: every text of theirs is one of GB18030 too.
ENCODINGS = {
    "utf-8": "utf-8",
    "gb18030": "gb18030",
    "gbk": "gb18030",
    "gb2312": "gb18030",
    "big5": "big5",
    "big5hkscs": "big5hkscs",
    "utf-16": "utf-16",
    "utf-16-le": "utf-16-le",
    "utf-16-be": "utf-16-be",
}
"""The encodings that portfolio.yaml may name, with those of Python that read them."""

_BLOCK = 1 << 20
_WELL_QUOTED = r'^(?:[^",]*|"(?:[^"]|"")*")(?:,(?:[^",]*|"(?:[^"]|"")*"))*$'


@dataclass(frozen=True)
class CsvText:
    """A CSV file ready to be scanned: `path` is UTF-8, `header` its names, ending on line `header_line`.

    `lines` holds the line on which every record after the header starts, and is None when record `i` (from 0)
    starts on line `header_line + 1 + i`, as in every file without line breaks inside quotes.
    """

    path: Path
    header: tuple[str, ...]
    header_line: int
    lines: pl.Series | None


def csv_text(
    path: Path, file: str, stack: ExitStack, encoding: str | None = None
) -> tuple[CsvText | None, list[Problem]]:
    """Return the CSV file at `path` and its problems; None if it cannot be read as rows of cells.

    `encoding` is one of `ENCODINGS`. Without it, it is found out by decoding the whole file: UTF-8 (with a byte order
    mark or without), else GB18030. A file that is not UTF-8 is copied as UTF-8 to a temporary file that lives as long
    as `stack`. `file` is the name in problems.
    """
    utf8 = _as_utf8(path, stack, [encoding] if encoding else ["utf-8", "gb18030"])
    if utf8 is None and encoding:
        return None, [Problem(Message("wrong_encoding", {"encoding": encoding}), file)]
    if utf8 is None:
        return None, [Problem(Message("unknown_encoding"), file, allowed="UTF-8, GB18030")]
    readable, quoted = utf8
    try:
        header, header_line = _header(readable)
    except csv.Error as error:
        return None, [Problem(Message("unreadable"), file, seen=str(error))]
    if not header:
        return None, [Problem(Message("table_empty"), file)]
    lines: pl.Series | None = None
    problems: list[Problem] = []
    if quoted:
        lines, problems = _quoted_lines(readable, header_line, len(header), file)
    else:
        problems = _ragged_lines(readable, header_line, len(header), file)
    if problems:
        return None, problems
    return CsvText(readable, tuple(header), header_line, lines), []


def _as_utf8(path: Path, stack: ExitStack, encodings: Sequence[str]) -> tuple[Path, bool] | None:
    """Return a file of the same text in UTF-8 and whether it has a quotation mark.

    The text is that of the first encoding that holds; None if none does.
    """
    for encoding in encodings:
        try:
            if encoding == "utf-8":
                return path, _decode(path, encoding, None)
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="concentration-")))
            copy = folder / path.name
            with copy.open("wb") as target:
                return copy, _decode(path, ENCODINGS[encoding], target)
        except UnicodeError:
            continue
    return None


def _decode(path: Path, encoding: str, target: BinaryIO | None) -> bool:
    """Decode a file block by block, copy it as UTF-8 to `target` if given; return whether it has quotes.

    Raises UnicodeError where the file is not of that encoding.
    """
    decoder = codecs.getincrementaldecoder(encoding)()
    quoted = False
    with path.open("rb") as source:
        while block := source.read(_BLOCK):
            text = decoder.decode(block)
            quoted = quoted or '"' in text
            if target is not None:
                target.write(text.encode())
    decoder.decode(b"", final=True)
    return quoted


def _header(path: Path) -> tuple[list[str], int]:
    """Return the cells of the first record that is not blank, and the line on which it ends."""
    with path.open(encoding="utf-8-sig", newline="") as source:
        records = csv.reader(source)
        for record in records:
            if record:
                return record, records.line_num
    return [], 0


def _numbered_lines(path: Path, header_line: int) -> pl.LazyFrame:
    """Return the lines after the header: `line`, and its `number` (the first line of the file is 1)."""
    lines = pl.scan_lines(path, name="line", row_index_name="number", row_index_offset=1, glob=False)
    return lines.filter(pl.col("number") > header_line)


def _ragged_lines(path: Path, header_line: int, width: int, file: str) -> list[Problem]:
    """Return a problem for every line that has not `width` cells, in a file without quotes."""
    cells = pl.col("line").str.count_matches(",", literal=True) + 1
    ragged = (
        _numbered_lines(path, header_line)
        .filter(cells != width, pl.col("line").str.strip_chars() != "")
        .select("number", cells=cells)
        .collect(engine="streaming")
    )
    return _ragged(ragged, width, file)


def _ragged(rows: pl.DataFrame, width: int, file: str) -> list[Problem]:
    first = [
        Problem(Message("ragged_row", {"cells": cells, "headers": width}), file, number)
        for number, cells in rows.select("number", "cells").head(LOOKED_UP).iter_rows()
    ]
    return capped(first, rows.height)


def _quoted_lines(
    path: Path, header_line: int, width: int, file: str
) -> tuple[pl.Series | None, list[Problem]]:
    """Return the first line of every record (None: one line each), and the problems, in a file with quotes.

    A line's cells are counted twice, as if it began outside a quoted cell and as if it began inside one;
    which of the two holds is known from the quotes of all lines before.
    """
    line = pl.col("line")
    quotes = line.str.count_matches('"', literal=True)
    odd = quotes % 2 == 1
    outside = pl.when(odd).then(line + '"').otherwise(line)
    inside = pl.when(odd).then('"' + line).otherwise('"' + line + '"')
    counted = (
        _numbered_lines(path, header_line)
        .select(
            "number",
            odd=odd,
            blank=line.str.strip_chars() == "",
            commas_outside=_commas(outside),
            commas_inside=_commas(inside),
            sound_outside=outside.str.contains(_WELL_QUOTED),
            sound_inside=inside.str.contains(_WELL_QUOTED),
        )
        .collect(engine="streaming")
    )
    ends_inside = pl.col("odd").cast(pl.UInt32).cum_sum() % 2 == 1
    placed = counted.with_columns(ends_inside=ends_inside).with_columns(
        starts_inside=pl.col("ends_inside").shift(1, fill_value=False)
    )
    placed = placed.select(
        "number",
        "ends_inside",
        starts=~pl.col("starts_inside"),
        blank=pl.col("blank") & ~pl.col("starts_inside"),
        commas=pl.when("starts_inside").then("commas_inside").otherwise("commas_outside"),
        sound=pl.when("starts_inside").then("sound_inside").otherwise("sound_outside"),
    )
    return _records(placed, width, file)


def _commas(text: pl.Expr) -> pl.Expr:
    """Return how many commas stand outside the quotes."""
    return text.str.replace_all(r'"[^"]*"', "").str.count_matches(",", literal=True)


def _records(lines: pl.DataFrame, width: int, file: str) -> tuple[pl.Series | None, list[Problem]]:
    """Join lines to records; see `_quoted_lines`."""
    if not lines["sound"].all():
        wrong = lines.filter(~pl.col("sound"))
        first = [Problem(Message("quote_misplaced"), file, row) for row in wrong["number"].head(LOOKED_UP)]
        return None, capped(first, wrong.height)
    if lines.height and lines["ends_inside"][-1]:
        start = lines.filter("starts")["number"][-1]
        return None, [Problem(Message("quote_unclosed"), file, start)]
    records = (
        lines.group_by(record=pl.col("starts").cast(pl.UInt32).cum_sum(), maintain_order=True)
        .agg(pl.col("number").first(), pl.col("blank").first(), cells=pl.col("commas").sum() + 1)
        .select("number", "blank", "cells")
    )
    ragged = records.filter(~pl.col("blank"), pl.col("cells") != width)
    several = records.height != lines.height
    return (records["number"] if several else None), _ragged(ragged, width, file)
