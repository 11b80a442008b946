"""``training-plan show``: the jobs that a person or a script asks for."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from training_plan.cli.arguments import count_argument, path_argument
from training_plan.cli.name_notes import unknown_names
from training_plan.cli.output import Outcome
from training_plan.cli.plan_argument import load_named_plan

if TYPE_CHECKING:
    from training_plan.models import Job, MasterPlan

NAME = "show"
HELP = "Show the jobs of a plan that meet every filter, most important first."
EXAMPLE = "training-plan show METRICS/training_plan --symbol AAPL --top 10"

_SHOWN_JOBS = 50


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("plan", type=path_argument, metavar="DIR", help="the plan folder, or a master file of any name")
    parser.add_argument("--target", metavar="T", help="jobs of this target")
    parser.add_argument("--symbol", metavar="S", help="jobs of this symbol, and the pooled jobs whose model serves it")
    parser.add_argument("--type", dest="training_type", choices=("cross_sectional", "symbol_specific"))
    parser.add_argument(
        "--route",
        choices=(
            "ROUTE_CROSS_SECTIONAL",
            "ROUTE_SYMBOL_SPECIFIC",
            "ROUTE_BOTH",
            "ROUTE_EXPERIMENTAL_ONLY",
            "ROUTE_BLOCKED",
        ),
    )
    parser.add_argument("--family", metavar="F", help="jobs that train this family")
    parser.add_argument("--min-priority", type=int, metavar="N", help="jobs of at least this priority")
    parser.add_argument(
        "--top",
        type=count_argument,
        metavar="N",
        help=f"at most so many jobs (default: {_SHOWN_JOBS} in a table on a terminal, else all)",
    )
    parser.add_argument(
        "--format",
        choices=("table", "json", "jsonl", "csv"),
        default="table",
        help="a table that fits the terminal, in a pipe lines of tabs with every column (default); "
        "one JSON object; the jobs as they stand in the plan, one a line; CSV",
    )


def run(options: argparse.Namespace) -> Outcome:
    """Run the command."""
    import msgspec  # noqa: PLC0415 - keeps --help instant

    from training_plan.cli.job_tables import csv_text, tab_text, terminal_text  # noqa: PLC0415

    plan = load_named_plan(options.plan)
    jobs = _selected(plan, options)
    notes = [] if jobs else unknown_names([plan], options, "no job of the plan has")
    is_for_a_person = options.format == "table" and sys.stdout.isatty()
    shown = jobs[: _SHOWN_JOBS if options.top is None and is_for_a_person else options.top]
    if options.format == "json":
        result = {"total": len(jobs), "jobs": [msgspec.to_builtins(job) for job in shown]}
        return Outcome(result=result, notes=notes)
    if options.format == "jsonl":
        text = "".join(f"{msgspec.json.encode(job).decode()}\n" for job in shown)
    elif options.format == "csv":
        text = csv_text(shown)
    elif is_for_a_person:
        text = terminal_text(shown) + f"{len(shown)} of {len(jobs)} jobs\n"
    else:
        text = tab_text(shown)
    return Outcome(text=text, notes=notes, is_data=True)


def _selected(plan: MasterPlan, options: argparse.Namespace) -> list[Job]:
    from training_plan.training_plan_consumer import get_pooled_jobs_covering  # noqa: PLC0415

    jobs: Sequence[Job] = plan.jobs
    if options.symbol is not None:
        covering = {job.job_id for job in get_pooled_jobs_covering(plan, options.symbol)}
        jobs = [job for job in jobs if job.symbol == options.symbol or job.job_id in covering]
    tests: list[Callable[[Job], bool]] = []
    for field in ("target", "training_type", "route"):
        wanted = getattr(options, field)
        if wanted is not None:
            tests.append(lambda job, field=field, wanted=wanted: getattr(job, field) == wanted)  # type: ignore[misc]
    if options.family is not None:
        tests.append(lambda job: options.family in job.model_families)
    if options.min_priority is not None:
        tests.append(lambda job: job.priority >= options.min_priority)
    return sorted((job for job in jobs if all(test(job) for test in tests)), key=lambda job: -job.priority)
