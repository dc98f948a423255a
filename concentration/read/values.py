"""From the cells of a column to exact values, with a fault beside every cell that has none.

Every function takes one text column and returns a frame of `value` (the column's type) and `fault` (UInt8, a
`Fault`), row for row; empty cells are null without a fault. Text never passes through a float, and Polars'
own cast from text to Decimal is only given digits that fit, because it drops surplus digits silently.
"""

from collections.abc import Callable, Mapping
from enum import IntEnum
from functools import partial

import polars as pl

from concentration.vocabulary.countries import COUNTRIES
from concentration.vocabulary.tables import FALSE_WORDS, TRUE_WORDS, Column, ColumnType, folded


class Fault(IntEnum):
    """What is wrong with a cell. `ROUNDED` is no mistake, only noted."""

    NONE = 0
    ROUNDED = 1
    NOT_A_DATE = 2
    NOT_MIDNIGHT = 3
    NOT_A_NUMBER = 4
    TOO_LARGE = 5
    TOO_MANY_DECIMALS = 6
    NOT_A_BOOL = 7
    NOT_A_COUNTRY = 8
    UNKNOWN_VALUE = 9
    UNKNOWN_PRODUCT = 10
    UNKNOWN_ASSET = 11


# Decimals kept, and digits before the point, of every type of figure.
PLACES: Mapping[ColumnType, int] = {"money": 4, "number": 6, "ratio": 12}
DIGITS: Mapping[ColumnType, int] = {"money": 18, "number": 15, "ratio": 15}

_FAULT = pl.UInt8
_WIDE = [chr(wide) for wide in range(0xFF01, 0xFF5F)] + ["\u3000", "\u2212"]
_NARROW = [chr(narrow) for narrow in range(0x21, 0x7F)] + [" ", "-"]
_FIGURE = r"^([+-]?)([0-9]{1,3}(?:,[0-9]{3})+|[0-9]*)(?:\.([0-9]*))?(%?)$"
_SCIENTIFIC = r"^(-?)([0-9])(?:\.([0-9]+))?e([+-]?[0-9]+)$"
_DATE = r"^[1-9][0-9]{3}(?:[0-9]{4}|-[0-9]{1,2}-[0-9]{1,2}|/[0-9]{1,2}/[0-9]{1,2})$"


def polars_type(column: Column) -> pl.DataType:
    """Return the Polars type of a column of a portfolio's table."""
    if column.type in PLACES:
        return pl.Decimal(38, PLACES[column.type])
    plain: dict[ColumnType, pl.DataType] = {"date": pl.Date(), "bool": pl.Boolean()}
    return plain.get(column.type, pl.String())


def typed(column: Column, source: pl.DataType, words: Mapping[str, str]) -> pl.Expr | None:
    """Return the expression that makes `{value, fault}` structs of a column of type `source`.

    `words` are those of an enumeration, folded, with their values. None says that the type cannot be
    converted exactly.
    """
    cells = pl.col(column.name)
    if source == pl.Null:
        return _struct(pl.lit(None, dtype=polars_type(column)))
    if isinstance(source, (pl.Categorical, pl.Enum)):
        return _from_text(cells.cast(pl.String), column, words)
    if source == pl.String:
        return _from_text(cells, column, words)
    if column.type in PLACES:
        return _figure_from_native(cells, source, column)
    if source.is_integer() and column.type != "country":
        return _from_text(cells.cast(pl.String), column, words)
    return _other_from_native(cells, source, column)


def _figure_from_native(cells: pl.Expr, source: pl.DataType, column: Column) -> pl.Expr | None:
    """Return the structs of a column of figures that is kept as numbers, None if it is not."""
    if source.is_integer() or (isinstance(source, pl.Decimal) and source.scale <= PLACES[column.type]):
        return _from_exact(cells, column)
    if isinstance(source, pl.Decimal):
        return _mapped(cells.cast(pl.String), column, partial(figures, column=column))
    if source.is_float():
        return _mapped(cells.cast(pl.String), column, partial(_from_floats, column=column))
    return None


def _other_from_native(cells: pl.Expr, source: pl.DataType, column: Column) -> pl.Expr | None:
    """Return the structs of a date or a yes and no kept in a type of its own, None if it is not."""
    if column.type == "date" and source == pl.Date:
        return _from_days(cells)
    if column.type == "date" and isinstance(source, pl.Datetime):
        return _from_datetimes(cells)
    if column.type == "bool" and source == pl.Boolean:
        return _struct(cells)
    return None


