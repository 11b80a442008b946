"""Train every job of a plan, most important first, with a pool of workers; go on where it was killed.

    python scripts/example_training_phase.py METRICS/training_plan --trainer my_package.training:train --out RESULTS

The trainer is a function of one job that returns what JSON can say; it runs in a worker process. Its result goes
to ``RESULTS/<digest of the plan>/<n>.json``, written in one step, so a job whose file is there is done. Of the
plan folder only the master is opened.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from pathlib import Path
from typing import Any

from training_plan import Job, TrainingPlanError, load_master_training_plan, pending, plan_digest

Trainer = Callable[[Job], Any]


def find_trainer(name: str) -> Trainer:
    """Return the function that ``module:function`` names."""
    module, _, function = name.partition(":")
    trainer: Trainer = getattr(importlib.import_module(module), function)
    return trainer


def train_one(name: str, job: Job) -> Any:  # noqa: ANN401 - whatever the trainer gives
    """Train one job in a worker, which gets the job and not the plan."""
    return find_trainer(name)(job)


def done_ids(folder: Path) -> Iterator[str]:
    """Yield the job_id of every result that is there, whole."""
    for path in folder.glob("*.json"):
        yield json.loads(path.read_bytes())["job_id"]


def write_result(folder: Path, number: int, result: dict[str, Any]) -> None:
    """Write a result in one step: it is there whole or not at all."""
    staged = folder / f"{number}.tmp"
    staged.write_text(json.dumps(result), encoding="utf-8")
    staged.replace(folder / f"{number}.json")


def run(plan_path: Path, trainer: str, out: Path, workers: int) -> int:
    """Train what is not done; return the number of jobs that failed."""
    plan = load_master_training_plan(plan_path)
    folder = out / plan_digest(plan)[:16]
    folder.mkdir(parents=True, exist_ok=True)
    waiting = pending(plan, set(done_ids(folder)))
    numbers = {job.job_id: number for number, job in enumerate(plan.jobs)}
    print(f"{len(waiting)} jobs to train, results in {folder}", file=sys.stderr)
    failed = 0
    with ProcessPoolExecutor(workers) as pool:
        jobs: dict[Future[Any], Job] = {pool.submit(train_one, trainer, job): job for job in waiting}
        for count, future in enumerate(as_completed(jobs), start=1):
            job = jobs.pop(future)
            error = future.exception()
            if error is None:
                write_result(folder, numbers[job.job_id], {"job_id": job.job_id, "result": future.result()})
            else:
                failed += 1
                print(f"{job.job_id} failed: {error}", file=sys.stderr)
            print(f"{count}/{len(waiting)} {job.job_id}", file=sys.stderr)
    return failed


def main(arguments: list[str] | None = None) -> int:
    """Run the script: 0 if every job is done, 1 if some failed, 3 if the plan cannot be used."""
    parser = argparse.ArgumentParser(description="Train every job of a plan.")
    parser.add_argument("plan", type=Path, help="the plan folder, or its master file")
    parser.add_argument("--trainer", required=True, metavar="MODULE:FUNCTION", help="called with each job")
    parser.add_argument("--out", type=Path, required=True, help="folder of the results")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args(arguments)
    try:
        return 1 if run(options.plan, options.trainer, options.out, options.workers) else 0
    except TrainingPlanError as error:
        print(f"error: {error}", file=sys.stderr)
        return 3


if __name__ == "__main__":
    sys.exit(main())
