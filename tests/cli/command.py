"""The command line run as a user runs it: a process of its own, seen from outside."""

import os
import subprocess
import sysconfig
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

HOUSE = Path(__file__).parent.parent.parent
SAMPLES = HOUSE / "sample_portfolios"
COMMAND = str(Path(sysconfig.get_path("scripts")) / "concentration")

NEVER_SHOWN = ("Traceback", "Internal error", "内部错误", "Exception ignored")


@dataclass(frozen=True)
class Ran:
    """What came back: the exit code, standard output and standard error."""

    code: int
    out: bytes
    err: bytes

    @property
    def text(self) -> str:
        return self.out.decode()

    def says(self, words: str) -> bool:
        """Whether standard error holds these words, however its lines are folded."""
        return _unfolded(words) in _unfolded(self.err.decode())


def _unfolded(text: str) -> str:
    return "".join(text.split())


def environment(changes: Mapping[str, str]) -> dict[str, str]:
    """The environment of a plain terminal of 80 columns in English; `changes` are laid over it."""
    inherited = {
        name: value for name, value in os.environ.items() if not name.startswith(("LC_", "PYTHONIO"))
    }
    for name in ("FORCE_COLOR", "NO_COLOR", "TERM"):
        inherited.pop(name, None)
    return {**inherited, "LANG": "en_US.UTF-8", "PYTHONUTF8": "1", "COLUMNS": "80", **changes}


def run(*arguments: str | Path, cwd: Path = HOUSE, **changes: str) -> Ran:
    """Run `concentration` and return what came back; no traceback may ever show."""
    done = subprocess.run(
        [COMMAND, *map(str, arguments)],
        cwd=cwd,
        env=environment(changes),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=120,
    )
    shown = (done.stdout + done.stderr).decode(changes.get("PYTHONIOENCODING", "utf-8"), "replace")
    assert not [word for word in NEVER_SHOWN if word in shown], shown
    return Ran(done.returncode, done.stdout, done.stderr)


def check(*arguments: str | Path, cwd: Path = HOUSE, **changes: str) -> Ran:
    """Run `concentration check`."""
    return run("check", *arguments, cwd=cwd, **changes)
