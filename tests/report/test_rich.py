"""The terminal page: whole pages are stored, and what must hold of any page is stated here."""

import dataclasses
import io
from collections.abc import Callable
from datetime import date

import pytest
from rich.cells import cell_len
from rich.console import Console

from concentration.report.result import Coverage, ErrorReport, Report, Summary
from concentration.report.rich import FIRST, render_error_rich, render_reports_rich, render_rich
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


def says(text: str, sentence: str) -> bool:
    """Whether a page has a sentence, wherever its lines are broken."""
    return "".join(sentence.split()) in "".join(text.split())


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
@pytest.mark.parametrize("name", examples.REPORTS)
def test_no_line_is_wider_than_the_terminal_nor_ends_in_blanks(
    name: str, language: Language, width: int
) -> None:
    for line in page(examples.REPORTS[name](), width=width, language=language, show_all=True).splitlines():
        assert cell_len(line) <= width
        assert line == line.rstrip()


def test_amounts_end_at_the_right_edge_whatever_the_width_of_the_names() -> None:
    lines = page(examples.breaches()).splitlines()
    numbers = [line for line in lines if "超出" in line or "不足" in line]
    assert [cell_len(line) for line in numbers] == [80] * 7


@pytest.mark.parametrize("width", [30, 40, 60, 80])
def test_numbers_are_never_broken(width: int) -> None:
    text = page(examples.breaches(), width=width)
    for number in ("29,000,000,000.00 元", "25.0000000000000001% > 25%", "超出 2,500,000.00 元"):
        assert number in text


def test_breaches_come_before_what_is_undetermined_and_warnings_after() -> None:
    text = page(examples.breaches())
    headings = ("超限  6 项", "无法判定  0 项", "预警  1 项", "提示性结论（不影响", "通过 28 项", "说明")
    places = [text.index(heading) for heading in headings]
    assert places == sorted(places)


def test_undetermined_findings_are_one_block_a_column_with_how_to_supply_it() -> None:
    text = page(examples.undetermined(), width=120)
    assert text.count("assets.csv 缺 tradable_shares（可流通股数）") == 1
    assert "影响 1 项、2 处（至少 4 个单元格）：collective-plans/tradable-shares（2）" in text
    assert "补法：assets.csv 补 tradable_shares（可流通股数）" in text
    assert "assets.debt_by_accounting 空值的含义" in text  # a yes or no may have a default


def test_a_setting_that_is_not_made_is_no_cell_of_a_file() -> None:
    cells = [examples.missing("lists", "recognised_markets", None, "")]
    row = {**examples.MERGED, "status": "undetermined", "excess": None, "missing": cells}
    text = page(examples.report([row], summary=Summary(judged=1, undetermined=1)), width=120)
    assert "设定 recognised_markets 尚未作出" in text
    assert "补法：在自有规则文件夹的 lists.yaml 中写明 recognised_markets" in text
    assert "lists.csv" not in text


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
    assert "限额 ≤ 25%" in text
    assert "超出" not in text


def test_what_the_portfolio_covers_is_always_said() -> None:
    assert "已全部列入" in page(examples.clean())
    assert "未全部列入" in page(examples.undetermined())


def test_passes_and_exemptions_are_counted_and_listed_only_when_asked_for() -> None:
    passed = {"status": "pass", "numerator": "10", "denominator": "100", "ratio": "0.1", "bound": "0.25"}
    report = examples.report([examples.EXEMPT, passed], summary=Summary(judged=2, passed=1, exempt=1))
    assert "通过 1 项，豁免 1 项" in page(report)
    assert "专业投资者" not in page(report)
    everything = page(report, show_all=True)
    assert says(everything, "专业投资者")
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
        "2 portfolios together: 72 judged, 6 breached, 0 undetermined, 1 with a warning.\n"
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
    stream.flush()
    assert all(cell_len(line) <= 80 for line in raw.getvalue().decode(encoding).splitlines())
    render_error_rich(examples.error(), console, language)
    stream.flush()
    text = raw.getvalue().decode(encoding)
    assert "\x1b" not in text
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


def test_the_verdict_does_not_call_a_run_clean_in_which_no_limit_applied() -> None:
    assert "没有一项现行限额适用" in page(examples.report())


def test_the_verdict_speaks_of_what_was_judged_and_names_what_was_not() -> None:
    text = page(examples.clean())
    assert "适用 4 / 61 条限额" in text
    assert "已判断的 36 项未见超限" in text
    verdict, scope = text.split("读入与范围")
    assert "10 只产品" in verdict
    assert says(verdict, "P20、P21、P22、P23、P24、P25、P26、P27 等")
    assert "collective-plans" in scope
    assert "No breach among the 36 judgements made" in page(examples.clean(), language="en")


def test_a_run_in_which_nothing_was_judged_to_pass_is_not_called_clean() -> None:
    report = examples.report([examples.EXEMPT], summary=Summary(judged=1, exempt=1))
    assert "没有通过判断的限额" in page(report)


def test_judgements_and_findings_are_counted_side_by_side() -> None:
    text = page(examples.breaches(), width=120)
    assert "超限 6 项（7 处），无法判定 0 项（1 处），预警 1 项（2 处）" in text
    assert "超限  6 项，共 7 处（管理人 1 家、产品 4 只）" in text
    assert "其中 1 处所在的项另有更差的一处" in text
    assert "6 (7 findings) breached" in page(examples.breaches(), width=120, language="en")


