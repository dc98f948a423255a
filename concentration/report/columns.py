"""Titles of the contract's columns, for readers."""


def column_title(table: str, column: str) -> str | None:
    """Return the Chinese title of a column, or None for one that the contract does not know."""
    return None
