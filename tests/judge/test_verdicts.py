"""Verdicts hold whatever the unknown may be: each comparison at, below and above its line."""

from fractions import Fraction
from typing import Any

import polars as pl
import pytest
from engine_frames import MILLION, a_limit, bound, frame
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from concentration.catalogue.model import Comparison, Limit
from concentration.frames import Measured
from concentration.judge import Judged, judge

SUBJECTS: dict[str, Any] = {
    "subject": pl.UInt32,
    "applies": pl.Boolean,
    "exemption": pl.Int32,
    "bound": pl.Int32,
    "denominator_lower": pl.Int128,
    "denominator_upper": pl.Int128,
    "lift_all": pl.Int128,
    "lift_party": pl.Int128,
}
GROUPS: dict[str, Any] = {
    "subject": pl.UInt32,
    "key": pl.UInt32,
    "lower": pl.Int128,
    "upper": pl.Int128,
    "denominator_lower": pl.Int128,
    "denominator_upper": pl.Int128,
}
Amount = int | None


def subject(
    place: int = 0,
    size: tuple[Amount, Amount] = (1000, 1000),
    lift: tuple[Amount, Amount] = (0, 0),
    applies: bool | None = True,
    exemption: int | None = None,
    in_force: int = 0,
) -> tuple[object, ...]:
    return (place, applies, exemption, in_force, *size, *lift)


def group(
    key: int | None, lower: Amount, upper: Amount, size: tuple[Amount, Amount] = (1000, 1000), of: int = 0
) -> tuple[object, ...]:
    return (of, key, lower, upper, *size)


def a_measured(
    limit: Limit, subjects: list[tuple[object, ...]], groups: list[tuple[object, ...]], parties_from: int = 0
) -> Measured:
    return Measured(
        place=0,
        limit=limit,
        bounds=tuple(range(len(limit.bounds))),
        subjects=frame(SUBJECTS, *subjects),
        groups=frame(GROUPS, *groups).lazy(),
        rows=pl.LazyFrame(),
        labels=pl.DataFrame(),
        party_keys_from=parties_from,
        count_facts=frozenset(),
        subject_facts=frozenset(),
        doubtful=pl.LazyFrame(),
        left_out=None,
    )


def said(judged: Judged) -> dict[tuple[int, int | None], str]:
    """The status of each verdict by subject and key."""
    rows = judged.verdicts.select("subject", "key", pl.col("status").cast(pl.String)).iter_rows()
    return {(of, key): status for of, key, status in rows}


def one(
    limit: Limit, lower: Amount, upper: Amount, size: tuple[Amount, Amount] = (1000, 1000), **of: Any
) -> str:
    """The verdict on one group of a subject."""
    judged = judge(
        a_measured(limit, [subject(size=size, **of)], [group(1, lower, upper, size)]), show_all=True
    )
    (status,) = said(judged).values()
    return status


def by_asset(comparison: Comparison = "at_most", value: str = "1/4", **more: Any) -> Limit:
    return a_limit(bounds=bound(value, comparison), **more)


def as_a_whole(comparison: Comparison, value: str = "1/4", **more: Any) -> Limit:
    return a_limit(group_by="none", bounds=bound(value, comparison), **more)


# Below, on and above the line


@pytest.mark.parametrize(
    ("comparison", "below", "on_the_line", "above"),
    [
        ("at_most", "pass", "pass", "breach"),
        ("less_than", "pass", "breach", "breach"),
        ("at_least", "breach", "pass", "pass"),
        ("more_than", "breach", "breach", "pass"),
    ],
)
def test_each_comparison_below_on_and_above_its_line(
    comparison: Comparison, below: str, on_the_line: str, above: str
) -> None:
    limit = as_a_whole(comparison)
    assert [one(limit, amount, amount) for amount in (249, 250, 251)] == [below, on_the_line, above]


