"""Where and when a plan is made: the clock, the run, the commit, the paths."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from training_plan.errors import UsageError

_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d{1,6})?([Zz]|[+-]\d\d:\d\d)", re.ASCII)


def moment_of_generation(given: str | None, environment: Mapping[str, str] = os.environ) -> datetime:
    """Return when the plan is made, in UTC: as given, else ``SOURCE_DATE_EPOCH``, else now in whole seconds.

    Raises:
        UsageError: if the text is no moment with a time zone, or the variable no number of seconds.
    """
    if given is not None:
        return _parse_moment(given)
    epoch = environment.get("SOURCE_DATE_EPOCH")
    if epoch is None:
        return datetime.now(UTC).replace(microsecond=0)
    try:
        return datetime.fromtimestamp(int(epoch), UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise UsageError(f"SOURCE_DATE_EPOCH is {epoch!r}; it must be a whole number of seconds since 1970") from error


def _parse_moment(given: str) -> datetime:
    hint = "give date, time and time zone, such as 2025-12-11T18:45:00Z"
    if _MOMENT.fullmatch(given) is None:
        raise UsageError(f"{given!r} is no moment", hint=hint)
    try:
        return datetime.fromisoformat(given.upper()).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise UsageError(f"{given!r} is no moment: {error}", hint=hint) from error


def timestamp(moment: datetime) -> str:
    """Return a moment in UTC as the contract writes it (2025-12-11T18:45:00Z)."""
    return moment.isoformat().replace("+00:00", "Z")


def run_id(moment: datetime) -> str:
    """Return the identifier of the run that was made at a moment in UTC (20251211_184500)."""
    return moment.strftime("%Y%m%d_%H%M%S").zfill(15)


def git_commit(folder: Path) -> str | None:
    """Return the commit that is checked out in a folder, or None if there is none or no git."""
    try:
        done = subprocess.run(
            ["git", "rev-parse", "--verify", "--quiet", "HEAD"],  # noqa: S607 - the user's own git
            cwd=folder,
            capture_output=True,
            check=False,
            timeout=10,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.decode("ascii", "replace").strip() or None if done.returncode == 0 else None


def posix_path(given: Path) -> str:
    """Return a path as it was given, with forward slashes."""
    return given.as_posix()
