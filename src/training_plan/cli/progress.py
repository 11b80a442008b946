"""A progress bar on a terminal, for work that lasts over a second."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

_SILENT_SECONDS = 1.0


class ProgressBar:
    """Shows how many files are done, on stderr and only if that is a terminal."""

    def __init__(self, label: str) -> None:
        self._label = label
        self._start = time.monotonic()
        self._shown: tuple[Progress, TaskID] | None = None
        self._is_terminal = sys.stderr is not None and sys.stderr.isatty()

    def __enter__(self) -> ProgressBar:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._shown is not None:
            self._shown[0].stop()

    def update(self, done: int, total: int | None = None) -> None:
        """Say that ``done`` pieces of ``total`` are done."""
        if not self._is_terminal or time.monotonic() - self._start < _SILENT_SECONDS:
            return
        if self._shown is None:
            self._shown = self._open()
        progress, task = self._shown
        progress.update(task, completed=done, total=total)

    def _open(self) -> tuple[Progress, TaskID]:
        from rich.console import Console  # noqa: PLC0415 - most runs are too short to need it
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn  # noqa: PLC0415

        columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()
        progress = Progress(*columns, console=Console(stderr=True), transient=True)
        progress.start()
        return progress, progress.add_task(self._label, total=None)
