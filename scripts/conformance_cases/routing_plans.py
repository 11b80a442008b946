"""Routing plans that keep the contract, and such that break it."""

from __future__ import annotations

from collections.abc import Iterator

from conformance_cases.case import Case, Fault, refused, root_faults, unparsable
from conformance_cases.common_faults import faults_of_choice, faults_of_object, faults_of_time, faults_of_type
from conformance_cases.editing import Document, Edit, all_of, edited, put
from conformance_cases.layout import pretty
from conformance_cases.vocabulary import LONGEST, NAMES, OTHER_TARGET, ROUTES, TARGET, schema_id


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
        ("state_disallowed", "A target may have no pooled metrics.", put(f"{cross_sectional}/state", "DISALLOWED")),
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


def refused_routing_plans() -> Iterator[Case]:
    """Yield routing plans that break the contract."""
    kind, schema = "routing-plan", "routing_plan"
    yield from root_faults(kind, schema)
    yield from refused(kind, schema, ROUTING_PLAN, routing_plan_faults())
    yield from unparsable(kind, schema, ROUTING_PLAN, "A", f"/targets/{TARGET}/symbols/A")
