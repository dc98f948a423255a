"""The runner: what a process of its own took, and what is no measurement."""

import sys

import pytest

from benchmarks.measure import median_cost, run_once


def test_a_run_tells_time_and_memory_of_the_whole_process() -> None:
    cost = run_once([sys.executable, "-c", "bytearray(64 * 2**20)"])
    assert cost.wall > 0
    assert cost.cpu > 0
    assert cost.memory > 64


def test_a_command_that_fails_is_no_measurement() -> None:
    with pytest.raises(RuntimeError, match="ended with 2:\nno such portfolio"):
        run_once([sys.executable, "-c", "import sys; sys.stderr.write('no such portfolio'); sys.exit(2)"])


def test_exit_codes_of_a_run_that_judged_are_good() -> None:
    assert median_cost([sys.executable, "-c", "raise SystemExit(3)"], 1, (0, 3)).wall > 0
