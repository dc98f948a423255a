"""Folders of limits: a good one is read whole, a broken one is refused with everything that is wrong."""

import shutil
from fractions import Fraction
from pathlib import Path

import pytest

from concentration.catalogue.load import builtin_folder, load_catalogue, read_as, read_folders
from concentration.catalogue.model import ByFact, Catalogue
from concentration.words.message import CannotRunError, Problem
from concentration.words.sentences import render, render_problem

HERE = Path(__file__).parent
GOOD = HERE / "good"
BROKEN = sorted((HERE / "broken").glob("*.yaml"))
ONE_ASSET = (GOOD / "plans" / "one-asset.yaml").read_text(encoding="utf-8")


def loaded(folder: Path) -> tuple[Catalogue, list[Problem]]:
    problems: list[Problem] = []
    return read_folders([folder], [], problems), problems


def told(problems: list[Problem]) -> str:
    lines = []
    for problem in problems:
        allowed = f" [{problem.allowed}]" if problem.allowed else ""
        lines.append(f"line {problem.row}, {problem.column}: {render(problem.message, 'en')}{allowed}")
    return " | ".join(lines)


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """A folder with the good catalogue, to be spoilt."""
    return Path(shutil.copytree(GOOD, tmp_path / "mine"))


def with_limit(mine: Path, old: str, new: str) -> list[Problem]:
    assert old in ONE_ASSET
    (mine / "plans" / "one-asset.yaml").write_text(ONE_ASSET.replace(old, new), encoding="utf-8")
    return loaded(mine)[1]


def test_a_good_limit_is_read_with_its_numbers_exact() -> None:
    catalogue, problems = loaded(GOOD)
    assert problems == []
    limit = catalogue.limit("plans/one-asset")
    assert (limit.rulebook, limit.file, limit.standing) == ("plans", "good/plans/one-asset.yaml", "in_force")
    assert (limit.measure, limit.amount, limit.denominator) == (
        "sum of market_value",
        "market_value",
        "net_assets",
    )
    assert [(bound.from_day, bound.until_day, bound.year_only, bound.value) for bound in limit.bounds] == [
        ("2016-01-01", "2023-02-28", True, Fraction(3, 10)),
        ("2023-03-01", None, False, Fraction(1, 4)),
    ]
    assert limit.warn_at == Fraction(4, 5)
    assert limit.cure is not None
    assert (limit.cure.trading_days, limit.cure.start) == (20, "saleable")
    assert limit.exempt[0].when == "operation = 'closed' AND smallest_investment >= 10000000"
    assert catalogue.rulebooks["plans"].checked == "2026-01-31"


def test_words_that_yaml_would_guess_at_stay_words() -> None:
    catalogue, _ = loaded(GOOD)
    assert catalogue.lists == {
        "recognised_assets": (),
        "nordic_countries": ("NO", "SE"),
        "markets": None,
        "floor": None,
    }
    debt_class = catalogue.kinds["perpetual_bond"].debt_class
    assert isinstance(debt_class, ByFact)
    assert debt_class.values == {"true": "standard", "false": "out_of_scope"}


def test_a_reading_replaces_what_it_names_and_nothing_else() -> None:
    limit = loaded(GOOD)[0].limit("plans/one-asset")
    other = read_as(limit, "cost")
    assert (other.amount, other.reading, other.group_by) == ("cost", "cost", limit.group_by)
    assert read_as(limit, "default") is limit
    with pytest.raises(KeyError):
        read_as(limit, "price")


@pytest.mark.parametrize(
    ("said", "expected"),
    [("[NO]", ("NO",)), ("[]", ()), ("null", None)],  # an empty list is known to be empty
)
def test_a_house_makes_a_setting_in_its_own_folder(
    tmp_path: Path, said: str, expected: tuple[str, ...] | None
) -> None:
    (tmp_path / "lists.yaml").write_text(f"markets: {said}\nrecognised_assets: [A1]\nnordic_countries:\n")
    problems: list[Problem] = []
    lists = read_folders([GOOD], [tmp_path], problems).lists
    assert problems == []
    assert (lists["markets"], lists["floor"]) == (expected, None)
    assert (lists["recognised_assets"], lists["nordic_countries"]) == (("A1",), ("NO", "SE"))


