"""The places of tranches and the holdings that belong to them."""

import polars as pl
from engine_frames import World, a_limit, held, product
from polars.testing import assert_frame_equal

from concentration.frames import Connected

PER_TRANCHE = a_limit(judge_per="tranche", denominator="held_value")


def connected(*holdings: dict[str, object]) -> Connected:
    """The facts with what a limit on tranches needs of the holdings."""
    return World(holdings, [product("P1"), product("P2")]).connected(PER_TRANCHE)


def test_tranches_have_places_in_the_order_of_their_products_and_ids() -> None:
    told = connected(
        held("A1", product="P2", tranche_id="T1"),
        held("A1", product="P1", tranche_id="T2"),
        held("A1", product="P1", tranche_id="T1"),
        held("A1", product="P1", tranche_id="T1", lot_id="b"),
    )
    expected = pl.DataFrame(
        {"tranche": [0, 1, 2], "product": [0, 0, 1], "tranche_id": ["T1", "T2", "T1"]},
        {"tranche": pl.UInt32, "product": pl.UInt32, "tranche_id": pl.String},
    )
    assert_frame_equal(told.tranches, expected)
    assert told.holdings.sort("row")["tranche"].to_list() == [2, 1, 0, 0]


def test_a_holding_without_a_tranche_has_no_place() -> None:
    told = connected(held("A1", tranche_id="T1"), held("A1", lot_id="b"))
    assert told.holdings.sort("row")["tranche"].to_list() == [0, None]


def test_where_no_holding_names_a_tranche_there_are_none() -> None:
    told = connected(held("A1"))
    assert told.tranches.is_empty()
    assert told.tranches.schema == {"tranche": pl.UInt32, "product": pl.UInt32, "tranche_id": pl.String}
    assert told.holdings.get_column("tranche", default=None) is None
