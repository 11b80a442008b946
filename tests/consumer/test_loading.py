"""The one file of the training phase is read whole and consistent, or an error says why."""

from __future__ import annotations

import contextlib
import errno
import gc
import hashlib
import json
import math
import shutil
import subprocess
import sys
import threading
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from consumer.samples import (
    GOLDEN,
    MASTER,
    OWN,
    POOLED,
    Recorder,
    document,
    edited,
    golden_document,
    plain,
    with_bag,
    with_metadata,
    written,
)
from support.oracle import JsonObject
from support.strategies import json_values, plans
from training_plan import (
    InvalidDocumentError,
    MasterPlan,
    NewerPlanWarning,
    TrainingPlanError,
    UnreadableFileError,
    UnsupportedVersionError,
    get_pooled_jobs_covering,
    load_master_training_plan,
    plan_digest,
    symbols_by_target,
    to_polars,
)
from training_plan.plan.encoding import encode_plan

OTHER_FILES = ("training_plan.json", "training_plan.yaml", "training_plan.md", "manifest.json")
VIEWS = ("by_target/ret.json", "by_symbol/AAPL.json", "by_type/cross_sectional.json", "by_route/ROUTE_BOTH.json")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A plan folder that every example writes anew."""
    return tmp_path_factory.mktemp("plan")


@pytest.fixture
def _collector() -> Iterator[None]:
    """Give the garbage collector back as it was."""
    was_enabled = gc.isenabled()
    yield
    (gc.enable if was_enabled else gc.disable)()


def refused(path: Path) -> TrainingPlanError:
    """Return the error of a path that does not load."""
    with pytest.raises(TrainingPlanError) as caught:
        load_master_training_plan(path)
    return caught.value


# What is read


@given(plans())
def test_a_plan_is_loaded_as_it_is_from_its_file_and_from_its_folder(folder: Path, plan: MasterPlan) -> None:
    written(folder, plan)
    assert load_master_training_plan(folder) == plan
    assert load_master_training_plan(folder / MASTER) == plan


def test_the_stored_plan_is_loaded_with_every_field() -> None:
    plan = load_master_training_plan(GOLDEN)
    stored = golden_document()
    assert plain(plan.jobs) == stored["jobs"]
    assert msgspec.to_builtins(plan.summary) == stored["summary"]
    assert msgspec.to_builtins(plan.metadata) == stored["metadata"]


def test_a_path_from_the_working_directory_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(tmp_path / "METRICS" / "training_plan", document(POOLED))
    monkeypatch.chdir(tmp_path)
    assert len(load_master_training_plan(Path("METRICS/training_plan")).jobs) == 1
    monkeypatch.chdir(tmp_path / "METRICS" / "training_plan")
    assert len(load_master_training_plan(Path()).jobs) == 1
    assert len(load_master_training_plan(Path(MASTER)).jobs) == 1


def test_a_link_to_a_folder_or_to_a_master_is_followed(tmp_path: Path) -> None:
    real = written(tmp_path / "real", document(POOLED))
    (tmp_path / "latest").symlink_to(real, target_is_directory=True)
    (tmp_path / MASTER).symlink_to(real / MASTER)
    assert load_master_training_plan(tmp_path / "latest") == load_master_training_plan(tmp_path)


@pytest.mark.parametrize("path", [GOLDEN, GOLDEN / MASTER], ids=["folder", "file"])
def test_loading_opens_the_master_and_nothing_else_in_its_folder(path: Path, tmp_path: Path) -> None:
    plan_folder = tmp_path / "training_plan"
    shutil.copytree(GOLDEN, plan_folder)
    recorder = Recorder(tmp_path)
    code = (
        "import sys; from pathlib import Path; from training_plan import *\n"
        "plan = load_master_training_plan(Path(sys.argv[1]))\n"
        "plan_digest(plan), get_cs_jobs(plan), get_symbol_jobs(plan), get_blocked_jobs(plan), targets(plan)\n"
        "require_jobs_for_target(plan, targets(plan)[0]), symbols_by_target(plan)\n"
        "list(iter_batches(plan, max_jobs=2))\n"
        "to_polars(plan), get_jobs_for_symbol(plan, 'AAPL'), get_pooled_jobs_covering(plan, 'AAPL'), pending(plan, ())"
    )
    command = [sys.executable, "-c", code, str(plan_folder / path.relative_to(GOLDEN))]
    done = subprocess.run(command, check=False, capture_output=True, text=True, env=recorder.environment())
    assert (done.returncode, done.stderr) == (0, "")
    assert recorder.opened_in(plan_folder) == {MASTER}


def test_the_recorder_sees_what_is_opened(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path)
    plan_folder = written(tmp_path / "plan", document(POOLED))
    code = f"import os; from pathlib import Path; Path('{MASTER}').read_bytes(); os.listdir()"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=plan_folder, env=recorder.environment())
    assert recorder.opened_in(plan_folder) == {MASTER, "."}


# Files that are none


@pytest.mark.parametrize("name", OTHER_FILES)
def test_another_file_of_the_folder_is_refused_with_the_path_to_use(name: str, tmp_path: Path) -> None:
    written(tmp_path, document(POOLED))
    (tmp_path / name).write_bytes((tmp_path / MASTER).read_bytes())
    error = refused(tmp_path / name)
    assert isinstance(error, UnreadableFileError)
    assert str(tmp_path / name) in str(error)
    assert error.hint is not None
    assert str(tmp_path / MASTER) in error.hint


@pytest.mark.parametrize("name", VIEWS)
def test_a_view_is_refused_with_the_path_to_use(name: str, tmp_path: Path) -> None:
    view = written(tmp_path, document(POOLED)) / name
    view.parent.mkdir()
    view.write_bytes((tmp_path / MASTER).read_bytes())
    error = refused(view)
    assert str(view) in str(error)
    assert error.hint is not None
    assert str(tmp_path / MASTER) in error.hint


def test_a_missing_master_is_said(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / MASTER, tmp_path / "nowhere" / MASTER):
        error = refused(path)
        assert isinstance(error, UnreadableFileError)
        assert "there is no such master plan" in str(error)
        assert MASTER in str(error)


def test_a_missing_folder_is_said_to_be_missing(tmp_path: Path) -> None:
    error = refused(tmp_path / "METRICS" / "training_plan")
    assert isinstance(error, UnreadableFileError)
    assert "there is no such" in str(error)
    assert str(tmp_path / "METRICS" / MASTER) not in str(error)


def test_a_folder_in_place_of_the_master_is_refused(tmp_path: Path) -> None:
    (tmp_path / MASTER).mkdir()
    assert isinstance(refused(tmp_path), UnreadableFileError)
    assert isinstance(refused(tmp_path / MASTER), UnreadableFileError)


def test_a_loop_of_links_is_refused(tmp_path: Path) -> None:
    (tmp_path / MASTER).symlink_to(tmp_path / MASTER)
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    for path in (tmp_path, tmp_path / MASTER, tmp_path / "a", tmp_path / "a" / MASTER):
        assert isinstance(refused(path), UnreadableFileError)


@pytest.mark.parametrize(
    "path",
    [Path("a\0b"), Path("a\0b") / MASTER, Path("x" * 5000), Path("x" * 5000) / MASTER, Path("x" * 300)],
    ids=["nul", "nul-master", "long", "long-master", "long-name"],
)
def test_a_path_that_no_disk_takes_is_refused(path: Path) -> None:
    assert isinstance(refused(path), UnreadableFileError)


def test_a_file_that_may_not_be_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(tmp_path, document(POOLED))

    def forbid(path: Path) -> bytes:
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    monkeypatch.setattr(Path, "read_bytes", forbid)
    error = refused(tmp_path)
    assert isinstance(error, UnreadableFileError)
    assert "Permission denied" in str(error)
    assert str(tmp_path / MASTER) in str(error)


def test_a_folder_that_may_not_be_searched_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def forbid(path: Path, **_: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    with monkeypatch.context() as patched:
        patched.setattr(Path, "stat", forbid)
        patched.setattr(Path, "read_bytes", forbid)
        error = refused(tmp_path / "locked" / MASTER)
    assert isinstance(error, UnreadableFileError)


# Bytes that are no plan


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b" \n",
        b"{}",
        b"[]",
        b"null",
        b"42",
        b'"jobs"',
        b'{"jobs": []}',
        b"\xef\xbb\xbf" + msgspec.json.encode(document(POOLED)),
        msgspec.json.encode(document(POOLED)) * 2,
        json.dumps(document(POOLED)).encode("utf-16"),
        b"\0" * 100,
        b"metadata:\n  run_id: x\njobs: []\n",
        (GOLDEN / "training_plan.yaml").read_bytes(),
        (GOLDEN / "training_plan.md").read_bytes(),
        (GOLDEN / "manifest.json").read_bytes(),
        (GOLDEN / "by_type" / "cross_sectional.json").read_bytes(),
    ],
)
def test_what_is_no_plan_is_refused(data: bytes, tmp_path: Path) -> None:
    error = refused(written(tmp_path, data))
    assert isinstance(error, InvalidDocumentError)
    assert str(tmp_path / MASTER) in str(error)
    assert len(error.findings) == 1
    assert len(str(error)) < 2000


DEEP = b"[" * 10_000 + b"]" * 10_000
DEEP_MAPS = b'{"a":' * 10_000 + b"1" + b"}" * 10_000
NINES = b"9" * 5000


@pytest.mark.parametrize(
    "value",
    [DEEP, DEEP_MAPS, NINES, b"-" + NINES, b"1e999", b"NaN", b"Infinity", b"-Infinity", b'"\xff"', b'"\xed\xa0\x80"'],
    ids=["lists", "maps", "int", "negative", "float", "nan", "inf", "-inf", "utf-8", "surrogate"],
)
@pytest.mark.parametrize("place", ["metadata", "priority", "job_id", "reason"])
def test_a_value_that_no_plan_holds_is_refused_wherever_it_stands(place: str, value: bytes, tmp_path: Path) -> None:
    job = msgspec.json.encode({**POOLED, "metadata": {"fact": "HERE"}} if place == "metadata" else {**POOLED, place: 0})
    here = b'"HERE"' if place == "metadata" else b'"%s":0' % place.encode()
    there = value if place == "metadata" else b'"%s":%s' % (place.encode(), value)
    whole = msgspec.json.encode(document(POOLED)).replace(msgspec.json.encode(POOLED), job.replace(here, there))
    assert there in whole
    assert isinstance(refused(written(tmp_path, whole)), InvalidDocumentError)


@pytest.mark.parametrize("value", [DEEP, DEEP_MAPS], ids=["lists", "maps"])
def test_depth_in_a_field_that_nobody_knows_is_refused(value: bytes, tmp_path: Path) -> None:
    whole = msgspec.json.encode(document(POOLED))
    assert isinstance(refused(written(tmp_path, b'{"unknown":' + value + b"," + whole[1:])), InvalidDocumentError)


@pytest.mark.parametrize("priority", [2**53, -(2**53), 2**64, 10**400, 1.5, "90", True, None])
def test_a_priority_out_of_the_contract_is_refused(priority: object, tmp_path: Path) -> None:
    whole = document(POOLED)
    whole["jobs"][0]["priority"] = priority
    assert isinstance(refused(written(tmp_path, json.dumps(whole).encode())), InvalidDocumentError)


def test_a_huge_integer_in_the_open_bag_is_kept_or_refused(tmp_path: Path) -> None:
    whole = json.dumps(with_bag(n=10**400)).encode()
    try:
        plan = load_master_training_plan(written(tmp_path, whole))
    except InvalidDocumentError:
        return
    assert plan.jobs[0].metadata["n"] == 10**400


@given(plan=plans(max_size=3), data=st.data())
def test_half_a_file_is_never_a_plan(folder: Path, plan: MasterPlan, data: st.DataObject) -> None:
    whole = encode_plan(plan).master
    offsets = st.integers(0, len(whole) - 1)
    for offset in data.draw(st.lists(offsets, min_size=10, max_size=10)):
        half = whole[:offset]
        written(folder, half)
        if half == whole.rstrip():
            assert load_master_training_plan(folder) == plan
        else:
            assert isinstance(refused(folder), InvalidDocumentError)


def test_a_file_cut_at_any_byte_of_its_ends_is_never_a_plan(tmp_path: Path) -> None:
    whole = (GOLDEN / MASTER).read_bytes()
    for offset in (*range(60), *range(len(whole) - 60, len(whole) - 1)):
        assert isinstance(refused(written(tmp_path, whole[:offset])), InvalidDocumentError)
    assert load_master_training_plan(written(tmp_path, whole[:-1])) == load_master_training_plan(GOLDEN)


def check_plan_or_refusal(folder: Path, data: bytes) -> None:
    """Load bytes: they are refused by this package's family, or a plan that its functions can work with."""
    written(folder, data)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", NewerPlanWarning)
        try:
            plan = load_master_training_plan(folder)
        except TrainingPlanError:
            return
    assert plan_digest(plan) == hashlib.sha256(data).hexdigest()
    assert plan.metadata.total_jobs == len(plan.jobs) == len({job.job_id for job in plan.jobs})
    get_pooled_jobs_covering(plan, "AAPL")
    symbols_by_target(plan)
    assert len(to_polars(plan)) == len(plan.jobs)