def test_a_house_adds_spellings_of_ratings_and_leaves_the_scale_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "ratings.yaml").write_text("A: [good]\nBB: [so-so]\nC: [Baa2]\n")
    problems: list[Problem] = []
    ratings = read_folders([GOOD], [tmp_path], problems).ratings
    assert list(ratings.items())[:2] == [("AAA", ("AAA-sf",)), ("A", ("good",))]
    assert list(ratings) == ["AAA", "A", "BBB", "C"]
    assert [(problem.message.code, problem.row, problem.seen) for problem in problems] == [
        ("catalogue_rating_not_on_scale", 2, "BB"),
        ("catalogue_rating_twice", 3, "Baa2"),
    ]


@pytest.mark.parametrize("file", BROKEN, ids=lambda file: file.stem)
def test_a_broken_limit_is_refused_with_the_words_of_its_first_line(file: Path, mine: Path) -> None:
    shutil.copy(file, mine / "plans" / "one-asset.yaml")
    _, problems = loaded(mine)
    first_line = file.read_text(encoding="utf-8").splitlines()[0]
    assert f"# {told(problems)}" == first_line
    assert {problem.file for problem in problems} == {"mine/plans/one-asset.yaml"}


def test_there_is_a_broken_file_for_each_of_many_mistakes() -> None:
    assert len(BROKEN) >= 20
    sentences = [file.read_text(encoding="utf-8").splitlines()[0].split(": ", 1)[1] for file in BROKEN]
    assert len(set(sentences)) > 40


@pytest.mark.parametrize("file", BROKEN, ids=lambda file: file.stem)
def test_every_problem_can_be_said_in_chinese(file: Path, mine: Path) -> None:
    shutil.copy(file, mine / "plans" / "one-asset.yaml")
    for problem in loaded(mine)[1]:
        assert any("\u4e00" <= sign <= "\u9fff" for sign in render_problem(problem, "zh"))


def test_all_problems_of_all_files_come_at_once(mine: Path) -> None:
    (mine / "kinds.yaml").unlink()
    for file in BROKEN:
        shutil.copy(file, mine / "plans" / file.name)
    with pytest.raises(CannotRunError) as error:
        load_catalogue([mine])
    assert {Path(problem.file or "").name for problem in error.value.problems} == {
        file.name for file in BROKEN
    }


def test_mistakes_of_one_file_do_not_hide_each_other(mine: Path) -> None:
    (mine / "plans" / "one-asset.yaml").write_text(
        ONE_ASSET.replace("in_force", "inforce")
        .replace("asset_class <> 'cash'", "asset_clas <> 'cash'")
        .replace("at_most: 30%", "at_most: 30")
        .replace("numerator: sum of market_value", "numerator: sum of money")
        .replace("  trading_days: 20\n", ""),
        encoding="utf-8",
    )
    columns = [problem.column for problem in loaded(mine)[1]]
    assert sorted(map(str, columns)) == ["bound.2016.at_most", "count", "cure", "numerator", "standing"]


@pytest.mark.parametrize(
    ("bound", "value"),
    [("300亿元", 30_000_000_000), ("'30,000,000,000 元'", 30_000_000_000), ("1万元", 10_000)],
)
def test_without_a_denominator_the_bound_is_an_amount(mine: Path, bound: str, value: int) -> None:
    text = ONE_ASSET.replace("denominator: net_assets\n", "")
    text = text.replace("at_most: 30%", f"at_most: {bound}").replace("at_most: 25%", f"at_most: {bound}")
    (mine / "plans" / "one-asset.yaml").write_text(text, encoding="utf-8")
    catalogue, problems = loaded(mine)
    assert problems == []
    assert [(one.value, one.is_amount) for one in catalogue.limits[0].bounds] == [(value, True)] * 2


