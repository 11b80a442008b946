"""``training-plan check``: is every derived file what the master demands?"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING

from training_plan.cli.arguments import add_finding_formats, path_argument
from training_plan.cli.output import Outcome, package_version
from training_plan.cli.progress import ProgressBar
from training_plan.errors import InvalidDocumentError

if TYPE_CHECKING:
    from training_plan.findings import Finding

NAME = "check"
HELP = "Say whether every derived file of a plan folder is exactly what the master demands; writes nothing."
EXAMPLE = "training-plan check METRICS/training_plan"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("folder", type=path_argument, metavar="DIR", help="the plan folder")
    add_finding_formats(parser)


def run(options: argparse.Namespace) -> Outcome:
    """Run the command."""
    from training_plan.checking.folder_check import check_folder  # noqa: PLC0415 - keeps --help instant
    from training_plan.cli.finding_formats import closing_line, code_table, rendered, sarif_log  # noqa: PLC0415

    findings: Sequence[Finding]
    notes = []
    try:
        with ProgressBar("checking"):
            findings = check_folder(options.folder)
    except InvalidDocumentError as error:
        findings = error.findings
        notes = ["note: the master plan is broken, so no other file could be judged"]
    shown = findings[: options.max_findings]
    text = "".join(rendered(finding, options.format) for finding in shown)
    text += closing_line(options.folder.as_posix(), findings, len(shown), "what its master demands")
    if options.format == "text" and len(shown) < len(findings):
        text += code_table(findings)
    return Outcome(
        exit_code=1 if findings else 0,
        text=sarif_log(findings, package_version(), is_complete=not notes) if options.format == "sarif" else text,
        result={"folder": options.folder.as_posix()},
        notes=notes,
        findings=findings,
    )
