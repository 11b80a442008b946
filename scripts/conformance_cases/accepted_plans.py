"""Plans that keep the contract."""

from __future__ import annotations

from collections.abc import Iterator

from conformance_cases.case import Case
from conformance_cases.editing import Document, edited, put
from conformance_cases.layout import compact, one_job_a_line, pretty, replaced
from conformance_cases.plan_documents import (
    PLAN,
    blocked,
    design_example,
    field,
    moment,
    pooled,
    reversed_fields,
    small_plan,
    unknown,
    version,
)
from conformance_cases.vocabulary import EXACT, LONGEST, NAMES, schema_id

ORIGINS = ("git_commit", "config_hash", "routing_plan_path", "metrics_snapshot")
FACTS = {
    "covered_symbols": ["AAPL"],
    "note": None,
    "deep": {"a": [1, 2.5, {"b": True}]},
    "any name: ä/~": "x",
    "big": 1e300,
}


def accepted_plans() -> Iterator[Case]:
    """Yield plans that keep the contract."""
    text = pretty(small_plan())
    documents: tuple[tuple[str, str, Document], ...] = (
        ("design_example", "The example of the design document, with the counts of its two jobs.", design_example()),
        ("every_route", "A job of each route; the blocked one has no family.", PLAN),
        ("one_job", "The smallest plan that trains something.", small_plan()),
        ("no_job", "A plan without a job: the counts are 0 and their maps empty.", small_plan(put("/jobs", []))),
        ("schema_stated", "A plan may name its schema.", small_plan(put("/$schema", schema_id("plan")))),
        (
            "schema_stated_otherwise",
            "What $schema says is for editors; any text will do.",
            small_plan(put("/$schema", "")),
        ),
        ("schema_version_1_0", "The version of the contract may be stated.", small_plan(version("1.0"))),
        ("schema_version_1_17", "Every minor version of major version 1.", small_plan(version("1.17"))),
        ("time_with_offset", "A moment may have an offset from UTC.", small_plan(moment("2025-12-11T19:45:00+01:00"))),
        ("time_with_negative_offset", "An offset may be negative.", small_plan(moment("2025-12-11T13:15:00-05:30"))),
        ("time_with_nine_decimals", "Up to nine decimals.", small_plan(moment("2025-12-11T18:45:00.123456789Z"))),
        ("unknown_provenance", "What is not known of the plan's origin is null.", small_plan(*map(unknown, ORIGINS))),
        (
            "default_families_empty",
            "The default families may be none.",
            small_plan(put("/metadata/model_families", [])),
        ),
        ("priority_zero", "A trainable job may have priority 0.", small_plan(field("priority", 0))),
        ("priority_negative", "A priority may be negative.", small_plan(field("priority", -7))),
        ("priority_largest", "The largest priority.", small_plan(field("priority", EXACT))),
        ("priority_smallest", "The smallest priority.", small_plan(field("priority", -EXACT))),
        ("reason_empty", "A reason may be empty.", small_plan(field("reason", ""))),
        ("reason_of_two_lines", "A reason may have control characters.", small_plan(field("reason", "one\n\ttwo"))),
        ("families_in_order", "Several families.", small_plan(field("model_families", ["xgboost", "lightgbm", "mlp"]))),
        ("job_metadata_empty", "Nothing else is known of the job.", small_plan(field("metadata", {}))),
        ("job_metadata_of_any_shape", "A fact may have any name and any value.", small_plan(field("metadata", FACTS))),
        ("job_metadata_name_longest", "A name of 200 characters.", small_plan(field("metadata", {"n" * LONGEST: 1}))),
        ("blocked_with_families", "A blocked job may name families.", small_plan(*blocked(["lightgbm"]))),
        ("blocked_without_families", "A blocked job needs no family.", small_plan(*blocked([]))),
        (
            "pooled_experimental",
            "An experimental job may pool symbols.",
            small_plan(*pooled("ROUTE_EXPERIMENTAL_ONLY")),
        ),
        ("pooled_both", "ROUTE_BOTH goes with either training type.", small_plan(*pooled("ROUTE_BOTH"))),
        ("pooled_blocked", "A pooled job may be blocked.", small_plan(*pooled("ROUTE_BLOCKED"))),
        ("jobs_in_any_order", "The contract demands no order.", edited(PLAN, lambda plan: plan["jobs"].reverse())),
        ("fields_in_any_order", "Nor an order of fields.", reversed_fields(small_plan())),
    )
    for name, reason, document in documents:
        yield Case("plan", "master_training_plan", name, pretty(document), reason)
    for name, value, reason in NAMES:
        document = small_plan(field("target", value), field("symbol", value), field("job_id", f"{value}"))
        yield Case("plan", "master_training_plan", f"name_{name}", pretty(document), reason)
    bytes_of: tuple[tuple[str, str, bytes], ...] = (
        ("layout_one_job_a_line", "The builder's layout.", one_job_a_line(PLAN)),
        ("layout_compact", "No blank at all and no newline at the end.", compact(PLAN)),
        ("layout_crlf_and_tabs", "Blanks of every kind.", text.replace(b"  ", b"\t").replace(b"\n", b"\r\n")),
        (
            "layout_escapes",
            "A character may be escaped.",
            replaced(text, '"symbol": "AAPL"', '"s\\u0079mbol": "\\u0041APL"'),
        ),
        ("layout_blank_before_colon", "A blank before a colon.", text.replace(b'":', b'" :')),
        ("text_like_a_key", "A text that looks like members.", pretty(small_plan(field("reason", '"a": 1, "a": NaN')))),
        ("text_like_a_number", "Names may be NaN, 1e5 or true.", pretty(small_plan(field("symbol", "NaN")))),
        ("fact_with_exponent", "A fact may be any number.", replaced(text, '"score": 0.5', '"score": 5.0e-1')),
        (
            "same_key_in_two_objects",
            "A key stands once in each object.",
            pretty(small_plan(field("metadata", {"score": {"score": 1}}))),
        ),
    )
    for name, reason, data in bytes_of:
        yield Case("plan", "master_training_plan", name, data, reason)
