"""The files that a benchmark of one size works on."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import NamedTuple

from seeded_plans import PlanShape, write_routing_plan
from training_plan.plan.layout import MASTER

SEED = 1
CHANGED_TARGET = 0

Facts = dict[str, int]
"""Numbers that a task tells beside its time: how many files, how many bytes."""


class Workplace(NamedTuple):
    """A folder with the inputs of one size.

    Attributes:
        folder: the folder.
    """

    folder: Path

    @property
    def routing_plan(self) -> Path:
        """The decisions of the router."""
        return self.folder / "routing_plan.json"

    @property
    def changed_routing_plan(self) -> Path:
        """The same, but that the router changed its mind on one target."""
        return self.folder / "changed" / "routing_plan.json"

    @property
    def plan(self) -> Path:
        """A plan folder built of the routing plan; tasks leave it as it is."""
        return self.folder / "plan"

    @property
    def master(self) -> Path:
        """The master in it."""
        return self.plan / MASTER

    @property
    def scratch(self) -> Path:
        """Where tasks write."""
        return self.folder / "scratch"

    def clear_scratch(self) -> None:
        """Remove what tasks wrote."""
        shutil.rmtree(self.scratch, ignore_errors=True)


def prepare(folder: Path, decisions: int) -> Workplace:
    """Write routing plans of ``decisions`` decisions on symbols; a plan folder is for the caller to build."""
    targets = max(10, min(200, decisions // 100))
    shape = PlanShape(targets, decisions // targets, SEED)
    place = Workplace(folder)
    place.changed_routing_plan.parent.mkdir(parents=True)
    write_routing_plan(place.routing_plan, shape)
    write_routing_plan(place.changed_routing_plan, shape._replace(redrawn=frozenset({CHANGED_TARGET})))
    return place


def files_in(folder: Path) -> dict[str, Path]:
    """Return every file in a folder by its path there."""
    return {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.is_file()}


def size_of(folder: Path) -> Facts:
    """Return number and bytes of the files in a folder."""
    files = files_in(folder).values()
    return {"files": len(files), "bytes": sum(path.stat().st_size for path in files)}
