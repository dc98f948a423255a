"""YAML files read strictly: every value keeps its line and its own text, and nothing is guessed.

YAML's implicit types are not used (`no` stays the word no, `1:30` is no number); repeated keys, anchors,
aliases, tags, several documents in a file, and deep nesting are problems, found all at once.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from concentration.words.message import Message, Problem

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

DEEPEST = 20
"""Levels of nesting; the deepest file of the language needs eight."""


@dataclass(slots=True)
class Scalar:
    """One value as it is written. `plain` is false where it stands in quotes."""

    text: str
    line: int
    plain: bool = True

    @property
    def empty(self) -> bool:
        """Whether nothing is written, or null."""
        return self.plain and self.text in ("", "~", "null", "Null", "NULL")


@dataclass(slots=True)
class Sequence:
    """A list of values."""

    line: int
    items: list["Tree"] = field(default_factory=list)


@dataclass(slots=True)
class Mapping:
    """Keys in the order of the file, each with the line it stands on."""

    line: int
    items: dict[str, "Tree"] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)


Tree = Scalar | Sequence | Mapping


def content_of(path: Path, file: str, problems: list[Problem]) -> bytes | None:
    """Return the bytes of a file, called `file` in problems; None after noting why they cannot be had."""
    try:
        return path.read_bytes()
    except OSError as error:
        reason = error.strerror or str(error)
        problems.append(Problem(Message("catalogue_unreadable", {"reason": reason}), file=file))
        return None


def tree_of(content: bytes, file: str, problems: list[Problem]) -> Tree | None:
    """Return the tree of YAML text in UTF-8; None after noting why it cannot be had."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        problems.append(Problem(Message("yaml_not_utf8"), file=file, row=line))
        return None
    try:
        return _Builder(file, problems).build(text)
    except yaml.MarkedYAMLError as error:
        row = error.problem_mark.line + 1 if error.problem_mark else None
        problems.append(Problem(Message("yaml_syntax", {"reason": error.problem or ""}), file=file, row=row))
    except yaml.YAMLError as error:
        reason = str(error).split("\n", 1)[0]
        problems.append(Problem(Message("yaml_syntax", {"reason": reason}), file=file))
    return None


class _Builder:
    """Builds the tree from parse events; `open` is the stack of what is not closed yet."""

    def __init__(self, file: str, problems: list[Problem]) -> None:
        self.file = file
        self.problems = problems
        self.open: list[tuple[Sequence | Mapping, str | None, str]] = []
        self.root: Tree | None = None
        self.documents = 0

    def build(self, text: str) -> Tree | None:
        before = len(self.problems)
        for event in yaml.parse(text, Loader=_LOADER):
            if not self.take(event):
                return None
        if self.root is None and len(self.problems) == before:
            self.note("yaml_empty", 1)
        return self.root

    def take(self, event: Any) -> bool:
        """Take one event; return whether to go on."""
        line = event.start_mark.line + 1
        if isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                self.note("yaml_documents", line)
                return False
        elif isinstance(event, yaml.AliasEvent):
            self.note("yaml_alias", line, f"*{event.anchor}")
            self.put(Scalar("", line))
        elif isinstance(event, yaml.NodeEvent):
            return self.take_node(event, line)
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            self.open.pop()
        return True

    def take_node(self, event: Any, line: int) -> bool:
        if event.anchor is not None:
            self.note("yaml_alias", line, f"&{event.anchor}")
        if event.tag is not None:
            self.note("yaml_tag", line, event.tag)
        if isinstance(event, yaml.ScalarEvent):
            self.put(Scalar(event.value, line, not event.style))
            return True
        node: Sequence | Mapping = (
            Mapping(line) if isinstance(event, yaml.MappingStartEvent) else Sequence(line)
        )
        path = self.path()
        if not self.put(node):
            return False
        if len(self.open) >= DEEPEST:
            self.note("yaml_deep", line)
            return False
        self.open.append((node, None, path))
        return True

    def put(self, node: Tree) -> bool:
        """Hang a node into what is open; a scalar may be a key. Return whether to go on."""
        if not self.open:
            self.root = node
            return True
        parent, key, path = self.open[-1]
        if isinstance(parent, Sequence):
            parent.items.append(node)
            return True
        if key is None:
            return self.put_key(node, parent, path)
        if key not in parent.items:
            parent.items[key] = node
        self.open[-1] = (parent, None, path)
        return True

    def put_key(self, node: Tree, parent: Mapping, path: str) -> bool:
        if not isinstance(node, Scalar):
            self.note("yaml_key", node.line)
            return False
        if node.text in parent.lines:
            first = parent.lines[node.text]
            message = Message("yaml_repeated_key", {"key": node.text, "first": first})
            column = f"{path}.{node.text}".lstrip(".")
            self.problems.append(Problem(message, file=self.file, row=node.line, column=column))
        else:
            parent.lines[node.text] = node.line
        self.open[-1] = (parent, node.text, path)
        return True

    def path(self) -> str:
        """Return the dotted path of the value that comes next."""
        if not self.open:
            return ""
        parent, key, path = self.open[-1]
        place = str(len(parent.items) + 1) if isinstance(parent, Sequence) else key
        return f"{path}.{place}".lstrip(".")

    def note(self, code: str, line: int, seen: str | None = None) -> None:
        self.problems.append(
            Problem(Message(code), file=self.file, row=line, column=self.path() or None, seen=seen)
        )
