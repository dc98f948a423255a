"""What a contract says of one product is judged beside the law, and only where it is stricter."""

from fractions import Fraction

import msgspec
import pytest
from engine_frames import CATALOGUE, Row, World, a_limit, bound, held, product

from concentration.catalogue.model import DatedBound, Limit
from concentration.contract_lines import with_contract_lines
from concentration.pipeline import Options
from concentration.report import rich
from concentration.report.json import findings
from concentration.report.result import Report
from concentration.words.message import CannotRunError, Problem
from concentration.words.sentences import render_problem

CAP = a_limit()
FLOOR = a_limit("rules/floor", bounds=bound("1/10", "at_least"), group_by="none")
OF_MANAGERS = a_limit("rules/of-managers", judge_per="manager", group_by="none")
BAN = a_limit("rules/ban", bounds=bound(None, "forbidden"), denominator=None)
DAYS = a_limit(
    "rules/days",
    numerator="days since last_disclosed",
    group_by="none",
    denominator=None,
    bounds=bound("7", unit="days"),
)
BY_KIND = a_limit(
    "rules/by-kind",
    bounds=(bound("1/5", when="structured"), bound("1/4", when="structured = false")),
)
ALL = CATALOGUE.only(CAP, FLOOR, OF_MANAGERS, BAN, DAYS, BY_KIND)

TWO = World([held("A1", 220, "P1"), held("A1", 220, "P2")], products=[product("P1"), product("P2")])


def line(product_id: str = "P1", limit: str = "rules/cap", says: str = "20%", **more: object) -> Row:
    return {"product_id": product_id, "limit": limit, "bound": says} | more


def tightened(limit: Limit, *lines: Row, world: World = TWO) -> tuple[DatedBound, ...]:
    portfolio = world.but(product_limits=lines).portfolio()
    limits, _ = with_contract_lines([limit], ALL, portfolio)
    return limits[0].bounds


def refused(*lines: Row) -> list[Problem]:
    with pytest.raises(CannotRunError) as raised:
        with_contract_lines([CAP], ALL, TWO.but(product_limits=lines).portfolio())
    return list(raised.value.problems)


def told(*lines: Row) -> list[str]:
    return [render_problem(problem, "en") for problem in refused(*lines)]


def by_product(report: Report) -> dict[str, str]:
    return dict(report.findings.select("product_id", "status").iter_rows())


def test_a_contract_binds_its_own_product_and_no_other() -> None:
    report = TWO.but(product_limits=[line("P1")]).report(CAP)
    assert by_product(report) == {"P1": "breach", "P2": "pass"}


def test_without_a_contract_everybody_keeps_to_the_law() -> None:
    assert by_product(TWO.report(CAP)) == {"P1": "pass", "P2": "pass"}


@pytest.mark.parametrize("says", ["20%", "0.2", " 20 % ", "20.0%", "２０％"])
def test_a_share_is_read_exactly_however_it_is_written(says: str) -> None:
    contract, law = tightened(CAP, line(says=says))
    assert (contract.value, contract.line_of, contract.law_value) == (
        Fraction(1, 5),
        "contract",
        Fraction(1, 4),
    )
    assert (contract.comparison, contract.cite, law) == (law.comparison, law.cite, CAP.bounds[0])


@pytest.mark.parametrize("says", ["1000000", "1,000,000.00", "100万元", "1000000 元"])
def test_an_amount_is_read_in_the_unit_of_its_limit(says: str) -> None:
    amounts = a_limit("rules/cap", denominator=None, bounds=bound("2000000", unit="yuan"))
    portfolio = TWO.but(product_limits=[line(says=says)]).portfolio()
    limits, _ = with_contract_lines([amounts], CATALOGUE.only(amounts), portfolio)
    assert limits[0].bounds[0].value == 1_000_000


def test_a_number_of_days_may_stand_alone_or_with_its_unit() -> None:
    assert tightened(DAYS, line(limit="rules/days", says="5"))[0].value == 5
    assert tightened(DAYS, line(limit="rules/days", says="5天"))[0].value == 5


def test_a_floor_is_stricter_where_it_is_higher() -> None:
    assert tightened(FLOOR, line(limit="rules/floor", says="15%"))[0].value == Fraction(3, 20)
    [problem] = refused(line(limit="rules/floor", says="5%"))
    assert (problem.message.code, problem.seen, problem.allowed) == ("contract_looser", "5%", "≥ 10%")


def test_a_looser_contract_is_refused_with_both_numbers_file_and_row() -> None:
    assert told(line(says="30%")) == [
        "product_limits, row 2, column bound: the contract's 30% is looser than the 25% of the law from 2020-01-01; "
        "a contract can only be stricter; seen: 30%; allowed: ≤ 25%"
    ]


