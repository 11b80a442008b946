"""Small routing plans, what is built of them, and folders as bytes."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from training_plan.building.plan_building import BuiltPlan, Provenance, build_plan
from training_plan.building.routing_plan import parse_routing_plan
from training_plan.plan.encoding import encode_plan
from training_plan.publishing.publication import PublishReport, publish

MOMENT = datetime(2025, 12, 11, 18, 45, tzinfo=UTC)
PROVENANCE = Provenance(generated_at=MOMENT, git_commit="abc1234")

Document = dict[str, Any]


def decision(
    route: str, *, cs_state: str = "STRONG", local_state: str = "STRONG", reason: tuple[str, ...] = ("because",)
) -> Document:
    """Return the decision on a pair."""
    return {"cs_state": cs_state, "local_state": local_state, "reason": list(reason), "route": route}


def target(symbols: Document | None = None, *, route: str = "ENABLED", state: str = "STABLE") -> Document:
    """Return the decisions on a target."""
    return {"cross_sectional": {"reason": "pooled", "route": route, "state": state}, "symbols": symbols or {}}


def routing_plan(targets: Document | None = None) -> Document:
    """Return a routing plan: with every route, unless the targets are given."""
    every_route = {
        "ret_1d": target(
            {
                "AAPL": decision("ROUTE_CROSS_SECTIONAL"),
                "IBM": decision("ROUTE_BOTH"),
                "^GSPC": decision("ROUTE_BLOCKED"),
            }
        ),
        "vol_5d": target(
            {"BF/B": decision("ROUTE_SYMBOL_SPECIFIC"), "IBM": decision("ROUTE_EXPERIMENTAL_ONLY")},
            route="DISABLED",
            state="UNKNOWN",
        ),
    }
    metadata = {
        "config_hash": "536c7ff6",
        "generated_at": "2025-12-11T18:00:00Z",
        "git_commit": None,
        "metrics_snapshot": "routing_candidates.parquet",
        "view": "CROSS_SECTIONAL",
    }
    return {"metadata": metadata, "targets": every_route if targets is None else targets}


def plan_text(document: Document | None = None) -> str:
    """Return a routing plan as the router writes it."""
    return json.dumps(routing_plan() if document is None else document, indent=2) + "\n"


def built(targets: Document | None = None, **options: Any) -> BuiltPlan:  # noqa: ANN401 - those of build_plan
    """Return the plan of some targets."""
    routing = parse_routing_plan(plan_text(routing_plan(targets)).encode(), "routing_plan.json")
    return build_plan(routing, options.pop("provenance", PROVENANCE), **options)


def publish_targets(targets: Document | None, folder: Path, *, lock_timeout: float = 5) -> PublishReport:
    """Publish the plan of some targets."""
    plan = built(targets)
    return publish(encode_plan(plan.plan), plan.account, folder, sync=False, lock_timeout=lock_timeout)


def tree(folder: Path) -> dict[str, bytes | None]:
    """Return every file below a folder with its bytes, and every folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else None
        for path in sorted(folder.rglob("*"))
    }


def position(text: str, part: str) -> tuple[int, int]:
    """Return line and column, from 1, of the only place where a part stands in a text."""
    before, found, after = text.partition(part)
    assert found
    assert part not in after
    return len(before.split("\n")), len(before.split("\n")[-1]) + 1
