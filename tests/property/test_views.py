"""Views are exact selections of the master's lines."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given

from support.documents import MASTER, files_of, job_lines, schema_errors
from support.oracle import ALWAYS_PRESENT, FAMILY_FIELDS, JsonObject, grouped, in_order, load
from support.strategies import plans
from training_plan.models import MasterPlan
from training_plan.views.plan_folder import PlanFile

PARTITIONS = ("by_target", "by_type", "by_route")


def views_of(files: dict[str, PlanFile], family: str) -> dict[str, PlanFile]:
    """Return the views of one family by the key that they name themselves."""
    field = FAMILY_FIELDS[family]
    views = [file for path, file in files.items() if path.startswith(f"{family}/")]
    keyed = {load(file.data)[field]: file for file in views}
    assert len(keyed) == len(views)
    return keyed


def jobs_of(file: PlanFile) -> list[JsonObject]:
    """Return the jobs of a plan or view."""
    jobs: list[JsonObject] = load(file.data)["jobs"]
    return jobs


@pytest.mark.parametrize("family", FAMILY_FIELDS)
@given(plans())
def test_view_holds_the_jobs_of_its_key_in_the_order_of_the_master(family: str, plan: MasterPlan) -> None:
    files = files_of(plan)
    found = {key: jobs_of(view) for key, view in views_of(files, family).items()}
    assert found == grouped(jobs_of(files[MASTER]), family)


@pytest.mark.parametrize("family", FAMILY_FIELDS)
@given(plans())
def test_job_lines_are_the_bytes_of_the_master(family: str, plan: MasterPlan) -> None:
    files = files_of(plan)
    lines = job_lines(files[MASTER].data)
    assert [load(line) for line in lines] == jobs_of(files[MASTER])
    field = FAMILY_FIELDS[family]
    for key, view in views_of(files, family).items():
        assert job_lines(view.data) == [line for line in lines if load(line)[field] == key]


@pytest.mark.parametrize("family", PARTITIONS)
@given(plans())
def test_partition_holds_every_line_of_the_master_once(family: str, plan: MasterPlan) -> None:
    files = files_of(plan)
    lines = [line for view in views_of(files, family).values() for line in job_lines(view.data)]
    assert Counter(lines) == Counter(job_lines(files[MASTER].data))


@given(plans())
def test_symbol_views_hold_every_symbol_job_once_and_no_pooled_job(plan: MasterPlan) -> None:
    files = files_of(plan)
    lines = [line for view in views_of(files, "by_symbol").values() for line in job_lines(view.data)]
    with_symbol = [line for line in job_lines(files[MASTER].data) if load(line)["symbol"] is not None]
    assert Counter(lines) == Counter(with_symbol)


@pytest.mark.parametrize("family", PARTITIONS)
@given(plans())
def test_master_can_be_put_together_again_from_a_partition(family: str, plan: MasterPlan) -> None:
    files = files_of(plan)
    jobs = [job for view in views_of(files, family).values() for job in jobs_of(view)]
    assert in_order(jobs) == jobs_of(files[MASTER])


@pytest.mark.parametrize("family", ["by_type", "by_route"])
@given(plans())
def test_family_with_fixed_keys_has_all_its_files(family: str, plan: MasterPlan) -> None:
    paths = {path for path in files_of(plan) if path.startswith(f"{family}/")}
    assert paths == {f"{family}/{key}.json" for key in ALWAYS_PRESENT[family]}


@given(plans())
def test_views_keep_their_schemas(plan: MasterPlan) -> None:
    files = files_of(plan)
    for family in FAMILY_FIELDS:
        for view in views_of(files, family).values():
            assert schema_errors(f"view_{family}", load(view.data)) == []


@given(plans())
def test_view_says_nothing_beside_its_key_and_jobs(plan: MasterPlan) -> None:
    files = files_of(plan)
    for family, field in FAMILY_FIELDS.items():
        for view in views_of(files, family).values():
            assert set(load(view.data)) == {field, "jobs"}
