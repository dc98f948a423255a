"""What the README says is so: generated parts are as the program makes them, and every command shown runs.

After a wanted change: `python .ci/write_readme.py`, then read the difference and commit it.
"""

import importlib.util
import re
import shlex
import shutil
from pathlib import Path
from types import ModuleType

import pytest

from concentration.catalogue.load import load_catalogue
from concentration.read.portfolio import read_portfolio
from tests.cli.command import HOUSE, SAMPLES, run

README = (HOUSE / "README.md").read_text(encoding="utf-8")
PAGES = ("README.md", "docs/reference.md", "CONTRIBUTING.md", "CHANGELOG.md")
BLOCK = re.compile(r"(?ms)^```(\w+)\n(.*?)^```")
FILE = re.compile(r"# ([\w./-]+\.yaml)\n")
SHOWN = re.compile(r"^(concentration .+?)\s+# exit code (\d+)$")


def blocks(language: str) -> list[str]:
    return [content for name, content in BLOCK.findall(README) if name == language]


def commands() -> list[tuple[str, int]]:
    """Every command of the README with the exit code it says."""
    lines = [line for block in blocks("sh") for line in block.splitlines()]
    found = [SHOWN.match(line) for line in lines]
    assert all(found), lines
    return [(match[1], int(match[2])) for match in found if match]


def writer() -> ModuleType:
    """The script that writes the generated parts."""
    spec = importlib.util.spec_from_file_location("write_readme", HOUSE / ".ci" / "write_readme.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def earlier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report that the README writes before it is used as a baseline."""
    report = tmp_path_factory.mktemp("earlier") / "earlier.json"
    run("check", "sample_portfolios/trust_company", "--output", report)
    return report


@pytest.fixture
def desk(tmp_path: Path, earlier: Path) -> Path:
    """A folder with the samples and the files that the README shows, as a reader would have them."""
    shutil.copytree(SAMPLES, tmp_path / "sample_portfolios")
    for block in blocks("yaml"):
        name = FILE.match(block)
        assert name is not None, block
        file = tmp_path / name[1]
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(block, encoding="utf-8")
    orders, _, approved = blocks("csv")
    (tmp_path / "orders.csv").write_text(orders, encoding="utf-8")
    (tmp_path / "approved.csv").write_text(approved, encoding="utf-8")
    shutil.copy(earlier, tmp_path)
    return tmp_path


def test_generated_parts_are_as_the_program_makes_them() -> None:
    for page, wanted in writer().pages().items():
        assert page.read_text(encoding="utf-8") == wanted, f"{page.name}: run python .ci/write_readme.py"


def test_the_page_opens_with_the_two_commands_that_matter() -> None:
    first, second = (line.strip() for line in README.splitlines()[:2])
    assert first == "pip install . && concentration check sample_portfolios/trust_company"
    assert second == 'pip install -e ".[dev]" && pytest'
    script = (HOUSE / ".ci" / "run").read_text(encoding="utf-8")
    assert all(part in script for part in second.split(" && "))


@pytest.mark.parametrize(("command", "code"), commands())
def test_every_command_shown_ends_as_it_says(command: str, code: int, desk: Path) -> None:
    assert run(*shlex.split(command)[1:], cwd=desk).code == code


def test_the_limit_of_ones_own_finds_what_it_is_for(desk: Path) -> None:
    ran = run("check", "sample_portfolios/clean", "--limits", "my_limits", "--rulebook", "house", cwd=desk)
    assert "7.5% > 7%" in ran.text
    assert "8% > 7%" in ran.text


def test_the_stricter_lines_shown_are_judged(desk: Path) -> None:
    """The house holds every plan to 22%, a contract one plan to 20%; the other limits stay the law's."""
    clean = desk / "sample_portfolios" / "clean"
    options = ("--limits", "my_limits", "--limit", "collective-plans/single-asset-of-plan", "--all")
    ours = run("check", "sample_portfolios/clean", *options, cwd=desk)
    assert "line of the house: 22% (the law's: 25%)" in ours.text
    _, contract, _ = blocks("csv")
    (clean / "product_limits.csv").write_text(contract, encoding="utf-8")
    both = run("check", "sample_portfolios/clean", *options, cwd=desk)
    assert "line of the contract: 20% (the law's: 25%)" in both.text
    assert "line of the house" not in both.text


def test_the_waiver_shown_covers_what_it_is_for(desk: Path) -> None:
    options = ("--waivers", "approved.csv", "--limit", "trust-qdii/fund-20", "--fail-on", "warning")
    ran = run("check", "sample_portfolios/trust_company", *options, cwd=desk)
    assert ran.code == 4, "the breach is waived, the warning of another fund stands"
    assert "Waived up to 21%, until 2024-07-31" in ran.text


def test_the_portfolio_yaml_shown_is_read(desk: Path) -> None:
    clean = desk / "sample_portfolios" / "clean"
    shutil.copy(desk / "portfolio.yaml", clean)
    head, *rows = (clean / "assets.csv").read_text(encoding="utf-8").splitlines()
    marked = [f"{head},watch_list", *(f"{row},false" for row in rows)]
    (clean / "assets.csv").write_text("\n".join(marked), encoding="utf-8")
    settings = read_portfolio(clean, load_catalogue().kinds).settings
    assert settings.defaults == {"assets.defaulted": "false", "assets.restricted": "false"}
    assert settings.facts == {"assets": {"watch_list": "bool"}}


def test_the_library_is_used_as_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(HOUSE)
    (program,) = blocks("python")
    exec(compile(program, "README.md", "exec"), {})


def test_every_option_of_check_is_named() -> None:
    options = set(re.findall(r"--[a-z-]+", run("check", "--help").text)) - {"--help"}
    assert len(options) > 10
    assert options <= set(re.findall(r"--[a-z-]+", README))


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str) -> None:
    text = (HOUSE / page).read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)]+)\)", text):
        if target.startswith("http"):
            continue
        file, _, heading = target.partition("#")
        linked = (HOUSE / page).parent / file if file else HOUSE / page
        assert linked.is_file(), target
        if heading:
            titles = re.findall(r"(?m)^#+ (.+)$", linked.read_text(encoding="utf-8"))
            assert heading in {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}
