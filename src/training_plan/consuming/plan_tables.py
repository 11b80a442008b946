"""The jobs of a plan as a table, for analysis."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import msgspec

from training_plan.errors import TrainingPlanError
from training_plan.models import Job, MasterPlan

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

_LARGEST_SIZE = 2**63 - 1


def to_polars(plan: MasterPlan) -> pl.DataFrame:
    """Return the jobs as a table, one row each, in plan order.

    Columns: the job's fields; ``cs_state``, ``local_state``, ``stability``, ``score``, ``sample_size`` out of
    its metadata (null if not known, or if the open bag holds something else there); ``metadata``, the whole bag
    as JSON text.

    Raises:
        TrainingPlanError: if polars cannot be imported.
    """
    try:
        import polars as pl  # noqa: PLC0415 - slow to import, and training does not need it
    except ImportError as error:
        message = f"to_polars needs polars, which cannot be imported: {error}"
        raise TrainingPlanError(message, hint="pip install polars") from error

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
    columns: dict[str, pl.Series | list[object]] = {name: _column(plan.jobs, name) for name in schema}
    # Few lists of families occur, and making one of Python's lists for each job takes longer than all the rest.
    kinds: dict[tuple[str, ...], int] = {}
    places = [kinds.setdefault(tuple(job.model_families), len(kinds)) for job in plan.jobs]
    columns["model_families"] = pl.Series(list(map(list, kinds)), dtype=schema["model_families"]).gather(places)
    return pl.DataFrame(columns, schema=schema)


def _column(jobs: Sequence[Job], name: str) -> list[object]:
    if name == "metadata":
        return [msgspec.json.encode(job.metadata).decode() for job in jobs]
    if name in _FACTS:
        fact = _FACTS[name]
        return [fact(job.metadata.get(name)) for job in jobs]
    return [getattr(job, name) for job in jobs]


def _text(fact: object) -> str | None:
    return fact if isinstance(fact, str) else None


def _score(fact: object) -> float | None:
    try:
        return float(fact) if isinstance(fact, int | float) and not isinstance(fact, bool) else None
    except OverflowError:
        return None


def _sample_size(fact: object) -> int | None:
    if isinstance(fact, bool) or not isinstance(fact, int):
        return None
    return fact if 0 <= fact <= _LARGEST_SIZE else None


_FACTS: dict[str, Callable[[object], object]] = {
    **dict.fromkeys(("cs_state", "local_state", "stability"), _text),
    "score": _score,
    "sample_size": _sample_size,
}


def to_pandas(plan: MasterPlan) -> pd.DataFrame:
    """Return the table of ``to_polars`` for pandas.

    Raises:
        TrainingPlanError: if pandas or polars cannot be imported.
    """
    try:
        import pandas as pd  # noqa: PLC0415 - an optional dependency
    except ImportError as error:
        message = f"to_pandas needs pandas, which cannot be imported: {error}"
        raise TrainingPlanError(message, hint="pip install 'training-plan[pandas]'") from error
    return pd.DataFrame(to_polars(plan).to_dict(as_series=False))
