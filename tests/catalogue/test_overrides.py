"""A house may draw its own lines on limits that stand already, and only stricter ones."""

import shutil
from fractions import Fraction
from pathlib import Path

import pytest

from concentration.catalogue.lint import lint
from concentration.catalogue.load import load_catalogue, read_folders
from concentration.catalogue.model import Catalogue, Limit
from concentration.catalogue.show import show_text
from concentration.words.message import CannotRunError, Problem
from concentration.words.sentences import render_problem

GOOD = Path(__file__).parent / "good"
ONE_ASSET = (GOOD / "plans" / "one-asset.yaml").read_text(encoding="utf-8")
TWENTY = "stricter: {bound: {2024-01-01: {at_most: 20%}}}"


def read(folder: Path, house: str, law: str = ONE_ASSET) -> tuple[Catalogue, list[Problem]]:
    """The good catalogue as the law, and beside it a house's folder with one file at the path of its limit."""
    ours = Path(shutil.copytree(GOOD, folder / "law"))
    (ours / "plans" / "one-asset.yaml").write_text(law, encoding="utf-8")
    theirs = folder / "house"
    (theirs / "plans").mkdir(parents=True)
    (theirs / "plans" / "one-asset.yaml").write_text(house, encoding="utf-8")
    problems: list[Problem] = []
    return read_folders([ours], [theirs], problems), problems


def tightened(folder: Path, house: str, law: str = ONE_ASSET) -> Limit:
    catalogue, problems = read(folder, house, law)
    assert [render_problem(problem, "en") for problem in problems] == []
    return catalogue.limit("plans/one-asset")


def told(folder: Path, house: str, law: str = ONE_ASSET) -> list[tuple[str, str | None]]:
    return [(problem.message.code, problem.column) for problem in read(folder, house, law)[1]]


def days(limit: Limit) -> list[tuple[str, str | None, Fraction | None, str]]:
    return [(one.from_day, one.until_day, one.value, one.line_of) for one in limit.bounds]


def test_from_its_day_the_line_of_the_house_takes_the_place_of_the_laws(tmp_path: Path) -> None:
    limit = tightened(tmp_path, TWENTY)
    assert days(limit) == [
        ("2016-01-01", "2023-02-28", Fraction(3, 10), "law"),
        ("2023-03-01", "2023-12-31", Fraction(1, 4), "law"),
        ("2024-01-01", None, Fraction(1, 5), "house"),
    ]
    ours, law = limit.bounds[2], limit.bounds[1]
    assert (ours.law_value, ours.cite, ours.comparison) == (law.value, law.cite, law.comparison)
    assert limit.file == "law/plans/one-asset.yaml"


def test_a_line_reaches_over_every_value_of_the_law_on_its_days(tmp_path: Path) -> None:
    limit = tightened(tmp_path, "stricter: {bound: {2016-05-01: {at_most: 20%}}}")
    assert days(limit) == [
        ("2016-01-01", "2016-04-30", Fraction(3, 10), "law"),
        ("2016-05-01", "2023-02-28", Fraction(1, 5), "house"),
        ("2023-03-01", None, Fraction(1, 5), "house"),
    ]
    assert [one.year_only for one in limit.bounds] == [True, True, False]
    assert [one.law_value for one in limit.bounds[1:]] == [Fraction(3, 10), Fraction(1, 4)]


def test_a_house_changes_its_line_and_gives_it_up(tmp_path: Path) -> None:
    house = (
        "stricter:\n  bound:\n    2024-01-01: {at_most: 20%}\n"
        "    2024-07-01: {less_than: 18%}\n    2025-01-01: {repealed: true}\n"
    )
    assert days(tightened(tmp_path, house))[1:] == [
        ("2023-03-01", "2023-12-31", Fraction(1, 4), "law"),
        ("2024-01-01", "2024-06-30", Fraction(1, 5), "house"),
        ("2024-07-01", "2024-12-31", Fraction(9, 50), "house"),
        ("2025-01-01", None, Fraction(1, 4), "law"),
    ]


def test_a_line_as_strict_as_the_laws_changes_nothing(tmp_path: Path) -> None:
    limit = tightened(tmp_path, "stricter: {bound: {2024-01-01: {at_most: 25%}}}")
    assert [line_of for *_, line_of in days(limit)] == ["law", "law"]


def test_to_stay_below_the_number_of_the_law_is_stricter_than_to_reach_it(tmp_path: Path) -> None:
    assert days(tightened(tmp_path, "stricter: {bound: {2024-01-01: {less_than: 25%}}}"))[-1][3] == "house"
    law = ONE_ASSET.replace("at_most", "less_than")
    assert told(tmp_path / "other", "stricter: {bound: {2024-01-01: {at_most: 25%}}}", law) == [
        ("override_looser", "stricter.bound.2024-01-01.at_most")
    ]


