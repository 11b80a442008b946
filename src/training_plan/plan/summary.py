"""The counts over the jobs of a plan."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from operator import attrgetter

from training_plan.models import Job, PlanSummary, Route, TrainingType

JobCounts = Mapping[tuple[Route, TrainingType, int], int]
"""Number of jobs by route, training type and priority: all that a summary tells."""


def summarize(jobs: Iterable[Job]) -> PlanSummary:
    """Return the summary of jobs."""
    return summary_of_counts(Counter(map(attrgetter("route", "training_type", "priority"), jobs)))


def summary_of_counts(counts: JobCounts) -> PlanSummary:
    """Return the summary of counted jobs: routes and types in the contract's order, priorities from high to low."""
    by_route: Counter[Route] = Counter()
    by_type: Counter[TrainingType] = Counter()
    by_priority: Counter[int] = Counter()
    trainable: Counter[TrainingType] = Counter()
    for (route, training_type, priority), count in counts.items():
        by_route[route] += count
        by_type[training_type] += count
        by_priority[priority] += count
        if route is not Route.ROUTE_BLOCKED:
            trainable[training_type] += count
    return PlanSummary(
        by_route={route: by_route[route] for route in Route if by_route[route]},
        by_type={kind: by_type[kind] for kind in TrainingType if by_type[kind]},
        by_priority={str(priority): by_priority[priority] for priority in sorted(by_priority, reverse=True)},
        total_cs_jobs=trainable[TrainingType.CROSS_SECTIONAL],
        total_symbol_jobs=trainable[TrainingType.SYMBOL_SPECIFIC],
        total_blocked=by_route[Route.ROUTE_BLOCKED],
    )
