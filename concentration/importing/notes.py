"""Notes of an import: those that stay with a portfolio as `notes` of portfolio.yaml, and those of what looks odd."""

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import yaml

from concentration.valuation.rows import Valued
from concentration.words.message import Message

NOTES = "notes"


def settings_with_notes(file: Path, notes: Sequence[str]) -> bytes:
    """Return the settings with notes added to theirs, one line each; everything else stays as it is written."""
    text = file.read_text(encoding="utf-8-sig") if file.is_file() else ""
    root = yaml.compose(text, Loader=yaml.SafeLoader) if text.strip() else None
    written = [yaml.safe_dump([note], allow_unicode=True, width=10**6) for note in notes]
    found = None
    if isinstance(root, yaml.MappingNode):
        found = next((value for key, value in root.value if key.value == NOTES), None)
    if not isinstance(found, yaml.SequenceNode) or found.flow_style:
        before = text if not text or text.endswith("\n") else text + "\n"
        return (before + f"{NOTES}:\n" + "".join(f"  {line}" for line in written)).encode()
    known = {item.value for item in found.value}
    new = [line for note, line in zip(notes, written, strict=True) if note not in known]
    lines = text.splitlines(keepends=True)
    last = found.value[-1]
    indent = " " * max(last.start_mark.column - 2, 0)
    end = last.end_mark.line + (1 if last.end_mark.column else 0)
    lines[end - 1] = lines[end - 1].rstrip("\n") + "\n"
    return "".join([*lines[:end], *(indent + line for line in new), *lines[end:]]).encode()


def notes_of_liabilities(valued: Sequence[Valued]) -> list[Message]:
    """Return one note for each product whose derivatives stand among its liabilities, of the last day on which they do.

    A table counts a derivative that is worth less than nothing as a liability, the portfolio holds it: holdings add up
    to less than total assets, although every fen is proven.
    """
    last: dict[str, Message] = {}
    for one in valued:
        held = sum((Decimal(value) for value in one.holdings["market_value"]), Decimal(0))
        owed = Decimal(one.products["total_assets"][0]) - held
        if owed > 0 and not one.problems:
            values = {"file": one.file, "product": one.product_id, "day": one.day}
            amounts = {"worth": f"{-owed:,.2f}", "less": f"{owed:,.2f}"}
            last[one.product_id] = Message("note_import_among_liabilities", {**values, **amounts})
    return list(last.values())
