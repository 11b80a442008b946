"""Plans for the tests of the consumer, and a recorder of every file that a process opens."""

from __future__ import annotations

import copy
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from support.oracle import JsonObject, expected_summary, load
from training_plan import MasterPlan, TrainingPlanError, load_master_training_plan
from training_plan.plan.encoding import encode_plan

MASTER = "master_training_plan.json"
REPOSITORY = Path(__file__).parents[2]
GOLDEN = REPOSITORY / "tests" / "golden" / "complete"

POOLED: JsonObject = {
    "job_id": "cs_ret",
    "target": "ret",
    "symbol": None,
    "route": "ROUTE_CROSS_SECTIONAL",
    "training_type": "cross_sectional",
    "model_families": ["lightgbm"],
    "priority": 90,
    "reason": "",
    "metadata": {},
}
OWN: JsonObject = {
    **POOLED,
    "job_id": "sym_ret_AAPL",
    "symbol": "AAPL",
    "route": "ROUTE_SYMBOL_SPECIFIC",
    "training_type": "symbol_specific",
    "priority": 80,
}
COVERING = {**POOLED, "metadata": {"covered_symbols": ["AAPL", "IBM"]}}
BOTH = {**OWN, "job_id": "sym_ret_XOM", "symbol": "XOM", "route": "ROUTE_BOTH"}
BLOCKED = {
    **OWN,
    "job_id": "sym_ret_IBM",
    "symbol": "IBM",
    "route": "ROUTE_BLOCKED",
    "model_families": [],
    "priority": 0,
}
OTHER = {**POOLED, "job_id": "cs_vol", "target": "vol", "metadata": {"covered_symbols": ["IBM"]}}

DEEP = b"[" * 10_000 + b"]" * 10_000


def document(*jobs: JsonObject) -> JsonObject:
    """Return a plan as a plain object, with the counts of its jobs."""
    metadata = {
        "generated_at": "2025-12-11T18:45:00Z",
        "run_id": "20251211_184500",
        "git_commit": None,
        "config_hash": None,
        "routing_plan_path": None,
        "metrics_snapshot": None,
        "total_jobs": len(jobs),
        "model_families": ["lightgbm"],
        "schema_version": "1.0",
    }
    return {"metadata": metadata, "summary": expected_summary(jobs), "jobs": copy.deepcopy(list(jobs))}


def with_metadata(**changes: object) -> JsonObject:
    """Return a plan as a plain object, with other metadata."""
    plan = document(POOLED, OWN)
    return {**plan, "metadata": {**plan["metadata"], **changes}}


def with_bag(**facts: object) -> JsonObject:
    """Return a plan of one pooled job that has these facts in its metadata."""
    return document({**POOLED, "metadata": facts})


def plan_in_memory(*jobs: JsonObject) -> MasterPlan:
    """Return a plan of plain jobs, in their order."""
    return msgspec.convert(document(*jobs), MasterPlan)


def golden_document() -> JsonObject:
    """Return the stored plan as a plain object."""
    return load((GOLDEN / MASTER).read_bytes())


def written(folder: Path, plan: bytes | JsonObject | MasterPlan) -> Path:
    """Write a master file into a folder and return the folder."""
    if isinstance(plan, MasterPlan):
        plan = encode_plan(plan).master
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MASTER).write_bytes(plan if isinstance(plan, bytes) else by_lines(plan))
    return folder


def by_lines(plan: JsonObject) -> bytes:
    """Return a plain object laid out as the builder does it: one job a line."""
    lines = [json.dumps(job, ensure_ascii=False) for job in plan.get("jobs", ())]
    others = {key: value for key, value in plan.items() if key != "jobs"}
    header = json.dumps({**others, "jobs": []}, indent=2, ensure_ascii=False).removesuffix("]\n}")
    return (header + ("\n" + ",\n".join(lines) + "\n  " if lines else "") + "]\n}\n").encode()


def refused(path: Path) -> TrainingPlanError:
    """Return the error of a path that does not load."""
    with pytest.raises(TrainingPlanError) as caught:
        load_master_training_plan(path)
    return caught.value


def plain(jobs: Any) -> list[JsonObject]:  # noqa: ANN401 - any list of jobs
    """Return jobs as plain objects."""
    found: list[JsonObject] = msgspec.to_builtins(jobs)
    return found


def edited(plan: JsonObject, edit: Callable[[JsonObject], object]) -> JsonObject:
    """Return a plan after an edit, its counts left as they were."""
    plan = copy.deepcopy(plan)
    edit(plan)
    return plan


_RECORDER = """
import os
import sys

log = os.open(os.environ["OPENED_LOG"], os.O_APPEND | os.O_CREAT | os.O_WRONLY)


def record(event, arguments):
    if event in ("open", "os.listdir", "os.scandir", "os.remove", "os.rename", "os.mkdir", "shutil.copyfile"):
        path = "." if arguments[0] is None else arguments[0]
        if not isinstance(path, int):
            os.write(log, os.fsencode(os.path.realpath(path)) + b"\\n")


sys.addaudithook(record)
"""


class Recorder:
    """Lets a child process, and its children, tell which files and folders they open."""

    def __init__(self, folder: Path) -> None:
        self._log = folder / "opened"
        self._modules = folder / "recorder"
        self._modules.mkdir(parents=True)
        (self._modules / "sitecustomize.py").write_text(_RECORDER, encoding="utf-8")

    def environment(self, *modules: Path) -> dict[str, str]:
        """Return the environment of a process that is to be watched; modules are found in these folders too."""
        places = [self._modules, *modules]
        return {
            **os.environ,
            "PYTHONPATH": os.pathsep.join(map(str, places)),
            "OPENED_LOG": str(self._log),
            "PYTHONDONTWRITEBYTECODE": "1",
        }

    def opened_in(self, folder: Path) -> set[str]:
        """Return what was opened in a folder, the folder itself included, by path from it."""
        paths = [Path(line) for line in self._log.read_text(encoding="utf-8", errors="surrogateescape").splitlines()]
        root = folder.resolve()
        return {path.relative_to(root).as_posix() for path in paths if path.is_relative_to(root)}