@pytest.mark.parametrize(
    ("comparison", "warn_at"),
    [("at_most: 25%", Fraction(9, 10)), ("less_than: 25%", Fraction(9, 10)), ("forbidden: true", None)],
)
def test_caps_warn_at_nine_tenths_unless_they_say_otherwise(
    mine: Path, comparison: str, warn_at: Fraction | None
) -> None:
    text = (
        ONE_ASSET.replace("warn_at: 80%\n", "")
        .replace("at_most: 25%", comparison)
        .replace("at_most: 30%", comparison)
    )
    (mine / "plans" / "one-asset.yaml").write_text(text, encoding="utf-8")
    catalogue, problems = loaded(mine)
    assert problems == []
    assert catalogue.limits[0].warn_at == warn_at


def test_floors_warn_only_if_their_file_says_so(mine: Path) -> None:
    floor = ONE_ASSET.replace("at_most", "at_least")
    (mine / "plans" / "one-asset.yaml").write_text(floor.replace("warn_at: 80%\n", ""), encoding="utf-8")
    assert loaded(mine)[0].limits[0].warn_at is None
    (mine / "plans" / "one-asset.yaml").write_text(floor.replace("80%", "110%"), encoding="utf-8")
    assert loaded(mine)[0].limits[0].warn_at == Fraction(11, 10)


@pytest.mark.parametrize(
    ("path", "text", "code"),
    [
        ("plans/Odd Name.yaml", ONE_ASSET, "catalogue_name"),
        ("plans/other.yml", ONE_ASSET, "catalogue_suffix"),
        ("one-asset.yaml", ONE_ASSET, "catalogue_outside_rulebook"),
        ("plans/deep/one-asset.yaml", ONE_ASSET, "catalogue_too_deep"),
        ("plans/index.yaml", "title: {zh: 计划, en: Plans}", "catalogue_missing_key"),
        ("lists.yaml", "recognised_assets: A1", "catalogue_needs_list"),
        ("lists.yaml", "recognised_assets: []\nnature: []", "catalogue_list_name"),
        ("lists.yaml", "recognised_assets: []\nnot: []", "catalogue_list_name"),
        ("lists.yaml", "recognised_assets: [{a: b}]", "catalogue_needs_word"),
        ("ratings.yaml", "AAA: [aaa]\nA: [Aaa]", "catalogue_rating_twice"),
        ("ratings.yaml", "AAA: []\naaa: []", "catalogue_rating_twice"),
        ("ratings.yaml", "AAA: Aaa", "catalogue_needs_list"),
        ("instruments.yaml", "rules-2023: {zh: 规定, en: Rules}", "catalogue_missing_key"),
        ("instruments.yaml", "- rules-2023", "catalogue_needs_keys"),
    ],
)
def test_files_that_are_out_of_place_or_broken(mine: Path, path: str, text: str, code: str) -> None:
    (mine / path).parent.mkdir(exist_ok=True)
    (mine / path).write_text(text, encoding="utf-8")
    first = loaded(mine)[1][0]
    assert (first.message.code, first.file) == (code, f"mine/{path}")


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("asset_class: cash", "asset_class: money", "catalogue_no_such_word"),
        (
            "asset_class: cash",
            "asset_class: {by: listed, values: {true: cash}, unknown: cash}",
            "catalogue_by_fact_missing",
        ),
        ("asset_class: cash", "asset_class: {by: nature, values: {}, unknown: cash}", "catalogue_by_fact"),
        ("true: standard, false", "true: standard, no", "catalogue_no_such_word"),
        ("lacks: [country]", "lacks: [kountry]", "catalogue_lacks_column"),
        ("csrc_standardised: true", "csrc_standardised: yes", "catalogue_no_such_word"),
        ("same_asset: itself", "same_asset: alone", "catalogue_no_such_word"),
    ],
)
def test_kinds_are_described_with_known_words(mine: Path, old: str, new: str, code: str) -> None:
    kinds = (GOOD / "kinds.yaml").read_text(encoding="utf-8")
    assert old in kinds
    (mine / "kinds.yaml").write_text(kinds.replace(old, new), encoding="utf-8")
    assert code in [problem.message.code for problem in loaded(mine)[1]]


