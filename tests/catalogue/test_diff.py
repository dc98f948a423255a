"""What changed between two catalogues or two days is said in words."""

from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec
import pytest

from concentration.catalogue.diff import Change, diff, diff_days
from concentration.catalogue.load import load_catalogue, read_folders
from concentration.catalogue.model import Catalogue
from concentration.words.sentences import render

GOOD = Path(__file__).parent / "good"
ONE_ASSET = (GOOD / "plans" / "one-asset.yaml").read_text(encoding="utf-8")
KINDS = (GOOD / "kinds.yaml").read_text(encoding="utf-8")
CITE = "cite: {instrument: rules-2023, article: 第一款, basis: number}"


def read(folder: Path, **changed: str) -> Catalogue:
    """The good catalogue with some of its files written anew."""
    files = {
        path.relative_to(GOOD).as_posix(): path.read_text(encoding="utf-8") for path in GOOD.rglob("*.yaml")
    }
    for name, text in (files | changed).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    problems: list[Any] = []
    catalogue = read_folders([folder], [], problems)
    assert problems == []
    return catalogue


OLD = read_folders([GOOD], [], [])


def said(changes: tuple[Change, ...], language: Any = "en") -> list[tuple[str, str]]:
    return [(change.what, render(change.message, language)) for change in changes]


def changed(folder: Path, *pairs: tuple[str, str], text: str = ONE_ASSET) -> list[tuple[str, str]]:
    """What is said of the limit after these replacements."""
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    changes = diff(OLD, read(folder, **{"plans/one-asset.yaml": text}))
    assert all((change.of, change.name) == ("limit", "plans/one-asset") for change in changes)
    return said(changes)


def test_nothing_changes_between_a_catalogue_and_itself() -> None:
    assert diff(OLD, OLD) == ()
    ours = load_catalogue()
    assert diff(ours, ours) == ()


@pytest.mark.parametrize(
    ("old", "new", "what", "sentence"),
    [
        ("at_most: 25%", "at_most: 20%", "tightened", "tightened from 2023-03-01: at most 25% → at most 20%"),
        (
            "at_most: 25%",
            "less_than: 25%",
            "tightened",
            "tightened from 2023-03-01: at most 25% → less than 25%",
        ),
        ("at_most: 25%", "at_most: 40%", "loosened", "loosened from 2023-03-01: at most 25% → at most 40%"),
        (
            "at_most: 25%",
            "forbidden: true",
            "tightened",
            "tightened from 2023-03-01: at most 25% → forbidden",
        ),
        (
            "warn_at",
            f"  2025-01-01: {{at_most: 20%, {CITE}}}\nwarn_at",
            "tightened",
            "tightened from 2025-01-01: at most 25% → at most 20%",
        ),
        (
            "warn_at",
            f"  2025-01-01: {{repealed: true, {CITE}}}\nwarn_at",
            "ends",
            "no longer in force from 2025-01-01: at most 25%",
        ),
        (
            f"  2016: {{at_most: 30%, {CITE}}}\n",
            "",
            "ends",
            "no longer in force from 2016-01-01: at most 30%",
        ),
        (
            "  2016:",
            f"  2014: {{at_most: 35%, {CITE}}}\n  2016:",
            "begins",
            "comes into force from some day in 2014 (undetermined within that year): at most 35%",
        ),
        ("standing: in_force", "standing: advisory", "standing", "standing: in force → advisory"),
        (
            "applies_to: product_kind = 'collective_plan'",
            "applies_to: product_kind = 'single_plan'",
            "applies_to",
            "who is judged: product_kind = 'collective_plan' → product_kind = 'single_plan'",
        ),
        ("group_by: same_asset\n", "group_by: fund\n", "group_by", "grouped by:\nwas: the same asset"),
        (
            "AND asset_kind NOT IN ('treasury') ",
            "",
            "count",
            "what counts:\nwas: asset_class <> 'cash' AND asset_kind",
        ),
        ("warn_at: 80%", "warn_at: 70%", "warn_at", "warning line: 80% → 70%"),
        (
            "cure:\n",
            "through: replace\ncure:\n",
            "through",
            "look-through:\nwas: direct holdings are judged",
        ),
        (
            "trading_days: 20\n  from: saleable",
            "no_new_buying: true",
            "cure",
            "cure of a passive breach:\nwas: within 20",
        ),
        (
            "operation = 'closed' AND",
            "operation = 'open' AND",
            "exempt",
            "exempt, gone: operation = 'closed'",
        ),
        (
            "第二款",
            "第三款",
            "exempt.cite",
            "law behind the exemption: 公告〔2023〕2号 第二款 (quoted from the text) → ",
        ),
        (
            "不低于1000万元",
            "不低于人民币1000万元",
            "exempt.quote",
            "words quoted for the exemption: 单个投资者投资金额",
        ),
        (
            "二十个交易日内调整",
            "二十个交易日内完成调整",
            "cure.quote",
            "words quoted for the cure: 应当在二十个交易日内调整 → ",
        ),
        (
            "不得超过该计划",
            "不超过该计划",
            "bound.quote",
            "words quoted for the bound: 不得超过该计划资产净值",
        ),
        (
            "numerator: sum of cost",
            "numerator: sum of exposure",
            "readings.cost",
            "reading cost: at cost (sum of cost) → ",
        ),
        ("note: {zh: 说明, en: a note}", "note: {zh: 说明, en: another note}", "note", "note: reworded"),
        ("One asset at most 25%", "One asset", "title", "title: One asset at most 25% → One asset"),
    ],
)
def test_what_changed_in_a_limit_is_said(
    tmp_path: Path, old: str, new: str, what: str, sentence: str
) -> None:
    first, *_ = changed(tmp_path, (old, new))
    assert first[0] == what
    assert first[1].startswith(sentence)


