"""Findings: amounts, ratios, excess and headroom as they are reported, names, and what was missing."""

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from fractions import Fraction
from typing import Any

import polars as pl
import pytest
from engine_frames import DAY, Row, World, a_limit, a_trigger, asset, bound, held, manager, product
from hypothesis import example, given, settings
from hypothesis import strategies as st
from msgspec import structs

from concentration.catalogue.model import Comparison, Limit
from concentration.judge.findings import _rounded_ratio, without_holdings
from concentration.pipeline import Options
from concentration.read.portfolio import Settings
from tests.lookthrough.nested import nested

STEP = Decimal("0.0001")
"""The smallest step of money."""

Finding = dict[str, Any]


def finding(limit: Limit, world: World, **where: object) -> Finding:
    """The one finding of a limit, or the one that has these values."""
    found = world.report(limit).findings.filter(
        pl.lit(True), *(pl.col(name).eq_missing(pl.lit(value)) for name, value in where.items())
    )
    (row,) = found.to_dicts()
    return row


def of(value: object, net_assets: object = 1000) -> World:
    return World([held("A1", value)], products=[product("P1", net_assets=net_assets)])


def part(comparison: Comparison = "at_most", value: str | Fraction = "1/4", **more: Any) -> Limit:
    return a_limit(**({"group_by": "none", "bounds": bound(value, comparison)} | more))


# Excess and headroom


def test_excess_is_what_must_go_and_headroom_what_may_come() -> None:
    told = [finding(part(), of(value)) for value in (260, 250, 240)]
    assert [(one["excess"], one["headroom"]) for one in told] == [(10, 0), (0, 0), (0, 10)]


def test_of_a_floor_excess_is_what_is_short_and_headroom_what_may_go() -> None:
    told = [finding(part("at_least"), of(value)) for value in (240, 250, 260)]
    assert [(one["excess"], one["headroom"]) for one in told] == [(10, 0), (0, 0), (0, 10)]


def test_excess_is_rounded_up_and_headroom_down_to_the_last_digit() -> None:
    third = part(value="1/3")
    beyond, within = finding(third, of(334)), finding(third, of(333))
    assert beyond["excess"] == Decimal("0.666667")
    assert within["headroom"] == Decimal("0.333333")
    floor = part("at_least", "1/3")
    assert finding(floor, of(333))["excess"] == Decimal("0.333334")
    assert finding(floor, of(334))["headroom"] == Decimal("0.666666")


def test_an_uncertain_amount_leaves_the_room_that_is_left_by_its_upper_end() -> None:
    world = World([held("A1", 100), held("A2", 50)], assets=[asset("A1"), asset("A2", suspended=None)])
    told = finding(part(count="asset_id = 'A1' OR suspended"), world)
    assert (told["numerator"], told["numerator_upper"], told["headroom"]) == (100, 150, 100)


def test_an_amount_without_an_upper_end_has_no_headroom() -> None:
    told = finding(part(), of(None))
    assert (told["status"], told["numerator"], told["numerator_upper"]) == ("undetermined", 0, None)
    assert told["headroom"] is None


def bought(value: Decimal, limit: Limit, net_assets: Decimal) -> str:
    return str(finding(limit, of(value, net_assets))["status"])


def down(value: Decimal) -> Decimal:
    return value.quantize(STEP, ROUND_FLOOR)


def up(value: Decimal) -> Decimal:
    return value.quantize(STEP, ROUND_CEILING)


MONEY = st.decimals("0.0001", 10**17, places=4)
SIZES = st.decimals("0.0001", 10**17, places=4)
VALUES = st.fractions(Fraction(1, 100), Fraction(3, 2), max_denominator=1000)
FEW = settings(max_examples=12, deadline=None)


