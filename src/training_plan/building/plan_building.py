"""From decisions to jobs: the master plan, and an account of every decision."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from training_plan.building.candidates import NUMBER_FACTS, TEXT_FACTS, Candidate, Pair
from training_plan.building.job_ids import job_ids
from training_plan.building.plan_config import PlanRules, RuleSubject
from training_plan.building.provenance import run_id, timestamp
from training_plan.contract.schemas import plan_schema_version
from training_plan.errors import InvalidDocumentError
from training_plan.models import (
    CandidateAccount,
    DecisionAccount,
    Job,
    MasterPlan,
    PlanMetadata,
    PooledRoute,
    Route,
    RoutingPlan,
    SignalState,
    TargetRouting,
    TrainingType,
)
from training_plan.plan.invariants import plan_findings
from training_plan.plan.summary import summarize

_REASON_SEPARATOR = "; "
"""Joins the steps of a symbol's decision to the one text of a job."""


@dataclass(frozen=True, slots=True)
class Provenance:
    """What a plan says of its making.

    Attributes:
        generated_at: the moment, in UTC.
        run_id: identifier of the run; derived from the moment if None.
        git_commit: commit of the working directory; None if it is not known.
        config_hash: hash of the routing configuration; None if it is not known.
        routing_plan_path: path of the routing plan as given; None if there was none.
        metrics_snapshot: path of the metrics snapshot as given; None if it is not known.
    """

    generated_at: datetime
    run_id: str | None = None
    git_commit: str | None = None
    config_hash: str | None = None
    routing_plan_path: str | None = None
    metrics_snapshot: str | None = None


@dataclass(frozen=True, slots=True)
class BuiltPlan:
    """A plan and what became of the decisions that it was made from."""

    plan: MasterPlan
    account: DecisionAccount


def build_plan(
    routing: RoutingPlan,
    provenance: Provenance,
    *,
    rules: PlanRules | None = None,
    candidates: Mapping[Pair, Candidate] | None = None,
    include_blocked: bool = False,
) -> BuiltPlan:
    """Return the master plan of a routing plan that does not contradict itself.

    Args:
        routing: the decisions.
        provenance: what the plan says of its making.
        rules: families and priorities; the default ones if None.
        candidates: what the metrics snapshot knows, by target and symbol.
        include_blocked: whether blocked decisions give jobs too.
    """
    rules = rules or PlanRules()
    known: Mapping[Pair, Candidate] = candidates or {}
    decisions = list(_decisions(routing))
    wanted = [decision for decision in decisions if decision.becomes_job(include_blocked=include_blocked)]
    ids = job_ids([(decision.target, decision.symbol) for decision in wanted])
    jobs = [_job(decision, job_id, rules, known) for decision, job_id in zip(wanted, ids, strict=True)]
    plan = _assemble(jobs, provenance, rules.default_families)
    return BuiltPlan(plan, _account(decisions, wanted, candidates))


def plan_from_jobs(
    jobs: Iterable[Job], provenance: Provenance, *, model_families: Sequence[str] | None = None
) -> MasterPlan:
    """Return a complete plan of jobs: in order, with metadata and summary.

    Args:
        jobs: the jobs, in any order.
        provenance: what the plan says of its making.
        model_families: the default families; those that occur, sorted, if None.

    Raises:
        InvalidDocumentError: if the jobs break the contract, such as two with one job_id.
    """
    ordered = list(jobs)
    if model_families is None:
        model_families = sorted({family for job in ordered for family in job.model_families})
    plan = _assemble(ordered, provenance, model_families)
    findings = plan_findings(plan)
    if findings:
        raise InvalidDocumentError("the jobs break the contract", findings=findings)
    return plan


def _assemble(jobs: Iterable[Job], provenance: Provenance, model_families: Sequence[str]) -> MasterPlan:
    ordered = sorted(jobs, key=job_order)
    return MasterPlan(
        metadata=PlanMetadata(
            schema_version=plan_schema_version(),
            generated_at=timestamp(provenance.generated_at),
            run_id=provenance.run_id or run_id(provenance.generated_at),
            git_commit=provenance.git_commit,
            config_hash=provenance.config_hash,
            routing_plan_path=provenance.routing_plan_path,
            metrics_snapshot=provenance.metrics_snapshot,
            total_jobs=len(ordered),
            model_families=list(model_families),
        ),
        summary=summarize(ordered),
        jobs=ordered,
    )


def job_order(job: Job) -> tuple[int, str, bool, str, str]:
    """Return what jobs are sorted by: priority from high to low, target, pooled first, symbol, job_id."""
    return -job.priority, job.target, job.symbol is not None, job.symbol or "", job.job_id


