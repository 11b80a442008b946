"""Raise a storm over a plan folder, and judge what came of it."""

from __future__ import annotations

import multiprocessing
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from publishing_storm.atomic_register import Step, faults_of_history
from publishing_storm.processes import Seen, build_for, build_once, read_for, stand_at
from publishing_storm.whole_plans import PLANS, built, run_name
from training_plan.checking.folder_check import check_folder
from training_plan.training_plan_consumer import load_master_training_plan

READERS = 8


@dataclass(frozen=True)
class Verdict:
    """What came of a storm.

    Attributes:
        builds: how many times each builder succeeded.
        counts: how many of everything.
        faults: what must not happen; empty if the promises held.
    """

    builds: Sequence[int]
    counts: Counter[str]
    faults: Sequence[str]


def storm(folder: Path, seconds: float) -> Verdict:
    """Let four builders with different plans and eight readers at one plan folder, each a process of its own.

    Args:
        folder: an empty folder to work in.
        seconds: how long they are at it; a build under way is let end.
    """
    plan_folder = folder / "plan"
    counts: Counter[str] = Counter()
    run = run_name(0, 0)
    first = build_once(plan_folder, built(0, run), run, counts)
    builders, readers = _let_loose(plan_folder, seconds)
    writes = [first, *(step for seen in builders for step in seen.steps)]
    start = time.monotonic_ns()
    last = load_master_training_plan(plan_folder).metadata.run_id
    reads = [*(step for seen in readers for step in seen.steps), Step(last, start, time.monotonic_ns())]
    faults = [fault for seen in (*builders, *readers) for fault in seen.faults]
    faults += faults_of_history(writes, reads)
    faults += _starved(builders)
    faults += _left_behind(plan_folder, last, folder / "clean")
    for seen in (*builders, *readers):
        counts += seen.counts
    return Verdict([len(seen.steps) for seen in builders], counts, faults)


def _let_loose(folder: Path, seconds: float) -> tuple[list[Seen], list[Seen]]:
    context = multiprocessing.get_context("spawn")
    gate = context.Barrier(PLANS + READERS)
    with ProcessPoolExecutor(PLANS + READERS, context, stand_at, (gate,)) as pool:
        builders = [pool.submit(build_for, seconds, folder, number) for number in range(PLANS)]
        readers = [pool.submit(read_for, seconds, folder, seed) for seed in range(READERS)]
        return [each.result() for each in builders], [each.result() for each in readers]


def _starved(builders: Sequence[Seen]) -> Iterator[str]:
    for number, seen in enumerate(builders):
        if not seen.steps:
            yield f"builder {number} never got its turn"


def _left_behind(folder: Path, run: str, clean: Path) -> Iterator[str]:
    """Yield in what the folder differs from one into which the last plan alone was ever built."""
    yield from map(str, check_folder(folder))
    number = int(run.split("-")[1])
    build_once(clean, built(number, run), run, Counter())
    found, expected = _files(folder), _files(clean)
    for path in sorted(found.keys() | expected.keys()):
        if found.get(path) != expected.get(path):
            yield f"{path} is not what the last build, {run}, made"


def _files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