@pytest.mark.parametrize("comparison", ["at_most", "less_than"])
@given(MONEY, SIZES, VALUES)
@example(Decimal(249), Decimal(1000), Fraction(1, 4))
@example(Decimal(250), Decimal(1000), Fraction(1, 4))
@example(Decimal("100000000000000000.0001"), Decimal("100000000000000000"), Fraction(1))
@FEW
def test_buying_exactly_the_headroom_passes_and_selling_exactly_the_excess_cures(
    comparison: Comparison, value: Decimal, size: Decimal, line: Fraction
) -> None:
    limit = part(comparison, line)
    told = finding(limit, of(value, size))
    fits = (
        Fraction(value) <= line * Fraction(size)
        if comparison == "at_most"
        else Fraction(value) < line * Fraction(size)
    )
    assert told["status"] == ("pass" if fits else "breach")
    if fits:
        room = down(told["headroom"])
        assert bought(value + room, limit, size) == "pass"
        assert bought(value + room + STEP, limit, size) == "breach"
    elif comparison == "at_most" or value >= up(told["excess"]) > 0:
        assert bought(value - up(told["excess"]), limit, size) == "pass"
    else:
        assert told["excess"] > 0


@pytest.mark.parametrize("comparison", ["at_least", "more_than"])
@given(MONEY, SIZES, VALUES)
@example(Decimal(250), Decimal(1000), Fraction(1, 4))
@example(Decimal(251), Decimal(1000), Fraction(1, 4))
@FEW
def test_selling_exactly_the_headroom_of_a_floor_passes_and_buying_exactly_what_is_short_cures(
    comparison: Comparison, value: Decimal, size: Decimal, line: Fraction
) -> None:
    limit = part(comparison, line)
    told = finding(limit, of(value, size))
    fits = (
        Fraction(value) >= line * Fraction(size)
        if comparison == "at_least"
        else Fraction(value) > line * Fraction(size)
    )
    assert told["status"] == ("pass" if fits else "breach")
    if fits:
        assert bought(value - down(told["headroom"]), limit, size) == "pass"
    else:
        assert bought(value + up(told["excess"]), limit, size) == "pass"


def test_headroom_leaves_room_for_what_the_unknown_may_add() -> None:
    assets = [asset("A1"), asset("A2", issuer_id=None)]
    limit = a_limit(group_by="company")
    told = finding(limit, World([held("A1", 100), held("A2", 50)], assets=assets), group_id="C1")
    assert told["headroom"] == 100
    filled = World([held("A1", 100 + told["headroom"]), held("A2", 50)], assets=assets)
    assert finding(limit, filled, group_id="C1")["status"] == "pass"


def test_a_bound_that_is_an_amount_is_compared_in_yuan_and_has_no_ratio() -> None:
    limit = part(value="300", denominator=None)
    told = finding(limit, of("300.0001"))
    assert (told["status"], told["excess"], told["bound"]) == ("breach", Decimal("0.0001"), 300)
    assert (told["denominator"], told["ratio"]) == (None, None)
    assert finding(limit, of(299))["headroom"] == 1


# Ratios


AMOUNTS = st.integers(-(10**25), 10**25)


@given(AMOUNTS, st.integers(1, 10**25))
@example(1, 2 * 10**12)  # half of the last digit: to the even 0
@example(3, 2 * 10**12)  # half again: to the even 2
@example(-1, 2 * 10**12)
def test_a_ratio_is_rounded_half_to_even_as_python_rounds_it(numerator: int, denominator: int) -> None:
    frame = pl.DataFrame({"n": [numerator], "d": [denominator]}, {"n": pl.Int128, "d": pl.Int128})
    units = frame.select(_rounded_ratio(pl.col("n"), pl.col("d"))).item()
    assert Fraction(units, 10**12) == round(Fraction(numerator, denominator), 12)


def test_the_ratio_is_reported_to_twelve_digits() -> None:
    told = finding(part(), of("333.3333", 1000))
    assert told["ratio"] == Decimal("0.333333300000")
    assert told["ratio_text"] is None


def test_a_ratio_that_would_print_like_the_bound_it_passed_gets_the_digits_that_differ() -> None:
    told = finding(part(value="1"), of("100000000000000000.0001", 10**17))
    assert (told["status"], told["ratio"]) == ("breach", 1)
    assert told["ratio_text"] == "1.000000000000000000001"
    assert told["excess"] == STEP
    floor = finding(part("at_least", "1"), of("99999999999999999.9999", 10**17))
    assert (floor["status"], floor["ratio_text"]) == ("breach", "0.999999999999999999999")


