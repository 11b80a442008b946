"""Write a plan folder so that the master is never torn and nothing of a former plan stays.

Everything is written to a staging folder inside the plan folder first; only when all of it is there are the
files renamed into place, the views first and the master after them. What fails before that leaves the former
plan as it was.
"""

from __future__ import annotations

import contextlib
import hashlib
import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from training_plan.contract.reading import leads_to_folder
from training_plan.errors import PublicationError, UnreadableFileError
from training_plan.models import DecisionAccount, ManifestFile
from training_plan.plan.accounts import account_fits
from training_plan.plan.encoding import EncodedPlan
from training_plan.plan.layout import MANIFEST, MASTER, STAGING
from training_plan.plan.master_plan import read_master_plan
from training_plan.publishing.failures import FolderState, failures_explained
from training_plan.publishing.filesystem import Folder, make_folder
from training_plan.publishing.interruptions import Interruptions
from training_plan.publishing.lock import DEFAULT_LOCK_TIMEOUT, locked_staging
from training_plan.publishing.moving import Moving
from training_plan.publishing.plan_tree import PlanTree, is_folder
from training_plan.publishing.record import Record, read_record, stale_views
from training_plan.publishing.staging import StagedFile, Staging
from training_plan.views.plan_folder import PlanFile, manifest_bytes, plan_files


@dataclass(slots=True)
class PublishReport:
    """What a publication did.

    Attributes:
        written: paths that are new or have new bytes.
        unchanged: number of files that already had their bytes.
        removed: paths of the former plan that this one does not have.
        foreign: paths in the folder that this software did not write; they were left alone.
    """

    written: list[str] = field(default_factory=list)
    unchanged: int = 0
    removed: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)


Progress = Callable[[int, str], None]
"""Called with the number of files done and the path of the next."""


def publish(  # noqa: PLR0913 - what to write, where, and how
    encoded: EncodedPlan,
    account: DecisionAccount | None,
    folder: Path,
    *,
    sync: bool = True,
    lock_timeout: float = DEFAULT_LOCK_TIMEOUT,
    progress: Progress = lambda _done, _path: None,
) -> PublishReport:
    """Make ``folder`` hold exactly the files of a plan.

    Args:
        encoded: the plan.
        account: what the manifest says of the decisions; None if it is not known.
        folder: the plan folder; made if it does not exist.
        sync: whether to flush files and folders to the disk before the plan counts as published.
        lock_timeout: seconds to wait for another writer.
        progress: told of each file.

    Raises:
        LockHeldError: if another process still writes the folder after ``lock_timeout``.
        PublicationError: if a file cannot be written; the former master is then still in place.
    """
    with _opened(folder, lock_timeout, sync=sync, make=True) as publication:
        return publication.run(encoded, account, progress)


def publish_views(
    folder: Path,
    *,
    sync: bool = True,
    lock_timeout: float = DEFAULT_LOCK_TIMEOUT,
    progress: Progress = lambda _done, _path: None,
) -> PublishReport:
    """Make every derived file of a plan folder again from its master, which is only read.

    The account of decisions is kept from the manifest if that is about the same master; the master alone
    does not tell how many decisions were blocked.

    Args, errors: as in ``publish``; and

    Raises:
        UnreadableFileError: if there is no folder or no master in it.
        InvalidDocumentError: if the master breaks the contract.
    """
    if not leads_to_folder(folder, "plan folder"):
        raise UnreadableFileError("there is no such folder", path=folder, hint="name the plan folder")
    # A master that cannot be used is refused before anything is touched.
    encoded = read_master_plan(folder / MASTER)
    with _opened(folder, lock_timeout, sync=sync, make=False) as publication:
        if not publication.tree.holds(MASTER, encoded.master):
            encoded = read_master_plan(folder / MASTER)
        account = publication.record.accounts.get(_sha256(encoded.master))
        fits = account is not None and account_fits(account, encoded.plan)
        return publication.run(encoded, account if fits else None, progress)


