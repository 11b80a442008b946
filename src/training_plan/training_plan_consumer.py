"""What the training phase needs: read the one master plan, fail closed, and find jobs in it.

Nothing here opens a file but the master. A plan that is torn, contradicts itself or belongs to another major
version is an error of this package's family, never an empty list and never "train everything".
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Literal, get_args

from training_plan.consuming.near_names import did_you_mean
from training_plan.consuming.plan_cache import kept
from training_plan.consuming.plan_loading import (
    NewerPlanWarning,
    UnsupportedVersionError,
    load_master_training_plan,
    plan_digest,
)
from training_plan.consuming.plan_tables import to_pandas, to_polars
from training_plan.errors import TrainingPlanError, UsageError
from training_plan.models import Job, MasterPlan, Route, TrainingType
from training_plan.plan.job_rules import covered_symbols

__all__ = [
    "BatchKey",
    "NewerPlanWarning",
    "UnknownTargetError",
    "UnsupportedVersionError",
    "get_blocked_jobs",
    "get_cs_jobs",
    "get_jobs_for_symbol",
    "get_jobs_for_target",
    "get_pooled_jobs_covering",
    "get_symbol_jobs",
    "is_trainable",
    "iter_batches",
    "load_master_training_plan",
    "model_families_for",
    "pending",
    "plan_digest",
    "require_jobs_for_target",
    "symbols_by_target",
    "targets",
    "to_pandas",
    "to_polars",
]

BatchKey = Literal["target", "symbol", "training_type", "route", "priority"]


class UnknownTargetError(TrainingPlanError):
    """A target of which the plan has no job; the hint names those that look like it."""

    exit_code = 1


def is_trainable(job: Job) -> bool:
    """Return whether a job is to be trained, that is, not blocked."""
    return job.route != Route.ROUTE_BLOCKED


def _trainable(plan: MasterPlan) -> list[Job]:
    return kept(plan, "trainable", lambda: [job for job in plan.jobs if is_trainable(job)])


def _index(plan: MasterPlan, field: Literal["target", "symbol"]) -> dict[str | None, list[Job]]:
    def index() -> dict[str | None, list[Job]]:
        found: dict[str | None, list[Job]] = {}
        for job in plan.jobs:
            found.setdefault(getattr(job, field), []).append(job)
        return found

    return kept(plan, f"by_{field}", index)


def _selected(jobs: Iterable[Job], *, trainable_only: bool) -> list[Job]:
    return [job for job in jobs if is_trainable(job)] if trainable_only else list(jobs)


def get_cs_jobs(plan: MasterPlan) -> list[Job]:
    """Get all cross-sectional jobs that are to be trained, in plan order."""
    return [job for job in _trainable(plan) if job.training_type is TrainingType.CROSS_SECTIONAL]


def get_symbol_jobs(plan: MasterPlan) -> list[Job]:
    """Get all symbol-specific jobs that are to be trained, in plan order."""
    return [job for job in _trainable(plan) if job.training_type is TrainingType.SYMBOL_SPECIFIC]


def get_blocked_jobs(plan: MasterPlan) -> list[Job]:
    """Get all blocked jobs, in plan order; they are never to be trained."""
    return [job for job in plan.jobs if not is_trainable(job)]


def get_jobs_for_target(plan: MasterPlan, target: str, *, trainable_only: bool = False) -> list[Job]:
    """Get all jobs for a target, in plan order; none if the plan does not have it."""
    return _selected(_index(plan, "target").get(target, ()), trainable_only=trainable_only)


def get_jobs_for_symbol(plan: MasterPlan, symbol: str, *, trainable_only: bool = False) -> list[Job]:
    """Get all jobs for a symbol, in plan order; pooled jobs are none of them (see get_pooled_jobs_covering)."""
    jobs = () if symbol is None else _index(plan, "symbol").get(symbol, ())
    return _selected(jobs, trainable_only=trainable_only)


def require_jobs_for_target(plan: MasterPlan, target: str) -> list[Job]:
    """Get the jobs for a target that are to be trained.

    Raises:
        UnknownTargetError: if there is none; the hint names the targets that look like it.
    """
    jobs = get_jobs_for_target(plan, target, trainable_only=True)
    if jobs:
        return jobs
    if get_jobs_for_target(plan, target):
        raise UnknownTargetError(f"every job of target {target!r} is blocked", hint="see the reasons of its jobs")
    known = targets(plan)
    hint = did_you_mean(target, known) or f"the plan has {len(known)} targets"
    raise UnknownTargetError(f"the plan has no target {target!r}", hint=hint)


def get_pooled_jobs_covering(plan: MasterPlan, symbol: str) -> list[Job]:
    """Get the trainable pooled jobs whose model serves a symbol, in plan order.

    These are the jobs that list it in ``covered_symbols``, and those of the targets for which the symbol's own
    job is ROUTE_BOTH: both, the pooled model and its own.
    """
    both = {job.target for job in get_jobs_for_symbol(plan, symbol) if job.route is Route.ROUTE_BOTH}
    covering = kept(plan, "covering", lambda: _covering(plan)).get(symbol, set())
    return [
        job for job in kept(plan, "pooled", lambda: get_cs_jobs(plan)) if job.job_id in covering or job.target in both
    ]


def _covering(plan: MasterPlan) -> dict[str, set[str]]:
    covering: dict[str, set[str]] = {}
    for job in get_cs_jobs(plan):
        for symbol in covered_symbols(job):
            covering.setdefault(symbol, set()).add(job.job_id)
    return covering


def model_families_for(plan: MasterPlan, target: str, symbol: str | None) -> list[str]:
    """Get the families to train for a pair, in order; ``symbol`` None asks for the pooled model.

    It is empty where the plan has no trainable job of the pair.
    """
    # A symbol has far fewer jobs than a target.
    jobs = _selected(_index(plan, "symbol").get(symbol, ()), trainable_only=True)
    return list(dict.fromkeys(family for job in jobs if job.target == target for family in job.model_families))


def targets(plan: MasterPlan) -> list[str]:
    """Get every target of the plan, sorted."""
    return sorted(target for target in _index(plan, "target") if target is not None)


def symbols_by_target(plan: MasterPlan) -> dict[str, list[str]]:
    """Get the symbols to train for each target that has any, both in plan order."""
    found: dict[str, list[str]] = {}
    for job in get_symbol_jobs(plan):
        if job.symbol is not None:
            found.setdefault(job.target, []).append(job.symbol)
    return found


def iter_batches(plan: MasterPlan, *, max_jobs: int, by: BatchKey | None = None) -> Iterator[list[Job]]:
    """Return an iterator over the trainable jobs in batches, for schedulers that take so many at once.

    Args:
        plan: the plan.
        max_jobs: the most jobs of a batch, at least 1.
        by: a field that all jobs of a batch share; batches then follow the first job of each value.

    Raises:
        UsageError: if ``max_jobs`` is less than 1, or ``by`` is no such field.
    """
    if max_jobs < 1:
        raise UsageError(f"max_jobs is {max_jobs}; a batch has at least 1 job")
    if by is not None and by not in get_args(BatchKey):
        raise UsageError(f"batches cannot be made by {by!r}", hint="one of " + ", ".join(get_args(BatchKey)))
    return _batches(plan, max_jobs, by)


def _batches(plan: MasterPlan, max_jobs: int, by: BatchKey | None) -> Iterator[list[Job]]:
    groups: dict[object, list[Job]] = {}
    for job in _trainable(plan):
        groups.setdefault(None if by is None else getattr(job, by), []).append(job)
    for jobs in groups.values():
        for start in range(0, len(jobs), max_jobs):
            yield jobs[start : start + max_jobs]


def pending(plan: MasterPlan, done_ids: Collection[str]) -> list[Job]:
    """Get the trainable jobs whose job_id is not among those that are done, in plan order."""
    done = frozenset(done_ids)
    return [job for job in _trainable(plan) if job.job_id not in done]