@given(st.integers(1, 10**8), st.integers(10**13, 10**17), st.integers(1, 1500))
@settings(max_examples=12, deadline=None)
def test_a_breach_never_prints_like_its_bound(hair: int, size: int, thousandths: int) -> None:
    """However small the hair by which the amount is beyond its bound."""
    line = Fraction(thousandths, 1000)
    value = Decimal(int(line * size * 10**4) + hair) * STEP
    told = finding(part(value=line), of(value, size))
    assert told["status"] == "breach"
    assert Fraction(told["ratio_text"] or told["ratio"]) > line


def test_on_the_line_the_ratio_is_the_bound_and_needs_no_more_digits() -> None:
    told = finding(part(), of(250))
    assert (told["status"], told["ratio"], told["bound"], told["ratio_text"]) == (
        "pass",
        Decimal("0.25"),
        Decimal("0.25"),
        None,
    )


def test_a_strict_bound_is_broken_on_the_line_and_its_ratio_is_the_bound() -> None:
    told = [finding(part(strict), of(250)) for strict in ("less_than", "more_than")]
    assert [(one["status"], one["ratio"], one["ratio_text"]) for one in told] == [
        ("breach", Decimal("0.25"), None)
    ] * 2


# What is divided by


def test_an_unknown_or_not_positive_denominator_is_told_as_the_reason_and_has_no_ratio() -> None:
    for size in (0, -1):
        told = finding(part(), of(100, size))
        assert (told["status"], told["denominator"], told["ratio"]) == ("undetermined", None, None)
        assert told["reason_code"] == "net_assets_not_positive"
    unknown = finding(part(), of(100, None))
    assert [(cell["table"], cell["column"], cell["row"]) for cell in unknown["missing"]] == [
        ("products", "net_assets", 2)
    ]


def test_a_size_that_is_known_in_part_is_shown_where_it_was_enough() -> None:
    assets = [asset("A1", tradable_shares=1000), asset("A2", tradable_shares=None)]
    limit = a_limit(
        judge_per="manager", group_by="company", numerator="sum of quantity", denominator="tradable_shares"
    )
    within = finding(limit, World([held("A1", 1, quantity=250)], assets=assets))
    assert (within["status"], within["denominator"], within["unit"]) == ("pass", 1000, "shares")
    open_ = finding(limit, World([held("A1", 1, quantity=251)], assets=assets))
    assert (open_["status"], open_["denominator"]) == ("undetermined", None)
    assert [(cell["column"], cell["key"]) for cell in open_["missing"]] == [("tradable_shares", "A2")]


# Names and contributions


def test_a_finding_names_its_limit_subject_and_group() -> None:
    told = finding(a_limit("rules/x", standing="advisory"), of(100))
    names = (
        "limit",
        "standing",
        "reading",
        "scope",
        "manager_id",
        "product_id",
        "as_of",
        "group_by",
        "group_id",
    )
    assert [told[name] for name in names] == [
        *("rules/x", "advisory", "default", "product", "M1", "P1", DAY, "asset", "A1")
    ]
    assert (told["group_name"], told["members"], told["through"], told["crossing"]) == (
        "asset",
        [],
        False,
        None,
    )


def test_a_merged_group_names_its_party_and_its_members() -> None:
    assets = [asset("A1", kind="trust_loan", issuer_id="C2"), asset("A2", kind="trust_loan", issuer_id="C1")]
    world = World(
        [held("A1", 100), held("A2", 100)],
        assets=assets,
        relations=[
            {"party_id": "C0", "related_party_id": name, "relation": "controls"} for name in ("C1", "C2")
        ],
        parties=[{"party_id": "C1", "name": "first"}],
    )
    told = finding(a_limit(group_by="same_asset"), world)
    assert (told["group_id"], told["group_name"], told["members"]) == ("C1", "first", ["C0", "C1", "C2"])
    assert told["numerator"] == 200


