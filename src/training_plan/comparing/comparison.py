"""Compare two plans: what a new one adds, removes, changes and no longer trains."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Literal

from training_plan.collector import collector_at_rest
from training_plan.comparing.absence import standing_without_job, why_absent
from training_plan.comparing.job_comparison import DEFAULT_TOLERANCE, JobComparison
from training_plan.comparing.matching import TargetJobs, jobs_by_target, matches
from training_plan.comparing.plan_diff import (
    JobChange,
    LoneJob,
    Loss,
    LostPool,
    Move,
    NameDiff,
    PlanDiff,
    PlanSide,
    Standing,
)
from training_plan.models import Job, MasterPlan, Route

_STANDING = {route: Standing(route) for route in Route}
_UNSERVED = (Standing.ROUTE_BLOCKED, Standing.ABSENT)


def compare_plans(  # noqa: PLR0913 - two plans, what counts, and what is looked at
    old: MasterPlan,
    new: MasterPlan,
    *,
    ignore: Collection[str] = (),
    tolerance: float = DEFAULT_TOLERANCE,
    target: str | None = None,
    symbol: str | None = None,
) -> PlanDiff:
    """Return how a new plan differs from an old one.

    Jobs are matched by target, symbol and training type: ids, order and provenance are no difference. The order
    of ``covered_symbols`` is none either; that of a job's families is one, since they are trained in order.

    Args:
        old: the old plan.
        new: the new plan.
        ignore: fields whose change does not count: route, model_families, priority, reason, metadata, or ``metadata.``
            and a key. What moved and what is lost is told whatever is ignored.
        tolerance: relative difference up to which two numbers in a job's metadata are equal; whole numbers are exact.
        target: compare the jobs of this target alone.
        symbol: compare the jobs of this symbol alone, and the pooled jobs whose model serves it in either plan.

    Raises:
        UsageError: if a name in ``ignore`` is no field that is compared, or the tolerance no number of at least 0.
    """
    comparison = _Comparison(JobComparison.of(ignore, tolerance), PlanSide.of(old), PlanSide.of(new))
    with collector_at_rest():
        before, after = jobs_by_target(old, target), jobs_by_target(new, target)
        for name in sorted(before.keys() | after.keys()):
            old_jobs, new_jobs = before.get(name, TargetJobs()), after.get(name, TargetJobs())
            if symbol is not None:
                pooled = old_jobs.is_pooled_for(symbol) or new_jobs.is_pooled_for(symbol)
                old_jobs.keep_only(symbol, pooled=pooled)
                new_jobs.keep_only(symbol, pooled=pooled)
            comparison.add_target(name, old_jobs, new_jobs)
        return comparison.result()


@dataclass(slots=True)
class _JobCounts:
    """How many jobs that are compared a plan has of each target, and of each symbol, None for pooled ones."""

    by_target: Counter[str] = field(default_factory=Counter)
    by_symbol: Counter[str | None] = field(default_factory=Counter)

    def add(self, target: str, jobs: TargetJobs) -> None:
        symbols = jobs.symbols()
        self.by_target[target] += len(symbols)
        self.by_symbol.update(symbols)


@dataclass(slots=True)
class _Comparison:
    """Two plans on the way to their diff, target after target."""

    rule: JobComparison
    old: PlanSide
    new: PlanSide
    old_jobs: _JobCounts = field(default_factory=_JobCounts)
    new_jobs: _JobCounts = field(default_factory=_JobCounts)
    added: list[LoneJob] = field(default_factory=list)
    removed: list[LoneJob] = field(default_factory=list)
    changed: list[JobChange] = field(default_factory=list)
    moved: list[Move] = field(default_factory=list)
    stayed: Counter[Standing] = field(default_factory=Counter)
    lost: list[Loss] = field(default_factory=list)
    lost_pools: list[LostPool] = field(default_factory=list)
    repeated: int = 0

    def result(self) -> PlanDiff:
        old_jobs, new_jobs = self.old_jobs.by_target.total(), self.new_jobs.by_target.total()
        return PlanDiff(
            old=self.old,
            new=self.new,
            old_jobs=old_jobs,
            new_jobs=new_jobs,
            added=self.added,
            removed=self.removed,
            changed=self.changed,
            unchanged=old_jobs - len(self.removed) - len(self.changed),
            moved=self.moved,
            stayed=dict(self.stayed),
            lost=self.lost,
            lost_pools=self.lost_pools,
            by_target=self._by_name("target"),
            by_symbol=self._by_name("symbol"),
            repeated=self.repeated,
        )

    def _by_name(self, name_field: Literal["target", "symbol"]) -> list[NameDiff]:
        def names(path: str, facts: Sequence[object]) -> Counter[str | None]:
            return Counter(map(attrgetter(f"{path}{name_field}"), facts))

        counts = [
            names("", self.lost) + names("job.", self.lost_pools),
            names("", self.moved),
            names("job.", self.added),
            names("job.", self.removed),
            names("new.", self.changed),
        ]
        touched = {name for counted in counts for name in counted if name is not None}
        old_jobs, new_jobs = getattr(self.old_jobs, f"by_{name_field}"), getattr(self.new_jobs, f"by_{name_field}")
        return [
            NameDiff(name, old_jobs[name], new_jobs[name], *(counted[name] for counted in counts))
            for name in sorted(touched)
        ]

    def add_target(self, target: str, old: TargetJobs, new: TargetJobs) -> None:
        self.old_jobs.add(target, old)
        self.new_jobs.add(target, new)
        self.repeated += len(old.further.keys() | new.further.keys())
        first_move = len(self.moved)
        for before, after in matches(old, new, self.rule.content):
            if before is None or after is None:
                self._add_lone(before, after, old, new)
                continue
            if changes := self.rule.changes(before, after):
                self.changed.append(JobChange(before, after, changes))
            self._add_standing(target, after.symbol, _STANDING[before.route], _STANDING[after.route])
        self._add_coverage(target, old, new)
        self._add_losses(target, old, new, self.moved[first_move:])
        self._add_lost_pool(target, old, new)

    def _add_lone(self, before: Job | None, after: Job | None, old: TargetJobs, new: TargetJobs) -> None:
        if after is not None:
            self.added.append(lone := _lone(after, old, self.old))
            self._add_standing(after.target, after.symbol, lone.elsewhere, _STANDING[after.route])
        if before is not None:
            self.removed.append(lone := _lone(before, new, self.new))
            self._add_standing(before.target, before.symbol, _STANDING[before.route], lone.elsewhere)

    def _add_standing(self, target: str, symbol: str | None, before: Standing, after: Standing) -> None:
        if before is after:
            self.stayed[before] += 1
        else:
            self.moved.append(Move(target, symbol, before, after))

    def _add_coverage(self, target: str, old: TargetJobs, new: TargetJobs) -> None:
        """Add the pairs that have a job in neither plan."""
        self.stayed[Standing.COVERED] += len((old.covered & new.covered) - old.jobs.keys() - new.jobs.keys())
        for symbol in sorted((old.covered ^ new.covered) - old.jobs.keys() - new.jobs.keys()):
            before, after = standing_without_job(symbol, old), standing_without_job(symbol, new)
            self._add_standing(target, symbol, before, after)

    def _add_losses(self, target: str, old: TargetJobs, new: TargetJobs, moves: Sequence[Move]) -> None:
        """Add the pairs that are served no more; they have moved, or a pooled job covers them no longer."""
        suspects = {move.symbol for move in moves if move.symbol is not None and move.new in _UNSERVED}
        for symbol in sorted(suspects | (old.covered - new.covered)):
            if old.serves(symbol) and not new.serves(symbol):
                job = old.trained(symbol)
                standing, reason = self._why_not_served(target, symbol, new)
                before = Standing.COVERED if job is None else _STANDING[job.route]
                self.lost.append(Loss(target, symbol, before, standing, reason))

    def _add_lost_pool(self, target: str, old: TargetJobs, new: TargetJobs) -> None:
        job = old.trained(None)
        if job is not None and new.trained(None) is None:
            standing, reason = self._why_not_served(target, None, new)
            unserved = [symbol for symbol in sorted(old.covered) if not new.serves(symbol)]
            self.lost_pools.append(LostPool(job, standing, reason, sorted(old.covered), unserved))

    def _why_not_served(self, target: str, symbol: str | None, new: TargetJobs) -> tuple[Standing, str]:
        blocked = new.of(symbol)
        if blocked:
            return Standing.ROUTE_BLOCKED, blocked[0].reason
        return Standing.ABSENT, why_absent(target, symbol, new, self.new)


def _lone(job: Job, other_jobs: TargetJobs, other: PlanSide) -> LoneJob:
    reason = why_absent(job.target, job.symbol, other_jobs, other)
    return LoneJob(job, standing_without_job(job.symbol, other_jobs), reason)
