"""Metrics snapshots that are refused."""

from __future__ import annotations

import io
from typing import Any

import polars as pl

from acceptance.bad_input import LONG, BadInput
from training_plan.findings import Code

HEADER = "target,symbol,score,sample_size\n"
NEEDED = "needed: target, symbol, score, sample_size"


def parquet(**columns: Any) -> bytes:  # noqa: ANN401 - whatever a column may hold
    """Return a Parquet file with the needed columns, but for those that are given."""
    stream = io.BytesIO()
    pl.DataFrame(
        {"target": ["ret_1d"], "symbol": ["IBM"], "score": [0.5], "sample_size": [10], **columns}
    ).write_parquet(stream)
    return stream.getvalue()


def table(rows: str, code: Code, *says: str, findings: int = 1, header: str = HEADER) -> BadInput:
    return BadInput(data=(header + rows).encode(), code=code, says=says, file="candidates.csv", findings=findings)


def binary(data: bytes, code: Code, *says: str, file: str = "candidates.parquet") -> BadInput:
    return BadInput(data=data, code=code, says=says, file=file)


CANDIDATES = {
    "empty table": table("", Code.BROKEN_TABLE, "no csv table", header=""),
    "missing columns": table(
        "", Code.MISSING_COLUMN, "score, sample_size", "missing", "target, symbol", NEEDED, header="target,symbol\n"
    ),
    "3,000 other columns": table("", Code.MISSING_COLUMN, NEEDED, header=",".join(f"c{i}" for i in range(3000)) + "\n"),
    "two rows for a pair": table(
        "ret_1d,IBM,1,1\nret_1d,AAPL,1,1\nret_1d,IBM,2,2\n",
        Code.DUPLICATE_ROW,
        "rows 1 and 3 are both about target ret_1d, symbol IBM",
        "keep one row for each",
    ),
    "two pooled rows": table(
        "ret_1d,,1,1\nret_1d,,2,2\n", Code.DUPLICATE_ROW, "rows 1 and 2 are both about target ret_1d, pooled"
    ),
    "text as a score": table(
        "ret_1d,,1,1\nret_1d,IBM,good,1\n", Code.BAD_CELL, "row 2, column score", '"good"', "number"
    ),
    "text as a sample size": table("ret_1d,IBM,1,many\n", Code.BAD_CELL, "row 1, column sample_size", '"many"'),
    "half a row": table("ret_1d,IBM,1,1.5\n", Code.BAD_CELL, "row 1, column sample_size", "1.5", "no number of rows"),
    "fewer than no rows": table("ret_1d,IBM,1,-1\n", Code.BAD_CELL, "row 1, column sample_size", "-1"),
    "endless rows": table("ret_1d,IBM,1,inf\n", Code.BAD_CELL, "row 1, column sample_size", "inf"),
    "more rows than there can be": table("ret_1d,IBM,1,1e30\n", Code.BAD_CELL, "row 1, column sample_size", "1e+30"),
    "no target": table(",IBM,1,1\n", Code.BAD_CELL, "row 1, column target", "empty"),
    "too many cells": table("ret_1d,IBM,1,1,1,1\n", Code.BROKEN_TABLE, "no csv table"),
    "open quote": table('ret_1d,"IBM,1,1\n', Code.BROKEN_TABLE, "no csv table"),
    "long cell": table(f"ret_1d,IBM,{LONG},1\n", Code.BAD_CELL, "row 1, column score", "xxx ..."),
    "no Parquet": binary(b"no table at all", Code.BROKEN_TABLE, "no parquet table"),
    "cut Parquet": binary(parquet()[:-20], Code.BROKEN_TABLE, "no parquet table"),
    "empty Parquet": binary(b"", Code.BROKEN_TABLE, "no parquet table"),
    "text in Parquet": binary(parquet(score=["good"]), Code.BAD_CELL, "row 1, column score", '"good"'),
    "struct as a score": binary(parquet(score=[{"mean": 0.5}]), Code.BAD_CELL, "column score", "Struct"),
    "list as a score": binary(parquet(score=[[0.5]]), Code.BAD_CELL, "column score", "List"),
    "struct as a symbol": binary(parquet(symbol=[{"name": "IBM"}]), Code.BAD_CELL, "column symbol", "Struct"),
    "list as a fact": binary(parquet(stability=[["STABLE"]]), Code.BAD_CELL, "column stability", "List"),
    "wrong extension": binary(
        HEADER.encode(), Code.BROKEN_TABLE, "ends in .txt", ".parquet or a .csv", file="candidates.txt"
    ),
    "no extension": binary(
        HEADER.encode(), Code.BROKEN_TABLE, "ends in nothing", ".parquet or a .csv", file="candidates"
    ),
}
