"""``training-plan validate``: do files keep the contract?"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from training_plan.cli.arguments import add_finding_formats, text_argument
from training_plan.cli.output import Outcome, package_version

if TYPE_CHECKING:
    from training_plan.checking.validation import Verdict
    from training_plan.findings import Finding

NAME = "validate"
HELP = "Say whether files keep the contract: plans, routing plans, configs, views, manifests; JSON or YAML."
EXAMPLE = "training-plan validate METRICS/training_plan/master_training_plan.json"

KINDS = ("plan", "routing-plan", "config", "view", "manifest")
STDIN = "-"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("files", nargs="+", type=text_argument, metavar="FILE", help="a file, or - for standard input")
    parser.add_argument("--kind", choices=KINDS, help="what the files are (default: told from each document)")
    add_finding_formats(parser)


def run(options: argparse.Namespace) -> Outcome:
    """Run the command."""
    from training_plan.checking.validation import DocumentKind, validate  # noqa: PLC0415 - keeps --help instant
    from training_plan.cli.finding_formats import closing_line, rendered, sarif_log  # noqa: PLC0415

    kind = None if options.kind is None else DocumentKind(options.kind)
    verdicts: list[Verdict] = []
    texts: list[str] = []
    for file in options.files:
        data = _read(file)
        verdict = validate(data, file, kind)
        verdicts.append(verdict)
        shown = verdict.findings[: options.max_findings]
        lines = data.split(b"\n") if shown and options.format == "text" else []
        texts += [rendered(finding, options.format, lines) for finding in shown]
        texts.append(closing_line(verdict.file, verdict.findings, len(shown), f"a valid {verdict.schema}"))
    findings: Sequence[Finding] = [finding for verdict in verdicts for finding in verdict.findings]
    files = [{"file": verdict.file, "schema": verdict.schema, "valid": not verdict.findings} for verdict in verdicts]
    return Outcome(
        exit_code=1 if findings else 0,
        text=sarif_log(findings, package_version()) if options.format == "sarif" else "".join(texts),
        result={"files": files},
        findings=findings,
    )


def _read(file: str) -> bytes:
    if file == STDIN:
        return sys.stdin.buffer.read()
    from training_plan.contract.reading import read_bytes  # noqa: PLC0415

    return read_bytes(Path(file), "document")
