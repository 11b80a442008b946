"""What is compared with what, how much more it may cost, and what came out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from statistics import median
from typing import NamedTuple

from benchmark.processes import Measurement

Results = Mapping[tuple[int, str], Sequence[Measurement]]
"""The runs of each task at each size, in number of decisions; the runs of two tasks at one position ran together."""


class Row(NamedTuple):
    """Two tasks that are compared.

    Attributes:
        what: name of the row.
        task: what is measured.
        against: what it is compared with.
        at_most: the most times that ``task`` may cost what ``against`` costs; None if it may cost anything.
        at_least: the least times, for a comparison in which more is better.
        largest: the largest size at which it is tried.
    """

    what: str
    task: str
    against: str
    at_most: float | None = None
    at_least: float | None = None
    largest: int = 1_000_000


ROWS = (
    Row("build, nothing flushed, to its floor", "tasks.build", "floors.build", at_most=2.5),
    Row("build, flushed, to its floor", "tasks.build_with_sync", "floors.build", at_most=3.5),
    Row("build, flushed, to its floor flushed", "tasks.build_with_sync", "floors.build_with_sync"),
    Row("an afternoon's script to build", "afternoon.build", "tasks.build", at_least=15, largest=100_000),
    Row("load to its floor", "tasks.load", "floors.load", at_most=1.6),
    Row("validate to its floor", "tasks.validate", "floors.validate", at_most=2),
    Row("check to its floor", "tasks.check", "floors.check", at_most=6),
    Row("diff of equal plans, to loading both", "tasks.diff_of_equals", "tasks.load_twice", at_most=2.5),
    Row("diff, every job changed, to loading both", "tasks.diff_of_every_job", "tasks.load_twice", at_most=2.5),
    Row("rebuild, nothing changed, to build", "tasks.rebuild_unchanged", "tasks.build", at_most=0.8),
    Row("rebuild, one target changed, to build", "tasks.rebuild_changed", "tasks.build"),
    Row("reading the view of a symbol to load", "tasks.read_view", "tasks.load"),
    Row("all jobs as a Parquet file to load", "tasks.write_parquet", "tasks.load"),
)

FIRST_BARRED_SIZE = 100_000
"""The bars hold from here up; below it a hundredth of a second decides."""

MEMORY_BAR = 4.0
"""Peak memory of build, in bytes of routing plan and master."""

GROWTH_BARS = {"seconds": 12.0, "memory": 11.0}
"""Growth of the cost of build from 100,000 decisions to ten times as many."""


class Judged(NamedTuple):
    """One figure and its bar.

    Attributes:
        what: name of the figure.
        size: number of decisions.
        value: the figure, a ratio; of wall times where it compares two tasks.
        bar: in words; empty if there is none.
        is_met: whether the bar is met; True if there is none.
        beside: the same ratio of CPU times and of peak memory, where two tasks are compared.
    """

    what: str
    size: int
    value: float
    bar: str
    is_met: bool
    beside: tuple[float, ...] = ()


def tasks_at(size: int) -> list[str]:
    """Return what runs at a size, each task once, those that are compared near each other."""
    pairs = [(row.against, row.task) for row in ROWS if size <= row.largest]
    return list(dict.fromkeys(task for pair in pairs for task in pair))


Cost = Callable[[Measurement], float]


def typical(results: Results, size: int, task: str, cost: Cost) -> float:
    """Return the median cost of a task over its runs."""
    return median(map(cost, results[size, task]))


def seconds(measurement: Measurement) -> float:
    """Return the wall time."""
    return measurement.wall


def cpu_seconds(measurement: Measurement) -> float:
    """Return the time that cores worked."""
    return measurement.cpu


def memory(measurement: Measurement) -> float:
    """Return the peak memory, in bytes."""
    return measurement.memory


def ratio(results: Results, size: int, row: Row, cost: Cost) -> float:
    """Return how many times the cost of the other task a row's task has: the median over the runs."""
    pairs = zip(results[size, row.task], results[size, row.against], strict=False)
    return median(cost(task) / cost(against) for task, against in pairs)


def judge(results: Results) -> list[Judged]:
    """Return every figure that was measured."""
    sizes = sorted({size for size, _ in results})
    judged = [_judge_row(results, size, row) for row in ROWS for size in sizes if size <= row.largest]
    judged += [_judge_memory(results, size) for size in sizes]
    judged += [_judge_needless(results, size) for size in sizes]
    return judged + _judge_growth(results, sizes)


def _judge_row(results: Results, size: int, row: Row) -> Judged:
    value = ratio(results, size, row, seconds)
    bar = f"\u2264 {row.at_most:g}" if row.at_most is not None else ""
    bar = f"\u2265 {row.at_least:g}" if row.at_least is not None else bar
    is_met = (row.at_most is None or value <= row.at_most) and (row.at_least is None or value >= row.at_least)
    beside = ratio(results, size, row, cpu_seconds), ratio(results, size, row, memory)
    return Judged(row.what, size, value, bar, is_met or size < FIRST_BARRED_SIZE, beside)


def _judge_memory(results: Results, size: int) -> Judged:
    inputs = results[size, "tasks.first_build"][0].facts["inputs"]
    value = typical(results, size, "tasks.build", memory) / inputs
    is_met = value <= MEMORY_BAR or size < FIRST_BARRED_SIZE
    return Judged("peak memory of build to routing plan and master", size, value, f"\u2264 {MEMORY_BAR:g}", is_met)


def _judge_needless(results: Results, size: int) -> Judged:
    needless = max(run.facts["needlessly"] for run in results[size, "tasks.rebuild_changed"])
    return Judged("files rewritten needlessly, one target changed", size, needless, "0", needless == 0)


def _judge_growth(results: Results, sizes: Sequence[int]) -> list[Judged]:
    if not {FIRST_BARRED_SIZE, 10 * FIRST_BARRED_SIZE} <= set(sizes):
        return []
    judged = []
    for name, cost in {"seconds": seconds, "memory": memory}.items():
        small, large = (typical(results, FIRST_BARRED_SIZE * times, "tasks.build", cost) for times in (1, 10))
        bar = GROWTH_BARS[name]
        what = f"growth of build from 100k to 1M, {name}"
        judged.append(Judged(what, 10 * FIRST_BARRED_SIZE, large / small, f"\u2264 {bar:g}", large / small <= bar))
    return judged
