"""Proofreading: the numbers of a limit stand in the words it quotes."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from concentration.catalogue.lint import lint
from concentration.catalogue.load import load_catalogue, read_folders
from concentration.words.message import Problem
from concentration.words.sentences import render_problem

GOOD = Path(__file__).parent / "good"
TODAY = date(2026, 1, 31)
ONE_ASSET = (GOOD / "plans" / "one-asset.yaml").read_text(encoding="utf-8")


def linted(folder: Path, old: str, new: str, also: dict[str, str] | None = None) -> list[Problem]:
    """What is found in the good catalogue with one change to its limit, and with other files beside it."""
    mine = Path(shutil.copytree(GOOD, folder / "mine"))
    assert old in ONE_ASSET
    (mine / "plans" / "one-asset.yaml").write_text(ONE_ASSET.replace(old, new), encoding="utf-8")
    for name, text in (also or {}).items():
        (mine / name).write_text(text, encoding="utf-8")
    problems: list[Problem] = []
    catalogue = read_folders([mine], [], problems)
    return problems + lint(catalogue, today=TODAY)


def said(problems: list[Problem]) -> list[tuple[str, str | None]]:
    return [(problem.message.code, problem.column) for problem in problems]


def test_a_good_catalogue_has_nothing_to_correct(tmp_path: Path) -> None:
    assert linted(tmp_path, "25%", "0.25") == []


def test_the_built_in_catalogue_has_nothing_to_correct() -> None:
    assert [render_problem(problem, "en") for problem in lint(load_catalogue())] == []


@pytest.mark.parametrize(
    ("old", "new", "column", "seen"),
    [
        ("at_most: 25%", "at_most: 20%", "bound.2023-03-01", "20%"),
        ("at_most: 25%", "at_most: 5%", "bound.2023-03-01", "5%"),
        ("百分之二十五", "百分之二十", "bound.2023-03-01", "25%"),
        ("不低于1000万元", "不低于100万元", "exempt.1", "10000000"),
        ("trading_days: 20", "trading_days: 10", "cure", "10"),
        ("在二十个交易日内", "在第二十条所称期限内", "cure", "20"),
    ],
)
def test_a_number_that_is_not_in_the_quotation_is_found(
    tmp_path: Path, old: str, new: str, column: str, seen: str
) -> None:
    [problem] = linted(tmp_path, old, new)
    assert (problem.message.code, problem.column, problem.seen) == ("lint_number_not_quoted", column, seen)
    assert problem.file == "mine/plans/one-asset.yaml"


@pytest.mark.parametrize("quote", ["不得超过25%", "不得超过 25 ％", "不得超过２５％", "不得超过四分之一"])
def test_the_width_and_the_writing_of_a_number_do_not_matter(tmp_path: Path, quote: str) -> None:
    assert linted(tmp_path, "不得超过该计划资产净值的百分之二十五", quote) == []


def test_a_condition_that_names_no_fact_is_told(tmp_path: Path) -> None:
    [problem] = linted(tmp_path, "applies_to: product_kind = 'collective_plan'", "applies_to: 1 = 1")
    assert (problem.message.code, problem.column) == ("lint_condition_of_nothing", "applies_to")


def test_folders_are_linted_beside_the_built_in_limits(tmp_path: Path) -> None:
    (tmp_path / "house").mkdir()
    (tmp_path / "house" / "broken.yaml").write_text("title: 1", encoding="utf-8")
    problems = lint([tmp_path])
    assert {problem.file for problem in problems} == {f"{tmp_path.as_posix()}/house/broken.yaml"}
    assert "catalogue_missing_key" in {problem.message.code for problem in problems}


COUNT = "asset_class <> 'cash' AND asset_kind NOT IN ('treasury') AND asset_id NOT IN recognised_assets"


@pytest.mark.parametrize(
    ("old", "new", "code", "column"),
    [
        (
            "applies_to: product_kind = 'collective_plan'",
            "applies_to: product_kind = 'collective_plan' AND product_kind = 'public_fund'",
            "lint_never_applies",
            "applies_to",
        ),
        ("asset_class <> 'cash'", "debt_class = 'non_standard'", "lint_counts_no_kind", "count"),
        (
            "asset_class <> 'cash'",
            "asset_kind = 'cash' AND debt_class = 'standard'",
            "lint_counts_no_kind",
            "count",
        ),
        ("asset_class <> 'cash'", "product_kind = 'public_fund'", "lint_never_together", "count"),
        (
            "operation = 'closed'",
            "operation = 'closed' AND NOT operation = 'closed'",
            "lint_never_true",
            "exempt.1.when",
        ),
        ("operation = 'closed'", "product_kind = 'public_fund'", "lint_never_together", "exempt.1.when"),
        (
            "smallest_investment >= 10000000",
            "smallest_investment >= 10000000 AND smallest_investment < 1000",
            "lint_never_true",
            "exempt.1.when",
        ),
        (
            "group_by:",
            "only_if_every_holding: asset_kind = 'treasury' AND asset_kind = 'cash'\ngroup_by:",
            "lint_never_true",
            "only_if_every_holding",
        ),
    ],
)
def test_a_condition_that_nothing_can_satisfy_is_found(
    tmp_path: Path, old: str, new: str, code: str, column: str
) -> None:
    quoted = ONE_ASSET.replace("1000万元}", "1000万元或1000元}")
    assert old in quoted
    found = linted(tmp_path, ONE_ASSET, quoted.replace(old, new))
    assert said(found) == [(code, column)]


@pytest.mark.parametrize(
    "count",
    [
        "asset_kind = 'perpetual_bond' AND debt_class = 'standard'",
        "asset_kind = 'perpetual_bond' AND asset_class IS NULL",
        "asset_class = 'cash' OR net_assets > 2 * total_assets",
        "market_value > cost AND product_maturity_date < next_open_date",
        "issuer_id <> originator_id AND issuer_id LIKE 'C%'",
    ],
)
def test_a_condition_that_something_can_satisfy_is_left_alone(tmp_path: Path, count: str) -> None:
    assert linted(tmp_path, COUNT, count) == []


def test_a_fact_that_no_counted_kind_has_says_nothing(tmp_path: Path) -> None:
    [problem] = linted(tmp_path, COUNT, "asset_kind = 'treasury' AND COALESCE(country, 'CN') <> 'SE'")
    assert (problem.message.code, problem.column, problem.seen) == ("lint_void_fact", "count", "country")
    assert problem.message.values["kinds"] == ["treasury"]


def test_values_stand_in_the_order_of_their_days(tmp_path: Path) -> None:
    value = "  2016: {at_most: 30%, cite: {instrument: rules-2023, article: 第一款, basis: number}}\n"
    late = ONE_ASSET.replace(value, "").replace("warn_at:", value + "warn_at:")
    [problem] = linted(tmp_path, ONE_ASSET, late)
    assert (problem.message.code, problem.column) == ("lint_days_in_order", "bound.2016")
    assert problem.row == late.splitlines().index(value.rstrip("\n")) + 1


def test_a_repeal_before_every_value_repeals_nothing(tmp_path: Path) -> None:
    repeal = "bound:\n  2001-01-01: {repealed: true, cite: {instrument: rules-2023, article: 第一款, basis: number}}\n"
    problems = linted(tmp_path, "bound:\n", repeal)
    assert "catalogue_repeal_of_nothing" in {problem.message.code for problem in problems}


def test_a_text_cannot_have_been_checked_on_a_day_to_come(tmp_path: Path) -> None:
    index = (GOOD / "plans" / "index.yaml").read_text(encoding="utf-8")
    later = {"plans/index.yaml": index.replace("2026-01-31", "2026-02-01")}
    [problem] = linted(tmp_path, "25%", "25%", later)
    assert (problem.message.code, problem.file, problem.seen) == (
        "lint_checked_later",
        "plans/index.yaml",
        "2026-02-01",
    )


@pytest.mark.parametrize("place", ["exempt", "cure", "bound"])
def test_an_exemption_a_cure_and_a_value_whose_basis_is_text_are_quoted(tmp_path: Path, place: str) -> None:
    quotes = {
        "exempt": ", quote: 单个投资者投资金额不低于1000万元",
        "cure": ", quote: 应当在二十个交易日内调整",
        "bound": ", quote: 不得超过该计划资产净值的百分之二十五",
    }
    [problem] = linted(tmp_path, quotes[place], "")
    assert problem.message.code == "catalogue_quote_missing"
    assert str(problem.column).startswith(place)


def test_the_same_rule_under_two_names_is_found(tmp_path: Path) -> None:
    twin = ONE_ASSET.replace("asset_class <> 'cash' AND", "asset_class  <>  'cash'\n  AND").replace(
        "80%", "70%"
    )
    [problem] = linted(tmp_path, "25%", "25%", {"plans/one-thing.yaml": twin})
    assert (problem.message.code, problem.seen) == ("lint_twin", "plans/one-thing")
    assert problem.message.values["other"] == "plans/one-asset"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("standing: in_force", "standing: advisory\nonly_if_some_holding: asset_kind = 'cash'"),
        ("group_by: same_asset", "group_by: asset"),
        ("numerator: sum of market_value", "numerator: sum of exposure"),
        ("asset_class <> 'cash'", "asset_class <> 'fund'"),
        ("denominator: net_assets", "denominator: total_assets"),
    ],
)
def test_limits_that_ask_for_different_things_are_no_twins(tmp_path: Path, old: str, new: str) -> None:
    assert old in ONE_ASSET
    assert linted(tmp_path, "25%", "25%", {"plans/one-thing.yaml": ONE_ASSET.replace(old, new)}) == []


def test_a_tighter_line_in_a_rulebook_of_ones_own_is_no_twin(tmp_path: Path) -> None:
    tighter = ONE_ASSET.replace("at_most: 25%", "at_most: 20%").replace("百分之二十五", "百分之二十")
    tighter = tighter.replace("at_most: 30%", "at_most: 29%")
    (tmp_path / "mine" / "house").mkdir(parents=True)
    folder = Path(shutil.copytree(GOOD, tmp_path / "mine", dirs_exist_ok=True))
    (folder / "house" / "one-asset.yaml").write_text(tighter, encoding="utf-8")
    assert lint(read_folders([folder], [], []), today=TODAY) == []


DECISION = """\
perpetual:
  title: {zh: 永续债, en: Perpetual bond}
  step: residual
  kinds: [perpetual_bond]
  when: debt_by_accounting
  class: standard
  inferred: true
