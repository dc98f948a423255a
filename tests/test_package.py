"""What is released: one version everywhere, and a wheel that carries the law with it."""

import tomllib
from importlib.metadata import entry_points
from importlib.resources import files
from pathlib import Path

import concentration
from concentration.catalogue.load import builtin_folder, load_catalogue

HOUSE = Path(__file__).parent.parent
PROJECT = tomllib.loads((HOUSE / "pyproject.toml").read_text(encoding="utf-8"))


def test_the_version_is_the_same_in_the_project_and_in_the_package() -> None:
    assert PROJECT["project"]["version"] == concentration.__version__


def test_the_changelog_names_the_version() -> None:
    assert f"## [{concentration.__version__}]" in (HOUSE / "CHANGELOG.md").read_text(encoding="utf-8")


def test_the_licence_is_the_whole_text_of_apache_2() -> None:
    text = (HOUSE / "LICENSE").read_text(encoding="utf-8")
    assert PROJECT["project"]["license"] == "Apache-2.0"
    assert "Version 2.0, January 2004" in text
    assert "END OF TERMS AND CONDITIONS" in text
    assert len(text.splitlines()) == 202


def test_the_wheel_carries_the_limits_inside_the_package() -> None:
    wheel = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert wheel == {"packages": ["concentration"], "force-include": {"limits": "concentration/limits"}}
    assert builtin_folder() == HOUSE / "limits"  # here, in a checkout; .ci/run looks inside the wheel


def test_tables_and_schemas_ship_with_the_package() -> None:
    shipped = files("concentration")
    names = ("py.typed", "calendars/sessions.txt", "calendars/working_days.txt")
    assert all(shipped.joinpath(name).is_file() for name in names)
    assert shipped.joinpath("report/schema/concentration-report-1.json").is_file()


def test_the_command_is_installed() -> None:
    (command,) = entry_points(group="console_scripts", name="concentration")
    assert command.value == PROJECT["project"]["scripts"]["concentration"]


def test_the_changelog_counts_the_limits_rightly() -> None:
    catalogue = load_catalogue()
    assert (len(catalogue.limits), len(catalogue.rulebooks)) == (74, 10)
    text = (HOUSE / "CHANGELOG.md").read_text(encoding="utf-8")
    assert "Seventy-four limits of ten rulebooks" in text
    assert all(f"`{rulebook}`" in text for rulebook in catalogue.rulebooks)
