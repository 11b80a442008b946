"""What is computed from a plan once and kept as long as the plan lives."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from typing import TypeVar, cast

from training_plan.models import MasterPlan

T = TypeVar("T")

# What was computed from each plan that is alive, by the plan's identity: plans never change.
_kept_by_plan: dict[int, dict[str, object]] = {}


def kept_of(plan: MasterPlan) -> dict[str, object]:
    """Return the store of a plan; it goes when the plan goes."""
    if id(plan) not in _kept_by_plan:
        _kept_by_plan[id(plan)] = {}
        weakref.finalize(plan, _kept_by_plan.pop, id(plan), None).atexit = False
    return _kept_by_plan[id(plan)]


def kept(plan: MasterPlan, name: str, compute: Callable[[], T]) -> T:
    """Return what ``compute`` gives, computed once for a plan."""
    known = kept_of(plan)
    if name not in known:
        known[name] = compute()
    return cast("T", known[name])
