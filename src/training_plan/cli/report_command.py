"""``training-plan report``: one page that shows a plan, and what changed since another one."""

from __future__ import annotations

import argparse
from pathlib import Path

from training_plan.cli.arguments import add_format, path_argument
from training_plan.cli.output import Outcome

NAME = "report"
HELP = "Write one HTML page that shows a plan: numbers, a map, charts, every job; it opens without a network."
EXAMPLE = "training-plan report METRICS/training_plan --out training_plan_report.html"

DEFAULT_OUT = Path("training_plan_report.html")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("folder", type=path_argument, metavar="DIR", help="the plan folder, or its master file")
    parser.add_argument(
        "--against",
        type=path_argument,
        metavar="OLD",
        help="an older plan, its folder or master file: the page then tells what changed",
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
    from training_plan.comparing.comparison import compare_plans  # noqa: PLC0415 - keeps --help instant
    from training_plan.reporting.page import render  # noqa: PLC0415
    from training_plan.reporting.report_file import refuse_place, write_report  # noqa: PLC0415
    from training_plan.training_plan_consumer import load_master_training_plan, plan_digest  # noqa: PLC0415
    from training_plan.views.plan_folder import known_account  # noqa: PLC0415

    folder = _folder(options.folder)
    refuse_place(options.out, [folder, *([] if options.against is None else [_folder(options.against)])])
    plan = load_master_training_plan(options.folder)
    account = known_account(folder, plan, plan_digest(plan))
    diff = None if options.against is None else compare_plans(load_master_training_plan(options.against), plan)
    page = render(plan, account, diff)
    write_report(page.data, options.out)
    return Outcome(
        text=f"{options.out}: {len(plan.jobs):,} jobs, {len(page.data) / 1e6:.1f} MB\n",
        result={
            "file": options.out.as_posix(),
            "size": len(page.data),
            "jobs": page.held.jobs,
            "left_out": page.held.left_out,
        },
        notes=_open(options.out) if options.open else [],
    )


def _folder(plan: Path) -> Path:
    """Return the folder of a plan that is given by its folder or its master file."""
    return plan if plan.is_dir() else plan.parent


def _open(page: Path) -> list[str]:
    import webbrowser  # noqa: PLC0415

    address = page.resolve().as_uri()
    return [] if webbrowser.open(address) else [f"note: no browser could be opened; open {address}"]