def test_groups_made_of_the_same_holdings_are_reported_once_and_a_smaller_one_stays() -> None:
    relations: list[Row] = [
        {"party_id": "C1", "related_party_id": "C2", "relation": "significant_influence"},
        {"party_id": "C2", "related_party_id": "C3", "relation": "significant_influence"},
    ]
    assets = [asset(f"A{n}", kind="trust_loan", issuer_id=f"C{n}") for n in (1, 2, 3)]
    world = World([held(f"A{n}", 100) for n in (1, 2, 3)], assets=assets, relations=relations)
    told = (
        world.report(a_limit(group_by="same_asset")).findings.select("group_id", "status", "numerator").rows()
    )
    assert told == [("C2", "breach", 300), ("C1", "pass", 200), ("C3", "pass", 200)]


def test_issuers_related_to_each_other_are_reported_once() -> None:
    relations: list[Row] = [{"party_id": "C1", "related_party_id": "C2", "relation": "controls"}]
    assets = [asset(f"A{n}", issuer_id=f"C{n}") for n in (1, 2)]
    world = World([held(f"A{n}", 200) for n in (1, 2)], assets=assets, relations=relations)
    told = world.report(a_limit(group_by="related_party")).findings.select("group_id", "numerator").rows()
    assert told == [("C1", 400)]


def test_contributions_are_the_holdings_of_a_group_by_product_and_asset() -> None:
    world = World(
        [held("A1", 1, "P2"), held("A1", 2, "P1"), held("A1", 3, "P1", lot_id="L"), held("A2", None, "P1")],
        products=[product("P1"), product("P2")],
        assets=[asset("A1"), asset("A2")],
    )
    limit = a_limit(judge_per="manager", group_by="company")
    told = world.report(limit).contributions.rows()
    assert told == [
        (0, "P1", "A1", Decimal(5), ["P1"]),
        (0, "P1", "A2", None, ["P1"]),
        (0, "P2", "A1", Decimal(1), ["P2"]),
    ]


def test_the_group_of_the_unknown_lists_the_groups_it_may_lift() -> None:
    assets = [asset("A1"), asset("A2", issuer_id=None), asset("A3", issuer_id="C3")]
    world = World([held("A1", 240), held("A2", 20), held("A3", 1)], assets=assets)
    told = finding(a_limit(group_by="company"), world, group_id=None)
    assert (told["status"], told["members"]) == ("undetermined", ["C1"])
    assert [(cell["table"], cell["column"], cell["key"]) for cell in told["missing"]] == [
        ("assets", "issuer_id", "A2")
    ]


def test_an_exempt_subject_is_one_finding_that_says_which_exemption_frees_it() -> None:
    limit = a_limit(exempt=["operation = 'closed'", "offering = 'private'", "TRUE"])
    told = finding(limit, of(900))
    assert (told["status"], told["exemption"], told["group_by"], told["group_id"]) == (
        "exempt",
        1,
        "none",
        None,
    )


def test_a_cap_without_any_group_is_one_pass_of_the_whole() -> None:
    told = finding(a_limit(count="asset_kind = 'treasury'"), of(900))
    assert (told["status"], told["group_by"], told["group_id"], told["numerator"]) == (
        "pass",
        "none",
        None,
        0,
    )


# Triggers, tranches, second findings


def set_off(*holdings: Row, **more: Any) -> str | None:
    """What set a limit on leverage off."""
    limit = part(numerator="total_assets", value="6/5", trigger=a_trigger())
    assets = [asset("A1"), asset("A2", issuer_id="C2"), asset("A3", issuer_id=None)]
    products = [product("P1", total_assets=1300)]
    text = finding(limit, World(holdings, products=products, assets=assets, **more))["trigger"]
    return None if text is None else str(text)


def test_a_trigger_names_the_largest_group_its_share_and_the_line() -> None:
    assert set_off(held("A1", 552)) == "C1 55.2% > 50%"
    assert set_off(held("A1", 600), held("A2", "600.5")) == "C2 60.05% > 50%"


def test_a_trigger_a_hair_above_its_line_shows_as_many_digits_as_tell_them_apart() -> None:
    text = set_off(held("A1", "500.0001"))
    assert text is not None
    share = text.removeprefix("C1 ").removesuffix("% > 50%")
    assert Decimal(share) == Decimal("50.00001")


