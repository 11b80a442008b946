"""Judge Parquet files in another process, many in one: what ends the process is an outcome as well."""

from __future__ import annotations

import multiprocessing
import os
import tempfile
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

from fuzz.campaign import HANG_SECONDS
from fuzz.entry_points import EntryPoints
from training_plan.building import snapshot_table
from training_plan.building.parquet_trial import fault_in_this_process

PANICKED = "panicked"
ENDED = "ended the process"


class ParquetProcess:
    """A process that judges one file after another as the builder does, but tries them there and then."""

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> ParquetProcess:
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def judge(self, data: bytes) -> str:
        """Return how a file ended: as ``EntryPoints.candidates`` says, or with the process it was decoded in."""
        if self._pool is None:
            self._pool = ProcessPoolExecutor(1, multiprocessing.get_context("spawn"), _begin)
        try:
            return self._pool.submit(_judge, data).result(HANG_SECONDS)
        except BrokenProcessPool:
            self._end()
            return ENDED

    def _end(self) -> None:
        if self._pool is not None:
            self._pool.shutdown()
            self._pool = None


def _begin() -> None:
    # What a panic writes there is long, and tells nothing that the outcome does not.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    setattr(snapshot_table, "parquet_fault", fault_in_this_process)  # noqa: B010 - not for others to see


def _judge(data: bytes) -> str:
    with tempfile.TemporaryDirectory() as folder:
        try:
            return EntryPoints(Path(folder)).candidates(data, ".parquet")
        except BaseException as error:
            # The class of a panic is that of the library's bindings, which has no public name.
            if type(error).__name__ == "PanicException":
                return PANICKED
            raise
