"""Manifests that keep the contract, and such that break it."""

from __future__ import annotations

from collections.abc import Iterator

from conformance_cases.case import Case, Fault, not_plain_integers, refused, root_faults, unparsable
from conformance_cases.common_faults import (
    faults_of_choice,
    faults_of_count,
    faults_of_name,
    faults_of_object,
    faults_of_type,
    wrong,
)
from conformance_cases.editing import Document, Edit, all_of, edited, put
from conformance_cases.layout import pretty
from conformance_cases.vocabulary import SHA256, schema_id

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


def refused_manifests() -> Iterator[Case]:
    """Yield manifests that break the contract."""
    kind = schema = "manifest"
    yield from root_faults(kind, schema)
    yield from refused(kind, schema, MANIFEST, manifest_faults())
    rows = (
        ("decisions_with_fraction", "/account/decisions", '  "decisions": 4', '  "decisions": 4.0'),
        ("size_with_fraction", "/files/0/size", '"size": 1234', '"size": 1.234e3'),
    )
    yield from not_plain_integers(kind, schema, MANIFEST, rows)
    yield from unparsable(kind, schema, MANIFEST, "files", "/files")
