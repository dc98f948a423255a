"""Cells to exact values."""

from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal, localcontext

import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from concentration.read.values import DIGITS, PLACES, Fault, bools, countries, dates, figures, typed
from concentration.vocabulary.tables import Column


def figure(cell, kind="money"):
    row = figures(pl.Series([cell], dtype=pl.String), Column("x", (), kind)).row(0)
    return row[0], Fault(row[1])


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("0", "0"),
        ("-0", "0"),
        ("250000.01", "250000.01"),
        ("1,234,567.8901", "1234567.8901"),
        ("+5", "5"),
        (".5", "0.5"),
        ("5.", "5"),
        (" １２３．４ ", "123.4"),
        ("－1，234", "-1234"),
        ("−7", "-7"),
        ("00012", "12"),
        ("1.50000000", "1.5"),
        ("999999999999999999.9999", "999999999999999999.9999"),
        ("000000000000000000000000001", "1"),
    ],
)
def test_money_is_read_as_it_is_written(cell, value):
    assert figure(cell) == (Decimal(value), Fault.NONE)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("0.00005", "0"),
        ("0.00015", "0.0002"),
        ("0.00025", "0.0002"),
        ("0.000250001", "0.0003"),
        ("-0.00035", "-0.0004"),
        ("-1.99999", "-2"),
    ],
)
def test_longer_fractions_are_rounded_half_to_even(cell, value):
    assert figure(cell) == (Decimal(value), Fault.ROUNDED)


@pytest.mark.parametrize(
    "cell",
    [
        "1e5",
        "1E5",
        "NaN",
        "inf",
        "-",
        "+",
        ".",
        ",",
        "#N/A",
        "1,23",
        "1,2345",
        ",123",
        "1 000",
        "0x10",
        "5²",
        "٣",
        "--1",
    ],
)
def test_what_is_no_figure_has_no_value(cell):
    assert figure(cell) == (None, Fault.NOT_A_NUMBER)


def test_a_figure_rounded_up_to_the_limit_is_too_large():
    assert figure("999999999999999999.99999") == (None, Fault.TOO_LARGE)
    assert figure("9" * 40) == (None, Fault.TOO_LARGE)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("25%", "0.25"),
        ("25％", "0.25"),
        ("0.25", "0.25"),
        ("100%", "1"),
        ("5%", "0.05"),
        (".5%", "0.005"),
        ("-12.5%", "-0.125"),
        ("1,000%", "10"),
        ("0.1234567891%", "0.001234567891"),
        ("1.4", "1.4"),
    ],
)
def test_a_ratio_may_be_a_percentage(cell, value):
    assert figure(cell, "ratio") == (Decimal(value), Fault.NONE)


@pytest.mark.parametrize("cell", ["0.1234567890123", "0.12345678901%"])
def test_a_ratio_of_more_than_twelve_decimals_is_refused(cell):
    assert figure(cell, "ratio") == (None, Fault.TOO_MANY_DECIMALS)


def test_empty_cells_are_null_without_a_fault():
    column = Column("x", (), "money")
    assert figures(pl.Series(["", None, "  ", "x", "1"]), column).rows() == [
        (None, 0),
        (None, 0),
        (None, 0),
        (None, Fault.NOT_A_NUMBER),
        (Decimal(1), 0),
    ]


@st.composite
def written_figures(draw):
    """Return a figure as a person writes it, and the same as Python reads it."""
    whole = draw(st.text("0123456789", min_size=0, max_size=20))
    fraction = draw(st.text("0123456789", min_size=0 if whole else 1, max_size=16))
    sign = draw(st.sampled_from(["", "-", "+"]))
    grouped = f"{int(whole):,}" if whole and draw(st.booleans()) else whole
    point = "." if fraction or draw(st.booleans()) else ""
    return f"{sign}{grouped}{point}{fraction}", Decimal(f"{sign}{whole or 0}.{fraction or 0}")


