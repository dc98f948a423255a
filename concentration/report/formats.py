"""The formats of a report: their names, the suffixes that choose them, and the module that writes each."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from importlib import import_module
from pathlib import PurePath

from concentration.report.result import ErrorReport, Report
from concentration.words.message import CannotRunError, Language, Message, Problem


@dataclass(frozen=True, slots=True)
class Format:
    """One format. `module` has a `write(result, language, show_all) -> bytes`; None where it is to come."""

    name: str
    suffixes: tuple[str, ...]
    module: str | None = None


FORMATS = {
    entry.name: entry
    for entry in (
        Format("rich", (".txt",), "concentration.report.rich"),
        Format("json", (".json",), "concentration.report.json"),
        Format("jsonl", (".jsonl", ".ndjson")),
        Format("csv", (".csv",)),
        Format("parquet", (".parquet",)),
        Format("xlsx", (".xlsx",)),
        Format("html", (".html", ".htm")),
        Format("junit", (".xml",)),
        Format("sarif", (".sarif",)),
        Format("github", ()),
        Format("markdown", (".md",)),
    )
}


def format_named(name: str) -> Format:
    """Return the format of that name; raise CannotRunError if there is none or nothing writes it yet."""
    if name not in FORMATS:
        near = get_close_matches(name, FORMATS, n=1) or _written()
        raise CannotRunError([Problem(Message("format_unknown"), seen=name, allowed=" | ".join(near))])
    return _supported(FORMATS[name], seen=name)


def format_of_file(file: str) -> Format:
    """Return the format that a file's suffix names; raise CannotRunError if nothing writes such files."""
    suffix = PurePath(file).suffix.lower()
    for entry in FORMATS.values():
        if suffix in entry.suffixes:
            return _supported(entry, seen=suffix, file=file)
    allowed = " | ".join(suffix for name in _written() for suffix in FORMATS[name].suffixes)
    raise CannotRunError([Problem(Message("suffix_unknown"), file=file, seen=suffix, allowed=allowed)])


def write(
    entry: Format, result: Sequence[Report] | ErrorReport, language: Language, show_all: bool = False
) -> bytes:
    """Return the result in that format, as the bytes of a whole file.

    The format's module is imported only now, so that no other format's libraries are loaded.
    """
    if entry.module is None:
        raise CannotRunError([_not_supported(entry.name)])
    written: bytes = import_module(entry.module).write(result, language, show_all)
    return written


def _written() -> list[str]:
    return [entry.name for entry in FORMATS.values() if entry.module is not None]


def _supported(entry: Format, *, seen: str, file: str | None = None) -> Format:
    if entry.module is None:
        raise CannotRunError([_not_supported(seen, file)])
    return entry


def _not_supported(seen: str, file: str | None = None) -> Problem:
    return Problem(Message("format_not_supported"), file=file, seen=seen, allowed=" | ".join(_written()))
