"""What the training phase needs: read the one master plan, fail closed, and find jobs in it.

Nothing here opens a file but the master. A plan that is torn, contradicts itself or belongs to another major
version is an error of this package's family, never an empty list and never "train everything".
"""

from __future__ import annotations

import difflib
import gc
import hashlib
import warnings
import weakref
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeVar, cast

import msgspec

from training_plan.contract import plan_schema_version
from training_plan.errors import InvalidDocumentError, TrainingPlanError, UnreadableFileError
from training_plan.findings import Code, Finding, json_pointer
from training_plan.invariants import violations
from training_plan.job_rules import broken_job_rules
from training_plan.layout import MASTER
from training_plan.models import Job, MasterPlan, Route, TrainingType
from training_plan.reading import read_bytes

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

T = TypeVar("T")

BatchKey = Literal["target", "symbol", "training_type", "route", "priority"]

_FACT_COLUMNS = ("cs_state", "local_state", "stability", "score", "sample_size")
_NEAR_NAMES = 3


class UnsupportedVersionError(TrainingPlanError):
    """A plan of another major version of the contract."""


class UnknownTargetError(TrainingPlanError):
    """A target of which the plan has no job; the hint names those that look like it."""

    exit_code = 1


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
    master = _master_file(Path(path))
    data = read_bytes(master, "master plan")
    with ThreadPoolExecutor(1) as pool:
        # Hashing gives the interpreter lock back, so it costs nothing beside decoding where there is a second core.
        digest = pool.submit(lambda: hashlib.sha256(data).hexdigest())
        plan = _decode(data, master)
    _warn_if_newer(plan, master)
    broken = [
        Finding(code=code, message=message, file=str(master), pointer=json_pointer(place))
        for code, place, message in violations(plan)
    ]
    broken += [
        Finding(code=Code.NOT_ALLOWED_VALUE, message=message, file=str(master), pointer=f"/jobs/{index}")
        for index, message in broken_job_rules(plan.jobs)
    ]
    if broken:
        raise InvalidDocumentError("the plan breaks the contract", path=master, findings=broken)
    _kept_of(plan)["digest"] = digest.result()
    return plan


def _master_file(path: Path) -> Path:
    if path.is_dir():
        return path / MASTER
    if path.name != MASTER:
        raise UnreadableFileError(
            "the training phase reads the master plan only", path=path, hint=f"use {path.parent / MASTER}"
        )
    return path


def _decode(data: bytes, master: Path) -> MasterPlan:
    # Decoding makes millions of objects and no garbage: the collector would only look at them again and again.
    collecting = gc.isenabled()
    gc.disable()
    try:
        return msgspec.json.decode(data, type=MasterPlan)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        _refuse_other_major(data, master)
        message = f"not a whole master plan: {error}"
        finding = Finding(code=Code.SYNTAX, message=message, file=str(master))
        hint = "training-plan validate says where; build the plan again"
        raise InvalidDocumentError("the plan cannot be used", path=master, findings=[finding], hint=hint) from error
    finally:
        if collecting:
            gc.enable()


def _refuse_other_major(data: bytes, master: Path) -> None:
    try:
        version = msgspec.json.decode(data, type=_VersionOnly).metadata.schema_version or "1.0"
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return
    readable = plan_schema_version().partition(".")[0]
    if version.partition(".")[0] != readable:
        raise UnsupportedVersionError(
            f"the plan has schema version {version}; this software reads version {readable}.x",
            path=master,
            hint="install a training-plan of that major version, or build the plan with this one",
        )


def _warn_if_newer(plan: MasterPlan, master: Path) -> None:
    version = plan.metadata.schema_version
    if version is msgspec.UNSET:
        return
    known = plan_schema_version()
    if int(version.partition(".")[2]) > int(known.partition(".")[2]):
        message = (
            f"{master}: the plan has schema version {version}, newer than {known}; "
            "fields that this software does not know are ignored"
        )
        warnings.warn(NewerPlanWarning(message), stacklevel=3)


def plan_digest(plan: MasterPlan) -> str:
    """Return the SHA-256, in hexadecimal, of the master's bytes: of those read, or of those it would be written as."""

    def digest() -> str:
        from training_plan.encoding import encode_plan  # noqa: PLC0415 - a loaded plan has its digest

        return hashlib.sha256(encode_plan(plan).master).hexdigest()

    return _kept(plan, "digest", digest)