@settings(deadline=None)
@given(written=written_figures(), kind=st.sampled_from(["money", "number", "ratio"]), percent=st.booleans())
@example(written=("0.00005", Decimal("0.00005")), kind="money", percent=False)
def test_every_figure_equals_the_exact_decimal_of_python(written, kind, percent):
    text, exact = written
    with localcontext(prec=80):
        if percent and kind == "ratio":
            text, exact = text + "%", exact / 100
        rounded = exact.quantize(Decimal(1).scaleb(-PLACES[kind]), ROUND_HALF_EVEN)
        value, fault = figure(text, kind)
        if abs(rounded) >= 10 ** DIGITS[kind]:
            assert (value, fault) == (None, Fault.TOO_LARGE)
        elif rounded == exact:
            assert (value, fault) == (exact, Fault.NONE)
        elif kind == "ratio":
            assert (value, fault) == (None, Fault.TOO_MANY_DECIMALS)
        else:
            assert (value, fault) == (rounded, Fault.ROUNDED)


@settings(deadline=None)
@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1))
def test_floats_are_the_decimals_that_they_print_as(values):
    parser = typed(Column("x", (), "money"), pl.Float64(), {})
    rows = pl.DataFrame({"x": values}).select(parser.alias("p"))["p"].to_list()
    with localcontext(prec=400):
        for value, row in zip(values, rows, strict=True):
            exact = Decimal(repr(value)).quantize(Decimal("0.0001"), ROUND_HALF_EVEN)
            assert row["value"] == (exact if abs(exact) < 10**18 else None)


@settings(deadline=None)
@given(st.lists(st.integers(-(2**63), 2**63 - 1), min_size=1))
def test_integers_are_exact_or_too_large(values):
    parser = typed(Column("x", (), "number"), pl.Int64(), {})
    rows = pl.DataFrame({"x": values}, schema={"x": pl.Int64}).select(parser.alias("p"))["p"].to_list()
    for value, row in zip(values, rows, strict=True):
        fits = abs(value) < 10**15
        assert (row["value"], row["fault"]) == ((value, 0) if fits else (None, Fault.TOO_LARGE))


def test_wide_decimals_and_integers_do_not_wrap():
    column = Column("x", (), "money")
    wide = pl.Series("x", [10**37, 1], dtype=pl.Int128)
    long = pl.Series("x", [Decimal("0.00005"), Decimal("1.5")], dtype=pl.Decimal(38, 5))
    for series, expected in (
        (wide, [(None, Fault.TOO_LARGE), (1, 0)]),
        (long, [(0, Fault.ROUNDED), (Decimal("1.5"), 0)]),
    ):
        parsed = series.to_frame().select(typed(column, series.dtype, {}).alias("p"))["p"].to_list()
        assert [(row["value"], row["fault"]) for row in parsed] == expected


@pytest.mark.parametrize(
    "cell", ["2024-06-28", "2024/6/28", "20240628", " ２０２４－０６－２８ ", "2024-6-28"]
)
def test_dates_of_every_form(cell):
    assert dates(pl.Series([cell])).row(0) == (date(2024, 6, 28), 0)


@pytest.mark.parametrize(
    "cell", ["2024-02-30", "240628", "2024-06", "2024-06/28", "00000101", "45471", "今天"]
)
def test_what_is_no_date_has_no_value(cell):
    assert dates(pl.Series([cell])).row(0) == (None, Fault.NOT_A_DATE)


def test_yes_and_no_in_both_languages():
    cells = pl.Series(["true", "FALSE", "1", "0", "是", "否", "Y", "n", "", None, "对"])
    values = [True, False, True, False, True, False, True, False, None, None, None]
    assert bools(cells)["value"].to_list() == values
    assert bools(cells)["fault"].to_list() == [0] * 10 + [Fault.NOT_A_BOOL]


def test_countries_are_two_letters():
    rows = countries(pl.Series(["CN", "hk", "China", ""])).rows()
    assert rows == [("CN", 0), ("HK", 0), (None, Fault.NOT_A_COUNTRY), (None, 0)]


@pytest.mark.parametrize("cell", ["UK", "XX", "EU", "HKG", "C N", "1"])
def test_two_letters_that_iso_3166_does_not_assign_are_no_country(cell):
    assert countries(pl.Series([cell])).row(0) == (None, Fault.NOT_A_COUNTRY)
