"""The rules of a plan that JSON Schema cannot state; schema/README.md lists them with their codes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import msgspec

from training_plan.contract import Path, SchemaName, schema_findings, shown
from training_plan.findings import Code, Finding, json_pointer
from training_plan.models import MasterPlan
from training_plan.summary import summarize

_SUMMARY_CODES = {
    "by_route": Code.WRONG_BY_ROUTE,
    "by_type": Code.WRONG_BY_TYPE,
    "by_priority": Code.WRONG_BY_PRIORITY,
    "total_cs_jobs": Code.WRONG_TOTAL_CS_JOBS,
    "total_symbol_jobs": Code.WRONG_TOTAL_SYMBOL_JOBS,
    "total_blocked": Code.WRONG_TOTAL_BLOCKED,
}

Violation = tuple[Code, Path, str]


def violations(plan: MasterPlan) -> Iterator[Violation]:
    """Yield code, place and message of every invariant that a plan breaks, unique job_id first."""
    yield from _repeated_job_ids(plan)
    if plan.metadata.total_jobs != len(plan.jobs):
        message = f"total_jobs is {plan.metadata.total_jobs}, but there are {len(plan.jobs)} jobs"
        yield Code.WRONG_TOTAL_JOBS, ("metadata", "total_jobs"), message
    stated = msgspec.structs.asdict(plan.summary)
    for name, counted in msgspec.structs.asdict(summarize(plan.jobs)).items():
        if stated[name] != counted:
            message = f"{name} is {shown(stated[name])}, but the jobs give {shown(counted)}"
            yield _SUMMARY_CODES[name], ("summary", name), message


def _repeated_job_ids(plan: MasterPlan) -> Iterator[Violation]:
    if len({job.job_id for job in plan.jobs}) == len(plan.jobs):
        return
    seen: Counter[str] = Counter()
    for index, job in enumerate(plan.jobs):
        seen[job.job_id] += 1
        if seen[job.job_id] > 1:
            yield (
                Code.DUPLICATE_JOB_ID,
                ("jobs", index, "job_id"),
                f"an earlier job has the job_id {shown(job.job_id)} too",
            )


def plan_findings(plan: MasterPlan) -> list[Finding]:
    """Return what the contract refuses in a plan that was made in memory, by schema and invariants."""
    file = "the plan"
    document = msgspec.to_builtins(plan)
    findings = list(schema_findings(SchemaName.MASTER_TRAINING_PLAN, document, file, lambda _path: (None, None)))
    return findings or [
        Finding(code=code, message=message, file=file, pointer=json_pointer(path))
        for code, path, message in violations(plan)
    ]
