"""Documents with one job a line: cut them up, so that jobs can be judged block by block, in little memory."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import msgspec

from training_plan.contract.json_parsing import MAX_DEPTH, has_long_number, parse_json
from training_plan.contract.schemas import are_valid_jobs
from training_plan.errors import InvalidDocumentError
from training_plan.models import Job
from training_plan.plan.encoding import LINES_OPENING

_CLOSING = b"\n  ]"
_MARK = "where the items stand"

_BLOCK = 2**16
"""Bytes of lines that are judged in one go, few enough to stay in a core's cache."""

_OPENERS_OF_A_JOB = 3
"""Brackets and braces that every job opens: itself, its families, its metadata."""

_encoder = msgspec.json.Encoder()
_models_decoder = msgspec.json.Decoder(list[Job])


@dataclass(frozen=True, slots=True)
class Block:
    """Some lines of a document, whole ones.

    Attributes:
        first: position of the first of its jobs in the document.
        text: the lines, with the comma and the line break that part one from the next.
    """

    first: int
    text: bytes

    def lines(self) -> list[bytes]:
        """Return the lines, without the comma that parts one from the next.

        Raises:
            ValueError: if a line that is not the last does not end in a comma.
        """
        lines = self.text.split(b",\n")
        if len(lines) != self.text.count(b"\n") + 1:
            raise ValueError("a line does not end in a comma")
        return lines

    def plain_jobs(self) -> list[dict[str, Any]] | None:
        """Return the jobs, if it is cheap to prove that each stands on a line of its own and keeps its definition."""
        jobs = self._valid_jobs()
        is_plain = jobs is not None and self._is_made_of(jobs) and all(type(job["priority"]) is int for job in jobs)
        return jobs if is_plain else None

    def plain_models(self) -> list[Job] | None:
        """Return the jobs as models, if besides each line is what the builder would write."""
        if self._valid_jobs() is None:
            return None
        try:
            jobs = _models_decoder.decode(b"[%b]" % self.text)
        except msgspec.ValidationError:
            # A priority that is written with a fraction.
            return None
        return jobs if self._is_made_of(jobs) else None

    def _valid_jobs(self) -> list[dict[str, Any]] | None:
        try:
            jobs: list[dict[str, Any]] = msgspec.json.decode(b"[%b]" % self.text)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            return None
        # The validator would give up on deep jobs; what one job has to open and all the others need not.
        openers = self.text.count(b"{") + self.text.count(b"[") - _OPENERS_OF_A_JOB * (len(jobs) - 1)
        return jobs if openers <= MAX_DEPTH and are_valid_jobs(jobs) else None

    def _is_made_of(self, jobs: Sequence[object]) -> bool:
        """Return whether encoding the jobs gives the lines: then no key stands twice, and nothing else is there."""
        return _encoder.encode_lines(jobs).replace(b"\n", b",\n") == b"%b,\n" % self.text


@dataclass(frozen=True)
class LineDocument:
    """A JSON document whose ``jobs`` stand one on a line.

    Attributes:
        header: the document with an empty list of jobs.
        header_text: its bytes, for finding places in it; the lines of the jobs are empty there.
        first_line: number of the line of the first job, from 1.
    """

    header: dict[str, Any]
    header_text: bytes
    first_line: int
    _data: bytes = field(repr=False)
    _begin: int
    _end: int

    def blocks(self) -> Iterator[Block]:
        """Yield the lines of the jobs, some at a time."""
        for first, (begin, end) in zip(self._firsts, self._cuts, strict=True):
            yield Block(first, self._data[begin:end])

    def line(self, index: int) -> bytes:
        """Return the line of the job at ``index``, without the comma that parts it from the next."""
        at = bisect_right(self._firsts, index) - 1
        if at not in self._looked_at:
            begin, end = self._cuts[at]
            self._looked_at.clear()
            self._looked_at[at] = Block(self._firsts[at], self._data[begin:end]).lines()
        return self._looked_at[at][index - self._firsts[at]]

    @cached_property
    def _looked_at(self) -> dict[int, list[bytes]]:
        """The lines of the block that was last asked for; who asks mostly goes on in it."""
        return {}

    @cached_property
    def _cuts(self) -> list[tuple[int, int]]:
        cuts, begin = [], self._begin
        while begin < self._end:
            end = self._data.find(b",\n", begin + _BLOCK, self._end)
            end = self._end if end < 0 else end
            cuts.append((begin, end))
            begin = end + len(b",\n")
        return cuts

    @cached_property
    def _firsts(self) -> list[int]:
        firsts, count = [], 0
        for begin, end in self._cuts:
            firsts.append(count)
            count += self._data.count(b"\n", begin, end) + 1
        return firsts


def cut_line_document(data: bytes, file: str) -> LineDocument | None:
    """Return the pieces of a document that is laid out as the builder does it, or None if it is not.

    That the pieces are the document is proven, not assumed: what surrounds the jobs must parse, with one mark
    in their place, to an object whose ``jobs`` is a list of the mark; and each line must be one JSON value and
    end in a comma, which is for the caller to see.
    """
    start = data.find(LINES_OPENING)
    end = data.rfind(_CLOSING)
    # Decoding keeps a number beyond a double.
    if start < 0 or end < start + len(LINES_OPENING) or has_long_number(data):
        return None
    begin = start + len(LINES_OPENING)
    before, after = data[:begin], data[end:]
    try:
        marked = parse_json(before + f'"{_MARK}"'.encode() + after, file)
    except InvalidDocumentError:
        return None
    if not isinstance(marked, dict) or marked.get("jobs") != [_MARK]:
        return None
    return LineDocument(
        header={**marked, "jobs": []},
        header_text=before + b"\n" * data.count(b"\n", begin, end) + after,
        first_line=before.count(b"\n") + 1,
        _data=data,
        _begin=begin,
        _end=end,
    )
