"""Load the master plan for the training phase: one file, whole and consistent, or an error."""

from __future__ import annotations

import hashlib
import warnings
from pathlib import Path
from stat import S_ISDIR

import msgspec

from training_plan.collector import collector_at_rest
from training_plan.consuming.line_reading import NOT_DECODED, ReadPlan, read_by_lines
from training_plan.consuming.plan_cache import kept, kept_of
from training_plan.contract.json_parsing import has_long_number, parse_json
from training_plan.contract.reading import reading
from training_plan.contract.schemas import plan_schema_version
from training_plan.errors import InvalidDocumentError, TrainingPlanError, UnreadableFileError
from training_plan.findings import Code, Finding, json_pointer
from training_plan.models import MasterPlan
from training_plan.plan.invariants import violations
from training_plan.plan.job_census import JobCensus
from training_plan.plan.job_rules import broken_job_rules
from training_plan.plan.layout import MASTER, VIEW_FOLDERS

_SHOWN_VERSION = 20


class UnsupportedVersionError(TrainingPlanError):
    """A plan of another major version of the contract."""


class NewerPlanWarning(UserWarning):
    """A plan of a newer minor version: fields that this version does not know are ignored."""


class _Version(msgspec.Struct):
    schema_version: str | None = None


class _VersionOnly(msgspec.Struct):
    metadata: _Version


def load_master_training_plan(path: Path) -> MasterPlan:
    """Load master plan from disk. Only reads master_training_plan.json.

    Args:
        path: the master file, or the folder that holds it.

    Raises:
        UnreadableFileError: if there is no master, it cannot be read, or another file is named.
        InvalidDocumentError: if it is torn, no plan, or breaks an invariant; ``findings`` says where.
        UnsupportedVersionError: if it belongs to another major version of the contract.

    Warns:
        NewerPlanWarning: if it belongs to a newer minor version.
    """
    return load_plan_file(_master_file(Path(path)))


def load_plan_file(master: Path) -> MasterPlan:
    """Load a master plan from a file of any name, such as a copy of yesterday's; errors and warnings are the same."""
    with collector_at_rest():
        read = _read(master)
        _warn_if_newer(read.plan, master)
        if not read.census.is_in_order(read.plan):
            findings = _findings(read.plan, str(master))
            raise InvalidDocumentError("the plan breaks the contract", path=master, findings=findings)
    kept_of(read.plan)["digest"] = read.digest
    return read.plan


def _read(master: Path) -> ReadPlan:
    with reading(master, "master plan"), master.open("rb", buffering=0) as file:
        # What comes through a pipe cannot be read again, as a whole.
        is_pipe = not file.seekable()
        read = None if is_pipe else read_by_lines(file)
        if read is None:
            if not is_pipe:
                file.seek(0)
            data = file.read()
    return read or _decoded(data, master)


def _findings(plan: MasterPlan, file: str) -> list[Finding]:
    faults = [
        *violations(plan),
        *((Code.NOT_ALLOWED_VALUE, ("jobs", index), message) for index, message in broken_job_rules(plan.jobs)),
    ]
    return [
        Finding(code=code, message=message, file=file, pointer=json_pointer(place)) for code, place, message in faults
    ]


def _master_file(path: Path) -> Path:
    if path.name == MASTER:
        return path
    with reading(path, "plan folder"):
        is_folder = S_ISDIR(path.stat().st_mode)
    if is_folder:
        return path / MASTER
    folder = path.parent.parent if path.parent.name in VIEW_FOLDERS else path.parent
    raise UnreadableFileError("the training phase reads the master plan only", path=path, hint=f"use {folder / MASTER}")


def _decoded(data: bytes, master: Path) -> ReadPlan:
    try:
        plan = msgspec.json.decode(data, type=MasterPlan)
    except NOT_DECODED as error:
        _refuse_other_major(data, master)
        message = f"not a whole master plan: {error}"
        finding = Finding(code=Code.SYNTAX, message=message, file=str(master))
        hint = "training-plan validate says where; build the plan again"
        raise InvalidDocumentError("the plan cannot be used", path=master, findings=[finding], hint=hint) from error
    if has_long_number(data):
        # The decoder keeps numbers beyond a double, which no other reader of the plan can.
        parse_json(data, str(master))
    return ReadPlan(plan, hashlib.sha256(data).hexdigest(), JobCensus(plan.jobs))


def _refuse_other_major(data: bytes, master: Path) -> None:
    try:
        version = msgspec.json.decode(data, type=_VersionOnly).metadata.schema_version or "1.0"
    except NOT_DECODED:
        return
    readable = plan_schema_version().partition(".")[0]
    if version.partition(".")[0] != readable:
        raise UnsupportedVersionError(
            f"the plan has schema version {_cut(version)}; this software reads version {readable}.x",
            path=master,
            hint="install a training-plan of that major version, or build the plan with this one",
        )


def _warn_if_newer(plan: MasterPlan, master: Path) -> None:
    version = plan.metadata.schema_version
    if version is msgspec.UNSET:
        return
    known = plan_schema_version()
    if _minor(version) > _minor(known):
        message = (
            f"{master}: the plan has schema version {_cut(version)}, newer than {known}; "
            "fields that this software does not know are ignored"
        )
        warnings.warn(NewerPlanWarning(message), stacklevel=4)


def _cut(version: str) -> str:
    return version if len(version) <= _SHOWN_VERSION else f"{version[:_SHOWN_VERSION]}..."


def _minor(version: str) -> tuple[int, str]:
    """Return what orders minor versions as the numbers that they are, whatever their length."""
    digits = version.partition(".")[2].lstrip("0")
    return len(digits), digits


def plan_digest(plan: MasterPlan) -> str:
    """Return the SHA-256, in hexadecimal, of the master's bytes: of those read, or of those it would be written as."""

    def digest() -> str:
        from training_plan.plan.encoding import encode_plan  # noqa: PLC0415 - a loaded plan has its digest

        return hashlib.sha256(encode_plan(plan).master).hexdigest()

    return kept(plan, "digest", digest)
