"""What a reader of a diff must know of the two plans before it misleads."""

from __future__ import annotations

from training_plan.comparing.plan_diff import PlanDiff


def caveats(diff: PlanDiff) -> list[str]:
    """Return what a reader of the diff must know of the two plans, a sentence each without a full stop."""
    found = []
    listed = [bool(side.summary.total_blocked) for side in (diff.old, diff.new)]
    if listed[0] != listed[1]:
        with_it, without = ("old", "new") if listed[0] else ("new", "old")
        found.append(f"the {with_it} plan lists blocked pairs and the {without} one does not (build --include-blocked)")
    if diff.repeated:
        pairs = "1 pair" if diff.repeated == 1 else f"{diff.repeated} pairs"
        found.append(f"{pairs} with several jobs, matched by content, then job_id, then order")
    return found
