"""A folder whose portfolio.yaml reads its tables in another way than an import writes them."""

from collections.abc import Collection, Iterator

from concentration.read.settings import SettingsFile, settings_problem
from concentration.words.message import Problem


def foreign_problems(settings: SettingsFile, tables: Collection[str]) -> list[Problem]:
    """Return a problem for each key of portfolio.yaml by which what is written into `tables` would be read otherwise.

    An import writes the contract's own columns and values, in yuan and UTF-8, below the rows of a table: a header, a
    unit, a currency or an encoding of the house's would be laid on its rows too.
    """
    return [
        settings_problem("import_foreign", settings.lines.get(key), key)
        for key in _keys(settings)
        if key.startswith("encoding.") or key.split(".")[1] in tables
    ]


def _keys(settings: SettingsFile) -> Iterator[str]:
    """Yield every key that says how the house writes its files; rates reach a table by its currency only."""
    foreign = settings.foreign
    named = {
        "files": foreign.files,
        "encoding": foreign.encodings,
        "columns": foreign.columns,
        "values": foreign.values,
        "units": foreign.units,
        "currency": foreign.currencies,
    }
    for key, entries in named.items():
        yield from (f"{key}.{name}" for name in entries)