def as_texts(cells: pl.Series) -> pl.Series:
    """Return typed cells as text: ISO dates, true and false, figures without the zeros of their type."""
    if isinstance(cells.dtype, pl.Decimal):
        return cells.cast(pl.String).str.strip_chars_end("0").str.strip_chars_end(".")
    return cells.cast(pl.String)


def clean(cells: pl.Expr) -> pl.Expr:
    """Return text cells without the blanks around them, null where nothing is left."""
    bare = cells.str.strip_chars()
    return pl.when(bare != "").then(bare)


def _struct(value: pl.Expr, fault: pl.Expr | None = None) -> pl.Expr:
    """Return the structs of a column that needs no Python."""
    none = pl.lit(int(Fault.NONE), dtype=_FAULT)
    return pl.struct(value.alias("value"), (none if fault is None else fault).alias("fault"))


def _mapped(cells: pl.Expr, column: Column, parse: Callable[[pl.Series], pl.DataFrame]) -> pl.Expr:
    """Return the structs of a column whose parsing looks at the cells first."""
    return cells.map_batches(
        lambda series: parse(series).to_struct(column.name),
        return_dtype=pl.Struct({"value": polars_type(column), "fault": _FAULT}),
        is_elementwise=True,
    )


def _from_text(cells: pl.Expr, column: Column, words: Mapping[str, str]) -> pl.Expr:
    if column.type == "text":
        return _struct(clean(cells))
    parse: Callable[[pl.Series], pl.DataFrame]
    if column.type == "date":
        parse = partial(_by_distinct, parse=dates)
    elif column.type == "bool":
        parse = partial(_by_distinct, parse=bools)
    elif column.type == "country":
        parse = partial(_by_distinct, parse=countries)
    elif column.type == "enum":
        parse = partial(_by_distinct, parse=partial(enumerated, words=words))
    else:
        parse = partial(figures, column=column)
    return _mapped(cells, column, parse)


def _from_exact(cells: pl.Expr, column: Column) -> pl.Expr:
    """Return the structs of integers, or of decimals with no more places than the column keeps."""
    value = cells.cast(polars_type(column), strict=False)
    limit = pl.lit(10 ** DIGITS[column.type], dtype=pl.Decimal(38, 0)).cast(polars_type(column))
    fits = ((value < limit) & (value > -limit)).fill_null(False)
    fault = pl.when(cells.is_not_null() & ~fits).then(_fault(Fault.TOO_LARGE)).otherwise(_fault(Fault.NONE))
    return _struct(pl.when(fits).then(value), fault)


def _from_days(days: pl.Expr) -> pl.Expr:
    """Return the structs of dates; a year that is not of four digits is none."""
    sound = days.dt.year().is_between(1000, 9999)
    fault = pl.when(days.is_not_null() & ~sound).then(_fault(Fault.NOT_A_DATE)).otherwise(_fault(Fault.NONE))
    return _struct(pl.when(sound).then(days), fault)


def _from_datetimes(cells: pl.Expr) -> pl.Expr:
    """Return the structs of datetimes; only midnight is a date. The clock is the column's own."""
    local = cells.dt.replace_time_zone(None)
    sound = (local == local.dt.truncate("1d")) & local.dt.year().is_between(1000, 9999)
    fault = pl.when(cells.is_not_null() & ~sound).then(_fault(Fault.NOT_MIDNIGHT))
    return _struct(pl.when(sound).then(local.dt.date()), fault.otherwise(_fault(Fault.NONE)))


def _fault(fault: Fault) -> pl.Expr:
    return pl.lit(int(fault), dtype=_FAULT)


def _by_distinct(cells: pl.Series, parse: Callable[[pl.Series], pl.DataFrame]) -> pl.DataFrame:
    """Parse each distinct cell once: dates, words and codes repeat a great deal."""
    distinct = cells.unique()
    known = parse(distinct).with_columns(distinct.alias("cell"))
    rows = pl.DataFrame({"cell": cells})
    joined = rows.join(known, on="cell", how="left", nulls_equal=True, maintain_order="left")
    return joined.select("value", "fault")


def narrowed(cells: pl.Series) -> pl.Series:
    """Return text with full-width letters, digits and signs made narrow and no blanks around."""
    if not cells.str.contains(r"[^\x00-\x7F]").any():
        return cells.str.strip_chars()
    return cells.str.replace_many(_WIDE, _NARROW).str.strip_chars()


