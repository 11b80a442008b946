"""The calls by which a publication reaches the disk, counted and cut into."""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Iterator, Set
from contextlib import contextmanager
from typing import Any

import pytest

from training_plan.publishing import filesystem

READING_CALLS = frozenset({"access", "fstat", "listdir", "read", "stat"})
CHANGING_CALLS = frozenset({"close", "fchmod", "fsync", "mkdir", "open", "replace", "rmdir", "unlink", "write"})
DISK_CALLS = READING_CALLS | CHANGING_CALLS
"""Every function of ``os`` that the door to the disk calls; a test holds this against its source."""

Call = Callable[..., Any]
Watcher = Callable[[str, Call, tuple[Any, ...], dict[str, Any]], Any]
"""Gets the name of a function, the function and its arguments, and answers in its place."""


class WatchedOs:
    """The module ``os``, with a watcher at every call that reaches the disk."""

    def __init__(self, watcher: Watcher) -> None:
        self._watcher = watcher

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the module has
        really = getattr(os, name)
        if name not in DISK_CALLS:
            return really
        return lambda *arguments, **options: self._watcher(name, really, arguments, options)


@contextmanager
def watched_disk(watcher: Watcher) -> Iterator[None]:
    """Let a watcher answer every call of the door to the disk."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(filesystem, "os", WatchedOs(watcher))
        yield


class KilledError(BaseException):
    """The process was killed: nothing of it reaches the disk after this."""


def killed_at(function: str, number: int) -> Watcher:
    """Return a watcher that lets everything fail from the call of that number of a function on, counted from 0."""
    calls = itertools.count()
    dead = False

    def watcher(name: str, really: Call, arguments: tuple[Any, ...], options: dict[str, Any]) -> Any:  # noqa: ANN401
        nonlocal dead
        dead = dead or (name == function and next(calls) == number)
        # What the system does for a process that has died, too.
        if dead and name != "close":
            raise KilledError
        return really(*arguments, **options)

    return watcher


class Refusal:
    """A watcher that fails one call of some functions, and those after it too if the fault is there to stay.

    Attributes:
        happened: whether that call was reached.
    """

    def __init__(self, step: int, code: int, functions: Set[str], *, stays: bool = False) -> None:
        """``step`` counts the calls of these functions from 0."""
        self.happened = False
        self._calls = itertools.count()
        self._step = step
        self._code = code
        self._functions = functions
        self._stays = stays

    def __call__(self, name: str, really: Call, arguments: tuple[Any, ...], options: dict[str, Any]) -> Any:  # noqa: ANN401
        number = next(self._calls) if name in self._functions else -1
        if number == self._step or (self._stays and number > self._step):
            self.happened = True
            if name == "close":
                # The system closes a file even where it has to say that its bytes did not reach the disk.
                really(*arguments, **options)
            raise OSError(self._code, os.strerror(self._code))
        return really(*arguments, **options)
