"""Options that take one of a few words."""

from collections.abc import Sequence
from datetime import date
from typing import Literal, cast

from concentration.cli.console import system_language
from concentration.words.message import CannotRunError, Language, Message, Problem


def one_of(option: str, word: str, allowed: Sequence[str]) -> str:
    """Return the word, or raise CannotRunError naming those that are allowed."""
    if word not in allowed:
        problem = Problem(Message("unknown_choice"), column=option, seen=word, allowed=" | ".join(allowed))
        raise CannotRunError([problem])
    return word


def chosen_language(word: str) -> Language:
    """Return the language asked for, else the system's."""
    return cast(Language, one_of("--lang", word, ("zh", "en"))) if word else system_language()


def chosen_day(text: str, words: Sequence[Literal["all", "latest"]]) -> "date | Literal['all', 'latest']":
    """Return the day or one of the words; raise CannotRunError for what is neither."""
    if text in words:
        return cast(Literal["all", "latest"], text)
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        allowed = " | ".join(["YYYY-MM-DD", *words])
        raise CannotRunError(
            [Problem(Message("as_of_no_date"), column="--as-of", seen=text, allowed=allowed)]
        ) from error
