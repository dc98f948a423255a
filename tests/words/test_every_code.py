"""Every sentence that the code can say is written down."""

import ast
from collections.abc import Iterator
from pathlib import Path

import concentration
from concentration.words.sentences import SENTENCES

HOUSE = Path(concentration.__file__).parent


def codes_said() -> Iterator[tuple[str, str]]:
    """Yield the file and the code of every `Message("code", …)` in the package."""
    for file in sorted(HOUSE.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", None) == "Message" and node.args:
                code = node.args[0]
                if isinstance(code, ast.Constant):
                    yield file.name, str(code.value)


def reasons_given() -> Iterator[str]:
    """Yield the literals that `judge/findings.py` gives as reasons."""
    tree = ast.parse((HOUSE / "judge" / "findings.py").read_text(encoding="utf-8"))
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef) and function.name in ("_reason", "without_holdings"):
            for node in ast.walk(function):
                if isinstance(node, ast.Constant) and str(node.value) in SENTENCES:
                    yield str(node.value)


def test_every_message_has_its_sentence() -> None:
    said = list(codes_said())
    assert len(said) > 50
    assert [(file, code) for file, code in said if code not in SENTENCES] == []


def test_every_reason_has_its_sentence() -> None:
    assert set(reasons_given()) >= {
        "year_only",
        "net_assets_not_positive",
        "total_assets_below_net_assets",
        "unexplained_holdings",
        "look_through_missing",
        "not_all_products",
        "calendar_ends",
        "size_not_positive",
        "no_holdings",
    }
