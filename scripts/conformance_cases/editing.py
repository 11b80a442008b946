"""Documents, and small edits of them in place."""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from typing import Any

Document = dict[str, Any]
Edit = Callable[[Any], object]


def parts_of(pointer: str) -> list[str]:
    """Return the keys and indices of a JSON Pointer, as text."""
    return [part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/")[1:]]


def inside(document: Any, parts: Sequence[str]) -> Any:  # noqa: ANN401 - any part of a document
    """Return what stands at the end of a path."""
    for part in parts:
        document = document[key_in(document, part)]
    return document


def key_in(holder: object, part: str) -> Any:  # noqa: ANN401 - a key or an index
    """Return what a part of a path is in a list or an object."""
    return int(part) if isinstance(holder, list) else part


def put(pointer: str, value: object) -> Edit:
    """Return the edit that sets a value; it may be new."""

    def edit(document: Any) -> None:  # noqa: ANN401
        *way, last = parts_of(pointer)
        holder = inside(document, way)
        holder[key_in(holder, last)] = copy.deepcopy(value)

    return edit


def drop(pointer: str) -> Edit:
    """Return the edit that takes a value away."""

    def edit(document: Any) -> None:  # noqa: ANN401
        *way, last = parts_of(pointer)
        holder = inside(document, way)
        del holder[key_in(holder, last)]

    return edit


def rename(pointer: str, name: str) -> Edit:
    """Return the edit that gives a member another name, in its place."""

    def edit(document: Any) -> None:  # noqa: ANN401
        *way, last = parts_of(pointer)
        members = inside(document, way)
        renamed = {name if key == last else key: value for key, value in members.items()}
        members.clear()
        members.update(renamed)

    return edit


def all_of(*edits: Edit) -> Edit:
    """Return the edit that makes several, in order."""

    def edit(document: Any) -> None:  # noqa: ANN401
        for each in edits:
            each(document)

    return edit


def edited(base: Any, edit: Edit) -> Any:  # noqa: ANN401
    """Return a copy of a document with an edit made."""
    document = copy.deepcopy(base)
    edit(document)
    return document