@pytest.mark.parametrize(
    ("comparison", "both_below", "to_the_line", "across", "from_the_line", "both_above"),
    [
        ("at_most", "pass", "pass", "undetermined", "undetermined", "breach"),
        ("less_than", "pass", "undetermined", "undetermined", "breach", "breach"),
        ("at_least", "breach", "undetermined", "undetermined", "pass", "pass"),
        ("more_than", "breach", "breach", "undetermined", "undetermined", "pass"),
    ],
)
def test_an_uncertain_amount_is_judged_only_if_both_its_ends_agree(
    comparison: Comparison,
    both_below: str,
    to_the_line: str,
    across: str,
    from_the_line: str,
    both_above: str,
) -> None:
    limit = as_a_whole(comparison)
    ends = [(240, 249), (240, 250), (249, 251), (250, 260), (251, 260)]
    assert [one(limit, *pair) for pair in ends] == [
        both_below,
        to_the_line,
        across,
        from_the_line,
        both_above,
    ]


@pytest.mark.parametrize(
    ("comparison", "amounts"),
    [("at_most", (250, 251, 500, 501)), ("at_least", (249, 250, 499, 500))],
)
def test_an_uncertain_denominator_is_taken_at_the_end_that_speaks_against_the_verdict(
    comparison: Comparison, amounts: tuple[int, ...]
) -> None:
    limit = as_a_whole(comparison)
    verdicts = [one(limit, amount, amount, size=(1000, 2000)) for amount in amounts]
    good, bad = ("pass", "breach") if comparison == "at_most" else ("breach", "pass")
    assert verdicts == [good, "undetermined", "undetermined", bad]


def test_an_amount_without_an_upper_end_is_beyond_a_cap_or_open() -> None:
    assert one(by_asset(), 251, None) == "breach"
    assert one(by_asset(), 0, None) == "undetermined"
    assert one(as_a_whole("at_least"), 250, None) == "pass"
    assert one(as_a_whole("at_least"), 249, None) == "undetermined"


def test_an_amount_without_a_lower_end_is_within_a_cap_or_open() -> None:
    assert one(by_asset(), None, 250) == "pass"
    assert one(by_asset(), None, 251) == "undetermined"
    assert one(as_a_whole("at_least"), None, 249) == "breach"


def test_a_denominator_of_any_size_leaves_a_cap_open() -> None:
    assert one(by_asset(), 10**30, 10**30, size=(0, None)) == "undetermined"
    assert one(by_asset(), 1, 1, size=(0, None)) == "undetermined"


def test_what_is_known_of_a_denominator_may_be_enough_for_a_pass() -> None:
    assert one(by_asset(), 250, 250, size=(1000, None)) == "pass"
    assert one(by_asset(), 251, 251, size=(1000, None)) == "undetermined"


# Bans


def test_a_ban_is_broken_by_anything_that_is_held_and_never_warns() -> None:
    ban = a_limit(bounds=bound(None, "forbidden"))
    assert one(ban, 1, 1) == "breach"
    assert one(ban, 0, 1) == "undetermined"
    nothing = judge(a_measured(ban, [subject()], []), show_all=True)
    assert said(nothing) == {(0, None): "pass"}


# The warning line


def test_inside_a_cap_but_past_its_warning_line_is_a_warning() -> None:
    limit = by_asset(warn_at=Fraction(9, 10))
    assert [one(limit, amount, amount) for amount in (225, 226, 250, 251)] == [
        "pass",
        "warning",
        "warning",
        "breach",
    ]


def test_inside_a_floor_but_short_of_its_warning_line_is_a_warning() -> None:
    limit = as_a_whole("at_least", warn_at=Fraction(11, 10))
    assert [one(limit, amount, amount) for amount in (249, 250, 274, 275)] == [
        "breach",
        "warning",
        "warning",
        "pass",
    ]


def test_what_may_be_past_the_warning_line_warns() -> None:
    assert one(by_asset(warn_at=Fraction(9, 10)), 100, 226) == "warning"


def test_without_a_warning_line_nothing_warns() -> None:
    assert one(by_asset(), 250, 250) == "pass"


