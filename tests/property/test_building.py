"""A plan from a routing plan: every decision accounted for, every job as decided, the same bytes each time."""

from __future__ import annotations

import math
from datetime import UTC, datetime

import msgspec
from hypothesis import example, given
from hypothesis import strategies as st

from support.documents import bytes_of, parsed, schema_errors
from support.oracle import JsonObject, canonical, expected_account, expected_jobs, expected_summary, in_order, load
from support.strategies import Pair, candidates_for, reordered, routing_plans
from training_plan.building.candidates import Candidate
from training_plan.building.plan_building import BuiltPlan, Provenance, build_plan
from training_plan.plan.encoding import encode_plan

PROVENANCE = Provenance(generated_at=datetime(2025, 12, 11, 18, 45, tzinfo=UTC))
ANSWERS = st.booleans()
BLOCKED = {"route": "ROUTE_BLOCKED", "cs_state": "DISALLOWED", "local_state": "DISALLOWED", "reason": ["no"]}


def build(
    routing: JsonObject, *, include_blocked: bool = False, candidates: dict[Pair, Candidate] | None = None
) -> BuiltPlan:
    """Return what is built of a routing plan that is given as a plain object."""
    return build_plan(parsed(routing), PROVENANCE, include_blocked=include_blocked, candidates=candidates)


def jobs_of(built: BuiltPlan) -> list[JsonObject]:
    """Return the jobs of a plan as the master says them."""
    jobs: list[JsonObject] = load(encode_plan(built.plan).master)["jobs"]
    return jobs


@given(routing_plans(), ANSWERS)
def test_plan_has_exactly_the_jobs_that_were_decided(routing: JsonObject, include_blocked: bool) -> None:
    jobs = jobs_of(build(routing, include_blocked=include_blocked))
    expected = expected_jobs(routing, include_blocked=include_blocked)
    found = {(job["target"], job["symbol"]): job for job in jobs}
    assert len(found) == len(jobs)
    assert found.keys() == expected.keys()
    for pair, job in found.items():
        for field in ("route", "training_type"):
            assert job[field] == expected[pair][field]
        assert bool(job["model_families"]) == expected[pair]["has_families"]
        assert expected[pair]["priority"] in {job["priority"], None}
        assert all(part in job["reason"] for part in expected[pair]["reason_parts"])


@given(routing_plans(), ANSWERS)
def test_job_ids_are_the_natural_ones_unless_shared_or_too_long(routing: JsonObject, include_blocked: bool) -> None:
    jobs = jobs_of(build(routing, include_blocked=include_blocked))
    expected = expected_jobs(routing, include_blocked=include_blocked)
    assert len({job["job_id"] for job in jobs}) == len(jobs)
    for job in jobs:
        natural = expected[job["target"], job["symbol"]]["job_id"]
        assert natural in {job["job_id"], None}
        assert len(job["job_id"]) <= 200


@given(routing_plans(), ANSWERS)
def test_metadata_says_what_the_router_knew(routing: JsonObject, include_blocked: bool) -> None:
    expected = expected_jobs(routing, include_blocked=include_blocked)
    for job in jobs_of(build(routing, include_blocked=include_blocked)):
        assert job["metadata"] == expected[job["target"], job["symbol"]]["facts"]


@given(routing_plans(), ANSWERS)
def test_every_decision_leaves_one_trace(routing: JsonObject, include_blocked: bool) -> None:
    jobs = jobs_of(build(routing, include_blocked=include_blocked))
    traces = [(job["target"], job["symbol"]) for job in jobs]
    traces += [(job["target"], symbol) for job in jobs for symbol in job["metadata"].get("covered_symbols", [])]
    if not include_blocked:
        for target, decisions in routing["targets"].items():
            traces += [(target, None)] * (decisions["cross_sectional"]["route"] == "DISABLED")
            traces += [
                (target, symbol)
                for symbol, decision in decisions["symbols"].items()
                if decision["route"] == "ROUTE_BLOCKED"
            ]
    decided = [(target, None) for target in routing["targets"]]
    decided += [(target, symbol) for target, decisions in routing["targets"].items() for symbol in decisions["symbols"]]
    assert sorted(traces, key=repr) == sorted(decided, key=repr)


@given(routing_plans(), ANSWERS)
def test_account_counts_every_decision(routing: JsonObject, include_blocked: bool) -> None:
    built = build(routing, include_blocked=include_blocked)
    account = msgspec.to_builtins(built.account)
    assert account.pop("candidates") is None
    assert account == expected_account(routing, include_blocked=include_blocked)
    assert account["decisions"] == account["pooled_decisions"] + account["symbol_decisions"]
    assert account["decisions"] == account["jobs"] + account["covered"] + account["blocked"]
    assert len(built.plan.jobs) == account["jobs"] + account["blocked_jobs"]


