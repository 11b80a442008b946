"""The foot of the page: what it holds, what it leaves to the views, how to read it."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from training_plan.models import MasterPlan
from training_plan.reporting.html_elements import Content, counted, element
from training_plan.reporting.job_columns import HeldJobs

_MISSING = {
    "changes": "what changed of each job",
    "scores": "scores, sample sizes and states",
    "ids": "job ids",
    "reasons": "reasons",
    "metadata": "further metadata",
}

_ADDRESS = (
    "The address of the page keeps the filters: copy it to share what you see. The file needs no network, and a policy "
    "in it forbids any."
)
_CSV = (
    "In CSV, a text that a spreadsheet would take for a formula (it starts with = + - @) gets an apostrophe in front."
)


def about(plan: MasterPlan, held: HeldJobs) -> Element:
    """Return the foot of the page."""
    return element(
        "footer",
        element("h2", "About this page"),
        element("ul", *(element("li", *line) for line in _lines(plan, held))),
        id="about",
    )


def _lines(plan: MasterPlan, held: HeldJobs) -> Iterator[list[Content]]:
    yield [_holding(plan, held)]
    missing = [words for what, words in _MISSING.items() if what in held.left_out]
    if missing:
        yield [
            f"To stay small it leaves out {', '.join(missing)} of all jobs: ",
            element("code", "training-plan show"),
            " and the views in the plan folder have them.",
        ]
    if not plan.summary.total_blocked:
        yield [
            "The plan has no blocked jobs: a pair without a job was blocked, or not decided. ",
            element("code", "training-plan build --include-blocked"),
            " keeps them, with their reasons.",
        ]
    yield [_ADDRESS]
    yield [_CSV]
    yield ["Style and scripts are part of training-plan (MIT licence); the page has no code of others."]


def _holding(plan: MasterPlan, held: HeldJobs) -> str:
    total = len(plan.jobs)
    if held.jobs == total:
        return f"It holds every job of the plan: {counted(total, 'job')}."
    return (
        f"It holds the {counted(held.jobs, 'job')} of the highest priority, of {counted(total)}. The overview counts "
        f"the whole plan; map, charts and table show what is held, and the views in the plan folder have the other "
        f"{counted(total - held.jobs, 'job')}."
    )
