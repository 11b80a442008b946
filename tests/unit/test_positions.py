"""Lines and columns, against a writer that knows where it wrote what."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training_plan.contract.positions import JsonPositions, first_duplicate_key
from unit.json_texts import Text, json_texts


def line_and_column(text: str, offset: int) -> tuple[int, int]:
    """Return the position of an offset by walking there."""
    line, column = 1, 1
    for character in text[:offset]:
        line, column = (line + 1, 1) if character == "\n" else (line, column + 1)
    return line, column


@given(json_texts())
def test_every_value_is_found_where_it_was_written(written: Text) -> None:
    if not written.duplicates:
        for path, offset in written.offsets.items():
            assert JsonPositions(written.text).of_path(path) == line_and_column(written.text, offset)


@given(json_texts())
def test_the_first_duplicate_key_is_found_where_it_was_written(written: Text) -> None:
    expected = written.duplicates[0] if written.duplicates else None

    assert first_duplicate_key(written.text) == expected


@given(st.text("ab\n\r", max_size=20), st.integers(0, 20))
def test_an_offset_has_a_line_and_a_column(text: str, offset: int) -> None:
    offset = min(offset, len(text))

    assert JsonPositions(text).of_offset(offset) == line_and_column(text, offset)


TEXT = '{"a": [10, {"b": "x"}],\n "ä/~": {"c" : null},\n "": -1}'


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ((), (1, 1)),
        (("a",), (1, 7)),
        (("a", 0), (1, 8)),
        (("a", 1), (1, 12)),
        (("a", 1, "b"), (1, 18)),
        (("ä/~",), (2, 9)),
        (("ä/~", "c"), (2, 16)),
        (("",), (3, 6)),
        # A path that leads nowhere ends at the last value on the way.
        (("none",), (1, 1)),
        (("none", "deeper"), (1, 1)),
        (("a", 2), (1, 7)),
        (("a", "b"), (1, 7)),
        (("a", 0, "b"), (1, 8)),
        (("a", 1, 0), (1, 12)),
        (("a", 1, "b", "c"), (1, 18)),
        (("ä/~", "c", 0), (2, 16)),
    ],
)
def test_a_path_has_a_line_and_a_column(path: tuple[str | int, ...], place: tuple[int, int]) -> None:
    assert JsonPositions(TEXT).of_path(path) == place


@pytest.mark.parametrize("text", ["{}", "[]", " {} ", "[ ]", "{ }", '""', "0"])
def test_nothing_is_in_an_empty_document(text: str) -> None:
    start = (1, len(text) - len(text.lstrip()) + 1)

    assert JsonPositions(text).of_path(("a",)) == start
    assert JsonPositions(text).of_path((0,)) == start


def test_the_last_of_many_is_found() -> None:
    text = json.dumps({"jobs": [{"job_id": str(number)} for number in range(5000)]}, indent=0)

    assert JsonPositions(text).of_path(("jobs", 4999, "job_id")) == (3 + 3 * 4999 + 1, 11)
