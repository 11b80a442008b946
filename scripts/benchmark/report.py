"""The results as Markdown: what was measured where, each figure beside its bar, and what a build takes."""

from __future__ import annotations

import os
import platform
import subprocess
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from benchmark.rows import Judged, Results, judge, memory, seconds, typical

_BEGIN = "<!-- benchmark: written by make bench -->"
_END = "<!-- end of benchmark -->"


def report(results: Results, root: Path) -> str:
    """Return the tables of a run and a sentence on where and when it was made."""
    judged = judge(results)
    sizes = sorted({size for size, _ in results})
    lines = [
        f"{datetime.now(UTC):%Y-%m-%d}, commit {commit(root)}; {machine()}. A cell is the median of several runs,",
        "each in a process of its own, as a multiple of what ran right before it; **bold** misses its bar.",
        "",
        *_table(("ratio", "bar", *map(size_name, sizes)), _ratio_rows(judged, sizes)),
        "",
        *_table(("median", *map(size_name, sizes)), _cost_rows(results, sizes)),
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
    value = f"{figure.value:.2f}" if 0 < figure.value < 100 else f"{figure.value:.0f}"
    return value if figure.is_met else f"**{value}**"


def _cost_rows(results: Results, sizes: Sequence[int]) -> Iterable[Sequence[str]]:
    tasks = dict.fromkeys(task for _, task in results if task != "tasks.first_build")
    for task in tasks:
        times = (_duration(typical(results, size, task, seconds)) if (size, task) in results else "" for size in sizes)
        yield task.replace("tasks.", "").replace("_", " ").replace("floors.", "floor of "), *times
    yield "peak memory of build", *(_amount(typical(results, size, "tasks.build", memory)) for size in sizes)
    facts = {size: results[size, "tasks.first_build"][0].facts for size in sizes}
    yield "routing plan and master", *(_amount(facts[size]["inputs"]) for size in sizes)
    yield "written by build", *(f"{_amount(facts[size]['bytes'])}, {facts[size]['files']} files" for size in sizes)
    changed = {size: results[size, "tasks.rebuild_changed"][0].facts for size in sizes}
    yield "rewritten, one target changed", *(f"{changed[size]['rewritten']} files" for size in sizes)


def _duration(value: float) -> str:
    return f"{value:.3g} s" if value >= 1 else f"{value * 1000:.3g} ms"


def _amount(value: float) -> str:
    return f"{value / 1e6:,.0f} MB"


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    marks = ["---", *("---:" for _ in header[1:])]
    return [f"| {' | '.join(cells)} |" for cells in (header, marks, *rows)]
