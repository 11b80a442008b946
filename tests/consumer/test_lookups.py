"""What the training phase asks of one plan that a person can read."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import cast

import msgspec
import pytest

from consumer.asking import ABSENT, LISTS
from consumer.samples import (
    BLOCKED,
    BOTH,
    COVERING,
    GOLDEN,
    MASTER,
    OTHER,
    OWN,
    POOLED,
    document,
    golden_document,
    plan_in_memory,
    written,
)
from support.oracle import JsonObject
from training_plan import (
    Job,
    MasterPlan,
    TrainingPlanError,
    UnknownTargetError,
    get_blocked_jobs,
    get_cs_jobs,
    get_jobs_for_symbol,
    get_jobs_for_target,
    get_pooled_jobs_covering,
    get_symbol_jobs,
    iter_batches,
    load_master_training_plan,
    model_families_for,
    pending,
    plan_digest,
    plan_from_jobs,
    require_jobs_for_target,
    symbols_by_target,
    targets,
)
from training_plan.plan.encoding import encode_plan
from training_plan.training_plan_consumer import BatchKey
from unit.sample_plans import PROVENANCE


@pytest.fixture(params=["loaded", "in memory"])
def small(request: pytest.FixtureRequest, tmp_path: Path) -> MasterPlan:
    """A plan with a job of every sort."""
    jobs = (COVERING, OTHER, OWN, BOTH, BLOCKED)
    if request.param == "loaded":
        return load_master_training_plan(written(tmp_path, document(*jobs)))
    return plan_from_jobs([msgspec.convert(job, Job) for job in jobs], PROVENANCE)


def test_a_plan_that_was_loaded_and_one_in_memory_answer_alike(small: MasterPlan) -> None:
    assert [job.job_id for job in get_cs_jobs(small)] == ["cs_ret", "cs_vol"]
    assert [job.job_id for job in get_symbol_jobs(small)] == ["sym_ret_AAPL", "sym_ret_XOM"]
    assert [job.job_id for job in get_blocked_jobs(small)] == ["sym_ret_IBM"]
    assert [job.job_id for job in get_jobs_for_symbol(small, "IBM")] == ["sym_ret_IBM"]
    assert get_jobs_for_symbol(small, "IBM", trainable_only=True) == []
    assert [job.job_id for job in get_pooled_jobs_covering(small, "IBM")] == ["cs_ret", "cs_vol"]
    assert [job.job_id for job in get_pooled_jobs_covering(small, "XOM")] == ["cs_ret"]
    assert targets(small) == ["ret", "vol"]
    assert symbols_by_target(small) == {"ret": ["AAPL", "XOM"]}
    assert model_families_for(small, "ret", None) == ["lightgbm"]
    assert model_families_for(small, "ret", "IBM") == []


@pytest.mark.parametrize("name", LISTS)
def test_a_list_may_be_changed_by_its_receiver(name: str, small: MasterPlan) -> None:
    first = LISTS[name](small)
    assert isinstance(first, list)
    assert first
    expected = list(first)
    first.clear()
    assert LISTS[name](small) == expected
    assert LISTS[name](small) is not LISTS[name](small)


def test_other_answers_may_be_changed_by_their_receiver(small: MasterPlan) -> None:
    targets(small).clear()
    symbols_by_target(small)["ret"].clear()
    model_families_for(small, "ret", "AAPL").clear()
    for batch in iter_batches(small, max_jobs=2):
        batch.clear()
    assert targets(small) == ["ret", "vol"]
    assert symbols_by_target(small) == {"ret": ["AAPL", "XOM"]}
    assert model_families_for(small, "ret", "AAPL") == ["lightgbm"]
    assert sum(len(batch) for batch in iter_batches(small, max_jobs=2)) == 4


@pytest.mark.parametrize("name", [ABSENT, "", "RET", "aapl", "ret ", "None", "null"])
def test_an_unknown_name_has_no_jobs(name: str, small: MasterPlan) -> None:
    assert get_jobs_for_target(small, name) == []
    assert get_jobs_for_symbol(small, name) == []
    assert get_pooled_jobs_covering(small, name) == []
    assert model_families_for(small, name, name) == []
    assert model_families_for(small, "ret", name) == []


def test_a_name_is_never_taken_for_the_pooled_model() -> None:
    plan = plan_in_memory(POOLED, {**OWN, "symbol": "None"})
    assert [job.job_id for job in get_jobs_for_symbol(plan, "None")] == ["sym_ret_AAPL"]


def test_an_unknown_target_that_is_required_is_named_with_those_that_look_like_it() -> None:
    names = ("fwd_ret_1d", "fwd_ret_5d", "vol")
    plan = plan_in_memory(*({**POOLED, "job_id": name, "target": name} for name in names))
    with pytest.raises(UnknownTargetError) as caught:
        require_jobs_for_target(plan, "fwd_ret_2d")
    assert isinstance(caught.value, TrainingPlanError)
    assert "'fwd_ret_2d'" in caught.value.message
    assert caught.value.hint is not None
    assert "fwd_ret_1d" in caught.value.hint
    assert "fwd_ret_5d" in caught.value.hint
    assert "vol" not in caught.value.hint


@pytest.mark.parametrize("jobs", [(), (POOLED,)])
def test_a_required_target_that_looks_like_none_is_an_error_too(jobs: tuple[JsonObject, ...]) -> None:
    with pytest.raises(UnknownTargetError) as caught:
        require_jobs_for_target(plan_in_memory(*jobs), "\u65e5\u7d4c")
    assert caught.value.hint == f"the plan has {len(jobs)} targets"


def test_a_required_target_of_which_every_job_is_blocked_is_said_to_be_blocked() -> None:
    with pytest.raises(UnknownTargetError, match="blocked"):
        require_jobs_for_target(plan_in_memory(BLOCKED), "ret")


def test_an_error_about_a_target_is_of_one_line_each() -> None:
    with pytest.raises(UnknownTargetError) as caught:
        require_jobs_for_target(plan_in_memory(POOLED), "re\nt\x1b[31m")
    assert len(str(caught.value).splitlines()) == 2
    assert "\x1b" not in str(caught.value)


def test_a_blocked_pooled_job_covers_nothing() -> None:
    blocked = {**COVERING, "route": "ROUTE_BLOCKED", "model_families": []}
    assert get_pooled_jobs_covering(plan_in_memory(blocked, BOTH), "AAPL") == []
    assert get_pooled_jobs_covering(plan_in_memory(blocked, BOTH), "XOM") == []


def test_plan_order_is_kept_where_it_is_not_that_of_the_builder() -> None:
    plan = plan_in_memory(BLOCKED, BOTH, OTHER, OWN, COVERING)
    assert [job.job_id for job in pending(plan, ())] == ["sym_ret_XOM", "cs_vol", "sym_ret_AAPL", "cs_ret"]
    assert [job.job_id for job in get_jobs_for_target(plan, "ret")][:2] == ["sym_ret_IBM", "sym_ret_XOM"]
    assert list(symbols_by_target(plan)["ret"]) == ["XOM", "AAPL"]
    assert targets(plan) == ["ret", "vol"]


@pytest.mark.parametrize("max_jobs", [0, -1])
def test_a_batch_without_room_is_refused(max_jobs: int) -> None:
    with pytest.raises(TrainingPlanError, match=f"max_jobs is {max_jobs}"):
        list(iter_batches(plan_in_memory(POOLED), max_jobs=max_jobs))


def test_a_batch_that_cannot_be_is_refused_by_the_call_itself() -> None:
    with pytest.raises(TrainingPlanError):
        iter_batches(plan_in_memory(POOLED), max_jobs=0)
    with pytest.raises(TrainingPlanError, match="cannot be made by 'model_families'") as caught:
        iter_batches(plan_in_memory(POOLED), max_jobs=1, by=cast("BatchKey", "model_families"))
    assert caught.value.hint == "one of target, symbol, training_type, route, priority"


def test_batches_of_the_stored_plan_are_full_but_for_the_last() -> None:
    plan = load_master_training_plan(GOLDEN)
    sizes = [len(batch) for batch in iter_batches(plan, max_jobs=10)]
    assert sizes == [10, 10, 10, 10, 3]
    assert [len(batch) for batch in iter_batches(plan, max_jobs=1024)] == [43]
    assert list(iter_batches(plan_in_memory(BLOCKED), max_jobs=10)) == []


def test_the_digest_of_a_loaded_plan_is_that_of_its_file(tmp_path: Path) -> None:
    data = json.dumps(golden_document(), indent=3).encode()
    plan = load_master_training_plan(written(tmp_path, data))
    stored = load_master_training_plan(GOLDEN)
    assert plan == stored
    assert plan_digest(plan) == hashlib.sha256(data).hexdigest()
    assert plan_digest(stored) == json.loads((GOLDEN / "manifest.json").read_bytes())["plan_sha256"]
    assert plan_digest(stored) == hashlib.sha256((GOLDEN / MASTER).read_bytes()).hexdigest()


def test_the_digest_of_a_changed_plan_is_its_own() -> None:
    plan = load_master_training_plan(GOLDEN)
    changed = msgspec.structs.replace(plan, metadata=msgspec.structs.replace(plan.metadata, run_id="other"))
    assert plan_digest(changed) != plan_digest(plan)
    assert plan_digest(changed) == hashlib.sha256(encode_plan(changed).master).hexdigest()


@pytest.mark.parametrize("job", [POOLED, OWN], ids=["pooled", "own"])
def test_routes_given_as_text_are_routes(job: JsonObject) -> None:
    blocked = Job(**{**job, "route": "ROUTE_BLOCKED", "model_families": []})
    other = Job(**{**job, "job_id": "other", "route": "ROUTE_BOTH"})
    plan = plan_from_jobs([blocked, other], PROVENANCE)
    assert get_blocked_jobs(plan) == [blocked]
    assert pending(plan, ()) == [other]
    assert get_cs_jobs(plan) + get_symbol_jobs(plan) == [other]
    assert [batch for batch in iter_batches(plan, max_jobs=5)] == [[other]]  # noqa: C416 - a batch, not its jobs
