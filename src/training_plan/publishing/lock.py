"""One writer of a plan folder at a time."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import time
from collections.abc import Iterator
from pathlib import Path

from training_plan.errors import LockHeldError

DEFAULT_LOCK_TIMEOUT = 10.0
"""Seconds that a second writer waits for the first."""

_HOLDER = "holder.json"


def announce_holder(staging: Path) -> None:
    """Write who holds the lock, for a second writer to read."""
    (staging / _HOLDER).write_text(json.dumps(_this_process()), encoding="utf-8")


def _this_process() -> dict[str, object]:
    since = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    return {"pid": os.getpid(), "host": os.uname().nodename, "since": since}


@contextlib.contextmanager
def lock(folder: Path, staging: Path, timeout: float) -> Iterator[None]:
    """Hold the lock of a plan folder.

    The kernel gives it back when the process ends, however it ends, so a dead holder blocks nobody.

    Args:
        folder: the folder; it exists.
        staging: where a holder announces itself.
        timeout: seconds to wait for another holder.

    Raises:
        LockHeldError: if another process still holds it then; the message says which.
    """
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        _take_lock(descriptor, folder, staging, timeout)
        yield
    finally:
        os.close(descriptor)


def _take_lock(descriptor: int, folder: Path, staging: Path, timeout: float) -> None:
    deadline = time.monotonic() + timeout
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= deadline:
                raise LockHeldError(
                    f"{_holder(staging)} writes this folder; waited {timeout:g} s",
                    path=folder,
                    hint="wait until it is done, or raise --lock-timeout",
                ) from None
            time.sleep(0.05)
        else:
            return


def _holder(staging: Path) -> str:
    try:
        holder = json.loads((staging / _HOLDER).read_bytes())
        return f"process {holder['pid']} on {holder['host']} (since {holder['since']})"
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return "another process"
