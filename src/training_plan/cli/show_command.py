"""``training-plan show``: the jobs that a person or a script asks for."""

from __future__ import annotations

import argparse
import csv
import io
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from training_plan.cli.arguments import path_argument
from training_plan.cli.output import Outcome, printable

if TYPE_CHECKING:
    from training_plan.models import Job, MasterPlan

NAME = "show"
HELP = "Show the jobs of a plan that meet every filter, most important first."
EXAMPLE = "training-plan show METRICS/training_plan --symbol AAPL --top 10"

_COLUMNS = ("priority", "job_id", "target", "symbol", "route", "model_families", "reason")
_NARROW_COLUMNS = ("priority", "target", "symbol", "route", "model_families")
_WIDE = 140
"""Characters from which a terminal shows every column."""

_SHOWN_JOBS = 50


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("folder", type=path_argument, metavar="DIR", help="the plan folder, or its master file")
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
        "--top", type=int, metavar="N", help=f"at most so many jobs (default: {_SHOWN_JOBS} in a table, else all)"
    )
    parser.add_argument("--format", choices=("table", "json", "jsonl", "csv"), default="table", help="default: table")


def run(options: argparse.Namespace) -> Outcome:
    """Run the command."""
    import msgspec  # noqa: PLC0415 - keeps --help instant

    from training_plan.training_plan_consumer import load_master_training_plan  # noqa: PLC0415

    plan = load_master_training_plan(options.folder)
    jobs = _selected(plan, options)
    shown = jobs[: options.top] if options.top is not None else jobs
    if options.format == "json":
        result = {"total": len(jobs), "jobs": [msgspec.to_builtins(job) for job in shown]}
        return Outcome(result=result, notes=_notes(plan, jobs, options))
    if options.format == "jsonl":
        return Outcome(text="".join(f"{msgspec.json.encode(job).decode()}\n" for job in shown), is_data=True)
    if options.format == "csv":
        return Outcome(text=_csv(shown), is_data=True)
    shown = shown[:_SHOWN_JOBS] if options.top is None else shown
    text = _table(shown) + f"{len(shown)} of {len(jobs)} jobs\n"
    return Outcome(text=text, notes=_notes(plan, jobs, options), is_data=True)


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


def _notes(plan: MasterPlan, jobs: Sequence[Job], options: argparse.Namespace) -> list[str]:
    """Say which name is not in the plan at all, with the names that look like it."""
    import difflib  # noqa: PLC0415

    if jobs:
        return []
    notes = []
    for field in ("target", "symbol"):
        wanted = getattr(options, field)
        names = {name for job in plan.jobs if (name := getattr(job, field)) is not None}
        if wanted is not None and wanted not in names:
            near = difflib.get_close_matches(wanted, sorted(names), n=3)
            hint = f"; did you mean {' or '.join(near)}?" if near else ""
            notes.append(f"note: no job of the plan has the {field} {wanted}{hint}")
    return notes


def _cells(job: Job) -> list[str]:
    values = (getattr(job, column) for column in _COLUMNS)
    return ["" if value is None else ",".join(value) if isinstance(value, list) else str(value) for value in values]


def _csv(jobs: Sequence[Job]) -> str:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(_COLUMNS)
    writer.writerows(_cells(job) for job in jobs)
    return stream.getvalue()


def _table(jobs: Sequence[Job]) -> str:
    rows = [[printable(cell.replace("\n", " ")) for cell in _cells(job)] for job in jobs]
    return _rich_table(rows) if sys.stdout.isatty() else _plain_table(rows)


def _plain_table(rows: list[list[str]]) -> str:
    """Return columns parted by tabs, with a header: what cut, awk and sort work on."""
    return "".join("\t".join(row) + "\n" for row in [list(_COLUMNS), *rows])


def _rich_table(rows: list[list[str]]) -> str:
    from rich import box  # noqa: PLC0415 - only on a terminal
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    console = Console()
    columns = [column for column in _COLUMNS if console.width >= _WIDE or column in _NARROW_COLUMNS]
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column in columns:
        table.add_column(column, justify="right" if column == "priority" else "left", overflow="fold")
    for row in rows:
        cells = dict(zip(_COLUMNS, row, strict=True))
        table.add_row(*(Text(cells[column].removeprefix("ROUTE_")) for column in columns))
    with console.capture() as capture:
        console.print(table)
    return capture.get()
