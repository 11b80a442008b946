"""Write a plan folder so that the master is never torn and nothing of a former plan stays.

Everything is written to a staging folder inside the plan folder first; only when all of it is on disk are
the files renamed into place, the views first and the master after them. What fails before that leaves the
former plan as it was.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from training_plan.errors import PublicationError, UnreadableFileError
from training_plan.models import DecisionAccount, ManifestFile
from training_plan.plan.encoding import EncodedPlan, encode_jobs
from training_plan.plan.layout import MANIFEST, MASTER, PLAN_WIDE_FILES, STAGING, VIEW_FOLDERS
from training_plan.plan.master_plan import read_master_plan
from training_plan.publishing.filesystem import (
    bytes_or_none,
    flush_folder,
    has_bytes,
    make_folder,
    mode_of,
    remove_tree,
)
from training_plan.publishing.lock import DEFAULT_LOCK_TIMEOUT, announce_holder, lock
from training_plan.views.file_names import EXTENSION
from training_plan.views.plan_folder import (
    PlanFile,
    known_account,
    manifest_bytes,
    parse_manifest,
    paths_in,
    plan_files,
)

_JOURNAL = "journal.json"


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
    publication = _Publication(folder, sync=sync)
    with _failures_explained(folder, publication):
        make_folder(folder, sync=sync)
        with lock(folder, folder / STAGING, lock_timeout):
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
    if not folder.is_dir():
        raise UnreadableFileError("there is no such folder", path=folder, hint="name the plan folder")
    publication = _Publication(folder, sync=sync)
    with _failures_explained(folder, publication), lock(folder, folder / STAGING, lock_timeout):
        master, plan = read_master_plan(folder / MASTER)
        encoded = EncodedPlan(plan, encode_jobs(plan.jobs), master)
        return publication.run(encoded, known_account(folder, plan, hashlib.sha256(master).hexdigest()), progress)


class _Publication:
    """One publication: stage, move into place, clear away."""

    def __init__(self, folder: Path, *, sync: bool) -> None:
        self.folder = folder
        self.staging = folder / STAGING
        self.sync = sync
        self.staged: list[tuple[str, Path]] = []
        self.moved = 0
        self.report = PublishReport()

    def run(self, encoded: EncodedPlan, account: DecisionAccount | None, progress: Progress) -> PublishReport:
        self._refuse_links()
        owned = self._owned_paths()
        recovering = self._prepare_staging()
        try:
            announce_holder(self.staging)
            entries = [self._stage(file, progress) for file in plan_files(encoded)]
            self._stage_bytes(MANIFEST, manifest_bytes(encoded, account, entries))
            wanted = {entry.path for entry in entries} | {MANIFEST}
            self._write_journal(owned | wanted)
            self._move_into_place(owned - wanted)
        except BaseException:
            # Once a file has been moved, the journal must stay: the next run learns from it what is ours.
            if not self.moved and not recovering:
                with contextlib.suppress(OSError):
                    remove_tree(self.staging)
            raise
        remove_tree(self.staging)
        self._sync_folder(self.folder)
        self.report.foreign = self._foreign_paths(wanted)
        return self.report

    def _prepare_staging(self) -> bool:
        """Empty the staging folder but for a crashed run's journal; return whether there is one."""
        self.staging.mkdir(exist_ok=True)
        for left_over in self.staging.iterdir():
            if left_over.is_dir() and not left_over.is_symlink():
                shutil.rmtree(left_over)
            elif left_over.name != _JOURNAL:
                left_over.unlink()
        return (self.staging / _JOURNAL).exists()

    def _refuse_links(self) -> None:
        for name in (*VIEW_FOLDERS, STAGING):
            path = self.folder / name
            if path.is_symlink():
                raise PublicationError(
                    "this is a symbolic link; views are written only inside the plan folder",
                    path=path,
                    hint="remove the link and run again",
                )
            if path.exists() and not path.is_dir():
                raise _obstacle(path, "a folder")

    def _owned_paths(self) -> set[str]:
        """Return the paths of the former plan that this software wrote, by its manifest and a crashed run's journal."""
        owned: set[str] = set()
        manifest = bytes_or_none(self.folder / MANIFEST)
        if manifest is not None:
            parsed = parse_manifest(manifest)
            if parsed is not None:
                owned |= {entry.path for entry in parsed.files}
        journal = bytes_or_none(self.staging / _JOURNAL)
        if journal is not None:
            with contextlib.suppress(msgspec.MsgspecError, RecursionError, UnicodeDecodeError):
                owned |= set(msgspec.json.decode(journal, type=list[str]))
        return {path for path in owned if _is_our_kind_of_path(path)}

    def _stage(self, file: PlanFile, progress: Progress) -> ManifestFile:
        progress(len(self.staged) + self.report.unchanged, file.path)
        self._stage_bytes(file.path, file.data)
        return file.entry()

    def _stage_bytes(self, path: str, data: bytes) -> None:
        """Write a file to the staging folder, unless the plan folder has these bytes already."""
        target = self.folder / path
        if target.is_dir() and not target.is_symlink():
            raise _obstacle(target, "a file")
        if has_bytes(target, data):
            self.report.unchanged += 1
            return
        staged = self.staging / str(len(self.staged))
        self._write(staged, data, mode=mode_of(target))
        self.staged.append((path, staged))

    def _write(self, path: Path, data: bytes, mode: int | None = None) -> None:
        with path.open("wb") as stream:
            stream.write(data)
            if mode is not None:
                os.fchmod(stream.fileno(), mode)
            if self.sync:
                stream.flush()
                os.fsync(stream.fileno())

    def _write_journal(self, paths: set[str]) -> None:
        fresh = self.staging / f"{_JOURNAL}.new"
        self._write(fresh, json.dumps(sorted(paths)).encode())
        fresh.replace(self.staging / _JOURNAL)
        self._sync_folder(self.staging)
        self._sync_folder(self.folder)

    def _move_into_place(self, stale: set[str]) -> None:
        """Rename views and mirrors, then the master, then clear what is stale, then rename the manifest."""
        folders = {self.folder}
        last = [item for item in self.staged if item[0] == MANIFEST]
        first = [item for item in self.staged if item[0] != MANIFEST]
        for path, staged in first:
            target = self.folder / path
            if target.parent not in folders:
                target.parent.mkdir(exist_ok=True)
                folders.add(target.parent)
            if path == MASTER:
                self._sync_folders(folders)
            self._rename(staged, target, path)
        self._sync_folder(self.folder)
        for path in sorted(stale):
            self._remove(path)
        for name in VIEW_FOLDERS:
            # One that a view still stands in cannot be removed, and one that is gone need not be.
            with contextlib.suppress(OSError):
                (self.folder / name).rmdir()
        for path, staged in last:
            self._rename(staged, self.folder / path, path)
        self._sync_folders({folder for folder in folders if folder.exists()})

    def _rename(self, staged: Path, target: Path, path: str) -> None:
        self.moved += 1
        staged.replace(target)
        self.report.written.append(path)

    def _remove(self, path: str) -> None:
        target = self.folder / path
        if target.is_dir() and not target.is_symlink():
            return
        with contextlib.suppress(FileNotFoundError):
            target.unlink()
            self.report.removed.append(path)

    def _foreign_paths(self, wanted: set[str]) -> list[str]:
        return [path for path in paths_in(self.folder) if path not in wanted]

    def _sync_folders(self, folders: Iterable[Path]) -> None:
        for folder in sorted(folders):
            self._sync_folder(folder)

    def _sync_folder(self, folder: Path) -> None:
        if self.sync:
            flush_folder(folder)


