"""Read the metrics snapshot: what is known of each pair of target and symbol."""

from __future__ import annotations

import csv
import io
import math
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from training_plan.building.job_ids import Pair
from training_plan.contract.reading import read_bytes
from training_plan.errors import InvalidDocumentError
from training_plan.findings import Code, Finding, shown

if TYPE_CHECKING:
    import polars as pl

NEEDED_COLUMNS = ("target", "symbol", "score", "sample_size")

# Facts beside score and sample size that a job's metadata keeps, in its order.
NUMBER_FACTS = ("score_ci_low", "score_ci_high")
TEXT_FACTS = ("stability", "leakage_status", "feature_set_id", "model_status", "task_type", "metric_name")

_LISTED_COLUMNS = 20
_LARGEST_SIZE = 2**53 - 1
"""Above it a size would not be exact in every reader."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """What the snapshot says of one pair.

    Attributes:
        score: the score; None if the cell is empty, NaN if it is no finite number.
        sample_size: number of rows of the training data; None if the cell is empty.
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
    frame = _read_frame(path)
    file = str(path)
    missing = [name for name in NEEDED_COLUMNS if name not in frame.columns]
    if missing:
        finding = Finding(
            code=Code.MISSING_COLUMN,
            message=f"the column {', '.join(missing)} is missing; there are: {_listed(frame.columns)}",
            file=file,
            hint="needed: " + ", ".join(NEEDED_COLUMNS),
        )
        raise InvalidDocumentError("not a metrics snapshot", findings=[finding])
    columns = {name: _cells(frame, name, file) for name in _known_columns(frame)}
    return _by_pair(columns, file)


def _listed(names: list[str]) -> str:
    hidden = len(names) - _LISTED_COLUMNS
    return ", ".join(names[:_LISTED_COLUMNS]) + (f" and {hidden} more" if hidden > 0 else "")


def _read_frame(path: Path) -> pl.DataFrame:
    data = read_bytes(path, "metrics snapshot")
    import polars as pl  # noqa: PLC0415 - slow to import, and most commands need no table

    suffix = path.suffix.lower()
    if suffix not in {".parquet", ".csv"}:
        finding = Finding(
            code=Code.BROKEN_TABLE,
            message=f"the file name ends in {suffix or 'nothing'}",
            file=str(path),
            hint="a metrics snapshot is a .parquet or a .csv file",
        )
        raise InvalidDocumentError("not a metrics snapshot", findings=[finding])
    try:
        if suffix == ".parquet":
            return pl.read_parquet(io.BytesIO(data))
        text = data.decode()
        # Every cell as text: a symbol NO, TRUE or 007 must stay what it is.
        frame = pl.read_csv(io.BytesIO(data), infer_schema=False)
    except UnicodeDecodeError as error:
        message = f"byte {error.start} is not UTF-8; save the file as UTF-8"
        raise InvalidDocumentError(
            "not a metrics snapshot", findings=[_table_finding(Code.NOT_UTF8, message, str(path))]
        ) from error
    except (pl.exceptions.PolarsError, OSError, ValueError) as error:
        reason = (str(error).strip() or type(error).__name__).splitlines()[0]
        finding = Finding(code=Code.BROKEN_TABLE, message=f"no {suffix[1:]} table: {reason}", file=str(path))
        raise InvalidDocumentError("not a metrics snapshot", findings=[finding]) from error
    header = next(csv.reader(io.StringIO(text)), [])
    repeated = sorted(name for name, count in Counter(header).items() if count > 1)
    if repeated:
        message = f"the column {_listed(repeated)} stands twice"
        finding = _table_finding(Code.BROKEN_TABLE, message, str(path), "keep one column of each name")
        raise InvalidDocumentError("not a metrics snapshot", findings=[finding])
    return frame


def _known_columns(frame: pl.DataFrame) -> list[str]:
    known = (*NEEDED_COLUMNS, *NUMBER_FACTS, *TEXT_FACTS)
    return [name for name in known if name in frame.columns]


def _cells(frame: pl.DataFrame, name: str, file: str) -> list[Any]:
    """Return a column as text, or as floats where numbers are needed."""
    import polars as pl  # noqa: PLC0415

    column = frame.get_column(name)
    is_number = name in {"score", "sample_size", *NUMBER_FACTS}
    is_text = column.dtype.base_type() in {pl.String, pl.Categorical, pl.Enum, pl.Null}
    if not (is_text or (column.dtype.is_numeric() and is_number) or (column.dtype.is_integer() and not is_number)):
        message = f"the column {name} has the type {column.dtype}, it must be {'a number' if is_number else 'text'}"
        raise InvalidDocumentError("not a metrics snapshot", findings=[_table_finding(Code.BAD_CELL, message, file)])
    cast = column.cast(pl.String).cast(pl.Float64 if is_number else pl.String, strict=False)
    lost = (cast.is_null() & column.is_not_null()).arg_true()
    if len(lost):
        row = lost[0]
        finding = _cell_finding(file, row, name, f"{shown(column[row])} is no number")
        raise InvalidDocumentError("not a metrics snapshot", findings=[finding])
    return cast.to_list()


def _table_finding(code: Code, message: str, file: str, hint: str | None = None) -> Finding:
    return Finding(code=code, message=message, file=file, hint=hint)


def _cell_finding(file: str, row: int, name: str, message: str) -> Finding:
    return Finding(code=Code.BAD_CELL, message=f"row {row + 1}, column {name}: {message}", file=file)


def _by_pair(columns: dict[str, list[Any]], file: str) -> dict[Pair, Candidate]:
    found: dict[Pair, Candidate] = {}
    rows: dict[Pair, int] = {}
    findings: list[Finding] = []
    facts = [name for name in columns if name not in NEEDED_COLUMNS]
    for row, (target, symbol, score, size) in enumerate(zip(*(columns[name] for name in NEEDED_COLUMNS), strict=True)):
        pair = (target, symbol)
        if not target:
            findings.append(_cell_finding(file, row, "target", "the cell is empty"))
        elif size is not None and (not math.isfinite(size) or not 0 <= size <= _LARGEST_SIZE or size != int(size)):
            findings.append(_cell_finding(file, row, "sample_size", f"{size} is no number of rows"))
        elif symbol == "":
            findings.append(_cell_finding(file, row, "symbol", "the text is empty; a pooled row has no symbol at all"))
        elif pair in found:
            findings.append(_duplicate(file, pair, rows[pair], row))
        else:
            rows[pair] = row
            found[pair] = Candidate(
                score=score if score is None or math.isfinite(score) else math.nan,
                sample_size=None if size is None else int(size),
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
