"""Sums over pairs are those of plain fractions, whatever is held and however much of it is unknown."""

from fractions import Fraction

import polars as pl
from engine_frames import World, a_limit
from hypothesis import given, settings
from hypothesis import strategies as st

from concentration.measure.plan import PlannedLimit
from concentration.measure.sums import Ends, group_sums

SHARES = (Fraction(1), Fraction(1, 3), Fraction(2, 7), Fraction(1), Fraction(0))
ROWS = {
    "subject": pl.UInt32,
    "key": pl.UInt32,
    "pair": pl.UInt32,
    "product": pl.UInt32,
    "certain": pl.UInt64,
    "possible": pl.UInt64,
    "market_value": pl.Int128,
    "may_be_negative": pl.Boolean,
}
Line = tuple[int, int, int, int, int, int, int | None, bool]


def planned() -> PlannedLimit:
    return World().plan(a_limit()).families[0].limits[0]


@st.composite
def lines(draw: st.DrawFn) -> list[Line]:
    """A few holdings of two subjects in two groups or in none known, by pairs; some unknown, some below zero."""
    number = draw(st.integers(1, 8))
    told = []
    for place in range(number):
        pair = draw(st.integers(0, len(SHARES) - 1))
        certain = draw(st.booleans())
        signed = draw(st.booleans())
        amount = draw(st.none() | st.integers(-(10**12) if signed else 0, 10**12))
        subject, key = draw(st.integers(0, 1)), draw(st.integers(0, 1))
        told.append((subject, key, pair, place, int(certain), 1, amount, signed))
    return told


def by_hand(rows: list[Line]) -> dict[tuple[int, int], Ends]:
    """Add up each group: what may count, counts where that makes an end further."""
    sums: dict[tuple[int, int], Ends] = {}
    for subject, key, pair, _, certain, _, amount, signed in rows:
        share = SHARES[pair]
        if share == 0:
            continue
        lower, upper = sums.get((subject, key), (Fraction(0), Fraction(0)))
        if amount is None:
            least, most = (None if signed else Fraction(0)), None
        else:
            least = share * (amount if certain else min(amount, 0))
            most = share * (amount if certain else max(amount, 0))
        sums[subject, key] = (
            None if lower is None or least is None else lower + least,
            None if upper is None or most is None else upper + most,
        )
    return {at: ends for at, ends in sums.items() if ends[1] is None or ends[1] > 0}


@given(lines())
@settings(max_examples=40)
def test_sums_over_pairs_are_those_of_fractions_rounded_outwards_and_exactly_beside(rows: list[Line]) -> None:
    frame = pl.DataFrame(rows, ROWS, orient="row").with_columns(own=pl.lit(True), linked=pl.lit(True))
    (told,) = group_sums(frame, [(0, planned())], SHARES)
    expected = by_hand(rows)
    rounded = {
        (subject, key): (lower, upper)
        for subject, key, lower, upper in told.groups.select("subject", "key", "lower", "upper")
        .collect()
        .iter_rows()
    }
    assert rounded == {
        at: (None if low is None else low.__floor__(), None if high is None else high.__ceil__())
        for at, (low, high) in expected.items()
    }
    for at, ends in expected.items():
        if any(end is not None and end.denominator > 1 for end in ends):
            assert told.exact[at] == ends
        else:
            assert at not in told.exact


@given(lines())
@settings(max_examples=20)
def test_without_pairs_the_sums_are_the_same_integers(rows: list[Line]) -> None:
    direct = [(*line[:2], 0, *line[3:]) for line in rows]
    frame = pl.DataFrame(direct, ROWS, orient="row").with_columns(own=pl.lit(True), linked=pl.lit(True))
    (with_pairs,) = group_sums(frame, [(0, planned())], SHARES)
    (without,) = group_sums(frame.drop("pair"), [(0, planned())])
    columns = ("subject", "key", "lower", "upper")
    told = [sums.groups.select(columns).collect().sort(columns[:2]).rows() for sums in (with_pairs, without)]
    assert told[0] == told[1]
    assert with_pairs.exact == without.exact == {}
