"""`concentration new`: the tables of a new portfolio, or the workbook of what one lacks."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from concentration.catalogue.load import load_catalogue
from concentration.cli.choices import chosen_language
from concentration.cli.console import cannot_run, error_console, not_written, system_language, write_whole
from concentration.completing.skeleton import Skeleton, skeleton
from concentration.vocabulary.completion import COMPLETION_FILE
from concentration.words.message import CannotRunError, Message
from concentration.words.sentences import render


def run(folder: Path, limits: Sequence[Path], builtin: bool, lang: str) -> int:
    """Write the files of a folder, say which and what is missing, and return the exit code."""
    language = system_language()
    try:
        language = chosen_language(lang)
        result = skeleton(folder, load_catalogue(limits, builtin), language)
        _write(folder, result)
    except CannotRunError as error:
        return cannot_run(error, None, language, "heading_new_errors")
    for message in _said(folder, result):
        error_console().print(render(message, language), markup=False, emoji=False)
    return 0


def _write(folder: Path, result: Skeleton) -> None:
    """Write all files or none; folders that were made for them go again if they cannot be written."""
    made = [one for one in (folder, *folder.parents) if not one.exists()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_whole(result.contents)
    except (CannotRunError, OSError) as error:
        for one in made:
            if one.is_dir():
                one.rmdir()
        if isinstance(error, CannotRunError):
            raise
        raise CannotRunError([not_written(folder, error)]) from error


def _said(folder: Path, result: Skeleton) -> Iterator[Message]:
    """Yield what was written, what is missing, and what to do next."""
    for file in result.contents:
        yield Message("file_written", {"file": file.as_posix()})
    if result.is_new:
        yield Message("new_next", {"folder": folder.as_posix()})
        return
    if result.waiting:
        yield Message("import_waiting", {"count": len(result.waiting), "products": list(result.waiting)})
    if result.facts:
        yield Message(
            "import_missing", {"count": result.facts, "file": (folder / COMPLETION_FILE).as_posix()}
        )
    else:
        yield Message("import_complete")
    if result.exempting:
        yield Message("import_exemptions", {"count": result.exempting})
    if result.filled:
        yield Message("new_filled", {"count": result.filled})
