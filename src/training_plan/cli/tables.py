"""Tables of plain text that fit a terminal, or 80 columns where there is none."""

from __future__ import annotations

import shutil
import sys
import textwrap
from collections.abc import Iterator, Sequence

from training_plan.cli.output import printable
from training_plan.findings import one_line
from training_plan.views.markdown import visible

PIPE_WIDTH = 80
"""Columns where standard output is no terminal; the text is then the same wherever it is made."""

_NARROWEST_TERMINAL = 40
_NARROWEST_COLUMN = 7
_GAP = "  "


def output_width() -> int:
    """Return how many columns a line may have."""
    if sys.stdout is None or not sys.stdout.isatty():
        return PIPE_WIDTH
    return max(_NARROWEST_TERMINAL, shutil.get_terminal_size((PIPE_WIDTH, 0)).columns)


def on_one_line(text: str) -> str:
    """Return a text on one line in which nothing steers a terminal; what nobody sees is shown as its number."""
    return printable(visible(one_line(text)))


def text_table(
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    width: int,
    indent: str = "",
    below: Sequence[Sequence[str]] = (),
) -> list[str]:
    """Return the lines of a table; cells that are too wide are folded, none is cut.

    Args:
        header: names of the columns; those of numbers end in ``:`` and are aligned to the right.
        rows: the cells.
        width: columns that a line may have.
        indent: what every line starts with.
        below: lines that stand below each row as they are; none if it is empty.
    """
    is_number = [name.endswith(":") for name in header]
    cells = [[name.removesuffix(":") for name in header], *([on_one_line(cell) for cell in row] for row in rows)]
    widths = _column_widths(cells, width - len(indent))
    lines = []
    for row, extra in zip(cells, [(), *(below or [()] * len(rows))], strict=True):
        lines += [f"{indent}{line}" for line in _row_lines(row, widths, is_number)]
        lines += extra
    return lines


def wrapped(text: str, *, width: int, first_indent: str = "") -> list[str]:
    """Return a text in lines of at most ``width`` columns, words whole where they fit, the first after an indent."""
    room = width - len(first_indent)
    lines = textwrap.wrap(on_one_line(text), room, break_on_hyphens=False)
    parts = [part for line in lines for part in _folded(line, room)]
    return [f"{' ' * len(first_indent) if number else first_indent}{part}" for number, part in enumerate(parts)]


def _column_widths(rows: Sequence[Sequence[str]], room: int) -> list[int]:
    """Return the width of each column: what it needs, less what the widest must give up for all to fit."""
    from rich.cells import cell_len  # noqa: PLC0415 - keeps --help instant

    widths = [max(map(cell_len, column)) for column in zip(*rows, strict=True)]
    room -= len(_GAP) * (len(widths) - 1)
    while sum(widths) > room and max(widths) > _NARROWEST_COLUMN:
        widths[widths.index(max(widths))] -= 1
    return widths


def _folded(text: str, width: int) -> list[str]:
    """Return a text in pieces of at most ``width`` columns, at least one."""
    from rich.cells import chop_cells  # noqa: PLC0415

    pieces = chop_cells(text, width) or [""]
    # Marks that take no column are left out where they would be a piece of their own.
    pieces[-1] += text[sum(map(len, pieces)) :]
    return pieces


def _row_lines(row: Sequence[str], widths: Sequence[int], is_number: Sequence[bool]) -> Iterator[str]:
    from rich.cells import cell_len  # noqa: PLC0415

    folded = [_folded(cell, width) for cell, width in zip(row, widths, strict=True)]
    for number in range(max(map(len, folded))):
        parts = []
        for lines, width, right in zip(folded, widths, is_number, strict=True):
            part = lines[number] if number < len(lines) else ""
            blank = " " * (width - cell_len(part))
            parts.append(blank + part if right else part + blank)
        yield _GAP.join(parts).rstrip(" ")
