"""A plan from jobs: in order, counted right, valid, and the same after a round trip."""

from __future__ import annotations

import math
from datetime import UTC, datetime

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.documents import bytes_of, schema_errors
from support.oracle import JsonObject, canonical, expected_summary, in_order, load
from support.strategies import job_lists, plan_of, plans, provenances
from training_plan.building.plan_building import Provenance
from training_plan.errors import InvalidDocumentError
from training_plan.models import MasterPlan
from training_plan.plan.encoding import encode_plan
from training_plan.plan.master_plan import parse_master_plan


@given(job_lists(), provenances())
def test_plan_holds_the_jobs_in_the_documented_order(jobs: list[JsonObject], provenance: Provenance) -> None:
    master = load(encode_plan(plan_of(jobs, provenance)).master)
    assert canonical(master["jobs"]) == canonical(in_order(jobs))


@given(job_lists(), provenances(), st.data())
def test_order_of_the_jobs_leaves_no_trace(jobs: list[JsonObject], provenance: Provenance, data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(jobs))
    assert bytes_of(plan_of(shuffled, provenance)) == bytes_of(plan_of(jobs, provenance))


@given(plans())
def test_summary_and_total_count_the_jobs(plan: MasterPlan) -> None:
    master = load(encode_plan(plan).master)
    summary = master["summary"]
    assert summary == expected_summary(master["jobs"])
    assert master["metadata"]["total_jobs"] == len(master["jobs"])
    assert summary["total_cs_jobs"] + summary["total_symbol_jobs"] + summary["total_blocked"] == len(master["jobs"])
    for counts in (summary["by_route"], summary["by_type"], summary["by_priority"]):
        assert sum(counts.values()) == len(master["jobs"])


@given(job_lists(), provenances())
def test_metadata_says_what_it_was_given(jobs: list[JsonObject], provenance: Provenance) -> None:
    metadata = load(encode_plan(plan_of(jobs, provenance)).master)["metadata"]
    for field in ("git_commit", "config_hash", "routing_plan_path", "metrics_snapshot"):
        assert metadata[field] == getattr(provenance, field)
    if provenance.run_id is not None:
        assert metadata["run_id"] == provenance.run_id
    assert metadata["model_families"] == sorted({family for job in jobs for family in job["model_families"]})


@given(plans())
def test_plan_keeps_the_schema(plan: MasterPlan) -> None:
    assert schema_errors("master_training_plan", load(encode_plan(plan).master)) == []


@given(plans())
def test_models_read_the_plan_and_write_the_same_bytes(plan: MasterPlan) -> None:
    master = encode_plan(plan).master
    decoded = msgspec.json.decode(master, type=MasterPlan)
    assert decoded == plan
    assert encode_plan(decoded).master == master


@given(plans())
def test_strict_reader_takes_the_plan(plan: MasterPlan) -> None:
    master = encode_plan(plan).master
    assert encode_plan(parse_master_plan(master, "master_training_plan.json").plan).master == master


@given(plans())
def test_master_has_one_line_for_each_job(plan: MasterPlan) -> None:
    master = encode_plan(plan).master
    head, _, tail = master.partition(b'\n  "jobs": [')
    assert master.endswith(b"\n")
    assert b"\r" not in master
    assert tail.count(b"\n") == (len(plan.jobs) + 3 if plan.jobs else 2)
    assert head.startswith(b"{\n  ")


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, "\ud800", [{"a": math.nan}], {"\udfff": 1}])
def test_facts_that_json_cannot_hold_are_refused(value: object) -> None:
    job = {
        "job_id": "cs_a",
        "target": "a",
        "symbol": None,
        "route": "ROUTE_CROSS_SECTIONAL",
        "training_type": "cross_sectional",
        "model_families": ["lightgbm"],
        "priority": 90,
        "reason": "",
        "metadata": {"value": value},
    }
    provenance = Provenance(generated_at=datetime(2025, 12, 11, 18, 45, tzinfo=UTC))
    with pytest.raises(InvalidDocumentError):
        plan_of([job], provenance)