def test_one_change_of_a_file_is_told_once(tmp_path: Path) -> None:
    assert len(changed(tmp_path, ("at_most: 25%", "at_most: 20%"))) == 1


def test_a_value_by_whom_it_binds_is_compared_with_its_own_kind(tmp_path: Path) -> None:
    def listed(closed: str, other: str) -> Catalogue:
        start, end = ONE_ASSET.index("  2023-03-01:"), ONE_ASSET.index("warn_at")
        values = f"""\
  2023-03-01:
    - {{when: operation = 'closed', at_most: {closed}, {CITE}}}
    - {{when: operation = 'open', at_most: {other}, {CITE}}}
"""
        text = ONE_ASSET[:start] + values + ONE_ASSET[end:]
        return read(tmp_path / f"{closed}{other}", **{"plans/one-asset.yaml": text})

    changes = diff(listed("25%", "20%"), listed("30%", "10%"))
    assert said(changes) == [
        (
            "loosened",
            "loosened from 2023-03-01: where operation = 'closed': at most 25% → "
            "where operation = 'closed': at most 30%",
        ),
        (
            "tightened",
            "tightened from 2023-03-01: where operation = 'open': at most 20% → where operation = 'open': at most 10%",
        ),
    ]


def test_limits_come_and_go_with_their_last_value(tmp_path: Path) -> None:
    more = read(tmp_path, **{"plans/another.yaml": ONE_ASSET})
    [change] = diff(OLD, more)
    assert (change.of, change.name, change.what, change.old) == ("limit", "plans/another", "added", None)
    assert render(change.message, "en") == "added: One asset at most 25%: at most 25%"
    assert said(diff(more, OLD), "zh") == [("removed", "删除：单一资产不超过25%: 不得超过 25%")]


