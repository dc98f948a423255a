"""What a file says of its cells beside the values that calamine gives."""

from dataclasses import dataclass, field


@dataclass
class Beside:
    """Of one sheet: the texts of cells (row and column from 0) that calamine gives as something else.

    `uncomputed` names the cells, such as B12, whose formula has no value. `rows` and `columns` are how far the sheet
    reaches at most.
    """

    texts: dict[tuple[int, int], str] = field(default_factory=dict)
    uncomputed: list[str] = field(default_factory=list)
    rows: int = 0
    columns: int = 0


def name_of_cell(row: int, column: int) -> str:
    """Return the name of a cell in a sheet, B12 for row 11 and column 1."""
    letters, rest = "", column + 1
    while rest:
        rest, letter = divmod(rest - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return f"{letters}{row + 1}"


def place_of_cell(name: str) -> tuple[int, int]:
    """Return row and column, from 0, of a cell's name."""
    letters = name.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter.upper()) - ord("A") + 1
    return int(name[len(letters) :]) - 1, column - 1
