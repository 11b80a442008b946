"""For each schema a few documents that keep it, and a few that break one rule each."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any, Final

from training_plan.contract.schemas import SchemaName

Document = dict[str, Any]

POOLED: Final[Document] = {
    "job_id": "cs_up",
    "target": "up",
    "symbol": None,
    "route": "ROUTE_CROSS_SECTIONAL",
    "training_type": "cross_sectional",
    "model_families": ["lightgbm", "xgboost"],
    "priority": 90,
    "reason": "strong and stable",
    "metadata": {"cs_state": "STRONG", "covered_symbols": ["^GSPC"]},
}
SINGLE: Final[Document] = {
    "job_id": "sym_up_BF/B",
    "target": "up",
    "symbol": "BF/B",
    "route": "ROUTE_SYMBOL_SPECIFIC",
    "training_type": "symbol_specific",
    "model_families": ["lightgbm"],
    "priority": -3,
    "reason": "",
    "metadata": {},
}
BLOCKED: Final[Document] = {
    **SINGLE,
    "job_id": "sym_up_NO",
    "symbol": "NO",
    "route": "ROUTE_BLOCKED",
    "model_families": [],
    "priority": 0,
}
PLAN: Final[Document] = {
    "metadata": {
        "schema_version": "1.0",
        "generated_at": "2025-12-11T18:45:00Z",
        "run_id": "20251211_184500",
        "git_commit": None,
        "config_hash": "routing_cfg_v3",
        "routing_plan_path": None,
        "metrics_snapshot": None,
        "total_jobs": 3,
        "model_families": ["lightgbm", "xgboost"],
    },
    "summary": {
        "by_route": {"ROUTE_CROSS_SECTIONAL": 1, "ROUTE_SYMBOL_SPECIFIC": 1, "ROUTE_BLOCKED": 1},
        "by_type": {"cross_sectional": 1, "symbol_specific": 2},
        "by_priority": {"90": 1, "0": 1, "-3": 1},
        "total_cs_jobs": 1,
        "total_symbol_jobs": 1,
        "total_blocked": 1,
    },
    "jobs": [POOLED, BLOCKED, SINGLE],
}
EMPTY_PLAN: Final[Document] = {
    "metadata": {**PLAN["metadata"], "total_jobs": 0},
    "summary": {
        "by_route": {},
        "by_type": {},
        "by_priority": {},
        "total_cs_jobs": 0,
        "total_symbol_jobs": 0,
        "total_blocked": 0,
    },
    "jobs": [],
}
ROUTING_PLAN: Final[Document] = {
    "metadata": {
        "config_hash": "536c7ff6",
        "generated_at": "2026-11-23T01:07:23.054217+01:00",
        "git_commit": None,
        "metrics_snapshot": "routing_candidates.parquet",
        "view": "CROSS_SECTIONAL",
    },
    "targets": {
        "up": {
            "cross_sectional": {"route": "ENABLED", "state": "STABLE", "reason": "strong"},
            "symbols": {
                "^GSPC": {
                    "route": "ROUTE_CROSS_SECTIONAL",
                    "cs_state": "STRONG",
                    "local_state": "DISALLOWED",
                    "reason": ["pooled model is enough"],
                },
                "BF/B": {
                    "route": "ROUTE_SYMBOL_SPECIFIC",
                    "cs_state": "STRONG",
                    "local_state": "WEAK_BUT_OK",
                    "reason": ["the symbol has a signal", "of its own"],
                },
            },
        }
    },
}
CONFIG: Final[Document] = {
    "model_families": ["lightgbm"],
    "family_rules": [{"match": {"symbol": "^*", "max_sample_size": 500}, "model_families": ["ridge"]}],
    "priorities": {"ROUTE_BOTH": {"STRONG": 75, "OTHER": 60}},
}
MANIFEST: Final[Document] = {
    "plan_sha256": "0" * 64,
    "account": {
        "decisions": 3,
        "pooled_decisions": 1,
        "symbol_decisions": 2,
        "jobs": 2,
        "covered": 1,
        "blocked": 0,
        "blocked_jobs": 0,
        "candidates": {"rows": 3, "without_decision": 0, "jobs_without_row": 0, "scores_left_out": 0},
    },
    "files": [
        {
            "path": "by_symbol/BF%2FB.json",
            "kind": "by_symbol",
            "key": "BF/B",
            "jobs": 1,
            "size": 300,
            "sha256": "f" * 64,
        }
    ],
}

VALID: Final[dict[SchemaName, list[Document]]] = {
    SchemaName.MASTER_TRAINING_PLAN: [
        PLAN,
        EMPTY_PLAN,
        {"$schema": "urn:training-plan:master-training-plan:1.0", **PLAN},
    ],
    SchemaName.ROUTING_PLAN: [ROUTING_PLAN, {**ROUTING_PLAN, "targets": {}}],
    SchemaName.PLAN_CONFIG: [CONFIG, {}],
    SchemaName.MANIFEST: [MANIFEST, {**MANIFEST, "account": None, "files": []}],
    SchemaName.VIEW_BY_TARGET: [{"target": "up", "jobs": [POOLED, BLOCKED, SINGLE]}, {"target": "up", "jobs": []}],
    SchemaName.VIEW_BY_SYMBOL: [{"symbol": "BF/B", "jobs": [SINGLE]}],
    SchemaName.VIEW_BY_TYPE: [{"training_type": "cross_sectional", "jobs": [POOLED]}],
    SchemaName.VIEW_BY_ROUTE: [{"route": "ROUTE_BOTH", "jobs": []}],
}

Place = tuple[str | int, ...]


def put(place: Place, value: object) -> Callable[[Document], None]:
    """Return a change that puts a value at a place."""

    def change(document: Document) -> None:
        node: Any = document
        for part in place[:-1]:
            node = node[part]
        node[place[-1]] = value

    return change


def drop(place: Place) -> Callable[[Document], None]:
    """Return a change that removes what stands at a place."""

    def change(document: Document) -> None:
        node: Any = document
        for part in place[:-1]:
            node = node[part]
        del node[place[-1]]

    return change


_JOB_CHANGES: Final[dict[str, Callable[[Document], None]]] = {
    "job: unknown property": put(("jobs", 0, "owner"), "x"),
    "job: no reason": drop(("jobs", 0, "reason")),
    "job: empty target": put(("jobs", 0, "target"), ""),
    "job: control character in the id": put(("jobs", 0, "job_id"), "cs_up\n"),
    "job: long target": put(("jobs", 0, "target"), "t" * 201),
    "job: unknown route": put(("jobs", 0, "route"), "ROUTE_MAYBE"),
    "job: pooled job with a symbol": put(("jobs", 0, "symbol"), "AAPL"),
    "job: pooled route, single type": put(("jobs", 0, "training_type"), "symbol_specific"),
    "job: single route, pooled type": put(("jobs", 0, "route"), "ROUTE_SYMBOL_SPECIFIC"),
    "job: no families": put(("jobs", 0, "model_families"), []),
    "job: a family twice": put(("jobs", 0, "model_families"), ["ridge", "ridge"]),
    "job: fractional priority": put(("jobs", 0, "priority"), 0.5),
    "job: priority beyond exact numbers": put(("jobs", 0, "priority"), 2**53),
    "job: true for a number": put(("jobs", 0, "priority"), True),
    "job: empty name in the bag": put(("jobs", 0, "metadata"), {"": 1}),
}

CHANGES: Final[dict[SchemaName, dict[str, Callable[[Document], None]]]] = {
    SchemaName.MASTER_TRAINING_PLAN: {
        **_JOB_CHANGES,
        "single job without a symbol": put(("jobs", 2, "symbol"), None),
        "unknown property": put(("notes",), []),
        "no summary": drop(("summary",)),
        "no families": drop(("metadata", "model_families")),
        "another major version": put(("metadata", "schema_version"), "2.0"),
        "newline after the version": put(("metadata", "schema_version"), "1.0\n"),
        "no time zone": put(("metadata", "generated_at"), "2025-12-11T18:45:00"),
        "negative count": put(("metadata", "total_jobs"), -1),
        "count of nothing": put(("summary", "by_route", "ROUTE_BOTH"), 0),
        "unknown route": put(("summary", "by_route", "ROUTE_MAYBE"), 1),
        "unknown type": put(("summary", "by_type", "pooled"), 1),
        "leading zero": put(("summary", "by_priority", "090"), 1),
        "minus zero": put(("summary", "by_priority", "-0"), 1),
    },
    SchemaName.ROUTING_PLAN: {
        "unknown pooled route": put(("targets", "up", "cross_sectional", "route"), "ROUTE_BOTH"),
        "unknown stability": put(("targets", "up", "cross_sectional", "state"), "STRONG"),
        "unknown signal": put(("targets", "up", "symbols", "BF/B", "cs_state"), "STABLE"),
        "reason as text": put(("targets", "up", "symbols", "BF/B", "reason"), "strong"),
        "empty target": put(("targets", ""), ROUTING_PLAN["targets"]["up"]),
        "no view": drop(("metadata", "view")),
    },
    SchemaName.PLAN_CONFIG: {
        "unknown part": put(("familys",), []),
        "no families": put(("model_families",), []),
        "rule without condition": put(("family_rules", 0, "match"), {}),
        "no other": drop(("priorities", "ROUTE_BOTH", "OTHER")),
        "priority of blocked jobs": put(("priorities", "ROUTE_BLOCKED"), {"OTHER": 0}),
    },
    SchemaName.MANIFEST: {
        "short digest": put(("plan_sha256",), "0" * 63),
        "upper-case digest": put(("plan_sha256",), "A" * 64),
        "newline after the digest": put(("files", 0, "sha256"), "f" * 64 + "\n"),
        "unknown kind": put(("files", 0, "kind"), "by_color"),
        "empty path": put(("files", 0, "path"), ""),
        "no blocked": drop(("account", "blocked")),
    },
    SchemaName.VIEW_BY_TARGET: {**_JOB_CHANGES, "no target": drop(("target",)), "null": put(("target",), None)},
    SchemaName.VIEW_BY_SYMBOL: {"no symbol": drop(("symbol",)), "null": put(("symbol",), None)},
    SchemaName.VIEW_BY_TYPE: {"unknown type": put(("training_type",), "pooled"), "no jobs": drop(("jobs",))},
    SchemaName.VIEW_BY_ROUTE: {"unknown route": put(("route",), "ROUTE_MAYBE"), "map": put(("jobs",), {})},
}


def changed(name: SchemaName, change: str) -> Document:
    """Return the first valid document of a schema after one change."""
    document = copy.deepcopy(VALID[name][0])
    CHANGES[name][change](document)
    return document
