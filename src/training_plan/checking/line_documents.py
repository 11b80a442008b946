"""Documents with one item a line: cut them up, so that each item can be judged alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from training_plan.contract.json_parsing import parse_json
from training_plan.errors import InvalidDocumentError

_OPENING = b'\n  "jobs": [\n'
_CLOSING = b"\n  ]"
_MARK = "where the items stand"


@dataclass(frozen=True, slots=True)
class LineDocument:
    """A JSON document whose ``jobs`` stand one on a line.

    Attributes:
        header: the document with an empty list of jobs.
        header_text: its bytes, for finding places in it; the lines of the items are empty there.
        lines: the bytes of each item, without the comma that parts it from the next.
        first_line: number of the line of the first item, from 1.
    """

    header: dict[str, Any]
    header_text: bytes
    lines: Sequence[bytes]
    first_line: int


def cut_line_document(data: bytes, file: str) -> LineDocument | None:
    """Return the pieces of a document that is laid out as the builder does it, or None if it is not.

    That the pieces are the document is proven, not assumed: what surrounds the items must parse, with one mark
    in their place, to an object whose ``jobs`` is a list of the mark; and each line must be one JSON value,
    which is for the caller to see.
    """
    start = data.find(_OPENING)
    end = data.rfind(_CLOSING)
    if start < 0 or end < start + len(_OPENING):
        return None
    begin = start + len(_OPENING)
    before, after = data[:begin], data[end:]
    try:
        marked = parse_json(before + f'"{_MARK}"'.encode() + after, file)
    except InvalidDocumentError:
        return None
    if not isinstance(marked, dict) or marked.get("jobs") != [_MARK]:
        return None
    lines = data[begin:end].split(b"\n")
    if not all(line.endswith(b",") for line in lines[:-1]):
        return None
    cut = [line[:-1] for line in lines[:-1]]
    cut.append(lines[-1])
    return LineDocument(
        header={**marked, "jobs": []},
        header_text=before + b"\n" * (len(lines) - 1) + after,
        lines=cut,
        first_line=before.count(b"\n") + 1,
    )