# Whom it applies to


def test_where_it_is_not_known_whether_the_limit_applies_a_breach_is_undetermined_and_a_pass_stays() -> None:
    assert one(by_asset(), 251, 251, applies=None) == "undetermined"
    assert one(by_asset(), 250, 250, applies=None) == "pass"


def test_who_is_freed_is_exempt_whatever_it_holds() -> None:
    judged = judge(a_measured(by_asset(), [subject(exemption=1)], [group(1, 900, 900)]), show_all=True)
    told = judged.verdicts.select("subject", "key", "exemption", "whole", pl.col("status").cast(pl.String))
    assert told.rows() == [(0, None, 1, True, "exempt")]


def test_a_cap_without_any_group_gives_one_pass_even_where_nothing_can_be_divided_by() -> None:
    judged = judge(a_measured(by_asset(), [subject(size=(0, None))], []), show_all=True)
    assert judged.verdicts.select("key", "whole", pl.col("status").cast(pl.String)).rows() == [
        (None, True, "pass")
    ]


def test_a_floor_is_judged_where_nothing_is_held() -> None:
    judged = judge(a_measured(as_a_whole("at_least"), [subject()], []), show_all=True)
    assert said(judged) == {(0, 0): "breach"}


def test_a_cap_on_the_whole_of_a_subject_that_holds_nothing_is_one_pass() -> None:
    judged = judge(a_measured(as_a_whole("at_most"), [subject(size=(0, None))], []), show_all=True)
    assert said(judged) == {(0, None): "pass"}


def test_each_subject_is_judged_by_the_value_in_force_on_its_day() -> None:
    limit = a_limit(
        bounds=[bound("1/4", until_day="2023-12-31"), bound("1/2", "less_than", from_day="2024-01-01")]
    )
    subjects = [subject(0, in_force=0), subject(1, in_force=1), subject(2, in_force=1)]
    groups = [group(1, 250, 250, of=0), group(1, 499, 499, of=1), group(1, 500, 500, of=2)]
    judged = judge(a_measured(limit, subjects, groups), show_all=True)
    assert said(judged) == {(0, 1): "pass", (1, 1): "pass", (2, 1): "breach"}


def test_without_passes_only_the_others_are_listed_and_subjects_keep_their_worst_group() -> None:
    subjects = [subject(0), subject(1), subject(2, exemption=0)]
    groups = [group(1, 251, 251), group(2, 0, 300), group(3, 1, 1), group(1, 1, 1, of=1)]
    judged = judge(a_measured(by_asset(), subjects, groups), show_all=False)
    assert said(judged) == {(0, 1): "breach", (0, 2): "undetermined", (2, None): "exempt"}
    worst = judged.subjects.select("subject", pl.col("status").cast(pl.String))
    expected = frame({"subject": pl.UInt32, "status": pl.String}, (0, "breach"), (1, "pass"), (2, "exempt"))
    assert_frame_equal(worst, expected)


# The unknown


def test_what_the_unknown_may_add_makes_the_whole_of_a_subject_uncertain() -> None:
    assert one(as_a_whole("at_most"), 200, 200, lift=(50, 50)) == "pass"
    assert one(as_a_whole("at_most"), 200, 200, lift=(51, 51)) == "undetermined"
    assert one(as_a_whole("at_least"), 200, 200, lift=(49, 49)) == "breach"
    assert one(as_a_whole("at_least"), 200, 200, lift=(50, 50)) == "undetermined"
    assert one(as_a_whole("at_most"), 251, 251, lift=(None, None)) == "breach"
    assert one(as_a_whole("at_most"), 1, 1, lift=(None, None)) == "undetermined"


def test_groups_that_only_the_unknown_could_lift_are_one_question_with_the_group_of_the_unknown() -> None:
    groups = [group(3, 220, 220), group(1, 210, 210), group(2, 199, 199), group(None, 51, 51)]
    judged = judge(a_measured(by_asset(), [subject(lift=(51, 51))], groups), show_all=True)
    assert said(judged) == {(0, 2): "pass", (0, None): "undetermined"}
    folded = judged.verdicts.filter(pl.col("key").is_null())["folded"].to_list()
    assert folded == [[1, 3]]


