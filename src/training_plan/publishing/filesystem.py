"""The steps that a publication takes on the disk."""

from __future__ import annotations

import os
import shutil
import stat
from pathlib import Path


def make_folder(folder: Path, *, sync: bool) -> None:
    """Make a folder and those above it, and flush the entry of each that is new."""
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    if sync:
        for each in missing:
            flush_folder(each.parent)


def flush_folder(folder: Path) -> None:
    """Flush the entries of a folder to the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def bytes_or_none(path: Path) -> bytes | None:
    """Return the bytes of a file; None if there is none."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def mode_of(path: Path) -> int | None:
    """Return the permissions of the file that a new one replaces, which stay; None if there is none."""
    try:
        status = path.lstat()
    except FileNotFoundError:
        return None
    return stat.S_IMODE(status.st_mode) if stat.S_ISREG(status.st_mode) else None


def has_bytes(path: Path, data: bytes) -> bool:
    """Return whether a file, not a link to one, holds these bytes."""
    try:
        status = path.lstat()
        return stat.S_ISREG(status.st_mode) and status.st_size == len(data) and path.read_bytes() == data
    except OSError:
        return False


def remove_tree(path: Path) -> None:
    """Remove a folder and all in it, if it is there."""
    try:
        shutil.rmtree(path)
    except FileNotFoundError:
        return
