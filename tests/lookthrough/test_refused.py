"""Circles, and shares beyond the whole, are errors of the input; all are told at once."""

import pytest
from engine_frames import DAY, Row, World, held, product

from concentration.words.message import CannotRunError, Problem
from concentration.words.sentences import render_problem
from tests.lookthrough.nested import FILE, lines, nested, share, through


def problems(world: World) -> list[Problem]:
    with pytest.raises(CannotRunError) as refused:
        through(world)
    return list(refused.value.problems)


def plans(*names: str, size: int = 100) -> list[Row]:
    return [product(name, net_assets=size) for name in names]


def circles(world: World) -> list[str]:
    return [problem.message.values["path"] for problem in problems(world)]


def test_a_circle_of_three_is_named_product_by_product() -> None:
    world = nested([held("UB", 1, "A"), held("UC", 1, "B"), held("UA", 1, "C")], plans("A", "B", "C"))
    (problem,) = problems(world)
    assert problem.message.code == "units_in_a_circle"
    assert problem.message.values == {"path": "A → B → C → A", "day": DAY.isoformat()}
    assert (problem.file, problem.row, problem.column) == (FILE, 2, "asset_id")


def test_a_product_that_holds_itself_is_a_circle() -> None:
    assert circles(nested([held("UA", 1, "A")], plans("A"))) == ["A → A"]


def test_every_circle_is_named() -> None:
    world = nested(
        [
            *(held("UB", 1, "A"), held("UA", 1, "B")),
            *(held("UD", 1, "C"), held("UC", 1, "D")),
            held("UC", 1, "A"),
        ],
        plans("A", "B", "C", "D"),
    )
    assert circles(world) == ["A → B → A", "C → D → C"]


def test_circles_that_share_a_product_are_both_named() -> None:
    world = nested(
        [*(held("UB", 1, "A"), held("UA", 1, "B")), *(held("UC", 1, "A"), held("UA", 1, "C"))],
        plans("A", "B", "C"),
    )
    assert circles(world) == ["A → B → A", "A → C → A"]


def test_units_worth_nothing_close_no_circle() -> None:
    world = nested([held("UB", 1, "A"), held("UA", 0, "B"), held("S", 100, "B")], plans("A", "B"))
    assert share(through(world), "A", "B") == pytest.approx(0.01)


def test_a_share_of_103_percent_is_the_whole_and_the_surplus_stands_by_itself() -> None:
    world = nested([held("UF1", 103, "P1"), held("S", 100, "F1")], plans("P1", "F1"))
    told = through(world)
    assert share(told, "P1", "F1") == 1
    assert lines(told, "P1") == [("S", 100, False), ("UF1", 3, True)]
    (note,) = told.notes
    assert (note.code, note.values["ratio"]) == ("share_taken_as_whole", "103.00%")


def test_105_percent_is_still_allowed() -> None:
    world = nested([held("UF1", 105, "P1"), held("S", 100, "F1")], plans("P1", "F1"))
    assert share(through(world), "P1", "F1") == 1


def test_a_share_of_106_percent_is_an_error() -> None:
    lots = [held("UF1", 53, "P1", lot_id="1"), held("UF1", 53, "P1", lot_id="2")]
    (problem,) = problems(nested([*lots, held("S", 100, "F1")], plans("P1", "F1")))
    assert problem.message.code == "share_beyond_the_whole"
    assert (problem.file, problem.row, problem.column) == (FILE, 2, "market_value")
    assert (problem.seen, problem.allowed) == ("106", "≤ 105")


def test_all_holders_together_may_not_have_more_than_there_is_either() -> None:
    world = nested(
        [held("S", 100, "F1"), held("UF1", 60, "P1"), held("UF1", "45.01", "P2")], plans("P1", "P2", "F1")
    )
    (problem,) = problems(world)
    assert problem.message.code == "shares_beyond_the_whole"
    assert problem.message.values["products"] == ["P1", "P2"]
    assert (problem.row, problem.seen, problem.allowed) == (3, "105.01", "≤ 105")


def test_a_product_without_holdings_cannot_be_held_beyond_the_whole_either() -> None:
    (problem,) = problems(nested([held("UF1", 106, "P1")], plans("P1", "F1")))
    assert problem.message.code == "share_beyond_the_whole"


def test_all_problems_are_told_at_once() -> None:
    world = nested(
        [
            *(held("UB", 1, "A"), held("UA", 1, "B")),
            *(held("UF1", 106, "P1"), held("UF1", 1, "P2"), held("S", 1, "F1")),
        ],
        plans("A", "B", "P1", "P2", "F1"),
    )
    assert [problem.message.code for problem in problems(world)] == [
        "units_in_a_circle",
        "share_beyond_the_whole",
        "shares_beyond_the_whole",
    ]


def test_a_problem_is_a_sentence_with_its_place() -> None:
    (problem,) = problems(nested([held("UF1", "106.5", "P1")], plans("P1", "F1")))
    assert render_problem(problem, "en") == (
        "holdings.csv, row 2, column market_value: cannot look through: product P1 holds units of product F1 worth "
        "more than its net assets 100 (2024-06-28); up to 5% more is allowed, as value dates may differ; "
        "seen: 106.5; allowed: ≤ 105"
    )
