"""The JSON Schemas for editors are those of the model, and the files of the catalogue keep to them."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from concentration.catalogue.load import VALUATION_FOLDER, builtin_folder
from concentration.catalogue.schema import FOLDER, schema_text, schemas
from concentration.catalogue.tree import Mapping, Scalar, Tree, tree_of

GOOD = Path(__file__).parent / "good"
FILES = [
    path
    for folder in (GOOD, builtin_folder())
    for path in sorted(folder.rglob("*.yaml"))
    if VALUATION_FOLDER
    not in path.relative_to(folder).parts  # how valuation tables look is no part of the law
]
SHARED = ("kinds", "instruments", "lists", "ratings", "standard_or_not", "lots")


def plain(tree: Tree | None) -> Any:
    """The tree as an editor sees it: YAML 1.2, where only true, false and numbers are no text."""
    if isinstance(tree, Mapping):
        return {key: plain(value) for key, value in tree.items.items()}
    if not isinstance(tree, Scalar):
        return [plain(item) for item in tree.items] if tree else None
    if tree.empty:
        return None
    if tree.plain and tree.text in ("true", "false"):
        return tree.text == "true"
    return int(tree.text) if tree.plain and tree.text.isdecimal() else tree.text


def schema_of_file(path: Path) -> dict[str, Any]:
    name = path.stem if path.stem in SHARED else "rulebook" if path.stem == "index" else "limit"
    return schemas()[name]


@pytest.mark.parametrize("name", schemas())
def test_the_published_schema_is_the_models(name: str) -> None:
    published = (FOLDER / f"{name}.json").read_text(encoding="utf-8")
    assert published == schema_text(schemas()[name])
    Draft202012Validator.check_schema(json.loads(published))


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_file_of_the_catalogue_keeps_to_its_schema(path: Path) -> None:
    document = plain(tree_of(path.read_bytes(), path.name, []))
    errors = Draft202012Validator(schema_of_file(path)).iter_errors(document)
    assert [error.message for error in errors] == []


def test_a_schema_refuses_what_loading_refuses() -> None:
    validator = Draft202012Validator(schemas()["limit"])
    broken = ["unknown-key", "unknown-key-deep", "missing-key", "unknown-standing", "unknown-measure"]
    for name in broken:
        path = Path(__file__).parent / "broken" / f"{name}.yaml"
        assert not validator.is_valid(plain(tree_of(path.read_bytes(), path.name, [])))
