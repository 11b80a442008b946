"""What a plan must say, worked out from plain objects by loops; nothing of the package under test is used."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

JsonObject = dict[str, Any]

FAMILY_FIELDS = {"by_target": "target", "by_symbol": "symbol", "by_type": "training_type", "by_route": "route"}
"""Field of a job that is the key, by family of views."""

ALWAYS_PRESENT = {
    "by_target": (),
    "by_symbol": (),
    "by_type": ("cross_sectional", "symbol_specific"),
    "by_route": (
        "ROUTE_CROSS_SECTIONAL",
        "ROUTE_SYMBOL_SPECIFIC",
        "ROUTE_BOTH",
        "ROUTE_EXPERIMENTAL_ONLY",
        "ROUTE_BLOCKED",
    ),
}
"""Keys that have a view even without a job, by family of views."""

SETTLED_PRIORITIES = {
    ("ROUTE_CROSS_SECTIONAL", "STRONG"): 90,
    ("ROUTE_CROSS_SECTIONAL", "WEAK_BUT_OK"): 85,
    ("ROUTE_SYMBOL_SPECIFIC", "STRONG"): 80,
    ("ROUTE_SYMBOL_SPECIFIC", "WEAK_BUT_OK"): 70,
    **{("ROUTE_BOTH", state): 70 for state in ("STRONG", "WEAK_BUT_OK", "EXPERIMENTAL", "DISALLOWED")},
    **{("ROUTE_EXPERIMENTAL_ONLY", state): 50 for state in ("STRONG", "WEAK_BUT_OK", "EXPERIMENTAL", "DISALLOWED")},
}
"""Default priorities that the specification names, by route and signal state."""

LONGEST_NAME = 200

_NOT_SEEN = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")


def load(data: bytes) -> JsonObject:
    """Return a JSON object that says no key twice and holds only finite numbers."""
    document: JsonObject = json.loads(data, object_pairs_hook=_unique_keys, parse_constant=_refuse_constant)
    return document


def _unique_keys(pairs: list[tuple[str, Any]]) -> JsonObject:
    keys = [key for key, _ in pairs]
    if len(set(keys)) != len(keys):
        raise LookupError(f"a key stands twice: {keys}")
    return dict(pairs)


def _refuse_constant(word: str) -> None:
    raise LookupError(f"not a JSON number: {word}")


def canonical(document: object) -> str:
    """Return a text that is equal for equal values of equal types; 1 and 1.0, 0.0 and -0.0, NFC and NFD differ."""
    return json.dumps(document, sort_keys=True)


def in_order(jobs: Iterable[JsonObject]) -> list[JsonObject]:
    """Return jobs by priority from high to low, then target, pooled first, symbol; ties by job_id."""
    return sorted(
        jobs,
        key=lambda job: (
            -job["priority"],
            job["target"],
            job["symbol"] is not None,
            job["symbol"] or "",
            job["job_id"],
        ),
    )


def natural_id(target: str, symbol: str | None) -> str:
    """Return the job_id of a decision that shares it with no other."""
    return f"cs_{target}" if symbol is None else f"sym_{target}_{symbol}"


def expected_jobs(routing: Mapping[str, Any], *, include_blocked: bool) -> dict[tuple[str, str | None], JsonObject]:
    """Return by target and symbol what the specification settles of each job of a routing plan.

    A value of None stands for "not settled", but for symbol.
    """
    expected: dict[tuple[str, str | None], JsonObject] = {}
    for target, decisions in routing["targets"].items():
        pooled = decisions["cross_sectional"]
        if pooled["route"] == "ENABLED" or include_blocked:
            expected[target, None] = _expected_pooled_job(target, decisions)
        for symbol, decision in decisions["symbols"].items():
            if decision["route"] == "ROUTE_CROSS_SECTIONAL":
                continue
            if decision["route"] == "ROUTE_BLOCKED" and not include_blocked:
                continue
            expected[target, symbol] = _expected_symbol_job(target, symbol, decision)
    _leave_out_shared_ids(expected)
    return expected


def _expected_pooled_job(target: str, decisions: Mapping[str, Any]) -> JsonObject:
    pooled = decisions["cross_sectional"]
    states = {decision["cs_state"] for decision in decisions["symbols"].values()}
    state = states.pop() if len(states) == 1 else None
    blocked = pooled["route"] == "DISABLED"
    covered = [name for name, decision in decisions["symbols"].items() if decision["route"] == "ROUTE_CROSS_SECTIONAL"]
    route = "ROUTE_BLOCKED" if blocked else "ROUTE_CROSS_SECTIONAL"
    return {
        "job_id": natural_id(target, None),
        "target": target,
        "symbol": None,
        "route": route,
        "training_type": "cross_sectional",
        "priority": 0 if blocked else SETTLED_PRIORITIES.get((route, str(state))),
        "has_families": not blocked,
        "reason_parts": [pooled["reason"]],
        "facts": {
            **({} if pooled["state"] == "DISALLOWED" else {"stability": pooled["state"]}),
            **({} if state is None else {"cs_state": state}),
            **({} if blocked else {"covered_symbols": sorted(covered)}),
        },
    }


def _expected_symbol_job(target: str, symbol: str, decision: Mapping[str, Any]) -> JsonObject:
    route = decision["route"]
    blocked = route == "ROUTE_BLOCKED"
    return {
        "job_id": natural_id(target, symbol),
        "target": target,
        "symbol": symbol,
        "route": route,
        "training_type": "symbol_specific",
        "priority": 0 if blocked else SETTLED_PRIORITIES.get((route, decision["local_state"])),
        "has_families": not blocked,
        "reason_parts": decision["reason"],
        "facts": {"cs_state": decision["cs_state"], "local_state": decision["local_state"]},
    }


def _leave_out_shared_ids(expected: dict[tuple[str, str | None], JsonObject]) -> None:
    ids = [job["job_id"] for job in expected.values()]
    for job in expected.values():
        if ids.count(job["job_id"]) > 1 or len(job["job_id"]) > LONGEST_NAME:
            job["job_id"] = None
            job["has_suffix"] = True


def expected_account(routing: Mapping[str, Any], *, include_blocked: bool) -> JsonObject:
    """Return what became of every decision of a routing plan, counted one by one."""
    account = dict.fromkeys(
        ("decisions", "pooled_decisions", "symbol_decisions", "jobs", "covered", "blocked", "blocked_jobs"), 0
    )
    for decisions in routing["targets"].values():
        account["decisions"] += 1
        account["pooled_decisions"] += 1
        account["jobs" if decisions["cross_sectional"]["route"] == "ENABLED" else "blocked"] += 1
        for decision in decisions["symbols"].values():
            account["decisions"] += 1
            account["symbol_decisions"] += 1
            fate = {"ROUTE_CROSS_SECTIONAL": "covered", "ROUTE_BLOCKED": "blocked"}.get(decision["route"], "jobs")
            account[fate] += 1
    account["blocked_jobs"] = account["blocked"] if include_blocked else 0
    return account


def expected_summary(jobs: Sequence[JsonObject]) -> JsonObject:
    """Return the summary of jobs, counted one by one."""
    summary: JsonObject = {
        "by_route": {},
        "by_type": {},
        "by_priority": {},
        "total_cs_jobs": 0,
        "total_symbol_jobs": 0,
        "total_blocked": 0,
    }
    for job in jobs:
        for name, key in (
            ("by_route", job["route"]),
            ("by_type", job["training_type"]),
            ("by_priority", str(job["priority"])),
        ):
            summary[name][key] = summary[name].get(key, 0) + 1
        if job["route"] == "ROUTE_BLOCKED":
            summary["total_blocked"] += 1
        elif job["training_type"] == "cross_sectional":
            summary["total_cs_jobs"] += 1
        else:
            summary["total_symbol_jobs"] += 1
    return summary


def grouped(jobs: Iterable[JsonObject], family: str) -> dict[str, list[JsonObject]]:
    """Return the jobs of each view of a family by key, in their order; a job without the key is in none."""
    groups: dict[str, list[JsonObject]] = {key: [] for key in ALWAYS_PRESENT[family]}
    for job in jobs:
        key = job[FAMILY_FIELDS[family]]
        if key is not None:
            groups.setdefault(key, []).append(job)
    return groups


def shown(value: str) -> str:
    r"""Return a text as a report shows it: what nobody sees is written as \uXXXX."""
    return _NOT_SEEN.sub(lambda match: f"\\u{ord(match.group()):04x}", value)
