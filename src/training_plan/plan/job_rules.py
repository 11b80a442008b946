"""The rules between the fields of one job, which the schema states with if and then and the models do not know."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from training_plan.models import Job, Route, TrainingType

_TYPE_OF_ROUTE = {
    Route.ROUTE_CROSS_SECTIONAL: TrainingType.CROSS_SECTIONAL,
    Route.ROUTE_SYMBOL_SPECIFIC: TrainingType.SYMBOL_SPECIFIC,
}

_Shape = tuple[Route, TrainingType, bool, bool]


def covered_symbols(job: Job) -> Sequence[str]:
    """Return the symbols that a pooled job covers; what else its metadata, an open bag, holds there is no symbol."""
    told = job.metadata.get("covered_symbols")
    if not told or not isinstance(told, list | tuple):
        return ()
    return [symbol for symbol in told if isinstance(symbol, str)]


def _shape(job: Job) -> _Shape:
    return job.route, job.training_type, job.symbol is None, not job.model_families


def fault(shape: _Shape) -> str | None:
    """Return what is wrong with jobs of this shape: route, type, whether symbol is null, whether families are none."""
    route, training_type, is_symbol_null, has_no_family = shape
    if is_symbol_null is not (training_type is TrainingType.CROSS_SECTIONAL):
        return "symbol is null exactly if training_type is cross_sectional"
    if _TYPE_OF_ROUTE.get(route, training_type) is not training_type:
        return f"{route} does not go with {training_type}"
    if has_no_family and route is not Route.ROUTE_BLOCKED:
        return "a job that is not blocked has at least one model family"
    return None


def broken_job_rules(jobs: Sequence[Job]) -> Iterator[tuple[int, str]]:
    """Yield position and message for every job that breaks a rule between its fields."""
    faults = {shape: message for shape in set(map(_shape, jobs)) if (message := fault(shape)) is not None}
    if faults:
        for index, job in enumerate(jobs):
            if (shape := _shape(job)) in faults:
                yield index, faults[shape]