EDITS = st.tuples(
    st.integers(0, 10_000),
    st.integers(0, 3),
    st.sampled_from((b"", b"0", b"9" * 20, b'"', b"\\", b"{", b"]", b",", b"\xff", b"\0", b"null", b"NaN", b"\n"))
    | st.binary(max_size=3),
)


@given(plan=plans(max_size=3), edits=st.lists(EDITS, min_size=1, max_size=3))
def test_changed_bytes_give_a_plan_or_an_error_of_the_family(
    folder: Path, plan: MasterPlan, edits: list[tuple[int, int, bytes]]
) -> None:
    data = encode_plan(plan).master
    for place, length, inserted in edits:
        offset = place % (len(data) + 1)
        data = data[:offset] + inserted + data[offset + length :]
    check_plan_or_refusal(folder, data)


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:  # noqa: ANN401 - any JSON value
    """Yield the path of every value inside a value."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield (*path, key)
        yield from places(inner, (*path, key))


@given(plan=plans(max_size=3), value=json_values(), data=st.data())
def test_a_changed_value_gives_a_plan_or_an_error_of_the_family(
    folder: Path, plan: MasterPlan, value: object, data: st.DataObject
) -> None:
    whole = msgspec.to_builtins(plan)
    *parents, key = data.draw(st.sampled_from(list(places(whole))))
    holder = whole
    for parent in parents:
        holder = holder[parent]
    holder[key] = value
    check_plan_or_refusal(folder, msgspec.json.encode(whole))


@example("cs_state", [False, []])
@example("score", 1)
@example("score", True)
@example("covered_symbols", [["AAPL"], {}])
@example("covered_symbols", {"AAPL": 1})
@example("covered_symbols", "AAPL")
@example("sample_size", 2**64 - 1)
@given(
    st.sampled_from(("covered_symbols", "cs_state", "local_state", "stability", "score", "sample_size")), json_values()
)
def test_the_open_bag_may_hold_anything_under_any_name(folder: Path, name: str, value: object) -> None:
    data = msgspec.json.encode(with_bag(**{name: value}))
    check_plan_or_refusal(folder, data)
    assert load_master_training_plan(folder).jobs[0].metadata.keys() == {name}


# Versions


@pytest.mark.parametrize("version", ["2.0", "0.9", "10.0", "2.0.1", "3"])
def test_another_major_version_is_refused_with_one_clear_message(version: str, tmp_path: Path) -> None:
    error = refused(written(tmp_path, with_metadata(schema_version=version)))
    assert isinstance(error, UnsupportedVersionError)
    assert version in error.message
    assert "1.x" in error.message
    assert error.hint
    assert error.findings == ()


def test_another_major_version_of_another_shape_is_refused_for_its_version(tmp_path: Path) -> None:
    written(tmp_path, {"metadata": {"schema_version": "2.0", "made": "today"}, "tasks": {}})
    assert isinstance(refused(tmp_path), UnsupportedVersionError)


@pytest.mark.parametrize("version", ["", "1", "1.", "1.x", "1.0.0", "v1.0", "latest", None, 1, 1.0, [], {}])
def test_a_version_that_is_none_is_refused(version: object, tmp_path: Path) -> None:
    assert isinstance(refused(written(tmp_path, with_metadata(schema_version=version))), TrainingPlanError)


def test_an_absent_version_is_the_first(tmp_path: Path) -> None:
    whole = with_metadata()
    del whole["metadata"]["schema_version"]
    assert len(load_master_training_plan(written(tmp_path, whole)).jobs) == 2


def test_a_newer_minor_version_warns_once_and_its_unknown_fields_are_ignored(tmp_path: Path) -> None:
    whole = with_metadata(schema_version="1.7", tenant="x")
    for holder in (whole, whole["summary"], *whole["jobs"]):
        holder["new_field"] = {"deep": [1, 2, {"x": None}]}
    written(tmp_path, whole)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        plan = load_master_training_plan(tmp_path)
    assert [warning.category for warning in caught] == [NewerPlanWarning]
    assert Path(caught[0].filename) == Path(__file__)
    assert "1.7" in str(caught[0].message)
    assert str(tmp_path / MASTER) in str(caught[0].message)
    assert plain(plan.jobs) == [POOLED, OWN]
    assert plan_digest(plan) == hashlib.sha256((tmp_path / MASTER).read_bytes()).hexdigest()


def test_a_newer_minor_version_may_be_made_an_error(tmp_path: Path) -> None:
    written(tmp_path, with_metadata(schema_version="1.7"))
    with warnings.catch_warnings():
        warnings.simplefilter("error", NewerPlanWarning)
        with pytest.raises(NewerPlanWarning):
            load_master_training_plan(tmp_path)


def test_a_minor_version_of_any_length_is_newer_or_refused(tmp_path: Path) -> None:
    written(tmp_path, with_metadata(schema_version="1." + "9" * 5000))
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            load_master_training_plan(tmp_path)
        except TrainingPlanError:
            return
    assert [warning.category for warning in caught] == [NewerPlanWarning]


def test_unknown_fields_are_ignored_in_the_same_version_without_a_word(tmp_path: Path) -> None:
    whole = {**document({**POOLED, "colour": "red"}), "$schema": "urn:x", "extra": 1}
    assert plain(load_master_training_plan(written(tmp_path, whole)).jobs) == [POOLED]


# Rules that the plan breaks


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("metadata", "total_jobs"), 3),
        (("metadata", "total_jobs"), 0),
        (("summary", "total_cs_jobs"), 2),
        (("summary", "total_symbol_jobs"), 0),
        (("summary", "total_blocked"), 1),
        (("summary", "by_route"), {}),
        (("summary", "by_route"), {"ROUTE_CROSS_SECTIONAL": 1, "ROUTE_SYMBOL_SPECIFIC": 1, "ROUTE_BOTH": 1}),
        (("summary", "by_type"), {"cross_sectional": 2}),
        (("summary", "by_priority"), {"90": 2}),
        (("summary", "by_priority"), {"90": 1, "80": 1, "70": 1}),
    ],
)
def test_broken_counts_are_refused_with_their_place(place: tuple[str, str], value: object, tmp_path: Path) -> None:
    whole = document(POOLED, OWN)
    whole[place[0]][place[1]] = value
    error = refused(written(tmp_path, whole))
    assert isinstance(error, InvalidDocumentError)
    assert [finding.pointer for finding in error.findings] == ["/" + "/".join(place)]


def test_a_job_id_twice_is_refused_and_named(tmp_path: Path) -> None:
    error = refused(written(tmp_path, document(POOLED, {**OWN, "job_id": "cs_ret"})))
    assert isinstance(error, InvalidDocumentError)
    assert [finding.pointer for finding in error.findings] == ["/jobs/1/job_id"]
    assert "cs_ret" in str(error)


@pytest.mark.parametrize(
    "job",
    [
        {**POOLED, "symbol": "AAPL"},
        {**OWN, "symbol": None},
        {**POOLED, "route": "ROUTE_SYMBOL_SPECIFIC"},
        {**OWN, "route": "ROUTE_CROSS_SECTIONAL"},
        {**POOLED, "model_families": []},
        {**OWN, "route": "ROUTE_BOTH", "model_families": []},
        {**OWN, "route": "ROUTE_EXPERIMENTAL_ONLY", "model_families": []},
        {**POOLED, "route": "ROUTE_BLOCKED", "symbol": "AAPL"},
    ],
)
def test_a_job_that_contradicts_itself_is_refused_with_its_place(job: JsonObject, tmp_path: Path) -> None:
    first = {**OWN, "job_id": "first"}
    error = refused(written(tmp_path, document(first, job)))
    assert isinstance(error, InvalidDocumentError)
    assert [finding.pointer for finding in error.findings] == ["/jobs/1"]


@pytest.mark.parametrize("route", ["ROUTE_BOTH", "ROUTE_EXPERIMENTAL_ONLY", "ROUTE_BLOCKED"])
@pytest.mark.parametrize("job", [POOLED, OWN], ids=["pooled", "own"])
def test_the_other_routes_go_with_either_type(job: JsonObject, route: str, tmp_path: Path) -> None:
    families = [] if route == "ROUTE_BLOCKED" else ["ridge"]
    whole = document({**job, "route": route, "model_families": families})
    assert plain(load_master_training_plan(written(tmp_path, whole)).jobs) == whole["jobs"]


@pytest.mark.parametrize("field", POOLED)
def test_a_job_without_a_field_is_refused(field: str, tmp_path: Path) -> None:
    whole = edited(document(POOLED), lambda plan: plan["jobs"][0].pop(field))
    error = refused(written(tmp_path, whole))
    assert isinstance(error, InvalidDocumentError)
    assert field in str(error)


@pytest.mark.parametrize(
    "change",
    [
        {"route": "ROUTE_NEW"},
        {"training_type": "pooled"},
        {"symbol": ""},
        {"symbol": 1},
        {"target": ""},
        {"target": "x" * 201},
        {"job_id": None},
        {"model_families": "lightgbm"},
        {"metadata": []},
        {"reason": None},
    ],
)
def test_a_job_out_of_the_contract_is_refused(change: JsonObject, tmp_path: Path) -> None:
    whole = document(POOLED)
    whole["jobs"][0].update(change)
    assert isinstance(refused(written(tmp_path, whole)), InvalidDocumentError)


def test_a_plan_without_a_job_is_a_plan(tmp_path: Path) -> None:
    assert list(load_master_training_plan(written(tmp_path, document())).jobs) == []


def test_one_error_tells_every_fault(tmp_path: Path) -> None:
    whole = document(POOLED, {**OWN, "job_id": "cs_ret", "symbol": None})
    whole["metadata"]["total_jobs"] = 7
    pointers = {finding.pointer for finding in refused(written(tmp_path, whole)).findings}
    assert pointers == {"/jobs/1/job_id", "/metadata/total_jobs", "/jobs/1"}


def test_a_hundred_thousand_faults_make_a_short_message(tmp_path: Path) -> None:
    whole = document(*[{**POOLED, "symbol": "AAPL", "job_id": str(number)} for number in range(1000)])
    error = refused(written(tmp_path, whole))
    assert len(error.findings) == 1000
    assert len(str(error).splitlines()) < 60


# Around the load


@pytest.mark.usefixtures("_collector")
@pytest.mark.parametrize("is_enabled", [True, False])
@pytest.mark.parametrize("data", [document(POOLED), b"{", b"\xff", DEEP, with_metadata(schema_version="2.0")])
def test_the_garbage_collector_is_left_as_it_was(is_enabled: bool, data: Any, tmp_path: Path) -> None:  # noqa: ANN401 - bytes or an object
    written(tmp_path, data)
    (gc.enable if is_enabled else gc.disable)()
    with contextlib.suppress(TrainingPlanError):
        load_master_training_plan(tmp_path)
    assert gc.isenabled() is is_enabled


@pytest.mark.usefixtures("_collector")
def test_two_loads_at_once_leave_the_garbage_collector_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(tmp_path, document(POOLED))
    gc.enable()
    is_enabled, enable = gc.isenabled, gc.enable
    second_has_asked, first_is_done = threading.Event(), threading.Event()
    first = threading.Thread(target=load_master_training_plan, args=(tmp_path,))
    second = threading.Thread(target=load_master_training_plan, args=(tmp_path,))

    def asked() -> bool:
        answer = is_enabled()
        if threading.current_thread() is second:
            second_has_asked.set()
            first_is_done.wait(0.2)
        return answer

    def enabled() -> None:
        if threading.current_thread() is first:
            second.start()
            second_has_asked.wait(0.2)
        enable()
        if threading.current_thread() is first:
            first_is_done.set()

    monkeypatch.setattr(gc, "isenabled", asked)
    monkeypatch.setattr(gc, "enable", enabled)
    first.start()
    first.join()
    if second.ident is None:
        second.start()
    second.join()
    assert is_enabled()


def test_the_digest_is_of_the_bytes_that_were_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(tmp_path, document(POOLED))
    before = (tmp_path / MASTER).read_bytes()
    read_bytes = Path.read_bytes

    def read_and_replace(path: Path) -> bytes:
        data = read_bytes(path)
        written(tmp_path / "staged", document(OWN))
        (tmp_path / "staged" / MASTER).replace(path)
        return data

    monkeypatch.setattr(Path, "read_bytes", read_and_replace)
    plan = load_master_training_plan(tmp_path)
    assert plain(plan.jobs) == [POOLED]
    assert plan_digest(plan) == hashlib.sha256(before).hexdigest()
    assert read_bytes(tmp_path / MASTER) != before


def test_a_file_that_is_cut_short_while_it_is_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(tmp_path, document(POOLED, OWN))
    read_bytes = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda path: read_bytes(path)[: math.floor(path.stat().st_size / 2)])
    assert isinstance(refused(tmp_path), InvalidDocumentError)


def test_a_plan_is_loaded_in_many_threads_at_once(tmp_path: Path) -> None:
    written(tmp_path, document(POOLED, OWN))
    loaded: list[MasterPlan] = []
    threads = [
        threading.Thread(target=lambda: loaded.extend(load_master_training_plan(tmp_path) for _ in range(10)))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(loaded) == 80
    assert len({plan_digest(plan) for plan in loaded}) == 1
    assert all(plan == loaded[0] for plan in loaded)


def test_a_fault_is_an_error_of_one_line_each_whatever_the_names_hold(tmp_path: Path) -> None:
    error = refused(written(tmp_path, document(POOLED, {**OWN, "job_id": "cs_ret", "symbol": "a\u2028b"})))
    assert len(str(error).split("\n")) == 2
