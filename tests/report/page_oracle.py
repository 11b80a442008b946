"""What the page must say, worked out from plain objects by loops; nothing of the report is used."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from support.oracle import JsonObject, shown
from training_plan.models import MasterPlan
from training_plan.plan.encoding import encode_plan

LABELS = {
    "ROUTE_CROSS_SECTIONAL": "cross-sectional",
    "ROUTE_SYMBOL_SPECIFIC": "symbol-specific",
    "ROUTE_BOTH": "both",
    "ROUTE_EXPERIMENTAL_ONLY": "experimental",
    "ROUTE_BLOCKED": "blocked",
}


def jobs_of(plan: MasterPlan) -> list[JsonObject]:
    """Return the jobs of a plan as plain objects, in plan order."""
    jobs: list[JsonObject] = json.loads(encode_plan(plan).master)["jobs"]
    return jobs


def safe_cell(text: str) -> str:
    """Return a text as a cell of CSV that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def csv_row(job: JsonObject) -> JsonObject:
    """Return the row of CSV that a job must become, its numbers as numbers."""
    return {
        "priority": float(job["priority"]),
        "job_id": safe_cell(job["job_id"]),
        "target": safe_cell(job["target"]),
        "symbol": safe_cell(job["symbol"] or ""),
        "route": job["route"],
        "training_type": job["training_type"],
        "model_families": safe_cell(",".join(job["model_families"])),
        "score": known_number(job["metadata"].get("score")),
        "sample_size": known_number(job["metadata"].get("sample_size")),
        "reason": safe_cell(job["reason"]),
    }


def known_number(value: object) -> float | None:
    """Return a number that a double holds exactly; None for anything else, for the metadata is an open bag."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if float(value) == value else None


def standing_words(jobs: Sequence[JsonObject]) -> list[str]:
    """Return the name of every cell of the map: each target with each symbol, and with its pooled job."""
    first: dict[tuple[str, str | None], JsonObject] = {}
    covered = set()
    for job in sorted(jobs, key=lambda job: -job["priority"]):
        first.setdefault((job["target"], job["symbol"]), job)
        if job["symbol"] is None and job["route"] != "ROUTE_BLOCKED":
            names = job["metadata"].get("covered_symbols", ())
            covered |= {(job["target"], name) for name in names if isinstance(name, str)}
    symbols = {symbol for _, symbol in first if symbol is not None} | {symbol for _, symbol in covered}
    words = []
    for target in {target for target, _ in first}:
        for symbol in (None, *symbols):
            if (target, symbol) in first:
                job = first[target, symbol]
                standing = f"{LABELS[job['route']]}, priority {job['priority']}"
            else:
                standing = "covered by the pooled job" if (target, symbol) in covered else "no job"
            words.append(shown(f"{target}, {'pooled' if symbol is None else symbol}: {standing}"))
    return words


def matches(job: JsonObject, jobs: Sequence[JsonObject], asked: Mapping[str, str]) -> bool:
    """Return whether a job is one that filters ask for, given as they stand in an address."""
    return all(_TESTS[key](job, text, jobs) for key, text in asked.items())


def _named(value: str | None, text: str, known: set[str | None]) -> bool:
    """Return whether a name is asked for: a whole name asks for itself alone, else all that contain the text."""
    return value is not None and (value == text if text in known else text.lower() in value.lower())


def _target(job: JsonObject, text: str, jobs: Sequence[JsonObject]) -> bool:
    return _named(job["target"], text, {other["target"] for other in jobs})


def _symbol(job: JsonObject, text: str, jobs: Sequence[JsonObject]) -> bool:
    known = {other["symbol"] for other in jobs}
    for other in jobs:
        known |= set(other["metadata"].get("covered_symbols", ()))
    if job["symbol"] is not None or job["route"] == "ROUTE_BLOCKED":
        return _named(job["symbol"], text, known)
    served = [*job["metadata"].get("covered_symbols", ())]
    served += [o["symbol"] for o in jobs if o["target"] == job["target"] and o["route"] == "ROUTE_BOTH"]
    return any(_named(symbol, text, known) for symbol in served)


def _search(job: JsonObject, text: str, _: Sequence[JsonObject]) -> bool:
    texts = (job["job_id"], job["target"], job["symbol"] or "", job["reason"], *job["model_families"])
    return any(text.lower() in told.lower() for told in texts)


def _priority(job: JsonObject, text: str, _: Sequence[JsonObject]) -> bool:
    lowest, highest = text.split("..")
    return (not lowest or job["priority"] >= int(lowest)) and (not highest or job["priority"] <= int(highest))


_TESTS: Final[dict[str, Callable[[JsonObject, str, Sequence[JsonObject]], bool]]] = {
    "search": _search,
    "target": _target,
    "symbol": _symbol,
    "priority": _priority,
    "reason": lambda job, text, _: text.lower() in job["reason"].lower(),
    "type": lambda job, text, _: job["training_type"] == text,
    "family": lambda job, text, _: text in job["model_families"],
    "route": lambda job, text, _: job["route"] in text.split(","),
}
