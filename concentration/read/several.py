"""A table that stands in several files, which are read one after the other as if they were one.

Its rows are numbered on from file to file: row 7 of the second file, after one of 30 lines, is row 37.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import polars as pl

from concentration.read.sources import READ_ERRORS, Source, unreadable
from concentration.words.message import Message, Problem

_ROWS = {"first", "other"}
"""The values of a problem's sentence that are rows of the table."""


@dataclass(frozen=True)
class Part:
    """A file of a table: `before` is how far its rows are ahead of its lines, `headers` are its own."""

    file: str
    before: int
    headers: Mapping[str, str]


@dataclass(frozen=True)
class Joint:
    """A table's files as one source, whose `file` stands for all of them, and its parts in their order."""

    source: Source
    parts: tuple[Part, ...]

    def rows(self, frame: pl.DataFrame) -> list[int]:
        """Return how many rows of the table's frame each part has."""
        ends = [part.before for part in self.parts[1:]]
        until = [frame.select((pl.col("row") <= end).sum()).item() for end in ends]
        counts = [0, *until, frame.height]
        return [after - before for before, after in pairwise(counts)]

    def placed(self, problem: Problem) -> Problem:
        """Return a problem of the table, told of the file and line where it is."""
        if len(self.parts) == 1 or problem.file != self.source.file or problem.row is None:
            return problem
        part = self._part(problem.row)
        column = next((name for name, word in self.source.headers.items() if word == problem.column), "")
        values = dict(problem.message.values)
        for name in values.keys() & _ROWS:
            other = self._part(values[name])
            values[name] = f"{values[name] - other.before} ({other.file})"
        return replace(
            problem,
            message=Message(problem.message.code, values),
            file=part.file,
            row=problem.row - part.before,
            column=part.headers.get(column, problem.column),
        )

    def told(self, message: Message) -> Message:
        """Return a note on the table, told of the file and line where it is."""
        values = dict(message.values)
        if (
            len(self.parts) > 1
            and values.get("file") == self.source.file
            and isinstance(values.get("row"), int)
        ):
            part = self._part(values["row"])
            values |= {"file": part.file, "row": values["row"] - part.before}
        return Message(message.code, values)

    def _part(self, row: int) -> Part:
        return next(part for part in reversed(self.parts) if part.before < row)


def joined(sources: Sequence[Source], name: str) -> tuple[Joint, list[Problem]]:
    """Return all the rows of a table's files as one source, which is called `name` if they are several.

    A column that stands in some of the files only is empty in the others; one that the files keep in different types
    becomes text. A file that cannot be read is a problem.
    """
    if len(sources) == 1:
        return Joint(sources[0], (Part(sources[0].file, 0, sources[0].headers),)), []
    parts: list[Part] = []
    problems = []
    before = 0
    for source in sources:
        parts.append(Part(source.file, before, source.headers))
        try:
            before += _last_line(source)
        except READ_ERRORS as error:
            problems.append(unreadable(source.file, error))
    return Joint(_union(sources, parts, name), tuple(parts)), problems


def _union(sources: Sequence[Source], parts: Sequence[Part], name: str) -> Source:
    schemas = [source.cells.collect_schema() for source in sources]
    columns = {column for schema in schemas for column in schema}
    mixed = {one for one in columns if len({schema[one] for schema in schemas if one in schema}) > 1}
    cells = [
        _numbered(source, part.before).with_columns(pl.col(list(mixed & set(schema))).cast(pl.String))
        for source, part, schema in zip(sources, parts, schemas, strict=True)
    ]
    numbers: dict[str, list[int]] = {}
    for source, part in zip(sources, parts, strict=True):
        for column, rows in source.numbers.items():
            numbers.setdefault(column, []).extend(row + part.before for row in rows)
    headers = {column: word for source in reversed(sources) for column, word in source.headers.items()}
    return replace(
        sources[0],
        file=name,
        cells=pl.concat(cells, how="diagonal"),
        headers=headers,
        notes=_notes(sources, name),
        lines=None,
        numbers=numbers,
    )


def _notes(sources: Sequence[Source], name: str) -> tuple[Message, ...]:
    """Return the notes on the files; what is true of several is said once of them all, as of `name`."""
    notes: dict[tuple[str, str], Message] = {}
    for note in (note for source in sources for note in source.notes):
        values = {**note.values, "file": name}
        key = (note.code, repr(sorted(values.items())))
        notes[key] = Message(note.code, values) if key in notes else note
    return tuple(notes.values())


def _last_line(source: Source) -> int:
    """Return the line of the last row, or of the header."""
    rows = int(source.cells.select(pl.len()).collect(engine="streaming").item())
    return source.first_row - 1 if rows == 0 else source.line(source.first_row + rows - 1)


def _numbered(source: Source, before: int) -> pl.LazyFrame:
    """Return the cells with the rows of the whole table."""
    row = pl.col("row")
    if source.lines is not None:
        lines, first = source.lines.cast(pl.UInt32), source.first_row
        row = row.map_batches(
            lambda rows: lines.gather(rows - first), return_dtype=pl.UInt32, is_elementwise=True
        )
    return source.cells.with_columns(row=row + pl.lit(before, dtype=pl.UInt32))
