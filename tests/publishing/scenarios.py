"""The publications that are crashed, refused and cut off from power at every step."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from publishing.plans import MANIFEST, STAGING, clean_tree, publish_plan, put_tree
from publishing.verdicts import with_foreign
from publishing.watched_disk import KilledError, killed_at, watched_disk
from training_plan.publishing.publication import publish_views


@dataclass(frozen=True)
class Scenario:
    """One publication.

    Attributes:
        start: makes the folder that it finds.
        act: publishes, with flushing.
        former: the plan whose master it finds; None if there is none.
        new: the plan that it publishes.
    """

    start: Callable[[Path], None]
    act: Callable[[Path], object]
    former: str | None
    new: str


def builds(start: str | None, end: str) -> Scenario:
    """Return a build over the folder of another plan, or over a folder with foreign files alone."""
    return Scenario(
        lambda folder: put_tree(with_foreign({} if start is None else clean_tree(start)), folder),
        lambda folder: publish_plan(end, folder, sync=True),
        start,
        end,
    )


def damage(folder: Path) -> None:
    """Make a folder in which files are missing, torn, empty and edited, and in which a view of a former plan stands."""
    put_tree(with_foreign(clean_tree("old")), folder)
    (folder / "by_symbol/AAPL.json").unlink()
    (folder / "by_target/ret_1d.json").write_bytes(b"{")
    (folder / "training_plan.yaml").write_bytes(b"")
    (folder / "training_plan.json").write_bytes((folder / "training_plan.json").read_bytes() + b"\n")
    (folder / "by_symbol/GONE.json").write_bytes((folder / "by_symbol/BF%2FB.json").read_bytes())
    manifest = json.loads((folder / MANIFEST).read_bytes())
    manifest["files"].append({**manifest["files"][0], "path": "by_symbol/GONE.json"})
    (folder / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")


def half_moved(folder: Path) -> None:
    """Make a folder in which a run died after it had moved half of its files."""
    put_tree(with_foreign(clean_tree("old")), folder)
    with watched_disk(killed_at("replace", 9)), contextlib.suppress(KilledError):
        publish_plan("new", folder)
    assert (folder / STAGING / "journal.json").exists()


SCENARIOS = {
    "first build": builds(None, "new"),
    "rebuild": builds("old", "new"),
    "shrinking rebuild": builds("new", "pooled only"),
    "rebuild of the same": builds("old", "old"),
    "views": Scenario(damage, publish_views, "old", "old"),
    "rebuild after a crash": Scenario(
        half_moved,
        lambda folder: publish_plan("other", folder, sync=True),
        "old",
        "other",
    ),
}
