"""How the house is built, read from the source: who imports whom, who prints, and that the law is not in Python."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

import concentration
from concentration.catalogue.load import load_catalogue
from concentration.vocabulary.facts import ASSET_CLASSES, DEBT_CLASSES
from concentration.vocabulary.measures import COMPARISONS, GROUPINGS, SUBJECTS
from concentration.vocabulary.tables import PARTY_KINDS, words_of

PACKAGE = Path(concentration.__file__).parent
SOURCES = {path.relative_to(PACKAGE).as_posix(): path for path in sorted(PACKAGE.rglob("*.py"))}
STEPS = ("read", "connect", "lookthrough", "measure", "judge", "report")
FOR_EVERY_STEP = {"words", "vocabulary", "catalogue", "calendars", "frames", "spreadsheets"}
FOR_READING = {"spreadsheets"}


def tree_of(source: str) -> ast.Module:
    return ast.parse(SOURCES[source].read_text(encoding="utf-8"))


def imported_by(source: str) -> set[str]:
    """The parts of the package that a file imports: `read`, `words`, …"""
    names: list[str] = []
    for node in ast.walk(tree_of(source)):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{source}:{node.lineno} imports relatively"
            names += [f"{node.module}.{alias.name}" for alias in node.names]
    ours = [name.split(".") for name in names if name.split(".")[0] == "concentration"]
    return {name[1] for name in ours if len(name) > 1 and not name[1].startswith("__")}


def part_of(source: str) -> str:
    return source.partition("/")[0].removesuffix(".py")


def docstrings(tree: ast.Module) -> set[int]:
    """The ids of the nodes that only document: a string that stands alone as a statement."""
    return {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }


def literals(source: str) -> Iterator[tuple[int, str]]:
    """Every string of a file that is no docstring, with its line; the fixed parts of f-strings too."""
    tree = tree_of(source)
    silent = docstrings(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in silent:
            yield node.lineno, node.value


def naming(sources: Sequence[str], names: set[str], pattern: str) -> list[str]:
    """The places whose strings hold one of the names as a whole word, a word being what `pattern` matches."""
    return [
        f"{source}:{line} {word}"
        for source in sources
        for line, text in literals(source)
        for word in re.findall(pattern, text)
        if word in names
    ]


@pytest.mark.parametrize("step", STEPS)
def test_a_step_imports_no_other_step(step: str) -> None:
    imports = {name for source in SOURCES if part_of(source) == step for name in imported_by(source)}
    assert imports - {step} <= FOR_EVERY_STEP | (FOR_READING if step == "read" else set())


def test_words_and_calendars_import_nothing_of_ours() -> None:
    for owner in ("words", "calendars"):
        imports = {name for source in SOURCES if part_of(source) == owner for name in imported_by(source)}
        assert imports <= {owner}


def test_the_vocabulary_and_spreadsheets_import_words_alone_and_the_catalogue_no_step() -> None:
    allowed = {
        "vocabulary": {"words", "vocabulary"},
        "spreadsheets": {"words", "spreadsheets"},
        "catalogue": {"words", "vocabulary", "catalogue"},
    }
    for owner, names in allowed.items():
        imports = {name for source in SOURCES if part_of(source) == owner for name in imported_by(source)}
        assert imports <= names


def test_what_travels_between_the_steps_knows_only_the_model() -> None:
    assert imported_by("frames.py") <= {"catalogue", "vocabulary", "words"}


def test_only_the_pipeline_the_command_line_orders_and_what_asks_for_missing_facts_join_the_steps() -> None:
    joining = {part_of(source) for source in SOURCES if len(imported_by(source) & set(STEPS)) > 1}
    assert joining == {"pipeline", "cli", "completing", "trade"}


def test_nothing_that_judges_imports_what_asks_for_missing_facts() -> None:
    asking = {part_of(source) for source in SOURCES if "completing" in imported_by(source)}
    assert asking <= {"completing", "importing", "cli"}


def test_nothing_imports_the_command_line() -> None:
    assert [s for s in SOURCES if "cli" in imported_by(s) and part_of(s) != "cli"] == []


def test_the_library_never_prints() -> None:
    printing = [
        f"{source}:{node.lineno}"
        for source in SOURCES
        if part_of(source) != "cli"
        for node in ast.walk(tree_of(source))
        if (isinstance(node, ast.Name) and node.id == "print")
        or (isinstance(node, ast.Attribute) and node.attr in ("stdout", "stderr"))
    ]
    assert printing == []


def test_no_python_names_a_limit_a_rulebook_or_a_list() -> None:
    catalogue = load_catalogue()
    names = {
        *(limit.id for limit in catalogue.limits),
        *(limit.id.partition("/")[2] for limit in catalogue.limits),
        *catalogue.rulebooks,
        *catalogue.instruments,
        *catalogue.lists,
    } - set(COMPARISONS)  # one limit is called by the word of its comparison
    assert naming(list(SOURCES), names, r"[a-z0-9_-]+(?:/[a-z0-9_-]+)?") == []


def test_no_python_names_a_kind_of_asset() -> None:
    """`vocabulary` is left out: there the word is one of the contract's own, a party's or a fund's type.

    In sentences for people (`words`) a plain word such as "stock" is English, one with an underscore is a kind.
    """
    kinds = set(load_catalogue().kinds)
    code = [source for source in SOURCES if part_of(source) not in ("vocabulary", "words")]
    assert naming(code, kinds, r"(?<![\w-])[a-z0-9_]+(?![\w-])") == []  # an option has words with hyphens
    sentences = [source for source in SOURCES if part_of(source) == "words"]
    assert naming(sentences, {kind for kind in kinds if "_" in kind}, r"[a-z0-9_]+") == []


def test_classes_of_assets_are_known_only_where_facts_are_made() -> None:
    others = {*SUBJECTS, *GROUPINGS, *words_of(PARTY_KINDS)}  # "fund" is a grouping too, "product" a subject
    classes = {*DEBT_CLASSES, *ASSET_CLASSES} - others
    code = [s for s in SOURCES if part_of(s) not in ("vocabulary", "catalogue", "connect", "words")]
    assert naming(code, classes, r"^[a-z_]+$") == []


@pytest.mark.parametrize(
    "module",
    [
        "concentration.cli.main",
        "concentration.catalogue.load",
        "concentration.catalogue.show",
        "concentration.words.sentences",
        "concentration.vocabulary.tables",
        "concentration.vocabulary.facts",
        "concentration.vocabulary.measures",
    ],
)
def test_what_answers_at_once_does_not_load_polars(module: str) -> None:
    program = f"import sys, {module}; sys.exit('polars' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_these_rules_see_what_they_look_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = tmp_path / "wrong.py"
    wrong.write_text(
        '"""stock"""\nfrom concentration.cli import main\nx = f"asset_kind = \'stock\' {main}"\n'
    )
    monkeypatch.setitem(SOURCES, "wrong.py", wrong)
    assert imported_by("wrong.py") == {"cli"}
    assert naming(["wrong.py"], {"stock"}, r"[a-z0-9_]+") == ["wrong.py:3 stock"]
