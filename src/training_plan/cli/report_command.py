"""``training-plan report``: one page that shows a plan, and what changed since another one."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from training_plan.cli.arguments import add_format, path_argument
from training_plan.cli.output import Outcome
from training_plan.cli.plan_argument import folder_of_plan, load_named_plan
from training_plan.findings import one_line

if TYPE_CHECKING:
    from training_plan.comparing.plan_diff import PlanDiff
    from training_plan.models import MasterPlan
    from training_plan.reporting.job_columns import HeldJobs

NAME = "report"
HELP = "Write one HTML page that shows a plan: numbers, a map, charts, every job; it opens without a network."
EXAMPLE = "training-plan report METRICS/training_plan --out training_plan_report.html"

DEFAULT_OUT = Path("training_plan_report.html")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("plan", type=path_argument, metavar="DIR", help="the plan folder, or a master file of any name")
    parser.add_argument(
        "--against",
        type=path_argument,
        metavar="OLD",
        help="an older plan, likewise: the page then tells what changed",
    )
    parser.add_argument(
        "--out",
        type=path_argument,
        default=DEFAULT_OUT,
        metavar="FILE",
        help="the page; never in the plan folder (default: %(default)s)",
    )
    parser.add_argument("--open", action="store_true", help="open the page in the browser")
    add_format(parser)


def run(options: argparse.Namespace) -> Outcome:
    """Run the command."""
    from training_plan.reporting.page import render  # noqa: PLC0415 - keeps --help instant
    from training_plan.reporting.report_file import refuse_place, write_report  # noqa: PLC0415
    from training_plan.training_plan_consumer import plan_digest  # noqa: PLC0415
    from training_plan.views.plan_folder import known_account  # noqa: PLC0415

    folder = folder_of_plan(options.plan)
    against = None if options.against is None else folder_of_plan(options.against)
    refuse_place(options.out, [each for each in (folder, against) if each is not None])
    plan = load_named_plan(options.plan)
    account = None if folder is None else known_account(folder, plan, plan_digest(plan))
    page = render(plan, account, _diff(options.against, plan))
    write_report(page.data, options.out)
    result = {"file": options.out.as_posix(), "size": len(page.data), "jobs": page.held.jobs}
    return Outcome(
        text=one_line(f"{options.out}: {len(plan.jobs):,} jobs, {len(page.data) / 1e6:.1f} MB") + "\n",
        result={**result, "left_out": page.held.left_out},
        notes=[*_left_out(page.held), *(_open(options.out) if options.open else [])],
    )


def _diff(old: Path | None, plan: MasterPlan) -> PlanDiff | None:
    """Return how the plan differs from an older one, if there is one."""
    from training_plan.comparing.comparison import compare_plans  # noqa: PLC0415

    return None if old is None else compare_plans(load_named_plan(old), plan)


def _left_out(held: HeldJobs) -> list[str]:
    if not held.left_out:
        return []
    missing = ", ".join(f"{what} of {count:,}" for what, count in held.left_out.items())
    return [f"note: to stay small the page leaves out some of the plan ({missing}); the page says so too"]


def _open(page: Path) -> list[str]:
    import webbrowser  # noqa: PLC0415

    address = page.resolve().as_uri()
    return [] if webbrowser.open(address) else [f"note: no browser could be opened; open {address}"]