def test_a_folder_that_is_missing_or_empty_is_told(tmp_path: Path) -> None:
    with pytest.raises(CannotRunError) as error:
        load_catalogue([tmp_path, tmp_path / "none"])
    codes = [problem.message.code for problem in error.value.problems]
    assert codes == ["catalogue_empty_folder", "catalogue_no_folder"]


def test_total_assets_are_judged_per_product_and_by_themselves(mine: Path) -> None:
    problems = with_limit(mine, "numerator: sum of market_value", "numerator: total_assets")
    assert [(problem.column, problem.message.code) for problem in problems] == [
        ("group_by", "catalogue_figure_alone"),
        ("count", "catalogue_figure_alone"),
    ]


def test_a_repealed_limit_ends_the_day_before(mine: Path) -> None:
    assert with_limit(mine, "    at_most: 25%\n", "    repealed: true\n") == []
    [bound] = loaded(mine)[0].limits[0].bounds
    assert (bound.from_day, bound.until_day) == ("2016-01-01", "2023-02-28")


def test_a_users_folder_adds_limits_beside_the_built_in_ones(tmp_path: Path) -> None:
    (tmp_path / "house").mkdir()
    text = ONE_ASSET.replace("rules-2023", "house-rules").replace(
        " AND asset_id NOT IN recognised_assets", ""
    )
    (tmp_path / "house" / "one-asset.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "instruments.yaml").write_text(
        "house-rules: {zh: 内规, en: House rules, number: 内部}", encoding="utf-8"
    )
    ours = load_catalogue()
    both = load_catalogue([tmp_path])
    assert {limit.id for limit in both.limits} - {limit.id for limit in ours.limits} == {"house/one-asset"}
    assert [limit.id for limit in both.limits] == sorted(limit.id for limit in both.limits)
    assert both.sha256 != ours.sha256
    assert [limit.id for limit in load_catalogue([tmp_path], builtin=False).limits] == ["house/one-asset"]


def test_a_built_in_limit_cannot_be_replaced(tmp_path: Path) -> None:
    limit = load_catalogue().limits[0]
    (tmp_path / limit.rulebook).mkdir()
    (tmp_path / f"{limit.id}.yaml").write_text(ONE_ASSET, encoding="utf-8")
    with pytest.raises(CannotRunError) as error:
        load_catalogue([tmp_path])
    [problem] = error.value.problems
    assert problem.message.code == "catalogue_twice"
    assert problem.message.values["other"] == f"limits/{limit.id}.yaml"


def test_the_built_in_limits_are_found_and_read() -> None:
    assert (builtin_folder() / "kinds.yaml").is_file()
    catalogue = load_catalogue()
    assert catalogue.limits
    assert set(catalogue.rulebooks) == {limit.rulebook for limit in catalogue.limits}
    assert load_catalogue().sha256 == catalogue.sha256


# Lots


def test_lots_stand_in_the_order_in_which_they_are_tried(mine: Path) -> None:
    ours = list(load_catalogue().lots)
    (mine / "lots.yaml").write_text("house: {title: {zh: 甲, en: a}, step: 5}\n", encoding="utf-8")
    catalogue, problems = loaded(mine)
    assert problems == []
    assert list(catalogue.lots) == ["house"]
    assert ours[-1] == "others"
    assert load_catalogue().lots["others"].kinds == []


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ("{title: {zh: 甲, en: a}}", "step"),
        ("{title: {zh: 甲, en: a}, step: 0}", "1, 2, 3, …"),
        ("{title: {zh: 甲, en: a}, step: 1, kinds: [stok]}", "stok"),
        ("{title: {zh: 甲, en: a}, step: 1, kind: [stock]}", "kind"),
    ],
)
def test_a_lot_that_says_nothing_that_can_be_read_is_an_error(mine: Path, entry: str, said: str) -> None:
    (mine / "lots.yaml").write_text(f"house: {entry}\n", encoding="utf-8")
    _, problems = loaded(mine)
    assert len(problems) == 1
    assert said in " ".join(map(str, (problems[0].message.values, problems[0].seen, problems[0].allowed)))
