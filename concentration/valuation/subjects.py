"""What the subjects of an account are: the entry of `subjects.yaml` for each row."""

import re
from collections.abc import Mapping

from concentration.valuation.model import Codes, Subject
from concentration.valuation.tree import Node


def subject_of(node: Node, subjects: Mapping[str, Subject], codes: Codes) -> Subject | None:
    """Return the first entry that fits a row: by the names above it, else by its own name, else by its code alone."""
    code = node.row.code if codes.separator is None else node.row.code.replace(codes.separator, "")
    fitting = [one for one in subjects.values() if code.startswith(tuple(one.codes))]
    above = "/".join(one.row.name for one in node.path[:-1])
    for text in (above, node.row.name):
        for subject in fitting:
            if subject.words is not None and re.search(subject.words, text, re.IGNORECASE):
                return subject
    return next((subject for subject in fitting if subject.words is None), None)
