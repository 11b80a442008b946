"""What a person wants to know of a plan first: its size, whom it serves, and what needs a look."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from training_plan.models import DecisionAccount, Job, MasterPlan, Route
from training_plan.plan.job_rules import covered_symbols


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """Facts about a whole plan.

    Attributes:
        targets: every target that has a job, sorted.
        symbols: every symbol that has a job or that a pooled job covers, sorted.
        families: trainable jobs by model family, the most frequent first.
        covered: pairs that a pooled job alone serves.
        unpooled_targets: targets without a pooled job to train, sorted.
        unserved_symbols: symbols whose every job is blocked and that no pooled job covers, sorted.
        account: what became of the router's decisions; None if the plan folder does not tell.
    """

    targets: Sequence[str]
    symbols: Sequence[str]
    families: Mapping[str, int]
    covered: int
    unpooled_targets: Sequence[str]
    unserved_symbols: Sequence[str]
    account: DecisionAccount | None

    @property
    def fits(self) -> int:
        """Models to train: a job trains one of each of its families."""
        return sum(self.families.values())


def facts_of(plan: MasterPlan, account: DecisionAccount | None = None) -> PlanFacts:
    """Return the facts about a plan; ``account`` is its manifest's, if that is known."""
    trainable = [job for job in plan.jobs if job.route is not Route.ROUTE_BLOCKED]
    covered = {(job.target, symbol) for job in trainable for symbol in symbols_covered_by(job)}
    own_symbols = {job.symbol for job in plan.jobs if job.symbol is not None}
    served = {job.symbol for job in trainable} | {symbol for _, symbol in covered}
    targets = {job.target for job in plan.jobs}
    pooled = {job.target for job in trainable if job.symbol is None}
    families = Counter(family for job in trainable for family in job.model_families)
    return PlanFacts(
        targets=sorted(targets),
        symbols=sorted(own_symbols | {symbol for _, symbol in covered}),
        families=dict(sorted(families.items(), key=lambda item: (-item[1], item[0]))),
        covered=len(covered - {(job.target, job.symbol) for job in plan.jobs}),
        unpooled_targets=sorted(targets - pooled),
        unserved_symbols=sorted(own_symbols - served),
        account=account,
    )


def symbols_covered_by(job: Job) -> list[str]:
    """Return the symbols whom a pooled job's model serves without a job of their own; none of a blocked job."""
    if job.symbol is not None or job.route is Route.ROUTE_BLOCKED:
        return []
    return [symbol for symbol in covered_symbols(job) if isinstance(symbol, str)]
