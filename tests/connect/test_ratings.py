"""Ratings as the scale names them."""

import polars as pl
import pytest
from engine_frames import CATALOGUE, World, asset, held

from concentration.connect.ratings import on_scale


@pytest.mark.parametrize(
    ("cell", "told"),
    [("AAA", "AAA"), ("Baa3", "BBB-"), ("AA+/AA", "AA"), ("AAA, A-1", None), ("好", None), (None, None)],
)
def test_a_rating_is_the_lowest_in_its_cell_and_unknown_off_the_scale(
    cell: str | None, told: str | None
) -> None:
    frame = pl.DataFrame({"asset_rating": [cell, "AA", cell]}, schema={"asset_rating": pl.String})
    rated = on_scale(frame, "asset", CATALOGUE.ratings)
    assert rated["asset_rating"].to_list() == [told, "AA", told]


def test_assets_issuers_and_counterparties_are_rated_on_the_scale() -> None:
    connected = World(
        assets=[asset("A1", kind="corporate_bond", issuer_id="C1", rating="Aaa/AA")],
        parties=[{"party_id": "C1", "name": "c", "rating": "Aa2"}, {"party_id": "C2", "name": "d"}],
        holdings=[held("A1", counterparty_id="C1")],
    ).connected()
    assert connected.assets.select("asset_rating", "issuer_rating").rows() == [("AA", "AA")]
    rated = connected.counterparties.select("counterparty_id", "counterparty_rating").sort("counterparty_id")
    assert rated.rows() == [("C1", "AA"), ("C2", None)]


def test_without_any_party_nobody_is_rated() -> None:
    assets = World(assets=[asset("A1", kind="stock", rating="AAA")]).connected().assets
    assert assets.select("asset_rating", "issuer_rating").rows() == [(None, None)]  # a stock has no rating
