"""What a reader is told about a column: its Chinese title, and whether a house may define its gaps."""

from concentration.vocabulary.tables import TABLES, Column


def column_title(table: str, column: str) -> str | None:
    """Return the Chinese title of a column, or None for one that the contract does not know."""
    known = _column(table, column)
    return known.zh[0] if known and known.zh else None


def is_never_empty(table: str, column: str) -> bool:
    """Return whether every cell of a column is filled: what is unknown then is what its value means in law."""
    known = _column(table, column)
    return known is not None and known.filled


def may_have_default(table: str, column: str) -> bool:
    """Return whether an empty cell can mean one thing in a whole house: a yes or no, or one of a few."""
    known = _column(table, column)
    return known is not None and known.type in ("bool", "enum")


def _column(table: str, column: str) -> Column | None:
    known = TABLES.get(table)
    return next((entry for entry in known.columns if entry.name == column), None) if known else None


def column_of_header(table: str, header: str) -> str | None:
    """Return the column that a header names in either language, or None for one that the contract does not know."""
    columns = TABLES[table].columns if table in TABLES else ()
    return next((entry.name for entry in columns if header == entry.name or header in entry.zh), None)
