"""Notes about names that were asked for and that no plan has."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from training_plan.models import Job, MasterPlan


def unknown_names(plans: Sequence[MasterPlan], options: argparse.Namespace, nobody: str) -> list[str]:
    """Return a note for each target, symbol and family of the options that no job has, with names that look like it.

    Args:
        plans: where to look; the symbols that a pooled job covers are there too.
        options: the arguments; what was not asked for is None or absent.
        nobody: who does not have the name, with the verb.
    """
    from training_plan.consuming.near_names import did_you_mean  # noqa: PLC0415 - keeps --help instant
    from training_plan.plan.job_rules import covered_symbols  # noqa: PLC0415

    names_of: dict[str, Callable[[Job], Iterable[str | None]]] = {
        "target": lambda job: (job.target,),
        "symbol": lambda job: (job.symbol, *covered_symbols(job)),
        "family": lambda job: job.model_families,
    }
    notes = []
    for field, names_in in names_of.items():
        wanted = getattr(options, field, None)
        if wanted is None:
            continue
        known = {name for plan in plans for job in plan.jobs for name in names_in(job) if name is not None}
        if wanted not in known:
            hint = did_you_mean(wanted, known)
            notes.append(f"note: {nobody} the {field} {wanted}" + (f"; {hint}" if hint else ""))
    return notes
