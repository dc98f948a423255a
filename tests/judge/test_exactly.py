"""Sums that are no whole millionths are judged as fractions are."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import polars as pl
import pytest
from engine_frames import MILLION, World, a_limit, asset, bound, frame, held, manager, product, statuses
from hypothesis import given, settings
from hypothesis import strategies as st

from concentration.catalogue.model import Comparison, Limit
from concentration.judge.comparisons import STATUS
from concentration.judge.exactly import settled
from concentration.read.portfolio import Settings
from tests.lookthrough.nested import nested

GROUPS: dict[str, Any] = {
    "subject": pl.UInt32,
    "key": pl.UInt32,
    "lift": pl.Int128,
    "denominator_lower": pl.Int128,
    "denominator_upper": pl.Int128,
    "applies": pl.Boolean,
    "status": STATUS,
}
End = Fraction | None


def status(
    comparison: Comparison,
    ends: tuple[End, End],
    *,
    value: str = "1/4",
    size: tuple[int | None, int | None] = (1000, 1000),
    lift: int | None = 0,
    applies: bool | None = True,
    warn_at: Fraction | None = None,
) -> str:
    """The status of a group whose sum is exactly that, in millionths."""
    group = frame(GROUPS, (0, 1, lift, *size, applies, "undetermined"))
    told = settled(group, {(0, 1): ends}, bound(value, comparison), warn_at)
    return str(told["status"].item())


HAIR = Fraction(1, 3)


@pytest.mark.parametrize(
    ("comparison", "below", "on_the_line", "above"),
    [
        ("at_most", "pass", "pass", "breach"),
        ("less_than", "pass", "breach", "breach"),
        ("at_least", "breach", "pass", "pass"),
        ("more_than", "breach", "breach", "pass"),
    ],
)
def test_a_third_of_a_millionth_decides(
    comparison: Comparison, below: str, on_the_line: str, above: str
) -> None:
    exact = [Fraction(250) + hair for hair in (-HAIR, 0, HAIR)]
    assert [status(comparison, (sum_, sum_)) for sum_ in exact] == [below, on_the_line, above]


def test_on_its_warning_line_a_sum_does_not_warn_and_a_hair_beyond_it_does() -> None:
    nine_tenths = Fraction(9, 10)
    on_the_line = [Fraction(225) + hair for hair in (-HAIR, 0, HAIR)]
    told = [status("at_most", (sum_, sum_), warn_at=nine_tenths) for sum_ in on_the_line]
    assert told == ["pass", "pass", "warning"]
    floor = [Fraction(275) + hair for hair in (-HAIR, 0, HAIR)]
    told = [status("at_least", (sum_, sum_), warn_at=Fraction(11, 10)) for sum_ in floor]
    assert told == ["warning", "pass", "pass"]


def test_open_ends_leave_it_open_unless_the_other_end_decides() -> None:
    beyond, within = Fraction(751, 3), Fraction(749, 3)
    assert status("at_most", (beyond, None)) == "breach"
    assert status("at_most", (within, None)) == "undetermined"
    assert status("at_most", (None, within)) == "pass"
    assert status("at_most", (None, beyond)) == "undetermined"
    assert status("at_least", (beyond, None)) == "pass"
    assert status("at_most", (beyond, beyond), size=(0, None)) == "undetermined"
    assert status("at_most", (within, within), size=(1000, None)) == "pass"
    assert status("at_most", (within, within), lift=None) == "undetermined"
    assert status("at_most", (within, within), lift=1) == "undetermined"
    assert status("at_most", (beyond, beyond), applies=None) == "undetermined"


def test_a_group_without_an_exact_sum_keeps_its_status() -> None:
    groups = frame(GROUPS, (0, 2, 0, 1000, 1000, True, "warning"))
    told = settled(groups, {(0, 1): (Fraction(900), Fraction(900))}, bound(), None)
    assert told["status"].to_list() == ["warning"]


SIZES = st.integers(1, 10**20)
SUMS = st.fractions(0, 10**20, max_denominator=10**6)
VALUES = st.fractions(Fraction(1, 1000), 2, max_denominator=10**6)


@given(SUMS, SUMS, SIZES, VALUES, st.sampled_from(("at_most", "less_than", "at_least", "more_than")))
@settings(max_examples=60)
def test_it_agrees_with_plain_fractions(
    lower: Fraction, more: Fraction, size: int, value: Fraction, comparison: Comparison
) -> None:
    upper, line = lower + more, value * size
    keeps = {
        "at_most": (lower <= line, upper <= line),
        "less_than": (lower < line, upper < line),
        "at_least": (lower >= line, upper >= line),
        "more_than": (lower > line, upper > line),
    }[comparison]
    expected = "pass" if all(keeps) else "undetermined" if any(keeps) else "breach"
    assert status(comparison, (lower, upper), value=str(value), size=(size, size)) == expected


# Through held products


TWO = [manager("M1"), manager("M2")]
BOND = asset("T", kind="corporate_bond", issuer_id="C2")


def thirds(of: tuple[str, ...]) -> World:
    """P1 of 300 holds a third of each of these products of 300, which hold 100 of a stock and 200 of a bond."""
    inside = [row for name in of for row in (held("S", 100, name), held("T", 200, name))]
    return nested(
        [*(held(f"U{name}", 100, "P1") for name in of), *inside],
        [product("P1", net_assets=300), *(product(name, "M2", net_assets=300) for name in of)],
        BOND,
    ).but(managers=TWO)


def of_the_stock(value: str, comparison: Comparison = "at_most", **more: Any) -> Limit:
    """A bound on the stock that P1 holds, itself and inside what it holds."""
    return a_limit(
        group_by="none",
        through="replace",
        count="asset_kind = 'stock'",
        applies_to="product_id = 'P1'",
        bounds=bound(value, comparison),
        **more,
    )


@pytest.mark.parametrize(
    ("comparison", "expected"),
    [("at_most", "pass"), ("less_than", "breach"), ("at_least", "pass"), ("more_than", "breach")],
)
def test_a_third_and_a_third_and_a_third_are_one(comparison: Comparison, expected: str) -> None:
    assert statuses(thirds(("F1", "F2", "F3")).report(of_the_stock("1/3", comparison))) == {None: expected}


@pytest.mark.parametrize(
    ("comparison", "expected"),
    [("at_most", "pass"), ("less_than", "breach"), ("at_least", "pass"), ("more_than", "breach")],
)
def test_a_third_on_a_line_that_is_no_whole_number_is_on_it(comparison: Comparison, expected: str) -> None:
    assert statuses(thirds(("F1",)).report(of_the_stock("1/9", comparison))) == {None: expected}


def test_a_third_on_the_warning_line_does_not_warn() -> None:
    world = thirds(("F1",))
    told = [
        statuses(world.report(of_the_stock("2/9", warn_at=Fraction(part)))) for part in ("1/2", "499/1000")
    ]
    assert told == [{None: "pass"}, {None: "warning"}]


def test_the_excess_of_a_fraction_is_rounded_up_its_headroom_down_and_its_ratio_once() -> None:
    world = thirds(("F1",))
    (beyond,) = world.report(of_the_stock("1/10")).findings.to_dicts()
    assert (beyond["numerator"], beyond["excess"]) == (Decimal("33.333333"), Decimal("3.333334"))
    assert (beyond["ratio"], beyond["numerator_upper"]) == (Decimal("0.111111111111"), None)
    (within,) = world.report(of_the_stock("1/8")).findings.to_dicts()
    assert within["headroom"] == Decimal("4.166666")
    two = thirds(("F1", "F2"))
    (floor,) = two.report(of_the_stock("1/4", "at_least")).findings.to_dicts()
    assert (floor["numerator"], floor["excess"]) == (Decimal("66.666667"), Decimal("8.333334"))
    (strict,) = two.report(of_the_stock("2/9", "less_than")).findings.to_dicts()
    assert (strict["status"], strict["excess"]) == ("breach", Decimal("0.000001"))


def test_what_is_not_told_stays_open_beside_an_exact_sum() -> None:
    world = nested(
        [held("UF1", 100, "P1"), held("S", 100, "F1"), held("T", 200, "F1")],
        [product("P1", total_assets=1000), product("F1", "M2", net_assets=300, total_assets=300)],
        BOND,
        settings=Settings(holdings="partial"),
    ).but(managers=TWO)
    (told,) = world.report(of_the_stock("1/4")).findings.to_dicts()
    assert told["status"] == "undetermined"
    assert (round(told["numerator"] * MILLION), round(told["numerator_upper"] * MILLION)) == (
        33333333,
        933333333,
    )
