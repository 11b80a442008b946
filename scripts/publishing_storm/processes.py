"""What the processes of a storm do: build, or read, until their time is over."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from threading import Barrier

from publishing_storm.atomic_register import Step
from publishing_storm.whole_plans import WholePlans, built, run_name
from training_plan.building.plan_building import BuiltPlan
from training_plan.checking.folder_check import check_folder
from training_plan.errors import LockHeldError, TrainingPlanError
from training_plan.plan.encoding import encode_plan
from training_plan.plan.layout import PLAN_WIDE_FILES, VIEW_FOLDERS
from training_plan.publishing.publication import publish, publish_views
from training_plan.training_plan_consumer import load_master_training_plan

LOCK_TIMEOUT = 120.0
"""Seconds after which a builder that never gets its turn has starved."""

_GATE_TIMEOUT = 300.0
_VIEWS_EVERY = 5
_CHECK_EVERY = 20
_VIEWS_AT_ONCE = 8


@dataclass
class Seen:
    """What one process did and saw.

    Attributes:
        steps: the builds of a builder, or the loads of a reader.
        counts: how many of what.
        faults: what must not happen.
    """

    steps: list[Step] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)


_gate: list[Barrier] = []


def stand_at(gate: Barrier) -> None:
    """Make this process one of those that begin when all of them are there."""
    _gate.append(gate)


def _end_of(seconds: float) -> float:
    """Wait until every process is there, and return when its time is over."""
    _gate[0].wait(_GATE_TIMEOUT)
    return time.monotonic() + seconds


def build_for(seconds: float, folder: Path, number: int) -> Seen:
    """Build one plan again and again, each time as a run of its own; at least once."""
    end = _end_of(seconds)
    seen = Seen()
    turn = 0
    while turn == 0 or time.monotonic() < end:
        turn += 1
        run = run_name(number, turn)
        try:
            seen.steps.append(build_once(folder, built(number, run), run, seen.counts))
            if turn % _VIEWS_EVERY == 0:
                publish_views(folder, sync=False, lock_timeout=LOCK_TIMEOUT)
                seen.counts["views made again"] += 1
        except TrainingPlanError as error:
            seen.faults.append(f"builder {number}: {error}")
    return seen


def build_once(folder: Path, plan: BuiltPlan, run: str, counts: Counter[str]) -> Step:
    """Publish a plan; the step begins when the lock is held and ends when the call returns."""
    begun: list[int] = []

    def begin(_done: int, _path: str) -> None:
        if not begun:
            begun.append(time.monotonic_ns())

    encoded = encode_plan(plan.plan)
    try:
        publish(encoded, plan.account, folder, lock_timeout=0, progress=begin)
    except LockHeldError:
        counts["lock waits"] += 1
        publish(encoded, plan.account, folder, lock_timeout=LOCK_TIMEOUT, progress=begin)
    counts["builds"] += 1
    return Step(run, begun[0], time.monotonic_ns())


def read_for(seconds: float, folder: Path, seed: int) -> Seen:
    """Load the master, read some views and every other file, and check the folder, again and again; at least once."""
    seen = Seen()
    whole = WholePlans()
    rng = Random(seed)  # noqa: S311 - which views are read
    end = _end_of(seconds)
    turn = 0
    while turn == 0 or time.monotonic() < end:
        turn += 1
        seen.faults += _load(folder, seen)
        paths = _view_paths(folder)
        for path in (*rng.sample(paths, min(_VIEWS_AT_ONCE, len(paths))), *PLAN_WIDE_FILES):
            seen.faults += _read(folder, path, whole, seen)
        if turn % _CHECK_EVERY == 1:
            seen.counts["checks"] += 1
            try:
                check_folder(folder)
            except TrainingPlanError as error:
                seen.faults.append(f"check: {error}")
    return seen


def _load(folder: Path, seen: Seen) -> Iterator[str]:
    start = time.monotonic_ns()
    try:
        plan = load_master_training_plan(folder)
    except TrainingPlanError as error:
        yield f"load: {error}"
        return
    seen.steps.append(Step(plan.metadata.run_id, start, time.monotonic_ns()))
    seen.counts["loads"] += 1


def _view_paths(folder: Path) -> list[str]:
    paths: list[str] = []
    for name in VIEW_FOLDERS:
        try:
            paths += sorted(f"{name}/{file.name}" for file in (folder / name).iterdir())
        except FileNotFoundError:
            # A plan without symbols has no folder for them.
            continue
    return paths


def _read(folder: Path, path: str, whole: WholePlans, seen: Seen) -> Iterator[str]:
    try:
        data = (folder / path).read_bytes()
    except FileNotFoundError:
        seen.counts["views gone before they were read"] += 1
        if path in whole.always:
            yield f"{path} was missing, though every plan has it"
        return
    seen.counts["views read" if "/" in path else "other files read"] += 1
    if not whole.is_whole(path, data):
        yield f"{path} was not whole: {data[:200]!r} ({len(data)} bytes)"
