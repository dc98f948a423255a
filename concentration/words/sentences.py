"""All sentences of the product in both languages, and how a message becomes text."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from concentration.words import (
    catalogue,
    classify,
    cli,
    completing,
    engine,
    lives,
    lookthrough,
    read,
    report,
    spreadsheets,
    trade,
    validate,
    valuation,
)
from concentration.words.message import Language, Message, Problem

SENTENCES: dict[str, dict[str, str]] = {
    **read.SENTENCES,
    **catalogue.SENTENCES,
    **engine.SENTENCES,
    **lookthrough.SENTENCES,
    **report.SENTENCES,
    **cli.SENTENCES,
    **classify.SENTENCES,
    **valuation.SENTENCES,
    **validate.SENTENCES,
    **completing.SENTENCES,
    **spreadsheets.SENTENCES,
    **trade.SENTENCES,
    **lives.SENTENCES,
}

_PLACE_MARK = {"zh": " ", "en": ", "}
_LIST_MARK = {"zh": "、", "en": ", "}


def render(message: Message, language: Language) -> str:
    """Return the sentence of a message.

    A value may be plain, a list, another `Message`, or words in both languages (`{"zh": …, "en": …}`).
    KeyError says that the code is not in `SENTENCES` or that a value for one of its braces is missing: a
    mistake of ours.
    """
    values = {name: _as_text(value, language) for name, value in message.values.items()}
    return SENTENCES[message.code][language].format_map(values)


def render_problem(problem: Problem, language: Language) -> str:
    """Return one line: where a problem stands, what it is, what was seen, what is allowed, how many more."""
    where = _place(problem, language)
    line = render(Message("at_place", {"place": where, "text": ""}), language) if where else ""
    line += render(problem.message, language)
    if problem.seen is not None:
        line += render(Message("problem_seen", {"seen": problem.seen}), language)
    if problem.allowed is not None:
        line += render(Message("problem_allowed", {"allowed": problem.allowed}), language)
    if problem.count > 1:
        line += render(Message("problem_more_rows", {"count": problem.count - 1}), language)
    return line


def _place(problem: Problem, language: Language) -> str:
    parts = {"place_file": problem.file, "place_row": problem.row, "place_column": problem.column}
    known = [
        render(Message(code, {"name": name}), language) for code, name in parts.items() if name is not None
    ]
    return _PLACE_MARK[language].join(known)


def _as_text(value: Any, language: Language) -> str:
    if isinstance(value, Message):
        return render(value, language)
    if isinstance(value, Mapping):
        return str(value[language])
    if isinstance(value, (list, tuple)):
        return _LIST_MARK[language].join(_as_text(item, language) for item in value)
    if isinstance(value, Decimal):
        return format(value, "f")
    return str(value)
