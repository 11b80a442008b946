"""A diff in words and cells, as text and Markdown have them in common."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterable, Sequence

import msgspec

from training_plan.comparing.job_comparison import symbol_difference
from training_plan.comparing.plan_diff import FieldChange, JobChange, LoneJob, Loss, NameDiff, PlanDiff, Standing
from training_plan.errors import UsageError
from training_plan.models import Job

SHOWN_SYMBOLS = 10
"""Symbols that a change of ``covered_symbols`` names; the rest is a count."""

LONGEST_VALUE = 300
"""Characters of a value that are shown."""

BLOCKED_NOW = "blocked"
"""The cause of a loss that has a reason of its own."""

COLUMN_NAMES = {
    Standing.ROUTE_CROSS_SECTIONAL: "CROSS",
    Standing.ROUTE_SYMBOL_SPECIFIC: "SYMBOL",
    Standing.ROUTE_BOTH: "BOTH",
    Standing.ROUTE_EXPERIMENTAL_ONLY: "EXPER",
    Standing.ROUTE_BLOCKED: "BLOCKED",
    Standing.COVERED: "covered",
    Standing.ABSENT: "none",
}
"""Short names, so that the matrix of what moved fits 80 columns."""


def counted(count: int, thing: str) -> str:
    """Return a number of things, whose plural is regular."""
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"


def standing_words(standing: Standing) -> str:
    """Return a standing as people read it: a route without its prefix, else in small letters."""
    if standing is Standing.COVERED or standing is Standing.ABSENT:
        return COLUMN_NAMES[standing]
    return standing.removeprefix("ROUTE_")


def cell_named(text: str) -> tuple[Standing, Standing]:
    """Return the cell of the matrix that a person names, such as ``BOTH:BLOCKED``; a beginning is enough.

    Raises:
        UsageError: if it names no cell, or one of pairs that did not move.
    """
    sides = [[standing for standing in Standing if _is_named(standing, side)] for side in text.split(":")]
    if len(sides) != 2 or any(len(found) != 1 for found in sides):
        names = ", ".join(standing_words(standing) for standing in Standing)
        raise UsageError(
            f"--moved is {text!r}, not two standings with a colon between", hint=f"each is one of: {names}"
        )
    ((before,), (after,)) = sides
    if before is after:
        raise UsageError(f"--moved is {text!r}; pairs that stand as they stood are not listed")
    return before, after


def _is_named(standing: Standing, text: str) -> bool:
    beginning = text.strip().upper().removeprefix("ROUTE_")
    return bool(beginning) and standing_words(standing).upper().startswith(beginning)


def route_words(job: Job) -> str:
    """Return the route of a job without its prefix."""
    return job.route.removeprefix("ROUTE_")


def symbol_words(symbol: str | None) -> str:
    """Return a symbol, or what stands for a pooled job."""
    return "(pooled)" if symbol is None else symbol


def headline(diff: PlanDiff) -> str:
    """Return the difference in one line."""
    if diff.is_empty:
        return f"no difference: {counted(diff.new_jobs, 'job')}"
    parts = [
        f"{count} {kind}"
        for count, kind in (
            (len(diff.added), "added"),
            (len(diff.removed), "removed"),
            (len(diff.changed), "changed"),
            (diff.unchanged, "unchanged"),
        )
    ]
    return f"{diff.old_jobs} -> {counted(diff.new_jobs, 'job')}: {', '.join(parts)}"


def losses_by_cause(losses: Sequence[Loss]) -> list[tuple[str, list[Loss]]]:
    """Return losses grouped by their cause: blocked ones first, each with a reason of its own, then by reason."""
    groups: dict[str, list[Loss]] = {BLOCKED_NOW: []}
    for loss in losses:
        cause = BLOCKED_NOW if loss.new is Standing.ROUTE_BLOCKED else loss.reason
        groups.setdefault(cause, []).append(loss)
    return [(cause, group) for cause, group in groups.items() if group]


def lone_jobs_by_reason(jobs: Sequence[LoneJob]) -> list[tuple[str, list[LoneJob]]]:
    """Return jobs that one plan lacks, grouped by what the other makes of them, the largest group first."""
    groups: dict[str, list[LoneJob]] = {}
    for lone in jobs:
        groups.setdefault(lone.reason, []).append(lone)
    return sorted(groups.items(), key=lambda group: (-len(group[1]), group[0]))


def most_important(jobs: Sequence[LoneJob], limit: int) -> list[LoneJob]:
    """Return the jobs of the highest priority."""
    return heapq.nsmallest(limit, jobs, key=lambda lone: -lone.job.priority)


def most_important_changes(changes: Sequence[JobChange], limit: int) -> list[JobChange]:
    """Return the changes of the jobs that have, or had, the highest priority."""
    return heapq.nsmallest(limit, changes, key=lambda change: -max(change.old.priority, change.new.priority))


def most_different(names: Sequence[NameDiff], limit: int) -> list[NameDiff]:
    """Return the targets or symbols with the most differences, lost pairs before all."""
    return heapq.nsmallest(
        limit, names, key=lambda entry: (-entry.lost, -(entry.added + entry.removed + entry.changed))
    )


def field_counts(changes: Iterable[JobChange]) -> list[tuple[str, int]]:
    """Return in how many jobs each field changed, the most frequent first."""
    counts = Counter(field.field for change in changes for field in change.fields)
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def matrix(diff: PlanDiff) -> tuple[list[str], list[list[str]]]:
    """Return header and rows of what moved from a standing, the row, to another, the column, and of what stayed."""
    counts = {cell: count for cell, count in diff.moves().items() if count}
    used_old = {before for before, _ in counts}
    used_new = {after for _, after in counts}
    columns = [standing for standing in Standing if standing in used_new]
    rows = [
        [standing_words(before), *(str(counts.get((before, after), "-")) for after in columns)]
        for before in Standing
        if before in used_old
    ]
    return ["old \\ new", *(f"{COLUMN_NAMES[standing]}:" for standing in columns)], rows


def value_sides(change: FieldChange) -> tuple[str, str]:
    """Return the old and the new value of a change in words, cut if they are long."""
    return _value_words(change.field, change.old), _value_words(change.field, change.new)


def symbol_sides(change: FieldChange) -> tuple[str, str] | None:
    """Return the symbols that a change of ``covered_symbols`` takes away and brings; None of any other change."""
    difference = symbol_difference(change)
    if difference is None:
        return None
    added, removed = difference
    return _some("-", removed), _some("+", added)


def _some(sign: str, symbols: Sequence[str]) -> str:
    """Return symbols as their number, and the first of them by name."""
    if not symbols:
        return ""
    named = symbols[:SHOWN_SYMBOLS]
    more = len(symbols) - len(named)
    return f"{sign}{len(symbols)} ({', '.join(named)}{f' and {more} more' if more else ''})"


def _value_words(field: str, value: object) -> str:
    if value is msgspec.UNSET:
        return "(not there)"
    if field.startswith("metadata."):
        return cut(msgspec.json.encode(value).decode())
    if value is None:
        return "(not known)"
    if isinstance(value, list | tuple):
        return cut(", ".join(value) or "(none)")
    return cut(str(value).removeprefix("ROUTE_") if field == "route" else str(value) or "(empty)")


def cut(text: str) -> str:
    """Return a text, cut if it is long."""
    return text if len(text) <= LONGEST_VALUE else f"{text[:LONGEST_VALUE]} ..."


NAME_COLUMNS = ("jobs:", "lost:", "moved:", "added:", "removed:", "changed:")
"""Header of the counts of a target or symbol."""


def name_counts(entry: NameDiff) -> list[str]:
    """Return the counts of a target or symbol, as ``NAME_COLUMNS`` names them."""
    counts = (entry.lost, entry.moved, entry.added, entry.removed, entry.changed)
    return [f"{entry.old_jobs} -> {entry.new_jobs}", *map(str, counts)]
