"""Joining the tables of a portfolio into one value that the later steps read."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Literal

import polars as pl

from concentration.catalogue.model import AssetKind
from concentration.catalogue.ratings import NO_RATINGS, Ratings
from concentration.connect.assets import asset_facts, party_facts
from concentration.connect.coverage import with_coverage
from concentration.connect.holdings import placed_holdings
from concentration.connect.products import product_facts
from concentration.connect.same_asset import issuer_groups, party_groups
from concentration.connect.tranches import with_tranches
from concentration.connect.units import with_holds_products
from concentration.frames import Connected


def connect(
    tables: Mapping[str, pl.DataFrame],
    kinds: Mapping[str, AssetKind],
    days: Sequence[date],
    columns: Iterable[str],
    completeness: Literal["complete", "partial"] = "complete",
    merging: tuple[pl.Expr, pl.Expr] | None = None,
    ratings: Ratings = NO_RATINGS,
) -> Connected:
    """Return the facts of a portfolio's tables on the days to be judged; `columns` are those of
    holdings that the limits need.

    `completeness` is what the portfolio says of its holdings; `merging`: conditions on the products and on the assets
    whose issuers some limit merges with their related parties; `ratings`: the scale on which ratings are known.
    """
    parties = tables.get("parties")
    products, managers = product_facts(tables["products"], tables["managers"], days)
    assets = asset_facts(tables["assets"], parties, kinds, days, ratings, products)
    holdings = placed_holdings(tables["holdings"], products, assets, columns)
    products = with_coverage(products, holdings, completeness)
    assets = with_holds_products(_with_lots(assets, holdings), products, holdings, completeness, kinds)
    holdings, tranches = with_tranches(holdings)
    held, relations = holdings["asset"].unique(), tables.get("relations")
    links, groups = party_groups(assets, held, relations, parties)
    merged = held.clear() if merging is None else _held_by(products, holdings, assets, *merging)
    issuer_links, issuers = issuer_groups(assets, merged, relations, parties)
    return Connected(
        products,
        assets,
        holdings,
        links,
        groups,
        party_facts(parties, "counterparty", days, ratings),
        managers,
        tranches,
        issuer_links,
        issuers,
    )


def _held_by(
    products: pl.DataFrame,
    holdings: pl.DataFrame,
    assets: pl.DataFrame,
    of_products: pl.Expr,
    of_assets: pl.Expr,
) -> pl.Series:
    """Return the assets of a sort that products of a sort hold, or products that others hold."""
    units = assets["unit_of"].drop_nulls().unique()
    chosen = products.select(
        of_products | pl.col("product_id").cast(pl.String).is_in(units.implode())
    ).to_series()
    held = holdings.filter(pl.lit(chosen).gather(pl.col("product")))["asset"].unique()
    fitting = assets.filter(of_assets)["asset"]
    return held.filter(held.is_in(fitting.implode()))


def _with_lots(assets: pl.DataFrame, holdings: pl.DataFrame) -> pl.DataFrame:
    """Where no holding has a lock-up of its own, `lot_restricted` is a fact of the asset: free unless it is said."""
    if "restricted_until" in holdings.columns:
        return assets
    return assets.with_columns(lot_restricted=pl.col("restricted").fill_null(False))
