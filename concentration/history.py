"""Every breach of a portfolio over all its days, one line for each spell."""

from collections.abc import Mapping
from datetime import date

import polars as pl

from concentration.catalogue.model import Catalogue
from concentration.lives import LIFE, spells_of
from concentration.pipeline import Days, Options, Portfolio, Step, judged_days, judged_over_time
from concentration.report.figures import FLOORS
from concentration.report.history import LINES, History


def history_of(
    portfolio: Portfolio,
    catalogue: Catalogue,
    options: Options | None = None,
    previous: Portfolio | None = None,
    step: Step | None = None,
) -> History:
    """Judge all days of a portfolio and return its breaches, one line for each spell, the open ones first.

    `previous` tells what the first days came from; its own breaches are no lines. Raises CannotRunError as `check`
    does.
    """
    options = options or Options()
    days = judged_days(portfolio, Options(as_of="all"))
    told = judged_over_time(portfolio, catalogue, options, previous, step)
    spells = spells_of(told.findings, told.contributions, days, told.past)
    tables = portfolio.tables
    return History(
        portfolio=portfolio.name,
        days=tuple(days),
        lines=_lines(spells, told, _names(tables["assets"], "asset_id"), days[-1]),
        limits=told.limits,
        product_names=_names(tables["products"], "product_id"),
        manager_names=_names(tables["managers"], "manager_id"),
        notes=portfolio.notes,
    )


def _names(table: pl.DataFrame, key: str) -> Mapping[str, str]:
    return dict(table.sort("as_of").select(pl.col(key).cast(pl.String), "name").iter_rows())


def _lines(spells: pl.DataFrame, told: Days, assets: Mapping[str, str], latest: date) -> pl.DataFrame:
    """Return the lines of a history, with the columns of LINES, in their order."""
    ends = spells.join(told.findings.drop(*LIFE, strict=False), on="finding", how="left")
    return (
        ends.join(_worst(spells, told.findings), on="finding", how="left")
        .join(_largest(told.contributions, assets), on="finding", how="left")
        .with_columns(
            first_day="since",
            last_day="as_of",
            days_over=pl.col("findings").list.len(),
            state=_state(latest),
        )
        .with_columns(cured_on=pl.when(state="cured").then("next_day"))
        .sort(
            pl.col("state") != "open",
            ~pl.col("overdue"),
            "limit",
            "first_day",
            "manager_id",
            "product_id",
            "tranche_id",
            "group_id",
            "through",
            nulls_last=True,
        )
        .select(pl.col(name).cast(dtype) for name, dtype in LINES.items())
    )


def _state(latest: date) -> pl.Expr:
    """Return what became of a spell: `open` on the latest day, `cured`, `undetermined` on the next day, or `gone`: its
    subject is not there any more.
    """
    return (
        pl.when(pl.col("as_of") == latest)
        .then(pl.lit("open"))
        .when(pl.col("next_day").is_null())
        .then(pl.lit("gone"))
        .when(pl.col("next_status").is_null())
        .then(pl.lit("cured"))
        .otherwise(pl.lit("undetermined"))
    )


def _largest(contributions: pl.DataFrame, names: Mapping[str, str]) -> pl.DataFrame:
    """Return by finding the name of the asset that it is made of most: `largest_asset`."""
    amounts = contributions.group_by("finding", "asset_id").agg(pl.col("amount").sum())
    ordered = amounts.sort("finding", "amount", "asset_id", descending=[False, True, False], nulls_last=True)
    largest = ordered.group_by("finding", maintain_order=True).agg(pl.col("asset_id").first())
    known = pl.DataFrame(
        {"asset_id": list(names), "largest_asset": list(names.values())},
        schema={"asset_id": pl.String, "largest_asset": pl.String},
    )
    return largest.join(known, on="asset_id", how="left").drop("asset_id")


def _worst(spells: pl.DataFrame, findings: pl.DataFrame) -> pl.DataFrame:
    """Return by the finding of the last day what it was on the worst day: `worst_on`, `worst_ratio`, `worst_amount`.

    Of a cap the worst day is that of the largest ratio (amount, where the bound is one), of a floor the smallest.
    """
    figure = pl.coalesce("ratio", pl.col("numerator").cast(pl.Decimal(38, 12), strict=False))
    days = (
        spells.select("finding", day="findings")
        .explode("day")
        .join(findings.rename({"finding": "day"}), on="day")
        .with_columns(figure=pl.when(pl.col("comparison").is_in(FLOORS)).then(-figure).otherwise(figure))
        .sort("figure", "as_of", descending=[True, False], nulls_last=True)
    )
    return days.group_by("finding", maintain_order=True).agg(
        worst_on=pl.col("as_of").first(),
        worst_ratio=pl.col("ratio").first(),
        worst_amount=pl.col("numerator").first(),
    )


def exit_code(history: History) -> int:
    """Return 1 if a limit in force is breached on the latest day, and no waiver covers it; else 0."""
    in_force = (pl.col("standing") == "in_force") & ~pl.col("through") & (pl.col("status") == "breach")
    return 1 if history.lines.filter(in_force, pl.col("state") == "open").height else 0
