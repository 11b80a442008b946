"""The jobs of a plan as a table."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given

from consumer.asking import jobs_of
from consumer.samples import (
    BLOCKED,
    COVERING,
    GOLDEN,
    OWN,
    POOLED,
    document,
    golden_document,
    plan_in_memory,
    written,
)
from support.strategies import plans
from training_plan import (
    MasterPlan,
    TrainingPlanError,
    load_master_training_plan,
    to_pandas,
    to_polars,
)


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


def test_tables_of_the_stored_plan_can_be_worked_with() -> None:
    plan = load_master_training_plan(GOLDEN)
    stored = golden_document()["jobs"]
    polars, pandas = to_polars(plan), to_pandas(plan)
    assert polars.shape == pandas.shape == (69, 14)
    assert polars["priority"].sum() == pandas["priority"].sum() == sum(job["priority"] for job in stored)
    scores = [job["metadata"]["score"] for job in stored if "score" in job["metadata"]]
    assert polars["score"].drop_nulls().to_list() == scores
    assert pandas["score"].dropna().tolist() == scores


@pytest.mark.parametrize(
    ("library", "make", "hint"),
    [
        ("pandas", to_pandas, "pip install 'training-plan[pandas]'"),
        ("polars", to_polars, "pip install polars"),
        ("polars", to_pandas, "pip install polars"),
    ],
)
def test_without_its_library_a_table_says_what_to_install(
    library: str, make: Callable[[MasterPlan], object], hint: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(TrainingPlanError, match=f"needs {library}, which cannot be imported: .*{library}") as caught:
        make(plan_in_memory(POOLED))
    assert caught.value.hint == hint


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
