"""`portfolio.yaml`: what the house says about its portfolio."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import yaml

from concentration.read.foreign import Foreign, Meanings, Origin
from concentration.read.problems import cut, nearest
from concentration.words.message import Message, Problem

SETTINGS_FILE = "portfolio.yaml"
_OWN_WAYS = ("files", "encoding", "columns", "values", "units", "rates", "currency")
_KEYS = ("defaults", "all_products", "holdings", "facts", "ignore", "notes", *_OWN_WAYS)
_YES_AND_NO = {"true": True, "false": False}
_NULL = "tag:yaml.org,2002:null"
EVERY_FILE = "*"


@dataclass(frozen=True)
class Settings:
    """What the portfolio covers, and what its empty cells mean.

    `all_products`: the managers' products stand here completely. `holdings`: whether the holdings explain the
    whole product. `defaults` maps `table.column` to the value of an empty cell, as text or as a Python value. `facts`
    gives the types of columns of the house's own by table and column. `notes` are repeated by every report.
    """

    all_products: bool = True
    holdings: Literal["complete", "partial"] = "complete"
    defaults: Mapping[str, Any] = field(default_factory=dict)
    facts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class SettingsFile:
    """`portfolio.yaml` as it was read.

    `ignore` names the files, and the headers as `table.header`, that are no concern of ours; `foreign` is how the
    house writes its own files. `lines` is where each default stands, each own column as `facts.table.column`, and
    likewise everything of `foreign`.
    """

    settings: Settings = field(default_factory=Settings)
    ignore: frozenset[str] = frozenset()
    foreign: Foreign = field(default_factory=Foreign)
    lines: Mapping[str, int] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


def read_settings(path: Path) -> SettingsFile:
    """Return the settings of a `portfolio.yaml`; a file that is not there or empty gives those by default."""
    if not path.is_file():
        return SettingsFile()
    try:
        # The loader in C crashes the process on deep nesting, this one raises RecursionError.
        root = yaml.compose(path.read_text(encoding="utf-8-sig"), Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        return SettingsFile(problems=(_bad_yaml(error.problem or "", line),))
    except (yaml.YAMLError, OSError, UnicodeDecodeError, RecursionError) as error:
        return SettingsFile(problems=(_bad_yaml(str(error).partition("\n")[0], None),))
    return _SettingsReader().read(root) if root is not None else SettingsFile()


def settings_problem(
    code: str,
    row: int | None,
    key: str | None = None,
    *,
    seen: str | None = None,
    allowed: str | None = None,
    **values: Any,
) -> Problem:
    """Return a problem of `portfolio.yaml`; `row` is the line, `key` the setting."""
    seen = None if seen is None else cut(seen)
    return Problem(Message(code, values), SETTINGS_FILE, row, key, seen=seen, allowed=allowed)


def _bad_yaml(what: str, line: int | None) -> Problem:
    return settings_problem("bad_yaml", line, what=cut(what))


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1


class _SettingsReader:
    """Walks the nodes of the file, so that every problem knows its line."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.lines: dict[str, int] = {}

    def read(self, root: yaml.Node) -> SettingsFile:
        """Return everything the file says, and every problem it has."""
        top = self._mapping(root, None)
        for key, (line, _) in top.items():
            if key not in _KEYS:
                self._complain("key_unknown", line, key, allowed=nearest(key, _KEYS) or ", ".join(_KEYS))
        default = Settings()
        settings = Settings(
            all_products=self._one_of(top, "all_products", _YES_AND_NO, default.all_products),
            holdings=self._one_of(
                top, "holdings", {"complete": "complete", "partial": "partial"}, default.holdings
            ),
            defaults=self._defaults(top),
            facts=self._facts(top),
            notes=tuple(self._names(top, "notes")),
        )
        ignore = frozenset(self._names(top, "ignore"))
        foreign = self._foreign(top)
        return SettingsFile(settings, ignore, foreign, self.lines, tuple(self.problems))

    def _complain(self, code: str, line: int, key: str | None = None, **more: Any) -> None:
        self.problems.append(settings_problem(code, line, key, **more))

    def _mapping(self, node: yaml.Node, name: str | None) -> dict[str, tuple[int, yaml.Node]]:
        """Return the keys of a mapping with their line and value; a key that stands twice is a problem."""
        if not isinstance(node, yaml.MappingNode):
            self._complain("settings_not_keys", _line(node), name)
            return {}
        found: dict[str, tuple[int, yaml.Node]] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                self._complain("settings_not_keys", _line(key), name)
            elif key.value in found:
                self._complain("key_twice", _line(key), key.value, first=found[key.value][0])
            else:
                found[key.value] = (_line(key), value)
        return found

    def _plain(self, node: yaml.Node, name: str) -> str | None:
        """Return the text of a single value, None (and a problem) if it is something else or empty."""
        if isinstance(node, yaml.ScalarNode) and node.tag != _NULL:
            return str(node.value)
        self._complain("settings_not_plain", _line(node), name)
        return None

    def _one_of(
        self, top: Mapping[str, tuple[int, yaml.Node]], key: str, allowed: Mapping[str, Any], default: Any
    ) -> Any:
        """Return the value of a key that has a few words to choose from."""
        if key not in top:
            return default
        line, node = top[key]
        word = self._plain(node, key)
        if word is not None and word.lower() not in allowed:
            self._complain("setting_value", line, key, seen=word, allowed=", ".join(allowed))
        return allowed.get((word or "").lower(), default)

    def _names(self, top: Mapping[str, tuple[int, yaml.Node]], key: str) -> list[str]:
        """Return the names listed under a key."""
        return self._listed(*top[key], key) if key in top else []

    def _listed(self, line: int, node: yaml.Node, name: str) -> list[str]:
        if not isinstance(node, yaml.SequenceNode):
            self._complain("settings_not_list", line, name)
            return []
        names = [self._plain(item, name) for item in node.value]
        return [name for name in names if name is not None]

    def _defaults(self, top: Mapping[str, tuple[int, yaml.Node]]) -> dict[str, str]:
        """Return the text of every default; columns and values are checked where they are typed."""
        if "defaults" not in top:
            return {}
        return self._texts(top["defaults"][1], "defaults", "")

    def _facts(self, top: Mapping[str, tuple[int, yaml.Node]]) -> dict[str, dict[str, str]]:
        """Return the text of every type of an own column by table; they are checked with the tables."""
        if "facts" not in top:
            return {}
        tables = self._mapping(top["facts"][1], "facts")
        self.lines |= {f"facts.{name}": line for name, (line, _) in tables.items()}
        return {
            name: self._texts(node, f"facts.{name}", f"facts.{name}.") for name, (_, node) in tables.items()
        }

    def _texts(self, node: yaml.Node, name: str, prefix: str) -> dict[str, str]:
        """Return the single values under a key, and note on which lines they stand."""
        entries = self._mapping(node, name)
        self.lines |= {f"{prefix}{key}": line for key, (line, _) in entries.items()}
        texts = {key: self._plain(value, f"{prefix}{key}") for key, (_, value) in entries.items()}
        return {key: text for key, text in texts.items() if text is not None}

    def _foreign(self, top: Mapping[str, tuple[int, yaml.Node]]) -> Foreign:
        """Return how the house writes its files; tables, columns and words are checked where they are known."""
        texts = {
            key: self._texts(top[key][1], key, f"{key}.") if key in top else {} for key in ("units", "rates")
        }
        values = self._entries(top, "values")
        columns = self._entries(top, "columns")
        return Foreign(
            files={
                table: tuple(
                    self._listed(line, node, f"files.{table}")
                    if isinstance(node, yaml.SequenceNode)
                    else filter(None, [self._plain(node, f"files.{table}")])
                )
                for table, (line, node) in self._entries(top, "files").items()
            },
            encodings=self._encodings(top),
            columns={
                table: self._origins(self._mapping(node, f"columns.{table}"), f"columns.{table}")
                for table, (_, node) in columns.items()
            },
            values={name: self._meanings(node, f"values.{name}") for name, (_, node) in values.items()},
            units=texts["units"],
            rates=texts["rates"],
            currencies=self._origins(self._entries(top, "currency"), "currency"),
        )

    def _entries(
        self, top: Mapping[str, tuple[int, yaml.Node]], key: str
    ) -> dict[str, tuple[int, yaml.Node]]:
        """Return what stands under a key, and note on which lines."""
        entries = self._mapping(top[key][1], key) if key in top else {}
        self.lines |= {f"{key}.{name}": line for name, (line, _) in entries.items()}
        return entries

    def _encodings(self, top: Mapping[str, tuple[int, yaml.Node]]) -> dict[str, str]:
        """Return the encodings by patterns of files; a single one is that of every file."""
        if "encoding" not in top:
            return {}
        line, node = top["encoding"]
        if isinstance(node, yaml.MappingNode):
            named = self._texts(node, "encoding", "encoding.")
            return {pattern: name.lower() for pattern, name in named.items()}
        self.lines[f"encoding.{EVERY_FILE}"] = line
        name = self._plain(node, "encoding")
        return {} if name is None else {EVERY_FILE: name.lower()}

    def _origins(self, entries: Mapping[str, tuple[int, yaml.Node]], name: str) -> dict[str, Origin]:
        """Return whence each column comes."""
        origins = {key: self._origin(line, node, f"{name}.{key}") for key, (line, node) in entries.items()}
        return {key: origin for key, origin in origins.items() if origin is not None}

    def _origin(self, line: int, node: yaml.Node, name: str) -> Origin | None:
        """Return whence a column comes: a header, `{match: a pattern of headers}` or `{constant: a cell}`."""
        if not isinstance(node, yaml.MappingNode):
            header = self._plain(node, name)
            return None if header is None else Origin(line, header=header)
        said = {key: self._plain(value, name) for key, (_, value) in self._mapping(node, name).items()}
        if len(said) != 1 or not said.keys() <= {"match", "constant"}:
            seen = ", ".join(said) or "{}"
            self._complain("setting_value", line, name, seen=seen, allowed="match, constant")
            return None
        if said.get("constant"):
            return Origin(line, constant=said["constant"])
        pattern = self._pattern(said.get("match"), line, name)
        return None if pattern is None else Origin(line, match=pattern)

    def _pattern(self, text: str | None, line: int, name: str, meaning: str = "") -> re.Pattern[str] | None:
        """Return a regular expression that finds something, None and a problem if it or what it becomes is wrong."""
        try:
            pattern = re.compile(text or "")
            pattern.sub(
                meaning, ""
            )  # looks at the groups that `meaning` names, whether they are found or not
        except (re.error, IndexError) as error:
            self._complain("bad_pattern", line, name, seen=text, what=str(error))
            return None
        if not text:
            self._complain("settings_not_plain", line, name)
        return pattern if text else None

    def _meanings(self, node: yaml.Node, name: str) -> Meanings:
        """Return what the words of a column mean; `/…/` is a pattern, an empty value empties the cell."""
        words, patterns = {}, []
        for word, (line, value) in self._mapping(node, name).items():
            self.lines[f"{name}.{word}"] = line
            empty = isinstance(value, yaml.ScalarNode) and value.tag == _NULL
            meaning = "" if empty else self._plain(value, f"{name}.{word}")
            if meaning is None:
                continue
            if len(word) <= len("//") or not (word.startswith("/") and word.endswith("/")):
                words[word.strip()] = meaning
            elif pattern := self._pattern(word[1:-1], line, f"{name}.{word}", meaning):
                patterns.append((pattern, meaning))
        return Meanings(words, tuple(patterns))
