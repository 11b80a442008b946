"""What a failed publication says: what happened, to which path, and what state the folder is in."""

from __future__ import annotations

import contextlib
import errno
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from training_plan.errors import PublicationError

_FULL = {errno.ENOSPC, errno.EDQUOT}
_FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}
_TOO_MANY_FILES = {errno.EMFILE, errno.ENFILE}


class MasterState(StrEnum):
    """What became of the master, in words."""

    NONE = "there is no master yet"
    FORMER = "the former master is in place"
    SAME = "the master is as it was"
    NEW = "the new master is in place"


@dataclass(slots=True)
class FolderState:
    """How far a publication has come.

    Attributes:
        is_changing: whether the first file may have moved.
        is_complete: whether the last file is in place.
        master: which master is in place.
        moved: number of files that have moved.
        changed: number of files that must move.
    """

    is_changing: bool = False
    is_complete: bool = False
    master: MasterState = MasterState.NONE
    moved: int = 0
    changed: int = 0

    def __str__(self) -> str:
        if not self.is_changing:
            return "nothing was changed"
        if self.is_complete:
            return f"{self.master}, and so is every other file of the plan"
        return f"{self.master}; of the {self.changed} files that change, {self.moved} are"


@contextlib.contextmanager
def failures_explained(folder: Path, state: FolderState) -> Iterator[None]:
    """Turn what the system refuses into a PublicationError that says the state of the folder."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or type(error).__name__
        path = Path(error.filename) if isinstance(error.filename, str) else folder
        raise PublicationError(f"{reason}; {state}", path=path, hint=_hint(error.errno)) from error


def _hint(code: int | None) -> str:
    if code in _FULL:
        return "free some space and run again"
    if code in _FORBIDDEN:
        return "let this user read and write there, and run again"
    if code in _TOO_MANY_FILES:
        return "close some files, or raise the limit (ulimit -n), and run again"
    return "mend the cause and run again"
