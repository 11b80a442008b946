"""Views that keep the contract, and such that break it."""

from __future__ import annotations

import copy
from collections.abc import Iterator

from conformance_cases.case import Case, Fault, not_plain_integers, refused, root_faults, unparsable
from conformance_cases.common_faults import faults_of_choice, faults_of_name, faults_of_type, wrong
from conformance_cases.editing import Document, all_of, drop, put
from conformance_cases.jobs import FLEXIBLE_JOB, JOB_FIELDS, job, job_faults
from conformance_cases.layout import one_job_a_line, pretty
from conformance_cases.vocabulary import OTHER_TARGET, ROUTES, TARGET, VIEW_FIELDS, VIEW_SCHEMAS, schema_id


def good_view(name: str) -> Document:
    """Return a view of one family whose first job is FLEXIBLE_JOB."""
    second = {
        "target": job(None, "ROUTE_CROSS_SECTIONAL", 90),
        "symbol": job("AAPL", "ROUTE_SYMBOL_SPECIFIC", 80, OTHER_TARGET),
        "training_type": job("MSFT", "ROUTE_BLOCKED", 0),
        "route": job(None, "ROUTE_EXPERIMENTAL_ONLY", 50),
    }
    return {name: FLEXIBLE_JOB[name], "jobs": [copy.deepcopy(FLEXIBLE_JOB), second[name]]}


def accepted_views() -> Iterator[Case]:
    """Yield views that keep the contract."""
    for name in VIEW_FIELDS:
        schema, view = VIEW_SCHEMAS[name], good_view(name)
        rows: tuple[tuple[str, str, bytes], ...] = (
            ("two_jobs", "Two jobs of the view's key.", pretty(view)),
            ("no_job", "A view may be empty.", pretty({**view, "jobs": []})),
            ("schema_stated", "A view may name its schema.", pretty({"$schema": schema_id(schema), **view})),
            ("one_job_a_line", "The builder's layout.", one_job_a_line(view)),
        )
        for suffix, reason, data in rows:
            yield Case("view", schema, f"{schema.removeprefix('view_')}_{suffix}", data, reason)
    for route in ROUTES:
        pooled_job = None if route != "ROUTE_SYMBOL_SPECIFIC" else "AAPL"
        view = {"route": route, "jobs": [job(pooled_job, route, 5)]}
        yield Case("view", "view_by_route", f"by_route_{route.lower()}", pretty(view), "A route.")
    symbol_jobs = [job("MSFT", "ROUTE_SYMBOL_SPECIFIC", 80)]
    symbol_view = {"training_type": "symbol_specific", "jobs": symbol_jobs}
    yield Case("view", "view_by_type", "by_type_symbol_specific", pretty(symbol_view), "The jobs of symbols.")
    jobs = [job(None, "ROUTE_CROSS_SECTIONAL", 90), job(None, "ROUTE_BLOCKED", 0, OTHER_TARGET)]
    pooled_view = {"training_type": "cross_sectional", "jobs": jobs}
    yield Case("view", "view_by_type", "by_type_cross_sectional", pretty(pooled_view), "The pooled jobs.")
    jobs = [FLEXIBLE_JOB, job("MSFT", "ROUTE_SYMBOL_SPECIFIC", 80), job("IBM", "ROUTE_BLOCKED", 0)]
    yield Case("view", "view_by_target", "by_target_many_routes", pretty({"target": TARGET, "jobs": jobs}), "A target.")
    jobs = [job("AAPL", "ROUTE_BLOCKED", 0)]
    yield Case("view", "view_by_symbol", "by_symbol_blocked", pretty({"symbol": "AAPL", "jobs": jobs}), "A symbol.")
    reason = "The contract counts no job_id of a view."
    jobs = [FLEXIBLE_JOB, FLEXIBLE_JOB]
    yield Case("view", "view_by_target", "by_target_job_id_twice", pretty({"target": TARGET, "jobs": jobs}), reason)


# What these meet, other faults of the same schema meet too.
NOT_IN_VIEWS = (
    *(f"job_without_{name}" for name in JOB_FIELDS if name != "priority"),
    *(f"{name}_{fault}" for name in ("target", "symbol") for fault in ("is_empty", "is_too_long", "ends_in_a_newline")),
    "model_families_holds_an_empty_name",
)


def job_faults_of_a_view() -> Iterator[Fault]:
    """Yield the faults of a job that each schema with jobs needs, so that each of its keywords is met."""
    yield from (fault for fault in job_faults() if fault.name not in NOT_IN_VIEWS)


def view_faults(name: str) -> Iterator[Fault]:
    """Yield what can be wrong with a view around its jobs, and with its first job."""
    stated = put("/$schema", schema_id(VIEW_SCHEMAS[name]))
    for field_name in (name, "jobs"):
        edit = all_of(stated, drop(f"/{field_name}"))
        yield Fault(f"without_{field_name}", "TP202", "", f"{field_name} is required.", edit)
    yield wrong("with_an_unknown_field", "TP203", "/remark", "?", "No field has the name remark.")
    yield from faults_of_type(
        ("schema_is_a_number", "/$schema", 1, "text"), ("jobs_is_an_object", "/jobs", {}, "a list")
    )
    if name in {"target", "symbol"}:
        yield from list(faults_of_name(f"view_{name}", f"/{name}"))[:2]
    else:
        yield from faults_of_choice(f"view_{name}", f"/{name}", "pooled")
    for fault in job_faults_of_a_view():
        moved = Fault(fault.name, fault.code, fault.at.removeprefix("/part"), fault.reason, fault.edit, fault.by)
        yield moved.moved("", "/jobs/0")
    foreign = {
        "target": job("AAPL", "ROUTE_EXPERIMENTAL_ONLY", 50, OTHER_TARGET),
        "symbol": job(None, "ROUTE_EXPERIMENTAL_ONLY", 50),
        "training_type": job(None, "ROUTE_EXPERIMENTAL_ONLY", 50),
        "route": job("AAPL", "ROUTE_BOTH", 70),
    }[name]
    reason = f"Each job of the view has the {name} of the view."
    yield Fault("foreign_job", "TP309", f"/jobs/1/{name}", reason, put("/jobs/1", foreign), "invariant")


def refused_views() -> Iterator[Case]:
    """Yield views that break the contract."""
    for name in VIEW_FIELDS:
        schema, view = VIEW_SCHEMAS[name], good_view(name)
        prefix = schema.removeprefix("view_") + "_"
        cases = (
            *root_faults("view", schema, "TP211"),
            *refused("view", schema, view, view_faults(name)),
            *not_plain_integers(
                "view",
                schema,
                view,
                [("priority_with_fraction", "/jobs/0/priority", '"priority": 50,', '"priority": 50.0,')]
                if name != "route"
                else [],
            ),
            *unparsable("view", schema, view, "job_id", "/jobs/0/job_id"),
        )
        for case in cases:
            yield Case(
                case.kind,
                case.schema,
                prefix + case.name,
                case.data,
                case.reason,
                case.refused_by,
                case.code,
                case.pointer,
            )
