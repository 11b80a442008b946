"""Read a plan that has one job a line piece by piece, so that its bytes and its jobs never fill the memory together."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import RawIOBase

import msgspec

from training_plan.contract.json_parsing import has_long_number
from training_plan.models import Job, MasterPlan
from training_plan.plan.encoding import LINES_CLOSING, LINES_OPENING
from training_plan.plan.job_census import JobCensus

PIECE = 2**20
"""Bytes that are read at once: what fits the cache of a processor."""

_BETWEEN = b",\n"
_JSON_BLANKS = b" \t\r\n"

NOT_DECODED = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)
"""What decoding raises of bytes that are no plan."""


@dataclass(frozen=True, slots=True)
class ReadPlan:
    """A plan as it was read, the SHA-256 of the bytes, in hexadecimal, and the census of its jobs."""

    plan: MasterPlan
    digest: str
    census: JobCensus


class _OtherLayoutError(Exception):
    """The document does not have one job a line, or holds what has to be judged as a whole."""


def read_by_lines(file: RawIOBase) -> ReadPlan | None:
    """Return the plan in a file that is laid out as the builder does it, or None if it is not, or is no plan.

    That the pieces are the document is proven, not assumed. What stands before the jobs must be a plan once its two
    brackets are closed, and nothing but these two follows the jobs. Jobs are cut at a comma before a line break,
    which inside a text JSON does not allow; each piece must be, between brackets, a list of at least one job.
    """
    pieces = _Pieces(file)
    decoder = msgspec.json.Decoder(list[Job])
    jobs: list[Job] = []
    census = JobCensus()
    try:
        header = msgspec.json.decode(pieces.header() + b"]}", type=MasterPlan)
        for piece in pieces:
            found = decoder.decode(piece)
            if not found:
                return None
            census.add(found)
            jobs += found
    except (_OtherLayoutError, *NOT_DECODED):
        return None
    plan = msgspec.structs.replace(header, jobs=jobs)
    return ReadPlan(plan, pieces.digest.hexdigest(), census)


class _Pieces:
    """Cuts a file into its header and lists of whole lines while it is read, in one buffer."""

    def __init__(self, file: RawIOBase) -> None:
        self.digest = hashlib.sha256()
        self._file = file
        self._buffer = bytearray(PIECE)
        self._filled = 0
        self._at = 0

    def header(self) -> bytes:
        """Return what stands before the first job, up to the bracket and its line break."""
        self._fill()
        start = self._buffer.find(LINES_OPENING, 0, self._filled)
        if start < 0:
            raise _OtherLayoutError
        # The line break before an item is where the bracket of its piece goes.
        self._at = start + len(LINES_OPENING) - 1
        return bytes(self._buffer[: self._at])

    def __iter__(self) -> Iterator[bytes | memoryview]:
        """Yield each piece as a JSON list; it may not be used after the next."""
        is_more = True
        while is_more:
            end = self._buffer.rfind(_BETWEEN, self._at, self._filled)
            if end >= 0:
                self._buffer[self._at] = ord("[")
                self._buffer[end] = ord("]")
                yield memoryview(self._buffer)[self._at : end + 1]
                self._drop(end + 1)
            elif self._filled == len(self._buffer):
                raise _OtherLayoutError
            is_more = self._fill()
        last = self._buffer[self._at + 1 : self._filled].rstrip(_JSON_BLANKS)
        closing = LINES_CLOSING.rstrip(_JSON_BLANKS)
        if not last.endswith(closing):
            raise _OtherLayoutError
        yield b"[" + last.removesuffix(closing) + b"]"

    def _drop(self, count: int) -> None:
        """Move what stands behind the first bytes of the buffer to its front."""
        rest = self._filled - count
        self._buffer[:rest] = self._buffer[count : self._filled]
        self._filled = rest
        self._at = 0

    def _fill(self) -> bool:
        """Read on, and return whether there was more."""
        with memoryview(self._buffer) as whole, whole[self._filled :] as free:
            count = self._file.readinto(free) or 0
            self.digest.update(free[:count])
        if has_long_number(self._buffer):
            raise _OtherLayoutError
        self._filled += count
        return count > 0
