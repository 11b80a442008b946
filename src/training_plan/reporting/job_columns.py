"""The jobs of a plan as columns, within a number of bytes; what does not fit is counted, never cut in silence."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from math import isfinite

import msgspec

from training_plan.models import Job, Route
from training_plan.plan.job_rules import covered_symbols
from training_plan.reporting.columns import Column, interned, number_column, values_column, whole_column
from training_plan.reporting.plan_facts import symbols_covered_by
from training_plan.reporting.reasons import reason_columns

MOST_JOBS = 1_000_000
"""Jobs that a page holds; a browser sorts and filters them in about a second."""

MOST_BYTES = 24_000_000
"""Bytes of all columns; the rest of a page is under a tenth of a million."""

NUMBER_FACTS = ("score", "sample_size")
TEXT_FACTS = ("cs_state", "local_state", "stability", "metric_name")

Columns = dict[str, Column]


@dataclass(frozen=True, slots=True)
class HeldJobs:
    """What a page holds of the jobs of a plan.

    Attributes:
        jobs: how many jobs it holds.
        columns: the columns, by name.
        left_out: how many jobs miss something, by what they miss: ``jobs`` for those that it does not hold at all.
    """

    jobs: int
    columns: Columns
    left_out: dict[str, int] = field(default_factory=dict)


def hold(
    jobs: Sequence[Job],
    changes: Mapping[str, str],
    *,
    most_jobs: int = MOST_JOBS,
    most_bytes: int = MOST_BYTES,
) -> HeldJobs:
    """Return the columns of jobs, in plan order.

    Jobs of the lowest priority are left out first, and then, where the bytes do not suffice: the other metadata of
    all jobs, their reasons, ids that are not made of target and symbol, states and scores.

    Args:
        jobs: the jobs of a plan.
        changes: what changed of a job since another plan, by job_id; jobs that did not change are not in it.
        most_jobs: jobs to hold at most.
        most_bytes: bytes that all columns may take.
    """
    limit = min(most_jobs, len(jobs))
    while True:
        held = _most_important(jobs, limit)
        columns = _pair_columns(held)
        if limit == 0 or _size(columns) <= most_bytes:
            break
        limit //= 2
    left_out = {"jobs": len(jobs) - limit} if limit < len(jobs) else {}
    optional: dict[str, Callable[[], Columns]] = {
        "changes": lambda: _change_columns(held, changes),
        "scores": lambda: _fact_columns(held),
        "ids": lambda: _id_columns(held),
        "reasons": lambda: reason_columns(job.reason for job in held),
        "metadata": lambda: _detail_columns(held),
    }
    for name, make in optional.items():
        more = make()
        if _size(columns) + _size(more) <= most_bytes:
            columns |= more
        else:
            left_out[name] = limit
    return HeldJobs(limit, columns, left_out)


def _size(columns: Columns) -> int:
    return sum(len(column.data) for column in columns.values())


def _most_important(jobs: Sequence[Job], count: int) -> Sequence[Job]:
    if count == len(jobs):
        return jobs
    kept = sorted(range(len(jobs)), key=lambda index: -jobs[index].priority)[:count]
    return [jobs[index] for index in sorted(kept)]


def _pair_columns(jobs: Sequence[Job]) -> Columns:
    """Return who is trained, how and when; places in ``symbols`` count from 1, and 0 is a pooled job."""
    covering = [(index, symbols) for index, job in enumerate(jobs) if (symbols := symbols_covered_by(job))]
    targets = sorted({job.target for job in jobs})
    symbols = sorted({job.symbol for job in jobs if job.symbol is not None}.union(*(some for _, some in covering)))
    priorities = sorted({job.priority for job in jobs}, reverse=True)
    families, family_places = interned(tuple(job.model_families) for job in jobs)
    target_places = {target: place for place, target in enumerate(targets)}
    symbol_places: dict[str | None, int] = {symbol: place for place, symbol in enumerate(symbols, start=1)}
    symbol_places[None] = 0
    priority_places = {priority: place for place, priority in enumerate(priorities)}
    route_places = {route: place for place, route in enumerate(Route)}
    return {
        "targets": values_column(targets),
        "symbols": values_column([None, *symbols]),
        "priorities": values_column(priorities),
        "family_lists": values_column(families),
        "target": whole_column([target_places[job.target] for job in jobs]),
        "symbol": whole_column([symbol_places[job.symbol] for job in jobs]),
        "priority": whole_column([priority_places[job.priority] for job in jobs]),
        "families": whole_column(family_places),
        "route": whole_column([route_places[job.route] for job in jobs]),
        "covering_job": whole_column([index for index, _ in covering]),
        "covered_count": whole_column([len(some) for _, some in covering]),
        "covered_symbol": whole_column([symbol_places[symbol] for _, some in covering for symbol in some]),
    }


def _change_columns(jobs: Sequence[Job], changes: Mapping[str, str]) -> Columns:
    if not changes:
        return {}
    texts, places = interned(["", *(changes.get(job.job_id, "") for job in jobs)])
    return {"change_texts": values_column(texts), "change": whole_column(places[1:])}


def _fact_columns(jobs: Sequence[Job]) -> Columns:
    columns: Columns = {}
    for name in NUMBER_FACTS:
        numbers = [_known_number(job.metadata.get(name)) for job in jobs]
        if any(number is not None for number in numbers):
            columns[name] = number_column(numbers)
    for name in TEXT_FACTS:
        texts, places = interned([None, *(_known_text(job.metadata.get(name)) for job in jobs)])
        if len(texts) > 1:
            columns |= {f"{name}_texts": values_column(texts), name: whole_column(places[1:])}
    return columns


def _known_number(value: object) -> float | None:
    """Return a number that a double holds exactly; None of anything else, for the metadata is an open bag."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if isfinite(number) and number == value else None


def _known_text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _id_columns(jobs: Sequence[Job]) -> Columns:
    odd = [(index, job.job_id) for index, job in enumerate(jobs) if job.job_id != _usual_id(job)]
    if not odd:
        return {}
    return {
        "odd_id_job": whole_column([index for index, _ in odd]),
        "odd_ids": values_column([name for _, name in odd]),
    }


def _usual_id(job: Job) -> str:
    return f"cs_{job.target}" if job.symbol is None else f"sym_{job.target}_{job.symbol}"


def _detail_columns(jobs: Sequence[Job]) -> Columns:
    texts, places = interned(["", *(_details(job) for job in jobs)])
    if len(texts) == 1:
        return {}
    return {"detail_texts": values_column(texts), "details": whole_column(places[1:])}


def _details(job: Job) -> str:
    """Return the metadata that no column holds: a line each, the key and the value as JSON, a tab between them."""
    shown = {name for name in NUMBER_FACTS if _known_number(job.metadata.get(name)) is not None}
    shown |= {name for name in TEXT_FACTS if _known_text(job.metadata.get(name)) is not None}
    if symbols_covered_by(job) == list(covered_symbols(job)):
        shown.add("covered_symbols")
    rest = {key: value for key, value in job.metadata.items() if key not in shown}
    return "\n".join(f"{_json(key)}\t{_json(value)}" for key, value in rest.items())


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()
