"""The jobs of a plan as a table, for analysis."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

import msgspec

from training_plan.errors import TrainingPlanError
from training_plan.models import Job, MasterPlan

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

_FACT_TYPES: dict[str, tuple[type, ...]] = {
    **dict.fromkeys(("cs_state", "local_state", "stability"), (str,)),
    "score": (float, int),
    "sample_size": (int,),
}
_LARGEST_INT = 2**63 - 1
"""Of the 64 bits of a column."""


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
    columns = {name: [_cell(job, name) for job in plan.jobs] for name in schema}
    return pl.DataFrame(columns, schema=schema)


def _cell(job: Job, column: str) -> object:
    if column == "metadata":
        return msgspec.json.encode(job.metadata).decode()
    if column in _FACT_TYPES:
        return _fact(job, column)
    value: object = getattr(job, column)
    return list(cast("Sequence[str]", value)) if column == "model_families" else value


def _fact(job: Job, name: str) -> object:
    """Return a fact of the metadata, or None where the bag holds something else; True and False are no numbers."""
    value = job.metadata.get(name)
    is_too_large = type(value) is int and abs(value) > _LARGEST_INT
    return value if type(value) in _FACT_TYPES[name] and not is_too_large else None


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
