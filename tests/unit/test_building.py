"""From decisions to jobs."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import msgspec
import pytest

from training_plan.building.candidates import Candidate
from training_plan.building.plan_building import BuiltPlan, plan_from_jobs
from training_plan.building.plan_config import PlanRules
from training_plan.errors import InvalidDocumentError
from training_plan.findings import Code
from training_plan.models import FamilyMatch, FamilyRule, Job, Route, TrainingType
from unit.sample_plans import PROVENANCE, built, decision, target

STATES = ["STRONG", "WEAK_BUT_OK", "EXPERIMENTAL", "DISALLOWED"]
OWN_JOB = ["ROUTE_SYMBOL_SPECIFIC", "ROUTE_BOTH", "ROUTE_EXPERIMENTAL_ONLY"]


def jobs_of(plan: BuiltPlan) -> dict[str, Job]:
    """Return the jobs of a plan by job_id."""
    return {job.job_id: job for job in plan.plan.jobs}


def account(plan: BuiltPlan) -> dict[str, Any]:
    """Return the account of a plan."""
    found: dict[str, Any] = msgspec.to_builtins(plan.account)
    return found


def test_an_enabled_pooled_model_is_a_job_that_covers_its_symbols() -> None:
    symbols = {name: decision("ROUTE_CROSS_SECTIONAL") for name in ("XOM", "AAPL", "b", "B")}
    plan = built({"t": target({**symbols, "T": decision("ROUTE_BLOCKED"), "IBM": decision("ROUTE_BOTH")})})
    jobs = jobs_of(plan)

    assert list(jobs) == ["cs_t", "sym_t_IBM"]
    pooled = jobs["cs_t"]
    assert (pooled.target, pooled.symbol, pooled.route) == ("t", None, Route.ROUTE_CROSS_SECTIONAL)
    assert pooled.training_type is TrainingType.CROSS_SECTIONAL
    assert pooled.reason == "pooled"
    assert pooled.metadata == {
        "cs_state": "STRONG",
        "stability": "STABLE",
        "covered_symbols": ["AAPL", "B", "XOM", "b"],
    }


@pytest.mark.parametrize("route", OWN_JOB)
def test_a_decision_for_a_model_of_its_own_is_a_job(route: str) -> None:
    plan = built({"t": target({"IBM": decision(route, cs_state="DISALLOWED", reason=("one", "two; three"))})})
    job = jobs_of(plan)["sym_t_IBM"]

    assert (job.target, job.symbol, job.route) == ("t", "IBM", route)
    assert job.training_type is TrainingType.SYMBOL_SPECIFIC
    assert list(job.model_families) == ["lightgbm", "xgboost"]
    assert job.reason == "one; two; three"
    assert job.metadata == {"cs_state": "DISALLOWED", "local_state": "STRONG"}


def test_without_a_reason_the_reason_is_empty() -> None:
    plan = built({"t": target({"IBM": decision("ROUTE_BOTH", reason=())})})

    assert jobs_of(plan)["sym_t_IBM"].reason == ""


PRIORITIES = {
    ("ROUTE_SYMBOL_SPECIFIC", "STRONG"): 80,
    ("ROUTE_SYMBOL_SPECIFIC", "WEAK_BUT_OK"): 70,
    ("ROUTE_SYMBOL_SPECIFIC", "EXPERIMENTAL"): 50,
    ("ROUTE_SYMBOL_SPECIFIC", "DISALLOWED"): 50,
    **{("ROUTE_BOTH", state): 70 for state in STATES},
    **{("ROUTE_EXPERIMENTAL_ONLY", state): 50 for state in STATES},
}


@pytest.mark.parametrize(("route", "state"), list(PRIORITIES))
@pytest.mark.parametrize("cs_state", STATES)
def test_the_priority_of_a_symbol_hangs_on_route_and_local_state(route: str, state: str, cs_state: str) -> None:
    plan = built({"t": target({"IBM": decision(route, local_state=state, cs_state=cs_state)})})

    assert jobs_of(plan)["sym_t_IBM"].priority == PRIORITIES[route, state]


@pytest.mark.parametrize(
    ("state", "priority"), [("STRONG", 90), ("WEAK_BUT_OK", 85), ("EXPERIMENTAL", 50), ("DISALLOWED", 50)]
)
def test_the_priority_of_a_pooled_model_hangs_on_the_state_that_its_symbols_carry(state: str, priority: int) -> None:
    symbols = {name: decision("ROUTE_CROSS_SECTIONAL", cs_state=state) for name in ("A", "B")}
    job = jobs_of(built({"t": target(symbols, state="DIVERGED")}))["cs_t"]

    assert job.priority == priority
    assert job.metadata["cs_state"] == state
    assert job.metadata["stability"] == "DIVERGED"


def test_states_that_disagree_are_left_out() -> None:
    symbols = {"A": decision("ROUTE_CROSS_SECTIONAL"), "B": decision("ROUTE_BLOCKED", cs_state="WEAK_BUT_OK")}
    job = jobs_of(built({"t": target(symbols)}))["cs_t"]

    assert "cs_state" not in job.metadata
    assert job.priority == 50


def test_a_pooled_model_without_symbols_has_no_signal_state() -> None:
    job = jobs_of(built({"t": target({})}))["cs_t"]

    assert job.metadata == {"stability": "STABLE", "covered_symbols": []}
    assert job.priority == 50


def test_a_pooled_model_without_metrics_has_no_stability() -> None:
    targets = {"t": target({"IBM": decision("ROUTE_SYMBOL_SPECIFIC")}, route="DISABLED", state="DISALLOWED")}
    jobs = jobs_of(built(targets, include_blocked=True))

    assert set(jobs) == {"cs_t", "sym_t_IBM"}
    assert "stability" not in jobs["cs_t"].metadata


def test_blocked_decisions_are_counted_and_become_jobs_on_request() -> None:
    targets = {"t": target({"IBM": decision("ROUTE_BLOCKED")}, route="DISABLED", state="UNKNOWN")}
    without, included = built(targets), built(targets, include_blocked=True)

    assert jobs_of(without) == {}
    assert without.plan.summary.total_blocked == 0
    assert (account(without)["blocked"], account(without)["blocked_jobs"]) == (2, 0)
    assert (account(included)["blocked"], account(included)["blocked_jobs"]) == (2, 2)
    assert included.plan.summary.total_blocked == 2
    jobs = jobs_of(included)
    assert jobs["cs_t"].training_type is TrainingType.CROSS_SECTIONAL
    assert jobs["cs_t"].metadata == {"cs_state": "STRONG", "stability": "UNKNOWN"}
    assert jobs["sym_t_IBM"].training_type is TrainingType.SYMBOL_SPECIFIC
    for job in jobs.values():
        assert (job.route, job.priority, list(job.model_families)) == (Route.ROUTE_BLOCKED, 0, [])


@pytest.mark.parametrize("include_blocked", [False, True])
def test_every_decision_leaves_a_trace(include_blocked: bool) -> None:
    plan = built(None, include_blocked=include_blocked)
    traces = [(job.target, job.symbol) for job in plan.plan.jobs]
    traces += [(job.target, symbol) for job in plan.plan.jobs for symbol in job.metadata.get("covered_symbols", [])]

    assert account(plan) == {
        "decisions": 7,
        "pooled_decisions": 2,
        "symbol_decisions": 5,
        "jobs": 4,
        "covered": 1,
        "blocked": 2,
        "blocked_jobs": 2 if include_blocked else 0,
        "candidates": None,
    }
    assert len(set(traces)) == len(traces) == (7 if include_blocked else 5)


def test_metadata_stands_in_its_order_and_holds_only_what_is_known() -> None:
    facts = {
        "metric_name": "R²",
        "task_type": "REGRESSION",
        "model_status": "OK",
        "feature_set_id": "a5b2",
        "leakage_status": "SAFE",
        "stability": "DRIFTING",
        "score_ci_high": 0.2,
        "score_ci_low": 0.1,
    }
    known = {
        ("ret_1d", None): Candidate(score=0.5, sample_size=90, facts=facts),
        ("ret_1d", "IBM"): Candidate(score=0.25, sample_size=None, facts=facts),
        ("vol_5d", "IBM"): Candidate(score=None, sample_size=0, facts={}),
    }
    jobs = jobs_of(built(None, candidates=known))

    assert list(jobs["cs_ret_1d"].metadata.items()) == [
        ("cs_state", "STRONG"),
        ("stability", "STABLE"),
        ("score", 0.5),
        ("sample_size", 90),
        ("score_ci_low", 0.1),
        ("score_ci_high", 0.2),
        ("leakage_status", "SAFE"),
        ("feature_set_id", "a5b2"),
        ("model_status", "OK"),
        ("task_type", "REGRESSION"),
        ("metric_name", "R²"),
        ("covered_symbols", ["AAPL"]),
    ]
    assert list(jobs["sym_ret_1d_IBM"].metadata) == [
        "cs_state",
        "local_state",
        "stability",
        "score",
        "score_ci_low",
        "score_ci_high",
        "leakage_status",
        "feature_set_id",
        "model_status",
        "task_type",
        "metric_name",
    ]
    assert jobs["sym_ret_1d_IBM"].metadata["stability"] == "DRIFTING"
    assert jobs["sym_vol_5d_IBM"].metadata == {"cs_state": "STRONG", "local_state": "STRONG", "sample_size": 0}
    assert jobs["sym_vol_5d_BF/B"].metadata == {"cs_state": "STRONG", "local_state": "STRONG"}


def test_a_score_that_is_not_finite_is_left_out_and_counted() -> None:
    known = {
        ("ret_1d", None): Candidate(score=float("nan"), sample_size=90, facts={}),
        ("ret_1d", "^GSPC"): Candidate(score=float("nan"), sample_size=90, facts={}),
        ("ret_1d", "IBM"): Candidate(score=0.5, sample_size=90, facts={}),
        ("ret_1d", "NONE"): Candidate(score=0.5, sample_size=90, facts={}),
        ("none", None): Candidate(score=0.5, sample_size=90, facts={}),
    }
    plan = built(None, candidates=known)

    assert "score" not in jobs_of(plan)["cs_ret_1d"].metadata
    assert jobs_of(plan)["cs_ret_1d"].metadata["sample_size"] == 90
    assert account(plan)["candidates"] == {
        "rows": 5,
        "without_decision": 2,
        "jobs_without_row": 2,
        "scores_left_out": 1,
    }


def test_score_and_size_never_come_from_a_reason() -> None:
    reason = ("CS: STRONG (score=0.9, sample_size=500)",)
    job = jobs_of(built({"t": target({"IBM": decision("ROUTE_BOTH", reason=reason)})}))["sym_t_IBM"]

    assert not {"score", "sample_size"} & set(job.metadata)


def test_families_follow_the_rules_and_the_size_of_the_sample() -> None:
    few = FamilyRule(match=FamilyMatch(max_sample_size=99), model_families=["ridge"])
    pooled = FamilyRule(
        match=FamilyMatch(training_type=TrainingType.CROSS_SECTIONAL), model_families=["lightgbm", "mlp"]
    )
    known = {("ret_1d", "IBM"): Candidate(score=0.5, sample_size=99, facts={})}
    plan = built(None, candidates=known, rules=PlanRules(default_families=["xgboost"], family_rules=[few, pooled]))

    assert {name: list(job.model_families) for name, job in jobs_of(plan).items()} == {
        "cs_ret_1d": ["lightgbm", "mlp"],
        "sym_ret_1d_IBM": ["ridge"],
        "sym_vol_5d_BF/B": ["xgboost"],
        "sym_vol_5d_IBM": ["xgboost"],
    }
    assert list(plan.plan.metadata.model_families) == ["xgboost"]


def test_jobs_stand_in_the_order_of_the_contract() -> None:
    symbols = {name: decision("ROUTE_BOTH") for name in ("b", "B", "a")}
    weak = {"X": decision("ROUTE_SYMBOL_SPECIFIC", cs_state="DISALLOWED", local_state="EXPERIMENTAL")}
    plan = built({"z": target(symbols), "y": target(symbols), "x": target(weak, state="DRIFTING")})

    assert [job.job_id for job in plan.plan.jobs] == [
        "cs_y",
        "cs_z",
        "sym_y_B",
        "sym_y_a",
        "sym_y_b",
        "sym_z_B",
        "sym_z_a",
        "sym_z_b",
        "cs_x",
        "sym_x_X",
    ]


def test_two_decisions_with_one_natural_id_are_both_jobs() -> None:
    targets = {"a_b": target({"c": decision("ROUTE_BOTH")}), "a": target({"b_c": decision("ROUTE_BOTH")})}
    one, two = built(targets), built(dict(reversed(targets.items())))

    assert len(jobs_of(one)) == 4
    assert one.plan == two.plan


def test_names_of_every_kind_are_jobs() -> None:
    names = [
        "BF/B",
        "^GSPC",
        "ES=F",
        "NO",
        "ON",
        "TRUE",
        "CON",
        "a b",
        "ä",
        "../x",
        "x" * 200,
        "a|b",
        '"',
        "\U0001f600",
        "NaN",
    ]
    plan = built({name: target({other: decision("ROUTE_BOTH") for other in names}) for name in names})

    assert len(jobs_of(plan)) == len(plan.plan.jobs) == len(names) * (len(names) + 1)
    assert {job.symbol for job in plan.plan.jobs} == {None, *names}


def test_the_plan_says_where_it_comes_from() -> None:
    provenance = replace(PROVENANCE, config_hash="536c", routing_plan_path="a/b.json", metrics_snapshot="c.csv")
    about = built(None, provenance=provenance).plan.metadata

    assert msgspec.to_builtins(about) == {
        "schema_version": "1.0",
        "generated_at": "2025-12-11T18:45:00Z",
        "run_id": "20251211_184500",
        "git_commit": "abc1234",
        "config_hash": "536c",
        "routing_plan_path": "a/b.json",
        "metrics_snapshot": "c.csv",
        "total_jobs": 4,
        "model_families": ["lightgbm", "xgboost"],
    }


def test_a_plan_of_jobs_is_ordered_and_counted() -> None:
    jobs = list(built(None).plan.jobs)
    plan = plan_from_jobs(reversed(jobs), PROVENANCE)

    assert plan == built(None).plan
    assert list(plan_from_jobs([], PROVENANCE).metadata.model_families) == []


def test_jobs_that_break_the_contract_are_refused() -> None:
    jobs = list(built(None).plan.jobs)

    with pytest.raises(InvalidDocumentError) as twice:
        plan_from_jobs([*jobs, jobs[0]], PROVENANCE)
    with pytest.raises(InvalidDocumentError) as wrong:
        plan_from_jobs([msgspec.structs.replace(jobs[0], symbol="X")], PROVENANCE)

    assert [finding.code for finding in twice.value.findings] == [Code.DUPLICATE_JOB_ID]
    assert wrong.value.findings[0].pointer == "/jobs/0/symbol"
