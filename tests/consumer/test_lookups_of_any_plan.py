"""What the training phase asks of a plan, held against loops over plain objects and against the views."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consumer.asking import ABSENT, jobs_of, names_in, trainable
from consumer.samples import plain
from support.documents import files_of
from support.oracle import JsonObject, load
from support.strategies import plans
from training_plan import (
    MasterPlan,
    UnknownTargetError,
    get_blocked_jobs,
    get_cs_jobs,
    get_jobs_for_symbol,
    get_jobs_for_target,
    get_pooled_jobs_covering,
    get_symbol_jobs,
    iter_batches,
    model_families_for,
    pending,
    plan_digest,
    require_jobs_for_target,
    symbols_by_target,
    targets,
)
from training_plan.plan.encoding import encode_plan
from training_plan.training_plan_consumer import BatchKey

BATCH_KEYS: tuple[BatchKey, ...] = ("target", "symbol", "training_type", "route", "priority")


@given(plans())
def test_lists_by_type_hold_what_is_to_be_trained_and_blocked_jobs_are_apart(plan: MasterPlan) -> None:
    jobs = jobs_of(plan)
    ready = trainable(jobs)
    assert plain(get_cs_jobs(plan)) == [job for job in ready if job["training_type"] == "cross_sectional"]
    assert plain(get_symbol_jobs(plan)) == [job for job in ready if job["training_type"] == "symbol_specific"]
    assert plain(get_blocked_jobs(plan)) == [job for job in jobs if job["route"] == "ROUTE_BLOCKED"]
    assert len(get_cs_jobs(plan)) == plan.summary.total_cs_jobs
    assert len(get_symbol_jobs(plan)) == plan.summary.total_symbol_jobs
    assert len(get_blocked_jobs(plan)) == plan.summary.total_blocked


@given(plans())
def test_jobs_of_a_target_are_those_of_the_plan_in_its_order(plan: MasterPlan) -> None:
    jobs = jobs_of(plan)
    for name in names_in(jobs, "target"):
        expected = [job for job in jobs if job["target"] == name]
        assert plain(get_jobs_for_target(plan, name)) == expected
        assert plain(get_jobs_for_target(plan, name, trainable_only=True)) == trainable(expected)
    assert targets(plan) == sorted({job["target"] for job in jobs})


@given(plans())
def test_jobs_of_a_symbol_are_those_of_the_plan_in_its_order(plan: MasterPlan) -> None:
    jobs = jobs_of(plan)
    for name in names_in(jobs, "symbol"):
        expected = [job for job in jobs if job["symbol"] == name]
        assert plain(get_jobs_for_symbol(plan, name)) == expected
        assert plain(get_jobs_for_symbol(plan, name, trainable_only=True)) == trainable(expected)


@given(plans())
def test_getters_agree_with_the_view_files_of_the_plan(plan: MasterPlan) -> None:
    views = {path: load(file.data) for path, file in files_of(plan).items() if path.startswith("by_")}
    for path, view in views.items():
        match path.split("/")[0]:
            case "by_target":
                assert plain(get_jobs_for_target(plan, view["target"])) == view["jobs"]
            case "by_symbol":
                assert plain(get_jobs_for_symbol(plan, view["symbol"])) == view["jobs"]
            case "by_type":
                getter = {"cross_sectional": get_cs_jobs, "symbol_specific": get_symbol_jobs}[view["training_type"]]
                assert plain(getter(plan)) == trainable(view["jobs"])
            case _:
                assert plain([job for job in plan.jobs if job.route == view["route"]]) == view["jobs"]
    assert plain(get_blocked_jobs(plan)) == views["by_route/ROUTE_BLOCKED.json"]["jobs"]
    assert targets(plan) == sorted(view["target"] for path, view in views.items() if path.startswith("by_target/"))


@given(plans())
def test_a_required_target_has_jobs_to_train_or_is_an_error(plan: MasterPlan) -> None:
    jobs = jobs_of(plan)
    for name in names_in(jobs, "target"):
        expected = [job for job in trainable(jobs) if job["target"] == name]
        if expected:
            assert plain(require_jobs_for_target(plan, name)) == expected
        else:
            with pytest.raises(UnknownTargetError):
                require_jobs_for_target(plan, name)


@given(plans())
def test_pooled_jobs_covering_a_symbol_list_it_or_stand_beside_its_own_job(plan: MasterPlan) -> None:
    jobs = jobs_of(plan)
    pooled = [job for job in trainable(jobs) if job["training_type"] == "cross_sectional"]
    covered = [name for job in jobs for name in job["metadata"].get("covered_symbols", ())]
    for name in {*names_in(jobs, "symbol"), *covered}:
        both = {job["target"] for job in jobs if job["symbol"] == name and job["route"] == "ROUTE_BOTH"}
        expected = [
            job for job in pooled if name in job["metadata"].get("covered_symbols", ()) or job["target"] in both
        ]
        assert plain(get_pooled_jobs_covering(plan, name)) == expected


@given(plans())
def test_families_of_a_pair_are_those_of_its_jobs_to_train(plan: MasterPlan) -> None:
    jobs = jobs_of(plan)
    for target in names_in(jobs, "target"):
        for symbol in (None, *names_in(jobs, "symbol")):
            expected: list[str] = []
            for job in trainable(jobs):
                if (job["target"], job["symbol"]) == (target, symbol):
                    expected += [family for family in job["model_families"] if family not in expected]
            assert model_families_for(plan, target, symbol) == expected


@given(plans())
def test_symbols_by_target_are_what_the_usage_example_of_the_design_makes(plan: MasterPlan) -> None:
    expected: dict[str, list[str]] = {}
    for job in trainable(jobs_of(plan)):
        if job["symbol"] is not None:
            expected.setdefault(job["target"], []).append(job["symbol"])
    assert symbols_by_target(plan) == expected
    assert list(symbols_by_target(plan)) == list(expected)


@given(plan=plans(), max_jobs=st.sampled_from((1, 2, 3, 100)), by=st.sampled_from((None, *BATCH_KEYS)))
def test_batches_part_the_jobs_to_train(plan: MasterPlan, max_jobs: int, by: BatchKey | None) -> None:
    ready = trainable(jobs_of(plan))
    groups: dict[object, list[JsonObject]] = {}
    for job in ready:
        groups.setdefault(None if by is None else job[by], []).append(job)
    expected = [
        group[start : start + max_jobs] for group in groups.values() for start in range(0, len(group), max_jobs)
    ]
    batches = [plain(batch) for batch in iter_batches(plan, max_jobs=max_jobs, by=by)]
    assert batches == expected
    assert all(1 <= len(batch) <= max_jobs for batch in batches)
    assert sorted(job["job_id"] for batch in batches for job in batch) == sorted(job["job_id"] for job in ready)


@given(plan=plans(), data=st.data())
def test_pending_jobs_are_those_to_train_without_those_that_are_done(plan: MasterPlan, data: st.DataObject) -> None:
    ids = [job.job_id for job in plan.jobs]
    done = data.draw(st.lists(st.sampled_from([*ids, ABSENT]), max_size=6))
    expected = [job for job in trainable(jobs_of(plan)) if job["job_id"] not in done]
    for given_as in (done, set(done), tuple(done), dict.fromkeys(done)):
        assert plain(pending(plan, given_as)) == expected


@given(plans())
def test_the_digest_of_a_plan_in_memory_is_that_of_the_master_it_would_be(plan: MasterPlan) -> None:
    assert plan_digest(plan) == hashlib.sha256(encode_plan(plan).master).hexdigest()
