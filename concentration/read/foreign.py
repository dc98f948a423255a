"""A house's own way of writing: whence a column comes, what its words mean, in what unit and currency it counts."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal


@dataclass(frozen=True)
class Origin:
    """Whence the cells of a column come: one of the three is given, `line` says where in portfolio.yaml.

    `header` is the word in the file, `match` finds the one header that it matches, `constant` is the same cell in
    every row.
    """

    line: int
    header: str | None = None
    match: re.Pattern[str] | None = None
    constant: str | None = None


@dataclass(frozen=True)
class Meanings:
    """What a house's words mean: whole cells first, then the first pattern found in the cell.

    The text beside a pattern may name its groups (`\\1`) and stands for the whole cell; an empty text empties it.
    """

    words: Mapping[str, str]
    patterns: tuple[tuple[re.Pattern[str], str], ...] = ()

    def of(self, cell: str) -> str:
        """Return what a cell means; one that is no word of the house stands for itself."""
        word = cell.strip()
        if word in self.words:
            return self.words[word]
        for pattern, meaning in self.patterns:
            if found := pattern.search(word):
                return found.expand(meaning)
        return cell

    def all(self) -> list[tuple[str, str]]:
        """Return every word and pattern as it stands in portfolio.yaml, with what it means."""
        patterns = [(f"/{pattern.pattern}/", meaning) for pattern, meaning in self.patterns]
        return [*self.words.items(), *patterns]


@dataclass(frozen=True)
class Foreign:
    """What portfolio.yaml says about a house's own files, by table or `table.column`, as yet unchecked.

    `files` are names or patterns, `encodings` maps patterns of file names.
    """

    files: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    encodings: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[str, Mapping[str, Origin]] = field(default_factory=dict)
    values: Mapping[str, Meanings] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    rates: Mapping[str, str] = field(default_factory=dict)
    currencies: Mapping[str, Origin] = field(default_factory=dict)


@dataclass(frozen=True)
class TableMapping:
    """How a house writes one table, its columns called as in the frame.

    `units` are those of `concentration.vocabulary.units`. `currency` says in which currency a row counts its money,
    `rates` gives the yuan for one unit of each by its code.
    """

    columns: Mapping[str, Origin] = field(default_factory=dict)
    values: Mapping[str, Meanings] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    currency: Origin | None = None
    rates: Mapping[str, Decimal] = field(default_factory=dict)
