"""Whether a plan folder is exactly what its master demands; nothing is ever written."""

from __future__ import annotations

import shlex
import stat
from collections.abc import Iterator
from pathlib import Path

import msgspec

from training_plan.checking.mirror_reading import is_same_yaml
from training_plan.errors import UnreadableFileError
from training_plan.findings import Code, Finding
from training_plan.models import FileKind, ManifestFile
from training_plan.plan.accounts import account_fits
from training_plan.plan.encoding import EncodedPlan, encode_jobs
from training_plan.plan.layout import MANIFEST, MASTER, STAGING, VIEW_FOLDERS
from training_plan.plan.master_plan import read_master_plan
from training_plan.views.plan_folder import PlanFile, manifest_bytes, parse_manifest, paths_in, plan_files


def check_folder(folder: Path) -> list[Finding]:
    """Return everything in which a plan folder differs from what its master demands, in order of path.

    Every derived file is made again in memory and compared; the manifest is judged like any other file and
    trusted for nothing but the number of blocked decisions, which the master does not tell.

    Raises:
        UnreadableFileError: if there is no folder or no master in it.
        InvalidDocumentError: if the master breaks the contract.
    """
    if not folder.is_dir():
        raise UnreadableFileError("there is no such folder", path=folder, hint="name the plan folder")
    master, plan = read_master_plan(folder / MASTER)
    encoded = EncodedPlan(plan, encode_jobs(plan.jobs), master)
    findings = list(_links(folder))
    entries: list[ManifestFile] = []
    for file in plan_files(encoded):
        entries.append(file.entry())
        findings += _judge(folder, file)
    findings += _judge_manifest(folder, encoded, entries)
    wanted = {entry.path for entry in entries} | {MANIFEST}
    findings += _extra(folder, wanted)
    return sorted(findings, key=lambda finding: finding.file)


def _links(folder: Path) -> Iterator[Finding]:
    for name in VIEW_FOLDERS:
        if (folder / name).is_symlink():
            message = "this is a symbolic link; a view folder is a folder of its own"
            yield _finding(Code.SYMBOLIC_LINK, folder / name, message, f"remove the link, then {_mend(folder)}")


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
        if (path.parent != folder and path.parent.is_symlink()) or stat.S_ISLNK(path.lstat().st_mode):
            return _finding(
                Code.SYMBOLIC_LINK,
                folder / name,
                "this is reached through a symbolic link",
                f"remove the link, then {_mend(folder)}",
            )
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return _finding(Code.MISSING_FILE, folder / name, "the file is missing", _mend(folder))
    except IsADirectoryError:
        message = "a folder stands where the file belongs"
        return _finding(Code.UNREADABLE_FILE, folder / name, message, f"move it away, then {_mend(folder)}")
    except OSError as error:
        return _finding(
            Code.UNREADABLE_FILE, folder / name, f"it cannot be read: {error.strerror}", "mend its permissions"
        )


def _finding(code: Code, path: Path, message: str, hint: str, line: int | None = None) -> Finding:
    return Finding(code=code, message=message, file=path.as_posix(), line=line, hint=hint)


def _mend(folder: Path) -> str:
    return f"make it again: training-plan views {shlex.quote(folder.as_posix())}"


def _first_difference(found: bytes, demanded: bytes) -> tuple[int, str]:
    """Return the number of the first line that differs, and words on the job that should stand there."""
    ours, theirs = demanded.split(b"\n"), found.split(b"\n")
    at = next((i for i, (one, other) in enumerate(zip(ours, theirs, strict=False)) if one != other), None)
    if at is None:
        at = min(len(ours), len(theirs))
    for lines, words in ((ours, "there the job {} should stand"), (theirs, "the job {} should not stand there")):
        job_id = _job_id(lines[at]) if at < len(lines) else None
        if job_id is not None:
            return at + 1, "; " + words.format(job_id)
    return at + 1, ""


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
    for path in paths_in(folder):
        if path == STAGING:
            message = "a publication is under way or was interrupted"
            yield _finding(Code.EXTRA_FILE, folder / path, message, "wait for it, or build the plan again")
        elif path not in wanted:
            message = "the master demands no such file"
            yield _finding(Code.EXTRA_FILE, folder / path, message, "remove it, or keep it elsewhere")
