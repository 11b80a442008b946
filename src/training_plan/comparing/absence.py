"""Why a plan has no job of a pair, as far as the plan can tell."""

from __future__ import annotations

from training_plan.comparing.plan_diff import PlanSide


def absence_words(plan: PlanSide, target: str) -> str:
    """Return in words what the silence of a plan about a pair of a target means.

    A plan built without blocked jobs looks the same whether the router blocked a pair or decided nothing on it.
    """
    if plan.summary.total_blocked:
        return "not decided: the plan lists what is blocked, and this is not among it"
    if target not in plan.targets:
        return "the plan has no job of this target: blocked, or not decided"
    return "no job: blocked, or not decided (build --include-blocked tells)"
