"""Read the file of a metrics snapshot, CSV or Parquet, as a table; what its cells mean is for others to say."""

from __future__ import annotations

import csv
import io
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from training_plan.building.parquet_trial import first_line, parquet_fault
from training_plan.contract.reading import read_bytes
from training_plan.errors import InvalidDocumentError
from training_plan.findings import Code, Finding

if TYPE_CHECKING:
    import polars as pl

_LISTED_COLUMNS = 20
_FORMATS = (".parquet", ".csv")
_REPAIR = "is it whole? write the file again"
_BYTE_ORDER_MARK = "\ufeff"


def read_table(path: Path) -> pl.DataFrame:
    """Return the table in a ``.parquet`` or ``.csv`` file; every cell of a CSV file is text, or null if it is empty.

    Raises:
        UnreadableFileError: if the file cannot be read.
        InvalidDocumentError: if it is no such table.
    """
    data = read_bytes(path, "metrics snapshot")
    suffix, file = path.suffix.lower(), str(path)
    if suffix not in _FORMATS:
        message = f"the file name ends in {suffix or 'nothing'}"
        refuse_table(Code.BROKEN_TABLE, message, file, "a metrics snapshot is a .parquet or a .csv file")
    if suffix == ".parquet":
        fault = parquet_fault(data)
        if fault is not None:
            refuse_table(Code.BROKEN_TABLE, f"no parquet table: {fault}", file, _REPAIR)
    import polars as pl  # noqa: PLC0415 - slow to import, and most commands need no table

    try:
        return pl.read_parquet(io.BytesIO(data)) if suffix == ".parquet" else _read_csv(data, file)
    except UnicodeDecodeError as error:
        refuse_table(Code.NOT_UTF8, f"byte {error.start} is not UTF-8; save the file as UTF-8", file)
    except (pl.exceptions.PolarsError, csv.Error, OSError, ValueError) as error:
        refuse_table(Code.BROKEN_TABLE, f"no {suffix[1:]} table: {first_line(error)}", file, _REPAIR)


def _read_csv(data: bytes, file: str) -> pl.DataFrame:
    import polars as pl  # noqa: PLC0415

    text = data.decode().removeprefix(_BYTE_ORDER_MARK)
    # Every cell as text: a symbol NO, TRUE or 007 must stay what it is.
    frame = pl.read_csv(io.BytesIO(data), infer_schema=False)
    is_blank = pl.all_horizontal(pl.all().is_null())
    frame = frame.filter(~is_blank)
    _compare(frame, text, file)
    return frame


def _compare(frame: pl.DataFrame, text: str, file: str) -> None:
    """Refuse a file that the standard library, which is strict, takes for another table, or for none.

    The fast reader fills up a row that was cut short, loses rows over stray quotes, and sees one row where lines end
    in carriage returns. Looking twice costs a quarter of the time that a snapshot takes; Parquet has no such doubts.
    """
    rows = filter(None, csv.reader(io.StringIO(text, newline=""), strict=True))
    header, filled = next(rows, []), 0
    repeated = sorted(name for name, count in Counter(header).items() if count > 1)
    if repeated:
        message = f"the column {listed(repeated)} stands twice"
        refuse_table(Code.BROKEN_TABLE, message, file, "keep one column of each name")
    for number, row in enumerate(rows, start=1):
        if len(row) != len(header):
            message = f"row {number} has {len(row)} cells, {len(header)} are needed"
            refuse_table(Code.BROKEN_TABLE, message, file, _REPAIR)
        filled += any(row)
    if header != frame.columns or filled != frame.height:
        message = "no csv table: its quotes or ends of lines can be read in more ways than one"
        refuse_table(Code.BROKEN_TABLE, message, file, _REPAIR)


def listed(names: list[str]) -> str:
    """Return names for people, cut to a number that a person reads."""
    hidden = len(names) - _LISTED_COLUMNS
    return ", ".join(names[:_LISTED_COLUMNS]) + (f" and {hidden} more" if hidden > 0 else "")


def refuse_table(code: Code, message: str, file: str, hint: str | None = None) -> NoReturn:
    """Refuse a metrics snapshot for one fault."""
    raise InvalidDocumentError(
        "not a metrics snapshot", findings=[Finding(code=code, message=message, file=file, hint=hint)]
    )
