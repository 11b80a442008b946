"""Plans that the tests of the report show."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from training_plan.building.candidates import load_candidates
from training_plan.building.plan_building import Provenance, build_plan, plan_from_jobs
from training_plan.building.plan_config import load_plan_rules
from training_plan.building.routing_plan import parse_routing_plan
from training_plan.models import DecisionAccount, Job, MasterPlan, Route, TrainingType
from training_plan.training_plan_consumer import load_master_training_plan

GOLDEN: Final = Path(__file__).parents[1] / "golden"
INPUTS: Final = Path(__file__).parents[2] / "src/training_plan/demo/inputs"

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


def _older_plan() -> MasterPlan:
    """Return the plan of another night: other routes, a pooled job more, and pairs that the real plan does not have."""
    routing = json.loads((INPUTS / "routing_plan.json").read_bytes())
    targets = routing["targets"]
    targets["fwd_ret_1d"]["cross_sectional"]["route"] = "ENABLED"
    for symbol in ("AAPL", "AMZN"):
        targets["fwd_ret_1d"]["symbols"][symbol]["route"] = "ROUTE_CROSS_SECTIONAL"
    targets["fwd_vol_5d"]["symbols"]["IBM"]["route"] = "ROUTE_EXPERIMENTAL_ONLY"
    targets["y_first_touch_up_10d_0.03"]["symbols"]["GOOG"]["route"] = "ROUTE_SYMBOL_SPECIFIC"
    del targets["y_will_valley_5d_0.03"]["symbols"]["^IXIC"]
    return build_plan(
        parse_routing_plan(json.dumps(routing).encode(), "routing_plan.json"),
        Provenance(generated_at=datetime(2026, 1, 1, 3, 4, 5, tzinfo=UTC), config_hash="an older one"),
        rules=load_plan_rules(INPUTS / "plan_config.yaml"),
        candidates=load_candidates(INPUTS / "routing_candidates.csv"),
        include_blocked=True,
    ).plan


OLDER: Final = _older_plan()
"""The real plan of another night."""