class _Decision(NamedTuple):
    """One decision of the routing plan, on a pair or (without a symbol) on a pooled model."""

    target: str
    symbol: str | None
    route: Route
    routing: TargetRouting

    @property
    def is_covered(self) -> bool:
        """Whether the pooled job of the target stands for it."""
        return self.route is Route.ROUTE_CROSS_SECTIONAL and self.symbol is not None

    @property
    def is_blocked(self) -> bool:
        return self.route is Route.ROUTE_BLOCKED

    def becomes_job(self, *, include_blocked: bool) -> bool:
        return not self.is_covered and (include_blocked or not self.is_blocked)


def _decisions(routing: RoutingPlan) -> Iterator[_Decision]:
    # Sorted, so that the order of keys in the routing plan leaves no trace.
    for target, decisions in sorted(routing.targets.items()):
        is_on = decisions.cross_sectional.route is PooledRoute.ENABLED
        yield _Decision(target, None, Route.ROUTE_CROSS_SECTIONAL if is_on else Route.ROUTE_BLOCKED, decisions)
        for symbol, decision in sorted(decisions.symbols.items()):
            yield _Decision(target, symbol, decision.route, decisions)


def _told(decision: _Decision) -> tuple[SignalState | None, str, dict[str, Any]]:
    """Return what the routing plan tells of a decision: the signal state, the reason, and facts for the job."""
    if decision.symbol is not None:
        own = decision.routing.symbols[decision.symbol]
        facts: dict[str, Any] = {"cs_state": own.cs_state, "local_state": own.local_state}
        return own.local_state, _REASON_SEPARATOR.join(own.reason), facts
    pooled, symbols = decision.routing.cross_sectional, decision.routing.symbols
    states = {each.cs_state for each in symbols.values()}
    # The state on which the symbols' decisions agree.
    state = states.pop() if len(states) == 1 else None
    facts = {} if state is None else {"cs_state": state}
    facts["stability"] = pooled.state
    if not decision.is_blocked:
        covered = (symbol for symbol, each in symbols.items() if each.route is Route.ROUTE_CROSS_SECTIONAL)
        facts["covered_symbols"] = sorted(covered)
    return state, pooled.reason, facts


def _job(decision: _Decision, job_id: str, rules: PlanRules, known: Mapping[Pair, Candidate]) -> Job:
    state, reason, facts = _told(decision)
    candidate = known.get((decision.target, decision.symbol))
    training_type = TrainingType.CROSS_SECTIONAL if decision.symbol is None else TrainingType.SYMBOL_SPECIFIC
    sample_size = candidate.sample_size if candidate else None
    subject = RuleSubject(decision.target, decision.symbol, decision.route, training_type, sample_size)
    return Job(
        job_id=job_id,
        target=decision.target,
        symbol=decision.symbol,
        route=decision.route,
        training_type=training_type,
        model_families=rules.families(subject),
        priority=rules.priority(decision.route, state),
        reason=reason,
        metadata=facts if candidate is None else _job_metadata(facts, candidate),
    )


_FACT_ORDER = (
    "cs_state",
    "local_state",
    "stability",
    "score",
    "sample_size",
    *NUMBER_FACTS,
    *TEXT_FACTS[1:],
    "covered_symbols",
)


def _job_metadata(told: dict[str, Any], candidate: Candidate) -> dict[str, Any]:
    """Return what is known of a job; where both sources tell a fact, the router's decision counts."""
    facts = {**candidate.facts, **told}
    if candidate.score is not None and math.isfinite(candidate.score):
        facts["score"] = candidate.score
    if candidate.sample_size is not None:
        facts["sample_size"] = candidate.sample_size
    return {name: facts[name] for name in _FACT_ORDER if name in facts}


def _account(
    decisions: Sequence[_Decision], wanted: Sequence[_Decision], candidates: Mapping[Pair, Candidate] | None
) -> DecisionAccount:
    pooled = sum(decision.symbol is None for decision in decisions)
    blocked = sum(decision.is_blocked for decision in decisions)
    covered = sum(decision.is_covered for decision in decisions)
    return DecisionAccount(
        decisions=len(decisions),
        pooled_decisions=pooled,
        symbol_decisions=len(decisions) - pooled,
        jobs=sum(not decision.is_blocked for decision in wanted),
        covered=covered,
        blocked=blocked,
        blocked_jobs=sum(decision.is_blocked for decision in wanted),
        candidates=None if candidates is None else _candidate_account(decisions, wanted, candidates),
    )


def _candidate_account(
    decisions: Sequence[_Decision], wanted: Sequence[_Decision], candidates: Mapping[Pair, Candidate]
) -> CandidateAccount:
    decided = {(decision.target, decision.symbol) for decision in decisions}
    matched = [candidates.get((decision.target, decision.symbol)) for decision in wanted]
    return CandidateAccount(
        rows=len(candidates),
        without_decision=sum(pair not in decided for pair in candidates),
        jobs_without_row=sum(candidate is None for candidate in matched),
        scores_left_out=sum(
            candidate is not None and candidate.score is not None and not math.isfinite(candidate.score)
            for candidate in matched
        ),
    )
