"""What a command says: data on stdout, prose on stderr, or one JSON envelope."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, TextIO

from training_plan.errors import TrainingPlanError
from training_plan.findings import Finding, one_line

_CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")

_STATUS = {0: "ok", 1: "findings", 2: "usage"}


@dataclass(slots=True)
class Outcome:
    """How a command ended.

    Attributes:
        exit_code: 0 fine, 1 findings, 2 usage, 3 could not run.
        text: data for people, for stdout.
        result: the same for programs.
        is_data: whether ``text`` goes out as it is: data for a program, or made safe for a terminal already.
        notes: prose for stderr, a line each.
        findings: faults in what was judged; ``text`` shows them too.
        error: what went wrong, if anything did.
    """

    exit_code: int = 0
    text: str = ""
    result: dict[str, Any] | None = None
    is_data: bool = False
    notes: list[str] = field(default_factory=list)
    findings: Sequence[Finding] = ()
    error: TrainingPlanError | None = None

    @classmethod
    def of_error(cls, error: TrainingPlanError) -> Outcome:
        """Return the outcome of a command that an error ended."""
        return cls(exit_code=error.exit_code, findings=error.findings, error=error)


def package_version() -> str:
    """Return the version of the package; looked up only when it is needed, because that is slow."""
    from importlib.metadata import version  # noqa: PLC0415

    return version("training-plan")


def printable(text: str) -> str:
    """Return a text in which nothing can steer a terminal."""
    return _CONTROL.sub(lambda match: f"\\u{ord(match.group()):04x}", text)


def emit(outcome: Outcome, command: str | None, *, as_json: bool) -> int:
    """Write an outcome and return the exit code: that of the outcome, or 3 if stdout cannot take it."""
    if as_json:
        text = json.dumps(_envelope(outcome, command), indent=2) + "\n"
    else:
        notes = [one_line(note) for note in outcome.notes]
        notes += [f"error: {outcome.error}"] if outcome.error is not None else []
        _write(sys.stderr, "".join(f"{printable(note)}\n" for note in notes))
        text = outcome.text if outcome.is_data else printable(outcome.text)
    try:
        _write(sys.stdout, text)
    except BrokenPipeError:
        # The reader has seen enough; nothing may be written at interpreter shutdown either.
        sys.stdout = None
    except OSError as error:
        sys.stdout = None
        _write(sys.stderr, f"error: standard output cannot be written: {error.strerror}\n")
        return TrainingPlanError.exit_code
    return outcome.exit_code


def _write(stream: TextIO | None, text: str) -> None:
    """Write to a stream; one that is closed takes nothing, one that lacks a character gets its number."""
    if stream is None or not text:
        return
    encoding = stream.encoding or "utf-8"
    stream.write(text.encode(encoding, "backslashreplace").decode(encoding))
    stream.flush()


def _envelope(outcome: Outcome, command: str | None) -> dict[str, Any]:
    error = outcome.error
    return {
        "command": command,
        "status": _STATUS.get(outcome.exit_code, "error"),
        "exit_code": outcome.exit_code,
        "result": outcome.result,
        "notes": outcome.notes,
        "findings": [finding.as_data() for finding in outcome.findings],
        "error": None
        if error is None
        else {
            "type": type(error).__name__,
            "message": error.message,
            "path": None if error.path is None else str(error.path),
            "hint": error.hint,
        },
    }
