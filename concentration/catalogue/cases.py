"""Cases of a limit: small portfolios with the status that they must come out with, one file a limit.

Reading them needs no engine; judging one is a call that the caller hands in.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from concentration.catalogue.bounds import first_day
from concentration.catalogue.model import Limit
from concentration.catalogue.strict import near_first
from concentration.catalogue.tree import Mapping as Keys
from concentration.catalogue.tree import Scalar, Tree, content_of, tree_of
from concentration.catalogue.tree import Sequence as Items
from concentration.vocabulary.tables import TABLES
from concentration.words.message import CannotRunError, Language, Message, Problem
from concentration.words.sentences import render

STATUSES = ("breach", "undetermined", "warning", "exempt", "waived", "pass")
"""The statuses of findings, the worst first."""

NOT_APPLICABLE = "not_applicable"
"""Expected where the limit has no finding at all."""

FINDING_FIELDS = (
    "status",
    "standing",
    "reading",
    "as_of",
    "scope",
    "manager_id",
    "product_id",
    "tranche_id",
    "group.by",
    "group.id",
    "group.name",
    "group.members",
    "numerator",
    "denominator",
    "ratio",
    "comparison",
    "bound",
    "excess",
    "headroom",
    "trigger",
    "through",
    "crossing",
    "cause",
    "since",
    "last_within",
    "cure_by",
    "overdue",
    "reason",
    "citation.instrument",
    "citation.article",
    "citation.quote",
    "citation.basis",
)
"""The fields of a finding that a case may name (concentration-report/1)."""

NUMBERS = ("numerator", "denominator", "ratio", "bound", "excess", "headroom")

Row = dict[str, str]
Expected = str | None | list[str]
Judge = Callable[["Case", Limit], Sequence[Mapping[str, Any]]]


@dataclass(frozen=True, slots=True)
class Case:
    """One case: `tables` hold whole rows of text (an empty text is an empty cell), those of `base` merged in.

    A table that is absent is not there at all. `as_of` is the day to judge (None: the latest), `expect` the
    fields of the worst finding by their dotted names. `lists` stand in the place of the catalogue's lists of the same
    names (None: a setting that nobody has made).
    """

    name: str
    tables: Mapping[str, list[Row]]
    expect: Mapping[str, Expected]
    settings: Mapping[str, Any] = field(default_factory=dict)
    lists: Mapping[str, tuple[str, ...] | None] = field(default_factory=dict)
    as_of: str | None = None
    reading: str = "default"
    line: int = 1


def case_files(folder: Path) -> dict[str, Path]:
    """Return the files `<rulebook>/<limit>.yaml` of a folder of cases by the id of their limit, in order.

    A folder that is not there holds none. Raises CannotRunError for YAML files with another suffix.
    """
    files = sorted(
        (path for path in folder.rglob("*") if path.suffix.lower() in (".yaml", ".yml")),
        key=lambda path: path.relative_to(folder).parts,
    )
    problems = [
        Problem(Message("catalogue_suffix"), path.as_posix(), allowed=f"{path.stem}.yaml")
        for path in files
        if path.suffix != ".yaml"
    ]
    if problems:
        raise CannotRunError(problems)
    return {path.relative_to(folder).with_suffix("").as_posix(): path for path in files}


def load_cases(path: Path) -> list[Case]:
    """Return the cases of a file in its order; CannotRunError holds every problem of it."""
    problems: list[Problem] = []
    file = path.as_posix()
    content = content_of(path, file, problems)
    tree = tree_of(content, file, problems) if content is not None else None
    cases = _CaseFile(file, problems).read(tree) if tree is not None else []
    if problems:
        raise CannotRunError(problems)
    return cases


def run_case(case: Case, limit: Limit, run: Judge, language: Language = "en") -> str | None:
    """Judge a case and return None if it comes out as expected, else one sentence that says what did not.

    `run` returns the limit's findings over all its subjects, each as an object of concentration-report/1.
    """
    findings = run(case, limit)
    if not findings:
        found: Mapping[str, Any] = {"status": NOT_APPLICABLE}
    else:
        found = min(findings, key=lambda finding: STATUSES.index(finding["status"]))
    differing = [
        (name, expected, _at(found, name))
        for name, expected in case.expect.items()
        if not _same(name, expected, _at(found, name))
    ]
    said = [
        Message(
            "case_status_differs" if name == "status" else "case_field_differs",
            {"field": name, "expected": _shown(expected), "found": _shown(actual)},
        )
        for name, expected, actual in differing
    ]
    return "; ".join(render(message, language) for message in said) or None


def _at(finding: Mapping[str, Any], name: str) -> Any:
    value: Any = finding
    for part in name.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return value


def _same(name: str, expected: Expected, actual: Any) -> bool:
    if isinstance(actual, bool):
        return expected == str(actual).lower()
    if expected is None or actual is None:
        return expected is None and actual is None
    if name in NUMBERS:
        return _decimal(expected) == _decimal(actual)
    if isinstance(expected, list):
        return list(actual) == expected
    return str(actual) == expected


def _decimal(value: Any) -> Decimal | None:
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return None


def _shown(value: Any) -> str:
    return "null" if value is None else str(value)


class _CaseFile:
    """Reads one file of cases, noting every problem."""

    def __init__(self, file: str, problems: list[Problem]) -> None:
        self.file = file
        self.problems = problems

    def note(
        self, message: str | Message, line: int, column: str, seen: str | None, allowed: str | None
    ) -> None:
        said = Message(message) if isinstance(message, str) else message
        self.problems.append(Problem(said, self.file, line, column or None, seen, allowed))

    def read(self, tree: Tree) -> list[Case]:
        top = self.keys(tree, "", ("base", "cases"))
        base = {
            table: self.row(row, f"base.{table}")
            for table, row in self.tables(top.get("base"), "base").items()
        }
        cases = top.get("cases")
        if not isinstance(cases, Items) or not cases.items:
            self.note("case_no_cases", tree.line, "cases", None, "[{name: …, expect: pass}]")
            return []
        read = [self.case(case, f"cases.{place}", base) for place, case in enumerate(cases.items, start=1)]
        named: set[str] = set()
        for case in read:
            if case.name in named:
                self.note("case_repeated", case.line, "name", case.name, None)
            named.add(case.name)
        return read

    def keys(self, tree: Tree | None, path: str, known: Sequence[str]) -> dict[str, Tree]:
        """Return the values of a mapping; `known` are the keys it may have."""
        if not isinstance(tree, Keys):
            if tree is not None:
                self.note("catalogue_needs_keys", tree.line, path, None, ", ".join(known))
            return {}
        for key, line in tree.lines.items():
            if key not in known:
                said = Message("catalogue_unknown_key", {"key": key})
                self.note(said, line, f"{path}.{key}".lstrip("."), None, near_first(key, list(known)))
        return {key: value for key, value in tree.items.items() if key in known}

    def tables(self, tree: Tree | None, path: str) -> dict[str, Tree]:
        return self.keys(tree, path, tuple(TABLES))

    def row(self, tree: Tree, path: str) -> Row:
        """Return one row as text; null is the empty text."""
        if not isinstance(tree, Keys):
            self.note("catalogue_needs_keys", tree.line, path, None, "{column: value}")
            return {}
        return {column: self.text(value, f"{path}.{column}") or "" for column, value in tree.items.items()}

    def text(self, tree: Tree, path: str) -> str | None:
        if isinstance(tree, Scalar):
            return None if tree.empty else tree.text
        self.note("catalogue_needs_word", tree.line, path, None, None)
        return None

    def case(self, tree: Tree, path: str, base: Mapping[str, Row]) -> Case:
        parts = self.keys(tree, path, ("name", "with", "settings", "as_of", "reading", "expect"))
        name = self.text(parts["name"], f"{path}.name") if "name" in parts else None
        if name is None:
            self.note("case_name_missing", tree.line, f"{path}.name", None, None)
        as_of = self.text(parts["as_of"], f"{path}.as_of") if "as_of" in parts else None
        if as_of is not None and (first_day(as_of) is None or len(as_of) == 4):
            self.note("catalogue_day", tree.line, f"{path}.as_of", as_of, "2024-06-28")
        reading = self.text(parts["reading"], f"{path}.reading") if "reading" in parts else None
        settings = self.keys(
            parts.get("settings"),
            f"{path}.settings",
            ("all_products", "holdings", "defaults", "facts", "lists"),
        )
        return Case(
            name=name or "",
            tables=self.merged(parts.get("with"), f"{path}.with", base),
            expect=self.expected(parts.get("expect"), f"{path}.expect", tree.line),
            settings=self.settings(settings, f"{path}.settings"),
            lists=self.lists(settings.get("lists"), f"{path}.settings.lists"),
            as_of=as_of,
            reading=reading or "default",
            line=tree.line,
        )

    def merged(self, tree: Tree | None, path: str, base: Mapping[str, Row]) -> dict[str, list[Row]]:
        """Return the tables of a case: the rows it lists, laid over the base row, or else the base row alone.

        An empty list is an empty table; where the table is optional, that is the same as none.
        """
        tables = {table: [dict(row)] for table, row in base.items()}
        for table, listed in self.tables(tree, path).items():
            if not isinstance(listed, Items):
                self.note("catalogue_needs_list", listed.line, f"{path}.{table}", None, "[{…}]")
                continue
            rows = [
                {**base.get(table, {}), **self.row(row, f"{path}.{table}.{place}")}
                for place, row in enumerate(listed.items, start=1)
            ]
            if rows or TABLES[table].needed:
                tables[table] = rows
            else:
                tables.pop(table, None)
        return tables

    def settings(self, parts: Mapping[str, Tree], path: str) -> dict[str, Any]:
        """Return what `portfolio.yaml` would say."""
        settings: dict[str, Any] = {}
        for name, words in (("all_products", ("true", "false")), ("holdings", ("complete", "partial"))):
            if name not in parts:
                continue
            text = self.text(parts[name], f"{path}.{name}")
            if text not in words:
                self.note(
                    "catalogue_no_such_word", parts[name].line, f"{path}.{name}", text, ", ".join(words)
                )
            settings[name] = text == "true" if name == "all_products" else text
        if "defaults" in parts:
            settings["defaults"] = self.row(parts["defaults"], f"{path}.defaults")
        if "facts" in parts:
            tables = self.tables(parts["facts"], f"{path}.facts")
            settings["facts"] = {
                name: self.row(tree, f"{path}.facts.{name}") for name, tree in tables.items()
            }
        return settings

    def lists(self, tree: Tree | None, path: str) -> dict[str, tuple[str, ...] | None]:
        """Return what `lists.yaml` would say; null is a setting that nobody has made."""
        if tree is not None and not isinstance(tree, Keys):
            self.note("catalogue_needs_keys", tree.line, path, None, "{list: [value]}")
        if not isinstance(tree, Keys):
            return {}
        return {name: self.words(value, f"{path}.{name}") for name, value in tree.items.items()}

    def words(self, tree: Tree, path: str) -> tuple[str, ...] | None:
        if isinstance(tree, Scalar) and tree.empty:
            return None
        if not isinstance(tree, Items):
            self.note("catalogue_needs_list", tree.line, path, None, "[]")
            return ()
        return tuple(self.text(item, path) or "" for item in tree.items)

    def expected(self, tree: Tree | None, path: str, line: int) -> dict[str, Expected]:
        words = (*STATUSES, NOT_APPLICABLE)
        if isinstance(tree, Keys) and tree.items:
            parts = self.keys(tree, path, FINDING_FIELDS)
            expected = {name: self.field(value, f"{path}.{name}") for name, value in parts.items()}
        elif isinstance(tree, Scalar) and not tree.empty:
            expected = {"status": tree.text}
        else:
            self.note("case_expect_empty", tree.line if tree else line, path, None, ", ".join(words))
            return {}
        status = expected.get("status", "pass")
        if status not in words:
            allowed = near_first(str(status), list(words))
            self.note("catalogue_no_such_word", tree.line, path, str(status), allowed)
        for name in NUMBERS:
            value = expected.get(name)
            if value is not None and not re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", str(value)):
                self.note("condition_number", tree.line, f"{path}.{name}", str(value), "0.25")
        return expected

    def field(self, tree: Tree, path: str) -> Expected:
        if isinstance(tree, Items):
            return [self.text(item, path) or "" for item in tree.items]
        return self.text(tree, path)
