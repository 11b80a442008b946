"""A plan of another version, or that breaks a rule of the contract, is refused with the reason."""

from __future__ import annotations

import hashlib
import warnings
from pathlib import Path

import pytest

from consumer.samples import (
    MASTER,
    OWN,
    POOLED,
    document,
    edited,
    plain,
    refused,
    with_metadata,
    written,
)
from support.oracle import JsonObject
from training_plan import (
    InvalidDocumentError,
    NewerPlanWarning,
    TrainingPlanError,
    UnsupportedVersionError,
    load_master_training_plan,
    plan_digest,
)


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
    assert len(str(caught[0].message)) < 500


def test_unknown_fields_are_ignored_in_the_same_version_without_a_word(tmp_path: Path) -> None:
    whole = {**document({**POOLED, "colour": "red"}), "$schema": "urn:x", "extra": 1}
    assert plain(load_master_training_plan(written(tmp_path, whole)).jobs) == [POOLED]


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
