"""The claims on financing parties that stand in a portfolio: the law wants them to end before their product does."""

from collections.abc import Mapping
from datetime import date

import polars as pl

from concentration.catalogue.model import AssetKind
from concentration.connect.assets import asset_facts

OVER_THE_PARTY = "party"
"""What the kind table says of them: money in them is merged over the financing party."""


def claims_on(tables: Mapping[str, pl.DataFrame], kinds: Mapping[str, AssetKind], day: date) -> pl.DataFrame:
    """Return `asset_id`, `asset_name` and `ends` (its last day, NULL: not known) of the claims known on a day."""
    assets = asset_facts(tables["assets"], tables.get("parties"), kinds, [day])
    return assets.filter(same_asset=OVER_THE_PARTY).select(
        pl.col("asset_id").cast(pl.String), "asset_name", ends="asset_maturity_date"
    )