def test_each_breached_limit_says_once_how_long_a_passive_breach_may_last() -> None:
    breaches = page(examples.breaches(), width=120).split("无法判定  ")[0]
    assert breaches.count("被动超限：自所持资产可出售、可转让或恢复交易起 20 个交易日内调整") == 1
    assert "被动超限：自超限之日起 10 个交易日内调整（证监会令第104号第三十五条" in breaches
    assert "条文不定期限，但不得主动新增" in breaches
    assert "条文没有给出调整期限" in breaches
    assert "条文未规定调整期限" in breaches
    assert "主动超限没有调整期限" in breaches
    assert "被动超限：" not in page(examples.breaches(), width=120).split("预警  ")[1].split("提示性")[0]


def test_overdue_cures_stand_first_then_the_worst_and_the_limits_with_them() -> None:
    breaches = page(examples.breaches()).split("无法判定  ")[0]
    shown = ["25.0000000000000001% > 25%", "30% > 25%", "27.5% > 25%", "不得持有", "4% < 5%", "31.23% > 30%"]
    places = [breaches.index(figure) for figure in shown]
    assert places == sorted(places)


def test_a_long_section_hides_no_limit() -> None:
    rows = [{**examples.MERGED, "product_id": f"P{number}"} for number in range(FIRST + 5)]
    report = examples.report([*rows, examples.NAMELESS], summary=Summary(judged=26, breach=26))
    text = page(report)
    assert "10.4% > 10%" in text
    assert text.count("超出") == FIRST


def test_a_group_without_a_name_is_known_by_what_it_holds_most_of() -> None:
    text = page(examples.breaches(), width=120)
    assert "公司 C300750（持仓：宁德时代 等）" in text
    assert "同一资产 C9（持仓：远洋私募债）" in text


def test_citations_have_the_name_the_number_and_how_it_was_read() -> None:
    text = page(examples.breaches(), width=120)
    assert "《证券期货经营机构私募资产管理计划运作管理规定》（证监会公告〔2023〕2号）第十五条第一款" in text
    assert "第三十二条（数字读自转述）" in text
    english = page(examples.breaches(), width=120, language="en")
    assert "CSRC Announcement 〔2023〕2, art. 第十五条第一款" in english
    assert "CSRC Order No. 104, art. 第三十二条 (number read in a paraphrase)" in english


def test_few_undetermined_findings_are_each_shown_with_what_is_known() -> None:
    text = page(examples.undetermined(), width=120)
    assert "≥ 12.35%，最多 ?" in text
    assert "至多 15%" in text
    assert "5,000,000 股 / ?" in text
    assert "≥ 12.35%, up to ?" in page(examples.undetermined(), width=120, language="en")


def test_many_undetermined_findings_are_not_listed() -> None:
    rows = [{**examples.SHARES_UNKNOWN, "manager_id": f"M{number}"} for number in range(FIRST + 1)]
    report = examples.report(rows, summary=Summary(judged=FIRST + 1, undetermined=FIRST + 1))
    assert "5,000,000 股" not in page(report)
    assert "5,000,000 股" in page(report, show_all=True)


def test_what_the_holdings_do_not_explain_is_said_once_with_the_furthest_first() -> None:
    text = page(examples.breaches(), width=120)
    assert "相差超过1%的产品 2 只，差额占比最大的：P6 41.2%、P5 1.2%" in text
    assert says(text, "应在 portfolio.yaml 写明 holdings: partial")
    assert text.count("41.2%") == 1


def test_passes_beside_a_breach_are_counted_with_the_breach() -> None:
    passed = {**examples.MERGED, "status": "pass", "group_id": "C3", "ratio": "0.1", "excess": "0"}
    apart = {**examples.ADVISORY, "status": "pass"}
    report = examples.report([examples.MERGED, passed, apart], summary=Summary(judged=1, breach=1))
    text = page(report, show_all=True)
    assert "通过  0 项，共 1 处" in text
    assert "提示性限额和草案中的通过与豁免  1 项" in text


def test_a_pass_that_holds_nothing_says_so() -> None:
    row = {"status": "pass", "numerator": "0", "denominator": "100", "ratio": "0", "bound": "0.25"}
    report = examples.report([row], summary=Summary(judged=1, passed=1))
    assert "没有计入的持仓" in page(report, show_all=True)


def test_what_the_law_leaves_out_of_a_sum_stands_beside_it() -> None:
    text = page(examples.breaches(), width=120)
    assert says(
        text, "依证监会公告〔2023〕2号第十六条第二款（数字读自转述）不计入管理人合计的另有 500,000 股"
    )


def test_a_column_is_called_the_same_in_every_note() -> None:
    place = {"file": "funds/assets.csv", "count": 5, "value": "false"}
    notes = [
        Message("note_default_filled", {**place, "column": name}) for name in ("停牌", "suspended", "own")
    ]
    text = page(examples.report(notes=tuple(notes), summary=Summary(judged=1, passed=1)), width=120)
    assert text.count("suspended（停牌）") == 2
    assert "的 own：" in text


def test_one_is_not_written_in_the_plural() -> None:
    report = dataclasses.replace(examples.clean(), coverage=Coverage(1, 1, True))
    assert "1 product, 1 row of holdings" in page(report, language="en")


def test_the_lines_of_an_error_are_whole_where_nobody_reads_along() -> None:
    path = "portfolios/" + "a-long-name/" * 20 + "holdings.csv"
    error = ErrorReport((Problem(Message("format_unknown"), file=path),))
    assert path in page(error)
    text = io.StringIO()
    render_error_rich(error, Console(file=text, width=80, color_system=None, force_terminal=True), "zh")
    assert all(cell_len(line) <= 80 for line in text.getvalue().splitlines())
