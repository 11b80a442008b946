"""The family of errors that this package raises; each knows the exit code of the command line."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from training_plan.findings import Finding, one_line

_SHOWN_FINDINGS = 50


class TrainingPlanError(Exception):
    """Root of every error that this package raises on purpose.

    Attributes:
        message: what happened, for the person who must act.
        path: the file or folder it is about, if there is one.
        hint: what to do about it, if that is known.
        findings: every fault that was found; empty unless a document was judged.
    """

    exit_code = 3

    def __init__(
        self,
        message: str,
        *,
        path: Path | None = None,
        hint: str | None = None,
        findings: Sequence[Finding] = (),
    ) -> None:
        super().__init__(message)
        self.message = message
        self.path = path
        self.hint = hint
        self.findings = tuple(findings)

    def __str__(self) -> str:
        parts = [one_line(self.message if self.path is None else f"{self.path}: {self.message}")]
        parts += [str(finding) for finding in self.findings[:_SHOWN_FINDINGS]]
        hidden = len(self.findings) - _SHOWN_FINDINGS
        if hidden > 0:
            parts.append(f"and {hidden} more, {len(self.findings)} findings in all (--format json has them)")
        if self.hint:
            parts.append(one_line(f"hint: {self.hint}"))
        return "\n".join(parts)


class UsageError(TrainingPlanError):
    """An argument that no run could work with."""

    exit_code = 2


class UnreadableFileError(TrainingPlanError):
    """A file that cannot be opened or read at all."""


class IncomparableError(TrainingPlanError):
    """One of two plans that were to be compared, which cannot be loaded; 1 would mean that they differ."""


class InvalidDocumentError(TrainingPlanError):
    """A file that was read and breaks its contract; ``findings`` says where."""

    exit_code = 1


class EmptyPlanError(TrainingPlanError):
    """A plan without a trainable job where the caller asked for at least one."""

    exit_code = 1


class PublicationError(TrainingPlanError):
    """A plan folder that could not be written; the message says what state it is in."""


class LockHeldError(PublicationError):
    """A plan folder that another process is writing."""
