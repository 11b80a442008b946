"""An input that is refused, and what the message about it must hold."""

from __future__ import annotations

from dataclasses import dataclass

from training_plan.findings import Code
from unit.sample_plans import position

LONG = "x" * 10_000


@dataclass(frozen=True, kw_only=True)
class BadInput:
    """An input that is refused.

    Attributes:
        data: the bytes of the file.
        code: code of the finding.
        says: what the message holds beside file and place.
        at: a part of the file at whose first character the fault stands; None if there is no place.
        file: name of the file; its extension tells which input it is.
        findings: how many there are.
    """

    data: bytes
    code: Code
    says: tuple[str, ...]
    at: str | None = None
    file: str = "routing_plan.json"
    findings: int = 1

    @property
    def arguments(self) -> list[str]:
        """The arguments that make the file an input."""
        options = {"routing_plan.json": "--routing-plan", "config.yaml": "--config"}
        return [options.get(self.file, "--candidates"), self.file]

    @property
    def place(self) -> str:
        """The place as the message gives it."""
        if self.at is None:
            return f"{self.file}:"
        line, column = position(self.data.decode(errors="replace"), self.at)
        return f"{self.file}:{line}:{column}:"
