"""The currencies in which the rows of a table count their money: which were converted, and which cannot be."""

import polars as pl

from concentration.read.problems import LOOKED_UP, capped, cut
from concentration.read.sources import Source
from concentration.read.values import clean
from concentration.vocabulary.units import HOME, currency_code
from concentration.words.message import Message, Problem


def currencies_of(source: Source) -> tuple[list[Message], list[Problem]]:
    """Return a note of each currency that is converted with its rate, and a problem of each row that has none.

    Only rows with an amount are asked for their currency.
    """
    currency = source.currency
    money = [name for name in source.headers if source.table.column(name).type == "money"]
    if currency is None or not money:
        return [], []
    amounts = (clean(pl.col(name).cast(pl.String)).is_not_null() for name in money)
    rows = source.cells.filter(pl.any_horizontal(amounts)).select("row", word=clean(currency.cast(pl.String)))
    counts = rows.group_by("word").agg(count=pl.len()).collect(engine="streaming")
    notes: dict[str, int] = {}
    unknown: list[str | None] = []
    for word, count in counts.iter_rows():
        code = None if word is None else currency_code(word)
        if code is None or code not in source.mapping.rates:
            unknown.append(word)
        elif code != HOME:
            notes[code] = notes.get(code, 0) + count
    return [_note(source, code, notes[code]) for code in sorted(notes)], _without_rate(source, rows, unknown)


def _note(source: Source, code: str, count: int) -> Message:
    rate = f"{source.mapping.rates[code].normalize():f}"
    return Message("note_converted", {"file": source.file, "count": count, "currency": code, "rate": rate})


def _without_rate(source: Source, rows: pl.LazyFrame, words: list[str | None]) -> list[Problem]:
    """Return the problems of rows whose currency has no rate, or is empty."""
    if not words:
        return []
    wrong = rows.filter(pl.col("word").is_in(words, nulls_equal=True)).collect(engine="streaming").sort("row")
    first = [
        Problem(
            Message("currency_unknown"),
            source.file,
            source.line(row),
            source.currency_header,
            None if word is None else cut(word),
            ", ".join(source.mapping.rates),
        )
        for row, word in wrong.head(LOOKED_UP).iter_rows()
    ]
    return capped(first, wrong.height)
