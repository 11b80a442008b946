"""Read the metrics snapshot: what is known of each pair of target and symbol."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from training_plan.building.job_ids import Pair
from training_plan.building.snapshot_table import listed, read_table, refuse_table
from training_plan.errors import InvalidDocumentError
from training_plan.findings import Code, Finding, shown

if TYPE_CHECKING:
    import polars as pl

NEEDED_COLUMNS = ("target", "symbol", "score", "sample_size")

# Facts beside score and sample size that a job's metadata keeps, in its order.
NUMBER_FACTS = ("score_ci_low", "score_ci_high")
TEXT_FACTS = ("stability", "leakage_status", "feature_set_id", "model_status", "task_type", "metric_name")

_LARGEST_SIZE = 2**53 - 1
"""Above it a size would not be exact in every reader."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """What the snapshot says of one pair.

    Attributes:
        score: the score; None if the cell is empty, NaN if it is no finite number.
        sample_size: number of rows of the training data; None if the cell is empty or NaN.
        facts: the other facts that are known, by column.
    """

    score: float | None
    sample_size: int | None
    facts: dict[str, Any]


def load_candidates(path: Path) -> dict[Pair, Candidate]:
    """Return the candidates in a ``.parquet`` or ``.csv`` file, by target and symbol (None: pooled).

    Raises:
        UnreadableFileError: if the file cannot be read.
        InvalidDocumentError: if it is no such table, lacks a needed column, has two rows for a pair, or
            a cell that is no number where one is needed.
    """
    frame = read_table(path)
    file = str(path)
    missing = [name for name in NEEDED_COLUMNS if name not in frame.columns]
    if missing:
        message = f"the column {', '.join(missing)} is missing; there are: {listed(frame.columns)}"
        refuse_table(Code.MISSING_COLUMN, message, file, "needed: " + ", ".join(NEEDED_COLUMNS))
    columns = {name: _cells(frame, name, file) for name in _known_columns(frame)}
    return _by_pair(columns, file)


def _known_columns(frame: pl.DataFrame) -> list[str]:
    known = (*NEEDED_COLUMNS, *NUMBER_FACTS, *TEXT_FACTS)
    return [name for name in known if name in frame.columns]


def _cells(frame: pl.DataFrame, name: str, file: str) -> list[Any]:
    """Return a column as text, or as floats where numbers are needed; an empty text is an empty cell."""
    import polars as pl  # noqa: PLC0415

    column = frame.get_column(name)
    if column.null_count() == len(column):
        # What was never filled in has whatever type its writer gave it.
        return column.to_list()
    is_number = name in {"score", "sample_size", *NUMBER_FACTS}
    is_text = column.dtype.base_type() in {pl.String, pl.Categorical, pl.Enum}
    if not (is_text or (column.dtype.is_numeric() and is_number) or (column.dtype.is_integer() and not is_number)):
        message = f"the column {name} has the type {column.dtype}, it must be {'a number' if is_number else 'text'}"
        refuse_table(Code.BAD_CELL, message, file)
    text = column.cast(pl.String).replace("", None)
    cells = text.cast(pl.Float64, strict=False) if is_number else text
    lost = (cells.is_null() & text.is_not_null()).arg_true()
    if len(lost):
        refuse_table(Code.BAD_CELL, _at(lost[0], name, f"{shown(column[lost[0]])} is no number"), file)
    return cells.to_list()


def _at(row: int, column: str, message: str) -> str:
    return f"row {row + 1}, column {column}: {message}"


def _cell_finding(file: str, row: int, column: str, message: str) -> Finding:
    return Finding(code=Code.BAD_CELL, message=_at(row, column, message), file=file)


def _by_pair(columns: dict[str, list[Any]], file: str) -> dict[Pair, Candidate]:
    found: dict[Pair, Candidate] = {}
    rows: dict[Pair, int] = {}
    findings: list[Finding] = []
    facts = [name for name in columns if name not in NEEDED_COLUMNS]
    for row, (target, symbol, score, size) in enumerate(zip(*(columns[name] for name in NEEDED_COLUMNS), strict=True)):
        pair = (target, symbol)
        if not target:
            findings.append(_cell_finding(file, row, "target", "the cell is empty"))
        elif size is not None and not (math.isnan(size) or _is_size(size)):
            findings.append(_cell_finding(file, row, "sample_size", f"{size:.15g} is no number of rows"))
        elif pair in found:
            findings.append(_duplicate(file, pair, rows[pair], row))
        else:
            rows[pair] = row
            found[pair] = Candidate(
                score=score if score is None or math.isfinite(score) else math.nan,
                sample_size=None if size is None or math.isnan(size) else int(size),
                facts={name: columns[name][row] for name in facts if _is_known(columns[name][row])},
            )
    if findings:
        raise InvalidDocumentError("not a metrics snapshot", findings=findings)
    return found


def _duplicate(file: str, pair: Pair, first: int, second: int) -> Finding:
    target, symbol = pair
    return Finding(
        code=Code.DUPLICATE_ROW,
        message=f"rows {first + 1} and {second + 1} are both about target {target}, "
        + ("pooled" if symbol is None else f"symbol {symbol}"),
        file=file,
        hint="keep one row for each target and symbol",
    )


def _is_known(cell: object) -> bool:
    return cell is not None and not (isinstance(cell, float) and not math.isfinite(cell))


def _is_size(cell: float) -> bool:
    return 0 <= cell <= _LARGEST_SIZE and cell.is_integer()
