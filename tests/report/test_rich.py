"""The terminal page: whole pages are stored, and what must hold of any page is stated here."""

import dataclasses
import io
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from rich.cells import cell_len
from rich.console import Console

from concentration.report.result import ErrorReport, Report, Summary
from concentration.report.rich import (
    FIRST,
    against,
    render_error_rich,
    render_reports_rich,
    render_rich,
    yuan,
)
from concentration.words.message import Language, Message, Problem
from tests.report import examples

LANGUAGES: tuple[Language, ...] = ("zh", "en")


def page(
    result: Report | ErrorReport, *, width: int = 80, language: Language = "zh", show_all: bool = False
) -> str:
    text = io.StringIO()
    console = Console(file=text, width=width, color_system=None, force_terminal=False)
    if isinstance(result, ErrorReport):
        render_error_rich(result, console, language, show_all)
    else:
        render_rich(result, console, language, show_all)
    return text.getvalue()


ALL = {**examples.REPORTS, "error": examples.error}


@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ALL)
def test_each_page_is_the_stored_one(
    name: str, language: Language, width: int, matches_snapshot: Callable[[str, bytes], None]
) -> None:
    output = page(ALL[name](), width=width, language=language)
    matches_snapshot(f"{name}.{language}.{width}.txt", output.encode())


@pytest.mark.parametrize("width", [40, 60, 80, 120, 200])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ALL)
def test_no_line_is_wider_than_the_terminal_nor_ends_in_blanks(
    name: str, language: Language, width: int
) -> None:
    for line in page(ALL[name](), width=width, language=language, show_all=True).splitlines():
        assert cell_len(line) <= width
        assert line == line.rstrip()


def test_amounts_end_at_the_right_edge_whatever_the_width_of_the_names() -> None:
    lines = page(examples.breaches()).splitlines()
    numbers = [line for line in lines if "超出" in line or "不足" in line]
    assert [cell_len(line) for line in numbers] == [80] * 5


@pytest.mark.parametrize("width", [30, 40, 60, 80])
def test_numbers_are_never_broken(width: int) -> None:
    text = page(examples.breaches(), width=width)
    for number in ("29,000,000,000.00 元", "25.0000000000000001% > 25%", "超出 2,500,000.00 元"):
        assert number in text


def test_breaches_come_before_what_is_undetermined_and_warnings_after() -> None:
    text = page(examples.breaches())
    headings = ("超限  5 处", "无法判定  1 处", "预警  1 处", "提示性结论（不影响", "合规 28 项", "说明")
    places = [text.index(heading) for heading in headings]
    assert places == sorted(places)


def test_undetermined_findings_are_one_block_a_column_with_how_to_supply_it() -> None:
    text = page(examples.undetermined(), width=120)
    assert text.count("assets.csv 缺 tradable_shares（可流通股数）") == 1
    assert "影响 2 处：collective-plans/tradable-shares（2）" in text
    assert "补法：assets.csv 补 tradable_shares（可流通股数）" in text
    assert "assets.debt_by_accounting 空值的含义" in text  # a yes or no may have a default


def test_many_missing_columns_are_cut_by_whole_blocks() -> None:
    rows = [
        {"status": "undetermined", "missing": [examples.missing("assets", f"own_{number}", 2, "A1")]}
        for number in range(FIRST + 2)
    ]
    text = page(examples.report(rows, summary=Summary(judged=22, undetermined=22)))
    assert text.count("补法") == FIRST
    assert "另有 2 种原因未列出" in text


def test_asked_for_everything_each_undetermined_finding_is_listed_without_a_claim() -> None:
    row = {**examples.MERGED, "status": "undetermined", "excess": None, "ratio": "0.2"}
    text = page(examples.report([row], summary=Summary(judged=1, undetermined=1)), show_all=True)
    assert "稳健一号集合资产管理计划（P1）" in text
    assert "20% / 25%" in text


def test_what_the_portfolio_covers_is_always_said() -> None:
    assert "已全部列入" in page(examples.clean())
    assert "未全部列入" in page(examples.undetermined())


def test_passes_and_exemptions_are_counted_and_listed_only_when_asked_for() -> None:
    passed = {"status": "pass", "ratio": "0.1", "bound": "0.25", "headroom": "15000000"}
    report = examples.report([examples.EXEMPT, passed], summary=Summary(judged=2, passed=1, exempt=1))
    assert "合规 1 项，豁免 1 项" in page(report)
    assert "专业投资者" not in page(report)
    everything = page(report, show_all=True)
    assert "专业投资者" in everything
    assert "10% ≤ 25%" in everything
    assert "--all" not in everything


