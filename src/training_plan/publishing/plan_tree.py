"""A plan folder and the view folders in it, held open while it is published."""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

from training_plan.errors import PublicationError
from training_plan.plan.layout import STAGING, VIEW_FOLDERS
from training_plan.publishing.filesystem import Folder


class PlanTree:
    """Where the files of a plan stand; paths have forward slashes, as in the manifest.

    Attributes:
        root: the plan folder.
    """

    def __init__(self, root: Folder, views: dict[str, Folder], stack: contextlib.ExitStack) -> None:
        self.root = root
        self._views = views
        self._stack = stack

    @classmethod
    @contextlib.contextmanager
    def opened(cls, root: Folder) -> Iterator[PlanTree]:
        """Hold the view folders of a plan folder open.

        Raises:
            PublicationError: if a link or anything else but a folder has the name of one.
        """
        with contextlib.ExitStack() as stack:
            views = {name: stack.enter_context(root.folder(name)) for name in VIEW_FOLDERS if is_folder(root, name)}
            yield cls(root, views, stack)

    def place(self, path: str) -> tuple[Folder | None, str]:
        """Return the folder in which a path stands, None if there is no such folder, and its name there."""
        folder, slash, name = path.rpartition("/")
        return (self._views.get(folder) if slash else self.root), name

    def made_place(self, path: str) -> tuple[Folder, str]:
        """Return the folder in which a path stands, which is made if it is not there, and its name there."""
        folder, name = self.place(path)
        if folder is None:
            view = path.rpartition("/")[0]
            folder = self._views[view] = self._stack.enter_context(self.root.made_folder(view))
        return folder, name

    def status(self, path: str) -> os.stat_result | None:
        """Return what stands at a path; None if nothing does."""
        folder, name = self.place(path)
        return None if folder is None else folder.status(name)

    def holds(self, path: str, data: bytes, *, sync: bool = False) -> bool:
        """Return whether a file of its own stands at a path and has these bytes; with ``sync`` it is flushed then."""
        folder, name = self.place(path)
        return folder is not None and folder.holds(name, data, sync=sync)

    def views(self) -> Iterator[str]:
        """Yield the path of everything in the view folders."""
        for view, folder in self._views.items():
            yield from (f"{view}/{name}" for name in folder.names())

    def paths(self) -> Iterator[str]:
        """Yield the path of everything in the plan folder and its view folders, but for the folders of the plan."""
        yield from (name for name in self.root.names() if name not in {*self._views, STAGING})
        yield from self.views()

    def remove_empty_views(self) -> None:
        """Remove the view folders that nothing stands in."""
        for view in [*self._views]:
            if self.root.remove_folder(view):
                del self._views[view]

    def require_writable(self, paths: Iterable[str]) -> None:
        """Raise PermissionError if the folder of one of these paths is there and cannot be written."""
        places = {path.rpartition("/")[0]: self.place(path)[0] for path in paths}
        for folder in places.values():
            if folder is not None:
                folder.require_writable()

    def flush(self) -> None:
        """Flush the entries of every folder."""
        for folder in (*self._views.values(), self.root):
            folder.flush()


def is_folder(root: Folder, name: str) -> bool:
    """Return whether a folder of the plan is there.

    Raises:
        PublicationError: if a link or anything else but a folder has its name.
    """
    status = root.status(name)
    if status is None:
        return False
    if stat.S_ISLNK(status.st_mode):
        raise PublicationError(
            "this is a symbolic link; views are written only inside the plan folder; nothing was changed",
            path=root.path / name,
            hint="remove the link and run again",
        )
    if not stat.S_ISDIR(status.st_mode):
        raise obstacle(root.path / name, "a folder")
    return True


def obstacle(path: Path, wanted: str) -> PublicationError:
    """Return the error that something else stands where a file or folder of the plan belongs."""
    message = f"something else stands where {wanted} of the plan belongs; nothing was changed"
    return PublicationError(message, path=path, hint="move it away and run again")
