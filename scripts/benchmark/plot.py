"""The plot of cost against size."""

from __future__ import annotations

from pathlib import Path

from benchmark.rows import Results, seconds, typical

_LINES = (
    ("an afternoon's script", "afternoon.build", None, "tab:gray"),
    ("build", "tasks.build", "floors.build", "tab:red"),
    ("check", "tasks.check", "floors.check", "tab:purple"),
    ("validate", "tasks.validate", "floors.validate", "tab:green"),
    ("load", "tasks.load", "floors.load", "tab:blue"),
)


def draw(results: Results, path: Path) -> None:
    """Write a PNG with seconds against decisions, both on logarithmic scales; floors are dashed."""
    import matplotlib as mpl  # noqa: PLC0415 - slow to import, and the processes that measure need none

    mpl.use("Agg")
    from matplotlib import pyplot as plt  # noqa: PLC0415

    figure, axes = plt.subplots(figsize=(7, 5), dpi=110, layout="constrained")
    for label, task, floor, colour in _LINES:
        axes.plot(*_points(results, task), marker="o", color=colour, label=label)
        if floor is not None:
            axes.plot(*_points(results, floor), marker=".", color=colour, linestyle="--", label=f"floor of {label}")
    axes.set(xscale="log", yscale="log", xlabel="decisions in the routing plan", ylabel="seconds")
    axes.grid(visible=True, which="major", alpha=0.4)
    axes.legend(fontsize="small")
    figure.savefig(path, metadata={"Software": None})
    plt.close(figure)


def _points(results: Results, task: str) -> tuple[list[int], list[float]]:
    sizes = sorted(size for size, name in results if name == task)
    return sizes, [typical(results, size, task, seconds) for size in sizes]
