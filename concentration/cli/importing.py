"""`concentration import`: read valuation tables, write the portfolio, say what became of every row."""

from dataclasses import dataclass
from pathlib import Path

from concentration.cli.choices import chosen_language
from concentration.cli.console import cannot_run, error_console, output_console, system_language, write_whole
from concentration.importing.imported import Import, imported
from concentration.importing.page import said_of, table_of
from concentration.read.problems import nearest
from concentration.vocabulary.tables import MANAGER_KINDS, folded, words_of
from concentration.words.message import CannotRunError, Message, Problem


@dataclass(frozen=True)
class Request:
    """The options of `import`, as they were typed."""

    paths: tuple[Path, ...]
    to: Path
    managed_by: str
    masters: tuple[Path, ...]
    replace: bool
    accepted: str | None
    limits: tuple[Path, ...]
    lang: str


def run(request: Request) -> int:
    """Import the tables and return the exit code."""
    language = system_language()
    try:
        language = chosen_language(request.lang)
        asked = Import(
            request.paths,
            request.to,
            _manager(request.managed_by),
            request.masters,
            request.replace,
            request.accepted,
            request.limits,
        )
        result = imported(asked, language)
        request.to.mkdir(parents=True, exist_ok=True)
        write_whole(result.contents)
    except CannotRunError as error:
        return cannot_run(error, None, language, "heading_import_errors")
    output_console().print(table_of(result, request.to, language))
    for line in said_of(result, request.to, language):
        error_console().print(line, markup=False, emoji=False)
    return 0


def _manager(text: str) -> dict[str, str | None]:
    """Return manager_id, name and kind of `ID[,NAME,KIND]`; what is not given is None."""
    parts = [part.strip() or None for part in text.replace("，", ",").split(",", 2)]
    manager_id, name, kind = (*parts, None, None)[:3]
    kinds = words_of(MANAGER_KINDS)
    if manager_id is None:
        raise CannotRunError(
            [Problem(Message("import_no_manager"), "--managed-by", seen=text, allowed="ID[,NAME,KIND]")]
        )
    if kind is not None and folded(kind) not in kinds:
        allowed = nearest(folded(kind), kinds) or ", ".join(value.name for value in MANAGER_KINDS)
        raise CannotRunError([Problem(Message("unknown_choice"), "--managed-by", seen=kind, allowed=allowed)])
    return {"manager_id": manager_id, "name": name, "kind": kinds[folded(kind)] if kind else None}
