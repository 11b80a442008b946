"""Which files a rebuild rewrote, and which it was allowed to."""

from __future__ import annotations

from pathlib import Path

import msgspec

from benchmark.workplace import files_in
from training_plan.models import FileKind, Manifest, TargetView
from training_plan.plan.layout import MANIFEST, PLAN_WIDE_FILES

FileState = tuple[int, int]
"""Inode and time of modification: one of them changes when a file is written."""


class _Targets(msgspec.Struct):
    targets: dict[str, msgspec.Raw]


def file_states(folder: Path) -> dict[str, FileState]:
    """Return the state of every file in a folder by its path there."""
    states = {name: path.stat() for name, path in files_in(folder).items()}
    return {name: (state.st_ino, state.st_mtime_ns) for name, state in states.items()}


def changed_targets(before: Path, after: Path) -> set[str]:
    """Return the targets on which two routing plans do not say the same, byte for byte."""
    old, new = (msgspec.json.decode(path.read_bytes(), type=_Targets).targets for path in (before, after))
    return {target for target in old.keys() | new.keys() if old.get(target) != new.get(target)}


def may_be_rewritten(before: Path, after: Path, targets: set[str]) -> set[str]:
    """Return the files that a change of some targets touches, given the plan folders before and after it.

    These are the files over the whole plan, and each view that has or had a job of those targets.
    """
    allowed = set(PLAN_WIDE_FILES)
    for folder in (before, after):
        manifest = msgspec.json.decode((folder / MANIFEST).read_bytes(), type=Manifest)
        paths = {(file.kind, file.key): file.path for file in manifest.files}
        for target in targets & {key for kind, key in paths if kind is FileKind.BY_TARGET}:
            view = folder / paths[FileKind.BY_TARGET, target]
            for job in msgspec.json.decode(view.read_bytes(), type=TargetView).jobs:
                allowed.add(paths[FileKind.BY_TARGET, job.target])
                allowed.add(paths[FileKind.BY_TYPE, job.training_type])
                allowed.add(paths[FileKind.BY_ROUTE, job.route])
                if job.symbol is not None:
                    allowed.add(paths[FileKind.BY_SYMBOL, job.symbol])
    return allowed
