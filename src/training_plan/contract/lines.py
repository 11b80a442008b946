"""Lines of a text of any size: which line an offset is in, and where a line stands."""

from __future__ import annotations

from bisect import bisect_left
from typing import AnyStr, Generic

_BLOCK = 2**16
"""Characters between two places where the number of the line is kept; a list of all lines would outgrow the text."""


class Lines(Generic[AnyStr]):
    """The lines of a text or of bytes, parted by line feeds and numbered from 1."""

    def __init__(self, text: AnyStr, line_feed: AnyStr) -> None:
        self._text: AnyStr = text
        self._feed: AnyStr = line_feed
        self._breaks_before = [0]
        self._start_at = [0]
        for begin in range(0, len(text), _BLOCK):
            end = begin + _BLOCK
            last = text.rfind(line_feed, begin, end)
            self._breaks_before.append(self._breaks_before[-1] + text.count(line_feed, begin, end))
            self._start_at.append(last + 1 if last >= 0 else self._start_at[-1])

    def place(self, offset: int) -> tuple[int, int]:
        """Return line and column, from 1, of an offset."""
        block = offset // _BLOCK
        begin = block * _BLOCK
        last = self._text.rfind(self._feed, begin, offset)
        start = last + 1 if last >= 0 else self._start_at[block]
        return self._breaks_before[block] + self._text.count(self._feed, begin, offset) + 1, offset - start + 1

    def line(self, number: int) -> AnyStr | None:
        """Return a line without its line feed; None if there are not so many."""
        if not 1 <= number <= self._breaks_before[-1] + 1:
            return None
        start = self._start_of(number)
        end = self._text.find(self._feed, start)
        line: AnyStr = self._text[start:] if end < 0 else self._text[start:end]
        return line

    def _start_of(self, number: int) -> int:
        if number == 1:
            return 0
        # The break before the line is in the last block that has fewer breaks before it.
        block = bisect_left(self._breaks_before, number - 1) - 1
        at = block * _BLOCK - 1
        for _ in range(number - 1 - self._breaks_before[block]):
            at = self._text.index(self._feed, at + 1)
        return at + 1
