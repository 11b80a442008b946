"""The good plans that the cases of plans are made of, and edits of them."""

from __future__ import annotations

import copy
from collections import Counter
from typing import Any

from conformance_cases.editing import Document, Edit, all_of, edited, put
from conformance_cases.jobs import FLEXIBLE_JOB, POOLED, job


def recount(plan: Any) -> None:  # noqa: ANN401
    """Make the counts of a plan right."""
    jobs = plan["jobs"]
    trainable = [job for job in jobs if job["route"] != "ROUTE_BLOCKED"]
    types = Counter(job["training_type"] for job in trainable)
    plan["metadata"]["total_jobs"] = len(jobs)
    plan["summary"] = {
        "by_route": dict(Counter(job["route"] for job in jobs)),
        "by_type": dict(Counter(job["training_type"] for job in jobs)),
        "by_priority": dict(Counter(str(job["priority"]) for job in jobs)),
        "total_cs_jobs": types["cross_sectional"],
        "total_symbol_jobs": types["symbol_specific"],
        "total_blocked": len(jobs) - len(trainable),
    }


def good_plan() -> Document:
    """Return a plan with a job of each route."""
    plan: Document = {
        "metadata": {
            "generated_at": "2025-12-11T18:45:00Z",
            "run_id": "20251211_184500",
            "git_commit": "abc1234",
            "config_hash": "routing_cfg_v3",
            "routing_plan_path": "METRICS/routing_plan/routing_plan.json",
            "metrics_snapshot": "METRICS/routing_candidates.parquet",
            "total_jobs": 0,
            "model_families": ["lightgbm", "xgboost"],
        },
        "summary": {},
        "jobs": [
            job(None, "ROUTE_CROSS_SECTIONAL", 90),
            job("MSFT", "ROUTE_SYMBOL_SPECIFIC", 80),
            job("GOOG", "ROUTE_BOTH", 70),
            copy.deepcopy(FLEXIBLE_JOB),
            job("IBM", "ROUTE_BLOCKED", 0),
        ],
    }
    recount(plan)
    return plan


PLAN = good_plan()
FLEXIBLE = 3


def small_plan(*edits: Edit) -> Document:
    """Return a plan of FLEXIBLE_JOB alone, with edits made and the counts right."""
    plan: Document = edited(PLAN, put("/jobs", [FLEXIBLE_JOB]))
    all_of(*edits, recount)(plan)
    return plan


def design_example() -> Document:
    """Return the example of the design document as a whole plan: its two jobs, and the counts that they give."""
    plan: Document = {
        "metadata": {
            "generated_at": "2025-12-11T18:45:00Z",
            "run_id": "20251211_184500",
            "git_commit": "abc1234",
            "config_hash": "routing_cfg_v3",
            "routing_plan_path": "METRICS/routing_plan/routing_plan.json",
            "metrics_snapshot": "METRICS/routing_candidates.parquet",
            "total_jobs": 2,
            "model_families": ["lightgbm", "xgboost"],
        },
        "jobs": [
            {
                "job_id": "cs_y_will_swing_low_10m_0.20",
                "target": "y_will_swing_low_10m_0.20",
                "symbol": None,
                "route": "ROUTE_CROSS_SECTIONAL",
                "training_type": "cross_sectional",
                "model_families": ["lightgbm", "xgboost"],
                "priority": 90,
                "reason": "CS strong and stable",
                "metadata": {"cs_state": "STRONG", "sample_size": 123456, "score": 0.62},
            },
            {
                "job_id": "sym_AAPL_y_will_swing_low_10m_0.20",
                "target": "y_will_swing_low_10m_0.20",
                "symbol": "AAPL",
                "route": "ROUTE_SYMBOL_SPECIFIC",
                "training_type": "symbol_specific",
                "model_families": ["lightgbm"],
                "priority": 80,
                "reason": "Local strong, CS weak for this symbol",
                "metadata": {"local_state": "STRONG", "sample_size": 8000, "score": 0.66},
            },
        ],
        "summary": {},
    }
    recount(plan)
    return plan


def field(name: str, value: object) -> Edit:
    """Return the edit of a field of the first job."""
    return put(f"/jobs/0/{name}", value)


def version(value: str) -> Edit:
    """Return the edit that states a version."""
    return put("/metadata/schema_version", value)


def moment(value: str) -> Edit:
    """Return the edit of the plan's time."""
    return put("/metadata/generated_at", value)


def unknown(name: str) -> Edit:
    """Return the edit that makes a fact of the plan's origin unknown."""
    return put(f"/metadata/{name}", None)


def blocked(families: list[str]) -> list[Edit]:
    """Return the edits that block the first job."""
    return [field("route", "ROUTE_BLOCKED"), field("model_families", families)]


def pooled(route: str) -> list[Edit]:
    """Return the edits that make the first job pool symbols."""
    return [field("route", route), *(field(name, value) for name, value in POOLED)]


def reversed_fields(value: Any) -> Any:  # noqa: ANN401
    """Return a document with the members of every object in reverse order."""
    if isinstance(value, dict):
        return {key: reversed_fields(inner) for key, inner in reversed(value.items())}
    return [reversed_fields(inner) for inner in value] if isinstance(value, list) else value