"""


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("when: debt_by_accounting", "when: debt_by_accounting", []),
        ("class: standard", "class: out_of_scope", [("lint_decision_against_kind", "perpetual")]),
        (
            "when: debt_by_accounting",
            "when: NOT debt_by_accounting",
            [("lint_decision_against_kind", "perpetual")],
        ),
        (
            "kinds: [perpetual_bond]",
            "kinds: [treasury, cash]",
            [("lint_decision_against_kind", "perpetual")] * 1,
        ),
    ],
)
def test_a_decision_has_the_class_that_the_table_of_kinds_gives(
    tmp_path: Path, old: str, new: str, found: list[tuple[str, str]]
) -> None:
    decided = {"standard_or_not.yaml": DECISION.replace(old, new)}
    assert said(linted(tmp_path, "25%", "25%", decided)) == found


LISTED = """\
  2023-03-01:
    - when: operation = 'closed'
      at_most: 25%
      cite: {instrument: rules-2023, article: 第一款, basis: text, quote: 封闭式不得超过百分之二十五}
    - when: operation = 'open'
      at_most: 20%
      cite: {instrument: rules-2023, article: 第一款, basis: text, quote: 开放式不得超过百分之十五}
"""


def test_each_value_of_a_list_is_proofread(tmp_path: Path) -> None:
    start, end = ONE_ASSET.index("  2023-03-01:"), ONE_ASSET.index("warn_at")
    text = ONE_ASSET[:start] + LISTED + ONE_ASSET[end:]
    assert said(linted(tmp_path, ONE_ASSET, text)) == [("lint_number_not_quoted", "bound.2023-03-01.2")]
    never = text.replace("百分之十五", "百分之二十").replace(
        "operation = 'open'", "product_kind = 'public_fund'"
    )
    assert said(linted(tmp_path / "never", ONE_ASSET, never)) == [
        ("lint_never_together", "bound.2023-03-01.2.when")
    ]


TRIGGER = """\
trigger:
  group_by: related_party
  numerator: sum of market_value
  denominator: net_assets
  more_than: 50%
  count: asset_kind = 'treasury'
  cite: {instrument: rules-2023, article: 第一款, basis: text, quote: 超过净值百分之五十的}