def test_a_looser_line_is_refused_with_both_numbers_and_its_place(tmp_path: Path) -> None:
    [problem] = read(tmp_path, "stricter:\n  bound:\n    2024-01-01: {at_most: 26%}\n")[1]
    assert render_problem(problem, "en") == (
        f"{tmp_path.as_posix()}/house/plans/one-asset.yaml, row 3, column stricter.bound.2024-01-01.at_most: the "
        "house's 26% is looser than the 25% of the law from 2023-03-01; a house can only be stricter; seen: 26%; "
        "allowed: at_most: 25%"
    )


def test_a_line_is_held_against_every_value_of_the_law_that_it_meets(tmp_path: Path) -> None:
    house = "stricter: {bound: {2020-01-01: {at_most: 28%}}}"
    assert told(tmp_path, house) == [("override_looser", "stricter.bound.2020-01-01.at_most")]
    ended = "stricter: {bound: {2020-01-01: {at_most: 28%}, 2023-03-01: {repealed: true}}}"
    assert told(tmp_path / "ended", ended) == []


def test_of_values_by_whom_they_bind_a_line_meets_each(tmp_path: Path) -> None:
    listed = (
        "bound:\n  2023-03-01:\n"
        "    - {when: structured, at_most: 20%, cite: {instrument: rules-2023, article: 一, basis: number}}\n"
        "    - {when: structured = false, at_most: 30%, cite: {instrument: rules-2023, article: 二, basis: number}}\n"
    )
    law = ONE_ASSET[: ONE_ASSET.index("bound:")] + listed + ONE_ASSET[ONE_ASSET.index("warn_at:") :]
    house = "stricter: {bound: {2024-01-01: {at_most: %s}}}"
    limit = tightened(tmp_path, house % "15%", law)
    assert [(one.from_day, one.when, one.value) for one in limit.bounds] == [
        ("2023-03-01", "structured", Fraction(1, 5)),
        ("2023-03-01", "structured = false", Fraction(3, 10)),
        ("2024-01-01", "structured", Fraction(3, 20)),
        ("2024-01-01", "structured = false", Fraction(3, 20)),
    ]
    assert told(tmp_path / "between", house % "25%", law) == [
        ("override_looser", "stricter.bound.2024-01-01.at_most")
    ]


@pytest.mark.parametrize(
    ("line", "warn_at"), [("70%", Fraction(7, 10)), ("80%", Fraction(4, 5)), ("0.5", Fraction(1, 2))]
)
def test_a_house_is_warned_earlier(line: str, warn_at: Fraction, tmp_path: Path) -> None:
    limit = tightened(tmp_path, f"stricter: {{warn_at: {line}, note: {{zh: 内规, en: our rule}}}}")
    assert (limit.warn_at, days(limit)[-1][3]) == (warn_at, "law")
    assert limit.house_note is not None
    assert limit.house_note.en == "our rule"


@pytest.mark.parametrize(
    ("house", "problems"),
    [
        ("stricter: {warn_at: 85%}", [("override_warning_looser", "stricter.warn_at")]),
        ("stricter: {warn_at: 120%}", [("catalogue_warning_outside", "stricter.warn_at")]),
        ("stricter: {warn_at: soon}", [("catalogue_bound_value", "stricter.warn_at")]),
        ("stricter: {note: {zh: 一, en: one}}", [("override_of_nothing", "stricter")]),
        (
            "stricter: {at_most: 20%}",
            [("catalogue_unknown_key", "stricter.at_most"), ("override_of_nothing", "stricter")],
        ),
        ("stricter: 20%", [("catalogue_needs_keys", "stricter")]),
        (TWENTY + "\ndenominator: net_assets", [("catalogue_unknown_key", "denominator")]),
        (TWENTY.replace("20%", "20"), [("catalogue_bound_value", "stricter.bound.2024-01-01.at_most")]),
        (TWENTY.replace("20%", "300亿元"), [("catalogue_bound_value", "stricter.bound.2024-01-01.at_most")]),
        (
            TWENTY.replace("at_most", "at_least"),
            [("override_other_side", "stricter.bound.2024-01-01.at_least")],
        ),
        (TWENTY.replace("2024-01-01", "2024"), [("catalogue_day", "stricter.bound.2024")]),
        (TWENTY.replace("2024-01-01", "soon"), [("catalogue_day", "stricter.bound.soon")]),
        ("stricter: {bound: {2024-01-01: {}}}", [("catalogue_no_comparison", "stricter.bound.2024-01-01")]),
        (
            "stricter: {bound: {2024-01-01: {at_most: 20%, less_than: 20%}}}",
            [("catalogue_two_comparisons", "stricter.bound.2024-01-01")],
        ),
        (
            "stricter: {bound: {2024-01-01: {at_most: 30%}, 2025-01-01: {at_most: 40%}}, warn_at: 99%}",
            [
                ("override_looser", "stricter.bound.2024-01-01.at_most"),
                ("override_looser", "stricter.bound.2025-01-01.at_most"),
                ("override_warning_looser", "stricter.warn_at"),
            ],
        ),
    ],
)
def test_what_a_house_cannot_say(house: str, problems: list[tuple[str, str]], tmp_path: Path) -> None:
    assert told(tmp_path, house) == problems


