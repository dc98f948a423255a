"""Standard or not: what each asset of a portfolio is to 标准化债权类资产认定规则, and by which words."""

from collections.abc import Mapping
from datetime import date

import polars as pl

from concentration.catalogue.conditions import first_that_fits
from concentration.catalogue.model import Catalogue, Decision
from concentration.connect.assets import asset_facts

__all__ = ["classify"]

COLUMNS = (
    "asset_id",
    "name",
    "kind",
    "class",
    "csrc_standardised",
    "step",
    "row",
    "clause",
    "quote",
    "inferred",
    "to_find_out",
)

_DECIDED: dict[str, pl.DataType | type[pl.DataType]] = {
    "decision": pl.String,
    "class": pl.String,
    "step": pl.String,
    "row": pl.UInt32,
    "clause": pl.String,
    "quote": pl.String,
    "inferred": pl.Boolean,
    "to_find_out": pl.Struct({"zh": pl.String, "en": pl.String}),
}


def classify(tables: Mapping[str, pl.DataFrame], catalogue: Catalogue, day: date) -> pl.DataFrame:
    """Return one row per asset known on `day`, in the order of the ids, by the first decision that fits it.

    `tables` are those of a portfolio. Columns: `asset_id`, `name`, `kind`, `class` (review, non_standard, standard,
    excluded, out_of_scope), `csrc_standardised` (the CSRC's own notion, a fact of the kind), `step` (of the decision),
    `row` (in the table of 58 instruments; NULL beyond it), `clause`, `quote`, `inferred` (no text names it),
    `to_find_out` (zh and en; for a review). A kind that no decision speaks of, as in a folder of one's own, has the
    class of the table of kinds, and is inferred.
    """
    facts = asset_facts(tables["assets"], tables.get("parties"), catalogue.kinds, [day], catalogue.ratings)
    known = facts.with_columns(decision=first_that_fits(catalogue))
    return (
        known.join(_as_frame(catalogue.decisions), on="decision", how="left", maintain_order="left")
        .with_columns(
            pl.coalesce("class", "debt_class", pl.lit("review")), inferred=pl.col("inferred").fill_null(True)
        )
        .rename({"asset_name": "name", "asset_kind": "kind"})
        .select(COLUMNS)
    )


def _as_frame(decisions: Mapping[str, Decision]) -> pl.DataFrame:
    rows = [
        {
            "decision": key,
            "class": decision.debt_class,
            "step": decision.step,
            "row": decision.row,
            "clause": decision.clause,
            "quote": decision.quote,
            "inferred": decision.inferred,
            "to_find_out": decision.to_find_out
            and {"zh": decision.to_find_out.zh, "en": decision.to_find_out.en},
        }
        for key, decision in decisions.items()
    ]
    return pl.DataFrame(rows, schema=_DECIDED)
