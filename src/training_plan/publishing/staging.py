"""Where the files of a publication wait until every one of them is written."""

from __future__ import annotations

import stat
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from training_plan.models import ManifestFile
from training_plan.plan.layout import STAGING
from training_plan.publishing.filesystem import Folder, kept_mode
from training_plan.publishing.lock import LOCK_FILES
from training_plan.publishing.plan_tree import PlanTree, obstacle
from training_plan.publishing.record import JOURNAL, Record, journal_bytes
from training_plan.views.plan_folder import PlanFile
from training_plan.views.side_by_side import side_by_side

_NEW_JOURNAL = f"{JOURNAL}.new"

_WRITERS = 2
_FLUSHERS = 8
"""Several flushes wait at a time, because a file system with a journal commits what waits for it together."""


@dataclass(frozen=True, slots=True)
class StagedFile:
    """A file that waits.

    Attributes:
        path: where it belongs in the plan folder.
        name: its name in the staging folder.
    """

    path: str
    name: str


class Staging:
    """The files of one publication that differ from what stands in the plan folder."""

    def __init__(self, folder: Folder, tree: PlanTree, *, sync: bool) -> None:
        self._folder = folder
        self._tree = tree
        self._sync = sync

    def clear(self) -> None:
        """Remove what a dead run left, but not its journal, and nothing that no publication writes."""
        for name in self._folder.names():
            if _waits(name):
                self._folder.remove(name)

    def foreign(self) -> list[str]:
        """Return the paths of what stands here and is no publication's, sorted."""
        return [
            f"{STAGING}/{name}"
            for name in self._folder.names()
            if not _waits(name) and name != JOURNAL and name not in LOCK_FILES
        ]

    def writers(self) -> ThreadPoolExecutor:
        """Return threads that write, flush and hash while the next file is made."""
        return ThreadPoolExecutor(_FLUSHERS if self._sync else _WRITERS)

    def stage_all(
        self, files: Iterable[PlanFile], writers: ThreadPoolExecutor
    ) -> list[tuple[ManifestFile, StagedFile | None]]:
        """Write files here that do not stand in the plan folder already.

        Args:
            files: the files.
            writers: those of ``writers``; they are done with all when they shut down.

        Returns:
            For each file, in order, what the manifest says of it and where it waits, None if it need not move.

        Raises:
            PublicationError: if a folder stands where a file belongs.
        """
        return list(side_by_side(self._stage_with_entry, files, writers))

    def _stage_with_entry(self, file: PlanFile, position: int) -> tuple[ManifestFile, StagedFile | None]:
        return file.entry(), self.stage(file.path, str(position), file.data)

    def stage(self, path: str, name: str, data: bytes) -> StagedFile | None:
        """Write a file here under a name; return None if it stands in the plan folder already.

        Raises:
            PublicationError: if a folder stands where the file belongs.
        """
        if self._tree.holds(path, data, sync=self._sync):
            return None
        status = self._tree.status(path)
        if status is not None and stat.S_ISDIR(status.st_mode):
            raise obstacle(self._tree.root.path / path, "a file")
        self._folder.write(name, data, mode=kept_mode(status), sync=self._sync)
        return StagedFile(path, name)

    def write_journal(self, record: Record) -> None:
        """Put a journal in the place of that of a dead run; with flushing on, it is on the disk then."""
        self._folder.write(_NEW_JOURNAL, journal_bytes(record), sync=self._sync)
        self._folder.move(_NEW_JOURNAL, self._folder, JOURNAL)
        if self._sync:
            self._folder.flush()
            self._tree.root.flush()

    def move(self, file: StagedFile) -> None:
        """Put a file into its place."""
        folder, name = self._tree.made_place(file.path)
        self._folder.move(file.name, folder, name)

    def remove_journal(self) -> None:
        """Remove the journal; for when the manifest tells the same."""
        self._folder.remove(JOURNAL)


def _waits(name: str) -> bool:
    return (name.isascii() and name.isdigit()) or name == _NEW_JOURNAL
