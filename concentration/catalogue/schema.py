"""JSON Schemas of the catalogue's files, for editors: generated from the model and the vocabulary.

The files in `schema/` are written by `write_schemas` and compared in a test.
"""

import json
from pathlib import Path
from typing import Any

from concentration.catalogue.bounds import COMPARISON_NAMES
from concentration.catalogue.model import (
    AssetKind,
    Decision,
    Instrument,
    LimitFile,
    Lot,
    Override,
    Rulebook,
    schema_of,
)
from concentration.vocabulary.measures import DENOMINATORS, MEASURES

FOLDER = Path(__file__).parent / "schema"

_NUMBER = {"type": ["string", "number"]}
"""A share or an amount: YAML takes `0.25` for a number, and the reader for its text."""

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schemas() -> dict[str, dict[str, Any]]:
    """Return the schema of each sort of file by its name: limit, stricter, rulebook, kinds, instruments, lists,
    ratings, decisions, lots.
    """
    return {
        "limit": _with_words(schema_of(LimitFile)),
        "stricter": _with_numbers(schema_of(Override)),
        "rulebook": _headed(schema_of(Rulebook)),
        "kinds": _headed(schema_of(dict[str, AssetKind])),
        "instruments": _headed(schema_of(dict[str, Instrument])),
        "lists": _headed(schema_of(dict[str, list[str] | None])),
        "ratings": _headed(schema_of(dict[str, list[str]])),
        "standard_or_not": _headed(schema_of(dict[str, Decision])),
        "lots": _headed(schema_of(dict[str, Lot])),
    }


def schema_text(schema: dict[str, Any]) -> str:
    """Return a schema as the text of its file."""
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def write_schemas(folder: Path = FOLDER) -> None:
    """Write every schema to `folder` as `<name>.json`."""
    folder.mkdir(exist_ok=True)
    for name, schema in schemas().items():
        (folder / f"{name}.json").write_text(schema_text(schema), encoding="utf-8")


def _headed(schema: dict[str, Any]) -> dict[str, Any]:
    return {"$schema": _DIALECT, **schema}


def _with_numbers(schema: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a house's stricter lines, which may look like numbers."""
    for name in COMPARISON_NAMES:
        if name in schema["$defs"]["StricterBound"]["properties"]:
            schema["$defs"]["StricterBound"]["properties"][name] = dict(_NUMBER)
    schema["$defs"]["Stricter"]["properties"]["warn_at"] = dict(_NUMBER)
    return _headed(schema)


def _with_words(schema: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a limit with the words of the vocabulary, and bounds that may look like numbers."""
    of = {name: struct["properties"] for name, struct in schema["$defs"].items() if "properties" in struct}
    for name in ("LimitFile", "Bound", "Reading"):
        of[name]["numerator"] = {"enum": list(MEASURES)}
    of["Trigger"]["numerator"] = {"enum": [one.name for one in MEASURES.values() if one.amount]}
    of["LimitFile"]["denominator"] = {"enum": list(DENOMINATORS)}
    own = [one.name for one in DENOMINATORS.values() if one.of == "product"]
    of["Trigger"]["denominator"] = {"enum": own}
    for name in COMPARISON_NAMES:
        if name != "forbidden":
            of["Bound"][name] = dict(_NUMBER)
    for struct, name in (("LimitFile", "warn_at"), ("Trigger", "more_than"), ("WhereUnknown", "up_to")):
        of[struct][name] = dict(_NUMBER)
    return _headed(schema)
