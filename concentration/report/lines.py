"""Lines of a terminal page: wrapped between wide characters, numbers whole, for any encoding."""

import re
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rich.cells import cell_len, chop_cells
from rich.console import Console, ConsoleOptions, RenderResult
from rich.segment import Segment

WIDEST = 100
"""A page is no wider than this: on a wider terminal the eye would lose the line between name and number."""

_LEAST_FOR_NAMES = 24
_GAP = 2
_WIDE = "\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffe6\U00020000-\U0003ffff"
_CLOSING = "，。：；、！？）》”’〕】%"
_OPENING = "（《“‘〔【"
_PIECE = re.compile(
    f"\\s+|[{_OPENING}]*(?:[{_WIDE}]|[^\\s{_WIDE}{_OPENING}{_CLOSING}]+)[{_CLOSING}]*|[{_OPENING}{_CLOSING}]"
)
"""What is never broken: a word of narrow characters, or one wide character with its punctuation."""

_AMBIGUOUS = str.maketrans({"≤": "<=", "≥": ">=", "·": "-", "×": "x"})
"""Signs that an East Asian console draws two cells wide: a plain form keeps the columns straight."""

_PLAIN = str.maketrans({"（": "(", "）": ")", "：": ":", "，": ",", "“": '"', "”": '"', "—": "-"})


@dataclass(frozen=True)
class Line:
    """One line of text before it is wrapped: its style and how far it and its continuation are moved in.

    One that is not `folded` stays whole, however long.
    """

    text: str
    style: str = ""
    indent: int = 0
    hang: int = 0
    folded: bool = True

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Yield the line wrapped to the page."""
        width = min(options.max_width, WIDEST) if self.folded else sys.maxsize
        for text in wrapped(self, width, console.encoding):
            yield Segment(text, console.get_style(self.style))
            yield Segment.line()


@dataclass(frozen=True)
class Beside:
    """Names on the left, which wrap, and numbers on the right, which never do.

    Where the page is too narrow for both, the numbers stand below the names.
    """

    names: Sequence[Line]
    numbers: Sequence[str]
    style: str

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Yield the lines of both columns side by side."""
        width, encoding = min(options.max_width, WIDEST), console.encoding
        numbers = [encodable(text, encoding) for text in self.numbers]
        room = width - _GAP - max(map(cell_len, numbers), default=0)
        below = room < _LEAST_FOR_NAMES
        names = [
            (text, line.style)
            for line in self.names
            for text in wrapped(line, width if below else room, encoding)
        ]
        if below:
            names += [("", "")] * len(numbers)
            numbers = [""] * (len(names) - len(numbers)) + numbers
        for row in range(max(len(names), len(numbers))):
            text, style = names[row] if row < len(names) else ("", "")
            number = numbers[row] if row < len(numbers) else ""
            yield Segment(text, console.get_style(style))
            if number:
                yield Segment(" " * max(width - cell_len(text) - cell_len(number), 0))
                yield Segment(number, console.get_style(self.style))
            yield Segment.line()


def print_lines(console: Console, lines: Iterable[Line | Beside]) -> None:
    """Print lines as they stand: no guessing at links or numbers, no markup in names of users."""
    for line in lines:
        console.print(line, highlight=False, markup=False, end="", crop=False)


def wrapped(line: Line, width: int, encoding: str) -> list[str]:
    """Return the line cut to `width` cells, each part moved in as asked and without blanks at its end."""
    parts: list[str] = []
    room = max(width - line.indent - line.hang, 1)
    current, first_room = "", max(width - line.indent, 1)
    text = encodable(line.text, encoding).rstrip()
    if cell_len(text) <= first_room:
        return [" " * line.indent + text if text else ""]
    for piece in _pieces(text, room):
        limit = room if parts else first_room
        if cell_len(current) + cell_len(piece.rstrip()) > limit:
            if current.strip():
                parts.append(current.rstrip())
            current = piece.lstrip()
        else:
            current += piece
    parts.append(current.rstrip())
    indents = [line.indent] + [line.indent + line.hang] * (len(parts) - 1)
    return [" " * indent + part for indent, part in zip(indents, parts, strict=True)]


def _pieces(text: str, room: int) -> Iterable[str]:
    """Yield what may not be broken, and what is longer than a whole line in chunks of a line."""
    for piece in _PIECE.findall(text):
        if cell_len(piece) <= room:
            yield piece
        else:
            yield from chop_cells(piece, room)


def encodable(text: str, encoding: str) -> str:
    """Return the text without control characters and with each character that `encoding` lacks replaced.

    Signs that have a plain form take it (`≤` becomes `<=`, everywhere but in UTF); any other becomes question
    marks, as many as it is cells wide.
    """
    clean = "".join(char if char.isprintable() else " " for char in text)
    if encoding.lower().startswith("utf"):
        return clean
    clean = clean.translate(_AMBIGUOUS)
    return (
        clean if _can_encode(clean, encoding) else "".join(_encodable_char(char, encoding) for char in clean)
    )


def _encodable_char(char: str, encoding: str) -> str:
    if _can_encode(char, encoding):
        return char
    plain = char.translate(_PLAIN)
    return plain if plain.isascii() else "?" * cell_len(char)


def _can_encode(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
