"""What portfolio.yaml says about a house's own files, checked against the tables of the contract."""

import re
from collections.abc import Mapping
from decimal import Decimal

from concentration.catalogue.model import AssetKind
from concentration.read.conversion import RATE_PLACES
from concentration.read.foreign import Foreign, Meanings, Origin, TableMapping
from concentration.read.own import header_of
from concentration.read.problems import nearest
from concentration.read.settings import settings_problem
from concentration.read.tables import value_of_setting, words_of_column
from concentration.read.text import ENCODINGS
from concentration.vocabulary.tables import Column, Table, folded
from concentration.vocabulary.units import HOME, UNITS, currency_code
from concentration.words.message import Problem

_RATE = re.compile(rf"[0-9]{{1,9}}(?:\.[0-9]{{1,{RATE_PLACES}}})?")


def mappings_of(
    foreign: Foreign, lines: Mapping[str, int], tables: Mapping[str, Table], kinds: Mapping[str, AssetKind]
) -> tuple[dict[str, TableMapping], list[Problem]]:
    """Return how the house writes each table, and every problem of what portfolio.yaml says about it.

    `lines` says where `columns.<table>`, `values.<table>.<column>` and the like stand.
    """
    checked = _Checked(lines, tables, kinds)
    checked.tables_known("files", foreign.files)
    checked.tables_known("columns", foreign.columns)
    checked.tables_known("currency", foreign.currencies)
    checked.encodings(foreign.encodings)
    rates = checked.rates(foreign)
    mappings = {}
    foreign_tables = {*foreign.columns, *foreign.currencies, *_tables_in(foreign)}
    for name in (name for name in tables if name in foreign_tables):
        currency = foreign.currencies.get(name)
        mappings[name] = TableMapping(
            columns=checked.columns(tables[name], foreign.columns.get(name, {})),
            values=checked.values(tables[name], foreign.values),
            units=checked.units(tables[name], foreign.units),
            currency=currency,
            rates=rates if currency else {},
        )
        checked.constant_currency(name, currency, rates)
    checked.names_known("values", foreign.values)
    checked.names_known("units", foreign.units)
    return mappings, checked.problems


def _tables_in(foreign: Foreign) -> set[str]:
    """Return the tables whose columns have values or units of the house's."""
    return {name.partition(".")[0] for name in (*foreign.values, *foreign.units)}


class _Checked:
    """Holds what is known of the tables, and collects the problems."""

    def __init__(
        self, lines: Mapping[str, int], tables: Mapping[str, Table], kinds: Mapping[str, AssetKind]
    ) -> None:
        self.lines = lines
        self.known = tables
        self.kinds = kinds
        self.problems: list[Problem] = []

    def complain(self, code: str, key: str, line: int | None = None, **more: str | None) -> None:
        where = self.lines.get(key) if line is None else line
        self.problems.append(settings_problem(code, where, key, **more))

    def tables_known(self, key: str, named: Mapping[str, object]) -> None:
        """Complain of names that are no table's."""
        for name in (name for name in named if name not in self.known):
            allowed = nearest(name, self.known) or ", ".join(self.known)
            self.complain("no_such_table", f"{key}.{name}", allowed=allowed)

    def names_known(self, key: str, named: Mapping[str, object]) -> None:
        """Complain of names that are no `table.column`."""
        known = [f"{table.name}.{header_of(c)}" for table in self.known.values() for c in table.columns]
        for name in (name for name in named if name not in known):
            self.complain("default_unknown_column", f"{key}.{name}", allowed=nearest(name, known))

    def encodings(self, encodings: Mapping[str, str]) -> None:
        """Complain of encodings that cannot be read."""
        for pattern, name in encodings.items():
            if name not in ENCODINGS:
                key = f"encoding.{pattern}"
                self.complain("setting_value", key, seen=name, allowed=", ".join(ENCODINGS))

    def columns(self, table: Table, origins: Mapping[str, Origin]) -> dict[str, Origin]:
        """Return whence each column comes, called as in the frame."""
        names = {header_of(column): column for column in table.columns}
        headers: dict[str, str] = {}
        found = {}
        for name, origin in origins.items():
            key = f"columns.{table.name}.{name}"
            if name not in names:
                allowed = nearest(name, names) or ", ".join(names)
                self.complain("default_unknown_column", key, origin.line, allowed=allowed)
                continue
            found[names[name].name] = origin
            if origin.constant is not None:
                self.value(table, names[name], origin.constant, key, origin.line)
            if origin.header is not None:
                other = headers.setdefault(folded(origin.header), name)
                if other != name:
                    self.complain("header_of_two", key, origin.line, seen=origin.header, other=other)
        return found

    def value(self, table: Table, column: Column, text: str, key: str, line: int | None) -> None:
        """Complain of a cell that the column may not have."""
        words = words_of_column(table, column, self.kinds)
        self.problems += value_of_setting(text, words, column, line, key)[1]

    def values(self, table: Table, values: Mapping[str, Meanings]) -> dict[str, Meanings]:
        """Return the meanings of the words of each column, called as in the frame."""
        found = {}
        for column in table.columns:
            name = f"{table.name}.{header_of(column)}"
            if name not in values:
                continue
            found[column.name] = values[name]
            for word, meaning in values[name].all():
                key = f"values.{name}.{word}"
                if "\\" not in meaning:
                    self.value(table, column, meaning, key, self.lines.get(key))
        return found

    def units(self, table: Table, units: Mapping[str, str]) -> dict[str, str]:
        """Return the unit of each column of figures, called as in the frame."""
        found = {}
        for column in table.columns:
            name = f"{table.name}.{header_of(column)}"
            if name not in units:
                continue
            known = UNITS.get(column.type, {})
            if not known:
                self.complain("unit_of_no_figure", f"units.{name}", seen=units[name])
            elif units[name] not in known:
                self.complain("setting_value", f"units.{name}", seen=units[name], allowed=", ".join(known))
            found[column.name] = units[name]
        return found

    def rates(self, foreign: Foreign) -> dict[str, Decimal]:
        """Return the yuan for one unit of each currency, by its code; rates and currencies need each other."""
        rates = {HOME: Decimal(1)}
        first: dict[str, str] = {}
        for word, text in foreign.rates.items():
            key, code = f"rates.{word}", currency_code(word)
            if _RATE.fullmatch(text) is None or not Decimal(text) or (code == HOME and Decimal(text) != 1):
                allowed = "1" if code == HOME else f"7.1782 (> 0, ≤ {RATE_PLACES} decimals)"
                self.complain("not_a_rate", key, seen=text, allowed=allowed)
            elif first.setdefault(code, word) != word:
                self.complain("key_twice", key, first=str(self.lines.get(f"rates.{first[code]}")))
            else:
                rates[code] = Decimal(text)
        for table in foreign.currencies if not foreign.rates else ():
            self.complain("currency_without_rates", f"currency.{table}", foreign.currencies[table].line)
        if foreign.rates and not foreign.currencies:
            self.complain("rates_without_currency", f"rates.{next(iter(foreign.rates))}")
        return rates

    def constant_currency(self, table: str, origin: Origin | None, rates: Mapping[str, Decimal]) -> None:
        """Complain of a table's one currency that has no rate."""
        if origin is None or origin.constant is None or currency_code(origin.constant) in rates:
            return
        allowed = ", ".join(rates)
        self.complain(
            "currency_unknown", f"currency.{table}", origin.line, seen=origin.constant, allowed=allowed
        )