def test_a_trigger_of_holdings_of_an_unknown_issuer_names_nobody() -> None:
    assert set_off(held("A3", 600)) == "60% > 50%"


def test_where_a_trigger_may_be_set_off_nobody_is_named_and_a_breach_is_open() -> None:
    limit = part(numerator="total_assets", value="6/5", trigger=a_trigger())
    world = World(
        [held("A1", 300), held("A2", 300)],
        products=[product("P1", total_assets=1300)],
        assets=[asset("A1"), asset("A2", issuer_id=None)],
    )
    told = finding(limit, world)
    assert (told["status"], told["trigger"]) == ("undetermined", None)


PER_TRANCHE = a_limit(judge_per="tranche", denominator="held_value", bounds=bound("1/2"))


def test_a_finding_of_a_tranche_names_its_product_and_itself() -> None:
    world = World(
        [held("A1", 60, tranche_id="T1"), held("A2", 40, tranche_id="T1"), held("A2", 5, tranche_id="T2")],
        assets=[asset("A1"), asset("A2", kind="cash")],
    )
    limit = structs.replace(PER_TRANCHE, count="asset_kind = 'stock'")
    told = world.report(limit).findings.select(
        "scope", "product_id", "tranche_id", "status", "numerator", "denominator"
    )
    assert told.rows() == [
        ("tranche", "P1", "T1", "breach", 60, 100),
        ("tranche", "P1", "T2", "pass", 0, None),
    ]


ENLARGED = nested(
    [held("S", 100, "P1"), held("UF1", 200, "P1"), held("S", 300, "F1")],
    [product("P1"), product("F1", "M2", net_assets=300)],
).but(managers=[manager("M1"), manager("M2")])


@pytest.mark.parametrize(
    ("standing", "second"), [("in_force", "advisory"), ("advisory", "advisory"), ("draft", "draft")]
)
def test_a_second_finding_only_advises(standing: str, second: str) -> None:
    limit = a_limit(
        group_by="company", standing=standing, applies_to="product_id = 'P1'", count="asset_kind = 'stock'"
    )
    found = ENLARGED.report(limit, options=Options(draft=True)).findings
    told = found.sort("through").select("through", "standing", "status", "numerator").rows()
    assert told == [(False, standing, "pass", 100), (True, second, "breach", 300)]


def test_a_second_finding_is_not_among_what_was_judged() -> None:
    limit = a_limit(group_by="company", applies_to="product_id = 'P1'", count="asset_kind = 'stock'")
    summary = ENLARGED.report(limit).summary
    assert (summary.judged, summary.passed, summary.breach, summary.advisory) == (1, 1, 0, 1)


# What was missing


def missing(limit: Limit, world: World, **where: object) -> list[tuple[object, ...]]:
    cells = finding(limit, world, status="undetermined", **where)["missing"] or []
    return [tuple(cell.values()) for cell in cells]


def test_an_unknown_amount_names_its_first_row_and_how_many_lack_it() -> None:
    world = World([held("A1", None), held("A1", 5, lot_id="b"), held("A1", None, lot_id="c")])
    assert missing(a_limit(), world) == [("holdings", "market_value", 2, "A1", 2)]


def test_an_unknown_fact_of_an_asset_names_the_assets_row() -> None:
    assert missing(a_limit(count="suspended"), of(900)) == [("assets", "suspended", 2, "A1", 1)]


def test_a_fact_that_is_known_is_not_told_as_missing_beside_one_that_is_not() -> None:
    world = of(900).but(assets=[asset("A1", listed="true")])
    assert missing(a_limit(count="suspended AND listed"), world) == [("assets", "suspended", 2, "A1", 1)]


def test_a_column_that_does_not_apply_to_a_kind_is_never_missing() -> None:
    world = of(900).but(assets=[asset("A1", kind="cash", issuer_id=None)])
    report = world.report(a_limit(count="suspended"))
    assert report.findings["status"].to_list() == ["pass"]


