"""The results as Markdown: what was measured where, each figure beside its bar, and what a build takes."""

from __future__ import annotations

import os
import platform
import subprocess
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from benchmark.rows import Judged, Results, cpu_seconds, judge, memory, seconds, typical

_DOT = " \u00b7 "

_BEGIN = "<!-- benchmark: written by make bench -->"
_END = "<!-- end of benchmark -->"


def report(results: Results, root: Path) -> str:
    """Return the tables of a run and a sentence on where and when it was made."""
    judged = judge(results)
    sizes = sorted({size for size, _ in results})
    lines = [
        f"{datetime.now(UTC):%Y-%m-%d}, commit {commit(root)}; {machine()}.",
        "",
        "How many times the cost of what ran right before it, each in a process of its own: the median over several",
        "runs of wall time \u00b7 CPU time \u00b7 peak memory. **Bold** misses its bar.",
        "",
        *_table(("ratio", "bar", *map(size_name, sizes)), _ratio_rows(judged, sizes)),
        "",
        "The median of wall time \u00b7 CPU time \u00b7 peak memory:",
        "",
        *_table(("cost", *map(size_name, sizes)), _cost_rows(results, sizes)),
        "",
        *_table(("size", *map(size_name, sizes)), _size_rows(results, sizes)),
    ]
    return "\n".join(lines) + "\n"


def missed_bars(results: Results) -> list[str]:
    """Return a line for every bar that is missed."""
    return [
        f"{figure.what} at {size_name(figure.size)}: {figure.value:.2f}, the bar is {figure.bar}"
        for figure in judge(results)
        if not figure.is_met
    ]


def size_name(size: int) -> str:
    """Return a number of decisions as people say it."""
    return f"{size // 1_000_000}M" if size >= 1_000_000 else f"{size // 1000}k"


def machine() -> str:
    """Return what the machine is, without its name."""
    information = Path("/proc/cpuinfo")
    lines = information.read_text(encoding="utf-8").splitlines() if information.exists() else []
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    ram = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    system = f"{platform.system()} {'.'.join(platform.release().split('.')[:2])}"
    cores = f"{os.cpu_count()} cores ({models[0] if models else platform.machine()})"
    return f"{cores}, {ram:.0f} GiB, {system}, {platform.python_implementation()} {platform.python_version()}"


def commit(root: Path) -> str:
    """Return the commit that is checked out, and whether files differ from it."""

    def git(*arguments: str) -> str:
        done = subprocess.run(["git", *arguments], cwd=root, capture_output=True, check=False, text=True)  # noqa: S607
        return done.stdout.strip()

    name = git("rev-parse", "--short", "HEAD") or "unknown"
    return f"{name} with changes" if git("status", "--porcelain", "--untracked-files=no") else name


def with_report(document: str, text: str) -> str:
    """Return a document in which the report stands between the marks.

    Raises:
        ValueError: if the marks are not there.
    """
    before, begin, rest = document.partition(_BEGIN)
    _, end, after = rest.partition(_END)
    if not begin or not end:
        raise ValueError(f"the document lacks the lines {_BEGIN} and {_END}")
    return f"{before}{_BEGIN}\n{text}{_END}{after}"


def _ratio_rows(judged: Sequence[Judged], sizes: Sequence[int]) -> Iterable[Sequence[str]]:
    for what in dict.fromkeys(figure.what for figure in judged):
        figures = {figure.size: figure for figure in judged if figure.what == what}
        bar = next(iter(figures.values())).bar
        yield what, bar, *(_cell(figures.get(size)) for size in sizes)


def _cell(figure: Judged | None) -> str:
    if figure is None:
        return ""
    value = _ratio(figure.value) if figure.is_met else f"**{_ratio(figure.value)}**"
    return _DOT.join((value, *map(_ratio, figure.beside)))


def _ratio(value: float) -> str:
    return f"{value:.2f}" if 0 < value < 100 else f"{value:.0f}"


def _cost_rows(results: Results, sizes: Sequence[int]) -> Iterable[Sequence[str]]:
    for task in dict.fromkeys(task for _, task in results if task != "tasks.first_build"):
        yield _task_name(task), *(_cost(results, size, task) if (size, task) in results else "" for size in sizes)


def _task_name(task: str) -> str:
    module, _, function = task.partition(".")
    words = function.replace("_", " ")
    return {"tasks": words, "floors": f"floor of {words}"}.get(module, f"{module}'s {words}")


def _cost(results: Results, size: int, task: str) -> str:
    wall, cpu = (_duration(typical(results, size, task, cost)) for cost in (seconds, cpu_seconds))
    return _DOT.join((wall, cpu, _amount(typical(results, size, task, memory))))


def _size_rows(results: Results, sizes: Sequence[int]) -> Iterable[Sequence[str]]:
    def facts(task: str, fact: str) -> list[int]:
        return [results[size, task][0].facts[fact] for size in sizes]

    yield "jobs", *(f"{count:,}" for count in facts("tasks.load", "jobs"))
    yield "routing plan and master", *map(_amount, facts("tasks.first_build", "inputs"))
    yield "all files", *map(_amount, facts("tasks.build", "bytes"))
    yield "number of files", *(f"{count:,}" for count in facts("tasks.build", "files"))
    yield "rewritten, one target changed", *(f"{count:,}" for count in facts("tasks.rebuild_changed", "rewritten"))
    yield "the jobs as a Parquet file", *map(_amount, facts("tasks.write_parquet", "bytes"))


def _duration(value: float) -> str:
    return f"{value:.3g} s" if value >= 1 else f"{value * 1000:.3g} ms"


def _amount(value: float) -> str:
    return f"{value / 1e6:,.0f} MB" if value >= 1e7 else f"{value / 1e3:,.0f} kB"


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    marks = ["---", *("---:" for _ in header[1:])]
    return [f"| {' | '.join(cells)} |" for cells in (header, marks, *rows)]