def test_a_contract_as_strict_as_the_law_adds_nothing() -> None:
    assert tightened(CAP, line(says="25%")) == CAP.bounds


def test_a_contract_is_held_against_every_value_of_the_law_on_its_days() -> None:
    stepped = a_limit(
        "rules/cap", bounds=(bound("3/10", until_day="2022-12-31"), bound("1/5", from_day="2023-01-01"))
    )
    of_law = CATALOGUE.only(stepped)

    def bounds(**more: object) -> tuple[DatedBound, ...]:
        portfolio = TWO.but(product_limits=[line(says="25%", **more)]).portfolio()
        return with_contract_lines([stepped], of_law, portfolio)[0][0].bounds

    with pytest.raises(CannotRunError, match="contract_looser"):
        bounds()
    with pytest.raises(CannotRunError, match="contract_looser"):
        bounds(until="2023-01-01")
    before = bounds(**{"from": "2021-05-01", "until": "2022-12-31"})
    assert [(one.from_day, one.until_day, one.line_of) for one in before] == [
        ("2021-05-01", "2022-12-31", "contract"),
        ("2020-01-01", "2022-12-31", "law"),
        ("2023-01-01", None, "law"),
    ]


def test_a_contract_counts_on_its_days_only() -> None:
    later = TWO.but(product_limits=[line("P1", **{"from": "2024-06-29"})])
    assert by_product(later.report(CAP))["P1"] == "pass"
    first_day = TWO.but(product_limits=[line("P1", **{"from": "2024-06-28", "until": "2024-06-28"})])
    assert by_product(first_day.report(CAP))["P1"] == "breach"
    over = TWO.but(product_limits=[line("P1", until="2024-06-27")])
    assert by_product(over.report(CAP))["P1"] == "pass"


def test_within_a_year_of_which_only_the_year_is_known_a_contract_is_as_unknown_as_the_law() -> None:
    law = a_limit("rules/cap", bounds=bound(from_day="2024-01-01", year_only=True))

    def year_only(**more: object) -> list[bool]:
        portfolio = TWO.but(product_limits=[line(**more)]).portfolio()
        return [
            one.year_only for one in with_contract_lines([law], CATALOGUE.only(law), portfolio)[0][0].bounds
        ]

    assert year_only(**{"from": "2024-05-01"}) == [True, True]
    assert year_only(**{"from": "2025-01-01"}) == [False, True]


def test_products_with_the_same_line_share_one_list() -> None:
    portfolio = TWO.but(
        product_limits=[line("P2", says="0.20"), line("P1"), line("P1", "rules/floor", "12%")]
    ).portfolio()
    (cap, floor), lists = with_contract_lines([CAP, FLOOR], ALL, portfolio)
    assert [one.when for one in cap.bounds] == ["product_id IN contract_1", None]
    assert [one.when for one in floor.bounds] == ["product_id IN contract_2", None]
    assert (lists["contract_1"], lists["contract_2"]) == (("P1", "P2"), ("P1",))
    assert set(CATALOGUE.lists) < set(lists)


def test_a_name_that_a_house_uses_already_is_not_taken() -> None:
    mine = CATALOGUE.only(CAP)
    mine.lists["contract_1"] = ("X",)
    try:
        _, lists = with_contract_lines([CAP], mine, TWO.but(product_limits=[line()]).portfolio())
    finally:
        del mine.lists["contract_1"]
    assert (lists["contract_1"], lists["contract_2"]) == (("X",), ("P1",))


def test_where_the_law_has_several_values_a_contract_tightens_those_it_is_stricter_than() -> None:
    bounds = tightened(BY_KIND, line(limit="rules/by-kind", says="22%"))
    assert [(one.line_of, one.value, one.when) for one in bounds] == [
        ("law", Fraction(1, 5), "structured"),
        ("contract", Fraction(11, 50), "product_id IN contract_1 AND (structured = false)"),
        ("law", Fraction(1, 4), "structured = false"),
    ]
    [problem] = refused(line(limit="rules/by-kind", says="26%"))
    assert (problem.message.code, problem.message.values["law"]) == ("contract_looser", "20%, 25%")


def test_the_law_frees_nobody_from_a_contract_of_its_own() -> None:
    freeing = a_limit(exempt=["operation = 'open'"])
    report = TWO.but(product_limits=[line("P1", says="25%")]).report(freeing)
    assert by_product(report) == {"P1": "pass", "P2": "exempt"}
    report = TWO.but(product_limits=[line("P1", says="20%")]).report(freeing)
    assert by_product(report) == {"P1": "breach", "P2": "exempt"}


