"""Train every job of a plan, most important first, with a pool of workers; go on where it was killed.

    python scripts/example_training_phase.py METRICS/training_plan --trainer my_package.training:train --out RESULTS

The trainer is a function of one job that returns what JSON can say; it is found from the working directory and runs
in a worker process. Its result goes to ``RESULTS/<digest of the plan>/<n>.json``, written in one step, so a job whose
file is there is done; n is the place of the job in the plan. Of the plan folder only the master is opened.
"""

from __future__ import annotations

import argparse
import importlib
import json
import multiprocessing
import os
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path

from training_plan import Job, TrainingPlanError, load_master_training_plan, pending, plan_digest


@dataclass(frozen=True)
class Trained:
    """What became of a job: the text of its result file, or what went wrong."""

    job: Job
    text: str = ""
    error: str = ""


def find_trainer(name: str) -> Callable[[Job], object]:
    """Return the function that ``module:function`` names.

    Raises:
        ValueError: if there is none.
    """
    module, _, function = name.partition(":")
    try:
        trainer: object = getattr(importlib.import_module(module), function)
    except (ImportError, AttributeError, ValueError) as error:
        raise ValueError(f"there is no trainer {name}: {error}") from error
    if not callable(trainer):
        raise ValueError(f"the trainer {name} is no function")  # noqa: TRY004 - every bad name is the same error
    return trainer


def train_one(trainer: str, job: Job) -> Trained:
    """Train one job in a worker, which gets the job and not the plan."""
    try:
        result = find_trainer(trainer)(job)
        return Trained(job, text=json.dumps({"job_id": job.job_id, "result": result}, allow_nan=False))
    except Exception as error:  # noqa: BLE001 - what a trainer raises fails its own job and no other
        return Trained(job, error=f"{type(error).__name__}: {error}")


def end_with_parent() -> None:
    """Let this worker end as soon as the run does, even if that is killed."""
    parent = multiprocessing.parent_process()

    def wait_for_its_end() -> None:
        if parent is not None:
            parent.join()
        os._exit(1)

    threading.Thread(target=wait_for_its_end, daemon=True).start()


def train_until_a_worker_dies(jobs: deque[Job], trainer: str, workers: int) -> Iterator[Trained]:
    """Take jobs from the left and yield what became of them, as they end.

    A worker that dies, for want of memory for instance, takes its whole pool with it: what is under way fails, and
    ``jobs`` keeps what has not begun. So no more is under way than there are workers.
    """
    context = multiprocessing.get_context("spawn")
    running: dict[Future[Trained], Job] = {}
    is_broken = False
    with ProcessPoolExecutor(workers, mp_context=context, initializer=end_with_parent) as pool:
        while running or (jobs and not is_broken):
            while jobs and len(running) < workers and not is_broken:
                try:
                    running[pool.submit(train_one, trainer, jobs[0])] = jobs[0]
                    jobs.popleft()
                except BrokenProcessPool:
                    is_broken = True
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                job = running.pop(future)
                try:
                    yield future.result()
                except BrokenProcessPool:
                    is_broken = True
                    yield Trained(job, error="a worker died")


def done_ids(folder: Path) -> Iterator[str]:
    """Yield the job_id of every result that is there, whole."""
    for path in folder.glob("*.json"):
        try:
            yield json.loads(path.read_bytes())["job_id"]
        except (ValueError, KeyError, TypeError):
            print(f"{path} is no result; its job is trained again", file=sys.stderr)


def write_result(folder: Path, number: int, text: str) -> None:
    """Write a result in one step: it is there whole or not at all."""
    staged = folder / f"{number}.tmp"
    staged.write_text(text, encoding="utf-8")
    staged.replace(folder / f"{number}.json")


def run(plan_path: Path, trainer: str, out: Path, workers: int) -> int:
    """Train what is not done; return the number of jobs that failed."""
    plan = load_master_training_plan(plan_path)
    folder = out / plan_digest(plan)[:16]
    folder.mkdir(parents=True, exist_ok=True)
    waiting = pending(plan, set(done_ids(folder)))
    numbers = {job.job_id: number for number, job in enumerate(plan.jobs)}
    jobs = deque(sorted(waiting, key=lambda job: -job.priority))
    print(f"{len(jobs)} jobs to train, results in {folder}", file=sys.stderr)
    count = failed = 0
    while jobs:
        for trained in train_until_a_worker_dies(jobs, trainer, workers):
            count += 1
            told = f"{count}/{len(waiting)} {trained.job.job_id}"
            if trained.error:
                failed += 1
                told += f" failed: {trained.error}"
            else:
                write_result(folder, numbers[trained.job.job_id], trained.text)
            print(told, file=sys.stderr)
    return failed


def main(arguments: list[str] | None = None) -> int:
    """Run the script: 0 if every job is done, 1 if some failed, 2 for a bad argument, 3 if it cannot run."""
    parser = argparse.ArgumentParser(description="Train every job of a plan.")
    parser.add_argument("plan", type=Path, help="the plan folder, or its master file")
    parser.add_argument("--trainer", required=True, metavar="MODULE:FUNCTION", help="called with each job")
    parser.add_argument("--out", type=Path, required=True, help="folder of the results")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args(arguments)
    sys.path.insert(0, str(Path.cwd()))  # as python -m does; workers get the path too
    if options.workers < 1:
        parser.error("--workers must be at least 1")
    try:
        find_trainer(options.trainer)
    except ValueError as error:
        parser.error(str(error))
    try:
        return 1 if run(options.plan, options.trainer, options.out, options.workers) else 0
    except (TrainingPlanError, OSError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 3
    except KeyboardInterrupt:
        print("interrupted; run it again to go on", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main())
