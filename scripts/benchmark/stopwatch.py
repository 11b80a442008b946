"""Time and memory of what happens in this process."""

from __future__ import annotations

import resource
import sys
import time
from pathlib import Path
from types import TracebackType


class Stopwatch:
    """Adds up the time spent inside ``with stopwatch:``, so that what only prepares a measurement is left out.

    Attributes:
        wall: seconds that passed.
        cpu: seconds that the cores of this process worked, threads and ended child processes included.
    """

    def __init__(self) -> None:
        self.wall = 0.0
        self.cpu = 0.0

    def __enter__(self) -> None:
        self.wall -= time.perf_counter()
        self.cpu -= _cpu_seconds()

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.wall += time.perf_counter()
        self.cpu += _cpu_seconds()


def _cpu_seconds() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def peak_memory() -> int:
    """Return the most memory that this process had at a time, in bytes."""
    status = Path("/proc/self/status")
    if status.exists():
        # Not ru_maxrss, which starts with the size of the process that started this one.
        line = next(line for line in status.read_text(encoding="ascii").splitlines() if line.startswith("VmHWM:"))
        return int(line.split()[1]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
