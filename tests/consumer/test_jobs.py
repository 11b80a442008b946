"""Jobs and plans cannot be changed, and jobs can be hashed and sent to workers."""

from __future__ import annotations

import copy
import pickle
import subprocess
import sys

import pytest
from hypothesis import given

from consumer.samples import GOLDEN
from support.strategies import plans
from training_plan import (
    MasterPlan,
    Route,
    TrainingType,
    get_symbol_jobs,
    load_master_training_plan,
)


@given(plans())
def test_jobs_can_be_hashed_and_sent_to_workers(plan: MasterPlan) -> None:
    assert len(set(plan.jobs)) == len(plan.jobs)
    for job in plan.jobs:
        for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
            copied = pickle.loads(pickle.dumps(job, protocol))  # noqa: S301 - what was pickled here
            assert copied == job
            assert hash(copied) == hash(job)
            assert copied.route is job.route
            assert copied.training_type is job.training_type
    assert {job.job_id: job for job in plan.jobs} == {job.job_id: job for job in copy.deepcopy(list(plan.jobs))}


def test_no_field_of_a_job_or_a_plan_can_be_set() -> None:
    plan = load_master_training_plan(GOLDEN)
    for holder in (plan, plan.metadata, plan.summary, plan.jobs[0]):
        for field in holder.__struct_fields__:
            with pytest.raises(AttributeError):
                setattr(holder, field, getattr(holder, field))
        with pytest.raises(AttributeError):
            setattr(holder, "new_field", 1)  # noqa: B010 - a type checker would see the assignment


def test_a_job_says_what_it_is_with_enums_that_are_text_too() -> None:
    job = get_symbol_jobs(load_master_training_plan(GOLDEN))[0]
    assert isinstance(job.route, Route)
    assert isinstance(job.training_type, TrainingType)
    assert job.training_type == "symbol_specific"
    assert f"{job.route}" in {"ROUTE_SYMBOL_SPECIFIC", "ROUTE_BOTH", "ROUTE_EXPERIMENTAL_ONLY"}


def test_equal_jobs_of_two_loads_are_one_in_a_set() -> None:
    first, second = (load_master_training_plan(GOLDEN) for _ in range(2))
    assert set(first.jobs) == set(second.jobs)
    assert len({*first.jobs, *second.jobs}) == 69


def test_a_job_is_read_in_a_process_that_never_saw_the_plan() -> None:
    job = load_master_training_plan(GOLDEN).jobs[0]
    code = "import pickle, sys; print(pickle.load(sys.stdin.buffer).job_id)"
    done = subprocess.run([sys.executable, "-c", code], input=pickle.dumps(job), capture_output=True, check=True)
    assert done.stdout.decode().strip() == job.job_id