@contextlib.contextmanager
def _opened(folder: Path, lock_timeout: float, *, sync: bool, make: bool) -> Iterator[_Publication]:
    """Hold a plan folder open and locked for one publication."""
    state = FolderState()
    with (
        failures_explained(folder, state),
        Interruptions() as interruptions,
        _opened_folder(folder, sync=sync, make=make) as root,
    ):
        is_folder(root, STAGING)
        with (
            locked_staging(root, STAGING, lock_timeout, interruptions.sleep) as staging_folder,
            PlanTree.opened(root) as tree,
        ):
            staging = Staging(staging_folder, tree, sync=sync)
            record = read_record(root, staging_folder)
            yield _Publication(tree, staging, record, state, interruptions, sync)
        if sync:
            root.flush()


def _opened_folder(folder: Path, *, sync: bool, make: bool) -> Folder:
    try:
        if make:
            make_folder(folder, sync=sync)
        return Folder.at(folder)
    except ValueError as error:
        # A path that no system call takes, such as one with a NUL.
        raise PublicationError(f"this is no path: {error}; nothing was changed", path=folder) from error


@dataclass(frozen=True, slots=True)
class _Publication:
    """One publication into a folder that is open and locked.

    Attributes:
        tree: the folder.
        staging: where files wait.
        record: what is known of former publications.
        state: how far this one has come.
        interruptions: the signals that must wait unless a file is being made.
        sync: whether to flush.
    """

    tree: PlanTree
    staging: Staging
    record: Record
    state: FolderState
    interruptions: Interruptions
    sync: bool

    def run(self, encoded: EncodedPlan, account: DecisionAccount | None, progress: Progress) -> PublishReport:
        """Stage every file that differs, move all of them into place, and clear away what is stale."""
        try:
            self.staging.clear()
            entries, files = self._stage(encoded, account, progress)
            wanted = {entry.path for entry in entries} | {MANIFEST}
            stale = stale_views(self.tree, self.record, wanted)
            self.tree.require_writable([*(file.path for file in files), *stale])
            if files or stale:
                accounts = {**self.record.accounts, _sha256(encoded.master): account}
                self.staging.write_journal(Record(wanted.union(stale), accounts))
            moving = Moving(self.tree, self.staging, self.state, sync=self.sync)
            moving.run(files, stale)
            self.staging.remove_journal()
        except BaseException:
            self._clear_after_failure()
            raise
        foreign = [*(path for path in self.tree.paths() if path not in wanted), *self.staging.foreign()]
        return PublishReport(moving.written, len(wanted) - len(files), moving.removed, sorted(foreign))

    def _stage(
        self, encoded: EncodedPlan, account: DecisionAccount | None, progress: Progress
    ) -> tuple[list[ManifestFile], list[StagedFile]]:
        """Return what the manifest says of each file, and the files that differ, in the order in which they move."""
        with self.staging.writers() as writers:
            staged = self.staging.stage_all(self._files(encoded, progress), writers)
        entries = [entry for entry, _ in staged]
        manifest = self.staging.stage(MANIFEST, str(len(staged)), manifest_bytes(encoded, account, entries))
        return entries, [file for file in (*(file for _, file in staged), manifest) if file is not None]

    def _files(self, encoded: EncodedPlan, progress: Progress) -> Iterator[PlanFile]:
        """Yield every file but the manifest; signals come while one is made, never while the writers are spoken to."""
        files = plan_files(encoded)
        for done in itertools.count():
            with self.interruptions.allowed():
                file = next(files, None)
            if file is None:
                return
            progress(done, file.path)
            yield file

    def _clear_after_failure(self) -> None:
        with contextlib.suppress(OSError):
            self.staging.clear()
            # Once a file may have moved, the journal must stay: the next run learns from it what is ours.
            if not self.state.is_changing and not self.record.has_journal:
                self.staging.remove_journal()


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
