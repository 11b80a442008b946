"""One writer of a plan folder at a time."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import json
import os
import time
from collections.abc import Callable, Iterator

from training_plan.errors import LockHeldError, PublicationError
from training_plan.publishing.filesystem import Folder

DEFAULT_LOCK_TIMEOUT = 10.0
"""Seconds that a second writer waits for the first."""

LOCK_FILES = frozenset({"lock", "holder.json"})
"""The names that this module uses in the staging folder."""

_LOCK = "lock"
_HOLDER = "holder.json"
_LONGEST_ANNOUNCEMENT = 4096
_SECONDS_BETWEEN_TRIES = 0.05

_NO_LOCKS = {errno.ENOLCK, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EINVAL}


@contextlib.contextmanager
def locked_staging(
    root: Folder, name: str, timeout: float, sleep: Callable[[float], None] = time.sleep
) -> Iterator[Folder]:
    """Hold the lock of a plan folder, and with it the staging folder in it, which goes in the end if it is empty.

    The lock is on a file in the staging folder: one on a folder holds, on network file systems, among the processes of
    one host only. The kernel gives it back when the process ends, however it ends, so a dead holder blocks
    nobody.

    Args:
        root: the plan folder.
        name: the name of the staging folder.
        timeout: seconds to wait for another holder.
        sleep: waits some seconds.

    Raises:
        LockHeldError: if another process still holds it then; the message says which.
        PublicationError: if the file system gives no locks, or the staging folder is a link.
    """
    staging, descriptor = _wait_for_lock(root, name, timeout, sleep)
    with staging:
        try:
            staging.remove(_HOLDER)
            staging.write(_HOLDER, json.dumps(_this_process()).encode())
            yield staging
        except BaseException:
            with contextlib.suppress(OSError):
                _clear(staging)
            raise
        else:
            _clear(staging)
        finally:
            # Closing would not do where a child process has inherited the file.
            fcntl.flock(descriptor, fcntl.LOCK_UN)
            os.close(descriptor)
            root.remove_folder(name)


def _clear(staging: Folder) -> None:
    staging.remove(_HOLDER)
    # A waiting process may have the file open: it sees that the file is gone, and makes another.
    staging.remove(_LOCK)


def _this_process() -> dict[str, object]:
    since = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    return {"pid": os.getpid(), "host": os.uname().nodename, "since": since}


def _wait_for_lock(root: Folder, name: str, timeout: float, sleep: Callable[[float], None]) -> tuple[Folder, int]:
    deadline = time.monotonic() + timeout
    while True:
        held = _try_lock(root, name)
        if held is not None:
            return held
        if time.monotonic() >= deadline:
            raise LockHeldError(
                f"{_holder(root, name)} writes this folder; waited {timeout:g} s",
                path=root.path,
                hint="wait until it is done, or raise --lock-timeout",
            )
        sleep(_SECONDS_BETWEEN_TRIES)


def _try_lock(root: Folder, name: str) -> tuple[Folder, int] | None:
    """Return the staging folder and the lock in it; None if another process has it or gave it back just now."""
    with contextlib.ExitStack() as on_failure:
        try:
            staging = on_failure.enter_context(root.made_folder(name))
            descriptor = staging.open_lock_file(_LOCK)
        except FileNotFoundError:
            # The holder has just removed the staging folder.
            return None
        on_failure.callback(os.close, descriptor)
        if not _is_locked(descriptor, root):
            return None
        found = staging.status(_LOCK)
        if found is None or not os.path.samestat(found, os.fstat(descriptor)):
            return None
        on_failure.pop_all()
        return staging, descriptor


def _is_locked(descriptor: int, root: Folder) -> bool:
    """Take a lock and return whether that worked."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError as error:
        if error.errno not in _NO_LOCKS:
            raise
        raise PublicationError(
            f"this file system gives no locks ({error.strerror}), so two builders could not be kept apart; "
            "no file of the plan was changed",
            path=root.path,
            hint="mount it with locks, or publish to a local folder and copy that",
        ) from error
    return True


def _holder(root: Folder, name: str) -> str:
    try:
        with root.folder(name) as staging:
            holder = json.loads(staging.read(_HOLDER, _LONGEST_ANNOUNCEMENT) or b"")
        return f"process {holder['pid']} on {holder['host']} (since {holder['since']})"
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return "another process"
