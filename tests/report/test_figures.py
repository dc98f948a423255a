"""Figures are short, exact where it matters, and claim nothing that is not known."""

from decimal import Decimal
from typing import Any

import pytest

from concentration.report.figures import against, nothing_certain, upper_of, yuan


def finding(**values: Any) -> dict[str, Any]:
    numbers = {
        name: None if value is None else Decimal(value) for name, value in values.items() if name != "status"
    }
    unknown = dict.fromkeys(("numerator", "numerator_upper", "excess", "headroom"))
    return {"comparison": "at_most", "status": "undetermined", **unknown, **values, **numbers}


@pytest.mark.parametrize(
    ("ratio", "text", "bound", "shown"),
    [
        ("0.275", None, "0.25", "27.5%"),
        ("0.31234567", None, "0.3", "31.23%"),
        ("0.250001", None, "0.25", "25.0001%"),
        ("0.25", None, "0.25", "25%"),
        ("0.25", "0.25000000000000001", "0.25", "25.000000000000001%"),
        ("0.2499999", None, "0.25", "24.99999%"),
        ("1.5", None, "1.4", "150%"),
    ],
)
def test_a_ratio_is_short_but_never_looks_like_the_bound_it_differs_from(
    ratio: str, text: str | None, bound: str, shown: str
) -> None:
    finding: dict[str, Any] = {"ratio": Decimal(ratio), "ratio_text": text, "bound": Decimal(bound)}
    assert against(finding) == shown


def test_yuan_have_two_decimals_and_four_where_the_fen_is_not_whole() -> None:
    assert yuan(Decimal("1234567"), "ROUND_CEILING") == "1,234,567.00"
    assert yuan(Decimal("0.000001"), "ROUND_CEILING") == "0.0001"
    assert yuan(Decimal("10.12999"), "ROUND_FLOOR") == "10.1299"


def test_the_upper_end_is_the_figure_itself_only_where_the_distance_to_the_bound_is_known() -> None:
    assert upper_of(finding(numerator="5", headroom="0")) == 5
    assert upper_of(finding(numerator="5")) is None
    assert upper_of(finding(numerator="5", numerator_upper="7")) == 7
    assert upper_of({**finding(numerator="5", excess="0"), "comparison": "at_least"}) == 5
    assert upper_of({**finding(numerator="5", headroom="0"), "comparison": "at_least"}) is None
    assert upper_of({**finding(numerator="5"), "status": "pass"}) == 5


def test_nothing_is_certain_of_a_zero_that_may_be_more() -> None:
    assert nothing_certain(finding(numerator="0"))
    assert nothing_certain(finding(numerator="0", numerator_upper="7"))
    assert not nothing_certain(finding(numerator="0", headroom="3"))
    assert not nothing_certain(finding(numerator="1"))
    assert not nothing_certain(finding(numerator=None))
    assert not nothing_certain({**finding(numerator="0"), "status": "pass"})