# What was computed from each plan that is alive, by the plan's identity: plans never change.
_kept_by_plan: dict[int, dict[str, object]] = {}


def _kept_of(plan: MasterPlan) -> dict[str, object]:
    if id(plan) not in _kept_by_plan:
        _kept_by_plan[id(plan)] = {}
        weakref.finalize(plan, _kept_by_plan.pop, id(plan), None).atexit = False
    return _kept_by_plan[id(plan)]


def _kept(plan: MasterPlan, name: str, compute: Callable[[], T]) -> T:
    """Return what ``compute`` gives, computed once for a plan."""
    kept = _kept_of(plan)
    if name not in kept:
        kept[name] = compute()
    return cast("T", kept[name])


def is_trainable(job: Job) -> bool:
    """Return whether a job is to be trained, that is, not blocked."""
    return job.route is not Route.ROUTE_BLOCKED


def _trainable(plan: MasterPlan) -> list[Job]:
    return _kept(plan, "trainable", lambda: [job for job in plan.jobs if is_trainable(job)])


def _index(plan: MasterPlan, field: Literal["target", "symbol"]) -> dict[str | None, list[Job]]:
    def index() -> dict[str | None, list[Job]]:
        found: dict[str | None, list[Job]] = {}
        for job in plan.jobs:
            found.setdefault(getattr(job, field), []).append(job)
        return found

    return _kept(plan, f"by_{field}", index)


def _selected(jobs: Iterable[Job], *, trainable_only: bool) -> list[Job]:
    return [job for job in jobs if is_trainable(job)] if trainable_only else list(jobs)


def get_cs_jobs(plan: MasterPlan) -> list[Job]:
    """Get all cross-sectional jobs that are to be trained, in plan order."""
    return [job for job in _trainable(plan) if job.training_type is TrainingType.CROSS_SECTIONAL]


def get_symbol_jobs(plan: MasterPlan) -> list[Job]:
    """Get all symbol-specific jobs that are to be trained, in plan order."""
    return [job for job in _trainable(plan) if job.training_type is TrainingType.SYMBOL_SPECIFIC]


def get_blocked_jobs(plan: MasterPlan) -> list[Job]:
    """Get all blocked jobs, in plan order; they are never to be trained."""
    return [job for job in plan.jobs if not is_trainable(job)]


def get_jobs_for_target(plan: MasterPlan, target: str, *, trainable_only: bool = False) -> list[Job]:
    """Get all jobs for a target, in plan order; none if the plan does not have it."""
    return _selected(_index(plan, "target").get(target, ()), trainable_only=trainable_only)


def get_jobs_for_symbol(plan: MasterPlan, symbol: str, *, trainable_only: bool = False) -> list[Job]:
    """Get all jobs for a symbol, in plan order; pooled jobs are none of them (see get_pooled_jobs_covering)."""
    jobs = () if symbol is None else _index(plan, "symbol").get(symbol, ())
    return _selected(jobs, trainable_only=trainable_only)


def require_jobs_for_target(plan: MasterPlan, target: str) -> list[Job]:
    """Get the jobs for a target that are to be trained.

    Raises:
        UnknownTargetError: if there is none; the hint names the targets that look like it.
    """
    jobs = get_jobs_for_target(plan, target, trainable_only=True)
    if jobs:
        return jobs
    if get_jobs_for_target(plan, target):
        raise UnknownTargetError(f"every job of target {target!r} is blocked", hint="see the reasons of its jobs")
    near = difflib.get_close_matches(target, targets(plan), n=_NEAR_NAMES)
    hint = "did you mean " + " or ".join(near) + "?" if near else f"the plan has {len(targets(plan))} targets"
    raise UnknownTargetError(f"the plan has no target {target!r}", hint=hint)


def get_pooled_jobs_covering(plan: MasterPlan, symbol: str) -> list[Job]:
    """Get the trainable pooled jobs whose model serves a symbol, in plan order.

    These are the jobs that list it in ``covered_symbols``, and those of the targets for which the symbol's own
    job is ROUTE_BOTH: both, the pooled model and its own.
    """
    both = {job.target for job in get_jobs_for_symbol(plan, symbol) if job.route is Route.ROUTE_BOTH}
    covering = _kept(plan, "covering", lambda: _covering(plan)).get(symbol, set())
    return [
        job for job in _kept(plan, "pooled", lambda: get_cs_jobs(plan)) if job.job_id in covering or job.target in both
    ]


