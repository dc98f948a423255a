"""The floor that `check` is compared with: scan the columns that the limits need, one sum by product and asset."""

import sys
from pathlib import Path

import polars as pl


def floor(holdings: Path) -> int:
    """Return the number of positions, each with its market value summed; the quantity is read and summed too."""
    positions = (
        pl.scan_parquet(holdings)
        .group_by("product_id", "asset_id")
        .agg(pl.col("market_value", "quantity").sum())
        .select(pl.len())
        .collect(engine="streaming")
    )
    return int(positions.item())


if __name__ == "__main__":
    print(floor(Path(sys.argv[1])))
