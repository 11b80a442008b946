"""The benchmark runs, at its smallest size: what it counts is right; how long anything took is not asked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import bench
from benchmark.plot import draw
from benchmark.processes import Measurement
from benchmark.report import missed_bars, report, with_report
from benchmark.rewriting import changed_targets, file_states, may_be_rewritten
from benchmark.rows import ROWS, Results, judge, tasks_at
from benchmark.workplace import Workplace

SIZE = bench.SIZES[0]
LARGE = (100_000, 1_000_000)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("bench") / "size"


@pytest.fixture(scope="module")
def results(folder: Path) -> Results:
    return bench.measure_size(SIZE, 1, folder)


def facts(results: Results, task: str) -> dict[str, int]:
    return results[SIZE, task][0].facts


def test_every_task_of_every_row_is_measured(results: Results) -> None:
    assert {task for _, task in results} == {"tasks.first_build", *tasks_at(SIZE)}
    for runs in results.values():
        assert len(runs) == 1
        assert min(runs[0].wall, runs[0].cpu, runs[0].memory) > 0


@pytest.mark.parametrize("task", ["floors.build", "floors.build_with_sync", "floors.check", "tasks.build_with_sync"])
def test_a_floor_is_about_the_same_bytes_in_the_same_number_of_files(results: Results, task: str) -> None:
    assert facts(results, task) == facts(results, "tasks.build")
    assert facts(results, "tasks.build")["files"] > 100


def test_the_floors_see_a_valid_plan_with_all_its_jobs(results: Results) -> None:
    assert facts(results, "floors.validate")["valid"] == 1
    assert facts(results, "floors.load")["jobs"] == facts(results, "tasks.load")["jobs"] > SIZE // 4


def test_the_diffs_are_of_as_many_bytes_as_are_loaded(results: Results) -> None:
    assert facts(results, "tasks.load_twice")["jobs"] == 2 * facts(results, "tasks.load")["jobs"]
    equal, every = (facts(results, f"tasks.diff_of_{kind}")["bytes"] for kind in ("equals", "every_job"))
    assert equal == 2 * facts(results, "floors.load")["bytes"] < every


def test_a_rebuild_without_a_change_rewrites_nothing(results: Results) -> None:
    assert facts(results, "tasks.rebuild_unchanged") == {"rewritten": 0}


def test_a_rebuild_with_one_target_changed_rewrites_only_what_the_target_touches(results: Results) -> None:
    told = facts(results, "tasks.rebuild_changed")
    assert told["needlessly"] == 0
    assert 6 < told["rewritten"] < told["files"]


def test_only_what_a_changed_target_touches_may_be_rewritten(results: Results, folder: Path) -> None:
    assert results
    place = Workplace(folder)
    assert changed_targets(place.routing_plan, place.routing_plan) == set()
    (target,) = changed_targets(place.routing_plan, place.changed_routing_plan)
    allowed = may_be_rewritten(place.plan, place.plan, {target})
    views = {name for name in file_states(place.plan) if name.startswith("by_target/")}
    assert views & allowed == {f"by_target/{target}.json"}
    assert len(views) > 1


# The report, of measurements that are made up.


def made_up(seconds: dict[str, float]) -> Results:
    """Return results at every size in which each task takes the same time, and ten times that at a million."""
    told = {"inputs": 1000, "bytes": 1, "files": 1, "jobs": 1, "rewritten": 1, "needlessly": 0}
    return {
        (size, task): [Measurement(seconds.get(task, 1.0) * (10 if size > LARGE[0] else 1), 1.0, 2000, told)]
        for size in bench.SIZES
        for task in ("tasks.first_build", *tasks_at(size))
    }


def fast() -> dict[str, float]:
    """Return times that meet every bar."""
    return {"afternoon.build": 20.0, "tasks.rebuild_unchanged": 0.5}


def slow() -> Iterator[tuple[str, float]]:
    """Yield a task and a time that misses the bar of each row."""
    for row in ROWS:
        if row.at_most is not None:
            yield row.task, row.at_most * 1.01
        if row.at_least is not None:
            yield row.task, row.at_least * 0.99


def test_no_bar_is_missed_where_all_is_fast() -> None:
    assert missed_bars(made_up(fast())) == []


@pytest.mark.parametrize(("task", "time"), [*slow()])
def test_a_missed_bar_is_named_at_the_sizes_that_it_holds_for(task: str, time: float) -> None:
    missed = missed_bars(made_up({**fast(), task: time}))
    assert missed
    assert all(" at 100k: " in line or " at 1M: " in line for line in missed)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"facts": {"needlessly": 1, "rewritten": 1}}, "rewritten needlessly"),
        ({"memory": 5000}, "peak memory"),
        ({"wall": 13.0}, "growth of build from 100k to 1M, seconds"),
        ({"memory": 24_000}, "growth of build from 100k to 1M, memory"),
    ],
)
def test_what_is_no_ratio_of_times_is_judged_too(change: dict[str, object], words: str) -> None:
    results = dict(made_up(fast()))
    for task in ("tasks.build", "tasks.rebuild_changed"):
        results[LARGE[1], task] = [run._replace(**change) for run in results[LARGE[1], task]]  # type: ignore[arg-type]
    assert any(words in line for line in missed_bars(results))


def test_the_report_has_every_figure_and_marks_the_missed_ones() -> None:
    results = made_up({**fast(), "tasks.load": 1.777})
    text = report(results, bench.ROOT)
    assert all(f"| {figure.what} |" in text for figure in judge(results))
    assert text.count("**1.78**") == len(LARGE)
    assert "| 1k | 10k | 100k | 1M |" in text


def test_the_report_replaces_the_former_one_in_a_document() -> None:
    marks = [
        line for line in (bench.ROOT / "README.md").read_text(encoding="utf-8").splitlines() if "benchmark" in line
    ]
    begin, end = (line for line in marks if line.startswith("<!--"))
    document = f"a\n{begin}\nold\n{end}\nz\n"
    assert with_report(document, "new\n") == f"a\n{begin}\nnew\n{end}\nz\n"
    with pytest.raises(ValueError, match="benchmark"):
        with_report("a\nz\n", "new\n")


def test_the_plot_is_a_picture(tmp_path: Path) -> None:
    draw(made_up(fast()), tmp_path / "cost.png")
    assert (tmp_path / "cost.png").read_bytes().startswith(b"\x89PNG\r\n")
