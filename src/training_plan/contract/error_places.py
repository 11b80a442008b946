"""Where an error of jsonschema-rs stands in its document.

A path of jsonschema-rs holds a key of digits as a number, such as 7 for ``"7"``, ``"007"`` and ``"+7"``, and leaves an
empty key out. So each path is followed through the document.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from training_plan.contract.positions import Path

_LONGEST_NAME = 200


def error_path(document: Any, error: Any) -> Path:  # noqa: ANN401
    """Return keys and indices that lead to the value which an error is about."""
    given = list(error.instance_path)
    found = list(_followed(document, given))
    if len(found) == 1:
        return found[0][0]
    # Several keys may be meant: the value tells which.
    return next((path for path, value in found if value == error.instance), tuple(given))


def _followed(node: Any, parts: Sequence[str | int]) -> Iterator[tuple[Path, Any]]:  # noqa: ANN401
    """Yield every path in a document that may be meant, with the value at its end."""
    if not parts:
        yield (), node
    elif isinstance(node, list):
        part = parts[0]
        if isinstance(part, int) and part < len(node):
            yield from (((part, *path), value) for path, value in _followed(node[part], parts[1:]))
    elif isinstance(node, dict):
        for key in _keys_meant(node, parts[0]):
            yield from (((key, *path), value) for path, value in _followed(node[key], parts[1:]))
    if isinstance(node, dict) and "" in node:
        yield from ((("", *path), value) for path, value in _followed(node[""], parts))


def _keys_meant(node: dict[str, Any], part: str | int) -> Iterator[str]:
    if isinstance(part, str):
        spellings = [part]
    else:
        digits = str(part)
        padded = [digits.zfill(width) for width in range(len(digits), _LONGEST_NAME + 1)]
        spellings = [*padded, *(f"+{number}" for number in padded)]
    return (key for key in spellings if key in node)
