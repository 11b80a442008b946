"""From decisions to jobs: the master plan, and an account of every decision."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from sys import intern
from typing import Any

from msgspec.structs import replace

from training_plan.building.candidates import NUMBER_FACTS, TEXT_FACTS, Candidate
from training_plan.building.job_ids import Pair, job_ids
from training_plan.building.plan_config import PlanRules
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
    PooledState,
    Route,
    RoutingPlan,
    SignalState,
    SymbolDecision,
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
    pairs = list(_pairs_with_a_job(routing, include_blocked=include_blocked))
    rules = rules or PlanRules()
    jobs = _jobs(routing, pairs, rules, candidates or {})
    # The pairs are in order already: a stable sort by priority alone does the rest.
    jobs.sort(key=attrgetter("priority"), reverse=True)
    plan = _assemble(jobs, provenance, rules.default_families)
    return BuiltPlan(plan, _account(routing, plan, candidates))


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
    ordered = sorted(map(_with_enums, jobs), key=job_order)
    if model_families is None:
        model_families = sorted({family for job in ordered for family in job.model_families})
    plan = _assemble(ordered, provenance, model_families)
    findings = plan_findings(plan)
    if findings:
        raise InvalidDocumentError("the jobs break the contract", findings=findings)
    return plan


def _with_enums(job: Job) -> Job:
    """Return a job whose route and type are the contract's, also where they were given as text that says the same."""
    if isinstance(job.route, Route) and isinstance(job.training_type, TrainingType):
        return job
    with suppress(ValueError):
        return replace(job, route=Route(job.route), training_type=TrainingType(job.training_type))
    return job  # The schema words what is wrong.


def _assemble(jobs: Sequence[Job], provenance: Provenance, model_families: Sequence[str]) -> MasterPlan:
    return MasterPlan(
        metadata=PlanMetadata(
            schema_version=plan_schema_version(),
            generated_at=timestamp(provenance.generated_at),
            run_id=provenance.run_id or run_id(provenance.generated_at),
            git_commit=provenance.git_commit,
            config_hash=provenance.config_hash,
            routing_plan_path=provenance.routing_plan_path,
            metrics_snapshot=provenance.metrics_snapshot,
            total_jobs=len(jobs),
            model_families=list(model_families),
        ),
        summary=summarize(jobs),
        jobs=jobs,
    )


def job_order(job: Job) -> tuple[int, str, bool, str, str]:
    """Return what jobs are sorted by: priority from high to low, target, pooled first, symbol, job_id."""
    return -job.priority, job.target, job.symbol is not None, job.symbol or "", job.job_id


_ROUTES_WITH_A_JOB = frozenset({Route.ROUTE_SYMBOL_SPECIFIC, Route.ROUTE_BOTH, Route.ROUTE_EXPERIMENTAL_ONLY})
"""A symbol's decision for one of them gives a job of its own."""


def _pairs_with_a_job(routing: RoutingPlan, *, include_blocked: bool) -> Iterator[Pair]:
    """Yield each pair that gets a job: by target, the pooled one first, then by symbol.

    Sorted, so that the order of keys in the routing plan leaves no trace. A symbol is one text in all pairs: those of
    the routing plan, one for each decision, lie between all its other memory, which could not be given back.
    """
    routes = _ROUTES_WITH_A_JOB | {Route.ROUTE_BLOCKED} if include_blocked else _ROUTES_WITH_A_JOB
    for target, decisions in sorted(routing.targets.items()):
        if include_blocked or decisions.cross_sectional.route is PooledRoute.ENABLED:
            yield target, None
        for symbol in sorted(symbol for symbol, each in decisions.symbols.items() if each.route in routes):
            yield target, intern(symbol)


_Told = tuple[Route, SignalState | None, str, Mapping[str, Any]]
"""What the routing plan tells of a pair: the decision, the signal state, why, and facts for the job's metadata."""


# One for each pair of states: the jobs of a plan never change, and a metadata of its own for each is much memory.
_FACTS_OF_STATES = {
    (pooled, own): {"cs_state": pooled, "local_state": own} for pooled in SignalState for own in SignalState
}


def _told_of_symbol(own: SymbolDecision) -> _Told:
    facts = _FACTS_OF_STATES[own.cs_state, own.local_state]
    return own.route, own.local_state, _REASON_SEPARATOR.join(own.reason), facts


