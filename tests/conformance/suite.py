"""The conformance suite as the tests see it: its cases, and its schemas."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
SCHEMAS = ROOT / "schema"
SUITE = SCHEMAS / "conformance"


@dataclass(frozen=True)
class Case:
    """One entry of the index."""

    file: str
    kind: str
    schema: str
    verdict: str
    refused_by: str | None
    code: str | None
    pointer: str | None
    reason: str

    @property
    def path(self) -> Path:
        return SUITE / self.file

    @property
    def data(self) -> bytes:
        return self.path.read_bytes()

    @property
    def schema_accepts(self) -> bool:
        """Whether a validator of JSON Schema alone must accept the document."""
        return self.refused_by in {None, "invariant"}

    def __str__(self) -> str:
        return self.file.removesuffix(".json")


CASES = [Case(**entry) for entry in json.loads((SUITE / "cases.json").read_bytes())["cases"]]
ACCEPTED = [case for case in CASES if case.verdict == "accept"]
REFUSED = [case for case in CASES if case.verdict == "refuse"]
PARSABLE = [case for case in CASES if case.refused_by != "parse"]
SCHEMA_NAMES = sorted({case.schema for case in CASES})


def schema_path(name: str) -> Path:
    return SCHEMAS / f"{name}.schema.json"


@cache
def schema(name: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(schema_path(name).read_bytes())
    return document
