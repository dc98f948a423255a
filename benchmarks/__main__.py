"""`python -m benchmarks`: the whole command beside its floor, as medians of several runs in one table."""

import argparse
import os
import platform
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

from benchmarks.measure import (
    Cost,
    check_command,
    floor_command,
    import_command,
    median_cost,
)

ROOT = Path(__file__).parent.parent
JUDGED = (0, 1, 3, 4)  # exit codes of a run that judged; 2 is one that could not


def main() -> None:
    """Parse the command line, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="*", default=[1_000_000, 10_000_000])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--shuffled", action="store_true", help="holdings in random order, not by product")
    parser.add_argument(
        "--data",
        type=Path,
        default=Path(tempfile.gettempdir()) / "concentration-benchmarks",
        help="where made portfolios are kept for the next time",
    )
    arguments = parser.parse_args()
    try:
        _measure(arguments)
    except RuntimeError as error:
        sys.exit(str(error))


def _measure(arguments: argparse.Namespace) -> None:
    """Print the table, row by row as it is measured."""
    print(f"{_machine()}\nseed {arguments.seed}, medians of {arguments.runs} runs, whole processes\n")
    print("| what | wall | processor | peak memory | against the floor: wall | processor |")
    print("|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        for rows in arguments.rows:
            portfolio = _portfolio(arguments.data, rows, arguments.seed, shuffled=arguments.shuffled)
            floor = median_cost(floor_command(portfolio), arguments.runs)
            _print_row(f"floor, {rows:,} rows", floor, floor)
            check = median_cost(check_command(portfolio, report), arguments.runs, JUDGED)
            _print_row(f"check, {rows:,} rows", check, floor)
        start = median_cost(import_command(), arguments.runs)
        _print_row('python -c "import polars"', start, start)
        for sample in sorted((ROOT / "sample_portfolios").glob("*/")):
            check = median_cost(check_command(sample, report), arguments.runs, JUDGED)
            _print_row(f"check sample_portfolios/{sample.name}", check, start)


def _portfolio(data: Path, rows: int, seed: int, *, shuffled: bool) -> Path:
    """Return the folder of a made portfolio, made now if it is not there yet."""
    folder = data / f"{rows}-{seed}{'-shuffled' if shuffled else ''}"
    if not folder.exists():
        unfinished = folder.with_name(folder.name + ".unfinished")
        # In a process of its own: a child counts the memory of the process that starts it as its own peak.
        making = [
            "-m",
            "benchmarks.generate",
            "--rows",
            str(rows),
            "--seed",
            str(seed),
            "--out",
            str(unfinished),
        ]
        subprocess.run([sys.executable, *making, *(["--shuffled"] if shuffled else [])], check=True)
        unfinished.rename(folder)
    return folder


def _machine() -> str:
    """Return the machine and the versions that were measured."""
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30
    return (
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, {pages:.0f} GiB; "
        f"Python {platform.python_version()}, Polars {version('polars')}, concentration {version('concentration')}"
    )


def _print_row(name: str, cost: Cost, floor: Cost) -> None:
    """Print one row of the table and show it at once."""
    print(
        f"| {name} | {cost.wall:.2f} s | {cost.cpu:.2f} s | {cost.memory:,.0f} MiB "
        f"| {cost.wall / floor.wall:.1f}× | {cost.cpu / floor.cpu:.1f}× |"
    )
    sys.stdout.flush()


if __name__ == "__main__":
    main()
