"""JSON texts of every shape, with a record of what stands where."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st

Path = tuple[str | int, ...]


@dataclass
class Pairs:
    """An object as a list of its pairs, so that a key may stand twice."""

    pairs: list[tuple[str, Any]]


@dataclass
class Text:
    """A JSON text and what was written where.

    Attributes:
        parts: what was written so far.
        offsets: where the value of each path starts.
        duplicates: path and offset of every key that its object already has.
    """

    parts: list[str] = field(default_factory=list)
    offsets: dict[Path, int] = field(default_factory=dict)
    duplicates: list[tuple[Path, int]] = field(default_factory=list)
    length: int = 0

    def add(self, part: str) -> None:
        """Write a part."""
        self.parts.append(part)
        self.length += len(part)

    @property
    def text(self) -> str:
        """The whole text."""
        return "".join(self.parts)


def rendered(value: object, blank: Callable[[], str], escape: Callable[[], bool]) -> Text:
    """Write a value as JSON, with blanks where they may stand."""
    text = Text()
    text.add(blank())
    _render(text, value, (), blank, escape)
    text.add(blank())
    return text


def _render(text: Text, value: object, path: Path, blank: Callable[[], str], escape: Callable[[], bool]) -> None:
    text.offsets.setdefault(path, text.length)
    if isinstance(value, Pairs):
        text.add("{" + blank())
        seen: set[str] = set()
        for index, (key, inner) in enumerate(value.pairs):
            text.add("," + blank() if index else "")
            if key in seen:
                text.duplicates.append(((*path, key), text.length))
            seen.add(key)
            text.add(_string(key, escape) + blank() + ":" + blank())
            _render(text, inner, (*path, key), blank, escape)
            text.add(blank())
        text.add("}")
    elif isinstance(value, list):
        text.add("[" + blank())
        for index, inner in enumerate(value):
            text.add("," + blank() if index else "")
            _render(text, inner, (*path, index), blank, escape)
            text.add(blank())
        text.add("]")
    elif isinstance(value, str):
        text.add(_string(value, escape))
    else:
        text.add(json.dumps(value))


def _string(value: str, escape: Callable[[], bool]) -> str:
    return json.dumps(value, ensure_ascii=escape())


STRINGS = st.text(
    st.sampled_from(['"', ":", "\\", "{", "}", "[", "]", ",", "a", "b", "ä", "\n", " ", "\U0001f600"]), max_size=4
)
SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | STRINGS
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.lists(st.tuples(STRINGS, inner), max_size=4).map(Pairs),
    max_leaves=12,
)


@st.composite
def json_texts(draw: st.DrawFn) -> Text:
    """Draw a JSON text, in which keys may stand twice."""
    value = draw(VALUES)
    random = draw(st.randoms(use_true_random=False))
    blanks = draw(st.sampled_from([[""], ["", " "], ["", " ", "\n", "\t", "\r\n", "  "]]))
    return rendered(value, lambda: random.choice(blanks), lambda: random.random() < 0.5)