def _obstacle(path: Path, wanted: str) -> PublicationError:
    message = f"something else stands where {wanted} of the plan belongs; nothing was changed"
    return PublicationError(message, path=path, hint="move it away and run again")


def _is_our_kind_of_path(path: str) -> bool:
    """Return whether a path from a manifest may be ours: never one that leads out of the folder."""
    folder, slash, name = path.rpartition("/")
    if not slash:
        return name in PLAN_WIDE_FILES
    return folder in VIEW_FOLDERS and name.endswith(EXTENSION) and "\0" not in name


@contextlib.contextmanager
def _failures_explained(folder: Path, publication: _Publication) -> Iterator[None]:
    try:
        yield
    except ValueError as error:
        # A path that no system call takes, such as one with a NUL.
        raise PublicationError(f"this is no path: {error}; nothing was changed", path=folder) from error
    except OSError as error:
        reason = error.strerror or type(error).__name__
        named = error.filename2 or error.filename
        path = Path(named) if isinstance(named, str) else folder
        if MASTER in publication.report.written:
            state = "the new master is in place; some files beside it are of the former plan"
        elif publication.moved:
            state = "the former master is in place; some views are of the new plan already"
        else:
            state = "nothing was changed"
        raise PublicationError(f"{reason}; {state}", path=path, hint=_hint(error)) from error


def _hint(error: OSError) -> str:
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return "free some space and run again"
    if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return "make the folder writable and run again"
    return "mend the cause and run again"
