"""How an exact amount travels between the steps: an Int128 counting millionths of its unit (yuan or shares).

Decimal columns enter through `exact` and leave through `decimal`; in between everything is added and multiplied as
integers, because Polars keeps the larger scale when it multiplies two decimals and so loses digits.
"""

from decimal import Decimal, localcontext
from fractions import Fraction

import polars as pl

SCALE = 6
UNIT = 10**SCALE
AMOUNT = pl.Decimal(38, SCALE)

LARGEST = 10**37
"""No exact product may come near 2**127 (1.7e38), where Int128 wraps silently."""


def exact(column: str, dtype: pl.DataType) -> pl.Expr:
    """Return a decimal column as Int128 millionths; `dtype` is the column's type in its frame."""
    scale = dtype.scale if isinstance(dtype, pl.Decimal) else 0
    counted = pl.col(column).to_physical() if scale else pl.col(column).cast(pl.Int128)
    return counted * pl.lit(10 ** (SCALE - scale), dtype=pl.Int128)


def decimal(millionths: pl.Expr) -> pl.Expr:
    """Return Int128 millionths as Decimal(38, 6)."""
    return counted(millionths, SCALE)


def rounded(value: Fraction, scale: int) -> Decimal:
    """Return a fraction as a decimal of `scale` places, rounded half to even."""
    with localcontext(prec=60):
        return Decimal(round(value * 10**scale)).scaleb(-scale)


def counted(units: pl.Expr, scale: int) -> pl.Expr:
    """Return an integer count of 10**-scale as Decimal(38, scale).

    The unit is written as text: a Decimal literal would make Polars load numpy.
    """
    dtype = pl.Decimal(38, scale)
    return (units.cast(pl.Decimal(38, 0)) * pl.lit(f"{Decimal(1).scaleb(-scale):f}").cast(dtype)).cast(dtype)