@pytest.mark.parametrize(
    ("old", "new", "what", "sentence"),
    [
        ("debt_class: excluded", "debt_class: standard", "debt_class", "class of debt: excluded → standard"),
        (
            "lacks: [country]",
            "lacks: [country, listed]",
            "lacks",
            "columns it lacks: country → country, listed",
        ),
        (
            "may_be_negative: true",
            "look_through: true",
            "may_be_negative",
            "may be worth less than nothing: yes → no",
        ),
    ],
)
def test_a_kind_of_asset_that_changed_its_class_is_told(
    tmp_path: Path, old: str, new: str, what: str, sentence: str
) -> None:
    assert old in KINDS
    first, *_ = diff(OLD, read(tmp_path, **{"kinds.yaml": KINDS.replace(old, new)}))
    assert (first.of, first.what, render(first.message, "en")) == ("kind", what, sentence)


def test_lists_grow_and_settings_are_made() -> None:
    def with_lists(**lists: tuple[str, ...] | None) -> Catalogue:
        return msgspec.structs.replace(OLD, lists=lists)

    grown = diff(with_lists(known=("A", "B")), with_lists(known=("A", "C")))
    assert said(grown) == [("entries", "entries, new: C"), ("entries", "entries, gone: B")]
    made = diff(with_lists(floor=None), with_lists(floor=("BBB",)))
    assert said(made) == [("setting", "setting, new: [BBB]")]
    known_empty = diff(with_lists(floor=None), with_lists(floor=()))
    assert said(known_empty) == [("setting", "setting, new: []")]


def test_every_table_of_a_catalogue_comes_and_goes_in_both_languages() -> None:
    ours = load_catalogue()
    nothing = msgspec.structs.replace(
        ours, limits=(), rulebooks={}, kinds={}, lists={}, ratings={}, decisions={}, instruments={}
    )
    for changes, what in ((diff(nothing, ours), "added"), (diff(ours, nothing), "removed")):
        assert {change.what for change in changes} == {what}
        assert {change.of for change in changes} == {
            "limit", "rulebook", "kind", "list", "rating", "decision", "instrument",
        }  # fmt: skip
        assert all(render(change.message, language) for change in changes for language in ("zh", "en"))


def test_every_field_of_every_table_has_its_words() -> None:
    """Each entry is replaced by its neighbour, so that every field differs somewhere."""
    ours = load_catalogue()

    def turned(table: dict[str, Any]) -> dict[str, Any]:
        names = list(table)
        return dict(zip(names, [table[name] for name in (*names[1:], names[0])], strict=True))

    other = msgspec.structs.replace(
        ours,
        limits=tuple(
            msgspec.structs.replace(after, id=before.id)
            for before, after in zip(ours.limits, (*ours.limits[1:], ours.limits[0]), strict=True)
        ),
        **{name: turned(getattr(ours, name)) for name in ("rulebooks", "kinds", "decisions", "instruments")},
    )
    changes = diff(ours, other)
    assert all(render(change.message, language) for change in changes for language in ("zh", "en"))


def test_between_two_days_values_begin_are_tightened_and_end(tmp_path: Path) -> None:
    text = ONE_ASSET.replace("warn_at", f"  2025-06-30: {{repealed: true, {CITE}}}\nwarn_at")
    catalogue = read(tmp_path, **{"plans/one-asset.yaml": text})
    days = [date(2015, 12, 31), date(2020, 1, 1), date(2024, 1, 1), date(2026, 1, 1)]
    told = [said(diff_days(catalogue, *pair)) for pair in pairwise(days)]
    assert told == [
        [("begins", "comes into force from some day in 2016 (undetermined within that year): at most 30%")],
        [("tightened", "tightened from 2023-03-01: at most 30% → at most 25%")],
        [("ends", "no longer in force from 2025-06-30: at most 25%")],
    ]
    assert diff_days(catalogue, days[1], days[1]) == ()


def test_a_change_keeps_what_stood_there_and_stands_now(tmp_path: Path) -> None:
    text = ONE_ASSET.replace("at_most: 25%", "at_most: 20%")
    [change] = diff(OLD, read(tmp_path, **{"plans/one-asset.yaml": text}))
    assert change.old == {"zh": "不得超过 25%", "en": "at most 25%"}
    assert change.new == {"zh": "不得超过 20%", "en": "at most 20%"}
    assert change.title == {"zh": "单一资产不超过25%", "en": "One asset at most 25%"}
