"""The two Markdown files for people: the summary and the report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from heapq import nlargest
from itertools import chain
from operator import attrgetter

from training_plan.models import FileKind, Job, MasterPlan, Route
from training_plan.plan.job_rules import covered_symbols
from training_plan.views.markdown import escaped, link, name, table
from training_plan.views.mermaid import pie
from training_plan.views.view_families import View

TOP_JOBS = 20
"""Jobs that the summary names."""

LISTED_VIEWS = 100
"""Targets, and symbols, that the summary lists; the rest is a count and a link to the folder."""

JOBS_PER_TARGET = 50
"""Jobs that a section of the report lists; the rest is a count and a link to the view."""


def summary_report(plan: MasterPlan, views: Sequence[View]) -> bytes:
    """Return MASTER_TRAINING_PLAN_SUMMARY.md; ``views`` are those of the plan."""
    return _document(_summary_lines(plan, views))


def plan_report(plan: MasterPlan, views: Sequence[View]) -> bytes:
    """Return training_plan.md: a section for each target with its jobs; ``views`` are those of the plan."""
    return _document(_report_lines(plan, views))


def _document(lines: Iterable[str]) -> bytes:
    return ("\n".join(lines) + "\n").encode()


def _summary_lines(plan: MasterPlan, views: Sequence[View]) -> Iterator[str]:
    paths = {(view.family.kind, view.key): view.path for view in views}
    yield "# Master training plan: summary"
    yield from _origin(plan)
    yield from _counts(plan, paths)
    yield from _statistics(plan)
    yield from _top_jobs(plan, paths)
    for kind, title in ((FileKind.BY_TARGET, "Targets"), (FileKind.BY_SYMBOL, "Symbols")):
        yield from _view_list(title, [view for view in views if view.family.kind is kind], plan.jobs)


def _origin(plan: MasterPlan) -> Iterator[str]:
    about = plan.metadata
    yield ""
    rows = [
        ("generated at", about.generated_at),
        ("run", about.run_id),
        ("commit", about.git_commit),
        ("routing plan", about.routing_plan_path),
        ("routing config", about.config_hash),
        ("metrics snapshot", about.metrics_snapshot),
    ]
    yield from table(("plan", ""), ((label, "not known" if value is None else name(value)) for label, value in rows))
    if not any(job.route is not Route.ROUTE_BLOCKED for job in plan.jobs):
        yield ""
        yield "**This plan has no trainable job: nothing will be trained.**"


def _counts(plan: MasterPlan, paths: dict[tuple[FileKind, str], str]) -> Iterator[str]:
    summary = plan.summary
    yield ""
    yield "## Counts"
    yield ""
    totals = [
        ("trainable, cross-sectional", summary.total_cs_jobs),
        ("trainable, symbol-specific", summary.total_symbol_jobs),
        ("blocked", summary.total_blocked),
        ("all", plan.metadata.total_jobs),
    ]
    yield from table(("jobs", "count:"), ((label, str(count)) for label, count in totals))
    for title, kind, counts in (
        ("type", FileKind.BY_TYPE, summary.by_type),
        ("route", FileKind.BY_ROUTE, summary.by_route),
    ):
        yield ""
        rows = ((link(name(key), paths[kind, key]), str(count)) for key, count in counts.items())
        yield from table((title, "jobs:"), rows)
    yield ""
    yield from table(("priority:", "jobs:"), ((key, str(count)) for key, count in summary.by_priority.items()))
    for title, slices in (("What becomes of the jobs", totals[:-1]), ("Jobs by route", summary.by_route.items())):
        if chart := pie(title, slices):
            yield ""
            yield from chart


def _statistics(plan: MasterPlan) -> Iterator[str]:
    trainable = [job for job in plan.jobs if job.route is not Route.ROUTE_BLOCKED]
    targets = {job.target for job in plan.jobs}
    pooled = {job.target for job in trainable if job.symbol is None}
    covered = sum(len(covered_symbols(job)) for job in trainable)
    families = Counter(chain.from_iterable(map(attrgetter("model_families"), trainable)))
    yield ""
    yield "## Statistics"
    yield ""
    rows = [
        ("targets", str(len(targets))),
        ("targets with a pooled model", str(len(pooled))),
        ("symbols with a job of their own", str(len({job.symbol for job in plan.jobs} - {None}))),
        ("pairs covered by a pooled model alone", str(covered)),
        ("pairs with a trainable job of their own", str(sum(job.symbol is not None for job in trainable))),
        ("models to train (job times family)", str(families.total())),
    ]
    yield from table(("what", "count:"), rows)
    yield ""
    yield from table(("family", "jobs:"), ((name(family), str(families[family])) for family in sorted(families)))


def _top_jobs(plan: MasterPlan, paths: dict[tuple[FileKind, str], str]) -> Iterator[str]:
    best = nlargest(TOP_JOBS, plan.jobs, key=attrgetter("priority"))
    yield ""
    yield "## Top jobs by priority"
    yield ""
    yield f"The {len(best)} jobs of the highest priority, of {len(plan.jobs)}, grouped by target."
    by_target: dict[str, list[Job]] = {}
    for job in best:
        by_target.setdefault(job.target, []).append(job)
    for target, jobs in by_target.items():
        yield ""
        yield f"### {link(name(target), paths[FileKind.BY_TARGET, target])}"
        yield ""
        yield from _job_table(jobs)


_known_name = lru_cache(maxsize=2**16)(name)
"""The same as ``name``, for names that stand in many jobs."""


def _job_table(jobs: Sequence[Job]) -> list[str]:
    header = ("priority:", "job", "symbol", "route", "families", "reason")
    return table(
        header,
        (
            (
                str(job.priority),
                name(job.job_id),
                "pooled" if job.symbol is None else _known_name(job.symbol),
                _known_name(job.route),
                ", ".join(map(_known_name, job.model_families)) or "none",
                escaped(job.reason),
            )
            for job in jobs
        ),
    )


def _view_list(title: str, views: Sequence[View], jobs: Sequence[Job]) -> Iterator[str]:
    yield ""
    yield f"## {title}"
    yield ""
    if not views:
        yield "None."
        return
    rows = []
    for view in views[:LISTED_VIEWS]:
        blocked = sum(jobs[index].route is Route.ROUTE_BLOCKED for index in view.indices)
        rows.append((link(name(view.key), view.path), str(len(view.indices)), str(blocked)))
    yield from table((view_heading(views[0]), "jobs:", "of them blocked:"), rows)
    if len(views) > LISTED_VIEWS:
        folder = views[0].family.kind
        yield ""
        yield f"and {len(views) - LISTED_VIEWS} more in {link(f'`{folder}/`', f'{folder}/')}"


def view_heading(view: View) -> str:
    """Return what the key of a view is called in a table."""
    return view.family.field.replace("_", " ")


def _report_lines(plan: MasterPlan, views: Sequence[View]) -> Iterator[str]:
    yield "# Training plan"
    yield from _origin(plan)
    yield ""
    yield f"{counted_jobs(len(plan.jobs))}; counts are in {link('the summary', 'MASTER_TRAINING_PLAN_SUMMARY.md')}."
    for view in views:
        if view.family.kind is FileKind.BY_TARGET:
            yield from _target_section(view, plan.jobs)


def _target_section(view: View, all_jobs: Sequence[Job]) -> Iterator[str]:
    listed = [all_jobs[index] for index in view.indices[:JOBS_PER_TARGET]]
    yield ""
    yield f"## {name(view.key)}"
    yield ""
    yield _sentence(view.indices, lambda index: all_jobs[index])
    yield ""
    yield from _job_table(listed)
    hidden = len(view.indices) - len(listed)
    if hidden:
        yield ""
        yield f"and {hidden} more in {link(name(view.path), view.path)}"


def _sentence(indices: Sequence[int], job_at: Callable[[int], Job]) -> str:
    routes = Counter(job_at(index).route for index in indices)
    parts = ", ".join(f"{routes[route]} `{route}`" for route in Route if routes[route])
    return f"{counted_jobs(len(indices))}: {parts}."


def counted_jobs(count: int) -> str:
    """Return a number of jobs in words."""
    return f"{count} job" if count == 1 else f"{count} jobs"
