"""Why a condition is unknown: only what leaves it open is named."""

import polars as pl
import pytest

from concentration.completing.unknown import asked, unknown_facts

FRAME = pl.DataFrame(
    {
        "product_kind": ["private_fund", "bank_wmp", None, "private_fund"],
        "structured": [None, None, None, True],
        "collective": [True, None, None, None],
        "nature": pl.Series([None, None, None, None], dtype=pl.String),
    }
)


def empty_in(text: str) -> dict[str, list[int]]:
    """The rows of FRAME in which each fact leaves the condition unknown."""
    _, facts = unknown_facts(asked(text, {}, {}), FRAME)
    return {fact: mask.arg_true().to_list() for fact, mask in facts.items() if mask.any()}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("structured", {"structured": [0, 1, 2]}),
        ("product_kind = 'private_fund' AND structured", {"product_kind": [2], "structured": [0, 2]}),
        ("product_kind = 'private_fund' OR structured", {"product_kind": [2], "structured": [1, 2]}),
        ("NOT COALESCE(structured, FALSE)", {}),
        ("structured IS NULL", {}),
        (
            "(product_kind = 'private_fund' AND structured) OR (product_kind = 'bank_wmp' AND collective)",
            {"product_kind": [2], "structured": [0, 2], "collective": [1, 2]},
        ),
    ],
)
def test_a_fact_matters_where_nothing_else_decides(text: str, expected: dict[str, list[int]]) -> None:
    assert empty_in(text) == expected


def test_the_truth_is_that_of_the_whole_condition() -> None:
    truth, _ = unknown_facts(asked("product_kind = 'private_fund' AND structured", {}, {}), FRAME)
    assert truth.to_list() == [None, False, None, True]


def test_a_setting_that_nobody_has_made_leaves_no_cell_to_fill() -> None:
    assert unknown_facts(asked("product_kind IN made_by_nobody", {"made_by_nobody": None}, {}), FRAME)[
        1
    ].keys() <= {"product_kind"}
