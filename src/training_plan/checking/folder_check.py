"""Whether a plan folder is exactly what its master demands; nothing is ever written."""

from __future__ import annotations

import shlex
import stat
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import msgspec

from training_plan.checking.mirror_reading import is_same_yaml
from training_plan.errors import UnreadableFileError
from training_plan.findings import Code, Finding
from training_plan.models import FileKind, ManifestFile
from training_plan.plan.accounts import account_fits
from training_plan.plan.encoding import EncodedPlan
from training_plan.plan.layout import MANIFEST, MASTER, STAGING, VIEW_FOLDERS
from training_plan.plan.master_plan import read_master_plan
from training_plan.views.plan_folder import (
    PlanFile,
    folders_in,
    manifest_bytes,
    parse_manifest,
    paths_at,
    plan_files,
)
from training_plan.views.side_by_side import side_by_side

_READERS = 2


def check_folder(folder: Path) -> list[Finding]:
    """Return everything in which a plan folder differs from what its master demands, in order of path.

    Every derived file is made again in memory and compared; the manifest is judged like any other file and
    trusted for nothing but the number of blocked decisions, which the master does not tell.

    Raises:
        UnreadableFileError: if there is no folder or no master in it.
        InvalidDocumentError: if the master breaks the contract.
    """
    _require_folder(folder)
    encoded = read_master_plan(folder / MASTER)
    findings = list(_links(folder))
    entries: list[ManifestFile] = []
    with ThreadPoolExecutor(_READERS) as readers:
        for entry, found in side_by_side(partial(_judge_with_entry, folder), plan_files(encoded), readers):
            entries.append(entry)
            findings += found
    findings += _judge_manifest(folder, encoded, entries)
    wanted = {entry.path for entry in entries} | {MANIFEST}
    findings += _extra(folder, wanted)
    return sorted(findings, key=lambda finding: finding.file)


def _require_folder(folder: Path) -> None:
    try:
        is_folder = folder.is_dir()
    except OSError as error:
        raise UnreadableFileError(f"the folder cannot be read: {error.strerror}", path=folder) from error
    if not is_folder:
        raise UnreadableFileError("there is no such folder", path=folder, hint="name the plan folder")


def _links(folder: Path) -> Iterator[Finding]:
    for name in VIEW_FOLDERS:
        if (folder / name).is_symlink():
            message = "this is a symbolic link; a view folder is a folder of its own"
            yield _finding(Code.SYMBOLIC_LINK, folder / name, message, f"remove the link, then {_mend(folder)}")


def _judge_with_entry(folder: Path, file: PlanFile, _position: int) -> tuple[ManifestFile, list[Finding]]:
    return file.entry(), list(_judge(folder, file))


def _judge(folder: Path, file: PlanFile) -> Iterator[Finding]:
    found = _read(folder, file.path)
    if isinstance(found, Finding):
        yield found
    elif found != file.data:
        if file.kind is FileKind.YAML:
            if not is_same_yaml(found, file.data):
                yield _finding(
                    Code.DIFFERENT_YAML, folder / file.path, "it says something else than the master", _mend(folder)
                )
        else:
            line, what = _first_difference(found, file.data)
            message = f"it differs from what the master demands, first in line {line}{what}"
            yield _finding(Code.DIFFERENT_FILE, folder / file.path, message, _mend(folder), line)


def _read(folder: Path, name: str) -> bytes | Finding:
    path = folder / name
    try:
        is_below_link = path.parent != folder and path.parent.is_symlink()
        mode = stat.S_IFLNK if is_below_link else path.lstat().st_mode
        if stat.S_ISLNK(mode):
            hint = "put the file itself there" if name == MASTER else f"remove the link, then {_mend(folder)}"
            return _finding(Code.SYMBOLIC_LINK, path, "this is reached through a symbolic link", hint)
        if not stat.S_ISREG(mode):
            # Reading a pipe would wait forever.
            what = "a folder" if stat.S_ISDIR(mode) else "something that is no file"
            message = f"{what} stands where the file belongs"
            return _finding(Code.UNREADABLE_FILE, path, message, f"move it away, then {_mend(folder)}")
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return _finding(Code.MISSING_FILE, path, "the file is missing", _mend(folder))
    except OSError as error:
        return _unreadable(path, error)


def _unreadable(path: Path, error: OSError) -> Finding:
    return _finding(Code.UNREADABLE_FILE, path, f"it cannot be read: {error.strerror}", "mend its permissions")


def _finding(code: Code, path: Path, message: str, hint: str, line: int | None = None) -> Finding:
    return Finding(code=code, message=message, file=path.as_posix(), line=line, hint=hint)


def _mend(folder: Path) -> str:
    return f"make it again: training-plan views {shlex.quote(folder.as_posix())}"


def _first_difference(found: bytes, demanded: bytes) -> tuple[int, str]:
    """Return the number of the first line that differs, and words on the job that it is about."""
    ours, theirs = demanded.split(b"\n"), found.split(b"\n")
    pairs = list(zip(ours, theirs, strict=False))
    # A job that follows, or none, makes a comma; the difference is that job.
    unlike = (i for i, (one, other) in enumerate(pairs) if one.rstrip(b",") != other.rstrip(b","))
    at = next(unlike, next((i for i, (one, other) in enumerate(pairs) if one != other), len(pairs)))
    wanted, present = (_job_id(lines[at]) if at < len(lines) else None for lines in (ours, theirs))
    if wanted is not None:
        return at + 1, f"; the job {wanted} " + (
            "says something else there" if wanted == present else "should stand there"
        )
    return at + 1, "" if present is None else f"; the job {present} should not stand there"


def _job_id(line: bytes) -> str | None:
    try:
        job = msgspec.json.decode(line.rstrip(b","))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    job_id = job.get("job_id") if isinstance(job, dict) else None
    return job_id if isinstance(job_id, str) else None


def _judge_manifest(folder: Path, encoded: EncodedPlan, entries: list[ManifestFile]) -> Iterator[Finding]:
    found = _read(folder, MANIFEST)
    if isinstance(found, Finding):
        yield found
        return
    manifest = parse_manifest(found)
    if manifest is None:
        yield _finding(Code.WRONG_MANIFEST, folder / MANIFEST, "it is no manifest", _mend(folder))
        return
    if manifest.account is not None and not account_fits(manifest.account, encoded.plan):
        message = "its account of decisions does not fit the plan"
        yield _finding(Code.WRONG_MANIFEST, folder / MANIFEST, message, "build the plan again")
    demanded = manifest_bytes(encoded, manifest.account, entries)
    if found != demanded:
        line, _ = _first_difference(found, demanded)
        message = f"it differs from what the master demands, first in line {line}"
        yield _finding(Code.WRONG_MANIFEST, folder / MANIFEST, message, _mend(folder), line)


def _extra(folder: Path, wanted: set[str]) -> Iterator[Finding]:
    for place in folders_in(folder):
        try:
            paths = paths_at(place, folder)
        except OSError as error:
            yield _unreadable(place, error)
            continue
        for path in paths:
            if path == STAGING:
                message = "a publication is under way or was interrupted"
                yield _finding(Code.EXTRA_FILE, folder / path, message, "wait for it, or build the plan again")
            elif path not in wanted:
                message = "the master demands no such file"
                yield _finding(Code.EXTRA_FILE, folder / path, message, "remove it, or keep it elsewhere")
