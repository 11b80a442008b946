"""The one door to the disk: every change that a publication makes goes through a folder that is held open."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

_CHUNK = 1 << 20

# What opening a link without following it gives: EMLINK on some systems.
_LINK_REFUSED = {errno.ELOOP, errno.EMLINK}

# A folder in use by somebody else, as far as removing it is concerned: it has entries, or something is mounted there.
_FOLDER_IN_USE = {errno.ENOTEMPTY, errno.EEXIST, errno.EBUSY}

# Some network file systems flush the entries of folders by themselves and know no call for it.
_NOTHING_TO_FLUSH = {errno.EINVAL, errno.ENOTSUP}


class Folder:
    """A folder that is held open.

    Names are looked up in the open folder, not along its path, and no link is followed: whatever is planted or
    exchanged while a publication runs, nothing is written anywhere else. Every ``OSError`` names the whole path.

    Attributes:
        path: the path that it was opened by.
    """

    def __init__(self, path: Path, descriptor: int) -> None:
        self.path = path
        self._descriptor = descriptor

    @classmethod
    def at(cls, path: Path) -> Folder:
        """Open a folder by its path, which may lead through links."""
        return cls(path, os.open(path, os.O_RDONLY | os.O_DIRECTORY))

    def __enter__(self) -> Folder:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.close(self._descriptor)

    # What is there

    def status(self, name: str) -> os.stat_result | None:
        """Return what stands at a name; None if nothing does."""
        with self._naming(name):
            try:
                return os.stat(name, dir_fd=self._descriptor, follow_symlinks=False)
            except FileNotFoundError:
                return None

    def names(self) -> list[str]:
        """Return the names in the folder, sorted."""
        with self._naming(""):
            return sorted(os.listdir(self._descriptor))  # noqa: PTH208 - pathlib lists no open folder

    def read(self, name: str, limit: int = sys.maxsize) -> bytes | None:
        """Return the first ``limit`` bytes of a file, or all; None if there is no file of its own."""
        with self._naming(name):
            try:
                descriptor = self._open_file(name)
            except FileNotFoundError:
                return None
            if descriptor is None:
                return None
            try:
                return _read(descriptor, limit)
            finally:
                os.close(descriptor)

    def holds(self, name: str, data: bytes, *, sync: bool = False) -> bool:
        """Return whether a file of its own, not a link to one, has these bytes and can be read.

        With ``sync`` the bytes are flushed to the disk then: who wrote them may not have done so.
        """
        try:
            descriptor = self._open_file(name)
        except OSError:
            return False
        if descriptor is None:
            return False
        try:
            if not _has_bytes(descriptor, data):
                return False
            if sync:
                with self._naming(name):
                    os.fsync(descriptor)
            return True
        finally:
            os.close(descriptor)

    def _open_file(self, name: str) -> int | None:
        """Open a file for reading; None if it is a link or anything else but a file."""
        try:
            # A named pipe would wait for a writer.
            flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK
            descriptor = os.open(name, flags, dir_fd=self._descriptor)
        except OSError as error:
            if error.errno in _LINK_REFUSED:
                return None
            raise
        is_file = False
        try:
            is_file = stat.S_ISREG(os.fstat(descriptor).st_mode)
        finally:
            if not is_file:
                os.close(descriptor)
        return descriptor if is_file else None

    def require_writable(self) -> None:
        """Raise PermissionError if entries of the folder cannot be changed."""
        if not os.access(".", os.W_OK | os.X_OK, dir_fd=self._descriptor):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(self.path))

    # Changes

    def folder(self, name: str) -> Folder:
        """Open a folder in this one; a link to a folder is refused."""
        with self._naming(name):
            flags = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW
            return Folder(self.path / name, os.open(name, flags, dir_fd=self._descriptor))

    def made_folder(self, name: str) -> Folder:
        """Open a folder in this one, which is made if it is not there."""
        with self._naming(name), contextlib.suppress(FileExistsError):
            os.mkdir(name, dir_fd=self._descriptor)
        return self.folder(name)

    def write(self, name: str, data: bytes, *, mode: int | None = None, sync: bool = False) -> None:
        """Write a new file.

        Args:
            name: its name.
            data: its bytes.
            mode: its permissions; None for those that the umask leaves.
            sync: whether to flush the bytes to the disk.
        """
        with self._naming(name):
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
            descriptor = os.open(name, flags, 0o666, dir_fd=self._descriptor)
            try:
                if mode is not None and stat.S_IMODE(os.fstat(descriptor).st_mode) != mode:
                    os.fchmod(descriptor, mode)
                rest = memoryview(data)
                while rest:
                    rest = rest[os.write(descriptor, rest) :]
                if sync:
                    os.fsync(descriptor)
            finally:
                # A file system may say only here that the disk is full.
                os.close(descriptor)

    def open_lock_file(self, name: str) -> int:
        """Open an empty file for writing, which network file systems ask of a lock; made if it is not there."""
        with self._naming(name):
            flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK
            return os.open(name, flags, 0o666, dir_fd=self._descriptor)

    def move(self, name: str, target: Folder, new_name: str) -> None:
        """Put a file into another folder in one step, over what stands at its new name."""
        with target._naming(new_name):
            os.replace(name, new_name, src_dir_fd=self._descriptor, dst_dir_fd=target._descriptor)

    def remove(self, name: str) -> bool:
        """Remove a file or a link; return whether there was one."""
        with self._naming(name):
            try:
                os.unlink(name, dir_fd=self._descriptor)
            except FileNotFoundError:
                return False
        return True

    def remove_folder(self, name: str) -> bool:
        """Remove an empty folder; return whether it is gone, which one in use is not."""
        with self._naming(name):
            try:
                os.rmdir(name, dir_fd=self._descriptor)
            except FileNotFoundError:
                return True
            except OSError as error:
                if error.errno in _FOLDER_IN_USE:
                    return False
                raise
        return True

    def flush(self) -> None:
        """Flush the entries of the folder to the disk."""
        with self._naming(""):
            try:
                _flush(self._descriptor)
            except OSError as error:
                if error.errno not in _NOTHING_TO_FLUSH:
                    raise

    @contextlib.contextmanager
    def _naming(self, name: str) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            error.filename, error.filename2 = str(self.path / name), None
            raise


def make_folder(path: Path, *, sync: bool) -> None:
    """Make a folder and those above it.

    With ``sync`` the entry of each is flushed before the next is made. That of a folder which is there already
    is flushed too: the run that made it may have died before it could.
    """
    if not path.is_dir():
        if path.parent != path:
            make_folder(path.parent, sync=sync)
        with contextlib.suppress(FileExistsError):
            os.mkdir(path)  # noqa: PTH102 - as every other change: straight from here to the system
    if sync and path.is_dir():
        _flush_entry(path)


def kept_mode(status: os.stat_result | None) -> int | None:
    """Return the permissions that a file hands on to the one that replaces it; None if no file stands there."""
    return stat.S_IMODE(status.st_mode) if status is not None and stat.S_ISREG(status.st_mode) else None


def _flush_entry(path: Path) -> None:
    # A folder that may be entered but not read cannot be opened to be flushed.
    with contextlib.suppress(PermissionError), Folder.at(path.resolve().parent) as parent:
        parent.flush()


def _flush(descriptor: int) -> None:
    # On macOS fsync ends at the drive, which may still lose what it holds; this call empties the drive as well.
    full = getattr(fcntl, "F_FULLFSYNC", None)
    if full is not None:
        with contextlib.suppress(OSError):
            fcntl.fcntl(descriptor, full)
            return
    os.fsync(descriptor)


def _read(descriptor: int, limit: int) -> bytes:
    found = []
    while limit > 0 and (chunk := os.read(descriptor, min(limit, _CHUNK))):
        found.append(chunk)
        limit -= len(chunk)
    return b"".join(found)


def _has_bytes(descriptor: int, data: bytes) -> bool:
    """Return whether a file can be read and has these bytes; it is read in pieces, to save memory."""
    try:
        if os.fstat(descriptor).st_size != len(data):
            return False
        at = 0
        while chunk := os.read(descriptor, _CHUNK):
            # Slices of bytes, though copies, compare many times faster than those of a memoryview.
            if data[at : at + len(chunk)] != chunk:
                return False
            at += len(chunk)
        return at == len(data)
    except OSError:
        return False
