"""What is missing as JSON: `concentration-validate/1`, whose schema stands beside this file (`schema/`)."""

from collections.abc import Sequence
from typing import Any

from concentration import __version__
from concentration.completing.gaps import LISTS
from concentration.completing.validated import Unexplained, Validated
from concentration.report.json import amount_text, ratio_text
from concentration.vocabulary.tables import TABLES
from concentration.words.message import Language
from concentration.words.sentences import render

SCHEMA = "concentration-validate/1"
SCHEMA_OF_SEVERAL = "concentration-validates/1"


def document_of(results: Sequence[Validated], language: Language) -> dict[str, Any]:
    """Return the document of one portfolio, or of several with one of each."""
    if len(results) == 1:
        return _document(results[0], language)
    portfolios = [_document(result, language) for result in results]
    return {"schema": SCHEMA_OF_SEVERAL, "version": __version__, "portfolios": portfolios}


def _document(result: Validated, language: Language) -> dict[str, Any]:
    needed = result.needed
    return {
        "schema": SCHEMA,
        "version": __version__,
        "portfolio": result.portfolio,
        "as_of": [day.isoformat() for day in result.as_of],
        "inputs": [
            {"table": entry.table, "file": entry.file, "rows": entry.rows, "sha256": entry.sha256}
            for entry in result.inputs
        ],
        "catalogue": {"limits": len(result.limits), "sha256": result.catalogue_sha256},
        "summary": {
            "missing": result.missing.height,
            "for_exemptions": result.for_exemptions.height,
            "waiting": len(needed.waiting),
        },
        "notes": [render(note, language) for note in result.notes],
        "waiting": list(needed.waiting),
        "facts": _facts(result),
        "limits": _limits(result),
        "unexplained": [_unexplained(one) for one in result.unexplained],
    }


def _facts(result: Validated) -> list[dict[str, Any]]:
    """Return the missing facts; one of a setting has the name of the list as its key."""
    files = {entry.table: entry.file for entry in result.inputs}
    keys = {name: table.key for name, table in TABLES.items()} | {LISTS: ("list",)}
    return [
        {
            "table": fact["table"],
            "column": fact["column"] or None,
            "file": files.get(fact["table"]),
            "row": fact["row"],
            "key": dict(zip(keys[fact["table"]], (part or None for part in fact["key"]), strict=True)),
            "name": fact["name"],
            "limits": fact["limits"],
            "for_exemption": fact["for_exemption"],
        }
        for fact in result.needed.facts.iter_rows(named=True)
    ]


def _limits(result: Validated) -> list[dict[str, Any]]:
    """Return the limits that need a missing fact, by their ids."""
    needing = result.needed.facts.explode("limits").drop_nulls("limits").select("limits", "for_exemption")
    counted: dict[str, list[int]] = {}
    for limit, for_exemption in needing.iter_rows():
        counted.setdefault(limit, [0, 0])[for_exemption] += 1
    return [
        {
            "limit": limit,
            "title": {"zh": result.limits[limit].title.zh, "en": result.limits[limit].title.en},
            "missing": counted[limit][False],
            "for_exemptions": counted[limit][True],
        }
        for limit in sorted(counted)
    ]


def _unexplained(one: Unexplained) -> dict[str, Any]:
    return {
        "product_id": one.product_id,
        "as_of": one.as_of.isoformat(),
        "total_assets": amount_text(one.total_assets, "total_assets"),
        "market_value": amount_text(one.market_value, "market_value"),
        "amount": amount_text(one.amount, "amount"),
        "ratio": ratio_text(one.ratio),
    }
