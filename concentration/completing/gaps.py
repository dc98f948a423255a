"""From a fact that is unknown to the cell that a person fills: which table, column and row."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

from concentration.catalogue.model import AssetKind, ByFact
from concentration.connect.dated import known_on
from concentration.frames import Connected
from concentration.vocabulary.facts import COUNTED_DAYS, FACTS, fact_named

GAP = pl.Schema(
    [
        ("table", pl.String()),
        ("column", pl.String()),
        ("row", pl.UInt32()),
        ("party", pl.String()),
        ("limit", pl.String()),
        ("for_exemption", pl.Boolean()),
    ]
)
"""A cell that a limit needs. `party` names it where the table of parties has no row; `limit` is NULL where reading
itself needs it.
"""

LISTS = "lists"
"""Stands as `table` for a setting of a house that nobody has made; `key` is its name."""

COLUMNS: Mapping[str, str] = {
    word: fact.column
    for fact in FACTS.values()
    if fact.owner == "asset" and not fact.derived
    for word in (fact.name, fact.column)
}
"""The columns of assets, by the words that the table of kinds has for them."""


@dataclass
class Gaps:
    """The cells that limits need, as they are found; `tables` are those that were read.

    `connected` is that of the whole portfolio: places are its rows.
    """

    connected: Connected
    tables: Mapping[str, pl.DataFrame]
    kinds: Mapping[str, AssetKind]
    found: list[pl.DataFrame] = field(default_factory=list)

    def add(
        self,
        limit: str | None,
        table: str,
        column: str,
        rows: pl.DataFrame,
        *,
        for_exemption: bool = False,
    ) -> None:
        """Keep the cells of a column in `rows` (`row`, the line in the file, and `party` for a party)."""
        known = {
            "table": pl.lit(table),
            "column": pl.lit(column),
            "row": pl.col("row"),
            "party": pl.col("party") if "party" in rows.columns else pl.lit(None),
            "limit": pl.lit(limit),
            "for_exemption": pl.lit(for_exemption),
        }
        if rows.height:
            cells = rows.select(known[name].cast(dtype).alias(name) for name, dtype in GAP.items())
            self.found.append(cells.unique())

    def of_products(self, limit: str, fact: str, places: pl.Series, *, for_exemption: bool = False) -> None:
        """Keep a fact of products, or of their managers, where it is empty."""
        told = fact_named(fact)
        products = self.connected.products[places.unique()]
        if told.owner == "product":
            rows = products.select(row="product_row")
            self.add(limit, "products", told.column, rows, for_exemption=for_exemption)
        elif told.owner == "manager":
            managed = products.select("as_of", "manager_id").unique()
            rows = managed.join(self._rows_on("managers", "manager_id"), on=["as_of", "manager_id"])
            self.add(limit, "managers", told.column, rows, for_exemption=for_exemption)

    def of_assets(self, limit: str, fact: str, places: pl.Series) -> None:
        """Keep a fact of assets, of their kinds or issuers, where it is empty.

        Of an asset whose kind is not known nothing else is asked: what applies to it is not known either.
        """
        assets = self.connected.assets[places.unique()]
        self.add(
            limit, "assets", "kind", assets.filter(pl.col("asset_kind").is_null()).select(row="asset_row")
        )
        assets = assets.filter(pl.col("asset_kind").is_not_null())
        told = fact_named(fact)
        if told.owner == "issuer":
            self._of_column(limit, "issuer_id", assets.filter(pl.col("issuer_id").is_null()))
            named = assets.filter(pl.col("issuer_id").is_not_null())
            self._of_parties(limit, told.column, named.select("as_of", party="issuer_id"))
        elif told.owner == "kind":
            self.of_kinds(limit, fact, assets)
        elif fact in COUNTED_DAYS:
            self._of_column(limit, told.column, assets.filter("has_maturity"))
        elif told.owner == "asset":
            self._of_column(limit, told.column, assets)

    def of_kinds(self, limit: str, fact: str, assets: pl.DataFrame) -> None:
        """Keep the facts on which a fact of a kind hangs; where the law leaves the kind open there is none."""
        for name, kind in self.kinds.items():
            value = getattr(kind, fact, None)
            if isinstance(value, ByFact):
                self._of_column(limit, COLUMNS[value.by], assets.filter(pl.col("asset_kind") == name))

    def of_holdings(self, limit: str, fact: str, rows: pl.DataFrame) -> None:
        """Keep a fact of holdings, or of their counterparties, where it is empty.

        `rows` has `row`, and for facts of counterparties `as_of` and `counterparty_id`.
        """
        told = fact_named(fact)
        if told.owner == "holding" and not told.derived:
            self.add(limit, "holdings", told.column, rows.select("row"))
        elif told.owner == "counterparty":
            nobody = pl.col("counterparty_id").is_null()
            self.add(limit, "holdings", "counterparty_id", rows.filter(nobody).select("row"))
            named = rows.filter(~nobody)
            self._of_parties(limit, told.column, named.select("as_of", party="counterparty_id"))

    def _of_column(self, limit: str, column: str, assets: pl.DataFrame) -> None:
        """Keep a column of assets, of those to whose kind it applies."""
        lacking = [name for name, kind in self.kinds.items() if column in kind.lacks]
        applying = assets.filter(~pl.col("asset_kind").is_in(lacking))
        self.add(limit, "assets", column, applying.select(row="asset_row"))

    def _of_parties(self, limit: str, column: str, named: pl.DataFrame) -> None:
        rows = named.unique().join(self._rows_on("parties", "party"), on=["as_of", "party"], how="left")
        self.add(limit, "parties", column, rows)

    def _rows_on(self, table: str, key: str) -> pl.DataFrame:
        """Return `as_of`, the key and `row`: the line that is known on each judged day."""
        if table not in self.tables:
            return pl.DataFrame(schema={"as_of": pl.Date, key: pl.String, "row": pl.UInt32})
        column = "party_id" if table == "parties" else key
        days = self.connected.products["as_of"].unique().sort().to_list()
        return known_on(self.tables[table], column, days).select("as_of", pl.col(column).alias(key), "row")
