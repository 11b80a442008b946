"""Bytes that are no whole master plan are refused, whatever they are."""

from __future__ import annotations

import hashlib
import json
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from consumer.samples import (
    DEEP,
    GOLDEN,
    MASTER,
    POOLED,
    by_lines,
    document,
    refused,
    with_bag,
    written,
)
from support.strategies import json_values, plans
from training_plan import (
    InvalidDocumentError,
    MasterPlan,
    NewerPlanWarning,
    TrainingPlanError,
    get_pooled_jobs_covering,
    load_master_training_plan,
    plan_digest,
    symbols_by_target,
    to_polars,
)
from training_plan.plan.encoding import encode_plan


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


def test_a_number_beyond_a_double_in_the_open_bag_is_refused(tmp_path: Path) -> None:
    whole = with_bag(n=10**400)
    for data in (json.dumps(whole).encode(), by_lines(whole)):
        assert isinstance(refused(written(tmp_path, data)), InvalidDocumentError)
    kept = with_bag(n=10**308, text="9" * 400)
    for data in (json.dumps(kept).encode(), by_lines(kept)):
        assert load_master_training_plan(written(tmp_path, data)).jobs[0].metadata == kept["jobs"][0]["metadata"]


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
