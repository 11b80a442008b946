"""What must be true of a plan folder after whatever happened to a publication."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from publishing.plans import (
    MANIFEST,
    MASTER,
    STAGING,
    Tree,
    built_plan,
    clean_tree,
    plan_of_master,
    publish_plan,
    put_tree,
)
from training_plan.checking.folder_check import check_folder
from training_plan.errors import UnreadableFileError
from training_plan.findings import Code
from training_plan.publishing.publication import publish_views
from training_plan.training_plan_consumer import load_master_training_plan
from unit.sample_plans import tree

FOREIGN: Tree = {"notes.txt": b"mine", "by_symbol/by hand.json": b"mine", "by_symbol/MINE.json": b"mine"}
"""Files of somebody else, which stand in every folder that is judged."""

YAML_MIRROR = "training_plan.yaml"
VIEW_FOLDERS = ("by_route", "by_symbol", "by_target", "by_type")

DIFFERENT = {YAML_MIRROR: Code.DIFFERENT_YAML, MANIFEST: Code.WRONG_MANIFEST}


def without_staging(content: Tree) -> Tree:
    """Return a tree without the staging folder and what is in it."""
    return {path: data for path, data in content.items() if path.partition("/")[0] != STAGING}


def with_foreign(content: Tree) -> Tree:
    """Return a tree with the files of somebody else."""
    return {"by_symbol": None, **content, **FOREIGN}


def expected_findings(content: Tree) -> set[tuple[str, Code]]:
    """Return what a check must find in a folder with a whole master, worked out from a clean publication of it."""
    master = content[MASTER]
    assert master is not None
    wanted = clean_tree(plan_of_master(master))
    found = set()
    for path, data in wanted.items():
        if data is not None and path not in content:
            found.add((path, Code.MISSING_FILE))
        elif data != content.get(path):
            found.add((path, DIFFERENT.get(path, Code.DIFFERENT_FILE)))
    extra = {path for path in content if path not in wanted and not path.startswith(f"{STAGING}/")}
    return found | {(path, Code.EXTRA_FILE) for path in extra.difference(VIEW_FOLDERS)}


class Judge:
    """Judges what was left of a publication; equal folders are judged once.

    Attributes:
        judged: number of different folders.
    """

    def __init__(self, workshop: Path, former: str | None, new: str) -> None:
        """``former`` is the plan that was in place, None if there was none; ``new`` the one that was published."""
        self._workshop = workshop
        self._former = former
        self._new = new
        self._seen: set[frozenset[tuple[str, bytes | None]]] = set()

    @property
    def judged(self) -> int:
        return len(self._seen)

    def judge(self, folder: Path) -> None:
        """Load the master, check the folder, mend it in every way, and compare with clean publications."""
        content = tree(folder) if folder.exists() else {}
        # Who held the lock differs every time and is only ever read for a message.
        key = frozenset((path, None if path.endswith("/holder.json") else data) for path, data in content.items())
        if key in self._seen:
            return
        self._seen.add(key)
        master = content.get(MASTER)
        name = None if master is None else plan_of_master(master)
        assert name in {self._former, self._new}
        assert {path: content.get(path) for path in FOREIGN} == FOREIGN
        if name == self._new != self._former:
            # A new master is never in place before its views are.
            assert not {path for path, data in clean_tree(name).items() if content.get(path) != data} - {MANIFEST}
        if name is None:
            self._expect_no_master(content)
        else:
            self._expect_a_master(content, name)
        for plan in ("old", "new", "pooled only", "other"):
            mended = self._copy(content)
            report = publish_plan(plan, mended)
            assert tree(mended) == with_foreign(clean_tree(plan)), f"build of {plan}"
            assert report.foreign == sorted(FOREIGN)

    def _expect_no_master(self, content: Tree) -> None:
        folder = self._copy(content)
        for read in (check_folder, load_master_training_plan, publish_views):
            with pytest.raises(UnreadableFileError):
                read(folder)
        assert tree(folder) == content

    def _expect_a_master(self, content: Tree, name: str) -> None:
        folder = self._copy(content)
        assert load_master_training_plan(folder) == built_plan(name)[0].plan
        prefix = f"{folder.as_posix()}/"
        findings = {(finding.file.removeprefix(prefix), finding.code) for finding in check_folder(folder)}
        assert findings == expected_findings(content)
        publish_views(folder, sync=False)
        assert tree(folder) == with_foreign(clean_tree(name)), f"views of {name}"

    def _copy(self, content: Tree) -> Path:
        shutil.rmtree(self._workshop, ignore_errors=True)
        put_tree(content, self._workshop)
        return self._workshop
