"""What the subjects of an account are: the entry of `subjects.yaml` for each row."""

import re
from collections.abc import Mapping

from concentration.valuation.model import Codes, Subject
from concentration.valuation.tree import Node


def subject_of(node: Node, subjects: Mapping[str, Subject], codes: Codes) -> Subject | None:
    """Return the first entry that fits a row.

    By the names of the subjects above it (of an account also its own), else by its own name where the entry allows
    that, else by its code alone.
    """
    code = node.row.code if codes.separator is None else node.row.code.replace(codes.separator, "")
    fitting = [one for one in subjects.values() if code.startswith(tuple(one.codes))]
    above = names_above(node)
    for subject in fitting:
        text = f"{above}/{node.row.name}" if subject.item == "account" else above
        if subject.words is not None and re.search(subject.words, text, re.IGNORECASE):
            return subject
    for subject in fitting:
        if subject.names is not None and re.search(subject.names, node.row.name, re.IGNORECASE):
            return subject
    return next((subject for subject in fitting if subject.words is None and subject.names is None), None)


def names_above(node: Node) -> str:
    """Return the names of the subjects above a row, from the top down."""
    return "/".join(one.row.name for one in node.path[:-1])
