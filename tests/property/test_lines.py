"""Lines of a text are those that splitting it gives, however small the blocks in which they are counted."""

from __future__ import annotations

from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training_plan.contract import lines
from training_plan.contract.lines import Lines

TEXTS = st.text(st.sampled_from("\n\na\r\u2028é"), max_size=60)


@given(TEXTS, st.integers(1, 8))
def test_places_and_lines_are_those_of_split(text: str, block: int) -> None:
    split = text.split("\n")
    with patch.object(lines, "_BLOCK", block):
        found = Lines(text, "\n")
        in_bytes = Lines(text.encode(), b"\n")
        for offset in range(len(text) + 1):
            before = text[:offset].split("\n")
            assert found.place(offset) == (len(before), len(before[-1]) + 1)
        numbers = range(1, len(split) + 1)
        assert [found.line(number) for number in numbers] == split
        assert [in_bytes.line(number) for number in numbers] == [line.encode() for line in split]
        assert found.line(len(split) + 1) is found.line(0) is None


@pytest.mark.parametrize("text", ["", "\n", "a", "a\n", "\n" * 200_000, "a" * 200_000, ("a" * 99 + "\n") * 5000])
def test_the_ends_of_large_texts_are_found(text: str) -> None:
    found = Lines(text, "\n")
    assert found.place(len(text)) == (text.count("\n") + 1, len(text) - text.rfind("\n"))
    assert found.line(text.count("\n") + 1) == text.rsplit("\n", 1)[-1]
    assert found.line(1) == text.split("\n", 1)[0]