def test_an_unknown_fact_of_the_issuer_names_the_party_and_without_issuer_the_asset() -> None:
    limit = a_limit(count="issuer_kind = 'bank'")
    assert missing(limit, of(900)) == [("parties", "kind", None, "C1", 1)]
    nobody = of(900).but(assets=[asset("A1", issuer_id=None)])
    assert missing(limit, nobody) == [("assets", "issuer_id", 2, "A1", 1)]


def test_a_fact_of_the_kind_names_the_column_on_which_it_hangs() -> None:
    world = of(900).but(assets=[asset("A1", kind="convertible_bond")])
    assert missing(a_limit(count="debt_class = 'standard'"), world) == [
        ("assets", "debt_by_accounting", 2, "A1", 1)
    ]


def test_a_kind_that_the_law_leaves_open_names_the_kind() -> None:
    world = of(900).but(assets=[asset("A1", kind="overseas_bond")])
    assert missing(a_limit(count="debt_class = 'standard'"), world) == [("assets", "kind", 2, "A1", 1)]


def test_an_unknown_maturity_names_the_day_and_one_beyond_the_calendar_names_no_cell() -> None:
    limit = a_limit(count="has_maturity AND trading_days_left <= 400")
    undated = of(900).but(assets=[asset("A1", kind="corporate_bond")])
    assert missing(limit, undated) == [("assets", "maturity_date", 2, "A1", 1)]
    far = a_limit(count="has_maturity AND trading_days_left <= 4000")
    world = of(900).but(assets=[asset("A1", kind="corporate_bond", maturity_date="2039-01-01")])
    told = finding(far, world)
    assert (told["status"], told["missing"], told["reason_code"]) == ("undetermined", None, "calendar_ends")


def test_an_unknown_fact_of_the_product_or_its_manager_that_decides_whom_the_limit_is_for_is_missing() -> (
    None
):
    limit = a_limit(applies_to="structured AND net_capital > 5")
    assert missing(limit, of(900)) == [
        ("managers", "net_capital", None, "M1", 1),
        ("products", "structured", 2, "P1", 1),
    ]


def test_an_unclear_merging_names_the_column_that_decides_it() -> None:
    assets = [asset("A1", kind="debt_to_equity"), asset("A2", kind="trust_loan")]
    world = World([held("A1", 150), held("A2", 150)], assets=assets)
    assert missing(a_limit(group_by="same_asset"), world, group_id="C1") == [("assets", "listed", 2, "A1", 1)]


def test_an_unknown_counterparty_names_the_holding() -> None:
    limit = a_limit(group_by="counterparty", numerator="sum of counterparty_exposure")
    world = World(
        [
            held("A1", 1, counterparty_exposure=200, counterparty_id="B1"),
            held("A1", 1, counterparty_exposure=100, lot_id="b"),
        ]
    )
    assert missing(limit, world, group_id=None) == [("holdings", "counterparty_id", 3, "A1", 1)]


def test_a_setting_that_nobody_has_made_is_what_is_missing() -> None:
    limit = a_limit(
        group_by="market", count="country NOT IN recognised_markets", bounds=bound(None, "forbidden")
    )
    world = of(900).but(assets=[asset("A1", country="US")])
    assert [(column, count) for _, column, _, _, count in missing(limit, world)] == [
        ("recognised_markets", 1)
    ]


def test_an_unknown_issuer_that_may_be_anybodys_related_party_is_missing() -> None:
    world = World([held("A1", 240), held("A2", 20)], assets=[asset("A1"), asset("A2", issuer_id=None)])
    assert missing(a_limit(group_by="related_party"), world, group_id=None) == [
        ("assets", "issuer_id", 3, "A2", 1)
    ]


BY_CLASS = a_limit(group_by="class", numerator="sum of class_value")


def test_a_class_that_is_unknown_names_what_decides_it() -> None:
    world = World([held("A1", 200), held("F1", 100)], assets=[asset("A1"), asset("F1", kind="public_fund")])
    assert missing(BY_CLASS, world, group_id=None) == [("assets", "fund_nature", 3, "F1", 1)]


