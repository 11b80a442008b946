"""``training-plan validate``: do files keep the contract?"""

from __future__ import annotations

import argparse
import dataclasses
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from training_plan.cli.arguments import add_finding_formats, text_argument
from training_plan.cli.output import Outcome, package_version, printable
from training_plan.cli.progress import ProgressBar
from training_plan.errors import UnreadableFileError

if TYPE_CHECKING:
    from training_plan.findings import Finding

NAME = "validate"
HELP = "Say whether files keep the contract: plans, routing plans, configs, views, manifests; JSON or YAML."
EXAMPLE = "training-plan validate METRICS/training_plan/master_training_plan.json"

KINDS = ("plan", "routing-plan", "config", "view", "manifest")
STDIN = "-"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument(
        "files", nargs="+", type=text_argument, metavar="FILE", help="a file, or - for standard input; JSON or YAML"
    )
    parser.add_argument("--kind", choices=KINDS, help="what the files are (default: told from each document)")
    add_finding_formats(parser)


def run(options: argparse.Namespace) -> Outcome:
    """Run the command."""
    from training_plan.checking.document_kinds import DocumentKind  # noqa: PLC0415 - keeps --help instant
    from training_plan.checking.validation import validate  # noqa: PLC0415
    from training_plan.cli.finding_formats import closing_line, rendered, sarif_log  # noqa: PLC0415
    from training_plan.contract.lines import Lines  # noqa: PLC0415

    kind = None if options.kind is None else DocumentKind(options.kind)
    findings: list[Finding] = []
    texts: list[str] = []
    files: list[dict[str, object]] = []
    unreadable: list[UnreadableFileError] = []
    for file in options.files:
        try:
            data = _read(file)
        except UnreadableFileError as error:
            # The other files are judged all the same.
            unreadable.append(error)
            files.append({"file": file, "schema": None, "valid": None})
            continue
        with ProgressBar(f"judging {printable(file)}"):
            verdict = validate(data, file, kind, is_yaml=_is_yaml(data) if file == STDIN else None)
        findings += verdict.findings
        files.append({"file": file, "schema": verdict.schema, "valid": not verdict.findings})
        shown = verdict.findings[: options.max_findings]
        lines = Lines(data, b"\n") if shown and options.format == "text" else None
        texts += [rendered(finding, options.format, lines) for finding in shown]
        texts.append(closing_line(file, verdict.findings, len(shown), f"a valid {verdict.schema}"))
    if options.format == "sarif":
        texts = [sarif_log(findings, package_version(), is_complete=not unreadable)]
    outcome = Outcome(
        exit_code=1 if findings else 0,
        text="".join(texts),
        result={"files": files},
        findings=findings,
    )
    return outcome if not unreadable else _with_unreadable(outcome, unreadable)


def _with_unreadable(outcome: Outcome, errors: Sequence[UnreadableFileError]) -> Outcome:
    """Return the outcome of a run that could not read some of its files."""
    *others, last = errors
    notes = [line for error in others for line in f"error: {error}".split("\n")]
    return dataclasses.replace(outcome, exit_code=last.exit_code, notes=notes, error=last)


def _read(file: str) -> bytes:
    if file == STDIN:
        return sys.stdin.buffer.read()
    from training_plan.contract.reading import read_bytes  # noqa: PLC0415

    return read_bytes(Path(file), "document")


def _is_yaml(data: bytes) -> bool:
    """Return whether a document without a name is YAML: every JSON document of the contract is an object."""
    return data.lstrip()[:1] not in {b"{", b"[", b""}
