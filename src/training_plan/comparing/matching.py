"""Which job of one plan is which of the other: by target, symbol and training type, whatever ids and order are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import chain

from training_plan.models import Job, MasterPlan, Route
from training_plan.plan.job_rules import covered_symbols

Match = tuple[Job | None, Job | None]
"""A job of the old plan and the same job of the new; None where a plan does not have it."""


@dataclass(slots=True)
class TargetJobs:
    """What a plan has of one target.

    A job's training type says nothing more than its symbol, which is None exactly if the job is pooled.

    Attributes:
        jobs: the first job of each symbol.
        further: the other jobs of a symbol that has several; the contract allows it, though no builder makes them.
        covered: the symbols that a pooled job, which is not blocked, covers.
    """

    jobs: dict[str | None, Job] = field(default_factory=dict)
    further: dict[str | None, list[Job]] = field(default_factory=dict)
    covered: set[str] = field(default_factory=set)

    def add(self, job: Job) -> None:
        """Add a job."""
        if self.jobs.setdefault(job.symbol, job) is not job:
            self.further.setdefault(job.symbol, []).append(job)
        if job.symbol is None and job.route is not Route.ROUTE_BLOCKED:
            self.covered.update(name for name in covered_symbols(job) if isinstance(name, str))

    def of(self, symbol: str | None) -> list[Job]:
        """Return the jobs of a symbol, or the pooled ones for None, by job_id."""
        jobs = [self.jobs[symbol], *self.further.get(symbol, ())] if symbol in self.jobs else []
        return sorted(jobs, key=lambda job: job.job_id)

    def symbols(self) -> list[str | None]:
        """Return the symbol of every job, None for a pooled one, in no order."""
        return [*self.jobs, *(job.symbol for jobs in self.further.values() for job in jobs)]

    def trained(self, symbol: str | None) -> Job | None:
        """Return the job of a symbol, or the pooled one for None, that is not blocked."""
        return next((job for job in self.of(symbol) if job.route is not Route.ROUTE_BLOCKED), None)

    def serves(self, symbol: str) -> bool:
        """Return whether a model is trained for a symbol: its own, or a pooled one that covers it."""
        return symbol in self.covered or self.trained(symbol) is not None

    def is_pooled_for(self, symbol: str) -> bool:
        """Return whether a pooled model serves a symbol: alone, or with one of its own."""
        return symbol in self.covered or any(job.route is Route.ROUTE_BOTH for job in self.of(symbol))

    def keep_only(self, symbol: str, *, pooled: bool) -> None:
        """Forget every symbol but one, and the pooled jobs unless they are kept."""
        for jobs in (self.jobs, self.further):
            for other in jobs.keys() - ({symbol, None} if pooled else {symbol}):
                del jobs[other]
        self.covered &= {symbol}


def jobs_by_target(plan: MasterPlan, target: str | None = None) -> dict[str, TargetJobs]:
    """Return the jobs of a plan, or of one of its targets, by target."""
    found: dict[str, TargetJobs] = {}
    for job in plan.jobs:
        if target is None or job.target == target:
            jobs = found.get(job.target)
            if jobs is None:
                jobs = found[job.target] = TargetJobs()
            jobs.add(job)
    return found


def matches(old: TargetJobs, new: TargetJobs, content: Callable[[Job], bytes]) -> Iterator[Match]:
    """Yield every job of a target, with the same of the other plan; pooled first, then by symbol.

    Several jobs of one symbol are matched by likeness: those of equal content, then those of equal job_id, then the
    rest in order of their content; what is left over on one side is alone.

    Args:
        old: the target in the old plan.
        new: the target in the new plan.
        content: what is compared of a job, as bytes; equal for jobs that do not differ.
    """
    symbols = old.jobs.keys() | new.jobs.keys()
    pooled = [None] if None in symbols else []
    for symbol in chain(pooled, sorted(symbol for symbol in symbols if symbol is not None)):
        if symbol in old.further or symbol in new.further:
            yield from _matched_by_likeness(old.of(symbol), new.of(symbol), content)
        else:
            yield old.jobs.get(symbol), new.jobs.get(symbol)


def _matched_by_likeness(old: list[Job], new: list[Job], content: Callable[[Job], bytes]) -> list[Match]:
    def by_content(job: Job) -> tuple[bytes, str]:
        return content(job), job.job_id

    found: list[Match] = []
    before, after = sorted(old, key=by_content), sorted(new, key=by_content)
    for likeness in (content, lambda job: job.job_id):
        waiting: dict[object, list[Job]] = {}
        for job in after:
            waiting.setdefault(likeness(job), []).append(job)
        for job in list(before):
            if alike := waiting.get(likeness(job)):
                found.append((job, alike[0]))
                before.remove(job)
                after.remove(alike.pop(0))
    paired = min(len(before), len(after))
    found += zip(before, after, strict=False)
    found += ((job, None) for job in before[paired:])
    found += ((None, job) for job in after[paired:])
    return found
