"""What the training phase asks of a plan, held against loops over plain objects and against the views."""

from __future__ import annotations

import copy
import gc
import hashlib
import json
import pickle
import subprocess
import sys
import threading
import weakref
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from consumer.samples import GOLDEN, MASTER, OWN, POOLED, document, golden_document, plain, plan_in_memory, written
from support.documents import files_of
from support.oracle import JsonObject, load
from support.strategies import plans
from training_plan import (
    Job,
    MasterPlan,
    Route,
    TrainingPlanError,
    TrainingType,
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
    to_pandas,
    to_polars,
)
from training_plan.plan.encoding import encode_plan
from training_plan.training_plan_consumer import BatchKey
from unit.sample_plans import PROVENANCE

ABSENT = "a name of nobody"
BATCH_KEYS: tuple[BatchKey, ...] = ("target", "symbol", "training_type", "route", "priority")
LISTS: dict[str, Callable[[MasterPlan], list[Job]]] = {
    "get_cs_jobs": get_cs_jobs,
    "get_symbol_jobs": get_symbol_jobs,
    "get_blocked_jobs": get_blocked_jobs,
    "get_jobs_for_target": lambda plan: get_jobs_for_target(plan, "ret"),
    "get_jobs_for_symbol": lambda plan: get_jobs_for_symbol(plan, "AAPL"),
    "get_pooled_jobs_covering": lambda plan: get_pooled_jobs_covering(plan, "AAPL"),
    "require_jobs_for_target": lambda plan: require_jobs_for_target(plan, "ret"),
    "pending": lambda plan: pending(plan, ()),
}

COVERING = {**POOLED, "metadata": {"covered_symbols": ["AAPL", "IBM"]}}
BOTH = {**OWN, "job_id": "sym_ret_XOM", "symbol": "XOM", "route": "ROUTE_BOTH"}
BLOCKED = {
    **OWN,
    "job_id": "sym_ret_IBM",
    "symbol": "IBM",
    "route": "ROUTE_BLOCKED",
    "model_families": [],
    "priority": 0,
}
OTHER = {**POOLED, "job_id": "cs_vol", "target": "vol", "metadata": {"covered_symbols": ["IBM"]}}


@pytest.fixture(params=["loaded", "in memory"])
def small(request: pytest.FixtureRequest, tmp_path: Path) -> MasterPlan:
    """A plan with a job of every sort."""
    jobs = (COVERING, OTHER, OWN, BOTH, BLOCKED)
    if request.param == "loaded":
        return load_master_training_plan(written(tmp_path, document(*jobs)))
    return plan_from_jobs([msgspec.convert(job, Job) for job in jobs], PROVENANCE)


def jobs_of(plan: MasterPlan) -> list[JsonObject]:
    """Return the jobs of a plan as plain objects, by way of its bytes."""
    jobs: list[JsonObject] = load(encode_plan(plan).master)["jobs"]
    return jobs


def trainable(jobs: list[JsonObject]) -> list[JsonObject]:
    """Return the jobs that are to be trained."""
    return [job for job in jobs if job["route"] != "ROUTE_BLOCKED"]


def names_in(jobs: list[JsonObject], field: str) -> list[str]:
    """Return every name that the jobs have in a field, and one that none has."""
    return [*dict.fromkeys(job[field] for job in jobs if job[field] is not None), ABSENT]


# Every plan, against the oracle


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


@given(plans())
def test_a_table_has_a_row_for_each_job(plan: MasterPlan) -> None:
    jobs = jobs_of(plan)
    table = to_polars(plan)
    rows = table.to_dicts()
    fields = ("job_id", "target", "symbol", "route", "training_type", "model_families", "priority", "reason")
    assert [{field: row[field] for field in fields} for row in rows] == [
        {field: job[field] for field in fields} for job in jobs
    ]
    facts = ("cs_state", "local_state", "stability", "score", "sample_size")
    assert [{fact: row[fact] for fact in facts} for row in rows] == [
        {fact: job["metadata"].get(fact) for fact in facts} for job in jobs
    ]
    assert [json.loads(row["metadata"]) for row in rows] == [job["metadata"] for job in jobs]
    assert table.schema == to_polars(plan_in_memory()).schema


@given(plans(max_size=3))
def test_the_table_for_pandas_has_the_same_rows(plan: MasterPlan) -> None:
    jobs = jobs_of(plan)
    table = to_pandas(plan)
    assert list(table.columns) == to_polars(plan).columns
    assert table["job_id"].tolist() == [job["job_id"] for job in jobs]
    assert table["priority"].tolist() == [job["priority"] for job in jobs]
    assert [list(families) for families in table["model_families"]] == [job["model_families"] for job in jobs]
    assert table["symbol"].isna().tolist() == [job["symbol"] is None for job in jobs]


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


# One plan


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


def test_a_batch_without_room_is_refused_by_the_call_itself() -> None:
    with pytest.raises(TrainingPlanError):
        iter_batches(plan_in_memory(POOLED), max_jobs=0)


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


# Jobs


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


# What is kept


def ask_everything(plan: MasterPlan) -> None:
    """Ask a plan whatever there is to ask, so that everything that is kept is made."""
    for answer in LISTS.values():
        answer(plan)
    targets(plan)
    symbols_by_target(plan)
    plan_digest(plan)
    list(iter_batches(plan, max_jobs=1, by="target"))
    to_polars(plan)


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


# Tables


def test_tables_of_the_stored_plan_can_be_worked_with() -> None:
    plan = load_master_training_plan(GOLDEN)
    stored = golden_document()["jobs"]
    polars, pandas = to_polars(plan), to_pandas(plan)
    assert polars.shape == pandas.shape == (69, 14)
    assert polars["priority"].sum() == pandas["priority"].sum() == sum(job["priority"] for job in stored)
    scores = [job["metadata"]["score"] for job in stored if "score" in job["metadata"]]
    assert polars["score"].drop_nulls().to_list() == scores
    assert pandas["score"].dropna().tolist() == scores


def test_without_pandas_the_table_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    plan = plan_in_memory(POOLED)
    with pytest.raises(TrainingPlanError, match="needs pandas, which cannot be imported") as caught:
        to_pandas(plan)
    assert caught.value.hint == "pip install 'training-plan[pandas]'"
    assert len(to_polars(plan)) == 1


def test_a_plan_is_read_without_pandas_polars_or_a_schema_validator(tmp_path: Path) -> None:
    written(tmp_path, document(COVERING, OWN, BLOCKED))
    code = (
        "import sys; from pathlib import Path\n"
        "for name in ('pandas', 'polars', 'jsonschema', 'jsonschema_rs', 'yaml', 'rich'): sys.modules[name] = None\n"
        "from training_plan import get_cs_jobs, get_pooled_jobs_covering, load_master_training_plan, pending\n"
        "plan = load_master_training_plan(Path(sys.argv[1]))\n"
        "print(len(get_cs_jobs(plan)), len(get_pooled_jobs_covering(plan, 'AAPL')), len(pending(plan, ())))"
    )
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "1 1 2\n", "")
