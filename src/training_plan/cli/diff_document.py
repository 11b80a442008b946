"""A diff for programs: everything, capped by nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from training_plan.comparing.job_comparison import symbol_difference
from training_plan.comparing.plan_diff import FieldChange, JobChange, LostPool, Move, PlanDiff

JsonObject = dict[str, Any]


def diff_document(diff: PlanDiff, moves: Sequence[Move] | None, paths: Mapping[str, str]) -> JsonObject:
    """Return a diff as a JSON object.

    Args:
        diff: the diff.
        moves: the pairs to list as moved; None for all.
        paths: where the ``old`` and the ``new`` plan were read.
    """
    sides = {"old": (diff.old, diff.old_jobs), "new": (diff.new, diff.new_jobs)}
    return {
        "different": not diff.is_empty,
        **{
            which: {"path": paths[which], "compared_jobs": jobs, "metadata": msgspec.to_builtins(side.metadata)}
            for which, (side, jobs) in sides.items()
        },
        "counts": {
            "added": len(diff.added),
            "removed": len(diff.removed),
            "changed": len(diff.changed),
            "unchanged": diff.unchanged,
            "moved": len(diff.moved),
            "lost": len(diff.lost),
            "lost_pools": len(diff.lost_pools),
            "repeated": diff.repeated,
        },
        "lost": msgspec.to_builtins(diff.lost),
        "lost_pools": [_lost_pool(pool) for pool in diff.lost_pools],
        "matrix": [
            {"old": before, "new": after, "count": count}
            for (before, after), count in sorted(diff.moves().items())
            if count
        ],
        "moved": msgspec.to_builtins(diff.moved if moves is None else moves),
        "removed": msgspec.to_builtins(diff.removed),
        "added": msgspec.to_builtins(diff.added),
        "changed": [_job_change(change) for change in diff.changed],
        "by_target": msgspec.to_builtins(diff.by_target),
        "by_symbol": msgspec.to_builtins(diff.by_symbol),
    }


def _lost_pool(pool: LostPool) -> JsonObject:
    return {"target": pool.job.target, "job_id": pool.job.job_id, **msgspec.to_builtins(pool)}


def _job_change(change: JobChange) -> JsonObject:
    return {
        "target": change.new.target,
        "symbol": change.new.symbol,
        "training_type": change.new.training_type,
        "old_job_id": change.old.job_id,
        "new_job_id": change.new.job_id,
        "fields": [_field_change(field) for field in change.fields],
    }


def _field_change(change: FieldChange) -> JsonObject:
    """Return a change with ``old`` and ``new``, or with ``added`` and ``removed`` if it is one of covered symbols."""
    difference = symbol_difference(change)
    if difference is not None:
        return {"field": change.field, "added": difference[0], "removed": difference[1]}
    document: JsonObject = msgspec.to_builtins(change)
    return document
