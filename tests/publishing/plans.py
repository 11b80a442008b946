"""The plans that the tests publish, and folders with them."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from training_plan.building.plan_building import BuiltPlan
from training_plan.plan.encoding import EncodedPlan, encode_plan
from training_plan.publishing.publication import PublishReport, publish
from unit.sample_plans import Document, built, decision, target, tree

MASTER = "master_training_plan.json"
MANIFEST = "manifest.json"
STAGING = ".publishing"

Tree = dict[str, bytes | None]
"""Bytes of each file of a folder by path; None for a folder."""

PLANS: dict[str, Document] = {
    "old": {
        "ret_1d": target({"AAPL": decision("ROUTE_BOTH"), "IBM": decision("ROUTE_CROSS_SECTIONAL")}),
        "vol_5d": target({"BF/B": decision("ROUTE_SYMBOL_SPECIFIC"), "AAPL": decision("ROUTE_SYMBOL_SPECIFIC")}),
    },
    "new": {
        "ret_1d": target({"AAPL": decision("ROUTE_BOTH"), "XOM": decision("ROUTE_BOTH")}),
        "gap_2d": target({"XOM": decision("ROUTE_EXPERIMENTAL_ONLY")}),
    },
    "pooled only": {"ret_1d": target({"IBM": decision("ROUTE_CROSS_SECTIONAL")})},
    "other": {"other": target({"NO": decision("ROUTE_SYMBOL_SPECIFIC", local_state="EXPERIMENTAL")})},
}
"""Routing plans: "new" has other views than "old", "pooled only" has fewer, "other" shares none by target."""


@cache
def built_plan(name: str) -> tuple[BuiltPlan, EncodedPlan]:
    """Return a plan and its bytes."""
    plan = built(PLANS[name])
    return plan, encode_plan(plan.plan)


def publish_plan(name: str, folder: Path, *, sync: bool = False, lock_timeout: float = 5) -> PublishReport:
    """Publish a plan."""
    plan, encoded = built_plan(name)
    return publish(encoded, plan.account, folder, sync=sync, lock_timeout=lock_timeout)


@contextmanager
def workplace() -> Iterator[Path]:
    """Make a temporary folder, in memory where there is such a disk: thousands of small folders come and go in it."""
    memory = Path("/dev/shm")  # noqa: S108 - the folder in it has a random name
    with tempfile.TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else None) as place:
        yield Path(place)


@cache
def clean_tree(name: str) -> Tree:
    """Return what a plan gives in a new folder."""
    with workplace() as place:
        publish_plan(name, place / "plan")
        return tree(place / "plan")


@cache
def plan_of_master(master: bytes) -> str:
    """Return the name of the plan with this master."""
    (name,) = (name for name in PLANS if clean_tree(name)[MASTER] == master)
    return name


def put_tree(content: Tree, folder: Path) -> None:
    """Make a folder hold these files and folders and nothing else."""
    if folder.exists():
        shutil.rmtree(folder)
    folder.mkdir(parents=True)
    for path, data in sorted(content.items()):
        if data is None:
            (folder / path).mkdir(exist_ok=True)
        else:
            (folder / path).parent.mkdir(exist_ok=True)
            (folder / path).write_bytes(data)
