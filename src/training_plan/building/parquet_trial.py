"""Whether the bytes of a Parquet file can be decoded at all, tried in a process of its own.

The decoder trusts lengths that it reads: damaged bytes can make it panic, or ask for so much memory that the system
ends the process there and then, which no handler sees. Here that happens to a process that nobody misses.
"""

from __future__ import annotations

import io
import os
import subprocess
import sys

from training_plan.errors import TrainingPlanError

_REFUSED = 1
_READY = b"ready\n"
_UNKNOWN = "its bytes are damaged"


def parquet_fault(data: bytes) -> str | None:
    """Return why the bytes of a Parquet file cannot be decoded; None if they can.

    Raises:
        TrainingPlanError: if there can be no second process, or it cannot do what this one can.
    """
    command = [sys.executable or "python3", "-P", "-m", __name__]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    try:
        child = subprocess.Popen(  # noqa: S603 - this module, by this interpreter
            command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
    except OSError as error:
        raise _untried(str(error.strerror)) from error
    with child:
        # The caller needs it too; importing it takes as long as the other process takes to do so.
        import polars  # noqa: F401, ICN001, PLC0415

        said, _ = child.communicate(data)
    if not said.startswith(_READY):
        raise _untried("it does not find polars")
    if child.returncode == 0:
        return None
    return said.removeprefix(_READY).decode(errors="replace") or _UNKNOWN


def _untried(reason: str) -> TrainingPlanError:
    message = f"the second Python that tries a .parquet file could not be started: {reason}"
    return TrainingPlanError(message, hint="a .csv file needs none")


def fault_in_this_process(data: bytes) -> str | None:
    """Return why the bytes of a Parquet file cannot be decoded; None if they can; or end this process."""
    import polars as pl  # noqa: PLC0415

    try:
        pl.read_parquet(io.BytesIO(data))
    except (pl.exceptions.PolarsError, OSError, ValueError) as error:
        return first_line(error)
    return None


def first_line(error: Exception) -> str:
    """Return the first line of what a library says of its failure."""
    return (str(error).strip() or type(error).__name__).splitlines()[0]


def _main() -> int:
    import polars  # noqa: F401, ICN001, PLC0415

    sys.stdout.buffer.write(_READY)
    sys.stdout.buffer.flush()
    fault = fault_in_this_process(sys.stdin.buffer.read())
    sys.stdout.buffer.write((fault or "").encode())
    return _REFUSED if fault else 0


if __name__ == "__main__":
    sys.exit(_main())
