"""The facts of assets on the judged days: their own columns, those of their kind and issuer, and what follows."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import polars as pl

from concentration.calendars import trading_days_left, working_days_left
from concentration.catalogue.conditions import DTYPES
from concentration.catalogue.model import AssetKind, ByFact
from concentration.catalogue.ratings import NO_RATINGS, Ratings
from concentration.connect.dated import known_on
from concentration.connect.ratings import on_scale
from concentration.connect.units import with_natures
from concentration.vocabulary.facts import FACTS, OPEN_TO_RECOGNITION, Fact

KIND_FACTS = ("debt_class", "asset_class", "test_class", "same_asset")
"""Facts of a kind that may hang on another fact of the asset."""

UNDECIDED = ("review", "unknown", "unclear")
"""Words of the kind table that say: nobody knows yet. In conditions they are NULL."""


VALUED_BY_EXPOSURE = "commodity_derivative"
"""The class whose members count with their exposure, not with their market value, in the tests of classes."""


def asset_facts(
    assets: pl.DataFrame,
    parties: pl.DataFrame | None,
    kinds: Mapping[str, AssetKind],
    days: Sequence[date],
    ratings: Ratings = NO_RATINGS,
    products: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """Return one row per day and asset: `asset` (UInt32, its place), `as_of`, `asset_name`, `asset_row` (line in the
    file), every fact of assets, kinds and issuers, `same_asset` (party, itself or NULL), `look_through`, and the
    columns of COUNTED_DAYS.

    `ratings` is the scale on which ratings are known; `products` (`as_of`, `product_id`, `nature`) tells the nature of
    their units.
    """
    known = known_on(assets, "asset_id", days)
    frame = known.rename({"name": "asset_name", "row": "asset_row"} | fact_names("asset"))
    frame = on_scale(_without_what_does_not_apply(frame, kinds), "asset", ratings)
    if products is not None:
        frame = with_natures(frame, products, kinds)
    frame = frame.join(_plain_kind_facts(kinds), left_on="asset_kind", right_on="kind", how="left")
    frame = frame.with_columns(_kind_fact(fact, kinds) for fact in KIND_FACTS)
    frame = _recognised(frame).with_columns(
        pl.col(fact).replace(dict.fromkeys(UNDECIDED)) for fact in KIND_FACTS
    )
    frame = frame.join(party_facts(parties, "issuer", days, ratings), on=["as_of", "issuer_id"], how="left")
    days_until = (frame["as_of"], frame["asset_maturity_date"])
    return (
        frame.with_columns(
            *trading_days_left(*days_until),
            *working_days_left(*days_until),
            valued_by_exposure=(pl.col("test_class") == VALUED_BY_EXPOSURE).fill_null(False),
        )
        .sort("as_of", "asset_id")
        .with_row_index("asset")
        .with_columns(pl.col("asset").cast(pl.UInt32))
    )


def party_facts(
    parties: pl.DataFrame | None, role: str, days: Sequence[date], ratings: Ratings = NO_RATINGS
) -> pl.DataFrame:
    """Return `as_of`, `<role>_id`, `<role>_name` and the party's facts under the role's prefix, one row per day."""
    renames = {"name": f"{role}_name", "party_id": f"{role}_id"} | fact_names(role)
    if parties is None:
        schema = {"as_of": pl.Date, f"{role}_id": pl.String, f"{role}_name": pl.String}
        return pl.DataFrame(schema=schema | {fact.name: DTYPES[fact.type] for fact in owned_by(role)})
    renames |= {name: f"{role}.{name.partition('.')[2]}" for name in parties.columns if "." in name}
    return on_scale(known_on(parties, "party_id", days).rename(renames).drop("row"), role, ratings)


def owned_by(owner: str) -> Iterable[Fact]:
    """Return the facts of one owner that are columns of a table."""
    return (fact for fact in FACTS.values() if fact.owner == owner and not fact.derived)


def fact_names(owner: str) -> dict[str, str]:
    """Return column to fact name, for the columns of a table whose fact is called otherwise."""
    return {fact.column: fact.name for fact in owned_by(owner) if fact.column != fact.name}


def _without_what_does_not_apply(frame: pl.DataFrame, kinds: Mapping[str, AssetKind]) -> pl.DataFrame:
    """Where a kind lacks a column a bool is false and everything else empty; `has_maturity` says which have one."""
    columns = {fact.column: fact.name for fact in owned_by("asset")}
    replaced = []
    for column in sorted({column for kind in kinds.values() for column in kind.lacks} & columns.keys()):
        lacking = [name for name, kind in kinds.items() if column in kind.lacks]
        fact = columns[column]
        nothing = pl.lit(False) if frame.schema[fact] == pl.Boolean else pl.lit(None)
        replaced.append(
            pl.when(pl.col("asset_kind").is_in(lacking)).then(nothing).otherwise(pl.col(fact)).alias(fact)
        )
    endless = [name for name, kind in kinds.items() if "maturity_date" in kind.lacks]
    return frame.with_columns(*replaced, has_maturity=~pl.col("asset_kind").is_in(endless))


def _plain_kind_facts(kinds: Mapping[str, AssetKind]) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "kind": list(kinds),
            "security_class": [kind.security_class for kind in kinds.values()],
            "csrc_standardised": [kind.csrc_standardised for kind in kinds.values()],
            "may_be_negative": [kind.may_be_negative for kind in kinds.values()],
            "look_through": [kind.look_through for kind in kinds.values()],
        },
        schema={
            "kind": pl.String,
            "security_class": pl.String,
            "csrc_standardised": pl.Boolean,
            "may_be_negative": pl.Boolean,
            "look_through": pl.Boolean,
        },
    )


def _kind_fact(fact: str, kinds: Mapping[str, AssetKind]) -> pl.Expr:
    """Return the fact by kind, resolved through another fact of the asset where the kind table says so."""
    words: dict[str, str] = {}
    undecided: dict[str, ByFact] = {}
    for name, kind in kinds.items():
        value = getattr(kind, fact)
        if isinstance(value, ByFact):
            undecided[name] = value
        else:
            words[name] = value
    result = pl.col("asset_kind").replace_strict(words, default=None, return_dtype=pl.String)
    for name, by in undecided.items():
        result = pl.when(pl.col("asset_kind") == name).then(_by_fact(by)).otherwise(result)
    return result.alias(fact)


def _by_fact(by: ByFact) -> pl.Expr:
    column = next(fact.name for fact in owned_by("asset") if by.by in (fact.column, fact.name))
    value = pl.col(column).cast(pl.String)
    return (
        pl.when(value.is_null())
        .then(pl.lit(by.unknown))
        .otherwise(value.replace_strict(by.values, default=by.otherwise, return_dtype=pl.String))
    )


def _recognised(frame: pl.DataFrame) -> pl.DataFrame:
    """An asset on the recognised list is standard, whatever its kind would make it, and so stands by itself.

    标准化债权类资产认定规则 articles 3 and 4: recognition comes before the residual rule.
    """
    recognised = pl.col("recognised_standard").fill_null(False) & pl.col("debt_class").is_in(
        OPEN_TO_RECOGNITION
    )
    return frame.with_columns(
        debt_class=pl.when(recognised).then(pl.lit("standard")).otherwise("debt_class"),
        same_asset=pl.when(recognised).then(pl.lit("itself")).otherwise("same_asset"),
    )
