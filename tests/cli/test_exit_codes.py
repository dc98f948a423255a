"""The exit code says what was found, from the level that `--fail-on` names."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.command import COMMAND, SAMPLES, check, environment, run
from tests.cli.conftest import own_limits


def test_nothing_found_is_0() -> None:
    assert check(SAMPLES / "clean").code == 0


@pytest.mark.parametrize("sample", ["trust_company", "bank_wealth", "securities_firm"])
def test_a_breach_is_1(sample: str) -> None:
    assert check(SAMPLES / sample).code == 1


def test_a_breach_fails_at_every_level_but_never() -> None:
    codes = {
        level: check(SAMPLES / "trust_company", "--fail-on", level).code
        for level in ("breach", "warning", "advisory", "never")
    }
    assert codes == {"breach": 1, "warning": 1, "advisory": 1, "never": 0}


def test_nothing_decided_and_no_breach_is_3(unknown: Path) -> None:
    assert check(unknown).code == 3
    assert check(unknown, "--fail-on", "warning").code == 3
    assert check(unknown, "--fail-on", "breach").code == 0


def test_a_warning_is_4_only_when_asked_for(tight: Path) -> None:
    assert check(tight).code == 0
    assert check(tight, "--fail-on", "warning").code == 4


def test_a_finding_of_an_advisory_limit_is_4_only_when_asked_for(tmp_path: Path) -> None:
    own = own_limits(tmp_path / "own", standing="advisory", basis="practice")
    arguments = (SAMPLES / "clean", "--limits", own)
    assert check(*arguments).code == 0
    assert check(*arguments, "--fail-on", "warning").code == 0
    assert check(*arguments, "--fail-on", "advisory").code == 4


def test_a_draft_is_judged_only_when_asked_for(tmp_path: Path) -> None:
    own = own_limits(tmp_path / "own", standing="draft", basis="draft")
    arguments = (SAMPLES / "clean", "--limits", own, "--no-builtin", "--fail-on", "advisory")
    assert check(*arguments).code == 2
    assert check(*arguments, "--draft").code == 4


def test_the_worst_of_several_portfolios_decides(unknown: Path) -> None:
    assert check(SAMPLES / "clean", unknown).code == 3
    assert check(SAMPLES / "clean", SAMPLES / "trust_company", unknown).code == 1


@pytest.mark.parametrize(
    "arguments",
    [(), ("nonsense",), ("check",), ("check", "--bogus"), ("limits", "nonsense"), ("limits", "show")],
    ids=" ".join,
)
def test_words_that_are_no_command_are_2(arguments: tuple[str, ...]) -> None:
    assert run(*arguments).code == 2


def test_asking_for_help_or_for_the_version_is_0() -> None:
    assert [
        run(*words.split()).code for words in ("--version", "--help", "check --help", "limits --help")
    ] == [0] * 4


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT for one process")
def test_an_interrupt_is_130_and_leaves_no_file(tmp_path: Path) -> None:
    many = [str(SAMPLES / "trust_company")] * 4
    arguments = [COMMAND, "check", *many, "--format", "json", "--all"]
    process = subprocess.Popen(
        arguments, cwd=tmp_path, env=environment({}), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    process.stdout.read(1)  # it is writing now, and stays so: the rest is more than a pipe holds
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert b"Traceback" not in err
    assert list(tmp_path.iterdir()) == []
