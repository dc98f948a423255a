"""`limits/valuation/` as a `ValuationRules`; every mistake of every file is found before anything is refused."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from concentration.catalogue.load import VALUATION_FOLDER, builtin_folder
from concentration.catalogue.model import AssetKind
from concentration.catalogue.strict import BROKEN, Reader, near_first
from concentration.catalogue.tree import Mapping as Keys
from concentration.catalogue.tree import content_of, tree_of
from concentration.valuation.model import (
    COLUMNS,
    LABELS,
    TOTALS,
    Layout,
    Market,
    Subject,
    ValuationWords,
)
from concentration.vocabulary.tables import TABLES
from concentration.words.message import CannotRunError, Message, Problem

LAYOUTS = "layouts"
_WORDS, _MARKETS, _SUBJECTS = "words.yaml", "markets.yaml", "subjects.yaml"


@dataclass(frozen=True)
class ValuationRules:
    """Everything that reading a valuation table needs to know: a house's own entries stand before the program's."""

    layouts: Mapping[str, Layout]
    words: ValuationWords
    markets: Mapping[str, Market]
    subjects: Mapping[str, Subject]


def load_valuation(folders: Sequence[Path], kinds: Mapping[str, AssetKind]) -> ValuationRules:
    """Return the rules of the program and, before them, those of `valuation/` in each folder of limits.

    A folder may hold `layouts/*.yaml`, `markets.yaml` and `subjects.yaml`; an entry of a name that the program has
    takes its place. Raises CannotRunError with every problem of every file.
    """
    problems: list[Problem] = []
    layouts: dict[str, Layout] = {}
    markets: dict[str, Market] = {}
    subjects: dict[str, Subject] = {}
    for folder in (*folders, builtin_folder()):
        own = folder / VALUATION_FOLDER
        for file in sorted((own / LAYOUTS).glob("*.yaml")):
            layout = _file(file, Layout, problems)
            if layout is not BROKEN and file.stem not in layouts:
                layouts[file.stem] = layout
        markets |= {k: v for k, v in _entries(own / _MARKETS, Market, problems).items() if k not in markets}
        found = _entries(own / _SUBJECTS, Subject, problems)
        subjects |= {k: v for k, v in found.items() if k not in subjects}
    words = _file(builtin_folder() / VALUATION_FOLDER / _WORDS, ValuationWords, problems)
    problems += _wrong_words(subjects, kinds)
    if problems:
        raise CannotRunError(problems)
    return ValuationRules(layouts, words, markets, subjects)


def _file(file: Path, kind: type[msgspec.Struct], problems: list[Problem]) -> Any:
    reader = Reader(file.name, problems, {})
    content = content_of(file, file.name, problems)
    tree = None if content is None else tree_of(content, file.name, problems)
    if tree is None:
        return BROKEN
    value = reader.struct(kind, tree, ())
    if value is not BROKEN:
        problems += [_not_a_pattern(file.name, *wrong) for wrong in _patterns(msgspec.to_builtins(value))]
        for name, known in (("columns", COLUMNS), ("labels", LABELS), ("totals", TOTALS)):
            problems += [
                Problem(
                    Message("catalogue_no_such_word"),
                    file.name,
                    None,
                    name,
                    key,
                    near_first(key, list(known)),
                )
                for key in getattr(value, name)
                if key not in known
            ]
    return value


def _entries(file: Path, kind: type[msgspec.Struct], problems: list[Problem]) -> dict[str, Any]:
    """Return the entries of a file by name, none if it is not there."""
    if not file.is_file():
        return {}
    reader = Reader(file.name, problems, {})
    content = content_of(file, file.name, problems)
    tree = None if content is None else tree_of(content, file.name, problems)
    if not isinstance(tree, Keys):
        if content is not None:
            reader.note("catalogue_needs_keys", tree.line if tree else 1)
        return {}
    values = {key: reader.struct(kind, item, (key,)) for key, item in tree.items.items()}
    sound = {key: value for key, value in values.items() if value is not BROKEN}
    for key, value in sound.items():
        named = (value.words, *(getattr(value, name, None) for name in ("item", "names", "sold")))
        words = [text for text in named if text]
        problems += [
            _not_a_pattern(file.name, key, text, what) for text in words for what in _pattern_error(text)
        ]
    return sound


def _wrong_words(subjects: Mapping[str, Subject], kinds: Mapping[str, AssetKind]) -> list[Problem]:
    """Return a problem for each kind of asset and each column of assets that there is not."""
    columns = [column.name for column in TABLES["assets"].columns]
    problems = []
    for key, subject in subjects.items():
        if subject.kind is not None and subject.kind not in kinds:
            allowed = near_first(subject.kind, list(kinds))
            problems.append(
                Problem(
                    Message("catalogue_no_such_word"), _SUBJECTS, None, f"{key}.kind", subject.kind, allowed
                )
            )
        problems += [
            Problem(
                Message("catalogue_no_such_word"),
                _SUBJECTS,
                None,
                f"{key}.facts",
                fact,
                near_first(fact, columns),
            )
            for fact in subject.facts
            if fact not in columns
        ]
    return problems


def _patterns(value: Any, path: str = "") -> list[tuple[str, str, str]]:
    """Return every text of a file that is no regular expression: where it stands, the text, what is wrong."""
    if isinstance(value, dict):
        pairs = [(f"{path}.{key}".strip("."), item) for key, item in value.items() if key != "title"]
        return [wrong for place, item in pairs for wrong in _patterns(item, place)]
    if isinstance(value, list):
        return [wrong for item in value for wrong in _patterns(item, path)]
    if isinstance(value, str) and not path.startswith(("home", "trading", "units", "codes.separator")):
        return [(path, value, what) for what in _pattern_error(value.replace("{name}", "name"))]
    return []


def _pattern_error(text: str) -> list[str]:
    try:
        re.compile(text)
    except re.error as error:
        return [str(error)]
    return []


def _not_a_pattern(file: str, place: str, text: str, what: str) -> Problem:
    return Problem(Message("not_a_pattern", {"what": what}), file, None, place, text)
