"""``training-plan validate``: do files keep the contract?"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from training_plan.cli.arguments import text_argument
from training_plan.cli.output import Outcome

if TYPE_CHECKING:
    from training_plan.findings import Finding
    from training_plan.validation import Verdict

NAME = "validate"
HELP = "Say whether files keep the contract: plans, routing plans, configs, views, manifests; JSON or YAML."
EXAMPLE = "training-plan validate METRICS/training_plan/master_training_plan.json"

KINDS = ("plan", "routing-plan", "config", "view", "manifest")
STDIN = "-"
_SHOWN_FINDINGS = 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("files", nargs="+", type=text_argument, metavar="FILE", help="a file, or - for standard input")
    parser.add_argument("--kind", choices=KINDS, help="what the files are (default: told from each document)")
    parser.add_argument(
        "--format",
        choices=("text", "json", "github", "sarif"),
        default="text",
        help="text for people, one JSON object, annotations of GitHub Actions, or a SARIF log (default: text)",
    )
    parser.add_argument(
        "--max-findings",
        type=_count,
        default=_SHOWN_FINDINGS,
        metavar="N",
        help="findings that text and github show of each file; json and sarif have all (default: %(default)s)",
    )


def _count(given: str) -> int:
    count = int(given)
    if count < 0:
        raise ValueError(given)
    return count


def run(options: argparse.Namespace) -> Outcome:
    """Run the command."""
    from training_plan.cli.finding_formats import excerpt, github_annotations, sarif_log  # noqa: PLC0415
    from training_plan.validation import DocumentKind, validate  # noqa: PLC0415 - keeps --help instant

    kind = None if options.kind is None else DocumentKind(options.kind)
    verdicts: list[Verdict] = []
    texts: list[str] = []
    for file in options.files:
        data = _read(file)
        verdict = validate(data, file, kind)
        verdicts.append(verdict)
        shown = verdict.findings[: options.max_findings]
        if options.format == "github":
            texts.append(github_annotations(shown))
        elif options.format == "text":
            lines = data.split(b"\n") if shown else []
            texts += [f"{finding}\n{excerpt(lines, finding)}" for finding in shown]
        if options.format in {"github", "text"}:
            texts.append(_closing_line(verdict, len(shown)))
    findings: Sequence[Finding] = [finding for verdict in verdicts for finding in verdict.findings]
    if options.format == "sarif":
        from training_plan.cli.output import package_version  # noqa: PLC0415

        texts.append(sarif_log(findings, package_version()))
    files = [{"file": verdict.file, "schema": verdict.schema, "valid": not verdict.findings} for verdict in verdicts]
    return Outcome(exit_code=1 if findings else 0, text="".join(texts), result={"files": files}, findings=findings)


def _read(file: str) -> bytes:
    if file == STDIN:
        return sys.stdin.buffer.read()
    from training_plan.reading import read_bytes  # noqa: PLC0415

    return read_bytes(Path(file), "document")


def _closing_line(verdict: Verdict, shown: int) -> str:
    count = len(verdict.findings)
    if not count:
        return f"{verdict.file}: a valid {verdict.schema}\n"
    hidden = f", {count - shown} of them not shown (--max-findings)" if count > shown else ""
    return f"{verdict.file}: {count} finding{'s' if count > 1 else ''}{hidden}\n"
