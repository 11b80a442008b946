"""A job's metadata is an open bag: whatever stands under a known name, the training phase can use the plan."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from training_plan.building.plan_building import plan_from_jobs
from training_plan.errors import InvalidDocumentError
from training_plan.findings import Code
from training_plan.models import Job, MasterPlan, Route, TrainingType
from training_plan.plan.encoding import encode_plan
from training_plan.training_plan_consumer import get_pooled_jobs_covering, load_master_training_plan, to_polars
from unit.sample_plans import PROVENANCE


def pooled(**metadata: Any) -> MasterPlan:  # noqa: ANN401 - whatever JSON can hold
    """Return the plan of one pooled job."""
    job = Job(
        job_id="cs_ret_1d",
        target="ret_1d",
        symbol=None,
        route=Route.ROUTE_CROSS_SECTIONAL,
        training_type=TrainingType.CROSS_SECTIONAL,
        model_families=["lightgbm"],
        priority=90,
        reason="",
        metadata=metadata,
    )
    return plan_from_jobs([job], PROVENANCE)


@pytest.mark.parametrize("told", [["IBM", ["AAPL"], {"a": 1}, None, 5], ["IBM"]])
def test_only_a_text_is_a_covered_symbol(told: list[object]) -> None:
    plan = pooled(covered_symbols=told)

    assert get_pooled_jobs_covering(plan, "IBM") == list(plan.jobs)
    assert get_pooled_jobs_covering(plan, "AAPL") == []


@pytest.mark.parametrize("told", [None, 5, "IBM", {"IBM": 1}, [["IBM"]]])
def test_what_is_no_list_of_texts_covers_nothing(told: object) -> None:
    assert get_pooled_jobs_covering(pooled(covered_symbols=told), "IBM") == []


@pytest.mark.parametrize(
    ("told", "state", "score", "size"),
    [
        ("STRONG", "STRONG", None, None),
        (5, None, 5.0, 5),
        (0.5, None, 0.5, None),
        (-1, None, -1.0, None),
        (True, None, None, None),
        (2**64, None, 2.0**64, None),
        ([{"a": 1}], None, None, None),
        ({"a": [1]}, None, None, None),
        (None, None, None, None),
    ],
)
def test_a_fact_of_another_type_is_null_in_the_table(
    told: object, state: str | None, score: float | None, size: int | None
) -> None:
    (row,) = to_polars(pooled(cs_state=told, score=told, sample_size=told)).to_dicts()

    assert (row["cs_state"], row["score"], row["sample_size"]) == (state, score, size)


def test_a_plan_from_jobs_holds_no_number_beyond_a_double() -> None:
    with pytest.raises(InvalidDocumentError, match="beyond a double") as refused:
        pooled(score=[10**400])

    (finding,) = refused.value.findings
    assert (finding.code, finding.pointer) == (Code.NOT_FINITE, "/jobs/0")
    assert pooled(note="1" * 400).jobs[0].metadata == {"note": "1" * 400}


def test_a_loaded_plan_holds_no_number_beyond_a_double(tmp_path: Path) -> None:
    master = tmp_path / "master_training_plan.json"
    data = encode_plan(pooled(score=1.5)).master
    master.write_bytes(data.replace(b"1.5", b"1" + b"0" * 309))

    with pytest.raises(InvalidDocumentError) as refused:
        load_master_training_plan(master)

    (finding,) = refused.value.findings
    assert finding.code == Code.NOT_FINITE
    assert finding.line == data[: data.index(b"1.5")].count(b"\n") + 1
