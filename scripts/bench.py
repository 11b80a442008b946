"""Measure what the software costs beside what the work cannot do without, and say where a bar is missed.

    python scripts/bench.py                            # 1k, 10k, 100k and 1M decisions; prints the tables
    python scripts/bench.py --sizes 1000 --runs 1
    python scripts/bench.py --readme README.md --plot scripts/benchmark/cost.png

Exit status: 0 if every bar is met, 1 if one is missed.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmark.plot import draw
from benchmark.processes import Measurement, measure
from benchmark.report import missed_bars, report, size_name, with_report
from benchmark.rows import Results, tasks_at
from benchmark.workplace import prepare

ROOT = Path(__file__).resolve().parent.parent

SIZES = (1_000, 10_000, 100_000, 1_000_000)
RUNS = 5
RUNS_OF_THE_LARGEST = 3
SLOW_TASKS = {"afternoon.build"}
"""Run once where a run takes longer than a minute."""


def measure_size(size: int, runs: int, folder: Path) -> dict[tuple[int, str], list[Measurement]]:
    """Return the runs of every task at one size; files go to ``folder``, which must not exist."""
    place = prepare(folder, size)
    results = {(size, "tasks.first_build"): [measure("tasks.first_build", place)]}
    for run in range(runs):
        for task in tasks_at(size):
            if run and size >= 100_000 and task in SLOW_TASKS:
                continue
            print(f"{size_name(size)}, run {run + 1} of {runs}: {task}", file=sys.stderr)
            results.setdefault((size, task), []).append(measure(task, place))
        place.clear_scratch()
    return results


def measure_all(sizes: Sequence[int], runs: int) -> Results:
    """Return the runs of every task at every size."""
    results: dict[tuple[int, str], list[Measurement]] = {}
    for size in sizes:
        with tempfile.TemporaryDirectory(prefix="bench") as folder:
            fewer = min(runs, RUNS_OF_THE_LARGEST) if size >= SIZES[-1] else runs
            results |= measure_size(size, fewer, Path(folder) / "size")
    return results


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the script."""
    parser = argparse.ArgumentParser(description="Measure what the software costs.")
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, metavar="DECISIONS")
    parser.add_argument("--runs", type=int, default=RUNS)
    parser.add_argument("--plot", type=Path, metavar="PNG", help="where to draw cost against size")
    parser.add_argument("--readme", type=Path, metavar="FILE", help="a document whose benchmark section is replaced")
    options = parser.parse_args(arguments)
    results = measure_all(options.sizes, options.runs)
    text = report(results, ROOT)
    print(text)
    if options.plot is not None:
        draw(results, options.plot)
    if options.readme is not None:
        document = options.readme.read_text(encoding="utf-8")
        options.readme.write_text(with_report(document, text), encoding="utf-8")
    missed = missed_bars(results)
    for line in missed:
        print(f"missed: {line}", file=sys.stderr)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