def many(count: int) -> Report:
    rows = [{**examples.MERGED, "product_id": f"P{number}"} for number in range(count)]
    return examples.report(rows, summary=Summary(judged=count, breach=count))


def test_a_long_section_is_cut_and_says_how_to_see_the_rest() -> None:
    text = page(many(FIRST + 5))
    assert text.count("超出") == FIRST
    assert "另有 5 处未列出：collective-plans/single-asset-of-plan（5）。用 --format json" in text
    assert page(many(FIRST + 5), show_all=True).count("超出") == FIRST + 5


def test_a_long_list_of_problems_is_cut_likewise() -> None:
    error = ErrorReport(tuple(Problem(Message("format_unknown"), row=row) for row in range(1, FIRST + 4)))
    text = page(error)
    assert f"第 {FIRST} 行" in text
    assert f"第 {FIRST + 1} 行" not in text
    assert "另有 3 个问题未列出" in text


def test_several_days_are_named_with_each_finding() -> None:
    report = dataclasses.replace(examples.breaches(), as_of=(date(2024, 3, 29), examples.DAY))
    text = page(report)
    assert "2024-03-29 至 2024-06-28（共 2 日）" in text
    assert "（P1），2024-06-28" in text


def test_several_portfolios_end_with_their_total() -> None:
    text = io.StringIO()
    render_reports_rich([examples.clean(), examples.breaches()], Console(file=text, width=120), "en")
    assert text.getvalue().endswith(
        "2 portfolios together: 72 judged, 5 breached, 1 undetermined, 1 with a warning.\n"
    )


@pytest.mark.parametrize("encoding", ["gbk", "gb18030", "ascii", "cp1252"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_any_console_can_print_it(encoding: str, language: Language) -> None:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding=encoding, errors="strict")
    names = {**examples.PRODUCT_NAMES, "P1": "𠮷祥 ☃ \x1b[31mred\ud800"}
    report = dataclasses.replace(examples.breaches(), product_names=names)
    console = Console(file=stream, width=80, color_system=None)
    render_rich(report, console, language)
    render_error_rich(examples.error(), console, language)
    stream.flush()
    text = raw.getvalue().decode(encoding)
    assert "\x1b" not in text
    assert all(cell_len(line) <= 80 for line in text.splitlines())
    if encoding == "gbk" and language == "zh":
        assert "超出 2,500,000.00 元" in text
        assert "<= 30,000,000,000.00 元" in text  # the one-cell sign would be drawn two cells wide


def test_names_in_square_brackets_are_no_markup() -> None:
    assert "WTI [crude] future" in page(examples.breaches())


def test_colour_is_left_out_where_the_reader_does_not_want_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def printed() -> str:
        text = io.StringIO()
        render_rich(examples.breaches(), Console(file=text, width=80, force_terminal=True), "zh")
        return text.getvalue()

    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert "\x1b[1;31m" in printed()
    monkeypatch.setenv("NO_COLOR", "1")
    assert ";31m" not in printed()


@pytest.mark.parametrize(
    ("ratio", "text", "bound", "shown"),
    [
        ("0.275", None, "0.25", "27.5%"),
        ("0.31234567", None, "0.3", "31.23%"),
        ("0.250001", None, "0.25", "25.0001%"),
        ("0.25", None, "0.25", "25%"),
        ("0.25", "0.25000000000000001", "0.25", "25.000000000000001%"),
        ("0.2499999", None, "0.25", "24.99999%"),
        ("1.5", None, "1.4", "150%"),
    ],
)
def test_a_ratio_is_short_but_never_looks_like_the_bound_it_differs_from(
    ratio: str, text: str | None, bound: str, shown: str
) -> None:
    finding: dict[str, Any] = {"ratio": Decimal(ratio), "ratio_text": text, "bound": Decimal(bound)}
    assert against(finding) == shown


def test_yuan_have_two_decimals_and_four_where_the_fen_is_not_whole() -> None:
    assert yuan(Decimal("1234567"), "ROUND_CEILING") == "1,234,567.00"
    assert yuan(Decimal("0.000001"), "ROUND_CEILING") == "0.0001"
    assert yuan(Decimal("10.12999"), "ROUND_FLOOR") == "10.1299"


def test_the_verdict_does_not_call_a_run_clean_in_which_no_limit_applied() -> None:
    assert "没有一项现行限额适用" in page(examples.report())