def _told_of_pooled(decisions: TargetRouting) -> _Told:
    pooled, symbols = decisions.cross_sectional, decisions.symbols
    states = {each.cs_state for each in symbols.values()}
    # The state on which the symbols' decisions agree.
    state = states.pop() if len(states) == 1 else None
    facts: dict[str, Any] = {} if state is None else {"cs_state": state}
    # DISALLOWED is no stability: the router had no metrics of a pooled model.
    if pooled.state is not PooledState.DISALLOWED:
        facts["stability"] = pooled.state
    if pooled.route is PooledRoute.DISABLED:
        return Route.ROUTE_BLOCKED, state, pooled.reason, facts
    covered = (intern(symbol) for symbol, each in symbols.items() if each.route is Route.ROUTE_CROSS_SECTIONAL)
    facts["covered_symbols"] = sorted(covered)
    return Route.ROUTE_CROSS_SECTIONAL, state, pooled.reason, facts


def _jobs(routing: RoutingPlan, pairs: Sequence[Pair], rules: PlanRules, known: Mapping[Pair, Candidate]) -> list[Job]:
    states = (*SignalState, None)
    priorities = {(route, state): rules.priority(route, state) for route in Route for state in states}
    jobs = []
    for pair, job_id in zip(pairs, job_ids(pairs), strict=True):
        target, symbol = pair
        decisions = routing.targets[target]
        told = _told_of_pooled(decisions) if symbol is None else _told_of_symbol(decisions.symbols[symbol])
        route, state, reason, facts = told
        training_type = TrainingType.CROSS_SECTIONAL if symbol is None else TrainingType.SYMBOL_SPECIFIC
        candidate = known.get(pair)
        jobs.append(
            Job(
                job_id=job_id,
                target=target,
                symbol=symbol,
                route=route,
                training_type=training_type,
                model_families=rules.families(pair, route, candidate.sample_size if candidate else None),
                priority=priorities[route, state],
                reason=reason,
                metadata=facts if candidate is None else _job_metadata(facts, candidate),
            )
        )
    return jobs


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


def _job_metadata(told: Mapping[str, Any], candidate: Candidate) -> dict[str, Any]:
    """Return what is known of a job; where both sources tell a fact, the router's decision counts."""
    facts = {**candidate.facts, **told}
    if candidate.score is not None and math.isfinite(candidate.score):
        facts["score"] = candidate.score
    if candidate.sample_size is not None:
        facts["sample_size"] = candidate.sample_size
    return {name: facts[name] for name in _FACT_ORDER if name in facts}


def _account(routing: RoutingPlan, plan: MasterPlan, candidates: Mapping[Pair, Candidate] | None) -> DecisionAccount:
    pooled = Counter(decisions.cross_sectional.route for decisions in routing.targets.values())
    routes: Counter[Route] = Counter()
    for decisions in routing.targets.values():
        routes.update(map(attrgetter("route"), decisions.symbols.values()))
    summary = plan.summary
    return DecisionAccount(
        decisions=pooled.total() + routes.total(),
        pooled_decisions=pooled.total(),
        symbol_decisions=routes.total(),
        jobs=summary.total_cs_jobs + summary.total_symbol_jobs,
        covered=routes[Route.ROUTE_CROSS_SECTIONAL],
        blocked=routes[Route.ROUTE_BLOCKED] + pooled[PooledRoute.DISABLED],
        blocked_jobs=summary.total_blocked,
        candidates=None if candidates is None else _candidate_account(routing, plan.jobs, candidates),
    )


def _candidate_account(
    routing: RoutingPlan, jobs: Sequence[Job], candidates: Mapping[Pair, Candidate]
) -> CandidateAccount:
    matched = [candidates.get((job.target, job.symbol)) for job in jobs]
    return CandidateAccount(
        rows=len(candidates),
        without_decision=sum(not _is_decided(routing, pair) for pair in candidates),
        jobs_without_row=sum(candidate is None for candidate in matched),
        scores_left_out=sum(
            candidate is not None and candidate.score is not None and not math.isfinite(candidate.score)
            for candidate in matched
        ),
    )


def _is_decided(routing: RoutingPlan, pair: Pair) -> bool:
    target, symbol = pair
    return target in routing.targets and (symbol is None or symbol in routing.targets[target].symbols)