def test_of_values_of_classes_exposures_are_missing_for_derivatives_and_market_values_else() -> None:
    assets = [asset("A1"), asset("A2", kind="future", commodity_linked="true")]
    world = World([held("A1", None), held("A2", 5)], assets=assets)
    assert missing(BY_CLASS, world, group_id="equity") == [("holdings", "market_value", 2, "A1", 1)]
    assert missing(BY_CLASS, world, group_id="commodity_derivative") == [("holdings", "exposure", 3, "A2", 1)]


def test_an_unknown_value_that_may_be_one_asset_more_is_missing() -> None:
    limit = part(
        "at_least",
        "2",
        numerator="count of assets",
        denominator=None,
        bounds=bound("2", "at_least", unit="assets"),
    )
    world = World([held("A1", 1), held("A2", None)], assets=[asset("A1"), asset("A2")])
    assert missing(limit, world) == [("holdings", "market_value", 3, "A2", 1)]


def test_a_holding_in_no_tranche_of_a_product_that_has_some_is_missing_its_tranche() -> None:
    world = World(
        [held("A1", 30, tranche_id="T1"), held("A2", 5)], assets=[asset("A1"), asset("A2", issuer_id="C2")]
    )
    assert missing(PER_TRANCHE, world, group_id="A1") == [("holdings", "tranche_id", 3, "A2", 1)]


def test_an_unknown_value_of_a_tranche_is_missing_from_what_it_is_divided_by() -> None:
    world = World(
        [held("A1", 30, tranche_id="T1"), held("A2", None, tranche_id="T1")],
        assets=[asset("A1"), asset("A2", kind="future")],
    )
    limit = structs.replace(PER_TRANCHE, count="asset_kind = 'stock'")
    assert missing(limit, world, group_id="A1") == [("holdings", "market_value", 3, "A2", 1)]


def test_a_fact_of_the_product_of_a_tranche_is_told_of_that_product() -> None:
    world = World(
        [held("A1", 900, "P1"), held("A1", 900, "P2", tranche_id="T1")],
        products=[product("P1", structured="true"), product("P2")],
    )
    limit = structs.replace(PER_TRANCHE, applies_to="structured")
    assert missing(limit, world) == [("products", "structured", 3, "P2", 1)]


def test_in_a_year_of_which_only_the_year_is_known_the_reason_is_that() -> None:
    limit = a_limit(bounds=bound(from_day="2024-01-01", year_only=True))
    told = finding(limit, of(900))
    assert (told["status"], told["reason_code"], told["bound_from"]) == (
        "undetermined",
        "year_only",
        "2024-01-01",
    )
    assert finding(limit, of(100))["reason_code"] is None


def test_a_sum_of_some_products_only_says_so() -> None:
    world = of(100).but(settings=Settings(all_products=False))
    told = finding(part(judge_per="manager"), world)
    assert (told["status"], told["reason_code"]) == ("undetermined", "not_all_products")


def test_holdings_that_are_not_told_are_the_reason() -> None:
    world = of(100).but(settings=Settings(holdings="partial"))
    told = finding(part(), world)
    assert (told["status"], told["reason_code"]) == ("undetermined", "unexplained_holdings")


# Products without holdings


def test_a_product_without_holdings_is_one_finding_of_no_limit() -> None:
    products = World([held()], products=[product("P1"), product("P2")]).connected().products
    told = without_holdings(products)
    assert told.select("product_id", "manager_id", "as_of", "status", "reason_code").rows() == [
        ("P2", "M1", DAY, "undetermined", "no_holdings")
    ]


def test_its_manager_is_named_on_the_day_of_the_finding() -> None:
    later = {"as_of": "2024-09-30"}
    world = World(
        [held(), held() | later],
        products=[product("P1"), product("P1", "M2") | later],
        managers=[manager("M1"), manager("M2")],
    )
    told = world.report(part(judge_per="manager"), options=Options(as_of="all")).findings
    assert told.select("manager_id", pl.col("as_of").cast(pl.String)).rows() == [
        ("M1", "2024-06-28"),
        ("M2", "2024-09-30"),
    ]
