"""Tables of plain text: they fit, and lose nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from support.strategies import names, texts
from training_plan.cli.output import printable
from training_plan.cli.tables import on_one_line, text_table, wrapped

CELLS = st.one_of(names(), texts())


def test_numbers_stand_to_the_right() -> None:
    assert text_table(("what", "count:"), [["a", "1"], ["bc", "1000"]], width=80, indent="  ") == [
        "  what  count",
        "  a         1",
        "  bc     1000",
    ]


def test_the_widest_column_is_folded() -> None:
    assert text_table(("a", "b"), [["x" * 10, "y" * 30]], width=30) == [
        "a           b",
        f"{'x' * 10}  {'y' * 18}",
        f"{' ' * 10}  {'y' * 12}",
    ]


def test_lines_below_a_row_stand_as_they_are() -> None:
    assert text_table(("a",), [["x"], ["y"]], width=80, below=[["1", "2"], []]) == ["a", "x", "1", "2", "y"]


def test_a_table_without_rows_is_its_header() -> None:
    assert text_table(("a", "b:"), [], width=80) == ["a  b"]


@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), max_size=4), st.sampled_from((40, 80)))
def test_every_line_fits_and_no_character_of_a_cell_is_lost(rows: list[list[str]], width: int) -> None:
    lines = text_table(("one", "two:", "three"), rows, width=width, indent="  ")
    assert [line for line in lines if cell_len(line) > width] == []
    assert printable("\n".join(lines)) == "\n".join(lines)
    expected = "".join(on_one_line(cell) for row in rows for cell in row)
    assert sorted("".join(lines[1:]).replace(" ", "")) == sorted(expected.replace(" ", ""))


@given(CELLS, st.sampled_from((10, 40, 80)))
def test_wrapped_text_fits_and_keeps_its_words(text: str, width: int) -> None:
    lines = wrapped(text, width=width, first_indent="- ")
    assert [line for line in lines if cell_len(line) > width] == []
    assert [line[:2] for line in lines] == ["- ", *["  "] * (len(lines) - 1)][: len(lines)]
    assert "".join("".join(line[2:] for line in lines).split()) == "".join(on_one_line(text).split())


@pytest.mark.parametrize("mark", ["\u0301", "\ufe0f", "e\u0301" * 50])
def test_marks_that_take_no_column_are_kept(mark: str) -> None:
    assert "".join(line.strip() for line in text_table(("a",), [[mark]], width=40)[1:]) == mark


@pytest.mark.parametrize("text", ["", " "])
def test_no_text_is_no_line(text: str) -> None:
    assert wrapped(text, width=80) == []
