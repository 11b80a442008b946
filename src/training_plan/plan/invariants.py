"""The rules of a plan that JSON Schema cannot state; schema/README.md lists them with their codes."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter

import msgspec

from training_plan.contract.explanations import schema_findings
from training_plan.contract.json_parsing import has_long_number, parse_json
from training_plan.contract.positions import Path
from training_plan.contract.schemas import SchemaName
from training_plan.errors import InvalidDocumentError
from training_plan.findings import Code, Finding, json_pointer, shown
from training_plan.models import MasterPlan, PlanSummary, Route, TrainingType
from training_plan.plan.job_census import JobCensus
from training_plan.plan.summary import summary_of_counts

_SUMMARY_CODES = {
    "by_route": Code.WRONG_BY_ROUTE,
    "by_type": Code.WRONG_BY_TYPE,
    "by_priority": Code.WRONG_BY_PRIORITY,
    "total_cs_jobs": Code.WRONG_TOTAL_CS_JOBS,
    "total_symbol_jobs": Code.WRONG_TOTAL_SYMBOL_JOBS,
    "total_blocked": Code.WRONG_TOTAL_BLOCKED,
}

Violation = tuple[Code, Path, str]


class PlanTally:
    """Sees the jobs of a plan one after another, then tells which invariants the plan breaks."""

    def __init__(self) -> None:
        self._job_ids: set[str] = set()
        self._counts: Counter[tuple[str, str, int]] = Counter()
        self._repeated: list[tuple[int, str]] = []

    def add(self, job_ids: Sequence[str], kinds: Iterable[tuple[str, str, int]]) -> None:
        """Count the next jobs.

        Args:
            job_ids: their identifiers.
            kinds: route, training type and priority of each.
        """
        seen, fresh = self._job_ids, set(job_ids)
        if len(fresh) < len(job_ids) or not seen.isdisjoint(fresh):
            for index, job_id in enumerate(job_ids, start=self._counts.total()):
                if job_id in seen:
                    self._repeated.append((index, job_id))
                seen.add(job_id)
        seen |= fresh
        self._counts.update(kinds)

    def violations(self, total_jobs: int, stated: PlanSummary) -> Iterator[Violation]:
        """Yield code, place and message of every invariant that is broken, given what the plan states."""
        for index, job_id in self._repeated:
            message = f"an earlier job has the job_id {shown(job_id)} too"
            yield Code.DUPLICATE_JOB_ID, ("jobs", index, "job_id"), message
        if total_jobs != self._counts.total():
            message = f"total_jobs is {total_jobs}, but the number of jobs is {self._counts.total()}"
            yield Code.WRONG_TOTAL_JOBS, ("metadata", "total_jobs"), message
        counts = {
            (Route(route), TrainingType(kind), priority): n for (route, kind, priority), n in self._counts.items()
        }
        counted = msgspec.structs.asdict(summary_of_counts(counts))
        for name, value in msgspec.structs.asdict(stated).items():
            if value != counted[name]:
                message = f"{name} is {shown(value)}, but the jobs give {shown(counted[name])}"
                yield _SUMMARY_CODES[name], ("summary", name), message


def violations(plan: MasterPlan) -> Iterator[Violation]:
    """Yield code, place and message of every invariant that a plan breaks."""
    if JobCensus(plan.jobs).is_in_order(plan):
        return iter(())
    tally = PlanTally()
    tally.add([job.job_id for job in plan.jobs], map(attrgetter("route", "training_type", "priority"), plan.jobs))
    return tally.violations(plan.metadata.total_jobs, plan.summary)


def _not_json(plan: MasterPlan, file: str) -> Iterator[Finding]:
    """Yield a finding for every job that holds what JSON cannot say."""
    for index, job in enumerate(plan.jobs):
        try:
            data = json.dumps(msgspec.to_builtins(job), allow_nan=False, ensure_ascii=False).encode()
            if has_long_number(data):
                parse_json(data, file)
        except InvalidDocumentError:
            message = "JSON cannot hold the job: it has a number beyond a double"
            yield Finding(code=Code.NOT_FINITE, message=message, file=file, pointer=f"/jobs/{index}")
        except (ValueError, TypeError, RecursionError) as error:
            message = f"JSON cannot hold the job: {error}"
            yield Finding(code=Code.NOT_FINITE, message=message, file=file, pointer=f"/jobs/{index}")


def plan_findings(plan: MasterPlan) -> list[Finding]:
    """Return what the contract refuses in a plan that was made in memory, by schema and invariants."""
    file = "the plan"
    findings = list(_not_json(plan, file))
    if findings:
        return findings
    document = msgspec.to_builtins(plan)
    findings = list(schema_findings(SchemaName.MASTER_TRAINING_PLAN, document, file, lambda _path: (None, None)))
    return findings or [
        Finding(code=code, message=message, file=file, pointer=json_pointer(path))
        for code, path, message in violations(plan)
    ]
