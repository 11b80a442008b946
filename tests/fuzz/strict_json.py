"""An oracle: whether bytes are a document of the contract at all, by the standard library alone."""

from __future__ import annotations

import json
import math
import re
from typing import Any

DEEPEST = 200

_SURROGATE = re.compile("[\ud800-\udfff]")


def is_document(data: bytes) -> bool:
    """Return whether bytes are UTF-8 without a byte-order mark, and JSON as the contract wants it.

    No key stands twice in an object, every number fits a double, every text is made of characters, and nothing is
    nested more than 200 levels deep.
    """
    try:
        document = json.loads(
            data.decode(), object_pairs_hook=_members, parse_int=_number, parse_float=_number, parse_constant=_refuse
        )
    except (ValueError, RecursionError):
        return False
    return _depth(document) <= DEEPEST and not _holds_surrogate(document)


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({key for key, _ in pairs}) != len(pairs):
        _refuse("a key that stands twice")
    return dict(pairs)


def _number(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        _refuse(text)
    return number


def _refuse(what: str) -> None:
    raise ValueError(what)


def _depth(value: object) -> int:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else None
    return 0 if inner is None else 1 + max(map(_depth, inner), default=0)


def _holds_surrogate(value: object) -> bool:
    if isinstance(value, dict):
        return any(map(_holds_surrogate, (*value, *value.values())))
    if isinstance(value, list):
        return any(map(_holds_surrogate, value))
    return isinstance(value, str) and _SURROGATE.search(value) is not None
