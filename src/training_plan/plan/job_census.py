"""Whether the jobs of a plan are in order, told from counts: fast, but not which job is to blame."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from training_plan.models import Job, MasterPlan, Route, TrainingType
from training_plan.plan.job_rules import fault
from training_plan.plan.summary import summary_of_counts

_Kind = tuple[Route, TrainingType, int, bool, bool]


class JobCensus:
    """Counts jobs as they come, many at once: a call for each would double the time that a load takes."""

    def __init__(self, jobs: Sequence[Job] = ()) -> None:
        self._job_ids: set[str] = set()
        self._kinds: Counter[_Kind] = Counter()
        self.add(jobs)

    def add(self, jobs: Sequence[Job]) -> None:
        """Count the next jobs."""
        self._job_ids |= {job.job_id for job in jobs}
        self._kinds.update(
            [(job.route, job.training_type, job.priority, job.symbol is None, not job.model_families) for job in jobs]
        )

    def is_in_order(self, plan: MasterPlan) -> bool:
        """Return whether the plan, whose jobs were all counted, keeps the invariants and the rules of its jobs."""
        counts: Counter[tuple[Route, TrainingType, int]] = Counter()
        for (route, training_type, priority, is_symbol_null, has_no_family), count in self._kinds.items():
            if fault((route, training_type, is_symbol_null, has_no_family)) is not None:
                return False
            counts[route, training_type, priority] += count
        is_unique = len(self._job_ids) == counts.total() == plan.metadata.total_jobs
        return is_unique and summary_of_counts(counts) == plan.summary
