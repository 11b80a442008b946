"""Write schema/conformance/, or check that it is what this script says.

    python scripts/generate_conformance.py           # write
    python scripts/generate_conformance.py --check   # compare bytes; exit 1 and name every difference

Each case is a good document with one small edit. What the contract says of it (the verdict, the code and the
place of the fault) is written here by hand; no validator is asked.
"""

from __future__ import annotations

import argparse
import copy
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SUITE_DIR = "schema/conformance"
COMMAND = "python scripts/generate_conformance.py"
BY_HAND = {f"{SUITE_DIR}/README.md"}

Document = dict[str, Any]
Edit = Callable[[Any], object]

TARGET = "y_will_swing_low_10m_0.20"
OTHER_TARGET = "fwd_ret_5d"
LONGEST = 200
EXACT = 2**53 - 1
SHA256 = "5f2c" * 16

ROUTES = (
    "ROUTE_CROSS_SECTIONAL",
    "ROUTE_SYMBOL_SPECIFIC",
    "ROUTE_BOTH",
    "ROUTE_EXPERIMENTAL_ONLY",
    "ROUTE_BLOCKED",
)
VIEW_FIELDS = ("target", "symbol", "training_type", "route")
VIEW_SCHEMAS = {
    "target": "view_by_target",
    "symbol": "view_by_symbol",
    "training_type": "view_by_type",
    "route": "view_by_route",
}
SCHEMA_OF_KIND = {
    "plan": "master_training_plan",
    "routing-plan": "routing_plan",
    "config": "plan_config",
    "manifest": "manifest",
}


# Edits of a document, in place.


