"""`portfolio.yaml`: what the house says about its portfolio."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import yaml

from concentration.read.problems import cut, nearest
from concentration.words.message import Message, Problem

SETTINGS_FILE = "portfolio.yaml"
_KEYS = ("defaults", "all_products", "holdings", "facts", "ignore")
_LATER_KEYS = ("columns", "values", "files", "units", "rates", "encoding")
_YES_AND_NO = {"true": True, "false": False}


@dataclass(frozen=True)
class Settings:
    """What the portfolio covers, and what its empty cells mean.

    `all_products`: the managers' products stand here completely. `holdings`: whether the holdings explain the
    whole product. `defaults` maps `table.column` to the value of an empty cell, as text or as a Python value. `facts`
    gives the types of columns of the house's own by table and column.
    """

    all_products: bool = True
    holdings: Literal["complete", "partial"] = "complete"
    defaults: Mapping[str, Any] = field(default_factory=dict)
    facts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class SettingsFile:
    """`portfolio.yaml` as it was read.

    `ignore` names the files, and the headers as `table.header`, that are no concern of ours; `lines` is where
    each default stands, and each own column as `facts.table.column`.
    """

    settings: Settings = field(default_factory=Settings)
    ignore: frozenset[str] = frozenset()
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
            if key in _LATER_KEYS:
                self._complain("key_unsupported", line, key, allowed=", ".join(_KEYS))
            elif key not in _KEYS:
                self._complain("key_unknown", line, key, allowed=nearest(key, _KEYS) or ", ".join(_KEYS))
        default = Settings()
        settings = Settings(
            all_products=self._one_of(top, "all_products", _YES_AND_NO, default.all_products),
            holdings=self._one_of(
                top, "holdings", {"complete": "complete", "partial": "partial"}, default.holdings
            ),
            defaults=self._defaults(top),
            facts=self._facts(top),
        )
        ignore = frozenset(self._names(top, "ignore"))
        return SettingsFile(settings, ignore, self.lines, tuple(self.problems))

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
        if isinstance(node, yaml.ScalarNode) and node.tag != "tag:yaml.org,2002:null":
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
        if key not in top:
            return []
        line, node = top[key]
        if not isinstance(node, yaml.SequenceNode):
            self._complain("settings_not_list", line, key)
            return []
        names = [self._plain(item, key) for item in node.value]
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
