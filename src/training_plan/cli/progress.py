"""Progress on a terminal, for work that lasts over a second."""

from __future__ import annotations

import sys
import threading
from types import TracebackType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

_SILENT_SECONDS = 1.0


class ProgressBar:
    """Shows what is being done, on stderr, only if that is a terminal, and only while it lasts.

    It appears by itself: what takes long may well be one call that could not tell anything.
    """

    def __init__(self, label: str) -> None:
        self._label = label
        self._shown: tuple[Progress, TaskID] | None = None
        self._is_over = False
        self._opening = threading.Lock()
        self._timer = threading.Timer(_SILENT_SECONDS, self._open)
        self._timer.daemon = True

    def __enter__(self) -> ProgressBar:
        if sys.stderr is not None and sys.stderr.isatty():
            self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._timer.cancel()
        with self._opening:
            self._is_over = True
            if self._shown is not None:
                self._shown[0].stop()

    def phase(self, label: str) -> None:
        """Say what is done from here on."""
        self._label = label
        self._show(label)

    def update(self, done: int) -> None:
        """Say how many pieces are done; how many there are is not known."""
        self._show(f"{self._label} {done}")

    def _show(self, description: str) -> None:
        if self._shown is not None:
            progress, task = self._shown
            progress.update(task, description=description)

    def _open(self) -> None:
        from rich.console import Console  # noqa: PLC0415 - most runs are too short to need it
        from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn  # noqa: PLC0415

        with self._opening:
            if self._is_over:
                return
            columns = TextColumn("{task.description}", markup=False), BarColumn(), TimeElapsedColumn()
            progress = Progress(*columns, console=Console(stderr=True), transient=True)
            progress.start()
            self._shown = progress, progress.add_task(self._label, total=None)