def dates(cells: pl.Series) -> pl.DataFrame:
    """Return the days of `2024-06-28`, `2024/6/28` and `20240628`."""
    text = narrowed(cells)
    plain = text.str.contains(_DATE)
    dashed = text.str.replace_all("/", "-", literal=True)
    frame = pl.DataFrame({"text": text, "plain": plain, "dashed": dashed})
    day = pl.coalesce(
        pl.col("dashed").str.to_date("%Y-%m-%d", strict=False),
        pl.col("text").str.to_date("%Y%m%d", strict=False),
    )
    return _judged(frame.with_columns(value=pl.when("plain").then(day)), Fault.NOT_A_DATE)


def bools(cells: pl.Series) -> pl.DataFrame:
    """Return true and false for the words of both languages, in any case."""
    words = dict.fromkeys(TRUE_WORDS, True) | dict.fromkeys(FALSE_WORDS, False)
    text = narrowed(cells)
    value = text.str.to_lowercase().replace_strict(words, default=None, return_dtype=pl.Boolean)
    return _judged(pl.DataFrame({"text": text, "value": value}), Fault.NOT_A_BOOL)


def countries(cells: pl.Series) -> pl.DataFrame:
    """Return the two-letter codes of ISO 3166-1 in capitals."""
    text = narrowed(cells)
    frame = pl.DataFrame({"text": text, "code": text.str.to_uppercase()})
    code = pl.when(pl.col("code").is_in(COUNTRIES)).then("code")
    return _judged(frame.with_columns(value=code), Fault.NOT_A_COUNTRY)


def enumerated(cells: pl.Series, words: Mapping[str, str]) -> pl.DataFrame:
    """Return the English value of each word; `words` are folded."""
    distinct = [(cell, words.get(folded(cell))) for cell in cells.unique() if cell is not None]
    known = {cell: value for cell, value in distinct if value is not None}
    value = cells.replace_strict(known, default=None, return_dtype=pl.String)
    return _judged(pl.DataFrame({"text": narrowed(cells), "value": value}), Fault.UNKNOWN_VALUE)


def _judged(frame: pl.DataFrame, fault: Fault) -> pl.DataFrame:
    """Give the fault to every row of `text`, `value` that has text and no value."""
    empty = pl.col("text").is_null() | (pl.col("text") == "")
    wrong = pl.col("value").is_null() & ~empty
    return frame.select("value", fault=pl.when(wrong).then(_fault(fault)).otherwise(_fault(Fault.NONE)))


def figures(cells: pl.Series, column: Column) -> pl.DataFrame:
    """Return exact decimals of a money, number or ratio column.

    Thousands separators come in threes; `%` stands only in a ratio. Longer fractions are rounded half to even
    (`Fault.ROUNDED`), in a ratio they are a fault. Scientific notation, NaN and infinity are no numbers.
    """
    return figures_to(cells, PLACES[column.type], DIGITS[column.type], percent=column.type == "ratio")


def figures_to(cells: pl.Series, places: int, digits: int, *, percent: bool) -> pl.DataFrame:
    """Return `figures` of so many places and digits before the point; `percent`: they are shares."""
    text = narrowed(cells)
    plain = text.str.contains(rf"^-?[0-9]{{1,{digits}}}(?:\.[0-9]{{1,{places}}})?$")
    value = text.set(~plain, None).cast(pl.Decimal(38, places))
    fault = pl.repeat(int(Fault.NONE), len(text), dtype=_FAULT, eager=True)
    others = (~plain & (text != "")).fill_null(False).arg_true()
    if others.is_empty():
        return pl.DataFrame({"value": value, "fault": fault})
    careful = _careful_figures(text.gather(others), places, digits, percent=percent)
    return pl.DataFrame(
        {"value": value.scatter(others, careful["value"]), "fault": fault.scatter(others, careful["fault"])}
    )


