"""Runs of the example training phase."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from consumer.samples import GOLDEN, REPOSITORY, Recorder, written
from support.oracle import JsonObject

SCRIPT = REPOSITORY / "scripts" / "example_training_phase.py"
LONGEST_WAIT = 60
DONE_BEFORE_THE_KILL = 5

TRAINER = """
import fcntl
import os
import time
from pathlib import Path


def note(job):
    log = os.open(os.environ["TRAINED_LOG"], os.O_APPEND | os.O_CREAT | os.O_WRONLY)
    os.write(log, (job.job_id + "\\n").encode())
    os.close(log)


def train(job):
    note(job)
    return {"families": list(job.model_families), "score": 0.5}


def stall(job):
    done = Path(os.environ["TRAINED_LOG"])
    if done.exists() and len(done.read_text().splitlines()) >= DONE_BEFORE_THE_KILL:
        with open(os.environ["STALLED"], "a") as stalled:
            fcntl.flock(stalled, fcntl.LOCK_SH)
            stalled.write(".")
            stalled.flush()
            while True:
                time.sleep(60)
    return train(job)


def fail_some(job):
    note(job)
    if job.symbol == "AAPL":
        raise ValueError("no data for " + job.symbol)
    return 1


def die_once(job):
    note(job)
    if job.job_id == "cs_y_vol_expand_5d_1.5":
        os._exit(9)
    return 1


def give_a_set(job):
    return {1, 2}


def give_nan(job):
    return float("nan")


NOT_CALLABLE = 5
""".replace("DONE_BEFORE_THE_KILL", str(DONE_BEFORE_THE_KILL))


def wait_for(condition: Callable[[], bool]) -> None:
    """Wait until a condition holds."""
    deadline = time.monotonic() + LONGEST_WAIT
    while not condition():
        assert time.monotonic() < deadline, "it did not come about"
        time.sleep(0.02)


@dataclass(frozen=True)
class Ended:
    """How a run of the script ended."""

    exit_code: int
    stderr: str


class Phase:
    """A working directory with a plan, a trainer module and the script."""

    def __init__(self, folder: Path, plan: JsonObject | None = None) -> None:
        self.plan = folder / "METRICS" / "training_plan"
        self.out = folder / "results"
        self.log = folder / "trained"
        self.stalled = folder / "stalled"
        self.recorder = Recorder(folder)
        self._modules = folder / "modules"
        self._modules.mkdir()
        (self._modules / "my_trainer.py").write_text(TRAINER, encoding="utf-8")
        if plan is None:
            shutil.copytree(GOLDEN, self.plan)
        else:
            written(self.plan, plan)

    def command(self, trainer: str, workers: int) -> list[str]:
        """Return the command line of the script."""
        options = ["--trainer", trainer, "--out", str(self.out), "--workers", str(workers)]
        return [sys.executable, str(SCRIPT), str(self.plan), *options]

    @property
    def environment(self) -> dict[str, str]:
        """The environment of the script."""
        return {**self.recorder.environment(), "TRAINED_LOG": str(self.log), "STALLED": str(self.stalled)}

    def run(self, trainer: str = "my_trainer:train", workers: int = 1) -> Ended:
        """Run the script to its end."""
        done = subprocess.run(
            self.command(trainer, workers),
            check=False,
            capture_output=True,
            text=True,
            env=self.environment,
            cwd=self._modules,
            timeout=LONGEST_WAIT,
        )
        assert done.stdout == ""
        return Ended(done.returncode, done.stderr)

    @contextlib.contextmanager
    def stalling(self, workers: int) -> Iterator[subprocess.Popen[str]]:
        """Run the script with a trainer that stalls after some jobs; the run and its workers are gone afterwards."""
        process = subprocess.Popen(
            self.command("my_trainer:stall", workers),
            env=self.environment,
            cwd=self._modules,
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        try:
            wait_for(lambda: self.stalled.exists() and len(self.stalled.read_text()) == workers)
            yield process
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.communicate(timeout=LONGEST_WAIT)

    def is_stalled(self) -> bool:
        """Return whether any worker stalls."""
        with self.stalled.open("a") as stalled:
            try:
                fcntl.flock(stalled, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return True
        return False

    def trained(self) -> list[str]:
        """Return the job_ids that the trainer got, in order."""
        return self.log.read_text(encoding="utf-8").splitlines() if self.log.exists() else []

    def results(self) -> list[dict[str, Any]]:
        """Return every result that was written."""
        return [json.loads(path.read_bytes()) for path in sorted(self.out.rglob("*.json"))]
