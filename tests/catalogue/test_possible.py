"""Whether conditions can be true at all, tried with the values that their facts may have."""

import msgspec
import pytest

from concentration.catalogue.load import load_catalogue
from concentration.catalogue.possible import MOST_WAYS, try_out

CATALOGUE = load_catalogue()


@pytest.mark.parametrize(
    "condition",
    [
        "asset_kind = 'trust_loan' AND debt_class = 'standard'",  # where it is recognised
        "asset_kind = 'perpetual_bond' AND asset_class IS NULL",  # where its books are not known
        "redeemed_3d > 0.2 AND redeemed_3d < 0.21",
        "product_maturity_date < next_open_date AND next_open_date < as_of",
        "net_assets > 2 * total_assets AND NOT structured",
        "RATED_BELOW(asset_rating, 'BBB')",
        "issuer_id LIKE 'C%' AND issuer_id <> originator_id",
    ],
)
def test_what_some_product_and_holding_can_satisfy_is_possible(condition: str) -> None:
    assert try_out([condition], CATALOGUE).answer == "possible"


@pytest.mark.parametrize(
    "condition",
    [
        "asset_kind = 'stock' AND debt_class = 'standard'",
        "asset_kind = 'stock' AND has_maturity",
        "asset_kind = 'cash' AND defaulted",
        "trading_days_left >= 10 AND trading_days_left <= 5",
        "as_of > DATE '2024-01-01' AND as_of < DATE '2024-01-01'",
        "exit_open AND NOT exit_open",
    ],
)
def test_what_contradicts_itself_or_the_kind_table_never_holds(condition: str) -> None:
    assert try_out([condition], CATALOGUE).answer == "never"


def test_the_kinds_for_which_a_condition_can_hold_are_named() -> None:
    assert try_out(["asset_kind IN ('stock', 'treasury') AND has_maturity"], CATALOGUE).kinds == {"treasury"}
    assert try_out(["structured"], CATALOGUE).kinds is None


def test_an_unmade_setting_is_taken_as_if_it_were_made() -> None:
    unmade = msgspec.structs.replace(CATALOGUE, lists={"some_places": None})
    assert try_out(["country IN some_places"], unmade).answer == "possible"
    assert try_out(["country IN some_places AND country NOT IN some_places"], unmade).answer == "never"


def test_an_or_of_many_facts_is_tried_way_by_way() -> None:
    truths = (
        "defaulted",
        "suspended",
        "restricted",
        "listed",
        "valued_daily",
        "fair_value_exit",
        "commodity_linked",
    )
    wide = " OR ".join(f"(asset_kind = 'stock' AND {truth} AND lot_restricted)" for truth in truths)
    tried = try_out([wide, "early_withdrawal IS NULL", "offering = 'public'"], CATALOGUE)
    assert (tried.answer, tried.kinds) == ("possible", {"stock"})


def test_more_combinations_than_anyone_waits_for_are_not_tried() -> None:
    facts = (
        "nature",
        "offering",
        "operation",
        "product_kind",
        "manager_kind",
        "purpose",
        "measurement",
        "fund_type",
    )
    one = " OR ".join(f"({fact} IS NULL AND exit_open)" for fact in facts)
    assert try_out([f"COALESCE({one}, FALSE)"], CATALOGUE).answer == "too_many"
    assert len(facts) < MOST_WAYS
