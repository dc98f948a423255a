"""The report can be read on any console: narrow, without colour, piped, in an old encoding, in any locale."""

import os
import pty
import subprocess
from pathlib import Path

import pytest
from rich.cells import cell_len

from tests.cli.command import COMMAND, SAMPLES, check, environment, run

COLOUR = "\x1b[3"  # the start of every escape that sets one of the eight colours


def on_a_terminal(**changes: str) -> str:
    """What a check shows on a terminal (its standard output and error are one)."""
    ours, theirs = pty.openpty()
    arguments = [COMMAND, "check", str(SAMPLES / "trust_company")]
    settings = environment({"TERM": "xterm-256color", **changes})
    with subprocess.Popen(arguments, env=settings, stdin=theirs, stdout=theirs, stderr=theirs) as process:
        os.close(theirs)
        shown = b""
        while True:
            try:
                part = os.read(ours, 65536)
            except OSError:  # the terminal is gone with its last writer
                break
            if not part:
                break
            shown += part
    os.close(ours)
    assert process.returncode == 1
    return shown.decode()


def test_a_terminal_gets_colour_unless_it_asks_for_none() -> None:
    assert COLOUR in on_a_terminal()
    assert COLOUR not in on_a_terminal(NO_COLOR="1")


def test_a_pipe_gets_no_escapes() -> None:
    ran = check(SAMPLES / "trust_company")
    assert b"\x1b" not in ran.out + ran.err
    assert ran.err == b""


@pytest.mark.parametrize(("columns", "lang"), [("80", "zh"), ("80", "en"), ("60", "zh")])
def test_no_line_is_wider_than_the_terminal(columns: str, lang: str) -> None:
    lines = check(SAMPLES / "trust_company", "--all", "--lang", lang, COLUMNS=columns).text.splitlines()
    assert max(map(cell_len, lines)) <= int(columns)


@pytest.mark.parametrize("encoding", ["gbk", "ascii", "cp1252"])
def test_a_console_in_an_old_encoding_loses_signs_and_nothing_else(encoding: str) -> None:
    ran = check(SAMPLES / "trust_company", "--lang", "zh", PYTHONIOENCODING=encoding, PYTHONUTF8="0")
    assert ran.code == 1
    assert "securities-trust/structured-single-company-20" in ran.out.decode(encoding)
    assert ("鸿运一号" in ran.out.decode(encoding)) == (encoding == "gbk")


def test_json_is_utf_8_on_every_console() -> None:
    ran = check(SAMPLES / "trust_company", "--format", "json", PYTHONIOENCODING="gbk", PYTHONUTF8="0")
    assert "所募集资金余额" in ran.text


def test_a_file_is_utf_8_whatever_the_console_speaks(tmp_path: Path) -> None:
    changes = {"PYTHONIOENCODING": "gbk", "PYTHONUTF8": "0", "LC_ALL": "C"}
    check(SAMPLES / "trust_company", "--lang", "zh", "--output", tmp_path / "report.txt", **changes)
    assert "华岭" in (tmp_path / "report.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("command", ["check", "list", "show", "lint", "help"])
def test_every_command_works_in_the_bare_locale(command: str) -> None:
    words = {
        "check": ("check", SAMPLES / "clean"),
        "list": ("limits", "list", "--lang", "zh"),
        "show": ("limits", "show", "bank-qdii/single-stock-5", "--lang", "zh"),
        "lint": ("limits", "lint"),
        "help": ("--help",),
    }[command]
    bare = {"LANG": "C", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    assert run(*words, PYTHONIOENCODING="ascii", **bare).code == 0


@pytest.mark.parametrize(
    "command", [("list", "--lang", "zh"), ("show", "bank-qdii/single-stock-5", "--lang", "zh")]
)
def test_the_catalogue_shows_on_a_gbk_console(command: tuple[str, ...]) -> None:
    ran = run("limits", *command, PYTHONIOENCODING="gbk", PYTHONUTF8="0")
    assert ran.code == 0
    assert "净值" in ran.out.decode("gbk")


def test_errors_show_on_a_gbk_console(tmp_path: Path) -> None:
    ran = check(tmp_path / "没有", "--lang", "zh", PYTHONIOENCODING="gbk", PYTHONUTF8="0")
    assert ran.code == 2
    assert "组合路径不存在" in ran.err.decode("gbk")


def test_the_language_follows_the_locale() -> None:
    assert "按法定比例" in run("--help", LANG="zh_CN.UTF-8").text
    assert "against the limits of the law" in run("--help").text


def test_a_reader_that_leaves_early_sees_no_traceback() -> None:
    line = f"{COMMAND} check {SAMPLES / 'trust_company'} --all --format json | head -c 1"
    done = subprocess.run(["bash", "-c", line], env=environment({}), capture_output=True, check=False)
    assert done.stdout == b"{"
    assert done.stderr == b""
