"""A tree of YAML as the structs of the model, with every mistake of a file found, not only the first."""

import re
import types
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin

import msgspec

from concentration.catalogue.tree import Mapping as Keys
from concentration.catalogue.tree import Scalar, Sequence, Tree
from concentration.catalogue.whitelist import nearest
from concentration.words.message import Message, Problem

Path = tuple[str, ...]


class _Broken:
    """The value of what could not be read; its problem is noted already."""


BROKEN = _Broken()


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields of a struct that could be read, by their names in the file, and where they stand."""

    values: Mapping[str, Any]
    tree: Keys
    path: Path


Check = Callable[["Reader", Fields], None]


class Reader:
    """Reads the trees of one file. `checks` looks at the readable fields of a struct, whole or not."""

    def __init__(self, file: str, problems: list[Problem], checks: Mapping[type, Check]) -> None:
        """Start on a file; `problems` is added to."""
        self.file = file
        self.problems = problems
        self.checks = checks

    def note(
        self,
        message: Message | str,
        line: int,
        path: Path = (),
        seen: str | None = None,
        allowed: str | None = None,
    ) -> None:
        """Note a problem at a line of the file."""
        said = Message(message) if isinstance(message, str) else message
        self.problems.append(
            Problem(said, file=self.file, row=line, column=".".join(path) or None, seen=seen, allowed=allowed)
        )

    def note_field(
        self,
        fields: Fields,
        name: str,
        message: Message | str,
        allowed: str | None = None,
        seen: str | None = None,
    ) -> None:
        """Note a problem of one field of a struct, at the field's own line."""
        node = fields.tree.items.get(name)
        if seen is None and isinstance(node, Scalar):
            seen = node.text
        line = fields.tree.lines.get(name, fields.tree.line)
        self.note(message, line, (*fields.path, name), seen, allowed)

    def value(self, kind: Any, tree: Tree, path: Path) -> Any:
        """Return `tree` as a value of the type `kind`, or BROKEN."""
        choices = [one for one in _choices(kind) if one is not type(None)]
        if len(choices) > 1:
            return self.value(_fitting(choices, tree), tree, path)
        kind = choices[0]
        origin = get_origin(kind)
        if origin is list:
            return self._list(get_args(kind)[0], tree, path)
        if origin is dict:
            return self._dict(get_args(kind)[1], tree, path)
        if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
            return self.struct(kind, tree, path)
        return self._scalar(kind, tree, path)

    def struct(self, kind: type[msgspec.Struct], tree: Tree, path: Path) -> Any:
        """Return `tree` as the struct `kind`, or BROKEN; `checks[kind]` sees what could be read."""
        if not isinstance(tree, Keys):
            self.note("catalogue_needs_keys", tree.line, path, _seen(tree))
            return BROKEN
        before = len(self.problems)
        known = _fields_of(kind)
        self._unknown_keys(tree, list(known), path)
        values: dict[str, Any] = {}
        for name, field in known.items():
            if name in tree.items:
                values[name] = self.value(field.type, tree.items[name], (*path, name))
            elif field.required:
                self.note(Message("catalogue_missing_key", {"key": name}), tree.line, (*path, name))
        read = {name: value for name, value in values.items() if value is not BROKEN}
        if kind in self.checks:
            self.checks[kind](self, Fields(read, tree, path))
        if len(self.problems) > before:
            return BROKEN
        return kind(**{known[name].name: value for name, value in read.items()})

    def _unknown_keys(self, tree: Keys, known: list[str], path: Path) -> None:
        for name, line in tree.lines.items():
            if name not in known:
                near = nearest(name, known)
                code = "catalogue_unknown_key_near" if near else "catalogue_unknown_key"
                self.note(
                    Message(code, {"key": name, "near": near}), line, (*path, name), None, ", ".join(known)
                )

    def _list(self, kind: Any, tree: Tree, path: Path) -> Any:
        if not isinstance(tree, Sequence):
            self.note("catalogue_needs_list", tree.line, path, _seen(tree))
            return BROKEN
        values = [
            self.value(kind, item, (*path, str(place))) for place, item in enumerate(tree.items, start=1)
        ]
        return BROKEN if BROKEN in values else values

    def _dict(self, kind: Any, tree: Tree, path: Path) -> Any:
        """Return the values that could be read: one broken bound does not hide the mistakes of the others."""
        if not isinstance(tree, Keys):
            self.note("catalogue_needs_keys", tree.line, path, _seen(tree))
            return BROKEN
        values = {name: self.value(kind, item, (*path, name)) for name, item in tree.items.items()}
        return {name: value for name, value in values.items() if value is not BROKEN}

    def _scalar(self, kind: Any, tree: Tree, path: Path) -> Any:
        if not isinstance(tree, Scalar):
            self.note("catalogue_needs_word", tree.line, path)
            return BROKEN
        text = tree.text.strip()
        if tree.empty or not text:
            self.note("catalogue_empty", tree.line, path)
            return BROKEN
        if get_origin(kind) is Literal:
            return self._one_of(list(get_args(kind)), tree, path)
        if kind is bool:
            return BROKEN if self._one_of(["true", "false"], tree, path) is BROKEN else text == "true"
        if kind is int:
            return self._whole_number(tree, path)
        return text

    def _one_of(self, words: list[str], tree: Scalar, path: Path) -> Any:
        if tree.text in words:
            return tree.text
        self.note("catalogue_no_such_word", tree.line, path, tree.text, near_first(tree.text, words))
        return BROKEN

    def _whole_number(self, tree: Scalar, path: Path) -> Any:
        if re.fullmatch(r"[1-9][0-9]{0,3}", tree.text):
            return int(tree.text)
        self.note("catalogue_whole_number", tree.line, path, tree.text, "1, 2, 3, …")
        return BROKEN


def near_first(word: str, known: list[str]) -> str:
    """Return the known words as one text, the one nearest to `word` first."""
    near = nearest(word, known)
    return ", ".join(sorted(known, key=lambda one: one != near))


@cache
def _fields_of(kind: type[msgspec.Struct]) -> dict[str, msgspec.structs.FieldInfo]:
    return {field.encode_name: field for field in msgspec.structs.fields(kind)}


def _choices(kind: Any) -> tuple[Any, ...]:
    return get_args(kind) if get_origin(kind) in (Union, types.UnionType) else (kind,)


def _fitting(choices: list[Any], tree: Tree) -> Any:
    """Return the choice that a tree is meant as: a text, a list, or keys."""
    wanted: type = str if isinstance(tree, Scalar) else list if isinstance(tree, Sequence) else dict
    fitting = [one for one in choices if (one if one is str else get_origin(one) or dict) is wanted]
    return fitting[0] if fitting else next(one for one in choices if one is not str)


def _seen(tree: Tree) -> str | None:
    return tree.text if isinstance(tree, Scalar) else None