def _covering(plan: MasterPlan) -> dict[str, set[str]]:
    covering: dict[str, set[str]] = {}
    for job in get_cs_jobs(plan):
        for symbol in job.metadata.get("covered_symbols", ()):
            covering.setdefault(symbol, set()).add(job.job_id)
    return covering


def model_families_for(plan: MasterPlan, target: str, symbol: str | None) -> list[str]:
    """Get the families to train for a pair, in order; ``symbol`` None asks for the pooled model.

    It is empty where the plan has no trainable job of the pair.
    """
    jobs = get_jobs_for_target(plan, target, trainable_only=True)
    return list(dict.fromkeys(family for job in jobs if job.symbol == symbol for family in job.model_families))


def targets(plan: MasterPlan) -> list[str]:
    """Get every target of the plan, sorted."""
    return sorted(target for target in _index(plan, "target") if target is not None)


def symbols_by_target(plan: MasterPlan) -> dict[str, list[str]]:
    """Get the symbols to train for each target that has any, both in plan order."""
    found: dict[str, list[str]] = {}
    for job in get_symbol_jobs(plan):
        if job.symbol is not None:
            found.setdefault(job.target, []).append(job.symbol)
    return found


def iter_batches(plan: MasterPlan, *, max_jobs: int, by: BatchKey | None = None) -> Iterator[list[Job]]:
    """Yield the trainable jobs in batches, for schedulers that take so many at once.

    Args:
        plan: the plan.
        max_jobs: the most jobs of a batch, at least 1.
        by: a field that all jobs of a batch share; batches then follow the first job of each value.

    Raises:
        TrainingPlanError: if ``max_jobs`` is less than 1.
    """
    if max_jobs < 1:
        raise TrainingPlanError(f"max_jobs is {max_jobs}; a batch has at least 1 job")
    groups: dict[object, list[Job]] = {}
    for job in _trainable(plan):
        groups.setdefault(None if by is None else getattr(job, by), []).append(job)
    for jobs in groups.values():
        for start in range(0, len(jobs), max_jobs):
            yield jobs[start : start + max_jobs]


def pending(plan: MasterPlan, done_ids: Collection[str]) -> list[Job]:
    """Get the trainable jobs whose job_id is not among those that are done, in plan order."""
    done = frozenset(done_ids)
    return [job for job in _trainable(plan) if job.job_id not in done]


def to_polars(plan: MasterPlan) -> pl.DataFrame:
    """Return the jobs as a table, one row each, in plan order.

    Columns: the job's fields; ``cs_state``, ``local_state``, ``stability``, ``score``, ``sample_size`` out of
    its metadata (null if not known); ``metadata``, the whole bag as JSON text.
    """
    import polars as pl  # noqa: PLC0415 - slow to import, and training does not need it

    schema: dict[str, pl.DataType | type[pl.DataType]] = {
        **dict.fromkeys(("job_id", "target", "symbol", "route", "training_type"), pl.String),
        "model_families": pl.List(pl.String),
        "priority": pl.Int64,
        "reason": pl.String,
        **dict.fromkeys(("cs_state", "local_state", "stability"), pl.String),
        "score": pl.Float64,
        "sample_size": pl.Int64,
        "metadata": pl.String,
    }
    columns = {name: [_cell(job, name) for job in plan.jobs] for name in schema}
    return pl.DataFrame(columns, schema=schema, strict=False)


def _cell(job: Job, column: str) -> object:
    if column == "metadata":
        return msgspec.json.encode(job.metadata).decode()
    if column in _FACT_COLUMNS:
        return job.metadata.get(column)
    value: object = getattr(job, column)
    return list(cast("Sequence[str]", value)) if column == "model_families" else value


def to_pandas(plan: MasterPlan) -> pd.DataFrame:
    """Return the table of ``to_polars`` for pandas.

    Raises:
        TrainingPlanError: if pandas is not installed.
    """
    try:
        import pandas as pd  # noqa: PLC0415 - an optional dependency
    except ImportError as error:
        message = "to_pandas needs pandas, which is not installed"
        raise TrainingPlanError(message, hint="pip install 'training-plan[pandas]'") from error
    return pd.DataFrame(to_polars(plan).to_dict(as_series=False))
