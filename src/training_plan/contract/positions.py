"""Where a value stands in a JSON text: line and column, from 1."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Callable, Iterator, Sequence
from json.decoder import scanstring  # type: ignore[attr-defined]  # the stubs lack it

from training_plan.contract.lines import Lines

Position = tuple[int, int]

Path = tuple[str | int, ...]
"""Keys and indices that lead to a value."""

Locate = Callable[[Path], tuple[int | None, int | None]]
"""Gives line and column of the value at a path; None where there are no lines."""

_BLANK = re.compile(r"[ \t\n\r]*")
_LEXEME = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]')
_decoder = json.JSONDecoder()


class JsonPositions:
    """Finds places in a JSON text that is known to be well formed.

    Lines and the members of each object or list on the way are looked up once, however many places are asked
    for, and no further than needed; values beside the way are skipped by the standard library's scanner, in C.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._lines: Lines[str] | None = None
        self._scans: dict[int, tuple[dict[str | int, int], Iterator[tuple[str | int, int]]]] = {}

    def of_offset(self, offset: int) -> Position:
        """Return the line and column of a character offset."""
        if self._lines is None:
            self._lines = Lines(self._text, "\n")
        return self._lines.place(offset)

    def of_path(self, path: Sequence[str | int]) -> Position:
        """Return where the value at ``path`` stands; a path that leads nowhere gives the last value on the way."""
        offset = self._skip_blank(0)
        for part in path:
            inner = self._member(offset, part) if self._text[offset] in "{[" else None
            if inner is None:
                break
            offset = inner
        return self.of_offset(offset)

    def _member(self, offset: int, part: str | int) -> int | None:
        """Return the offset of a member of the object or list at ``offset``; None if there is no such member."""
        if offset not in self._scans:
            scan = self._object_members if self._text[offset] == "{" else self._list_items
            self._scans[offset] = {}, scan(offset)
        members, rest = self._scans[offset]
        if part not in members:
            for name, value in rest:
                members[name] = value
                if name == part:
                    break
        return members.get(part)

    def _skip_blank(self, offset: int) -> int:
        match = _BLANK.match(self._text, offset)
        return match.end() if match else offset

    def _next(self, value: int) -> int:
        """Return the offset of what follows a value and its comma."""
        end = self._skip_blank(_decoder.raw_decode(self._text, value)[1])
        return self._skip_blank(end + 1) if self._text[end] == "," else end

    def _object_members(self, offset: int) -> Iterator[tuple[str, int]]:
        at = self._skip_blank(offset + 1)
        while self._text[at] == '"':
            name, end = scanstring(self._text, at + 1)
            value = self._skip_blank(self._skip_blank(end) + 1)
            yield name, value
            at = self._next(value)

    def _list_items(self, offset: int) -> Iterator[tuple[int, int]]:
        at = self._skip_blank(offset + 1)
        for index in itertools.count():
            if self._text[at] == "]":
                return
            yield index, at
            at = self._next(at)


def first_duplicate_key(text: str) -> tuple[tuple[str | int, ...], int] | None:
    """Return path and offset of the first key that its object already has, in a well-formed JSON text."""
    path: list[str | int] = []
    seen: list[set[str] | None] = []
    is_key = False
    for match in _LEXEME.finditer(text):
        lexeme = match.group()
        if lexeme in "{[":
            seen.append(set() if lexeme == "{" else None)
            path.append("" if lexeme == "{" else 0)
            is_key = lexeme == "{"
        elif lexeme in "}]":
            seen.pop()
            path.pop()
            is_key = False
        elif lexeme == ",":
            is_key = seen[-1] is not None
            if not is_key:
                path[-1] = int(path[-1]) + 1
        elif lexeme == ":":
            is_key = False
        elif is_key:
            keys = seen[-1]
            name = scanstring(lexeme, 1)[0]
            path[-1] = name
            if keys is not None and name in keys:
                return tuple(path), match.start()
            if keys is not None:
                keys.add(name)
    return None