@given(routing_plans(), ANSWERS)
def test_built_plan_is_in_order_counted_and_valid(routing: JsonObject, include_blocked: bool) -> None:
    master = load(encode_plan(build(routing, include_blocked=include_blocked).plan).master)
    assert master["jobs"] == in_order(master["jobs"])
    assert master["summary"] == expected_summary(master["jobs"])
    assert schema_errors("master_training_plan", master) == []


@given(routing_plans())
def test_blocked_jobs_have_priority_0_and_no_families(routing: JsonObject) -> None:
    blocked = [job for job in jobs_of(build(routing, include_blocked=True)) if job["route"] == "ROUTE_BLOCKED"]
    assert all(job["priority"] == 0 and job["model_families"] == [] for job in blocked)
    assert not any(job["route"] == "ROUTE_BLOCKED" for job in jobs_of(build(routing)))


@given(routing_plans())
def test_blocked_jobs_change_no_other_job_but_for_its_job_id(routing: JsonObject) -> None:
    trainable = [job for job in jobs_of(build(routing, include_blocked=True)) if job["route"] != "ROUTE_BLOCKED"]
    assert [{**job, "job_id": ""} for job in trainable] == [{**job, "job_id": ""} for job in jobs_of(build(routing))]


@given(routing_plans(), ANSWERS, st.data())
def test_order_of_keys_leaves_no_trace(routing: JsonObject, include_blocked: bool, data: st.DataObject) -> None:
    other = data.draw(reordered(routing))
    assert canonical(other) == canonical(routing)
    first, second = (build(document, include_blocked=include_blocked) for document in (routing, other))
    assert bytes_of(first.plan, first.account) == bytes_of(second.plan, second.account)


@given(routing_plans(), ANSWERS)
def test_building_twice_gives_the_same_bytes(routing: JsonObject, include_blocked: bool) -> None:
    first, second = (build(routing, include_blocked=include_blocked) for _ in range(2))
    assert bytes_of(first.plan, first.account) == bytes_of(second.plan, second.account)


@given(routing_plans(), ANSWERS, st.data())
def test_snapshot_adds_score_and_sample_size_and_decides_nothing(
    routing: JsonObject,
    include_blocked: bool,
    data: st.DataObject,
) -> None:
    candidates: dict[Pair, Candidate] = data.draw(candidates_for(routing))
    without = jobs_of(build(routing, include_blocked=include_blocked))
    with_snapshot = jobs_of(build(routing, include_blocked=include_blocked, candidates=candidates))
    for bare, job in zip(without, with_snapshot, strict=True):
        assert {**job, "metadata": {}} == {**bare, "metadata": {}}
        known = candidates.get((job["target"], job["symbol"]))
        facts = {} if known is None else {**known.facts, "score": known.score, "sample_size": known.sample_size}
        finite = {name: fact for name, fact in facts.items() if fact is not None and fact == fact}  # noqa: PLR0124 - NaN
        expected = {name: fact for name, fact in finite.items() if fact not in {math.inf, -math.inf}}
        assert canonical(job["metadata"]) == canonical({**expected, **bare["metadata"]})


@given(routing_plans(), ANSWERS, st.data())
def test_account_of_the_snapshot(routing: JsonObject, include_blocked: bool, data: st.DataObject) -> None:
    candidates: dict[Pair, Candidate] = data.draw(candidates_for(routing))
    built = build(routing, include_blocked=include_blocked, candidates=candidates)
    decided = {(target, None) for target in routing["targets"]} | {
        (target, symbol) for target, decisions in routing["targets"].items() for symbol in decisions["symbols"]
    }
    jobs = expected_jobs(routing, include_blocked=include_blocked).keys()
    scores = [candidates[pair].score for pair in jobs if pair in candidates]
    assert msgspec.to_builtins(built.account)["candidates"] == {
        "rows": len(candidates),
        "without_decision": len(candidates.keys() - decided),
        "jobs_without_row": len(jobs - candidates.keys()),
        "scores_left_out": sum(score is not None and not math.isfinite(score) for score in scores),
    }


@given(st.permutations(("a", "a_b", "b_c", "c")))
@example(["c", "b_c", "a_b", "a"])
def test_decisions_that_would_share_a_job_id_get_suffixes_whatever_their_order(order: list[str]) -> None:
    specific = {**BLOCKED, "route": "ROUTE_SYMBOL_SPECIFIC"}
    pooled = {"route": "DISABLED", "state": "STABLE", "reason": ""}
    targets = {target: {"cross_sectional": pooled, "symbols": dict.fromkeys(order, specific)} for target in order}
    about = dict.fromkeys(("config_hash", "git_commit", "metrics_snapshot", "view"))
    routing = {"metadata": {**about, "generated_at": "2025-12-11T18:45:00Z"}, "targets": targets}
    ids = {(job["target"], job["symbol"]): job["job_id"] for job in jobs_of(build(routing))}
    assert len(set(ids.values())) == 16
    assert ids["a", "a"] == "sym_a_a"
    for pair in (("a", "b_c"), ("a_b", "c")):
        assert ids[pair].startswith("sym_a_b_c_")
