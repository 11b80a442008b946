"""Metrics snapshots as CSV in which something is wrong: cells, columns, rows, quotes, ends of lines, bytes."""

from __future__ import annotations

import csv
import io
from random import Random
from typing import Literal

from fuzz.byte_mutations import damaged
from fuzz.hostile import TEXTS

HEADER = ("target", "symbol", "score", "sample_size", "score_ci_low", "stability", "leakage_status", "note")

ROWS = (
    ("ret_1d", "", "0.25", "24685", "-0.1", "STABLE", "SAFE", "pooled"),
    ("ret_1d", "AAPL", "-0.037784", "3209", "", "UNKNOWN", "SAFE", ""),
    ("ret_1d", "^GSPC", "NaN", "0", "inf", "DIVERGED", "", "a, b"),
    ("vol_5d", "BF/B", "1e-05", "1", "0", "DRIFTING", "SUSPECT", 'said "no"'),
    ("vol_5d", "IBM", "", "", "", "", "", "two\nlines"),
)
"""Of the pairs in the sample routing plan; every cell is one that is allowed there."""

_CELLS = (
    *("", " ", "nan", "inf", "-Infinity", "1e999", "1e-400", "0x1F", "1_000", "1,5", "1.000,5", "\u0661", "\u00b2"),
    *("-1", "-0", "+5", "007", "1e3", "3209.0", "3209.5", "9007199254740993", "18446744073709551616", "9" * 400),
    *("True", "null", "None", "#N/A", "=1+1", "ret_1d", "AAPL", "\x00", "\ufeff", "\u2028", "\r", '"', "'"),
    "x" * 140_000,
)
_PIECES = (
    *(
        b'"',
        b'""',
        b",",
        b"\n",
        b"\r",
        b"\r\n",
        b"\n\n",
        b",,,,",
        b";",
        b"\t",
        b"\x00",
        b"\xff",
        b"\xef\xbb\xbf",
        b"\n#",
    ),
)


def csv_mutant(rng: Random) -> bytes:
    """Draw a metrics snapshot as CSV with none to a few faults."""
    rows = [list(row) for row in (HEADER, *ROWS)]
    for _ in range(rng.choice((0, 1, 1, 1, 2, 5))):
        _spoil(rows, rng)
    stream = io.StringIO()
    quoting: Literal[0, 1] = rng.choice((csv.QUOTE_MINIMAL, csv.QUOTE_ALL))
    csv.writer(stream, lineterminator=rng.choice(("\n", "\n", "\r\n", "\r")), quoting=quoting).writerows(rows)
    data = stream.getvalue().encode("utf-8", "surrogatepass")
    if rng.random() < 0.2:
        data = damaged(data, rng, [data])
    if rng.random() < 0.2:
        at = rng.randrange(len(data) + 1)
        data = data[:at] + rng.choice(_PIECES) + data[at:]
    return data


def _spoil(rows: list[list[str]], rng: Random) -> None:
    row = rng.choice((rows[0], *rows)) if rows else []
    match rng.randrange(9):
        case 0 | 1 | 2 | 3 if row:
            row[rng.randrange(len(row))] = rng.choice((*_CELLS, rng.choice(TEXTS)))
        case 4:
            rows.append(list(row))
        case 5 if rows:
            rows.remove(row)
        case 6 if row:
            del row[rng.randrange(len(row))]
        case 7:
            row.insert(rng.randrange(len(row) + 1), rng.choice((*_CELLS, *HEADER)))
        case _:
            rng.shuffle(row)
