"""Run one task in a process of its own and say what it cost.

As a script, it is that process.
"""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from benchmark.stopwatch import Stopwatch, peak_memory
from benchmark.workplace import Facts, Workplace

_SCRIPTS = Path(__file__).resolve().parent.parent


class Measurement(NamedTuple):
    """What one run of a task cost.

    Attributes:
        wall: seconds that passed, from when the process was ready to when the work was done.
        cpu: seconds that the cores worked meanwhile.
        memory: the most memory that the process had at a time, in bytes.
        facts: what the task tells of its work.
    """

    wall: float
    cpu: float
    memory: int
    facts: Facts


def measure(task: str, place: Workplace) -> Measurement:
    """Run a task, such as ``floors.load``, in a process of its own.

    Raises:
        RuntimeError: if it fails; the message is what it wrote on stderr.
    """
    command = [sys.executable, "-m", "benchmark.processes", task, str(place.folder)]
    done = subprocess.run(
        command, env={**os.environ, "PYTHONPATH": str(_SCRIPTS)}, capture_output=True, check=False, text=True
    )
    if done.returncode:
        raise RuntimeError(f"{task} failed:\n{done.stderr}")
    wall, cpu, memory, facts = json.loads(done.stdout)
    return Measurement(wall, cpu, memory, facts)


def run_here(task: str, place: Workplace) -> Measurement:
    """Run a task in this process."""
    module, _, function = task.partition(".")
    watch = Stopwatch()
    facts = getattr(importlib.import_module(f"benchmark.{module}"), function)(place, watch)
    return Measurement(watch.wall, watch.cpu, peak_memory(), facts)


if __name__ == "__main__":
    print(json.dumps(run_here(sys.argv[1], Workplace(Path(sys.argv[2])))))
