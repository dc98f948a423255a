"""A sentence for a person, kept as a code and its values until the language is known."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Language = Literal["zh", "en"]


@dataclass(frozen=True, slots=True)
class Message:
    """One sentence: `code` is a key of `concentration.words.sentences.SENTENCES`, `values` fill its braces."""

    code: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Problem:
    """Why something could not be done, where it stands and what is allowed.

    `row` is the line a person sees in an editor or spreadsheet: the header is row 1. `count` is how many rows
    have the same problem when only the first is named.
    """

    message: Message
    file: str | None = None
    row: int | None = None
    column: str | None = None
    seen: str | None = None
    allowed: str | None = None
    count: int = 1


class CannotRunError(Exception):
    """The run stops before anything is judged; every problem found is in `problems`."""

    def __init__(self, problems: "list[Problem] | tuple[Problem, ...]") -> None:
        """Keep the problems in the order they were found."""
        self.problems = tuple(problems)
        super().__init__("; ".join(problem.message.code for problem in self.problems))
