"""The jobs of a plan as a table, for analysis."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, cast

import msgspec

from training_plan.errors import TrainingPlanError
from training_plan.models import Job, MasterPlan

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

_TEXT_FACTS = ("cs_state", "local_state", "stability")
_LARGEST_SIZE = 2**63 - 1


def to_polars(plan: MasterPlan) -> pl.DataFrame:
    """Return the jobs as a table, one row each, in plan order.

    Columns: the job's fields; ``cs_state``, ``local_state``, ``stability``, ``score``, ``sample_size`` out of
    its metadata (null if not known, or no text or number there); ``metadata``, the whole bag as JSON text.
    """
    import polars as pl  # noqa: PLC0415 - slow to import, and training does not need it

    schema: dict[str, pl.DataType | type[pl.DataType]] = {
        **dict.fromkeys(("job_id", "target", "symbol", "route", "training_type"), pl.String),
        "model_families": pl.List(pl.String),
        "priority": pl.Int64,
        "reason": pl.String,
        **dict.fromkeys(_TEXT_FACTS, pl.String),
        "score": pl.Float64,
        "sample_size": pl.Int64,
        "metadata": pl.String,
    }
    columns = {name: [_cell(job, name) for job in plan.jobs] for name in schema}
    return pl.DataFrame(columns, schema=schema)


def _cell(job: Job, column: str) -> object:
    if column == "metadata":
        return msgspec.json.encode(job.metadata).decode()
    if column in _TEXT_FACTS:
        fact = job.metadata.get(column)
        return fact if isinstance(fact, str) else None
    if column in _NUMBER_FACTS:
        return _NUMBER_FACTS[column](job.metadata.get(column))
    value: object = getattr(job, column)
    return list(cast("Sequence[str]", value)) if column == "model_families" else value


def _score(fact: object) -> float | None:
    try:
        return float(fact) if isinstance(fact, int | float) and not isinstance(fact, bool) else None
    except OverflowError:
        return None


def _sample_size(fact: object) -> int | None:
    if isinstance(fact, bool) or not isinstance(fact, int):
        return None
    return fact if 0 <= fact <= _LARGEST_SIZE else None


_NUMBER_FACTS: dict[str, Callable[[object], float | None]] = {"score": _score, "sample_size": _sample_size}


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
