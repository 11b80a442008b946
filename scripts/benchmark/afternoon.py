"""What a user would write in an afternoon: ``json``, loops over dicts, PyYAML, jsonschema."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import yaml

from benchmark.stopwatch import Stopwatch
from benchmark.workplace import Facts, Workplace, size_of
from training_plan.contract.schemas import SchemaName, schema_bytes

PRIORITIES = {"STRONG": 80, "WEAK_BUT_OK": 70}


def build(place: Workplace, watch: Stopwatch) -> Facts:
    """Build the plan, its mirrors and its views, and validate it."""
    place.clear_scratch()
    schema = json.loads(schema_bytes(SchemaName.MASTER_TRAINING_PLAN))
    with watch:
        build_plan(place.routing_plan, place.scratch, schema)
    return size_of(place.scratch)


def build_plan(routing_plan: Path, out: Path, schema: dict[str, Any]) -> None:
    """Write a plan folder."""
    with routing_plan.open(encoding="utf-8") as stream:
        routing = json.load(stream)
    jobs = jobs_of(routing)
    jobs.sort(key=lambda job: (-job["priority"], job["target"], job["symbol"] is not None, job["symbol"] or ""))
    plan = {"metadata": metadata_of(routing, jobs), "jobs": jobs, "summary": summary_of(jobs)}
    jsonschema.validate(plan, schema)
    out.mkdir()
    for name in ("master_training_plan.json", "training_plan.json"):
        dump(plan, out / name)
    with (out / "training_plan.yaml").open("w", encoding="utf-8") as stream:
        yaml.safe_dump(plan, stream, sort_keys=False)
    for folder, field in (
        ("by_target", "target"),
        ("by_symbol", "symbol"),
        ("by_type", "training_type"),
        ("by_route", "route"),
    ):
        write_views(jobs, out / folder, field)


def jobs_of(routing: dict[str, Any]) -> list[dict[str, Any]]:
    """Return a job for every decision that needs one."""
    jobs = []
    for target, decisions in routing["targets"].items():
        pooled = decisions["cross_sectional"]
        if pooled["route"] == "ENABLED":
            facts = {"stability": pooled["state"]}
            jobs.append(job_of(target, None, "ROUTE_CROSS_SECTIONAL", 90, pooled["reason"], facts))
        for symbol, decision in decisions["symbols"].items():
            if decision["route"] not in {"ROUTE_BLOCKED", "ROUTE_CROSS_SECTIONAL"}:
                priority = PRIORITIES.get(decision["local_state"], 50)
                facts = {"cs_state": decision["cs_state"], "local_state": decision["local_state"]}
                jobs.append(job_of(target, symbol, decision["route"], priority, "; ".join(decision["reason"]), facts))
    return jobs


def job_of(  # noqa: PLR0913, PLR0917 - as a user would write it
    target: str, symbol: str | None, route: str, priority: int, reason: str, facts: dict[str, Any]
) -> dict[str, Any]:
    """Return a job."""
    return {
        "job_id": f"cs_{target}" if symbol is None else f"sym_{target}_{symbol}",
        "target": target,
        "symbol": symbol,
        "route": route,
        "training_type": "cross_sectional" if symbol is None else "symbol_specific",
        "model_families": ["lightgbm", "xgboost"],
        "priority": priority,
        "reason": reason,
        "metadata": facts,
    }


def metadata_of(routing: dict[str, Any], jobs: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the metadata of the plan."""
    return {
        "generated_at": "2026-01-02T03:04:05Z",
        "run_id": "20260102_030405",
        "git_commit": "abc1234",
        "config_hash": routing["metadata"]["config_hash"],
        "routing_plan_path": "routing_plan.json",
        "metrics_snapshot": routing["metadata"]["metrics_snapshot"],
        "total_jobs": len(jobs),
        "model_families": ["lightgbm", "xgboost"],
    }


def summary_of(jobs: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the counts over the jobs."""
    summary: dict[str, Any] = {"by_route": {}, "by_type": {}, "by_priority": {}}
    for job in jobs:
        for name, key in (
            ("by_route", job["route"]),
            ("by_type", job["training_type"]),
            ("by_priority", str(job["priority"])),
        ):
            summary[name][key] = summary[name].get(key, 0) + 1
    summary["total_cs_jobs"] = summary["by_type"].get("cross_sectional", 0)
    summary["total_symbol_jobs"] = summary["by_type"].get("symbol_specific", 0)
    summary["total_blocked"] = 0
    return summary


def write_views(jobs: list[dict[str, Any]], folder: Path, field: str) -> None:
    """Write a file for every value of a field."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for job in jobs:
        if job[field] is not None:
            groups.setdefault(job[field], []).append(job)
    folder.mkdir()
    for key, group in groups.items():
        dump({field: key, "jobs": group}, folder / f"{key.replace('/', '_')}.json")


def dump(document: dict[str, Any], path: Path) -> None:
    """Write a document as people read it."""
    with path.open("w", encoding="utf-8") as stream:
        json.dump(document, stream, indent=2)