def test_a_ban_has_no_number_and_no_warning_that_could_be_stricter(tmp_path: Path) -> None:
    law = ONE_ASSET.replace("at_most: 30%", "forbidden: true").replace("at_most: 25%", "forbidden: true")
    house = "stricter: {bound: {2024-01-01: {at_most: 1%}}, warn_at: 80%}"
    assert told(tmp_path, house, law.replace("warn_at: 80%\n", "")) == [
        ("override_of_ban", "stricter.bound.2024-01-01.at_most"),
        ("catalogue_warning_of_ban", "stricter.warn_at"),
    ]


def test_a_whole_limit_in_the_place_of_another_is_told_how_to_make_it_stricter(tmp_path: Path) -> None:
    [problem] = read(tmp_path, ONE_ASSET)[1]
    assert problem.message.code == "catalogue_twice"
    assert "stricter: alone" in render_problem(problem, "en")


def test_what_is_no_limit_cannot_be_made_stricter(tmp_path: Path) -> None:
    (tmp_path / "house" / "plans").mkdir(parents=True)
    (tmp_path / "house" / "plans" / "one-aset.yaml").write_text(TWENTY, encoding="utf-8")
    problems: list[Problem] = []
    read_folders([GOOD], [tmp_path / "house"], problems)
    assert [(one.message.code, one.seen, one.allowed) for one in problems] == [
        ("override_unknown", "plans/one-aset", "plans/one-asset")
    ]


def test_one_file_makes_a_limit_stricter(tmp_path: Path) -> None:
    houses = [tmp_path / "one", tmp_path / "two"]
    for house in houses:
        (house / "plans").mkdir(parents=True)
        (house / "plans" / "one-asset.yaml").write_text(TWENTY, encoding="utf-8")
    problems: list[Problem] = []
    read_folders([GOOD], houses, problems)
    assert [one.message.code for one in problems] == ["override_twice"]


def test_without_the_built_in_limits_nothing_is_there_to_be_made_stricter(tmp_path: Path) -> None:
    limit = next(
        one for one in load_catalogue().limits if one.bounds[-1].comparison == "at_most" and one.denominator
    )
    (tmp_path / limit.rulebook).mkdir()
    house = "stricter: {bound: {2024-01-01: {at_most: 1%}}}"
    (tmp_path / f"{limit.id}.yaml").write_text(house, encoding="utf-8")
    assert load_catalogue([tmp_path]).limit(limit.id).bounds[-1].line_of == "house"
    assert load_catalogue([tmp_path], builtin=False).limits == ()
    assert lint([tmp_path]) == lint([])


def test_a_house_that_is_not_stricter_stops_every_run(tmp_path: Path) -> None:
    limit = next(
        one for one in load_catalogue().limits if one.bounds[-1].comparison == "at_most" and one.denominator
    )
    (tmp_path / limit.rulebook).mkdir()
    (tmp_path / f"{limit.id}.yaml").write_text(TWENTY.replace("20%", "900%"), encoding="utf-8")
    with pytest.raises(CannotRunError, match="override_looser"):
        load_catalogue([tmp_path])


def test_the_page_of_a_limit_names_the_line_of_the_house_and_the_laws(tmp_path: Path) -> None:
    house = TWENTY.removesuffix("}") + ", note: {zh: 内规第三条, en: our rule 3}}"
    catalogue, _ = read(tmp_path, house)
    lines = [
        line for _, lines in show_text(catalogue.limit("plans/one-asset"), catalogue, "en") for line in lines
    ]
    assert "from 2024-01-01: at most 20% (line of the house; the law's: 25%)" in lines
    assert "our rule 3" in lines


def test_lists_of_a_house_add_to_those_that_are_there_and_make_settings(tmp_path: Path) -> None:
    (tmp_path / "lists.yaml").write_text(
        "recognised_assets: [A9]\nwatched: [C1]\nopen_setting: [X]", encoding="utf-8"
    )
    ours = Path(shutil.copytree(GOOD, tmp_path / "law"))
    with (ours / "lists.yaml").open("a", encoding="utf-8") as lists:
        lists.write("\nopen_setting: null\n")
    theirs = tmp_path / "house"
    theirs.mkdir()
    shutil.move(tmp_path / "lists.yaml", theirs)
    problems: list[Problem] = []
    found = read_folders([ours], [theirs], problems).lists
    assert problems == []
    assert (found["recognised_assets"], found["watched"], found["open_setting"]) == (("A9",), ("C1",), ("X",))
    assert read_folders([ours], [], problems).lists["open_setting"] is None
