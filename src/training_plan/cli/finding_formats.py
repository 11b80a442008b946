"""Findings for readers other than a person at a terminal: annotations of a forge, SARIF, an excerpt of the file."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from typing import Any

from training_plan.cli.tables import output_width, text_table
from training_plan.contract.lines import Lines
from training_plan.findings import Code, Finding, one_line

_EXCERPT_WIDTH = 100


def rendered(finding: Finding, form: str, lines: Lines[bytes] | None = None) -> str:
    """Return a finding as ``github`` or ``text`` shows it; ``lines`` are those of its file, for an excerpt."""
    return _annotation(finding) if form == "github" else f"{finding}\n{_excerpt(lines, finding)}"


def closing_line(file: str, findings: Sequence[Finding], shown: int, fine: str) -> str:
    """Return the last line about a file: that it is ``fine``, or how many findings there are."""
    count = len(findings)
    if not count:
        return one_line(f"{file}: {fine}") + "\n"
    hidden = f", {count - shown} of them not shown (--max-findings)" if count > shown else ""
    return one_line(f"{file}: {count} finding{'s' if count > 1 else ''}{hidden}") + "\n"


def code_table(findings: Sequence[Finding]) -> str:
    """Return how many findings each code has, as a table for people who do not see all of them."""
    rows = [[code, str(count), _words(code)] for code, count in sorted(Counter(one.code for one in findings).items())]
    return "\n".join(["", *text_table(("code", "findings:", "what"), rows, width=output_width())]) + "\n"


def _annotation(finding: Finding) -> str:
    properties = {"file": finding.file, "line": finding.line, "col": finding.column, "title": finding.code}
    told = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items() if value is not None)
    return f"::{finding.severity} {told}::{_message(finding.summary())}\n"


def _message(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")


def sarif_log(findings: Sequence[Finding], version: str, *, is_complete: bool = True) -> str:
    """Return the findings as a log in SARIF 2.1.0, which says too whether everything could be judged."""
    codes = sorted({finding.code for finding in findings})
    driver = {
        "name": "training-plan",
        "semanticVersion": version,
        "rules": [{"id": code, "name": code.name, "shortDescription": {"text": _words(code)}} for code in codes],
    }
    results = [_sarif_result(finding, codes.index(finding.code)) for finding in findings]
    run = {
        "tool": {"driver": driver},
        "invocations": [{"executionSuccessful": is_complete}],
        "columnKind": "unicodeCodePoints",
        "results": results,
    }
    log = {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}
    return json.dumps(log, indent=2) + "\n"


def _words(code: Code) -> str:
    return code.name.replace("_", " ").lower()


def _sarif_result(finding: Finding, rule: int) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": {"uri": _uri(finding.file)}}
    if finding.line is not None:
        region = {"startLine": finding.line, "startColumn": finding.column}
        physical["region"] = {name: value for name, value in region.items() if value is not None}
    location: dict[str, Any] = {"physicalLocation": physical}
    if finding.pointer:
        location["logicalLocations"] = [{"fullyQualifiedName": finding.pointer}]
    return {
        "ruleId": finding.code,
        "ruleIndex": rule,
        "level": finding.severity,
        "message": {"text": finding.summary()},
        "locations": [location],
    }


def _uri(file: str) -> str:
    from urllib.parse import quote  # noqa: PLC0415 - only this format needs it

    return quote(file.replace("\\", "/"))


def _excerpt(lines: Lines[bytes] | None, finding: Finding) -> str:
    """Return the line that a finding is about, cut to the place, and a mark under it; empty if it has no line."""
    line = None if lines is None or finding.line is None else lines.line(finding.line)
    if line is None:
        return ""
    text = line.decode(errors="replace").replace("\t", " ").rstrip("\r")
    at = (finding.column or 1) - 1
    start = max(0, at - _EXCERPT_WIDTH // 2)
    shown = text[start : start + _EXCERPT_WIDTH]
    return f"    {shown}\n    {' ' * (at - start)}^\n"
