"""The plans of a storm, and whether bytes are a whole file of one of them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any

import msgspec

from training_plan.building.plan_building import BuiltPlan, Provenance, build_plan
from training_plan.building.routing_plan import parse_routing_plan
from training_plan.plan.encoding import encode_plan
from training_plan.plan.layout import MANIFEST
from training_plan.views.plan_folder import parse_manifest, plan_files

PLANS = 4

_MOMENT = datetime(2025, 12, 11, 18, 45, tzinfo=UTC)
_RUN = re.compile(rb"storm-([0-9])-[0-9]{6}")
_ROUTES = ("ROUTE_CROSS_SECTIONAL", "ROUTE_SYMBOL_SPECIFIC", "ROUTE_BOTH", "ROUTE_EXPERIMENTAL_ONLY", "ROUTE_BLOCKED")
_SHARED_TARGET = "fwd_ret_1d"


def _numbered(name: str, count: int) -> list[str]:
    return [f"{name}{number:02}" for number in range(count)]


# Targets and symbols: many of both, many symbols, no symbol at all, odd names.
_NAMES: Sequence[tuple[list[str], list[str]]] = (
    (_numbered("y_peak_", 11), _numbered("S", 12)),
    (_numbered("y_peak_", 2), _numbered("S", 40)),
    (_numbered("fwd_vol_", 23), []),
    (["../up", "CON", "con", "\u00e9", "e\u0301"], ["BF/B", "^GSPC", "NO", "x" * 200, "\u202ea", "S01"]),
)


def run_name(number: int, turn: int) -> str:
    """Return the run_id of a build of a plan; all are equally long."""
    return f"storm-{number}-{turn:06}"


@cache
def routing_bytes(number: int) -> bytes:
    """Return the routing plan that a plan is built from."""
    targets, symbols = _NAMES[number]
    facts = dict.fromkeys(("config_hash", "git_commit", "metrics_snapshot", "view"))
    document = {
        "metadata": {**facts, "generated_at": "2025-12-11T18:00:00Z"},
        "targets": {target: _decisions(symbols, number) for target in (_SHARED_TARGET, *targets)},
    }
    return msgspec.json.encode(document)


def _decisions(symbols: Sequence[str], number: int) -> dict[str, Any]:
    return {
        "cross_sectional": {"reason": f"plan {number}", "route": "ENABLED", "state": "STABLE"},
        "symbols": {
            symbol: {
                "cs_state": "STRONG",
                "local_state": "WEAK_BUT_OK",
                "reason": [f"plan {number}"],
                "route": _ROUTES[position % len(_ROUTES)],
            }
            for position, symbol in enumerate(symbols)
        },
    }


def built(number: int, run: str) -> BuiltPlan:
    """Return a plan, as ``training-plan build`` makes it."""
    routing = parse_routing_plan(routing_bytes(number), "routing_plan.json")
    return build_plan(routing, Provenance(generated_at=_MOMENT, run_id=run))


class WholePlans:
    """Every file of every plan of a storm, whatever run made it."""

    def __init__(self) -> None:
        self._run = run_name(0, 0).encode()
        self._files = [self._files_of(number) for number in range(PLANS)]
        self.always = set.intersection(*map(set, self._files)) | {MANIFEST}
        """Paths that every plan has: there is no moment without them."""
        self._views = [
            {path: hashlib.sha256(data).hexdigest() for path, data in files.items() if "/" in path}
            for files in self._files
        ]

    def _files_of(self, number: int) -> dict[str, bytes]:
        return {file.path: file.data for file in plan_files(encode_plan(built(number, self._run.decode()).plan))}

    def is_whole(self, path: str, data: bytes) -> bool:
        """Return whether bytes are the file at a path of one plan, from its first byte to its last."""
        if path == MANIFEST:
            return self._is_whole_manifest(data)
        run = _RUN.search(data)
        if run is None:
            return any(files.get(path) == data for files in self._files)
        return self._files[int(run[1])].get(path, b"").replace(self._run, run[0]) == data

    def _is_whole_manifest(self, data: bytes) -> bool:
        manifest = parse_manifest(data)
        if manifest is None or not data.endswith(b"]\n}\n"):
            return False
        return {entry.path: entry.sha256 for entry in manifest.files if entry.key is not None} in self._views
