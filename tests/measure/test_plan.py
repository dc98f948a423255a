"""What a run asks of the holdings."""

from fractions import Fraction

from engine_frames import CATALOGUE, World, a_limit, bound, held

from concentration.measure.plan import MASK_BITS, columns_needed, make_plan


def test_limits_that_share_subject_and_grouping_are_summed_together_and_keep_their_places() -> None:
    limits = [
        a_limit("r/a"),
        a_limit("r/b", group_by="company"),
        a_limit("r/c", numerator="sum of cost"),
        a_limit("r/d", judge_per="manager"),
        a_limit("r/e", group_by="none", numerator="total_assets"),
    ]
    families = make_plan(limits, CATALOGUE.kinds, {}).families
    told = [
        (one.view, one.judge_per, one.group_by, one.sort, [p.place for p in one.limits]) for one in families
    ]
    assert told == [
        ("direct", "product", "asset", "sum", [0, 2]),
        ("direct", "product", "company", "sum", [1]),
        ("direct", "manager", "asset", "sum", [3]),
        ("direct", "product", "none", "total_assets", [4]),
        ("second", "product", "asset", "sum", [0, 2]),
        ("second", "product", "company", "sum", [1]),
        ("second", "manager", "asset", "sum", [3]),
    ]
    assert families[0].amounts == ("market_value", "cost")


def test_a_family_holds_no_more_limits_than_a_mask_has_bits() -> None:
    limits = [a_limit(f"r/{place:03}", through="replace") for place in range(MASK_BITS * 2 + 1)]
    sizes = [len(family.limits) for family in make_plan(limits, CATALOGUE.kinds, {}).families]
    assert sizes == [MASK_BITS, MASK_BITS, 1]


def test_every_one_of_seventy_limits_is_judged_by_its_own_bound() -> None:
    limits = [a_limit(f"r/{place:02}", bounds=bound(Fraction(place, 100))) for place in range(70)]
    found = World([held("A1", 500)]).report(*limits).findings.sort("limit")
    assert found["status"].to_list() == ["breach"] * 50 + ["pass"] * 20


def test_the_owners_of_a_condition_are_the_tables_it_looks_at() -> None:
    plan = make_plan(
        [a_limit(count="issuer_kind = 'bank' AND defaulted AND quantity > 0")], CATALOGUE.kinds, {}
    )
    count = plan.families[0].limits[0].count
    assert count is not None
    assert count.owners == {"issuer", "asset", "holding"}


def test_the_columns_of_holdings_that_limits_need_are_those_summed_grouped_by_or_named() -> None:
    assert columns_needed([a_limit()]) == {"market_value"}
    assert columns_needed([a_limit(numerator="sum of cost")]) == {"market_value", "cost"}
    assert columns_needed([a_limit(group_by="counterparty")]) == {"market_value", "counterparty_id"}
    assert columns_needed([a_limit(count="counterparty_kind = 'bank'")]) == {
        "market_value",
        "counterparty_id",
    }
    locked = {"market_value", "restricted_until"}
    assert columns_needed([a_limit(count="NOT lot_restricted")]) == locked
    assert columns_needed([a_limit(only_if_every_holding="NOT lot_restricted")]) == locked
