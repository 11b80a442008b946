"""``training-plan check``: is every derived file what the master demands?"""

from __future__ import annotations

import argparse

from training_plan.cli.arguments import add_format, path_argument
from training_plan.cli.output import Outcome

NAME = "check"
HELP = "Say whether every derived file of a plan folder is exactly what the master demands; writes nothing."
EXAMPLE = "training-plan check METRICS/training_plan"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("folder", type=path_argument, metavar="DIR", help="the plan folder")
    add_format(parser)


def run(options: argparse.Namespace) -> Outcome:
    """Run the command."""
    from training_plan.checking import check_folder  # noqa: PLC0415 - keeps --help instant

    findings = check_folder(options.folder)
    return Outcome(
        exit_code=1 if findings else 0,
        text="".join(f"{finding}\n" for finding in findings) or f"{options.folder} is what its master demands\n",
        result={"folder": options.folder.as_posix()},
        findings=findings,
    )
