"""Jobs as rows: a table that fits a terminal, lines of tabs for a pipe, CSV for programs."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from typing import TYPE_CHECKING

from training_plan.cli.output import printable
from training_plan.cli.tables import output_width, text_table

if TYPE_CHECKING:
    from training_plan.models import Job

COLUMNS = ("priority", "job_id", "target", "symbol", "route", "model_families", "reason")
_NARROW_COLUMNS = ("priority", "target", "symbol", "route", "model_families")
_WIDE = 140
"""Characters from which a terminal shows every column."""

_ROUTE = "ROUTE_"


class _CsvLines(list[str]):
    """Takes the lines of a CSV writer, without their ends."""

    def write(self, line: str) -> None:
        self.append(line.removesuffix("\r\n"))


def csv_text(jobs: Sequence[Job]) -> str:
    """Return jobs as CSV (RFC 4180, but for line ends of one character), with a header."""
    # The writer quotes what holds a character of its own line end: with this one a lone CR is quoted too.
    lines = _CsvLines()
    writer = csv.writer(lines, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows(_cells(job) for job in jobs)
    return "".join(f"{line}\n" for line in lines)


def tab_text(jobs: Sequence[Job]) -> str:
    """Return jobs as lines of cells parted by tabs, with a header: what cut, awk and sort work on."""
    rows = [COLUMNS, *map(_printable_cells, jobs)]
    return "".join("\t".join(row) + "\n" for row in rows)


def terminal_text(jobs: Sequence[Job]) -> str:
    """Return jobs as a table that fits the terminal; a narrow one does without ``job_id`` and ``reason``."""
    width = output_width()
    columns = COLUMNS if width >= _WIDE else _NARROW_COLUMNS
    rows = []
    for job in jobs:
        cells = dict(zip(COLUMNS, _cells(job), strict=True))
        cells["route"] = cells["route"].removeprefix(_ROUTE)
        rows.append([cells[column] for column in columns])
    header = [f"{column}:" if column == "priority" else column for column in columns]
    return "".join(f"{line}\n" for line in text_table(header, rows, width=width))


def _printable_cells(job: Job) -> list[str]:
    return [printable(cell.replace("\n", " ")) for cell in _cells(job)]


def _cells(job: Job) -> list[str]:
    values = (getattr(job, column) for column in COLUMNS)
    return ["" if value is None else ",".join(value) if isinstance(value, list) else str(value) for value in values]
