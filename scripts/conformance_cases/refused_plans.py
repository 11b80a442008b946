"""Plans that break the contract, in the schema or in what no schema sees."""

from __future__ import annotations

from collections.abc import Iterator

from conformance_cases.case import Case, Fault, not_plain_integers, refused, root_faults
from conformance_cases.common_faults import (
    faults_of_count,
    faults_of_families,
    faults_of_name,
    faults_of_object,
    faults_of_time,
    faults_of_type,
    wrong,
)
from conformance_cases.editing import Edit, all_of, drop, edited, put
from conformance_cases.jobs import job, job_faults, more_job_faults
from conformance_cases.layout import one_job_a_line
from conformance_cases.plan_documents import FLEXIBLE, PLAN


def plan_faults() -> Iterator[Fault]:
    """Yield what can be wrong with a plan around its jobs."""
    yield from faults_of_object("", "", ("metadata", "summary", "jobs"))
    yield from faults_of_object("metadata", "/metadata", tuple(PLAN["metadata"]))
    yield from faults_of_object("summary", "/summary", tuple(PLAN["summary"]))
    yield from faults_of_type(
        ("schema_is_a_number", "/$schema", 1, "text"),
        ("jobs_is_an_object", "/jobs", {}, "a list"),
        ("schema_version_is_a_number", "/metadata/schema_version", 1.0, "text"),
        ("git_commit_is_a_number", "/metadata/git_commit", 1234567, "text or null"),
        ("config_hash_is_a_list", "/metadata/config_hash", [], "text or null"),
        ("routing_plan_path_is_false", "/metadata/routing_plan_path", False, "text or null"),
        ("metrics_snapshot_is_an_object", "/metadata/metrics_snapshot", {}, "text or null"),
        ("total_jobs_is_true", "/metadata/total_jobs", True, "a whole number"),
    )
    for name, value in (("2_0", "2.0"), ("1", "1"), ("1_0_0", "1.0.0"), ("v1_0", "v1.0"), ("01_0", "01.0")):
        reason = "A version is 1. and digits."
        yield wrong(f"schema_version_{name}", "TP207", "/metadata/schema_version", value, reason)
    reason = "The text ends after the digits."
    yield wrong("schema_version_ends_in_a_newline", "TP205", "/metadata/schema_version", "1.0\n", reason)
    yield from faults_of_time("generated_at", "/metadata/generated_at")
    yield from faults_of_name("run_id", "/metadata/run_id")
    yield from faults_of_count("total_jobs", "/metadata/total_jobs")
    yield from faults_of_families("default_families", "/metadata/model_families")
    for name in ("total_cs_jobs", "total_symbol_jobs", "total_blocked"):
        yield from faults_of_count(name, f"/summary/{name}")
    for name, key, bad in (
        ("by_route", "ROUTE_BOTH", "ROUTE_NONE"),
        ("by_type", "cross_sectional", "pooled"),
        ("by_priority", "90", "ninety"),
    ):
        at = f"/summary/{name}"
        yield wrong(f"{name}_is_a_list", "TP201", at, [], "The counts are an object.")
        yield wrong(
            f"{name}_has_an_unknown_key", "TP205", f"{at}/{bad}", 1, "A key must be a value that jobs can have."
        )
        yield Fault(
            f"{name}_has_a_zero", "TP206", f"{at}/{key}", "What does not occur is left out.", put(f"{at}/{key}", 0)
        )
        yield Fault(f"{name}_has_text", "TP201", f"{at}/{key}", "A count is a number.", put(f"{at}/{key}", "1"))
    keys = (
        ("leading_zero", "090"),
        ("plus", "+90"),
        ("fraction", "90.0"),
        ("exponent", "9e1"),
        ("negative_zero", "-0"),
        ("newline", "90\n"),
        ("blank", " 90"),
    )
    for name, key in keys:
        reason = "A key is a decimal integer in its one spelling."
        edit = put(f"/summary/by_priority/{key}", 1)
        yield Fault(f"by_priority_key_with_{name}", "TP205", f"/summary/by_priority/{key}", reason, edit)


