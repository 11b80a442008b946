"""A model of what a disk may hold after power was lost: what was not flushed may be missing, torn or reordered."""

from __future__ import annotations

import os
import random
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

from publishing.plans import Tree
from publishing.watched_disk import Call, Watcher

Choose = Callable[[Sequence[Any]], Any]

Node: TypeAlias = "ModelFile | ModelFolder"


@dataclass(eq=False)
class ModelFile:
    """A file: what is sure to be on the disk, and what was written."""

    durable: bytes = b""
    data: bytes = b""

    def possible(self) -> list[bytes]:
        """Return what may be found: nothing of what was not flushed first, all of it last."""
        if self.data == self.durable:
            return [self.data]
        half = self.data[: len(self.data) // 2]
        return [self.durable, half, half + bytes(len(self.data) - len(half)), bytes(len(self.data)), self.data]


@dataclass(eq=False)
class ModelFolder:
    """A folder: the entries that are sure to be on the disk, and what became of each name since, in order."""

    durable: dict[str, Node] = field(default_factory=dict)
    changes: dict[str, list[Node | None]] = field(default_factory=dict)

    def get(self, name: str) -> Node | None:
        return self.possible(name)[-1]

    def set(self, name: str, node: Node | None) -> None:
        self.changes.setdefault(name, []).append(node)

    def possible(self, name: str) -> list[Node | None]:
        """Return what may stand at a name: what is sure first, the last change last."""
        return [self.durable.get(name), *self.changes.get(name, [])]

    def flush(self) -> None:
        for name, changes in self.changes.items():
            if changes[-1] is None:
                self.durable.pop(name, None)
            else:
                self.durable[name] = changes[-1]
        self.changes.clear()


class UnflushedDisk:
    """The model of a folder on the disk, kept up to date by watching the calls of a publication.

    Every change of an entry is atomic, as file systems promise, and that is all that is taken for granted: changes of
    different entries, even the two of one move, reach the disk in any order until their folder is flushed, and the
    bytes of a file until the file is.
    """

    def __init__(self, top: Path) -> None:
        self._top = top
        self._root = _model_of(top)
        self._opened: dict[int, Node | None] = {}
        self._lock = threading.Lock()

    def watcher(self, after_change: Callable[[], None], inner: Watcher | None = None) -> Watcher:
        """Return a watcher that carries out each call, or has ``inner`` do so, and follows it in the model."""

        def watcher(name: str, really: Call, arguments: tuple[Any, ...], options: dict[str, Any]) -> Any:  # noqa: ANN401
            with self._lock:
                result = really(*arguments, **options) if inner is None else inner(name, really, arguments, options)
                follow = getattr(self, f"_after_{name}", None)
                if follow is not None:
                    follow(result, *arguments, **options)
                    after_change()
                return result

        return watcher

    def after_power_loss(self, folder: Path, choose: Choose) -> Tree:
        """Return what stands in a folder if power is lost at this moment and ``choose`` picks what was saved."""
        found: Tree = {}
        _collect(self._root, "", choose, found)
        prefix = f"{folder.relative_to(self._top).as_posix()}/"
        return {path.removeprefix(prefix): data for path, data in found.items() if path.startswith(prefix)}

    def _place(self, path: str | Path, dir_fd: int | None) -> tuple[ModelFolder, str]:
        """Return the folder and the name in it that a call is about; an empty one if that is none of the model's."""
        if dir_fd is not None:
            return _as_folder(self._opened.get(dir_fd)), str(path)
        if not Path(path).is_relative_to(self._top):
            return ModelFolder(), ""
        folder = self._root
        *above, name = Path(path).relative_to(self._top).parts or ("",)
        for part in above:
            folder = _as_folder(folder.get(part))
        return folder, name

    def _after_open(
        self, result: int, path: str | Path, flags: int, _mode: int = 0, *, dir_fd: int | None = None
    ) -> None:
        folder, name = self._place(path, dir_fd)
        node = folder.get(name) if name else folder
        if node is None and flags & os.O_CREAT:
            node = ModelFile()
            folder.set(name, node)
        self._opened[result] = node

    def _after_close(self, _result: None, descriptor: int) -> None:
        del self._opened[descriptor]

    def _after_write(self, result: int, descriptor: int, data: bytes) -> None:
        file = self._opened[descriptor]
        assert isinstance(file, ModelFile)
        file.data += data[:result]

    def _after_fsync(self, _result: None, descriptor: int) -> None:
        node = self._opened[descriptor]
        if isinstance(node, ModelFile):
            node.durable = node.data
        elif node is not None:
            node.flush()

    def _after_mkdir(self, _result: None, path: str | Path, *, dir_fd: int | None = None) -> None:
        folder, name = self._place(path, dir_fd)
        folder.set(name, ModelFolder())

    def _after_replace(self, _result: None, old: str, new: str, *, src_dir_fd: int, dst_dir_fd: int) -> None:
        source, target = _as_folder(self._opened[src_dir_fd]), _as_folder(self._opened[dst_dir_fd])
        target.set(new, source.get(old))
        source.set(old, None)

    def _after_unlink(self, _result: None, name: str, *, dir_fd: int) -> None:
        _as_folder(self._opened[dir_fd]).set(name, None)

    _after_rmdir = _after_unlink


def nothing_unflushed(possible: Sequence[Any]) -> Any:  # noqa: ANN401 - whatever is possible
    """Choose that nothing was saved but what was flushed."""
    return possible[0]


def everything(possible: Sequence[Any]) -> Any:  # noqa: ANN401
    """Choose that all was saved, as when the process alone dies."""
    return possible[-1]


def by_chance(seed: object, share: float) -> Choose:
    """Return what chooses that about this share was saved, and of the rest anything."""
    chance = random.Random(str(seed))  # noqa: S311 - no secret

    def choose(possible: Sequence[Any]) -> Any:  # noqa: ANN401
        return possible[-1] if chance.random() < share else chance.choice(possible)

    return choose


def _as_folder(node: Node | None) -> ModelFolder:
    assert isinstance(node, ModelFolder)
    return node


def _model_of(path: Path) -> ModelFolder:
    return ModelFolder(
        {
            each.name: ModelFile(each.read_bytes(), each.read_bytes()) if each.is_file() else _model_of(each)
            for each in path.iterdir()
        }
    )


def _collect(folder: ModelFolder, prefix: str, choose: Choose, found: Tree) -> None:
    for name in sorted({*folder.durable, *folder.changes}):
        node = choose(folder.possible(name))
        if isinstance(node, ModelFile):
            found[prefix + name] = choose(node.possible())
        elif node is not None:
            found[prefix + name] = None
            _collect(node, f"{prefix}{name}/", choose, found)