def _careful_figures(text: pl.Series, places: int, digits: int, *, percent: bool) -> pl.DataFrame:
    """Return `figures` of non-empty cells that are not plain digits.

    Signs, separators, percents, long fractions.
    """
    parts = text.str.extract_groups(_FIGURE).struct.rename_fields(["sign", "whole", "fraction", "percent"])
    frame = parts.struct.unnest().with_columns(
        pl.col("whole").str.replace_all(",", "", literal=True).str.strip_chars_start("0"),
        pl.col("fraction").fill_null("").str.strip_chars_end("0"),
        is_figure=text.str.contains(r"[0-9]") & (pl.col("percent").is_not_null()),
    )
    if percent:
        frame = _without_percent(frame)
    else:
        frame = frame.with_columns(is_figure=pl.col("is_figure") & (pl.col("percent") == ""))
    frame = frame.with_columns(
        too_large=pl.col("whole").str.len_bytes() > digits,
        too_long=pl.col("fraction").str.len_bytes() > places,
    ).with_columns(usable=pl.col("is_figure") & ~pl.col("too_large"))
    digits_kept = "0" + pl.col("whole") + "." + pl.col("fraction").str.head(places)
    size = _rounded(frame.with_columns(kept=pl.when("usable").then(digits_kept)), places)
    limit = pl.lit(10**digits, dtype=pl.Decimal(38, 0)).cast(pl.Decimal(38, places))
    fault = (
        pl.when(~pl.col("is_figure"))
        .then(_fault(Fault.NOT_A_NUMBER))
        .when(pl.col("too_large") | (pl.col("size") >= limit))
        .then(_fault(Fault.TOO_LARGE))
        .when(pl.col("too_long"))
        .then(_fault(Fault.TOO_MANY_DECIMALS if percent else Fault.ROUNDED))
        .otherwise(_fault(Fault.NONE))
    )
    signed = pl.when(pl.col("sign") == "-").then(-pl.col("size")).otherwise(pl.col("size"))
    return size.with_columns(fault=fault, signed=signed).select(
        value=pl.when(pl.col("fault") <= int(Fault.ROUNDED)).then("signed"), fault="fault"
    )


def _without_percent(frame: pl.DataFrame) -> pl.DataFrame:
    """Move the point of every percentage two places to the left."""
    padded = pl.col("whole").str.pad_start(2, "0")
    is_percent = pl.col("percent") == "%"
    return frame.with_columns(
        whole=pl.when(is_percent).then(padded.str.head(-2)).otherwise("whole"),
        fraction=pl.when(is_percent)
        .then((padded.str.tail(2) + pl.col("fraction")).str.strip_chars_end("0"))
        .otherwise("fraction"),
    )


def _rounded(frame: pl.DataFrame, places: int) -> pl.DataFrame:
    """Add `size`, the digits `kept` rounded half to even by the digits of `fraction` that follow them."""
    rest = pl.col("fraction").str.slice(places)
    last = pl.col("fraction").str.slice(places - 1, 1)
    # Trailing zeros are gone, so the rest is exactly a half only if it is the one digit 5.
    up = (rest > "5") | ((rest == "5") & last.is_in(["1", "3", "5", "7", "9"]))
    size = pl.col("kept").cast(pl.Decimal(38, places))
    unit = pl.lit("0." + "0" * (places - 1) + "1").cast(pl.Decimal(38, places))
    return frame.with_columns(size=pl.when(up).then(size + unit).otherwise(size))


def _from_floats(cells: pl.Series, column: Column) -> pl.DataFrame:
    """Return `figures` of the shortest decimal texts of floats."""
    return figures(written_out(cells), column)


def written_out(cells: pl.Series) -> pl.Series:
    """Return the shortest decimal texts of floats with their powers of ten written out."""
    parts = cells.str.extract_groups(_SCIENTIFIC).struct.rename_fields(["sign", "first", "more", "power"])
    if parts.struct.field("power").null_count() == len(cells):
        return cells
    frame = parts.struct.unnest().with_columns(
        digits=pl.col("first") + pl.col("more").fill_null(""),
        power=pl.col("power").cast(pl.Int32),
        text=cells,
    )
    whole = pl.max_horizontal(pl.col("power") + 1, 1).cast(pl.UInt32)
    large = pl.col("digits").str.pad_end(whole, "0")
    small = "0." + pl.col("digits").str.pad_start(
        pl.col("digits").str.len_bytes() + (-pl.col("power") - 1).clip(0), "0"
    )
    written = (
        pl.when(pl.col("power") >= 0)
        .then(large.str.slice(0, whole) + "." + large.str.slice(whole))
        .otherwise(small)
    )
    return frame.select(pl.coalesce(pl.col("sign") + written, "text")).to_series()