def invariant_faults() -> Iterator[Fault]:
    """Yield what no schema sees in a plan."""

    def row(name: str, code: str, at: str, reason: str, edit: Edit) -> Fault:
        return Fault(name, code, at, reason, edit, "invariant")

    same_id = put("/jobs/1/job_id", PLAN["jobs"][0]["job_id"])
    yield row("job_id_twice", "TP301", "/jobs/1/job_id", "A job_id stands once in a plan.", same_id)
    thrice = all_of(same_id, put("/jobs/4/job_id", PLAN["jobs"][0]["job_id"]))
    yield row("job_id_thrice", "TP301", "/jobs/4/job_id", "Each repetition is a fault of its own.", thrice)
    for name, value in (("too_small", 4), ("too_large", 6), ("zero", 0)):
        reason = "total_jobs is the number of jobs."
        yield row(f"total_jobs_{name}", "TP302", "/metadata/total_jobs", reason, put("/metadata/total_jobs", value))
    maps = (
        ("by_route", "TP303", "ROUTE_BOTH"),
        ("by_type", "TP304", "cross_sectional"),
        ("by_priority", "TP305", "70"),
    )
    for name, code, key in maps:
        at, reason = f"/summary/{name}", f"{name} counts every job once."
        yield row(f"{name}_too_many", code, at, reason, put(f"{at}/{key}", 3))
        yield row(f"{name}_leaves_one_out", code, at, reason, drop(f"{at}/{key}"))
    by_priority = put("/summary/by_priority/71", 1)
    yield row("by_priority_has_one_that_no_job_has", "TP305", "/summary/by_priority", "No job has it.", by_priority)
    without_blocked = drop("/summary/by_route/ROUTE_BLOCKED")
    reason = "by_route counts blocked jobs too."
    yield row("by_route_without_blocked", "TP303", "/summary/by_route", reason, without_blocked)
    totals = (("total_cs_jobs", "TP306", 0), ("total_symbol_jobs", "TP307", 4), ("total_blocked", "TP308", 0))
    for name, code, value in totals:
        reason = "total_cs_jobs and total_symbol_jobs count trainable jobs, total_blocked the blocked ones."
        yield row(f"{name}_wrong", code, f"/summary/{name}", reason, put(f"/summary/{name}", value))
    swapped = all_of(put("/summary/total_cs_jobs", 3), put("/summary/total_symbol_jobs", 1))
    yield row("totals_swapped", "TP307", "/summary/total_symbol_jobs", "The sum alone proves nothing.", swapped)
    one_more = lambda plan: plan["jobs"].append(job("NVDA", "ROUTE_BOTH", 70))  # noqa: E731
    yield row("job_added_by_hand", "TP302", "/metadata/total_jobs", "A job was added and not counted.", one_more)
    one_less = drop("/jobs/4")
    yield row(
        "job_taken_out_by_hand", "TP308", "/summary/total_blocked", "A job was taken out, still counted.", one_less
    )


def refused_plans() -> Iterator[Case]:
    """Yield plans that break the contract."""
    kind, schema = "plan", "master_training_plan"
    yield from root_faults(kind, schema)
    yield from refused(kind, schema, PLAN, plan_faults())
    for fault in (*job_faults(), *more_job_faults()):
        moved = Fault(fault.name, fault.code, fault.at.removeprefix("/part"), fault.reason, fault.edit, fault.by)
        yield from refused(kind, schema, PLAN, iter([moved.moved("", f"/jobs/{FLEXIBLE}")]))
    yield from refused(kind, schema, PLAN, invariant_faults())
    rows = (
        ("priority_with_fraction", "/jobs/3/priority", '"priority": 50', '"priority": 50.0'),
        ("priority_with_exponent", "/jobs/3/priority", '"priority": 50', '"priority": 5e1'),
        ("total_jobs_with_fraction", "/metadata/total_jobs", '"total_jobs": 5', '"total_jobs": 5.0'),
        ("total_blocked_with_fraction", "/summary/total_blocked", '"total_blocked": 1', '"total_blocked": 1.0'),
        ("count_with_fraction", "/summary/by_priority/70", '"70": 1', '"70": 1.0'),
    )
    yield from not_plain_integers(kind, schema, PLAN, rows)
    late = edited(PLAN, put("/jobs/4/remark", "?"))
    reason = "The fault stands in one of several lines."
    yield Case(
        kind,
        schema,
        "layout_one_job_a_line_unknown_field",
        one_job_a_line(late),
        reason,
        "schema",
        "TP203",
        "/jobs/4/remark",
    )
    twice = edited(PLAN, put("/jobs/4/job_id", PLAN["jobs"][0]["job_id"]))
    reason = "A job_id of the first line stands in the last."
    yield Case(
        kind,
        schema,
        "layout_one_job_a_line_job_id_twice",
        one_job_a_line(twice),
        reason,
        "invariant",
        "TP301",
        "/jobs/4/job_id",
    )
