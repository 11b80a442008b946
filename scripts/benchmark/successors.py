"""A plan of the next day, in which every job differs: the worst that two plans can do to a comparison."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import msgspec

from training_plan.building.plan_building import Provenance, plan_from_jobs
from training_plan.models import Job, MasterPlan
from training_plan.plan.encoding import encode_plan
from training_plan.plan.layout import MASTER

_GONE_EVERY = 100


def write_successor(master: Path, folder: Path) -> Path:
    """Write a master whose jobs all have another score and another reason, one in a hundred gone; return its path."""
    plan = msgspec.json.decode(master.read_bytes(), type=MasterPlan)
    jobs = [_another(job, number) for number, job in enumerate(plan.jobs) if number % _GONE_EVERY]
    successor = plan_from_jobs(jobs, Provenance(generated_at=datetime(2026, 1, 3, tzinfo=UTC)))
    folder.mkdir(exist_ok=True)
    path = folder / MASTER
    path.write_bytes(encode_plan(successor).master)
    return path


def _another(job: Job, number: int) -> Job:
    metadata = {**job.metadata, "score": number / 1000}
    return msgspec.structs.replace(job, metadata=metadata, reason=f"{job.reason}; a day later")
