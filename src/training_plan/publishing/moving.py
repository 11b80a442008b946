"""The steps from files that wait to a plan folder that holds the new plan and nothing of the former one."""

from __future__ import annotations

from collections.abc import Sequence

from training_plan.plan.layout import MANIFEST, MASTER
from training_plan.publishing.failures import FolderState, MasterState
from training_plan.publishing.plan_tree import PlanTree
from training_plan.publishing.staging import StagedFile, Staging


class Moving:
    """Puts the files of one publication into place: views and mirrors, then the master, then the manifest.

    What is on the disk before a step is taken does not depend on what the system flushes by itself: the views are
    flushed before the master moves, and everything before the journal goes.

    Attributes:
        written: paths of the files that have moved.
        removed: paths of the files of the former plan that were removed.
    """

    def __init__(self, tree: PlanTree, staging: Staging, state: FolderState, *, sync: bool) -> None:
        self.written: list[str] = []
        self.removed: list[str] = []
        self._tree = tree
        self._staging = staging
        self._state = state
        self._sync = sync

    def run(self, files: Sequence[StagedFile], stale: Sequence[str]) -> None:
        """Take every step; ``stale`` are the paths to remove."""
        self._state.master = self._master_state(files)
        self._state.is_changing = True
        self._state.changed = len(files)
        # On a disk that ignores case these are one file: the former goes before the new one comes.
        names = {file.path.lower() for file in files}
        twins = [path for path in stale if path.lower() in names]
        self._remove(twins)
        self._move([file for file in files if file.path not in {MASTER, MANIFEST}])
        self._flush()
        self._move([file for file in files if file.path == MASTER])
        self._flush()
        self._remove([path for path in stale if path not in twins])
        self._tree.remove_empty_views()
        self._move([file for file in files if file.path == MANIFEST])
        self._flush()
        self._state.is_complete = True

    def _master_state(self, files: Sequence[StagedFile]) -> MasterState:
        if self._tree.status(MASTER) is None:
            return MasterState.NONE
        return MasterState.FORMER if MASTER in {file.path for file in files} else MasterState.SAME

    def _move(self, files: Sequence[StagedFile]) -> None:
        for file in files:
            self._staging.move(file)
            self.written.append(file.path)
            self._state.moved += 1
            if file.path == MASTER:
                self._state.master = MasterState.NEW

    def _remove(self, paths: Sequence[str]) -> None:
        for path in paths:
            folder, name = self._tree.made_place(path)
            if folder.remove(name):
                self.removed.append(path)

    def _flush(self) -> None:
        if self._sync:
            self._tree.flush()
