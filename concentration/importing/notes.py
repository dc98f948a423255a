"""Notes that stay with a portfolio: `notes` of portfolio.yaml, which every report repeats."""

from collections.abc import Sequence
from pathlib import Path

import yaml

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
