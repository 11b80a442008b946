"""Strategies for two plans that have to do with each other."""

from __future__ import annotations

from typing import Any, Final

from hypothesis import strategies as st

from support.strategies import (
    HARD_NAMES,
    JsonObject,
    family_lists,
    job_metadata,
    jobs,
    plan_of,
    pools_of_targets_and_symbols,
    priorities,
    provenances,
    texts,
)
from training_plan.models import MasterPlan

FATES = ("same", "same", "same", "gone", "edited", "edited", "blocked", "blocked", "drawn again")
"""What may become of a job from one plan to the next."""

TWIN_VALUES: Final[tuple[Any, ...]] = (
    *(0, -0.0, False, None, "", 1, 1.0, True, "1"),
    *([1], [True], {"a": 1}, {"a": 1.0}, {"a": True}, [], {}),
)
"""JSON values that Python, or a hasty reader, takes for one."""


@st.composite
def related(draw: st.DrawFn, job: JsonObject, symbols: list[str]) -> JsonObject:
    """Draw the job with metadata that may fit other jobs: symbols that it covers, a value that has a twin."""
    metadata = dict(job["metadata"])
    if job["symbol"] is None and draw(st.integers(0, 4)):
        metadata["covered_symbols"] = draw(st.lists(st.sampled_from(symbols), max_size=4, unique=True))
    if draw(st.booleans()):
        metadata["twin"] = draw(st.sampled_from(TWIN_VALUES))
    return {**job, "metadata": metadata}


@st.composite
def edited(draw: st.DrawFn, job: JsonObject, symbols: list[str]) -> JsonObject:
    """Draw the job with one field another."""
    field = draw(st.sampled_from(("priority", "reason", "model_families", "metadata", "metadata", "related")))
    if field == "related":
        return draw(related(job, symbols))
    if field != "metadata":
        values: dict[str, st.SearchStrategy[Any]] = {
            "priority": priorities(),
            "reason": texts(),
            "model_families": family_lists(1),
        }
        return {**job, field: draw(values[field])}
    others = draw(job_metadata())
    metadata = {key: value for key, value in job["metadata"].items() if draw(st.booleans())}
    return {**job, "metadata": {**metadata, **{key: others[key] for key in others if draw(st.booleans())}}}


@st.composite
def successor(draw: st.DrawFn, job: JsonObject, symbols: list[str]) -> JsonObject | None:
    """Draw what becomes of a job; None if it is gone."""
    fate = draw(st.sampled_from(FATES))
    if fate == "edited":
        return draw(edited(job, symbols))
    if fate == "blocked":
        return {**job, "route": "ROUTE_BLOCKED"}
    if fate == "drawn again":
        return draw(related(draw(jobs([job["target"]], symbols)), symbols))
    return job if fate == "same" else None


@st.composite
def plan_pairs(draw: st.DrawFn) -> tuple[MasterPlan, MasterPlan]:
    """Draw two plans over the same names: jobs of the first are kept, edited, blocked, gone or new in the second."""
    # Few names, so that the jobs of the two plans meet.
    targets, symbols = (draw(st.permutations(pool))[:3] for pool in draw(pools_of_targets_and_symbols()))
    any_jobs = st.lists(jobs(targets, symbols).flatmap(lambda job: related(job, symbols)), max_size=6)
    old = draw(any_jobs)
    kept = [job for before in old if (job := draw(successor(before, symbols))) is not None]
    new = draw(st.permutations([*kept, *draw(any_jobs)])) if draw(st.integers(0, 9)) else []
    ids_from = draw(st.integers(0, 5))
    return plan_of(_with_ids(old), draw(provenances())), plan_of(_with_ids(new, ids_from), draw(provenances()))


def _with_ids(objects: list[JsonObject], ids_from: int = 0) -> list[JsonObject]:
    ids = HARD_NAMES[ids_from : ids_from + len(objects)]
    return [{**job, "job_id": job_id} for job, job_id in zip(objects, ids, strict=True)]