"""


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("50%", "50%", []),
        ("50%", "40%", [("lint_number_not_quoted", "trigger")]),
        (
            "asset_kind = 'treasury'",
            "debt_class = 'non_standard'",
            [("lint_counts_no_kind", "trigger.count")],
        ),
    ],
)
def test_a_trigger_is_proofread(tmp_path: Path, old: str, new: str, found: list[tuple[str, str]]) -> None:
    text = ONE_ASSET.replace("warn_at:", TRIGGER.replace(old, new) + "warn_at:")
    assert said(linted(tmp_path, ONE_ASSET, text)) == found


@pytest.mark.parametrize(
    ("numerator", "value", "quote", "found"),
    [
        ("days from established to maturity", "at_least: 90天", "期限不得低于90天", 0),
        ("days from established to maturity", "at_least: 90天", "期限不得低于九十日", 0),
        ("days from established to maturity", "at_least: 90天", "期限不得低于三个月", 1),
        ("days since last_disclosed", "at_most: 7天", "应当每周披露", 0),
        ("months since last_disclosed", "at_most: 3个月", "应当至少每季度披露", 0),
        ("months since last_disclosed", "at_most: 3个月", "应当每三个月披露", 0),
        ("months since last_disclosed", "at_most: 3个月", "应当于3日内披露", 1),
        ("trading days since last_disclosed", "at_most: 1个交易日", "每个工作日披露", 0),
        ("count of assets", "at_least: 2只", "应当投资于两项以上资产", 0),
        ("count of assets", "at_least: 2只", "应当投资于多项资产", 1),
    ],
)
def test_days_months_and_counts_are_found_in_the_words(
    tmp_path: Path, numerator: str, value: str, quote: str, found: int
) -> None:
    file = (
        "title: {zh: 限额, en: A limit}\nstanding: in_force\njudge_per: product\n"
        f"applies_to: product_kind = 'collective_plan'\nnumerator: {numerator}\nbound:\n"
        f"  2023-03-01: {{{value}, cite: {{instrument: rules-2023, article: 一, basis: text, quote: {quote}}}}}\n"
    )
    problems = linted(tmp_path, ONE_ASSET, file)
    assert said(problems) == [("lint_number_not_quoted", "bound.2023-03-01")] * found


def test_numbers_of_conditions_need_no_quotation(tmp_path: Path) -> None:
    assert (
        linted(
            tmp_path,
            "product_kind = 'collective_plan'",
            "product_kind = 'collective_plan' AND net_assets > 7",
        )
        == []
    )
