"""The documents that mutants are made of: small ones of every kind, all of them in this repository."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

_SCHEMA = Path(__file__).parents[2] / "schema"
_LARGEST = 6_000

PLAN = "plan"
ROUTING_PLAN = "routing-plan"
CONFIG = "config"
VIEW = "view"
MANIFEST = "manifest"
KINDS = (PLAN, ROUTING_PLAN, CONFIG, VIEW, MANIFEST)

_RELEASED = {
    PLAN: "master_training_plan",
    ROUTING_PLAN: "routing_plan",
    CONFIG: "plan_config",
    VIEW: "view_by_*",
    MANIFEST: "manifest",
}
_TIMES = 8
"""How often a released example counts: it has all that a document of its kind can have."""


@cache
def accepted(kind: str) -> tuple[bytes, ...]:
    """Return the documents of a kind that the contract accepts."""
    examples = _read((_SCHEMA / "released").glob(f"{_RELEASED[kind]}/*.example.json"))
    return _read((_SCHEMA / "conformance" / kind / "accepted").iterdir()) + examples * _TIMES


@cache
def refused(kind: str) -> tuple[bytes, ...]:
    """Return the documents of a kind that the contract refuses."""
    return _read((_SCHEMA / "conformance" / kind / "refused").iterdir())


@cache
def every() -> tuple[bytes, ...]:
    """Return the documents of all kinds that the contract accepts."""
    return tuple(document for kind in KINDS for document in accepted(kind))


def _read(paths: Iterable[Path]) -> tuple[bytes, ...]:
    documents = (path.read_bytes() for path in sorted(paths))
    return tuple(document for document in documents if len(document) <= _LARGEST)
