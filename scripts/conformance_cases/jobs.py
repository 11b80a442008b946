"""Good jobs, and what can be wrong with one."""

from __future__ import annotations

from collections.abc import Iterator

from conformance_cases.case import Fault
from conformance_cases.common_faults import (
    faults_of_choice,
    faults_of_families,
    faults_of_name,
    faults_of_object,
    faults_of_priority,
    faults_of_type,
    wrong,
)
from conformance_cases.editing import Document, all_of, put, rename
from conformance_cases.vocabulary import TARGET


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