def test_a_group_that_is_uncertain_or_beyond_by_itself_is_not_folded() -> None:
    groups = [group(1, 251, 251), group(2, 0, 251), group(3, 240, 240), group(None, 20, 20)]
    judged = judge(a_measured(by_asset(), [subject(lift=(20, 20))], groups), show_all=True)
    assert said(judged) == {(0, 1): "breach", (0, 2): "undetermined", (0, None): "undetermined"}


def test_the_group_of_the_unknown_is_a_breach_if_its_largest_asset_alone_is_beyond() -> None:
    groups = [group(1, 100, 100), group(None, 251, 300)]
    judged = judge(a_measured(by_asset(), [subject(lift=(300, 300))], groups), show_all=True)
    assert said(judged) == {(0, None): "breach"}


def test_the_group_of_the_unknown_passes_if_all_of_it_together_fits() -> None:
    groups = [group(1, 100, 100), group(None, 50, 150)]
    judged = judge(a_measured(by_asset(), [subject(lift=(150, 150))], groups), show_all=True)
    assert said(judged) == {(0, 1): "pass", (0, None): "pass"}


def test_where_holdings_are_not_told_there_is_a_group_of_the_unknown_though_none_of_it_is_held() -> None:
    judged = judge(a_measured(by_asset(), [subject(lift=(251, 251))], []), show_all=True)
    assert said(judged) == {(0, None): "undetermined"}


def test_an_unknown_party_lifts_only_the_groups_of_parties() -> None:
    groups = [group(1, 200, 200), group(10, 200, 200), group(None, 60, 60)]
    judged = judge(a_measured(by_asset(), [subject(lift=(0, 60))], groups, parties_from=10), show_all=True)
    assert said(judged) == {(0, 1): "pass", (0, None): "undetermined"}


def test_a_lift_past_the_warning_line_warns() -> None:
    limit = by_asset(warn_at=Fraction(9, 10))
    groups = [group(1, 200, 200), group(None, 30, 30)]
    judged = judge(a_measured(limit, [subject(lift=(30, 30))], groups), show_all=True)
    assert said(judged) == {(0, 1): "warning", (0, None): "pass"}


# Exactness


HUGE = 10**17 * MILLION


@pytest.mark.parametrize("surplus", [-100, 0, 100])
def test_a_hundredth_of_a_fen_decides_on_a_hundred_thousand_trillion(surplus: int) -> None:
    assert 25e15 + surplus / MILLION == 25e15  # a float cannot tell
    expected = "breach" if surplus > 0 else "pass"
    assert one(by_asset(), HUGE // 4 + surplus, HUGE // 4 + surplus, size=(HUGE, HUGE)) == expected


AMOUNTS = st.integers(0, 10**26)
VALUES = st.fractions(0, 2, max_denominator=10**6)


@given(AMOUNTS, AMOUNTS, st.integers(1, 10**26), VALUES)
def test_a_cap_is_judged_as_fractions_are(lower: int, more: int, size: int, value: Fraction) -> None:
    upper = lower + more
    status = one(a_limit(bounds=bound(value)), lower, upper, size=(size, size))
    if Fraction(lower, size) > value:
        assert status == "breach"
    else:
        assert status == ("pass" if Fraction(upper, size) <= value else "undetermined")


@given(AMOUNTS, AMOUNTS, st.integers(1, 10**26), VALUES)
def test_a_floor_is_judged_as_fractions_are(lower: int, more: int, size: int, value: Fraction) -> None:
    upper = lower + more
    limit = a_limit(group_by="none", bounds=bound(value, "more_than"))
    status = one(limit, lower, upper, size=(size, size))
    if Fraction(upper, size) <= value:
        assert status == "breach"
    else:
        assert status == ("pass" if Fraction(lower, size) > value else "undetermined")
