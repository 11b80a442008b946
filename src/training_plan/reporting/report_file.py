"""Where a report may be written, and writing it in one step."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

from training_plan.errors import TrainingPlanError, UsageError
from training_plan.publishing.filesystem import kept_mode
from training_plan.reporting.page import GENERATOR

_HEAD_BYTES = 4096


class ReportError(TrainingPlanError):
    """A report that could not be written; what stood in its place is as it was."""


def refuse_place(out: Path, plan_folders: list[Path]) -> None:
    """Refuse a path at which a report would do harm.

    Args:
        out: the file to write.
        plan_folders: folders that hold a plan: a file that is none of theirs is a finding of ``check``.

    Raises:
        UsageError: if it is a folder, in a plan folder, or a file that is no report.
    """
    try:
        place = out.resolve()
        is_folder, is_taken = place.is_dir(), place.exists() and not _is_report(place)
        inside = next((folder for folder in plan_folders if folder.resolve() in place.parents), None)
    except (OSError, ValueError, RuntimeError) as error:
        raise UsageError(f"--out {out} cannot be written: {error}") from error
    if inside is not None:
        raise UsageError(
            f"--out {out} is in the plan folder {inside}, where check would call it an extra file",
            hint="name a file beside the folder",
        )
    if is_folder:
        raise UsageError(f"--out {out} is a folder", hint=f"name a file in it: --out {out / 'report.html'}")
    if is_taken:
        raise UsageError(
            f"--out {out} is a file that is no report, and stays as it is", hint="name another file, or remove this one"
        )


def _is_report(path: Path) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as stream:
        return GENERATOR.encode() in stream.read(_HEAD_BYTES)


def write_report(data: bytes, out: Path) -> None:
    """Write a report beside its place, then move it there, so that nobody ever sees half of one.

    Raises:
        ReportError: if it cannot be written.
    """
    place = out.resolve()
    fresh: Path | None = None
    try:
        descriptor, name = tempfile.mkstemp(prefix=f".{place.name[:100]}.", suffix=".new", dir=place.parent)
        fresh = Path(name)
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fchmod(stream.fileno(), _mode_for(place))
        fresh.replace(place)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise ReportError(f"the report cannot be written: {reason}", path=out, hint=_hint(place)) from error
    finally:
        if fresh is not None:
            with contextlib.suppress(OSError):
                fresh.unlink()


def _mode_for(place: Path) -> int:
    """Return the permissions of the file that is replaced, else those of any new file."""
    mode = kept_mode(place.lstat() if place.exists() else None)
    if mode is not None:
        return mode
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _hint(place: Path) -> str:
    return "make the folder writable, or free some space" if place.parent.is_dir() else "make the folder first"
