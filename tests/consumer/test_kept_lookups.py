"""What is kept of a plan belongs to it and goes with it."""

from __future__ import annotations

import copy
import gc
import hashlib
import pickle
import sys
import threading
import weakref

from consumer.asking import ask_everything
from consumer.samples import (
    BLOCKED,
    COVERING,
    GOLDEN,
    OWN,
    POOLED,
    plan_in_memory,
)
from training_plan import (
    get_cs_jobs,
    get_jobs_for_symbol,
    get_jobs_for_target,
    get_pooled_jobs_covering,
    get_symbol_jobs,
    load_master_training_plan,
    plan_digest,
    symbols_by_target,
    targets,
)
from training_plan.plan.encoding import encode_plan


def test_what_is_kept_of_a_plan_goes_with_it() -> None:
    plan = plan_in_memory(COVERING, OWN, BLOCKED)
    ask_everything(plan)
    job = plan.jobs[0]
    before = sys.getrefcount(job)
    gone = weakref.ref(plan)
    del plan
    gc.collect()
    assert gone() is None
    alone = plan_in_memory(POOLED).jobs[0]
    assert before > sys.getrefcount(job) == sys.getrefcount(alone)


def test_a_plan_goes_without_the_garbage_collector() -> None:
    plan = plan_in_memory(COVERING, OWN, BLOCKED)
    ask_everything(plan)
    gone = weakref.ref(plan)
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        del plan
        assert gone() is None
    finally:
        if was_enabled:
            gc.enable()


def test_answers_are_of_the_plan_that_is_asked_whatever_stood_at_its_place_before() -> None:
    for number in range(200):
        plan = plan_in_memory({**POOLED, "job_id": f"job {number}", "target": f"target {number}"})
        ask_target = get_jobs_for_target(plan, f"target {number}")
        assert [job.job_id for job in ask_target] == [f"job {number}"]
        assert targets(plan) == [f"target {number}"]
        assert plan_digest(plan) == hashlib.sha256(encode_plan(plan).master).hexdigest()
        del plan


def test_a_copy_of_a_plan_answers_like_it() -> None:
    plan = load_master_training_plan(GOLDEN)
    for copied in (copy.copy(plan), copy.deepcopy(plan), pickle.loads(pickle.dumps(plan))):  # noqa: S301 - pickled here
        assert copied == plan
        assert get_cs_jobs(copied) == get_cs_jobs(plan)
        assert symbols_by_target(copied) == symbols_by_target(plan)


def test_many_threads_get_the_same_answers() -> None:
    plan = load_master_training_plan(GOLDEN)
    barrier = threading.Barrier(8)
    answers: list[object] = []

    def ask() -> None:
        barrier.wait(30)
        answers.append(
            (
                get_cs_jobs(plan),
                get_symbol_jobs(plan),
                [get_jobs_for_target(plan, target) for target in targets(plan)],
                get_jobs_for_symbol(plan, "AAPL"),
                get_pooled_jobs_covering(plan, "AAPL"),
                plan_digest(plan),
            )
        )

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 8
    assert all(answer == answers[0] for answer in answers)
