"""JSON documents as trees that can hold what JSON cannot: keys that stand twice, and text that is no value.

A tree is a scalar, a list of trees, ``Members`` or ``Raw``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Any


class Members(list[tuple[str, Any]]):
    """An object as its members in order; a key may stand twice."""


@dataclass(frozen=True)
class Raw:
    """Text that is written as it is, whether it is a value or not."""

    text: str


@dataclass(frozen=True)
class Place:
    """Where a value stands: in which members or list, and at which position."""

    holder: list[Any]
    position: int

    @property
    def key(self) -> str | None:
        """The key of the value; None in a list."""
        return self.holder[self.position][0] if isinstance(self.holder, Members) else None

    @property
    def value(self) -> Any:  # noqa: ANN401 - a tree
        return self.holder[self.position][1] if isinstance(self.holder, Members) else self.holder[self.position]

    def put(self, value: object) -> None:
        """Put another value there, under the same key."""
        self.holder[self.position] = (self.key, value) if isinstance(self.holder, Members) else value


def tree_of(data: bytes) -> Any:  # noqa: ANN401 - a tree
    """Return the tree of a document that is plain JSON."""
    return json.loads(data, object_pairs_hook=Members)


def copied(tree: object) -> Any:  # noqa: ANN401 - a tree
    """Return a copy of a tree."""
    if isinstance(tree, Members):
        return Members((key, copied(value)) for key, value in tree)
    return [copied(item) for item in tree] if isinstance(tree, list) else tree


def places(tree: object) -> Iterator[Place]:
    """Yield the place of every value in a tree but the whole of it."""
    if isinstance(tree, list):
        for position in range(len(tree)):
            place = Place(tree, position)
            yield place
            yield from places(place.value)


@dataclass(frozen=True, kw_only=True)
class Layout:
    """How a tree is written; the lines of ``one_line`` are the objects in a list, as the builder writes jobs."""

    newline: str = "\n"
    indent: str = "  "
    after_comma: str = ""
    before_colon: str = ""
    after_colon: str = " "
    is_ascii: bool = False
    one_line: bool = False


COMPACT = Layout(newline="", indent="", after_colon="")

LAYOUTS = (
    Layout(one_line=True),
    Layout(one_line=True),
    Layout(),
    COMPACT,
    Layout(is_ascii=True),
    Layout(newline="\r\n", indent="\t"),
    Layout(newline="", indent="", after_comma=" "),
    Layout(before_colon=" ", after_comma=" "),
    Layout(newline="\n\n", after_colon="\n\t"),
)


def written(tree: object, rng: Random) -> bytes:
    """Return a tree as JSON, or as what its raw texts make of it, in any layout; that of the builder most often."""
    layout = rng.choice(LAYOUTS)
    return ("".join(_pieces(tree, layout, 0)) + layout.newline).encode("utf-8", "surrogatepass")


def _pieces(node: object, layout: Layout, depth: int) -> Iterator[str]:
    if isinstance(node, Members):
        heads = (json.dumps(key, ensure_ascii=layout.is_ascii) + layout.before_colon + ":" for key, _ in node)
        entries = [(head + layout.after_colon, value) for head, (_, value) in zip(heads, node, strict=True)]
        yield from _block("{}", entries, layout, depth)
    elif isinstance(node, list) and layout.one_line and node and all(isinstance(item, Members) for item in node):
        lines = ("".join(_pieces(item, COMPACT, 0)) for item in node)
        yield "[\n" + ",\n".join(lines) + "\n" + layout.indent * depth + "]"
    elif isinstance(node, list):
        yield from _block("[]", [("", item) for item in node], layout, depth)
    else:
        yield node.text if isinstance(node, Raw) else json.dumps(node, ensure_ascii=layout.is_ascii)


def _block(brackets: str, entries: list[tuple[str, Any]], layout: Layout, depth: int) -> Iterator[str]:
    yield brackets[0]
    for number, (head, value) in enumerate(entries):
        yield ("," + layout.after_comma if number else "") + layout.newline + layout.indent * (depth + 1) + head
        yield from _pieces(value, layout, depth + 1)
    yield (layout.newline + layout.indent * depth if entries else "") + brackets[1]
