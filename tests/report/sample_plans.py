"""Plans that the tests of the report show."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from training_plan.building.plan_building import Provenance, plan_from_jobs
from training_plan.models import DecisionAccount, Job, MasterPlan, Route, TrainingType
from training_plan.training_plan_consumer import load_master_training_plan

GOLDEN: Final = Path(__file__).parents[1] / "golden"

REAL: Final = load_master_training_plan(GOLDEN / "complete")
"""The bundled real routing plan, built with scores and with blocked jobs: 69 jobs."""

REAL_PLAIN: Final = load_master_training_plan(GOLDEN / "plain")
"""The same without scores and without blocked jobs."""

REAL_ACCOUNT: Final = DecisionAccount(
    decisions=99,
    pooled_decisions=10,
    symbol_decisions=89,
    jobs=43,
    covered=30,
    blocked=26,
    blocked_jobs=26,
    candidates=None,
)


def plan_of_jobs(*jobs: Job) -> MasterPlan:
    """Return the plan of jobs, made at a fixed time."""
    return plan_from_jobs(jobs, Provenance(generated_at=datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)))


def symbol_job(target: str, symbol: str, *, reason: str = "by hand", job_id: str | None = None) -> Job:
    """Return a job of one symbol."""
    return Job(
        job_id=job_id or f"sym_{target}_{symbol}",
        target=target,
        symbol=symbol,
        route=Route.ROUTE_SYMBOL_SPECIFIC,
        training_type=TrainingType.SYMBOL_SPECIFIC,
        model_families=["lightgbm"],
        priority=80,
        reason=reason,
        metadata={},
    )


def wide_plan(targets: int, symbols: int) -> MasterPlan:
    """Return a plan that has a job of every pair."""
    names = [f"symbol_{number:04}" for number in range(symbols)]
    return plan_of_jobs(*(symbol_job(f"target_{number:03}", name) for number in range(targets) for name in names))
