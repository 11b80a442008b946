"""Why a plan does not have a job, as far as the plan can tell."""

from __future__ import annotations

from training_plan.comparing.matching import TargetJobs
from training_plan.comparing.plan_diff import PlanSide, Standing

COVERED = "covered by the pooled job of its target"
ANOTHER = "one job less: the pair has another"
NOT_DECIDED = "not decided: the plan lists what is blocked, and this is not among it"
NO_TARGET = "blocked or not decided: the plan has no job of this target"
UNKNOWN = "blocked or not decided: the plan does not say (build --include-blocked does)"


def standing_without_job(symbol: str | None, jobs: TargetJobs) -> Standing:
    """Return what a plan makes of a pair of a target by its pooled jobs alone."""
    return Standing.COVERED if symbol in jobs.covered else Standing.ABSENT


def why_absent(target: str, symbol: str | None, jobs: TargetJobs, plan: PlanSide) -> str:
    """Return in words why a plan does not have a job that another plan has.

    A plan that was built without blocked jobs looks the same whether the router blocked a pair or decided nothing.

    Args:
        target: the job's target.
        symbol: the job's symbol, None if it is pooled.
        jobs: what the plan has of the target.
        plan: the plan.
    """
    if symbol in jobs.covered:
        return COVERED
    if symbol in jobs.jobs:
        return ANOTHER
    if plan.summary.total_blocked:
        return NOT_DECIDED
    return UNKNOWN if target in plan.targets else NO_TARGET
