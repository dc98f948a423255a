"""Run a command as a process of its own and read what it took from the kernel."""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Cost:
    """What a process took: seconds on the clock, seconds of processor time, most memory at once in MiB."""

    wall: float
    cpu: float
    memory: float


def median_cost(command: Sequence[str], runs: int, good_exits: Sequence[int] = (0,)) -> Cost:
    """Return the medians over `runs` runs of a command, after one run that warms the file cache.

    Raises RuntimeError with what the command printed when it exits with a code that is not in `good_exits`.
    """
    run_once(command, good_exits)
    costs = [run_once(command, good_exits) for _ in range(runs)]
    return Cost(
        wall=statistics.median(cost.wall for cost in costs),
        cpu=statistics.median(cost.cpu for cost in costs),
        memory=statistics.median(cost.memory for cost in costs),
    )


def run_once(command: Sequence[str], good_exits: Sequence[int] = (0,)) -> Cost:
    """Return what one run of a command took, its start and its end included."""
    with tempfile.TemporaryFile() as said:
        started = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=said)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in good_exits:
            said.seek(0)
            last_words = said.read().decode("utf-8", "replace")[-2000:]
            raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}:\n{last_words}")
    bytes_a_unit = 1 if sys.platform == "darwin" else 1024
    return Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * bytes_a_unit / 2**20)


def check_command(portfolio: Path, report: Path) -> list[str]:
    """Return the command that judges a portfolio and writes its report, as JSON if the file is so named."""
    script = Path(sys.executable).with_name("concentration")
    return [str(script), "check", str(portfolio), "--output", str(report)]


def floor_command(portfolio: Path) -> list[str]:
    """Return the least that such work can be: scan the holdings, one sum by product and asset, in Polars."""
    return [sys.executable, "-m", "benchmarks.floor", str(portfolio / "holdings.parquet")]


def import_command() -> list[str]:
    """Return the least that a small run can be: start Python and load Polars."""
    return [sys.executable, "-c", "import polars"]
