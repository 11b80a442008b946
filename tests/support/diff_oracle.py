"""What differs between two plans, worked out from plain objects by loops; nothing of the package is used."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from typing import Any

from support.oracle import JsonObject

Pair = tuple[str, str | None]
Key = tuple[str, str | None, str]

ABSENT = object()

FIELDS = ("route", "model_families", "priority", "reason")


def key_of(job: JsonObject) -> Key:
    """Return what a job is matched by."""
    return job["target"], job["symbol"], job["training_type"]


def normal(value: Any) -> Any:  # noqa: ANN401 - any JSON value
    """Return a value that is equal for equal JSON values: a whole number is one however it is written."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, dict):
        return {key: normal(item) for key, item in value.items()}
    if isinstance(value, list):
        return [normal(item) for item in value]
    return value


def facts_of(job: JsonObject) -> dict[str, Any]:
    """Return by name, as JSON text, all of a job that counts as content; covered symbols are a set."""
    facts = {field: job[field] for field in FIELDS}
    for key, value in job["metadata"].items():
        is_set = key == "covered_symbols" and isinstance(value, list) and all(isinstance(name, str) for name in value)
        facts[f"metadata.{key}"] = sorted(set(value)) if is_set else value
    return {name: json.dumps(normal(value), sort_keys=True) for name, value in facts.items()}


def content_of(job: JsonObject) -> str:
    """Return a text that is equal for jobs that do not differ, whatever their ids."""
    return json.dumps([key_of(job), facts_of(job)], sort_keys=True)


def contents(jobs: Iterable[JsonObject]) -> Counter[str]:
    """Return jobs as a bag of contents."""
    return Counter(content_of(job) for job in jobs)


def differing_facts(old: JsonObject, new: JsonObject) -> list[str]:
    """Return the names of the fields that differ, sorted."""
    before, after = facts_of(old), facts_of(new)
    names = before.keys() | after.keys()
    return sorted(name for name in names if before.get(name, ABSENT) != after.get(name, ABSENT))


def trained(jobs: Iterable[JsonObject]) -> list[JsonObject]:
    """Return the jobs that are not blocked."""
    return [job for job in jobs if job["route"] != "ROUTE_BLOCKED"]


def covered_pairs(jobs: Iterable[JsonObject]) -> set[Pair]:
    """Return every pair that a pooled job, which is not blocked, covers."""
    pairs: set[Pair] = set()
    for job in trained(jobs):
        covered = job["metadata"].get("covered_symbols")
        if job["symbol"] is None and isinstance(covered, list):
            pairs |= {(job["target"], symbol) for symbol in covered if isinstance(symbol, str)}
    return pairs


def served_pairs(jobs: list[JsonObject]) -> set[Pair]:
    """Return every pair that a model of its own or a pooled one serves."""
    own = {(job["target"], job["symbol"]) for job in trained(jobs) if job["symbol"] is not None}
    return own | covered_pairs(jobs)


def pooled_targets(jobs: list[JsonObject]) -> set[str]:
    """Return the targets with a pooled job to train."""
    return {job["target"] for job in trained(jobs) if job["symbol"] is None}


def standing(jobs: list[JsonObject], pair: Pair) -> str:
    """Return what a plan whose jobs have different keys makes of a pair."""
    for job in jobs:
        if (job["target"], job["symbol"]) == pair:
            return str(job["route"])
    return "COVERED" if pair in covered_pairs(jobs) else "ABSENT"


def moves(old: list[JsonObject], new: list[JsonObject]) -> dict[tuple[str, str], int]:
    """Return how many pairs stand so in the old plan and so in the new, where the keys of each plan differ."""
    pairs = {(job["target"], job["symbol"]) for job in [*old, *new]} | covered_pairs(old) | covered_pairs(new)
    return dict(Counter((standing(old, pair), standing(new, pair)) for pair in pairs))


def key_counts(jobs: Iterable[JsonObject]) -> Counter[Key]:
    """Return how many jobs each key has."""
    return Counter(key_of(job) for job in jobs)
