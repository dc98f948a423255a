"""Figures in a unit or a currency of the house, exactly converted to what the contract counts in.

A figure times its factor is a whole number of parts, counted in Int128, until it is rounded once to the places of its
column.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_EVEN, Decimal, localcontext

import polars as pl

from concentration.read.values import DIGITS, PLACES, Fault, figures_to, narrowed, polars_type, written_out
from concentration.vocabulary.amounts import LARGEST, counted
from concentration.vocabulary.tables import Column
from concentration.vocabulary.units import HOME, currency_code

# A figure as it stands may have so many places and digits; a longer fraction is converted by itself. With the places
# of a rate, no converted amount that fits its column is beyond what Int128 may hold.
_PLACES, _DIGITS = 10, 18
RATE_PLACES = 9


@dataclass(frozen=True)
class Conversion:
    """What one unit of a house's figures is: 10**`power`, times the rate of the currency of its row.

    `currency` are the words for it, `rates` are by code; without them every row is in yuan.
    """

    power: int = 0
    currency: pl.Expr = field(default_factory=lambda: pl.lit(HOME))
    rates: Mapping[str, Decimal] = field(default_factory=lambda: {HOME: Decimal(1)})


def converted(source: pl.DataType, column: Column, conversion: Conversion) -> pl.Expr | None:
    """Return the `{value, fault}` structs of a column of figures of type `source`, converted.

    A figure of a currency without a rate is null and without a fault. None says that the type is none of figures.
    """
    if not (source.is_numeric() or source in (pl.String, pl.Null)):
        return None
    text = pl.col(column.name).cast(pl.String)
    if source.is_float():
        text = text.map_batches(written_out, return_dtype=pl.String, is_elementwise=True)
    words = conversion.currency.cast(pl.String)
    return pl.struct(text.alias("text"), words.alias("currency")).map_batches(
        # Polars 2.1 would call a `partial` twice for each batch.
        lambda cells: _converted(cells, column, conversion),
        return_dtype=pl.Struct({"value": polars_type(column), "fault": pl.UInt8}),
        is_elementwise=True,
    )


def _converted(cells: pl.Series, column: Column, conversion: Conversion) -> pl.Series:
    """Return the structs of structs of `text` and `currency`."""
    text = cells.struct.field("text")
    factor, scale = _factors(cells.struct.field("currency"), conversion)
    places = PLACES[column.type]
    wide = figures_to(text, _PLACES, _DIGITS, percent=False)
    frame = _multiplied(wide.with_columns_seq(factor=factor), _PLACES + scale - places)
    frame = _with_long_fractions(frame, text, scale, places)
    beyond = pl.col("too_large") | (pl.col("count").abs() >= _int128(10 ** (DIGITS[column.type] + places)))
    inexact = Fault.TOO_MANY_DECIMALS if column.type == "ratio" else Fault.ROUNDED
    fault = (
        pl.when(pl.col("fault") > int(Fault.ROUNDED))
        .then("fault")
        .when(beyond)
        .then(_fault(Fault.TOO_LARGE))
        .when("inexact")
        .then(_fault(inexact))
        .otherwise(_fault(Fault.NONE))
    )
    value = pl.when(pl.col("fault") <= int(Fault.ROUNDED)).then(counted(pl.col("count"), places))
    return (
        frame.with_columns_seq(fault=fault).select_seq(pl.struct(value.alias("value"), "fault")).to_series()
    )


def _factors(currencies: pl.Series, conversion: Conversion) -> tuple[pl.Series, int]:
    """Return how many 10**-scale a unit of each row is (Int128, null without a rate), and that scale."""
    unit = Decimal(1).scaleb(conversion.power)
    factors = {code: unit * rate for code, rate in conversion.rates.items()}
    scale = max(0, *(-int(factor.normalize().as_tuple().exponent) for factor in factors.values()))
    words = [word for word in currencies.unique() if word is not None]
    known = {word: factors[currency_code(word)] for word in words if currency_code(word) in factors}
    counts = [int(factor.scaleb(scale)) for factor in known.values()]
    column = currencies.replace_strict(
        list(known), pl.Series(counts, dtype=pl.Int128), default=None, return_dtype=pl.Int128
    )
    return column, scale


def _multiplied(frame: pl.DataFrame, surplus: int) -> pl.DataFrame:
    """Return `fault`, `factor`, and of each value times its factor, rounded half to even by `surplus` places:

    `count` of the last place, whether it is `inexact`, and whether it is `too_large` to be told.
    """
    parts, step = pl.col("value").to_physical(), _int128(10**surplus)
    sound = parts.abs() <= _int128(LARGEST) // pl.col("factor")
    product = frame.select_seq(
        "fault", "factor", too_large=~sound, product=pl.when(sound).then(parts * pl.col("factor"))
    )
    size = product.with_columns_seq(
        whole=pl.col("product").abs() // step, rest=pl.col("product").abs() % step
    )
    twice = pl.col("rest") * _int128(2)
    up = (twice > step) | ((twice == step) & (pl.col("whole") % _int128(2) == _int128(1)))
    count = pl.col("whole") + up.cast(pl.Int128)
    return size.select_seq(
        "fault",
        "factor",
        "too_large",
        count=pl.when(pl.col("product") < _int128(0)).then(_int128(0) - count).otherwise(count),
        inexact=pl.col("rest") != _int128(0),
    )


def _with_long_fractions(frame: pl.DataFrame, text: pl.Series, scale: int, places: int) -> pl.DataFrame:
    """Return the frame with those figures converted from their text whose fraction was longer than could be kept."""
    long = (frame["fault"] == int(Fault.ROUNDED)) & frame["factor"].is_not_null() & ~frame["too_large"]
    if not long.any():
        return frame
    rows = long.arg_true()
    texts = [figure.replace(",", "") for figure in narrowed(text.gather(rows))]
    factors = frame["factor"].gather(rows)
    with localcontext(prec=max(map(len, texts)) + 2 * _DIGITS):
        figures = [Decimal(figure) * factor for figure, factor in zip(texts, factors, strict=True)]
        exact = [figure.scaleb(places - scale) for figure in figures]
        counts = [figure.to_integral_value(ROUND_HALF_EVEN) for figure in exact]
    inexact = [figure != count for figure, count in zip(exact, counts, strict=True)]
    return frame.with_columns_seq(
        frame["count"].scatter(rows, pl.Series(map(int, counts), dtype=pl.Int128)),
        frame["inexact"].scatter(rows, inexact),
    )


def _int128(number: int) -> pl.Expr:
    return pl.lit(number, dtype=pl.Int128)


def _fault(fault: Fault) -> pl.Expr:
    return pl.lit(int(fault), dtype=pl.UInt8)
