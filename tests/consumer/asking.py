"""What can be asked of a plan, and the answers in plain objects."""

from __future__ import annotations

from collections.abc import Callable

from support.oracle import JsonObject, load
from training_plan import (
    Job,
    MasterPlan,
    get_blocked_jobs,
    get_cs_jobs,
    get_jobs_for_symbol,
    get_jobs_for_target,
    get_pooled_jobs_covering,
    get_symbol_jobs,
    iter_batches,
    pending,
    plan_digest,
    require_jobs_for_target,
    symbols_by_target,
    targets,
    to_polars,
)
from training_plan.plan.encoding import encode_plan

ABSENT = "a name of nobody"

LISTS: dict[str, Callable[[MasterPlan], list[Job]]] = {
    "get_cs_jobs": get_cs_jobs,
    "get_symbol_jobs": get_symbol_jobs,
    "get_blocked_jobs": get_blocked_jobs,
    "get_jobs_for_target": lambda plan: get_jobs_for_target(plan, "ret"),
    "get_jobs_for_symbol": lambda plan: get_jobs_for_symbol(plan, "AAPL"),
    "get_pooled_jobs_covering": lambda plan: get_pooled_jobs_covering(plan, "AAPL"),
    "require_jobs_for_target": lambda plan: require_jobs_for_target(plan, "ret"),
    "pending": lambda plan: pending(plan, ()),
}


def jobs_of(plan: MasterPlan) -> list[JsonObject]:
    """Return the jobs of a plan as plain objects, by way of its bytes."""
    jobs: list[JsonObject] = load(encode_plan(plan).master)["jobs"]
    return jobs


def trainable(jobs: list[JsonObject]) -> list[JsonObject]:
    """Return the jobs that are to be trained."""
    return [job for job in jobs if job["route"] != "ROUTE_BLOCKED"]


def names_in(jobs: list[JsonObject], field: str) -> list[str]:
    """Return every name that the jobs have in a field, and one that none has."""
    return [*dict.fromkeys(job[field] for job in jobs if job[field] is not None), ABSENT]


def ask_everything(plan: MasterPlan) -> None:
    """Ask a plan whatever there is to ask, so that everything that is kept is made."""
    for answer in LISTS.values():
        answer(plan)
    targets(plan)
    symbols_by_target(plan)
    plan_digest(plan)
    list(iter_batches(plan, max_jobs=1, by="target"))
    to_polars(plan)
