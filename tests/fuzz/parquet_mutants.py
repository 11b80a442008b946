"""Metrics snapshots as Parquet in which something is wrong: types of columns, and bytes, above all of the footer."""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import cache
from itertools import product
from random import Random
from typing import Literal

import polars as pl

from fuzz.byte_mutations import damaged
from fuzz.csv_mutants import HEADER, ROWS

_TYPES: Sequence[pl.DataType | type[pl.DataType]] = (
    *(pl.Float64, pl.Float32, pl.Int64, pl.Int8, pl.UInt64, pl.Int128, pl.String, pl.Binary, pl.Boolean, pl.Date),
    *(pl.Datetime, pl.Duration, pl.Time, pl.Decimal(38, 4), pl.Categorical, pl.Null, pl.Struct({"a": pl.String})),
)
_Compression = Literal["uncompressed", "snappy", "zstd", "gzip", "lz4", "brotli"]
_COMPRESSIONS: Sequence[_Compression] = ("uncompressed", "snappy", "zstd", "gzip", "lz4", "brotli")
_FOOTER_END = 8
"""Bytes after the footer: its length, and a mark."""


def parquet_mutant(rng: Random) -> bytes:
    """Draw a metrics snapshot as Parquet: a sound one now and then, else with one to a few faults in its bytes."""
    data = rng.choice(_snapshots())
    if rng.random() < 0.05:
        return data
    if rng.random() < 0.5:
        return damaged(data, rng, _snapshots())
    # The footer tells where everything is: a fault there is read first.
    begin = len(data) - _FOOTER_END - int.from_bytes(data[-_FOOTER_END:-4], "little")
    return data[:begin] + damaged(data[begin:-_FOOTER_END], rng, _snapshots()) + data[-_FOOTER_END:]


@cache
def _snapshots() -> tuple[bytes, ...]:
    """Return the sample snapshot in many guises: every compression, and each needed column in every type."""
    text = pl.DataFrame([list(row) for row in ROWS], schema=list(HEADER), orient="row")
    numbers = text.with_columns(
        pl.col("score", "score_ci_low").cast(pl.Float64, strict=False),
        pl.col("sample_size").cast(pl.Int64, strict=False),
        pl.col("symbol").replace("", None),
    )
    columns = ("target", "symbol", "score", "sample_size", "stability")
    retyped = [_retyped(numbers, column, kind) for column, kind in product(columns, _TYPES)]
    frames = [numbers, *(frame for frame in retyped if frame is not None)]
    written = [
        _written(numbers, compression, statistics=statistics)
        for compression, statistics in product(_COMPRESSIONS, (True, False))
    ]
    return (*written, *(_written(frame, "zstd", statistics=False) for frame in frames))


def _retyped(frame: pl.DataFrame, column: str, kind: pl.DataType | type[pl.DataType]) -> pl.DataFrame | None:
    try:
        return frame.with_columns(pl.col(column).cast(kind, strict=False))
    except pl.exceptions.PolarsError:
        return None


def _written(frame: pl.DataFrame, compression: _Compression, *, statistics: bool) -> bytes:
    stream = io.BytesIO()
    frame.write_parquet(stream, compression=compression, statistics=statistics, row_group_size=2)
    return stream.getvalue()