def parts_of(pointer: str) -> list[str]:
    """Return the keys and indices of a JSON Pointer, as text."""
    return [part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/")[1:]]


def inside(document: Any, parts: Sequence[str]) -> Any:  # noqa: ANN401 - any part of a document
    """Return what stands at the end of a path."""
    for part in parts:
        document = document[key_in(document, part)]
    return document


def key_in(holder: object, part: str) -> Any:  # noqa: ANN401 - a key or an index
    """Return what a part of a path is in a list or an object."""
    return int(part) if isinstance(holder, list) else part


def put(pointer: str, value: object) -> Edit:
    """Return the edit that sets a value; it may be new."""

    def edit(document: Any) -> None:  # noqa: ANN401
        *way, last = parts_of(pointer)
        holder = inside(document, way)
        holder[key_in(holder, last)] = copy.deepcopy(value)

    return edit


def drop(pointer: str) -> Edit:
    """Return the edit that takes a value away."""

    def edit(document: Any) -> None:  # noqa: ANN401
        *way, last = parts_of(pointer)
        holder = inside(document, way)
        del holder[key_in(holder, last)]

    return edit


def rename(pointer: str, name: str) -> Edit:
    """Return the edit that gives a member another name, in its place."""

    def edit(document: Any) -> None:  # noqa: ANN401
        *way, last = parts_of(pointer)
        members = inside(document, way)
        renamed = {name if key == last else key: value for key, value in members.items()}
        members.clear()
        members.update(renamed)

    return edit


def all_of(*edits: Edit) -> Edit:
    """Return the edit that makes several, in order."""

    def edit(document: Any) -> None:  # noqa: ANN401
        for each in edits:
            each(document)

    return edit


def recount(plan: Any) -> None:  # noqa: ANN401
    """Make the counts of a plan right."""
    jobs = plan["jobs"]
    trainable = [job for job in jobs if job["route"] != "ROUTE_BLOCKED"]
    types = Counter(job["training_type"] for job in trainable)
    plan["metadata"]["total_jobs"] = len(jobs)
    plan["summary"] = {
        "by_route": dict(Counter(job["route"] for job in jobs)),
        "by_type": dict(Counter(job["training_type"] for job in jobs)),
        "by_priority": dict(Counter(str(job["priority"]) for job in jobs)),
        "total_cs_jobs": types["cross_sectional"],
        "total_symbol_jobs": types["symbol_specific"],
        "total_blocked": len(jobs) - len(trainable),
    }


def edited(base: Any, edit: Edit) -> Any:  # noqa: ANN401
    """Return a copy of a document with an edit made."""
    document = copy.deepcopy(base)
    edit(document)
    return document


# Bytes.


def pretty(document: object) -> bytes:
    """Return a document as most cases are written: UTF-8, two blanks of indentation, a final newline."""
    return (json.dumps(document, indent=2, ensure_ascii=False) + "\n").encode()


def compact(document: object) -> bytes:
    """Return a document on one line without a blank or a newline."""
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def one_job_a_line(document: Document) -> bytes:
    """Return a plan or a view as the builder lays it out."""
    head = pretty({**{key: value for key, value in document.items() if key != "jobs"}, "jobs": []})
    lines = b",\n".join(compact(job) for job in document["jobs"])
    return head.removesuffix(b"]\n}\n") + b"\n" + lines + b"\n  ]\n}\n"


def replaced(data: bytes, old: str, new: str | bytes) -> bytes:
    """Return bytes in which a text that stands there once is replaced."""
    if data.count(old.encode()) != 1:
        raise SystemExit(f"{old!r} stands {data.count(old.encode())} times in the document")
    return data.replace(old.encode(), new if isinstance(new, bytes) else new.encode())


# Cases.


@dataclass(frozen=True)
class Fault:
    """What is wrong with a document and how a good one is made so.

    Attributes:
        name: name of the case in its kind.
        code: the code of the finding.
        at: JSON Pointer to the place of the finding.
        reason: one sentence.
        edit: makes the fault.
        by: what refuses the document.
    """

    name: str
    code: str
    at: str
    reason: str
    edit: Edit
    by: str = "schema"

    def moved(self, prefix: str, to: str) -> Fault:
        """Return the same fault in the part of a larger document that ``to`` points to."""

        def edit(document: Any) -> None:  # noqa: ANN401
            box = {"part": inside(document, parts_of(to))}
            self.edit(box)
            put(to, box["part"])(document)

        return Fault(prefix + self.name, self.code, to + self.at, self.reason, edit, self.by)


@dataclass(frozen=True)
class Case:
    """One file of the suite and what the contract says of it."""

    kind: str
    schema: str
    name: str
    data: bytes
    reason: str
    refused_by: str | None = None
    code: str | None = None
    pointer: str | None = None

    @property
    def file(self) -> str:
        """Return the path in the suite."""
        return f"{self.kind}/{'refused' if self.refused_by else 'accepted'}/{self.name}.json"

    def entry(self) -> dict[str, str | None]:
        """Return the case as the index has it."""
        return {
            "file": self.file,
            "kind": self.kind,
            "schema": self.schema,
            "verdict": "refuse" if self.refused_by else "accept",
            "refused_by": self.refused_by,
            "code": self.code,
            "pointer": self.pointer,
            "reason": self.reason,
        }


def wrong(name: str, code: str, at: str, value: object, reason: str) -> Fault:
    """Return the fault of one value."""
    return Fault(name, code, at, reason, put(at, value))


def faults_of_type(*rows: tuple[str, str, object, str]) -> Iterator[Fault]:
    """Yield a fault a row: name, place, a value of a wrong type, and what it must be."""
    for name, at, value, needed in rows:
        yield wrong(name, "TP201", at, value, f"It must be {needed}.")


def faults_of_object(name: str, at: str, fields: Sequence[str]) -> Iterator[Fault]:
    """Yield the faults that every closed object can have: no object, a field too few, a field too many."""
    prefix = f"{name}_" if name else ""
    if at:
        yield wrong(f"{prefix}is_null", "TP201", at, None, "It must be an object, and null is none.")
    for field in fields:
        yield Fault(f"{prefix}without_{field}", "TP202", at, f"{field} is required.", drop(f"{at}/{field}"))
    yield wrong(f"{prefix}with_an_unknown_field", "TP203", f"{at}/remark", "?", "No field has the name remark.")


def faults_of_name(name: str, at: str) -> Iterator[Fault]:
    """Yield the faults that a name can have."""
    yield wrong(f"{name}_is_a_number", "TP201", at, 5, "A name is text.")
    yield wrong(f"{name}_is_empty", "TP205", at, "", "A name has at least one character.")
    yield wrong(f"{name}_is_too_long", "TP205", at, "n" * (LONGEST + 1), "A name has at most 200 characters.")
    yield wrong(f"{name}_ends_in_a_newline", "TP205", at, "name\n", "A name has no control character, nor one last.")


def faults_of_choice(name: str, at: str, near: str) -> Iterator[Fault]:
    """Yield the faults of a value that must be one of a few texts."""
    yield wrong(f"{name}_is_a_number", "TP201", at, 1, "It must be text.")
    yield wrong(f"{name}_is_not_listed", "TP204", at, near, "It must be one of the listed values, in their spelling.")


def faults_of_count(name: str, at: str) -> Iterator[Fault]:
    """Yield the faults that a count can have."""
    yield wrong(f"{name}_is_text", "TP201", at, "2", "A count is a number, not text.")
    yield wrong(f"{name}_is_negative", "TP206", at, -1, "A count is not negative.")
    yield wrong(f"{name}_is_a_half", "TP201", at, 2.5, "A count is a whole number.")


def faults_of_families(name: str, at: str) -> Iterator[Fault]:
    """Yield the faults that a list of families can have."""
    yield wrong(f"{name}_is_text", "TP201", at, "lightgbm", "The families are a list, even if there is one.")
    yield wrong(f"{name}_holds_one_twice", "TP208", at, ["lightgbm", "lightgbm"], "A family stands once in the list.")
    yield wrong(f"{name}_holds_null", "TP201", f"{at}/0", None, "A family is named by text.")
    yield wrong(f"{name}_holds_an_empty_name", "TP205", f"{at}/0", "", "A family's name has at least one character.")


def faults_of_priority(name: str, at: str) -> Iterator[Fault]:
    """Yield the faults that a priority can have."""
    yield wrong(f"{name}_is_text", "TP201", at, "80", "A priority is a number, not text.")
    yield wrong(f"{name}_is_too_large", "TP206", at, EXACT + 1, "Not every reader keeps an integer above 2^53-1 exact.")
    yield wrong(f"{name}_is_too_small", "TP206", at, -EXACT - 1, "Not every reader keeps one below -(2^53-1) exact.")


def faults_of_time(name: str, at: str) -> Iterator[Fault]:
    """Yield the faults that a timestamp can have."""
    yield wrong(f"{name}_is_a_number", "TP201", at, 1765478700, "A moment is text, not seconds since 1970.")
    rows = (
        ("without_time_zone", "2025-12-11T18:45:00", "A moment has Z or an offset from UTC."),
        ("is_a_date", "2025-12-11", "A moment has a time."),
        ("has_month_13", "2025-13-11T18:45:00Z", "There are twelve months."),
        ("has_day_32", "2025-12-32T18:45:00Z", "No month has 32 days."),
        ("has_hour_24", "2025-12-11T24:00:00Z", "The last hour is 23."),
        ("has_a_blank_for_t", "2025-12-11 18:45:00Z", "Date and time are parted by T."),
        ("has_a_small_z", "2025-12-11T18:45:00z", "Z is a capital letter."),
        ("has_an_offset_without_colon", "2025-12-11T18:45:00+0100", "Hours and minutes of an offset are parted by :."),
        ("has_ten_decimals", "2025-12-11T18:45:00.1234567890Z", "A second has at most nine decimals."),
    )
    for suffix, value, reason in rows:
        yield wrong(f"{name}_{suffix}", "TP207", at, value, reason)
    yield wrong(
        f"{name}_ends_in_a_newline", "TP205", at, "2025-12-11T18:45:00Z\n", "The text ends after the time zone."
    )


def refused(kind: str, schema: str, base: object, faults: Iterator[Fault]) -> Iterator[Case]:
    """Yield a refused case for each fault of a document."""
    for fault in faults:
        data = pretty(edited(base, fault.edit))
        yield Case(kind, schema, fault.name, data, fault.reason, fault.by, fault.code, fault.at)


def root_faults(kind: str, schema: str, code: str = "TP201") -> Iterator[Case]:
    """Yield the documents that are no object."""
    rows = (
        ("document_is_a_list", b"[]\n"),
        ("document_is_null", b"null\n"),
        ("document_is_text", b'"plan"\n'),
    )
    for name, data in rows:
        yield Case(kind, schema, name, data, "A document is an object.", "schema", code, "")


# Jobs.


def job(symbol: str | None, route: str, priority: int, target: str = TARGET) -> Document:
    """Return a good job."""
    pooled = symbol is None
    blocked = route == "ROUTE_BLOCKED"
    return {
        "job_id": f"cs_{target}" if pooled else f"sym_{target}_{symbol}",
        "target": target,
        "symbol": symbol,
        "route": route,
        "training_type": "cross_sectional" if pooled else "symbol_specific",
        "model_families": [] if blocked else ["lightgbm"],
        "priority": priority,
        "reason": "made for the conformance suite",
        "metadata": {"score": 0.5},
    }


JOB_FIELDS = tuple(job(None, "ROUTE_BOTH", 0))
# An experimental job goes with either training type, so that one edit makes one fault.
FLEXIBLE_JOB = job("AAPL", "ROUTE_EXPERIMENTAL_ONLY", 50)
POOLED = (("training_type", "cross_sectional"), ("symbol", None))


def job_faults() -> Iterator[Fault]:
    """Yield what can be wrong with FLEXIBLE_JOB, one fault at least for each keyword of its definition."""
    at = "/part"
    yield from faults_of_object("job", at, JOB_FIELDS)
    for field in ("job_id", "target", "symbol"):
        yield from faults_of_name(field, f"{at}/{field}")
    yield from faults_of_choice("route", f"{at}/route", "route_both")
    yield from faults_of_choice("training_type", f"{at}/training_type", "cross-sectional")
    yield from faults_of_families("model_families", f"{at}/model_families")
    yield from faults_of_priority("priority", f"{at}/priority")
    yield from faults_of_type(
        ("reason_is_null", f"{at}/reason", None, "text; an empty one will do"),
        ("job_metadata_is_null", f"{at}/metadata", None, "an object; an empty one will do"),
    )
    yield wrong("job_metadata_has_an_empty_name", "TP205", f"{at}/metadata/", 1, "A fact has a name.")
    yield wrong(
        "trainable_job_without_family", "TP209", f"{at}/model_families", [], "Only a blocked job may have none."
    )
    yield wrong("symbol_job_without_symbol", "TP201", f"{at}/symbol", None, "A symbol-specific job names its symbol.")
    yield Fault(
        "pooled_job_with_symbol",
        "TP201",
        f"{at}/symbol",
        "A cross-sectional job has no symbol of its own.",
        put(f"{at}/training_type", "cross_sectional"),
    )
    yield Fault(
        "pooled_route_with_symbol_job",
        "TP204",
        f"{at}/training_type",
        "ROUTE_CROSS_SECTIONAL is of cross-sectional jobs.",
        put(f"{at}/route", "ROUTE_CROSS_SECTIONAL"),
    )
    yield Fault(
        "symbol_route_with_pooled_job",
        "TP204",
        f"{at}/training_type",
        "ROUTE_SYMBOL_SPECIFIC is of symbol-specific jobs.",
        all_of(*(put(f"{at}/{field}", value) for field, value in POOLED), put(f"{at}/route", "ROUTE_SYMBOL_SPECIFIC")),
    )


def more_job_faults() -> Iterator[Fault]:
    """Yield faults that need no document of every schema that has jobs."""
    at = "/part"
    yield wrong("job_id_holds_nul", "TP205", f"{at}/job_id", "a\x00b", "A name has no control character.")
    yield wrong("job_id_holds_delete", "TP205", f"{at}/job_id", "a\x7fb", "DELETE (U+007F) is a control character.")
    yield wrong("symbol_holds_next_line", "TP205", f"{at}/symbol", "A\x85B", "U+0085 is a control character (C1).")
    yield wrong("target_holds_tab", "TP205", f"{at}/target", "a\tb", "A name has no control character.")
    yield wrong("symbol_is_a_list", "TP201", f"{at}/symbol", ["AAPL"], "A job is about one symbol or pools them.")
    yield wrong("symbol_is_false", "TP201", f"{at}/symbol", False, "No symbol is null, not false.")
    yield wrong("priority_is_true", "TP201", f"{at}/priority", True, "true is no number, though some languages say so.")
    yield wrong("priority_is_null", "TP201", f"{at}/priority", None, "Every job has a priority.")
    yield wrong("priority_is_a_half", "TP201", f"{at}/priority", 50.5, "A priority is a whole number.")
    yield wrong("reason_is_a_list", "TP201", f"{at}/reason", ["a", "b"], "The reason of a job is one text.")
    yield wrong("route_is_null", "TP201", f"{at}/route", None, "Every job has a route.")
    yield wrong(
        "route_ends_in_a_blank", "TP204", f"{at}/route", "ROUTE_BOTH ", "The value is another one with a blank."
    )
    yield wrong("job_metadata_is_a_list", "TP201", f"{at}/metadata", [], "An empty list is no empty object.")
    yield wrong(
        "model_families_is_an_object", "TP201", f"{at}/model_families", {"0": "lightgbm"}, "The families are a list."
    )
    yield wrong(
        "model_families_is_null", "TP201", f"{at}/model_families", None, "No family is an empty list, not null."
    )
    yield wrong(
        "job_metadata_has_a_name_with_newline", "TP205", f"{at}/metadata/a\nb", 1, "A name has no control character."
    )
    yield wrong("job_metadata_has_a_name_too_long", "TP205", f"{at}/metadata/{'n' * 201}", 1, "A name is too long.")
    yield Fault(
        "job_with_a_capital_field",
        "TP203",
        f"{at}/Target",
        "Names are case-sensitive.",
        rename(f"{at}/target", "Target"),
    )


# Plans.


def good_plan() -> Document:
    """Return a plan with a job of each route."""
    plan: Document = {
        "metadata": {
            "generated_at": "2025-12-11T18:45:00Z",
            "run_id": "20251211_184500",
            "git_commit": "abc1234",
            "config_hash": "routing_cfg_v3",
            "routing_plan_path": "METRICS/routing_plan/routing_plan.json",
            "metrics_snapshot": "METRICS/routing_candidates.parquet",
            "total_jobs": 0,
            "model_families": ["lightgbm", "xgboost"],
        },
        "summary": {},
        "jobs": [
            job(None, "ROUTE_CROSS_SECTIONAL", 90),
            job("MSFT", "ROUTE_SYMBOL_SPECIFIC", 80),
            job("GOOG", "ROUTE_BOTH", 70),
            copy.deepcopy(FLEXIBLE_JOB),
            job("IBM", "ROUTE_BLOCKED", 0),
        ],
    }
    recount(plan)
    return plan


PLAN = good_plan()
FLEXIBLE = 3


def small_plan(*edits: Edit) -> Document:
    """Return a plan of FLEXIBLE_JOB alone, with edits made and the counts right."""
    plan: Document = edited(PLAN, put("/jobs", [FLEXIBLE_JOB]))
    all_of(*edits, recount)(plan)
    return plan


def design_example() -> Document:
    """Return the example of the design document as a whole plan: its two jobs, and the counts that they give."""
    plan: Document = {
        "metadata": {
            "generated_at": "2025-12-11T18:45:00Z",
            "run_id": "20251211_184500",
            "git_commit": "abc1234",
            "config_hash": "routing_cfg_v3",
            "routing_plan_path": "METRICS/routing_plan/routing_plan.json",
            "metrics_snapshot": "METRICS/routing_candidates.parquet",
            "total_jobs": 2,
            "model_families": ["lightgbm", "xgboost"],
        },
        "jobs": [
            {
                "job_id": "cs_y_will_swing_low_10m_0.20",
                "target": "y_will_swing_low_10m_0.20",
                "symbol": None,
                "route": "ROUTE_CROSS_SECTIONAL",
                "training_type": "cross_sectional",
                "model_families": ["lightgbm", "xgboost"],
                "priority": 90,
                "reason": "CS strong and stable",
                "metadata": {"cs_state": "STRONG", "sample_size": 123456, "score": 0.62},
            },
            {
                "job_id": "sym_AAPL_y_will_swing_low_10m_0.20",
                "target": "y_will_swing_low_10m_0.20",
                "symbol": "AAPL",
                "route": "ROUTE_SYMBOL_SPECIFIC",
                "training_type": "symbol_specific",
                "model_families": ["lightgbm"],
                "priority": 80,
                "reason": "Local strong, CS weak for this symbol",
                "metadata": {"local_state": "STRONG", "sample_size": 8000, "score": 0.66},
            },
        ],
        "summary": {},
    }
    recount(plan)
    return plan


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


ORIGINS = ("git_commit", "config_hash", "routing_plan_path", "metrics_snapshot")
FACTS = {
    "covered_symbols": ["AAPL"],
    "note": None,
    "deep": {"a": [1, 2.5, {"b": True}]},
    "any name: ä/~": "x",
    "big": 1e300,
}
NAMES = (
    ("with_slash", "BF/B", "A slash is a character like others."),
    ("with_caret", "^GSPC", "So is a caret."),
    ("with_equals", "ES=F", "So is an equals sign."),
    ("like_yaml_false", "NO", "A name that YAML 1.1 reads as false."),
    ("like_a_device", "CON", "A name that is a device somewhere."),
    ("like_a_path", "../../etc/x", "A name is no path."),
    ("like_a_number", "1e5", "A name may look like a number."),
    ("with_blanks", " two  words ", "Blanks count, first and last too."),
    ("with_quotes", "a\"b'c\\d", "Quotes and backslashes."),
    ("with_tilde", "a~1b/c", "Characters that a JSON Pointer escapes."),
    ("not_ascii", "Größe_日本", "Letters of any script."),
    ("with_line_separator", "a\u2028b", "U+2028 is no control character."),
    ("with_soft_hyphen", "a\u00adb\u00a0c", "Nor is anything from U+00A0 on."),
    ("shortest", "A", "One character."),
    ("longest", "n" * LONGEST, "200 characters."),
    (
        "longest_in_code_points",
        "\U0001f4c8" * LONGEST,
        "200 characters beyond U+FFFF: code points count, not UTF-16 units.",
    ),
    ("longest_in_many_bytes", "ä" * LONGEST, "200 characters of two bytes each: code points count, not bytes."),
)


def schema_id(kind: str) -> str:
    """Return the $id of a schema, as in schema/."""
    name = SCHEMA_OF_KIND.get(kind, kind)
    return f"urn:training-plan:{name.replace('_', '-')}:1.0"


def field(name: str, value: object) -> Edit:
    """Return the edit of a field of the first job."""
    return put(f"/jobs/0/{name}", value)


def version(value: str) -> Edit:
    """Return the edit that states a version."""
    return put("/metadata/schema_version", value)


def moment(value: str) -> Edit:
    """Return the edit of the plan's time."""
    return put("/metadata/generated_at", value)


def unknown(name: str) -> Edit:
    """Return the edit that makes a fact of the plan's origin unknown."""
    return put(f"/metadata/{name}", None)


def blocked(families: list[str]) -> list[Edit]:
    """Return the edits that block the first job."""
    return [field("route", "ROUTE_BLOCKED"), field("model_families", families)]


def pooled(route: str) -> list[Edit]:
    """Return the edits that make the first job pool symbols."""
    return [field("route", route), *(field(name, value) for name, value in POOLED)]


def reversed_fields(value: Any) -> Any:  # noqa: ANN401
    """Return a document with the members of every object in reverse order."""
    if isinstance(value, dict):
        return {key: reversed_fields(inner) for key, inner in reversed(value.items())}
    return [reversed_fields(inner) for inner in value] if isinstance(value, list) else value


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


def not_plain_integers(
    kind: str, schema: str, base: object, rows: Sequence[tuple[str, str, str, str]]
) -> Iterator[Case]:
    """Yield a case a row: name, place, old text and new text of a whole number with fraction or exponent."""
    for name, at, old, new in rows:
        reason = f"A whole number is written without fraction and exponent; {new.split()[-1]} is not."
        yield Case(kind, schema, name, replaced(pretty(base), old, new), reason, "invariant", "TP210", at)


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


# What no reader should take for a document.


def unparsable_plans() -> Iterator[Case]:
    """Yield files that are no JSON documents, made of a good plan."""
    text = pretty(small_plan())
    bad_bytes = '"symbol": "AAPL"'
    rows: tuple[tuple[str, str, str, str, bytes], ...] = (
        ("latin_1", "TP101", "", "The file is UTF-8; this is Latin-1.", replaced(text, bad_bytes, b'"symbol": "\xc4"')),
        ("utf_8_cut", "TP101", "", "A character is cut in two.", replaced(text, bad_bytes, b'"symbol": "\xc3"')),
        (
            "utf_8_overlong",
            "TP101",
            "",
            "An overlong form is no UTF-8.",
            replaced(text, bad_bytes, b'"symbol": "\xc0\x81"'),
        ),
        (
            "utf_8_surrogate",
            "TP101",
            "",
            "A surrogate is no character.",
            replaced(text, bad_bytes, b'"symbol": "\xed\xa0\x80"'),
        ),
        ("utf_16", "TP101", "", "The file is UTF-8; this is UTF-16.", text.decode().encode("utf-16")),
        ("byte_order_mark", "TP102", "", "The file starts without a byte-order mark.", b"\xef\xbb\xbf" + text),
        ("empty_file", "TP103", "", "An empty file is no document.", b""),
        ("only_blanks", "TP103", "", "Nor are blanks.", b" \n"),
        ("cut_short", "TP103", "", "The end is missing.", text[:-4]),
        ("two_documents", "TP103", "", "One document a file.", text + text),
        ("text_after_the_end", "TP103", "", "Nothing follows the document.", text + b"x\n"),
        (
            "comma_after_the_last",
            "TP103",
            "",
            "No comma after the last member.",
            replaced(text, '"score": 0.5', '"score": 0.5,'),
        ),
        (
            "comma_missing",
            "TP103",
            "",
            "Members are parted by commas.",
            replaced(text, '"priority": 50,', '"priority": 50'),
        ),
        (
            "comment",
            "TP103",
            "",
            "JSON has no comments.",
            replaced(text, '"priority": 50,', '"priority": 50, // fifty'),
        ),
        ("single_quotes", "TP103", "", "Texts have double quotes.", replaced(text, '"AAPL"', "'AAPL'")),
        ("bare_key", "TP103", "", "Keys have double quotes.", replaced(text, '"symbol":', "symbol:")),
        ("bare_number_key", "TP103", "", "So have keys of digits.", replaced(text, '"50": 1', "50: 1")),
        ("leading_zero", "TP103", "", "No leading zero.", replaced(text, '"priority": 50', '"priority": 050')),
        ("leading_plus", "TP103", "", "No leading plus.", replaced(text, '"priority": 50', '"priority": +50')),
        ("hexadecimal", "TP103", "", "Numbers are decimal.", replaced(text, '"priority": 50', '"priority": 0x32')),
        ("bare_point", "TP103", "", "A digit stands before the point.", replaced(text, '"score": 0.5', '"score": .5')),
        ("python_none", "TP103", "", "Nothing is null.", replaced(text, '"score": 0.5', '"score": None')),
        (
            "raw_newline_in_text",
            "TP103",
            "",
            "A newline in a text is escaped.",
            replaced(text, "made for", "made\nfor"),
        ),
        ("bad_escape", "TP103", "", "There is no escape \\x.", replaced(text, '"AAPL"', '"\\x41APL"')),
        (
            "lone_surrogate",
            "TP103",
            "",
            "Half a surrogate pair is no character.",
            replaced(text, '"AAPL"', '"\\ud800"'),
        ),
        (
            "key_twice",
            "TP104",
            "/metadata/run_id",
            "A key stands once.",
            replaced(text, '"run_id"', '"run_id": "", "run_id"'),
        ),
        (
            "key_twice_in_root",
            "TP104",
            "/jobs",
            "A key stands once.",
            replaced(text, "{\n  ", '{\n  "jobs": [],\n  ')
            if text.count(b"{\n  ") == 1
            else text.replace(b"{\n  ", b'{\n  "jobs": [],\n  ', 1),
        ),
        (
            "key_twice_in_job",
            "TP104",
            "/jobs/0/priority",
            "A key stands once.",
            replaced(text, '"priority": 50', '"priority": 9, "priority": 50'),
        ),
        (
            "key_twice_same_value",
            "TP104",
            "/jobs/0/priority",
            "Even with the same value.",
            replaced(text, '"priority": 50', '"priority": 50, "priority": 50'),
        ),
        (
            "key_twice_escaped",
            "TP104",
            "/jobs/0/priority",
            "Even if one is escaped.",
            replaced(text, '"priority": 50', '"\\u0070riority": 50, "priority": 50'),
        ),
        (
            "key_twice_in_job_metadata",
            "TP104",
            "/jobs/0/metadata/score",
            "Even where any key may stand.",
            replaced(text, '"score": 0.5', '"score": 0.5, "score": 1'),
        ),
        (
            "key_twice_in_counts",
            "TP104",
            "/summary/by_priority/50",
            "Even in a map.",
            replaced(text, '"50": 1', '"50": 1, "50": 1'),
        ),
        ("nan", "TP105", "", "NaN is no number.", replaced(text, '"score": 0.5', '"score": NaN')),
        ("infinity", "TP105", "", "Infinity is no number.", replaced(text, '"score": 0.5', '"score": Infinity')),
        ("minus_infinity", "TP105", "", "Nor is -Infinity.", replaced(text, '"score": 0.5', '"score": -Infinity')),
        ("number_beyond_double", "TP105", "", "No double holds it.", replaced(text, '"score": 0.5', '"score": 1e999')),
        (
            "too_deep",
            "TP106",
            "",
            "20,000 lists in each other.",
            replaced(text, '"score": 0.5', f'"score": {"[" * 20000}{"]" * 20000}'),
        ),
    )
    for name, code, at, reason, data in rows:
        yield Case("plan", "master_training_plan", f"parse_{name}", data, reason, "parse", code, at)


def unparsable(kind: str, schema: str, document: object, key: str, at: str) -> Iterator[Case]:
    """Yield files that are no JSON documents, made of another kind of document."""
    text = pretty(document)
    twice = text.replace(f'"{key}"'.encode(), f'"{key}": null, "{key}"'.encode(), 1)
    rows = (
        ("byte_order_mark", "TP102", "", "The file starts without a byte-order mark.", b"\xef\xbb\xbf" + text),
        ("cut_short", "TP103", "", "The end is missing.", text[:-3]),
        ("key_twice", "TP104", at, "A key stands once in an object.", twice),
    )
    for name, code, pointer, reason, data in rows:
        yield Case(kind, schema, f"parse_{name}", data, reason, "parse", code, pointer)


# Routing plans.


def decision(route: str, **changes: object) -> Document:
    """Return a decision on a symbol."""
    return {"route": route, "cs_state": "WEAK_BUT_OK", "local_state": "STRONG", "reason": ["a", "b"], **changes}


def pooled_decision(route: str, **changes: object) -> Document:
    """Return a decision on a pooled model."""
    return {"route": route, "state": "STABLE", "reason": "made for the conformance suite", **changes}


ROUTING_PLAN: Document = {
    "metadata": {
        "config_hash": "routing_cfg_v3",
        "generated_at": "2025-12-11T18:45:00Z",
        "git_commit": "abc1234",
        "metrics_snapshot": "METRICS/routing_candidates.parquet",
        "view": "CROSS_SECTIONAL",
    },
    "targets": {
        TARGET: {
            "cross_sectional": pooled_decision("ENABLED"),
            "symbols": {
                symbol: decision(route) for symbol, route in zip(("A", "B", "C", "D", "E"), ROUTES, strict=True)
            },
        },
        OTHER_TARGET: {
            "cross_sectional": pooled_decision("DISABLED", state="UNKNOWN"),
            "symbols": {"A": decision("ROUTE_SYMBOL_SPECIFIC"), "B": decision("ROUTE_EXPERIMENTAL_ONLY")},
        },
    },
}


def accepted_routing_plans() -> Iterator[Case]:
    """Yield routing plans that keep the contract."""
    cross_sectional, symbols = f"/targets/{OTHER_TARGET}/cross_sectional", f"/targets/{OTHER_TARGET}/symbols"
    states = ("STRONG", "WEAK_BUT_OK", "EXPERIMENTAL", "DISALLOWED")
    every_state = {
        f"{pooled_state}_{state}": decision("ROUTE_SYMBOL_SPECIFIC", cs_state=pooled_state, local_state=state)
        for pooled_state in states
        for state in states
    }
    odd = {value: decision("ROUTE_BLOCKED") for _, value, _ in NAMES}
    rows: tuple[tuple[str, str, Edit], ...] = (
        ("every_route", "Every route, under an enabled and a disabled pooled model.", all_of()),
        ("no_target", "A router may have decided on nothing.", put("/targets", {})),
        ("no_symbol", "A target may have no symbols.", put(symbols, {})),
        ("every_signal_state", "Every pair of signal states.", put(symbols, every_state)),
        ("state_drifting", "A stability.", put(f"{cross_sectional}/state", "DRIFTING")),
        ("state_diverged", "A stability.", put(f"{cross_sectional}/state", "DIVERGED")),
        (
            "unknown_provenance",
            "What is not known is null.",
            all_of(
                *(put(f"/metadata/{name}", None) for name in ("config_hash", "git_commit", "metrics_snapshot", "view"))
            ),
        ),
        (
            "reasons_empty",
            "No reason is an empty text or list.",
            all_of(put(f"{cross_sectional}/reason", ""), put(f"{symbols}/A/reason", [])),
        ),
        (
            "odd_names",
            "A name is any text without control characters.",
            all_of(put("/targets/BF~1B", {"cross_sectional": pooled_decision("ENABLED"), "symbols": odd})),
        ),
        (
            "blocked_under_disabled",
            "A blocked symbol needs no pooled model.",
            put(f"{symbols}/A/route", "ROUTE_BLOCKED"),
        ),
        ("schema_stated", "A routing plan may name its schema.", put("/$schema", schema_id("routing-plan"))),
        (
            "time_with_offset",
            "A moment may have an offset.",
            put("/metadata/generated_at", "2025-12-11T18:45:00.5+14:00"),
        ),
    )
    for name, reason, edit in rows:
        yield Case("routing-plan", "routing_plan", name, pretty(edited(ROUTING_PLAN, edit)), reason)


def routing_plan_faults() -> Iterator[Fault]:
    """Yield what can be wrong with a routing plan."""
    target = f"/targets/{TARGET}"
    pooled_at, symbol_at = f"{target}/cross_sectional", f"{target}/symbols/A"
    yield from faults_of_object("", "", ("metadata", "targets"))
    yield from faults_of_object("metadata", "/metadata", tuple(ROUTING_PLAN["metadata"]))
    yield from faults_of_object("target", target, ("cross_sectional", "symbols"))
    yield from faults_of_object("pooled", pooled_at, ("route", "state", "reason"))
    yield from faults_of_object("decision", symbol_at, tuple(decision("")))
    yield from faults_of_time("generated_at", "/metadata/generated_at")
    yield from faults_of_choice("pooled_route", f"{pooled_at}/route", "enabled")
    yield from faults_of_choice("pooled_state", f"{pooled_at}/state", "STRONG")
    yield from faults_of_choice("route", f"{symbol_at}/route", "ENABLED")
    yield from faults_of_choice("cs_state", f"{symbol_at}/cs_state", "STABLE")
    yield from faults_of_choice("local_state", f"{symbol_at}/local_state", "WEAK")
    yield from faults_of_type(
        ("schema_is_null", "/$schema", None, "text"),
        ("config_hash_is_a_number", "/metadata/config_hash", 3, "text or null"),
        ("git_commit_is_a_number", "/metadata/git_commit", 1234567, "text or null"),
        ("metrics_snapshot_is_a_list", "/metadata/metrics_snapshot", [], "text or null"),
        ("view_is_false", "/metadata/view", False, "text or null"),
        ("targets_is_a_list", "/targets", [], "an object"),
        ("symbols_is_a_list", f"{target}/symbols", [], "an object"),
        ("pooled_reason_is_a_list", f"{pooled_at}/reason", [], "text"),
        ("reason_is_text", f"{symbol_at}/reason", "a", "a list of texts"),
        ("reason_holds_a_number", f"{symbol_at}/reason/0", 1, "text"),
    )
    good_target = ROUTING_PLAN["targets"][OTHER_TARGET]
    for name, key in (("empty", ""), ("too_long", "n" * (LONGEST + 1)), ("newline", "a\nb")):
        reason = "A name has 1 to 200 characters and no control character."
        yield Fault(f"target_name_{name}", "TP205", f"/targets/{key}", reason, put(f"/targets/{key}", good_target))
        symbols, good = f"{target}/symbols", decision("ROUTE_BLOCKED")
        yield Fault(f"symbol_name_{name}", "TP205", f"{symbols}/{key}", reason, put(f"{symbols}/{key}", good))
    for name, route in (("pooled", "ROUTE_CROSS_SECTIONAL"), ("both", "ROUTE_BOTH")):
        at = f"/targets/{OTHER_TARGET}/symbols/A/route"
        reason = f"{route} needs the pooled model of its target, and that is DISABLED."
        yield Fault(f"contradiction_{name}", "TP401", at, reason, put(at, route), "invariant")


# Configs.


CONFIG: Document = {
    "model_families": ["lightgbm", "xgboost"],
    "family_rules": [
        {
            "match": {
                "target": "y_*",
                "symbol": "^*",
                "route": "ROUTE_BOTH",
                "training_type": "symbol_specific",
                "min_sample_size": 0,
                "max_sample_size": 1000,
            },
            "model_families": ["ridge"],
        }
    ],
    "priorities": {
        route: {"STRONG": 90, "WEAK_BUT_OK": 85, "EXPERIMENTAL": -1, "DISALLOWED": 0, "OTHER": 50}
        for route in ROUTES[:-1]
    },
}


def accepted_configs() -> Iterator[Case]:
    """Yield configs that keep the contract."""
    rule = CONFIG["family_rules"][0]
    rows: tuple[tuple[str, str, Document], ...] = (
        ("everything", "Every part.", CONFIG),
        ("nothing", "Every part may be left out.", {}),
        ("families_alone", "One part.", {"model_families": ["mlp"]}),
        ("rules_alone", "One part.", {"family_rules": [rule, rule]}),
        ("no_rule", "The list of rules may be empty.", {"family_rules": []}),
        ("one_condition", "One condition is enough.", {"family_rules": [{**rule, "match": {"symbol": "NO"}}]}),
        (
            "impossible_sizes",
            "That a rule matches something is not asked.",
            edited(CONFIG, put("/family_rules/0/match/min_sample_size", 5000)),
        ),
        ("no_priority", "The table may be empty.", {"priorities": {}}),
        ("other_alone", "OTHER stands for every state.", {"priorities": {"ROUTE_BOTH": {"OTHER": 70}}}),
        (
            "priorities_at_the_ends",
            "The largest and the smallest.",
            {"priorities": {"ROUTE_BOTH": {"STRONG": EXACT, "OTHER": -EXACT}}},
        ),
        ("schema_stated", "A config may name its schema.", {"$schema": schema_id("config")}),
    )
    for name, reason, document in rows:
        yield Case("config", "plan_config", name, pretty(document), reason)


def config_faults() -> Iterator[Fault]:
    """Yield what can be wrong with a config."""
    rule = "/family_rules/0"
    match = f"{rule}/match"
    yield from faults_of_object("", "", ())
    yield from faults_of_object("rule", rule, ("match", "model_families"))
    yield from faults_of_object("match", match, ())
    yield wrong("match_is_empty", "TP209", match, {}, "A rule has at least one condition.")
    yield from faults_of_name("target", f"{match}/target")
    yield from faults_of_name("symbol", f"{match}/symbol")
    yield from faults_of_choice("route", f"{match}/route", "BOTH")
    yield from faults_of_choice("training_type", f"{match}/training_type", "symbol")
    yield from faults_of_count("min_sample_size", f"{match}/min_sample_size")
    yield from faults_of_count("max_sample_size", f"{match}/max_sample_size")
    for name, at in (("families", "/model_families"), ("rule_families", f"{rule}/model_families")):
        yield from faults_of_families(name, at)
        yield wrong(f"{name}_is_empty", "TP209", at, [], "At least one family is needed to train something.")
    yield from faults_of_object("priorities", "/priorities", ())
    yield wrong(
        "priorities_of_blocked", "TP203", "/priorities/ROUTE_BLOCKED", {"OTHER": 1}, "Blocked jobs have priority 0."
    )
    for route in ROUTES[:-1]:
        yield wrong(
            f"priorities_of_{route.lower()}_is_a_number", "TP201", f"/priorities/{route}", 70, "A table by state."
        )
    states = "/priorities/ROUTE_BOTH"
    yield from faults_of_object("states", states, ("OTHER",))
    for state in CONFIG["priorities"]["ROUTE_BOTH"]:
        yield from faults_of_priority(f"priority_{state.lower()}", f"{states}/{state}")
    yield from faults_of_type(
        ("schema_is_a_list", "/$schema", [], "text"),
        ("rules_is_an_object", "/family_rules", {}, "a list"),
    )


# Manifests.


MANIFEST: Document = {
    "plan_sha256": SHA256,
    "account": {
        "decisions": 4,
        "pooled_decisions": 1,
        "symbol_decisions": 3,
        "jobs": 2,
        "covered": 1,
        "blocked": 1,
        "blocked_jobs": 0,
        "candidates": {"rows": 5, "without_decision": 1, "jobs_without_row": 0, "scores_left_out": 0},
    },
    "files": [
        {"path": "master_training_plan.json", "kind": "master", "key": None, "jobs": 2, "size": 1234, "sha256": SHA256},
        {"path": "by_symbol/AAPL.json", "kind": "by_symbol", "key": "AAPL", "jobs": 1, "size": 567, "sha256": SHA256},
    ],
}
FILE_KINDS = ("master", "mirror", "yaml", "report", "summary", "by_target", "by_symbol", "by_type", "by_route")


def accepted_manifests() -> Iterator[Case]:
    """Yield manifests that keep the contract."""
    file = MANIFEST["files"][0]
    rows: tuple[tuple[str, str, Edit], ...] = (
        ("everything", "Every part.", all_of()),
        ("no_file", "The list of files may be empty.", put("/files", [])),
        ("no_account", "The account may be unknown.", put("/account", None)),
        ("no_candidates", "There may have been no snapshot.", put("/account/candidates", None)),
        ("every_file_kind", "Every kind of file.", put("/files", [{**file, "kind": kind} for kind in FILE_KINDS])),
        ("empty_file", "A file of no bytes about no jobs.", all_of(put("/files/0/size", 0), put("/files/0/jobs", 0))),
        ("odd_key", "A key is any name.", put("/files/1/key", "BF/B ä")),
        ("schema_stated", "A manifest may name its schema.", put("/$schema", schema_id("manifest"))),
    )
    for name, reason, edit in rows:
        yield Case("manifest", "manifest", name, pretty(edited(MANIFEST, edit)), reason)


def manifest_faults() -> Iterator[Fault]:
    """Yield what can be wrong with a manifest."""
    account, candidates, file = "/account", "/account/candidates", "/files/1"
    yield from faults_of_object("", "", tuple(MANIFEST))
    for name, at, fields in (
        ("account", account, tuple(MANIFEST["account"])),
        ("candidates", candidates, tuple(MANIFEST["account"]["candidates"])),
    ):
        # Null is allowed here; what may not stand there is text.
        yield wrong(f"{name}_is_text", "TP201", at, "none", "It must be an object or null.")
        yield from (fault for fault in faults_of_object(name, at, fields) if not fault.name.endswith("_is_null"))
        for field_name in fields:
            if field_name != "candidates":
                yield from faults_of_count(f"{name}_{field_name}", f"{at}/{field_name}")
    yield from faults_of_object("file", file, tuple(MANIFEST["files"][0]))
    yield from faults_of_name("key", f"{file}/key")
    yield from faults_of_choice("kind", f"{file}/kind", "by_date")
    yield from faults_of_count("file_jobs", f"{file}/jobs")
    yield from faults_of_count("size", f"{file}/size")
    yield wrong("path_is_empty", "TP205", f"{file}/path", "", "A path has at least one character.")
    yield from faults_of_type(
        ("schema_is_a_number", "/$schema", 1, "text"),
        ("files_is_an_object", "/files", {}, "a list"),
        ("path_is_null", f"{file}/path", None, "text"),
        ("sha256_is_a_number", f"{file}/sha256", 0, "text"),
        ("plan_sha256_is_null", "/plan_sha256", None, "text"),
    )
    for name, value in (("short", SHA256[:-1]), ("long", SHA256 + "0"), ("in_capitals", SHA256.upper())):
        reason = "A digest has 64 digits, 0 to 9 and a to f."
        yield wrong(f"sha256_{name}", "TP207", f"{file}/sha256", value, reason)
    yield wrong("sha256_ends_in_a_newline", "TP205", "/plan_sha256", SHA256 + "\n", "A digest has 64 characters.")


# Views.


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


def cases() -> list[Case]:
    """Return the whole suite, in the order of the index."""
    match_size = "/family_rules/0/match/max_sample_size"
    return [
        *accepted_plans(),
        *accepted_routing_plans(),
        *accepted_configs(),
        *accepted_manifests(),
        *accepted_views(),
        *refused_plans(),
        *unparsable_plans(),
        *root_faults("routing-plan", "routing_plan"),
        *refused("routing-plan", "routing_plan", ROUTING_PLAN, routing_plan_faults()),
        *unparsable("routing-plan", "routing_plan", ROUTING_PLAN, "A", f"/targets/{TARGET}/symbols/A"),
        *root_faults("config", "plan_config"),
        *refused("config", "plan_config", CONFIG, config_faults()),
        *not_plain_integers(
            "config",
            "plan_config",
            CONFIG,
            [("size_with_fraction", match_size, '"max_sample_size": 1000', '"max_sample_size": 1000.0')],
        ),
        *unparsable("config", "plan_config", CONFIG, "priorities", "/priorities"),
        *root_faults("manifest", "manifest"),
        *refused("manifest", "manifest", MANIFEST, manifest_faults()),
        *not_plain_integers(
            "manifest",
            "manifest",
            MANIFEST,
            [
                ("decisions_with_fraction", "/account/decisions", '  "decisions": 4', '  "decisions": 4.0'),
                ("size_with_fraction", "/files/0/size", '"size": 1234', '"size": 1.234e3'),
            ],
        ),
        *unparsable("manifest", "manifest", MANIFEST, "files", "/files"),
        *refused_views(),
    ]


def expected_files() -> dict[str, bytes]:
    """Return every generated file of the suite, by path from the root."""
    suite = cases()
    files = {f"{SUITE_DIR}/{case.file}": case.data for case in suite}
    if len(files) != len(suite):
        names = Counter(case.file for case in suite)
        raise SystemExit(f"two cases have one name: {[name for name, count in names.items() if count > 1]}")
    index = {
        "description": f"The cases of the conformance suite; README.md says what they mean. Made by: {COMMAND}",
        "cases": [case.entry() for case in suite],
    }
    files[f"{SUITE_DIR}/cases.json"] = pretty(index)
    return files


def orphans(root: Path, expected: dict[str, bytes]) -> list[str]:
    """Return every file of the suite that this script does not write."""
    present = (path.relative_to(root).as_posix() for path in (root / SUITE_DIR).rglob("*") if path.is_file())
    return sorted(name for name in present if name not in expected and name not in BY_HAND)


def differences(root: Path, expected: dict[str, bytes]) -> list[str]:
    """Return a line for every file that is missing, changed or orphaned."""
    found = []
    for name, data in sorted(expected.items()):
        path = root / name
        if not path.is_file():
            found.append(f"missing: {name}")
        elif path.read_bytes() != data:
            found.append(f"changed: {name}")
    return found + [f"orphaned: {name}" for name in orphans(root, expected)]


def write(root: Path, expected: dict[str, bytes]) -> None:
    """Make the suite what this script says."""
    for name in orphans(root, expected):
        (root / name).unlink()
    for name, data in expected.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def main(arguments: list[str] | None = None) -> int:
    """Run the script; 0 if all is as it should be, 1 if ``--check`` found a difference."""
    parser = argparse.ArgumentParser(description="Write the conformance suite, or check it.")
    parser.add_argument("--check", action="store_true", help="compare only; write nothing")
    parser.add_argument("--root", type=Path, default=ROOT, help="the checkout (default: this one)")
    options = parser.parse_args(arguments)
    expected = expected_files()
    if not options.check:
        write(options.root, expected)
        return 0
    found = differences(options.root, expected)
    for line in found:
        print(line, file=sys.stderr)
    if found:
        print(f"to mend: {COMMAND}", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
