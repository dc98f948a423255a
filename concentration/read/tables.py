"""From a table's cells to a typed frame with every column of the contract."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import polars as pl

from concentration.catalogue.model import AssetKind
from concentration.read.conversion import Conversion, converted
from concentration.read.currencies import currencies_of
from concentration.read.filling import FAULT, Completed, Filling, fill_gaps, nothing_filled
from concentration.read.own import header_of
from concentration.read.problems import LOOKED_UP, capped, cut, nearest
from concentration.read.settings import settings_problem
from concentration.read.sources import READ_ERRORS, Source, as_text, unreadable
from concentration.read.values import PLACES, Fault, polars_type, typed
from concentration.vocabulary.completion import may_wait
from concentration.vocabulary.countries import MEANT
from concentration.vocabulary.tables import Column, ColumnType, Range, Table, folded, words_of
from concentration.vocabulary.units import UNITS
from concentration.words.message import Message, Problem

_ID = "{} known"
_MOST_VALUES = 12

_UNKNOWN_ID = {"product_id": Fault.UNKNOWN_PRODUCT, "asset_id": Fault.UNKNOWN_ASSET}
_OUT_OF_RANGE: Mapping[Range, tuple[str, str]] = {
    "not_negative": ("negative", "≥ 0"),
    "positive": ("not_positive", "> 0"),
    "share": ("not_a_share", "0, 0.25, 25%, 100%"),
}
_FORMS: Mapping[ColumnType, str] = {
    "date": "2024-06-28, 2024/6/28, 20240628",
    "money": "1234567.89, 1,234,567.89 (< 10^18)",
    "number": "1234567, 1,234,567.5 (< 10^15)",
    "ratio": "0.25, 25%",
    "bool": "true, false, 1, 0, 是, 否, Y, N",
    "country": "CN, HK, US, GB, … (ISO 3166-1 alpha-2)",
}


@dataclass(frozen=True)
class TypedTable:
    """A table's frame (contract columns and `row`), its headers in the file, notes, and problems of cells.

    `filled` (`filling.FILLED_SCHEMA`) are the cells that were filled in beside it.
    """

    table: Table
    file: str
    frame: pl.DataFrame
    headers: Mapping[str, str]
    notes: tuple[Message, ...]
    problems: tuple[Problem, ...]
    filled: pl.DataFrame = field(default_factory=nothing_filled)


def words_of_column(table: Table, column: Column, kinds: Mapping[str, AssetKind]) -> dict[str, str]:
    """Return the folded words of an enumeration with their values; those of `assets.kind` are the kinds."""
    if table.name == "assets" and column.name == "kind":
        return {folded(word): name for name, kind in kinds.items() for word in (name, kind.title.zh)}
    return words_of(column.values)


def typed_table(
    source: Source,
    kinds: Mapping[str, AssetKind],
    defaults: Mapping[str, Any],
    ids: Mapping[str, pl.DataType],
    unkept: Collection[str] = (),
    *,
    incomplete: bool = False,
    completed: Completed | None = None,
) -> tuple[TypedTable | None, list[Problem]]:
    """Return the typed table of a source, or None and why its columns could not be read.

    One streaming pass parses every column; cells are looked up again only where something is wrong.
    `defaults` are typed values of empty cells by column. `ids` gives the types of the id columns of holdings:
    what is not in an Enum is unknown, and a problem. Columns of `unkept` are checked, each by itself, and then left
    empty. `incomplete`: what must be full may be empty, keys aside. `completed` fills empty cells, before those that
    must be full are judged and before defaults.
    """
    parsers, problems = _parsers(source, kinds)
    if problems:
        return None, problems
    try:
        apart = [name for name in parsers if name in unkept and not source.table.column(name).filled]
        converted_notes, no_rates = currencies_of(source)
        checked = {name: parsers.pop(name) for name in apart}
        frame = _parsed(source, parsers, ids)
        source = _with_sound_lines(source, frame.height)
        notes, faults = _checked_apart(source, checked, kinds)
        frame = _without_empty_rows(frame, [name for name in parsers if name not in source.constants])
        filling = fill_gaps(frame, completed, source.line, ids, unkept) if completed else Filling(frame)
        frame = filling.frame
        more_notes, more_faults = _told_faults(source, frame, parsers, kinds, ids, incomplete=incomplete)
    except READ_ERRORS as error:
        return None, [unreadable(source.file, error)]
    headers = {n: header for n, header in source.headers.items() if n not in apart}
    kept = replace(source, headers=headers | {name: name for name in filling.added})
    filled, filled_notes = _complete(kept, frame, {n: v for n, v in defaults.items() if n not in apart}, ids)
    told = (*source.notes, *converted_notes, *notes, *more_notes, *filling.notes, *filled_notes)
    wrong = (*no_rates, *faults, *more_faults, *filling.problems, *_out_of_range(source, filled))
    return TypedTable(source.table, source.file, filled, source.headers, told, wrong, filling.filled), []


def _checked_apart(
    source: Source, parsers: Mapping[str, pl.Expr], kinds: Mapping[str, AssetKind]
) -> tuple[list[Message], list[Problem]]:
    """Return the notes and problems of columns that are not kept; only rows with a fault are, to spare memory."""
    if not parsers:
        return [], []
    wrong = [pl.col(FAULT.format(name)) > 0 for name in parsers]
    columns = map(source.table.column, parsers)
    wrong += [is_out_of_range(column) for column in columns if column.range in _OUT_OF_RANGE]
    frame = _scanned(source, parsers, {}, ()).filter(pl.any_horizontal(wrong)).collect(engine="streaming")
    notes, problems = _told_faults(source, frame, parsers, kinds, {})
    return notes, [*problems, *_out_of_range(source, frame)]


def typed_defaults(
    defaults: Mapping[str, Any],
    lines: Mapping[str, int],
    kinds: Mapping[str, AssetKind],
    tables: Mapping[str, Table],
) -> tuple[dict[str, dict[str, Any]], list[Problem]]:
    """Return the typed defaults by table and column, and the problems of those that are none.

    `lines` says on which line of portfolio.yaml a default stands.
    """
    columns = {
        f"{table.name}.{header_of(column)}": (table, column)
        for table in tables.values()
        for column in table.columns
    }
    values: dict[str, dict[str, Any]] = {}
    problems = []
    for name, cell in defaults.items():
        line = lines.get(name)
        if name not in columns:
            allowed = nearest(name, columns)
            problems.append(settings_problem("default_unknown_column", line, name, allowed=allowed))
            continue
        table, column = columns[name]
        if column.filled:
            problems.append(settings_problem("default_of_full_column", line, name))
            continue
        value, wrong = value_of_setting(
            as_text(cell), words_of_column(table, column, kinds), column, line, name
        )
        problems += wrong
        if value is not None:
            values.setdefault(table.name, {})[column.name] = value
    return values, problems


def value_of_setting(
    text: str | None, words: Mapping[str, str], column: Column, line: int | None, key: str
) -> tuple[Any, list[Problem]]:
    """Return the typed value of a cell that portfolio.yaml gives under `key`, and the problem if it has none.

    `words` are those of an enumeration, folded.
    """
    cell = pl.DataFrame({column.name: pl.Series([text], dtype=pl.String)})
    parser = typed(column, pl.String(), words)
    assert parser is not None  # every column is read from text
    parsed = cell.select(parser.alias("parsed"))["parsed"][0]
    fault = Fault(parsed["fault"])
    if fault <= Fault.ROUNDED:
        return parsed["value"], []
    allowed = _allowed(column, fault, words, text or "")
    return None, [settings_problem(fault.name.lower(), line, key, seen=text, allowed=allowed)]


def _parsers(source: Source, kinds: Mapping[str, AssetKind]) -> tuple[dict[str, pl.Expr], list[Problem]]:
    """Return the expression of every column (`{value, fault}` structs), and the columns of a wrong type."""
    schema = source.cells.collect_schema()
    parsers, problems = {}, []
    for name, header in source.headers.items():
        column = source.table.column(name)
        conversion = _conversion(source, column)
        if conversion is None:
            parser = typed(column, schema[name], words_of_column(source.table, column, kinds))
        else:
            parser = converted(schema[name], column, conversion)
        if parser is None:
            message = Message("wrong_type", {"type": column.type})
            problems.append(Problem(message, source.file, None, header, seen=cut(str(schema[name]))))
        else:
            parsers[name] = parser
    return parsers, problems


def _conversion(source: Source, column: Column) -> Conversion | None:
    """Return how the figures of a column are converted, None if they are not."""
    unit = source.mapping.units.get(column.name)
    power = 0 if unit is None else UNITS[column.type][unit]
    currency = source.currency
    if column.type == "money" and currency is not None:
        return Conversion(power, currency, source.mapping.rates)
    return Conversion(power) if power else None


def _parsed(source: Source, parsers: Mapping[str, pl.Expr], ids: Mapping[str, pl.DataType]) -> pl.DataFrame:
    """Return the values and faults of every column found, and the `row` that the scan counted.

    An id is looked up once, in a step of its own: a value and a fault computed from the same cast would both
    pay for it. Ids are first taken as they stand; only if one is not known that way are blanks looked for.
    """
    as_they_stand = {
        name
        for name in parsers
        if isinstance(ids.get(name), pl.Enum) and source.cells.collect_schema()[name] == pl.String
    }
    if as_they_stand:
        frame = _scanned(source, parsers, ids, as_they_stand).collect(engine="streaming")
        if not any(frame[name].null_count() for name in as_they_stand):
            return frame
    return _scanned(source, parsers, ids, ()).collect(engine="streaming")


def _scanned(
    source: Source,
    parsers: Mapping[str, pl.Expr],
    ids: Mapping[str, pl.DataType],
    as_they_stand: Collection[str],
) -> pl.LazyFrame:
    """Return `_parsed` as it will be read; `as_they_stand` are the ids whose blanks are not looked for."""
    structs = source.cells.select(
        "row",
        *(pl.col(name) if name in as_they_stand else parser.alias(name) for name, parser in parsers.items()),
    )
    texts = structs.with_columns(
        pl.col(name).struct.field("value").alias(name)
        for name in parsers
        if name in ids and name not in as_they_stand
    )
    known = texts.with_columns(
        pl.col(name).cast(ids[name], strict=False).alias(_ID.format(name)) for name in parsers if name in ids
    )
    fields = [field for name in parsers for field in (_id_fields(name) if name in ids else _fields(name))]
    return known.select("row", *fields)


def _fields(name: str) -> tuple[pl.Expr, pl.Expr]:
    """Return the value and the fault of a parsed column."""
    parsed = pl.col(name).struct
    return parsed.field("value").alias(name), parsed.field("fault").alias(FAULT.format(name))


def _id_fields(name: str) -> tuple[pl.Expr, pl.Expr]:
    """Return an id and its fault: an id that no row of its table has is null and unknown."""
    value = pl.col(_ID.format(name))
    unknown = pl.lit(int(_UNKNOWN_ID.get(name, Fault.NONE)), dtype=pl.UInt8)
    fault = pl.when(pl.col(name).is_not_null() & value.is_null()).then(unknown)
    return value.alias(name), fault.otherwise(pl.lit(0, dtype=pl.UInt8)).alias(FAULT.format(name))


def _with_sound_lines(source: Source, rows: int) -> Source:
    """Return the source without its lines if they are not those of the rows that were read."""
    return source if source.lines is None or source.lines.len() == rows else replace(source, lines=None)


def _without_empty_rows(frame: pl.DataFrame, names: Sequence[str]) -> pl.DataFrame:
    """Return the rows of which one of the columns says anything: spreadsheets leave blank lines behind."""
    if not names or not any(frame[name].null_count() for name in names[:1]):
        return frame
    says = [pl.col(name).is_not_null() | (pl.col(FAULT.format(name)) > 0) for name in names]
    return frame.filter(pl.any_horizontal(says))


def _told_faults(
    source: Source,
    frame: pl.DataFrame,
    columns: Mapping[str, pl.Expr],
    kinds: Mapping[str, AssetKind],
    ids: Mapping[str, pl.DataType],
    *,
    incomplete: bool = False,
) -> tuple[list[Message], list[Problem]]:
    """Return the notes and problems of every column's cells, in the order of the file's columns."""
    notes: list[Message] = []
    problems: list[Problem] = []
    schema = source.cells.collect_schema()
    for name in columns:
        column = source.table.column(name)
        place = {"file": source.file, "column": source.headers[name]}
        if schema[name].is_float():
            notes.append(Message("note_floats_converted", place))
        if name in source.mapping.units:
            count = frame[name].len() - frame[name].null_count()
            notes.append(Message("note_unit", {**place, "count": count, "unit": source.mapping.units[name]}))
        faults = frame[FAULT.format(name)]
        # Almost no cell has a fault, and to count those without one would take a good part of the table's memory.
        for number, count in faults.filter(faults > 0).value_counts(sort=False).sort(faults.name).iter_rows():
            fault = Fault(number)
            if fault == Fault.ROUNDED:
                places = PLACES[column.type]
                notes.append(Message("note_rounded", {**place, "count": count, "places": places}))
            elif fault != Fault.NONE:
                words = _known_words(source.table, column, kinds, ids)
                rows = frame.filter(faults == number)["row"].head(LOOKED_UP)
                problems += _cell_problems(source, column, fault, rows, count=count, words=words)
        if column.filled and not (incomplete and may_wait(source.table, column)):
            problems += _empty_cells(source, frame, column)
    return notes, problems


def _known_words(
    table: Table, column: Column, kinds: Mapping[str, AssetKind], ids: Mapping[str, pl.DataType]
) -> Mapping[str, str]:
    """Return what a cell of an enumeration or an id column may say."""
    known = ids.get(column.name)
    if isinstance(known, pl.Enum):
        return dict.fromkeys(known.categories, "")
    return words_of_column(table, column, kinds)


def _cell_problems(
    source: Source, column: Column, fault: Fault, rows: pl.Series, *, count: int, words: Mapping[str, str]
) -> list[Problem]:
    """Return the problems of cells with the same fault, told with what stands in them."""
    cells = source.cells.filter(pl.col("row").is_in(rows.to_list())).select(
        "row", pl.col(column.name).cast(pl.String)
    )
    message = Message(fault.name.lower())
    header = source.headers[column.name]
    unit = source.mapping.units.get(column.name)
    figure = None if unit is None else f"12.5 ({unit})"
    first = [
        Problem(
            message,
            source.file,
            source.line(row),
            header,
            cut(seen),
            figure or _allowed(column, fault, words, seen),
        )
        for row, seen in cells.collect(engine="streaming").sort("row").iter_rows()
    ]
    return capped(first, count)


def _allowed(column: Column, fault: Fault, words: Mapping[str, str], seen: str) -> str | None:
    """Return the nearest known word, or the forms that a cell of the column may have."""
    if fault in (Fault.UNKNOWN_PRODUCT, Fault.UNKNOWN_ASSET):
        return nearest(seen.strip(), words)
    if fault == Fault.UNKNOWN_VALUE:
        names = list(dict.fromkeys(words.values()))
        more = ["…"] if len(names) > _MOST_VALUES else []
        return nearest(folded(seen), words) or ", ".join(names[:_MOST_VALUES] + more)
    if fault == Fault.NOT_A_COUNTRY:
        return MEANT.get(seen.strip().upper()) or _FORMS["country"]
    if fault == Fault.TOO_MANY_DECIMALS:
        return f"{_FORMS['ratio']} (≤ {PLACES['ratio']})"
    return _FORMS[column.type]


def _empty_cells(source: Source, frame: pl.DataFrame, column: Column) -> list[Problem]:
    """Return the problems of empty cells in a column that must be full."""
    if not frame[column.name].null_count():
        return []
    empty = frame.filter(pl.col(column.name).is_null(), pl.col(FAULT.format(column.name)) == 0)["row"]
    header = source.headers[column.name]
    first = [
        Problem(Message("cell_empty"), source.file, source.line(row), header) for row in empty.head(LOOKED_UP)
    ]
    return capped(first, empty.len())


def _complete(
    source: Source, frame: pl.DataFrame, defaults: Mapping[str, Any], ids: Mapping[str, pl.DataType]
) -> tuple[pl.DataFrame, list[Message]]:
    """Return every column of the contract in its order and `row`, the file's line, defaults filled in.

    `frame` may have lost its columns afterwards.
    """
    columns, notes = [], []
    values = _in_equal_chunks(frame, ["row", *(name for name in source.headers if name in frame.columns)])
    for column in source.table.columns:
        name, found = column.name, column.name in source.headers
        dtype = ids.get(name, polars_type(column)) if found or name in defaults else polars_type(column)
        cells = pl.col(name) if found else pl.lit(None, dtype=dtype)
        if name in defaults:
            empty = values[name].null_count() if found else values.height
            cells = cells.fill_null(pl.lit(defaults[name]).cast(dtype))
            place = {"file": source.file, "column": source.headers.get(name, name)}
            value = as_text(defaults[name])
            notes += (
                [Message("note_default_filled", {**place, "count": empty, "value": value})] if empty else []
            )
        columns.append(cells.alias(name))
    complete = values.select("row", *columns).select(*(c.name for c in source.table.columns), "row")
    if source.lines is not None:
        lines = source.lines.gather(complete["row"] - source.first_row)
        complete = complete.with_columns(lines.cast(pl.UInt32).alias("row"))
    return complete, notes


def _in_equal_chunks(frame: pl.DataFrame, names: Sequence[str]) -> pl.DataFrame:
    """Return the columns of a frame that is not needed any more.

    Polars copies every column at once if some are cut into other chunks: then they are taken out one by one.
    """
    if len({frame[name].n_chunks() for name in names}) == 1:
        return pl.DataFrame([frame[name] for name in names])
    return pl.DataFrame([frame.drop_in_place(name).rechunk() for name in names])


def _out_of_range(source: Source, frame: pl.DataFrame) -> list[Problem]:
    """Return the problems of figures that may not be negative, not zero or not above 100%."""
    problems: list[Problem] = []
    for column in source.table.columns:
        if column.range not in _OUT_OF_RANGE or column.name not in frame.columns:
            continue
        code, allowed = _OUT_OF_RANGE[column.range]
        wrong = is_out_of_range(column)
        if not frame.select(wrong.any()).item():
            continue
        rows = frame.filter(wrong)
        header = source.headers.get(column.name, column.name)
        problems += figure_problems(
            Message(code), rows, column.name, file=source.file, header=header, allowed=allowed
        )
    return problems


def is_out_of_range(column: Column) -> pl.Expr:
    """Return whether a figure is negative, not positive or above one where it may not be."""
    figure = pl.col(column.name)
    wrong = figure <= 0 if column.range == "positive" else figure < 0
    return wrong | (figure > 1) if column.range == "share" else wrong


def within_range(table: Table, frame: pl.DataFrame) -> pl.DataFrame:
    """Return a typed frame without the figures that are out of the range of their columns."""
    bounded = (column for column in table.columns if column.range in _OUT_OF_RANGE)
    return frame.with_columns(
        pl.when(~is_out_of_range(column)).then(column.name).alias(column.name) for column in bounded
    )


def figure_problems(
    message: Message, rows: pl.DataFrame, column: str, *, file: str, header: str, allowed: str
) -> list[Problem]:
    """Return the problems of the figures of `column` in `rows`, told with the figure."""
    first: Sequence[Problem] = [
        Problem(message, file, row, header, as_text(figure.normalize()), allowed)
        for row, figure in rows.select("row", column).head(LOOKED_UP).iter_rows()
    ]
    return capped(first, rows.height)