def test_a_contract_speaks_of_no_sum_over_a_manager_and_of_no_ban() -> None:
    problems = refused(line(limit="rules/of-managers"), line(limit="rules/ban"))
    assert [problem.message.code for problem in problems] == ["contract_of_manager", "contract_of_ban"]
    assert all("judge_per: product" in str(problem.allowed) for problem in problems)


@pytest.mark.parametrize("says", ["25", "a fifth", "-20%", "20% of NA", "300亿元"])
def test_what_is_no_share_is_refused(says: str) -> None:
    [problem] = refused(line(says=says))
    assert (problem.message.code, problem.column, problem.seen) == ("contract_value", "bound", says)


def test_an_unknown_limit_is_told_with_the_nearest() -> None:
    [problem] = refused(line(limit="rules/kap"))
    assert (problem.message.code, problem.row, problem.allowed) == ("no_such_limit", 2, "rules/cap")


def test_an_unknown_product_is_told_when_the_table_is_read() -> None:
    with pytest.raises(CannotRunError) as raised:
        TWO.but(product_limits=[line("P3")]).portfolio()
    [problem] = raised.value.problems
    assert (problem.message.code, problem.row, problem.column) == ("unknown_product", 2, "product_id")


def test_a_line_that_ends_before_it_begins_is_told_when_the_table_is_read() -> None:
    with pytest.raises(CannotRunError, match="from_after_until"):
        TWO.but(product_limits=[line(**{"from": "2024-02-01", "until": "2024-01-31"})]).portfolio()


def test_all_problems_come_at_once_in_the_order_of_the_rows() -> None:
    problems = refused(
        line("P2", says="30%"), line("P1", "rules/ban"), line("P1", says="30%"), line("P2", "rules/kap")
    )
    assert [(problem.row, problem.count) for problem in problems] == [(2, 2), (3, 1), (5, 1)]


def test_a_limit_that_is_not_judged_in_this_run_is_no_mistake() -> None:
    world = TWO.but(product_limits=[line(limit="rules/floor", says="15%"), line()])
    report = world.report(CAP, FLOOR, options=Options(limits=frozenset({"rules/cap"})))
    assert by_product(report) == {"P1": "breach", "P2": "pass"}


def test_a_report_says_that_the_line_is_the_contracts_and_what_the_law_allows() -> None:
    report = TWO.but(product_limits=[line("P1")]).report(CAP)
    of = {finding["product_id"]: finding for finding in findings(report, "zh")}
    assert (of["P1"]["bound"], of["P1"]["reason"]) == ("0.2", "合同约定 20%（法定 25%）")
    assert (of["P2"]["bound"], of["P2"]["reason"]) == ("0.25", None)
    page = " ".join(rich.write([report], "en").decode().split())
    assert "22% > 20%" in page
    assert "line of the contract: 20% (the law's: 25%)" in page


def of_a_house(value: str) -> DatedBound:
    return msgspec.structs.replace(bound(value), line_of="house", law_value=Fraction(1, 4))


def test_a_report_says_that_the_line_is_the_houses_and_what_the_law_allows() -> None:
    report = TWO.report(a_limit(bounds=of_a_house("1/5")))
    assert {finding["reason"] for finding in findings(report, "zh")} == {"内部规定 20%（法定 25%）"}


def test_a_contract_may_be_looser_than_the_house_but_then_the_house_decides() -> None:
    house = a_limit(bounds=of_a_house("1/5"))
    of_house = CATALOGUE.only(house)

    def first(says: str) -> DatedBound:
        portfolio = TWO.but(product_limits=[line(says=says)]).portfolio()
        return with_contract_lines([house], of_house, portfolio)[0][0].bounds[0]

    assert (first("22%").line_of, first("22%").value) == ("house", Fraction(1, 5))
    assert (first("18%").line_of, first("18%").law_value) == ("contract", Fraction(1, 4))
    with pytest.raises(CannotRunError, match="contract_looser"):
        first("26%")


def test_a_contract_that_is_looser_than_the_house_still_binds_whom_the_law_frees() -> None:
    house = a_limit(bounds=of_a_house("1/5"), exempt=["operation = 'open'"])
    held_at_22 = TWO.but(product_limits=[line("P1", says="21%")])
    assert by_product(held_at_22.report(house)) == {"P1": "breach", "P2": "exempt"}
    closed = held_at_22.but(products=[product("P1", operation="closed"), product("P2")])
    report = closed.report(house)
    assert by_product(report) == {"P1": "breach", "P2": "exempt"}
    assert [one["reason"] for one in findings(report, "zh") if one["status"] == "breach"] == [
        "内部规定 20%（法定 25%）"
    ], "whom the law does not free is bound by the house, which is stricter"
