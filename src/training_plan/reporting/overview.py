"""The top of the page: what the plan is, its numbers, and what needs a look; it needs no script."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from training_plan.models import MasterPlan
from training_plan.reporting.html_elements import Content, counted, element, name, names, number
from training_plan.reporting.plan_facts import PlanFacts

PROVENANCE = (
    ("config_hash", "routing config"),
    ("git_commit", "commit"),
    ("routing_plan_path", "routing plan"),
    ("metrics_snapshot", "metrics snapshot"),
    ("schema_version", "schema version"),
)
"""Field of a plan's metadata, and what a person calls it; run and time stand in the title."""

_SHOWN_FAMILIES = 8


def masthead(plan: MasterPlan) -> Element:
    """Return the title with the run and its time."""
    about = plan.metadata
    return element(
        "header",
        element("p", "Training plan", class_="kicker"),
        element("h1", name(about.run_id)),
        element("p", "generated ", element("time", about.generated_at), class_="quiet"),
        class_="masthead",
    )


def overview(plan: MasterPlan, facts: PlanFacts) -> Element:
    """Return the headline, the numbers, the warnings and the provenance."""
    return element(
        "section",
        element("h2", "Overview", class_="unseen", id="overview-title"),
        element("p", *_headline(plan, facts), class_="headline"),
        element("dl", *(number(*told) for told in _numbers(plan, facts)), class_="numbers"),
        *_warnings(plan, facts),
        element("dl", *_origin(plan, facts), class_="origin"),
        id="overview",
        aria_labelledby="overview-title",
    )


def trainable_jobs(plan: MasterPlan) -> int:
    """Return how many jobs are to be trained."""
    return plan.summary.total_cs_jobs + plan.summary.total_symbol_jobs


def _headline(plan: MasterPlan, facts: PlanFacts) -> list[Content]:
    trainable = trainable_jobs(plan)
    if trainable == 0:
        return [element("strong", "This plan is empty"), ": no job can be trained."]
    scope = f"{counted(len(facts.targets), 'target')} and {counted(len(facts.symbols), 'symbol')}"
    return [element("strong", counted(trainable, "job")), f" to train, for {scope}."]


def _numbers(plan: MasterPlan, facts: PlanFacts) -> Iterator[tuple[str, int, str]]:
    summary = plan.summary
    yield "pooled jobs", summary.total_cs_jobs, "one model over many symbols"
    yield "symbol jobs", summary.total_symbol_jobs, "a model of one symbol's own"
    yield "covered pairs", facts.covered, "served by a pooled job alone"
    yield _blocked(plan, facts)
    yield "model fits", facts.fits, "each job trains each of its families"


def _blocked(plan: MasterPlan, facts: PlanFacts) -> tuple[str, int, str]:
    kept = plan.summary.total_blocked
    if facts.account is not None and facts.account.blocked != kept:
        return "blocked", facts.account.blocked, "decisions of the router, not kept as jobs"
    if facts.account is not None:
        return "blocked", kept, f"of {counted(facts.account.decisions, 'decision')} of the router"
    return "blocked jobs", kept, "never to be trained"


def _warnings(plan: MasterPlan, facts: PlanFacts) -> list[Element]:
    items = list(_warning_items(plan, facts))
    if not items:
        return [element("p", "Nothing needs a look: every target has a pooled job.", class_="fine")]
    return [
        element(
            "div",
            element("h3", "Needs a look"),
            element("ul", *items),
            class_="warnings",
            role="note",
            aria_label="Warnings",
        )
    ]


def _warning_items(plan: MasterPlan, facts: PlanFacts) -> Iterator[Element]:
    if trainable_jobs(plan) == 0:
        yield element("li", "Nothing will be trained: ", _emptiness(plan, facts), data_warning="empty")
    for kind, noun, one, many, affected in (
        ("unpooled", "target", "has no pooled job", "have no pooled job", facts.unpooled_targets),
        ("unserved", "symbol", "is blocked for every target", "are blocked for every target", facts.unserved_symbols),
    ):
        if affected:
            words = f"{counted(len(affected), noun)} {one if len(affected) == 1 else many}: "
            yield element("li", words, *names(affected), data_warning=kind)


def _emptiness(plan: MasterPlan, facts: PlanFacts) -> str:
    if plan.jobs:
        return f"all {counted(len(plan.jobs), 'job')} are blocked."
    if facts.account is not None and facts.account.blocked:
        return f"all {counted(facts.account.blocked, 'decision')} of the router are blocked."
    return "the router decided nothing."


def _origin(plan: MasterPlan, facts: PlanFacts) -> Iterator[Element]:
    families: list[Content] = []
    for family, jobs in list(facts.families.items())[:_SHOWN_FAMILIES]:
        families += [*([", "] if families else []), name(family), f" {counted(jobs)}"]
    hidden = len(facts.families) - _SHOWN_FAMILIES
    more = [f" and {counted(hidden)} more"] if hidden > 0 else []
    yield _told("jobs by family", *(families or ["none"]), *more)
    for field, label in PROVENANCE:
        value = getattr(plan.metadata, field)
        yield _told(label, name(value) if isinstance(value, str) else "not known")


def _told(label: str, *content: Content) -> Element:
    return element("div", element("dt", label), element("dd", *content))
