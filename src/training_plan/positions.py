"""Where a value stands in a text: line and column, from 1."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from json.decoder import scanstring  # type: ignore[attr-defined]  # the stubs lack it

Position = tuple[int, int]

_BLANK = re.compile(r"[ \t\n\r]*")
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]')
_decoder = json.JSONDecoder()


def position_of_offset(text: str, offset: int) -> Position:
    """Return the line and column of a character offset."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def position_of_path(text: str, path: Sequence[str | int]) -> Position:
    """Return where the value at ``path`` stands in a JSON text that is known to be well formed.

    Everything beside the path is skipped by the standard library's scanner, in C. A path that leads
    nowhere gives the position of the last value on the way.
    """
    offset = _skip_blank(text, 0)
    for part in path:
        inner = _offset_of_member(text, offset, part) if text[offset] == "{" else _offset_of_item(text, offset, part)
        if inner is None:
            break
        offset = inner
    return position_of_offset(text, offset)


def _skip_blank(text: str, offset: int) -> int:
    match = _BLANK.match(text, offset)
    return match.end() if match else offset


def _skip_value(text: str, offset: int) -> int:
    return _skip_blank(text, _decoder.raw_decode(text, offset)[1])


def _offset_of_member(text: str, offset: int, key: str | int) -> int | None:
    offset = _skip_blank(text, offset + 1)
    while text[offset] == '"':
        name, end = scanstring(text, offset + 1)
        value = _skip_blank(text, _skip_blank(text, end) + 1)
        if name == key:
            return value
        offset = _skip_value(text, value)
        if text[offset] == ",":
            offset = _skip_blank(text, offset + 1)
    return None


def _offset_of_item(text: str, offset: int, index: str | int) -> int | None:
    if text[offset] != "[" or not isinstance(index, int):
        return None
    offset = _skip_blank(text, offset + 1)
    for _ in range(index):
        if text[offset] == "]":
            return None
        offset = _skip_value(text, offset)
        if text[offset] == ",":
            offset = _skip_blank(text, offset + 1)
    return None if text[offset] == "]" else offset


def first_duplicate_key(text: str) -> tuple[tuple[str | int, ...], int] | None:
    """Return path and offset of the first key that its object already has, in a well-formed JSON text."""
    path: list[str | int] = []
    seen: list[set[str] | None] = []
    is_key = False
    for match in _TOKEN.finditer(text):
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
